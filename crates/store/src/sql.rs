//! Every statement that is sent, so that a test can prepare them all on both databases.

/// All statements of the store but the divergent pair in `steps.rs`, which has its own test.
#[cfg(test)]
pub(crate) fn all() -> Vec<&'static str> {
    let mut all = Vec::new();
    for statements in [
        crate::table::person::SQL,
        crate::table::address::SQL,
        crate::table::registration::SQL,
        crate::table::sitting::SQL,
        crate::table::held::SQL,
        crate::table::note::SQL,
        crate::table::history::SQL,
        crate::table::credential::SQL,
        crate::table::status::SQL,
        crate::table::practice::SQL,
        crate::table::job::SQL,
        crate::table::programme::SQL,
        crate::table::population::SQL,
    ] {
        all.extend_from_slice(statements);
    }
    all
}

#[cfg(test)]
mod tests {
    use sqlx::{Executor, SqlSafeStr};

    use crate::{Location, Store, db::Db};

    /// House rule 12: the two databases cannot drift apart unseen.
    #[tokio::test]
    async fn every_statement_prepares_on_sqlite_and_the_rest_of_the_suite_on_postgres() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::Folder(folder.path().into())).await.unwrap();
        let Db::Sqlite(pool) = &store.readers else { panic!("a folder is SQLite") };
        let mut connection = pool.acquire().await.unwrap();
        for sql in super::all() {
            connection.prepare(sql.into_sql_str()).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        if let Ok(address) = std::env::var("ASSAY_TEST_POSTGRES") {
            let name = format!("prepare_{}", std::process::id());
            let admin = sqlx::PgPool::connect(&address).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
                .execute(&admin)
                .await
                .unwrap();
            let own = address.rsplit_once('/').unwrap().0.to_owned() + "/" + &name;
            let store = Store::open(&Location::Postgres(own)).await.unwrap();
            let Db::Postgres(pool) = &store.readers else { panic!("an address is PostgreSQL") };
            let mut connection = pool.acquire().await.unwrap();
            for sql in super::all() {
                connection.prepare(sql.into_sql_str()).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
        } else {
            eprintln!("SKIPPED on PostgreSQL: ASSAY_TEST_POSTGRES is not set; ./test sets it");
        }
    }
}
