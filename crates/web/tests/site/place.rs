//! Where a site's data are: a folder, or a database of their own.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use assay_store::Location;
use tempfile::TempDir;

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
        if std::env::var("ASSAY_TEST_POSTGRES").is_err() {
            eprintln!("SKIPPED on PostgreSQL: ASSAY_TEST_POSTGRES is not set; ./test sets it");
            return None;
        }
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

    /// As the store is told.
    pub fn location(&self) -> Location {
        match self {
            Place::Folder(folder) => Location::Folder(folder.path().into()),
            Place::Database { address, .. } => Location::Postgres(address.clone()),
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
