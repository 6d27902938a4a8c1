//! Accepted practice items become a change of the programme: to be planned, proposed and applied by others.

use std::collections::BTreeSet;

use assay_bank::work::ItemPool;
use assay_kernel::{Arg, PreparedId, Said, source::SourceFile};
use assay_learning::practice::{PracticeSet, parse_set};
use assay_store::Reads;

use super::{Items, rules::ReleasePractice};
use crate::{
    AppError, Asking, Files,
    changes::counter::{NewlyPrepared, prepared},
    deed::Deed,
    reading::{
        Overlay, Owned, WorkedItem, files_of_items, folder_of, is_owned, live_items, load_draft, off_the_loop,
    },
};

/// Where practice sets stand in a programme.
pub(super) const SETS: &str = "practice/sets/";
/// Items that a set asks for in vain, as far as they are named.
const NAMED_MAX: usize = 5;

/// What a release would change in the programme in force, by the names of items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeRelease {
    /// Accepted items.
    pub accepted: usize,
    /// Items that come.
    pub new: Vec<String>,
    /// Items that come in another version.
    pub changed: Vec<String>,
    /// Items that go.
    pub gone: Vec<String>,
    /// Accepted items that no set asks for: nobody gets them yet.
    pub unasked: Vec<String>,
    /// What stands against it.
    pub refused: Option<String>,
}

impl Items {
    /// What a release of the practice items would change now.
    ///
    /// # Errors
    /// No bank manager; `NotFound` where the exam version's practice items are not in the data; or the store
    /// failed.
    pub async fn practice_release(&self, asking: &Asking, exam: &str) -> Result<PracticeRelease, AppError> {
        let permit = asking.permit::<ReleasePractice>()?;
        let (live, current) = found(asking, self.shelf.under(&permit), exam).await?;
        let code = exam.to_owned();
        off_the_loop(move || {
            let mut release = told(&current, &live, &code);
            match overlay(&current, live, &code) {
                Ok(_) => Ok(release),
                Err(AppError::Draft(text)) => {
                    release.refused = Some(text);
                    Ok(release)
                }
                Err(error) => Err(error),
            }
        })
        .await?
    }

    /// Lays the change ready that practises with what is accepted now. Sets are the folder's: an item that no
    /// set names is asked of nobody yet.
    ///
    /// # Errors
    /// No bank manager; `NotFound` where the exam version's practice items are not in the data; `Draft` where
    /// a set asks for an item that is not live, there is nothing to change, or the programme would have
    /// errors; or the store failed.
    pub async fn release_practice(&self, asking: &Asking, exam: &str) -> Result<PreparedId, AppError> {
        let permit = asking.permit::<ReleasePractice>()?;
        let (live, current) = found(asking, self.shelf.under(&permit), exam).await?;
        let (many, code) = (live.len(), exam.to_owned());
        let overlay = off_the_loop(move || overlay(&current, live, &code)).await??;
        let title = format!("{exam}: practise with what is accepted");
        let about = format!(
            "The {many} accepted practice items of {exam}, as they stand in the bank. Sets stay as they are."
        );
        let change = self.mint.id(asking.at);
        let newly =
            NewlyPrepared { title: &title, about: &about, overlay: &overlay, is_of_this_version: true };
        let did = Said::of("did.practice-release-prepared").with("exam", Arg::text(exam));
        let deed = Deed::of(&did.with("n", many))?.to(exam);
        let unit = prepared(change, asking, &newly);
        self.shelf.commit_logged(asking, permit, deed, unit).await?;
        Ok(change)
    }
}

/// What is accepted, and the programme in force.
async fn found(asking: &Asking, store: &Reads, exam: &str) -> Result<(Vec<WorkedItem>, Files), AppError> {
    if !Owned::now(store).await?.practice.iter().any(|owned| owned == exam) {
        return Err(AppError::NotFound);
    }
    let live = live_items(store, ItemPool::Practice, exam).await?;
    Ok((live, Files::from_store(store.programme_tree(&asking.programme.tree).await?)?))
}

fn told(current: &Files, live: &[WorkedItem], exam: &str) -> PracticeRelease {
    let owned = Owned::practice(exam);
    let there = current.only(|path, text| is_owned(path, text, &owned));
    let toml = |file: &&SourceFile| file.path.ends_with(".toml");
    let before: BTreeSet<&str> = there.texts.iter().filter(toml).map(SourceFile::stem).collect();
    let after: BTreeSet<&str> = live.iter().map(|item| item.slug.as_str()).collect();
    let is_changed = |item: &&WorkedItem| {
        let changes = there.only(|path, _| item.files.has(path)).changes(&item.files);
        before.contains(item.slug.as_str()) && !changes.is_empty()
    };
    let asked: BTreeSet<String> = sets(current, exam).flat_map(|(_, set)| set.items).collect();
    let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    PracticeRelease {
        accepted: live.len(),
        new: owned(&after - &before),
        changed: live.iter().filter(is_changed).map(|item| item.slug.clone()).collect(),
        gone: owned(&before - &after),
        unasked: after.iter().filter(|name| !asked.contains(**name)).map(|name| (*name).to_owned()).collect(),
        refused: None,
    }
}

fn sets<'a>(current: &'a Files, exam: &'a str) -> impl Iterator<Item = (&'a str, PracticeSet)> {
    let files = current.texts.iter().filter(|file| file.path.starts_with(SETS));
    let sets = files.map(|file| (file.path.as_str(), parse_set(file).0));
    sets.filter(move |(_, set)| set.exam.as_str() == exam)
}

fn overlay(current: &Files, live: Vec<WorkedItem>, exam: &str) -> Result<Overlay, AppError> {
    for (path, set) in sets(current, exam) {
        let is_live = |item: &String| live.iter().any(|known| known.slug == *item);
        let gone: Vec<&String> = set.items.iter().filter(|item| !is_live(item)).collect();
        if !gone.is_empty() {
            let named: Vec<&str> = gone.iter().take(NAMED_MAX).map(|item| item.as_str()).collect();
            let more = match gone.len().saturating_sub(NAMED_MAX) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            return Err(AppError::Draft(format!(
                "The set {} asks for {}{more}, which nobody accepted or somebody retired. Take it out of \
                 {path} first, or accept it.",
                set.id,
                named.join(", ")
            )));
        }
    }
    let files = files_of_items(live, &folder_of(ItemPool::Practice, exam))?;
    let owned = Owned::practice(exam);
    let overlay = Overlay::instead(current, files, |path, text| is_owned(path, text, &owned));
    let after = overlay.over(current);
    if after.tree() == current.tree() {
        let text = "What is practised with is what is accepted; there is nothing to change.";
        return Err(AppError::Draft(text.to_owned()));
    }
    load_draft(after)?;
    Ok(overlay)
}
