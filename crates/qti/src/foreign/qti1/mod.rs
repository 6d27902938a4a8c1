//! QTI 1.2 as Canvas and Blackboard write it.
//!
//! Written after the binding of QTI ASI 1.2.1 and after what these two systems say in it: kinds of questions
//! in `itemmetadata`, points in `setvar`, feedback by names.

mod feedback;
mod parts;
mod presentation;
mod scoring;
mod walk;

use super::{
    branches::{Branches, FileBranch, Leaf},
    codes,
    finish::{finished, nothing, told},
    markup::Desk,
    model::{Foreign, ForeignReading, Metadata},
    question::{ForeignFeedback, ForeignQuestion, number_of},
};
use crate::{remark::Weight, tree::XmlElement};
use feedback::said;
use presentation::Presentation;
use scoring::Scoring;
use walk::{below, child};

/// What stands around items and is read as a tree; `qtimetadata` of an item is inside of it.
const LEAVES: [&str; 22] = [
    "item",
    "qtimetadata",
    "assessmentmetadata",
    "sectionmetadata",
    "qticomment",
    "duration",
    "objectives",
    "rubric",
    "assessmentcontrol",
    "sectioncontrol",
    "presentation_material",
    "outcomes_processing",
    "assessproc_extension",
    "sectionproc_extension",
    "selection_ordering",
    "reference",
    "itemref",
    "sectionref",
    "assessfeedback",
    "sectionfeedback",
    "sectionprecondition",
    "sectionpostcondition",
];

/// The items of a file.
pub(super) struct Qti1<'t> {
    branches: Branches<'t>,
    reading: &'t ForeignReading,
    /// Titles of what is open, from the outermost.
    open: Vec<Option<String>>,
    number: u32,
    /// What was read around items and is told with the next one: line, construct, message.
    waiting: Vec<(u32, String, String)>,
}

impl<'t> Qti1<'t> {
    pub(super) fn new(text: &'t str, reading: &'t ForeignReading) -> Self {
        let branches = Branches::new(text, &LEAVES);
        Qti1 { branches, reading, open: Vec::new(), number: 0, waiting: Vec::new() }
    }

    fn category(&self) -> Vec<String> {
        self.open.iter().flatten().cloned().collect()
    }

    /// An item; `None` for what stands around items, which waits for the next one.
    fn leaf(&mut self, leaf: &Leaf<'_>) -> Option<Foreign> {
        let tree = match leaf.tree(self.reading.question_bytes_max) {
            Ok(tree) => tree,
            Err(remark) => {
                self.number = self.number.saturating_add(1);
                return Some(nothing(self.number, "", &self.category(), *remark));
            }
        };
        if tree.name != "item" {
            let (construct, message) = around(&tree);
            self.waiting.push((leaf.line, construct, message));
            return None;
        }
        Some(self.item(&tree, leaf.line))
    }

    fn item(&mut self, tree: &XmlElement, line: u32) -> Foreign {
        self.number = self.number.saturating_add(1);
        let mut desk = Desk::default();
        for (_, construct, message) in self.waiting.drain(..) {
            desk.notes.loss(codes::LEFT_OUT, &construct, message);
        }
        let metadata = tree.elements().filter(|child| child.name == "itemmetadata");
        let fields: Vec<_> = metadata.flat_map(fields).collect();
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
        let asked = question(&mut desk, tree, &kind, points, self.reading);
        finished(self.reading, self.number, kind, line, metadata, asked, desk)
    }

    /// What still waits where no item follows.
    fn rest(&mut self) -> Option<Foreign> {
        let (line, construct, message) = self.waiting.pop()?;
        self.number = self.number.saturating_add(1);
        let remark = told(Weight::Loss, codes::LEFT_OUT, line, &construct, message);
        Some(nothing(self.number, &construct, &self.category(), remark))
    }
}

impl Iterator for Qti1<'_> {
    type Item = Foreign;

    fn next(&mut self) -> Option<Foreign> {
        loop {
            let Some(branch) = self.branches.next() else { return self.rest() };
            match branch {
                FileBranch::Leaf(leaf) => {
                    if let Some(found) = self.leaf(&leaf) {
                        return Some(found);
                    }
                }
                FileBranch::Open(name, attributes) => {
                    let title =
                        attributes.into_iter().find(|(key, _)| key == "title").map(|(_, title)| title);
                    let is_folder = matches!(name.as_str(), "assessment" | "section" | "objectbank");
                    if !is_folder && name != "questestinterop" {
                        let message = format!("`<{name}>` is not known here; the questions in it are read.");
                        self.waiting.push((0, name, message));
                    }
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

/// What is told of an element that stands around items: it is no part of any of them.
fn around(element: &XmlElement) -> (String, String) {
    /// Letters of a value that are told.
    const LETTERS: usize = 60;
    let fields: Vec<_> = fields(element).collect();
    let fields = fields
        .iter()
        .map(|(label, entry)| format!("`{label}`: `{}`", entry.chars().take(LETTERS).collect::<String>()));
    let fields: Vec<String> = fields.collect();
    let message = if element.name.ends_with("metadata") && !fields.is_empty() {
        format!(
            "What the file says of its questions together is no part of a question: {}. Set it where \
             they are given.",
            fields.join(", ")
        )
    } else {
        format!("`<{}>` around the questions is no part of a question; it was left out.", element.name)
    };
    (element.name.clone(), message)
}

/// Label and entry of every field; Blackboard writes each as an element of its own.
fn fields(metadata: &XmlElement) -> impl Iterator<Item = (String, String)> {
    below(metadata).filter_map(|element| {
        let text = |name| child(element, name).map(|child| child.all_text().trim().to_owned());
        match (text("fieldlabel"), text("fieldentry")) {
            (Some(label), entry) => Some((label, entry.unwrap_or_default())),
            _ if element.elements().next().is_none() && !element.name.starts_with("field") => {
                Some((element.name.clone(), element.all_text().trim().to_owned()))
            }
            _ => None,
        }
    })
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

/// Parts of an item that no question here has.
fn tell_unread(desk: &mut Desk, item: &XmlElement) {
    const READ: [&str; 4] = ["presentation", "resprocessing", "itemfeedback", "itemmetadata"];
    for element in item.elements().filter(|child| !READ.contains(&child.name.as_str())) {
        let message = format!("`<{}>` has no place in an item; it was left out.", element.name);
        desk.notes.loss(codes::LEFT_OUT, &element.name, message);
    }
}
