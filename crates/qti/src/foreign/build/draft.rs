//! An item while its parts are made.

use super::rules::{FEEDBACK, SCORE, of, set, variable};
use crate::{
    foreign::question::number_text,
    tree::{XmlElement, XmlNode},
};

/// What is collected while the parts of an item are made.
pub(super) struct ItemDraft {
    pub(super) points: f64,
    pub(super) is_several: bool,
    pub(super) responses: Vec<XmlElement>,
    /// What scores.
    pub(super) rules: Vec<XmlElement>,
    /// What says which feedback is shown; behind all that scores.
    pub(super) after: Vec<XmlElement>,
    pub(super) modals: Vec<XmlElement>,
    pub(super) is_scored_by_person: bool,
}

impl ItemDraft {
    pub(super) fn response(&self, part: usize) -> String {
        if self.is_several { format!("RESPONSE_{}", part + 1) } else { "RESPONSE".to_owned() }
    }

    /// An identifier inside the item for the nth of a part.
    pub(super) fn name(&self, part: usize, nth: usize) -> String {
        let letter = u32::try_from(nth).ok().filter(|nth| *nth < 26);
        let letter = letter.and_then(|nth| char::from_u32('A' as u32 + nth));
        let name = letter.map_or_else(|| format!("C{}", nth + 1), String::from);
        if self.is_several { format!("R{}_{name}", part + 1) } else { name }
    }

    /// A rule that gives points: of several parts they are added up.
    pub(super) fn award(&self, points: XmlElement) -> XmlElement {
        let sum = if self.is_several { of("qti-sum", [variable(SCORE), points]) } else { points };
        set(SCORE, sum)
    }

    /// Points of a share, as text.
    pub(super) fn worth(&self, share: f64) -> String {
        number_text(self.points * share)
    }

    /// A feedback that stands beside the question.
    pub(super) fn modal(&mut self, identifier: &str, content: Vec<XmlNode>) {
        self.modals.push(
            XmlElement::new("qti-modal-feedback")
                .with("outcome-identifier", FEEDBACK)
                .with("identifier", identifier)
                .with("show-hide", "show")
                .child(XmlElement { children: content, ..XmlElement::new("qti-content-body") }),
        );
    }
}
