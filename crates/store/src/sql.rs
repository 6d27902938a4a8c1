//! Every statement that is sent, so that tests can name, prepare and explain them all on both databases.

use crate::unit::Sql;

/// All statements of the store but the divergent pairs in `append.rs`, `lease.rs` and `item_search.rs`.
pub(crate) fn all() -> Vec<Sql> {
    use crate::table::*;
    [
        address::SQL,
        analysis::SQL,
        audit::SQL,
        credential::SQL,
        crew::SQL,
        crew_asked::SQL,
        exam_form::SQL,
        grant::SQL,
        history::SQL,
        item::SQL,
        item_desk::SQL,
        item_import::SQL,
        item_question::SQL,
        item_shared::SQL,
        item_use::SQL,
        item_version::SQL,
        key::SQL,
        link::SQL,
        listed_credentials::SQL,
        listed_people::SQL,
        listed_sittings::SQL,
        listed_work::SQL,
        listed_registrations::SQL,
        message::SQL,
        meta::SQL,
        note::SQL,
        own_data::SQL,
        person::SQL,
        population::SQL,
        practice::SQL,
        practice_run::SQL,
        practice_sitting::SQL,
        outcome::SQL,
        prep::SQL,
        prepared::SQL,
        programme::SQL,
        proposal::SQL,
        registration::SQL,
        report::SQL,
        response::SQL,
        second_answer::SQL,
        session::SQL,
        sitting::SQL,
        status::SQL,
        today::SQL,
        team_note::SQL,
        work::SQL,
    ]
    .concat()
}

/// All of them, the divergent pair as its SQLite half.
fn sent() -> Vec<Sql> {
    let mut all = all();
    all.extend([
        crate::append::APPEND_SQLITE,
        crate::append::HOLD,
        crate::lease::SQLITE.first,
        crate::lease::SQLITE.one,
    ]);
    all.extend(crate::item_search::LISTED.all());
    all.extend(crate::item_search::SQLITE.all());
    all
}

/// One statement a paragraph, under its name.
#[test]
fn the_statements_are_those_that_were_reviewed() {
    let mut all = sent();
    all.sort_by_key(|sql| sql.name);
    for pair in all.windows(2) {
        assert_ne!(pair[0].name, pair[1].name, "two statements of one name");
    }
    let told: Vec<String> = all.iter().map(|sql| format!("{}\n    {}", sql.name, sql.text)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// A statement that is missing in its table's list is neither prepared nor explained.
#[test]
fn every_named_statement_is_in_its_tables_list() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/table");
    let mut named = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        named += text.matches("Sql::named(").count();
        assert!(!text.contains("query(\"") && !text.contains("query_as(\""), "a statement without a name");
    }
    assert_eq!(all().len(), named);
}

mod prepared {
    use sqlx::{Executor, SqlSafeStr};

    use super::scratch::{administer, database};
    use crate::{db::Db, open::DataPlace, store::Store};

    /// "SQL is written out" (STYLE.md): the two databases cannot drift apart unseen.
    #[tokio::test]
    async fn every_statement_prepares_on_sqlite() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DataPlace::Folder(folder.path().into())).await.unwrap();
        let Db::Sqlite(pool) = &store.readers else { panic!("a folder is SQLite") };
        let mut connection = pool.acquire().await.unwrap();
        for sql in super::all() {
            let prepared = connection.prepare(sql.text.into_sql_str()).await;
            prepared.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        }
    }

    #[tokio::test]
    async fn every_statement_prepares_on_postgres() {
        let Some((server, address, name)) = database("prepare").await else { return };
        let store = Store::open(&DataPlace::Postgres(address)).await.unwrap();
        let Db::Postgres(pool) = &store.readers else { panic!("an address is PostgreSQL") };
        let mut connection = pool.acquire().await.unwrap();
        for sql in super::all() {
            let prepared = connection.prepare(sql.text.into_sql_str()).await;
            prepared.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        }
        drop(connection);
        store.close().await;
        administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

/// Databases on the server of the tests.
pub(crate) mod scratch {
    use sqlx::{Connection, PgConnection};

    /// A new database on the server of the tests: the server, its address and its name.
    pub(crate) async fn database(what: &str) -> Option<(String, String, String)> {
        let server = assay_testkit::postgres()?;
        let name = format!("{what}_{}", std::process::id());
        administer(&server, format!("CREATE DATABASE {name}")).await;
        let address = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
        Some((server, address, name))
    }

    pub(crate) async fn administer(server: &str, statement: String) {
        let mut connection = PgConnection::connect(server).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    }
}
