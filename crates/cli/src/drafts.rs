//! Where a running server finds changes to propose: its programme folder, or the demonstration's examples.

use std::path::PathBuf;

use assay_app::{Draft, Drafts, Files};
use assay_kernel::source::SourceFile;
use include_dir::{Dir, include_dir};

use crate::{
    files::{embedded_tree, read_tree},
    outcome::Failure,
};

/// Changes of the reference programme.
static CHANGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../programmes/changes");

/// The folder that the server was started with, read anew each time.
pub struct Folder(pub PathBuf);

impl Drafts for Folder {
    fn list(&self) -> Vec<Draft> {
        vec![Draft {
            id: "folder".to_owned(),
            title: "The files of the programme's folder".to_owned(),
            text: format!("{} as it is now, on the server.", self.0.display()),
        }]
    }

    fn read(&self, _id: &str, _current: &Files) -> Result<Files, String> {
        match read_tree(&self.0) {
            Ok(tree) if !tree.faults.has_errors() => Ok(tree.files),
            Ok(tree) => {
                let faults = tree.faults.sorted();
                let lines: Vec<String> =
                    faults.iter().map(|fault| format!("{}: {}", fault.at.file, fault.message)).collect();
                Err(lines.join("; "))
            }
            Err(Failure::Unusable { message, .. }) => Err(message),
            Err(Failure::World(error)) => Err(format!("{error:#}")),
            Err(Failure::ReaderGone) => Err("the folder cannot be read".to_owned()),
        }
    }
}

/// The example changes that are embedded in the binary.
pub struct Examples;

impl Drafts for Examples {
    fn list(&self) -> Vec<Draft> {
        CHANGES.dirs().filter_map(example).collect()
    }

    fn read(&self, id: &str, current: &Files) -> Result<Files, String> {
        let known = CHANGES.get_dir(id).ok_or_else(|| format!("There is no example `{id}`."))?;
        let added = embedded_tree(known).files;
        let mut overlay = Files::default();
        for file in added.texts {
            // The paths of the embedded tree begin with the example's own folder.
            let path = file.path.strip_prefix(id).unwrap_or(&file.path).trim_start_matches('/').to_owned();
            if path == "README.md" {
                continue;
            }
            let before = current.texts.iter().find(|text| text.path == path).map_or("", |text| &text.text);
            // Added twice it would say everything twice.
            let text = match before.ends_with(&file.text) {
                true => before.to_owned(),
                false => format!("{before}\n{}", file.text),
            };
            overlay.texts.push(SourceFile::new(path, text));
        }
        Ok(current.with(&overlay))
    }
}

/// The first line of a readme is the title, the rest the text.
fn example(folder: &Dir<'_>) -> Option<Draft> {
    let id = folder.path().to_str()?.to_owned();
    let readme = folder.get_file(folder.path().join("README.md"))?.contents_utf8()?;
    let (title, text) = readme.split_once('\n')?;
    Some(Draft {
        id,
        title: title.trim_start_matches(['#', ' ']).to_owned(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::embedded_programme;

    #[test]
    fn every_example_changes_the_reference_programme_and_leaves_it_without_faults() {
        let current = embedded_programme().files;
        let examples = Examples.list();
        assert_eq!(examples.len(), 3);
        for example in examples {
            let files = Examples.read(&example.id, &current).unwrap();
            let found = assay_app::check(&files, "2025-10-01T00:00:00Z".parse().unwrap());
            assert!(!found.has_errors(), "{}: {:#?}", example.id, found.sorted());
            let changes = current.changes(&files);
            assert_eq!(changes.len(), 1, "{}: {changes:?}", example.id);
            // Proposed again after it was applied, there is nothing left to do.
            assert!(files.changes(&Examples.read(&example.id, &files).unwrap()).is_empty());
        }
    }
}
