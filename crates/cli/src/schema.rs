//! `assay schema`: JSON Schemas of a programme's files, for editors.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assay_assessment::form::parse_form;
use assay_kernel::source::{Shape, SourceFile, shape_of};
use assay_learning::practice::parse_set;
use assay_programme::schema::{FILE_KINDS, FileKind, document, kind, shape};
use assay_qti::parse_item;
use clap::Args;

use crate::{
    outcome::{Failure, Found},
    rim,
};

/// Where the schemas of a programme stand: hidden, so that no reader takes them for its own.
const FOLDER: &str = ".schema";

/// Reads a file, for what it asks on the way.
type Read = fn(&SourceFile);

/// The kinds whose readers stand in other crates.
const OTHERS: [(FileKind, Read); 3] = [
    (kind("item", "bank/*/*.toml", "An item, of the bank or of the practice pool"), |file| {
        parse_item(file);
    }),
    (kind("form", "forms/*.toml", "A form: one fixed set of items"), |file| {
        parse_form(file);
    }),
    (kind("practice-set", "practice/sets/*.toml", "A set of practice items"), |file| {
        parse_set(file);
    }),
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
        let schemas = schemas();
        if let Some(folder) = &self.into {
            write_into(folder)?;
            rim::say(format_args!("{}: {FOLDER}/ and .taplo.toml written", folder.display()));
        } else if let Some(folder) = &self.out {
            write_all(folder)?;
        } else if let Some(name) = &self.kind {
            let Some((kind, shape)) = schemas.iter().find(|(kind, _)| kind.name == name) else {
                let names: Vec<&str> = schemas.iter().map(|(kind, _)| kind.name).collect();
                let hint = format!("write one of {}", names.join(", "));
                return Err(Failure::unusable(format!("`{name}` is no kind of file"), hint));
            };
            rim::print(&text(kind, shape))?;
        } else {
            let lines = schemas.iter().map(|(kind, _)| format!("{:<14}{}\n", kind.name, kind.files));
            rim::print(&lines.collect::<String>())?;
        }
        Ok(Found::Nothing)
    }
}

/// Every kind of file with what its reader asks for.
fn schemas() -> Vec<(FileKind, Shape)> {
    let ours = FILE_KINDS.iter().map(|kind| (*kind, shape(kind)));
    let others = OTHERS.iter().map(|(kind, read)| (*kind, shape_of(&kind.files.replace('*', "x"), read)));
    ours.chain(others).collect()
}

fn text(kind: &FileKind, shape: &Shape) -> String {
    format!("{:#}\n", document(kind, shape))
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
    for (kind, shape) in schemas() {
        let path = folder.join(format!("{}.json", kind.name));
        fs::write(&path, text(&kind, &shape)).map_err(|error| Failure::writing(&path, error))?;
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
    for (kind, _) in schemas() {
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
