//! What pages may show of things that more than one room reads.

use assay_assessment::score::ScoreReport;
use assay_kernel::{CredentialId, Date, Instant, PersonId, RegistrationId, SittingId};
use assay_store::{
    CredentialRecord, PersonRecord, RegistrationRecord, RegistrationState, SittingRecord, VerifiedHow,
};

use crate::{AppError, reach::is_nowhere};

/// A part of a list that is read to its end: its lines, and where the next part begins; none after the last.
pub struct ListPart<T, P> {
    /// The lines.
    pub lines: Vec<T>,
    /// After which place the next part begins.
    pub next: Option<P>,
}

impl<T, P> ListPart<T, P> {
    /// Of rows that were asked for by their number: fewer are the last.
    pub(crate) fn of<R>(
        rows: Vec<R>,
        asked_for: i64,
        place: impl Fn(&R) -> P,
        line: impl Fn(R) -> Result<T, AppError>,
    ) -> Result<Self, AppError> {
        let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= asked_for);
        let next = rows.last().map(place).filter(|_| is_full);
        Ok(ListPart { lines: rows.into_iter().map(line).collect::<Result<_, _>>()?, next })
    }

    /// The same part with other lines.
    pub fn map<U>(self, line: impl Fn(T) -> U) -> ListPart<U, P> {
        ListPart { lines: self.lines.into_iter().map(line).collect(), next: self.next }
    }
}

/// A sitting in a list.
#[derive(Clone, Debug)]
pub struct SittingLine {
    /// Id.
    pub id: SittingId,
    /// Whose.
    pub person: PersonId,
    /// Exam version.
    pub exam: String,
    /// Form.
    pub form: String,
    /// The programme's day on which it started.
    pub started_on: Date,
    /// How it stands.
    pub state: SittingState,
}

/// How a sitting stands, as whoever sat it may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SittingState {
    /// It runs.
    Running,
    /// It was handed in and waits for its score.
    Submitted,
    /// It was handed in, and the team looks at its result before it is told.
    OnHold,
    /// It does not count.
    Voided {
        /// Since which day.
        on: Date,
    },
    /// It is scored.
    Scored {
        /// The decision.
        passed: bool,
        /// On the exam version's scale.
        scaled: u32,
    },
}

impl TryFrom<&SittingRecord> for SittingLine {
    type Error = AppError;

    fn try_from(record: &SittingRecord) -> Result<Self, AppError> {
        let state = match (record.submitted_at, record.voided_on, record.result_held_at) {
            (_, Some(on), _) => SittingState::Voided { on: on.0 },
            (None, None, _) => SittingState::Running,
            (Some(_), None, Some(_)) => SittingState::OnHold,
            (Some(_), None, None) => match report_of(record)? {
                None => SittingState::Submitted,
                Some(report) => SittingState::Scored { passed: report.passed, scaled: report.scaled },
            },
        };
        Ok(SittingLine {
            id: record.id,
            person: record.person_id,
            exam: record.exam.to_string(),
            form: record.form.clone(),
            started_on: record.started_on.0,
            state,
        })
    }
}

/// A registration as the team sees it.
#[derive(Clone, Debug)]
pub struct RegistrationLine {
    /// Id.
    pub id: RegistrationId,
    /// Whose.
    pub person: PersonId,
    /// How they are called.
    pub name: String,
    /// Exam version.
    pub exam: String,
    /// How it stands.
    pub state: RegistrationNow,
    /// The programme's day on which it was made.
    pub registered_on: Date,
    /// First day to sit.
    pub sit_from: Date,
    /// Last day to sit; none without an end.
    pub sit_until: Option<Date>,
    /// Who of the team made it; none where whoever it is of did.
    pub made_by: Option<PersonId>,
    /// Who of the team withdrew it; none where whoever it is of did.
    pub withdrawn_by: Option<PersonId>,
    /// The programme's day on which it was withdrawn, where that is known.
    pub withdrawn_on: Option<Date>,
    /// The registration that was moved to this one.
    pub instead_of: Option<RegistrationId>,
    /// The sitting that used it.
    pub sitting: Option<SittingId>,
}

/// How a registration stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationNow {
    /// It can be used, today or later.
    Open,
    /// Its last day has passed, and nobody used it.
    Over,
    /// Its sitting runs.
    Running,
    /// A sitting used it and is handed in.
    Used,
    /// Withdrawn.
    Withdrawn,
}

impl RegistrationLine {
    /// A registration with the sitting that used it: its id, and whether it was handed in.
    pub(crate) fn of(
        record: RegistrationRecord,
        name: String,
        sitting: Option<(SittingId, bool)>,
        today: Date,
    ) -> RegistrationLine {
        let sit_until = record.sit_until.map(|day| day.0);
        let state = match (record.state, sitting) {
            (RegistrationState::Withdrawn, _) => RegistrationNow::Withdrawn,
            (RegistrationState::Used, Some((_, false))) => RegistrationNow::Running,
            (RegistrationState::Used, _) => RegistrationNow::Used,
            (RegistrationState::Open, _) if sit_until.is_some_and(|last| last < today) => {
                RegistrationNow::Over
            }
            (RegistrationState::Open, _) => RegistrationNow::Open,
        };
        RegistrationLine {
            id: record.id,
            person: record.person_id,
            name,
            exam: record.exam.to_string(),
            state,
            registered_on: record.registered_on.0,
            sit_from: record.sit_from.0,
            sit_until,
            made_by: record.made_by,
            withdrawn_by: record.withdrawn_by,
            withdrawn_on: record.withdrawn_on.map(|day| day.0),
            instead_of: record.instead_of,
            sitting: sitting.map(|(id, _)| id),
        }
    }

    /// Whether it was not used: it can be withdrawn and moved.
    pub fn is_open(&self) -> bool {
        matches!(self.state, RegistrationNow::Open | RegistrationNow::Over)
    }

    /// Whether the team withdrew it.
    pub fn is_withdrawn_by_team(&self) -> bool {
        self.state == RegistrationNow::Withdrawn && self.withdrawn_by.is_some()
    }
}

/// The score report of a sitting; none before it is scored.
pub(crate) fn report_of(record: &SittingRecord) -> Result<Option<ScoreReport>, AppError> {
    let report = record.report.as_deref().map(serde_json::from_str).transpose();
    report.map_err(|error| AppError::internal("reading a score report", error))
}

/// How somebody is known; no password, and nothing made of one.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who.
    pub id: PersonId,
    /// How they want to be called.
    pub name: String,
    /// Address.
    pub email: String,
    /// Until when they are of the team, where they are; the last instant there is where it has no end.
    pub team_until: Option<Instant>,
    /// When the account was made.
    pub created_at: Instant,
    /// How the address was proved; none where nobody did.
    pub verified_how: Option<VerifiedHow>,
    /// Whether they can sign in by a password.
    pub has_password: bool,
    /// What a demonstration person is there to show.
    pub story: Option<String>,
    /// Since when it lets nobody in; none while it is open.
    pub closed: Option<ClosedAccount>,
}

/// How an account was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedAccount {
    /// When.
    pub at: Instant,
    /// Whether its owner did it themselves.
    pub by_owner: bool,
}

impl Account {
    /// Whether they are of the team at an instant.
    pub fn is_of_team(&self, now: Instant) -> bool {
        self.team_until.is_some_and(|until| until > now)
    }

    /// Whether a name stands where the address would: no mail reaches it.
    pub fn is_nowhere(&self) -> bool {
        is_nowhere(&self.email)
    }
}

impl From<PersonRecord> for Account {
    fn from(person: PersonRecord) -> Self {
        let by_owner = person.closed_by.as_ref().is_some_and(|by| *by == person.id.to_string());
        Account {
            closed: person.closed_at.map(|at| ClosedAccount { at: at.0, by_owner }),
            team_until: person.team_until.map(|until| until.0),
            has_password: person.password_hash.is_some(),
            created_at: person.created_at.0,
            id: person.id,
            name: person.name,
            email: person.email,
            verified_how: person.verified_how,
            story: person.story,
        }
    }
}

impl Account {
    /// Whether the address is more than what somebody typed.
    pub fn is_verified(&self) -> bool {
        self.verified_how.is_some()
    }
}

/// A badge of somebody's own.
#[derive(Clone, Debug)]
pub struct OwnCredential {
    /// Id; part of its URL.
    pub id: CredentialId,
    /// Which certification.
    pub certification: String,
    /// Day of the award.
    pub earned_on: Date,
}

impl From<CredentialRecord> for OwnCredential {
    fn from(record: CredentialRecord) -> Self {
        OwnCredential {
            id: record.id,
            certification: record.certification.to_string(),
            earned_on: record.earned_on.0,
        }
    }
}
