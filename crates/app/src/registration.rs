//! Registering for an exam version.

use std::collections::BTreeSet;

use assay_assessment::registration::{CandidateRecord, Offer, PastResult, Refusal, may_register, may_use};
use assay_kernel::{Actor, CertificationCode, ExamCode, Persons, Registrations, TypedId};
use assay_standing::Status;
use assay_store::{Day, RegistrationRecord, SittingRecord, StoreError};

use crate::{Action, App, AppError, authorise};

/// A registration with the sitting that used it.
#[derive(Clone, Debug)]
pub struct RegistrationView {
    /// The registration.
    pub registration: RegistrationRecord,
    /// Its sitting, if it was used.
    pub sitting: Option<SittingRecord>,
    /// Why it cannot be used today, where it is not used yet: what a start would answer.
    pub refusal: Option<Refusal>,
}

impl App {
    /// Whether the person who asks may register for an exam version today.
    ///
    /// # Errors
    /// `NotFound` for an unknown exam version, or the store failed. A refusal is an inner `Err`.
    pub async fn may_register(&self, actor: &Actor, exam: &str) -> Result<Result<Offer, Refusal>, AppError> {
        let programme = self.programme();
        let exam = programme.exam(exam).ok_or(AppError::NotFound)?;
        let record = match actor.person() {
            Some(person) => self.candidate_record(*person).await?,
            None => CandidateRecord::default(),
        };
        Ok(may_register(&programme, exam, &record, self.today()))
    }

    /// Registers the person who asks.
    ///
    /// # Errors
    /// `Registration` with the reason and the next possible date; or the store failed.
    pub async fn register(&self, actor: &Actor, exam: &str) -> Result<TypedId<Registrations>, AppError> {
        let person = authorise(actor, Action::Register, None)?;
        let programme = self.programme();
        let exam = programme.exam(exam).ok_or(AppError::NotFound)?;
        let today = self.today();
        let record = self.candidate_record(person).await?;
        let offer = may_register(&programme, exam, &record, today).map_err(AppError::Registration)?;
        let registration = RegistrationRecord {
            id: self.new_id(),
            person_id: person,
            exam: exam.code.to_string(),
            state: "open".to_owned(),
            registered_on: Day(today),
            sit_from: Day(offer.sit_from),
            sit_until: offer.sit_until.map(|day| day.to_string()),
            created_at: self.ms(),
        };
        match self.store.register(&registration).await {
            // Two clicks at once: the second finds the first.
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => other.map(|()| registration.id).map_err(AppError::from),
        }
    }

    /// Gives a registration back that was not used.
    ///
    /// # Errors
    /// `NotFound` where it is somebody else's, `Conflict` where it is used, or the store failed.
    pub async fn withdraw_registration(
        &self,
        actor: &Actor,
        id: TypedId<Registrations>,
    ) -> Result<(), AppError> {
        crate::signed_in(actor)?;
        let registration = self.store.registration(id).await?.ok_or(AppError::NotFound)?;
        let person = authorise(actor, Action::Register, Some(registration.person_id))?;
        Ok(self.store.withdraw_registration(id, person).await?)
    }

    /// The registrations of the person who asks, latest first, with their sittings.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn my_registrations(&self, actor: &Actor) -> Result<Vec<RegistrationView>, AppError> {
        let person = authorise(actor, Action::ReadStanding, None)?;
        let sittings = self.store.sittings_of(person).await?;
        let registrations = self.store.registrations_of(person).await?;
        let candidate = self.candidate_record(person).await?;
        let (programme, today) = (self.programme(), self.today());
        let mut views = Vec::with_capacity(registrations.len());
        for registration in registrations {
            let sitting = sittings.iter().find(|s| s.registration_id == registration.id).cloned();
            let exam = programme.exam(&registration.exam).filter(|_| sitting.is_none());
            let until = registration.sit_until()?.map(|day| day.0);
            let asked = exam.map(|exam| may_use(&programme, exam, until, &candidate, today));
            let refusal = asked.and_then(Result::err);
            views.push(RegistrationView { registration, sitting, refusal });
        }
        Ok(views)
    }

    pub(crate) async fn candidate_record(
        &self,
        person: TypedId<Persons>,
    ) -> Result<CandidateRecord, AppError> {
        let today = self.today();
        let standing = self.standing_of(person).await?;
        let active = standing.credentials.iter().filter(|c| c.status == Status::Active);
        let active: BTreeSet<CertificationCode> = active.map(|c| c.credential.clone()).collect();
        let history = self.store.history_of(person).await?;
        let results = history.iter().filter(|event| event.happened_on.0 <= today).filter_map(|event| {
            let exam = ExamCode::new(event.exam.as_deref()?);
            let passed = match event.kind.as_str() {
                "pass" => true,
                "fail" => false,
                _ => return None,
            };
            Some(PastResult { exam, on: event.happened_on.0, passed })
        });
        let registrations = self.store.registrations_of(person).await?;
        let sittings = self.store.sittings_of(person).await?;
        let open = registrations.iter().filter(|r| {
            let over = r.sit_until().ok().flatten().is_some_and(|until| until.0 < today);
            // A sitting without a result still uses its registration: the rules wait for that result.
            let unscored = sittings.iter().any(|s| s.registration_id == r.id && s.scored_at.is_none());
            (r.is_open() && !over) || unscored
        });
        let registered = open.map(|r| ExamCode::new(&r.exam)).collect();
        Ok(CandidateRecord { active, results: results.collect(), registered })
    }
}
