//! Writing expressions and rules as elements of 3.0.

use super::expression::*;
use super::names;
use super::rule::{Branch, ProcessRule, ResponseProcessing};
use crate::tree::{XmlElement, XmlNode};

impl std::fmt::Display for Parameter<i64> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Parameter::Value(number) => write!(f, "{number}"),
            Parameter::Variable(name) => f.write_str(name),
        }
    }
}

impl std::fmt::Display for Parameter<f64> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Parameter::Value(number) => write!(f, "{number}"),
            Parameter::Variable(name) => f.write_str(name),
        }
    }
}

impl Expression {
    /// The element of 3.0.
    pub fn write(&self) -> XmlElement {
        let named = |element: &str, name: &str| XmlElement::new(element).with("identifier", name);
        match self {
            Expression::BaseValue(scalar) => XmlElement::new("qti-base-value")
                .with("base-type", scalar.base().as_str())
                .text(scalar.lexical()),
            Expression::Variable { identifier, weight } => {
                named("qti-variable", identifier).with_maybe("weight-identifier", weight.as_deref())
            }
            Expression::Default(name) => named("qti-default", name),
            Expression::Correct(name) => named("qti-correct", name),
            Expression::MapResponse(name) => named("qti-map-response", name),
            Expression::MapResponsePoint(name) => named("qti-map-response-point", name),
            Expression::Null => XmlElement::new("qti-null"),
            Expression::RandomInteger { min, max, step } => XmlElement::new("qti-random-integer")
                .with("min", min.to_string())
                .with("max", max.to_string())
                .with("step", step.to_string()),
            Expression::RandomFloat { min, max } => {
                XmlElement::new("qti-random-float").with("min", min.to_string()).with("max", max.to_string())
            }
            Expression::MathConstant(constant) => {
                XmlElement::new("qti-math-constant").with("name", constant.as_str())
            }
            Expression::Test(expression) => expression.write(),
            Expression::Operation { operator, operands } => {
                operator.write().all(operands.iter().map(Expression::write))
            }
            Expression::Extension(extension) => extension.write(),
            Expression::Unknown(element) => (**element).clone(),
        }
    }
}

impl TestExpression {
    fn write(&self) -> XmlElement {
        let (element, subset) = match self {
            TestExpression::Number(count, subset) => (XmlElement::new(count.element()), subset),
            TestExpression::Variables { variable, base, weight, subset } => {
                let element = XmlElement::new("qti-test-variables")
                    .with("variable-identifier", variable)
                    .with_maybe("base-type", base.map(|base| base.as_str()))
                    .with_maybe("weight-identifier", weight.as_deref());
                (element, subset)
            }
            TestExpression::OutcomeBound { is_maximum, outcome, weight, subset } => {
                let name = if *is_maximum { "qti-outcome-maximum" } else { "qti-outcome-minimum" };
                let element = XmlElement::new(name)
                    .with("outcome-identifier", outcome)
                    .with_maybe("weight-identifier", weight.as_deref());
                (element, subset)
            }
        };
        let list = |words: &[String]| (!words.is_empty()).then(|| words.join(" "));
        element
            .with_maybe("section-identifier", subset.section.as_deref())
            .with_maybe("include-category", list(&subset.include))
            .with_maybe("exclude-category", list(&subset.exclude))
    }
}

impl Operator {
    /// The element with its parameters, without operands.
    fn write(&self) -> XmlElement {
        let element = XmlElement::new(names::element(self));
        match self {
            Operator::Index(place) => element.with("n", place.to_string()),
            Operator::FieldValue(field) => element.with("field-identifier", field),
            Operator::Substring { is_case_sensitive } => {
                element.with("case-sensitive", is_case_sensitive.to_string())
            }
            Operator::AnyN { min, max } => element.with("min", min.to_string()).with("max", max.to_string()),
            Operator::StringMatch { is_case_sensitive, is_substring } => {
                let element = element.with("case-sensitive", is_case_sensitive.to_string());
                if *is_substring { element.with("substring", "true") } else { element }
            }
            Operator::PatternMatch(pattern) => element.with("pattern", pattern.text()),
            Operator::Equal { tolerance, includes_lower, includes_upper } => {
                let (mode, limits) = match tolerance {
                    Tolerance::Exact => ("exact", None),
                    Tolerance::Absolute(below, above) => ("absolute", Some((below, above))),
                    Tolerance::Relative(below, above) => ("relative", Some((below, above))),
                };
                let limits = limits.map(|(below, above)| {
                    above.as_ref().map_or_else(|| below.to_string(), |above| format!("{below} {above}"))
                });
                let maybe_false = |includes: &bool| (!includes).then_some("false");
                element
                    .with("tolerance-mode", mode)
                    .with_maybe("tolerance", limits)
                    .with_maybe("include-lower-bound", maybe_false(includes_lower))
                    .with_maybe("include-upper-bound", maybe_false(includes_upper))
            }
            Operator::EqualRounded { mode, figures } | Operator::RoundTo { mode, figures } => {
                element.with("rounding-mode", mode.as_str()).with("figures", figures.to_string())
            }
            Operator::Inside(shape) => element.with("shape", shape.name()).with("coords", shape.coords()),
            Operator::Repeat(times) => element.with("number-repeats", times.to_string()),
            Operator::Math(function) => element.with("name", function.as_str()),
            Operator::Stats(statistic) => element.with("name", statistic.as_str()),
            Operator::Custom(attributes) => XmlElement { attributes: attributes.clone(), ..element },
            _ => element,
        }
    }
}

fn all(rules: &[ProcessRule]) -> impl Iterator<Item = XmlElement> + '_ {
    rules.iter().map(ProcessRule::write)
}

impl ProcessRule {
    /// The element of 3.0.
    pub fn write(&self) -> XmlElement {
        match self {
            ProcessRule::Condition { stage, branches, otherwise } => {
                let stage = stage.as_str();
                let branch = |place: usize, Branch { condition, rules }: &Branch| {
                    let word = if place == 0 { "if" } else { "else-if" };
                    XmlElement::new(&format!("qti-{stage}-{word}")).child(condition.write()).all(all(rules))
                };
                let branches = branches.iter().enumerate().map(|(place, one)| branch(place, one));
                let last = otherwise
                    .as_ref()
                    .map(|rules| XmlElement::new(&format!("qti-{stage}-else")).all(all(rules)));
                XmlElement::new(&format!("qti-{stage}-condition")).all(branches).all(last)
            }
            ProcessRule::Set { target, identifier, value } => {
                XmlElement::new(target.element()).with("identifier", identifier).child(value.write())
            }
            ProcessRule::Reset(identifier) => {
                XmlElement::new("qti-set-default-value").with("identifier", identifier)
            }
            ProcessRule::Lookup { identifier, value } => XmlElement::new("qti-lookup-outcome-value")
                .with("identifier", identifier)
                .child(value.write()),
            ProcessRule::Exit(exit) => XmlElement::new(exit.element()),
            ProcessRule::Constraint(condition) => {
                XmlElement::new("qti-template-constraint").child(condition.write())
            }
            ProcessRule::Fragment { stage, rules } => {
                XmlElement::new(&format!("qti-{}-processing-fragment", stage.as_str())).all(all(rules))
            }
            ProcessRule::Unknown(element) => (**element).clone(),
        }
    }

    /// Rules as the children of `qti-outcome-processing` and its kin.
    pub fn write_all(element: &str, rules: &[ProcessRule]) -> XmlElement {
        XmlElement { children: all(rules).map(XmlNode::Element).collect(), ..XmlElement::new(element) }
    }
}

impl ResponseProcessing {
    /// `qti-response-processing`.
    pub fn write(&self) -> XmlElement {
        ProcessRule::write_all("qti-response-processing", &self.rules)
            .with_maybe("template", self.template.as_deref())
            .with_maybe("template-location", self.template_location.as_deref())
    }
}
