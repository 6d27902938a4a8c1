//! One `<question>`, and what of it was read.

use std::{cell::RefCell, collections::BTreeSet};

use crate::{
    foreign::{
        codes,
        markup::{Desk, File},
        notes::Notes,
        plain::TextFormat,
        question::number_of,
        splice,
    },
    tree::{XmlElement, XmlNode},
};

/// A question's element; what nobody asked for is told in the end.
pub(super) struct MoodleQuestion<'e> {
    element: &'e XmlElement,
    read: RefCell<BTreeSet<String>>,
}

impl<'e> MoodleQuestion<'e> {
    pub(super) fn new(element: &'e XmlElement) -> Self {
        MoodleQuestion { element, read: RefCell::default() }
    }

    /// All children of a name.
    pub(super) fn all(&self, name: &'static str) -> Vec<&'e XmlElement> {
        self.read.borrow_mut().insert(name.to_owned());
        self.element.elements().filter(|child| child.name == name).collect()
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &'static str) -> Option<&'e XmlElement> {
        self.all(name).first().copied()
    }

    /// Children of a name and how many they are.
    pub(super) fn read(&self, name: &'static str, then: impl FnOnce(&[&'e XmlElement], usize)) {
        let found = self.all(name);
        then(&found, found.len());
    }

    /// A child's text as it is written; empty where there is no such child.
    pub(super) fn plain(&self, name: &'static str) -> String {
        self.child(name).map(text_in).unwrap_or_default()
    }

    pub(super) fn number(&self, name: &'static str) -> Option<f64> {
        number_of(&self.plain(name))
    }

    /// Whether a child says yes; `None` where it says nothing.
    pub(super) fn flag(&self, name: &'static str) -> Option<bool> {
        let child = self.child(name)?;
        // `<shuffleanswers/>` of old files means yes.
        Some(!matches!(text_in(child).as_str(), "0" | "false"))
    }

    /// A child's text as blocks.
    pub(super) fn blocks(&self, desk: &mut Desk, name: &'static str) -> Vec<XmlNode> {
        self.child(name).map(|child| blocks_in(desk, child)).unwrap_or_default()
    }

    /// Tells children that nobody asked for.
    pub(super) fn tell_unread(&self, notes: &mut Notes) {
        let read = self.read.borrow();
        for child in self.element.elements().filter(|child| !read.contains(&child.name)) {
            let text = text_in(child);
            if !text.is_empty() || child.elements().next().is_some() {
                let message = format!("`<{}>` has no place in an item; it was left out.", child.name);
                notes.loss(codes::LEFT_OUT, &child.name, message);
            }
        }
    }
}

/// What stands in an element: in its `<text>`, or by itself.
pub(super) fn text_in(element: &XmlElement) -> String {
    written(element).trim().to_owned()
}

fn written(element: &XmlElement) -> String {
    let inner = element.elements().find(|child| child.name == "text").unwrap_or(element);
    let texts = inner.children.iter().filter_map(|node| match node {
        XmlNode::Text(text) => Some(text.as_str()),
        XmlNode::Element(_) => None,
    });
    splice::unmarked(&texts.collect::<String>())
}

/// Text, format, and the files at hand for it.
pub(super) fn opened(desk: &mut Desk, element: &XmlElement) -> (TextFormat, String) {
    let format = element.attribute("format").unwrap_or("moodle_auto_format");
    let known = TextFormat::named(format);
    if known.is_none() {
        let message = format!("The text format `{format}` is not known; the text was read as HTML.");
        desk.notes.loss(codes::CHANGED, "@format", message);
    }
    desk.shelf.open(files_in(element).into_iter().map(|(folder, name, base64)| File {
        folder,
        name,
        base64,
    }));
    (known.unwrap_or(TextFormat::Html), written(element))
}

/// The files in an element: folder, name, bytes in Base64.
pub(super) fn files_in(element: &XmlElement) -> Vec<(&str, &str, &str)> {
    let files = element.elements().filter(|child| child.name == "file");
    let read = files.map(|file| {
        let base64 = file.children.iter().find_map(|node| match node {
            XmlNode::Text(text) => Some(text.as_str()),
            XmlNode::Element(_) => None,
        });
        let attribute = |name| file.attribute(name).unwrap_or_default();
        (attribute("path"), attribute("name"), base64.unwrap_or_default())
    });
    read.collect()
}

pub(super) fn blocks_in(desk: &mut Desk, element: &XmlElement) -> Vec<XmlNode> {
    let (format, text) = opened(desk, element);
    desk.blocks(format, &text)
}

pub(super) fn flow_in(desk: &mut Desk, element: &XmlElement) -> Vec<XmlNode> {
    let (format, text) = opened(desk, element);
    desk.flow(format, &text)
}

pub(super) fn inline_in(desk: &mut Desk, element: &XmlElement) -> Vec<XmlNode> {
    let (format, text) = opened(desk, element);
    desk.inline(format, &text)
}

/// The feedback inside an answer.
pub(super) fn feedback_in(desk: &mut Desk, answer: &XmlElement) -> Vec<XmlNode> {
    let feedback = answer.elements().find(|child| child.name == "feedback");
    feedback.map(|feedback| blocks_in(desk, feedback)).unwrap_or_default()
}

/// A child's text inside an answer or a box.
pub(super) fn inner(element: &XmlElement, name: &str) -> String {
    element.elements().find(|child| child.name == name).map(text_in).unwrap_or_default()
}

/// The percentage of an answer.
pub(super) fn fraction(answer: &XmlElement) -> f64 {
    answer.attribute("fraction").and_then(number_of).unwrap_or_default()
}
