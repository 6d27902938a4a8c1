//! `check`, `outline`, `conformance`: files in, findings out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use assay_kernel::{
    Date,
    source::{Reader, SourceFile},
};
use assay_programme::{
    Checked,
    model::{Function, Programme},
};

use crate::{CLOUDOPS, ZOO, assay, copy_of_cloudops, shown, write};

#[test]
fn the_reference_programme_has_no_errors() {
    let ran = assay(&["check", CLOUDOPS, "--format", "json"]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    let document = ran.json();
    let found = document["diagnostics"].as_array().unwrap();
    assert!(found.iter().all(|diagnostic| diagnostic["severity"] == "warning"), "{}", ran.out);
    assert!(ran.err.contains(": 0 errors and "), "{}", ran.err);
}

#[test]
fn faults_in_two_files_are_found_in_one_run() {
    let broken = copy_of_cloudops();
    for file in ["outlines/SOA-C03.toml", "transitions/sysops-to-cloudops.toml"] {
        let path = broken.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text + "\nno_such_key_here = \"x\"\n[broken\n").unwrap();
    }
    let folder = shown(broken.path());
    let ran = assay(&["check", &folder, "--format", "json"]);
    assert_eq!(ran.status, 1);
    let document = ran.json();
    let found = document["diagnostics"].as_array().unwrap();
    let errors = found.iter().filter(|diagnostic| diagnostic["severity"] == "error");
    let files: BTreeSet<&str> = errors.map(|diagnostic| diagnostic["file"].as_str().unwrap()).collect();
    assert_eq!(files.len(), 2, "{}", ran.out);
    for diagnostic in found {
        for key in ["code", "severity", "message", "hint"] {
            assert!(diagnostic[key].is_string(), "{diagnostic}");
        }
        assert!(diagnostic["line"].as_u64().unwrap() >= 1 && diagnostic["column"].as_u64().unwrap() >= 1);
    }

    let text = assay(&["check", &folder]);
    assert_eq!(text.status, 1);
    assert!(text.out.contains("error[P0003]: unknown key `no_such_key_here`"), "{}", text.out);
    assert!(text.out.contains("--> outlines/SOA-C03.toml:"), "{}", text.out);
    assert!(!text.out.contains('\u{1b}'), "no colour where nobody looks");
    assert!(text.err.contains(": 6 errors and "), "{}", text.err);
}

#[test]
fn a_file_that_is_no_text_is_a_finding_with_its_place() {
    let folder = copy_of_cloudops();
    let path = folder.path().join("policies/clf.toml");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(b"# caf\xe9\n");
    std::fs::write(path, bytes).unwrap();
    let ran = assay(&["check", &shown(folder.path()), "--format", "json"]);
    assert_eq!(ran.status, 1);
    let document = ran.json();
    let found = document["diagnostics"].as_array().unwrap();
    let fault = found.iter().find(|diagnostic| diagnostic["file"] == "policies/clf.toml").unwrap();
    assert_eq!((&fault["code"], &fault["column"]), (&"P0001".into(), &6.into()), "{fault}");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_named_and_not_followed() {
    let folder = copy_of_cloudops();
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("policies/link.toml")).unwrap();
    let ran = assay(&["check", &shown(folder.path())]);
    assert!(ran.err.contains("policies/link.toml is a symbolic link and is not followed"), "{}", ran.err);
}

#[test]
fn an_outline_diff_tells_stated_from_derived_and_judges_the_claims() {
    let ran = assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C02", "SOA-C03", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let diff = ran.json();
    assert_eq!(diff["from"]["skills"], 65);
    assert_eq!(diff["to"]["skills"], 53);
    assert!(
        diff["counts"]["skills"]["stated"].is_object() && diff["counts"]["skills"]["derived"].is_object()
    );
    let claims = diff["claims"].as_array().unwrap();
    assert!(claims.iter().any(|claim| claim["verdict"] == "holds at task level only"), "{claims:?}");

    let text = assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C02", "SOA-C03"]);
    assert_eq!(text.status, 0);
    assert!(text.out.contains("Announced claims"));
    assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C03", "SOA-C02"]).refused(&["swap the two"]);
    assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C1", "SOA-C03"]).refused(&["it has CLF-C02"]);
}

#[test]
fn worked_cases_are_counted_and_each_disagreement_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let cases = |expiry: &str| {
        format!(
            "[[case]]\nid = 'first'\npolicy = 'cloudops'\nsrc = 'here'\n\
             events = [{{ date = 2024-03-10, do = 'earn', cred = 'sysops' }}]\n\
             expect = [{{ cred = 'sysops', expiry = {expiry} }},\n\
             {{ cred = 'clf', on = 2024-04-01, state = 'none' }}]\n"
        )
    };
    let own = folder.path().join("policies/cloudops");
    crate::copy(std::path::Path::new(CLOUDOPS), &own);
    let own = shown(own.parent().unwrap());
    let good = write(&folder, "good.toml", &cases("2027-03-10"));
    let ran = assay(&["conformance", "renewal", &good, "--policies", &own]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "2 passed, 0 failed\n"), "{}", ran.err);

    let bad = write(&folder, "bad.toml", &cases("2027-03-09"));
    let ran = assay(&["conformance", "renewal", &bad, "--policies", &own]);
    let expected = "first: sysops: expected last valid day 2027-03-09, found last valid day 2027-03-10\n\
                    1 passed, 1 failed\n";
    assert_eq!((ran.status, ran.out.as_str()), (1, expected));

    let broken = write(&folder, "broken.toml", "[[case]]\nid = 3\n");
    assay(&["conformance", "renewal", &broken, "--policies", &own]).refused(&["broken.toml:2:6", "P0004"]);
    let empty = shown(tempfile::tempdir_in(folder.path()).unwrap().path());
    assay(&["conformance", "renewal", &good, "--policies", &empty]).refused(&["hint: "]);
}

#[test]
fn every_programme_of_the_zoo_is_without_errors() {
    let mut checked = 0;
    for entry in std::fs::read_dir(ZOO).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("programme.toml").is_file() {
            let ran = assay(&["check", &shown(&folder)]);
            assert_eq!(ran.status, 0, "{}: {}", folder.display(), ran.out);
            checked += 1;
        }
    }
    assert!(checked >= 14, "{checked} programmes");
}

#[test]
fn the_zoo_agrees_with_its_worked_cases() {
    let own = format!("{ZOO}/own-cases.toml");
    let ran = assay(&["conformance", "renewal", &own, "--policies", ZOO]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.out.trim_end().ends_with("passed, 0 failed"), "{}", ran.out);
    let shelf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference/facts/renewal-cases.toml");
    if std::path::Path::new(shelf).is_file() {
        let ran = assay(&["conformance", "renewal", shelf, "--policies", ZOO]);
        assert_eq!(ran.status, 0, "{}", ran.out);
    } else {
        eprintln!("SKIPPED: the shelf's cases are not beside this checkout");
    }
}

/// Each date of a transition: its key in the catalogue and its key here.
const DATES: [(&str, &str); 8] = [
    ("announced", "announced_on"),
    ("guide", "guide_released_on"),
    ("registration", "registration_opens_on"),
    ("scheduling_new", "registration_opens_on"),
    ("last_schedule_old", "last_booking_day_on"),
    ("last_old", "last_test_day_on"),
    ("first_new", "first_test_day_on"),
    ("effective", "effective_on"),
];

/// Dates not in the catalogue: two that the form of the file asks for, one read elsewhere on the shelf.
const DATES_OF_OURS: [(&str, &str); 3] = [
    ("cisco-2020", "last_test_day_on"),
    ("cka-2025", "last_test_day_on"),
    ("cncf-validity-2024", "announced_on"),
];

/// A transition of the catalogue; a key missing there is unknown, not none.
struct Fact {
    id: String,
    programme: String,
    dates: BTreeMap<&'static str, Date>,
    last_by_language: BTreeMap<String, Date>,
    last_by_exam: BTreeMap<String, Date>,
}

fn fact(table: &Reader<'_>) -> Fact {
    // Read so that a key which nothing here compares is reported as unknown.
    for words in ["from", "to", "conf"] {
        table.maybe_text(words);
    }
    for lists in ["kind", "rules"] {
        table.texts(lists);
    }
    let retired = table.tables("retired", |one| (one.text("cred"), one.date("last").unwrap()));
    let languages = table.maybe_table("last_old_by_language", |languages| {
        languages.keys().into_iter().map(|code| (code.clone(), languages.date(&code).unwrap())).collect()
    });
    Fact {
        id: table.text("id"),
        programme: table.text("programme"),
        dates: DATES.into_iter().filter_map(|(key, ours)| Some((ours, table.maybe_date(key)?))).collect(),
        last_by_language: languages.unwrap_or_default(),
        last_by_exam: retired.into_iter().collect(),
    }
}

fn load(folder: &Path) -> Checked {
    let mut files = Vec::new();
    let kinds = ["", "certifications", "exams", "outlines", "crosswalks", "transitions", "policies"];
    for kind in kinds.map(|kind| folder.join(kind)).iter().filter(|kind| kind.is_dir()) {
        for path in std::fs::read_dir(kind).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|extension| extension == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push(SourceFile::new(shown(path.strip_prefix(folder).unwrap()), text));
            }
        }
    }
    assay_programme::load(&files).unwrap()
}

/// The dates of a transition as a file of the zoo has them; none where there is no such file.
fn dates_of(programme: &Programme, id: &str) -> Option<BTreeMap<&'static str, Date>> {
    let all = if let Some(exam) = programme.transitions.iter().find(|change| change.id == id) {
        vec![
            ("announced_on", exam.announced_on),
            ("guide_released_on", exam.guide_released_on),
            ("registration_opens_on", exam.registration_opens_on),
            ("last_booking_day_on", exam.last_booking_day_on),
            ("last_test_day_on", Some(exam.last_test_day_on)),
            ("first_test_day_on", Some(exam.first_test_day_on)),
        ]
    } else if let Some(rules) = programme.rule_changes.iter().find(|change| change.id == id) {
        vec![("announced_on", rules.announced_on), ("effective_on", Some(rules.effective_on))]
    } else {
        vec![("announced_on", programme.retirements.iter().find(|change| change.id == id)?.announced_on)]
    };
    Some(all.into_iter().filter_map(|(key, day)| Some((key, day?))).collect())
}

/// What of one transition differs between the catalogue and the zoo, a line each.
fn differences(fact: &Fact, programme: &Programme) -> Vec<String> {
    let Fact { id, .. } = fact;
    let Some(ours) = dates_of(programme, id) else { return vec![format!("{id}: no file")] };
    let mut lines = Vec::new();
    let mut same = |what: String, theirs: Option<Date>, here: Option<Date>| {
        if theirs != here {
            lines.push(format!("{id}: {what} is {here:?} in the zoo and {theirs:?} in the catalogue"));
        }
    };
    let keys: BTreeSet<&str> = fact.dates.keys().chain(ours.keys()).copied().collect();
    for key in keys.into_iter().filter(|key| !DATES_OF_OURS.contains(&(id, key))) {
        same(key.to_owned(), fact.dates.get(key).copied(), ours.get(key).copied());
    }
    let from = programme.transitions.iter().find(|change| change.id == *id).map(|change| &change.from);
    if let Some(exam) = from.and_then(|from| programme.exam(from.as_str())) {
        let own = exam.by_language.iter().map(|dates| dates.language.as_str());
        let theirs = fact.last_by_language.keys().map(String::as_str);
        for language in own.chain(theirs).collect::<BTreeSet<_>>() {
            let (_, last) = exam.test_days_in(language);
            same(format!("the last day in {language}"), fact.last_by_language.get(language).copied(), last);
        }
    }
    for (code, last) in &fact.last_by_exam {
        let exam = programme.exam(code).unwrap_or_else(|| panic!("{id}: there is no exam version {code}"));
        same(format!("the last day of {code}"), Some(*last), exam.last_test_day_on);
        let retirement = programme.retirements.iter().find(|change| change.id == *id).unwrap();
        let award = retirement
            .ends
            .iter()
            .find(|end| end.certification == exam.certification && end.function == Function::Award);
        same(format!("the end of awards of {code}"), Some(*last), award.map(|end| end.on));
    }
    lines
}

#[test]
fn the_zoo_has_every_transition_of_the_catalogue_with_the_same_dates() {
    let shelf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference/facts/transitions.toml");
    let Ok(text) = std::fs::read_to_string(shelf) else {
        eprintln!("SKIPPED: the shelf's transitions are not beside this checkout");
        return;
    };
    let file = SourceFile::new("transitions.toml", text);
    let (facts, faults) = Reader::read(&file, |file| file.tables("transition", fact));
    assert!(faults.is_empty(), "{:?}", faults.sorted());
    assert_eq!(facts.len(), 14);
    let differ = |fact: &Fact| differences(fact, &load(&Path::new(ZOO).join(&fact.programme)));
    let lines: Vec<String> = facts.iter().flat_map(differ).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn the_readmes_of_the_zoo_name_every_transition() {
    let all = std::fs::read_to_string(format!("{ZOO}/README.md")).unwrap();
    let mut named = 0;
    for folder in std::fs::read_dir(ZOO).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(transitions) = std::fs::read_dir(folder.join("transitions")) else { continue };
        let own = std::fs::read_to_string(folder.join("README.md")).unwrap();
        for path in transitions.map(|entry| entry.unwrap().path()) {
            let id = path.file_stem().unwrap().to_str().unwrap();
            for (readme, whose) in [(&all, Path::new(ZOO)), (&own, folder.as_path())] {
                assert!(readme.contains(&format!("`{id}`")), "{}/README.md: no {id}", whose.display());
            }
            named += 1;
        }
    }
    assert_eq!(named, 14);
}

/// What the two transitions that are live in late 2026 added to their programmes.
const LIVE: [(&str, &str, &str, &str); 2] =
    [("aws", "DVA-C02", "DVA-C03", "dva-c02-c03"), ("cisco", "200-301-v1.1", "200-301-v2.0", "ccna-11-20")];

#[test]
fn the_programme_before_a_live_transition_is_the_same_without_its_files() {
    for (programme, from, to, id) in LIVE {
        let folder = tempfile::tempdir().unwrap();
        crate::copy(&Path::new(ZOO).join(programme), folder.path());
        let added = ["exams", "outlines"].map(|kind| format!("{kind}/{to}.toml"));
        let added = added
            .into_iter()
            .chain([format!("crosswalks/{from}--{to}.toml"), format!("transitions/{id}.toml")]);
        for path in added {
            std::fs::remove_file(folder.path().join(path)).unwrap();
        }
        let exam = folder.path().join(format!("exams/{from}.toml"));
        let text = std::fs::read_to_string(&exam).unwrap();
        let open = text.lines().filter(|line| !line.starts_with("last_test_day_on"));
        std::fs::write(&exam, open.collect::<Vec<_>>().join("\n")).unwrap();
        let ran = assay(&["check", &shown(folder.path())]);
        assert_eq!(ran.status, 0, "{}", ran.out);
        assert!(!ran.out.contains(to), "{}", ran.out);
    }
}
