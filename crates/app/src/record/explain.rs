//! Every decision about a person: on which day, why, by which version of which rule, and since when it is
//! known.

use assay_kernel::{Date, Instant, PersonId, identity::Address};
use assay_programme::model::Programme;
use assay_standing::{
    Decision, Event, Rules, Standing,
    known::{Difference, Editions},
};
use assay_store::{PersonRecord, Reads, VersionRecord};
use assay_words::Tell;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Record, rules::ReadStanding};
use crate::{AppError, Asking, reading::Former};

/// What is to be explained.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The day that is asked about.
    pub as_of: Date,
    /// By what was known at an instant; by all that is known where absent.
    pub known_at: Option<Instant>,
}

/// What a person holds on a day and every decision that led there.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Whose.
    pub person: Whom,
    /// The day it is about.
    pub as_of: Date,
    /// By what was known then; by all that is known where absent.
    pub known_at: Option<Instant>,
    /// The programme it is judged by.
    pub programme: VersionOnRecord,
    /// What they hold, with reasons and what comes next.
    #[serde(serialize_with = "Tell::tell")]
    pub standing: Standing,
    /// Every decision, by date.
    #[serde(serialize_with = "Tell::tell")]
    pub decisions: Vec<Decision>,
    /// What is told otherwise by all that is known; empty without an instant.
    #[serde(serialize_with = "Tell::tell")]
    pub since_then: Vec<Difference>,
}

/// A person as an explanation names them.
#[derive(Clone, Debug, Serialize)]
pub struct Whom {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// A version of the programme as an explanation names it.
#[derive(Clone, Debug, Serialize)]
pub struct VersionOnRecord {
    /// From 1.
    pub version: i64,
    /// Content mark of its files.
    pub tree: String,
    /// The programme's day on which it was applied.
    pub applied_on: Date,
    /// Who applied it.
    pub applied_by: String,
}

/// Explains a person of a store that nobody serves here, by id or e-mail address.
///
/// # Errors
/// `NotFound` where nobody is called so, or the store failed.
pub async fn explain_of(store: &Reads, person: &str, question: Question) -> Result<Explanation, AppError> {
    let found = match PersonId::parse(person) {
        Ok(id) => store.person(id).await?,
        // Whoever proved the address; where nobody did, whoever typed it first.
        Err(_) => store.persons_with_address(&Address::compared(person)).await?.into_iter().next(),
    };
    explain(store, &Former::default(), found.ok_or(AppError::NotFound)?, question).await
}

async fn explain(
    store: &Reads,
    former: &Former,
    person: PersonRecord,
    question: Question,
) -> Result<Explanation, AppError> {
    let versions = store.programme_versions().await?;
    let mut programmes = Vec::with_capacity(versions.len());
    for version in &versions {
        programmes.push(former.of(store, &version.tree).await?);
    }
    let zone = programmes.last().and_then(|programme| TimeZone::get(&programme.zone).ok());
    let zone = zone.unwrap_or(TimeZone::UTC);
    // What a body knew before its first version was recorded here, it knew by the same rules.
    let known_from = |place: usize, at: Instant| if place == 0 { Instant::MIN } else { at };
    let dated: Vec<(Instant, &Programme)> = versions
        .iter()
        .zip(&programmes)
        .enumerate()
        .map(|(place, (version, programme))| (known_from(place, version.applied_at.0), &**programme))
        .collect();
    let place = dated.iter().rposition(|(from, _)| question.known_at.is_none_or(|at| *from <= at));
    let missing = || AppError::internal("explaining", "no version of the programme is on record");
    let (version, (_, programme)) =
        place.and_then(|place| versions.get(place).zip(dated.get(place))).ok_or_else(missing)?;

    let history = store.history_of(person.id).await?;
    let known = |event: &Event| {
        event.date <= question.as_of
            && event.recorded_at.zip(question.known_at).is_none_or(|(recorded, at)| recorded <= at)
    };
    let judged: Vec<Event> = history.iter().filter(|event| known(event)).cloned().collect();
    let editions = Editions::new(&dated);
    let rules = Rules::new(programme);
    let decisions =
        rules.decisions(&judged).into_iter().filter(|decision| decision.reason.on <= question.as_of);
    let since_then = question.known_at.map(|at| {
        let day_of = |instant: Instant| zone.to_datetime(instant).date();
        editions.hindsight(&person.name, &history, question.as_of, at, day_of).differences
    });
    Ok(Explanation {
        as_of: question.as_of,
        known_at: question.known_at,
        programme: edition(store, version).await?,
        standing: editions.standing(&history, question.as_of, question.known_at),
        decisions: decisions.collect(),
        since_then: since_then.unwrap_or_default(),
        person: Whom { id: person.id.to_string(), name: person.name },
    })
}

async fn edition(store: &Reads, version: &VersionRecord) -> Result<VersionOnRecord, AppError> {
    let applied_by = match PersonId::parse(&version.applied_by) {
        Ok(id) => store.person(id).await?.map(|person| person.name).unwrap_or_default(),
        Err(_) => version.applied_by.clone(),
    };
    Ok(VersionOnRecord {
        version: version.number,
        tree: version.tree.clone(),
        applied_on: version.applied_on.0,
        applied_by,
    })
}

impl Record {
    /// Explains a person to themselves or to the team.
    ///
    /// # Errors
    /// `NotFound` for somebody else, or the store failed.
    pub async fn explain(
        &self,
        asking: &Asking,
        id: PersonId,
        question: Question,
    ) -> Result<Explanation, AppError> {
        let (permit, person) = self.shelf.open::<ReadStanding, _>(asking, |store| store.person(id)).await?;
        explain(self.shelf.under(&permit), &self.former, person, question).await
    }
}
