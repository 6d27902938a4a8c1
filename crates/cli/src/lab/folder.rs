//! Labs on disk: the text files of their folders, and what is wrong with them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assay_kernel::{
    Diagnostic,
    source::{FILE_BYTES_MAX, SourceFile},
};
use assay_lab::Lab;

use crate::{
    files::{paths, read_text},
    outcome::{Failure, Found},
    report,
};

/// Its presence makes a folder a lab.
const LAB_FILE: &str = "lab.toml";
/// Labs of one run; a programme has a few dozen.
const LABS_MAX: usize = 500;
/// Files and folders of one lab: six solutions and twenty mistakes are many.
const ENTRIES_MAX: usize = 500;

/// A lab as it was read.
pub struct LabFolder {
    /// Its folder, as it was named.
    pub shown: String,
    /// What was understood.
    pub lab: Lab,
    /// Its files, named from where the folder was.
    pub files: Vec<SourceFile>,
    /// What is wrong with them, sorted.
    pub found: Vec<Diagnostic>,
}

impl LabFolder {
    /// Reads the lab of a folder; places of faults are named with what stands before them.
    ///
    /// # Errors
    /// A file cannot be read, or there is far more than a lab.
    pub fn read(folder: &Path, shown: &str) -> Result<LabFolder, Failure> {
        let files = files(folder)?;
        let (lab, found) = assay_lab::read(&files);
        let named = |path: &str| format!("{shown}/{path}");
        let mut found = found.sorted();
        for fault in &mut found {
            fault.at.file = named(&fault.at.file);
        }
        let files = files.into_iter().map(|file| SourceFile::new(named(&file.path), file.text)).collect();
        Ok(LabFolder { shown: shown.to_owned(), lab, files, found })
    }

    /// Whether it can be done as it is.
    pub fn is_sound(&self) -> bool {
        report::tally(&self.found).0 == 0
    }

    /// Prints what is wrong with it.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn faulty(&self) -> Result<Found, Failure> {
        report::faulty(&self.found, &self.files)
    }
}

/// The labs that paths name: each a lab, or a folder of labs.
///
/// # Errors
/// A path names no lab, or one cannot be read.
pub fn labs_at(paths: &[PathBuf]) -> Result<Vec<LabFolder>, Failure> {
    let mut labs = Vec::new();
    for path in paths {
        let shown = path.display().to_string();
        let shown = shown.trim_end_matches('/');
        if !path.is_dir() {
            let hint = "name the folder of a lab, or one with labs in it";
            return Err(Failure::unusable(format!("{shown} is not a folder"), hint));
        }
        if path.join(LAB_FILE).is_file() {
            labs.push(LabFolder::read(path, shown)?);
            continue;
        }
        let below = labs_below(path, shown)?;
        if below.is_empty() {
            let message = format!("{shown} holds no lab: neither it nor a folder in it has a {LAB_FILE}");
            return Err(Failure::unusable(
                message,
                "name the folder of a lab; `assay lab new DIR` makes one",
            ));
        }
        labs.extend(below);
    }
    Ok(labs)
}

/// The labs of a folder, sorted by name; none where the folder is not there.
///
/// # Errors
/// One cannot be read, or there are too many.
pub fn labs_below(folder: &Path, shown: &str) -> Result<Vec<LabFolder>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut labs = Vec::new();
    for name in names(folder)? {
        let place = folder.join(&name);
        if !place.join(LAB_FILE).is_file() {
            continue;
        }
        if labs.len() == LABS_MAX {
            let message = format!("{shown} holds more than {LABS_MAX} labs");
            return Err(Failure::unusable(message, "name fewer of them"));
        }
        labs.push(LabFolder::read(&place, &format!("{shown}/{name}"))?);
    }
    Ok(labs)
}

/// The files of a lab, their paths below it with `/`, sorted.
fn files(root: &Path) -> Result<Vec<SourceFile>, Failure> {
    let paths = paths(root, ENTRIES_MAX, "name the folder of one lab")?;
    let read = |path: String| {
        let text = read_text(&root.join(&path), FILE_BYTES_MAX)?;
        Ok(SourceFile::new(path, text))
    };
    paths.into_iter().map(read).collect()
}

/// The names in a folder, sorted, without hidden ones.
fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let reading = |error| Failure::reading(folder, error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let name = entry.map_err(reading)?.file_name();
        let name = name.into_string().map_err(|name| {
            let message = format!("the name {} in {} is not UTF-8", name.display(), folder.display());
            Failure::unusable(message, "rename it")
        })?;
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
