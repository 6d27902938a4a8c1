//! `bench standing`: standings and plans of a generated population, beside PostgreSQL over the same rows.
//!
//! The measurements are processes of the bench target of `assay-standing`, each with its own peak of
//! memory. Prints Markdown; `docs/bench/standing.md` holds the last output.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;

use super::{
    standing_beside,
    standing_postgres::{Postgres, SETTINGS},
};
use crate::process;

/// How many people, for the growth; the last is measured beside PostgreSQL.
const PEOPLE: [usize; 3] = [10_000, 100_000, 1_000_000];
/// Runs of a measurement; the fastest counts, for others share the cores.
const RUNS: usize = 3;
/// The day of the answers, as the bench target has it.
const AS_OF: &str = "2026-11-23";

/// The numbers one process printed, by name.
type Figures = BTreeMap<String, String>;

/// Runs it and prints the report; with another binary, both beside one another.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    match args {
        [] => report(),
        [other] => standing_beside::run(other),
        _ => anyhow::bail!("`bench standing` takes the path of another binary, or nothing"),
    }
}

fn report() -> anyhow::Result<usize> {
    let bench = Bench { program: build()?, folder: Folder::new()? };
    let mut report = heading()?;
    bench.growth(&mut report)?;
    bench.others(&mut report)?;
    let differing = bench.beside_postgres(&mut report)?;
    print!("{report}");
    Ok(differing)
}

/// Builds the bench target and gives its program.
fn build() -> anyhow::Result<PathBuf> {
    let args = ["bench", "-q", "-p", "assay-standing", "--bench", "standing", "--no-run"];
    let said = process::output(&process::cargo(), &[&args[..], &["--message-format=json"]].concat())?;
    let mut messages = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let program = messages.find_map(|message| {
        let is_ours = message.pointer("/target/name")?.as_str()? == "standing";
        message.get("executable")?.as_str().filter(|_| is_ours).map(PathBuf::from)
    });
    program.context("cargo names no program of the bench target")
}

struct Bench {
    program: PathBuf,
    folder: Folder,
}

impl Bench {
    fn rows(&self, people: usize) -> PathBuf {
        self.folder.0.join(format!("rows-{people}.tsv"))
    }

    /// One process of the bench target.
    fn once(&self, mode: &str, args: &[&str]) -> anyhow::Result<Figures> {
        let program = self.program.to_str().context("a path that is UTF-8")?;
        let said = process::output(program, &[&[mode], args].concat())?;
        let pairs = said.lines().filter_map(|line| line.split_once(' '));
        Ok(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The fastest of some processes.
    fn fastest(&self, mode: &str, args: &[&str]) -> anyhow::Result<Figures> {
        let mut runs = (0..RUNS).map(|_| self.once(mode, args)).collect::<anyhow::Result<Vec<_>>>()?;
        runs.sort_by(|a, b| number(a, "seconds").total_cmp(&number(b, "seconds")));
        runs.into_iter().next().context("no run")
    }

    fn growth(&self, report: &mut String) -> anyhow::Result<()> {
        *report += "| people | what | seconds | processor s | peak MiB | µs a person |\n";
        *report += "|---:|---|---:|---:|---:|---:|\n";
        for people in PEOPLE {
            let rows = self.rows(people);
            let rows = rows.to_str().context("a path that is UTF-8")?;
            self.once("generate", &[&people.to_string(), rows])?;
            let measured = [
                ("standings", "standings", None),
                ("a plan that touches few", "plan", Some("few")),
                ("a plan that touches nearly everyone", "plan", Some("everyone")),
            ];
            for (what, mode, change) in measured {
                eprintln!("{people} people: {what}");
                let args: Vec<&str> = ["programmes/zoo", rows].into_iter().chain(change).collect();
                let figures = self.fastest(mode, &args)?;
                let touched = figures.get("touched").map(|n| format!(" ({n})")).unwrap_or_default();
                let seconds = number(&figures, "seconds");
                writeln!(
                    report,
                    "| {people} | {what}{touched} | {seconds:.3} | {:.2} | {:.0} | {:.2} |",
                    number(&figures, "processor_s"),
                    number(&figures, "peak_kib") / 1024.0,
                    seconds * 1e6 / people as f64,
                )?;
            }
        }
        Ok(())
    }

    fn others(&self, report: &mut String) -> anyhow::Result<()> {
        let rows = self.rows(100_000);
        let rows = rows.to_str().context("a path that is UTF-8")?;
        let texts = self.once("texts", &["programmes/zoo", rows])?;
        let check = self.once("check", &["programmes/zoo"])?;
        writeln!(
            report,
            "\nA full standing, with reasons and ways to renew as sentences: {:.1} µs a person on one core.\n\
             Reading and checking the largest programme of the zoo (`{}`, {} files): {} ms, median.",
            number(&texts, "us_per_person"),
            text(&check, "programme"),
            text(&check, "files"),
            text(&check, "ms"),
        )?;
        Ok(())
    }

    /// The same rows and rules in PostgreSQL; gives how many answers differ.
    fn beside_postgres(&self, report: &mut String) -> anyhow::Result<usize> {
        let people = PEOPLE.into_iter().max().context("nobody")?;
        let rows = self.rows(people);
        eprintln!("{people} people in PostgreSQL");
        let postgres = Postgres::start(&self.folder.0, &rows)?;
        let rows = rows.to_str().context("a path that is UTF-8")?;
        let (before, theirs) =
            (self.fastest("standings", &["programmes/zoo", rows])?, postgres.fastest(people)?);
        let after = self.fastest("standings", &["programmes/zoo", rows])?;
        let ours = number(&before, "seconds").max(number(&after, "seconds"));
        let answers = self.folder.0.join("answers.tsv");
        self.once("answers", &["programmes/zoo", rows, answers.to_str().context("a path that is UTF-8")?])?;
        let (same, all) = compared(&std::fs::read_to_string(&answers)?, &postgres.answers(people, AS_OF)?);
        let theirs = theirs.as_secs_f64();
        writeln!(report, "\n## Beside PostgreSQL, in the same run\n")?;
        writeln!(report, "| {people} people, the same rows and rules | seconds |\n|---|---:|")?;
        writeln!(report, "| standings, two threads, the slower of two measurements | {ours:.3} |")?;
        writeln!(report, "| PostgreSQL {}, one query | {theirs:.3} |", postgres.version()?)?;
        writeln!(
            report,
            "\n**{:.1} times as fast.** Answers compared: {all}; the same: {same}.\n",
            theirs / ours
        )?;
        writeln!(report, "Settings: `{SETTINGS}`.")?;
        Ok(all - same)
    }
}

/// How many lines are the same, and how many there are of the longer one.
fn compared(ours: &str, theirs: &str) -> (usize, usize) {
    let same = ours.lines().zip(theirs.lines()).filter(|(ours, theirs)| ours == theirs).count();
    (same, ours.lines().count().max(theirs.lines().count()))
}

fn text<'f>(figures: &'f Figures, name: &str) -> &'f str {
    figures.get(name).map_or("?", String::as_str)
}

fn number(figures: &Figures, name: &str) -> f64 {
    text(figures, name).parse().unwrap_or(f64::NAN)
}

fn heading() -> anyhow::Result<String> {
    let date = process::output("date", &["-u", "+%Y-%m-%d"])?;
    let cores = std::thread::available_parallelism()?;
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown").to_owned();
    Ok(format!(
        "# Standings and plans\n\n`cargo xtask bench standing` on {}: {cores} cores ({}), shared with others \
         (load {load}\nwhen it began), the fastest of {RUNS} runs each.\n\n",
        date.trim(),
        model.trim_start_matches(['\t', ' ', ':']),
    ))
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("assay-bench-standing-{}", std::process::id()));
        std::fs::create_dir(&path).with_context(|| format!("making {}", path.display()))?;
        readable(&path)?;
        Ok(Folder(path))
    }
}

/// The server's own user looks into it.
fn readable(path: &Path) -> anyhow::Result<()> {
    let status = Command::new("chmod").arg("755").arg(path).status()?;
    anyhow::ensure!(status.success(), "cannot open {}", path.display());
    Ok(())
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays is in the temporary folder of the machine.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_compared_line_by_line_and_a_missing_one_counts() {
        assert_eq!(compared("a\nb\n", "a\nb\n"), (2, 2));
        assert_eq!(compared("a\nb\n", "a\nc\nd\n"), (1, 3));
    }
}
