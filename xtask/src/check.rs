//! `cargo xtask check` and `cargo xtask t`: all checks in one run, all tests in one run.

use std::time::Instant;

use crate::{arrows, codegen, deny, process, tidy};

/// Runs every check even when an earlier one fails, so that one run shows everything.
pub fn all() -> anyhow::Result<usize> {
    let cargo = process::cargo();
    let fmt = || process::run(&cargo, &["fmt", "--all", "--check"]);
    let lint = || {
        let args = ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"];
        process::run(&cargo, &args)
    };
    let pages = || codegen::run(true);
    let checks: [(&str, &dyn Fn() -> anyhow::Result<usize>); 7] = [
        ("fmt", &fmt),
        ("tidy", &tidy::run),
        ("arrows", &arrows::run),
        ("deny", &deny::run),
        ("clippy", &lint),
        ("codegen", &pages),
        ("layout", &codegen::layout),
    ];
    let mut failed = Vec::new();
    for (name, check) in checks {
        let started = Instant::now();
        let faults = check().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            1
        });
        let word = if faults == 0 { "ok" } else { "FAILED" };
        println!("check {name:<8} {word:<6} {:>6.1} s", started.elapsed().as_secs_f64());
        if faults > 0 {
            failed.push(name);
        }
    }
    if failed.contains(&"fmt") {
        println!("fmt: run `cargo fmt --all`");
    }
    if failed.contains(&"codegen") {
        println!("codegen: run `cargo xtask codegen` and look at what changed");
    }
    if failed.contains(&"layout") {
        println!("layout: run `assay fmt programmes`");
    }
    Ok(failed.len())
}

/// Every test of the workspace; further arguments go to the test runner.
pub fn tests(args: &[String]) -> anyhow::Result<usize> {
    let cargo = process::cargo();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    if !process::answers(&cargo, &["nextest", "--version"]) {
        return process::run(&cargo, &[&["test", "--workspace", "--locked"], args.as_slice()].concat());
    }
    let run = ["nextest", "run", "--workspace", "--locked", "--no-fail-fast"];
    let failed = process::run(&cargo, &[run.as_slice(), args.as_slice()].concat())?;
    if !args.is_empty() {
        return Ok(failed); // a selection of tests: the doctests are not part of it
    }
    Ok(failed + process::run(&cargo, &["test", "--workspace", "--locked", "--doc"])?)
}
