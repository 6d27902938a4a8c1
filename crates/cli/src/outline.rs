//! `assay outline`: what changed between two outlines, and whether what was announced about it is true.

use std::path::PathBuf;

use assay_programme::diff::outline_diff;
use assay_words::{Told, outline_diff_text};
use clap::Subcommand;

use crate::{
    files::read_programme,
    outcome::{Failure, Found},
    rim::{self, ReportFormat},
};

/// The commands about outlines.
#[derive(Debug, Subcommand)]
pub enum OutlineCommand {
    /// Domains, tasks and skills added, removed, moved, merged, reworded; claims with their verdicts
    Diff {
        /// The folder that holds programme.toml
        #[arg(long)]
        programme: PathBuf,
        /// Code of the old exam version
        from: String,
        /// Code of the new exam version
        to: String,
        /// Form of the report
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
    },
}

impl OutlineCommand {
    /// Compares and reports.
    pub fn run(self) -> Result<Found, Failure> {
        let OutlineCommand::Diff { programme, from, to, format } = self;
        let programme = read_programme(&programme)?;
        let diff =
            outline_diff(&programme, &from, &to).map_err(|error| Failure::unusable(error.to_string(), ""))?;
        match format {
            ReportFormat::Text => rim::print(&outline_diff_text(&diff))?,
            ReportFormat::Json => rim::print_json(&Told(&diff))?,
        }
        Ok(Found::Nothing)
    }
}
