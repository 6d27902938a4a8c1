//! The place that a part was read from.

/// Where in the programme's files something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clause {
    /// Path below the programme's folder.
    pub file: String,
    /// From 1.
    pub line: usize,
}
