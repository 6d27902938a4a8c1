//! `bench beside OTHER`: pages and saves of two binaries in one run, request by request in turns.
//!
//! The other one is usually the release binary of the commit before. What counts are the ratios. Both serve
//! at once, so that the machine's mood meets both alike; under load one of them works and the other waits.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context;

use super::{
    candidate::{Candidate, DAY, NAMES},
    pages::{Folder, paths},
    quantile::Durations,
    saves::{Sitter, load, one_by_one},
    server::Server,
    turns::{Figures, Rounds, Two},
};

/// Requests of a page, after the warm-up.
const REQUESTS: usize = 100;
const WARM_UP: usize = 20;
/// Answers saved one after the other.
const SAVES: usize = 500;
/// Connections of the load.
const CONNECTIONS: [usize; 2] = [16, 64];

/// Runs it and prints a Markdown table.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    let [other] = args else { anyhow::bail!("`bench beside` takes the other binary: its path") };
    let two = Two::of(other)?;
    let folder = Folder::new()?;
    let rounds = Rounds::run(|round| {
        eprintln!("round {}", round + 1);
        let [(_, other), (_, ours)] = two.in_order(0);
        let data = |name: &str| folder.path().join(format!("{name}-{round}"));
        measure([Side::start(other, &data("other"))?, Side::start(ours, &data("this"))?], round)
    })?;
    print!("{}", rounds.table()?);
    Ok(0)
}

/// A server with everybody who saves.
struct Side {
    server: Server,
    sitters: Vec<Sitter>,
    figures: Figures,
}

impl Side {
    fn start(binary: &Path, data: &Path) -> anyhow::Result<Self> {
        let mut server = Server::spawn(binary, data)?;
        let address = server.ready()?;
        let mut sitters = Vec::new();
        for name in NAMES {
            let mut candidate = Candidate::sign_in(&address, name)?;
            candidate.move_clock(DAY)?;
            sitters.push(Sitter::start(candidate)?);
        }
        Ok(Side { server, sitters, figures: Figures::new() })
    }

    /// Somebody who has a badge, and an open sitting.
    fn holder(&mut self) -> anyhow::Result<&mut Sitter> {
        self.sitters.get_mut(1).context("the holder")
    }

    fn paths(&mut self) -> anyhow::Result<Vec<(&'static str, String)>> {
        let holder = self.holder()?;
        let sitting = holder.sitting.clone();
        paths(&mut holder.candidate, &sitting)
    }

    fn get(&mut self, path: &str) -> anyhow::Result<Duration> {
        let candidate = &mut self.holder()?.candidate;
        let started = Instant::now();
        let answer = candidate.get(path)?;
        let took = started.elapsed();
        answer.expect(200).with_context(|| path.to_owned())?;
        Ok(took)
    }

    fn save(&mut self) -> anyhow::Result<Duration> {
        let sitter = self.sitters.first_mut().context("somebody to save")?;
        Ok(one_by_one(sitter, 1)?.quantile(500))
    }

    fn saves_of(&mut self, connections: usize) -> anyhow::Result<()> {
        let load = load(&self.server, &mut self.sitters, connections)?;
        let name = format!("saves, {connections} connections");
        self.figures.extend([
            (format!("{name}, p99"), millis(load.durations.quantile(990))),
            (format!("{name}, processor of the server a save"), load.server_ms_per_save),
            (format!("{name}, milliseconds a save"), 1000.0 / load.per_second),
        ]);
        Ok(())
    }
}

fn measure(mut sides: [Side; 2], round: usize) -> anyhow::Result<[Figures; 2]> {
    let [other, ours] = &mut sides;
    for ((name, of_other), (_, of_ours)) in other.paths()?.into_iter().zip(ours.paths()?) {
        let paths = [of_other, of_ours];
        in_turns(&mut sides, name, REQUESTS, |side, place| side.get(paths.get(place).context("two")?))?;
    }
    in_turns(&mut sides, "save, 1 connection", SAVES, |side, _| side.save())?;
    for connections in CONNECTIONS {
        let [other, ours] = &mut sides;
        for side in if round.is_multiple_of(2) { [other, ours] } else { [ours, other] } {
            side.saves_of(connections)?;
        }
    }
    Ok(sides.map(|side| side.figures))
}

/// Asks both so many times in turns, after a warm-up, and keeps the medians.
fn in_turns(
    sides: &mut [Side; 2],
    name: &str,
    count: usize,
    ask: impl Fn(&mut Side, usize) -> anyhow::Result<Duration>,
) -> anyhow::Result<()> {
    let mut durations = [Vec::new(), Vec::new()];
    for number in 0..WARM_UP + count {
        let order = if number.is_multiple_of(2) { [0, 1] } else { [1, 0] };
        for place in order {
            let took = ask(sides.get_mut(place).context("two")?, place)?;
            if number >= WARM_UP {
                durations.get_mut(place).context("two")?.push(took);
            }
        }
    }
    for (side, durations) in sides.iter_mut().zip(durations) {
        side.figures.push((format!("{name}, p50"), millis(Durations::new(durations).quantile(500))));
    }
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
