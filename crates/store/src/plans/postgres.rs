//! What PostgreSQL does.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{ASKED, NARROW, StatementPlan, WHOLE, compare, hot, judge, rows};
use crate::{
    append, item_search, lease, open::DataPlace, sql::scratch, store::Store, table::place::FIFTY, unit::Sql,
};

/// Another release may say the same in other words: its plans are judged, and not compared.
const RELEASE: i32 = 15;

async fn rows_of(connection: &mut PgConnection, text: String) -> Vec<String> {
    let rows = sqlx::raw_sql(AssertSqlSafe(text)).fetch_all(connection).await;
    use sqlx::Row;
    rows.unwrap().iter().map(|row| row.get::<String, _>(0)).collect()
}

/// The arguments of a prepared statement, each by its type.
async fn arguments(connection: &mut PgConnection, sql: Sql) -> String {
    if let Some((_, asked)) = ASKED.iter().find(|(name, _)| *name == sql.name) {
        return (*asked).to_owned();
    }
    let types = "SELECT unnest(parameter_types)::text FROM pg_prepared_statements WHERE name = 'asked'";
    let values = rows_of(connection, types.to_owned()).await.into_iter().map(|kind| match kind.as_str() {
        "bigint" | "integer" => "50",
        "text" => "'p50'",
        "text[]" => "ARRAY['s50', 's51']",
        "bigint[]" => "ARRAY[50, 51]::bigint[]",
        "boolean" => "true",
        "json" | "jsonb" => r#"'["look"]'"#,
        other => panic!("{}: a value of type {other}", sql.name),
    });
    values.collect::<Vec<_>>().join(", ")
}

async fn plan(connection: &mut PgConnection, sql: Sql) -> StatementPlan {
    rows_of(connection, format!("PREPARE asked AS {}", sql.text)).await;
    let arguments = arguments(connection, sql).await;
    let values = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    let lines = rows_of(connection, format!("EXPLAIN (COSTS OFF) EXECUTE asked{values}")).await;
    rows_of(connection, "DEALLOCATE asked".to_owned()).await;
    let fifty = vec!["p50"; FIFTY].join(",");
    let lines: Vec<String> = lines.iter().map(|line| line.replace(&fifty, "fifty ids")).collect();
    let scans = scans(&lines);
    StatementPlan { sql, lines, scans }
}

/// Names of tables that are read without a condition on an index.
fn scans(lines: &[String]) -> BTreeSet<String> {
    let (mut scans, mut heap) = (BTreeSet::new(), None);
    for (at, line) in lines.iter().enumerate() {
        let Some((scan, on)) = line.split_once(" on ") else { continue };
        let scan = scan.trim_start_matches([' ', '-', '>']);
        let mut names = on.split(' ');
        let first = names.next().unwrap_or_default();
        let name = names.next().unwrap_or(first);
        let by_a_condition = lines.get(at + 1).is_some_and(|next| next.trim().starts_with("Index Cond"));
        let is_narrow =
            NARROW.iter().any(|index| scan.ends_with(&format!("using {index}")) || first == *index);
        match scan.split(' ').next() {
            Some("Seq") => _ = scans.insert(name.to_owned()),
            // What an index said is fetched from the table that stands above it.
            Some("Bitmap") if scan.ends_with("Heap Scan") => heap = Some(name),
            _ if by_a_condition || is_narrow => {}
            Some("Bitmap") => scans.extend(heap.map(str::to_owned)),
            Some("Index") => _ = scans.insert(name.to_owned()),
            _ => {}
        }
    }
    scans
}

#[tokio::test]
async fn no_hot_statement_reads_a_growing_table_whole_on_postgresql() {
    let Some((server, address, name)) = scratch::database("plans").await else { return };
    Store::open(&DataPlace::Postgres(address.clone())).await.unwrap().close().await;
    let mut connection = PgConnection::connect(&address).await.unwrap();
    for table in rows::TABLES {
        // A server that is not alone sweeps whenever it likes, and what was swept is read another way.
        let alone = format!("ALTER TABLE {table} SET (autovacuum_enabled = off)");
        sqlx::raw_sql(AssertSqlSafe(alone)).execute(&mut connection).await.unwrap();
    }
    for statement in rows::filling() {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    }
    // A table of a few thousand rows is read whole where that is quicker. Asked is what is done with
    // millions: what is read whole even so has no index to go by.
    sqlx::raw_sql("SET enable_seqscan = off").execute(&mut connection).await.unwrap();
    let mut plans = Vec::new();
    let searching = item_search::POSTGRES.all();
    let (first, one) = (lease::POSTGRES.first, lease::POSTGRES.one);
    for sql in hot([append::APPEND_POSTGRES, append::HOLD, first, one].into_iter().chain(searching)) {
        plans.push(plan(&mut connection, sql).await);
    }
    let (release,): (i32,) = sqlx::query_as("SELECT current_setting('server_version_num')::int / 10000")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    scratch::administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    let needed = judge("PostgreSQL", &plans);
    if release == RELEASE {
        for (statement, table, _) in WHOLE.iter().filter(|(_, _, why)| !why.starts_with("SQLite")) {
            assert!(needed.contains(statement), "{statement} does not read all of {table} any more");
        }
        compare("postgres", &plans);
    }
}
