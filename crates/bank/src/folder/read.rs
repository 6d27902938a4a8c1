//! What was changed in a folder since it was written.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Diagnostic, Diagnostics, Location, Severity, source::SourceFile};

use super::{FOLDER_ITEMS_MAX, FolderFile, FolderLine, FolderManifest, MANIFEST, is_item_name};
use crate::{
    ItemCompanions, codes,
    item::path_beside,
    work::{ItemPool, read_content},
};

/// What a folder says.
#[derive(Debug, Default)]
pub struct ReadFolder {
    /// Exam version.
    pub exam: String,
    /// Items that stand there as they were written.
    pub unchanged: Vec<FolderLine>,
    /// Those that were changed, or are new.
    pub changed: Vec<FolderItem>,
    /// Those of which the file is gone.
    pub missing: Vec<FolderLine>,
    /// What is at fault; what rules of items find in changed ones is a warning.
    pub found: Diagnostics,
}

/// An item that was changed or is new.
#[derive(Clone, Debug)]
pub struct FolderItem {
    /// Which pool it is of.
    pub pool: ItemPool,
    /// Its name.
    pub name: String,
    /// Where its authoring file stands.
    pub path: String,
    /// What was written of it; none of a new one.
    pub from: Option<FolderLine>,
    /// Its authoring file.
    pub text: String,
    /// What that names, by its name there.
    pub beside: Vec<FolderFile>,
    /// The mark of all of it.
    pub mark: String,
}

/// The files of a folder, by path.
struct PathsOfFolder<'f>(BTreeMap<&'f str, &'f [u8]>);

impl ItemCompanions for PathsOfFolder<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.0.get(path)?).ok().filter(|text| !text.contains('\0'))
    }

    fn picture(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).copied()
    }
}

/// Where an authoring file stands.
struct ItemPlace<'f> {
    pool: ItemPool,
    name: &'f str,
    path: &'f str,
}

/// Reads a folder: every fault of it, and what was changed.
pub fn read_folder(files: &[FolderFile]) -> ReadFolder {
    let paths = PathsOfFolder(files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect());
    let mut reading =
        ReadingFolder { paths, used: BTreeSet::new(), is_told: false, read: ReadFolder::default() };
    if let Some(manifest) = reading.manifest() {
        reading.items(&manifest);
        reading.leftovers();
    }
    reading.read
}

struct ReadingFolder<'f> {
    paths: PathsOfFolder<'f>,
    /// Files that belong to an item.
    used: BTreeSet<String>,
    /// Whether an item could not be read: what it names is not known then.
    is_told: bool,
    read: ReadFolder,
}

impl<'f> ReadingFolder<'f> {
    fn fault(&mut self, code: &'static str, at: Location, message: impl Into<String>, hint: &str) {
        self.read.found.push(Diagnostic::error(code, at, message).hint(hint));
    }

    fn manifest(&mut self) -> Option<FolderManifest> {
        if !self.paths.0.contains_key(MANIFEST) {
            let hint = "begin with a folder that `assay items export` wrote";
            self.fault(codes::FOLDER, start_of(MANIFEST), format!("there is no {MANIFEST}"), hint);
            return None;
        }
        let file = self.text_file(MANIFEST)?;
        let (manifest, found) = FolderManifest::read(&file);
        let is_usable = !found.has_errors();
        self.read.found.extend(found);
        self.read.exam.clone_from(&manifest.exam);
        is_usable.then_some(manifest)
    }

    /// A file as text; where it is none, that is told.
    fn text_file(&mut self, path: &'f str) -> Option<SourceFile> {
        let bytes = self.paths.0.get(path).copied().unwrap_or_default();
        let (text, at) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, text.find('\0')),
            Err(error) => {
                let end = error.valid_up_to();
                (std::str::from_utf8(bytes.get(..end).unwrap_or_default()).unwrap_or_default(), Some(end))
            }
        };
        let file = SourceFile::new(path, text);
        let Some(at) = at else { return Some(file) };
        let at = file.locate(at..at);
        self.fault(
            assay_kernel::source::codes::SYNTAX,
            at,
            "this file is not UTF-8 text",
            "save it as UTF-8",
        );
        None
    }

    fn items(&mut self, manifest: &FolderManifest) {
        let places = self.places(&manifest.exam);
        if places.len() > FOLDER_ITEMS_MAX {
            let message =
                format!("this folder has {} items, and at most {FOLDER_ITEMS_MAX} are read", places.len());
            self.fault(
                codes::FOLDER,
                start_of(MANIFEST),
                message,
                "keep each exam version in a folder of its own",
            );
            return;
        }
        let written =
            |pool, name: &str| manifest.items.iter().position(|line| line.pool == pool && line.name == name);
        let written: Vec<Option<usize>> =
            places.iter().map(|place| written(place.pool, place.name)).collect();
        let mut seen: BTreeMap<(ItemPool, &str), &str> = BTreeMap::new();
        for (place, line) in places.iter().zip(&written) {
            if let Some(first) = seen.insert((place.pool, place.name), place.path) {
                let message = format!("the item {} stands here and in {first}", place.name);
                self.fault(codes::FOLDER, start_of(place.path), message, "keep one of the two");
                continue;
            }
            let from = line.and_then(|at| manifest.items.get(at)).cloned();
            self.item(&manifest.exam, place, from);
        }
        let missing = (0..manifest.items.len()).filter(|at| !written.contains(&Some(*at)));
        self.read.missing = missing.filter_map(|at| manifest.items.get(at).cloned()).collect();
    }

    /// Where items stand; what stands nowhere is told.
    fn places(&mut self, exam: &str) -> Vec<ItemPlace<'f>> {
        let (mut places, mut outside) = (Vec::new(), Vec::new());
        for path in self.paths.0.keys().copied() {
            let parts: Vec<&str> = path.split('/').collect();
            let (pool, rest) = match parts.as_slice() {
                [folder, rest @ ..] => {
                    (ItemPool::ALL.into_iter().find(|pool| pool.folder() == *folder), rest)
                }
                [] => continue,
            };
            let Some(pool) = pool else { continue };
            let own = |file: &'f str| file.strip_suffix(".toml").filter(|name| !name.is_empty());
            if rest.iter().any(|part| part.starts_with('.')) {
                continue;
            }
            match rest {
                [of, file] if *of == exam => {
                    places.extend(own(file).map(|name| ItemPlace { pool, name, path }));
                }
                [of, folder, file] if *of == exam => {
                    let name = own(file).filter(|name| name == folder);
                    places.extend(name.map(|name| ItemPlace { pool, name, path }));
                }
                [of, ..] if *of == exam => {}
                _ => outside.push(path),
            }
        }
        for path in outside {
            let message = format!("this file is not of {exam}, which the manifest is of");
            self.fault(codes::FOLDER, start_of(path), message, "take it out of the folder");
        }
        places
    }

    fn item(&mut self, exam: &str, place: &ItemPlace<'f>, from: Option<FolderLine>) {
        self.used.insert(place.path.to_owned());
        let Some(file) = self.text_file(place.path) else {
            self.is_told = true;
            return;
        };
        let content = read_content(&file, &self.paths);
        self.used.extend(content.companions.iter().cloned());
        if let Some(line) = from.as_ref().filter(|line| line.mark == content.marks.mark) {
            self.read.unchanged.push(line.clone());
            return;
        }
        let meta = &content.read.item.meta;
        let (at, other) = (meta.at.clone(), meta.exam.clone());
        self.is_told |= content.read.found.has_errors();
        self.read.found.extend(content.read.found);
        if from.is_none() && !is_item_name(place.name) {
            let hint = "use lower-case letters, digits and hyphens, such as c03-alarm-dimension.toml";
            self.fault(codes::NAME, start_of(place.path), "an item cannot be called so", hint);
        }
        if !other.as_str().is_empty() && other.as_str() != exam {
            let message = format!("the item says that it is of {other}, and stands among those of {exam}");
            self.fault(codes::NAME, at, message, &format!("write `exam = \"{exam}\"`"));
        }
        for finding in content.read.lint.iter() {
            let is_error = from.is_none() && finding.code == codes::NAME;
            let severity = if is_error { Severity::Error } else { Severity::Warning };
            self.read.found.push(Diagnostic { severity, ..finding.clone() });
        }
        let name_of = |path: &String| {
            let folder = place.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned)
        };
        let beside = content.companions.iter().filter_map(|path| {
            debug_assert_eq!(path_beside(place.path, &name_of(path)?).as_ref(), Some(path));
            Some(FolderFile { path: name_of(path)?, bytes: self.paths.picture(path)?.to_vec() })
        });
        let item = FolderItem {
            pool: place.pool,
            name: place.name.to_owned(),
            path: place.path.to_owned(),
            from,
            beside: beside.collect(),
            text: file.text,
            mark: content.marks.mark,
        };
        self.read.changed.push(item);
    }

    /// What belongs to nothing is told: nothing of a folder is dropped in silence.
    fn leftovers(&mut self) {
        if self.is_told {
            return;
        }
        let is_of_items =
            |path: &str| ItemPool::ALL.iter().any(|pool| path.starts_with(&format!("{}/", pool.folder())));
        let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
        let of_exam = format!("/{}/", self.read.exam);
        let left: Vec<&str> = (self.paths.0.keys().copied())
            .filter(|path| is_of_items(path) && path.contains(&of_exam) && !is_hidden(path))
            .filter(|path| !self.used.contains(*path))
            .collect();
        for path in left {
            let hint = "name it in the file of an item, or take it out of the folder";
            self.fault(codes::FOLDER, start_of(path), "no item names this file", hint);
        }
    }
}

/// Said of a whole file.
fn start_of(path: &str) -> Location {
    Location { file: path.to_owned(), span: 0..0, line: 1, column: 1 }
}
