//! Items of a bank in the data as forms take them: the version that lives, or the one that was frozen.
//!
//! They are read for one request and dropped with it: a second copy of a bank is not kept.

use std::collections::BTreeMap;

use assay_bank::{BankItem, folder::item_path, work::ItemPool};
use assay_kernel::{Diagnostics, FormId};
use assay_store::{BankFileRecord, FileRecord, Reads};

use super::{Files, items::read_items};
use crate::{AppError, FieldFault};

/// Files of live items that forms are drawn from at once: ten times the largest bank that is known, with two
/// files beside each. Each is read anew for every page of a form.
const FILES_MAX: usize = 15_000;
/// The word of the examination's pool in rows.
const EXAM_POOL: &str = "exam";

/// An item with its files, at the places they have in a programme.
pub(crate) struct WorkedItem {
    pub(crate) slug: String,
    /// Which version these files are.
    pub(crate) number: i64,
    /// Whether the item may be asked at all: one that was retired has no version that lives.
    pub(crate) is_live: bool,
    pub(crate) files: Files,
}

/// Where an exam version's items stand in a programme.
pub(crate) fn folder_of(exam: &str) -> String {
    format!("bank/{exam}/")
}

/// The exam versions whose examination banks are in the data.
pub(crate) async fn owned_banks(store: &Reads) -> Result<Vec<String>, AppError> {
    let owned = store.owned_exams().await?;
    Ok(owned.into_iter().filter(|owned| owned.pool == EXAM_POOL).map(|owned| owned.exam).collect())
}

/// Every live item of an exam version.
pub(crate) async fn live_items(store: &Reads, exam: &str) -> Result<Vec<WorkedItem>, AppError> {
    let limit = i64::try_from(FILES_MAX + 1).unwrap_or(i64::MAX);
    let rows = store.live_item_files(exam, limit).await?;
    if rows.len() > FILES_MAX {
        let text =
            format!("The bank of {exam} is too large: forms are drawn from {FILES_MAX} files at most.");
        return Err(AppError::Invalid(vec![FieldFault::new("exam", text)]));
    }
    grouped(exam, rows)
}

/// The items of a form, in its order: as frozen, else as they live.
pub(crate) async fn items_of_form(
    store: &Reads,
    id: FormId,
    exam: &str,
) -> Result<Vec<WorkedItem>, AppError> {
    grouped(exam, store.exam_form_files(id).await?)
}

/// Files that stand behind each other belong to one item.
fn grouped(exam: &str, rows: Vec<BankFileRecord>) -> Result<Vec<WorkedItem>, AppError> {
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
        let own = item_path(ItemPool::Exam, exam, &first.slug, files.len() > 1);
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
