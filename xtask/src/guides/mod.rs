//! `cargo xtask guides`: the guides of `docs/guides` are run as a new user would run them.
//!
//! Every block of commands of a guide runs, in order, in one shell that begins in a copy of the checkout's
//! folders, with the binary on the `PATH` as `assay`; every line that the guide shows must have been printed.
//! What a block is stands in its fence and nowhere else (`page`); `…` stands for anything (`held`).

mod held;
mod page;
mod shell;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, ensure};

use page::{Guide, Step};
use shell::Ran;

const FOLDER: &str = "docs/guides";
/// Lines of what a block printed that are shown beside a fault: enough for an error and its hint.
const PRINTED_SHOWN_MAX: usize = 12;

/// What one guide came to.
#[derive(Default)]
struct Tally {
    blocks: usize,
    lines: usize,
    faults: usize,
    by_hand: usize,
}

/// Runs the guides named, or all, and counts what does not hold.
pub fn run(names: &[&str]) -> anyhow::Result<usize> {
    let binary = std::env::var("ASSAY_TEST_BINARY").unwrap_or("target/release/assay".to_owned());
    let binary = fs::canonicalize(&binary)
        .with_context(|| format!("no binary at {binary}; make it: cargo build --release"))?;
    let paths = paths(names)?;
    let mut faults = 0;
    for path in &paths {
        let started = Instant::now();
        let shown = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("reading {shown}"))?;
        let guide = Guide::read(&text).with_context(|| format!("in {shown}"))?;
        let ran = shell::run(&stem(path), &guide, &binary).with_context(|| format!("running {shown}"))?;
        let tally = report(&shown, &guide, &ran);
        let Tally { blocks, lines, by_hand, .. } = tally;
        println!(
            "{shown}: {blocks} blocks run, {by_hand} steps not run, {lines} lines held, {} faults, {:.1} s",
            tally.faults,
            started.elapsed().as_secs_f64()
        );
        faults += tally.faults;
    }
    println!("guides: {} run, {faults} faults", paths.len());
    Ok(faults)
}

/// The pages of the names given, without `.md`; all of the folder where none is given.
fn paths(names: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(FOLDER).with_context(|| format!("reading {FOLDER}"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            all.push(path);
        }
    }
    all.sort();
    ensure!(!all.is_empty(), "no guides in {FOLDER}: nothing would be held");
    for name in names {
        let known: Vec<String> = all.iter().map(|path| stem(path)).collect();
        ensure!(known.iter().any(|stem| stem == name), "no guide `{name}`; there are {}", known.join(", "));
    }
    all.retain(|path| names.is_empty() || names.contains(&stem(path).as_str()));
    Ok(all)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Says every fault with its place, and aloud what a person would have to do.
fn report(path: &str, guide: &Guide, ran: &[Ran]) -> Tally {
    let mut tally = Tally::default();
    for (step, ran) in guide.steps.iter().zip(ran) {
        let line = step.line;
        match &step.by_hand {
            None => tally.blocks += 1,
            Some(reason) => {
                let instead = if step.commands.is_empty() { "" } else { " (its stand-in is run)" };
                println!("{path}:{line}: not run: {reason}{instead}");
                tally.by_hand += 1;
            }
        }
        if let Some(fault) = ended_otherwise(step, ran) {
            println!("{path}:{line}: {fault}");
            let printed: Vec<&str> = ran.printed.lines().collect();
            for line in printed.iter().skip(printed.len().saturating_sub(PRINTED_SHOWN_MAX)) {
                println!("    | {line}");
            }
            tally.faults += 1;
        }
        if ran.status.is_none() {
            break;
        }
        for shown in &step.shown {
            tally.lines += shown.lines.iter().filter(|line| !held::stands_for_lines(line)).count();
            for difference in held::differences(&shown.lines, &ran.printed) {
                println!("{path}:{}: {difference}", shown.line + difference.at);
                tally.faults += 1;
            }
        }
    }
    tally
}

/// How a block ended, where that is not how it should have.
fn ended_otherwise(step: &Step, ran: &Ran) -> Option<String> {
    match (ran.status, step.status) {
        (Some(_), None) => None,
        (Some(ended), Some(status)) if ended == status => None,
        (Some(ended), Some(status)) => Some(format!(
            "the block ended with status {ended}, the guide says {status} (`sh status=N`); it printed:"
        )),
        (None, _) => Some(format!(
            "not ended {} s after the guide began, so nothing below was run; it printed:",
            shell::TIME_LIMIT.as_secs()
        )),
    }
}
