//! Declarations as trees.

use super::{
    AreaMapping, ContextDeclaration, Declarations, ExternalScored, LookupTable, Mapping, OutcomeDeclaration,
    ResponseDeclaration, TemplateDeclaration, Variable,
};
use crate::{reading::float_text, tree::XmlElement, value::Value};

impl Declarations {
    /// All of them, in the order of the standard.
    pub fn write(&self) -> impl Iterator<Item = XmlElement> {
        let contexts = self.contexts.iter().map(ContextDeclaration::write);
        let responses = self.responses.iter().map(ResponseDeclaration::write);
        let outcomes = self.outcomes.iter().map(OutcomeDeclaration::write);
        let templates = self.templates.iter().map(TemplateDeclaration::write);
        contexts.chain(responses).chain(outcomes).chain(templates)
    }
}

fn start(name: &str, variable: &Variable) -> XmlElement {
    XmlElement::new(name)
        .with("identifier", &variable.identifier)
        .with("cardinality", variable.cardinality.as_str())
        .with_maybe("base-type", variable.base.map(|base| base.as_str()))
}

/// The attributes that were not understood and the default value, in every declaration.
fn end(mut element: XmlElement, variable: &Variable) -> XmlElement {
    element.attributes.extend(variable.others.iter().cloned());
    let default = &variable.default_interpretation;
    element.all(values("qti-default-value", &variable.default, default.as_deref()))
}

impl ResponseDeclaration {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        let interpretation = self.correct_interpretation.as_deref();
        end(start("qti-response-declaration", &self.variable), &self.variable)
            .all(values("qti-correct-response", &self.correct, interpretation))
            .all(self.mapping.as_ref().map(mapping))
            .all(self.area_mapping.as_ref().map(area_mapping))
    }
}

impl OutcomeDeclaration {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        let scored = self.external_scored.map(|scored| match scored {
            ExternalScored::Human => "human",
            ExternalScored::Machine => "externalMachine",
        });
        let view = (!self.view.is_empty()).then(|| self.view.join(" "));
        let element = start("qti-outcome-declaration", &self.variable)
            .with_maybe("view", view)
            .with_maybe("interpretation", self.interpretation.as_ref())
            .with_maybe("long-interpretation", self.long_interpretation.as_ref())
            .with_maybe("normal-maximum", self.normal_maximum.map(float_text))
            .with_maybe("normal-minimum", self.normal_minimum.map(float_text))
            .with_maybe("mastery-value", self.mastery_value.map(float_text))
            .with_maybe("external-scored", scored)
            .with_maybe("variable-identifier-ref", self.variable_identifier_ref.as_ref());
        end(element, &self.variable)
            .all(self.table.as_ref().map(table))
            .all(self.mapping.as_ref().map(mapping))
    }
}

impl TemplateDeclaration {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        let element = start("qti-template-declaration", &self.variable)
            .with_maybe("param-variable", self.is_param.then_some("true"))
            .with_maybe("math-variable", self.is_math.then_some("true"));
        end(element, &self.variable)
    }
}

impl ContextDeclaration {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        end(start("qti-context-declaration", &self.variable), &self.variable)
    }
}

/// A value; nothing for NULL of which nothing is said.
fn values(name: &str, value: &Value, interpretation: Option<&str>) -> Option<XmlElement> {
    if value.is_null() && interpretation.is_none() {
        return None;
    }
    let element = XmlElement::new(name).with_maybe("interpretation", interpretation);
    Some(match value {
        Value::Record(fields) => element.all(fields.iter().map(|(field, value)| {
            let base = value.as_ref().map(|value| value.base().as_str());
            let made =
                XmlElement::new("qti-value").with("field-identifier", field).with_maybe("base-type", base);
            match value {
                Some(value) => made.text(value.lexical()),
                None => made,
            }
        })),
        other => element
            .all(other.scalars().iter().map(|value| XmlElement::new("qti-value").text(value.lexical()))),
    })
}

fn bounds(name: &str, lower: Option<f64>, upper: Option<f64>, default: f64) -> XmlElement {
    XmlElement::new(name)
        .with_maybe("lower-bound", lower.map(float_text))
        .with_maybe("upper-bound", upper.map(float_text))
        .with_maybe("default-value", (default != 0.0).then(|| float_text(default)))
}

fn mapping(mapping: &Mapping) -> XmlElement {
    let start = bounds("qti-mapping", mapping.lower_bound, mapping.upper_bound, mapping.default);
    start.all(mapping.entries.iter().map(|entry| {
        XmlElement::new("qti-map-entry")
            .with("map-key", entry.key.lexical())
            .with("mapped-value", float_text(entry.value))
            .with_maybe("case-sensitive", entry.is_case_sensitive.then_some("true"))
    }))
}

fn area_mapping(mapping: &AreaMapping) -> XmlElement {
    let start = bounds("qti-area-mapping", mapping.lower_bound, mapping.upper_bound, mapping.default);
    start.all(mapping.entries.iter().map(|entry| {
        XmlElement::new("qti-area-map-entry")
            .with("shape", entry.shape.name())
            .with("coords", entry.shape.coords())
            .with("mapped-value", float_text(entry.value))
    }))
}

fn table(table: &LookupTable) -> XmlElement {
    let entry = |name: &str, source: String, target: String| {
        XmlElement::new(name).with("source-value", source).with("target-value", target)
    };
    match table {
        LookupTable::Match { entries, default } => XmlElement::new("qti-match-table")
            .with_maybe("default-value", default.as_ref().map(|value| value.lexical()))
            .all(entries.iter().map(|(source, target)| {
                entry("qti-match-table-entry", source.to_string(), target.lexical())
            })),
        LookupTable::Interpolation { entries, default } => XmlElement::new("qti-interpolation-table")
            .with_maybe("default-value", default.as_ref().map(|value| value.lexical()))
            .all(entries.iter().map(|(source, is_reached, target)| {
                entry("qti-interpolation-table-entry", float_text(*source), target.lexical())
                    .with_maybe("include-boundary", (!is_reached).then_some("false"))
            })),
    }
}
