//! What waits for a form: sittings without a score, by the form they were started on.

use crate::{
    Store,
    db::{StoreError, on},
};

const WAITING: &str = "SELECT exam, form, tree, COUNT(*) AS sittings FROM sittings \
    WHERE scored_at IS NULL GROUP BY exam, form, tree ORDER BY exam, form LIMIT 200";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[WAITING];

/// Sittings of one form that run or wait for their score.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WaitingRecord {
    /// Exam version.
    pub exam: String,
    /// The form.
    pub form: String,
    /// Content mark of the files they were started on.
    pub tree: Option<String>,
    /// How many.
    pub sittings: i64,
}

impl Store {
    /// Forms on which sittings run or wait for their score.
    ///
    /// # Errors
    /// The database failed.
    pub async fn waiting_sittings(&self) -> Result<Vec<WaitingRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(WAITING).fetch_all(p).await)?)
    }
}
