//! `assay admin`: who runs the programme, for whoever has the machine: the first administrator above all.

use std::{
    io::{self, BufRead, IsTerminal, Read},
    path::PathBuf,
};

use assay_app::{App, AppError, Asking, Clock, GrantLine, NewAccount, Settings, Why};
use assay_kernel::{Actor, Instant, Role};
use assay_store::DataPlace;
use clap::{Args, Subcommand};

use crate::{
    installation::{
        is_new, known_address, load_folder, must_be_served, open, open_as_it_is, programme_of, public_url,
        runtime, say_if_new, start,
    },
    outcome::{Failure, Found},
    rim::{self, ReportFormat},
    world::SystemClock,
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
        /// A folder, or the address of a PostgreSQL database; not served meanwhile
        #[arg(long, value_name = "DIR|postgres://…")]
        data: String,
    },
    /// Makes a one-time link that confirms a person's address and lets them in; printed once
    #[command(alias = "link")]
    ClaimLink {
        /// An e-mail address on record, or a person's id
        person: String,
        /// A folder, or the address of a PostgreSQL database; not served meanwhile
        #[arg(long, value_name = "DIR|postgres://…")]
        data: String,
    },
}

/// The arguments of `admin list`.
#[derive(Debug, Args)]
pub struct List {
    /// A folder, or the address of a PostgreSQL database; not served meanwhile
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
    /// A folder, or the address of a PostgreSQL database; not served meanwhile
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
    /// A folder, or the address of a PostgreSQL database; not served meanwhile
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
}

fn role(text: &str) -> Result<Role, String> {
    let known = || Role::ALL.map(Role::as_str).join(", ");
    Role::parse(text).ok_or_else(|| format!("the roles are {}", known()))
}

impl Admin {
    /// Does it, on data that nobody serves meanwhile.
    pub fn run(self) -> Result<Found, Failure> {
        match self {
            Admin::List(list) => list.run(),
            Admin::Add(add) => add.run(),
            Admin::Remove(remove) => remove.run(),
            Admin::ResetPassword { person, data } => reset_password(&person, &data),
            Admin::ClaimLink { person, data } => claim_link(&person, &data),
        }
    }
}

impl List {
    fn run(self) -> Result<Found, Failure> {
        let grants = on_data(&self.data, async |app, asking| Ok(app.grants.all(asking).await?))?;
        let now = SystemClock.now();
        let shown: Vec<_> = grants.iter().filter(|grant| self.ended || grant.is_in_force(now)).collect();
        match self.format {
            ReportFormat::Json => {
                let lines: Vec<_> = shown.iter().map(|grant| json(grant)).collect();
                rim::print_json(&lines)?;
            }
            ReportFormat::Text => {
                for grant in shown {
                    rim::print(&line(grant))?;
                }
            }
        }
        Ok(Found::Nothing)
    }
}

fn line(grant: &GrantLine) -> String {
    let until = match (&grant.withdrawn, grant.until) {
        (Some(taken), _) => format!("until {}", taken.at.strftime("%Y-%m-%d")),
        (None, Some(until)) => format!("until {}", until.strftime("%Y-%m-%d")),
        (None, None) => "without end".to_owned(),
    };
    let reason = if grant.reason.is_empty() { String::new() } else { format!(": {}", grant.reason) };
    let text = format!(
        "{:<14} {} ({}), since {}, {until}, by {}{reason}",
        grant.role,
        grant.name,
        grant.person,
        grant.from.strftime("%Y-%m-%d"),
        grant.granted_by
    );
    // A line stays a line, whatever somebody typed.
    format!("{}\n", rim::harmless(&text).replace(['\n', '\t'], " "))
}

fn json(grant: &GrantLine) -> serde_json::Value {
    let instant = |at: Instant| at.to_string();
    serde_json::json!({
        "person": grant.person.to_string(),
        "name": grant.name,
        "role": grant.role,
        "from": instant(grant.from),
        "until": grant.until.map(instant),
        "granted_by": grant.granted_by,
        "reason": grant.reason,
        "withdrawn": grant.withdrawn.as_ref().map(|taken| {
            serde_json::json!({ "at": instant(taken.at), "because": taken.because })
        }),
    })
}

impl Add {
    fn run(self) -> Result<Found, Failure> {
        let Some(name) = self.name.clone() else { return self.grant() };
        let public = self.public_url.as_deref().map(public_url).transpose()?;
        let location: DataPlace = self.data.parse().unwrap_or_else(|never| match never {});
        let is_new = is_new(&location);
        if is_new && public.is_none() {
            return Err(no_address());
        }
        let Some(programme) = &self.programme else {
            return Err(Failure::unusable(
                "an account is made under a programme",
                "say which: --programme DIR; or leave out --name where they have an account",
            ));
        };
        let account = NewAccount { name, email: self.email, password: read_password()? };
        if is_new {
            // Before anything is made.
            let Some(loaded) = load_folder(programme)? else { return Ok(Found::Wrong) };
            assay_app::check_account(&loaded.programme().body.name, &account).map_err(refused)?;
        }
        runtime()?.block_on(async {
            let store = open(&location, false).await?;
            say_if_new(&store, &location).await?;
            let Some(loaded) = programme_of(&store, programme, &self.data).await? else {
                store.close().await;
                return Ok(Found::Wrong);
            };
            let Some(public_url) = known_address(&store).await?.or(public) else {
                store.close().await;
                return Err(no_address());
            };
            let app = start(store, loaded, Settings { public_url, demo: false }).await?;
            let added = app.accounts.add_account(&app.door.ask(Actor::Operator), account, self.role).await;
            app.close().await;
            let person = added.map_err(refused)?;
            rim::say(format_args!("{} <{}> is {} now", person.name, person.email, called(self.role)));
            Ok(Found::Nothing)
        })
    }

    /// Somebody who has an account gets a role.
    fn grant(self) -> Result<Found, Failure> {
        let reason = Why::parse(self.reason.as_deref().unwrap_or_default()).map_err(refused)?;
        on_data(&self.data, async |app, asking| {
            let given = app.grants.give_to_address(asking, &self.email, self.role, None, &reason).await;
            given.map_err(|error| about_whom(error, &self.email))
        })?;
        rim::say(format_args!("{} is {} now", rim::harmless(&self.email), called(self.role)));
        Ok(Found::Nothing)
    }
}

impl Remove {
    fn run(self) -> Result<Found, Failure> {
        let reason = Why::parse(&self.reason).map_err(refused)?;
        on_data(&self.data, async |app, asking| {
            let taken = app.grants.take_from_address(asking, &self.email, self.role, &reason).await;
            taken.map_err(|error| match error {
                AppError::NotFound => Failure::unusable(
                    format!("{} is not {}", rim::harmless(&self.email), called(self.role)),
                    "see who has which role: assay admin list --data DATA",
                ),
                other => about_whom(other, &self.email),
            })
        })?;
        rim::say(format_args!("{} is not {} any more", rim::harmless(&self.email), called(self.role)));
        Ok(Found::Nothing)
    }
}

fn called(role: Role) -> &'static str {
    match role {
        Role::Administrator => "an administrator",
        Role::Support => "support",
        Role::Auditor => "an auditor",
    }
}

fn reset_password(person: &str, data: &str) -> Result<Found, Failure> {
    let password = read_password()?;
    let account = on_data(data, async |app, asking| {
        let set = app.accounts.set_password_for(asking, person, &password).await;
        set.map_err(|error| about_whom(error, person))
    })?;
    rim::say(format_args!(
        "{} <{}> has the new password now; every session of theirs has ended",
        rim::harmless(&account.name),
        account.email
    ));
    Ok(Found::Nothing)
}

/// Does something on data of either kind, as whoever has the machine. Data that are served are refused, with
/// what to do: their server would not learn of it.
fn on_data<T>(data: &str, act: impl AsyncFnOnce(&App, &Asking) -> Result<T, Failure>) -> Result<T, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    runtime()?.block_on(async {
        let (store, demo) = open_as_it_is(&location).await?;
        let served = must_be_served(&store).await?;
        let public_url = known_address(&store).await?.unwrap_or_default();
        let app = start(store, served, Settings { public_url, demo }).await?;
        let done = act(&app, &app.door.ask(Actor::Operator)).await;
        app.close().await;
        done
    })
}

/// What is wrong with whom somebody named.
fn about_whom(error: AppError, whom: &str) -> Failure {
    match error {
        AppError::NotFound => Failure::unusable(
            format!("nobody on record is called {}", rim::harmless(whom)),
            "write an e-mail address that was proved, or where it is allowed a person's id",
        ),
        AppError::Invalid(faults) => {
            let texts: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
            Failure::unusable(texts.join(" "), "")
        }
        other => other.into(),
    }
}

fn no_address() -> Failure {
    Failure::unusable(
        "this installation has never been served, so it does not know its own address",
        "say where people will reach it: --public-url https://certs.example.org",
    )
}

fn claim_link(person: &str, data: &str) -> Result<Found, Failure> {
    let link = on_data(data, async |app, asking| {
        let made = app.accounts.make_claim_link_for(asking, person).await;
        made.map_err(|error| match error {
            AppError::NotFound => Failure::unusable(
                format!("nobody on record is called {}", rim::harmless(person)),
                "write an e-mail address on record, or a person's id",
            ),
            other => about_whom(other, person),
        })
    })?;
    let (name, until) = (rim::harmless(&link.person.name), link.ends_at.strftime("%Y-%m-%d %H:%M UTC"));
    rim::say(format_args!(
        "for {name} <{}>: works once, until {until}; hand it to nobody else",
        link.person.email
    ));
    rim::print(&format!("{}\n", link.url))?;
    Ok(Found::Nothing)
}

fn refused(error: AppError) -> Failure {
    match error {
        AppError::Invalid(faults) => {
            for fault in &faults {
                rim::say(format_args!("{}: {}", fault.field, fault.text));
            }
            Failure::unusable("the account was not made", "fix what is listed above and try again")
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
