//! A folder's files of a bank that is in the data: they are not read, and which differ is told.

use std::collections::BTreeMap;

use assay_assessment::form::parse_form;
use assay_bank::work::ItemPool;
use assay_kernel::source::SourceFile;
use assay_store::Reads;

use super::{
    Files, InForce, Reviewed,
    draft::load_draft,
    files::Artwork,
    off_the_loop,
    worked::{Owned, folder_of},
};
use crate::AppError;

/// Where forms stand in a programme.
pub(crate) const FORMS: &str = "forms/";

/// A draft without what a folder says of owned banks.
pub(crate) struct SettledDraft {
    /// Its files, with those of owned banks as they are in force.
    pub(crate) files: Files,
    /// Files that were not read, and say something else than what is in force.
    pub(crate) not_read: Vec<String>,
}

/// Whether a file belongs to what the data own: an item, what stands beside one, or a form. Practice sets are
/// no items, and the folder's.
pub(crate) fn is_owned(path: &str, text: Option<&SourceFile>, owned: &Owned) -> bool {
    let stands =
        |pool: ItemPool, exams: &[String]| exams.iter().any(|exam| path.starts_with(&folder_of(pool, exam)));
    let is_item = || stands(ItemPool::Exam, &owned.banks) || stands(ItemPool::Practice, &owned.practice);
    let is_form = || {
        let form = text.filter(|file| file.path.starts_with(FORMS) && file.path.ends_with(".toml"));
        form.is_some_and(|file| owned.banks.iter().any(|exam| parse_form(file).0.exam == **exam))
    };
    is_item() || is_form()
}

/// Takes what belongs to owned banks from the version in force.
pub(crate) fn settled(current: &Files, draft: Files, owned: &Owned) -> SettledDraft {
    if owned.is_empty() {
        return SettledDraft { files: draft, not_read: Vec::new() };
    }
    let is_text_of = |file: &SourceFile| is_owned(&file.path, Some(file), owned);
    let is_picture_of = |art: &Artwork| is_owned(&art.path, None, owned);
    let (theirs, mut texts): (Vec<_>, Vec<_>) = draft.texts.into_iter().partition(is_text_of);
    let (their_pictures, mut artwork): (Vec<_>, Vec<_>) = draft.artwork.into_iter().partition(is_picture_of);
    let ours: BTreeMap<&str, &str> = current
        .texts
        .iter()
        .filter(|file| is_text_of(file))
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect();
    let our_pictures: BTreeMap<&str, &[u8]> = current
        .artwork
        .iter()
        .filter(|art| is_picture_of(art))
        .map(|art| (art.path.as_str(), art.bytes.as_slice()))
        .collect();
    let other = theirs.iter().filter(|file| ours.get(file.path.as_str()) != Some(&file.text.as_str()));
    let mut not_read: Vec<String> = other.map(|file| file.path.clone()).collect();
    let other = their_pictures.iter();
    let other = other.filter(|art| our_pictures.get(art.path.as_str()) != Some(&art.bytes.as_slice()));
    not_read.extend(other.map(|art| art.path.clone()));
    // A folder without any of a bank's files says nothing of it; one that lacks some of them does.
    if !theirs.is_empty() {
        let has = |path: &str| {
            theirs.iter().any(|file| file.path == path) || their_pictures.iter().any(|art| art.path == path)
        };
        let gone = ours.keys().chain(our_pictures.keys()).filter(|path| !has(path));
        not_read.extend(gone.map(|path| (*path).to_owned()));
    }
    not_read.sort();
    texts.extend(ours.iter().map(|(path, text)| SourceFile::new((*path).to_owned(), (*text).to_owned())));
    artwork.extend(
        our_pictures.iter().map(|(path, bytes)| Artwork { path: (*path).into(), bytes: bytes.to_vec() }),
    );
    texts.sort_by(|one, other| one.path.cmp(&other.path));
    artwork.sort_by(|one, other| one.path.cmp(&other.path));
    SettledDraft { files: Files { texts, artwork }, not_read }
}

/// A folder's programme without what it says of banks in the data, and the files that were not read.
///
/// # Errors
/// The store failed, or what is left of the folder does not fit what is in force.
pub async fn without_owned(
    store: &Reads,
    parent: &InForce,
    proposed: Reviewed,
) -> Result<(Reviewed, Vec<String>), AppError> {
    settled_draft(store, parent.files.clone(), proposed).await
}

/// The same with the files in force at hand.
pub(crate) async fn settled_draft(
    store: &Reads,
    current: Files,
    proposed: Reviewed,
) -> Result<(Reviewed, Vec<String>), AppError> {
    let owned = Owned::now(store).await?;
    if owned.is_empty() {
        return Ok((proposed, Vec::new()));
    }
    off_the_loop(move || {
        let draft = settled(&current, proposed.files.clone(), &owned);
        if draft.files.tree() == proposed.tree() {
            return Ok((proposed, draft.not_read));
        }
        Ok((load_draft(draft.files)?, draft.not_read))
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Files {
        let texts = texts.iter().map(|(path, text)| SourceFile::new((*path).to_owned(), (*text).to_owned()));
        Files { texts: texts.collect(), artwork: Vec::new() }
    }

    #[test]
    fn a_folders_items_and_forms_of_an_owned_bank_are_told_and_not_read() {
        let form = |exam: &str, cut: u32| format!("id = \"{exam}-A\"\nexam = \"{exam}\"\ncut_raw = {cut}\n");
        let (x, y) = (form("X-1", 1), form("Y-1", 1));
        let current = files(&[
            ("bank/X-1/q.toml", "old"),
            ("bank/X-1/s.toml", "stays"),
            ("bank/Y-1/q.toml", "old"),
            ("forms/X-1-A.toml", &x),
            ("forms/Y-1-A.toml", &y),
            ("programme.toml", "old"),
        ]);
        let (x, y) = (form("X-1", 2), form("Y-1", 2));
        let draft = files(&[
            ("bank/X-1/q.toml", "new"),
            ("bank/X-1/r.toml", "joins"),
            ("bank/Y-1/q.toml", "new"),
            ("forms/X-1-A.toml", &x),
            ("forms/Y-1-A.toml", &y),
            ("programme.toml", "new"),
        ]);
        let owned = Owned::bank("X-1");
        let settled_draft = settled(&current, draft.clone(), &owned);
        assert_eq!(
            settled_draft.not_read,
            ["bank/X-1/q.toml", "bank/X-1/r.toml", "bank/X-1/s.toml", "forms/X-1-A.toml"]
        );
        let changes = current.changes(&settled_draft.files);
        let changed: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(changed, ["bank/Y-1/q.toml", "forms/Y-1-A.toml", "programme.toml"]);
        // Without a bank in the data a folder is read whole.
        let whole = settled(&current, draft.clone(), &Owned::default());
        assert!(whole.not_read.is_empty() && whole.files.tree() == draft.tree());
        // Of the practice items alone; their sets are the folder's.
        let practice = |q: &str, set: &str| {
            files(&[("practice/X-1/q.toml", q), ("practice/sets/X-1.toml", set), ("practice/Y-1/q.toml", q)])
        };
        let (current, draft) = (practice("old", "old"), practice("new", "new"));
        let settled_practice = settled(&current, draft, &Owned::practice("X-1"));
        assert_eq!(settled_practice.not_read, ["practice/X-1/q.toml"]);
        let changes = current.changes(&settled_practice.files);
        let changed: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(changed, ["practice/Y-1/q.toml", "practice/sets/X-1.toml"]);
        // Whoever took the bank's files out of their folder is told nothing.
        let without = files(&[("programme.toml", "new")]);
        assert!(settled(&current, without, &owned).not_read.is_empty());
    }
}
