//! Limits of processing, and what is said where one is reached.

/// What processing of one response, or of one test, may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProcessLimits {
    /// Rules and expressions.
    ///
    /// Items of the public corpora take a few hundred.
    pub steps: u32,
    /// Values in one container: `qti-repeat` alone makes large ones.
    pub values: usize,
    /// Bytes of one text.
    pub text: usize,
    /// Rules and expressions inside each other.
    ///
    /// The reader of XML refuses deeper trees, too.
    pub depth: u32,
    /// Times that templates are drawn for a constraint; the standard wants 100.
    pub draws: u32,
}

impl Default for ProcessLimits {
    fn default() -> Self {
        ProcessLimits { steps: 200_000, values: 10_000, text: 1 << 20, depth: 128, draws: 1_000 }
    }
}

/// Why processing did not come to an end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    /// Too many rules and expressions.
    #[error("processing takes more than {0} steps")]
    Steps(u32),
    /// A container became too large.
    #[error("a container of more than {0} values")]
    Values(usize),
    /// A text became too large.
    #[error("a text of more than {0} bytes")]
    Text(usize),
    /// Too deep.
    #[error("rules or expressions more than {0} deep")]
    Depth(u32),
    /// A template that the standard does not have; templates are never loaded.
    #[error("no response processing template `{0}`: templates are part of the engine and never loaded")]
    Template(String),
}
