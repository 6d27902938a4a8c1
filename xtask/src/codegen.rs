//! `cargo xtask codegen`: the pages of `docs/reference` that are generated.
//!
//! The generators are tests of the binary, named `generated_…`: they run it, and compare its answers with the
//! pages, or write them. So xtask depends on no Assay crate, and a page that is out of date fails the tests.

use std::process::Command;

use anyhow::Context;

use crate::process;

/// Writes the pages, or with `check` only compares: 0 faults if none is out of date.
pub fn run(check: bool) -> anyhow::Result<usize> {
    tests("generated_", !check)
}

/// Whether every programme of the repository has the layout of `assay fmt`.
pub fn layout() -> anyhow::Result<usize> {
    tests("every_programme_of_the_repository_has_the_layout", false)
}

/// Tests by a part of their name.
///
/// Of the whole workspace, though they are in one package each: cargo builds what a package uses with the
/// features that this package alone asks for, so everything would be built once more for it.
fn tests(name: &str, writes: bool) -> anyhow::Result<usize> {
    let mut command = Command::new(process::cargo());
    command.args(["test", "--workspace", "--locked", "--quiet", "--test", "it", name]);
    match writes {
        true => command.env("ASSAY_BLESS", "1"),
        false => command.env_remove("ASSAY_BLESS"),
    };
    let status = command.status().context("cannot start cargo")?;
    Ok(usize::from(!status.success()))
}
