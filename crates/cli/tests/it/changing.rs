//! `plan`, `apply`, `explain`, `record`: a change of the programme from the command line, over the people of
//! the demonstration.

use std::{io::Read, path::Path, process::Stdio, time::Duration};

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::{Ran, assay, assay_with, binary, copy_of_cloudops, serving::Server, shown, write};

const CHANGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/changes");

/// The demonstration's data on 20 September 2025, served by nobody any more.
fn demonstration() -> TempDir {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(&["demo", "--today", "2025-09-20", "--data", &shown(data.path())]);
    assert_eq!(server.stop().0, Some(0));
    data
}

/// The reference programme with an example change.
fn changed(example: &str) -> TempDir {
    let programme = copy_of_cloudops();
    add(&Path::new(CHANGES).join(example), programme.path());
    programme
}

fn add(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            add(&path, &target);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let before = std::fs::read_to_string(&target).unwrap();
            std::fs::write(target, before + "\n" + &std::fs::read_to_string(path).unwrap()).unwrap();
        }
    }
}

fn plan(example: &str, data: &TempDir, more: &[&str]) -> Ran {
    let programme = changed(example);
    let (programme, data) = (shown(programme.path()), shown(data.path()));
    let mut call = vec!["plan", &programme, "--data", &data];
    call.extend(more);
    assay(&call)
}

#[test]
fn the_three_examples_over_the_people_of_the_demonstration() {
    let data = demonstration();
    let text = |example| {
        let ran = plan(example, &data, &[]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.out
    };
    assert_snapshot!("six_months_more_for_everyone", text("extend-six-months"));
    assert_snapshot!("two_years_for_new_awards", text("two-years-for-new-awards"));
    assert_snapshot!("end_of_the_upper_renewal", text("end-of-the-upper-renewal"));
}

#[test]
fn a_plan_is_applied_once_told_to_everybody_and_explained_before_and_after() {
    let data = demonstration();
    let folder = shown(data.path());
    let out = tempfile::tempdir().unwrap();
    let file = shown(&out.path().join("extend.plan"));
    let planned = plan("extend-six-months", &data, &["--out", &file, "--format", "json"]);
    assert_eq!(planned.json()["impact"]["touched"], 3, "{}", planned.err);
    let other = shown(&out.path().join("retire.plan"));
    assert_eq!(plan("end-of-the-upper-renewal", &data, &["--out", &other]).status, 0);

    let programme = changed("extend-six-months");
    let apply = |programme: &TempDir, plan: &str| {
        assay(&["apply", &shown(programme.path()), "--data", &folder, "--plan", plan])
    };
    apply(&changed("end-of-the-upper-renewal"), &file).refused(&["not those the plan was made for"]);
    let applied = apply(&programme, &file);
    assert_eq!((applied.status, applied.out.as_str()), (0, ""), "{}", applied.err);
    assert!(applied.err.contains("version 2 is in force"), "{}", applied.err);
    let again = apply(&programme, &file);
    assert!(again.status == 0 && again.err.contains("nothing to do"), "{}", again.err);
    apply(&changed("end-of-the-upper-renewal"), &other).refused(&["version 2 is in force", "assay plan"]);
    let edited = std::fs::read_to_string(&file).unwrap().replace("2027-09-10", "2027-09-11");
    let edited = write(&out, "edited.plan", &edited);
    apply(&programme, &edited).refused(&["edited after it was made"]);

    let explain = |more: &[&str]| {
        let mut call = vec!["explain", "noa@demo.example", "--data", &folder];
        call.extend(more);
        let ran = assay(&call);
        assert_eq!(ran.status, 0, "{}", ran.err);
        // Ids and marks differ from run to run.
        let plain = ran.out.lines().map(|line| match line.split_once(" (per_") {
            Some((name, rest)) => format!("{name} (id){}", rest.split_once(')').unwrap().1),
            None => line.split(" of the programme (").next().unwrap().to_owned(),
        });
        let today = |line: String| match line.split_once("The rules known since ") {
            Some((before, rest)) => {
                format!("{before}The rules known since then{}", &rest[rest.find(" judge").unwrap()..])
            }
            None => line,
        };
        let plain = plain.map(today);
        plain.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!("after_the_change", explain(&["--as-of", "2025-10-13"]));
    let before = ["--as-of", "2025-10-13", "--known-at", "2025-01-01T00:00:00Z"];
    assert_snapshot!("as_it_was_known_before", explain(&before));
    assay(&["explain", "nobody@example.org", "--data", &folder]).refused(&["nobody on record", "hint: "]);
    assay(&["explain", "noa@demo.example", "--data", &shown(out.path())]).refused(&["serve it once"]);
}

#[test]
fn what_happened_elsewhere_is_recorded_and_the_plan_knows_it() {
    let data = demonstration();
    let folder = shown(data.path());
    let line = r#"{"person":"noor@demo.example","date":"2024-05-06","do":"pass","exam":"SOA-C02"}"#;
    let record = || assay_with(line, &["record", "-", "--data", &folder]);
    let recorded = record();
    assert_eq!(recorded.status, 0, "{}", recorded.err);
    assert!(recorded.err.contains("1 event recorded, 0 events on record already"), "{}", recorded.err);
    assert!(record().err.contains("0 events recorded, 1 event on record already"));
    let planned = plan("extend-six-months", &data, &["--format", "json"]);
    assert_eq!(planned.json()["impact"]["touched"], 4, "{}", planned.err);
    let unknown = assay_with(&line.replace("noor@", "who@"), &["record", "-", "--data", &folder]);
    assert_eq!(unknown.status, 1);
    assert!(unknown.err.contains("nobody on record is called who@demo.example"), "{}", unknown.err);
}

#[test]
fn a_plan_without_data_compares_two_folders_over_a_history() {
    let out = tempfile::tempdir().unwrap();
    let history =
        write(&out, "people.jsonl", r#"{"person":"p1","date":"2024-03-10","do":"pass","exam":"SOA-C02"}"#);
    let (before, after) = (copy_of_cloudops(), changed("end-of-the-upper-renewal"));
    let against = shown(before.path());
    let more = ["--against", &against, "--history", &history, "--today", "2025-09-20"];
    let after = shown(after.path());
    let mut call = vec!["plan", after.as_str()];
    call.extend(more);
    let ran = assay(&call);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("1 person compared, 1 affected"), "{}", ran.out);
    let missing = assay(&["plan", &after]);
    assert_eq!(missing.status, 2, "{}", missing.err);
}

/// At whatever moment the process dies, the old version or the new one is in force, whole.
#[test]
fn an_apply_that_is_killed_leaves_the_old_version_or_the_new_one() {
    let data = demonstration();
    let folder = shown(data.path());
    let out = tempfile::tempdir().unwrap();
    let file = shown(&out.path().join("extend.plan"));
    assert_eq!(plan("extend-six-months", &data, &["--out", &file]).status, 0);
    let programme = changed("extend-six-months");
    let programme = shown(programme.path());
    let version = || {
        let ran = assay(&["explain", "noa@demo.example", "--data", &folder, "--format", "json"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.json()["programme"]["version"].as_i64().unwrap()
    };
    let (mut killed, mut after_ms) = (0, 2);
    while version() == 1 {
        let call = ["apply", &programme, "--data", &folder, "--plan", &file];
        let mut process = binary().args(call).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = process.stderr.take().unwrap();
        let (end, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || end.send(said.read_to_end(&mut Vec::new()).is_ok()));
        // Its own end, or the kill, whichever comes first.
        killed += usize::from(ended.recv_timeout(Duration::from_millis(after_ms)).is_err());
        process.kill().unwrap();
        process.wait().unwrap();
        after_ms += after_ms.div_ceil(4);
    }
    assert!(killed > 3, "killed {killed} times before it was in force");
    let last = assay(&["apply", &programme, "--data", &folder, "--plan", &file]);
    assert!(last.status == 0 && last.err.contains("in force as version 2"), "{}", last.err);
    // Nobody was forgotten and nobody told twice, whenever it was killed.
    let server = Server::start(&["demo", "--data", &folder]);
    assert!(server.get("/metrics").contains("jobs_waiting 0"), "{}", server.get("/metrics"));
    assert_eq!(server.stop().0, Some(0));
}
