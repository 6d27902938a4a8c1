//! `bench preparation`: what is computed for somebody who prepares: next item, reading, plan, switch.
//!
//! The pure parts, each in a process of its own; requests are `bench pages`'. Prints Markdown.

use std::process::Command;

/// Runs it and prints the report.
pub fn run(_: &[String]) -> anyhow::Result<usize> {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("# Preparing, computed\n\nLoad of the machine before: {}\n", load.trim());
    println!("| what | goal, µs | measured, µs, three runs |\n|---|---|---|");
    example("assay-psychometrics", "readiness", &[])?;
    example("assay-learning", "plan", &["programmes/cloudops"])?;
    Ok(0)
}

fn example(package: &str, name: &str, args: &[&str]) -> anyhow::Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["run", "-q", "--release", "-p", package, "--example", name, "--"]).args(args);
    anyhow::ensure!(command.status()?.success(), "`{name}` failed");
    Ok(())
}
