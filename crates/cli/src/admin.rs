//! `assay admin`: who runs the programme, for whoever has the machine: the first administrator above all.

use std::{
    io::{self, BufRead, IsTerminal, Read},
    path::PathBuf,
};

use assay_app::{NewAccount, Settings};
use assay_kernel::Role;
use assay_store::{DataPlace, Store};
use clap::{Args, Subcommand};

use crate::{
    errand::{Errand, Outlet, Telling, account_refused},
    installation::{
        is_new, known_address, load_folder, must_be_of_its_kind, must_be_served, open_unless_served,
        programme_of, public_url, runtime, say_if_new, start, unless_served,
    },
    outcome::{Failure, Found},
    rim::{self, ReportFormat},
    socket,
};

/// The password in the environment, for installations by script.
const PASSWORD: &str = "ASSAY_ADMIN_PASSWORD";
/// Bytes of standard input that can be a password.
const PASSWORD_LINE_BYTES_MAX: u64 = 4096;

/// The commands about accounts.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Who has which role: since and until when, by whom and why
    List(List),
    /// Makes a team account, or grants a role to somebody whose address is confirmed
    Add(Add),
    /// Takes a role away, with the reason
    Remove(Remove),
    /// Sets somebody's password, from ASSAY_ADMIN_PASSWORD or standard input; ends their sessions
    ResetPassword {
        /// An e-mail address on record, or a person's id
        person: String,
        /// A folder, or the address of a PostgreSQL database; served or not
        #[arg(long, value_name = "DIR|postgres://…")]
        data: String,
    },
    /// Makes a one-time link that confirms a person's address and lets them in; printed once
    #[command(alias = "link")]
    ClaimLink {
        /// An e-mail address on record, or a person's id
        person: String,
        /// A folder, or the address of a PostgreSQL database; served or not
        #[arg(long, value_name = "DIR|postgres://…")]
        data: String,
    },
}

/// The arguments of `admin list`.
#[derive(Debug, Args)]
pub struct List {
    /// A folder, or the address of a PostgreSQL database; served or not
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// Roles that have ended, too
    #[arg(long)]
    ended: bool,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

/// The arguments of `admin add`.
#[derive(Debug, Args)]
pub struct Add {
    /// A folder, or the address of a PostgreSQL database; served or not
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// The folder that holds programme.toml; needed as long as the data were never served
    #[arg(long, value_name = "DIR")]
    programme: Option<PathBuf>,
    /// How they are called; makes an account with a password from ASSAY_ADMIN_PASSWORD or standard input
    #[arg(long)]
    name: Option<String>,
    /// What they sign in with; without --name, the confirmed address of somebody
    #[arg(long)]
    email: String,
    /// What they may do
    #[arg(long, value_name = "ROLE", default_value = "administrator", value_parser = role)]
    role: Role,
    /// Why; kept with a role granted to somebody who has an account
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Where people reach the installation; needed once, as long as it was never served
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

/// The arguments of `admin remove`.
#[derive(Debug, Args)]
pub struct Remove {
    /// Whose role: their confirmed address
    #[arg(long)]
    email: String,
    /// Which one
    #[arg(long, value_name = "ROLE", default_value = "administrator", value_parser = role)]
    role: Role,
    /// Why; kept with it
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// A folder, or the address of a PostgreSQL database; served or not
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
}

fn role(text: &str) -> Result<Role, String> {
    let known = || Role::ALL.map(Role::as_str).join(", ");
    Role::parse(text).ok_or_else(|| format!("the roles are {}", known()))
}

impl Admin {
    /// Does it, or has it done by the server of the data.
    pub fn run(self) -> Result<Found, Failure> {
        match self {
            Admin::List(List { data, ended, format }) => {
                on_data(&data, Errand::Roles { ended, json: format == ReportFormat::Json })
            }
            Admin::Add(Add { name: Some(name), email, role, data, programme, public_url: url, .. }) => {
                let public = url.as_deref().map(public_url).transpose()?;
                add(name, email, role, &data, programme, public)
            }
            Admin::Add(Add { email, role, reason, data, .. }) => {
                on_data(&data, Errand::Grant { email, role, reason: reason.unwrap_or_default() })
            }
            Admin::Remove(Remove { email, role, reason, data }) => {
                on_data(&data, Errand::Withdraw { email, role, reason })
            }
            Admin::ResetPassword { person, data } => {
                let password = read_password()?;
                on_data(&data, Errand::Password { person, password })
            }
            Admin::ClaimLink { person, data } => on_data(&data, Errand::Link { person }),
        }
    }
}

/// Does an errand on data of either kind, or has it done by their server.
fn on_data(data: &str, errand: Errand) -> Result<Found, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    runtime()?.block_on(async {
        let Some((store, demo)) = open_unless_served(&location).await? else {
            return socket::ask(&location, errand, &[]).await;
        };
        let served = must_be_served(&store).await?;
        let public_url = known_address(&store).await?.unwrap_or_default();
        let app = start(store, served, Settings { public_url, demo }).await?;
        let done = errand.run(&app, &[], &mut Outlet::Nowhere, &mut Telling::Here).await;
        app.close().await;
        done
    })
}

/// Makes an account: the first one before anything was served, each further one also beside the server.
fn add(
    name: String,
    email: String,
    role: Role,
    data: &str,
    programme: Option<PathBuf>,
    public: Option<String>,
) -> Result<Found, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    let is_new = is_new(&location);
    if is_new && public.is_none() {
        return Err(no_address());
    }
    if is_new && programme.is_none() {
        return Err(Failure::unusable(
            "an account is made under a programme",
            "say which: --programme DIR; or leave out --name where they have an account",
        ));
    }
    let password = read_password()?;
    if let (true, Some(programme)) = (is_new, &programme) {
        // Before anything is made.
        let account = NewAccount { name: name.clone(), email: email.clone(), password: password.clone() };
        let Some(loaded) = load_folder(programme)? else { return Ok(Found::Wrong) };
        let checked = assay_app::check_account(&loaded.programme().body.name, &account);
        checked.map_err(|error| account_refused(error, &mut Telling::Here))?;
    }
    let errand = Errand::Account { name, email, password, role };
    runtime()?.block_on(async {
        let Some(store) = unless_served(Store::open(&location).await)? else {
            return socket::ask(&location, errand, &[]).await;
        };
        let store = must_be_of_its_kind(store, false).await?;
        say_if_new(&store, &location).await?;
        let given = match &programme {
            Some(folder) => programme_of(&store, folder, data).await?,
            None => Some(must_be_served(&store).await?.into()),
        };
        let known = known_address(&store).await?.or(public);
        let (Some(given), Some(public_url)) = (given, known.clone()) else {
            store.close().await;
            return if known.is_none() { Err(no_address()) } else { Ok(Found::Wrong) };
        };
        let app = start(store, given, Settings { public_url, demo: false }).await?;
        let added = errand.run(&app, &[], &mut Outlet::Nowhere, &mut Telling::Here).await;
        app.close().await;
        added
    })
}

fn no_address() -> Failure {
    Failure::unusable(
        "this installation has never been served, so it does not know its own address",
        "say where people will reach it: --public-url https://certs.example.org",
    )
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
