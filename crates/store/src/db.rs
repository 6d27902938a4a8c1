//! The two databases behind one name.

/// Either pool. Every query is checked against both by the compiler, through [`on!`].
pub(crate) enum Db {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

/// Runs the same expression on whichever pool is there.
macro_rules! on {
    ($db:expr, $pool:ident => $body:expr) => {
        match $db {
            $crate::db::Db::Sqlite($pool) => $body,
            $crate::db::Db::Postgres($pool) => $body,
        }
    };
}
pub(crate) use on;

/// Why the store did not do it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The disk or database failed; nothing of this was acknowledged. Try again later.
    #[error("the database does not accept changes at the moment: {0}")]
    Unavailable(String),
    /// Somebody else was faster, or it was done already: a rule of uniqueness or state stands against it.
    #[error("this conflicts with what is stored: {0}")]
    Conflict(String),
    /// The data is in use by another process.
    #[error("{0} is in use by another Assay; stop that one first")]
    InUse(String),
    /// The data was written by a newer version.
    #[error("{0} was written by a newer version of Assay; use that version or restore a backup")]
    Newer(String),
    /// What is stored cannot be read as what it should be.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// Nothing was ever stored there, or by an older version only.
    #[error("{0}")]
    NotServedYet(String),
    /// There was an installation, and its database is gone.
    #[error("{0}")]
    Lost(String),
    /// The data folder or address cannot be used.
    #[error("{0}")]
    Unusable(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database)
                if database.is_unique_violation() || database.is_foreign_key_violation() =>
            {
                StoreError::Conflict(database.message().to_owned())
            }
            sqlx::Error::ColumnDecode { index, source } => {
                StoreError::Corrupt(format!("column {index}: {source}"))
            }
            _ => StoreError::Unavailable(error.to_string()),
        }
    }
}
