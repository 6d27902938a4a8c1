//! `assay record`: what happened elsewhere is put on record, from a history file.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use assay_app::{Closed, Settings};
use assay_store::DataPlace;
use clap::Args;

use crate::{
    errand::{Errand, Telling, put_on_record, read_known},
    history::open_history,
    installation::{known_address, must_be_served, open_unless_served, runtime, start},
    outcome::{Failure, Found},
    socket::{self, BESIDE_BYTES_MAX},
};

/// The arguments of `record`.
#[derive(Debug, Args)]
pub struct RecordArgs {
    /// JSON lines, one event each, as `standing` reads them; `person` is an id or an e-mail address
    file: PathBuf,
    /// A folder, or the address of a PostgreSQL database; served or not
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// Adds people who are not on record, without a password
    #[arg(long)]
    add_people: bool,
}

impl RecordArgs {
    /// Records what is not on record yet, or has it recorded by the server of the data.
    pub fn run(self) -> Result<Found, Failure> {
        let location: DataPlace = self.data.parse().unwrap_or_else(|never| match never {});
        runtime()?.block_on(async {
            let Some((store, demo)) = open_unless_served(&location).await? else {
                return self.by_the_server(&location).await;
            };
            let served = must_be_served(&store).await?;
            let telling = &mut Telling::Here;
            let (source, name) = open_history(&self.file)?;
            let Some(histories) = read_known(source, &name, served.programme(), telling)? else {
                return Ok(Found::Wrong);
            };
            let public_url = known_address(&store).await?.unwrap_or_default();
            let app = start(store, served, Settings { public_url, demo }).await?;
            let recorded = put_on_record(&app, &histories, self.add_people, telling).await;
            let closed = app.close().await;
            let found = recorded?;
            match closed {
                Closed::GaveUp => Err(Failure::not_closed()),
                Closed::InOrder => Ok(found),
            }
        })
    }

    async fn by_the_server(&self, location: &DataPlace) -> Result<Found, Failure> {
        let (source, file) = open_history(&self.file)?;
        let mut lines = Vec::new();
        let read = source.take(BESIDE_BYTES_MAX as u64 + 1).read_to_end(&mut lines);
        read.map_err(|error| Failure::reading(Path::new(&file), error))?;
        if lines.len() > BESIDE_BYTES_MAX {
            return Err(Failure::unusable(
                format!("{file} is longer than a running server takes, {} MiB", BESIDE_BYTES_MAX >> 20),
                "record it in parts, or stop the server first",
            ));
        }
        socket::ask(location, Errand::Record { file, add_people: self.add_people }, &lines).await
    }
}
