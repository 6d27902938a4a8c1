//! Where a story's data is: a folder or a database of its own.

use std::sync::atomic::{AtomicUsize, Ordering};

use assay_store::{DataPlace, Store};
use tempfile::TempDir;

/// A place for the data of one story.
pub enum Place {
    Folder(TempDir),
    Postgres { address: String, name: String },
}

impl Place {
    /// A new folder.
    pub fn folder() -> Self {
        Place::Folder(tempfile::tempdir().unwrap())
    }

    /// A new database, where a server is known.
    pub async fn postgres() -> Option<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let server = assay_testkit::postgres()?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("store_{}_{number}", std::process::id());
        // A test that broke off left its own behind, and numbers of processes come again.
        administer(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        administer(&server, format!("CREATE DATABASE {name}")).await;
        let address = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
        Some(Place::Postgres { address, name })
    }

    /// Takes the database away again.
    pub async fn remove(self) {
        if let Place::Postgres { name, .. } = self {
            let server = std::env::var("ASSAY_TEST_POSTGRES").unwrap();
            administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// As the store is told.
    pub fn location(&self) -> DataPlace {
        match self {
            Place::Folder(folder) => DataPlace::Folder(folder.path().into()),
            Place::Postgres { address, .. } => DataPlace::Postgres(address.clone()),
        }
    }

    /// Opens the store.
    pub async fn open(&self) -> Store {
        Store::open(&self.location()).await.unwrap()
    }

    /// Runs a statement past the store.
    pub async fn run(&self, sqlite: &'static str, postgres: &'static str) {
        use sqlx::Connection;
        match self {
            Place::Folder(folder) => {
                let options =
                    sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("assay.sqlite"));
                let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
                sqlx::query(sqlite).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Place::Postgres { address, .. } => {
                let mut connection = sqlx::PgConnection::connect(address).await.unwrap();
                sqlx::query(postgres).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }
}

async fn administer(server: &str, statement: String) {
    use sqlx::Connection;
    let mut connection = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
