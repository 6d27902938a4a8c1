//! What is looked at before the team changes somebody's registrations: what holds, what follows, why not.
//!
//! Whoever is registered by the team is registered by the same rules as by themselves
//! (docs/lifecycle/register.md); only what the team withdrew, the team alone gives again.

use std::collections::BTreeSet;

use assay_assessment::registration::{CandidateRecord, Offer, Refusal};
use assay_kernel::{Date, ExamCode, Role, Said};
use assay_programme::model::ExamVersion;
use assay_store::{PersonRecord, Reads, RegistrationRecord, RegistrationState};

use super::offer;
use crate::{Account, AppError, Asking, FieldFault, candidate::candidate_record, reading::sha256};

/// What the team does with a registration that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistrationAct {
    /// The right to test ends.
    Withdraw,
    /// It holds again, with the days it had.
    TakeUp,
    /// It ends, and another exam version's begins.
    Move {
        /// The other exam version.
        to: String,
    },
}

/// An exam version with the days on which it can be sat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDays {
    /// Exam version.
    pub exam: ExamCode,
    /// First day to sit.
    pub sit_from: Date,
    /// Last day to sit; none without an end.
    pub sit_until: Option<Date>,
}

/// Why nothing is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRegistered {
    /// The rules of registration say no, in the words that the person themselves would read.
    Rules(Refusal),
    /// There is nothing to be done.
    Nothing(&'static str),
}

/// What follows from an act on a registration, before it is done.
pub struct RegistrationPreview {
    /// Whose it is.
    pub person: Account,
    /// The exam version and days as they are; none where somebody is registered anew.
    pub before: Option<NewDays>,
    /// As they are afterwards; none where it is withdrawn.
    pub after: Option<NewDays>,
    /// Why it cannot be done; none where it can.
    pub refused: Option<NotRegistered>,
    /// Why it could not be undone today; none where it can.
    pub final_because: Option<NotRegistered>,
    /// What they will read, but for the reason.
    pub told: Said,
    /// Of what was looked at: it is done only while this is the same.
    pub mark: String,
}

/// An exam version that somebody could be registered for, or why not.
pub struct ExamForSomebody {
    /// Exam version.
    pub exam: ExamCode,
    /// Its title.
    pub title: String,
    /// The days, or why not.
    pub decision: Result<NewDays, NotRegistered>,
}

/// Somebody as they are looked at before their registrations are changed.
pub(super) struct Registrant {
    pub(super) person: PersonRecord,
    candidate: CandidateRecord,
    is_administrator: bool,
}

const SEES_KEYS: NotRegistered =
    NotRegistered::Nothing("An administrator may see keys, and so registers for nothing and sits nothing.");

impl Registrant {
    pub(super) async fn at(
        store: &Reads,
        asking: &Asking,
        person: PersonRecord,
    ) -> Result<Registrant, AppError> {
        let mut candidate = candidate_record(store, asking, person.id).await?;
        // What the body withdrew, the body gives again.
        candidate.withdrawn_by_body = BTreeSet::new();
        let (id, role) = (person.id.to_string(), Role::Administrator.as_str());
        let grants = match person.is_of_team(asking.ms()) {
            true => store.grants_in_force(asking.ms()).await?,
            false => Vec::new(),
        };
        let is_administrator = grants.iter().any(|(of, granted)| *of == id && granted == role);
        Ok(Registrant { person, candidate, is_administrator })
    }

    /// A new registration as the rules have it.
    pub(super) fn new_days(&self, asking: &Asking, exam: &ExamVersion) -> Result<NewDays, NotRegistered> {
        if self.is_administrator {
            return Err(SEES_KEYS);
        }
        let offer = offer(&asking.programme, exam, &self.candidate, asking.today);
        let Offer { sit_from, sit_until } = offer.map_err(NotRegistered::Rules)?;
        Ok(NewDays { exam: exam.code.clone(), sit_from, sit_until })
    }

    /// The same as if they were not registered for it any more.
    pub(super) fn anew(mut self, asking: &Asking, exam: &ExamCode) -> Result<NewDays, NotRegistered> {
        self.candidate.registered.remove(exam);
        let gone = NotRegistered::Nothing("The programme has this exam version no more.");
        self.new_days(asking, asking.programme.exam(exam.as_str()).ok_or(gone)?)
    }
}

pub(super) fn days_of(record: &RegistrationRecord) -> NewDays {
    NewDays {
        exam: record.exam.clone(),
        sit_from: record.sit_from.0,
        sit_until: record.sit_until.map(|day| day.0),
    }
}

/// Everything that what is shown was computed from: the rules, the day, how it stands, and what follows.
pub(super) fn mark(
    asking: &Asking,
    (before, state): (Option<&NewDays>, &str),
    after: Option<&NewDays>,
    can_be_undone: bool,
) -> Result<String, AppError> {
    let told = |days: Option<&NewDays>| days.map(|days| (days.exam.clone(), days.sit_from, days.sit_until));
    let looked_at = (&asking.programme.tree, asking.today, told(before), state, told(after), can_be_undone);
    let looked_at = serde_json::to_vec(&looked_at);
    Ok(sha256(&looked_at.map_err(|error| AppError::internal("marking a registration", error))?))
}

/// Whether a registration can be done something with, as it stands.
pub(super) fn stands(record: &RegistrationRecord, act: &RegistrationAct) -> Result<(), NotRegistered> {
    use RegistrationState::{Open, Used, Withdrawn};
    let why_not = match (record.state, act) {
        (Open, RegistrationAct::Withdraw | RegistrationAct::Move { .. })
        | (Withdrawn, RegistrationAct::TakeUp) => return Ok(()),
        (Open, RegistrationAct::TakeUp) => "It is not withdrawn, so there is nothing to take up again.",
        (Used, _) => "A sitting used it. What runs or was sat is not undone by its registration.",
        (Withdrawn, RegistrationAct::Withdraw) => "It is withdrawn already, so nothing changes.",
        (Withdrawn, RegistrationAct::Move { .. }) => {
            "It is withdrawn. Take it up again first, or register them for the other exam."
        }
    };
    Err(NotRegistered::Nothing(why_not))
}

/// The exam version that is meant.
pub(super) fn known<'p>(asking: &'p Asking, exam: &str) -> Result<&'p ExamVersion, AppError> {
    let fault = || AppError::Invalid(vec![FieldFault::new("", "Choose an exam of the programme.")]);
    asking.programme.exam(exam).ok_or_else(fault)
}

/// What was decided, or why not.
pub(super) fn parted<T>(decided: Result<T, NotRegistered>) -> (Option<T>, Option<NotRegistered>) {
    match decided {
        Ok(decided) => (Some(decided), None),
        Err(refused) => (None, Some(refused)),
    }
}

const DAYS_ARE_OVER: NotRegistered = NotRegistered::Nothing("Its last day to sit has passed.");

/// A withdrawn registration is taken up again where one could still register: with its own days.
pub(super) fn may_take_up(
    looked: &Registrant,
    asking: &Asking,
    record: &RegistrationRecord,
) -> Result<NewDays, NotRegistered> {
    let gone = NotRegistered::Nothing("The programme has this exam version no more.");
    looked.new_days(asking, asking.programme.exam(record.exam.as_str()).ok_or(gone)?)?;
    match record.sit_until.is_some_and(|last| last.0 < asking.today) {
        true => Err(DAYS_ARE_OVER),
        false => Ok(days_of(record)),
    }
}

/// Whether one that is open now could be taken up again, were it withdrawn today.
pub(super) fn may_take_up_later(
    mut looked: Registrant,
    asking: &Asking,
    record: &RegistrationRecord,
) -> Result<NewDays, NotRegistered> {
    looked.candidate.registered.remove(&record.exam);
    may_take_up(&looked, asking, record)
}

/// What is to be done, where it is still what was looked at and can be done.
pub(super) fn as_looked_at<'p>(
    preview: &'p RegistrationPreview,
    mark: &str,
) -> Result<Option<&'p NewDays>, AppError> {
    if preview.mark != mark {
        return Err(AppError::Conflict);
    }
    match preview.refused.clone() {
        Some(NotRegistered::Rules(refusal)) => Err(AppError::Registration(refusal)),
        Some(NotRegistered::Nothing(text)) => Err(AppError::Invalid(vec![FieldFault::new("", text)])),
        None => Ok(preview.after.as_ref()),
    }
}

pub(super) fn with_days(said: Said, days: Option<&NewDays>) -> Said {
    let until = days.and_then(|days| days.sit_until);
    said.maybe("from", days.map(|days| days.sit_from)).maybe("until", until)
}
