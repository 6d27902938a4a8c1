//! How each version of an item was answered: in examinations, or first in practice.
//!
//! A sitting is pinned to the files of its day, and a version of an item has the bytes of such a file; a run
//! of practice names the versions that it asked. So what was given is counted by the version that it was,
//! without a table of its own.

mod count;
mod practised;
mod sat;

pub use count::{CHOSEN_FEW, FEW, GivenOption, GivenVersion, REST_ITEMS_MIN};

use assay_bank::work::{ItemId, ItemPool};

use super::{Items, held::held, open::sees_keys, rules::SeeItem, view::ItemLine};
use crate::{AppError, Asking};

/// What is known of how an item was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenItem {
    /// Which.
    pub line: ItemLine,
    /// How often it was given so that it counts.
    pub all: i64,
    /// How many of these answers were read.
    pub read: usize,
    /// By version, the latest first; what was given in a wording that is no version here comes last.
    pub versions: Vec<GivenVersion>,
}

impl Items {
    /// How each version of an item was answered: of an examination's in sittings whose result counts, of a
    /// practice item first, before anything about it was told.
    ///
    /// # Errors
    /// `NotFound`, for whoever may not see its key too; or the store failed.
    pub async fn given(&self, asking: &Asking, id: ItemId) -> Result<GivenItem, AppError> {
        let (permit, item) = self.shelf.open::<SeeItem, _>(asking, |store| held(store, id)).await?;
        if !sees_keys(asking, &item) {
            return Err(AppError::NotFound);
        }
        let store = self.shelf.under(&permit);
        let (counts, all) = match id.pool() {
            ItemPool::Exam => sat::counted(asking, store, &item).await?,
            ItemPool::Practice => practised::counted(asking, store, &item).await?,
        };
        let versions: Vec<_> = counts.into_values().rev().map(count::GivenCount::told).collect();
        let read = versions.iter().map(|version| version.read).sum();
        Ok(GivenItem { line: ItemLine::of(&item.record), all, read, versions })
    }
}
