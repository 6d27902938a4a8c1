//! How long readings take: rows of `cargo xtask bench preparation`, three runs of each.
//!
//! Logs are made by a seed: answers to 170 items of five domains over sixty days.

use std::{hint::black_box, time::Instant};

use assay_psychometrics::readiness::{
    Calibration, ItemAnswer, LogEntry, Model, OpenItem, ReadOutcome, ReadinessError, Recalibration,
};

const SCORED: [u32; 5] = [11, 11, 11, 8, 9];
const RUNS: usize = 3;

/// A number between 0 and 1 that a place and a seed give (Weyl's sequence).
fn share(place: usize, seed: f64) -> f64 {
    (place as f64 * 0.618_033_988_749_894_9 + seed).fract()
}

fn log(answers: usize, seed: f64) -> Vec<LogEntry> {
    let entry = |at: usize| {
        let difficulty = 2.0 * share(at, seed) - 1.0;
        let is_right = share(at * 7, seed) < 0.6;
        LogEntry {
            day: (at * 60 / answers.max(1)) as f64,
            is_counted: true,
            answer: ItemAnswer::whole(at % SCORED.len(), difficulty, 0.2, is_right),
        }
    };
    (0..answers).map(entry).collect()
}

/// Microseconds that one takes, of so many, in each run.
fn measured(
    many: usize,
    mut one: impl FnMut(usize) -> Result<(), ReadinessError>,
) -> Result<String, ReadinessError> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        for at in 0..many {
            one(at)?;
        }
        runs.push(format!("{:.1}", begun.elapsed().as_secs_f64() * 1e6 / many as f64));
    }
    Ok(runs.join(" / "))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = Model::current();
    let ability = model.replay(SCORED.len(), &log(60, 0.3), 60.0)?;
    let open: Vec<OpenItem> = (0..150_u32)
        .map(|item| OpenItem {
            item,
            domain: item as usize % SCORED.len(),
            skill: item % 53,
            difficulty: 2.0 * share(item as usize, 0.7) - 1.0,
            answered: item % 3,
            is_taught: item % 11 == 0,
        })
        .collect();
    let row = |what: &str, goal: &str, found: String| println!("| {what} | {goal} | {found} |");
    row(
        "Next item of 150",
        "20",
        measured(20_000, |seed| {
            black_box(model.next_item(&ability, &SCORED, &open, &[1, 2, 3], seed as u64)?);
            Ok(())
        })?,
    );
    let long = log(300, 0.1);
    row(
        "Replay of 300 answers and the reading",
        "300",
        measured(2_000, |_| {
            black_box(model.read_log(&SCORED, black_box(&long), 60.0)?);
            Ok(())
        })?,
    );
    let outcomes: Vec<ReadOutcome> = (0..10_000)
        .map(|at| {
            let pass = share(at, 0.5);
            ReadOutcome { pass, has_passed: share(at * 3, 0.9) < pass }
        })
        .collect();
    row(
        "Recalibration on 10,000 outcomes, held out, with its plot",
        "1,000,000",
        measured(10, |_| {
            black_box(Recalibration::fit(&outcomes).ok());
            let held_out = Recalibration::held_out(&outcomes, None).unwrap_or_default();
            black_box(Calibration::of(&held_out, None));
            Ok(())
        })?,
    );
    let learners: Vec<Vec<LogEntry>> = (0..300).map(|at| log(170, share(at, 0.2))).collect();
    row(
        "Growth from practice of 300 learners, 170 answers each",
        "5,000,000",
        measured(1, |_| {
            black_box(model.fit_growth(SCORED.len(), &learners).ok());
            Ok(())
        })?,
    );
    Ok(())
}
