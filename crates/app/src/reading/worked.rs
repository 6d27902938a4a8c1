//! Items of a bank in the data as forms take them: the version that lives, or the one that was frozen.
//!
//! They are read for one request and dropped with it: a second copy of a bank is not kept.

use std::collections::BTreeMap;

use assay_bank::{BankItem, folder::item_path, work::ItemPool};
use assay_kernel::{Diagnostics, FormId, source::SourceFile};
use assay_store::{BankFileRecord, FileRecord, Reads};

use super::{Artwork, Files, items::read_items};
use crate::{AppError, FieldFault};

/// Files of live items that forms are drawn from at once: ten times the largest bank that is known, with two
/// files beside each. Each is read anew for every page of a form.
const FILES_MAX: usize = 15_000;

/// An item with its files, at the places they have in a programme.
pub(crate) struct WorkedItem {
    pub(crate) slug: String,
    /// Which version these files are.
    pub(crate) number: i64,
    /// Whether the item may be asked at all: one that was retired has no version that lives.
    pub(crate) is_live: bool,
    pub(crate) files: Files,
}

/// Where an exam version's items of a pool stand in a programme.
pub(crate) fn folder_of(pool: ItemPool, exam: &str) -> String {
    format!("{}/{exam}/", pool.folder())
}

/// What the data own of a programme's items: exam versions, by pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Owned {
    /// Those whose examination banks are in the data.
    pub(crate) banks: Vec<String>,
    /// Those whose practice items are.
    pub(crate) practice: Vec<String>,
}

impl Owned {
    /// As it stands.
    pub(crate) async fn now(store: &Reads) -> Result<Owned, AppError> {
        let owned = store.owned_exams().await?;
        let of = |pool: ItemPool| {
            let of_pool = owned.iter().filter(|owned| owned.pool == pool.as_str());
            of_pool.map(|owned| owned.exam.clone()).collect()
        };
        Ok(Owned { banks: of(ItemPool::Exam), practice: of(ItemPool::Practice) })
    }

    /// One exam version's examination bank.
    pub(crate) fn bank(exam: &str) -> Owned {
        Owned { banks: vec![exam.to_owned()], practice: Vec::new() }
    }

    /// One exam version's practice items.
    pub(crate) fn practice(exam: &str) -> Owned {
        Owned { banks: Vec::new(), practice: vec![exam.to_owned()] }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.banks.is_empty() && self.practice.is_empty()
    }
}

/// Every live item of a pool of an exam version.
pub(crate) async fn live_items(
    store: &Reads,
    pool: ItemPool,
    exam: &str,
) -> Result<Vec<WorkedItem>, AppError> {
    let limit = i64::try_from(FILES_MAX + 1).unwrap_or(i64::MAX);
    let rows = store.live_item_files((pool, exam), limit).await?;
    if rows.len() > FILES_MAX {
        let text = format!("The bank of {exam} is too large: {FILES_MAX} files are read at most.");
        return Err(AppError::Invalid(vec![FieldFault::new("exam", text)]));
    }
    let mut items = grouped((pool, exam), rows)?;
    items.sort_by(|one, other| one.slug.cmp(&other.slug));
    Ok(items)
}

/// The files of some items at their places, each once.
///
/// # Errors
/// `Draft` where two items need different versions of a file that they share.
pub(crate) fn files_of_items(items: Vec<WorkedItem>, folder: &str) -> Result<Files, AppError> {
    let (mut texts, mut artwork) = (BTreeMap::new(), BTreeMap::new());
    for item in items {
        let other = |path: &str| {
            let path = path.strip_prefix(folder).unwrap_or(path);
            Err(AppError::Draft(format!(
                "{} needs another version of {path} than an item before it: two versions of one file cannot \
                 be given together.",
                item.slug
            )))
        };
        for file in item.files.texts {
            match texts.get(&file.path) {
                Some(SourceFile { text, .. }) if *text != file.text => return other(&file.path),
                _ => _ = texts.insert(file.path.clone(), file),
            }
        }
        for art in item.files.artwork {
            match artwork.get(&art.path) {
                Some(Artwork { bytes, .. }) if *bytes != art.bytes => return other(&art.path),
                _ => _ = artwork.insert(art.path.clone(), art),
            }
        }
    }
    Ok(Files { texts: texts.into_values().collect(), artwork: artwork.into_values().collect() })
}

/// The items of a form, in its order: as frozen, else as they live.
pub(crate) async fn items_of_form(
    store: &Reads,
    id: FormId,
    exam: &str,
) -> Result<Vec<WorkedItem>, AppError> {
    grouped((ItemPool::Exam, exam), store.exam_form_files(id).await?)
}

/// Files that stand behind each other belong to one item.
fn grouped((pool, exam): (ItemPool, &str), rows: Vec<BankFileRecord>) -> Result<Vec<WorkedItem>, AppError> {
    let mut items: Vec<(BankFileRecord, Vec<FileRecord>)> = Vec::new();
    for mut row in rows {
        let path = std::mem::take(&mut row.name);
        let file = FileRecord { path, content: std::mem::take(&mut row.content), base64: row.base64 };
        match items.last_mut() {
            Some((first, files)) if first.slug == row.slug => files.push(file),
            _ => items.push((row, vec![file])),
        }
    }
    let item = |(first, mut files): (BankFileRecord, Vec<FileRecord>)| {
        // An item with files beside it has a folder of its own: two items may call a picture alike.
        let own = item_path(pool, exam, &first.slug, files.len() > 1);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        files.iter_mut().for_each(|file| file.path = format!("{folder}/{}", file.path));
        let files = Files::from_store(files)?;
        let BankFileRecord { slug, number, live, .. } = first;
        Ok(WorkedItem { slug, number, is_live: live.is_some(), files })
    };
    items.into_iter().map(item).collect()
}

/// The items as a programme's reader reads them, by id; each beside its own files alone.
pub(crate) fn bank_of(items: &[WorkedItem]) -> BTreeMap<String, BankItem> {
    let mut bank = BTreeMap::new();
    for item in items {
        let (mut found, mut lint) = (Diagnostics::default(), Diagnostics::default());
        let toml = item.files.texts.iter().filter(|file| file.path.ends_with(".toml"));
        bank.extend(read_items(toml, &item.files, &mut found, &mut lint));
    }
    bank
}
