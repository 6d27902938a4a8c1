//! The bank of an exam version as a folder of text files, for requests for changes.
//!
//! An item stands where a programme has it, `bank/EXAM/NAME.toml` or `practice/EXAM/NAME.toml`; one with
//! files beside it has a folder of its own, so two items never share a file. `manifest.toml` says what was
//! written of each: whoever reads the folder again knows what was changed, and from which version on.
//!
//! ```
//! use assay_bank::{folder::*, work::ItemPool};
//! assert_eq!(item_path(ItemPool::Exam, "X-1", "sums", false), "bank/X-1/sums.toml");
//! assert_eq!(item_path(ItemPool::Exam, "X-1", "graph", true), "bank/X-1/graph/graph.toml");
//! let manifest = FolderManifest { exam: "X-1".into(), items: Vec::new() };
//! let file = FolderFile { path: MANIFEST.into(), bytes: manifest.to_text().into_bytes() };
//! let read = read_folder(&[file]);
//! assert!(read.found.is_empty() && read.exam == "X-1" && read.changed.is_empty());
//! ```

mod manifest;
mod read;
#[cfg(test)]
mod tests;

pub use manifest::{FolderLine, FolderManifest};
pub use read::{FolderItem, ReadFolder, read_folder};

use crate::work::ItemPool;

/// The file that says what was written of each item.
pub const MANIFEST: &str = "manifest.toml";
/// Items of one folder: so many lines fit into a manifest that can be read.
///
/// A file of a programme has at most 1 MiB, and a line with the longest name has 250 bytes; the largest bank
/// that is known has some hundreds.
pub const FOLDER_ITEMS_MAX: usize = 4_000;
/// Letters of an item's name.
const NAME_CHARS_MAX: usize = 80;

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderFile {
    /// Below the folder, with `/`.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Where the authoring file of an item stands.
///
/// What it names stands in the same folder or below it.
pub fn item_path(pool: ItemPool, exam: &str, name: &str, has_beside: bool) -> String {
    let folder = pool.folder();
    match has_beside {
        true => format!("{folder}/{exam}/{name}/{name}.toml"),
        false => format!("{folder}/{exam}/{name}.toml"),
    }
}

/// Whether an item may be called so.
///
/// A name can stand in a path, on a form and in an address.
pub fn is_item_name(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !name.is_empty()
        && name.len() <= NAME_CHARS_MAX
        && name.chars().all(is_plain)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// Whether a file may be called so.
///
/// Items of a programme's files keep their names when they are taken into work, so older ones are freer.
pub fn is_file_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 4 * NAME_CHARS_MAX
        && !name.starts_with('.')
        && !name.contains(|letter: char| "/\\:\"'".contains(letter) || letter.is_control())
}

/// Whether a path leads to a place below a folder, whatever system reads it.
pub fn is_inside(path: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains(['\\', ':', '\0']) && path.split('/').all(is_name)
}
