//! The answers of a sitting. How they get in: `append.rs`.

use assay_kernel::{Sittings, TypedId};

use crate::{
    column::{Flag, Ms},
    db::StoreError,
    store::Reads,
    table::sitting::SittingNow,
    unit::Sql,
};

// One pass over the sitting's steps, in the order of their key.
const RESPONSES: Sql = Sql::named(
    "response.of_sitting",
    "SELECT s.position, s.seq, s.response, s.flagged, s.saved_at \
    FROM response_steps AS s \
    JOIN (SELECT position, MAX(seq) AS seq FROM response_steps WHERE sitting_id = $1 GROUP BY position) \
    AS latest ON latest.position = s.position AND latest.seq = s.seq \
    WHERE s.sitting_id = $1 ORDER BY s.position",
);
// The same with what is evidence: how often an answer was changed, when first, and the client's own times.
const EXPORTED: Sql = Sql::named(
    "response.exported",
    "SELECT s.position, s.response, s.flagged, s.saved_at, s.item_seen_ms, s.item_elapsed_ms, \
    latest.steps, latest.first_saved_at FROM response_steps AS s \
    JOIN (SELECT position, MAX(seq) AS seq, COUNT(*) AS steps, MIN(saved_at) AS first_saved_at \
    FROM response_steps WHERE sitting_id = $1 GROUP BY position) \
    AS latest ON latest.position = s.position AND latest.seq = s.seq \
    WHERE s.sitting_id = $1 ORDER BY s.position",
);
const REFUSED_STEP: Sql = Sql::named(
    "response.refused",
    "SELECT deadline_at, submitted_at, time_over, lease, lease_at, \
    (SELECT MAX(r.seq) FROM response_steps AS r WHERE r.sitting_id = sittings.id AND r.position = $2) \
    AS latest_seq FROM sittings WHERE id = $1",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[RESPONSES, EXPORTED, REFUSED_STEP];

/// Why a step was not taken: the sitting, and the latest stored change of the item.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RefusedStep {
    /// The sitting as it is.
    #[sqlx(flatten)]
    pub state: SittingNow,
    /// The latest stored change; none before the first.
    pub latest_seq: Option<i64>,
}

/// The stored answer to an item: its latest step.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ResponseRecord {
    /// Place on the form, from 1.
    #[sqlx(try_from = "i64")]
    pub position: u32,
    /// Number of the latest change.
    pub seq: i64,
    /// Options chosen, a JSON list.
    pub response: String,
    /// Whether it is marked for review.
    #[sqlx(try_from = "Flag")]
    pub flagged: bool,
    /// When.
    pub saved_at: Ms,
}

/// The stored answer to an item with what is known of how it came about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExportedResponse {
    /// Place on the form, from 1.
    #[sqlx(try_from = "i64")]
    pub position: u32,
    /// Values chosen, a JSON list.
    pub response: String,
    /// Whether it is marked for review.
    #[sqlx(try_from = "Flag")]
    pub flagged: bool,
    /// When it was stored.
    pub saved_at: Ms,
    /// When the first answer to the item was stored.
    pub first_saved_at: Ms,
    /// How many changes were stored.
    pub steps: i64,
    /// By the client: milliseconds since the page began, at which the item was first shown.
    pub item_seen_ms: Option<i64>,
    /// By the client: how many milliseconds the item had been on screen when the answer was changed last.
    pub item_elapsed_ms: Option<i64>,
}

impl Reads {
    /// The stored answers of a sitting with what is known of how they came about, by position.
    ///
    /// # Errors
    /// The database failed.
    pub async fn responses_exported(
        &self,
        id: TypedId<Sittings>,
    ) -> Result<Vec<ExportedResponse>, StoreError> {
        self.all(EXPORTED, [id.into()]).await
    }

    /// The stored answers of a sitting, by position.
    ///
    /// # Errors
    /// The database failed.
    pub async fn responses(&self, id: TypedId<Sittings>) -> Result<Vec<ResponseRecord>, StoreError> {
        self.all(RESPONSES, [id.into()]).await
    }

    /// Why a change of an item was not taken, in one read.
    ///
    /// # Errors
    /// The database failed.
    pub async fn refused_step(
        &self,
        id: TypedId<Sittings>,
        position: u32,
    ) -> Result<Option<RefusedStep>, StoreError> {
        self.maybe(REFUSED_STEP, [id.into(), position.into()]).await
    }
}
