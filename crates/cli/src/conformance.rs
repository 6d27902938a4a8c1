//! `assay conformance`: worked cases held against policies.

use std::{collections::BTreeMap, path::PathBuf};

use assay_kernel::source::{FILE_BYTES_MAX, SourceFile};
use assay_programme::model::Programme;
use assay_standing::conformance::{read_cases, run};
use clap::Subcommand;

use crate::{
    files::{read_programme, read_text},
    outcome::{Failure, Found},
    report, rim,
};

/// Policies in one folder; the published collection has a few dozen.
const POLICIES_MAX: usize = 1_000;

/// The commands about conformance.
#[derive(Debug, Subcommand)]
pub enum Conformance {
    /// Cases of renewal: prints each disagreement, then `N passed, M failed`
    Renewal {
        /// The file of cases
        cases: PathBuf,
        /// The folder with one programme folder per policy
        #[arg(long)]
        policies: PathBuf,
    },
}

impl Conformance {
    /// Runs the cases.
    pub fn run(self) -> Result<Found, Failure> {
        let Conformance::Renewal { cases, policies } = self;
        let file = SourceFile::new(cases.display().to_string(), read_text(&cases, FILE_BYTES_MAX)?);
        let (read, found) = read_cases(&file);
        if found.has_errors() {
            let found = found.sorted();
            let files = std::slice::from_ref(&file);
            rim::say(format_args!("{}", report::text(&found, files, rim::speech_in_colour()).trim_end()));
            let errors = rim::count(report::tally(&found).0, "error");
            return Err(Failure::unusable(
                format!("{} has {errors}", cases.display()),
                "write cases like those of facts/renewal-cases.toml",
            ));
        }
        let programmes = read_policies(&policies)?;
        let verdict = run(&programmes, &read);
        let mut text = String::new();
        for disagreement in &verdict.disagreements {
            text.push_str(&format!("{disagreement}\n"));
        }
        text.push_str(&format!("{verdict}\n"));
        rim::print(&text)?;
        Ok(Found::wrong_if(verdict.failed() > 0))
    }
}

fn read_policies(folder: &PathBuf) -> Result<BTreeMap<String, Programme>, Failure> {
    let reading = |error| Failure::reading(folder, error);
    let mut programmes = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A folder without a programme in it (cases, pictures) is not a policy.
        if name.starts_with('.') || !entry.path().join("programme.toml").is_file() {
            continue;
        }
        if programmes.len() == POLICIES_MAX {
            let message = format!("{} holds more than {POLICIES_MAX} folders", folder.display());
            return Err(Failure::unusable(message, "name the folder with one programme folder per policy"));
        }
        programmes.insert(name, read_programme(&entry.path())?);
    }
    if programmes.is_empty() {
        let message = format!("{} holds no folders", folder.display());
        return Err(Failure::unusable(message, "name the folder with one programme folder per policy"));
    }
    Ok(programmes)
}
