//! The room of the record: what happened to people, what they hold by it and why.

pub(crate) mod counter;
mod decide;
mod explain;
mod foretold;
mod import;
mod people;
mod person;
mod rules;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use assay_kernel::{Instant, PersonId};
use assay_standing::{Decision, Event, Rules, Standing};
use assay_store::{NoteKind, NoteRecord, SatRegistration};

pub use decide::{EntryPreview, RecordEntry};
pub use explain::{Explanation, Question, VersionOnRecord, Whom, explain_of};
pub use import::{Recorded, unknown_name};
pub use people::{PeopleWanted, PersonLine};
pub(crate) use rules::ACTS;
pub use rules::SeePeople;
use rules::{Decide, SeeOwn};

use crate::{
    Account, AppError, Asking, Mint, OwnCredential, RegistrationLine, SittingLine, bell::Bell,
    reading::Former, shelf::Shelf,
};

/// Everything the team sees of a candidate.
pub struct CandidateView {
    /// Who.
    pub person: Account,
    /// What they hold, as of today.
    pub standing: Standing,
    /// Every decision about them.
    pub decisions: Vec<Decision>,
    /// Registrations, latest first.
    pub registrations: Vec<RegistrationLine>,
    /// Sittings.
    pub sittings: Vec<SittingLine>,
    /// What was noted about them: who wrote, who took over.
    pub notes: Vec<NoteLine>,
    /// Credentials.
    pub credentials: Vec<OwnCredential>,
    /// Whether whoever looks may put something on their record.
    pub may_decide: bool,
}

/// What was noted about a sitting.
#[derive(Clone, Debug)]
pub struct NoteLine {
    /// Of which exam version.
    pub exam: String,
    /// When.
    pub noted_at: Instant,
    /// What.
    pub kind: NoteKind,
    /// The browser's name for itself.
    pub device: String,
}

impl From<NoteRecord> for NoteLine {
    fn from(record: NoteRecord) -> Self {
        NoteLine {
            exam: record.exam.to_string(),
            noted_at: record.noted_at.0,
            kind: record.kind,
            device: record.device,
        }
    }
}

/// The record of people.
pub struct Record {
    shelf: Shelf,
    mint: Mint,
    bell: Bell,
    /// The rules of every version, by which past days are explained.
    former: Former,
}

impl Record {
    pub(crate) fn new(shelf: Shelf, mint: Mint, bell: Bell) -> Self {
        Record { shelf, mint, bell, former: Former::default() }
    }

    /// What the person who asks holds today.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn own_standing(&self, asking: &Asking) -> Result<Standing, AppError> {
        let permit = asking.permit::<SeeOwn>()?;
        let history = self.shelf.under(&permit).history_of(asking.person()?).await?;
        Ok(Rules::new(&asking.programme).standing(&history, asking.today))
    }

    /// Everything the team sees of a candidate.
    ///
    /// # Errors
    /// Not an administrator, unknown, or the store failed.
    pub async fn candidate(&self, asking: &Asking, id: PersonId) -> Result<CandidateView, AppError> {
        let permit = asking.permit::<SeePeople>()?;
        let store = self.shelf.under(&permit);
        let person = store.person(id).await?.ok_or(AppError::NotFound)?;
        let history = store.history_of(id).await?;
        let known: Vec<Event> = history.into_iter().filter(|event| event.date <= asking.today).collect();
        let rules = Rules::new(&asking.programme);
        let registered = store.registrations_with_sittings(id).await?;
        let mut sittings: Vec<_> = registered.iter().filter_map(|one| one.sitting.as_ref()).collect();
        sittings.sort_by_key(|sitting| Reverse(sitting.started_at));
        let line = |one: &SatRegistration| {
            let sitting = one.sitting.as_ref().map(|sitting| (sitting.id, sitting.submitted_at.is_some()));
            RegistrationLine::of(one.registration.clone(), person.name.clone(), sitting, asking.today)
        };
        Ok(CandidateView {
            may_decide: asking.may::<Decide>(&person),
            registrations: registered.iter().map(line).collect(),
            person: person.clone().into(),
            standing: rules.standing(&known, asking.today),
            decisions: rules.decisions(&known),
            sittings: sittings.into_iter().map(SittingLine::try_from).collect::<Result<_, _>>()?,
            notes: store.sitting_notes_of(id).await?.into_iter().map(NoteLine::from).collect(),
            credentials: store.credentials_of(id).await?.into_iter().map(OwnCredential::from).collect(),
        })
    }

    /// How many people there are.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn count_people(&self, asking: &Asking) -> Result<i64, AppError> {
        let permit = asking.permit::<SeePeople>()?;
        Ok(self.shelf.under(&permit).count_persons().await?)
    }

    /// The name of somebody on record, for the team's lists; the text itself where it is nobody's id.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn name_for(&self, asking: &Asking, id: &str) -> Result<String, AppError> {
        let permit = asking.permit::<SeePeople>()?;
        match PersonId::parse(id) {
            Ok(id) => {
                let person = self.shelf.under(&permit).person(id).await?;
                Ok(person.map(|person| person.name).unwrap_or_default())
            }
            Err(_) => Ok(id.to_owned()),
        }
    }

    /// The same of many, read together: who is called how, by the text that was asked for.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn names_for<'i>(
        &self,
        asking: &Asking,
        ids: &BTreeSet<&'i str>,
    ) -> Result<BTreeMap<&'i str, String>, AppError> {
        let permit = asking.permit::<SeePeople>()?;
        let people = ids.iter().filter_map(|id| PersonId::parse(id).ok()).collect();
        let names = self.shelf.under(&permit).names_of(&people).await?;
        let called = |id: &&'i str| match PersonId::parse(id) {
            Ok(person) => (*id, names.get(&person).cloned().unwrap_or_default()),
            Err(_) => (*id, (*id).to_owned()),
        };
        Ok(ids.iter().map(called).collect())
    }
}
