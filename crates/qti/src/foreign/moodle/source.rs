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

    /// A child's format and text, its files at hand; empty where there is no such child.
    pub(super) fn opened(&self, desk: &mut Desk, name: &'static str) -> (TextFormat, String) {
        self.child(name).map_or((TextFormat::Html, String::new()), |child| opened(desk, child))
    }

    /// Tells what nobody asked for: children, what is unknown inside of them, and numbers that are none.
    pub(super) fn tell_unread(&self, notes: &mut Notes) {
        let read = self.read.borrow();
        for child in self.element.elements() {
            if read.contains(&child.name) {
                tell_inside(child, notes);
                continue;
            }
            let text = text_in(child);
            if !text.is_empty() || child.elements().next().is_some() {
                let message = format!("`<{}>` has no place in an item; it was left out.", child.name);
                notes.loss(codes::LEFT_OUT, &child.name, message);
            }
        }
        tell_attributes(self.element, &["type"], notes);
        tell_no_number(notes, "defaultgrade", &inner(self.element, "defaultgrade"), "1");
    }
}

/// What may stand in an element of a question, and its attributes; a text and its format may everywhere.
const INSIDE: [(&str, &[&str], &[&str]); 13] = [
    ("answer", &["feedback", "tolerance", "file"], &["fraction"]),
    ("subquestion", &["answer", "file"], &[]),
    ("selectoption", &["group"], &[]),
    ("dragbox", &["group", "infinite"], &[]),
    ("drag", &["no", "draggroup", "infinite", "file"], &[]),
    ("drop", &["no", "choice", "xleft", "ytop"], &[]),
    ("units", &["unit"], &[]),
    ("unit", &["multiplier", "unit_name"], &[]),
    ("tags", &["tag"], &[]),
    ("file", &[], &["name", "path", "encoding"]),
    // Hints are left out as they are, and told.
    ("hint", &["options", "shownumcorrect", "clearwrong", "file"], &[]),
    ("text", &[], &[]),
    ("infinite", &[], &[]),
];

/// Tells what stands inside an element that is read and is not read itself.
fn tell_inside(element: &XmlElement, notes: &mut Notes) {
    let known = INSIDE.iter().find(|(name, ..)| *name == element.name);
    let (children, attributes) = known.map_or((&["file"][..], &[][..]), |known| (known.1, known.2));
    tell_attributes(element, attributes, notes);
    for child in element.elements() {
        if child.name == "text" || children.contains(&child.name.as_str()) {
            tell_inside(child, notes);
        } else {
            let construct = format!("{}/{}", element.name, child.name);
            let message =
                format!("`<{}>` in `<{}>` is not known here; it was left out.", child.name, element.name);
            notes.loss(codes::LEFT_OUT, &construct, message);
        }
    }
    match element.name.as_str() {
        "answer" => {
            let fraction = element.attribute("fraction").unwrap_or_default();
            tell_no_number(notes, "answer/@fraction", fraction, "0");
        }
        "drop" if !text_in(element).is_empty() && element.elements().any(|child| child.name == "text") => {
            let message = "The label of a place on the picture was left out.";
            notes.loss(codes::LEFT_OUT, "drop/text", message);
        }
        _ => {}
    }
}

fn tell_attributes(element: &XmlElement, known: &[&str], notes: &mut Notes) {
    for attribute in &element.attributes {
        if attribute.name != "format" && !known.contains(&attribute.name.as_str()) {
            let construct = format!("{}/@{}", element.name, attribute.name);
            let message =
                format!("`{}` of `<{}>` is not known here; it was left out.", attribute.name, element.name);
            notes.loss(codes::LEFT_OUT, &construct, message);
        }
    }
}

fn tell_no_number(notes: &mut Notes, construct: &str, text: &str, instead: &str) {
    if !text.is_empty() && number_of(text).is_none() {
        let message = format!("`{text}` is no number; it was read as {instead}.");
        notes.error(codes::SYNTAX, construct, message);
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
