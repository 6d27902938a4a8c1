//! `assay serve`: the product for a real body, without demonstration people, clock and sign-in.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use assay_app::{App, Network, Settings, Surroundings};
use assay_kernel::{Actor, Role};
use assay_store::DataPlace;
use clap::Args;

use crate::{
    drafts::Folder,
    installation::{
        clock_must_not_be_behind, is_new, known_address, listen_address, load_folder, nobody_can_open, open,
        programme_of, public_url, runtime, say_if_moved, say_if_new, start_in, surroundings,
    },
    limits,
    mail::MailArgs,
    outcome::{Failure, Found},
    records::RecordsArgs,
    rim, server,
    socket::Listening,
};

/// The arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The folder that holds programme.toml
    #[arg(long, value_name = "DIR")]
    programme: PathBuf,
    /// A folder, or the address of a PostgreSQL database
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR")]
    listen: String,
    /// Where people reach it; badges name this address for ever
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Start although the clock is behind what was stored last: that instant was wrong, the clock is right
    #[arg(long)]
    clock_is_right: bool,
    /// Networks of test centres, separated by commas, where many sign in at once: 203.0.113.0/28
    #[arg(long, value_name = "NETWORK,…", value_delimiter = ',', value_parser = Network::parse)]
    centre_addresses: Vec<Network>,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    records: RecordsArgs,
}

impl Serve {
    /// Serves until it is stopped.
    pub fn run(self) -> Result<Found, Failure> {
        let address = listen_address(&self.listen)?;
        let public = self.public_url.as_deref().map(public_url).transpose()?;
        let location: DataPlace = self.data.parse().unwrap_or_else(|never| match never {});
        if is_new(&location) {
            // Before anything is made.
            if public.is_none() && address.ip().is_unspecified() {
                return Err(nobody_can_open(address));
            }
            if load_folder(&self.programme)?.is_none() {
                return Ok(Found::Wrong);
            }
        }
        runtime()?.block_on(async {
            let (post, statements) = (self.mail.post()?, self.records.statements()?);
            let limits = limits::take(false)?;
            let listener = server::listen(address)?;
            let bound = listener.local_addr().map_err(|error| Failure::world("the port is gone", error))?;
            let store = open(&location, false).await?;
            say_if_new(&store, &location).await?;
            if let Err(failure) = clock_must_not_be_behind(&store, self.clock_is_right).await {
                store.close().await;
                return Err(failure);
            }
            let Some(loaded) = programme_of(&store, &self.programme, &self.data).await? else {
                store.close().await;
                return Ok(Found::Wrong);
            };
            let known = known_address(&store).await?;
            let Some(public_url) = public.clone().or(known).or_else(|| own_address(bound)) else {
                store.close().await;
                return Err(nobody_can_open(bound));
            };
            let around = Surroundings {
                drafts: Arc::new(Folder(self.programme.clone())),
                centres: self.centre_addresses.clone(),
                post,
                statements,
                ..surroundings(Settings { public_url, demo: false })
            };
            let app = start_in(store, loaded, around).await?;
            let named = app.awards.issuer().base_url().to_owned();
            if public.is_none() && named.starts_with("http://") {
                rim::say(format_args!(
                    "note: badges name {named}; a real body starts its first time with --public-url https://…"
                ));
            }
            say_if_moved(&app, public.as_deref());
            let errands = Listening::begin(&location);
            let first = first_administrator(&app, &self, errands.is_some()).await?;
            server::run(app, listener, limits, errands, first).await
        })
    }
}

/// The address of the listener, for trying things out on one machine.
fn own_address(bound: SocketAddr) -> Option<String> {
    (!bound.ip().is_unspecified()).then(|| format!("http://{bound}"))
}

/// What to do next in a body that nobody administers: said last, so that it is not overlooked.
async fn first_administrator(
    app: &App,
    serve: &Serve,
    beside: bool,
) -> Result<Option<String>, assay_app::AppError> {
    let asking = app.door.ask(Actor::Operator);
    let administrator = Role::Administrator.as_str();
    let granted = app.grants.all(&asking).await?;
    if granted.iter().any(|grant| grant.role == administrator && grant.is_in_force(asking.at)) {
        return Ok(None);
    }
    // The address of a database may hold its password.
    let data = if serve.data.contains("://") { "postgres://…".to_owned() } else { quoted(&serve.data) };
    let programme = quoted(&serve.programme.display().to_string());
    let how = match beside {
        true => "Make the first administrator, in another terminal",
        false => "Stop it with Ctrl-C, make the first administrator, and start it again",
    };
    Ok(Some(format!(
        "note: nobody administers this body yet. {how}:\n\x20 assay admin add --data {data} --programme \
         {programme} --name \"Your Name\" --email you@example.org"
    )))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+:@~".contains(letter);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
