//! Signing keys.

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const KEYS: Sql = Sql::named("key.all", "SELECT id, seed FROM signing_keys ORDER BY created_at, id LIMIT 20");
const ADD_KEY: Sql =
    Sql::named("key.added", "INSERT INTO signing_keys (id, seed, created_at) VALUES ($1, $2, $3)");

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[KEYS, ADD_KEY];

/// A signing key is added: its id, and its seed in base64.
pub fn added(id: &str, seed: &str, at: Ms) -> Statement {
    ADD_KEY.with([id.into(), seed.into(), at.into()])
}

impl Reads {
    /// Signing keys, oldest first: id and seed in base64.
    ///
    /// # Errors
    /// The database failed.
    pub async fn signing_keys(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.all(KEYS, []).await
    }
}
