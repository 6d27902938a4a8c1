//! The open store: who reads, who writes, and how it closes.

use std::{ops::Deref, time::Duration};

use crate::{
    db::{Db, StoreError},
    files::FolderClaim,
    group::Write,
    lease::{Leased, Take},
    steps::ResponseStep,
    unit::Unit,
    writer::{Closed, Writers},
};

/// How long closing may take: a disk that hangs must not keep a supervisor waiting (finding F13). With the
/// grace of running requests it stays below the ten seconds after which supervisors kill.
const CLOSE_TIME_MAX: Duration = Duration::from_secs(3);

/// What is stored, to be read: whoever holds this alone changes nothing.
pub struct Reads {
    pub(crate) readers: Db,
}

/// The open store: to be read, and to be written by units.
pub struct Store {
    pub(crate) reads: Reads,
    pub(crate) writers: Writers,
    /// Held as long as the store is open, and longer than every connection: a second process is refused.
    pub(crate) claim: Option<FolderClaim>,
}

impl Deref for Store {
    type Target = Reads;

    fn deref(&self) -> &Reads {
        &self.reads
    }
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
        self.writers.write(&key, Write::Unit(unit)).await.map(|_done| ())
    }

    /// Appends a step of a response; returns when it is durable.
    ///
    /// # Errors
    /// `Conflict`: the sitting does not take it ([`Reads::refused_step`] says why). `Unavailable`: nothing
    /// was acknowledged, try again.
    pub async fn save_response(&self, step: ResponseStep) -> Result<(), StoreError> {
        let key = step.sitting.to_string();
        self.writers.write(&key, Write::Step(step)).await.map(|_done| ())
    }

    /// Takes what is due and held by nobody, oldest first; returns when the leases are durable. Nobody else
    /// gets any of it while its lease holds.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take_work(&self, take: Take) -> Result<Vec<Leased>, StoreError> {
        let by = take.by.clone();
        let mut taken = self.writers.write(&by, Write::Take(take)).await?.taken();
        taken.sort_by_key(Leased::order);
        Ok(taken)
    }

    /// Whether changes are accepted at the moment, into the data that were opened.
    pub fn accepts_changes(&self) -> bool {
        let there = |claim: &FolderClaim| claim.files.database_is_there().is_ok();
        self.writers.healthy() && self.claim.as_ref().is_none_or(there)
    }

    /// Finishes what is queued and closes every connection; gives up where the database takes nothing.
    pub async fn close(self) -> Closed {
        let closing = async {
            let closed = self.writers.stop().await;
            match self.reads.readers {
                Db::Sqlite(pool) => pool.close().await,
                Db::Postgres(pool) => pool.close().await,
            }
            closed
        };
        let closed = tokio::time::timeout(CLOSE_TIME_MAX, closing).await.unwrap_or_else(|_elapsed| {
            tracing::error!(after = ?CLOSE_TIME_MAX, "the database did not close: it is left as it is");
            Closed::GaveUp
        });
        // After every connection: see `FolderClaim`.
        drop(self.claim);
        closed
    }
}
