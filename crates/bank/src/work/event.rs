//! What can be asked to be done with an item, and what happens by it.

use std::collections::BTreeMap;

use assay_kernel::{Date, Instant, PersonId};
use serde::{Deserialize, Serialize};

use super::state::{BlindAnswer, ContentMarks, Doer, ItemStanding, ItemState, ReviewVerdict};

/// Who asks, when, and whether they look after the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemBy {
    /// Who.
    pub who: Doer,
    /// Whether they look after the bank.
    pub manages: bool,
    /// The instant.
    pub at: Instant,
}

/// What somebody asks to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemCommand {
    /// An item of a programme's files comes into work, with the state that its use shows.
    Take {
        /// What it holds.
        marks: ContentMarks,
        /// How it stands: one of the live ones.
        state: ItemState,
    },
    /// A content: the first, one written over a draft, or a new version.
    Write {
        /// What it holds.
        marks: ContentMarks,
        /// What for, in the writer's words.
        why: String,
        /// The item of the other pool that it was moved from.
        from: Option<String>,
    },
    /// It is to be reviewed.
    Submit,
    /// It is to be written on: from review, or what was retired.
    BackToDraft(String),
    /// A bank manager wants a reviewer's view.
    Assign {
        /// Whose.
        reviewer: PersonId,
        /// Until which day.
        due: Option<Date>,
    },
    /// A bank manager wants it no more.
    Unassign(PersonId),
    /// A reviewer takes a place that is free, for so long.
    Lease(Instant),
    /// A reviewer gives the place back.
    GiveBack,
    /// A reviewer answers without having seen the key.
    Answer(BlindAnswer),
    /// A page settles that a reviewer's answer was another one.
    SettleAnswer {
        /// Whose answer.
        reviewer: PersonId,
        /// The page's address.
        page: String,
    },
    /// A comment.
    Comment(String),
    /// A comment is settled.
    Settle {
        /// Which.
        number: u32,
        /// What was done.
        how: String,
    },
    /// A reviewer decides.
    Decide {
        /// What.
        verdict: ReviewVerdict,
        /// Each line of the rubric that was answered.
        rubric: BTreeMap<String, bool>,
        /// In the reviewer's words.
        why: String,
    },
    /// The live version is put to another use: accepted, pretest or scored.
    Use(ItemState),
    /// It is asked no more.
    Retire {
        /// In the words of whoever does it.
        why: String,
        /// The item of the other pool that it became.
        into: Option<String>,
    },
    /// It stands again as it did before a change of many.
    Undo(ItemStanding),
}

/// What happened to an item: appended, never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum ItemEvent {
    /// It came out of a programme's files: version 1.
    Taken {
        /// What it holds.
        #[serde(flatten)]
        marks: ContentMarks,
        /// How it stands.
        state: ItemState,
    },
    /// It was begun: version 1, a draft.
    Begun {
        /// What it holds.
        #[serde(flatten)]
        marks: ContentMarks,
        /// The item of the other pool that it was moved from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
    },
    /// The latest version holds something else: nobody had seen it.
    Saved {
        /// What it holds.
        #[serde(flatten)]
        marks: ContentMarks,
    },
    /// There is a new version.
    Versioned {
        /// Its number.
        number: u32,
        /// What it holds.
        #[serde(flatten)]
        marks: ContentMarks,
        /// How it stands.
        state: ItemState,
        /// What for.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// It is in review.
    Submitted,
    /// It is a draft again.
    BackToDraft {
        /// Why.
        why: String,
    },
    /// A bank manager gave somebody a place as its reviewer.
    Assigned {
        /// Who.
        reviewer: PersonId,
        /// Until which day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Somebody is its reviewer no more.
    Unassigned {
        /// Who.
        reviewer: PersonId,
    },
    /// A reviewer took a place.
    Leased {
        /// Until when.
        until: Instant,
    },
    /// A reviewer gave the place back.
    GivenBack,
    /// A reviewer's time was over.
    Lapsed {
        /// Who.
        reviewer: PersonId,
    },
    /// A reviewer answered.
    Answered {
        /// What.
        #[serde(flatten)]
        answer: BlindAnswer,
    },
    /// A page settled that an answer was another one.
    AnswerSettled {
        /// Whose answer.
        reviewer: PersonId,
        /// The page's address.
        page: String,
    },
    /// A comment was written.
    Commented {
        /// From 1.
        number: u32,
        /// The words.
        text: String,
    },
    /// A comment was settled.
    CommentSettled {
        /// Which.
        number: u32,
        /// What was done.
        how: String,
    },
    /// A reviewer decided.
    Decided {
        /// What.
        verdict: ReviewVerdict,
        /// Each line of the rubric that was answered.
        rubric: BTreeMap<String, bool>,
        /// In the reviewer's words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// As many as were wanted have accepted it: it is the live version.
    Accepted,
    /// A reviewer did not: it is a draft again.
    Rejected,
    /// The live version is used otherwise.
    Used {
        /// How.
        state: ItemState,
    },
    /// It is asked no more.
    Retired {
        /// Why.
        why: String,
        /// The item of the other pool that it became.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<String>,
    },
    /// It stands again as before a change of many.
    Undone {
        /// How.
        #[serde(flatten)]
        to: ItemStanding,
    },
}

impl ItemEvent {
    /// Its word, as it is stored beside it.
    pub fn word(&self) -> &'static str {
        match self {
            ItemEvent::Taken { .. } => "taken",
            ItemEvent::Begun { .. } => "begun",
            ItemEvent::Saved { .. } => "saved",
            ItemEvent::Versioned { .. } => "versioned",
            ItemEvent::Submitted => "submitted",
            ItemEvent::BackToDraft { .. } => "back-to-draft",
            ItemEvent::Assigned { .. } => "assigned",
            ItemEvent::Unassigned { .. } => "unassigned",
            ItemEvent::Leased { .. } => "leased",
            ItemEvent::GivenBack => "given-back",
            ItemEvent::Lapsed { .. } => "lapsed",
            ItemEvent::Answered { .. } => "answered",
            ItemEvent::AnswerSettled { .. } => "answer-settled",
            ItemEvent::Commented { .. } => "commented",
            ItemEvent::CommentSettled { .. } => "comment-settled",
            ItemEvent::Decided { .. } => "decided",
            ItemEvent::Accepted => "accepted",
            ItemEvent::Rejected => "rejected",
            ItemEvent::Used { .. } => "used",
            ItemEvent::Retired { .. } => "retired",
            ItemEvent::Undone { .. } => "undone",
        }
    }
}

/// An event with who made it happen, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happened {
    /// Who.
    pub by: Doer,
    /// When.
    pub at: Instant,
    /// What.
    #[serde(flatten)]
    pub event: ItemEvent,
}
