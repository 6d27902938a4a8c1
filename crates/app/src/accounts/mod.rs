//! The room of accounts: who somebody is, and how they get in.

mod caller;
mod claim;
mod closing;
pub(crate) mod counter;
mod device;
mod edit;
mod entrance;
mod guard;
mod hashing;
mod job;
mod mail;
mod normalise;
mod own;
mod password;
mod people;
mod rules;
mod session;
mod turns;
mod work;

use std::sync::Arc;

use assay_store::{Ms, Store};

pub use caller::{Caller, Session, SignedIn};
pub use claim::{ClaimLink, LINK_DAYS, MadeLink, OpenedLink};
pub use closing::{ClosingView, UpcomingRegistration};
pub use edit::{AccountForTeam, EditedAccount};
pub use guard::Network;
pub(crate) use job::AccountsJob;
pub use mail::{WantedLink, test_mail};
pub(crate) use normalise::people_of_before;
pub use own::NewAddress;
pub use people::{NewAccount, check_account};
pub(crate) use rules::ACTS;
pub use rules::{CloseAccount, EditAccount, EndSessions, MakeLink};
pub use session::SESSION_DAYS;

use crate::{AppError, Mint, Post, Settings, bell::Bell, shelf::Shelf};

/// Who made a link that was mailed because its owner asked for it.
const MAILED: &str = "mail";

/// Accounts, sessions and links; nobody else knows passwords and tokens.
pub struct Accounts {
    shelf: Shelf,
    mint: Mint,
    bell: Bell,
    /// Where people reach the installation: links lead there.
    public_url: String,
    /// Wrong passwords, counted.
    guard: guard::Guard,
    turns: turns::Turns,
    devices: device::Devices,
    /// Since when cookies have the name that no neighbouring host can set.
    host_cookie_since: Ms,
    /// How links reach their owners; none where the team hands them over.
    post: Option<Arc<dyn Post>>,
}

impl Accounts {
    pub(crate) async fn start(
        store: &Store,
        shelf: Shelf,
        mint: Mint,
        bell: Bell,
        settings: &Settings,
        now: Ms,
    ) -> Result<Self, AppError> {
        let host_cookie_since = device::host_cookie_since(store, now).await?;
        let devices = device::Devices::load_or_make(store, &mint).await?;
        Ok(Accounts {
            shelf,
            mint,
            bell,
            public_url: settings.public_url.clone(),
            guard: guard::Guard::default(),
            turns: turns::Turns::default(),
            devices,
            host_cookie_since,
            post: None,
        })
    }

    /// The same with the networks of test centres, where many sign in at once.
    #[must_use]
    pub fn with_centres(self, centres: Vec<Network>) -> Self {
        Accounts { guard: guard::Guard::with_centres(centres), ..self }
    }

    /// The same with a way out for mail.
    #[must_use]
    pub(crate) fn with_post(self, post: Option<Arc<dyn Post>>) -> Self {
        Accounts { post, ..self }
    }
}
