//! Items that are like one: near-duplicates, and those that may give it away.
//!
//! A bank of up to [`WHOLE_MAX`] items is measured whole, as `assay items check` measures it. Of a larger one
//! those are measured that share the rarest of its words, which the index of the search finds: no page reads
//! a hundred thousand items.

use std::collections::{BTreeMap, BTreeSet};

use assay_bank::{
    Alone,
    lint::{LIKENESS_LISTED_MIN, LikeItem, LintCorpus, LintItem, LintLists, OF_THE_POOL, lint_item},
    work::{ItemId, ItemPool, words},
};
use assay_kernel::{Diagnostic, source::SourceFile};
use assay_store::{ItemFilter, OwnFileRecord, Reads};

use super::{
    Items,
    held::{HeldItem, held, manages},
    open::sees_keys,
    rules::SeeItem,
    view::ItemLine,
};
use crate::{AppError, Asking, reading::off_the_loop};

/// Items of an exam version, of both pools, that are measured whole: reading them takes half a second.
const WHOLE_MAX: i64 = 1_000;
/// Items that are measured where there are more.
const CANDIDATES_MAX: usize = 200;
/// Items that share a word which still sets one apart.
const RARE_MAX: i64 = 60;
/// Words of an item that are looked up, the longest first: long words are the rare ones.
const LOOKED_UP_MAX: usize = 40;
/// Letters of a word that is looked up.
const WORD_CHARS_MIN: usize = 5;
/// Those that are shown.
const SHOWN_MAX: usize = 12;

/// An item that is like another.
#[derive(Clone, Debug, PartialEq)]
pub struct AlikeItem {
    /// Which.
    pub id: ItemId,
    /// Its name.
    pub slug: String,
    /// 0 for nothing in common to 1 for the same.
    pub cosine: f64,
    /// Whether one names the other among its enemies or in its note.
    pub is_known: bool,
}

/// What is like an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// The item.
    pub line: ItemLine,
    /// The likest first.
    pub items: Vec<AlikeItem>,
    /// What the rules find that look at other items.
    pub faults: Vec<Diagnostic>,
    /// So many were measured.
    pub measured: usize,
    /// Whether those are all of the exam version.
    pub is_whole: bool,
    /// Whether whoever asks may make two items enemies.
    pub may_change: bool,
}

impl Items {
    /// What is like an item's latest version, among both pools of its exam version.
    ///
    /// # Errors
    /// `NotFound`, for whoever may not see its key too; or the store failed.
    pub async fn alike(&self, asking: &Asking, id: ItemId) -> Result<Alike, AppError> {
        let (permit, item) = self.shelf.open::<SeeItem, _>(asking, |store| held(store, id)).await?;
        if !sees_keys(asking, &item) {
            return Err(AppError::NotFound);
        }
        let store = self.shelf.under(&permit);
        let (files, is_whole) = files_beside(store, &item).await?;
        let own = store.own_file(id).await?;
        let lists = asking.programme.clone();
        let (found, faults) = off_the_loop(move || measured(own, &files, &lists.lists)).await?;
        let (measured, alike) = found;
        let line = ItemLine::of(&item.record);
        Ok(Alike { line, items: alike, faults, measured, is_whole, may_change: manages(asking) })
    }
}

/// The files of the items that it is measured with, and whether those are all.
async fn files_beside(store: &Reads, item: &HeldItem) -> Result<(Vec<OwnFileRecord>, bool), AppError> {
    let exam = &item.record.exam;
    let of_exam = ItemFilter { exam: exam.clone(), ..ItemFilter::default() };
    let mut files = Vec::new();
    if store.count_items_listed(&of_exam, WHOLE_MAX + 1).await? <= WHOLE_MAX {
        for pool in ItemPool::ALL {
            files.extend(store.own_files(pool, exam, WHOLE_MAX).await?);
        }
        return Ok((files, true));
    }
    let Some(own) = store.own_file(item.record.id).await? else { return Ok((files, false)) };
    for id in candidates(store, &of_exam, &own.content).await? {
        files.extend(store.own_file(id).await?);
    }
    Ok((files, false))
}

/// Items that share the rarest words of a text.
async fn candidates(store: &Reads, of_exam: &ItemFilter, text: &str) -> Result<BTreeSet<ItemId>, AppError> {
    let mut long: Vec<String> = words(text);
    long.retain(|word| word.chars().count() >= WORD_CHARS_MIN);
    long.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    long.truncate(LOOKED_UP_MAX);
    let mut rare = Vec::new();
    for word in long {
        let filter = ItemFilter { words: vec![word], any: true, ..of_exam.clone() };
        let many = store.count_items_listed(&filter, RARE_MAX + 1).await?;
        if (2..=RARE_MAX).contains(&many) {
            rare.push((many, filter));
        }
    }
    rare.sort_by_key(|(many, _)| *many);
    let mut found = BTreeSet::new();
    for (_, filter) in rare {
        if found.len() >= CANDIDATES_MAX {
            break;
        }
        found.extend(store.item_ids(&filter, RARE_MAX).await?);
    }
    Ok(found.into_iter().take(CANDIDATES_MAX).collect())
}

type Measured = ((usize, Vec<AlikeItem>), Vec<Diagnostic>);

fn measured(own: Option<OwnFileRecord>, files: &[OwnFileRecord], lists: &LintLists) -> Measured {
    let read = |file: &OwnFileRecord| {
        let source = SourceFile::new(format!("{}.toml", file.slug), file.content.as_str());
        let mut item = LintItem::read(&source, &Alone, lists)?;
        // Its name on forms, whatever a draft says.
        item.meta.id.clone_from(&file.slug);
        Some(item)
    };
    let Some(item) = own.as_ref().and_then(read) else { return ((0, Vec::new()), Vec::new()) };
    let ids: BTreeMap<&str, ItemId> = files.iter().map(|file| (file.slug.as_str(), file.id)).collect();
    let others: Vec<LintItem> = files.iter().filter_map(read).collect();
    let corpus = LintCorpus::of(&others);
    let alike = |one: LikeItem| {
        let is_known = one.is_known
            || item.meta.enemies.contains(&one.id)
            || item.meta.note.to_lowercase().contains(&one.id);
        Some(AlikeItem { id: *ids.get(one.id.as_str())?, slug: one.id, cosine: one.cosine, is_known })
    };
    let found = corpus.alike(&item, LIKENESS_LISTED_MIN).into_iter().filter_map(alike).take(SHOWN_MAX);
    let faults = lint_item(&item, &corpus, lists).sorted().into_iter();
    let found = found.collect();
    ((others.len(), found), faults.filter(|fault| OF_THE_POOL.contains(&fault.code)).collect())
}
