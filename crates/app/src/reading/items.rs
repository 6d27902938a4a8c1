//! A pool of items out of a programme's files, with what stands beside each.

use std::collections::BTreeMap;

use assay_assessment::form;
use assay_bank::{BankItem, ItemCompanions, read_item};
use assay_kernel::{Diagnostic, Diagnostics, source::SourceFile};

use super::Files;

/// What stands beside an item's file among a programme's files.
struct FilesBeside<'f> {
    texts: BTreeMap<&'f str, &'f str>,
    pictures: BTreeMap<&'f str, &'f [u8]>,
}

impl ItemCompanions for FilesBeside<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).copied()
    }

    fn picture(&self, path: &str) -> Option<&[u8]> {
        self.pictures.get(path).copied()
    }
}

/// Reads every item of a pool.
pub(super) fn read_items<'a>(
    toml: impl Iterator<Item = &'a SourceFile>,
    files: &'a Files,
    found: &mut Diagnostics,
    lint: &mut Diagnostics,
) -> BTreeMap<String, BankItem> {
    let beside = FilesBeside {
        texts: files.texts.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect(),
        pictures: files.artwork.iter().map(|art| (art.path.as_str(), art.bytes.as_slice())).collect(),
    };
    let mut all = BTreeMap::new();
    for file in toml {
        let read = read_item(file, &beside);
        // What could not be read is a fault once, not once more for what is missing by that.
        if !read.found.has_errors() {
            lint.extend(read.lint);
        }
        found.extend(read.found);
        if all.insert(read.item.meta.id.clone(), read.item).is_some() {
            let message = format!("`{}` exists twice", file.stem());
            found.push(Diagnostic::error(form::codes::TWICE, file.locate(0..0), message));
        }
    }
    all
}
