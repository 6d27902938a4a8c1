//! Feedback of an item of QTI 1.2, by its names.

use std::collections::BTreeSet;

use super::{presentation::blocks, walk::child};
use crate::{
    foreign::{codes, markup::Desk},
    tree::{XmlElement, XmlNode},
};

/// Feedback by its name, each until it has found its place.
pub(super) struct SaidFeedback {
    feedback: Vec<(String, Vec<XmlNode>)>,
    taken: BTreeSet<String>,
}

impl SaidFeedback {
    /// The feedback of that name, once.
    pub(super) fn take(&mut self, name: &str) -> Option<Vec<XmlNode>> {
        let (_, content) = self.feedback.iter_mut().find(|(known, _)| known == name)?;
        self.taken.insert(name.to_owned());
        Some(std::mem::take(content)).filter(|content| !content.is_empty())
    }

    pub(super) fn tell_unsaid(&self, desk: &mut Desk) {
        for (name, content) in &self.feedback {
            if !content.is_empty() && !self.taken.contains(name) {
                let message = format!("The feedback `{name}` was left out: nothing says when it is shown.");
                desk.notes.loss(codes::LEFT_OUT, "itemfeedback", message);
            }
        }
    }
}

pub(super) fn said(desk: &mut Desk, item: &XmlElement) -> SaidFeedback {
    let mut feedback = Vec::new();
    for element in item.elements().filter(|child| child.name == "itemfeedback") {
        let name = element.attribute("ident").unwrap_or_default().to_owned();
        let content = blocks(desk, element);
        if child(element, "solution").is_some() || child(element, "hint").is_some() {
            let message = "A solution or hint is shown as feedback.";
            desk.notes.lenient(codes::CHANGED, "solution", message);
        }
        feedback.push((name, content));
    }
    SaidFeedback { feedback, taken: BTreeSet::new() }
}
