//! The form of a refusal, for the description of the API; `crate::problem` writes it.

use serde::Serialize;
use utoipa::ToSchema;

/// A problem as RFC 9457 has it; `code` is stable.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Where the kind of problem is explained.
    pub r#type: String,
    /// In a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// What happened and what to do.
    pub detail: String,
    /// The path that was asked for.
    pub instance: String,
}
