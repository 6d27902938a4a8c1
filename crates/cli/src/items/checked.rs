//! What `assay items check` found, before it is said.

use assay_bank::lint::{Agreement, GateVerdict, LintItem, PoolFigures};
use assay_kernel::{Diagnostic, Severity};

/// What was found of one exam version's bank.
pub struct CheckedItems {
    /// The exam version.
    pub exam: String,
    /// Items of the bank and of the practice pool.
    pub items: [usize; 2],
    /// What is wrong with items, in the order of files.
    pub found: Vec<Diagnostic>,
    /// What was counted and judged.
    pub figures: PoolFigures,
    /// Sources: read, said to be unread, and nothing said; of the bank and of the practice pool.
    pub sources: [SourceCounts; 2],
    /// Second answers by pool, and of the bank by domain.
    pub agreement: Vec<(String, Agreement)>,
    /// Second answers about no item of the exam version.
    pub astray: Vec<String>,
    /// Items of the standard that have no words in which the rules could look.
    pub unread: Vec<String>,
}

/// How many sources were read.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceCounts {
    /// Read on a day.
    pub read: usize,
    /// Said to be unread.
    pub unread: usize,
    /// Nothing said.
    pub unsaid: usize,
}

impl SourceCounts {
    pub fn of(items: &[LintItem]) -> Self {
        let mut counts = SourceCounts::default();
        for source in items.iter().map(|item| &item.meta.source) {
            match (source.read, source.unread) {
                (Some(_), _) => counts.read += 1,
                (None, true) => counts.unread += 1,
                (None, false) => counts.unsaid += 1,
            }
        }
        counts
    }
}

impl CheckedItems {
    /// Whether an item is at fault or a gate fails.
    pub fn is_wrong(&self) -> bool {
        self.found.iter().any(|fault| fault.severity == Severity::Error)
            || self.figures.gates.iter().any(|gate| gate.verdict == GateVerdict::Fail)
    }
}
