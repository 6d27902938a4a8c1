//! The team's list of badges: read page by page with what stands behind each, never badge by badge.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::PersonId;
use assay_standing::{CredentialStanding, Rules, Standing};
use assay_store::{CredentialPlace, NamedCredential};

use super::{Awards, rules::SeeAll};
use crate::{AppError, Asking, ListPart, OwnCredential};

/// A badge in the team's list.
pub struct AwardLine {
    /// The badge.
    pub credential: OwnCredential,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether it is published.
    pub is_published: bool,
    /// What the holder has today; none where nothing on record stands behind it.
    pub standing: Option<CredentialStanding>,
}

impl Awards {
    /// Everybody's credentials, latest first, with their people.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn all(&self, asking: &Asking, limit: i64, offset: i64) -> Result<Vec<AwardLine>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let store = self.shelf.under(&permit);
        let rows = store.latest_credentials(None, limit, offset).await?;
        let people: BTreeSet<PersonId> = rows.iter().map(|row| row.credential.person_id).collect();
        let rules = Rules::new(&asking.programme);
        let mut standings: BTreeMap<PersonId, Option<Standing>> =
            people.iter().map(|person| (*person, Some(rules.standing(&[], asking.today)))).collect();
        for (person, history) in store.histories_of(&people).await? {
            // What cannot be read of somebody says nothing of their badges, and nothing of others'.
            standings.insert(person, history.ok().map(|events| rules.standing(&events, asking.today)));
        }
        Ok(rows.into_iter().map(|row| line(row, &standings)).collect())
    }

    /// The credentials after a place in the list with the names of their people, to be read to its end.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn all_after(
        &self,
        asking: &Asking,
        after: Option<CredentialPlace>,
        limit: i64,
    ) -> Result<ListPart<(OwnCredential, String), CredentialPlace>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let rows = self.shelf.under(&permit).latest_credentials(after, limit, 0).await?;
        ListPart::of(rows, limit, NamedCredential::place, |row| {
            Ok((row.credential.into(), row.name.unwrap_or_default()))
        })
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

fn line(row: NamedCredential, standings: &BTreeMap<PersonId, Option<Standing>>) -> AwardLine {
    let NamedCredential { credential, name, published_version } = row;
    let known = standings.get(&credential.person_id).and_then(Option::as_ref);
    let of_it = |held: &&CredentialStanding| {
        held.credential == credential.certification && held.earned_on == credential.earned_on.0
    };
    let published = published_version.and(known);
    AwardLine {
        person: credential.person_id,
        name: name.unwrap_or_default(),
        is_published: published.is_some(),
        standing: published.and_then(|standing| standing.credentials.iter().find(of_it)).cloned(),
        credential: credential.into(),
    }
}
