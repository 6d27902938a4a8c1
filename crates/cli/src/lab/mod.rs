//! `assay lab`: hands-on labs on files, without a server.

mod folder;
mod new;
mod said;
mod test;
mod try_out;

use clap::Subcommand;

use crate::outcome::{Failure, Found};

pub use folder::labs_below;

/// The commands about labs.
#[derive(Debug, Subcommand)]
pub enum LabCommand {
    /// Makes a small lab to begin with, its files full of comments that teach
    New(new::New),
    /// Proves labs by their own solutions and mistakes; ends with `N passed, M failed`
    Test(test::LabTest),
    /// Tries a script in a lab: what each command answers, and what it is worth
    Run(try_out::TryOut),
}

impl LabCommand {
    /// Carries it out.
    pub fn run(self) -> Result<Found, Failure> {
        match self {
            LabCommand::New(new) => new.run(),
            LabCommand::Test(test) => test.run(),
            LabCommand::Run(run) => run.run(),
        }
    }
}
