//! A fuzzer of programmes on stable Rust: files that nobody meant, from a seed.
//!
//! `cargo xtask fuzz programme` runs it for a while; as a test it runs a few hundred fixed cases. A case
//! that fails prints its seed, and `cargo xtask fuzz programme --seed N` begins with it.
#![cfg(test)]

mod mutate;

use std::path::{Path, PathBuf};

use assay_kernel::{
    Diagnostic, Diagnostics,
    source::{FILE_BYTES_MAX, SourceFile},
};
use assay_programme::{check, format, load, parse};
use toml_parser::{Source, lexer::TokenKind};

use mutate::{Chance, mutate};

/// Files that others read; what this crate finds in them is nothing.
const OF_OTHERS: [&str; 9] =
    ["bank/", "practice/", "courses/", "roles/", "forms/", "badges/", "review", "labs/", "lint.toml"];

/// Every programme of the repository and every fixture, without the files of other readers.
fn programmes() -> Vec<Vec<SourceFile>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![here.join("../../programmes/cloudops"), here.join("../../programmes/template")];
    for below in ["../../programmes/zoo", "tests/must_pass", "tests/must_fail"] {
        let entries = std::fs::read_dir(here.join(below)).unwrap();
        folders.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()));
    }
    folders.sort();
    folders.iter().map(files).collect()
}

fn files(folder: &PathBuf) -> Vec<SourceFile> {
    let (mut found, mut open) = (Vec::new(), vec![folder.clone()]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                open.push(path);
            } else if below.ends_with(".toml") && !OF_OTHERS.iter().any(|folder| below.starts_with(folder)) {
                found.push(SourceFile::new(below, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

#[test]
fn whatever_the_files_hold_reading_ends_and_finds_every_fault() {
    let programmes = programmes();
    assay_testkit::fuzz::cases("programme", 400, |seed| {
        let mut chance = Chance(seed);
        let mut files = programmes[chance.below(programmes.len())].clone();
        let others = &programmes[chance.below(programmes.len())];
        let lent: Vec<&str> = others.iter().map(|file| file.text.as_str()).collect();
        let mut touched = 0;
        for _ in 0..=chance.below(3) {
            touched = chance.below(files.len());
            for _ in 0..=chance.below(4) {
                mutate(&mut files[touched].text, &lent, &mut chance);
            }
        }
        if chance.below(20) == 0 {
            files.remove(chance.below(files.len()));
            touched = chance.below(files.len());
        }
        hold(&files, touched);
    });
}

/// Everything that must be so, whatever the files are.
fn hold(files: &[SourceFile], touched: usize) {
    let (programme, found) = parse(files);
    let meaning = check(&programme);
    for diagnostic in found.iter().chain(meaning.iter()) {
        stands_in_its_file(diagnostic, files);
    }
    match load(files) {
        Ok(checked) => assert!(!found.has_errors() && !checked.warnings().has_errors()),
        Err(told) => {
            assert!(told.has_errors());
            told.iter().for_each(|diagnostic| stands_in_its_file(diagnostic, files));
            for fault in found.iter() {
                assert!(told.iter().any(|one| one == fault), "not told: {fault:?}");
            }
        }
    }
    if let Some(file) = files.get(touched) {
        a_further_fault_is_found_too(files, file, &found);
        if let Ok(formatted) = format(file) {
            only_the_layout_changed(&file.text, &formatted);
        }
    }
}

fn stands_in_its_file(diagnostic: &Diagnostic, files: &[SourceFile]) {
    let at = &diagnostic.at;
    assert!(at.line >= 1 && at.column >= 1, "{diagnostic:?}");
    let Some(file) = files.iter().find(|file| file.path == at.file) else {
        assert!(at.span == (0..0) && diagnostic.code != "P0001", "of no file: {diagnostic:?}");
        return;
    };
    assert!(file.text.get(at.span.clone()).is_some(), "outside of its file: {diagnostic:?}");
    assert!(at.line <= file.text.matches('\n').count() + 1, "below its file: {diagnostic:?}");
    // Findings of meaning know the line of their part; those of form know the very place.
    if at.span != (0..0) {
        assert_eq!(file.locate(at.span.clone()), *at, "{diagnostic:?}");
    }
}

/// One more fault at the top of a file is found, and hides none of those before.
fn a_further_fault_is_found_too(files: &[SourceFile], file: &SourceFile, before: &Diagnostics) {
    let added = "zz_fuzzed = 1\n";
    if file.text.len() + added.len() > FILE_BYTES_MAX || file.text.contains("zz_fuzzed") {
        return;
    }
    let mut files = files.to_vec();
    let Some(changed) = files.iter_mut().find(|one| one.path == file.path) else { return };
    let after_mark = if changed.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    changed.text.insert_str(after_mark, added);
    let known = before.iter().all(|fault| fault.code != "P0010" || fault.at.file != file.path);
    let (_, after) = parse(&files);
    let unknown = after.iter().filter(|fault| fault.code == "P0003" && fault.message.contains("`zz_fuzzed`"));
    assert_eq!(unknown.count(), usize::from(known), "{}:\n{}", file.path, file.text);
    for fault in before.iter() {
        let same = |one: &&Diagnostic| (one.code, &one.message) == (fault.code, &fault.message);
        let (was, is) = (before.iter().filter(same).count(), after.iter().filter(same).count());
        assert!(is >= was, "hidden by another: {fault:?}\n{}", file.text);
    }
}

fn only_the_layout_changed(text: &str, formatted: &str) {
    // As text, since what is no number equals nothing.
    let values = |text: &str| format!("{:?}", text.parse::<toml::Table>().ok());
    assert_eq!(values(text), values(formatted), "\n{text}\n--- became\n{formatted}");
    let comments = |text: &str| {
        let tokens = Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
        tokens.map(|token| text[token.span().start()..token.span().end()].trim_end().to_owned()).collect()
    };
    let (before, after): (Vec<String>, Vec<String>) = (comments(text), comments(formatted));
    assert_eq!(before, after, "\n{text}\n--- became\n{formatted}");
    let again = format(&SourceFile::new("x.toml", formatted)).unwrap();
    assert_eq!(again, formatted, "formatted again:\n{formatted}");
}
