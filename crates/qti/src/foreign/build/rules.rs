//! Expressions and rules of response processing, as elements.

use crate::tree::XmlElement;

/// The score's name.
pub(super) const SCORE: &str = "SCORE";
/// The name of what feedback is shown by.
pub(super) const FEEDBACK: &str = "FEEDBACK";

pub(super) fn variable(identifier: &str) -> XmlElement {
    XmlElement::new("qti-variable").with("identifier", identifier)
}

pub(super) fn base(kind: &str, value: impl Into<String>) -> XmlElement {
    XmlElement::new("qti-base-value").with("base-type", kind).text(value)
}

pub(super) fn of(name: &str, inner: impl IntoIterator<Item = XmlElement>) -> XmlElement {
    XmlElement::new(name).all(inner)
}

pub(super) fn set(identifier: &str, to: XmlElement) -> XmlElement {
    XmlElement::new("qti-set-outcome-value").with("identifier", identifier).child(to)
}

/// Adds names to those whose feedback is shown.
pub(super) fn show(names: impl IntoIterator<Item = XmlElement>) -> XmlElement {
    set(FEEDBACK, of("qti-multiple", [variable(FEEDBACK)].into_iter().chain(names)))
}

/// The first case whose condition is true; `None` is the last case.
pub(super) fn condition(cases: Vec<(Option<XmlElement>, Vec<XmlElement>)>) -> XmlElement {
    let mut made = XmlElement::new("qti-response-condition");
    for (number, (when, rules)) in cases.into_iter().enumerate() {
        let name = match (&when, number) {
            (Some(_), 0) => "qti-response-if",
            (Some(_), _) => "qti-response-else-if",
            (None, _) => "qti-response-else",
        };
        made = made.child(XmlElement::new(name).all(when).all(rules));
    }
    made
}

pub(super) fn is_given(response: &str) -> XmlElement {
    of("qti-not", [of("qti-is-null", [variable(response)])])
}

pub(super) fn mapped(response: &str) -> XmlElement {
    XmlElement::new("qti-map-response").with("identifier", response)
}

pub(super) fn is_correct(response: &str) -> XmlElement {
    of("qti-match", [variable(response), XmlElement::new("qti-correct").with("identifier", response)])
}

/// A declaration of a response.
pub(super) fn declared(identifier: &str, cardinality: &str, base: &str) -> XmlElement {
    XmlElement::new("qti-response-declaration")
        .with("identifier", identifier)
        .with("cardinality", cardinality)
        .with("base-type", base)
}

/// The key of a response.
pub(super) fn correct(values: impl IntoIterator<Item = String>) -> XmlElement {
    let values = values.into_iter().map(|value| XmlElement::new("qti-value").text(value));
    XmlElement::new("qti-correct-response").all(values)
}
