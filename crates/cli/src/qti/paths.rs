//! Which files a command is about: those named, and those in the folders named.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::outcome::Failure;

/// Folders within folders; deeper ones hold something else.
const DEPTH_MAX: usize = 16;
/// More files than a bank has questions.
const FILES_MAX: usize = 100_000;

/// The files named, and of each folder those with one of these endings, by name.
///
/// A link inside a folder is passed over: it may lead out of it, or round in a circle.
///
/// # Errors
/// A folder cannot be read, holds too much, or nothing of what was named is a file of that kind.
pub fn files_of(paths: &[PathBuf], ends: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = files.len();
            walk(path, ends, 0, &mut files)?;
            if files.len() == before {
                let message = format!("{} holds no file that ends in {}", path.display(), ends.join(", "));
                return Err(Failure::unusable(message, "name the folder in which the questions are"));
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn walk(folder: &Path, ends: &[&str], depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let reading = |error| Failure::reading(folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        entries.push((entry.path(), entry.file_type().map_err(reading)?));
    }
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (path, kind) in entries {
        let end = path.extension().map(|end| end.to_ascii_lowercase());
        if kind.is_dir() && depth < DEPTH_MAX {
            walk(&path, ends, depth + 1, files)?;
        } else if kind.is_file() && end.is_some_and(|end| ends.iter().any(|known| end == *known)) {
            files.push(path);
        }
        if files.len() > FILES_MAX {
            let message = format!("more than {FILES_MAX} files in {}", folder.display());
            return Err(Failure::unusable(message, "name its folders one by one"));
        }
    }
    Ok(())
}
