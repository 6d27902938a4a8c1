//! Two outlines side by side, and a line of their comparison.

use serde::Serialize;

use crate::model::{Crosswalk, Outline};

/// Both outlines and what connects them.
pub struct OutlinePair<'a> {
    pub old: &'a Outline,
    pub new: &'a Outline,
    pub crosswalk: &'a Crosswalk,
}

/// One line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffRow {
    /// The old part; absent for an addition.
    pub from: Option<Part>,
    /// The new parts; none where nothing takes the old one up.
    pub to: Vec<Part>,
    /// The relation's word, e.g. `merged`.
    pub relation: &'static str,
    /// `stated` or `derived`.
    pub basis: &'static str,
    /// Who says so: `guide`, `announcement` or `analyst`.
    pub source: &'static str,
    /// Anything to add.
    pub note: String,
}

/// A domain, task statement or skill in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its id in its outline.
    pub id: String,
    /// Its title or text.
    pub text: String,
    /// Its weight, where it is a domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_pct: Option<u32>,
}
