//! `bench pages`: the release binary as a demonstration, measured from outside over HTTP.
//!
//! Client and server share the machine's cores. Prints Markdown; `docs/bench/pages.md` holds the last output.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::Context;
use serde_json::json;

use super::{
    candidate::{Candidate, DAY, NAMES},
    peers,
    quantile::{Durations, in_ms},
    saves::{Load, Sitter, load, one_by_one},
    server::Server,
};

/// Requests of a page that are measured, after the warm-up.
const REQUESTS: usize = 200;
/// Requests before them.
const WARM_UP: usize = 20;
/// Answers saved one after the other.
const SAVES: usize = 1000;
/// Starts of the server, each with a data folder of its own.
const STARTS: usize = 5;
/// Connections of the loads: the shape of the peers' figures, and a room full of candidates.
const CONNECTIONS: [usize; 2] = [16, 64];

/// Runs it and prints the report.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    anyhow::ensure!(args.is_empty(), "`bench pages` takes no arguments");
    let binary = std::env::var("ASSAY_TEST_BINARY").unwrap_or("target/release/assay".to_owned());
    let binary = PathBuf::from(binary);
    anyhow::ensure!(binary.exists(), "{} is not there: run `cargo build --release`", binary.display());
    let folder = Folder::new()?;
    let mut report = heading()?;
    starts(&binary, &folder, &mut report)?;
    let mut server = Server::spawn(&binary, &folder.0.join("data"))?;
    let address = server.ready()?;
    // Idle: one page was served, nothing else happened.
    Candidate::sign_in(&address, NAMES[0])?;
    let idle = server.resident_kib()?;
    let mut sitters = Vec::new();
    for name in NAMES {
        let mut candidate = Candidate::sign_in(&address, name)?;
        candidate.move_clock(DAY)?;
        sitters.push(Sitter::start(candidate)?);
    }
    pages(&mut sitters, &mut report)?;
    // The last one handed in for the result page.
    sitters.truncate(NAMES.len() - 1);
    let first = sitters.first_mut().context("somebody to save")?;
    one_by_one(first, WARM_UP)?;
    let alone = one_by_one(first, SAVES)?;
    let loads = CONNECTIONS.iter().map(|count| load(&server, &mut sitters, *count));
    let loads = loads.collect::<anyhow::Result<Vec<_>>>()?;
    saves(&alone, &loads, &mut report)?;
    let (idle, loaded) = (in_mib(idle), in_mib(server.resident_kib()?));
    writeln!(report, "Memory (RSS): {idle} idle after the first pages, {loaded} after all of the above.\n")?;
    println!("{report}{}", peers::TABLE.trim_end());
    Ok(0)
}

fn heading() -> anyhow::Result<String> {
    let date = Command::new("date").args(["-u", "+%Y-%m-%d"]).output()?;
    let date = String::from_utf8_lossy(&date.stdout).trim().to_owned();
    let cores = std::thread::available_parallelism()?;
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    let model = model.trim_start_matches(['\t', ' ', ':']);
    let disk = Command::new("stat").args(["-f", "-c", "%T"]).arg(std::env::temp_dir()).output()?;
    let disk = String::from_utf8_lossy(&disk.stdout).trim().to_owned();
    let mut report = "# Pages and saves\n\n".to_owned();
    let machine = format!("{cores} shared cores ({model})");
    writeln!(report, "`cargo xtask bench pages` on {date}: {machine}, client and server on the same")?;
    report += "cores, the release binary as `assay demo`, embedded SQLite (WAL, `synchronous=FULL`)\n";
    writeln!(report, "in a folder on {disk}.\n")?;
    Ok(report)
}

fn starts(binary: &Path, folder: &Folder, report: &mut String) -> anyhow::Result<()> {
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for number in 0..STARTS {
        let data = folder.0.join(format!("start-{number}"));
        for times in [&mut first, &mut again] {
            let mut server = Server::spawn(binary, &data)?;
            server.ready()?;
            times.push(server.age());
            server.kill()?;
        }
    }
    let [first, again] = [first, again].map(|times| in_ms(Durations::new(times).quantile(500)));
    writeln!(
        report,
        "Start to the `ready:` line (it answered a request by then), median of {STARTS}: {first}"
    )?;
    *report += "with a new data folder (schema, signing key, six people and their badges are made),\n";
    writeln!(report, "{again} with an existing one.\n")?;
    Ok(())
}

/// Every page by name and path; the last sitter hands in, for a result.
fn pages(sitters: &mut [Sitter], report: &mut String) -> anyhow::Result<()> {
    let last = sitters.last_mut().context("somebody to hand in")?;
    let path = format!("/api/v1/sittings/{}/submit", last.sitting);
    last.candidate.send("POST", &path, &json!({}))?.expect(200)?;
    let result = format!("/sittings/{}/result", last.sitting);
    *report += "| page | size | p50 | p99 |\n|---|---:|---:|---:|\n";
    let row = measure("result of a sitting", &mut last.candidate, &result)?;
    // Sam Holder: has a badge, and an open sitting.
    let sam = sitters.get_mut(1).context("the holder")?;
    let sitting = sam.sitting.clone();
    for (name, path) in paths(&mut sam.candidate, &sitting)? {
        report.push_str(&measure(name, &mut sam.candidate, &path)?);
    }
    report.push_str(&row);
    writeln!(
        report,
        "\nEach {REQUESTS} times, one after the other on one connection, signed in, uncompressed.\n"
    )?;
    Ok(())
}

/// The pages that are measured, by name: for somebody who has a badge, and an open sitting.
pub fn paths(candidate: &mut Candidate, sitting: &str) -> anyhow::Result<Vec<(&'static str, String)>> {
    let my = candidate.get("/my")?.expect(200)?.body;
    let id = my.split("/credentials/").nth(1).and_then(|rest| rest.split('"').next()).context("no badge")?;
    let news = candidate.get("/announcements")?.expect(200)?.body;
    let slug = news.split("href=\"/announcements/").nth(1).and_then(|rest| rest.split('"').next());
    let address = candidate.address();
    Ok(vec![
        ("catalogue", "/".to_owned()),
        ("certification", "/certifications/cloudops".to_owned()),
        ("exam guide", "/exams/SOA-C03/guide".to_owned()),
        ("changes between versions", "/exams/SOA-C03/changes".to_owned()),
        ("announcement", format!("/announcements/{}", slug.context("no announcement")?)),
        ("my certifications", "/my".to_owned()),
        ("exam shell", format!("/sittings/{sitting}")),
        ("sitting as JSON, 65 items", format!("/api/v1/sittings/{sitting}")),
        ("badge", format!("/credentials/{id}")),
        ("verify, the form", "/verify".to_owned()),
        ("verify, a badge checked", format!("/verify?url=http://{address}/credentials/{id}")),
    ])
}

fn measure(name: &str, candidate: &mut Candidate, path: &str) -> anyhow::Result<String> {
    let mut durations = Vec::with_capacity(REQUESTS);
    let mut size = 0;
    for number in 0..WARM_UP + REQUESTS {
        let started = Instant::now();
        let answer = candidate.get(path)?;
        let took = started.elapsed();
        size = answer.expect(200).with_context(|| path.to_owned())?.body.len();
        if number >= WARM_UP {
            durations.push(took);
        }
    }
    Ok(format!("| {name} | {:.1} kB | {} |\n", kilo(size), Durations::new(durations).cells()))
}

fn saves(alone: &Durations, loads: &[Load], report: &mut String) -> anyhow::Result<()> {
    *report += "| answers saved | per second | p50 | p99 | CPU of the server per save |\n";
    *report += "|---|---:|---:|---:|---:|\n";
    writeln!(report, "| 1 connection | {:.0} | {} | |", 1.0 / alone.mean().as_secs_f64(), alone.cells())?;
    for load in loads {
        let (count, rate, cpu) = (load.connections, load.per_second, load.server_ms_per_save);
        writeln!(report, "| {count} connections | {rate:.0} | {} | {cpu:.3} ms |", load.durations.cells())?;
    }
    let saved: usize = loads.iter().map(|load| load.durations.count()).sum();
    writeln!(report, "\n{saved} saves under load, each acknowledged after a durable commit, and checked.")?;
    *report += "10 s a row; the connections share four sittings (the demonstration has five people, one\n";
    *report += "of whom handed in), each connection with items of its own.\n\n";
    Ok(())
}

fn in_mib(kib: u64) -> String {
    format!("{} MiB", kib.div_ceil(1024))
}

fn kilo(bytes: usize) -> f64 {
    u32::try_from(bytes).map_or(f64::INFINITY, |bytes| f64::from(bytes) / 1000.0)
}

/// A folder of this run, removed at its end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("assay-bench-{}", std::process::id()));
        std::fs::create_dir(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays is in the temporary folder of the machine.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
