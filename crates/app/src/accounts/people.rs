//! Accounts: e-mail and password to begin with.
//!
//! What is typed into a form proves nothing: an account's address is not confirmed until a link was used
//! (`claim.rs`), reserves nothing and matches nothing. So an account can be made with any address, and the
//! answer is the same whether or not somebody has it (F16).

use assay_kernel::{
    Arg, Roles, Said,
    identity::{Address, person_name},
};
use assay_store::{
    PersonRecord, StoreError, Unit, VerifiedHow,
    statement::{person, session},
};

use super::{
    Accounts,
    caller::{Caller, SignedIn},
    counter,
    guard::Attempt,
    password::{self, WRONG_PASSWORD},
    rules::{AddAccount, Enter, ManageOwn, SeeAccess},
    turns::Lane,
};
use crate::{
    Account, AppError, Asking, FieldFault,
    deed::Deed,
    grants,
    reach::{ENTER_ANOTHER, is_nowhere},
};

/// What somebody types to make an account.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// How they want to be called; on the badge only with consent.
    pub name: String,
    /// Address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// What a person's password must not be made of.
pub(crate) fn password_about<'a>(body: &'a str, name: &'a str, address: &'a str) -> [&'a str; 4] {
    [body, name, address, address.split('@').next().unwrap_or_default()]
}

impl Accounts {
    /// Makes a candidate's account and signs in. Whoever has one already and types its password is signed in
    /// to that.
    ///
    /// # Errors
    /// `Invalid` with a fault per field, `TooMany`, `Busy`, or the store failed.
    pub async fn sign_up(
        &self,
        asking: &Asking,
        account: NewAccount,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        let caller = caller.into();
        let permit = asking.permit::<Enter>()?;
        let store = self.shelf.under(&permit);
        let (name, address) = checked(asking, &account)?;
        let known = store.persons_with_address(address.as_str()).await?;
        let attempt = attempt(asking, address.as_str(), caller);
        if let Some(wait_s) = self.guard.sign_up(attempt).or_else(|| self.guard.wait_of_account(attempt)) {
            return Err(self.slowed(attempt, wait_s));
        }
        let turn = self.turn(self.line(attempt, self.devices.of(caller.device, &known).is_some())).await?;
        if let Some(person) = self.whose_password(&account.password, &known, &turn).await? {
            self.guard.succeeded(attempt, is_owner(&person, &known));
            return self.open_session(asking, permit, &person, caller).await;
        }
        // Typing the password of somebody else's account here is a guess like any other.
        self.guard.guessed(attempt);
        let person = PersonRecord {
            id: self.mint.id(asking.at),
            email: address.as_str().to_owned(),
            name,
            password_hash: Some(self.hash_password(&account.password, &known, &turn).await?),
            story: None,
            created_at: asking.ms(),
            verified_how: None,
            team_until: None,
            closed_at: None,
            closed_by: None,
        };
        drop(turn);
        let mut unit = Unit::from_iter(counter::added(&person));
        // Too many mails to one address: the account's page sends the link later.
        if self.mails() && self.guard.mail(attempt).is_none() {
            unit.extend(self.proof(asking, person.id));
        }
        self.shelf.commit(permit, unit).await?;
        self.bell.ring();
        self.guard.knows(attempt);
        self.open_session(asking, asking.permit::<Enter>()?, &person, caller).await
    }

    /// Makes an account with roles. The first administrator is made this way, on the command line: whoever
    /// has that names the address for the body.
    ///
    /// # Errors
    /// `Invalid` with a fault per field, or the store failed.
    pub async fn add_account(
        &self,
        asking: &Asking,
        account: NewAccount,
        roles: impl Into<Roles>,
    ) -> Result<Account, AppError> {
        let permit = asking.permit::<AddAccount>()?;
        let store = self.shelf.under(&permit);
        let (name, address) = checked(asking, &account)?;
        let neighbours = store.persons_with_address(address.as_str()).await?;
        let turn = self.turn(Lane::Browser).await?;
        let person = PersonRecord {
            id: self.mint.id(asking.at),
            email: address.as_str().to_owned(),
            name,
            password_hash: Some(self.hash_password(&account.password, &neighbours, &turn).await?),
            story: None,
            created_at: asking.ms(),
            verified_how: Some(VerifiedHow::Administrator),
            team_until: None,
            closed_at: None,
            closed_by: None,
        };
        let roles = roles.into();
        let mut unit = Unit::from_iter(counter::added(&person));
        let granted = |role| grants::counter::given(&self.mint, asking, person.id, role, "");
        unit.extend(roles.iter().map(granted));
        let told = Said::of("did.account-added").with("address", Arg::text(&person.email));
        let names = Arg::list(roles.iter().map(|role| Arg::text(role.as_str())));
        let told = told.maybe("roles", (!roles.is_empty()).then_some(names));
        let done = Deed::of(&told)?.about(person.id);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) => {
                let text = "Somebody with this address is on record. A claim link lets them in.";
                Err(AppError::Invalid(vec![FieldFault::new("email", text)]))
            }
            other => other.map(|()| person.into()).map_err(AppError::from),
        }
    }

    /// Signs in by address and password.
    ///
    /// # Errors
    /// `Invalid`, with the same words whether address or password is wrong; `TooMany`, `Busy`; or the store
    /// failed.
    pub async fn sign_in(
        &self,
        asking: &Asking,
        email: &str,
        password: &str,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        let caller = caller.into();
        let permit = asking.permit::<Enter>()?;
        let address = Address::compared(email);
        let people = self.shelf.under(&permit).persons_with_address(&address).await?;
        let (attempt, _) = self.lane(asking, &address, &people, caller)?;
        let known_browser = self.devices.of(caller.device, &people).is_some();
        let turn = self.turn(self.line(attempt, known_browser)).await?;
        // Many that came at once are counted one after the other.
        let (attempt, tried) = self.lane(asking, &address, &people, caller)?;
        let found = self.whose_password(password, &tried, &turn).await?;
        match found {
            Some(person) => {
                self.guard.succeeded(attempt, is_owner(&person, &tried));
                drop(turn);
                self.open_session(asking, permit, &person, caller).await
            }
            None => {
                self.guard.failed(attempt);
                drop(turn);
                self.log_failure(attempt, &tried, "a wrong password");
                let text = "This address and password do not match. Check both and try again.";
                Err(AppError::Invalid(vec![FieldFault::new("", text)]))
            }
        }
    }

    /// Changes a password and ends every session of the person.
    ///
    /// # Errors
    /// `Invalid` with a fault per field, not signed in, `TooMany`, or the store failed.
    pub async fn change_password(&self, asking: &Asking, old: &str, new: &str) -> Result<(), AppError> {
        let permit = asking.permit::<ManageOwn>()?;
        let store = self.shelf.under(&permit);
        let id = asking.person()?;
        let person = store.person(id).await?.ok_or(AppError::NotFound)?;
        let about = password_about(&asking.programme.body.name, &person.name, &person.email);
        let mut faults: Vec<FieldFault> =
            password::fault(new, &about).into_iter().map(|text| FieldFault::new("new", text)).collect();
        let turn = self.turn(Lane::Browser).await?;
        if !self.is_own_password(asking, &person, old, &turn).await? {
            faults.push(FieldFault::new("old", WRONG_PASSWORD));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let neighbours = store.persons_with_address(&person.email).await?;
        let hash = self.hash_password(new, &neighbours, &turn).await?;
        // Every session ends with a change of how one gets in.
        let unit = Unit::from_iter([person::password_set(id, &hash), session::all_ended(id)]);
        Ok(self.shelf.commit(permit, unit).await?)
    }

    /// How the person who asks is known.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn me(&self, asking: &Asking) -> Result<Account, AppError> {
        let permit = asking.permit::<ManageOwn>()?;
        let person = self.shelf.under(&permit).person(asking.person()?).await?;
        person.map(Account::from).ok_or(AppError::NotFound)
    }

    /// Other accounts with an address.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn others_with_address(
        &self,
        asking: &Asking,
        account: &Account,
    ) -> Result<Vec<Account>, AppError> {
        let permit = asking.permit::<SeeAccess>()?;
        let all = self.shelf.under(&permit).persons_with_address(&account.email).await?;
        Ok(all.into_iter().filter(|other| other.id != account.id).map(Account::from).collect())
    }

    /// As what somebody may try a password now, and at which accounts. Everybody may at all of the address,
    /// while it is not slowed; a known browser otherwise at the one account that it signed in to.
    fn lane<'a>(
        &self,
        asking: &Asking,
        address: &'a str,
        people: &[PersonRecord],
        caller: Caller<'a>,
    ) -> Result<(Attempt<'a>, Vec<PersonRecord>), AppError> {
        let attempt = attempt(asking, address, caller);
        let Some(wait_s) = self.guard.wait(attempt) else { return Ok((attempt, people.to_vec())) };
        let Some((device, own)) = self.devices.of(caller.device, people) else {
            return Err(self.slowed(attempt, wait_s));
        };
        let known = Attempt { device: Some(device), ..attempt };
        match self.guard.wait(known) {
            None => Ok((known, vec![own.clone()])),
            Some(own_wait_s) => Err(self.slowed(known, own_wait_s.min(wait_s))),
        }
    }

    fn line(&self, attempt: Attempt<'_>, known_browser: bool) -> Lane {
        match known_browser {
            true => Lane::Browser,
            false if self.guard.is_known(attempt.address, attempt.now) => Lane::Address,
            false => Lane::Network(attempt.address),
        }
    }

    fn slowed(&self, attempt: Attempt<'_>, wait_s: u64) -> AppError {
        self.log_failure(attempt, &[], "too many attempts");
        AppError::TooMany { wait_s }
    }

    /// For operators. What was typed is never logged: some type the password into the wrong field.
    fn log_failure(&self, attempt: Attempt<'_>, people: &[PersonRecord], why: &str) {
        let Some(left_out) = self.guard.may_log(attempt.now) else { return };
        let whose = people.first().map(|person| person.id.to_string());
        let (address, person) = (attempt.address, whose.as_deref().unwrap_or("-"));
        tracing::warn!(%address, person, why, left_out, "signing in failed");
    }
}

/// What is wrong with what was typed, before anything is made for it.
///
/// # Errors
/// `Invalid` with a fault per field.
pub fn check_account(body: &str, account: &NewAccount) -> Result<(), AppError> {
    typed(body, account).map(|_checked| ())
}

fn checked(asking: &Asking, account: &NewAccount) -> Result<(String, Address), AppError> {
    typed(&asking.programme.body.name, account)
}

fn typed(body: &str, account: &NewAccount) -> Result<(String, Address), AppError> {
    let mut faults = Vec::new();
    let name = person_name(&account.name);
    if let Err(fault) = &name {
        faults.push(FieldFault::new("name", fault.to_string()));
    }
    let address = Address::parse(&account.email);
    match &address {
        Err(fault) => faults.push(FieldFault::new("email", fault.to_string())),
        Ok(address) if is_nowhere(address.as_str()) => {
            faults.push(FieldFault::new("email", ENTER_ANOTHER));
        }
        Ok(_) => {}
    }
    let about = password_about(body, &account.name, account.email.trim());
    if let Some(text) = password::fault(&account.password, &about) {
        faults.push(FieldFault::new("password", text));
    }
    match (name, address) {
        (Ok(name), Ok(address)) if faults.is_empty() => Ok((name, address)),
        _ => Err(AppError::Invalid(faults)),
    }
}

fn attempt<'a>(asking: &Asking, account: &'a str, caller: Caller<'a>) -> Attempt<'a> {
    Attempt { address: caller.address, account, device: None, now: asking.at }
}

/// Whether failures at an address were made at this person's account: theirs alone, or the one that was
/// verified. What strangers have there with passwords of their own says nothing.
fn is_owner(person: &PersonRecord, people: &[PersonRecord]) -> bool {
    people.len() == 1 || person.is_verified()
}
