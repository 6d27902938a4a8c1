//! A bank is taken along as files, some items at a time.

use std::sync::Arc;

use assay_bank::{
    folder::{
        FOLDER_ITEMS_MAX, FolderFile, FolderLine, FolderManifest, MANIFEST, is_file_name, is_inside,
        item_path,
    },
    work::ItemPool,
};
use assay_kernel::{Arg, Location, Said};
use assay_store::{ItemRecord, StoreError, Unit};

use super::Items;
use crate::{
    AppError, Asking, FieldFault, Published,
    deed::Deed,
    items::{
        content::{Content, FileBody, ItemFile, draft_of},
        open::files_of,
        rules::TakeAlong,
    },
    permit::Permit,
    reading::off_the_loop,
    shelf::Shelf,
};

/// Items whose files are in memory at once.
const PART_ITEMS: i64 = 50;

/// The files of a bank, part by part.
pub struct FolderParts {
    /// How many items there are.
    pub count: usize,
    /// How many of them were written so far.
    pub done: usize,
    shelf: Shelf,
    permit: Permit<TakeAlong>,
    programme: Arc<Published>,
    /// Pools that are still to be written, the next one last.
    pools: Vec<ItemPool>,
    /// The name of the last item that was.
    after: String,
    manifest: FolderManifest,
    is_whole: bool,
}

impl Items {
    /// Begins to take the bank of an exam version along as files, both pools with their keys, and writes into
    /// the audit log that it was.
    ///
    /// # Errors
    /// Neither bank manager nor the command line; `Invalid` where the bank is not in work, or too large; or
    /// the store failed.
    pub async fn take_along(&self, asking: &Asking, exam: &str) -> Result<FolderParts, AppError> {
        let permit = asking.permit::<TakeAlong>()?;
        let owned = self.shelf.under(&permit).owned_exams().await?;
        let many: i64 = owned.iter().filter(|owned| owned.exam == exam).map(|owned| owned.many).sum();
        let count = usize::try_from(many).unwrap_or_default();
        let invalid = |text: String| Err(AppError::Invalid(vec![FieldFault::new("exam", text)]));
        if count == 0 || !is_file_name(exam) {
            return invalid(not_in_work(exam));
        }
        if count > FOLDER_ITEMS_MAX {
            return invalid(format!(
                "The bank of {exam} has {count} items; at most {FOLDER_ITEMS_MAX} are files."
            ));
        }
        let did =
            Said::of("did.items-taken-along").with("exam", Arg::text(exam)).with("n", many.unsigned_abs());
        let deed = Deed::of(&did)?.to(exam);
        self.shelf.commit_logged(asking, permit, deed, Unit::default()).await?;
        Ok(FolderParts {
            count,
            done: 0,
            shelf: self.shelf.clone(),
            permit: asking.permit::<TakeAlong>()?,
            programme: asking.programme.clone(),
            pools: ItemPool::ALL.into_iter().rev().collect(),
            after: String::new(),
            manifest: FolderManifest { exam: exam.to_owned(), items: Vec::new() },
            is_whole: false,
        })
    }
}

/// What stands against it where nobody works in a bank.
pub(super) fn not_in_work(exam: &str) -> String {
    format!(
        "The bank of {exam} is not in work: its items are the programme's files. Take it into work on the \
             page Bank first."
    )
}

impl FolderParts {
    /// The next files; none behind the last, which is the manifest.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next(&mut self) -> Result<Option<Vec<FolderFile>>, AppError> {
        while let Some(pool) = self.pools.last().copied() {
            let store = self.shelf.under(&self.permit);
            let records = store.items_after(pool, &self.manifest.exam, &self.after, PART_ITEMS).await?;
            let Some(last) = records.last() else {
                self.pools.pop();
                self.after.clear();
                continue;
            };
            self.after.clone_from(&last.slug);
            let mut held = Vec::new();
            for record in records {
                let number = u32::try_from(record.latest).unwrap_or_default();
                let files = files_of(store, record.id, number).await?;
                held.push((record, number, files));
            }
            let programme = self.programme.clone();
            let written = off_the_loop(move || {
                held.into_iter()
                    .map(|(record, number, files)| written(&programme, record, number, files))
                    .collect()
            });
            let written: Result<Vec<_>, AppError> = written.await?;
            let mut part = Vec::new();
            for (line, files) in written? {
                self.done += 1;
                self.manifest.items.push(line);
                part.extend(files);
            }
            return Ok(Some(part));
        }
        if std::mem::replace(&mut self.is_whole, true) {
            return Ok(None);
        }
        let bytes = self.manifest.to_text().into_bytes();
        Ok(Some(vec![FolderFile { path: MANIFEST.to_owned(), bytes }]))
    }
}

/// The files of an item, with what the manifest says of them: the mark is made of these files.
fn written(
    programme: &Published,
    record: ItemRecord,
    number: u32,
    files: Vec<ItemFile>,
) -> Result<(FolderLine, Vec<FolderFile>), AppError> {
    let (pool, own) = (record.id.pool(), format!("{}.toml", record.slug));
    let path = item_path(pool, &record.exam, &record.slug, files.len() > 1);
    let folder = path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
    let mut out = Vec::new();
    for file in &files {
        let path = if file.name == own { path.clone() } else { format!("{folder}/{}", file.name) };
        let bytes = match &file.body {
            FileBody::Text(text) => text.clone().into_bytes(),
            FileBody::Bytes(bytes) => bytes.clone(),
        };
        if !is_inside(&path) {
            let what = format!("{} has a file {:?}", record.id, file.name);
            return Err(AppError::internal("the files of an item", StoreError::Corrupt(what)));
        }
        out.push(FolderFile { path, bytes });
    }
    let draft = draft_of(&record.slug, files);
    let content = Content::read(&programme.programme, pool, &record.exam, &record.slug, draft);
    let live = record.live.and_then(|live| u32::try_from(live).ok());
    let line = FolderLine {
        pool,
        name: record.slug,
        id: record.id,
        version: number,
        state: record.state,
        live: live.filter(|live| *live != number),
        mark: content.read.marks.mark,
        at: Location::default(),
    };
    Ok((line, out))
}
