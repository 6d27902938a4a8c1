//! `assay lab run`: a script on the bench on which candidates work.

use std::path::{Path, PathBuf};

use assay_kernel::source::FILE_BYTES_MAX;
use assay_lab::{
    LabBench, LabGrade, LabStart, LabVariant, LabWish,
    bench::DeedRefused,
    codes,
    definition::{Lab, LabScript},
    grade,
    names::filled,
    proving::deed,
    start,
};
use clap::Args;

use super::{
    folder::LabFolder,
    said::{self, TriedLine, TriedScript},
};
use crate::{
    files::read_text,
    outcome::{Failure, Found},
    rim::{self, ReportFormat},
};

/// The arguments of `lab run`.
#[derive(Debug, Args)]
pub struct TryOut {
    /// The folder of the lab
    dir: PathBuf,
    /// Lines of the console, such as solutions/cli.sh; names in braces are filled in
    script: PathBuf,
    /// The seed from which the variant is drawn, as a sitting's is
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Say at the end what it is worth, check by check, with the reasons
    #[arg(long)]
    grade: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl TryOut {
    /// Carries out every line, as somebody who goes on after a refusal.
    pub fn run(self) -> Result<Found, Failure> {
        let TryOut { dir, script, seed, grade: graded, format } = self;
        if !dir.join("lab.toml").is_file() {
            let hint = "name the folder of one lab; `assay lab new DIR` makes one";
            return Err(Failure::unusable(format!("{} has no lab.toml", dir.display()), hint));
        }
        let shown = dir.display().to_string();
        let folder = LabFolder::read(&dir, shown.trim_end_matches('/'))?;
        let script = script_at(&script)?;
        // Whoever tries a first script has not written the tests yet.
        if folder.found.iter().any(|fault| fault.code != codes::TESTS) {
            return folder.faulty();
        }
        let lab = &folder.lab;
        let variant = LabVariant::drawn(lab, seed);
        let start = start(lab, &variant).map_err(|why| {
            Failure::unusable(format!("{shown} cannot be begun: {why}"), "mend the line; then try again")
        })?;
        rim::say(format_args!("{}: seed {seed}, {}", lab.id, variant.shown()));
        let mut tried = Tried { lab, start: &start, bench: LabBench::begin(lab, &start, seed) };
        let mut lines = Vec::new();
        for line in &script.lines {
            let done = tried.line(line.number, &line.text)?;
            if format == ReportFormat::Text {
                rim::print(&rim::harmless(&said::line(&done)))?;
            }
            lines.push(done);
        }
        let grade = graded.then(|| tried.grade());
        let wrong = lines.iter().any(|line| line.refused.is_some())
            || grade.as_ref().is_some_and(|grade| !grade.is_full());
        match (format, &grade) {
            (ReportFormat::Json, _) => {
                rim::print_json(
                    &TriedScript { lab: &lab.id, seed, variant: &variant.names, lines, grade }.json(),
                )?;
            }
            (ReportFormat::Text, Some(grade)) => rim::print(&rim::harmless(&said::grade(grade)))?,
            (ReportFormat::Text, None) => {}
        }
        Ok(Found::wrong_if(wrong))
    }
}

/// Reads a script.
fn script_at(path: &Path) -> Result<LabScript, Failure> {
    let text = read_text(path, FILE_BYTES_MAX)?;
    let script = LabScript::of_text(&path.display().to_string(), &text);
    if script.lines.is_empty() {
        let hint = "write a command a line, as on the lab's console";
        return Err(Failure::unusable(format!("{} has no commands", path.display()), hint));
    }
    Ok(script)
}

/// A lab in which a script is tried.
struct Tried<'a> {
    lab: &'a Lab,
    start: &'a LabStart,
    bench: LabBench,
}

impl Tried<'_> {
    fn grade(&self) -> LabGrade {
        grade(self.lab, self.start, self.bench.state())
    }

    /// One line and what it answers; a refusal is an answer.
    fn line(&mut self, number: usize, text: &str) -> Result<TriedLine, Failure> {
        let filled = filled(text, &self.start.names).map_err(|name| {
            let known: Vec<&str> = self.start.names.keys().map(String::as_str).collect();
            let message = format!("line {number} of the script: nothing gives `{{{name}}}`");
            Failure::unusable(message, format!("names here: {}", known.join(", ")))
        })?;
        let happened = |carried: &assay_lab::LabCarried| {
            carried.happened.iter().filter_map(said::happened).collect::<Vec<_>>()
        };
        let (answer, refused, happened) = match self.bench.act(deed(&self.bench, &filled)) {
            Ok(carried) => (carried.text.clone(), carried.failed.clone(), happened(&carried)),
            Err(DeedRefused::Wish(LabWish::Check)) => (said::grade(&self.grade()), None, Vec::new()),
            Err(why) => (format!("{why}\n"), Some("refused".to_owned()), Vec::new()),
        };
        Ok(TriedLine { number, text: filled, answer, refused, happened })
    }
}
