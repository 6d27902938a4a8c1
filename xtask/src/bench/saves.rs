//! Answers saved by many connections at once: rate, latency, and what the server spent on them.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;

use super::{
    candidate::{Candidate, options_of},
    quantile::Durations,
    server::Server,
};

/// How long the load lasts.
const LOAD: Duration = Duration::from_secs(10);
/// Linux counts processor time of processes in hundredths of a second (USER_HZ; `getconf CLK_TCK`).
const TICKS_PER_S: f64 = 100.0;

/// A person with an open sitting.
pub struct Sitter {
    pub candidate: Candidate,
    pub sitting: String,
    pub options: Vec<Vec<String>>,
    /// Above every change number used so far.
    pub next_seq: i64,
}

impl Sitter {
    /// Starts a sitting for a signed-in person.
    pub fn start(mut candidate: Candidate) -> anyhow::Result<Self> {
        let sitting = candidate.start()?;
        let options = options_of(&candidate.sitting(&sitting)?);
        Ok(Sitter { candidate, sitting, options, next_seq: 1 })
    }
}

/// What a load came to.
pub struct Load {
    pub connections: usize,
    pub durations: Durations,
    pub per_second: f64,
    pub server_ms_per_save: f64,
}

/// Saves one answer after the other on one connection.
pub fn one_by_one(sitter: &mut Sitter, count: usize) -> anyhow::Result<Durations> {
    let mut durations = Vec::with_capacity(count);
    for (index, position) in (0..count).zip((1..=20).cycle()) {
        let option = option_of(&sitter.options, position, index)?.to_owned();
        let seq = sitter.next_seq;
        sitter.next_seq += 1;
        let started = Instant::now();
        sitter.candidate.save(&sitter.sitting, position, seq, &option)?;
        durations.push(started.elapsed());
    }
    Ok(Durations::new(durations))
}

/// Saves from many connections for ten seconds. The connections share the sittings; each has items of its
/// own, so that no change of one is stale by another's.
pub fn load(server: &Server, sitters: &mut [Sitter], connections: usize) -> anyhow::Result<Load> {
    let (barrier, over) = (Barrier::new(connections + 1), AtomicBool::new(false));
    let lanes = connections.div_ceil(sitters.len());
    let mut all = Vec::new();
    let mut figures = (0.0, 0.0);
    let mut most = 0;
    std::thread::scope(|scope| -> anyhow::Result<()> {
        let mut threads = Vec::new();
        for index in 0..connections {
            let sitter = sitters.get(index % sitters.len()).context("a sitting")?;
            let mut connection = sitter.candidate.again(sitter.candidate.address())?;
            let (barrier, over, lane) = (&barrier, &over, index / sitters.len());
            threads.push(scope.spawn(move || -> anyhow::Result<Vec<Duration>> {
                barrier.wait();
                save_until(over, &mut connection, sitter, lane, lanes)
            }));
        }
        let before = processor_s(server)?;
        barrier.wait();
        let started = Instant::now();
        std::thread::sleep(LOAD);
        over.store(true, Ordering::Relaxed);
        for thread in threads {
            let durations = thread.join().map_err(|_| anyhow::anyhow!("a connection died"))??;
            most = durations.len().max(most);
            all.extend(durations);
        }
        figures = (started.elapsed().as_secs_f64(), processor_s(server)? - before);
        Ok(())
    })?;
    // Above all that were used, and not far above: a server takes no number out of the blue.
    for sitter in sitters {
        sitter.next_seq += i64::try_from(most)?;
    }
    let saves = u32::try_from(all.len()).map(f64::from)?;
    let (lasted, spent) = figures;
    Ok(Load {
        connections,
        durations: Durations::new(all),
        per_second: saves / lasted,
        server_ms_per_save: spent * 1000.0 / saves,
    })
}

fn save_until(
    over: &AtomicBool,
    connection: &mut Candidate,
    sitter: &Sitter,
    lane: usize,
    lanes: usize,
) -> anyhow::Result<Vec<Duration>> {
    let mut durations = Vec::new();
    let own = |position: &u32| *position as usize % lanes == lane;
    let items: Vec<u32> = (1..).take(sitter.options.len()).filter(own).collect();
    for ((index, position), seq) in items.iter().cycle().enumerate().zip(sitter.next_seq..) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let option = option_of(&sitter.options, *position, index)?;
        let started = Instant::now();
        connection.save(&sitter.sitting, *position, seq, option)?;
        durations.push(started.elapsed());
    }
    Ok(durations)
}

fn option_of(options: &[Vec<String>], position: u32, index: usize) -> anyhow::Result<&str> {
    let of_item = options.get(position as usize - 1).context("no such item")?;
    of_item.get(index % of_item.len().max(1)).map(String::as_str).context("no options")
}

/// Processor time of the server so far, user and system, in seconds.
pub fn processor_s(server: &Server) -> anyhow::Result<f64> {
    let stat = server.proc("stat")?;
    // The second field is a name in parentheses that may contain spaces; utime and stime are 14 and 15.
    let (_, rest) = stat.rsplit_once(')').context("no name in stat")?;
    let ticks = rest.split_whitespace().skip(11).take(2).map(str::parse::<u32>);
    Ok(ticks.sum::<Result<u32, _>>().map(f64::from)? / TICKS_PER_S)
}
