//! The programmes of the zoo: without faults, in agreement with their cases and with the catalogue.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use assay_assessment::registration::{CandidateRecord, PastResult, may_sit_again};
use assay_kernel::{
    Date, Period, date,
    source::{Reader, SourceFile},
};
use assay_programme::{
    Checked,
    model::{Function, Programme},
};

use crate::{assay, shown};

/// The renewal rules of fourteen real programmes, shipped as examples.
const ZOO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/zoo");

#[test]
fn every_programme_of_the_zoo_is_without_errors_and_explains_its_warnings() {
    let mut checked = 0;
    for entry in std::fs::read_dir(ZOO).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("programme.toml").is_file() {
            let ran = assay(&["check", &shown(&folder), "--format", "json"]);
            assert_eq!(ran.status, 0, "{}: {}", folder.display(), ran.out);
            let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
            for warning in ran.json()["diagnostics"].as_array().unwrap() {
                let code = warning["code"].as_str().unwrap();
                assert!(readme.contains(code), "{}/README.md says nothing of {warning}", folder.display());
            }
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
    let readme = std::fs::read_to_string(format!("{ZOO}/README.md")).unwrap();
    let cases = std::fs::read_to_string(&own).unwrap().matches("\n[[case]]\n").count();
    for said in [format!("\n{}", ran.out), format!("`own-cases.toml` holds {cases} cases")] {
        assert!(readme.contains(&said), "README.md of the zoo does not say: {said}");
    }
    if let Some(cases) = assay_testkit::shared("reference/facts/renewal-cases.toml") {
        let ran = assay(&["conformance", "renewal", &cases.display().to_string(), "--policies", ZOO]);
        assert_eq!(ran.status, 0, "{}", ran.out);
    }
}

/// What a programme of the zoo says about another try at an exam version: the reason and the next day.
fn another_try(
    zoo: &str,
    exam: &str,
    past: &[(Date, bool)],
    day: Date,
) -> Result<(), (&'static str, Option<Date>)> {
    let [asked, aws] = [zoo, "aws"].map(|folder| load(&Path::new(ZOO).join(folder)));
    let version = aws.programme().exam(exam).unwrap();
    let result =
        |(on, passed): &(Date, bool)| PastResult { exam: "DVA-C02".into(), on: *on, passed: *passed };
    let candidate = CandidateRecord { results: past.iter().map(result).collect(), ..Default::default() };
    may_sit_again(asked.programme(), version, &candidate, day)
        .map_err(|refusal| (refusal.code, refusal.next_possible_on))
}

#[test]
fn the_zoo_says_when_an_exam_can_be_tried_again() {
    // AWS: 14 days after a fail; two years after a pass, and at once by a new exam code (renewal-rules).
    let failed = [(date(2025, 3, 1), false)];
    let wait = Err(("retake-wait", Some(date(2025, 3, 15))));
    assert_eq!(another_try("aws", "DVA-C02", &failed, date(2025, 3, 14)), wait);
    assert_eq!(another_try("aws", "DVA-C02", &failed, date(2025, 3, 15)), Ok(()));
    let passed = [(date(2024, 10, 10), true)];
    let block = Err(("passed-already", Some(date(2026, 10, 10))));
    assert_eq!(another_try("aws", "DVA-C02", &passed, date(2026, 10, 9)), block);
    assert_eq!(another_try("aws", "DVA-C02", &passed, date(2026, 10, 10)), Ok(()));
    assert_eq!(another_try("aws", "DVA-C03", &passed, date(2026, 10, 9)), Ok(()));

    // Google: 14, 60 and 365 days after the first, second and third fail.
    let fails = [date(2024, 1, 10), date(2024, 1, 24), date(2024, 3, 24)].map(|day| (day, false));
    for (many, next) in [(1, date(2024, 1, 24)), (2, date(2024, 3, 24)), (3, date(2025, 3, 24))] {
        let refused = Err(("retake-wait", Some(next)));
        let before = Period::days(1).before(next);
        assert_eq!(another_try("google", "DVA-C02", &fails[..many], before), refused);
        assert_eq!(another_try("google", "DVA-C02", &fails[..many], next), Ok(()));
    }
    // Four in two years, passed or not: the fifth when the first, of 10 January 2024, is two years back.
    let four = [&fails[..], &[(date(2025, 3, 24), true)]].concat();
    let limit = Err(("attempt-limit", Some(date(2026, 1, 10))));
    assert_eq!(another_try("google", "DVA-C02", &four, date(2026, 1, 9)), limit);
    assert_eq!(another_try("google", "DVA-C02", &four, date(2026, 1, 10)), Ok(()));

    // Microsoft: the second try of the assessment at once, then a day before each further one.
    let twice = [failed[0], failed[0]];
    let wait = Err(("retake-wait", Some(date(2025, 3, 2))));
    assert_eq!(another_try("microsoft", "DVA-C02", &failed, date(2025, 3, 1)), Ok(()));
    assert_eq!(another_try("microsoft", "DVA-C02", &twice, date(2025, 3, 1)), wait);
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

/// Dates not in the catalogue: two that the form of the file asks for, one read elsewhere.
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
            ("last_booking_day_on", exam.last_registration_day_on),
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
    let Some(facts) = assay_testkit::shared("reference/facts/transitions.toml") else { return };
    let text = std::fs::read_to_string(facts).unwrap();
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
