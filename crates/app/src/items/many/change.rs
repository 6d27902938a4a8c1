//! What a change of many is, and what became of it.

use assay_bank::work::{ItemId, ItemStanding, ItemState};
use assay_kernel::{Arg, BatchId, Instant, Said};
use serde::{Deserialize, Serialize};

/// What is done with each of many items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManyChange {
    /// It gets a tag.
    AddTag(String),
    /// It loses one.
    RemoveTag(String),
    /// It belongs to another task and skill of the outline.
    Place {
        /// Task.
        task: String,
        /// Skill; empty for none.
        skill: String,
    },
    /// Two items that name each other as enemies from now on: a form should not hold both.
    Enemies(String, String),
    /// Its live version is used otherwise, or it is retired.
    State(ItemState),
}

/// What became of a change of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManyDone {
    /// What it is undone by; none where nothing was changed.
    pub batch: Option<BatchId>,
    /// So many were changed.
    pub changed: usize,
    /// Those that were not, and why.
    pub left: Vec<LeftItem>,
}

/// An item that a change leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftItem {
    /// Which.
    pub id: ItemId,
    /// Its name.
    pub slug: String,
    /// Why.
    pub why: String,
}

/// A change of many, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchLine {
    /// Id.
    pub id: BatchId,
    /// What was done, in a sentence.
    pub text: String,
    /// When.
    pub at: Instant,
    /// How many items.
    pub items: i64,
    /// Whether it may still be taken back, as far as its time goes.
    pub can_undo: bool,
}

/// How an item was before.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BeforeMany {
    pub(super) standing: Option<ItemStanding>,
    /// Its latest version.
    pub(super) version: u32,
    /// Whether a version was written.
    pub(super) is_written: bool,
}

/// What was done, for the audit log and the list of changes.
pub(super) fn said_of(change: &ManyChange) -> Said {
    match change {
        ManyChange::AddTag(tag) => Said::of("did.many-tagged").with("tag", Arg::text(tag)),
        ManyChange::RemoveTag(tag) => Said::of("did.many-untagged").with("tag", Arg::text(tag)),
        ManyChange::Place { task, skill } => {
            let place = if skill.is_empty() { task } else { skill };
            Said::of("did.many-placed").with("place", Arg::text(place))
        }
        ManyChange::Enemies(one, other) => {
            Said::of("did.many-enemies").with("one", Arg::text(one)).with("other", Arg::text(other))
        }
        ManyChange::State(state) => Said::of("did.many-used").with("state", Arg::text(state.as_str())),
    }
}
