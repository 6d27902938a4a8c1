//! `bench beside OTHER`: two binaries in one run, round by round, so that the machine's mood meets both.
//!
//! The other one is usually the release binary of the commit before. What counts are the ratios.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::Context;

use super::{
    candidate::{Candidate, DAY, NAMES},
    pages::{Folder, paths},
    quantile::Durations,
    saves::{Sitter, load, one_by_one},
    server::Server,
};

/// Rounds; each measures both binaries, the other one first in every second round.
const ROUNDS: usize = 3;
/// Requests of a page, after the warm-up.
const REQUESTS: usize = 100;
const WARM_UP: usize = 20;
/// Answers saved one after the other.
const SAVES: usize = 500;
/// Connections of the load.
const CONNECTIONS: [usize; 2] = [16, 64];

/// What one round of one binary came to, by what was measured; milliseconds, or answers a second.
type Figures = Vec<(String, f64)>;

/// Runs it and prints a Markdown table.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    let [other] = args else { anyhow::bail!("`bench beside` takes the other binary: its path") };
    let ours = std::env::var("ASSAY_TEST_BINARY").unwrap_or("target/release/assay".to_owned());
    let binaries = [PathBuf::from(other), PathBuf::from(ours)];
    for binary in &binaries {
        anyhow::ensure!(binary.exists(), "{} is not there", binary.display());
    }
    let folder = Folder::new()?;
    let mut rounds: [Vec<Figures>; 2] = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for which in order {
            let data = folder.path().join(format!("{round}-{which}"));
            let binary = binaries.get(which).context("two binaries")?;
            eprintln!("round {} of {ROUNDS}: {}", round + 1, binary.display());
            let measured = measure(binary, &data)?;
            rounds.get_mut(which).context("two lists")?.push(measured);
        }
    }
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown").to_owned();
    print!("{}", table(&rounds, &load)?);
    Ok(0)
}

fn measure(binary: &Path, data: &Path) -> anyhow::Result<Figures> {
    let mut server = Server::spawn(binary, data)?;
    let address = server.ready()?;
    let mut sitters = Vec::new();
    for name in NAMES {
        let mut candidate = Candidate::sign_in(&address, name)?;
        candidate.move_clock(DAY)?;
        sitters.push(Sitter::start(candidate)?);
    }
    let mut figures = Vec::new();
    let sam = sitters.get_mut(1).context("the holder")?;
    let sitting = sam.sitting.clone();
    for (name, path) in paths(&mut sam.candidate, &sitting)? {
        let mut durations = Vec::with_capacity(REQUESTS);
        for number in 0..WARM_UP + REQUESTS {
            let started = Instant::now();
            let answer = sam.candidate.get(&path)?;
            let took = started.elapsed();
            answer.expect(200).with_context(|| path.clone())?;
            if number >= WARM_UP {
                durations.push(took);
            }
        }
        figures.push((format!("{name}, p50"), millis(Durations::new(durations).quantile(500))));
    }
    let first = sitters.first_mut().context("somebody to save")?;
    one_by_one(first, WARM_UP)?;
    figures.push(("save, 1 connection, p50".to_owned(), millis(one_by_one(first, SAVES)?.quantile(500))));
    for connections in CONNECTIONS {
        let load = load(&server, &mut sitters, connections)?;
        let name = format!("saves, {connections} connections");
        figures.push((format!("{name}, p99"), millis(load.durations.quantile(990))));
        figures.push((format!("{name}, processor of the server a save"), load.server_ms_per_save));
        figures.push((format!("{name}, milliseconds a save"), 1000.0 / load.per_second));
    }
    Ok(figures)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Medians of the rounds and their ratio; every figure is a time, so less is better.
fn table([other, ours]: &[Vec<Figures>; 2], load: &str) -> anyhow::Result<String> {
    let mut text =
        format!("Median of {ROUNDS} rounds in turns, milliseconds; load of the machine {load}.\n\n");
    text += "| | other | this | this / other | rounds of this |\n|---|---:|---:|---:|---|\n";
    let first = ours.first().context("no round")?;
    for (row, (name, _)) in first.iter().enumerate() {
        let of = |rounds: &[Figures]| -> Vec<f64> {
            rounds.iter().filter_map(|figures| Some(figures.get(row)?.1)).collect()
        };
        let (before, now) = (median(of(other)), median(of(ours)));
        let rounds: Vec<String> = of(ours).iter().map(|figure| format!("{figure:.3}")).collect();
        let ratio = now / before;
        writeln!(text, "| {name} | {before:.3} | {now:.3} | {ratio:.2} | {} |", rounds.join(" "))?;
    }
    Ok(text)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_medians_and_their_ratio() {
        let round = |time: f64| vec![("page, p50".to_owned(), time)];
        let rounds = [vec![round(2.0), round(9.0), round(1.0)], vec![round(3.0), round(4.0), round(1.0)]];
        let text = table(&rounds, "0.50").unwrap();
        assert!(text.contains("| page, p50 | 2.000 | 3.000 | 1.50 | 3.000 4.000 1.000 |"), "{text}");
    }
}
