//! Advice is played: what a way to renew asks for is done, and the day it promised must come true.
//!
//! Invented people under the programmes of the zoo. `./test` plays few of them; `cargo xtask prove advice`
//! plays many and prints, programme by programme, how many ways were played and how many came true.
#![cfg(test)]

mod asks;
mod people;
mod play;

use std::{collections::BTreeMap, path::Path};

use assay_kernel::source::SourceFile;
use assay_programme::model::Programme;
use assay_standing::{CredentialStanding, Event, RenewBy, Rules};
use assay_words::InEnglish;

use people::Chance;
use play::Outcome;

/// People a programme in `./test`; `ASSAY_ADVICE_PEOPLE` sets another number.
const PEOPLE: u64 = 25;
/// Days on which each of them asks what comes next.
const QUESTIONS: usize = 4;
/// So many broken promises are told; one is enough to fail.
const TOLD_MAX: usize = 12;

/// The programmes of the zoo, by folder.
fn zoo() -> BTreeMap<String, Programme> {
    let folder = std::env::var("ASSAY_ADVICE_PROGRAMMES").map(std::path::PathBuf::from);
    let folder =
        folder.unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/zoo"));
    let mut programmes = BTreeMap::new();
    for programme in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if !programme.join("programme.toml").is_file() {
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

/// Ways played and ways that came true.
#[derive(Clone, Copy, Default)]
struct Count {
    played: usize,
    kept: usize,
}

/// A way is there still on the last day it names, if nothing happens until then; done then, it holds as well.
fn play_late(rules: &Rules<'_>, history: &[Event], held: &CredentialStanding, way: &RenewBy) -> Outcome {
    let Some(last) = way.closes_on.filter(|_| way.route != "members") else { return Outcome::NothingToDo };
    let standing = rules.standing(history, last);
    let now = standing.credential(held.credential.as_str());
    let there = |late: &&RenewBy| late.route == way.route && late.open_now;
    match now.and_then(|now| Some((now, now.renew_by.iter().find(there)?))) {
        Some((now, late)) => play::play(rules, history, last, now, late),
        None => Outcome::Broken(format!("no such way on {last}, its last day")),
    }
}

/// What was played of one programme, or of all: on the first day of a way, and on its last.
#[derive(Clone, Copy, Default)]
struct Tally {
    first: Count,
    last: Count,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        for (own, other) in [(&mut self.first, other.first), (&mut self.last, other.last)] {
            (own.played, own.kept) = (own.played + other.played, own.kept + other.kept);
        }
    }

    fn print(&self, name: &str) {
        let Tally { first, last } = self;
        println!("{name:<14}{:>12}{:>10}{:>20}{:>10}", first.played, first.kept, last.played, last.kept);
    }
}

/// Plays every way that one person is offered on some days.
fn ask(rules: &Rules<'_>, name: &str, person: u64, tally: &mut Tally, broken: &mut Vec<String>) {
    let mut chance = Chance::of(name, person);
    let history = people::history(rules.programme(), &mut chance);
    for as_of in people::days(&history, QUESTIONS, &mut chance) {
        let known: Vec<_> = history.iter().filter(|event| event.date <= as_of).cloned().collect();
        for credential in rules.standing(&known, as_of).credentials {
            for way in &credential.renew_by {
                let first = play::play(rules, &known, as_of, &credential, way);
                let last = play_late(rules, &known, &credential, way);
                for (outcome, count) in [(first, &mut tally.first), (last, &mut tally.last)] {
                    match outcome {
                        Outcome::NothingToDo => continue,
                        Outcome::Kept => count.kept += 1,
                        Outcome::Broken(found) => broken.push(format!(
                            "{name} person {person}, {} on {as_of}: {}\n  gave {found}",
                            credential.credential,
                            way.said.text()
                        )),
                    }
                    count.played += 1;
                }
            }
        }
    }
}

#[test]
fn every_way_that_is_offered_gives_the_day_it_promises() {
    let people = std::env::var("ASSAY_ADVICE_PEOPLE").ok().map(|number| number.parse().unwrap());
    let people: u64 = people.unwrap_or(PEOPLE);
    let (mut all, mut broken) = (Tally::default(), Vec::new());
    println!(
        "{:<14}{:>12}{:>10}{:>20}{:>10}",
        "programme", "ways played", "true", "on their last day", "true"
    );
    let programmes = zoo();
    for (name, programme) in &programmes {
        let rules = Rules::new(programme);
        let mut tally = Tally::default();
        (0..people).for_each(|person| ask(&rules, name, person, &mut tally, &mut broken));
        tally.print(name);
        all.add(tally);
    }
    all.print(&format!("{} in all", programmes.len()));
    let played = all.first.played + all.last.played;
    assert!(all.first.played > programmes.len() && all.last.played > 0, "hardly anything was played");
    let told = broken.iter().take(TOLD_MAX).cloned().collect::<Vec<_>>().join("\n");
    assert!(broken.is_empty(), "{} of {played} promises were not kept:\n{told}", broken.len());
}
