//! QTI 1.2 as Canvas and Blackboard write it.
//!
//! Written after the binding of QTI ASI 1.2.1 and after what these two systems say in it: kinds of questions
//! in `itemmetadata`, points in `setvar`, feedback by names.

mod parts;
mod presentation;
mod scoring;

use std::collections::BTreeSet;

use super::{
    Foreign, ForeignReading, Metadata,
    branches::{Branches, FileBranch, Leaf},
    codes,
    finish::{finished, nothing},
    markup::Desk,
    question::{ForeignFeedback, ForeignQuestion, number_of},
};
use crate::tree::{XmlElement, XmlNode};
use presentation::Presentation;
use scoring::Scoring;

/// The items of a file.
pub(super) struct Qti1<'t> {
    branches: Branches<'t>,
    reading: &'t ForeignReading,
    /// Titles of what is open, from the outermost.
    open: Vec<Option<String>>,
    number: u32,
}

impl<'t> Qti1<'t> {
    pub(super) fn new(text: &'t str, reading: &'t ForeignReading) -> Self {
        Qti1 { branches: Branches::new(text, &["item"]), reading, open: Vec::new(), number: 0 }
    }

    fn category(&self) -> Vec<String> {
        self.open.iter().flatten().cloned().collect()
    }

    fn leaf(&mut self, leaf: &Leaf<'_>) -> Foreign {
        self.number = self.number.saturating_add(1);
        let tree = match leaf.tree(self.reading.question_bytes_max) {
            Ok(tree) => tree,
            Err(remark) => return nothing(self.number, "", &self.category(), *remark),
        };
        let mut desk = Desk::default();
        let fields = fields(&tree);
        let field =
            |name: &str| fields.iter().find(|(label, _)| label == name).map(|(_, entry)| entry.as_str());
        let kind =
            field("question_type").or_else(|| field("bbmd_questiontype")).unwrap_or_default().to_owned();
        let title = tree.attribute("title").map(str::trim).filter(|title| !title.is_empty());
        let metadata = Metadata {
            name: title.map(str::to_owned),
            id: tree.attribute("ident").map(str::to_owned),
            category: self.category(),
            tags: Vec::new(),
            others: fields.clone(),
        };
        let points = field("points_possible").or_else(|| field("qmd_weighting")).and_then(number_of);
        let asked = question(&mut desk, &tree, &kind, points, self.reading);
        finished(self.reading, self.number, kind, leaf.line, metadata, asked, desk)
    }
}

impl Iterator for Qti1<'_> {
    type Item = Foreign;

    fn next(&mut self) -> Option<Foreign> {
        loop {
            match self.branches.next()? {
                FileBranch::Leaf(leaf) => return Some(self.leaf(&leaf)),
                FileBranch::Open(name, attributes) => {
                    let title =
                        attributes.into_iter().find(|(key, _)| key == "title").map(|(_, title)| title);
                    let is_folder = matches!(name.as_str(), "assessment" | "section" | "objectbank");
                    let title = title.filter(|title| is_folder && !title.is_empty());
                    self.open.push(title);
                }
                FileBranch::Close => {
                    self.open.pop();
                }
                FileBranch::Broken(remark) => {
                    self.number = self.number.saturating_add(1);
                    return Some(nothing(self.number, "", &self.category(), *remark));
                }
            }
        }
    }
}

/// All elements below one, without recursion.
fn below<'e>(element: &'e XmlElement) -> impl Iterator<Item = &'e XmlElement> {
    let mut waiting: Vec<&XmlElement> = vec![element];
    std::iter::from_fn(move || {
        let next = waiting.pop()?;
        let mut inner: Vec<&'e XmlElement> = next.elements().collect();
        inner.reverse();
        waiting.extend(inner);
        Some(next)
    })
    .skip(1)
}

fn child<'e>(element: &'e XmlElement, name: &str) -> Option<&'e XmlElement> {
    element.elements().find(|child| child.name == name)
}

/// Label and entry of every field; Blackboard writes each as an element of its own.
fn fields(item: &XmlElement) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for metadata in item.elements().filter(|child| child.name == "itemmetadata") {
        for element in below(metadata) {
            let text = |name| child(element, name).map(|child| child.all_text().trim().to_owned());
            let field = match (text("fieldlabel"), text("fieldentry")) {
                (Some(label), entry) => (label, entry.unwrap_or_default()),
                _ if element.elements().next().is_none() && !element.name.starts_with("field") => {
                    (element.name.clone(), element.all_text().trim().to_owned())
                }
                _ => continue,
            };
            found.push(field);
        }
    }
    found
}

fn question(
    desk: &mut Desk,
    item: &XmlElement,
    kind: &str,
    points: Option<f64>,
    reading: &ForeignReading,
) -> Option<ForeignQuestion> {
    let Some(presentation) = child(item, "presentation") else {
        desk.notes.error(codes::INCOMPLETE, "presentation", "Not imported: the item shows nothing.");
        return None;
    };
    let presentation = Presentation::of(desk, presentation);
    let scoring = Scoring::of(desk, item);
    let points = points.unwrap_or(scoring.points);
    let mut question = ForeignQuestion { points, ..ForeignQuestion::default() };
    let mut said = said(desk, item);
    parts::parts(desk, &mut question, presentation, scoring, kind, &mut said, reading)?;
    let mut take = |names: &[&str]| names.iter().find_map(|name| said.take(name)).unwrap_or_default();
    question.feedback = ForeignFeedback {
        general: take(&["general_fb"]),
        right: take(&["correct_fb", "correct"]),
        partly: Vec::new(),
        wrong: take(&["general_incorrect_fb", "incorrect_fb", "incorrect"]),
    };
    said.tell_unsaid(desk);
    tell_unread(desk, item);
    Some(question)
}

/// Feedback by its name, each until it has found its place.
struct SaidFeedback {
    feedback: Vec<(String, Vec<XmlNode>)>,
    taken: BTreeSet<String>,
}

impl SaidFeedback {
    /// The feedback of that name, once.
    fn take(&mut self, name: &str) -> Option<Vec<XmlNode>> {
        let (_, content) = self.feedback.iter_mut().find(|(known, _)| known == name)?;
        self.taken.insert(name.to_owned());
        Some(std::mem::take(content)).filter(|content| !content.is_empty())
    }

    fn tell_unsaid(&self, desk: &mut Desk) {
        for (name, content) in &self.feedback {
            if !content.is_empty() && !self.taken.contains(name) {
                let message = format!("The feedback `{name}` was left out: nothing says when it is shown.");
                desk.notes.loss(codes::LEFT_OUT, "itemfeedback", message);
            }
        }
    }
}

fn said(desk: &mut Desk, item: &XmlElement) -> SaidFeedback {
    let mut feedback = Vec::new();
    for element in item.elements().filter(|child| child.name == "itemfeedback") {
        let name = element.attribute("ident").unwrap_or_default().to_owned();
        let content = presentation::blocks(desk, element);
        if child(element, "solution").is_some() || child(element, "hint").is_some() {
            let message = "A solution or hint is shown as feedback.";
            desk.notes.lenient(codes::CHANGED, "solution", message);
        }
        feedback.push((name, content));
    }
    SaidFeedback { feedback, taken: BTreeSet::new() }
}

/// Parts of an item that no question here has.
fn tell_unread(desk: &mut Desk, item: &XmlElement) {
    const READ: [&str; 5] = ["presentation", "resprocessing", "itemfeedback", "itemmetadata", "duration"];
    for element in item.elements().filter(|child| !READ.contains(&child.name.as_str())) {
        let message = format!("`<{}>` has no place in an item; it was left out.", element.name);
        desk.notes.loss(codes::LEFT_OUT, &element.name, message);
    }
}
