//! Reading expressions from a tree; what is not in the model is told.

use super::expression::*;
use super::names::{self, Arity};
use super::pattern::Pattern;
use super::reader::{ElementReader, operands};
use crate::declaration::Shape;
use crate::remark::{Remarks, Weight, codes};
use crate::tree::{Space, XmlElement};
use crate::value::{BaseType, Scalar};

impl Expression {
    /// The expression that an element is.
    ///
    /// Whatever it is, something comes back, and remarks tell the rest.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Self {
        if element.space != Space::Qti {
            return unknown(element, remarks);
        }
        let mut reader = ElementReader::new(element, remarks);
        let read = leaf(&mut reader).unwrap_or_else(|| operation(&mut reader));
        match read {
            Some(expression) => {
                // A custom operator's attributes are its own; they are all in the model.
                if !matches!(expression, Expression::Operation { operator: Operator::Custom(_), .. }) {
                    reader.tell_rest(matches!(expression, Expression::BaseValue(_)));
                }
                expression
            }
            // What was wrong has been told.
            None => Expression::Unknown(Box::new(element.clone())),
        }
    }
}

fn unknown(element: &XmlElement, remarks: &mut Remarks) -> Expression {
    let message = format!("`{}` is no expression of QTI's; it is kept, and counts NULL.", element.name);
    remarks.add(Weight::Error, codes::UNKNOWN_ELEMENT, element.place, element.name.clone(), message);
    Expression::Unknown(Box::new(element.clone()))
}

/// Expressions without operands; the outer `None` where it is none of them.
fn leaf(reader: &mut ElementReader<'_, '_>) -> Option<Option<Expression>> {
    Some(match reader.element.name.as_str() {
        "qti-base-value" => base_value(reader),
        "qti-variable" => {
            let weight = reader.optional_identifier("weight-identifier");
            reader.identifier("identifier").map(|identifier| Expression::Variable { identifier, weight })
        }
        "qti-default" => reader.identifier("identifier").map(Expression::Default),
        "qti-correct" => reader.identifier("identifier").map(Expression::Correct),
        "qti-map-response" => reader.identifier("identifier").map(Expression::MapResponse),
        "qti-map-response-point" => reader.identifier("identifier").map(Expression::MapResponsePoint),
        "qti-null" => Some(Expression::Null),
        "qti-random-integer" => random_integer(reader),
        "qti-random-float" => random_float(reader),
        "qti-math-constant" => reader.word("name", MathConstant::named).map(Expression::MathConstant),
        "qti-test-variables" | "qti-outcome-maximum" | "qti-outcome-minimum" => test_expression(reader),
        name => ItemCount::named(name).map(|count| {
            let subset = subset(reader);
            Some(Expression::Test(TestExpression::Number(count, subset)))
        })?,
    })
}

fn base_value(reader: &mut ElementReader<'_, '_>) -> Option<Expression> {
    let base = reader.word("base-type", BaseType::named)?;
    let text = reader.element.all_text();
    match Scalar::parse(base, &text) {
        Ok(scalar) => Some(Expression::BaseValue(scalar)),
        Err(error) => {
            let meant = Scalar::meant(base, &text);
            let (weight, what) = match &meant {
                Some(meant) => (Weight::Lenient, format!("is read as `{}`", meant.lexical())),
                None => (Weight::Error, "counts NULL".to_owned()),
            };
            reader.tell(weight, codes::VALUE, None, format!("{error}; it {what}."));
            meant.map(Expression::BaseValue)
        }
    }
}

fn random_integer(reader: &mut ElementReader<'_, '_>) -> Option<Expression> {
    let min = reader.maybe("min").unwrap_or("0");
    let step = reader.maybe("step").unwrap_or("1");
    let (min, step) = (reader.given("min", min), reader.given("step", step));
    let max = reader.must_given("max");
    Some(Expression::RandomInteger { min: min?, max: max?, step: step? })
}

fn random_float(reader: &mut ElementReader<'_, '_>) -> Option<Expression> {
    let min = reader.maybe("min").unwrap_or("0");
    let min = reader.given("min", min);
    let max = reader.must_given("max");
    Some(Expression::RandomFloat { min: min?, max: max? })
}

fn words(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

fn subset(reader: &mut ElementReader<'_, '_>) -> ItemSubset {
    ItemSubset {
        section: reader.optional_identifier("section-identifier"),
        include: words(reader.maybe("include-category")),
        exclude: words(reader.maybe("exclude-category")),
    }
}

fn test_expression(reader: &mut ElementReader<'_, '_>) -> Option<Expression> {
    let subset = subset(reader);
    let weight = reader.optional_identifier("weight-identifier");
    Some(Expression::Test(match reader.element.name.as_str() {
        "qti-test-variables" => {
            let base = match reader.maybe("base-type") {
                Some(_) => Some(reader.word("base-type", BaseType::named)?),
                None => None,
            };
            TestExpression::Variables {
                variable: reader.identifier("variable-identifier")?,
                base,
                weight,
                subset,
            }
        }
        name => TestExpression::OutcomeBound {
            is_maximum: name == "qti-outcome-maximum",
            outcome: reader.identifier("outcome-identifier")?,
            weight,
            subset,
        },
    }))
}

/// Operators with their operands; `None` where something that they need is wrong, and told.
fn operation(reader: &mut ElementReader<'_, '_>) -> Option<Expression> {
    let name = reader.element.name.as_str();
    if let Some(extension) = super::read_extension::read(reader) {
        let message =
            format!("`{name}` is not the standard's in this form; it is understood as its engines do.");
        reader.tell(Weight::Lenient, codes::EXTENSION, None, message);
        return Some(Expression::Extension(extension));
    }
    let (operator, arity) = match names::plain(name) {
        Some(found) => found,
        None => with_parameters(reader)?,
    };
    let operands = operands(reader);
    check_arity(reader, operands.len(), arity);
    Some(Expression::Operation { operator, operands })
}

fn check_arity(reader: &mut ElementReader<'_, '_>, found: usize, (least, most): Arity) {
    if found < least || found > most {
        let message = format!(
            "`{}` has {found} operands, and QTI does not say what that means: add or take out operands.",
            reader.element.name
        );
        reader.tell(Weight::Error, codes::ORDER, None, message);
    }
}

/// Operators with parameters, by name.
fn with_parameters(reader: &mut ElementReader<'_, '_>) -> Option<(Operator, Arity)> {
    let case = "case-sensitive";
    Some(match reader.element.name.as_str() {
        "qti-index" => (Operator::Index(reader.must_given("n")?), (1, 1)),
        "qti-field-value" => (Operator::FieldValue(reader.identifier("field-identifier")?), (1, 1)),
        "qti-substring" => (Operator::Substring { is_case_sensitive: reader.boolean(case, true) }, (2, 2)),
        "qti-any-n" => {
            let (min, max) = (reader.must_given("min"), reader.must_given("max"));
            (Operator::AnyN { min: min?, max: max? }, (1, usize::MAX))
        }
        "qti-string-match" => {
            let is_case_sensitive = reader.boolean(case, true);
            let is_substring = reader.boolean("substring", false);
            (Operator::StringMatch { is_case_sensitive, is_substring }, (2, 2))
        }
        "qti-pattern-match" => {
            let pattern = Pattern::new(reader.must("pattern")?);
            if !pattern.is_valid() {
                let message =
                    format!("`{}` is no regular expression of XML Schema's; it counts NULL.", pattern.text());
                reader.tell(Weight::Error, codes::VALUE, Some("pattern"), message);
            }
            (Operator::PatternMatch(pattern), (1, 1))
        }
        "qti-equal" => (equal(reader)?, (2, 2)),
        "qti-equal-rounded" => {
            let (mode, figures) = rounding(reader)?;
            (Operator::EqualRounded { mode, figures }, (2, 2))
        }
        "qti-round-to" => {
            let (mode, figures) = rounding(reader)?;
            (Operator::RoundTo { mode, figures }, (1, 1))
        }
        "qti-inside" => (Operator::Inside(shape(reader)?), (1, 1)),
        "qti-repeat" => (Operator::Repeat(reader.must_given("number-repeats")?), (1, usize::MAX)),
        "qti-math-operator" => {
            let function = reader.word("name", MathFunction::named)?;
            let operands = if function == MathFunction::Atan2 { 2 } else { 1 };
            (Operator::Math(function), (operands, operands))
        }
        "qti-stats-operator" => (Operator::Stats(reader.word("name", Statistic::named)?), (1, 1)),
        "qti-custom-operator" => {
            let message =
                "What a custom operator does is known to its author alone; it is kept, and counts NULL.";
            reader.tell(Weight::Loss, codes::CUSTOM, None, message.to_owned());
            (Operator::Custom(reader.element.attributes.clone()), (0, usize::MAX))
        }
        _ => {
            unknown(reader.element, reader.remarks);
            return None;
        }
    })
}

fn equal(reader: &mut ElementReader<'_, '_>) -> Option<Operator> {
    let includes_lower = reader.boolean("include-lower-bound", true);
    let includes_upper = reader.boolean("include-upper-bound", true);
    let mode = reader.maybe("tolerance-mode").unwrap_or("exact").trim();
    let limits = reader.maybe("tolerance").unwrap_or_default();
    let mut limits = limits.split_whitespace();
    let mut limit =
        |reader: &mut ElementReader<'_, '_>| limits.next().and_then(|text| reader.given("tolerance", text));
    let (below, above) = (limit(reader), limit(reader));
    let tolerance = match (mode, below) {
        ("exact", _) => Tolerance::Exact,
        ("absolute", Some(below)) => Tolerance::Absolute(below, above),
        ("relative", Some(below)) => Tolerance::Relative(below, above),
        ("absolute" | "relative", None) => {
            let message =
                format!("The tolerance is {mode}, and no number says how large it is: write `tolerance`.");
            reader.tell(Weight::Error, codes::MISSING_ATTRIBUTE, Some("tolerance"), message);
            return None;
        }
        _ => {
            let message = format!("`{mode}` is no mode of tolerance: write exact, absolute or relative.");
            reader.tell(Weight::Error, codes::VALUE, Some("tolerance-mode"), message);
            return None;
        }
    };
    Some(Operator::Equal { tolerance, includes_lower, includes_upper })
}

fn rounding(reader: &mut ElementReader<'_, '_>) -> Option<(RoundingMode, Parameter<i64>)> {
    let mode = match reader.maybe("rounding-mode") {
        Some(_) => reader.word("rounding-mode", RoundingMode::named),
        None => Some(RoundingMode::SignificantFigures),
    };
    let figures = reader.must_given("figures");
    Some((mode?, figures?))
}

fn shape(reader: &mut ElementReader<'_, '_>) -> Option<Shape> {
    let name = reader.must("shape")?;
    let coords = reader.maybe("coords").unwrap_or_default();
    let shape = Shape::parse(name, coords);
    if shape.is_none() {
        let message = format!("`{name}` with `{coords}` is no area.");
        reader.tell(Weight::Error, codes::VALUE, Some("coords"), message);
    }
    shape
}
