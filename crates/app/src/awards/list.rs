//! The team's list of badges: read page by page with what stands behind each, never badge by badge.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::PersonId;
use assay_standing::{CredentialStanding, Rules, Standing};
use assay_store::{CredentialFilter, CredentialPlace, ListedCredential, Reads};

use super::{Awards, rules::SeeAll};
use crate::{AppError, Asking, DaysBetween, ListPart, Listed, OwnCredential, listing::page_of};

/// What the latest edition of a badge says, as the list is asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeState {
    /// It is good.
    Valid,
    /// Its last valid day is past.
    Over,
    /// It was taken back: the certification was withdrawn, or rests.
    Withdrawn,
    /// None is published yet.
    BeingIssued,
}

impl BadgeState {
    /// Every state.
    pub const ALL: [BadgeState; 4] =
        [BadgeState::Valid, BadgeState::Over, BadgeState::Withdrawn, BadgeState::BeingIssued];

    /// Its word in addresses; the store's statements ask for the same.
    pub fn as_str(self) -> &'static str {
        match self {
            BadgeState::Valid => "valid",
            BadgeState::Over => "over",
            BadgeState::Withdrawn => "withdrawn",
            BadgeState::BeingIssued => "being-issued",
        }
    }
}

/// Which credentials are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialsWanted {
    /// Whose name or address contains it.
    pub text: String,
    /// Of this certification.
    pub certification: String,
    /// What the latest edition says, by its word.
    pub state: String,
    /// It ends on these days.
    pub ends: DaysBetween,
}

impl CredentialsWanted {
    fn filter(&self, asking: &Asking) -> CredentialFilter {
        CredentialFilter {
            certification: self.certification.clone(),
            state: self.state.clone(),
            from: self.ends.from,
            until: self.ends.until,
            text: self.text.clone(),
            today: asking.today,
        }
    }
}

/// A badge in the team's list.
#[derive(Clone, Debug)]
pub struct AwardLine {
    /// The badge.
    pub credential: OwnCredential,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Whether it is published.
    pub is_published: bool,
    /// What the holder has today; none where nothing on record stands behind it.
    pub standing: Option<CredentialStanding>,
}

impl Awards {
    /// A page of the credentials that a filter leaves, the latest first.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn list(
        &self,
        asking: &Asking,
        wanted: &CredentialsWanted,
        page: i64,
    ) -> Result<Listed<AwardLine>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let (store, filter) = (self.shelf.under(&permit), wanted.filter(asking));
        let count = store.count_credentials_listed(&filter).await?;
        let of = match *wanted == CredentialsWanted::default() {
            true => count,
            false => store.count_credentials_listed(&CredentialFilter::all(asking.today)).await?,
        };
        let (page, rows) = page_of(page, count);
        let rows = store.credentials_listed(&filter, rows).await?;
        let standings = standings_of(store, asking, &rows).await?;
        Ok(Listed {
            lines: rows.into_iter().map(|row| line(row, &standings)).collect(),
            count,
            of,
            page,
            has_more: false,
        })
    }

    /// What a filter leaves, part by part, the latest first.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn list_after(
        &self,
        asking: &Asking,
        wanted: &CredentialsWanted,
        after: Option<CredentialPlace>,
        limit: i64,
    ) -> Result<ListPart<AwardLine, CredentialPlace>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let store = self.shelf.under(&permit);
        let rows = store.credentials_listed_after(&wanted.filter(asking), after, limit).await?;
        let standings = standings_of(store, asking, &rows).await?;
        ListPart::of(rows, limit, ListedCredential::place, |row| Ok(line(row, &standings)))
    }

    /// How many credentials there are; no more are counted than are asked for.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn count(&self, asking: &Asking, limit: i64) -> Result<usize, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let count = self.shelf.under(&permit).count_credentials(limit).await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}

/// What each holder has today, their histories read together.
async fn standings_of(
    store: &Reads,
    asking: &Asking,
    rows: &[ListedCredential],
) -> Result<BTreeMap<PersonId, Option<Standing>>, AppError> {
    let people: BTreeSet<PersonId> = rows.iter().map(|row| row.credential.person_id).collect();
    let rules = Rules::new(&asking.programme);
    let mut standings: BTreeMap<PersonId, Option<Standing>> =
        people.iter().map(|person| (*person, Some(rules.standing(&[], asking.today)))).collect();
    for (person, history) in store.histories_of(&people).await? {
        // What cannot be read of somebody says nothing of their badges, and nothing of others'.
        standings.insert(person, history.ok().map(|events| rules.standing(&events, asking.today)));
    }
    Ok(standings)
}

fn line(row: ListedCredential, standings: &BTreeMap<PersonId, Option<Standing>>) -> AwardLine {
    let ListedCredential { credential, name, address, published_version } = row;
    let known = standings.get(&credential.person_id).and_then(Option::as_ref);
    let of_it = |held: &&CredentialStanding| {
        held.credential == credential.certification && held.earned_on == credential.earned_on.0
    };
    let published = published_version.and(known);
    AwardLine {
        person: credential.person_id,
        name: name.unwrap_or_default(),
        address: address.unwrap_or_default(),
        is_published: published.is_some(),
        standing: published.and_then(|standing| standing.credentials.iter().find(of_it)).cloned(),
        credential: credential.into(),
    }
}
