//! What a person holds and why: their recorded history, judged by the programme's policies.

use assay_kernel::{Actor, CertificationCode, Date, ExamCode, Persons, TypedId};
use assay_programme::model::{Earned, Programme};
use assay_standing::{Decision, Event, Happening, Rules, Standing};
use assay_store::{
    CredentialRecord, HistoryRecord, MessageRecord, NoteRecord, PersonRecord, RegistrationRecord,
    SittingRecord,
};

use crate::{Action, App, AppError, authorise};

/// Everything the team sees of a candidate.
pub struct CandidateView {
    /// Who.
    pub person: PersonRecord,
    /// What they hold, as of today.
    pub standing: Standing,
    /// Every decision about them.
    pub decisions: Vec<Decision>,
    /// Registrations.
    pub registrations: Vec<RegistrationRecord>,
    /// Sittings.
    pub sittings: Vec<SittingRecord>,
    /// What was noted about them: who wrote, who took over.
    pub notes: Vec<NoteRecord>,
    /// Credentials.
    pub credentials: Vec<CredentialRecord>,
}

/// Stored events in the words of `standing`.
pub(crate) fn events(records: &[HistoryRecord]) -> Vec<Event> {
    records.iter().filter_map(event).collect()
}

pub(crate) fn event(record: &HistoryRecord) -> Option<Event> {
    let certification = || record.certification.as_deref().map(CertificationCode::new);
    let count = || record.n.and_then(|n| u32::try_from(n).ok());
    let earned = || match record.exam.as_deref() {
        Some(exam) => Some(Earned::Exam(ExamCode::new(exam))),
        None => certification().map(Earned::Certification),
    };
    let happening = match record.kind.as_str() {
        "pass" => Happening::Pass { what: earned()? },
        "fail" => Happening::Fail { what: earned()? },
        "earn" => Happening::Earn { certification: certification()? },
        "do" => Happening::Do { certification: certification()?, what: record.detail.clone()? },
        "credit" => Happening::Credit {
            certification: certification()?,
            n: count()?,
            category: record.detail.clone(),
        },
        "strike" => Happening::Strike {
            certification: certification()?,
            n: count()?,
            category: record.detail.clone(),
            reason: None,
        },
        "fee" => Happening::Fee { certification: certification()?, n: count().unwrap_or(1) },
        "revoke" => Happening::Revoke { certification: certification()?, reason: record.detail.clone() },
        _ => return None,
    };
    let recorded_at = Some(record.recorded_at.0);
    Some(Event { date: record.happened_on.0, happening, reference: record.sitting_id.clone(), recorded_at })
}

/// What a person with this recorded history holds on a day.
pub fn person_standing(programme: &Programme, records: &[HistoryRecord], as_of: Date) -> Standing {
    Rules::new(programme).standing(&events(records), as_of)
}

impl App {
    pub(crate) async fn standing_of(&self, person: TypedId<Persons>) -> Result<Standing, AppError> {
        let records = self.store.history_of(person).await?;
        Ok(person_standing(&self.programme(), &records, self.today()))
    }

    /// What the person who asks holds today.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn my_standing(&self, actor: &Actor) -> Result<Standing, AppError> {
        let person = authorise(actor, Action::ReadStanding, None)?;
        self.standing_of(person).await
    }

    /// The messages of the person who asks, latest first.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn my_messages(&self, actor: &Actor) -> Result<Vec<MessageRecord>, AppError> {
        let person = authorise(actor, Action::ReadStanding, None)?;
        Ok(self.store.messages_of(person).await?)
    }

    /// The credentials of the person who asks.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn my_credentials(&self, actor: &Actor) -> Result<Vec<CredentialRecord>, AppError> {
        let person = authorise(actor, Action::ReadStanding, None)?;
        Ok(self.store.credentials_of(person).await?)
    }

    /// Everything the team sees of a candidate.
    ///
    /// # Errors
    /// Not an administrator, unknown, or the store failed.
    pub async fn candidate(&self, actor: &Actor, id: TypedId<Persons>) -> Result<CandidateView, AppError> {
        authorise(actor, Action::Administer, None)?;
        let person = self.store.person(id).await?.ok_or(AppError::NotFound)?;
        let records = self.store.history_of(id).await?;
        let known: Vec<Event> = events(&records).into_iter().filter(|e| e.date <= self.today()).collect();
        let programme = self.programme();
        let rules = Rules::new(&programme);
        Ok(CandidateView {
            person,
            standing: rules.standing(&known, self.today()),
            decisions: rules.decisions(&known),
            registrations: self.store.registrations_of(id).await?,
            sittings: self.store.sittings_of(id).await?,
            notes: self.store.sitting_notes_of(id).await?,
            credentials: self.store.credentials_of(id).await?,
        })
    }

    /// Candidates whose name or address contains a text.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn candidates(
        &self,
        actor: &Actor,
        text: &str,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<PersonRecord>, AppError> {
        authorise(actor, Action::Administer, None)?;
        Ok(self.store.search_persons(text, limit, offset).await?)
    }

    /// How many people there are.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn count_persons(&self, actor: &Actor) -> Result<i64, AppError> {
        authorise(actor, Action::Administer, None)?;
        Ok(self.store.count_persons().await?)
    }

    /// Everybody's sittings, latest first, with their people.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn sittings(
        &self,
        actor: &Actor,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<(SittingRecord, String)>, AppError> {
        authorise(actor, Action::Administer, None)?;
        let mut rows = Vec::new();
        for sitting in self.store.latest_sittings(limit, offset).await? {
            let name = self.name_of(sitting.person_id).await?;
            rows.push((sitting, name));
        }
        Ok(rows)
    }

    /// Everybody's credentials, latest first, with their people.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn credentials(
        &self,
        actor: &Actor,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<(CredentialRecord, String)>, AppError> {
        authorise(actor, Action::Administer, None)?;
        let mut rows = Vec::new();
        for credential in self.store.latest_credentials(limit, offset).await? {
            let name = self.name_of(credential.person_id).await?;
            rows.push((credential, name));
        }
        Ok(rows)
    }

    pub(crate) async fn name_of(&self, person: TypedId<Persons>) -> Result<String, AppError> {
        Ok(self.store.person(person).await?.map(|person| person.name).unwrap_or_default())
    }
}
