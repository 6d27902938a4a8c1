//! `assay admin`: accounts that cannot be made on the pages, the first administrator above all.

use std::{
    io::{self, BufRead, IsTerminal, Read},
    path::PathBuf,
};

use assay_app::{AppError, NewAccount, Settings};
use assay_kernel::{Actor, Role};
use assay_store::DataPlace;
use clap::Subcommand;

use crate::{
    installation::{
        is_new, known_address, load_folder, must_be_served, open, open_as_it_is, programme_of, public_url,
        runtime, say_if_new, start,
    },
    outcome::{Failure, Found},
    rim,
};

/// The password in the environment, for installations by script.
const PASSWORD: &str = "ASSAY_ADMIN_PASSWORD";
/// Bytes of standard input that can be a password.
const PASSWORD_LINE_BYTES_MAX: u64 = 4096;

/// The commands about accounts.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Makes an administrator; the password comes from ASSAY_ADMIN_PASSWORD or standard input
    Add {
        /// A folder, or the address of a PostgreSQL database
        #[arg(long, value_name = "DIR|postgres://…")]
        data: String,
        /// The folder that holds programme.toml
        #[arg(long, value_name = "DIR")]
        programme: PathBuf,
        /// How they are called
        #[arg(long)]
        name: String,
        /// What they sign in with
        #[arg(long)]
        email: String,
        /// Where people reach the installation; needed once, as long as it was never served
        #[arg(long, value_name = "URL")]
        public_url: Option<String>,
    },
    /// Makes a one-time link that confirms a person's address and lets them in; printed once
    ClaimLink {
        /// An e-mail address on record, or a person's id
        person: String,
        /// A folder, or the address of a PostgreSQL database; not served meanwhile
        #[arg(long, value_name = "DIR|postgres://…")]
        data: String,
    },
}

impl Admin {
    /// Makes the account, or the link.
    pub fn run(self) -> Result<Found, Failure> {
        let (data, programme, name, email, url) = match self {
            Admin::Add { data, programme, name, email, public_url } => {
                (data, programme, name, email, public_url)
            }
            Admin::ClaimLink { person, data } => return claim_link(&person, &data),
        };
        let public = url.as_deref().map(public_url).transpose()?;
        let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
        let is_new = is_new(&location);
        if is_new && public.is_none() {
            return Err(no_address());
        }
        let account = NewAccount { name, email, password: read_password()? };
        if is_new {
            // Before anything is made.
            let Some(loaded) = load_folder(&programme)? else { return Ok(Found::Wrong) };
            assay_app::check_account(&loaded.programme().body.name, &account).map_err(refused)?;
        }
        runtime()?.block_on(async {
            let store = open(&location, false).await?;
            say_if_new(&store, &location).await?;
            let Some(loaded) = programme_of(&store, &programme, &data).await? else {
                store.close().await;
                return Ok(Found::Wrong);
            };
            let Some(public_url) = known_address(&store).await?.or(public) else {
                store.close().await;
                return Err(no_address());
            };
            let app = start(store, loaded, Settings { public_url, demo: false }).await?;
            let added =
                app.accounts.add_account(&app.door.ask(Actor::Operator), account, Role::Administrator).await;
            app.close().await;
            let person = added.map_err(refused)?;
            rim::say(format_args!("{} <{}> is an administrator now", person.name, person.email));
            Ok(Found::Nothing)
        })
    }
}

fn no_address() -> Failure {
    Failure::unusable(
        "this installation was never served, so it does not know its own address",
        "say where people will reach it: --public-url https://certs.example.org",
    )
}

fn claim_link(person: &str, data: &str) -> Result<Found, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    runtime()?.block_on(async {
        let (store, demo) = open_as_it_is(&location).await?;
        let served = must_be_served(&store).await?;
        let public_url = known_address(&store).await?.unwrap_or_default();
        let app = start(store, served, Settings { public_url, demo }).await?;
        let made = app.accounts.make_claim_link_for(&app.door.ask(Actor::Operator), person).await;
        app.close().await;
        let link = made.map_err(|error| match error {
            AppError::NotFound => Failure::unusable(
                format!("nobody on record is called {}", rim::harmless(person)),
                "write an e-mail address on record, or a person's id",
            ),
            AppError::Invalid(faults) => Failure::unusable(
                faults.into_iter().map(|fault| fault.text).collect::<Vec<_>>().join(" "),
                "",
            ),
            other => other.into(),
        })?;
        let (name, until) = (rim::harmless(&link.person.name), link.ends_at.strftime("%Y-%m-%d %H:%M UTC"));
        rim::say(format_args!(
            "for {name} <{}>: works once, until {until}; hand it to nobody else",
            link.person.email
        ));
        rim::print(&format!("{}\n", link.url))?;
        Ok(Found::Nothing)
    })
}

fn refused(error: AppError) -> Failure {
    match error {
        AppError::Invalid(faults) => {
            for fault in &faults {
                rim::say(format_args!("{}: {}", fault.field, fault.text));
            }
            Failure::unusable("the account was not made", "mend what stands above and try again")
        }
        other => other.into(),
    }
}

fn read_password() -> Result<String, Failure> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    if io::stdin().is_terminal() {
        rim::say(format_args!("Password for the account (it is shown as you type), then Enter:"));
    }
    let mut line = String::new();
    let read = io::stdin().lock().take(PASSWORD_LINE_BYTES_MAX).read_line(&mut line);
    read.map_err(|error| Failure::world("standard input could not be read", error))?;
    let password = line.trim_end_matches(['\n', '\r']);
    if password.is_empty() {
        let hint = format!("write it to standard input, or set {PASSWORD}");
        return Err(Failure::unusable("there is no password", hint));
    }
    Ok(password.to_owned())
}
