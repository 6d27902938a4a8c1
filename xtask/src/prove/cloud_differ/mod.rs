//! `cargo xtask prove cloud-differ`: the small cloud and an emulator of the provider, asked the same calls.
//!
//! The emulator is an oracle to be judged, not believed: it accepts much that the provider documents as
//! wrong. Every difference has a row in `crates/cloud/tests/differential/deviations.toml` that says whose it
//! is, why, and on which page; one without a row is a fault, and so is a row that explains nothing.

use crate::{process, skipped};

const FOLDER: &str = "target/cloud-oracle";
const PYTHON: &str = "target/cloud-oracle/bin/python";
const PINNED: &str = "xtask/src/prove/cloud_differ/oracle.txt";
const SCRIPT: &str = "xtask/src/prove/cloud_differ/differ.py";
const CASES: &str = "crates/cloud/tests/differential/cases.toml";
const DEVIATIONS: &str = "crates/cloud/tests/differential/deviations.toml";
const ANSWERS: &str = "target/debug/examples/answers";

/// Runs the cases; 1 fault if a difference has no row.
pub fn run() -> anyhow::Result<usize> {
    if let Err(error) = installed() {
        skipped::say("oracle", &format!("the small cloud beside its oracle: {error:#}"));
        return Ok(0);
    }
    let built =
        process::run(&process::cargo(), &["build", "--locked", "-p", "assay-cloud", "--example", "answers"])?;
    if built > 0 {
        return Ok(built);
    }
    process::run(PYTHON, &[SCRIPT, CASES, DEVIATIONS, ANSWERS])
}

fn installed() -> anyhow::Result<()> {
    if !process::answers(PYTHON, &["-c", "import moto, boto3"]) {
        println!("installing the oracle of {PINNED} into {FOLDER}");
        process::output("python3", &["-m", "venv", "--clear", FOLDER])?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", PINNED];
        process::output(PYTHON, &pip)?;
    }
    Ok(())
}
