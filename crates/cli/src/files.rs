//! A programme's files, read from a folder or from the binary itself, in one order on every machine.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use assay_app::{Artwork, Files};
use assay_kernel::{Diagnostic, Diagnostics, source, source::SourceFile};
use assay_programme::model::Programme;
use flate2::read::GzDecoder;

use crate::{outcome::Failure, report, rim};

/// Files and folders of a programme; the largest known item bank has some thousands.
const ENTRIES_MAX: usize = 20_000;
/// Bytes of all files together: a wrong folder is noticed before memory is full.
const TREE_BYTES_MAX: u64 = 256 << 20;

/// What was read.
#[derive(Debug, Default)]
pub struct Tree {
    /// TOML, Markdown and pictures, sorted by path.
    pub files: Files,
    /// What is wrong with them as text files.
    pub faults: Diagnostics,
}

impl Tree {
    /// Adds a file if it is of a kind that programmes consist of.
    fn add(&mut self, path: String, bytes: Vec<u8>) {
        if is_text(&path) {
            let (text, fault) = decode(&path, bytes);
            let file = SourceFile::new(path, text);
            if file.text.contains('\0') {
                let message = "this file has a character that no text has (NUL)";
                let fault = Diagnostic::error(source::codes::SYNTAX, file.locate(0..0), message);
                self.faults.push(fault.hint("save it as text"));
            }
            if let Some(at) = fault {
                let message = "this file is not UTF-8 text";
                let fault = Diagnostic::error(source::codes::SYNTAX, file.locate(at..at), message);
                self.faults.push(fault.hint("save it as UTF-8"));
            }
            self.files.texts.push(file);
        } else if is_picture(&path) {
            self.files.artwork.push(Artwork { path, bytes });
        }
    }
}

/// Where items stand, with items of QTI and pictures beside them.
fn is_of_items(path: &str) -> bool {
    path.starts_with("bank/") || path.starts_with("practice/")
}

fn ends_with_one_of(path: &str, ends: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| ends.contains(&end))
}

fn is_text(path: &str) -> bool {
    ends_with_one_of(path, &["toml", "md"]) || is_of_items(path) && path.ends_with(".xml")
}

fn is_picture(path: &str) -> bool {
    match is_of_items(path) {
        true => ends_with_one_of(path, &["svg", "png", "jpg", "jpeg", "gif", "webp"]),
        false if path.starts_with("courses/") => path.ends_with(".svg"),
        false => path.starts_with("badges/") && ends_with_one_of(path, &["svg", "png"]),
    }
}

/// Gives the text, and the place of the first byte that is none. Pictures' readme files in other encodings
/// are no fault of the programme.
fn decode(path: &str, bytes: Vec<u8>) -> (String, Option<usize>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, (!path.ends_with(".md")).then_some(at))
        }
    }
}

/// Reads all files of a programme. Hidden files are left out; symbolic links are not followed.
///
/// # Errors
/// The folder is not there or cannot be read, or holds far more than a programme.
pub fn read_tree(root: &Path) -> Result<Tree, Failure> {
    if !root.is_dir() {
        let hint = "name the folder that holds programme.toml";
        return Err(Failure::unusable(format!("{} is not a folder", root.display()), hint));
    }
    let mut tree = Tree::default();
    let mut bytes_left = TREE_BYTES_MAX;
    let paths = paths(root, ENTRIES_MAX, "name the folder of one programme")?;
    for path in paths.into_iter().filter(|path| is_text(path) || is_picture(path)) {
        let file = root.join(&path);
        let mut bytes = Vec::new();
        let opened = fs::File::open(&file).map_err(|error| Failure::reading(&file, error))?;
        let read = opened.take(bytes_left + 1).read_to_end(&mut bytes);
        let read = read.map_err(|error| Failure::reading(&file, error))? as u64;
        bytes_left = bytes_left.checked_sub(read).ok_or_else(|| {
            let message = format!("{} holds more than {} MiB", root.display(), TREE_BYTES_MAX >> 20);
            Failure::unusable(message, "name the folder of one programme")
        })?;
        tree.add(path, bytes);
    }
    Ok(tree)
}

/// The paths of all files below a folder, with `/`, sorted; hidden ones and links are left out.
///
/// # Errors
/// It cannot be read, or holds more than so many entries: then the hint says what to name instead.
pub fn paths(root: &Path, entries_max: usize, hint: &str) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut entries = 0;
    let mut folders = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let listing = fs::read_dir(&folder).map_err(|error| Failure::reading(&folder, error))?;
        for entry in listing {
            let entry = entry.map_err(|error| Failure::reading(&folder, error))?;
            entries += 1;
            if entries > entries_max {
                let message = format!("{} holds more than {entries_max} files", root.display());
                return Err(Failure::unusable(message, hint));
            }
            let Some(path) = path_of(&entry, &prefix)? else { continue };
            let kind = entry.file_type().map_err(|error| Failure::reading(&entry.path(), error))?;
            if kind.is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else if kind.is_symlink() {
                rim::say(format_args!("note: {path} is a symbolic link and is not followed"));
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The path below the root; none for hidden entries.
fn path_of(entry: &fs::DirEntry, prefix: &str) -> Result<Option<String>, Failure> {
    let name = entry.file_name();
    let name = name.to_str().ok_or_else(|| {
        let message = format!("the name of {} is not UTF-8", entry.path().display());
        Failure::unusable(message, "rename it, or move it out of the programme")
    })?;
    Ok((!name.starts_with('.')).then(|| format!("{prefix}{name}")))
}

/// Takes a programme that is embedded in the binary.
pub fn embedded_tree(folder: &include_dir::Dir<'_>) -> Tree {
    let mut found = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        found.extend(folder.files());
    }
    let mut found: Vec<(String, &[u8])> = found
        .into_iter()
        .filter_map(|file| Some((file.path().to_str()?.replace('\\', "/"), file.contents())))
        .collect();
    found.sort();
    let mut tree = Tree::default();
    for (path, bytes) in found {
        tree.add(path, bytes.to_vec());
    }
    tree
}

/// Unpacks a programme that is embedded in the binary (`build.rs`).
///
/// # Errors
/// It is no archive: the binary is damaged.
pub fn unpacked_tree(archive: &[u8]) -> io::Result<Tree> {
    let mut archive = tar::Archive::new(GzDecoder::new(archive));
    let mut tree = Tree::default();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().replace('\\', "/");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        tree.add(path, bytes);
    }
    Ok(tree)
}

/// Reads a programme's rules for a command that needs no item bank, forms or pictures.
///
/// # Errors
/// The files cannot be read or have errors; those are said on standard error.
pub fn read_programme(root: &Path) -> Result<Programme, Failure> {
    let tree = read_tree(root)?;
    let mut found = tree.faults;
    match assay_programme::load(&tree.files.texts) {
        Ok(checked) if !found.has_errors() => return Ok(checked.into_programme()),
        Ok(_) => {}
        Err(faults) => found.extend(faults),
    }
    let found = found.sorted();
    let errors = report::tally(&found).0;
    rim::say(format_args!("{}", report::text(&found, &tree.files.texts, rim::speech_in_colour()).trim_end()));
    let message = format!("the programme in {} has {}", root.display(), rim::count(errors, "error"));
    Err(Failure::unusable(message, format!("fix it first; `assay check {}` shows all of it", root.display())))
}

/// A file that is there once it is whole, for its owner alone; nothing is written over.
pub struct FileInWriting {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl FileInWriting {
    /// Begins a file beside the place that it will have.
    ///
    /// # Errors
    /// Something is there already, or its folder cannot be written.
    pub fn beside(path: &Path) -> Result<Self, Failure> {
        if path.symlink_metadata().is_ok() {
            return Err(Failure::writing(path, io::ErrorKind::AlreadyExists.into()));
        }
        FileInWriting::unnamed(path)
    }

    /// A file beside a place, of which nothing stays unless it takes that place.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn unnamed(path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = tempfile::Builder::new().prefix(".assay-").tempfile_in(folder.unwrap_or(Path::new(".")));
        let file = file.map_err(|error| Failure::writing(path, error))?;
        Ok(FileInWriting { file, path: path.to_owned() })
    }

    /// Adds to it.
    ///
    /// # Errors
    /// The disk took no more.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|error| Failure::writing(&self.path, error))
    }

    /// What was written, from its beginning; the file itself is gone with it.
    ///
    /// # Errors
    /// The disk failed.
    pub fn reread(self) -> Result<fs::File, Failure> {
        let FileInWriting { file, path } = self;
        let mut file = file.into_file();
        io::Seek::rewind(&mut file).map_err(|error| Failure::writing(&path, error))?;
        Ok(file)
    }

    /// It is whole: from now on it stands where another one stood.
    ///
    /// # Errors
    /// The disk failed.
    pub fn replace(self, path: &Path) -> Result<(), Failure> {
        self.file.as_file().sync_all().map_err(|error| Failure::writing(path, error))?;
        self.file.persist(path).map(|_| ()).map_err(|error| Failure::writing(path, error.error))
    }

    /// It is whole: from now on it has its name.
    ///
    /// # Errors
    /// Something is there by now, or the disk failed.
    pub fn keep(self) -> Result<(), Failure> {
        self.file.as_file().sync_all().map_err(|error| Failure::writing(&self.path, error))?;
        let kept = self.file.persist_noclobber(&self.path);
        kept.map(|_| ()).map_err(|error| Failure::writing(&self.path, error.error))
    }
}

/// Reads one file of limited size.
///
/// # Errors
/// It is not there, cannot be read, or is larger.
pub fn read_limited(path: &Path, bytes_max: usize) -> Result<Vec<u8>, Failure> {
    let reading = |error| Failure::reading(path, error);
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(reading)?;
    file.take(bytes_max as u64 + 1).read_to_end(&mut bytes).map_err(reading)?;
    if bytes.len() > bytes_max {
        let message = format!("{} is larger than {bytes_max} bytes", path.display());
        return Err(Failure::unusable(message, "check that it is the right file"));
    }
    Ok(bytes)
}

/// Reads one text file of limited size.
///
/// # Errors
/// As [`read_limited`], or it is not UTF-8.
pub fn read_text(path: &Path, bytes_max: usize) -> Result<String, Failure> {
    String::from_utf8(read_limited(path, bytes_max)?).map_err(|_| {
        Failure::unusable(format!("{} is not text", path.display()), "check that it is the right file")
    })
}

/// Writes a new file and never an existing one.
///
/// # Errors
/// It exists already, or cannot be written.
pub fn write_new(path: &PathBuf, bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write;
    let mut file = fs::File::create_new(path).map_err(|error| Failure::writing(path, error))?;
    file.write_all(bytes).map_err(|error| Failure::writing(path, error))
}

/// Writes a new file for its owner alone: it speaks of people.
///
/// # Errors
/// It exists already, or cannot be written.
pub fn write_new_private(path: &PathBuf, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| Failure::writing(path, error))?;
    file.write_all(bytes).map_err(|error| Failure::writing(path, error))
}
