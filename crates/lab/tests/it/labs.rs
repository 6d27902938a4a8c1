//! The labs of the tree, read from their folders.

use std::{fs, path::Path};

use assay_kernel::source::SourceFile;
use assay_lab::{Lab, read};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/cloudops/labs");

/// The files of a lab's folder, paths relative to it.
pub fn files(id: &str) -> Vec<SourceFile> {
    let mut all = Vec::new();
    collect(&Path::new(FOLDER).join(id), "", &mut all);
    all
}

fn collect(folder: &Path, below: &str, all: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), all);
        } else {
            all.push(SourceFile::new(name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// A lab of the tree, without a fault.
pub fn real(id: &str) -> Lab {
    let (lab, found) = read(&files(id));
    let said: Vec<String> = found
        .sorted()
        .iter()
        .map(|one| format!("{}:{}: {} {} ({})", one.at.file, one.at.line, one.code, one.message, one.hint))
        .collect();
    assert_eq!(said, [""; 0], "{id}");
    lab
}
