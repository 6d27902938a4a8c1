//! `assay check`: every fault of a programme's files in one run.

use std::path::PathBuf;

use assay_learning::course::read_courses;
use clap::Args;

use crate::{
    codes,
    files::read_tree,
    lab::labs_below,
    outcome::{Failure, Found},
    report,
    rim::{self, ReportFormat},
    world::SystemClock,
};

/// Where a programme's labs stand.
const LABS: &str = "labs";

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The folder that holds programme.toml
    #[arg(required_unless_present = "explain")]
    dir: Option<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// Say what a code means and what to do about it, instead of checking
    #[arg(long, value_name = "CODE", conflicts_with = "dir")]
    explain: Option<String>,
}

impl CheckArgs {
    /// Reads, checks, reports.
    pub fn run(self) -> Result<Found, Failure> {
        if let Some(code) = &self.explain {
            rim::print(codes::explain(code)?)?;
            return Ok(Found::Nothing);
        }
        let dir = self.dir.unwrap_or_default();
        let mut tree = read_tree(&dir)?;
        let mut found = tree.faults;
        found.extend(assay_app::check(&tree.files, assay_app::Clock::now(&SystemClock)));
        let labs = labs_below(&dir.join(LABS), LABS)?;
        for lab in &labs {
            lab.found.iter().for_each(|fault| found.push(fault.clone()));
            // Scripts are no files of a programme, and a fault may stand in one.
            let scripts = lab.files.iter().filter(|file| file.path.ends_with(".sh"));
            tree.files.texts.extend(scripts.cloned());
        }
        let wrong = found.has_errors();
        let found = found.sorted();
        match self.format {
            ReportFormat::Text => {
                rim::print(&report::text(&found, &tree.files.texts, rim::output_in_colour()))?
            }
            ReportFormat::Json => rim::print_json(&report::document(&found))?,
        }
        let files = rim::count(tree.files.texts.len() + tree.files.artwork.len(), "file");
        rim::say(format_args!("{}: {} in {files}", dir.display(), report::tally_in_words(&found)));
        let counts = read_courses(tree.files.texts.iter(), std::iter::empty()).counts();
        if counts.courses > 0 {
            let (courses, lessons) =
                (rim::count(counts.courses, "course"), rim::count(counts.lessons, "lesson"));
            let (checks, read) = (rim::count(counts.checks, "check"), counts.read);
            let unread = counts.unread;
            rim::say(format_args!(
                "{courses} with {lessons} and {checks}; sources: {read} read, {unread} not read"
            ));
        }
        if !labs.is_empty() {
            let checks: usize = labs.iter().map(|lab| lab.lab.checks().count()).sum();
            let labs = rim::count(labs.len(), "lab");
            rim::say(format_args!(
                "{labs} with {}; `assay lab test {}` proves them",
                rim::count(checks, "check"),
                dir.join(LABS).display()
            ));
        }
        if let (ReportFormat::Text, Some(code)) = (self.format, codes::first_explained(&found)) {
            rim::say(format_args!("what a code means and what to do: assay check --explain {code}"));
        }
        Ok(Found::wrong_if(wrong))
    }
}
