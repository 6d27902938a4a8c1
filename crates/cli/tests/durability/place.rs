//! Where the data of a run is, and how it is served: a demonstration in a folder, or a body on PostgreSQL.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use assay_testkit::TestDatabase;
use tempfile::TempDir;

use crate::{
    candidate::{Candidate, DAY, NAMES},
    http::Connection,
    server::Server,
};

/// The reference programme.
const CLOUDOPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/cloudops");
const PASSWORD: &str = "a+lamp+in+the+seventh+window";

/// Where the data is.
pub enum Place {
    Folder(TempDir),
    Postgres(TestDatabase),
}

impl Place {
    /// A new folder.
    pub fn folder() -> Self {
        Place::Folder(tempfile::tempdir().unwrap())
    }

    /// A new database, where a server is known and `psql` is there to make it.
    pub fn postgres() -> Option<Self> {
        TestDatabase::new("kills").map(Place::Postgres)
    }

    /// Starts the server.
    pub fn serve(&self, binary: &Path) -> Server {
        match self {
            Place::Folder(data) => Server::spawn(binary, data.path()).unwrap(),
            Place::Postgres(database) => {
                let mut command = Command::new(binary);
                command.args(["serve", "--programme", CLOUDOPS, "--data", &database.address()]);
                Server::start(command).unwrap()
            }
        }
    }

    /// Five people, signed in, on a day when the exam can be sat.
    pub fn people(&self, address: &str) -> Vec<Candidate> {
        NAMES
            .iter()
            .map(|name| match self {
                Place::Folder(_) => {
                    let mut candidate = Candidate::sign_in(address, name).unwrap();
                    candidate.move_clock(DAY).unwrap();
                    candidate
                }
                Place::Postgres(_) => sign_up(address, name),
            })
            .collect()
    }

    /// The folder, where the data is one.
    pub fn path(&self) -> Option<PathBuf> {
        match self {
            Place::Folder(data) => Some(data.path().to_owned()),
            Place::Postgres(_) => None,
        }
    }
}

/// Makes an account at a body that is no demonstration.
fn sign_up(address: &str, name: &str) -> Candidate {
    let mut connection = Connection::open(address).unwrap();
    let (named, email) = (name.replace(' ', "+"), name.to_lowercase().replace(' ', "."));
    let headers = "content-type: application/x-www-form-urlencoded\r\n";
    let body = format!("name={named}&email={email}%40example.org&password={PASSWORD}");
    let answer = connection.exchange("POST", "/sign-up", headers, &body).unwrap().expect(303).unwrap();
    Candidate::signed_in(connection, &answer).unwrap()
}
