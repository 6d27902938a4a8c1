//! A database of one test, on the server that tests know.

use std::process::Command;

use crate::{LeftOut, postgres, skipped};

/// A database of its own on the server that `ASSAY_TEST_POSTGRES` names; gone when this is dropped.
#[derive(Debug)]
pub struct TestDatabase {
    server: String,
    name: String,
}

impl TestDatabase {
    /// A new one whose name begins so; none where no server is known, or `psql` is not there to make it.
    pub fn new(begins: &str) -> Option<Self> {
        let name = format!("{begins}_{}", std::process::id());
        let database = TestDatabase { server: postgres()?, name };
        database.administer(&format!("CREATE DATABASE {}", database.name)).then_some(database)
    }

    /// Its address, for a server's data.
    pub fn address(&self) -> String {
        let server = self.server.rsplit_once('/').map_or(self.server.as_str(), |(server, _)| server);
        format!("{server}/{}", self.name)
    }

    fn administer(&self, statement: &str) -> bool {
        let mut psql = Command::new("psql");
        psql.args([&self.server, "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]);
        match psql.status() {
            Ok(status) => status.success(),
            Err(error) => {
                skipped(LeftOut::Postgres, &format!("psql cannot be started: {error}"));
                false
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        self.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}
