//! One-time links: until there is mail, the team makes one and hands it over; whoever uses it has proved the
//! address, and an imported person comes into their own (docs/lifecycle/prove-an-address.md).

use assay_kernel::{
    Actor, Persons, TypedId,
    identity::{Address, person_name},
};
use assay_store::{LinkRecord, Ms, NewAccess, NewLink, PersonRecord, StoreError};
use jiff::SignedDuration;

use crate::{
    Action, App, AppError, Caller, FieldFault, SignedIn, authorise, password, people::password_about,
    session::hash, turns::Line,
};

/// How long a link can be used: it is handed over by hand.
pub const LINK_DAYS: i64 = 14;
/// Who makes links without signing in.
const COMMAND_LINE: &str = "command line";

/// A link that was made; its token is in no other place.
#[derive(Clone, Debug)]
pub struct ClaimLink {
    /// Where it leads.
    pub url: String,
    /// For whom.
    pub person: PersonRecord,
    /// Until when it can be used.
    pub ends_at: Ms,
}

/// What a link opens.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Whom it lets in.
    pub person: PersonRecord,
    /// The address that it proves.
    pub address: String,
    /// Whether a password and a name are asked for: unless the one who uses it is signed in as this person.
    pub asks_for_access: bool,
}

/// A link that was made for a person, in the words of the team's page.
#[derive(Clone, Debug)]
pub struct MadeLink {
    /// Who made it: a name, or the command line.
    pub made_by: String,
    /// When.
    pub made_at: Ms,
    /// Until when it can be used.
    pub ends_at: Ms,
    /// When it was used.
    pub used_at: Option<Ms>,
}

impl App {
    /// Makes a link for a person, which ends the earlier ones.
    ///
    /// # Errors
    /// Not an administrator, nobody there, or `Invalid` with the reason why no link can be made.
    pub async fn make_claim_link(
        &self,
        actor: &Actor,
        person: TypedId<Persons>,
    ) -> Result<ClaimLink, AppError> {
        let by = authorise(actor, Action::Administer, None)?;
        let person = self.store.person(person).await?.ok_or(AppError::NotFound)?;
        // A link to a colleague's account would let one person be two pairs of eyes.
        if person.role() == assay_kernel::Role::Administrator {
            return Err(AppError::Forbidden);
        }
        let name = self.name_of(by).await?;
        self.make_link(person, &by.to_string(), &name).await
    }

    /// Makes a link for an address or an id. For operators: no actor is asked for.
    ///
    /// # Errors
    /// `NotFound`, or `Invalid` with the reason why no link can be made.
    pub async fn make_claim_link_for(&self, whom: &str) -> Result<ClaimLink, AppError> {
        let person = match TypedId::<Persons>::parse(whom) {
            Ok(id) => self.store.person(id).await?.ok_or(AppError::NotFound)?,
            Err(_) => {
                let mut people = self.store.persons_with_address(&Address::compared(whom)).await?;
                match people.first() {
                    None => return Err(AppError::NotFound),
                    Some(first) if first.is_verified() || people.len() == 1 => people.swap_remove(0),
                    Some(_) => {
                        let ids: Vec<String> = people.iter().map(|person| person.id.to_string()).collect();
                        let text = format!(
                            "{} accounts have this address, and nobody proved it; name one by its id: {}",
                            ids.len(),
                            ids.join(", ")
                        );
                        return Err(AppError::Invalid(vec![FieldFault::new("address", text)]));
                    }
                }
            }
        };
        self.make_link(person, COMMAND_LINE, "the command line").await
    }

    async fn make_link(&self, person: PersonRecord, by: &str, name: &str) -> Result<ClaimLink, AppError> {
        let fault = |text: &str| Err(AppError::Invalid(vec![FieldFault::new("address", text)]));
        if person.story.is_some() {
            return fault("Demonstration people are signed in to with one click.");
        }
        let owner = self.store.person_by_verified_address(&person.email).await?;
        if owner.is_some_and(|owner| owner.id != person.id) {
            return fault(
                "This address is another person's, who proved it or whom the programme added under it. Make \
                 the link for that person; two records are not joined by a link.",
            );
        }
        let (token, now) = (self.secret(), self.ms());
        let end = now.saturating_add(SignedDuration::from_hours(24 * LINK_DAYS)).unwrap_or(now.0);
        let link = NewLink {
            token_hash: hash(&token),
            person: person.id,
            address: person.email.clone(),
            made_by: by.to_owned(),
            made_at: now,
            ends_at: Ms(end),
        };
        let body = format!(
            "{name} made a link that confirms {} and lets whoever uses it choose the password of this \
             account. If you did not ask for it, tell the team.",
            person.email
        );
        self.store.make_link(&link, ("A link to your account was made", &body)).await?;
        tracing::info!(person = %person.id, by, "a claim link was made");
        let url = format!("{}/claim/{token}", self.settings.public_url);
        Ok(ClaimLink { url, person, ends_at: link.ends_at })
    }

    /// The links that were made for a person, latest first.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn claim_links(
        &self,
        actor: &Actor,
        person: TypedId<Persons>,
    ) -> Result<Vec<MadeLink>, AppError> {
        authorise(actor, Action::Administer, None)?;
        let mut links = Vec::new();
        for link in self.store.links_of(person).await? {
            let made_by = match TypedId::parse(&link.made_by) {
                Ok(id) => self.name_of(id).await?,
                Err(_) => "The command line".to_owned(),
            };
            let used_at = link.used_at()?;
            links.push(MadeLink { made_by, made_at: link.made_at, ends_at: link.ends_at, used_at });
        }
        Ok(links)
    }

    /// What a link opens; looking changes nothing, since scanners look first.
    ///
    /// # Errors
    /// `NotFound` where there is no such link, or it was used or is over.
    pub async fn claim(&self, actor: &Actor, token: &str) -> Result<Claim, AppError> {
        let (link, person) = self.open_link(token).await?;
        let own = matches!(actor, Actor::Person { id, .. } if *id == person.id);
        let asks_for_access = !own || person.password_hash.is_none();
        Ok(Claim { address: link.address, person, asks_for_access })
    }

    async fn open_link(&self, token: &str) -> Result<(LinkRecord, PersonRecord), AppError> {
        let link = self.store.link(&hash(token)).await?.ok_or(AppError::NotFound)?;
        if link.used_at()?.is_some() || link.ends_at <= self.ms() {
            return Err(AppError::NotFound);
        }
        let person = self.store.person(link.person_id).await?.ok_or(AppError::NotFound)?;
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
        actor: &Actor,
        token: &str,
        name: &str,
        password: &str,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        let claim = self.claim(actor, token).await?;
        let (link, person) = self.open_link(token).await?;
        let access = match claim.asks_for_access {
            true => Some(self.new_access(&person, name, password).await?),
            false => None,
        };
        match self.store.use_link(&hash(token), &link, access.as_ref(), self.ms()).await {
            Ok(()) => {}
            // Used, ended or overtaken meanwhile: nothing of it happened.
            Err(StoreError::Conflict(_)) => return Err(AppError::NotFound),
            Err(error) => return Err(error.into()),
        }
        self.job_bell.notify_one();
        let person = self.store.person(person.id).await?.ok_or(AppError::NotFound)?;
        self.open_session(&person, caller.into()).await
    }

    async fn new_access(
        &self,
        person: &PersonRecord,
        name: &str,
        typed: &str,
    ) -> Result<NewAccess, AppError> {
        let mut faults = Vec::new();
        let name = person_name(name).unwrap_or_else(|fault| {
            faults.push(FieldFault::new("name", fault.to_string()));
            String::new()
        });
        let body = self.programme().body.name.clone();
        if let Some(text) = password::fault(typed, &password_about(&body, &name, &person.email)) {
            faults.push(FieldFault::new("password", text));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        // Whoever has a link was let in by the team.
        let turn = self.turn(Line::Browser).await?;
        let neighbours = self.store.persons_with_address(&person.email).await?;
        Ok(NewAccess { name, password_hash: self.hash_password(typed, &neighbours, &turn).await? })
    }
}
