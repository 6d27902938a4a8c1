//! `assay fmt`: one layout for a programme's files; comments, values and their order stay.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use assay_kernel::source::{FILE_BYTES_MAX, SourceFile};
use clap::Args;

use crate::{
    files::{read_text, read_tree},
    outcome::{Failure, Found},
    report, rim,
};

/// The arguments of `fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files, or folders with all their TOML files; `-` formats standard input to standard output
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Change nothing; name the files that would change, and end with status 1 if there are any
    #[arg(long)]
    check: bool,
}

/// What became of the files.
#[derive(Default)]
struct FormatTally {
    seen: usize,
    changed: usize,
    unread: usize,
}

impl Fmt {
    /// Formats every file, and says of each that is no TOML why it was left alone.
    pub fn run(self) -> Result<Found, Failure> {
        let Fmt { paths, check } = self;
        if paths.iter().any(|path| path == Path::new("-")) {
            return standard_input(paths.len(), check);
        }
        let mut tally = FormatTally::default();
        for path in &paths {
            for file in files_at(path)? {
                one(&file, check, &mut tally)?;
            }
        }
        let word = if check { "would change" } else { "changed" };
        let files = rim::count(tally.seen, "file");
        rim::say(format_args!("{} of {files} {word}", tally.changed));
        Ok(Found::wrong_if(tally.unread > 0 || (check && tally.changed > 0)))
    }
}

/// The files that a path names, each with its path from here.
fn files_at(path: &Path) -> Result<Vec<SourceFile>, Failure> {
    if !path.is_dir() {
        return Ok(vec![SourceFile::new(shown(path), read_text(path, FILE_BYTES_MAX)?)]);
    }
    let tree = read_tree(path)?;
    let toml = tree.files.texts.into_iter().filter(|file| file.path.ends_with(".toml"));
    let files: Vec<_> = toml.map(|file| SourceFile::new(shown(&path.join(file.path)), file.text)).collect();
    let no_text = tree.faults.sorted();
    match no_text.first() {
        Some(fault) => Err(Failure::unusable(
            format!("{} is not UTF-8 text", shown(&path.join(&fault.at.file))),
            "save it as UTF-8; nothing was changed in this folder",
        )),
        None => Ok(files),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn one(file: &SourceFile, check: bool, tally: &mut FormatTally) -> Result<(), Failure> {
    tally.seen += 1;
    match assay_programme::format(file) {
        Err(found) => {
            tally.unread += 1;
            let files = std::slice::from_ref(file);
            let text = report::text(&found.sorted(), files, rim::speech_in_colour());
            rim::say(format_args!("{}", text.trim_end()));
        }
        Ok(text) if text != file.text => {
            tally.changed += 1;
            if !check {
                replace(Path::new(&file.path), &text)?;
            }
            rim::print(&format!("{}\n", rim::harmless(&file.path)))?;
        }
        Ok(_) => {}
    }
    Ok(())
}

/// Puts the new text in the place of the old in one step: whoever interrupts finds one of them whole.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let writing = |error| Failure::writing(path, error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let permissions = fs::metadata(path).map_err(writing)?.permissions();
    let mut new = tempfile::Builder::new().prefix(".assay-fmt-").tempfile_in(folder).map_err(writing)?;
    new.write_all(text.as_bytes()).map_err(writing)?;
    new.as_file().set_permissions(permissions).map_err(writing)?;
    new.persist(path).map_err(|error| writing(error.error))?;
    Ok(())
}

/// For editors: text in, text out.
fn standard_input(paths: usize, check: bool) -> Result<Found, Failure> {
    if paths > 1 {
        return Err(Failure::unusable("`-` is given with other paths", "give it alone"));
    }
    let mut text = String::new();
    let read = io::stdin().lock().take(FILE_BYTES_MAX as u64 + 1).read_to_string(&mut text);
    read.map_err(|_| Failure::unusable("standard input is not UTF-8 text", "give it one TOML file"))?;
    let file = SourceFile::new("standard input", text);
    let formatted = assay_programme::format(&file).map_err(|found| {
        let files = std::slice::from_ref(&file);
        let text = report::text(&found.sorted(), files, rim::speech_in_colour());
        rim::say(format_args!("{}", text.trim_end()));
        Failure::unusable("standard input is not TOML", "fix it first")
    })?;
    if check {
        return Ok(Found::wrong_if(formatted != file.text));
    }
    rim::print(&formatted)?;
    Ok(Found::Nothing)
}
