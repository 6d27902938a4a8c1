//! `bench preparation`: what is computed for somebody who prepares, and what their requests take.
//!
//! The pure parts, each in a process of its own; then requests beside 100,000 people with 200 questions
//! each, or `--people N`, on both databases, or `--only sqlite` or `postgres`; `--only computed` leaves
//! requests out. Prints Markdown.

use std::process::Command;

use super::prepared;

/// People beside whom requests are measured.
const PEOPLE: &str = "100000";

/// Runs it and prints the report.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    let given = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let people = given("--people").map_or(PEOPLE, String::as_str);
    let only = given("--only").map(String::as_str);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("# Preparing\n\nLoad of the machine before: {}\n", load.trim());
    if only.is_none_or(|only| only == "computed") {
        println!("## Computed\n\n| what | goal, µs | measured, µs, three runs |\n|---|---|---|");
        example("assay-psychometrics", "readiness", &[])?;
        example("assay-learning", "plan", &["programmes/cloudops"])?;
        example("assay-bank", "likeness", &[])?;
    }
    if only == Some("computed") {
        return Ok(0);
    }
    let missed = prepared::run(people, only)?;
    println!("{missed} goals were missed by at least one of three runs; {people} people.");
    Ok(0)
}

fn example(package: &str, name: &str, args: &[&str]) -> anyhow::Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["run", "-q", "--release", "-p", package, "--example", name, "--"]).args(args);
    anyhow::ensure!(command.status()?.success(), "`{name}` failed");
    Ok(())
}
