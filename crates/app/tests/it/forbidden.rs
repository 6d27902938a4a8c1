//! What cannot be written against the application from outside: programs that the compiler refuses, each
//! with the code of its refusal and a twin that compiles, so that no rename and no slip satisfies it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// A library that these tests are linked with: the newest one beside them.
fn library(name: &str) -> PathBuf {
    let beside = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    let start = format!("lib{name}-");
    let entries = std::fs::read_dir(&beside).unwrap().map(Result::unwrap);
    let libraries = entries.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with(&start) && name.ends_with(".rlib")
    });
    let newest = libraries.max_by_key(|entry| entry.metadata().unwrap().modified().unwrap());
    newest.expect("the tests are linked with the application").path()
}

/// The codes of what the compiler finds wrong with a program against the application.
fn compiled(folder: &Path, program: &str) -> Vec<String> {
    compiled_with("assay_app", folder, program)
}

/// The codes of what the compiler finds wrong with a program against a library.
fn compiled_with(name: &str, folder: &Path, program: &str) -> Vec<String> {
    let file = folder.join("program.rs");
    std::fs::write(&file, program).unwrap();
    let library = library(name);
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata", "--error-format", "json"]);
    rustc.arg("--extern").arg(format!("{name}={}", library.display()));
    rustc.arg("-L").arg(format!("dependency={}", library.parent().unwrap().display()));
    let ran = rustc.arg("--out-dir").arg(folder).arg(&file).output().unwrap();
    let told = String::from_utf8(ran.stderr).unwrap();
    let messages = told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let codes = messages.filter_map(|message| Some(message["code"]["code"].as_str()?.to_owned()));
    let codes: Vec<String> = codes.filter(|code| code.starts_with('E')).collect();
    assert_eq!(ran.status.success(), codes.is_empty(), "{program}\n{told}");
    codes
}

#[test]
fn no_key_and_no_item_can_be_had_from_outside() {
    let folder = tempfile::tempdir().unwrap();
    for (code, forbidden, twin) in [
        // The vaults have no name outside.
        ("E0603", "pub use assay_app::vault::Sealed;", "pub use assay_app::Sittings;"),
        ("E0603", "pub use assay_app::vault::Pool;", "pub use assay_app::Practice;"),
        // Nor can they be had from the rooms that hold them, or the bank from what was read of files.
        (
            "E0616",
            "pub fn bank(room: &assay_app::Sittings) { let _ = &room.exams; }",
            "pub fn count(room: &assay_app::Sittings) -> usize { room.in_memory() }",
        ),
        (
            "E0616",
            "pub fn pool(room: &assay_app::Practice) { let _ = &room.pools; }",
            "pub fn room(app: &assay_app::App) -> &assay_app::Practice { &app.practice }",
        ),
        (
            "E0616",
            "pub fn bank(read: &assay_app::Reviewed) { let _ = &read.bank; }",
            "pub fn tree(read: &assay_app::Reviewed) -> &str { read.tree() }",
        ),
        // Nobody but the room of awards signs.
        (
            "E0616",
            "pub fn key(room: &assay_app::Awards) { let _ = &room.keys; }",
            "pub fn address(room: &assay_app::Awards) -> &str { room.issuer().url() }",
        ),
    ] {
        assert_eq!(compiled(folder.path(), forbidden), [code], "{forbidden}");
        assert_eq!(compiled(folder.path(), twin), [""; 0], "{twin}");
    }
}

#[test]
fn nobody_outside_writes_a_permit_or_reaches_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let see = "assay_app::acts::SeePeople";
    for (code, forbidden, twin) in [
        (
            "E0624",
            format!("pub fn permit(asking: &assay_app::Asking) {{ let _ = asking.permit::<{see}>(); }}"),
            format!("pub fn may(asking: &assay_app::Asking) -> bool {{ asking.may_at_all::<{see}>() }}"),
        ),
        (
            "E0616",
            "pub fn store(app: &assay_app::App) { let _ = &app.store; }".to_owned(),
            "pub fn door(app: &assay_app::App) -> &assay_app::Door { &app.door }".to_owned(),
        ),
        (
            "E0616",
            "pub fn shelf(room: &assay_app::Record) { let _ = &room.shelf; }".to_owned(),
            "pub fn room(app: &assay_app::App) -> &assay_app::Record { &app.record }".to_owned(),
        ),
    ] {
        assert_eq!(compiled(folder.path(), &forbidden), [code], "{forbidden}");
        assert_eq!(compiled(folder.path(), &twin), [""; 0], "{twin}");
    }
}

#[test]
fn a_sitting_of_practice_cannot_be_passed_to_what_leads_to_an_award() {
    let folder = tempfile::tempdir().unwrap();
    let start =
        "use assay_assessment::{occasion::*, record::ExamResult, score::ScoreReport, sitting::Sitting};";
    let recorded = |occasion: &str| {
        format!(
            "{start} pub fn recorded(sitting: &Sitting<{occasion}>, report: &ScoreReport) -> ExamResult {{ \
             ExamResult::of(sitting, report) }}"
        )
    };
    let identified = |occasion: &str| {
        format!(
            "{start} pub fn same(one: &Sitting<Examination>, other: &Sitting<{occasion}>) -> bool {{ \
             one.id == other.id }}"
        )
    };
    let used_up = |occasion: &str| {
        format!(
            "{start} pub fn right(sitting: &Sitting<{occasion}>) -> <Examination as Occasion>::Right {{ \
             sitting.right }}"
        )
    };
    for program in [&recorded as &dyn Fn(&str) -> String, &identified, &used_up] {
        let compiled = |occasion| compiled_with("assay_assessment", folder.path(), &program(occasion));
        assert_eq!(compiled("Practice"), ["E0308"], "{}", program("Practice"));
        assert_eq!(compiled("Examination"), [""; 0], "{}", program("Examination"));
    }
}
