//! Items as files: what fails must say so, what others publish must come through whole.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy.toml lets tests do this; helpers beside the test functions are tests too"
)]

mod corpora;
mod must_fail;
#[path = "../responses/mod.rs"]
mod responses;
mod versions;

use std::path::{Path, PathBuf};

use assay_qti::{
    item::{AssessmentItem, ReadItem},
    remark::Remark,
    validate::validate,
    xml::{self, XmlLimits},
};

/// A folder below this crate's tests.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// The files of a folder and below that end with `.xml`, in order; loud where there is none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display()));
        for entry in entries {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|end| end == "xml") => found.push(path),
                false => {}
            }
        }
    }
    assert!(!found.is_empty(), "{} holds no file", folder.display());
    found.sort();
    found
}

fn text(path: &Path) -> String {
    xml::decode(&std::fs::read(path).unwrap()).unwrap()
}

/// What is read of a file, and everything that is told of it.
fn read(path: &Path) -> (Option<AssessmentItem>, Vec<Remark>) {
    match AssessmentItem::from_text(&text(path), &XmlLimits::ITEM) {
        Err(refusal) => (None, vec![refusal]),
        Ok(ReadItem { item, mut remarks, .. }) => {
            if let Some(item) = &item {
                remarks.remarks.extend(validate(item).remarks);
            }
            (item, remarks.remarks)
        }
    }
}
