//! What a version holds: an authoring file with what stands beside it.

use std::collections::BTreeMap;

use assay_bank::{
    ItemCompanions,
    folder::is_item_name,
    stimulus_name,
    work::{ItemFacts, ItemPool, ReadContent, read_content},
};
use assay_kernel::source::SourceFile;
use assay_programme::model::Programme;
use assay_store::ItemFileRecord;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::{AppError, FieldFault, reading::sha256};

/// Letters of an authoring file; the longest of a bank has some six thousand.
const TEXT_BYTES_MAX: usize = 64 << 10;
/// Files that stand beside one.
const COMPANIONS_MAX: usize = 40;
/// Bytes of all of them: pictures, mostly.
const COMPANION_BYTES_MAX: usize = 8 << 20;

/// What stands in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileBody {
    /// A text.
    Text(String),
    /// A picture, or another medium.
    #[serde(with = "in_base64")]
    Bytes(Vec<u8>),
}

/// Bytes in a document of text.
mod in_base64 {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// A file of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFile {
    /// Below the folder of its exam version.
    pub name: String,
    /// What stands in it.
    pub body: FileBody,
}

/// An authoring file with what stands beside it, as somebody hands it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenItem {
    /// The authoring file.
    pub text: String,
    /// What it names.
    pub beside: Vec<ItemFile>,
}

/// What was read of it.
#[derive(Debug)]
pub(super) struct Content {
    /// The authoring file first.
    pub(super) files: Vec<ItemFile>,
    pub(super) read: ReadContent,
    pub(super) facts: ItemFacts,
    /// Domain of the outline; empty where it is not known.
    pub(super) domain: String,
}

struct BesideItem<'f> {
    folder: String,
    files: BTreeMap<&'f str, &'f FileBody>,
}

impl BesideItem<'_> {
    fn body(&self, path: &str) -> Option<&FileBody> {
        self.files.get(path.strip_prefix(&self.folder)?).copied()
    }
}

impl ItemCompanions for BesideItem<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        match self.body(path)? {
            FileBody::Text(text) => Some(text),
            FileBody::Bytes(_) => None,
        }
    }

    fn picture(&self, path: &str) -> Option<&[u8]> {
        match self.body(path)? {
            FileBody::Text(text) => Some(text.as_bytes()),
            FileBody::Bytes(bytes) => Some(bytes),
        }
    }
}

/// The domain that a task belongs to.
pub(super) fn domain_of(programme: &Programme, exam: &str, task: &str) -> String {
    let outline = programme.outline(exam);
    let domain = outline.and_then(|outline| outline.domain_of_task(task)).map(|domain| domain.id.clone());
    domain.unwrap_or_default()
}

impl Content {
    /// Reads what somebody handed in. What is at fault with it is told, and takes nothing away: a draft may
    /// be half written.
    pub(super) fn read(
        programme: &Programme,
        pool: ItemPool,
        exam: &str,
        slug: &str,
        draft: WrittenItem,
    ) -> Content {
        let folder = format!("{}/{exam}/", pool.folder());
        let name = format!("{slug}.toml");
        let file = SourceFile::new(format!("{folder}{name}"), draft.text.clone());
        let beside = draft.beside.iter().map(|file| (file.name.as_str(), &file.body)).collect();
        let beside = BesideItem { folder: folder.clone(), files: beside };
        let read = read_content(&file, &beside);
        let named = |file: &ItemFile| read.companions.contains(&format!("{folder}{}", file.name));
        let mut files = vec![ItemFile { name, body: FileBody::Text(draft.text) }];
        files.extend(draft.beside.iter().filter(|file| named(file)).cloned());
        let facts = ItemFacts::of(&read);
        let domain = domain_of(programme, exam, &facts.task);
        Content { files, read, facts, domain }
    }

    /// The text that it shares with others, where that is there.
    pub(super) fn shared(&self) -> Option<&str> {
        let name = self.read.authored.as_ref()?.stimulus.as_deref()?;
        let file = stimulus_name(name);
        self.files.iter().any(|other| other.name == file).then_some(name)
    }

    /// Whether it can be kept at all.
    pub(super) fn fits(draft: &WrittenItem) -> Result<(), AppError> {
        let fault = |text: String| Err(AppError::Invalid(vec![FieldFault::new("text", text)]));
        let bytes: usize = draft.beside.iter().map(|file| file.len()).sum();
        if draft.text.len() > TEXT_BYTES_MAX {
            return fault(format!("Use at most {} KB for one item.", TEXT_BYTES_MAX >> 10));
        }
        if draft.beside.len() > COMPANIONS_MAX || bytes > COMPANION_BYTES_MAX {
            let (files, size) = (COMPANIONS_MAX, COMPANION_BYTES_MAX >> 20);
            return fault(format!("Use at most {files} files of {size} MB together beside one item."));
        }
        Ok(())
    }
}

impl ItemFile {
    pub(super) fn len(&self) -> usize {
        match &self.body {
            FileBody::Text(text) => text.len(),
            FileBody::Bytes(bytes) => bytes.len(),
        }
    }

    /// As it is kept: digest, content, and whether that is Base64.
    pub(super) fn kept(&self) -> (String, String, bool) {
        match &self.body {
            FileBody::Text(text) => (sha256(text.as_bytes()), text.clone(), false),
            // A text and a picture of the same bytes are two rows: one is kept as it is, one in Base64.
            FileBody::Bytes(bytes) => (format!("{}-base64", sha256(bytes)), STANDARD.encode(bytes), true),
        }
    }

    pub(super) fn of_kept(record: ItemFileRecord) -> Result<ItemFile, AppError> {
        let ItemFileRecord { name, content, base64, .. } = record;
        let body = match base64 {
            false => FileBody::Text(content),
            true => {
                let bytes = STANDARD.decode(content);
                FileBody::Bytes(bytes.map_err(|error| AppError::internal("a file of an item", error))?)
            }
        };
        Ok(ItemFile { name, body })
    }
}

/// A draft out of a version's files.
pub(super) fn draft_of(slug: &str, files: Vec<ItemFile>) -> WrittenItem {
    let own = format!("{slug}.toml");
    let (authoring, beside): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.name == own);
    let text = authoring.into_iter().find_map(|file| match file.body {
        FileBody::Text(text) => Some(text),
        FileBody::Bytes(_) => None,
    });
    WrittenItem { text: text.unwrap_or_default(), beside }
}

/// A name that can stand in a path, on a form and in an address.
pub(super) fn checked_slug(slug: &str) -> Result<(), AppError> {
    let text = "Use lower-case letters, digits and hyphens for the name, such as c03-alarm-dimension.";
    if is_item_name(slug) { Ok(()) } else { Err(AppError::Invalid(vec![FieldFault::new("slug", text)])) }
}
