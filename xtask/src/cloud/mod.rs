//! `cargo xtask cloud-models`: the provider's models of what labs use, and what its clients send.
//!
//! The models come from its own Python client, pinned by hash; the build needs no Python. With `--record` the
//! original clients are installed as well, record the fixtures of `crates/cloud/tests`, and read our answers.

use std::path::Path;

use anyhow::Context;

use crate::process;

const FOLDER: &str = "target/cloud-models";
const PYTHON: &str = "target/cloud-models/bin/python";
const PIP: &[&str] = &["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
const OPERATIONS: &str = "crates/cloud/src/model/operations.txt";
const CLOSURE: &str = "crates/cloud/src/model/closure";
const REQUESTS: &str = "crates/cloud/tests/fixtures/requests.jsonl.gz";
const RESPONSES: &str = "crates/cloud/tests/fixtures/responses.jsonl.gz";
const COMMANDS: &str = "crates/cloud/tests/fixtures/commands.txt";
const PRINTED: &str = "crates/cloud/tests/fixtures/printed.jsonl.gz";
const PARSED: &str = "crates/cloud/tests/fixtures/commands.jsonl";

/// Writes the models anew; with `record` the recordings too. 1 fault if a client reads what was not answered.
pub fn run(record: bool) -> anyhow::Result<usize> {
    if !Path::new(PYTHON).exists() {
        process::output("python3", &["-m", "venv", "--clear", FOLDER])
            .context("Python 3 with its module venv is missing (Debian: python3-venv)")?;
    }
    let pinned = ["--no-deps", "--require-hashes", "--requirement", "xtask/src/cloud/models.txt"];
    process::output(PYTHON, &[PIP, pinned.as_slice()].concat())?;
    print!("{}", process::output(PYTHON, &["xtask/src/cloud/closure.py", OPERATIONS, CLOSURE])?);
    if !record {
        return Ok(0);
    }
    process::output(PYTHON, &[PIP, ["--requirement", "xtask/src/cloud/original.txt"].as_slice()].concat())?;
    print!("{}", process::output(PYTHON, &["xtask/src/cloud/commands.py", COMMANDS, PARSED])?);
    print!("{}", process::output(PYTHON, &["xtask/src/cloud/wire.py", "record", REQUESTS])?);
    print!("{}", process::output(PYTHON, &["xtask/src/cloud/printed.py", REQUESTS, PRINTED])?);
    // The tests write our responses, before the client reads them.
    let write =
        ["ASSAY_BLESS=1", &process::cargo(), "test", "--quiet", "-p", "assay-cloud", "--test", "it", "wire"];
    match process::run("env", &write)? {
        0 => process::run(PYTHON, &["xtask/src/cloud/wire.py", "compare", REQUESTS, RESPONSES]),
        faults => Ok(faults),
    }
}
