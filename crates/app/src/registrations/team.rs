//! What the team does with registrations of others: shown first, done only as it was shown, told to them.

use assay_kernel::{Arg, PersonId, RegistrationId, Said, identity::Address};
use assay_programme::offer::offer_on;
use assay_store::{
    Day, PersonRecord, RegistrationRecord, RegistrationState, Statement, StoreError, Unit,
    statement::registration,
};

use super::{
    Registrations,
    looked::{
        ExamForSomebody, NewDays, Registrant, RegistrationAct, RegistrationPreview, as_looked_at, days_of,
        known, mark, may_take_up, may_take_up_later, parted, stands, with_days,
    },
    rules::{MoveForSomebody, RegisterSomebody, ReopenForSomebody, WithdrawForSomebody},
};
use crate::{
    Account, AppError, Asking, FieldFault, Why,
    deed::Deed,
    facts::{Fact, Letter},
    permit::{Act, Logged, Permit},
};

impl Registrations {
    /// The exam versions that are on offer, for somebody: whether they can be registered today, or why not.
    ///
    /// # Errors
    /// Whoever may not register them, nobody there, or the store failed.
    pub async fn exams_for(
        &self,
        asking: &Asking,
        id: PersonId,
    ) -> Result<(Account, Vec<ExamForSomebody>), AppError> {
        let (permit, person) =
            self.shelf.open::<RegisterSomebody, _>(asking, |store| store.person(id)).await?;
        let looked = Registrant::at(self.shelf.under(&permit), asking, person).await?;
        let programme = &asking.programme;
        let public =
            programme.exams.iter().filter(|exam| offer_on(programme, exam, asking.today).is_public());
        let exams = public.map(|exam| ExamForSomebody {
            exam: exam.code.clone(),
            title: exam.title.clone(),
            decision: looked.new_days(asking, exam),
        });
        Ok((looked.person.clone().into(), exams.collect()))
    }

    /// Whoever is meant by an address: who proved it, or the only one who has it.
    ///
    /// # Errors
    /// Whoever may not register them, nobody there; `Invalid` where several have it; or the store failed.
    pub async fn somebody_at(&self, asking: &Asking, address: &str) -> Result<PersonId, AppError> {
        let mut several = false;
        let found = self.shelf.open::<RegisterSomebody, _>(asking, async |store| {
            let people = store.persons_with_address(&Address::compared(address)).await?;
            let meant = people.first().is_some_and(PersonRecord::is_verified) || people.len() == 1;
            several = people.len() > 1 && !meant;
            Ok(people.into_iter().next().filter(|_| meant))
        });
        match found.await {
            Err(AppError::NotFound) if several => {
                let text = "Choose the person in the list of people: several typed this address, and \
                            nobody has proved it.";
                Err(AppError::Invalid(vec![FieldFault::new("email", text)]))
            }
            other => Ok(other?.1.id),
        }
    }

    /// What registering somebody would mean; nothing is done yet.
    ///
    /// # Errors
    /// Whoever may not register them, nobody there, `Invalid` where there is no such exam version, or the
    /// store failed.
    pub async fn preview_registering(
        &self,
        asking: &Asking,
        id: PersonId,
        exam: &str,
    ) -> Result<RegistrationPreview, AppError> {
        Ok(self.look_at_somebody(asking, id, exam).await?.1)
    }

    /// Registers somebody as it was looked at.
    ///
    /// # Errors
    /// As above; `Conflict` where it is not as it was looked at, `Registration` or `Invalid` with why not.
    pub async fn register_somebody(
        &self,
        asking: &Asking,
        id: PersonId,
        exam: &str,
        mark: &str,
        why: &Why,
    ) -> Result<RegistrationId, AppError> {
        let (permit, preview) = self.look_at_somebody(asking, id, exam).await?;
        let days = as_looked_at(&preview, mark)?.cloned().ok_or(AppError::Conflict)?;
        let new = self.new_record(asking, id, &days, None);
        let mut unit = Unit::from(registration::added(&new));
        unit.extend(told(asking, &preview, new.id, why)?);
        let did = Said::of("did.registered").with("exam", &days.exam).with("from", days.sit_from);
        let deed = Deed::of(&did.maybe("until", days.sit_until))?.about(id).to(new.id).because(why);
        self.commit(asking, permit, deed, unit).await?;
        Ok(new.id)
    }

    /// What an act on a registration would mean; nothing is done yet.
    ///
    /// # Errors
    /// Whoever may not, nothing there, `Invalid` where there is no such exam version, or the store failed.
    pub async fn preview(
        &self,
        asking: &Asking,
        id: RegistrationId,
        act: &RegistrationAct,
    ) -> Result<RegistrationPreview, AppError> {
        Ok(match act {
            RegistrationAct::Withdraw => self.look::<WithdrawForSomebody>(asking, id, act).await?.2,
            RegistrationAct::TakeUp => self.look::<ReopenForSomebody>(asking, id, act).await?.2,
            RegistrationAct::Move { .. } => self.look::<MoveForSomebody>(asking, id, act).await?.2,
        })
    }

    /// Does it as it was looked at; gives the registration that holds afterwards, or the withdrawn one.
    ///
    /// # Errors
    /// As above; `Conflict` where it is not as it was looked at, `Registration` or `Invalid` with why not.
    pub async fn act(
        &self,
        asking: &Asking,
        id: RegistrationId,
        act: &RegistrationAct,
        mark: &str,
        why: &Why,
    ) -> Result<RegistrationId, AppError> {
        match act {
            RegistrationAct::Withdraw => self.act_by::<WithdrawForSomebody>(asking, id, act, mark, why).await,
            RegistrationAct::TakeUp => self.act_by::<ReopenForSomebody>(asking, id, act, mark, why).await,
            RegistrationAct::Move { .. } => self.act_by::<MoveForSomebody>(asking, id, act, mark, why).await,
        }
    }

    async fn act_by<A: Act<On = RegistrationRecord> + Logged>(
        &self,
        asking: &Asking,
        id: RegistrationId,
        act: &RegistrationAct,
        mark: &str,
        why: &Why,
    ) -> Result<RegistrationId, AppError> {
        let (permit, record, preview) = self.look::<A>(asking, id, act).await?;
        let after = as_looked_at(&preview, mark)?;
        let (person, by) = (record.person_id, asking.actor.person().copied());
        let withdrawn = || registration::withdrawn(id, person, by, Day(asking.today));
        let about = |code: &'static str| Said::of(code).with("on", record.registered_on.0);
        let (mut unit, did, holds) = match (act, after) {
            (RegistrationAct::Withdraw, _) => {
                let did = about("did.registration-withdrawn").with("exam", &record.exam);
                (Unit::from(withdrawn()), did, id)
            }
            (RegistrationAct::TakeUp, _) => {
                let did = about("did.registration-reopened").with("exam", &record.exam);
                (Unit::from(registration::reopened_by_team(id, person)), did, id)
            }
            (RegistrationAct::Move { .. }, None) => return Err(AppError::Conflict),
            (RegistrationAct::Move { .. }, Some(days)) => {
                let new = self.new_record(asking, person, days, Some(id));
                let did = about("did.registration-moved").with("old", &record.exam).with("exam", &days.exam);
                let did = did.with("from", days.sit_from).maybe("until", days.sit_until);
                (Unit::from_iter([withdrawn(), registration::added(&new)]), did, new.id)
            }
        };
        unit.extend(told(asking, &preview, id, why)?);
        let deed = Deed::of(&did)?.about(person).to(id).because(why);
        self.commit(asking, permit, deed, unit).await?;
        Ok(holds)
    }

    async fn commit<A: Logged>(
        &self,
        asking: &Asking,
        permit: Permit<A>,
        deed: Deed,
        unit: Unit,
    ) -> Result<(), AppError> {
        match self.shelf.commit_logged(asking, permit, deed, unit).await {
            // Somebody used, withdrew or made one at the same moment.
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => Ok(other?),
        }
    }

    fn new_record(
        &self,
        asking: &Asking,
        person: PersonId,
        days: &NewDays,
        instead_of: Option<RegistrationId>,
    ) -> RegistrationRecord {
        RegistrationRecord {
            id: self.mint.id(asking.at),
            person_id: person,
            exam: days.exam.clone(),
            state: RegistrationState::Open,
            registered_on: Day(asking.today),
            sit_from: Day(days.sit_from),
            sit_until: days.sit_until.map(Day),
            created_at: asking.ms(),
            made_by: asking.actor.person().copied(),
            withdrawn_by: None,
            withdrawn_on: None,
            instead_of,
        }
    }

    async fn look_at_somebody(
        &self,
        asking: &Asking,
        id: PersonId,
        exam: &str,
    ) -> Result<(Permit<RegisterSomebody>, RegistrationPreview), AppError> {
        let (permit, person) =
            self.shelf.open::<RegisterSomebody, _>(asking, |store| store.person(id)).await?;
        let exam = known(asking, exam)?;
        let looked = Registrant::at(self.shelf.under(&permit), asking, person).await?;
        let (after, refused) = parted(looked.new_days(asking, exam));
        let told = Said::of("notice.registered").with("today", asking.today).with("exam", &exam.code);
        let preview = RegistrationPreview {
            told: with_days(told, after.as_ref()),
            // It is undone by withdrawing it.
            final_because: None,
            mark: mark(asking, (None, ""), after.as_ref(), true)?,
            person: looked.person.into(),
            before: None,
            after,
            refused,
        };
        Ok((permit, preview))
    }

    async fn look<A: Act<On = RegistrationRecord>>(
        &self,
        asking: &Asking,
        id: RegistrationId,
        act: &RegistrationAct,
    ) -> Result<(Permit<A>, RegistrationRecord, RegistrationPreview), AppError> {
        let (permit, record) = self.shelf.open::<A, _>(asking, |store| store.registration(id)).await?;
        let store = self.shelf.under(&permit);
        let person = store.person(record.person_id).await?.ok_or(AppError::NotFound)?;
        let looked = Registrant::at(store, asking, person.clone()).await?;
        let (can, about) = (stands(&record, act), |code| Said::of(code).with("today", asking.today));
        let (decided, told) = match act {
            RegistrationAct::Withdraw => {
                (can.map(|()| None), about("notice.registration-withdrawn").with("exam", &record.exam))
            }
            RegistrationAct::TakeUp => {
                let told = about("notice.registration-reopened").with("exam", &record.exam);
                let may = can.and_then(|()| may_take_up(&looked, asking, &record));
                (may.map(Some), with_days(told, Some(&days_of(&record))))
            }
            RegistrationAct::Move { to } => {
                let to = known(asking, to)?;
                let new = can.and_then(|()| looked.new_days(asking, to));
                let told = about("notice.registration-moved").with("old", &record.exam);
                (new.clone().map(Some), with_days(told.with("exam", &to.code), new.ok().as_ref()))
            }
        };
        let (after, refused) = parted(decided);
        // Both end it: whether it could be had again decides whether the way back is open.
        let final_because = match act {
            RegistrationAct::TakeUp => None,
            RegistrationAct::Withdraw => may_take_up_later(looked, asking, &record).err(),
            RegistrationAct::Move { .. } => looked.anew(asking, &record.exam).err(),
        };
        let (before, after) = (days_of(&record), after.flatten());
        let stands = (Some(&before), record.state.as_str());
        let preview = RegistrationPreview {
            mark: mark(asking, stands, after.as_ref(), final_because.is_none())?,
            before: Some(before),
            person: person.into(),
            after,
            refused,
            final_because,
            told,
        };
        Ok((permit, record, preview))
    }
}

/// What was foretold, with the reason.
fn told(
    asking: &Asking,
    preview: &RegistrationPreview,
    id: RegistrationId,
    why: &Why,
) -> Result<Vec<Statement>, AppError> {
    let because = Said::of("registration.because").with("why", Arg::text(why.as_str()));
    // Of two acts at one instant each is told.
    let topic = format!("{}:{id}:{}", preview.told.code, asking.ms().as_millisecond());
    let letter = Letter::of(topic, &preview.told.clone().with("why", because))?;
    Ok(Fact::Registered { person: preview.person.id, letter }.follows(asking.ms()))
}
