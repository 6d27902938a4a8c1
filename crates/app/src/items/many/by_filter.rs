//! Everything that a filter finds changed at once: looked at first, and done only as it was looked at.

use assay_bank::work::{ItemId, ItemPool};

use super::change::{LeftItem, ManyChange, ManyDone};
use crate::{
    AppError, Asking, FieldFault,
    deed::Why,
    items::{
        Items,
        list::{FOUND_COUNTED_MAX, ItemsWanted},
        rules::{ChangeMany, SeeBank},
    },
};

/// Items that a filter may find to change them at once: one commit, for which other writes wait
/// (docs/known-limits.md says how long).
pub const FOUND_MAX: usize = 2_000;
const _: () = assert!(FOUND_COUNTED_MAX as usize >= FOUND_MAX, "what is changed at once is counted");

/// What a change of everything that a filter finds would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManyLook {
    /// How many it would change.
    pub changed: usize,
    /// Those that it would leave, and why.
    pub left: Vec<LeftItem>,
    /// Of which items that is, and how each stands: the change is done as long as it says the same.
    pub mark: String,
}

impl Items {
    /// The ids of what a filter leaves, for a change of all of them.
    ///
    /// # Errors
    /// No role in the bank; `Invalid` for more than [`FOUND_MAX`]; or the store failed.
    pub async fn selected(&self, asking: &Asking, wanted: &ItemsWanted) -> Result<Vec<ItemId>, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let most = i64::try_from(FOUND_MAX + 1).unwrap_or(i64::MAX);
        let ids = self.shelf.under(&permit).item_ids(&wanted.filter(asking), most).await?;
        if ids.len() > FOUND_MAX {
            let text = format!("This filter finds more than {FOUND_MAX} items. Narrow it, or change fewer.");
            return Err(AppError::Invalid(vec![FieldFault::new("which", text)]));
        }
        Ok(ids)
    }

    /// What a change of everything that a filter finds would do; nothing is written.
    ///
    /// # Errors
    /// No bank manager; `Invalid` where nothing or too much is found; or the store failed.
    pub async fn look_at_many(
        &self,
        asking: &Asking,
        wanted: &ItemsWanted,
        change: &ManyChange,
        why: &Why,
    ) -> Result<ManyLook, AppError> {
        let permit = asking.permit::<ChangeMany>()?;
        let ids = self.found(asking, wanted).await?;
        let store = self.shelf.under(&permit);
        let weighed = self.weighed(asking, store, of(wanted), &ids, change, why).await?;
        Ok(ManyLook { changed: weighed.items.len(), left: weighed.left, mark: weighed.mark })
    }

    /// Changes everything that a filter finds, as it was looked at.
    ///
    /// # Errors
    /// No bank manager; `Conflict` where other items are found by now, or one of them stands otherwise;
    /// `Invalid` where nothing or too much is found; or the store failed.
    pub async fn change_found(
        &self,
        asking: &Asking,
        wanted: &ItemsWanted,
        change: &ManyChange,
        why: &Why,
        mark: &str,
    ) -> Result<ManyDone, AppError> {
        let permit = asking.permit::<ChangeMany>()?;
        let ids = self.found(asking, wanted).await?;
        let store = self.shelf.under(&permit);
        let weighed = self.weighed(asking, store, of(wanted), &ids, change, why).await?;
        if weighed.mark != mark {
            return Err(AppError::Conflict);
        }
        self.written(asking, permit, weighed, change, why).await
    }

    async fn found(&self, asking: &Asking, wanted: &ItemsWanted) -> Result<Vec<ItemId>, AppError> {
        let ids = self.selected(asking, wanted).await?;
        if ids.is_empty() {
            let text = "This filter finds nothing now. Choose another one.";
            return Err(AppError::Invalid(vec![FieldFault::new("which", text)]));
        }
        Ok(ids)
    }
}

/// A list is of one pool of one exam version.
fn of(wanted: &ItemsWanted) -> (ItemPool, &str) {
    (wanted.pool.unwrap_or(ItemPool::Exam), wanted.exam.as_str())
}
