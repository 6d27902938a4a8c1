//! `cargo xtask fuzz`: the fuzzers, for as long as one likes.
//!
//! They are tests (`tests/fuzz` of a crate), which run a few fixed cases with the other tests; here they
//! get a time and a seed by chance. No nightly toolchain and nothing to install.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    process::Command,
};

use anyhow::{Context, ensure};

use crate::process;

/// Name, crate, and what is fuzzed. Of a crate with several, its tests begin with the name.
const FUZZERS: [(&str, &str, &str); 12] = [
    ("programme", "assay-programme", "the files of a programme: read, checked, formatted"),
    ("history", "assay-standing", "histories and worked cases under the rules of real programmes"),
    ("qti-item", QTI, "items: read, written, read again, scored with any response"),
    ("qti-package", QTI, "packages: bytes, names and the manifest"),
    ("moodle-xml", QTI, "Moodle's XML to items that are written, read again and scored"),
    ("gift", QTI, "GIFT, likewise"),
    ("aiken", QTI, "Aiken, likewise"),
    ("csv", QTI, "tables of questions, likewise"),
    ("qti1", QTI, "QTI 1.2, likewise"),
    ("cloud-wire", CLOUD, "requests to a lab's cloud: a checked call or a refusal, in each protocol"),
    ("cloud-shell", CLOUD, "command lines of a lab's console: a command or a complaint"),
    ("cloud-query", CLOUD, "expressions of --query: found or refused, within the budget"),
];

const QTI: &str = "assay-qti";
const CLOUD: &str = "assay-cloud";

/// Runs one fuzzer: `NAME [--seconds N] [--seed S]`.
pub fn run(args: &[&str]) -> anyhow::Result<usize> {
    let Some((name, options)) = args.split_first() else {
        for (name, _, what) in FUZZERS {
            println!("  {name:<12}{what}");
        }
        return Ok(0);
    };
    let fuzzer = FUZZERS.iter().find(|(known, ..)| known == name);
    let (_, package, _) =
        fuzzer.with_context(|| format!("no fuzzer `{name}`; without a name they are listed"))?;
    let (mut seconds, mut seed) = (60, any_seed());
    ensure!(options.len() % 2 == 0, "write `--seconds N` or `--seed S` behind the name");
    for pair in options.chunks(2) {
        match pair {
            ["--seconds", number] => seconds = number.parse().context("--seconds takes a whole number")?,
            ["--seed", number] => seed = number.parse().context("--seed takes a whole number")?,
            _ => anyhow::bail!("write `--seconds N` or `--seed S` behind the name"),
        }
    }
    println!("fuzzing {name} for {seconds} s from seed {seed}");
    let mut command = Command::new(process::cargo());
    command.args([
        "test",
        "--locked",
        "-p",
        package,
        "--test",
        "fuzz",
        "--",
        "--nocapture",
        "--test-threads=1",
    ]);
    if [QTI, CLOUD].contains(package) {
        command.arg(format!("{}_whatever", name.replace('-', "_")));
    }
    command.env("ASSAY_FUZZ_SECONDS", u64::to_string(&seconds)).env("ASSAY_FUZZ_SEED", u64::to_string(&seed));
    let status = command.status().context("cannot start cargo")?;
    Ok(usize::from(!status.success()))
}

/// Another seed each time; it is printed, so a run can be repeated.
fn any_seed() -> u64 {
    RandomState::new().build_hasher().finish() >> 32
}
