//! `assay qti`: questions of the standard on files, without a server and without a network.

mod check;
mod export;
mod import;
mod paths;
mod read_for_import;
mod score;
mod tests;

use clap::Subcommand;

use crate::outcome::{Failure, Found};

/// The commands about QTI.
#[derive(Debug, Subcommand)]
pub enum Qti {
    /// Checks items, tests and packages: each fault with its place
    Check(check::CheckQuestions),
    /// Writes questions of any known form as a package of QTI 3.0, and says what is not in it
    Export(export::ExportQuestions),
    /// Says what a file of questions would become and what of it would be lost, and keeps its questions
    Import(import::ImportQuestions),
    /// Reads a file of questions from standard input, with every right taken away
    #[command(hide = true)]
    ReadForImport(read_for_import::ReadForImport),
    /// Scores responses to items of QTI 2.0 to 3.0: JSON lines in, JSON lines out
    Score(score::Score),
}

impl Qti {
    /// Runs the command.
    pub fn run(self) -> Result<Found, Failure> {
        match self {
            Qti::Check(check) => check.run(),
            Qti::Export(export) => export.run(),
            Qti::Import(import) => import.run(),
            Qti::ReadForImport(read) => read.run(),
            Qti::Score(score) => score.run(),
        }
    }
}
