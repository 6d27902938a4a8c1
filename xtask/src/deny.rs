//! The supply chain: cargo-deny over `deny.toml`, and cargo-audit over the RustSec advisories.
//!
//! Every warning is a fault, so that a skipped duplicate or an allowed licence that nothing needs any more
//! leaves `deny.toml`. What cannot be checked on this machine says so; `./test` counts it.

use std::path::Path;

use crate::{process, shared, skipped, tools::Tools};

/// Checks the locked graph and counts the checks that found something.
pub fn run() -> anyhow::Result<usize> {
    let tools = match Tools::installed()? {
        Ok(tools) => tools,
        Err(why) => {
            skipped::say("tools", &format!("licences, bans, duplicates, sources and advisories: {why}"));
            return Ok(0);
        }
    };
    let rules = ["--locked", "check", "--deny", "warnings", "bans", "licenses", "sources"];
    let broken = process::run(&tools.path("cargo-deny")?, &rules)?;
    let Some(database) = advisories() else { return Ok(broken) };
    let known = ["audit", "--db", &database, "--no-fetch", "--stale", "--deny", "warnings"];
    Ok(broken + process::run(&tools.path("cargo-audit")?, &known)?)
}

/// The RustSec database, read in place and without a network.
fn advisories() -> Option<String> {
    let database = shared::folder().join("corpora/advisories").display().to_string();
    if Path::new(&database).is_dir() {
        return Some(database);
    }
    let missing = format!("there is no copy of the RustSec database in {database}");
    skipped::say("shared", &format!("security advisories: {missing} (ASSAY_SHARED names another place)"));
    None
}
