//! What happens while somebody prepares.
//!
//! It is only ever added to, and everything else is derived from it.
//!
//! What was shown and answered has rows of its own ([`crate::exposure`]) and is not written a second time.

use assay_kernel::Date;
use serde::{Deserialize, Serialize};

/// Something that happened on the way to a certification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum PrepEvent {
    /// Somebody began to prepare for an exam version.
    Enrolled {
        /// Which.
        exam: String,
    },
    /// The day by which they want to be ready; none takes it back.
    TargetSet {
        /// Which.
        on: Option<Date>,
    },
    /// How many hours a week they have.
    HoursSet {
        /// So many.
        hours: u32,
    },
    /// Their plan is one for another exam version now.
    PlanSwitched {
        /// Exam version of before.
        from: String,
        /// Exam version from now on.
        to: String,
        /// What brought it about: `registration`, `day` or `wish`.
        why: String,
    },
    /// A lesson was opened.
    LessonOpened {
        /// Which.
        lesson: String,
    },
    /// A lesson was finished.
    LessonFinished {
        /// Of which course.
        course: String,
        /// Which.
        lesson: String,
        /// What it said.
        revision: u32,
    },
    /// A check within a lesson was answered; it never counts for what somebody can do.
    CheckAnswered {
        /// Of which lesson.
        lesson: String,
        /// Which.
        check: String,
        /// Whether it was right.
        right: bool,
        /// What was chosen; nothing where it was not kept.
        #[serde(default)]
        response: Vec<String>,
    },
    /// Somebody said what went wrong with an answer.
    ErrorNamed {
        /// Of which item.
        item: String,
        /// What.
        kind: ErrorKind,
    },
    /// A lab was judged.
    LabResult {
        /// Which.
        lab: String,
        /// Whether all was there.
        passed: bool,
    },
    /// A step of the plan is left out.
    StepSkipped {
        /// Of which exam version's plan.
        exam: String,
        /// Which.
        step: String,
        /// Why.
        reason: String,
    },
    /// A step that was left out is taken up again.
    StepTakenUp {
        /// Of which exam version's plan.
        exam: String,
        /// Which.
        step: String,
    },
    /// They stopped.
    Left,
}

/// The reason of a step that was ticked off while there were ticks.
pub const TICKED_BEFORE: &str = "ticked before";

/// What went wrong, as somebody says themself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// They did not know it.
    DidNotKnow,
    /// They mixed up two things.
    MixedUp,
    /// They misread the question.
    Misread,
    /// They guessed.
    Guessed,
    /// They knew it, and slipped.
    Slipped,
}

impl ErrorKind {
    /// All there are, in the order of a page.
    pub const ALL: [ErrorKind; 5] = [
        ErrorKind::DidNotKnow,
        ErrorKind::MixedUp,
        ErrorKind::Misread,
        ErrorKind::Guessed,
        ErrorKind::Slipped,
    ];

    /// Its word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::DidNotKnow => "did-not-know",
            ErrorKind::MixedUp => "mixed-up",
            ErrorKind::Misread => "misread",
            ErrorKind::Guessed => "guessed",
            ErrorKind::Slipped => "slipped",
        }
    }

    /// The kind with a word; none of any other.
    pub fn of(word: &str) -> Option<ErrorKind> {
        ErrorKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_reads_back_from_what_is_stored() {
        let events = [
            (PrepEvent::Left, r#"{"what":"left"}"#),
            (
                PrepEvent::StepSkipped {
                    exam: "X".into(),
                    step: "read".into(),
                    reason: TICKED_BEFORE.into(),
                },
                r#"{"what":"step-skipped","exam":"X","step":"read","reason":"ticked before"}"#,
            ),
            (
                PrepEvent::ErrorNamed { item: "one".into(), kind: ErrorKind::MixedUp },
                r#"{"what":"error-named","item":"one","kind":"mixed-up"}"#,
            ),
        ];
        for (event, text) in events {
            assert_eq!(serde_json::to_string(&event).unwrap(), text);
            assert_eq!(serde_json::from_str::<PrepEvent>(text).unwrap(), event);
        }
        assert!(ErrorKind::ALL.iter().all(|kind| ErrorKind::of(kind.as_str()) == Some(*kind)));
    }
}
