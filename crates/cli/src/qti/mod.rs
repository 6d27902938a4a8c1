//! `assay qti`: questions of the standard on files, without a server and without a network.

mod score;

use clap::Subcommand;

use crate::outcome::{Failure, Found};

/// The commands about QTI.
#[derive(Debug, Subcommand)]
pub enum Qti {
    /// Scores responses to items of QTI 2.0 to 3.0: JSON lines in, JSON lines out
    Score(score::Score),
}

impl Qti {
    /// Runs the command.
    pub fn run(self) -> Result<Found, Failure> {
        match self {
            Qti::Score(score) => score.run(),
        }
    }
}
