//! Many items changed at once, and taken back together as long as nothing else happened to them.

mod by_filter;
mod change;
mod weigh;

pub use by_filter::{FOUND_MAX, ManyLook};
pub use change::{BatchLine, LeftItem, ManyChange, ManyDone};

use std::collections::BTreeSet;

use assay_bank::work::{ItemCommand, ItemId, ItemPool};
use assay_kernel::{BatchId, Said};
use assay_store::{
    BatchRecord, Unit,
    statement::item_desk::{batch_item_added, batch_made, batch_undone},
};
use assay_words::InEnglish;
use change::{BeforeMany, said_of};
use jiff::SignedDuration;
use weigh::WeighedMany;

use super::{
    Items,
    content::draft_of,
    held::{done, held},
    open::files_of,
    rules::{ChangeMany, UndoMany},
    write::stored,
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, Why, by},
    permit::Permit,
};

/// Items that are changed at once: one commit, that nobody waits seconds for.
pub const MANY_MAX: usize = 500;
/// So long a change of many may be taken back.
pub const UNDO: SignedDuration = SignedDuration::from_hours(24);
/// Changes of many that are listed.
const LISTED_MAX: i64 = 50;

impl Items {
    /// Changes many items of an exam version's pool at once. Those that refuse it stay as they are, and are
    /// told; so is what belongs to another pool or exam version. An item that is named twice is changed once.
    ///
    /// # Errors
    /// No bank manager; `Invalid` for too many; `Conflict` where somebody wrote meanwhile; or the store
    /// failed.
    pub async fn change_many(
        &self,
        asking: &Asking,
        (pool, exam): (ItemPool, &str),
        ids: &[ItemId],
        change: &ManyChange,
        why: &Why,
    ) -> Result<ManyDone, AppError> {
        let permit = asking.permit::<ChangeMany>()?;
        let mut seen = BTreeSet::new();
        let ids: Vec<ItemId> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
        if ids.is_empty() || ids.len() > MANY_MAX {
            let text = format!("Choose between one and {MANY_MAX} items.");
            return Err(AppError::Invalid(vec![FieldFault::new("items", text)]));
        }
        let store = self.shelf.under(&permit);
        let weighed = self.weighed(asking, store, (pool, exam), &ids, change, why).await?;
        // One of a pair alone would be named by nobody.
        if let (ManyChange::Enemies(..), Some(first)) = (change, weighed.left.first()) {
            return Err(AppError::Invalid(vec![FieldFault::new("", first.why.as_str())]));
        }
        self.written(asking, permit, weighed, change, why).await
    }

    /// All of a change in one commit, with its line of the audit log.
    async fn written(
        &self,
        asking: &Asking,
        permit: Permit<ChangeMany>,
        weighed: WeighedMany,
        change: &ManyChange,
        why: &Why,
    ) -> Result<ManyDone, AppError> {
        let WeighedMany { mut unit, items, left, .. } = weighed;
        let (batch, changed): (BatchId, _) = (self.mint.id(asking.at), items.len());
        if changed == 0 {
            return Ok(ManyDone { batch: None, changed, left });
        }
        let did = said_of(change).with("n", u64::try_from(changed).unwrap_or_default());
        let said =
            serde_json::to_string(&did).map_err(|error| AppError::internal("a change of many", error))?;
        let record = BatchRecord {
            id: batch,
            kind: did.code.as_str().to_owned(),
            said,
            done_by: by(asking),
            done_at: asking.ms(),
            items: i64::try_from(changed).unwrap_or(i64::MAX),
            undone_at: None,
        };
        unit.run(batch_made(&record));
        unit.extend(items.iter().map(|item| batch_item_added(batch, item)));
        let deed = Deed::of(&did)?.to(batch).because(why);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)?;
        Ok(ManyDone { batch: Some(batch), changed, left })
    }

    /// Takes a change of many back: all of it, within a day, and only where nothing else happened since.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Invalid` where it is too late, or something happened after it; or the
    /// store failed.
    pub async fn undo_many(&self, asking: &Asking, id: BatchId) -> Result<usize, AppError> {
        let permit = asking.permit::<UndoMany>()?;
        let store = self.shelf.under(&permit);
        let batch = store.item_batch(id).await?.ok_or(AppError::NotFound)?;
        let invalid = |text: String| Err(AppError::Invalid(vec![FieldFault::new("", text)]));
        if batch.undone_at.is_some() {
            return invalid("This change has been taken back already.".to_owned());
        }
        if asking.ms().0 > batch.done_at.0 + UNDO {
            return invalid("This change is older than a day. Change the items anew instead.".to_owned());
        }
        let (rows, mut unit, mut touched) = (store.item_batch_items(id).await?, Unit::new(), Vec::new());
        for row in &rows {
            let item = held(store, row.item_id).await?.ok_or(AppError::NotFound)?;
            if i64::from(item.work.seq) != row.seq {
                touched.push(item.record.slug);
                continue;
            }
            let before: BeforeMany = serde_json::from_str(&row.before)
                .map_err(|error| AppError::internal("a change of many", error))?;
            let changed = match (before.is_written, before.standing) {
                (true, _) => {
                    let files = files_of(store, row.item_id, before.version).await?;
                    let draft = draft_of(&item.record.slug, files);
                    self.rewritten(asking, item, draft, "Taken back.".to_owned())?
                }
                (false, Some(to)) => done(asking, item, ItemCommand::Undo(to), None)?,
                (false, None) => continue,
            };
            unit.append(changed.unit()?);
        }
        if let Some(first) = touched.first() {
            let many = touched.len();
            let text = format!("Something happened since to {many} of its items, {first} first.");
            return invalid(format!("{text} Change the items anew instead."));
        }
        unit.run(batch_undone(id, &by(asking), asking.ms()));
        let many = u64::try_from(rows.len()).unwrap_or_default();
        let deed = Deed::of(&Said::of("did.many-undone").with("n", many))?.to(id);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)?;
        Ok(rows.len())
    }

    /// The latest changes of many.
    ///
    /// # Errors
    /// No bank manager, or the store failed.
    pub async fn batches(&self, asking: &Asking) -> Result<Vec<BatchLine>, AppError> {
        let permit = asking.permit::<UndoMany>()?;
        let rows = self.shelf.under(&permit).item_batches(LISTED_MAX).await?;
        let line = |row: BatchRecord| {
            let said: Said = serde_json::from_str(&row.said)
                .map_err(|error| AppError::internal("a change of many", error))?;
            let can_undo = row.undone_at.is_none() && asking.ms().0 <= row.done_at.0 + UNDO;
            Ok(BatchLine { id: row.id, text: said.text(), at: row.done_at.0, items: row.items, can_undo })
        };
        rows.into_iter().map(line).collect()
    }
}
