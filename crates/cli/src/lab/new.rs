//! `assay lab new`: a small lab to begin with, its files full of comments that teach.

use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};

use crate::{
    files::write_new,
    init::make_empty,
    outcome::{Failure, Found},
    rim,
};

/// The template, which is itself a lab that is proved.
static TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../programmes/lab-template");
/// Its id, which becomes the name of the new folder.
const TEMPLATE_ID: &str = "id = \"unread-reports\"";

/// The arguments of `lab new`.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make; it may exist, but must be empty. Its name becomes the lab's id
    dir: PathBuf,
}

impl New {
    /// Writes every file of the template, and says what to do next.
    pub fn run(self) -> Result<Found, Failure> {
        let New { dir } = self;
        let id = id_of(&dir)?;
        make_empty(&dir)?;
        for folder in TEMPLATE.dirs() {
            let path = dir.join(folder.path());
            std::fs::create_dir(&path).map_err(|error| Failure::writing(&path, error))?;
        }
        let files: Vec<_> = TEMPLATE.files().chain(TEMPLATE.dirs().flat_map(Dir::files)).collect();
        for file in &files {
            let text = String::from_utf8_lossy(file.contents());
            let text = text.replacen(TEMPLATE_ID, &format!("id = \"{id}\""), 1);
            write_new(&dir.join(file.path()), text.as_bytes())?;
        }
        let (shown, files) = (dir.display(), rim::count(files.len(), "file"));
        rim::say(format_args!(
            "{shown}: a lab of {files}\n\
             next: read {shown}/lab.toml, try a script, and prove the lab\n\
             \x20 assay lab run {shown} {shown}/solutions/mend-the-policy.sh --grade\n\
             \x20 assay lab test {shown}"
        ));
        Ok(Found::Nothing)
    }
}

/// The lab's id: the name of its folder.
fn id_of(dir: &Path) -> Result<String, Failure> {
    let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        let message = format!("the folder's name `{name}` cannot be the id of a lab");
        return Err(Failure::unusable(message, "name a folder of small letters, digits and hyphens"));
    }
    Ok(name.to_owned())
}
