//! Where a running server finds changes to propose: its programme folder, and a demonstration's examples.

use std::path::{Path, PathBuf};

use assay_app::{Draft, Drafts, Files};
use assay_kernel::source::SourceFile;

use crate::{
    files::{Tree, read_tree},
    outcome::Failure,
};

/// What an example says of itself; no part of the change.
const README: &str = "README.md";

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

/// The example changes of a demonstration: a folder each.
pub struct Examples(pub Files);

impl Examples {
    /// Those of a folder, as they are now.
    ///
    /// # Errors
    /// It is not there, cannot be read, or holds what is no text.
    pub fn of_folder(folder: &Path) -> Result<Self, Failure> {
        let shown = folder.display();
        if !folder.is_dir() {
            let message = format!("demo.toml takes its changes from {shown}, and there is no such folder");
            return Err(Failure::unusable(message, "correct `changes`, or leave it out"));
        }
        let Tree { files, faults } = read_tree(folder)?;
        match faults.iter().next() {
            Some(fault) => {
                let message = format!("{shown}/{}: {}", fault.at.file, fault.message);
                Err(Failure::unusable(message, fault.hint.clone()))
            }
            None => Ok(Examples(files)),
        }
    }
}

impl Drafts for Examples {
    fn list(&self) -> Vec<Draft> {
        self.0.texts.iter().filter_map(example).collect()
    }

    fn read(&self, id: &str, current: &Files) -> Result<Files, String> {
        let known = self.list().iter().any(|draft| draft.id == id);
        if !known {
            return Err(format!("There is no example `{id}`."));
        }
        let mut overlay = Files::default();
        for file in &self.0.texts {
            // The paths begin with the example's own folder.
            let Some((folder, path)) = file.path.split_once('/') else { continue };
            if folder != id || path == README {
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
fn example(file: &SourceFile) -> Option<Draft> {
    let (id, README) = file.path.split_once('/')? else { return None };
    let (title, text) = file.text.split_once('\n')?;
    Some(Draft {
        id: id.to_owned(),
        title: title.trim_start_matches(['#', ' ']).to_owned(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

/// What a demonstration offers: the folder that it shows, if it is one, and the examples.
pub struct Offered {
    /// None where the programme is built in.
    pub folder: Option<Folder>,
    /// None of them where `demo.toml` names no folder.
    pub examples: Examples,
}

impl Drafts for Offered {
    fn list(&self) -> Vec<Draft> {
        let folder = self.folder.iter().flat_map(Folder::list);
        folder.chain(self.examples.list()).collect()
    }

    fn read(&self, id: &str, current: &Files) -> Result<Files, String> {
        match &self.folder {
            Some(folder) if folder.list().iter().any(|draft| draft.id == id) => folder.read(id, current),
            _ => self.examples.read(id, current),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{embedded_changes, embedded_programme};

    #[test]
    fn every_example_changes_the_reference_programme_and_leaves_it_without_faults() {
        let current = embedded_programme().unwrap().files;
        let examples = Examples(embedded_changes());
        assert_eq!(examples.list().len(), 3);
        for example in examples.list() {
            let files = examples.read(&example.id, &current).unwrap();
            let found = assay_app::check(&files, "2025-10-01T00:00:00Z".parse().unwrap());
            assert!(!found.has_errors(), "{}: {:#?}", example.id, found.sorted());
            let changes = current.changes(&files);
            assert_eq!(changes.len(), 1, "{}: {changes:?}", example.id);
            // Proposed again after it was applied, there is nothing left to do.
            assert!(files.changes(&examples.read(&example.id, &files).unwrap()).is_empty());
        }
    }
}
