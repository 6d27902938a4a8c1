//! What every typed reader of an element needs.
//!
//! Attributes are taken one by one, and the rest is told or kept.

use crate::{
    remark::{Remarks, Weight, codes},
    tree::{Attribute, Place, XmlElement, XmlNode},
    value::{BaseType, Scalar},
};

/// An element while its attributes are read.
pub(crate) struct Reading<'a, 'r> {
    /// What is read.
    pub(crate) element: &'a XmlElement,
    /// Where faults go.
    pub(crate) remarks: &'r mut Remarks,
    taken: Vec<&'static str>,
}

impl<'a, 'r> Reading<'a, 'r> {
    pub(crate) fn new(element: &'a XmlElement, remarks: &'r mut Remarks) -> Self {
        Reading { element, remarks, taken: Vec::new() }
    }

    /// An attribute's text as it is.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<&'a str> {
        self.taken.push(name);
        self.element.attribute(name)
    }

    /// An attribute's text, owned.
    pub(crate) fn owned(&mut self, name: &'static str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A name or a number: white space around it means nothing.
    pub(crate) fn token(&mut self, name: &'static str) -> Option<&'a str> {
        self.text(name).map(str::trim)
    }

    /// A token without which the element means nothing.
    pub(crate) fn required(&mut self, name: &'static str) -> Option<&'a str> {
        let found = self.token(name).filter(|token| !token.is_empty());
        if found.is_none() {
            missing_attribute(self.remarks, self.element, name);
        }
        found
    }

    pub(crate) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        let read = |text: &str| match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        self.parsed(name, "true or false", read)
    }

    pub(crate) fn float(&mut self, name: &'static str) -> Option<f64> {
        self.parsed(name, "a number", float)
    }

    pub(crate) fn count(&mut self, name: &'static str) -> Option<u32> {
        self.parsed(name, "a whole number from 0", |text| text.parse().ok())
    }

    /// An attribute that is one of some words.
    pub(crate) fn word<T>(
        &mut self,
        name: &'static str,
        words: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        self.parsed(name, words, read)
    }

    /// An attribute's value; told as an error where it is none.
    fn parsed<T>(&mut self, name: &'static str, wanted: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.token(name)?;
        let value = read(text);
        if value.is_none() {
            self.bad(name, format!("`{name}` is `{text}`: write {wanted}."));
        }
        value
    }

    /// Tells an attribute whose value cannot be used.
    pub(crate) fn bad(&mut self, name: &str, message: String) {
        let construct = format!("{}/@{name}", self.element.name);
        self.remarks.add(Weight::Error, codes::VALUE, self.element.place, construct, message);
    }

    /// Attributes that nobody took.
    pub(crate) fn others(self) -> Vec<Attribute> {
        let is_other = |attribute: &&Attribute| !self.taken.iter().any(|taken| *taken == attribute.name);
        self.element.attributes.iter().filter(is_other).cloned().collect()
    }

    /// Tells the attributes that nobody took: they are not in the model.
    pub(crate) fn tell_others(self) {
        let (element, taken) = (self.element, self.taken);
        for attribute in &element.attributes {
            if !taken.iter().any(|taken| *taken == attribute.name) {
                lost_attribute(self.remarks, element, &attribute.name);
            }
        }
    }
}

/// A number as files have it.
pub(crate) fn float(text: &str) -> Option<f64> {
    Scalar::parse(BaseType::Float, text).ok().and_then(|value| value.number())
}

/// A number as files have it.
pub(crate) fn float_text(value: f64) -> String {
    Scalar::Float(value).lexical()
}

/// Tells an attribute that the model has no place for.
pub(crate) fn lost_attribute(remarks: &mut Remarks, element: &XmlElement, attribute: &str) {
    let name = &element.name;
    let message = format!("`{name}` has no attribute `{attribute}` in QTI 3.0; it was left out.");
    remarks.add(
        Weight::Loss,
        codes::UNKNOWN_ATTRIBUTE,
        element.place,
        format!("{name}/@{attribute}"),
        message,
    );
}

/// Tells an attribute without which an element means nothing.
pub(crate) fn missing_attribute(remarks: &mut Remarks, element: &XmlElement, attribute: &str) {
    let name = &element.name;
    let message = format!("`{name}` needs the attribute `{attribute}`: write it.");
    let construct = format!("{name}/@{attribute}");
    remarks.add(Weight::Error, codes::MISSING_ATTRIBUTE, element.place, construct, message);
}

/// Tells an element that cannot stand where it stands and that is not in the model.
pub(crate) fn lost_element(remarks: &mut Remarks, weight: Weight, child: &XmlElement, parent: &XmlElement) {
    let message = format!("`{}` cannot stand in `{}`; it was left out.", child.name, parent.name);
    remarks.add(weight, codes::UNKNOWN_ELEMENT, child.place, child.name.clone(), message);
}

/// Tells text where only elements may stand.
pub(crate) fn tell_stray_text(remarks: &mut Remarks, element: &XmlElement) {
    for node in &element.children {
        if let XmlNode::Text(text) = node
            && !text.trim().is_empty()
        {
            let start: String = text.trim().chars().take(40).collect();
            let message = format!(
                "Text stands in `{}`, where only elements may: `{start}`; it was left out. \
                 Move it, or take it out.",
                element.name
            );
            remarks.add(Weight::Loss, codes::STRAY_TEXT, element.place, element.name.clone(), message);
        }
    }
}

/// Text without places is told of its element.
pub(crate) fn tell(
    remarks: &mut Remarks,
    weight: Weight,
    code: &'static str,
    element: &XmlElement,
    message: impl Into<String>,
) {
    let place: Place = element.place;
    remarks.add(weight, code, place, element.name.clone(), message);
}
