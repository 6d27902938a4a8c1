//! The impact of a changed programme on the people on record, as a value.
//!
//! A plan names its parent by number and content mark, so it cannot be applied to anything else; and it is
//! made again before it is applied, so nobody is touched who does not stand in it.

use assay_kernel::{Date, Instant, PersonId};
use assay_programme::model::Programme;
use assay_standing::{
    Event,
    plan::{Booking, Finding, ImpactPlan, Severity, Subject, plan},
};
use assay_store::{Page, Reads};
use serde::{Deserialize, Serialize};

use crate::{AppError, FileChange, Files, InForce, Loaded, reading::sha256};

/// The form of the document; a later one is not read by this version.
const FORMAT: u32 = 1;
/// People read from the store at a time.
const PAGE: i64 = 5_000;

/// Which version of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// From 1.
    pub version: i64,
    /// Content mark of its files.
    pub tree: String,
}

/// What a change does, to be looked at and then applied exactly so or not at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Form of this document.
    pub format: u32,
    /// The version it changes.
    pub parent: Mark,
    /// Content mark of the proposed files.
    pub proposed: String,
    /// When it was made.
    pub made_at: Instant,
    /// Content mark of what it does to people; the same as long as nothing of it changed.
    pub digest: String,
    /// The files that change.
    pub files: Vec<FileChange>,
    /// What it does.
    pub impact: ImpactPlan,
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// It is no plan, or one of another release.
    pub fn read(text: &str) -> Result<Plan, String> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let form: Form = serde_json::from_str(text).map_err(|error| format!("this is no plan: {error}"))?;
        if form.format != FORMAT {
            return Err(format!("this plan has format {}, and only {FORMAT} is understood", form.format));
        }
        let plan: Plan = serde_json::from_str(text).map_err(|error| format!("this is no plan: {error}"))?;
        match plan.digest == digest(&plan.impact) {
            true => Ok(plan),
            false => Err("this plan was edited after it was made".to_owned()),
        }
    }

    /// The finding that keeps it from being applied by anybody: what was published is not edited.
    pub fn refused_by(&self) -> Option<&Finding> {
        self.impact.programme.iter().find(|finding| finding.severity == Severity::Error)
    }

    /// Whether it changes no file.
    pub fn is_empty(&self) -> bool {
        self.parent.tree == self.proposed
    }
}

/// A person as a plan looks at them.
pub struct PersonFacts {
    /// Who: an id, or the name in a history file.
    pub person: String,
    /// What happened.
    pub history: Vec<Event>,
    /// Registrations that are not used up.
    pub bookings: Vec<Booking>,
}

/// Reads everybody.
///
/// # Errors
/// The store failed.
pub async fn everybody(
    store: &Reads,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<PersonFacts>, AppError> {
    let mut people = Vec::new();
    let mut last: Option<PersonId> = None;
    loop {
        let page = store.people_after(last, PAGE).await?;
        last = page.persons.last().copied();
        if last.is_none() {
            return Ok(people);
        }
        people.extend(facts(&page)?);
        progress(people.len());
    }
}

/// History and registrations come in the order of the people.
fn facts(page: &Page) -> Result<Vec<PersonFacts>, AppError> {
    let (mut history, mut registrations) = (page.history.as_slice(), page.registrations.as_slice());
    let mut people = Vec::with_capacity(page.persons.len());
    for person in &page.persons {
        let (own, rest) = history.split_at(history.partition_point(|row| row.person_id <= *person));
        history = rest;
        let own_events =
            own.iter().filter(|row| row.person_id == *person).map(|row| row.event.clone()).collect();
        let (own, rest) =
            registrations.split_at(registrations.partition_point(|row| row.person_id <= *person));
        registrations = rest;
        let mut bookings = Vec::new();
        for row in own.iter().filter(|row| row.person_id == *person) {
            let sit_until = row.sit_until()?.map(|day| day.0);
            bookings.push(Booking { exam: row.exam.as_str().into(), sit_from: row.sit_from.0, sit_until });
        }
        people.push(PersonFacts { person: person.to_string(), history: own_events, bookings });
    }
    Ok(people)
}

/// The version that a plan changes.
#[derive(Clone, Copy)]
pub struct Parent<'a> {
    /// From 1; 0 where nobody applied it.
    pub number: i64,
    /// Content mark of its files.
    pub tree: &'a str,
    /// The programme.
    pub programme: &'a Programme,
    /// Its files.
    pub files: &'a Files,
}

impl<'a> From<&'a InForce> for Parent<'a> {
    fn from(version: &'a InForce) -> Self {
        Parent {
            number: version.number(),
            tree: version.tree(),
            programme: version.programme(),
            files: &version.files,
        }
    }
}

/// Makes the plan from a version to proposed files.
pub fn make(
    parent: Parent<'_>,
    proposed: &Loaded,
    people: &[PersonFacts],
    (today, made_at): (Date, Instant),
    threads: usize,
    progress: &(dyn Fn(usize) + Sync),
) -> Plan {
    let subjects: Vec<Subject<'_>> = people
        .iter()
        .map(|facts| Subject { person: &facts.person, history: &facts.history, bookings: &facts.bookings })
        .collect();
    let impact = plan(parent.programme, proposed.programme(), &subjects, today, threads, progress);
    Plan {
        format: FORMAT,
        parent: Mark { version: parent.number, tree: parent.tree.to_owned() },
        proposed: proposed.tree().to_owned(),
        made_at,
        digest: digest(&impact),
        files: parent.files.changes(&proposed.files),
        impact,
    }
}

/// The mark of what happens to whom. The day it was looked at is not part of it: tomorrow the same plan does
/// the same, or its mark differs.
fn digest(impact: &ImpactPlan) -> String {
    let what = serde_json::to_string(&(&impact.programme, &impact.groups)).unwrap_or_default();
    sha256(what.as_bytes())
}
