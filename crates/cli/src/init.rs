//! `assay init`: a small working programme to begin with, its files full of comments that teach.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use include_dir::{Dir, include_dir};

use crate::{
    files::write_new,
    outcome::{Failure, Found},
    rim, schema,
};

/// The template, which is itself a programme without a fault.
static TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../programmes/template");

/// The arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder to make; it may exist, but must be empty
    dir: PathBuf,
}

impl Init {
    /// Writes every file of the template, and says what to do next.
    pub fn run(self) -> Result<Found, Failure> {
        let Init { dir } = self;
        make_empty(&dir)?;
        let written = write_below(&dir, &TEMPLATE)?;
        schema::write_into(&dir)?;
        let (shown, files) = (dir.display(), rim::count(written, "file"));
        rim::say(format_args!(
            "{shown}: a programme of {files}\n\
             next: read {shown}/README.md, put your names into {shown}/programme.toml, and run\n\
             \x20 assay check {shown}"
        ));
        Ok(Found::Nothing)
    }
}

/// Makes the folder, or takes an empty one: nothing of somebody's is mixed with the template.
pub fn make_empty(dir: &Path) -> Result<(), Failure> {
    let making = |error| Failure::writing(dir, error);
    match fs::read_dir(dir) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => {
                let message = format!("{} is not empty", dir.display());
                Err(Failure::unusable(message, "name a new folder, or an empty one"))
            }
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => fs::create_dir_all(dir).map_err(making),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            Err(Failure::unusable(format!("{} is a file", dir.display()), "name a new folder"))
        }
        Err(error) => Err(Failure::reading(dir, error)),
    }
}

fn write_below(root: &Path, folder: &Dir<'_>) -> Result<usize, Failure> {
    let mut written = 0;
    for file in folder.files() {
        write_new(&root.join(file.path()), file.contents())?;
        written += 1;
    }
    for below in folder.dirs() {
        let path = root.join(below.path());
        fs::create_dir(&path).map_err(|error| Failure::writing(&path, error))?;
        written += write_below(root, below)?;
    }
    Ok(written)
}
