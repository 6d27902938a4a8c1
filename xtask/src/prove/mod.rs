//! `cargo xtask prove NAME`: proofs that take longer than `./test` may, run by hand.
//!
//! A proof is a test with its full number of rounds; `./test` runs the same one with few. What the last run
//! printed stands in docs/bench with the commit and the day.

mod cloud_differ;
mod qti_peers;

use std::process::Command;

use anyhow::Context;

use crate::process;

/// One proof: a test, and the settings that make it long.
struct Proof {
    name: &'static str,
    about: &'static str,
    /// Arguments of `cargo test`, the test's filter behind `--` included.
    test: &'static [&'static str],
    /// Settings of the environment; one that is set already stays as it is.
    settings: &'static [(&'static str, &'static str)],
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "kills",
        about: "200 times `kill -9` during answer saves: no acknowledged answer is lost",
        test: &[
            "--release",
            "-p",
            "assay",
            "--test",
            "durability",
            "--",
            "--nocapture",
            "--test-threads=1",
            "--skip=stories",
            "--skip=on_postgres",
        ],
        settings: &[("ASSAY_KILLS", "200")],
    },
    Proof {
        name: "descriptors",
        about: "500 exams save while 2,000 start at once, with 1,024 files: no answer is refused",
        test: &[
            "--release",
            "-p",
            "assay",
            "--test",
            "doors",
            "--",
            "crowds::",
            "--nocapture",
            "--test-threads=1",
        ],
        settings: &[("ASSAY_FILES", "1024"), ("ASSAY_SITTERS", "500"), ("ASSAY_STARTS", "2000")],
    },
    Proof {
        name: "uploads",
        about: "150 strangers hand in 5 MB each, 2,000 send heads of 350 KB: below 200 MB",
        test: &[
            "--release",
            "-p",
            "assay",
            "--test",
            "doors",
            "--",
            "uploads::",
            "--nocapture",
            "--test-threads=1",
        ],
        settings: &[("ASSAY_STRANGERS", "150"), ("ASSAY_VISITORS", "2000")],
    },
    Proof {
        name: "kills-postgres",
        about: "50 times the same on PostgreSQL (ASSAY_TEST_POSTGRES names a server)",
        test: &[
            "--release",
            "-p",
            "assay",
            "--test",
            "durability",
            "--",
            "--nocapture",
            "kill_9_on_postgres",
        ],
        settings: &[("ASSAY_KILLS_POSTGRES", "50")],
    },
    Proof {
        name: "race",
        about: "10,000 times an append against a hand-in on PostgreSQL: no acknowledged answer is lost",
        test: &["-p", "assay-store", "--lib", "--", "--nocapture", "race_of_appends"],
        settings: &[("ASSAY_RACE_ROUNDS", "10000")],
    },
    Proof {
        name: "advice",
        about: "every way to renew, played for 1,000 people a programme of the zoo: its day comes true",
        test: &["-p", "assay-standing", "--test", "advice", "--", "--nocapture"],
        settings: &[("ASSAY_ADVICE_PEOPLE", "1000")],
    },
];

/// A proof that is no test: its name, what it shows, and the way to run it.
type OtherProof = (&'static str, &'static str, fn() -> anyhow::Result<usize>);

const OTHERS: &[OtherProof] = &[
    (
        "qti-peers",
        "responses made for every item at hand, scored by engines in a browser: what differs is known",
        qti_peers::run,
    ),
    (
        "cloud-differ",
        "the small cloud of labs and moto, asked the same calls: what differs has a reason",
        cloud_differ::run,
    ),
];

/// Runs the proof that the first argument names; without one, lists them.
pub fn run(args: &[&str]) -> anyhow::Result<usize> {
    let Some((name, rest)) = args.split_first() else {
        print!("{}", list());
        return Ok(0);
    };
    if let Some((.., other)) = OTHERS.iter().find(|(known, ..)| known == name) {
        anyhow::ensure!(rest.is_empty(), "`cargo xtask prove {name}` takes no more arguments");
        return other();
    }
    let proof = PROOFS.iter().find(|proof| proof.name == *name);
    let proof = proof.with_context(|| format!("no proof `{name}`; there are:\n{}", list()))?;
    anyhow::ensure!(rest.is_empty(), "`cargo xtask prove {name}` takes no more arguments");
    let mut command = Command::new(process::cargo());
    command.args(["test", "--locked"]).args(proof.test);
    for (key, value) in proof.settings {
        let value = std::env::var(key).unwrap_or_else(|_| (*value).to_owned());
        println!("{key}={value}");
        command.env(key, value);
    }
    let status = command.status().context("cannot start cargo")?;
    Ok(usize::from(!status.success()))
}

fn list() -> String {
    let tests = PROOFS.iter().map(|proof| (proof.name, proof.about));
    let others = OTHERS.iter().map(|(name, about, _)| (*name, *about));
    tests.chain(others).map(|(name, about)| format!("  {name:<15}{about}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_proof_is_refused_and_the_known_ones_are_named() {
        let error = run(&["warp"]).unwrap_err().to_string();
        assert!(error.starts_with("no proof `warp`; there are:\n  kills "), "{error}");
    }
}
