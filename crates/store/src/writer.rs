//! Writer tasks: they take what is queued, commit it as a group, then acknowledge every waiter.
//!
//! A unit is what must happen together. Units of a group share a transaction but not their fate: each has a
//! savepoint. After an I/O error nothing more is acknowledged until the database was reopened and checked
//! (SQLite goes on acknowledging after a failed fsync; promises, section 2).

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    connection::{Elsewhere, PostgresSession, Session, SqliteSession},
    db::StoreError,
    files::DataFiles,
    open::Closed,
    steps::{ResponseStep, commit_in_the_end, flush, to_hold},
};

/// Waiting writes per writer; more than a stampede of 5,000 candidates sends in the time of one commit.
const QUEUE_MAX: usize = 8192;
/// Writes in one commit.
const GROUP_MAX: usize = 512;

/// A value of a statement.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    OptionalText(Option<String>),
    Integer(i64),
    OptionalInteger(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}
impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Value::OptionalText(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Integer(number)
    }
}
impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Value::OptionalInteger(number)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    must_touch: bool,
}

/// What must happen together or not at all: state and its consequences, one commit.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    statements: Vec<Statement>,
    /// The sitting whose row it changes.
    sitting: Option<String>,
}

impl Unit {
    /// Adds a statement.
    pub(crate) fn run(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.push(Statement { sql, values, must_touch: false });
    }

    /// Says which sitting's row it changes: rows are taken in order, before any of them is changed.
    pub(crate) fn changes(&mut self, sitting: &str) {
        self.sitting = Some(sitting.to_owned());
    }

    /// The sitting whose row it changes.
    pub(crate) fn sitting(&self) -> Option<&str> {
        self.sitting.as_deref()
    }

    /// Adds a statement that must change something; otherwise the whole unit is refused as a conflict.
    pub(crate) fn must(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.push(Statement { sql, values, must_touch: true });
    }
}

pub(crate) enum Command {
    Step(ResponseStep),
    Unit(Unit),
}

struct Queued {
    command: Command,
    done: oneshot::Sender<Result<(), StoreError>>,
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
                tasks.push(tokio::spawn(work(connection, inbox, failing.clone())));
            }
            Backend::Postgres { options, epoch } => {
                for _ in 0..count {
                    let connection = PostgresSession::open(&options, &epoch, Elsewhere).await?;
                    let (queue, inbox) = mpsc::channel(QUEUE_MAX);
                    queues.push(queue);
                    tasks.push(tokio::spawn(work(connection, inbox, failing.clone())));
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
    pub(crate) async fn write(&self, key: &str, command: Command) -> Result<(), StoreError> {
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

async fn work<S: Session>(
    mut session: S,
    mut inbox: mpsc::Receiver<Queued>,
    failing: Arc<AtomicUsize>,
) -> Closed {
    let mut group = Vec::with_capacity(GROUP_MAX);
    loop {
        group.clear();
        if inbox.recv_many(&mut group, GROUP_MAX).await == 0 {
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

/// Reopens the database; whoever asks meanwhile is refused at once rather than kept waiting. Nothing comes
/// back where the store is closed meanwhile: a stop does not wait for a disk to have room (finding F13).
async fn reopen_and_refuse<S: Session>(
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

/// One transaction for the group. The outer error is the database's failure; the inner ones are refusals of
/// single units by a constraint.
pub(crate) async fn commit<S: Session>(
    session: &mut S,
    commands: &[Command],
) -> Result<Vec<Result<(), StoreError>>, sqlx::Error> {
    session.begin().await?;
    session.hold(&to_hold(commands)).await?;
    let mut results = Vec::with_capacity(commands.len());
    let mut steps: Vec<(usize, &ResponseStep)> = Vec::new();
    for command in commands {
        match command {
            Command::Step(step) => {
                steps.push((results.len(), step));
                results.push(Ok(()));
            }
            Command::Unit(unit) => {
                // What was queued before a unit is in place when it runs: a submission sees every answer.
                flush(session, &mut steps, &mut results).await?;
                results.push(attempt(session, unit).await?);
            }
        }
    }
    flush(session, &mut steps, &mut results).await?;
    // Asked before as well: what is refused for a vanished file must not be read out of it afterwards (F11).
    session.intact()?;
    session.plain("COMMIT").await?;
    Ok(results)
}

async fn attempt<S: Session>(session: &mut S, unit: &Unit) -> Result<Result<(), StoreError>, sqlx::Error> {
    session.plain("SAVEPOINT unit").await?;
    for statement in &unit.statements {
        let refused = match session.statement(statement).await {
            Ok(0) if statement.must_touch => {
                Some(StoreError::Conflict("what it builds on has changed meanwhile".to_owned()))
            }
            Ok(_) => None,
            Err(sqlx::Error::Database(error)) if is_refusal(&*error) => {
                Some(StoreError::Conflict(error.message().to_owned()))
            }
            Err(error) => return Err(error),
        };
        if let Some(refused) = refused {
            session.plain("ROLLBACK TO SAVEPOINT unit").await?;
            session.plain("RELEASE SAVEPOINT unit").await?;
            return Ok(Err(refused));
        }
    }
    session.plain("RELEASE SAVEPOINT unit").await?;
    Ok(Ok(()))
}

/// Whether the database refuses what it was given, rather than failing itself: integrity constraints, and
/// data it cannot hold (PostgreSQL classes 22 and 23; SQLite TOOBIG, CONSTRAINT and MISMATCH).
pub(crate) fn is_refusal(error: &dyn sqlx::error::DatabaseError) -> bool {
    let code = error.code().unwrap_or_default();
    let primary = code.parse::<u32>().map(|number| number & 0xff);
    let sqlite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some();
    match sqlite {
        true => matches!(primary, Ok(18..=20)),
        false => code.starts_with("22") || code.starts_with("23"),
    }
}
