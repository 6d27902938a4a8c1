//! `cargo xtask codegen`: the pages of `docs/reference` that are generated.
//!
//! The generators are tests of the binary, named `generated_…`: they run it, and compare its answers with the
//! pages, or write them. So xtask depends on no Assay crate, and a page that is out of date fails the tests.

use std::process::Command;

use anyhow::Context;

use crate::process;

/// Writes the pages, or with `check` only compares: 0 faults if none is out of date.
pub fn run(check: bool) -> anyhow::Result<usize> {
    let mut command = Command::new(process::cargo());
    command.args(["test", "--locked", "--quiet", "-p", "assay", "--test", "it", "generated_"]);
    match check {
        true => command.env_remove("ASSAY_BLESS"),
        false => command.env("ASSAY_BLESS", "1"),
    };
    let status = command.status().context("cannot start cargo")?;
    Ok(usize::from(!status.success()))
}

/// Whether every programme of the repository has the layout of `assay fmt`.
pub fn layout() -> anyhow::Result<usize> {
    let args = ["run", "--locked", "--quiet", "-p", "assay", "--", "fmt", "--check", "programmes"];
    process::run(&process::cargo(), &args)
}
