//! `assay credential`: Open Badges 3.0 on files, without a server and without a network.

mod issue;
mod key;
mod picture;
mod verify;

use clap::Subcommand;

use crate::outcome::{Failure, Found};

/// The commands about credentials.
#[derive(Debug, Subcommand)]
pub enum Credential {
    /// Makes a signing key
    Keygen(key::Keygen),
    /// Signs a badge for each award
    Issue(issue::Issue),
    /// Checks a badge: each check by name with its verdict
    Verify(verify::Verify),
    /// Puts a credential into a PNG or SVG picture
    Bake(picture::Bake),
    /// Takes the credential out of a baked picture
    Extract(picture::Extract),
}

impl Credential {
    /// Runs the command.
    pub fn run(self) -> Result<Found, Failure> {
        match self {
            Credential::Keygen(keygen) => keygen.run(),
            Credential::Issue(issue) => issue.run(),
            Credential::Verify(verify) => verify.run(),
            Credential::Bake(bake) => bake.run(),
            Credential::Extract(extract) => extract.run(),
        }
    }
}
