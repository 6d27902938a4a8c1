//! Where a site's data are: a folder, or a database of their own.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use assay_store::DataPlace;
use serde_json::Value;
use tempfile::TempDir;

/// Each table, and what makes a JSON object of its rows.
const SQLITE_TABLES: &str = "SELECT name, \
    (SELECT 'json_object(' || group_concat('''' || name || ''', ' || name) || ')' \
    FROM pragma_table_info(t.name)) FROM sqlite_master t WHERE type = 'table' \
    AND substr(name, 1, 1) <> '_' AND substr(name, 1, 6) <> 'sqlite' AND substr(name, 1, 10) <> 'item_words'";
const POSTGRES_TABLES: &str = "SELECT table_name::text, 'row_to_json(t)::text' \
    FROM information_schema.tables WHERE table_schema = 'public' AND left(table_name, 1) <> '_'";

/// The same for either database: the compiler wants to see which.
macro_rules! rows_of {
    ($connection:expr, $tables:expr) => {{
        let tables: Vec<(String, String)> = sqlx::query_as($tables).fetch_all($connection).await.unwrap();
        let mut rows = Vec::new();
        for (table, object) in tables {
            let all = sqlx::AssertSqlSafe(format!("SELECT {object} FROM {table} t"));
            let all: Vec<(String,)> = sqlx::query_as(all).fetch_all($connection).await.unwrap();
            rows.extend(all.iter().map(|(row,)| (table.clone(), serde_json::from_str(row).unwrap())));
        }
        rows
    }};
}

/// A place for the data of one site.
pub enum Place {
    Folder(TempDir),
    Database { address: String, name: String },
}

impl Place {
    /// A new folder.
    pub fn folder() -> Self {
        Place::Folder(tempfile::tempdir().unwrap())
    }

    /// A new database, where a server is known.
    pub async fn database() -> Option<Self> {
        assay_testkit::postgres()?;
        Some(made_like("template1").await)
    }

    /// The same data once more; nobody may have them open.
    pub async fn copy(&self) -> Self {
        match self {
            Place::Folder(folder) => {
                let copy = tempfile::tempdir().unwrap();
                copy_files(folder.path(), copy.path());
                Place::Folder(copy)
            }
            Place::Database { name, .. } => made_like(name).await,
        }
    }

    /// Every table with its rows as JSON objects, read past the store.
    pub async fn rows(&self) -> Vec<(String, Value)> {
        use sqlx::Connection;
        match self {
            Place::Folder(folder) => {
                let file = folder.path().join("assay.sqlite");
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
                let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
                let rows = rows_of!(&mut connection, SQLITE_TABLES);
                connection.close().await.unwrap();
                rows
            }
            Place::Database { address, .. } => {
                let mut connection = sqlx::PgConnection::connect(address).await.unwrap();
                let rows = rows_of!(&mut connection, POSTGRES_TABLES);
                connection.close().await.unwrap();
                rows
            }
        }
    }

    /// As the store is told.
    pub fn location(&self) -> DataPlace {
        match self {
            Place::Folder(folder) => DataPlace::Folder(folder.path().into()),
            Place::Database { address, .. } => DataPlace::Postgres(address.clone()),
        }
    }

    /// Takes the data away.
    pub async fn remove(self) {
        match self {
            Place::Folder(folder) => folder.close().unwrap(),
            Place::Database { name, .. } => administer(format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }
}

fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

async fn made_like(template: &str) -> Place {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("site_{}_{number}", std::process::id());
    // A test that broke off left its own behind, and numbers of processes come again.
    administer(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    administer(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    let address = format!("{}/{name}", server().rsplit_once('/').unwrap().0);
    Place::Database { address, name }
}

fn server() -> String {
    std::env::var("ASSAY_TEST_POSTGRES").unwrap()
}

async fn administer(statement: String) {
    use sqlx::Connection;
    let mut connection = sqlx::PgConnection::connect(&server()).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
