//! What SQLite does.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{NARROW, StatementPlan, compare, hot, judge, rows};
use crate::{append, files::DATABASE, item_search, lease, open::DataPlace, store::Store, unit::Sql};

async fn plan(connection: &mut SqliteConnection, sql: Sql) -> StatementPlan {
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", sql.text));
    let steps: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(explain).fetch_all(connection).await.unwrap_or_else(|e| panic!("{}: {e}", sql.name));
    let mut depths = BTreeMap::from([(0, 0)]);
    let (mut lines, mut scans) = (Vec::new(), BTreeSet::new());
    for (id, parent, _, detail) in steps {
        let depth = depths.get(&parent).copied().unwrap_or_default();
        depths.insert(id, depth + 1);
        lines.push(format!("{}{detail}", "  ".repeat(depth)));
        let is_narrow = NARROW.iter().any(|index| detail.ends_with(&format!("INDEX {index}")));
        let whole = detail.strip_prefix("SCAN ").filter(|_| !is_narrow);
        if let Some(name) = whole.and_then(|rest| rest.split(' ').next()) {
            scans.insert(name.to_owned());
        }
    }
    StatementPlan { sql, lines, scans }
}

#[tokio::test]
async fn no_hot_statement_reads_a_growing_table_whole_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(&DataPlace::Folder(folder.path().into())).await.unwrap().close().await;
    let options = SqliteConnectOptions::new().filename(folder.path().join(DATABASE));
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 1) <> '_' \
        AND substr(name, 1, 6) <> 'sqlite' AND substr(name, 1, 10) <> 'item_words' ORDER BY name";
    let tables: Vec<(String,)> = sqlx::query_as(tables).fetch_all(&mut connection).await.unwrap();
    let tables: Vec<&str> = tables.iter().map(|(name,)| name.as_str()).collect();
    assert_eq!(tables, rows::TABLES, "a table without rows in crates/store/src/plans/rows.rs");
    for statement in rows::filling() {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    }
    // What was counted is looked at by the next connection.
    connection.close().await.unwrap();
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let mut plans = Vec::new();
    let searching = item_search::SQLITE.all();
    for sql in
        hot([append::APPEND_SQLITE, lease::SQLITE.first, lease::SQLITE.one].into_iter().chain(searching))
    {
        plans.push(plan(&mut connection, sql).await);
    }
    judge("SQLite", &plans);
    compare("sqlite", &plans);
}

/// How many rows SQLite believes that the people's list has.
async fn people_counted(folder: &std::path::Path) -> Option<i64> {
    let options = SqliteConnectOptions::new().filename(folder.join(DATABASE));
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let counted = "SELECT stat FROM sqlite_stat1 WHERE idx = 'persons_by_key'";
    let row: Option<(String,)> = sqlx::query_as(counted).fetch_optional(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    row.and_then(|(stat,)| stat.split(' ').next()?.parse().ok())
}

#[tokio::test]
async fn what_grew_tenfold_is_counted_anew_by_the_next_that_opens_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let place = DataPlace::Folder(folder.path().into());
    let options = SqliteConnectOptions::new().filename(folder.path().join(DATABASE));
    Store::open(&place).await.unwrap().close().await;
    let added = async |statement: String| {
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    };
    let first = "INSERT INTO persons (id, email, name, role, created_at, search_key) \
        VALUES ('a', 'a@example.org', 'Ada', 'candidate', 1, 'ada')";
    added(first.to_owned()).await;
    Store::open(&place).await.unwrap().close().await;
    assert_eq!(people_counted(folder.path()).await, Some(1));
    let people = rows::filling().into_iter().find(|statement| statement.contains("INTO persons")).unwrap();
    added(people).await;
    let store = Store::open(&place).await.unwrap();
    let counted = people_counted(folder.path()).await;
    store.close().await;
    assert!(counted.is_some_and(|many| many > 1_000), "{counted:?}");
}
