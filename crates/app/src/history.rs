//! What a person holds and why: their recorded history, judged by the programme's policies.

use assay_kernel::{Actor, Persons, TypedId};
use assay_standing::{Decision, Event, Rules, Standing};
use assay_store::{
    CredentialRecord, MessageRecord, NoteRecord, PersonRecord, RegistrationRecord, SittingRecord,
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

impl App {
    pub(crate) async fn standing_of(&self, person: TypedId<Persons>) -> Result<Standing, AppError> {
        let history = self.store.history_of(person).await?;
        Ok(Rules::new(&self.programme()).standing(&history, self.today()))
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
        let history = self.store.history_of(id).await?;
        let known: Vec<Event> = history.into_iter().filter(|e| e.date <= self.today()).collect();
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
