//! A programme's files as they were read, with a mark of their content.
//!
//! What is applied is kept file by file in the store, so that every version can be read again: to judge by
//! it, to score by it, to compare with it.

use std::collections::BTreeMap;

use assay_kernel::source::SourceFile;
use assay_programme::is_beside;
use assay_store::{FileRecord, NewFile, StoreError};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::STANDARD};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// A picture of a programme, as its file.
#[derive(Clone, Debug)]
pub struct Artwork {
    /// Path below the programme's folder.
    pub path: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

/// A programme's files, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// TOML and Markdown.
    pub texts: Vec<SourceFile>,
    /// Pictures.
    pub artwork: Vec<Artwork>,
}

/// What a change does to one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// Path below the programme's folder.
    pub path: String,
    /// What happens to it.
    pub change: FileChangeKind,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileChangeKind {
    /// It is new.
    Added,
    /// It has another content.
    Edited,
    /// It is gone.
    Removed,
}

impl FileChangeKind {
    /// The word on pages and in plans.
    pub fn as_str(self) -> &'static str {
        match self {
            FileChangeKind::Added => "added",
            FileChangeKind::Edited => "edited",
            FileChangeKind::Removed => "removed",
        }
    }
}

impl Files {
    /// The content mark: SHA-256 over paths and contents, hexadecimal.
    pub fn tree(&self) -> String {
        let mut list = String::new();
        for (path, digest) in self.digests() {
            // A path holds no line break (it came from a file system as UTF-8 text and was checked).
            list.push_str(&format!("{digest} {}\n", path.replace('\n', "\\n")));
        }
        HEXLOWER.encode(digest(&SHA256, list.as_bytes()).as_ref())
    }

    /// What became of each file from these to others, by path.
    pub fn changes(&self, proposed: &Files) -> Vec<FileChange> {
        let (before, after) = (self.digests(), proposed.digests());
        let mut changes = Vec::new();
        for (path, digest) in &after {
            let change = match before.get(path) {
                None => FileChangeKind::Added,
                Some(old) if old != digest => FileChangeKind::Edited,
                Some(_) => continue,
            };
            changes.push(FileChange { path: (*path).to_owned(), change });
        }
        let gone = before.keys().filter(|path| !after.contains_key(*path));
        changes.extend(
            gone.map(|path| FileChange { path: (*path).to_owned(), change: FileChangeKind::Removed }),
        );
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    /// These files with some replaced or added, as a change over them.
    pub fn with(&self, overlay: &Files) -> Files {
        let mut texts: BTreeMap<&str, &SourceFile> =
            self.texts.iter().map(|file| (file.path.as_str(), file)).collect();
        texts.extend(overlay.texts.iter().map(|file| (file.path.as_str(), file)));
        let mut artwork: BTreeMap<&str, &Artwork> =
            self.artwork.iter().map(|art| (art.path.as_str(), art)).collect();
        artwork.extend(overlay.artwork.iter().map(|art| (art.path.as_str(), art)));
        Files {
            texts: texts.into_values().cloned().collect(),
            artwork: artwork.into_values().cloned().collect(),
        }
    }

    /// Whether there is a file at a path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.texts.iter().any(|file| file.path == path) || self.artwork.iter().any(|art| art.path == path)
    }

    /// Those that a filter leaves, of texts by path and file, of pictures by path.
    pub(crate) fn only(&self, filter: impl Fn(&str, Option<&SourceFile>) -> bool) -> Files {
        Files {
            texts: self.texts.iter().filter(|file| filter(&file.path, Some(file))).cloned().collect(),
            artwork: self.artwork.iter().filter(|art| filter(&art.path, None)).cloned().collect(),
        }
    }

    /// For keeping.
    pub(crate) fn to_store(&self) -> Vec<NewFile> {
        let texts = self.texts_of_version().map(|file| NewFile {
            path: file.path.clone(),
            digest: sha256(file.text.as_bytes()),
            content: file.text.clone(),
            base64: false,
        });
        let artwork = self.artwork.iter().map(|art| NewFile {
            path: art.path.clone(),
            // A text and a picture of the same bytes are two rows: one is kept as it is, one in Base64.
            digest: format!("{}-base64", sha256(&art.bytes)),
            content: STANDARD.encode(&art.bytes),
            base64: true,
        });
        texts.chain(artwork).collect()
    }

    /// As they were kept.
    ///
    /// # Errors
    /// A picture is no Base64.
    pub(crate) fn from_store(records: Vec<FileRecord>) -> Result<Files, StoreError> {
        let mut files = Files::default();
        for record in records {
            if !record.base64 {
                files.texts.push(SourceFile::new(record.path, record.content));
                continue;
            }
            let bytes = STANDARD
                .decode(&record.content)
                .map_err(|error| StoreError::Corrupt(format!("the file {}: {error}", record.path)))?;
            files.artwork.push(Artwork { path: record.path, bytes });
        }
        Ok(files)
    }

    /// The texts that a version consists of. A demonstration, the second answers to items, and labs stand
    /// beside the programme: an edit of them makes no other programme of it.
    fn texts_of_version(&self) -> impl Iterator<Item = &SourceFile> {
        self.texts.iter().filter(|file| !is_beside(&file.path))
    }

    fn digests(&self) -> BTreeMap<&str, String> {
        let texts = self.texts_of_version().map(|file| (file.path.as_str(), sha256(file.text.as_bytes())));
        let artwork = self.artwork.iter().map(|art| (art.path.as_str(), sha256(&art.bytes)));
        texts.chain(artwork).collect()
    }
}

/// SHA-256, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest(&SHA256, bytes).as_ref())
}
