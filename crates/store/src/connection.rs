//! A writer's connection: how each database begins, appends, fails and comes back.

use std::time::Duration;

use sqlx::{ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};

use crate::{
    append,
    db::StoreError,
    files::DataFiles,
    lease::{self, Leased, Take},
    steps::{ResponseStep, StepKey},
    unit::{Statement, bound},
};

/// Pause between attempts to reopen a failed database.
const REOPEN_PAUSE: Duration = Duration::from_millis(250);
/// Of so many attempts one is logged: a line in ten seconds is seen, four a second fill a full disk.
const LOGGED_ATTEMPTS: u32 = 40;

/// A connection that can commit a group; one implementation per database.
pub(crate) trait Committer: Send + Sized + 'static {
    fn begin(&mut self) -> impl Future<Output = Result<(), sqlx::Error>> + Send;
    /// Takes the rows of these sittings, in their order, until the end of the transaction.
    fn hold(&mut self, sittings: &[String]) -> impl Future<Output = Result<(), sqlx::Error>> + Send;
    /// Appends steps; what comes back is stored.
    fn steps(
        &mut self,
        steps: &[&ResponseStep],
    ) -> impl Future<Output = Result<Vec<StepKey>, sqlx::Error>> + Send;
    /// Takes work; what comes back is taken.
    fn take(&mut self, take: &Take) -> impl Future<Output = Result<Vec<Leased>, sqlx::Error>> + Send;
    fn statement(&mut self, statement: &Statement) -> impl Future<Output = Result<u64, sqlx::Error>> + Send;
    fn plain(&mut self, sql: &'static str) -> impl Future<Output = Result<(), sqlx::Error>> + Send;
    /// Whether what was committed lies where the next start looks for it; asked before it is acknowledged.
    fn intact(&mut self) -> Result<(), sqlx::Error>;
    /// Comes back when the database takes changes again; until then it may be dropped at any time.
    fn reopen(self) -> impl Future<Output = Self> + Send;
    /// Gives back what the connection holds and closes it.
    fn finish(self) -> impl Future<Output = ()> + Send;
}

pub(crate) struct SqliteSession {
    options: Box<sqlx::sqlite::SqliteConnectOptions>,
    epoch: String,
    files: DataFiles,
    connection: Option<SqliteConnection>,
}

pub(crate) struct PostgresSession {
    options: Box<sqlx::postgres::PgConnectOptions>,
    epoch: String,
    files: Elsewhere,
    connection: Option<PgConnection>,
}

/// SQLite counts anew what grew or shrank tenfold since it was counted, in every table and not only in those
/// that this connection looked at (0x10000), and no more than some thousand rows of each (0x10). Counted when
/// there was one person and never again, it reads a hundred thousand people whole for each line of a list.
/// <https://www.sqlite.org/pragma.html#pragma_optimize>
pub(crate) const COUNT_ANEW: &str = "PRAGMA optimize=0x10012";

/// Every writer holds a share of this lock; a process that starts asks for the whole of it.
pub(crate) const WRITING_LOCK: i64 = 0x0041_5353_415A;

/// The data folder's lock file does it for SQLite.
async fn own_sqlite(_connection: &mut SqliteConnection, _epoch: &str) -> Result<bool, sqlx::Error> {
    Ok(true)
}

/// Takes the writer's share of the lock and makes sure that no other process wrote its name meanwhile: after
/// a cut connection somebody else may have started.
async fn own_postgres(connection: &mut PgConnection, epoch: &str) -> Result<bool, sqlx::Error> {
    let (shared,): (bool,) = sqlx::query_as("SELECT pg_try_advisory_lock_shared($1)")
        .bind(WRITING_LOCK)
        .fetch_one(&mut *connection)
        .await?;
    let (current,): (String,) =
        sqlx::query_as("SELECT value FROM meta WHERE key = 'writer_epoch'").fetch_one(connection).await?;
    Ok(shared && current == epoch)
}

/// The one writer has it all.
async fn hold_sqlite(_connection: &mut SqliteConnection, _sittings: &[String]) -> Result<(), sqlx::Error> {
    Ok(())
}

async fn hold_postgres(connection: &mut PgConnection, sittings: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query(append::HOLD.text).bind(sittings).execute(connection).await.map(|_held| ())
}

/// A database server looks after its own files.
pub(crate) struct Elsewhere;

impl Elsewhere {
    fn check(&mut self) -> Result<(), sqlx::Error> {
        Ok(())
    }

    fn reopened(&mut self) {}
}

fn lost() -> sqlx::Error {
    sqlx::Error::WorkerCrashed
}

macro_rules! session {
    ($session:ident, $options:ty, $files:ty, $begin:literal, $hold:expr, $steps:expr, $take:expr, $own:expr,
     $check:literal, $release:expr) => {
        impl $session {
            pub(crate) async fn open(
                options: &$options,
                epoch: &str,
                files: $files,
            ) -> Result<Self, StoreError> {
                let mut connection = options.connect().await?;
                if !$own(&mut connection, epoch).await? {
                    return Err(StoreError::InUse("the database".to_owned()));
                }
                let (options, epoch) = (Box::new(options.clone()), epoch.to_owned());
                Ok($session { options, epoch, files, connection: Some(connection) })
            }
        }

        impl Committer for $session {
            async fn begin(&mut self) -> Result<(), sqlx::Error> {
                self.plain($begin).await
            }

            async fn hold(&mut self, sittings: &[String]) -> Result<(), sqlx::Error> {
                let connection = self.connection.as_mut().ok_or_else(lost)?;
                if sittings.is_empty() { Ok(()) } else { $hold(connection, sittings).await }
            }

            async fn steps(&mut self, steps: &[&ResponseStep]) -> Result<Vec<StepKey>, sqlx::Error> {
                let connection = self.connection.as_mut().ok_or_else(lost)?;
                $steps(connection, steps).await
            }

            async fn take(&mut self, take: &Take) -> Result<Vec<Leased>, sqlx::Error> {
                let connection = self.connection.as_mut().ok_or_else(lost)?;
                let sql = take.statement($take);
                bound!(sqlx::query_as(sql.text), take.values()).fetch_all(connection).await
            }

            async fn statement(&mut self, statement: &Statement) -> Result<u64, sqlx::Error> {
                let connection = self.connection.as_mut().ok_or_else(lost)?;
                let query = bound!(sqlx::query(statement.text()), statement.values());
                Ok(query.execute(connection).await?.rows_affected())
            }

            async fn plain(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
                let connection = self.connection.as_mut().ok_or_else(lost)?;
                connection.execute(sqlx::query(sql)).await.map(|_done| ())
            }

            async fn finish(mut self) {
                if let Some(mut connection) = self.connection.take() {
                    // A server that is gone has given up the lock by itself.
                    let _ = connection.execute(sqlx::query($release)).await;
                    let _ = connection.close().await;
                }
            }

            fn intact(&mut self) -> Result<(), sqlx::Error> {
                self.files.check()
            }

            async fn reopen(mut self) -> Self {
                if let Some(connection) = self.connection.take() {
                    // Rolls back whatever the failed group had begun.
                    let _ = connection.close_hard().await;
                }
                self.files.reopened();
                for attempt in 0_u32.. {
                    tokio::time::sleep(REOPEN_PAUSE).await;
                    match self.usable().await {
                        Ok(connection) => {
                            self.connection = Some(connection);
                            break;
                        }
                        Err(error) if attempt.is_multiple_of(LOGGED_ATTEMPTS) => {
                            tracing::error!(%error, "the database is still not usable");
                        }
                        Err(_logged_before) => {}
                    }
                }
                self
            }
        }

        impl $session {
            /// A connection to the same data, which nobody else writes to, checked, on a disk with room.
            async fn usable(
                &mut self,
            ) -> Result<<$options as ConnectOptions>::Connection, sqlx::Error> {
                let mut connection = self.options.connect().await?;
                if !$own(&mut connection, &self.epoch).await? {
                    return Err(sqlx::Error::Protocol("another process writes to this database".into()));
                }
                let (verdict,): (String,) = sqlx::query_as($check).fetch_one(&mut connection).await?;
                if verdict != "ok" {
                    return Err(sqlx::Error::Protocol(verdict));
                }
                // A probe that must reach the disk: a full disk shows here, not at the next answer.
                sqlx::query(PROBE).execute(&mut connection).await?;
                self.files.check()?;
                Ok(connection)
            }
        }
    };
}

const PROBE: &str = "INSERT INTO meta (key, value) VALUES ('probe', '1') \
    ON CONFLICT (key) DO UPDATE SET value = meta.value || '1' WHERE length(meta.value) < 4096";

session!(
    SqliteSession,
    sqlx::sqlite::SqliteConnectOptions,
    DataFiles,
    "BEGIN IMMEDIATE",
    hold_sqlite,
    append::append_sqlite,
    &lease::SQLITE,
    own_sqlite,
    "PRAGMA quick_check(1)",
    COUNT_ANEW
);
session!(
    PostgresSession,
    sqlx::postgres::PgConnectOptions,
    Elsewhere,
    "BEGIN",
    hold_postgres,
    append::append_postgres,
    &lease::POSTGRES,
    own_postgres,
    "SELECT 'ok'::text",
    "SELECT pg_advisory_unlock_all()"
);
