//! The impact of a changed programme on the people on record, as a value.
//!
//! A plan names its parent by number and content mark, so it cannot be applied to anything else; and it is
//! made again before it is applied, so nobody is touched who does not stand in it.

use std::collections::BTreeMap;

use assay_kernel::{Arg, Date, Instant, PersonId, Said};
use assay_programme::model::Programme;
use assay_standing::{
    Event,
    plan::{Finding, FindingWeight, ImpactPlan, OpenRegistration, PlannedPerson, plan},
};
use assay_store::{Page, Reads};
use assay_words::{Tell, Told};
use serde::{Deserialize, Serialize, Serializer, de::DeserializeOwned};

use super::{
    bank,
    former::{self, FormerImpact},
};
use crate::{
    AppError, FileChange, Files, InForce, Loaded,
    reading::{bank_changes, sha256},
};

pub use super::bank::ItemNumbers;

/// The form of the document: what is said stands as codes with arguments. A later one is not read here.
const FORMAT: u32 = 2;
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
pub struct Plan<I = ImpactPlan> {
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
    /// Files that say something else of a bank in the data, and were not read. Not compared: they do nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_read: Vec<String>,
    /// People who are registered and have not begun, by exam version of which another form will be given. Not
    /// compared: somebody may register, or begin, between two looks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub waiting: BTreeMap<String, usize>,
    /// What it does.
    pub impact: I,
}

impl<I> Plan<I> {
    /// The same plan with another form of what it does.
    fn with<J>(&self, impact: J) -> Plan<J> {
        Plan {
            format: self.format,
            parent: self.parent.clone(),
            proposed: self.proposed.clone(),
            made_at: self.made_at,
            digest: self.digest.clone(),
            files: self.files.clone(),
            not_read: self.not_read.clone(),
            waiting: self.waiting.clone(),
            impact,
        }
    }

    /// Whether it is still what was made.
    fn unedited(self, digest: Result<String, serde_json::Error>) -> Result<Self, String> {
        match digest.map_err(|error| format!("the plan cannot be compared: {error}"))? == self.digest {
            true => Ok(self),
            false => Err("this plan was edited after it was made".to_owned()),
        }
    }
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// It is no plan, or one of another release.
    pub fn read(text: &str) -> Result<Plan, String> {
        #[derive(Deserialize)]
        struct FormatOnly {
            format: u32,
        }
        fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
            serde_json::from_str(text).map_err(|error| format!("this is not a plan: {error}"))
        }
        match parse::<FormatOnly>(text)?.format {
            FORMAT => {
                let plan: Plan = parse(text)?;
                let found = digest(&plan.impact);
                plan.unedited(found)
            }
            former::FORMAT => {
                let plan: Plan<FormerImpact> = parse(text)?;
                let found = plan.impact.digest();
                let plan = plan.unedited(found)?;
                Ok(plan.with(()).with(plan.impact.into()))
            }
            other => Err(format!("this plan has format {other}, and only {FORMAT} is understood")),
        }
    }

    /// The finding that keeps it from being applied by anybody: what was published is not edited.
    pub fn refused_by(&self) -> Option<&Finding> {
        self.impact.programme.iter().find(|finding| finding.severity == FindingWeight::Error)
    }

    /// Whether it was made by an earlier release, which compared sentences: it is shown and never applied.
    pub fn is_former(&self) -> bool {
        self.format != FORMAT
    }

    /// What is to be said besides what it does to people: whom another form reaches, and what was not read.
    pub fn beside(&self) -> Vec<Said> {
        let waiting = self.waiting.iter();
        let mut said: Vec<Said> = waiting
            .map(|(exam, n)| Said::of("plan.waiting").with("exam", Arg::text(exam)).with("n", *n))
            .collect();
        if !self.not_read.is_empty() {
            let files = Arg::list(self.not_read.iter().map(Arg::text));
            said.push(Said::of("plan.not-read").with("n", self.not_read.len()).with("files", files));
        }
        said
    }

    /// Whether it changes no file.
    pub fn is_empty(&self) -> bool {
        self.parent.tree == self.proposed
    }
}

/// As a document: sentences beside what they say. Only what they say is read again and is in the digest.
impl Tell for Plan {
    fn tell<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with(Told(&self.impact)).serialize(serializer)
    }
}

/// A person as a plan looks at them.
pub struct PersonFacts {
    /// Who: an id, or the name in a history file.
    pub person: String,
    /// What happened.
    pub history: Vec<Event>,
    /// Registrations that are not used up.
    pub registrations: Vec<OpenRegistration>,
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
        let mut registrations = Vec::new();
        for row in own.iter().filter(|row| row.person_id == *person) {
            registrations.push(OpenRegistration {
                exam: row.exam.clone(),
                sit_from: row.sit_from.0,
                sit_until: row.sit_until.map(|day| day.0),
            });
        }
        people.push(PersonFacts { person: person.to_string(), history: own_events, registrations });
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

/// What is proposed, with what is known of it besides its files.
#[derive(Clone, Copy)]
pub struct ProposedFiles<'a> {
    /// The programme as it would be.
    pub loaded: &'a Loaded,
    /// Numbers of item versions.
    pub numbers: &'a ItemNumbers,
    /// Files of a folder that were not read.
    pub not_read: &'a [String],
}

/// Makes the plan from a version to proposed files.
///
/// # Errors
/// What it does cannot be written down.
pub fn make(
    parent: Parent<'_>,
    ProposedFiles { loaded: proposed, numbers, not_read }: ProposedFiles<'_>,
    people: &[PersonFacts],
    (today, made_at): (Date, Instant),
    threads: usize,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Plan, AppError> {
    let subjects: Vec<PlannedPerson<'_>> = people
        .iter()
        .map(|facts| PlannedPerson {
            person: &facts.person,
            history: &facts.history,
            registrations: &facts.registrations,
        })
        .collect();
    let mut impact = plan(parent.programme, proposed.programme(), &subjects, today, threads, progress);
    let banks = bank_changes(parent.files, proposed);
    let open: Vec<&OpenRegistration> = people.iter().flat_map(|person| &person.registrations).collect();
    impact.programme.extend(bank::findings(&banks, numbers));
    Ok(Plan {
        format: FORMAT,
        parent: Mark { version: parent.number, tree: parent.tree.to_owned() },
        proposed: proposed.tree().to_owned(),
        made_at,
        digest: digest(&impact).map_err(|e| AppError::internal("comparing a plan", e))?,
        files: parent.files.changes(&proposed.files),
        not_read: not_read.to_vec(),
        waiting: bank::waiting(&banks, &open),
        impact,
    })
}

/// The mark of what happens to whom: of facts as canonical JSON, fields in their order and arguments by name.
/// No wording is part of it, nor the day it was looked at: tomorrow the same plan does the same, or its mark
/// differs.
fn digest(impact: &ImpactPlan) -> Result<String, serde_json::Error> {
    let facts = serde_json::to_vec(&(&impact.programme, &impact.groups))?;
    Ok(sha256(&facts))
}

#[cfg(test)]
mod tests {
    use assay_words::InEnglish;

    use super::*;

    /// What happens to one person, as format 1 wrote it.
    const FORMER: &str = concat!(
        r#"[{"kind":"ends_later","certification":"pilot","title":"Pilot: ends later","text":"It moves.","#,
        r#""people":[{"person":"per_1","before":"2028-09-30","after":"2029-03-30","from":null,"#,
        r#""detail":"It ends later."}]}]"#
    );
    /// The same as codes with arguments.
    const FACTS: &str = concat!(
        r#"[{"kind":"ends_later","certification":"pilot","code":"impact.ends-later","#,
        r#""args":{"subject":{"title":"Pilot"}},"#,
        r#""people":[{"person":"per_1","before":"2028-09-30","after":"2029-03-30","from":null,"#,
        r#""code":"detail.moves","args":{"from":{"day":"2028-09-30"},"to":{"day":"2029-03-30"}}}]}]"#
    );
    const EXPIRIES: &str =
        r#"{"first_month":"2025-09-01","before":[],"after":[],"later_before":0,"later_after":0}"#;

    fn document(format: u32, groups: &str) -> String {
        let digest = sha256(format!("[[],{groups}]").as_bytes());
        let head = r#""parent":{"version":1,"tree":"a"},"proposed":"b","made_at":"2025-09-30T09:00:00Z""#;
        let seen = r#""today":"2025-09-30","people":1,"touched":1,"programme":[]"#;
        let impact = format!(r#"{{{seen},"groups":{groups},"expiries":{EXPIRIES}}}"#);
        format!(r#"{{"format":{format},{head},"digest":"{digest}","files":[],"impact":{impact}}}"#)
    }

    #[test]
    fn a_plan_of_format_1_is_read_and_its_people_are_told_in_its_own_sentences() {
        let plan = Plan::read(&document(1, FORMER)).unwrap();
        assert!(plan.is_former());
        assert_eq!(plan.impact.groups[0].said.title(), "Pilot: ends later");
        let notice = plan.impact.notices().remove(0);
        assert_eq!(notice.said.title(), "Pilot: a change in your favour");
        assert!(notice.said.text().contains("\n\nPilot\nIt ends later.\n\n"), "{}", notice.said.text());
        let edited = document(1, FORMER).replace("2029-03-30", "2030-03-30");
        assert!(Plan::read(&edited).unwrap_err().contains("edited"));
        assert!(Plan::read(&document(3, FACTS)).unwrap_err().contains("format 3"));
    }

    #[test]
    fn the_mark_of_a_plan_is_of_facts_and_of_no_sentence() {
        let kept = document(FORMAT, FACTS);
        let plan = Plan::read(&kept).unwrap();
        assert!(!plan.is_former());
        // What is kept is what was read, and holds no sentence.
        assert_eq!(serde_json::to_string(&plan).unwrap(), kept);
        let told = serde_json::to_string(&Told(&plan)).unwrap();
        let sentence = "The last valid day moves from 30 September 2028 to 30 March 2029.";
        assert!(told.contains(sentence), "{told}");
        let reworded = told.replace("moves from", "went from");
        assert_eq!(Plan::read(&reworded).unwrap(), plan, "another wording is the same plan");
        let edited = told.replace(r#""to":{"day":"2029-03-30"}"#, r#""to":{"day":"2029-03-31"}"#);
        assert!(Plan::read(&edited).unwrap_err().contains("edited"));
    }
}
