//! A fuzzer of histories and worked cases: lines that nobody wrote, under the rules of real programmes.
//!
//! `cargo xtask fuzz history` runs it for a while; as a test it runs a few hundred fixed cases.
#![cfg(test)]

#[path = "../../../programme/tests/fuzz/mutate.rs"]
mod mutate;

use std::{collections::BTreeMap, fmt::Write, path::Path};

use assay_kernel::{Date, date, source::SourceFile};
use assay_programme::model::Programme;
use assay_standing::{Event, HistoryLine, Rules, conformance};

use mutate::{Chance, mutate};

/// The programmes of the zoo, by folder.
fn zoo() -> BTreeMap<String, Programme> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/zoo");
    let mut programmes = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let programme = entry.unwrap().path();
        if !programme.is_dir() {
            continue;
        }
        let mut files = Vec::new();
        for below in ["", "certifications", "policies", "exams", "transitions"] {
            let Ok(entries) = std::fs::read_dir(programme.join(below)) else { continue };
            for path in entries.map(|entry| entry.unwrap().path()) {
                if path.extension().is_some_and(|ending| ending == "toml") {
                    let name = path.strip_prefix(&programme).unwrap().to_str().unwrap().to_owned();
                    files.push(SourceFile::new(name, std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let name = programme.file_name().unwrap().to_str().unwrap().to_owned();
        programmes.insert(name, assay_programme::parse(&files).0);
    }
    programmes
}

/// A history of lines as somebody's export might have them; most can be used.
fn history(programme: &Programme, chance: &mut Chance) -> String {
    let certifications: Vec<&str> = programme.certifications.iter().map(|one| one.code.as_str()).collect();
    let whats = ["maintain-500", "pass", "cloud-quest", "", "assessment", "ce"];
    let mut lines = String::new();
    for _ in 0..chance.below(12) {
        let year = [2019, 2021, 2022, 2023, 2024, 2025, 2026, 2028, 9999, 1][chance.below(10)];
        let (month, day) = (1 + chance.below(12), 1 + chance.below(29));
        let verbs = [
            "earn",
            "earn",
            "pass",
            "pass",
            "fail",
            "do",
            "credit",
            "fee",
            "revoke",
            "suspend",
            "reinstate",
            "retire",
            "world",
            "amend",
        ];
        let verb = chance.pick(&verbs);
        let cred = if chance.below(20) == 0 { "nothing" } else { chance.pick(&certifications) };
        let n = [0, 1, 3, 20, 60, 4_294_967_295_u64, 4_294_967_296][chance.below(7)];
        let what = chance.pick(&whats);
        let shift = chance.pick(&["P6M", "P100Y", "P0D", "P1D"]);
        write!(lines, r#"{{"person":"p","date":"{year:04}-{month:02}-{day:02}","do":"{verb}","#).unwrap();
        write!(lines, r#""cred":"{cred}","what":"{what}","n":{n},"name":"x","shift":"{shift}"}}"#).unwrap();
        lines.push('\n');
    }
    lines
}

#[test]
fn whatever_a_history_holds_every_question_about_it_has_an_answer() {
    let programmes = zoo();
    let rules: Vec<Rules<'_>> = programmes.values().map(Rules::new).collect();
    assay_testkit::fuzz::cases("history", 1_500, |seed| {
        let mut chance = Chance(seed);
        let rules = &rules[chance.below(rules.len())];
        let mut text = history(rules.programme(), &mut chance);
        if chance.below(3) == 0 {
            mutate(&mut text, &["{}", "{\"person\":\"p\"}"], &mut chance);
        }
        let lines = text.lines().filter_map(|line| serde_json::from_str::<HistoryLine>(line).ok());
        let events: Vec<Event> =
            lines.filter_map(|line| Some(<(String, Event)>::try_from(line).ok()?.1)).collect();
        let day = |chance: &mut Chance| date(2019 + chance.below(12) as i16, 1 + chance.below(12) as i8, 1);
        for as_of in [day(&mut chance), Date::MIN, Date::MAX] {
            let standing = rules.standing(&events, as_of);
            assert_eq!(standing, rules.standing(&events, as_of), "an answer is a function of the question");
            for credential in &standing.credentials {
                let status = rules.status_on(&events, credential.credential.as_str(), as_of);
                assert_eq!(status, credential.status, "{} on {as_of}: {text}", credential.credential);
            }
        }
        rules.decisions(&events);
    });
}

#[test]
fn whatever_a_file_of_cases_holds_it_is_read_to_its_end_and_run() {
    let programmes = zoo();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/zoo/own-cases.toml");
    let own = std::fs::read_to_string(own).unwrap();
    let parts: Vec<&str> = own.split("\n\n").collect();
    assay_testkit::fuzz::cases("history", 300, |seed| {
        let mut chance = Chance(seed);
        let mut text = String::new();
        for _ in 0..=chance.below(4) {
            writeln!(text, "{}\n", chance.pick(&parts)).unwrap();
        }
        for _ in 0..chance.below(5) {
            mutate(&mut text, &parts, &mut chance);
        }
        let file = SourceFile::new("cases.toml", text);
        let (cases, found) = conformance::read_cases(&file);
        for diagnostic in found.iter() {
            assert_eq!(file.locate(diagnostic.at.span.clone()), diagnostic.at, "{diagnostic:?}");
        }
        let verdict = conformance::run(&programmes, &cases);
        let expectations: usize = cases.iter().map(|case| case.expect.len()).sum();
        assert_eq!(verdict.passed + verdict.failed(), expectations);
    });
}
