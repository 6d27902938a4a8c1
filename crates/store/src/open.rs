//! Opening a data folder or a PostgreSQL database: one process, known version, safe settings.

use std::{
    cmp::Ordering,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    connection,
    db::{Db, StoreError, on},
    files::{DATABASE, FolderClaim},
    store::{Reads, Store},
    writer::{Backend, Writers},
};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Readers of one SQLite file. More would only queue for the two or four cores of a small server.
const SQLITE_READERS: u32 = 4;
/// Readers on PostgreSQL.
const POSTGRES_READERS: u32 = 8;
/// Writer tasks on PostgreSQL; a sitting always goes to the same one.
const POSTGRES_WRITERS: usize = 4;
/// Held while a process starts on a PostgreSQL database.
const STARTING_LOCK: i64 = 0x0041_5353_4159;
/// How often and with which pause a lock is asked for before the database counts as in use.
const CLAIM_ATTEMPTS: u32 = 20;
const CLAIM_PAUSE: Duration = Duration::from_millis(50);
const TRY_LOCK: &str = "SELECT pg_try_advisory_lock($1)";
/// Names this process as the one that writes; whoever finds another name there has been replaced.
const NEW_EPOCH: &str = "INSERT INTO meta (key, value) VALUES ('writer_epoch', gen_random_uuid()::text) \
    ON CONFLICT (key) DO UPDATE SET value = excluded.value RETURNING value";

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataPlace {
    /// A folder with the embedded database.
    Folder(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

impl DataPlace {
    /// Whether a database is there; an address is only known to hold one once it is asked.
    pub fn holds_data(&self) -> bool {
        match self {
            DataPlace::Folder(folder) => folder.join(DATABASE).is_file(),
            DataPlace::Postgres(_) => true,
        }
    }
}

impl FromStr for DataPlace {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        Ok(if postgres { DataPlace::Postgres(text.to_owned()) } else { DataPlace::Folder(text.into()) })
    }
}

impl Store {
    /// Opens or creates the store and brings its schema up to date.
    ///
    /// # Errors
    /// In use by another process, written by a newer version, or not usable at all.
    pub async fn open(location: &DataPlace) -> Result<Store, StoreError> {
        match location {
            DataPlace::Folder(folder) => Store::open_folder(folder).await,
            DataPlace::Postgres(address) => Store::open_postgres(address).await,
        }
    }

    async fn open_folder(folder: &Path) -> Result<Store, StoreError> {
        let shown = folder.display().to_string();
        let mut claim = FolderClaim::of(folder)?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(DATABASE))
            // The claim made the file: one that is missing now is not made again behind everybody's back.
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL, not NORMAL: an acknowledged answer survives a power cut. Not configurable.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-4000")
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        SQLITE.run(&mut connection).await.map_err(|error| migration(error, &shown))?;
        // Before the readers come: what was counted is looked at when a connection opens.
        sqlx::query(connection::COUNT_ANEW).execute(&mut connection).await?;
        connection.close().await?;
        claim.begun();
        let opened = claim.files.clone();
        let readers = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            // Readers are opened when they are needed: never on another file than the first one.
            .after_connect(move |_connection, _meta| {
                let there = opened.database_is_there();
                Box::pin(async move { there })
            })
            .connect_with(options.clone().pragma("query_only", "1"))
            .await?;
        // Whoever writes has no use for what they wrote: at a first start that is a whole programme.
        let options = options.pragma("cache_size", "-2000");
        let backend = Backend::Sqlite { options: Box::new(options), files: claim.files.clone() };
        let writers = Writers::start(backend, 1).await?;
        Ok(Store { reads: Reads { readers: Db::Sqlite(readers) }, writers, claim: Some(claim) })
    }

    async fn open_postgres(address: &str) -> Result<Store, StoreError> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|error| StoreError::Unusable(format!("the database address cannot be read: {error}")))?
            .options([("synchronous_commit", "on")])
            .disable_statement_logging();
        let shown = format!("the database {}", options.get_database().unwrap_or("postgres"));
        let connect =
            |error: sqlx::Error| StoreError::Unusable(format!("{shown} cannot be reached: {error}"));
        let mut connection = options.connect().await.map_err(connect)?;
        claim(&mut connection).await?.then_some(()).ok_or_else(|| StoreError::InUse(shown.clone()))?;
        POSTGRES.run(&mut connection).await.map_err(|error| migration(error, &shown))?;
        let (epoch,): (String,) = sqlx::query_as(NEW_EPOCH).fetch_one(&mut connection).await?;
        unlock(&mut connection, connection::WRITING_LOCK).await?;
        let readers =
            PgPoolOptions::new().max_connections(POSTGRES_READERS).connect_with(options.clone()).await?;
        let backend = Backend::Postgres { options: Box::new(options), epoch };
        let writers = Writers::start(backend, POSTGRES_WRITERS).await?;
        unlock(&mut connection, STARTING_LOCK).await?;
        connection.close().await?;
        Ok(Store { reads: Reads { readers: Db::Postgres(readers) }, writers, claim: None })
    }

    /// Opens an existing store for reading alone, beside a process that serves it.
    ///
    /// # Errors
    /// There is none, its schema is not that of this version, or it cannot be used.
    pub async fn open_to_read(location: &DataPlace) -> Result<Store, StoreError> {
        let (readers, shown) = match location {
            DataPlace::Folder(folder) => {
                let shown = format!("the data folder {}", folder.display());
                let file = folder.join(DATABASE);
                if !file.is_file() {
                    return Err(StoreError::NotServedYet(format!(
                        "{shown} holds no data yet; serve it once"
                    )));
                }
                let options = SqliteConnectOptions::new()
                    .filename(file)
                    .busy_timeout(Duration::from_secs(10))
                    .pragma("query_only", "1")
                    .disable_statement_logging();
                let pool = SqlitePoolOptions::new().max_connections(SQLITE_READERS);
                (Db::Sqlite(pool.connect_with(options).await?), shown)
            }
            DataPlace::Postgres(address) => {
                let options = PgConnectOptions::from_str(address)
                    .map_err(|error| {
                        StoreError::Unusable(format!("the database address cannot be read: {error}"))
                    })?
                    .options([("default_transaction_read_only", "on")])
                    .disable_statement_logging();
                let shown = format!("the database {}", options.get_database().unwrap_or("postgres"));
                let pool = PgPoolOptions::new().max_connections(POSTGRES_READERS).connect_with(options).await;
                let unreachable = |error| StoreError::Unusable(format!("{shown} cannot be reached: {error}"));
                (Db::Postgres(pool.map_err(unreachable)?), shown)
            }
        };
        let store = Store { reads: Reads { readers }, writers: Writers::none(), claim: None };
        store.must_be_current(&shown).await?;
        Ok(store)
    }

    /// Readers bring no schema up to date: it must be what this version's statements expect.
    async fn must_be_current(&self, shown: &str) -> Result<(), StoreError> {
        const APPLIED: &str = "SELECT MAX(version) FROM _sqlx_migrations WHERE success";
        let applied: Result<(Option<i64>,), sqlx::Error> =
            on!(&self.readers, p => sqlx::query_as(APPLIED).fetch_one(p).await);
        let applied = match applied {
            Ok((version,)) => version.unwrap_or_default(),
            // Only a missing table means that nothing was ever served.
            Err(sqlx::Error::Database(error)) if is_missing_table(&*error) => 0,
            Err(error) => return Err(StoreError::Unusable(format!("{shown} cannot be read: {error}"))),
        };
        let own = SQLITE.iter().map(|migration| migration.version).max().unwrap_or_default();
        match applied.cmp(&own) {
            Ordering::Equal => Ok(()),
            Ordering::Greater => Err(StoreError::Newer(shown.to_owned())),
            Ordering::Less => Err(StoreError::NotServedYet(format!(
                "{shown} was last used by an older version of Assay; serve it once with this one"
            ))),
        }
    }
}

/// One start at a time; then nobody may be writing; afterwards the writers take their share of that lock. A
/// server needs a moment to notice that a killed process is gone: so long its place is waited for.
async fn claim(connection: &mut sqlx::PgConnection) -> Result<bool, StoreError> {
    for lock in [STARTING_LOCK, connection::WRITING_LOCK] {
        let mut attempts = 0;
        loop {
            let (free,): (bool,) = sqlx::query_as(TRY_LOCK).bind(lock).fetch_one(&mut *connection).await?;
            attempts += 1;
            match free {
                true => break,
                false if attempts == CLAIM_ATTEMPTS => return Ok(false),
                false => tokio::time::sleep(CLAIM_PAUSE).await,
            }
        }
    }
    Ok(true)
}

async fn unlock(connection: &mut sqlx::PgConnection, lock: i64) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(lock).execute(connection).await?;
    Ok(())
}

/// PostgreSQL 42P01; SQLite says it in words only.
fn is_missing_table(error: &dyn sqlx::error::DatabaseError) -> bool {
    error.code().as_deref() == Some("42P01") || error.message().contains("no such table")
}

fn migration(error: MigrateError, shown: &str) -> StoreError {
    match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => {
            StoreError::Newer(shown.to_owned())
        }
        other => {
            StoreError::Unusable(format!("the schema of {shown} could not be brought up to date: {other}"))
        }
    }
}
