//! Many items changed at once, and taken back together as long as nothing else happened to them.

use std::collections::BTreeSet;

use assay_bank::work::{ItemCommand, ItemId, ItemPool, ItemStanding, ItemState};
use assay_kernel::{Arg, BatchId, Instant, Said};
use assay_store::{
    BatchItem, BatchRecord, Unit,
    statement::item_desk::{batch_item_added, batch_made, batch_undone},
};
use assay_words::InEnglish;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{
    Items,
    content::{Content, WrittenItem, draft_of},
    edit::{with_enemies, with_place, with_tags},
    held::{Changed, HeldItem, done, held},
    list::ItemsWanted,
    open::{ItemRef, files_of},
    rules::{ChangeMany, SeeBank, UndoMany},
    write::stored,
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, Why, by},
};

/// Items that are changed at once: one commit, that nobody waits seconds for.
pub const MANY_MAX: usize = 500;
/// So long a change of many may be taken back.
pub const UNDO: SignedDuration = SignedDuration::from_hours(24);
/// Changes of many that are listed.
const LISTED_MAX: i64 = 50;

/// What is done with each of many items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManyChange {
    /// It gets a tag.
    AddTag(String),
    /// It loses one.
    RemoveTag(String),
    /// It belongs to another task and skill of the outline.
    Place {
        /// Task.
        task: String,
        /// Skill; empty for none.
        skill: String,
    },
    /// Two items that name each other as enemies from now on: a form should not hold both.
    Enemies(String, String),
    /// Its live version is used otherwise, or it is retired.
    State(ItemState),
}

/// What became of a change of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManyDone {
    /// What it is undone by; none where nothing was changed.
    pub batch: Option<BatchId>,
    /// So many were changed.
    pub changed: usize,
    /// Those that were not, and why.
    pub left: Vec<(ItemId, String)>,
}

/// A change of many, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchLine {
    /// Id.
    pub id: BatchId,
    /// What was done, in a sentence.
    pub text: String,
    /// When.
    pub at: Instant,
    /// How many items.
    pub items: i64,
    /// Whether it may still be taken back, as far as its time goes.
    pub can_undo: bool,
}

/// How an item was before.
#[derive(Debug, Serialize, Deserialize)]
struct BeforeMany {
    standing: Option<ItemStanding>,
    /// Its latest version.
    version: u32,
    /// Whether a version was written.
    is_written: bool,
}

impl Items {
    /// The ids of what a filter leaves, for a change of all of them; at most [`MANY_MAX`].
    ///
    /// # Errors
    /// No role in the bank, or the store failed.
    pub async fn selected(&self, asking: &Asking, wanted: &ItemsWanted) -> Result<Vec<ItemId>, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let limit = i64::try_from(MANY_MAX).unwrap_or(i64::MAX);
        Ok(self.shelf.under(&permit).item_ids(&wanted.filter(asking), limit).await?)
    }

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
        let (store, batch): (_, BatchId) = (self.shelf.under(&permit), self.mint.id(asking.at));
        let (mut unit, mut items, mut left) = (Unit::new(), Vec::new(), Vec::new());
        for id in &ids {
            let Some(item) = held(store, *id).await? else { continue };
            if item.pool() != pool || item.record.exam != exam {
                left.push((*id, "It belongs to another pool or exam version.".to_owned()));
                continue;
            }
            let version = item.work.latest().map_or(1, |latest| latest.number);
            let standing = item.work.standing();
            let files = match change {
                ManyChange::State(_) => None,
                _ => Some(draft_of(&item.record.slug, files_of(store, *id, version).await?)),
            };
            match self.changed(asking, item, change, files, why) {
                Err(AppError::Invalid(faults)) => {
                    left.push((*id, faults.into_iter().map(|fault| fault.text).collect()));
                }
                Err(other) => return Err(other),
                Ok(changed) => {
                    let is_written = !matches!(change, ManyChange::State(_));
                    let before = serde_json::to_string(&BeforeMany { standing, version, is_written });
                    let before = before.map_err(|error| AppError::internal("a change of many", error))?;
                    items.push(BatchItem { item_id: *id, seq: changed.work.seq.into(), before });
                    unit.append(changed.unit()?);
                }
            }
        }
        // One of a pair alone would be named by nobody.
        if let (ManyChange::Enemies(..), Some((_, why))) = (change, left.first()) {
            return Err(AppError::Invalid(vec![FieldFault::new("", why.as_str())]));
        }
        let changed = items.len();
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

    fn changed(
        &self,
        asking: &Asking,
        item: HeldItem,
        change: &ManyChange,
        files: Option<WrittenItem>,
        why: &Why,
    ) -> Result<Changed, AppError> {
        let reason = why.as_str().to_owned();
        match (change, files) {
            (ManyChange::State(ItemState::Retired), _) => {
                done(asking, item, ItemCommand::Retire { why: reason, into: None }, None)
            }
            (ManyChange::State(state), _) => done(asking, item, ItemCommand::Use(*state), None),
            (change, files) => {
                let draft = files.ok_or(AppError::NotFound)?;
                let tags = |draft: &WrittenItem, edit: &dyn Fn(&mut Vec<String>)| {
                    let content = self.next_content(asking, &item, draft.clone());
                    let before = content.facts.tags;
                    let mut tags = before.clone();
                    edit(&mut tags);
                    // A file that says it already keeps its own order, letter by letter.
                    if tags == before { Some(draft.text.clone()) } else { with_tags(&draft.text, &tags) }
                };
                let text = match change {
                    ManyChange::AddTag(tag) => tags(&draft, &|tags| {
                        if !tags.contains(tag) {
                            tags.push(tag.clone());
                        }
                    }),
                    ManyChange::RemoveTag(tag) => tags(&draft, &|tags| tags.retain(|known| known != tag)),
                    ManyChange::Place { task, skill } => with_place(&draft.text, task, skill),
                    ManyChange::Enemies(one, other) => {
                        let other = if item.record.slug == *one { other } else { one };
                        let mut enemies = self
                            .next_content(asking, &item, draft.clone())
                            .read
                            .item_ref()
                            .meta
                            .enemies
                            .clone();
                        if enemies.contains(other) {
                            Some(draft.text.clone())
                        } else {
                            enemies.push(other.clone());
                            with_enemies(&draft.text, &enemies)
                        }
                    }
                    ManyChange::State(_) => None,
                };
                let text = text.ok_or_else(|| {
                    let text = "Its file is laid out in a way that is not edited here. Edit the item itself.";
                    AppError::Invalid(vec![FieldFault::new("", text)])
                })?;
                self.rewritten(asking, item, WrittenItem { text, ..draft }, reason)
            }
        }
    }

    /// The item with another text that asks the same.
    fn rewritten(
        &self,
        asking: &Asking,
        item: HeldItem,
        draft: WrittenItem,
        why: String,
    ) -> Result<Changed, AppError> {
        let content: Content = self.next_content(asking, &item, draft);
        let marks = content.read.marks.clone();
        let command = ItemCommand::Write { marks, why, from: None };
        done(asking, item, command, Some(content))
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

fn said_of(change: &ManyChange) -> Said {
    match change {
        ManyChange::AddTag(tag) => Said::of("did.many-tagged").with("tag", Arg::text(tag)),
        ManyChange::RemoveTag(tag) => Said::of("did.many-untagged").with("tag", Arg::text(tag)),
        ManyChange::Place { task, skill } => {
            let place = if skill.is_empty() { task } else { skill };
            Said::of("did.many-placed").with("place", Arg::text(place))
        }
        ManyChange::Enemies(one, other) => {
            Said::of("did.many-enemies").with("one", Arg::text(one)).with("other", Arg::text(other))
        }
        ManyChange::State(state) => Said::of("did.many-used").with("state", Arg::text(state.as_str())),
    }
}
