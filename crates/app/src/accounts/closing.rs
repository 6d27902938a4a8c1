//! An account is closed and opened again: nobody gets in, and everything that is on record stays.
//!
//! Closed is the account and not the person: what they hold, their badges and their history go on. What has
//! not happened yet, a registration that could be used, is withdrawn, since nobody could sit it.

use assay_kernel::{Arg, Date, PersonId, Said};
use assay_store::{
    Day, PersonRecord, Reads, RegistrationRecord, Statement, StoreError, Unit,
    statement::{link, person, session},
};

use super::{
    Accounts,
    job::AccountsJob,
    rules::{CloseAccount, ReopenAccount},
};
use crate::{
    Account, AppError, Asking, FieldFault, Why,
    deed::Deed,
    facts::{Fact, Letter, is_mailed},
    grants,
    reach::can_be_mailed,
    reading::sha256,
    registrations,
};

/// What closing an account does, before it is done.
pub struct ClosingView {
    /// Whose.
    pub person: Account,
    /// What is withdrawn with it.
    pub registrations: Vec<UpcomingRegistration>,
    /// In how many places they are signed in.
    pub sessions: usize,
    /// What they are told.
    pub told: Said,
    /// Why it cannot be closed; none where it can.
    pub refused: Option<String>,
    /// Of what was looked at: it is done only while this is the same.
    pub mark: String,
}

/// A registration that can still be used.
#[derive(Clone, Debug)]
pub struct UpcomingRegistration {
    /// Exam version.
    pub exam: String,
    /// Last day of testing; none where there is no end.
    pub sit_until: Option<Date>,
}

/// What an account has that closing takes away or that stands against it.
pub(super) struct ToClose {
    pub(super) registrations: Vec<RegistrationRecord>,
    pub(super) refused: Option<&'static str>,
}

impl ToClose {
    pub(super) async fn of(
        store: &Reads,
        asking: &Asking,
        person: &PersonRecord,
    ) -> Result<ToClose, AppError> {
        let sits = store.sittings_of(person.id).await?.iter().any(|sitting| sitting.submitted_at.is_none());
        let mut registrations = store.registrations_of(person.id).await?;
        let is_over = |last: Date| last < asking.today;
        registrations.retain(|one| one.is_open() && !one.sit_until.is_some_and(|last| is_over(last.0)));
        let refused = match person {
            _ if person.story.is_some() => Some("A person of the demonstration stays as they are."),
            _ if person.is_closed() => Some("It is closed already, so nothing changes."),
            _ if person.is_of_team(asking.ms()) => {
                Some("This account has a role in the team. It is taken away first, under Roles.")
            }
            _ if sits => Some("An exam is being sat with it. Wait until it is handed in."),
            _ => None,
        };
        Ok(ToClose { registrations, refused })
    }

    /// What was looked at.
    pub(super) fn mark(&self) -> String {
        let ids: Vec<String> = self.registrations.iter().map(|one| one.id.to_string()).collect();
        sha256(ids.join(" ").as_bytes())
    }

    pub(super) fn upcoming(&self) -> Vec<UpcomingRegistration> {
        let line = |one: &RegistrationRecord| UpcomingRegistration {
            exam: one.exam.to_string(),
            sit_until: one.sit_until.map(|day| day.0),
        };
        self.registrations.iter().map(line).collect()
    }

    /// A code with the exam versions whose registrations are withdrawn, where there are some.
    pub(super) fn said(&self, code: &'static str) -> Said {
        let exams = Arg::list(self.registrations.iter().map(|one| Arg::text(one.exam.as_str())));
        Said::of(code).maybe("exams", (!self.registrations.is_empty()).then_some(exams))
    }

    /// The account is closed, with what goes with it: after its registrations, since one that was made
    /// meanwhile stands against it.
    pub(super) fn unit(&self, id: PersonId, by: PersonId, asking: &Asking) -> Unit {
        let (now, today) = (asking.ms(), Day(asking.today));
        let mut unit = Unit::from_iter([
            grants::counter::turn_taken(),
            session::all_ended(id),
            link::earlier_ended(id, now),
        ]);
        let withdrawn = |one: &RegistrationRecord| registrations::counter::withdrawn(one.id, id, today);
        unit.extend(self.registrations.iter().map(withdrawn));
        unit.run(person::closed(id, by, now, today));
        unit
    }
}

impl Accounts {
    /// What closing somebody's account would do; nothing is done yet.
    ///
    /// # Errors
    /// Not an administrator, one's own account, nobody there, or the store failed.
    pub async fn closing(&self, asking: &Asking, id: PersonId) -> Result<ClosingView, AppError> {
        let (permit, person) = self.shelf.open::<CloseAccount, _>(asking, |store| store.person(id)).await?;
        let store = self.shelf.under(&permit);
        let to_close = ToClose::of(store, asking, &person).await?;
        Ok(ClosingView {
            sessions: store.sessions_of(id).await?.len(),
            registrations: to_close.upcoming(),
            told: to_close.said("notice.account-closed").with("on", asking.today),
            refused: to_close.refused.map(str::to_owned),
            mark: to_close.mark(),
            person: person.into(),
        })
    }

    /// Closes somebody's account as it was looked at: their sessions and links end, what they could still sit
    /// is withdrawn.
    ///
    /// # Errors
    /// As above; `Invalid` where it cannot be closed; `Conflict` where it is not what was looked at.
    pub async fn close(&self, asking: &Asking, id: PersonId, mark: &str, why: &Why) -> Result<(), AppError> {
        let (permit, person) = self.shelf.open::<CloseAccount, _>(asking, |store| store.person(id)).await?;
        let to_close = ToClose::of(self.shelf.under(&permit), asking, &person).await?;
        if let Some(refused) = to_close.refused {
            return Err(AppError::Invalid(vec![FieldFault::new("", refused)]));
        }
        if to_close.mark() != mark {
            return Err(AppError::Conflict);
        }
        let mut unit = to_close.unit(id, asking.person()?, asking);
        let told = to_close.said("notice.account-closed").with("on", asking.today);
        unit.extend(self.told_and_mailed(asking, &person, "account-closed", &told)?);
        let done = Deed::of(&to_close.said("did.account-closed"))?.about(id).because(why);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) => return Err(AppError::Conflict),
            other => other?,
        }
        self.bell.ring();
        Ok(())
    }

    /// Opens a closed account again; registrations that were withdrawn stay so.
    ///
    /// # Errors
    /// Not an administrator, one's own account, nobody there; `Invalid` where it is not closed; or the store
    /// failed.
    pub async fn reopen(&self, asking: &Asking, id: PersonId, why: &Why) -> Result<(), AppError> {
        let (permit, person) = self.shelf.open::<ReopenAccount, _>(asking, |store| store.person(id)).await?;
        let is_open = || {
            let text = "It is open, so nothing changes.";
            AppError::Invalid(vec![FieldFault::new("", text)])
        };
        if !person.is_closed() {
            return Err(is_open());
        }
        let mut unit = Unit::from(person::opened(id));
        let told = Said::of("notice.account-opened").with("on", asking.today);
        unit.extend(self.told_and_mailed(asking, &person, "account-opened", &told)?);
        let done = Deed::of(&Said::of("did.account-opened"))?.about(id).because(why);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) => return Err(is_open()),
            other => other?,
        }
        self.bell.ring();
        Ok(())
    }

    /// A message that is mailed too, where mail reaches somebody: the inbox of a closed account is shut. Mail
    /// goes to no address that nobody proved.
    pub(super) fn told_and_mailed(
        &self,
        asking: &Asking,
        person: &PersonRecord,
        topic: &str,
        told: &Said,
    ) -> Result<Vec<Statement>, AppError> {
        let now = asking.ms();
        let topic = format!("{topic}:{}", now.as_millisecond());
        let letter = Letter::of(topic.clone(), told)?;
        let mut unit = Fact::Edited { person: person.id, letter }.follows(now);
        if is_mailed(&topic) && self.mails() && can_be_mailed(person) {
            let job = AccountsJob::Notice { mail: self.mail_id(), person: person.id, topic };
            unit.extend(Fact::MailWanted { job }.follows(now));
        }
        Ok(unit)
    }
}

/// What whoever knows the password of a closed account is told.
pub(super) fn is_closed(asking: &Asking) -> AppError {
    let body = &asking.programme.body.name;
    let text = format!("This account is closed, so nobody is signed in to it. Ask {body} to open it again.");
    AppError::Invalid(vec![FieldFault::new("", text)])
}
