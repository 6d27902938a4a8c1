//! Many badges at once, by the record: for whoever checks a list, read together and never one by one.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{CredentialId, Date, PersonId};
use assay_standing::{CredentialStanding, Rules};

use super::{
    Awards,
    issued::{HeldNow, held_now},
    rules::ReadBadge,
};
use crate::{AppError, Asking};

/// What everybody may know of a badge in a list.
pub struct PublicBadge {
    /// Which certification.
    pub certification: String,
    /// Day of the award.
    pub earned_on: Date,
    /// What its holder has today; none where nothing on record stands behind it.
    pub standing: Option<CredentialStanding>,
    /// The day of a revocation.
    pub revoked_on: Option<Date>,
    /// The holder's name, where they let the badge's page show it.
    pub shown_name: Option<String>,
}

impl Awards {
    /// The published ones of these badges, for everybody. How many are asked for is the caller's to limit.
    ///
    /// # Errors
    /// The store failed.
    pub async fn many(
        &self,
        asking: &Asking,
        ids: &BTreeSet<CredentialId>,
    ) -> Result<BTreeMap<CredentialId, PublicBadge>, AppError> {
        let permit = asking.permit::<ReadBadge>()?;
        let store = self.shelf.under(&permit);
        let mut rows = store.credentials_by_ids(ids).await?;
        rows.retain(|row| row.published_version.is_some());
        let people: BTreeSet<PersonId> = rows.iter().map(|row| row.credential.person_id).collect();
        let histories = store.histories_of(&people).await?;
        let rules = Rules::new(&asking.programme);
        let badges = rows.into_iter().map(|row| {
            // What cannot be read of somebody is as if nothing were on record.
            let history = histories.get(&row.credential.person_id).and_then(|history| history.as_ref().ok());
            let history = history.map(Vec::as_slice).unwrap_or_default();
            let HeldNow { standing, revoked } = held_now(&rules, history, &row.credential, asking.today);
            let badge = PublicBadge {
                certification: row.credential.certification.to_string(),
                earned_on: row.credential.earned_on.0,
                standing,
                revoked_on: revoked.map(|(on, _)| on),
                shown_name: row.name,
            };
            (row.credential.id, badge)
        });
        Ok(badges.collect())
    }
}
