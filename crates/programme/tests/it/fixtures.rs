//! Programmes that must pass, and for each code one that must fail by it and by nothing else.

use std::{collections::BTreeSet, fmt::Write};

use assay_kernel::{Diagnostics, Severity, source::SourceFile};
use assay_programme::{codes::CODES, load};

use crate::support::{expect_file, folders};

/// Codes whose fixture is made here.
///
/// A file of more than a mebibyte does not belong in the repository, and two files whose names differ in
/// case only cannot stand side by side on every machine.
const MADE_HERE: [&str; 2] = ["P0006", "P0101"];
/// Codes that are found above this crate, by whoever reads forms; the stories of the binary show them.
const FOUND_ABOVE: [&str; 1] = ["P0166"];

fn findings(files: &[SourceFile]) -> Diagnostics {
    match load(files) {
        Ok(checked) => checked.warnings().clone(),
        Err(found) => found,
    }
}

#[test]
fn what_must_pass_passes_without_a_warning() {
    for (name, files) in folders("must_pass") {
        assert_eq!(findings(&files), Diagnostics::default(), "{name}");
    }
}

#[test]
fn each_code_has_a_programme_that_fails_by_it_and_by_nothing_else() {
    let fixtures = folders("must_fail");
    let mut told = String::new();
    for (name, files) in &fixtures {
        let found = findings(files).sorted();
        let codes: BTreeSet<&str> = found.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, BTreeSet::from([name.as_str()]), "{name}: {found:#?}");
        for fault in found {
            let severity = if fault.severity == Severity::Error { "error" } else { "warning" };
            let at = &fault.at;
            writeln!(told, "{severity}[{}] {}:{}:{}", fault.code, at.file, at.line, at.column).unwrap();
            writeln!(told, "  {}", fault.message).unwrap();
            if !fault.hint.is_empty() {
                writeln!(told, "  hint: {}", fault.hint).unwrap();
            }
        }
    }
    let with_fixture: BTreeSet<&str> =
        fixtures.keys().map(String::as_str).chain(MADE_HERE).chain(FOUND_ABOVE).collect();
    let with_entry: BTreeSet<&str> = CODES.iter().map(|entry| entry.code).collect();
    assert_eq!(with_fixture, with_entry, "every code has an entry and a fixture");
    expect_file("tests/golden/must_fail.txt", &told);
}

#[test]
fn a_file_of_more_than_a_mebibyte_is_not_read() {
    let mut files = folders("must_pass").remove("minimal").unwrap();
    files.push(SourceFile::new("announcements/long.toml", " ".repeat((1 << 20) + 1)));
    assert!(findings(&files).iter().any(|fault| fault.code == "P0006"));
}

#[test]
fn two_announcements_whose_names_differ_in_case_only_are_a_fault() {
    let mut files = folders("must_pass").remove("transition").unwrap();
    let path = "announcements/2025-01-01-new-exam.toml";
    let text = files.iter().find(|file| file.path == path).unwrap().text.clone();
    files.push(SourceFile::new("announcements/2025-01-01-NEW-exam.toml", text));
    let codes: Vec<&str> = findings(&files).iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["P0101"]);
}

#[test]
fn the_table_of_codes_is_in_order_and_says_something_of_each() {
    for pair in CODES.windows(2) {
        assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
    }
    for entry in CODES {
        assert!(entry.explanation.len() > 60 && !entry.title.ends_with('.'), "{}", entry.code);
        assert!(!entry.explanation.contains("  "), "{}", entry.code);
    }
}

#[test]
fn every_code_that_is_used_has_an_entry() {
    let sources = [include_str!("../../src/codes/mod.rs"), include_str!("../../../kernel/src/source.rs")];
    let used: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.lines())
        .filter_map(|line| line.trim().strip_prefix("pub const ")?.split('"').nth(1))
        .filter(|code| code.starts_with('P'))
        .collect();
    assert_eq!(used, CODES.iter().map(|entry| entry.code).collect());
}
