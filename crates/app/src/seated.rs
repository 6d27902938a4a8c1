//! What a device at a sitting asks and is told, whatever the sitting is for: one protocol, one client.
//!
//! The examination and practice each answer from a room of their own, with their own tables and vault.

use assay_assessment::{
    sitting::{Because, SaveResponse},
    writer::{Holder, Writer},
};
use assay_bank::DeliveryItem;
use assay_kernel::Instant;
use jiff::SignedDuration;

/// How long after the deadline the server hands in by itself: answers sent in time may still be under way.
pub(crate) const CLOSED_AFTER: SignedDuration = SignedDuration::from_secs(6);

/// An item as delivered, with the candidate's own answer.
#[derive(Clone, Debug)]
pub struct DeliveredItem {
    /// The safe view.
    pub item: DeliveryItem,
    /// What is stored as the answer.
    pub response: Vec<String>,
    /// Marked for review.
    pub flagged: bool,
    /// Number of the latest change; 0 before the first.
    pub seq: i64,
}

/// How much time a sitting has left.
#[derive(Clone, Copy, Debug)]
pub struct TimeLeft {
    /// Open or not.
    pub open: bool,
    /// What is left of it.
    pub time_left_ms: i64,
}

/// A whole sitting as delivered.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Exam version.
    pub exam: String,
    /// Its title.
    pub title: String,
    /// The form is a demonstration form.
    pub demonstration: bool,
    /// Open or not.
    pub open: bool,
    /// Who writes it, as the one sees it who asked.
    pub writer: Holder,
    /// Testing time.
    pub time_limit_ms: i64,
    /// What is left of it.
    pub time_left_ms: i64,
    /// In order.
    pub items: Vec<DeliveredItem>,
}

/// A change of an answer, with the device that sends it.
#[derive(Clone, Debug)]
pub struct Save {
    /// The change.
    pub change: SaveResponse,
    /// Who writes.
    pub writer: Writer,
}

/// An answer is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The change that is stored.
    pub seq: i64,
    /// When.
    pub saved_at: Instant,
    /// Milliseconds left: the server's clock is the only clock.
    pub time_left_ms: i64,
}

/// A hand-in, with the device that sends it.
#[derive(Clone, Debug)]
pub struct HandIn {
    /// Why.
    pub because: Because,
    /// Who writes.
    pub writer: Writer,
}

/// The wish of a device to write a sitting.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Under which name.
    pub writer: Writer,
    /// The name that the same page had before it knew a token.
    pub session: Writer,
    /// Take it over from whoever holds it.
    pub take: bool,
    /// The browser's name for itself.
    pub device: String,
}

/// Who writes a sitting, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writing {
    /// As the one sees it who asked.
    pub holder: Holder,
    /// Since when, where it is known.
    pub since: Option<Instant>,
}
