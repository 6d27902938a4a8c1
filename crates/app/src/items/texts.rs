//! Texts that several items share: written once, and a version more of each item that names them.
//!
//! A shared text has no life of its own: it is a file of every version that names it, so what was given stays
//! what it was. Saving it saves all its items, in one commit or not at all.

use std::collections::BTreeMap;

use assay_bank::{
    folder::is_item_name,
    stimulus_name,
    work::{ItemCommand, ItemId, ItemPool, ItemState},
};
use assay_kernel::Instant;
use assay_store::{Reads, SharedTextRecord, Unit};

use super::{
    Items,
    content::{Content, FileBody, ItemFile, draft_of},
    held::{done, held, manages},
    look::ItemLook,
    open::files_of,
    rules::{BeginItem, WriteItem},
    write::{stored, words_of},
};
use crate::{AppError, Asking, FieldFault, reading::sha256};

/// Items of an exam version that share texts: a case has ten, and a bank some dozens of cases.
const ITEMS_MAX: i64 = 500;
/// Letters of a shared text: what somebody reads in a few minutes, with a log or a template in it.
const TEXT_BYTES_MAX: usize = 32 << 10;
/// Wordings that are shown.
const WORDINGS_MAX: i64 = 50;

/// A text that items share, in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedTextLine {
    /// Its name.
    pub name: String,
    /// The items whose latest version names it.
    pub items: Vec<SharedTextItem>,
}

/// An item that names a shared text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedTextItem {
    /// Id.
    pub id: ItemId,
    /// Its name.
    pub slug: String,
    /// How its latest version stands.
    pub state: ItemState,
    /// The latest version.
    pub version: i64,
    /// Which wording of the text that has.
    pub digest: String,
}

/// A wording of a shared text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingLine {
    /// Which one.
    pub digest: String,
    /// The text.
    pub text: String,
    /// When the first version had it.
    pub at: Instant,
    /// How many versions of items have it.
    pub versions: i64,
}

/// A shared text, opened.
#[derive(Clone, Debug)]
pub struct SharedTextView {
    /// With the items that name it.
    pub line: SharedTextLine,
    /// As it stands now.
    pub text: String,
    /// Pictures that stand beside it.
    pub pictures: Vec<ItemFile>,
    /// Every wording, the latest first.
    pub wordings: Vec<WordingLine>,
    /// A mark of what is shown: whoever saves says so again.
    pub seen: String,
    /// Whether whoever asks may write on each of its items.
    pub can_write: bool,
}

/// Which shared text.
#[derive(Clone, Copy, Debug)]
pub struct WhichText<'a> {
    /// The pool of its items.
    pub pool: ItemPool,
    /// Their exam version.
    pub exam: &'a str,
    /// Its name.
    pub name: &'a str,
}

impl Items {
    /// The texts that items of an exam version share, where whoever asks writes.
    ///
    /// # Errors
    /// No writer, or the store failed.
    pub async fn shared_texts(
        &self,
        asking: &Asking,
        pool: ItemPool,
        exam: &str,
    ) -> Result<Vec<SharedTextLine>, AppError> {
        let permit = asking.permit::<BeginItem>()?;
        seen_by(self.shelf.under(&permit), asking, pool, exam).await
    }

    /// A shared text with its items and wordings.
    ///
    /// # Errors
    /// No writer; `NotFound`; or the store failed.
    pub async fn shared_text(
        &self,
        asking: &Asking,
        which: WhichText<'_>,
    ) -> Result<SharedTextView, AppError> {
        let permit = asking.permit::<BeginItem>()?;
        let store = self.shelf.under(&permit);
        let line = found(store, asking, which).await?;
        let wordings = store.wordings((which.pool, which.exam, which.name), WORDINGS_MAX).await?;
        let (text, pictures) = text_of(store, which.name, latest(&line, &wordings)).await?;
        let mut can_write = true;
        for item in &line.items {
            let held = held(store, item.id).await?.ok_or(AppError::NotFound)?;
            can_write = can_write && asking.may::<WriteItem>(&held);
        }
        let wordings = wordings.into_iter().map(|row| WordingLine {
            digest: row.digest,
            text: row.content,
            at: row.made_at.0,
            versions: row.versions,
        });
        let seen = seen_of(&line);
        Ok(SharedTextView { text, pictures, wordings: wordings.collect(), seen, can_write, line })
    }

    /// How the first of its items would look with another text.
    ///
    /// # Errors
    /// As above.
    pub async fn look_at_text(
        &self,
        asking: &Asking,
        which: WhichText<'_>,
        text: &str,
    ) -> Result<ItemLook, AppError> {
        let permit = asking.permit::<BeginItem>()?;
        let store = self.shelf.under(&permit);
        let line = found(store, asking, which).await?;
        let first = line.items.first().ok_or(AppError::NotFound)?;
        let mut draft = draft_of(&first.slug, files_of(store, first.id, first.version_number()).await?);
        put(&mut draft.beside, text_file(which.name, text));
        self.look(asking, (which.pool, which.exam, &first.slug), draft).await
    }

    /// Saves a shared text: a version more of each item that names it, all or none. Gives back how many.
    ///
    /// # Errors
    /// `NotFound`, for whoever may not write on one of them too; `Conflict` where something happened since it
    /// was looked at; `Invalid` with what stands against it; or the store failed.
    pub async fn save_shared_text(
        &self,
        asking: &Asking,
        which: WhichText<'_>,
        seen: &str,
        text: &str,
        pictures: &[ItemFile],
        why: &str,
    ) -> Result<usize, AppError> {
        let fault = |field, text: String| Err(AppError::Invalid(vec![FieldFault::new(field, text)]));
        if text.trim().is_empty() {
            return fault("text", "Write what its items share.".to_owned());
        }
        if text.len() > TEXT_BYTES_MAX {
            return fault("text", format!("Use at most {} KB for one text.", TEXT_BYTES_MAX >> 10));
        }
        let why = words_of("why", why)?;
        let view = self.shared_text(asking, which).await?;
        if view.seen != seen {
            return Err(AppError::Conflict);
        }
        let (mut unit, mut permits, mut changed, mut left) = (Unit::new(), Vec::new(), 0, Vec::new());
        for item in &view.line.items {
            let (permit, held) =
                self.shelf.open::<WriteItem, _>(asking, |store| held(store, item.id)).await?;
            let files = files_of(self.shelf.under(&permit), item.id, item.version_number()).await?;
            let mut draft = draft_of(&item.slug, files);
            put(&mut draft.beside, text_file(which.name, text));
            view.pictures.iter().chain(pictures).for_each(|file| put(&mut draft.beside, file.clone()));
            Content::fits(&draft)?;
            let content = self.next_content(asking, &held, draft);
            let marks = content.read.marks.clone();
            permits.push(permit);
            if held.work.latest().is_some_and(|latest| latest.marks == marks) {
                continue;
            }
            let command = ItemCommand::Write { marks, why: why.clone(), from: None };
            match done(asking, held, command, Some(content)) {
                Ok(done) => unit.append(done.unit()?),
                Err(AppError::Invalid(faults)) => {
                    let texts: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
                    left.push(format!("{}: {}", item.slug, texts.join(" ")));
                }
                Err(error) => return Err(error),
            }
            changed += 1;
        }
        if !left.is_empty() {
            return fault("", format!("Nothing is saved. {}", left.join(" ")));
        }
        match permits.pop() {
            Some(permit) if changed > 0 => {
                stored(self.shelf.commit(permit, unit).await)?;
                Ok(changed)
            }
            _ => Ok(0),
        }
    }

    /// What stands beside an item that shares a text from now on: the text as it stands, or the beginning of
    /// a new one.
    ///
    /// # Errors
    /// No writer; `Invalid` where it cannot be called so; or the store failed.
    pub async fn sharing(
        &self,
        asking: &Asking,
        which: WhichText<'_>,
        mut beside: Vec<ItemFile>,
    ) -> Result<Vec<ItemFile>, AppError> {
        let permit = asking.permit::<BeginItem>()?;
        if !is_item_name(which.name) {
            let text = "Use lower-case letters, digits and hyphens for the name, such as case-web-shop.";
            return Err(AppError::Invalid(vec![FieldFault::new("shared_new", text)]));
        }
        let store = self.shelf.under(&permit);
        match found(store, asking, which).await {
            Ok(line) => {
                let wordings = store.wordings((which.pool, which.exam, which.name), WORDINGS_MAX).await?;
                let (text, pictures) = text_of(store, which.name, latest(&line, &wordings)).await?;
                pictures.into_iter().for_each(|file| put(&mut beside, file));
                put(&mut beside, text_file(which.name, &text));
            }
            Err(AppError::NotFound) => {
                put(&mut beside, text_file(which.name, &format!("# {}\n", which.name)));
            }
            Err(error) => return Err(error),
        }
        Ok(beside)
    }
}

impl SharedTextItem {
    fn version_number(&self) -> u32 {
        u32::try_from(self.version).unwrap_or_default()
    }
}

/// The file of a shared text beside an item.
fn text_file(name: &str, text: &str) -> ItemFile {
    let text = format!("{}\n", text.replace("\r\n", "\n").trim());
    ItemFile { name: stimulus_name(name), body: FileBody::Text(text) }
}

/// Puts a file among others, in the place of one of its name.
fn put(files: &mut Vec<ItemFile>, file: ItemFile) {
    files.retain(|other| other.name != file.name);
    files.push(file);
}

/// A mark of what items name a text, and in which version of theirs.
fn seen_of(line: &SharedTextLine) -> String {
    let of = |item: &SharedTextItem| format!("{} {} {}\n", item.id, item.version, item.digest);
    sha256(line.items.iter().map(of).collect::<String>().as_bytes()).chars().take(16).collect()
}

/// The texts that whoever asks may see: those of items where they write.
async fn seen_by(
    store: &Reads,
    asking: &Asking,
    pool: ItemPool,
    exam: &str,
) -> Result<Vec<SharedTextLine>, AppError> {
    let mut lines: BTreeMap<String, Vec<SharedTextRecord>> = BTreeMap::new();
    for row in store.shared_texts(pool, exam, ITEMS_MAX).await? {
        lines.entry(row.name.clone()).or_default().push(row);
    }
    let scopes = match asking.actor.person().filter(|_| !lines.is_empty() && !manages(asking)) {
        Some(person) => store.item_scopes_of(*person).await?,
        None => Vec::new(),
    };
    let works_on = |row: &SharedTextRecord| {
        scopes.iter().any(|(of, part)| of == exam && (part.is_empty() || *part == row.domain))
    };
    let mut seen = Vec::new();
    for (name, rows) in lines {
        if manages(asking) || rows.iter().any(works_on) {
            let item = |row: SharedTextRecord| SharedTextItem {
                id: row.id,
                slug: row.slug,
                state: row.state,
                version: row.latest,
                digest: row.digest,
            };
            seen.push(SharedTextLine { name, items: rows.into_iter().map(item).collect() });
        }
    }
    Ok(seen)
}

async fn found(store: &Reads, asking: &Asking, which: WhichText<'_>) -> Result<SharedTextLine, AppError> {
    let lines = seen_by(store, asking, which.pool, which.exam).await?;
    lines.into_iter().find(|line| line.name == which.name).ok_or(AppError::NotFound)
}

/// The item that has the latest wording.
fn latest<'l>(
    line: &'l SharedTextLine,
    wordings: &[assay_store::WordingRecord],
) -> Option<&'l SharedTextItem> {
    let has = |digest: &str| line.items.iter().find(|item| item.digest == digest);
    wordings.iter().find_map(|wording| has(&wording.digest)).or_else(|| line.items.first())
}

/// A text with the pictures that it shows.
async fn text_of(
    store: &Reads,
    name: &str,
    item: Option<&SharedTextItem>,
) -> Result<(String, Vec<ItemFile>), AppError> {
    let item = item.ok_or(AppError::NotFound)?;
    let files = files_of(store, item.id, item.version_number()).await?;
    let own = stimulus_name(name);
    let text = files.iter().find(|file| file.name == own).and_then(|file| match &file.body {
        FileBody::Text(text) => Some(text.clone()),
        FileBody::Bytes(_) => None,
    });
    let text = text.unwrap_or_default();
    let shows = |file: &ItemFile| file.is_picture() && text.contains(&file.name);
    let pictures = files.iter().filter(|file| shows(file)).cloned().collect();
    Ok((text, pictures))
}
