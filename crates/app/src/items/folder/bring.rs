//! Files are brought back: what was changed becomes versions, what is new drafts, all of it or nothing.

use std::collections::BTreeSet;

use assay_bank::{
    folder::{FOLDER_ITEMS_MAX, FolderItem, ReadFolder},
    work::{ItemCommand, ItemPool, ItemState},
};
use assay_kernel::{Arg, Said};
use assay_store::{Reads, Unit};
use serde::{Deserialize, Serialize};

use super::{
    Items,
    brought::{FolderBecame, FolderImported, FolderOutcome},
    take_along::not_in_work,
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, Why},
    items::{
        content::{Content, FileBody, ItemFile, WrittenItem, checked_slug, draft_of},
        held::{Changed, done, held, made},
        open::files_of,
        rules::BringBack,
        write::stored,
    },
    reading::off_the_loop,
};

/// Letters of a mark that are told: enough to tell two apart.
const MARK_CHARS: usize = 12;
/// How names of pictures end.
const PICTURES: [&str; 6] = ["svg", "png", "jpg", "jpeg", "gif", "webp"];

/// What a folder wants to be done.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FolderImport {
    /// Exam version.
    pub exam: String,
    /// Items that were changed, or are new.
    pub items: Vec<NewContent>,
    /// How many stand there as they were written.
    pub unchanged: usize,
    /// The names of those whose file is gone: nothing is done with them.
    pub missing: Vec<String>,
}

/// An item with another content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewContent {
    /// Which pool it is of.
    pub pool: ItemPool,
    /// Its name.
    pub name: String,
    /// Where its authoring file stands.
    pub path: String,
    /// The version that it was made of; none of a new item.
    pub from: Option<FolderFrom>,
    /// Its files.
    pub content: WrittenItem,
}

/// The version that a content was made of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FolderFrom {
    /// The item's id in the data that it was taken from.
    pub id: String,
    /// The version's number.
    pub version: u32,
    /// The mark of its files.
    pub mark: String,
    /// Where the manifest says so.
    pub line: usize,
}

impl FolderImport {
    /// What a folder that was read wants.
    pub fn of(read: ReadFolder) -> FolderImport {
        FolderImport {
            exam: read.exam,
            items: read.changed.into_iter().map(NewContent::of).collect(),
            unchanged: read.unchanged.len(),
            missing: read.missing.into_iter().map(|line| line.name).collect(),
        }
    }
}

impl NewContent {
    fn of(item: FolderItem) -> NewContent {
        let from = item.from.map(|line| FolderFrom {
            id: line.id.to_string(),
            version: line.version,
            mark: line.mark,
            line: line.at.line,
        });
        let beside = item
            .beside
            .into_iter()
            .map(|file| ItemFile { body: body_of(&file.path, file.bytes), name: file.path });
        let content = WrittenItem { text: item.text, beside: beside.collect() };
        NewContent { pool: item.pool, name: item.name, path: item.path, from, content }
    }
}

/// A picture, or a text where it is one that a database takes.
fn body_of(name: &str, bytes: Vec<u8>) -> FileBody {
    if name.rsplit_once('.').is_some_and(|(_, end)| PICTURES.contains(&end)) {
        return FileBody::Bytes(bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => FileBody::Text(text),
        Ok(text) => FileBody::Bytes(text.into_bytes()),
        Err(other) => FileBody::Bytes(other.into_bytes()),
    }
}

/// What is to be written of an item, or why nothing is.
enum JudgedContent {
    Here,
    Changed(FolderBecame, Box<Changed>),
}

impl Items {
    /// Brings files back: a changed one is a new version of its item from the one that was taken along, a new
    /// one a draft. All of it is one commit with its line of the audit log; nothing is written where anything
    /// stands against one item, where there is nothing to do, and in a `rehearsal`.
    ///
    /// # Errors
    /// Not the command line; `Invalid` where the bank is not in work, or there is too much; `Conflict` where
    /// somebody wrote meanwhile; or the store failed.
    pub async fn bring_back(
        &self,
        asking: &Asking,
        folder: FolderImport,
        why: Option<&Why>,
        is_rehearsal: bool,
    ) -> Result<FolderImported, AppError> {
        let permit = asking.permit::<BringBack>()?;
        let invalid = |text: String| Err(AppError::Invalid(vec![FieldFault::new("exam", text)]));
        let (store, exam) = (self.shelf.under(&permit), folder.exam);
        if !store.owned_exams().await?.iter().any(|owned| owned.exam == exam) {
            return invalid(not_in_work(&exam));
        }
        if folder.items.len() > FOLDER_ITEMS_MAX {
            return invalid(format!("Bring at most {FOLDER_ITEMS_MAX} items at once."));
        }
        let (programme, code) = (asking.programme.clone(), exam.clone());
        let read = off_the_loop(move || {
            let read = |item: NewContent| {
                let read = read(&programme.programme, &code, &item);
                (item, read)
            };
            folder.items.into_iter().map(read).collect::<Vec<_>>()
        });
        let (mut unit, mut items, mut names) = (Unit::new(), Vec::new(), BTreeSet::new());
        for (item, content) in read.await? {
            let judged = match content {
                _ if !names.insert(item.name.clone()) => refused("Two files bring an item of this name."),
                Err(refused) => Err(refused),
                Ok(content) => self.judged(asking, store, &exam, &item, *content, why).await,
            };
            let became = match judged {
                Ok(JudgedContent::Here) => FolderBecame::Here,
                Ok(JudgedContent::Changed(became, changed)) => {
                    unit.append(changed.unit()?);
                    became
                }
                Err(AppError::Invalid(faults)) => {
                    let texts: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
                    FolderBecame::Refused(texts.join(" "))
                }
                Err(other) => return Err(other),
            };
            let NewContent { pool, name, path, from, .. } = item;
            items.push(FolderOutcome { pool, name, path, line: from.map(|from| from.line), became });
        }
        let mut imported = FolderImported { items, is_written: false };
        let changes = imported.changes();
        if is_rehearsal || imported.is_refused() || changes == 0 {
            return Ok(imported);
        }
        let many = u64::try_from(changes).unwrap_or_default();
        let did = Said::of("did.items-brought-back").with("exam", Arg::text(&exam)).with("n", many);
        let deed = Deed::of(&did)?.to(&exam);
        let deed = if let Some(why) = why { deed.because(why) } else { deed };
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)?;
        imported.is_written = true;
        Ok(imported)
    }

    async fn judged(
        &self,
        asking: &Asking,
        store: &Reads,
        exam: &str,
        item: &NewContent,
        content: Content,
        why: Option<&Why>,
    ) -> Result<JudgedContent, AppError> {
        let mark = content.read.marks.mark.clone();
        let command = ItemCommand::Write {
            marks: content.read.marks.clone(),
            why: why.map_or_else(|| "From files.".to_owned(), |why| why.as_str().to_owned()),
            from: None,
        };
        let Some(known) = store.item_by_slug(item.pool, &item.name).await? else {
            if item.from.is_some() {
                return refused(
                    "These data have no such item, and the manifest does: it was written from other data.",
                );
            }
            if store.item_by_slug(item.pool.other(), &item.name).await?.is_some() {
                return refused(format!(
                    "The {} pool has an item of this name. Choose another one.",
                    item.pool.other().as_str()
                ));
            }
            checked_slug(&item.name)?;
            let changed = made(asking, self.fresh(asking, item.pool), exam, &item.name, command, content)?;
            return Ok(JudgedContent::Changed(FolderBecame::Begun, Box::new(changed)));
        };
        if known.exam != exam {
            return refused(format!(
                "There is an item of this name already, of {}. Choose another one.",
                known.exam
            ));
        }
        let number = u32::try_from(known.latest).unwrap_or_default();
        let draft = draft_of(&known.slug, files_of(store, known.id, number).await?);
        let now = Content::read(&asking.programme.programme, item.pool, exam, &known.slug, draft);
        let now = now.read.marks.mark;
        if now == mark {
            return Ok(JudgedContent::Here);
        }
        must_be_of(item.from.as_ref(), &known.id.to_string(), number, &now)?;
        // What was read and what is written are one: the row of the item must not have changed since.
        let held = held(store, known.id).await?.ok_or(AppError::NotFound)?;
        let before = held.work.latest().map_or(ItemState::Draft, |latest| latest.state);
        let changed = done(asking, held, command, Some(content))?;
        if changed.record.latest == known.latest {
            return Ok(JudgedContent::Changed(
                FolderBecame::Saved { number, state: changed.record.state },
                Box::new(changed),
            ));
        }
        let (number, state) = (number + 1, changed.record.state);
        let live =
            changed.record.live.and_then(|live| u32::try_from(live).ok()).filter(|live| *live != number);
        Ok(JudgedContent::Changed(FolderBecame::Version { number, before, state, live }, Box::new(changed)))
    }
}

/// Reads what is brought. What cannot be read, and what nothing would be made of, is refused.
fn read(
    programme: &assay_programme::model::Programme,
    exam: &str,
    item: &NewContent,
) -> Result<Box<Content>, AppError> {
    Content::fits(&item.content)?;
    let content = Content::read(programme, item.pool, exam, &item.name, item.content.clone());
    if let Some(fault) = content.read.read.found.clone().sorted().first() {
        return refused(format!("{} ({}, line {}).", fault.message, fault.code, fault.at.line));
    }
    if content.files.len() != item.content.beside.len() + 1 {
        return refused("It does not name every file that stands beside it.");
    }
    Ok(Box::new(content))
}

/// The data must hold what the content was made of.
fn must_be_of(from: Option<&FolderFrom>, id: &str, number: u32, mark: &str) -> Result<(), AppError> {
    let short = |mark: &str| mark.chars().take(MARK_CHARS).collect::<String>();
    let now = format!("version {number} (mark {})", short(mark));
    let again = "Export the bank again and carry this change over.";
    match from {
        None => refused(format!("The data hold an item of this name already: {now}. {again}")),
        Some(from) if from.id != id => {
            refused(format!("The manifest was written from other data: there it is {}, here {id}.", from.id))
        }
        Some(from) if from.version != number || from.mark != mark => refused(format!(
            "The data have moved on: the manifest names version {} (mark {}), and they hold {now}. {again}",
            from.version,
            short(&from.mark),
        )),
        Some(_) => Ok(()),
    }
}

fn refused<T>(text: impl Into<String>) -> Result<T, AppError> {
    Err(AppError::Invalid(vec![FieldFault::new("", text)]))
}
