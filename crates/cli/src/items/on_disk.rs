//! A bank's folder on disk: nothing outside it is read or written, and its files are their owner's alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, DirBuilder, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use assay_bank::{
    folder::{FolderFile, MANIFEST, ReadFolder, is_inside, read_folder},
    work::ItemPool,
};
use assay_kernel::Severity;

use crate::{
    files::{FileInWriting, write_new_private},
    outcome::Failure,
    rim::{count, harmless},
};

/// Files and folders of a bank: four thousand items, some with pictures.
const ENTRIES_MAX: usize = 50_000;
/// Bytes of all files together: a wrong folder is noticed before memory is full.
const BYTES_MAX: u64 = 256 << 20;
/// Names that are said; more are counted.
const SAID: usize = 10;

/// Reads the manifest and the folders of the pools; what else lies there is nobody's business.
///
/// # Errors
/// It is no folder, something in it is a link or no file, or too much; or it cannot be read.
pub fn read_bank_folder(root: &Path) -> Result<Vec<FolderFile>, Failure> {
    if !root.is_dir() {
        let hint = "name the folder that `assay items export` wrote";
        return Err(Failure::unusable(format!("{} is not a folder", root.display()), hint));
    }
    let (mut files, mut bytes_left) = (Vec::new(), BYTES_MAX);
    for path in paths(root)? {
        let file = root.join(&path);
        let mut bytes = Vec::new();
        let opened = File::open(&file).map_err(|error| Failure::reading(&file, error))?;
        let read = opened.take(bytes_left + 1).read_to_end(&mut bytes);
        let read = read.map_err(|error| Failure::reading(&file, error))? as u64;
        bytes_left = bytes_left.checked_sub(read).ok_or_else(|| {
            let message = format!("{} holds more than {} MiB", root.display(), BYTES_MAX >> 20);
            Failure::unusable(message, "name the folder of one bank")
        })?;
        files.push(FolderFile { path, bytes });
    }
    Ok(files)
}

/// The paths of a bank, with `/`, sorted.
fn paths(root: &Path) -> Result<Vec<String>, Failure> {
    let (mut found, mut entries) = (Vec::new(), 0);
    let mut waiting: Vec<String> = vec![MANIFEST.to_owned()];
    waiting.extend(ItemPool::ALL.map(|pool| pool.folder().to_owned()));
    while let Some(path) = waiting.pop() {
        let place = root.join(&path);
        let kind = match place.symlink_metadata() {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Failure::reading(&place, error)),
        };
        entries += 1;
        if entries > ENTRIES_MAX {
            let message = format!("{} holds more than {ENTRIES_MAX} files", root.display());
            return Err(Failure::unusable(message, "name the folder of one bank"));
        }
        if kind.is_symlink() {
            let message = format!("{} is a symbolic link, and none is followed", harmless(&path));
            return Err(Failure::unusable(message, "put the file itself into the folder"));
        }
        if kind.is_file() {
            found.push(path);
        } else if kind.is_dir() && path != MANIFEST {
            for entry in fs::read_dir(&place).map_err(|error| Failure::reading(&place, error))? {
                let name = entry.map_err(|error| Failure::reading(&place, error))?.file_name();
                let name = name.to_str().filter(|name| is_inside(name)).ok_or_else(|| {
                    let message = format!("the name of a file in {} cannot stand in a bank", harmless(&path));
                    Failure::unusable(message, "rename it: UTF-8, without a backslash or a colon")
                })?;
                waiting.push(format!("{path}/{name}"));
            }
        } else {
            let message = format!("{} is neither a file nor a folder", harmless(&path));
            return Err(Failure::unusable(message, "take it out of the folder"));
        }
    }
    found.sort();
    Ok(found)
}

/// A folder that is to be written.
pub struct BankFolder {
    root: PathBuf,
    /// What stands there already; none of a new one.
    before: Option<Vec<FolderFile>>,
}

impl BankFolder {
    /// A place for a new folder, or one of an exam version that was written before.
    ///
    /// # Errors
    /// Something is there that was not to be brought up to date, or nothing is that was.
    pub fn at(root: &Path, update_of: Option<&str>) -> Result<BankFolder, Failure> {
        let Some(exam) = update_of else {
            if root.symlink_metadata().is_ok() {
                let message = format!("{} exists already and is not overwritten", root.display());
                let hint = "choose another name, or bring it up to date with --update";
                return Err(Failure::unusable(message, hint));
            }
            return Ok(BankFolder { root: root.to_owned(), before: None });
        };
        let before = read_bank_folder(root)?;
        let of = read_folder(&before).exam;
        if of != exam {
            let message = format!("{} is no folder of the bank of {exam}", root.display());
            return Err(Failure::unusable(message, "name the folder that was written for it"));
        }
        Ok(BankFolder { root: root.to_owned(), before: Some(before) })
    }

    /// Writes what an archive holds: a new folder is there whole or not at all.
    ///
    /// # Errors
    /// The archive leads out of the folder, edits would be lost, or the disk failed.
    pub fn fill(self, archive: File) -> Result<(), Failure> {
        let files = unpacked(archive)?;
        match self.before {
            Some(before) => updated(&self.root, &before, &files),
            None => {
                let parent = self.root.parent().filter(|parent| !parent.as_os_str().is_empty());
                let fresh =
                    tempfile::Builder::new().prefix(".assay-").tempdir_in(parent.unwrap_or(Path::new(".")));
                let fresh = fresh.map_err(|error| Failure::writing(&self.root, error))?;
                closed_to_others(fresh.path())?;
                files.iter().try_for_each(|(path, bytes)| written(fresh.path(), path, bytes))?;
                let named = fs::rename(fresh.path(), &self.root);
                named.map_err(|error| Failure::writing(&self.root, error))?;
                // It has another name now, so nothing is left to be removed.
                let _ = fresh.keep();
                Ok(())
            }
        }
    }
}

/// The files of an archive, each at a place below the folder.
fn unpacked(archive: File) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let broken = |error| Failure::world("the archive of the files", error);
    let (mut archive, mut files) = (tar::Archive::new(io::BufReader::new(archive)), BTreeMap::new());
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || !is_inside(&path) {
            return Err(broken(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{path} leads out of it"),
            )));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(broken)?;
        files.insert(path, bytes);
    }
    Ok(files)
}

fn closed_to_others(folder: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let closed = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
        closed.map_err(|error| Failure::writing(folder, error))?;
    }
    Ok(())
}

/// A new file with the folders above it.
fn written(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    let file = root.join(path);
    if let Some(folder) = file.parent() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder.create(folder).map_err(|error| Failure::writing(folder, error))?;
    }
    write_new_private(&file, bytes)
}

/// Brings a folder up to date. Where something was edited that is not in the data, nothing is touched.
fn updated(root: &Path, before: &[FolderFile], files: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let old: BTreeMap<&str, &[u8]> =
        before.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let is_same = |path: &str| old.get(path).copied() == files.get(path).map(Vec::as_slice);
    must_have_no_edits(root, &read_folder(before), &is_same)?;
    // Files of items first: a manifest that is older than they are is found out, a newer one is not.
    let (manifest, items): (Vec<_>, Vec<_>) =
        files.iter().filter(|(path, _)| !is_same(path)).partition(|(path, _)| *path == MANIFEST);
    for (path, bytes) in items.into_iter().chain(manifest) {
        match old.contains_key(path.as_str()) {
            false => written(root, path, bytes)?,
            true => {
                let place = root.join(path);
                let mut file = FileInWriting::unnamed(&place)?;
                file.add(bytes)?;
                file.replace(&place)?;
            }
        }
    }
    // An item with its first picture, or without its last, stands elsewhere now.
    let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    for path in old.keys().filter(|path| !files.contains_key(**path) && !is_hidden(path)) {
        let place = root.join(path);
        fs::remove_file(&place).map_err(|error| Failure::writing(&place, error))?;
    }
    Ok(())
}

/// What was edited and is not in the data is not written over.
fn must_have_no_edits(root: &Path, read: &ReadFolder, is_same: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
    let faulty = read.found.iter().filter(|found| found.severity == Severity::Error);
    let mut edited: BTreeSet<String> = faulty.map(|found| found.at.file.clone()).collect();
    for item in &read.changed {
        let folder = item.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = item.beside.iter().map(|file| format!("{folder}/{}", file.path));
        edited.extend(beside.chain([item.path.clone()]).filter(|path| !is_same(path)));
    }
    if edited.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = edited.iter().take(SAID).map(|path| harmless(path)).collect();
    let (many, root) = (count(edited.len(), "file"), root.display());
    let message = format!("{root} has edits that are not in the data, in {many}: {}", named.join(", "));
    Err(Failure::unusable(message, "import them first, or take them out of the folder"))
}
