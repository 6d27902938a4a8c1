//! One-time links, handed over by the team or mailed; whoever uses one has proved the
//! address, and an imported person comes into their own (docs/lifecycle/prove-an-address.md).

use assay_kernel::{
    Arg, Instant, PersonId, Said, TypedId,
    identity::{Address, person_name},
};
use assay_store::{
    LinkPurpose, LinkRecord, Ms, NamedLink, NewLink, PersonRecord, Reads, StoreError, Unit,
    statement::{address, link, person, session},
};
use jiff::SignedDuration;

use super::{
    Accounts, Caller, MAILED, SignedIn, password,
    people::password_about,
    rules::{Enter, MakeLink, SeeAccess},
    session::hash,
    turns::Lane,
};
use crate::{
    Account, AppError, Asking, FieldFault,
    deed::{COMMAND_LINE, Deed},
    facts::{Fact, Letter},
    permit::{Act, Permit},
};

/// How long a link can be used: it is handed over by hand.
pub const LINK_DAYS: i64 = 14;

/// A link that was made; its token is in no other place.
#[derive(Clone, Debug)]
pub struct ClaimLink {
    /// Where it leads.
    pub url: String,
    /// For whom.
    pub person: Account,
    /// Until when it can be used.
    pub ends_at: Instant,
}

/// What a link opens.
#[derive(Clone, Debug)]
pub struct OpenedLink {
    /// Whom it lets in.
    pub person: Account,
    /// The address that it proves.
    pub address: String,
    /// Whether a password and a name are asked for: unless the one who uses it is signed in as this person.
    pub asks_for_access: bool,
    /// Whether it came by mail because its owner asked for it; otherwise the team made it.
    pub is_mailed: bool,
}

/// A link that was made for a person, in the words of the team's page.
#[derive(Clone, Debug)]
pub struct MadeLink {
    /// Who made it: a name, or the command line; nobody said where it was mailed.
    pub made_by: String,
    /// Whether it was mailed.
    pub is_mailed: bool,
    /// When.
    pub made_at: Instant,
    /// Until when it can be used.
    pub ends_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// What somebody chooses who takes over their own record.
pub(super) struct Access {
    pub(super) name: String,
    /// Argon2 in PHC form.
    pub(super) password_hash: String,
}

impl Accounts {
    /// Makes a link for a person, which ends the earlier ones.
    ///
    /// # Errors
    /// Not an administrator, nobody there, or `Invalid` with the reason why no link can be made.
    pub async fn make_claim_link(&self, asking: &Asking, person: PersonId) -> Result<ClaimLink, AppError> {
        let (permit, person) = self.shelf.open::<MakeLink, _>(asking, |store| store.person(person)).await?;
        let by = asking.person()?;
        let name = self.shelf.under(&permit).person(by).await?.map(|person| person.name);
        self.make_link(asking, permit, person, &by.to_string(), name).await
    }

    /// Makes a link for an address or an id. For operators: no actor is asked for.
    ///
    /// # Errors
    /// `NotFound`, or `Invalid` with the reason why no link can be made.
    pub async fn make_claim_link_for(&self, asking: &Asking, whom: &str) -> Result<ClaimLink, AppError> {
        let (permit, person) = self.meant::<MakeLink>(asking, whom).await?;
        self.make_link(asking, permit, person, COMMAND_LINE, None).await
    }

    /// The person whom an address or an id means: whoever proved it, or the one who typed it.
    pub(super) async fn meant<A: Act<On = PersonRecord>>(
        &self,
        asking: &Asking,
        whom: &str,
    ) -> Result<(Permit<A>, PersonRecord), AppError> {
        let mut several = Vec::new();
        let found = self.shelf.open::<A, _>(asking, async |store| match TypedId::parse(whom) {
            Ok(id) => store.person(id).await,
            Err(_) => {
                let mut people = store.persons_with_address(&Address::compared(whom)).await?;
                let meant = people.first().is_some_and(PersonRecord::is_verified) || people.len() == 1;
                if people.len() > 1 && !meant {
                    several = people.iter().map(|person| person.id.to_string()).collect();
                }
                Ok(meant.then(|| people.swap_remove(0)))
            }
        });
        let found = found.await;
        if several.is_empty() {
            return found;
        }
        let text = format!(
            "{} accounts have this address, and nobody proved it; name one by its id: {}",
            several.len(),
            several.join(", ")
        );
        Err(AppError::Invalid(vec![FieldFault::new("address", text)]))
    }

    async fn make_link(
        &self,
        asking: &Asking,
        permit: Permit<MakeLink>,
        person: PersonRecord,
        by: &str,
        name: Option<String>,
    ) -> Result<ClaimLink, AppError> {
        self.may_have_link(self.shelf.under(&permit), &person).await?;
        let (token, now) = (self.secret(), asking.ms());
        let end = now.saturating_add(SignedDuration::from_hours(24 * LINK_DAYS)).unwrap_or(now.0);
        let new = NewLink {
            token_hash: hash(&token),
            purpose: LinkPurpose::Claim,
            person: person.id,
            address: person.email.clone(),
            made_by: by.to_owned(),
            made_at: now,
            ends_at: Ms(end),
            mail: None,
        };
        let told = Said::of("notice.link-made").with("address", Arg::text(&person.email));
        let told = told.maybe("by", name.map(Arg::text));
        let letter = Letter::of(format!("link:{}", now.as_millisecond()), &told)?;
        let mut unit = Unit::from_iter([link::earlier_ended(person.id, now), link::made(&new)]);
        unit.extend(Fact::LinkMade { person: person.id, letter }.follows(now));
        let did = Said::of("did.link-made").with("address", Arg::text(&person.email));
        self.shelf.commit_logged(asking, permit, Deed::of(&did)?.about(person.id), unit).await?;
        tracing::info!(person = %person.id, by, "a claim link was made");
        let url = format!("{}/claim/{token}", self.public_url);
        Ok(ClaimLink { url, person: person.into(), ends_at: new.ends_at.0 })
    }

    /// Refuses a link to a record whose address is another person's.
    pub(super) async fn may_have_link(&self, store: &Reads, person: &PersonRecord) -> Result<(), AppError> {
        let fault = |text: &str| Err(AppError::Invalid(vec![FieldFault::new("address", text)]));
        if person.story.is_some() {
            return fault("You sign in as a demonstration person with one click.");
        }
        let owner = store.person_by_verified_address(&person.email).await?;
        if owner.is_some_and(|owner| owner.id != person.id) {
            return fault(
                "This address belongs to another person, who confirmed it or was added with it by the \
                 programme. Make the link for that person: a link does not join two records.",
            );
        }
        Ok(())
    }

    /// The links that were made for a person, latest first.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn claim_links(&self, asking: &Asking, person: PersonId) -> Result<Vec<MadeLink>, AppError> {
        let permit = asking.permit::<SeeAccess>()?;
        let store = self.shelf.under(&permit);
        let mut links = Vec::new();
        for NamedLink { link, maker_name } in store.links_of(person).await? {
            let made_by = match PersonId::parse(&link.made_by) {
                Ok(_) => maker_name.unwrap_or_default(),
                Err(_) => "The command line".to_owned(),
            };
            let used_at = link.used_at.map(|at| at.0);
            let is_mailed = link.made_by == MAILED;
            links.push(MadeLink {
                made_by,
                is_mailed,
                made_at: link.made_at.0,
                ends_at: link.ends_at.0,
                used_at,
            });
        }
        Ok(links)
    }

    /// What a link opens; looking changes nothing, since scanners look first.
    ///
    /// # Errors
    /// `NotFound` where there is no such link, or it was used or is over.
    pub async fn claim(&self, asking: &Asking, token: &str) -> Result<OpenedLink, AppError> {
        let permit = asking.permit::<Enter>()?;
        let (link, person) = self.open_link(asking, &permit, LinkPurpose::Claim, token).await?;
        let asks_for_access = asks_for_access(asking, &person);
        let is_mailed = link.made_by == MAILED;
        Ok(OpenedLink { address: link.address, person: person.into(), asks_for_access, is_mailed })
    }

    pub(super) async fn open_link(
        &self,
        asking: &Asking,
        permit: &Permit<Enter>,
        purpose: LinkPurpose,
        token: &str,
    ) -> Result<(LinkRecord, PersonRecord), AppError> {
        let store = self.shelf.under(permit);
        let link = store.link(&hash(token)).await?.ok_or(AppError::NotFound)?;
        if link.purpose != purpose || link.used_at.is_some() || link.ends_at <= asking.ms() {
            return Err(AppError::NotFound);
        }
        let person = store.person(link.person_id).await?.ok_or(AppError::NotFound)?;
        Ok((link, person))
    }

    /// Uses a link. Somebody signed in as this person confirms the address; anybody else who has the link
    /// chooses name and password, and every session of before ends: whoever made the account with an address
    /// that is not theirs is out (account pre-hijacking, USENIX Security 2022).
    ///
    /// # Errors
    /// `NotFound` where the link is over, `Invalid` with a fault per field, or the store failed.
    pub async fn use_claim(
        &self,
        asking: &Asking,
        token: &str,
        name: &str,
        password: &str,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        let permit = asking.permit::<Enter>()?;
        let (link, person) = self.open_link(asking, &permit, LinkPurpose::Claim, token).await?;
        let access = match asks_for_access(asking, &person) {
            true => Some(self.new_access(asking, &permit, &person, name, password).await?),
            false => None,
        };
        let unit = used(&hash(token), &link, access.as_ref(), asking.ms());
        match self.shelf.commit(permit, unit).await {
            Ok(()) => {}
            // Used, ended or overtaken meanwhile: nothing of it happened.
            Err(StoreError::Conflict(_)) => return Err(AppError::NotFound),
            Err(error) => return Err(error.into()),
        }
        self.bell.ring();
        let permit = asking.permit::<Enter>()?;
        let person = self.shelf.under(&permit).person(person.id).await?.ok_or(AppError::NotFound)?;
        self.open_session(asking, permit, &person, caller.into()).await
    }

    async fn new_access(
        &self,
        asking: &Asking,
        permit: &Permit<Enter>,
        person: &PersonRecord,
        name: &str,
        typed: &str,
    ) -> Result<Access, AppError> {
        let mut faults = Vec::new();
        let name = person_name(name).unwrap_or_else(|fault| {
            faults.push(FieldFault::new("name", fault.to_string()));
            String::new()
        });
        let about = password_about(&asking.programme.body.name, &name, &person.email);
        if let Some(text) = password::fault(typed, &about) {
            faults.push(FieldFault::new("password", text));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        // Whoever has a link was let in by the team.
        let turn = self.turn(Lane::Browser).await?;
        let neighbours = self.shelf.under(permit).persons_with_address(&person.email).await?;
        Ok(Access { name, password_hash: self.hash_password(typed, &neighbours, &turn).await? })
    }
}

/// A link is used: the address is verified, and with a new access every session ends, whoever had the account
/// before (account pre-hijacking).
pub(super) fn used(token_hash: &str, link: &LinkRecord, access: Option<&Access>, now: Ms) -> Unit {
    let id = link.person_id;
    let mut unit = Unit::from_iter([
        link::used(token_hash, now),
        link::others_ended(id, link.purpose, None, now),
        address::verified(id, &link.address, now),
    ]);
    if let Some(Access { name, password_hash }) = access {
        unit.run(person::access_set(id, name, &link.address, password_hash));
        unit.run(session::all_ended(id));
    }
    unit.extend(Fact::AddressProved { person: id }.follows(now));
    unit
}

/// Whether name and password are asked for: unless whoever uses the link is signed in as this person.
fn asks_for_access(asking: &Asking, person: &PersonRecord) -> bool {
    !asking.owns(person.id) || person.password_hash.is_none()
}
