//! What people change of their own account: name and address, and closing it.
//!
//! A name counts at once. An address counts once a link that was mailed to it was used by whoever is signed
//! in: both together, so that a slip of the hand gives nobody an account. What lets somebody in otherwise,
//! an address and the end of an account, asks once more for the password, or for a fresh sign-in.

use std::net::IpAddr;

use assay_kernel::{
    Arg, Said,
    identity::{Address, person_name},
};
use assay_store::{
    LinkPurpose, PersonRecord, StoreError, Unit,
    statement::{address, link, person},
};
use jiff::SignedDuration;

use super::{
    Accounts, Caller, ClosingView, Session,
    closing::ToClose,
    edit::changed,
    guard::Attempt,
    job::AccountsJob,
    password::WRONG_PASSWORD,
    rules::{Enter, ManageOwn},
    session::hash,
    turns::{Lane, Turn},
};
use crate::{
    Account, AppError, Asking, FieldFault,
    facts::{Fact, Letter},
    permit::Permit,
    reach::{ENTER_ANOTHER, can_be_mailed, is_nowhere},
};

/// How long after signing in somebody without a password counts as having shown who they are.
const FRESH: SignedDuration = SignedDuration::from_mins(15);

/// What whoever plays somebody of a demonstration is told.
const DEMONSTRATION: &str = "A person of the demonstration stays as they are.";

/// What a link to another address opens.
pub struct NewAddress {
    /// The address that it proves.
    pub address: String,
    /// Whose account is reached by it from then on.
    pub person: Account,
    /// Whether whoever looks is signed in as this person.
    pub is_own: bool,
}

fn fault(field: &'static str, text: impl Into<String>) -> AppError {
    AppError::Invalid(vec![FieldFault::new(field, text)])
}

impl Accounts {
    /// Changes one's own name.
    ///
    /// # Errors
    /// Not signed in; `Invalid` at the field `name`; `Conflict` where it changed meanwhile; or the store
    /// failed.
    pub async fn rename_own(&self, asking: &Asking, typed: &str) -> Result<(), AppError> {
        let (permit, me) = self.own(asking).await?;
        if me.story.is_some() {
            return Err(fault("name", DEMONSTRATION));
        }
        let name = person_name(typed).map_err(|error| fault("name", error.to_string()))?;
        if name == me.name {
            return Err(fault("name", "You are called so already, so nothing was changed."));
        }
        let now = asking.ms();
        let told = Said::of("notice.name-changed").with("old_name", Arg::text(&me.name));
        let letter =
            Letter::of(format!("name:{}", now.as_millisecond()), &told.with("name", Arg::text(&name)))?;
        let mut unit = Unit::from(person::renamed(me.id, &me.name, &name, &me.email));
        unit.extend(Fact::Edited { person: me.id, letter }.follows(now));
        stored(self.shelf.commit(permit, unit).await)
    }

    /// Asks for a link to another address. The answer is the same whether or not somebody has it.
    ///
    /// # Errors
    /// Not signed in; `NotFound` where nothing is mailed; `Invalid` with a fault a field; `TooMany`, `Busy`;
    /// or the store failed.
    pub async fn want_address(
        &self,
        asking: &Asking,
        session: &Session,
        typed: &str,
        password: &str,
        caller: impl Into<Caller<'_>>,
    ) -> Result<String, AppError> {
        self.must_mail()?;
        let (permit, me) = self.own(asking).await?;
        let address = Address::parse(typed).map_err(|error| fault("address", error.to_string()))?;
        let address = address.as_str().to_owned();
        if is_nowhere(&address) {
            return Err(fault("address", ENTER_ANOTHER));
        }
        if address == me.email {
            return Err(fault("address", "This is your address, so nothing was changed."));
        }
        self.must_confirm(asking, &me, session, password).await?;
        self.may_mail(asking, &address, caller.into())?;
        let job = AccountsJob::NewAddress { mail: self.mail_id(), person: me.id, address: address.clone() };
        self.shelf.commit(permit, Unit::from_iter(Fact::MailWanted { job }.follows(asking.ms()))).await?;
        self.bell.ring();
        Ok(address)
    }

    /// What a link to another address opens; looking changes nothing.
    ///
    /// # Errors
    /// `NotFound` where there is no such link, or it was used or is over.
    pub async fn new_address(&self, asking: &Asking, token: &str) -> Result<NewAddress, AppError> {
        let permit = asking.permit::<Enter>()?;
        let (link, person) = self.open_link(asking, &permit, LinkPurpose::NewAddress, token).await?;
        Ok(NewAddress { address: link.address, is_own: asking.owns(person.id), person: person.into() })
    }

    /// Uses a link to another address: it takes the place of the present one, proved. Links to the present
    /// one end, and it is told by mail.
    ///
    /// # Errors
    /// `NotFound` where the link is over, somebody else is signed in, or the address was proved by another
    /// person meanwhile; or the store failed.
    pub async fn use_new_address(&self, asking: &Asking, token: &str) -> Result<(), AppError> {
        let permit = asking.permit::<Enter>()?;
        let (found, me) = self.open_link(asking, &permit, LinkPurpose::NewAddress, token).await?;
        if !asking.owns(me.id) {
            return Err(AppError::NotFound);
        }
        let now = asking.ms();
        let told = Said::of("notice.address-changed").with("old", Arg::text(&me.email));
        let told = told.with("address", Arg::text(&found.address));
        let letter = Letter::of(format!("address:{}", now.as_millisecond()), &told)?;
        let mut unit = Unit::from(link::used(&hash(token), now));
        unit.extend(changed(&me, &me.name, &found.address, now));
        unit.run(address::verified(me.id, &found.address, now));
        unit.extend(Fact::AddressProved { person: me.id }.follows(now));
        unit.extend(Fact::Edited { person: me.id, letter }.follows(now));
        if self.mails() && can_be_mailed(&me) {
            let job =
                AccountsJob::AddressLeft { mail: self.mail_id(), person: me.id, address: me.email.clone() };
            unit.extend(Fact::MailWanted { job }.follows(now));
        }
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => return Err(AppError::NotFound),
            other => other?,
        }
        self.bell.ring();
        Ok(())
    }

    /// What closing one's own account would do; nothing is done yet.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn closing_own(&self, asking: &Asking) -> Result<ClosingView, AppError> {
        let (permit, me) = self.own(asking).await?;
        let store = self.shelf.under(&permit);
        let to_close = ToClose::of(store, asking, &me).await?;
        Ok(ClosingView {
            sessions: store.sessions_of(me.id).await?.len(),
            registrations: to_close.upcoming(),
            told: to_close.said("notice.account-closed-own").with("on", asking.today),
            refused: to_close.refused.map(str::to_owned),
            mark: to_close.mark(),
            person: me.into(),
        })
    }

    /// Closes one's own account as it was looked at; the team opens it again.
    ///
    /// # Errors
    /// Not signed in; `Invalid` where it cannot be closed or the password is another; `Conflict` where it is
    /// not what was looked at; `TooMany`, `Busy`; or the store failed.
    pub async fn close_own(
        &self,
        asking: &Asking,
        session: &Session,
        mark: &str,
        password: &str,
    ) -> Result<(), AppError> {
        let (permit, me) = self.own(asking).await?;
        let to_close = ToClose::of(self.shelf.under(&permit), asking, &me).await?;
        if let Some(refused) = to_close.refused {
            return Err(fault("", refused));
        }
        if to_close.mark() != mark {
            return Err(AppError::Conflict);
        }
        self.must_confirm(asking, &me, session, password).await?;
        let mut unit = to_close.unit(me.id, me.id, asking);
        let told = to_close.said("notice.account-closed-own").with("on", asking.today);
        unit.extend(self.told_and_mailed(asking, &me, "account-closed", &told)?);
        stored(self.shelf.commit(permit, unit).await)?;
        self.bell.ring();
        Ok(())
    }

    /// One's own account.
    async fn own(&self, asking: &Asking) -> Result<(Permit<ManageOwn>, PersonRecord), AppError> {
        let permit = asking.permit::<ManageOwn>()?;
        let me = self.shelf.under(&permit).person(asking.person()?).await?.ok_or(AppError::NotFound)?;
        Ok((permit, me))
    }

    /// Whoever is signed in shows once more who they are: by the password, or where there is none by having
    /// signed in just now.
    async fn must_confirm(
        &self,
        asking: &Asking,
        me: &PersonRecord,
        session: &Session,
        password: &str,
    ) -> Result<(), AppError> {
        if me.story.is_some() {
            return Err(fault("", DEMONSTRATION));
        }
        if me.password_hash.is_none() {
            let is_fresh = session.person() == me.id && asking.at.duration_since(session.created_at) <= FRESH;
            let text = "You have no password to confirm this with. Sign out, sign in again by a mailed \
                link, and come back within 15 minutes.";
            return if is_fresh { Ok(()) } else { Err(fault("", text)) };
        }
        let turn = self.turn(Lane::Browser).await?;
        match self.is_own_password(asking, me, password, &turn).await? {
            true => Ok(()),
            false => Err(fault("password", WRONG_PASSWORD)),
        }
    }

    /// Whether somebody who is signed in knows the account's password; guesses are counted.
    pub(super) async fn is_own_password(
        &self,
        asking: &Asking,
        me: &PersonRecord,
        typed: &str,
        turn: &Turn,
    ) -> Result<bool, AppError> {
        let account = format!("password of {}", me.id);
        let attempt =
            Attempt { address: IpAddr::from([0, 0, 0, 0]), account: &account, device: None, now: asking.at };
        if let Some(wait_s) = self.guard.wait_of_account(attempt) {
            return Err(AppError::TooMany { wait_s });
        }
        let is_right = self.whose_password(typed, std::slice::from_ref(me), turn).await?.is_some();
        match is_right {
            true => self.guard.succeeded(attempt, true),
            false => self.guard.guessed(attempt),
        }
        Ok(is_right)
    }
}

fn stored(done: Result<(), StoreError>) -> Result<(), AppError> {
    match done {
        Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
        other => Ok(other?),
    }
}
