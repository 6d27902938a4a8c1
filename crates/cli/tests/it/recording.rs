//! `record` and `apply`: what is put on record by hand is read well, known, kept whole, and signed for.

use std::path::Path;

use tempfile::TempDir;

use crate::{Ran, assay, assay_with, binary, ran, shown, write};

/// A body that `init` made, with data and an administrator.
struct Body {
    folder: TempDir,
    programme: String,
    data: String,
}

fn body() -> Body {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| shown(&folder.path().join(name));
    let (programme, data) = (at("mine"), at("data"));
    assert_eq!(assay(&["init", &programme]).status, 0);
    let call = ["admin", "add", "--data", &data, "--programme", &programme, "--name", "Ada", "--email"];
    let last = ["ada@example.org", "--public-url", "https://certs.example.org"];
    let ran = ran(binary().args(call).args(last).env("ASSAY_ADMIN_PASSWORD", "correct horse battery"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    Body { programme, data, folder }
}

impl Body {
    fn record(&self, lines: &str) -> Ran {
        assay_with(lines, &["record", "-", "--data", &self.data, "--add-people"])
    }
}

/// Twenty credits, of which an audit takes ten back, and a revocation: each with its reason and its place.
const AUDITED: &str = r#"{"person":"p1","date":"2026-03-02","do":"pass","exam":"REC-1","reference":"paper 7"}
{"person":"p1","date":"2026-06-01","do":"credit","cred":"records","n":20,"cat":"courses"}
{"person":"p1","date":"2026-06-02","do":"strike","cred":"records","n":10,"cat":"courses","reason":"audit"}
"#;

#[test]
fn the_reason_of_a_strike_is_told_from_the_data_as_from_the_file() {
    let body = body();
    let call = ["standing", &body.programme, "--history", "-", "--as-of", "2026-07-01"];
    let from_file = assay_with(AUDITED, &call);
    assert!(from_file.out.contains("Reason: audit"), "{}", from_file.out);
    let recorded = body.record(AUDITED);
    assert_eq!(recorded.status, 0, "{}", recorded.err);
    let explained = assay(&["explain", "p1@people.invalid", "--data", &body.data, "--as-of", "2026-07-01"]);
    assert!(explained.out.contains("Reason: audit"), "the reason is lost: {}", explained.out);
    let again = body.record(AUDITED);
    assert!(again.err.contains("0 events recorded, 3 events on record already"), "{}", again.err);
}

#[test]
fn a_suspension_by_the_body_is_a_line_and_told_apart_from_the_state_after_grace() {
    let lines = concat!(
        r#"{"person":"p1","date":"2026-03-02","do":"pass","exam":"REC-1"}"#,
        "\n",
        r#"{"person":"p1","date":"2026-06-01","do":"suspend","cred":"records","reason":"In doubt."}"#,
    );
    let body = body();
    let call = ["standing", &body.programme, "--history", "-", "--as-of", "2026-07-01"];
    let from_file = assay_with(lines, &call);
    assert!(from_file.out.contains("suspended, by the body since 2026-06-01"), "{}", from_file.out);
    let json = assay_with(lines, &[&call[..], &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let held = &json[0]["credentials"][0];
    assert_eq!((&held["status"], &held["barred_on"]), (&"suspended".into(), &"2026-06-01".into()));
    let recorded = body.record(lines);
    assert_eq!(recorded.status, 0, "{}", recorded.err);
    let explained = assay(&["explain", "p1@people.invalid", "--data", &body.data, "--as-of", "2026-07-01"]);
    assert!(explained.out.contains("Reason: In doubt."), "{}", explained.out);
    let again = body.record(lines);
    assert!(again.err.contains("0 events recorded, 2 events on record already"), "{}", again.err);
}

#[test]
fn an_instant_is_not_a_day() {
    let body = body();
    let line = |date: &str| format!(r#"{{"person":"p1","date":"{date}","do":"pass","exam":"REC-1"}}"#);
    for instant in
        ["2026-03-31T23:30:00-08:00", "2026-03-31T23:30:00Z", "2026-03-31 23:30", "2026-03-31T00:00:00"]
    {
        let call = ["standing", &body.programme, "--history", "-", "--as-of", "2026-07-01"];
        assay_with(&line(instant), &call).refused(&["write the day only", "2026-03-31", "input:1"]);
        body.record(&line(instant)).refused(&["write the day only", "input:1"]);
        let call = ["standing", &body.programme, "--history", "-", "--as-of", instant];
        let asked = assay_with("", &call);
        assert_eq!(asked.status, 2, "{}", asked.err);
        assert!(asked.err.contains("write the day only"), "{}", asked.err);
    }
    let exam = format!("{}/exams/REC-1.toml", body.programme);
    let text = std::fs::read_to_string(&exam).unwrap();
    for instant in ["2026-03-02T23:30:00-08:00", "2026-03-02T00:00:00", "\"2026-03-02T23:30:00Z\""] {
        let edited =
            text.replace("first_test_day_on = 2026-03-02", &format!("first_test_day_on = {instant}"));
        assert_ne!(edited, text);
        std::fs::write(&exam, edited).unwrap();
        let checked = assay(&["check", &body.programme]);
        assert_eq!(checked.status, 1, "{instant} is taken for a day");
        assert!(checked.out.contains("write the day only"), "{}", checked.out);
    }
}

#[test]
fn a_history_with_a_byte_order_mark_is_read() {
    let body = body();
    let marked = format!("\u{feff}{AUDITED}");
    let call = ["standing", &body.programme, "--history", "-", "--as-of", "2026-07-01"];
    let (plain, read) = (assay_with(AUDITED, &call), assay_with(&marked, &call));
    assert_eq!((read.status, read.out), (0, plain.out), "{}", read.err);
    let mid = AUDITED.replacen('\n', "\n\u{feff}", 1);
    assay_with(&mid, &call).refused(&["input:2"]);
}

#[test]
fn what_nobody_knows_is_refused_with_its_line_and_the_nearest_name() {
    let body = body();
    let lines = [
        r#"{"person":"p1","date":"2026-03-02","do":"pass","exam":"REC-1"}"#,
        r#"{"person":"p2","date":"2026-03-02","do":"pass","exam":"REC-11"}"#,
        "",
        r#"{"person":"p3","date":"2026-03-02","do":"credit","cred":"recrods","n":3}"#,
        r#"{"person":"p4","date":"2026-03-02","do":"pass","cred":"NOPE"}"#,
    ];
    let ran = body.record(&lines.join("\n"));
    assert_eq!(ran.status, 1, "{}", ran.err);
    for said in [
        "input:2: no exam version is called `REC-11`; did you mean `REC-1`?",
        "input:4: no certification is called `recrods`; did you mean `records`?",
        "input:5: no certification is called `NOPE`",
        "3 lines",
        "nothing was recorded",
    ] {
        assert!(ran.err.contains(said), "no `{said}` in: {}", ran.err);
    }
    assert!(!ran.err.contains("input:1:"), "{}", ran.err);
    assay(&["explain", "p1@people.invalid", "--data", &body.data]).refused(&["nobody on record"]);
}

#[test]
fn a_mistyped_folder_is_said_and_not_made() {
    let body = body();
    let nope = shown(&body.folder.path().join("nope"));
    let ran = assay_with(AUDITED, &["record", "-", "--data", &nope, "--add-people"]);
    ran.refused(&["nope", "hint: "]);
    assert!(!Path::new(&nope).exists(), "a folder is left behind");
    let empty = shown(&body.folder.path().join("empty"));
    std::fs::create_dir(&empty).unwrap();
    assay_with(AUDITED, &["record", "-", "--data", &empty]).refused(&["hint: "]);
    assert_eq!(std::fs::read_dir(&empty).unwrap().count(), 0, "something is left in the folder");
}

#[test]
fn a_change_from_the_command_line_says_who_applied_it_and_that_nobody_proposed_it() {
    let body = body();
    let root = format!("{}/programme.toml", body.programme);
    let mut number = 1;
    let mut change = |by: &[&str]| {
        number += 1;
        let text = std::fs::read_to_string(&root).unwrap();
        let amendment =
            format!("\n[[amendment]]\non = 204{number}-01-01\nshift = \"P6M\"\nreason = \"Closed.\"\n");
        std::fs::write(&root, text + &amendment).unwrap();
        let plan = write(&body.folder, "change.json", "");
        std::fs::remove_file(&plan).unwrap();
        let planned = assay(&["plan", &body.programme, "--data", &body.data, "--out", &plan]);
        assert_eq!(planned.status, 0, "{}", planned.err);
        let mut call = vec!["apply", &body.programme, "--data", &body.data, "--plan", &plan];
        call.extend(by);
        let applied = assay(&call);
        assert_eq!(applied.status, 0, "{}", applied.err);
        assert!(applied.err.contains(&format!("version {number} is in force")), "{}", applied.err);
        let call = ["explain", "ada@example.org", "--data", &body.data, "--format", "json"];
        let by = assay(&call).json()["programme"]["applied_by"].as_str().unwrap().to_owned();
        (applied.err, by)
    };
    let (said, by) = change(&["--by", "Ada Example"]);
    assert_eq!(by, "Ada Example (command line)");
    assert!(said.contains("applied by Ada Example (command line); nobody else proposed it"), "{said}");
    let (said, by) = change(&[]);
    assert!(by.starts_with("account ") && by.ends_with(" (command line)"), "{by}");
    assert!(said.contains(&by) && said.contains("nobody else proposed it"), "{said}");
}

#[test]
fn two_courses_of_one_day_are_two_and_the_same_file_is_recorded_once() {
    let body = body();
    let line = |reference: &str| {
        format!(
            "{{\"person\":\"p1\",\"date\":\"2026-06-01\",\"do\":\"credit\",\"cred\":\"records\",\"n\":10,\
             \"cat\":\"courses\",\"reference\":\"{reference}\"}}\n"
        )
    };
    for (course, said) in [
        ("course A", "1 event recorded, 0 events on record already"),
        ("course D", "1 event recorded, 0 events on record already"),
        ("course A", "0 events recorded, 1 event on record already"),
    ] {
        let recorded = body.record(&line(course));
        assert!(recorded.err.contains(said), "{course}: {}", recorded.err);
    }
    let without = line("course A").replace(",\"reference\":\"course A\"", "");
    let recorded = body.record(&without);
    assert!(recorded.err.contains("0 events recorded, 1 event on record"), "{}", recorded.err);
}

#[test]
fn what_only_takes_away_is_about_somebody_who_is_on_record() {
    let body = body();
    let revoke = r#"{"person":"selma@example.org","date":"2026-06-01","do":"revoke","cred":"records"}"#;
    let said = |ran: &Ran, parts: &[&str]| {
        assert_eq!(ran.status, 1, "{}", ran.err);
        assert!(parts.iter().all(|part| ran.err.contains(part)), "{}", ran.err);
    };
    let nobody = body.record(revoke);
    said(&nobody, &["nobody on record is called", "selma@example.org", "0 new accounts"]);
    let pass = r#"{"person":"selma@example.org","date":"2026-05-01","do":"pass","exam":"REC-1"}"#;
    assert_eq!(body.record(pass).status, 0);
    assert_eq!(body.record(revoke).status, 0, "now there is something to take away");
    let odd = pass.replace("selma@example.org", "=cmd|x@a.bc");
    said(&body.record(&odd), &["not recorded", "=cmd|x@a.bc", "0 new accounts"]);
}
