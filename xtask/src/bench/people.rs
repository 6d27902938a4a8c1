//! `bench people`: the team's list of 100,000 people, by every filter, search and order, on both databases.
//!
//! Measured from outside over HTTP on one connection that is kept: what stands in the table is the server's
//! time and the way there and back on the same machine. The people are made by a seed, in a temporary folder
//! and, where `ASSAY_TEST_POSTGRES` names a server, in a database of their own there. `ASSAY_TEST_BINARY`
//! names another binary than that of the release. Prints Markdown; `docs/bench/people.md` holds the last
//! output.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context;

use super::{
    candidate::Candidate,
    http::Connection,
    pages::Folder,
    quantile::{Durations, in_ms},
    saves::processor_s,
    server::Server,
};

const PEOPLE: &str = "100000";
const SEED: &str = "20251001";
/// Each address is asked for once in a round; one round before them warms what memory keeps.
const ROUNDS: usize = 3;
/// What any filter may take on the server.
const GOAL: Duration = Duration::from_millis(100);
const PROGRAMME: &str = "programmes/cloudops";
const PASSWORD: &str = "a password for one benchmark";

/// Filters, one at a time and some together; empty for none.
const FILTERS: [&str; 14] = [
    "",
    "role=team",
    "role=administrator",
    "role=support",
    "role=auditor",
    "role=candidate",
    "address=confirmed",
    "address=unconfirmed",
    "account=closed",
    "account=open",
    "from=2025-01-01",
    "until=2016-12-31",
    "from=2020-01-01&until=2020-12-31",
    "role=candidate&address=unconfirmed&from=2020-01-01",
];
/// Searches: of most, of many, of one, of nobody.
const SEARCHES: [&str; 5] = ["", "q=an", "q=featherstonehaugh", "q=person77777%40", "q=nobody-is-called-so"];
/// Orders; the list's own is by name.
const ORDERS: [&str; 4] = ["", "sort=-name", "sort=since", "sort=-since"];
/// The first page and, since a page beyond the last is the last, the last.
const PAGES: [&str; 2] = ["", "page=1000000"];

/// Runs it and prints the report.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    anyhow::ensure!(args.is_empty(), "`bench people` takes no arguments");
    let binary = std::env::var("ASSAY_TEST_BINARY").unwrap_or("target/release/assay".to_owned());
    let binary = PathBuf::from(binary);
    anyhow::ensure!(binary.exists(), "{} is not there: run `cargo build --release`", binary.display());
    let folder = Folder::new()?;
    let mut report = heading(&binary)?;
    let data = folder.path().join("data");
    let mut missed = measured("SQLite", &binary, &data.to_string_lossy(), &mut report)?;
    match std::env::var("ASSAY_TEST_POSTGRES") {
        Ok(server) => {
            let database = Database::new(server)?;
            missed += measured("PostgreSQL", &binary, &database.address()?, &mut report)?;
        }
        Err(_) => report += "PostgreSQL was not measured: `ASSAY_TEST_POSTGRES` names no server.\n",
    }
    println!("{report}");
    println!("{missed} addresses missed the goal of {}.", in_ms(GOAL));
    Ok(0)
}

/// A database of this run, removed at its end.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    pub fn new(server: String) -> anyhow::Result<Self> {
        let database = Database { server, name: format!("assay_bench_{}", std::process::id()) };
        crowd(&["create", &database.server, &database.name])?;
        Ok(database)
    }

    pub fn address(&self) -> anyhow::Result<String> {
        let (server, _) = self.server.rsplit_once('/').context("an address with a database")?;
        Ok(format!("{server}/{}", self.name))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What stays is a database whose name says whose it was.
        let _ = crowd(&["drop", &self.server, &self.name]);
    }
}

/// Calls the example of the store that makes people.
fn crowd(args: &[&str]) -> anyhow::Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["run", "-q", "-p", "assay-store", "--example", "crowd", "--"]).args(args);
    let done = command.stdin(Stdio::null()).stdout(Stdio::null()).status().context("starting cargo")?;
    anyhow::ensure!(done.success(), "`crowd {}` failed", args.first().copied().unwrap_or_default());
    Ok(())
}

/// Fills a place, serves it, asks for everything, and writes a table. Says how many missed the goal.
fn measured(database: &str, binary: &Path, place: &str, report: &mut String) -> anyhow::Result<usize> {
    let mut add = Command::new(binary);
    add.args(["admin", "add", "--name", "Ada", "--email", "ada@example.org", "--data", place]);
    add.args(["--programme", PROGRAMME, "--public-url", "http://127.0.0.1:8080"]);
    let made = add.env("ASSAY_ADMIN_PASSWORD", PASSWORD).stdout(Stdio::null()).status()?;
    anyhow::ensure!(made.success(), "no administrator on {database}");
    crowd(&["fill", place, PEOPLE, SEED])?;
    let mut serve = Command::new(binary);
    serve.args(["serve", "--programme", PROGRAMME, "--data", place]);
    let mut server = Server::start(serve)?;
    let address = server.ready()?;
    let mut ada = signed_in(&address)?;
    let (before, asked) = (load(), asked());
    let mut spent = processor_s(&server)?;
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); asked.len()];
    for round in 0..=ROUNDS {
        if round == 1 {
            spent = processor_s(&server)?;
        }
        for (path, times) in asked.iter().zip(&mut times) {
            let started = Instant::now();
            ada.get(path)?.expect(200).with_context(|| path.clone())?;
            if round > 0 {
                times.push(started.elapsed());
            }
        }
    }
    spent = (processor_s(&server)? - spent) * 1000.0 / f64::from(u32::try_from(asked.len() * ROUNDS)?);
    let after = load();
    server.kill()?;
    table(database, &asked, times, &Machine { before, after, spent_ms: spent }, report)
}

fn signed_in(address: &str) -> anyhow::Result<Candidate> {
    let mut connection = Connection::open(address)?;
    let headers = "content-type: application/x-www-form-urlencoded\r\n";
    let body = format!("email=ada%40example.org&password={}", PASSWORD.replace(' ', "+"));
    let answer = connection.exchange("POST", "/sign-in", headers, &body)?.expect(303)?;
    Candidate::signed_in(connection, &answer)
}

/// The address of a page of the list with what is asked.
fn path_of(parts: [&str; 4]) -> String {
    let asked: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if asked.is_empty() { "/admin/people".to_owned() } else { format!("/admin/people?{}", asked.join("&")) }
}

/// Every filter with every search, order and page.
fn asked() -> Vec<String> {
    let mut paths = Vec::new();
    for filter in FILTERS {
        for search in SEARCHES {
            for order in ORDERS {
                paths.extend(PAGES.map(|page| path_of([filter, search, order, page])));
            }
        }
    }
    paths
}

/// The machine's load over a minute, as Linux says it.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}

/// What else there is to know of a run.
struct Machine {
    /// Load before and after.
    before: String,
    after: String,
    /// Processor time of the server for a page.
    spent_ms: f64,
}

/// The slowest address of each filter and search, with how many of its eight missed the goal.
fn table(
    database: &str,
    asked: &[String],
    times: Vec<Vec<Duration>>,
    Machine { before, after, spent_ms }: &Machine,
    report: &mut String,
) -> anyhow::Result<usize> {
    let all: Vec<Duration> = times.iter().flatten().copied().collect();
    let lines: Vec<(&String, Durations)> = asked.iter().zip(times.into_iter().map(Durations::new)).collect();
    let is_missed = |times: &Durations| times.quantile(1000) > GOAL;
    let missed = lines.iter().filter(|(_, times)| is_missed(times)).count();
    let over = lines.iter().filter(|(_, times)| times.quantile(500) > GOAL).count();
    let all = Durations::new(all);
    writeln!(report, "## {database}\n")?;
    writeln!(
        report,
        "{} addresses, {ROUNDS} times each: median {}, 99 % within {}, the slowest {}. Over {} were {over} \
         by their median and {missed} by their worst run. The server's processor took {spent_ms:.1} ms \
         a page, whatever else the machine did. Load {before} before, {after} after.\n",
        lines.len(),
        in_ms(all.quantile(500)),
        in_ms(all.quantile(990)),
        in_ms(all.quantile(1000)),
        in_ms(GOAL),
    )?;
    *report +=
        "| filter and search: the slowest of its orders, first and last page | median of three | worst | |\n";
    *report += "|---|---:|---:|---|\n";
    for same in lines.chunks(ORDERS.len() * PAGES.len()) {
        let slowest = same.iter().max_by_key(|(_, times)| times.quantile(500)).context("no address")?;
        let (path, times) = slowest;
        let count = same.iter().filter(|(_, times)| is_missed(times)).count();
        let word = if count > 0 { format!("**{count} of {} missed**", same.len()) } else { String::new() };
        let cells = (in_ms(times.quantile(500)), in_ms(times.quantile(1000)));
        writeln!(report, "| `{path}` | {} | {} | {word} |", cells.0, cells.1)?;
    }
    report.push('\n');
    Ok(missed)
}

fn heading(binary: &Path) -> anyhow::Result<String> {
    let said = |program: &str, args: &[&str]| -> anyhow::Result<String> {
        let output = Command::new(program).args(args).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let (date, commit) =
        (said("date", &["-u", "+%Y-%m-%d"])?, said("git", &["rev-parse", "--short", "HEAD"])?);
    let cores = std::thread::available_parallelism()?;
    let build = if binary.components().any(|part| part.as_os_str() == "debug") { "debug" } else { "release" };
    let mut report = "# The list of 100,000 people\n\n".to_owned();
    writeln!(
        report,
        "`cargo xtask bench people` on {date}: the {build} binary of commit {commit}, {PEOPLE} people by \
         seed {SEED}, client, server and database on {cores} shared cores. The goal is {} for any filter, \
         search, order and page, on the server; measured is the whole exchange over one kept connection.\n",
        in_ms(GOAL)
    )?;
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_asked_with_every_search_order_and_page() {
        let asked = asked();
        assert_eq!(asked.len(), FILTERS.len() * SEARCHES.len() * ORDERS.len() * PAGES.len());
        assert_eq!((asked[0].as_str(), asked[1].as_str()), ("/admin/people", "/admin/people?page=1000000"));
        let last = "/admin/people?role=candidate&address=unconfirmed&from=2020-01-01&q=nobody-is-called-so&\
            sort=-since&page=1000000";
        assert_eq!(asked.last().map(String::as_str), Some(last));
    }

    #[test]
    fn a_miss_is_reported_as_missed() {
        let ms = Duration::from_millis;
        let asked: Vec<String> = (0..16).map(|number| format!("/{number}")).collect();
        let mut times = vec![vec![ms(10), ms(20), ms(30)]; 16];
        times[9] = vec![ms(90), ms(95), ms(120)];
        let machine = Machine { before: "0.1".to_owned(), after: "0.2".to_owned(), spent_ms: 4.25 };
        let mut report = String::new();
        assert_eq!(table("A database", &asked, times, &machine, &mut report).unwrap(), 1);
        assert!(report.contains("| `/9` | 95.00 ms | 120.00 ms | **1 of 8 missed** |"), "{report}");
        assert!(report.contains("were 0 by their median and 1 by their worst run"), "{report}");
        assert!(report.contains("4.2 ms a page"), "{report}");
    }
}
