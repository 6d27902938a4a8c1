//! `assay schema`: JSON Schemas of a programme's files, for editors.
//!
//! They are written by hand, in `docs/reference/schema`, and part of the binary. A schema says what a file
//! may look like; what it means together with others is `assay check`'s to say. That a schema and the reader
//! of its files know the same keys, values and requirements is held by tests that put every fault of form
//! into every kind of file. Draft 7, with nothing in it that an editor of draft 4 would not understand.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    outcome::{Failure, Found},
    rim,
};

/// Where the schemas of a programme stand: hidden, so that no reader takes them for its own.
const FOLDER: &str = ".schema";

/// A kind of file of a programme.
struct FileKind {
    /// The name of its schema, e.g. `policy`.
    name: &'static str,
    /// Where such files stand, with `*` for any name.
    files: &'static str,
    /// Its schema, as it is written.
    schema: &'static str,
}

macro_rules! kind {
    ($name:literal, $files:literal) => {
        FileKind {
            name: $name,
            files: $files,
            schema: include_str!(concat!("../../../docs/reference/schema/", $name, ".json")),
        }
    };
}

const KINDS: [FileKind; 16] = [
    kind!("programme", "programme.toml"),
    kind!("examination", "examination.toml"),
    kind!("certification", "certifications/*.toml"),
    kind!("exam", "exams/*.toml"),
    kind!("outline", "outlines/*.toml"),
    kind!("crosswalk", "crosswalks/*.toml"),
    kind!("transition", "transitions/*.toml"),
    kind!("policy", "policies/*.toml"),
    kind!("announcement", "announcements/*.toml"),
    kind!("demo", "demo.toml"),
    kind!("prep", "prep/*.toml"),
    kind!("lint", "lint.toml"),
    kind!("item", "bank/*/*.toml"),
    kind!("form", "forms/*.toml"),
    kind!("practice-set", "practice/sets/*.toml"),
    kind!("course", "courses/*/*/course.toml"),
];

/// The arguments of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// The kind of file, e.g. `policy`; without it the kinds are listed
    kind: Option<String>,
    /// Write all schemas into a programme's folder, where editors find them
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    into: Option<PathBuf>,
    /// Write all schemas into a folder of their own
    #[arg(long, value_name = "DIR", conflicts_with_all = ["kind", "into"])]
    out: Option<PathBuf>,
}

impl Schema {
    /// Prints one schema or the list of them, or writes them all.
    pub fn run(self) -> Result<Found, Failure> {
        if let Some(folder) = &self.into {
            write_into(folder)?;
            rim::say(format_args!("{}: {FOLDER}/ and .taplo.toml written", folder.display()));
        } else if let Some(folder) = &self.out {
            write_all(folder)?;
        } else if let Some(name) = &self.kind {
            let Some(kind) = KINDS.iter().find(|kind| kind.name == name) else {
                let names = KINDS.map(|kind| kind.name);
                let hint = format!("write one of {}", names.join(", "));
                return Err(Failure::unusable(format!("`{name}` is not a kind of file"), hint));
            };
            rim::print(kind.schema)?;
        } else {
            let lines = KINDS.iter().map(|kind| format!("{:<14}{}\n", kind.name, kind.files));
            rim::print(&lines.collect::<String>())?;
        }
        Ok(Found::Nothing)
    }
}

/// Writes the schemas into a programme's folder, and the file that tells editors which is whose.
///
/// # Errors
/// The folder cannot be written.
pub fn write_into(programme: &Path) -> Result<(), Failure> {
    write_all(&programme.join(FOLDER))?;
    let path = programme.join(".taplo.toml");
    fs::write(&path, association()).map_err(|error| Failure::writing(&path, error))
}

fn write_all(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::writing(folder, error))?;
    for kind in KINDS {
        let path = folder.join(format!("{}.json", kind.name));
        fs::write(&path, kind.schema).map_err(|error| Failure::writing(&path, error))?;
    }
    Ok(())
}

/// What the TOML extensions of editors read: which file has which schema, and the layout of `assay fmt`.
fn association() -> String {
    let mut text = "\
# For editors: which schema describes which file. Written by `assay schema --into`; run it again after an
# update of Assay. The layout is that of `assay fmt`.
[formatting]
array_auto_collapse = false
array_auto_expand = false
column_width = 110
"
    .to_owned();
    for kind in KINDS {
        let files = match kind.name {
            "item" => r#"["bank/**/*.toml", "practice/*/*.toml"]"#.to_owned(),
            _ => format!("[\"{}\"]", kind.files),
        };
        let exclude = if kind.name == "item" { "exclude = [\"practice/sets/*.toml\"]\n" } else { "" };
        text.push_str(&format!(
            "\n[[rule]]\ninclude = {files}\n{exclude}schema = {{ path = \"{FOLDER}/{}.json\" }}\n",
            kind.name
        ));
    }
    text
}
