//! The rules of STYLE.md that a script can decide. Each message says what to do instead.
//!
//! Every file that git knows or would add is read. A rule that a file breaks for a good reason is
//! excepted, with the reason, in `xtask/tidy-exceptions.toml`; an exception that no longer holds is
//! itself a fault.

mod citations;
mod docs;
mod exceptions;
mod file;
mod limits;
mod meanings;
mod rust_text;
mod size;
mod words;

use std::fs;

use crate::process;
use citations::Citable;
use exceptions::Exceptions;
use file::{Finding, Severity, SourceFile};

/// Reads the tree, prints what it finds, and counts the faults.
pub fn run() -> anyhow::Result<usize> {
    let exceptions = Exceptions::read()?;
    let files = tree()?;
    let mut findings: Vec<Finding> = files.iter().flat_map(|file| check(file, &exceptions)).collect();
    let citable = Citable::of(&files);
    let own = files.iter().filter(|file| !file.is_vendored());
    findings.extend(own.flat_map(|file| citations::citations(file, &citable)));
    findings.extend(meanings::type_names(&files));
    findings.extend(exceptions.unused());
    for finding in &findings {
        println!("{finding}");
    }
    let faults = findings.iter().filter(|finding| finding.severity == Severity::Fault).count();
    let warnings = findings.len() - faults;
    println!("tidy: {} files, {faults} faults, {warnings} warnings", files.len());
    Ok(faults)
}

/// Every rule on one file. Code that others wrote is kept as they wrote it.
fn check(file: &SourceFile, exceptions: &Exceptions) -> Vec<Finding> {
    let mut found = words::machine_paths(file);
    found.extend(docs::links(file));
    found.extend(docs::architecture(file));
    found.extend(limits::published(file));
    if file.is_vendored() {
        return found;
    }
    found.extend(size::lines(file));
    found.extend(size::file(file, exceptions));
    found.extend(words::notes_to_self(file));
    found.extend(meanings::words(file));
    found.extend(words::sql_columns(file));
    found.extend(words::sleeps_in_script_tests(file));
    if let Some(rust) = &file.rust {
        found.extend(size::functions(file, rust, exceptions));
        found.extend(words::type_names(file, rust));
        found.extend(words::attributes(file, rust));
        found.extend(words::sleeps_in_rust_tests(file, rust));
        found.extend(words::uncounted_skips(file, rust));
        found.extend(docs::first_lines(file));
    }
    found
}

/// The text files that git tracks or would add.
fn tree() -> anyhow::Result<Vec<SourceFile>> {
    let listed = process::output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
    let paths = listed.split('\0').filter(|path| !path.is_empty() && *path != "Cargo.lock");
    // A path that is gone from the disk, or whose bytes are not UTF-8, has no text to check.
    let texts = paths.filter_map(|path| Some((path, fs::read_to_string(path).ok()?)));
    Ok(texts.map(|(path, text)| SourceFile::new(path, &text)).collect())
}
