//! `bench bank`: lists and searches of 100,000 items, by words, filters and both, on both databases.
//!
//! Measured in the process that asks the store: the page and its true total together. The items are made by a
//! seed, in a temporary folder and, where `ASSAY_TEST_POSTGRES` names a server, in a database of their own
//! there.
//! Prints Markdown.

use std::{path::PathBuf, process::Command};

const ITEMS: &str = "100000";
const SEED: &str = "20260301";
const RUNS: &str = "3";

/// Runs it and prints the report.
pub fn run(_: &[String]) -> anyhow::Result<usize> {
    let folder: PathBuf = std::env::temp_dir().join(format!("assay-bank-{}", std::process::id()));
    println!(
        "# Searches in a bank of {ITEMS} items\n\nLoad of the machine before: {}\n\n## SQLite\n",
        load()
    );
    let found = example("bank", &[&folder.to_string_lossy(), ITEMS, SEED, RUNS]);
    let _ = std::fs::remove_dir_all(&folder);
    found?;
    if let Ok(server) = std::env::var("ASSAY_TEST_POSTGRES") {
        let name = format!("bench_bank_{}", std::process::id());
        let root = server.rsplit_once('/').map_or(server.as_str(), |(root, _)| root);
        println!("Load of the machine before: {}\n\n## PostgreSQL\n", load());
        example("crowd", &["create", &server, &name])?;
        let found = example("bank", &[&format!("{root}/{name}"), ITEMS, SEED, RUNS]);
        example("crowd", &["drop", &server, &name])?;
        found?;
    }
    Ok(0)
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned()
}

fn example(name: &str, args: &[&str]) -> anyhow::Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["run", "-q", "--release", "-p", "assay-store", "--example", name, "--"]).args(args);
    anyhow::ensure!(command.status()?.success(), "`{name}` failed");
    Ok(())
}
