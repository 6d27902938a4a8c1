//! How tables are read: a named statement on whichever pool is there.

use sqlx::{FromRow, postgres::PgRow, sqlite::SqliteRow};

use crate::{
    db::{Db, StoreError},
    store::Reads,
    unit::{Sql, SqlValue, bound},
};

/// What a row can be read as, on both databases.
pub(crate) trait Readable:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin> Readable for T {}

/// Runs a read on the pool that is there. Each says its name, so that a page's reads can be counted.
macro_rules! read {
    ($store:expr, $sql:expr, $values:expr, $fetch:ident) => {{
        tracing::trace!(target: "assay_store::read", statement = $sql.name);
        let keeps = !$sql.anew;
        let read = match &$store.readers {
            Db::Sqlite(pool) => {
                bound!(sqlx::query_as($sql.text).persistent(keeps), $values).$fetch(pool).await
            }
            Db::Postgres(pool) => {
                bound!(sqlx::query_as($sql.text).persistent(keeps), $values).$fetch(pool).await
            }
        };
        read.map_err(|error| failed($sql, error))
    }};
}

/// A value that cannot be read is looked for in a statement's rows: it is named.
fn failed(sql: Sql, error: sqlx::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Corrupt(what) => StoreError::Corrupt(format!("{}, {what}", sql.name)),
        other => other,
    }
}

impl Reads {
    /// Every row.
    pub(crate) async fn all<T: Readable, const N: usize>(
        &self,
        sql: Sql,
        values: [SqlValue; N],
    ) -> Result<Vec<T>, StoreError> {
        read!(self, sql, values, fetch_all)
    }

    /// The row, where there is one.
    pub(crate) async fn maybe<T: Readable, const N: usize>(
        &self,
        sql: Sql,
        values: [SqlValue; N],
    ) -> Result<Option<T>, StoreError> {
        read!(self, sql, values, fetch_optional)
    }

    /// The row that a question without rows has as well: how many, the latest.
    pub(crate) async fn one<T: Readable, const N: usize>(
        &self,
        sql: Sql,
        values: [SqlValue; N],
    ) -> Result<T, StoreError> {
        read!(self, sql, values, fetch_one)
    }
}
