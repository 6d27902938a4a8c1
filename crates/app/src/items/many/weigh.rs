//! What a change would do to each of many items, before any of it is written.

use assay_bank::work::{ItemCommand, ItemId, ItemPool, ItemState};
use assay_store::{BatchItem, Reads, Unit};

use super::change::{BeforeMany, LeftItem, ManyChange};
use crate::{
    AppError, Asking, FieldFault,
    deed::Why,
    items::{
        Items,
        content::{Content, WrittenItem, draft_of},
        edit::{with_enemies, with_place, with_tags},
        held::{Changed, HeldItem, done, held},
        open::{ItemRef, files_of},
    },
    reading::sha256,
};

/// Files of items that are written in one commit: it stands in memory twice.
const BYTES_MAX: usize = 64 << 20;

/// A change of many, weighed.
pub(super) struct WeighedMany {
    /// What is written of those that are changed.
    pub(super) unit: Unit,
    /// Those that are changed.
    pub(super) items: Vec<BatchItem>,
    /// Those that are not.
    pub(super) left: Vec<LeftItem>,
    /// Of which items it is, and how each stood when it was weighed.
    pub(super) mark: String,
}

impl Items {
    /// Weighs a change of items of an exam version's pool.
    pub(super) async fn weighed(
        &self,
        asking: &Asking,
        store: &Reads,
        (pool, exam): (ItemPool, &str),
        ids: &[ItemId],
        change: &ManyChange,
        why: &Why,
    ) -> Result<WeighedMany, AppError> {
        let (mut unit, mut items, mut left) = (Unit::new(), Vec::new(), Vec::new());
        // What an item means is read by the programme in force.
        let mut stood = asking.programme.tree.clone();
        let mut bytes = 0_usize;
        for id in ids {
            let Some(item) = held(store, *id).await? else { continue };
            stood.push_str(&format!("\n{id} {}", item.record.seq));
            let slug = item.record.slug.clone();
            let mut leave = |why: String| left.push(LeftItem { id: *id, slug: slug.clone(), why });
            if item.pool() != pool || item.record.exam != exam {
                leave("It belongs to another pool or exam version.".to_owned());
                continue;
            }
            let version = item.work.latest().map_or(1, |latest| latest.number);
            let standing = item.work.standing();
            let files = match change {
                ManyChange::State(_) => None,
                _ => {
                    let files = files_of(store, *id, version).await?;
                    bytes += files.iter().map(|file| file.len()).sum::<usize>();
                    Some(draft_of(&item.record.slug, files))
                }
            };
            if bytes > BYTES_MAX {
                let most = BYTES_MAX >> 20;
                let text = format!("These items and what they show have more than {most} MB. Change fewer.");
                return Err(AppError::Invalid(vec![FieldFault::new("items", text)]));
            }
            match self.changed(asking, item, change, files, why) {
                Err(AppError::Invalid(faults)) => leave(faults.into_iter().map(|fault| fault.text).collect()),
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
        Ok(WeighedMany { unit, items, left, mark: sha256(stood.as_bytes()) })
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
    pub(super) fn rewritten(
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
}
