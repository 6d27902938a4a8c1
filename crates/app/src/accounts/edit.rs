//! How somebody is called and reached, changed by the team; and signing somebody out everywhere.

use assay_kernel::{
    Arg, PersonId, Said,
    identity::{Address, person_name},
};
use assay_store::{
    Ms, PersonRecord, Statement, StoreError, Unit,
    statement::{address, link, person, session},
};

use super::{
    Accounts, Session,
    rules::{EditAccount, EndSessions},
};
use crate::{
    Account, AppError, Asking, FieldFault, Why,
    deed::Deed,
    facts::{Fact, Letter},
};

/// An account as the team looks at it before it changes something.
pub struct AccountForTeam {
    /// Whose.
    pub person: Account,
    /// Where they are signed in, latest first.
    pub sessions: Vec<Session>,
    /// Whether whoever looks may change name and address.
    pub may_edit: bool,
}

/// What an account is to say.
#[derive(Clone, Debug, Default)]
pub struct EditedAccount {
    /// How they are called.
    pub name: String,
    /// Address.
    pub email: String,
    /// The name that was looked at.
    pub was_name: String,
    /// The address that was looked at.
    pub was_email: String,
}

impl Accounts {
    /// An account with its sessions.
    ///
    /// # Errors
    /// Whoever may not sign them out, nobody there, or the store failed.
    pub async fn for_team(&self, asking: &Asking, id: PersonId) -> Result<AccountForTeam, AppError> {
        let (permit, person) = self.shelf.open::<EndSessions, _>(asking, |store| store.person(id)).await?;
        let sessions = self.shelf.under(&permit).sessions_of(id).await?;
        Ok(AccountForTeam {
            may_edit: asking.may::<EditAccount>(&person) && person.story.is_none(),
            person: person.into(),
            sessions: sessions.into_iter().map(Session::from).collect(),
        })
    }

    /// Changes name and address. A new address counts as nobody's until a link proves it, and links to the
    /// old one end.
    ///
    /// # Errors
    /// Whoever may not, nobody there; `Invalid` with a fault a field; `Conflict` where it was changed since
    /// it was looked at; or the store failed.
    pub async fn edit(
        &self,
        asking: &Asking,
        id: PersonId,
        edited: &EditedAccount,
        why: &Why,
    ) -> Result<(), AppError> {
        let (permit, person) = self.shelf.open::<EditAccount, _>(asking, |store| store.person(id)).await?;
        let (name, email) = checked(edited)?;
        let fault =
            |field: &'static str, text: &str| Err(AppError::Invalid(vec![FieldFault::new(field, text)]));
        if person.story.is_some() {
            return fault("", "Demonstration people cannot be changed.");
        }
        if (name.as_str(), email.as_str()) == (person.name.as_str(), person.email.as_str()) {
            return fault("", "It already says this, so nothing was changed.");
        }
        if (edited.was_name.as_str(), edited.was_email.as_str()) != (&person.name, &person.email) {
            return Err(AppError::Conflict);
        }
        let others = self.shelf.under(&permit).persons_with_address(&email).await?;
        if email != person.email && others.first().is_some_and(PersonRecord::is_verified) {
            return fault("email", "This address belongs to another person, who has confirmed it.");
        }
        let told = |code: &'static str| {
            let renamed = name != person.name;
            let moved = email != person.email;
            Said::of(code)
                .maybe("old_name", renamed.then(|| Arg::text(&person.name)))
                .maybe("name", renamed.then(|| Arg::text(&name)))
                .maybe("old", moved.then(|| Arg::text(&person.email)))
                .maybe("address", moved.then(|| Arg::text(&email)))
        };
        let now = asking.ms();
        let topic = format!("account:{}", now.as_millisecond());
        let letter = Letter::of(topic, &told("notice.account-edited"))?;
        let mut unit = Unit::from_iter(changed(&person, &name, &email, now));
        unit.extend(Fact::Edited { person: id, letter }.follows(now));
        let done = Deed::of(&told("did.account-edited"))?.about(id).because(why);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => Ok(other?),
        }
    }

    /// Signs somebody out everywhere; gives how many sessions ended.
    ///
    /// # Errors
    /// Whoever may not, nobody there; `Invalid` where they are signed in nowhere; or the store failed.
    pub async fn end_sessions_of(&self, asking: &Asking, id: PersonId, why: &Why) -> Result<usize, AppError> {
        let (permit, _) = self.shelf.open::<EndSessions, _>(asking, |store| store.person(id)).await?;
        let sessions = self.shelf.under(&permit).sessions_of(id).await?.len();
        if sessions == 0 {
            let text = "They are not signed in anywhere, so nothing was ended.";
            return Err(AppError::Invalid(vec![FieldFault::new("", text)]));
        }
        let now = asking.ms();
        let topic = format!("signed-out:{}", now.as_millisecond());
        let letter = Letter::of(topic, &Said::of("notice.signed-out"))?;
        let mut unit = Unit::from(session::all_ended(id));
        unit.extend(Fact::Edited { person: id, letter }.follows(now));
        let done = Deed::of(&Said::of("did.sessions-ended").with("n", sessions))?.about(id).because(why);
        self.shelf.commit_logged(asking, permit, done, unit).await?;
        Ok(sessions)
    }
}

/// Name and address in their one form, or what to write instead.
fn checked(edited: &EditedAccount) -> Result<(String, String), AppError> {
    let mut faults = Vec::new();
    let mut fault = |field, text: String| {
        faults.push(FieldFault::new(field, text));
        String::new()
    };
    let name = person_name(&edited.name).unwrap_or_else(|error| fault("name", error.to_string()));
    let email = match Address::parse(&edited.email) {
        Ok(address) => address.as_str().to_owned(),
        Err(error) => fault("email", error.to_string()),
    };
    if faults.is_empty() { Ok((name, email)) } else { Err(AppError::Invalid(faults)) }
}

/// What changes: the person's own name, and the address with the links that would prove the old one.
pub(super) fn changed(person: &PersonRecord, name: &str, email: &str, now: Ms) -> Vec<Statement> {
    let mut unit = vec![person::renamed(person.id, &person.name, name, email)];
    if email != person.email {
        unit.push(link::earlier_ended(person.id, now));
        unit.push(address::changed(person.id, &person.email, email, now));
    }
    unit
}
