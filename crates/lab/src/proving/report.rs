//! What a proof found, as people read it.

use std::fmt;

use crate::definition::Lab;

/// The proof of a lab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabProof {
    /// The lab's id.
    pub lab: String,
    /// Its points.
    pub points: i64,
    /// How many variants were proved.
    pub variants: usize,
    /// What was run, and how often it was as it had to be.
    pub rows: Vec<ProofRow>,
    /// What was not as it had to be, each once.
    pub faults: Vec<String>,
}

/// One script or gate over all variants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProofRow {
    /// `solution`, `rewrite`, `mutant`, ...
    pub gate: String,
    /// Which script, check or operation.
    pub name: String,
    /// How often it was run.
    pub runs: u32,
    /// How often it was as it had to be.
    pub right: u32,
    /// Of a mistake, the checks that it loses.
    ///
    /// Of a deleted check, the mistake that would pass.
    pub loses: Vec<String>,
    /// Of a mistake, the points that it costs at most.
    pub costs: i64,
}

impl ProofRow {
    pub(super) fn new(gate: &str, name: &str) -> ProofRow {
        ProofRow { gate: gate.to_owned(), name: name.to_owned(), ..ProofRow::default() }
    }

    /// Whether a fault is about this row: it begins with the row's name, or with that of its gate.
    fn is_at(&self, fault: &str) -> bool {
        let place = if self.name.is_empty() { &self.gate } else { &self.name };
        let rest = fault.strip_prefix(place.as_str());
        rest.is_some_and(|rest| rest.starts_with(": ") || rest.starts_with(" step "))
    }
}

impl LabProof {
    pub(super) fn of(lab: &Lab) -> LabProof {
        let (id, points) = (lab.id.clone(), lab.points());
        LabProof { lab: id, points, variants: 0, rows: Vec::new(), faults: Vec::new() }
    }

    pub(super) fn fault(&mut self, place: &str, message: &str) {
        let text = format!("{place}: {}", message.trim());
        if !self.faults.contains(&text) {
            self.faults.push(text);
        }
    }

    /// Whether every gate held.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults.is_empty() && self.variants > 0
    }

    /// How many scripts and gates held, and how many did not.
    ///
    /// A fault that belongs to none of them counts as one that did not.
    #[must_use]
    pub fn tally(&self) -> (usize, usize) {
        let failed: Vec<&ProofRow> =
            self.rows.iter().filter(|row| self.faults.iter().any(|fault| row.is_at(fault))).collect();
        let alone = |fault: &&String| !failed.iter().any(|row| row.is_at(fault));
        let stray = self.faults.iter().filter(alone).count();
        (self.rows.len() - failed.len(), failed.len() + stray)
    }

    /// Runs of a gate, and how many were as they had to be.
    #[must_use]
    pub fn counts(&self, gate: &str) -> (u32, u32) {
        let rows = self.rows.iter().filter(|row| row.gate == gate);
        rows.fold((0, 0), |(right, runs), row| (right + row.right, runs + row.runs))
    }
}

impl fmt::Display for LabProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {} points, {} variants", self.lab, self.points, self.variants)?;
        for row in &self.rows {
            write!(f, "  {:<13} {:<40} {:>4} of {:>4}", row.gate, row.name, row.right, row.runs)?;
            match row.gate.as_str() {
                "mutant" => write!(f, "  loses {}, costs {}", row.loses.join(", "), row.costs)?,
                "deleted" => write!(f, "  lets {} pass", row.loses.join(", "))?,
                _ => {}
            }
            writeln!(f)?;
        }
        for fault in &self.faults {
            writeln!(f, "FAULT {fault}")?;
        }
        writeln!(f, "{}", if self.holds() { "every gate holds" } else { "not proved" })
    }
}
