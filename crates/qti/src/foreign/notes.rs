//! What is noted of one question while it is read, each thing once.

use crate::{
    remark::{Remarks, Weight},
    tree::Place,
};

/// The remarks on one question before they are handed over.
#[derive(Debug, Default)]
pub(super) struct Notes {
    entries: Vec<Note>,
}

#[derive(Debug)]
struct Note {
    weight: Weight,
    code: &'static str,
    construct: String,
    message: String,
    count: u32,
}

/// More distinct ones than a person reads of one question.
const NOTES_MAX: usize = 200;

impl Notes {
    /// Notes something; the same construct with the same words is counted.
    pub(super) fn add(
        &mut self,
        weight: Weight,
        code: &'static str,
        construct: impl Into<String>,
        message: impl Into<String>,
    ) {
        let (construct, message) = (construct.into(), message.into());
        let is_same =
            |note: &&mut Note| note.code == code && note.construct == construct && note.message == message;
        if let Some(note) = self.entries.iter_mut().find(is_same) {
            note.count = note.count.saturating_add(1);
        } else if self.entries.len() < NOTES_MAX {
            self.entries.push(Note { weight, code, construct, message, count: 1 });
        }
    }

    /// Something that is understood and changes nothing.
    pub(super) fn lenient(&mut self, code: &'static str, construct: &str, message: impl Into<String>) {
        self.add(Weight::Lenient, code, construct, message);
    }

    /// Something of the source that is not in the item.
    pub(super) fn loss(&mut self, code: &'static str, construct: &str, message: impl Into<String>) {
        self.add(Weight::Loss, code, construct, message);
    }

    /// Something without which the question cannot be used.
    pub(super) fn error(&mut self, code: &'static str, construct: &str, message: impl Into<String>) {
        self.add(Weight::Error, code, construct, message);
    }

    /// The remarks, all at one place of the file.
    pub(super) fn remarks(self, place: Place) -> Remarks {
        let mut remarks = Remarks::default();
        for note in self.entries {
            let message = match note.count {
                1 => note.message,
                count => format!("{} ({count} times)", note.message),
            };
            remarks.add(note.weight, note.code, place, note.construct, message);
        }
        remarks
    }
}
