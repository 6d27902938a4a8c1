//! The room of awards: badges are prepared, signed, published, renewed and taken back.
//!
//! Nobody else reaches the signing key.

mod badge;
mod issued;
mod job;
mod key;
mod list;
mod look;
mod many;
mod name;
mod rules;
mod status_list;
mod told;
mod work;

use assay_store::{Ms, Store};
use tokio::sync::Mutex;

pub use badge::{BadgeFacts, badge_input};
pub use issued::{Issued, OnRecord, issued_of};
pub(crate) use job::AwardsJob;
pub use key::{ISSUER_SETTING, Issuer, PublicKeys};
pub use list::{AwardLine, BadgeState, CredentialsWanted};
pub use many::PublicBadge;
pub use name::HolderName;
pub(crate) use rules::ACTS;
pub use rules::SeeAll;
pub use status_list::StatusList;

use crate::{AppError, Mint, Settings, shelf::Shelf};

/// Badges and their lists: the only room with the signing key.
pub struct Awards {
    shelf: Shelf,
    mint: Mint,
    keys: key::IssuerKeys,
    /// What was earned on a day ahead is looked at all the same: a demonstration's clock can be set back.
    looks_ahead: bool,
    /// One making of a status list at a time.
    listing: Mutex<()>,
    /// Whether the badges of before the lists were asked for.
    all_asked: std::sync::atomic::AtomicBool,
}

impl Awards {
    /// Makes a signing key on first start.
    pub(crate) async fn start(
        store: &Store,
        shelf: Shelf,
        mint: Mint,
        settings: &Settings,
        now: Ms,
    ) -> Result<Self, AppError> {
        let keys = key::IssuerKeys::load_or_make(store, settings, &mint, now).await?;
        Ok(Awards {
            shelf,
            mint,
            keys,
            looks_ahead: settings.demo,
            listing: Mutex::new(()),
            all_asked: std::sync::atomic::AtomicBool::new(false),
        })
    }

    /// What everybody may know of the issuer.
    pub fn issuer(&self) -> Issuer<'_> {
        self.keys.issuer()
    }
}
