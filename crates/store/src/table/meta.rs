//! Settings of the installation, and the latest instant that it knows.

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const META: Sql = Sql::named("meta.by_key", "SELECT value FROM meta WHERE key = $1");
// What people do leaves one of these; rows that only grow are asked for their last one.
const LATEST_INSTANT: Sql = Sql::named(
    "meta.latest_instant",
    "SELECT MAX(latest.at) FROM (SELECT MAX(started_at) AS at FROM sittings \
    UNION ALL SELECT MAX(submitted_at) FROM sittings UNION ALL SELECT MAX(scored_at) FROM sittings \
    UNION ALL SELECT MAX(lease_at) FROM sittings UNION ALL SELECT MAX(saved_at) FROM response_steps \
    WHERE sitting_id IN (SELECT id FROM sittings WHERE submitted_at IS NULL) \
    UNION ALL SELECT MAX(seen_at) FROM sessions UNION ALL SELECT MAX(applied_at) FROM programme_versions \
    UNION ALL SELECT recorded_at FROM history WHERE id = (SELECT MAX(id) FROM history)) AS latest",
);
const SET_META: Sql = Sql::named(
    "meta.set",
    "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[META, LATEST_INSTANT, SET_META];

/// A setting is remembered.
pub fn set(key: &str, value: &str) -> Statement {
    SET_META.with([key.into(), value.into()])
}

impl Reads {
    /// A remembered setting of the installation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> = self.maybe(META, [key.into()]).await?;
        Ok(row.map(|(value,)| value))
    }

    /// The latest instant that anything was stored with; none in a new installation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_instant(&self) -> Result<Option<Ms>, StoreError> {
        let (at,): (Option<Ms>,) = self.one(LATEST_INSTANT, []).await?;
        Ok(at)
    }
}
