//! `assay check`: every fault of a programme's files in one run.

use std::path::PathBuf;

use clap::Args;

use crate::{
    files::read_tree,
    outcome::{Failure, Found},
    report,
    rim::{self, Format},
};

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Check {
    /// Reads, checks, reports.
    pub fn run(self) -> Result<Found, Failure> {
        let tree = read_tree(&self.dir)?;
        let mut found = tree.faults;
        found.extend(assay_app::check(&tree.files));
        let wrong = found.has_errors();
        let found = found.sorted();
        match self.format {
            Format::Text => rim::print(&report::text(&found, &tree.files.texts, rim::output_in_colour()))?,
            Format::Json => rim::print_json(&report::document(&found))?,
        }
        let files = rim::count(tree.files.texts.len() + tree.files.artwork.len(), "file");
        rim::say(format_args!("{}: {} in {files}", self.dir.display(), report::tally_in_words(&found)));
        Ok(Found::wrong_if(wrong))
    }
}
