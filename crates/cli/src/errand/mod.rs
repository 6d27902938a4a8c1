//! Errands: what whoever has the machine has done to a body, by the command line as its operator.
//!
//! A command does its errand itself on data that nobody serves. The server of data that are served does the
//! same errand, by the same use cases under the same permits, and both say the same and end alike.

mod export;
mod import;
mod items;
mod record;
mod team;
mod telling;

use std::io::Cursor;

use assay_app::{App, ExportWanted};
use assay_kernel::{Actor, Role};
use serde::{Deserialize, Serialize};

pub use export::{Outlet, PART, PART_BYTES_MAX, exported};
pub use import::{hand_in, keep, read_through, told};
pub use items::BringingBack;
pub use record::{put_on_record, read_known};
pub use team::account_refused;
pub use telling::{KeptWords, Telling};

use crate::outcome::{Failure, Found};

/// What is to be done.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Errand {
    /// Puts a history on record; its lines come beside it.
    Record {
        /// What the file is called.
        file: String,
        /// Adds people that nobody knows.
        add_people: bool,
    },
    /// Reads a file of questions, says what of it would be lost, and may keep the rest; the file comes
    /// beside it.
    Import {
        /// What the file is called.
        file: String,
        /// Keeps what can be used.
        keep: bool,
        /// As JSON.
        json: bool,
    },
    /// Says who has which role.
    Roles {
        /// Those that have ended, too.
        ended: bool,
        /// As JSON.
        json: bool,
    },
    /// Makes an account of the team.
    Account {
        /// How they are called.
        name: String,
        /// What they sign in with.
        email: String,
        /// Their first password.
        password: String,
        /// What they may do.
        role: Role,
    },
    /// Grants a role to whoever proved an address.
    Grant {
        /// The address.
        email: String,
        /// What they may do.
        role: Role,
        /// Why.
        reason: String,
    },
    /// Takes a role away.
    Withdraw {
        /// The address.
        email: String,
        /// Which one.
        role: Role,
        /// Why.
        reason: String,
    },
    /// Sets somebody's password.
    Password {
        /// An address or an id.
        person: String,
        /// The new one.
        password: String,
    },
    /// Makes a one-time link.
    Link {
        /// An address or an id.
        person: String,
    },
    /// Sends a file of everything of a kind.
    Export(ExportWanted),
    /// Sends the files of a bank in work, as one archive.
    TakeAlong {
        /// Exam version.
        exam: String,
    },
    /// Brings such files back; what was changed in them comes beside it.
    BringBack(BringingBack),
}

impl Errand {
    /// Does it; `beside` is what was sent with it, and a file goes to the outlet.
    ///
    /// # Errors
    /// It cannot be done; what was done before the failure is said.
    pub async fn run(
        self,
        app: &App,
        beside: &[u8],
        outlet: &mut Outlet<'_>,
        telling: &mut Telling,
    ) -> Result<Found, Failure> {
        let asking = app.door.ask(Actor::Operator);
        match self {
            Errand::Record { file, add_people } => {
                let mut lines = Cursor::new(beside);
                let read = || read_known(&mut lines, &file, &asking.programme, telling);
                // Reading some megabytes keeps no request waiting.
                match tokio::task::block_in_place(read)? {
                    Some(histories) => put_on_record(app, &histories, add_people, telling).await,
                    None => Ok(Found::Wrong),
                }
            }
            Errand::Import { file, keep, json } => {
                import::beside(app, &asking, &file, beside, keep, json, telling).await
            }
            Errand::Roles { ended, json } => team::roles(app, &asking, ended, json, telling).await,
            Errand::Account { name, email, password, role } => {
                let account = assay_app::NewAccount { name, email, password };
                team::account(app, &asking, account, role, telling).await
            }
            Errand::Grant { email, role, reason } => {
                team::grant(app, &asking, &email, role, &reason, telling).await
            }
            Errand::Withdraw { email, role, reason } => {
                team::withdraw(app, &asking, &email, role, &reason, telling).await
            }
            Errand::Password { person, password } => {
                team::password(app, &asking, &person, &password, telling).await
            }
            Errand::Link { person } => team::link(app, &asking, &person, telling).await,
            Errand::Export(wanted) => exported(app, &asking, &wanted, outlet, telling).await,
            Errand::TakeAlong { exam } => items::take_along(app, &asking, &exam, outlet, telling).await,
            Errand::BringBack(how) => items::bring_back(app, &asking, beside, how, telling).await,
        }
    }
}
