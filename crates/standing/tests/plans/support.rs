//! The reference programme, changes of it as a person would write them, and some invented people.

use std::path::{Path, PathBuf};

use assay_kernel::{Date, ExamCode, date, source::SourceFile};
use assay_programme::model::{Earned, Programme};
use assay_standing::{
    Event, Happening,
    plan::{Impact, ImpactGroup, ImpactKind, ImpactPlan, OpenRegistration, PlannedPerson, plan},
};

/// The day every plan here looks from.
pub const TODAY: Date = date(2026, 11, 23);

/// The files of `programmes/cloudops`.
pub fn cloudops() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/cloudops");
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !["bank", "forms", "badges"].contains(&name.as_str()) {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(SourceFile::new(name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

/// A programme from files, which must say nothing wrong.
pub fn read(files: &[SourceFile]) -> Programme {
    let (programme, faults) = assay_programme::parse(files);
    assert!(faults.is_empty(), "{:?}", faults.sorted());
    programme
}

/// The reference programme.
pub fn current() -> Programme {
    read(&cloudops())
}

/// A change of a file's text.
type Change<'c> = &'c dyn Fn(&str) -> String;

/// The reference programme with the texts of some files changed.
pub fn proposed(changes: &[(&str, Change<'_>)]) -> Programme {
    let mut files = cloudops();
    for (name, change) in changes {
        let file = files.iter_mut().find(|file| file.path == *name).unwrap();
        let text = change(&file.text);
        assert_ne!(text, file.text, "{name}: nothing was changed");
        *file = SourceFile::new(*name, text);
    }
    read(&files)
}

/// A change that adds to the end of a file.
pub fn add(more: &str) -> impl Fn(&str) -> String {
    move |text| format!("{text}\n{more}\n")
}

/// A change of every place where something stands.
pub fn swap(old: &str, new: &str) -> impl Fn(&str) -> String {
    move |text| text.replace(old, new)
}

/// Somebody invented.
pub struct Person {
    pub name: &'static str,
    pub history: Vec<Event>,
    pub registrations: Vec<OpenRegistration>,
}

impl Person {
    pub fn new(name: &'static str, history: &[Event]) -> Self {
        Person { name, history: history.to_vec(), registrations: vec![] }
    }

    pub fn registered(mut self, exam: &str, sit_from: Date, sit_until: Date) -> Self {
        self.registrations.push(OpenRegistration {
            exam: ExamCode::new(exam),
            sit_from,
            sit_until: Some(sit_until),
        });
        self
    }

    pub fn subject(&self) -> PlannedPerson<'_> {
        PlannedPerson { person: self.name, history: &self.history, registrations: &self.registrations }
    }
}

/// A pass of an exam version.
pub fn pass(on: Date, exam: &str) -> Event {
    Event::new(on, Happening::Pass { what: Earned::Exam(ExamCode::new(exam)) })
}

/// A fail of an exam version.
pub fn fail(on: Date, exam: &str) -> Event {
    Event::new(on, Happening::Fail { what: Earned::Exam(ExamCode::new(exam)) })
}

/// Eight people in the states that matter.
pub fn people() -> Vec<Person> {
    let revoked = Happening::Revoke { certification: "cloudops".into(), reason: None };
    vec![
        Person::new("ann", &[pass(date(2024, 3, 10), "SOA-C02")]),
        Person::new("ben", &[pass(date(2025, 10, 20), "SOA-C03")]),
        Person::new(
            "cem",
            &[
                pass(date(2024, 6, 1), "SOA-C02"),
                pass(date(2025, 11, 3), "SOA-C03"),
                pass(date(2026, 2, 1), "DOP-C02"),
            ],
        ),
        Person::new("dee", &[pass(date(2024, 5, 1), "CLF-C02"), pass(date(2026, 9, 15), "SOA-C03")])
            .registered("DOP-C02", date(2026, 12, 1), date(2027, 11, 30)),
        Person::new("eli", &[pass(date(2021, 8, 1), "SOA-C02")]),
        Person::new("fay", &[fail(date(2026, 11, 20), "SOA-C03")]).registered(
            "SOA-C03",
            date(2026, 12, 4),
            date(2027, 11, 20),
        ),
        Person::new("gus", &[pass(date(2025, 12, 1), "SOA-C03"), Event::new(date(2026, 5, 5), revoked)]),
        Person::new("hal", &[]),
    ]
}

/// The plan over some people.
pub fn plan_of(proposed: &Programme, people: &[Person]) -> ImpactPlan {
    let subjects: Vec<PlannedPerson<'_>> = people.iter().map(Person::subject).collect();
    plan(&current(), proposed, &subjects, TODAY, 1, &|_| {})
}

/// The only group of a kind about a certification.
pub fn group<'p>(plan: &'p ImpactPlan, kind: ImpactKind, certification: &str) -> &'p ImpactGroup {
    let is_meant = |group: &&ImpactGroup| {
        group.kind == kind && group.certification.as_ref().is_some_and(|code| *code == certification)
    };
    let found: Vec<&ImpactGroup> = plan.groups.iter().filter(is_meant).collect();
    assert_eq!(found.len(), 1, "{kind:?} of {certification}: {:#?}", plan.groups);
    found[0]
}

/// Whom a group is about.
pub fn names(group: &ImpactGroup) -> Vec<&str> {
    group.people.iter().map(|impact| impact.person.as_str()).collect()
}

/// What happens to one of a group.
pub fn of<'p>(group: &'p ImpactGroup, person: &str) -> &'p Impact {
    group.people.iter().find(|impact| impact.person == person).unwrap()
}

/// Compares with a reviewed file; with `ASSAY_BLESS=1` writes it instead.
pub fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans").join(name);
    if std::env::var_os("ASSAY_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, reviewed, "differs from {}; review it, then ASSAY_BLESS=1", path.display());
}
