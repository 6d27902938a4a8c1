//! The open store: who reads, who writes, and how it closes.

use std::time::Duration;

use crate::{
    db::{Db, StoreError},
    files::Claim,
    group::Command,
    unit::Unit,
    writer::{Closed, Writers},
};

/// How long closing may take: a disk that hangs must not keep a supervisor waiting (finding F13). With the
/// grace of running requests it stays below the ten seconds after which supervisors kill.
const CLOSE_TIME_MAX: Duration = Duration::from_secs(3);

/// The open store.
pub struct Store {
    pub(crate) readers: Db,
    pub(crate) writers: Writers,
    /// Held as long as the store is open, and longer than every connection: a second process is refused.
    pub(crate) claim: Option<Claim>,
}

impl Store {
    /// Commits a unit: all of it or nothing, after what was queued for the same sitting before; returns when
    /// it is durable.
    ///
    /// # Errors
    /// `Conflict` where a statement that must change something found nothing to change, or a constraint
    /// stands against it. `Unavailable`: nothing was acknowledged, try again.
    pub async fn commit(&self, unit: Unit) -> Result<(), StoreError> {
        let key = unit.sitting().map(|id| id.to_string()).unwrap_or_default();
        self.writers.write(&key, Command::Unit(unit)).await
    }

    /// Whether changes are accepted at the moment, into the data that were opened.
    pub fn accepts_changes(&self) -> bool {
        let there = |claim: &Claim| claim.files.database_is_there().is_ok();
        self.writers.healthy() && self.claim.as_ref().is_none_or(there)
    }

    /// Finishes what is queued and closes every connection; gives up where the database takes nothing.
    pub async fn close(self) -> Closed {
        let closing = async {
            let closed = self.writers.stop().await;
            match self.readers {
                Db::Sqlite(pool) => pool.close().await,
                Db::Postgres(pool) => pool.close().await,
            }
            closed
        };
        let closed = tokio::time::timeout(CLOSE_TIME_MAX, closing).await.unwrap_or_else(|_elapsed| {
            tracing::error!(after = ?CLOSE_TIME_MAX, "the database did not close: it is left as it is");
            Closed::GaveUp
        });
        // After every connection: see `Claim`.
        drop(self.claim);
        closed
    }
}
