//! `bench standing OTHER`: what the rules cost two binaries, by their command line, call by call in turns.
//!
//! The bench target of `assay-standing` is of one commit and measures the engine alone; this takes any two
//! binaries, reading the files and writing the answer included. What counts are the ratios. The first row
//! does nothing but start and end: what its ratio is away from 1 is the machine's.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::Context;

use super::{
    pages::Folder,
    turns::{Figures, Rounds, Two, median},
};
use crate::process;

const PROGRAMME: &str = "programmes/zoo/aws";
const PEOPLE: &str = "10000";
/// The last day of their history, and the day of the answers.
const DAY: &str = "2026-11-23";
/// Calls of what takes milliseconds, in each round and of each binary.
const SHORT: usize = 40;
/// Calls of what takes a tenth of a second.
const LONG: usize = 12;

/// A change of the programme that moves whatever runs; with a list of certifications, few people's.
fn amendment(certifications: &str) -> String {
    let (on, why) = ("2026-12-01", "Test centres are closed.");
    format!("\n[[amendment]]\non = {on}\n{certifications}shift = \"P6M\"\nreason = \"{why}\"\n")
}

/// A call that is measured.
struct Measured {
    name: &'static str,
    args: Vec<String>,
    calls: usize,
}

/// Runs it and prints a Markdown table.
pub fn run(other: &str) -> anyhow::Result<usize> {
    let two = Two::of(other)?;
    let folder = Folder::new()?;
    let all = measured(&two, &folder)?;
    let mut said = String::new();
    for Measured { name, args, .. } in &all {
        // These calls warm the caches, too.
        let [(_, before), (_, now)] = two.in_order(0);
        let (before, now) = (printed(before, args)?, printed(now, args)?);
        let same = if before == now { "the same" } else { "not the same" };
        said += &format!("- {name}: {} and {} bytes, {same}\n", before.len(), now.len());
    }
    let rounds = Rounds::run(|round| {
        eprintln!("round {}", round + 1);
        let mut figures: [Figures; 2] = Default::default();
        for one in &all {
            for (figures, of_one) in figures.iter_mut().zip(calls(&two, one)?) {
                figures.extend(of_one);
            }
        }
        Ok(figures)
    })?;
    print!("{}\nPrinted by the other and by this:\n\n{said}", rounds.table()?);
    Ok(0)
}

/// Makes the people and the changed programmes, and gives the calls over them.
fn measured(two: &Two, folder: &Folder) -> anyhow::Result<Vec<Measured>> {
    let path = |name: &str| folder.path().join(name);
    let [_, (_, ours)] = two.in_order(0);
    let population = ["population", PROGRAMME, "--people", PEOPLE, "--until", DAY];
    let everybody = process::output(text(ours)?, &population)?;
    let first: Vec<&str> = everybody.lines().filter(|line| line.contains("\"p000001\"")).collect();
    std::fs::write(path("one.jsonl"), first.join("\n"))?;
    std::fs::write(path("all.jsonl"), &everybody)?;
    let change = |name: &str, certifications: &str| -> anyhow::Result<PathBuf> {
        let copy = path(name);
        let status = Command::new("cp").arg("-r").arg(PROGRAMME).arg(&copy).status()?;
        anyhow::ensure!(status.success(), "cannot copy {PROGRAMME}");
        let mut file = std::fs::OpenOptions::new().append(true).open(copy.join("programme.toml"))?;
        file.write_all(amendment(certifications).as_bytes())?;
        Ok(copy)
    };
    let standing = |history: &str| {
        let history = path(history);
        let args = ["standing", PROGRAMME, "--history", text(&history)?, "--as-of", DAY];
        Ok::<_, anyhow::Error>(words(&[&args[..], &["--format", "json"]].concat()))
    };
    let plan = |changed: PathBuf| {
        let (changed, history) = (text(&changed)?.to_owned(), path("all.jsonl"));
        let args = ["plan", &changed, "--against", PROGRAMME, "--history", text(&history)?, "--today", DAY];
        Ok::<_, anyhow::Error>(words(&[&args[..], &["--format", "json"]].concat()))
    };
    let of = |name, args, calls| Measured { name, args, calls };
    Ok(vec![
        of("start and end", words(&["--version"]), SHORT),
        of(
            "check of the largest programme of the zoo",
            words(&["check", PROGRAMME, "--format", "json"]),
            SHORT,
        ),
        of("standing of one person", standing("one.jsonl")?, SHORT),
        of("standings of 10,000 people", standing("all.jsonl")?, LONG),
        of(
            "plan over 10,000 people that touches few",
            plan(change("few", "certifications = [\"scs\"]\n")?)?,
            LONG,
        ),
        of("plan over 10,000 people that touches whoever runs", plan(change("many", "")?)?, LONG),
    ])
}

fn words(args: &[&str]) -> Vec<String> {
    args.iter().map(|arg| (*arg).to_owned()).collect()
}

fn text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().context("a path that is UTF-8")
}

fn printed(binary: &Path, args: &[String]) -> anyhow::Result<String> {
    process::output(text(binary)?, &args.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Calls both in turns: wall-clock time in the median, and processor time of a call where it takes long.
fn calls(two: &Two, one: &Measured) -> anyhow::Result<[Figures; 2]> {
    let (mut times, mut processor): ([Vec<f64>; 2], [f64; 2]) = Default::default();
    for call in 0..one.calls {
        for (place, binary) in two.in_order(call) {
            let (started, before) = (Instant::now(), processor_ms()?);
            let status = Command::new(binary)
                .args(&one.args)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()?;
            anyhow::ensure!(status.success(), "{} failed at: {}", binary.display(), one.name);
            times.get_mut(place).context("two")?.push(started.elapsed().as_secs_f64() * 1000.0);
            *processor.get_mut(place).context("two")? += processor_ms()? - before;
        }
    }
    let figures = |(times, processor): (Vec<f64>, f64)| {
        let mut figures = vec![(format!("{}, p50", one.name), median(times))];
        // Linux counts in hundredths of a second: below that a sum says nothing.
        if one.calls == LONG {
            figures.push((format!("{}, processor", one.name), processor / LONG as f64));
        }
        figures
    };
    let [other, ours] = times;
    let [of_other, of_ours] = processor;
    Ok([figures((other, of_other)), figures((ours, of_ours))])
}

/// Processor time of all programs that were started here and have ended.
fn processor_ms() -> anyhow::Result<f64> {
    /// A hundredth of a second (`getconf CLK_TCK`).
    const TICK_MS: f64 = 10.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // cutime and cstime, the 16th and 17th field; the second one may hold spaces and ends with `)`.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(13).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
    Ok(ticks * TICK_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_time_of_a_program_that_ended_is_counted() {
        let before = processor_ms().unwrap();
        let busy =
            Command::new("sh").args(["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"]).status();
        assert!(busy.unwrap().success());
        assert!(processor_ms().unwrap() > before);
    }
}
