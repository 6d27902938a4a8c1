//! An element while it is read: its attributes, and what is told of it.

use super::expression::{Expression, Parameter};
use crate::remark::{Remarks, Weight, codes};
use crate::tree::{XmlElement, XmlNode};

/// The attributes of one element, with the remarks on them.
pub(super) struct ElementReader<'e, 'm> {
    pub(super) element: &'e XmlElement,
    pub(super) remarks: &'m mut Remarks,
    used: Vec<&'static str>,
}

impl<'e, 'm> ElementReader<'e, 'm> {
    pub(super) fn new(element: &'e XmlElement, remarks: &'m mut Remarks) -> Self {
        ElementReader { element, remarks, used: Vec::new() }
    }

    pub(super) fn maybe(&mut self, name: &'static str) -> Option<&'e str> {
        self.used.push(name);
        self.element.attribute(name)
    }

    /// An attribute without which the element means nothing.
    pub(super) fn must(&mut self, name: &'static str) -> Option<&'e str> {
        let value = self.maybe(name);
        if value.is_none() {
            let message =
                format!("`{}` has no `{name}`, without which it means nothing: write it.", self.element.name);
            self.tell(Weight::Error, codes::MISSING_ATTRIBUTE, Some(name), message);
        }
        value
    }

    pub(super) fn identifier(&mut self, name: &'static str) -> Option<String> {
        self.must(name).map(|value| value.trim().to_owned())
    }

    pub(super) fn optional_identifier(&mut self, name: &'static str) -> Option<String> {
        self.maybe(name).map(|value| value.trim().to_owned())
    }

    pub(super) fn boolean(&mut self, name: &'static str, default: bool) -> bool {
        match self.maybe(name).map(str::trim) {
            None => default,
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            Some(other) => {
                let message = format!("`{other}` is neither true nor false; {default} is taken.");
                self.tell(Weight::Loss, codes::VALUE, Some(name), message);
                default
            }
        }
    }

    /// A number, or the name of a variable; 2.x wrote it in braces, too.
    pub(super) fn given<T: std::str::FromStr>(
        &mut self,
        name: &'static str,
        text: &str,
    ) -> Option<Parameter<T>> {
        let bare = text.trim();
        if let Ok(value) = bare.parse() {
            return Some(Parameter::Value(value));
        }
        let variable = bare.trim_start_matches('{').trim_end_matches('}');
        let is_name = variable.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
        if is_name && !variable.contains(char::is_whitespace) {
            return Some(Parameter::Variable(variable.to_owned()));
        }
        let message = format!("`{text}` is neither a number nor the name of a variable.");
        self.tell(Weight::Error, codes::VALUE, Some(name), message);
        None
    }

    pub(super) fn must_given<T: std::str::FromStr>(&mut self, name: &'static str) -> Option<Parameter<T>> {
        let text = self.must(name)?;
        self.given(name, text)
    }

    /// A word of a vocabulary.
    pub(super) fn word<T>(&mut self, name: &'static str, named: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.must(name)?;
        let found = named(text.trim());
        if found.is_none() {
            let message = format!("`{text}` is no word that `{name}` may be.");
            self.tell(Weight::Error, codes::VALUE, Some(name), message);
        }
        found
    }

    pub(super) fn tell(
        &mut self,
        weight: Weight,
        code: &'static str,
        attribute: Option<&str>,
        message: String,
    ) {
        let name = &self.element.name;
        let construct = attribute.map_or_else(|| name.clone(), |attribute| format!("{name}/@{attribute}"));
        self.remarks.add(weight, code, self.element.place, construct, message);
    }

    /// Tells of text, and of attributes that nobody asked for.
    pub(super) fn tell_rest(&mut self, may_have_text: bool) {
        for attribute in &self.element.attributes {
            if !self.used.contains(&attribute.name.as_str()) {
                let message = format!("`{}` has no `{}`; it is left out.", self.element.name, attribute.name);
                self.tell(Weight::Loss, codes::UNKNOWN_ATTRIBUTE, Some(&attribute.name), message);
            }
        }
        let has_text = self.element.children.iter().any(|node| match node {
            XmlNode::Text(text) => !text.trim().is_empty(),
            XmlNode::Element(_) => false,
        });
        if has_text && !may_have_text {
            let message =
                format!("Text stands in `{}`, where only elements may; it is left out.", self.element.name);
            self.tell(Weight::Loss, codes::STRAY_TEXT, None, message);
        }
    }
}

/// The operands in an element.
pub(super) fn operands(reader: &mut ElementReader<'_, '_>) -> Vec<Expression> {
    reader.element.elements().map(|child| Expression::read(child, reader.remarks)).collect()
}
