//! `assay demo`: the main job on the embedded programme, from any folder.

use std::{path::PathBuf, sync::Arc};

use assay_app::Settings;
use assay_kernel::Date;
use assay_store::Location;
use clap::Args;
use include_dir::{Dir, include_dir};

use crate::{
    drafts::Examples,
    files::{Tree, embedded_tree},
    installation::{listen_address, load_tree, open, public_url, runtime, start},
    limits,
    outcome::{Failure, Found},
    rim, server,
};

/// The reference programme.
static CLOUDOPS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../programmes/cloudops");

/// The reference programme's files.
pub fn embedded_programme() -> Tree {
    embedded_tree(&CLOUDOPS)
}

/// The arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address of this machine to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Folder that keeps the state across restarts; without it a temporary one is removed at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The day the demonstration stands on; it can be moved on the pages
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    today: Option<Date>,
    /// Where browsers reach it, if not at the address it listens on
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

impl Demo {
    /// Serves the demonstration until it is stopped.
    pub fn run(self) -> Result<Found, Failure> {
        let address = listen_address(&self.listen)?;
        if !address.ip().is_loopback() {
            return Err(Failure::unusable(
                format!(
                    "the demonstration signs anybody in with one click, so it does not listen on {address}"
                ),
                "use an address of this machine only, like 127.0.0.1:8080, or `assay serve` for a real body",
            ));
        }
        let public = self.public_url.as_deref().map(public_url).transpose()?;
        let Some(loaded) = load_tree(embedded_programme()) else {
            return Err(Failure::World(anyhow::anyhow!("the embedded programme has errors")));
        };
        // Held until the end: dropping it removes the folder.
        let (folder, _temporary) = match self.data {
            Some(folder) => (folder, None),
            None => {
                let temporary = tempfile::Builder::new().prefix("assay-demo-").tempdir();
                let temporary =
                    temporary.map_err(|error| Failure::world("no temporary folder could be made", error))?;
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        runtime()?.block_on(async {
            let limits = limits::take(true)?;
            let listener = server::listen(address)?;
            let bound = listener.local_addr().map_err(|error| Failure::world("the port is gone", error))?;
            let public_url = public.unwrap_or_else(|| format!("http://{bound}"));
            let store = open(&Location::Folder(folder), true).await?;
            let app = start(store, loaded, Settings { public_url, demo: true }).await?;
            let app = app.with_drafts(Arc::new(Examples));
            if let Some(day) = self.today {
                app.set_demo_day(day).await?;
            }
            app.seed_demo().await?;
            server::run(app, listener, limits).await
        })
    }
}
