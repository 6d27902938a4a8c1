//! The room of grants: who may do what in the team, by whom, why and until when.
//!
//! A role is a row with a beginning and an end, never a column: it is read with every request, so that one
//! that was taken away acts no more, and what somebody could do on a day of last year can be told.

pub(crate) mod counter;
mod rules;

use assay_kernel::{Arg, Date, GrantId, Instant, PersonId, Role, Said, identity::Address};
use assay_store::{
    GrantRecord, Ms, NamedGrant, PersonRecord, StoreError, Unit,
    statement::grant::{administrator_left, given, over_closed, turn_taken, withdrawn},
};
use jiff::ToSpan;

pub(crate) use rules::ACTS;
pub use rules::{GiveRole, SeeGrants, TakeRole};

use crate::{
    AppError, Asking, FieldFault, Mint, Why,
    deed::{Deed, by},
    permit::Permit,
    shelf::Shelf,
};

/// Roles, given and taken.
pub struct Grants {
    shelf: Shelf,
    mint: Mint,
}

/// A grant as the team sees it.
#[derive(Clone, Debug)]
pub struct GrantLine {
    /// Id.
    pub id: GrantId,
    /// Who has it.
    pub person: PersonId,
    /// How they are called.
    pub name: String,
    /// What they may do: the role's word, of another release too.
    pub role: String,
    /// From when.
    pub from: Instant,
    /// Until when; none without an end.
    pub until: Option<Instant>,
    /// Who granted it.
    pub granted_by: String,
    /// Why.
    pub reason: String,
    /// How it ended before its time.
    pub withdrawn: Option<Withdrawn>,
}

/// How a grant was taken away.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    /// When.
    pub at: Instant,
    /// Why; empty where it ran out.
    pub because: String,
}

impl GrantLine {
    /// Whether it lets its holder do anything at an instant.
    pub fn is_in_force(&self, now: Instant) -> bool {
        self.withdrawn.is_none() && self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl From<NamedGrant> for GrantLine {
    fn from(named: NamedGrant) -> Self {
        let NamedGrant { grant, name, by_name } = named;
        let because = grant.withdrawn_because.unwrap_or_default();
        GrantLine {
            id: grant.id,
            person: grant.person_id,
            name,
            role: grant.role,
            from: grant.from_at.0,
            until: grant.until_at.map(|until| until.0),
            granted_by: by_name.unwrap_or_else(|| "The command line".to_owned()),
            reason: grant.reason,
            withdrawn: grant.withdrawn_at.map(|at| Withdrawn { at: at.0, because }),
        }
    }
}

impl Grants {
    pub(crate) fn new(shelf: Shelf, mint: Mint) -> Self {
        Grants { shelf, mint }
    }

    /// Every grant, those in force first.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn all(&self, asking: &Asking) -> Result<Vec<GrantLine>, AppError> {
        let permit = asking.permit::<SeeGrants>()?;
        let grants = self.shelf.under(&permit).grants().await?;
        Ok(grants.into_iter().map(GrantLine::from).collect())
    }

    /// A person's grants, the latest first.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn of(&self, asking: &Asking, person: PersonId) -> Result<Vec<GrantLine>, AppError> {
        let permit = asking.permit::<SeeGrants>()?;
        let grants = self.shelf.under(&permit).grants_of(person).await?;
        Ok(grants.into_iter().map(GrantLine::from).collect())
    }

    /// Grants a role from now on, until the end of a day of the programme where one is named.
    ///
    /// # Errors
    /// `Invalid` with what stands against it; one's own; `NotFound`; or the store failed.
    pub async fn give(
        &self,
        asking: &Asking,
        person: PersonId,
        role: Role,
        until: Option<Date>,
        reason: &Why,
    ) -> Result<(), AppError> {
        let (permit, person) = self.shelf.open::<GiveRole, _>(asking, |store| store.person(person)).await?;
        self.give_to(asking, permit, &person, role, until, reason).await
    }

    /// The same for whoever verified an address.
    ///
    /// # Errors
    /// As above; `NotFound` where nobody verified it.
    pub async fn give_to_address(
        &self,
        asking: &Asking,
        address: &str,
        role: Role,
        until: Option<Date>,
        reason: &Why,
    ) -> Result<PersonId, AppError> {
        let address = Address::compared(address);
        let found =
            self.shelf.open::<GiveRole, _>(asking, |store| store.person_by_verified_address(&address)).await;
        let (permit, person) = found?;
        self.give_to(asking, permit, &person, role, until, reason).await?;
        Ok(person.id)
    }

    async fn give_to(
        &self,
        asking: &Asking,
        permit: Permit<GiveRole>,
        person: &PersonRecord,
        role: Role,
        until: Option<Date>,
        reason: &Why,
    ) -> Result<(), AppError> {
        let fault =
            |field: &'static str, text: &str| Err(AppError::Invalid(vec![FieldFault::new(field, text)]));
        if !person.is_verified() {
            return fault(
                "person",
                "Nobody has proved this person's address. Make a link for them first, so that the role goes \
                 to the person it is meant for.",
            );
        }
        if person.is_closed() {
            return fault("person", "This account is closed. Open it again before it gets a role.");
        }
        let sits = self.shelf.under(&permit).sittings_of(person.id).await?;
        // Whoever sees keys sits no exam: the answers of the one that runs could not be saved any more.
        if role == Role::Administrator && sits.iter().any(|sitting| sitting.submitted_at.is_none()) {
            return fault("person", "This person is sitting an exam. Wait until it is submitted.");
        }
        let until_at = match until {
            None => None,
            Some(last) if last < asking.today => return fault("until", "This day is over."),
            Some(last) => Some(end_of(asking, last)?),
        };
        let grant = GrantRecord {
            until_at,
            reason: reason.as_str().to_owned(),
            ..counter::fresh(&self.mint, asking, person.id, role)
        };
        // Whoever closes accounts takes turns with whoever grants roles: neither overlooks the other.
        let unit =
            Unit::from_iter([turn_taken(), over_closed(person.id, &grant.role, asking.ms()), given(&grant)]);
        let did = Said::of("did.role-given").with("role", Arg::text(role.as_str()));
        let done = Deed::of(&did.maybe("until", until))?.about(person.id).to(grant.id).because(reason);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) => {
                fault("role", "Look again: this person already has this role, or was closed meanwhile.")
            }
            other => Ok(other?),
        }
    }

    /// A grant that whoever asks may take away.
    ///
    /// # Errors
    /// Whoever may not, nothing there, or the store failed.
    pub async fn to_take(&self, asking: &Asking, id: GrantId) -> Result<GrantLine, AppError> {
        let (permit, grant) = self.shelf.open::<TakeRole, _>(asking, |store| store.grant(id)).await?;
        let all = self.shelf.under(&permit).grants_of(grant.person_id).await?;
        let found = all.into_iter().find(|named| named.grant.id == id);
        found.map(GrantLine::from).ok_or(AppError::NotFound)
    }

    /// Takes a role away; with the next request it is gone. An administrator without an end is always left.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` where it is the last administrator's or not in force; or the store failed.
    pub async fn take(&self, asking: &Asking, id: GrantId, reason: &Why) -> Result<PersonId, AppError> {
        let (permit, grant) = self.shelf.open::<TakeRole, _>(asking, |store| store.grant(id)).await?;
        self.take_it(asking, permit, grant, reason).await
    }

    /// The same for the role of whoever verified an address. For operators.
    ///
    /// # Errors
    /// As above; `NotFound` where nobody verified it or they do not have the role.
    pub async fn take_from_address(
        &self,
        asking: &Asking,
        address: &str,
        role: Role,
        reason: &Why,
    ) -> Result<PersonId, AppError> {
        let address = Address::compared(address);
        let found = self.shelf.open::<TakeRole, _>(asking, async |store| {
            let Some(person) = store.person_by_verified_address(&address).await? else { return Ok(None) };
            let grants = store.grants_of(person.id).await?.into_iter().map(|named| named.grant);
            let mut held = grants.filter(|grant| grant.withdrawn_at.is_none() && grant.role == role.as_str());
            Ok(held.next())
        });
        let (permit, grant) = found.await?;
        self.take_it(asking, permit, grant, reason).await
    }

    async fn take_it(
        &self,
        asking: &Asking,
        permit: Permit<TakeRole>,
        grant: GrantRecord,
        reason: &Why,
    ) -> Result<PersonId, AppError> {
        let id = grant.id;
        let fault = |text: &str| Err(AppError::Invalid(vec![FieldFault::new("", text)]));
        if grant.withdrawn_at.is_some() {
            return fault("This role has already been taken away.");
        }
        let is_administrator = grant.role == Role::Administrator.as_str();
        let gone = withdrawn(id, &by(asking), reason.as_str(), asking.ms());
        let mut unit = Unit::new();
        if is_administrator {
            unit.extend([turn_taken(), gone, administrator_left(asking.ms())]);
        } else {
            unit.run(gone);
        }
        let did = Said::of("did.role-taken").with("role", Arg::text(&grant.role));
        let done = Deed::of(&did)?.about(grant.person_id).to(id).because(reason);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) if is_administrator => fault(
                "This is the last administrator who can sign in and whose role has no end. Make somebody \
                 else an administrator first.",
            ),
            Err(StoreError::Conflict(_)) => fault("This role has already been taken away."),
            other => other.map(|()| grant.person_id).map_err(AppError::from),
        }
    }
}

/// The end of a day of the programme.
fn end_of(asking: &Asking, last: Date) -> Result<Ms, AppError> {
    let next = last.checked_add(1.day()).and_then(|day| asking.zone.to_zoned(day.at(0, 0, 0, 0)));
    next.map(|end| Ms(end.timestamp())).map_err(|error| AppError::internal("the end of a day", error))
}
