//! Writer tasks: they take what is queued, commit it as a group, then acknowledge every waiter.
//!
//! After an I/O error nothing more is acknowledged until the database was reopened and checked
//! (SQLite goes on acknowledging after a failed fsync; docs/concepts/durable-save.md).

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, interval_at},
};

use crate::{
    connection::{COUNT_ANEW, Committer, Elsewhere, PostgresSession, SqliteSession},
    db::StoreError,
    files::DataFiles,
    group::{Reply, Write, commit_in_the_end},
};

/// Waiting writes per writer; more than a stampede of 5,000 candidates sends in the time of one commit.
const QUEUE_MAX: usize = 8192;
/// Writes in one commit.
const GROUP_MAX: usize = 512;

/// How often a writer sees to the database between what it writes: few tables grow tenfold in an hour.
const TEND_EVERY: Duration = Duration::from_secs(3600);

/// What is done for the database itself, and how often.
#[derive(Clone, Copy)]
struct Tending {
    every: Duration,
    /// Nothing where a server sees to itself.
    by: Option<&'static str>,
}

struct Queued {
    command: Write,
    done: oneshot::Sender<Reply>,
}

/// How closing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Everything that was queued is stored.
    InOrder,
    /// The disk or database took nothing more: what was not acknowledged may not be stored.
    GaveUp,
}

/// How a writer gets its connection.
pub(crate) enum Backend {
    Sqlite { options: Box<sqlx::sqlite::SqliteConnectOptions>, files: DataFiles },
    Postgres { options: Box<sqlx::postgres::PgConnectOptions>, epoch: String },
}

/// The running writer tasks.
pub(crate) struct Writers {
    queues: Vec<mpsc::Sender<Queued>>,
    tasks: Vec<tokio::task::JoinHandle<Closed>>,
    failing: Arc<AtomicUsize>,
}

impl Writers {
    pub(crate) async fn start(backend: Backend, count: usize) -> Result<Writers, StoreError> {
        let failing = Arc::new(AtomicUsize::new(0));
        let (mut queues, mut tasks) = (Vec::new(), Vec::new());
        match backend {
            Backend::Sqlite { options, files } => {
                let connection = SqliteSession::open(&options, "", files).await?;
                let (queue, inbox) = mpsc::channel(QUEUE_MAX);
                queues.push(queue);
                let tending = Tending { every: TEND_EVERY, by: Some(COUNT_ANEW) };
                tasks.push(tokio::spawn(work(connection, inbox, failing.clone(), tending)));
            }
            Backend::Postgres { options, epoch } => {
                for _ in 0..count {
                    let connection = PostgresSession::open(&options, &epoch, Elsewhere).await?;
                    let (queue, inbox) = mpsc::channel(QUEUE_MAX);
                    queues.push(queue);
                    let tending = Tending { every: TEND_EVERY, by: None };
                    tasks.push(tokio::spawn(work(connection, inbox, failing.clone(), tending)));
                }
            }
        }
        Ok(Writers { queues, tasks, failing })
    }

    /// No writers: whatever is asked to be written is refused.
    pub(crate) fn none() -> Writers {
        Writers { queues: Vec::new(), tasks: Vec::new(), failing: Arc::default() }
    }

    pub(crate) fn healthy(&self) -> bool {
        self.failing.load(Ordering::Relaxed) == 0
    }

    /// Queues a write and waits until it is durable. Writes of one key stay in order.
    pub(crate) async fn write(&self, key: &str, command: Write) -> Reply {
        let gone = || StoreError::Unavailable("the store is closing".to_owned());
        let shard = key.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let queue = self.queues.get(shard % self.queues.len().max(1)).ok_or_else(gone)?;
        let (done, acknowledged) = oneshot::channel();
        queue.send(Queued { command, done }).await.map_err(|_closed| gone())?;
        acknowledged.await.map_err(|_dropped| gone())?
    }

    pub(crate) async fn stop(self) -> Closed {
        drop(self.queues);
        let mut closed = Closed::InOrder;
        for task in self.tasks {
            match task.await {
                Ok(Closed::InOrder) => {}
                Ok(Closed::GaveUp) => closed = Closed::GaveUp,
                Err(error) => {
                    tracing::error!(%error, "a writer task ended badly");
                    closed = Closed::GaveUp;
                }
            }
        }
        closed
    }
}

async fn work<S: Committer>(
    mut session: S,
    mut inbox: mpsc::Receiver<Queued>,
    failing: Arc<AtomicUsize>,
    tending: Tending,
) -> Closed {
    let mut group = Vec::with_capacity(GROUP_MAX);
    let mut due = interval_at(Instant::now() + tending.every, tending.every);
    loop {
        group.clear();
        let queued = tokio::select! {
            queued = inbox.recv_many(&mut group, GROUP_MAX) => queued,
            _ = due.tick() => {
                tend(&mut session, tending).await;
                continue;
            }
        };
        if queued == 0 {
            session.finish().await;
            return Closed::InOrder;
        }
        let (commands, waiters): (Vec<_>, Vec<_>) = group.drain(..).map(|q| (q.command, q.done)).unzip();
        let committed = commit_in_the_end(&mut session, &commands).await;
        // What lies in a file that nobody will find again is not stored (finding F12).
        match committed.and_then(|results| session.intact().map(|()| results)) {
            Ok(results) => {
                for (waiter, result) in waiters.into_iter().zip(results) {
                    // A waiter that went away does not undo what is durable.
                    let _ = waiter.send(result);
                }
            }
            Err(error) => {
                failing.fetch_add(1, Ordering::Relaxed);
                tracing::error!(%error, "the database failed; nothing is acknowledged until it was checked");
                let refusal = StoreError::Unavailable(error.to_string());
                for waiter in waiters {
                    let _ = waiter.send(Err(refusal.clone()));
                }
                let Some(reopened) = reopen_and_refuse(session, &mut inbox, &refusal).await else {
                    return Closed::GaveUp;
                };
                session = reopened;
                failing.fetch_sub(1, Ordering::Relaxed);
                tracing::info!("the database was reopened and checked; changes are accepted again");
            }
        }
    }
}

/// Sees to the database; what goes wrong keeps nobody from anything, and is tried again the next time.
async fn tend<S: Committer>(session: &mut S, tending: Tending) {
    let Some(sql) = tending.by else { return };
    if let Err(error) = session.plain(sql).await {
        tracing::warn!(%error, "the database could not be seen to");
    }
}

/// Reopens the database; whoever asks meanwhile is refused at once rather than kept waiting. Nothing comes
/// back where the store is closed meanwhile: a stop does not wait for a disk to have room (finding F13).
async fn reopen_and_refuse<S: Committer>(
    session: S,
    inbox: &mut mpsc::Receiver<Queued>,
    refusal: &StoreError,
) -> Option<S> {
    let reopening = session.reopen();
    tokio::pin!(reopening);
    let mut refused = 0_usize;
    loop {
        tokio::select! {
            session = &mut reopening => return Some(session),
            queued = inbox.recv() => match queued {
                Some(queued) => {
                    refused += 1;
                    let _ = queued.done.send(Err(refusal.clone()));
                }
                None => {
                    tracing::error!(
                        refused, %refusal,
                        "closed while the database took nothing: the changes refused since are not stored; \
                        everything acknowledged is"
                    );
                    return None;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lease::{Leased, Take},
        steps::{ResponseStep, StepKey},
        unit::Statement,
    };

    /// A session to which nothing is written; it says what is done for the database.
    struct Idle(mpsc::UnboundedSender<&'static str>);

    impl Committer for Idle {
        async fn begin(&mut self) -> Result<(), sqlx::Error> {
            Ok(())
        }
        async fn hold(&mut self, _sittings: &[String]) -> Result<(), sqlx::Error> {
            Ok(())
        }
        async fn steps(&mut self, _steps: &[&ResponseStep]) -> Result<Vec<StepKey>, sqlx::Error> {
            Ok(Vec::new())
        }
        async fn take(&mut self, _take: &Take) -> Result<Vec<Leased>, sqlx::Error> {
            Ok(Vec::new())
        }
        async fn statement(&mut self, _statement: &Statement) -> Result<u64, sqlx::Error> {
            Ok(0)
        }
        async fn plain(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
            self.0.send(sql).map_err(|_gone| sqlx::Error::WorkerCrashed)
        }
        fn intact(&mut self) -> Result<(), sqlx::Error> {
            Ok(())
        }
        async fn reopen(self) -> Self {
            self
        }
        async fn finish(self) {}
    }

    #[tokio::test]
    async fn while_nobody_writes_the_database_is_seen_to_again_and_again() {
        let (said, mut heard) = mpsc::unbounded_channel();
        let (queue, inbox) = mpsc::channel(QUEUE_MAX);
        let tending = Tending { every: Duration::from_millis(1), by: Some(COUNT_ANEW) };
        let working = tokio::spawn(work(Idle(said), inbox, Arc::default(), tending));
        for _ in 0..3 {
            assert_eq!(heard.recv().await, Some(COUNT_ANEW));
        }
        drop(queue);
        assert_eq!(working.await.unwrap(), Closed::InOrder);
    }
}
