//! Registering for an exam version.

pub(crate) mod counter;
mod listed;
mod looked;
mod rules;
mod team;

use assay_assessment::{
    registration::{CandidateRecord, Offer, Refusal, may_register, may_use},
    whole::not_ready,
};
use assay_kernel::{Date, RegistrationId};
use assay_programme::model::ExamVersion;
use assay_store::{Day, RegistrationRecord, RegistrationState, StoreError, statement::registration};

pub use listed::RegistrationsWanted;
pub use looked::{ExamForSomebody, NewDays, NotRegistered, RegistrationAct, RegistrationPreview};
pub(crate) use rules::ACTS;
use rules::{LookAtOffer, Register, Reopen, SeeOwn, Withdraw};
pub use rules::{MoveForSomebody, RegisterSomebody, ReopenForSomebody, SeeAll, WithdrawForSomebody};

use crate::{AppError, Asking, Mint, Published, SittingLine, candidate::candidate_record, shelf::Shelf};

/// Registering for exam versions, and what one is registered for.
pub struct Registrations {
    shelf: Shelf,
    mint: Mint,
}

/// A registration with the sitting that used it.
#[derive(Clone, Debug)]
pub struct RegistrationView {
    /// Id.
    pub id: RegistrationId,
    /// Exam version.
    pub exam: String,
    /// Neither used nor withdrawn.
    pub is_open: bool,
    /// Day it was made.
    pub registered_on: Date,
    /// First day of testing.
    pub sit_from: Date,
    /// Last day of testing; none where there is no end.
    pub sit_until: Option<Date>,
    /// Its sitting, if it was used.
    pub sitting: Option<SittingLine>,
    /// Why it cannot be used today, where it is not used yet: what a start would answer.
    pub refusal: Option<Refusal>,
    /// Whether the team made it.
    pub is_made_by_team: bool,
    /// Whether the team withdrew it: then only the team takes it up again.
    pub is_withdrawn_by_team: bool,
    /// The exam version that the team moved it from.
    pub moved_from: Option<String>,
    /// The exam version that the team moved it to.
    pub moved_to: Option<String>,
}

/// Nobody registers for what nobody could start (docs/concepts/sitting.md).
fn offer(
    published: &Published,
    exam: &ExamVersion,
    record: &CandidateRecord,
    today: Date,
) -> Result<Offer, Refusal> {
    let offer = may_register(published, exam, record, today)?;
    not_ready_for(published, exam.code.as_str()).map_or(Ok(offer), Err)
}

/// Why nobody can take an exam version for now, in words for candidates; none where it can be taken.
pub fn not_ready_for(published: &Published, exam: &str) -> Option<Refusal> {
    (!published.can_be_sat(exam)).then(|| not_ready(exam))
}

impl Registrations {
    pub(crate) fn new(shelf: Shelf, mint: Mint) -> Self {
        Registrations { shelf, mint }
    }

    /// Whether the person who asks may register for an exam version today.
    ///
    /// # Errors
    /// `NotFound` for an unknown exam version, or the store failed. A refusal is an inner `Err`.
    pub async fn may_register(
        &self,
        asking: &Asking,
        exam: &str,
    ) -> Result<Result<Offer, Refusal>, AppError> {
        let permit = asking.permit::<LookAtOffer>()?;
        let exam = asking.programme.exam(exam).ok_or(AppError::NotFound)?;
        let record = match asking.actor.person() {
            Some(person) => candidate_record(self.shelf.under(&permit), asking, *person).await?,
            None => CandidateRecord::default(),
        };
        Ok(offer(&asking.programme, exam, &record, asking.today))
    }

    /// Registers the person who asks.
    ///
    /// # Errors
    /// `Registration` with the reason and the next possible date; or the store failed.
    pub async fn register(&self, asking: &Asking, exam: &str) -> Result<RegistrationId, AppError> {
        let permit = asking.permit::<Register>()?;
        let person = asking.person()?;
        let store = self.shelf.under(&permit);
        let exam = asking.programme.exam(exam).ok_or(AppError::NotFound)?;
        let record = candidate_record(store, asking, person).await?;
        let offer = offer(&asking.programme, exam, &record, asking.today).map_err(AppError::Registration)?;
        let new = RegistrationRecord {
            id: self.mint.id(asking.at),
            person_id: person,
            exam: exam.code.clone(),
            state: RegistrationState::Open,
            registered_on: Day(asking.today),
            sit_from: Day(offer.sit_from),
            sit_until: offer.sit_until.map(Day),
            created_at: asking.ms(),
            made_by: None,
            withdrawn_by: None,
            withdrawn_on: None,
            instead_of: None,
        };
        match self.shelf.commit(permit, registration::added(&new)).await {
            // Two clicks at once: the second finds the first.
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => other.map(|()| new.id).map_err(AppError::from),
        }
    }

    /// Takes up again a registration that one withdrew, where one may still register: with its own days. What
    /// the team withdrew, only the team takes up again.
    ///
    /// # Errors
    /// `Registration` with the reason; `NotFound` where it is somebody else's, `Conflict` where it is not
    /// withdrawn, or the store failed.
    pub async fn reopen(&self, asking: &Asking, id: RegistrationId) -> Result<(), AppError> {
        let (permit, own) = self.shelf.open::<Reopen, _>(asking, |store| store.registration(id)).await?;
        if own.is_open() {
            return Ok(());
        }
        let store = self.shelf.under(&permit);
        let exam = asking.programme.exam(own.exam.as_str()).ok_or(AppError::NotFound)?;
        let mut record = candidate_record(store, asking, own.person_id).await?;
        if own.is_withdrawn_by_team() {
            record.withdrawn_by_body.insert(own.exam.clone());
        }
        offer(&asking.programme, exam, &record, asking.today).map_err(AppError::Registration)?;
        if own.sit_until.is_some_and(|last| last.0 < asking.today) {
            return Err(AppError::Conflict);
        }
        Ok(self.shelf.commit(permit, registration::reopened(own.id, own.person_id)).await?)
    }

    /// Withdraws a registration that was not used.
    ///
    /// # Errors
    /// `NotFound` where it is somebody else's, `Conflict` where it is used, or the store failed.
    pub async fn withdraw(&self, asking: &Asking, id: RegistrationId) -> Result<(), AppError> {
        let (permit, own) = self.shelf.open::<Withdraw, _>(asking, |store| store.registration(id)).await?;
        let withdrawn = registration::withdrawn(own.id, own.person_id, None, Day(asking.today));
        Ok(self.shelf.commit(permit, withdrawn).await?)
    }

    /// One registration of the person who asks.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; not signed in; or the store failed.
    pub async fn own_one(&self, asking: &Asking, id: RegistrationId) -> Result<RegistrationView, AppError> {
        let mut views = self.own(asking).await?.into_iter();
        views.find(|view| view.id == id).ok_or(AppError::NotFound)
    }

    /// The registrations of the person who asks, latest first, with their sittings.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn own(&self, asking: &Asking) -> Result<Vec<RegistrationView>, AppError> {
        let permit = asking.permit::<SeeOwn>()?;
        let (person, store) = (asking.person()?, self.shelf.under(&permit));
        let sittings = store.sittings_of(person).await?;
        let registrations = store.registrations_of(person).await?;
        let candidate = candidate_record(store, asking, person).await?;
        let (programme, today) = (&asking.programme, asking.today);
        let exam_of = |id: Option<RegistrationId>| {
            let known = registrations.iter().find(|known| Some(known.id) == id);
            known.map(|known| known.exam.to_string())
        };
        let moved = |to: RegistrationId| {
            let next = registrations.iter().find(|next| next.instead_of == Some(to));
            next.map(|next| next.exam.to_string())
        };
        let mut views = Vec::with_capacity(registrations.len());
        for registration in &registrations {
            let sitting = sittings.iter().find(|s| s.registration_id == registration.id);
            let sitting = sitting.map(SittingLine::try_from).transpose()?;
            let exam = programme.exam(registration.exam.as_str()).filter(|_| sitting.is_none());
            let sit_until = registration.sit_until.map(|day| day.0);
            let asked = exam.map(|exam| may_use(programme, exam, sit_until, &candidate, today));
            // What a page offers is not refused behind it: both ask whether the form is whole.
            let whole = not_ready_for(programme, registration.exam.as_str()).filter(|_| sitting.is_none());
            views.push(RegistrationView {
                refusal: whole.or(asked.and_then(Result::err)),
                id: registration.id,
                is_open: registration.is_open(),
                is_made_by_team: registration.made_by.is_some(),
                is_withdrawn_by_team: registration.is_withdrawn_by_team(),
                moved_from: exam_of(registration.instead_of),
                moved_to: moved(registration.id).filter(|_| registration.is_withdrawn_by_team()),
                registered_on: registration.registered_on.0,
                sit_from: registration.sit_from.0,
                exam: registration.exam.to_string(),
                sit_until,
                sitting,
            });
        }
        Ok(views)
    }
}
