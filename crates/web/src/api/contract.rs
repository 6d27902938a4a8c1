//! What the exam's client sends and gets, whatever the sitting is for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ui;

/// A sitting as its candidate sees it. Nothing in it tells right from wrong.
#[derive(Serialize, ToSchema)]
pub struct SittingBody {
    pub(super) sitting: String,
    pub(super) exam: String,
    pub(super) title: String,
    pub(super) demonstration: bool,
    /// `open` or `submitted`.
    pub(super) state: &'static str,
    /// Who writes it: `here` (the device that asks, by X-Assay-Writer or its session), `elsewhere`, `nobody`.
    pub(super) writer: &'static str,
    pub(super) time_limit_ms: i64,
    pub(super) time_left_ms: i64,
    pub(super) candidate: String,
    pub(super) items: Vec<ItemBody>,
}

/// An item as delivered.
#[derive(Serialize, ToSchema)]
pub struct ItemBody {
    /// Place in the sitting: `i01`.
    pub(super) item: String,
    pub(super) position: u32,
    /// The question, drawn unanswered: a form whose fields are named `r:` and the response variable.
    pub(super) html: String,
    /// The response variables, in the order of the question.
    pub(super) asks: Vec<AskBody>,
    /// The stored answer: values in QTI's lexical form; of several variables each is written `NAME:VALUE`.
    pub(super) response: Vec<String>,
    pub(super) flagged: bool,
    /// Number of the stored change; 0 before the first.
    pub(super) seq: i64,
}

/// How much of an answer a response variable asks for. Less is taken all the same.
#[derive(Serialize, ToSchema)]
pub struct AskBody {
    /// The response variable.
    pub(super) response: String,
    /// So many values at least make it whole.
    pub(super) least: u32,
    /// So many at most; 0 is without a limit.
    pub(super) most: u32,
    /// An expression that a text has to match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern: Option<String>,
}

/// A change of an answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveBody {
    /// Rises with each change of this item on the client.
    pub(super) seq: i64,
    /// Values in QTI's lexical form, of several response variables as `NAME:VALUE`; none clears the answer.
    pub(super) response: Vec<String>,
    /// Marked for review.
    #[serde(default)]
    pub(super) flagged: bool,
    /// Evidence only: milliseconds since the page began, by its steady clock. The server's clock decides.
    #[serde(default)]
    pub(super) client_elapsed_ms: Option<i64>,
    /// Evidence only: when the item was first shown, in milliseconds since the page began.
    #[serde(default)]
    pub(super) item_seen_ms: Option<i64>,
    /// Evidence only: how long the item was on screen so far.
    #[serde(default)]
    pub(super) item_elapsed_ms: Option<i64>,
}

/// The answer is durable.
#[derive(Serialize, ToSchema)]
pub struct SavedBody {
    /// Of which sitting.
    pub(super) sitting: String,
    /// Of which item.
    pub(super) item: String,
    pub(super) seq: i64,
    /// RFC 3339.
    pub(super) saved_at: String,
    /// The server's clock is the only clock.
    pub(super) time_left_ms: i64,
}

/// Handed in.
#[derive(Serialize, ToSchema)]
pub struct SubmittedBody {
    /// Which sitting.
    pub(super) sitting: String,
    /// `submitted`.
    pub(super) state: &'static str,
    /// Where the result is.
    pub(super) result: String,
}

/// How much time is left.
#[derive(Serialize, ToSchema)]
pub struct TimeBody {
    pub(super) sitting: String,
    /// `open` or `submitted`.
    pub(super) state: &'static str,
    /// The server's clock is the only clock.
    pub(super) time_left_ms: i64,
}

/// Why it is handed in; nothing where the candidate says so.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandInBody {
    /// `time`: the page believes that time is over. Refused while the server's clock says otherwise.
    #[serde(default)]
    pub(super) because: Option<HandInReason>,
}

/// A reason to hand in other than the candidate's own wish.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = Reason)]
pub enum HandInReason {
    /// Time is over.
    Time,
}

/// The wish to write a sitting.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WishBody {
    /// Take it over from another device.
    pub(super) take: bool,
}

/// Who writes a sitting.
#[derive(Serialize, ToSchema)]
pub struct WriterBody {
    /// `here` or `elsewhere`.
    pub(super) writer: &'static str,
    /// Since when, RFC 3339; null where it is not known.
    pub(super) since: Option<String>,
}

impl From<ui::AskedValues> for AskBody {
    fn from(asked: ui::AskedValues) -> Self {
        let ui::AskedValues { response, least, most, pattern } = asked;
        AskBody { response, least, most, pattern }
    }
}
