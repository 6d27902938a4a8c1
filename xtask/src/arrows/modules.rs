//! The modules of one crate and what each file names of the others.
//!
//! A name is followed through every re-export to the file that defines it, so that the crate's front door
//! (`lib.rs`, `mod.rs`), which only declares and hands on, is no part of a circle.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::source::Source;

/// How many steps a name may be handed on before it counts as unknown: a circle of re-exports ends too.
const STEPS_MAX: usize = 8;

/// The modules of one crate.
#[derive(Default)]
pub struct Modules {
    modules: Vec<Module>,
}

struct Module {
    /// The file, from the crate's `src`.
    file: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    source: Source,
}

/// From each file to each other one: the names that make the arrow.
pub type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Where a path leads.
enum Place {
    Module(usize),
    /// Something that this module defines, by its name.
    Item(usize, String),
}

/// Reads the text of a file below `src`; none when there is no such file.
type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Modules {
    /// Reads the crate whose sources lie in this folder.
    pub fn read(folder: &Path) -> anyhow::Result<Modules> {
        let read = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
        Modules::load(&read).with_context(|| format!("cannot read {}", folder.display()))
    }

    /// The same from a function that knows the files.
    pub fn load(read: Read) -> anyhow::Result<Modules> {
        let mut modules = Modules::default();
        for root in ["lib.rs", "main.rs"] {
            if read(root).is_some() {
                modules.file(root, Path::new(""), None, read)?;
            }
        }
        Ok(modules)
    }

    /// Adds the module of a file; its children lie in `folder`.
    fn file(
        &mut self,
        file: &str,
        folder: &Path,
        parent: Option<usize>,
        read: Read,
    ) -> anyhow::Result<usize> {
        let text = read(file).with_context(|| format!("no file {file}"))?;
        let source = Source::parse(&text).with_context(|| format!("cannot read {file}"))?;
        self.add(file, folder, parent, source, read)
    }

    fn add(
        &mut self,
        file: &str,
        folder: &Path,
        parent: Option<usize>,
        mut source: Source,
        read: Read,
    ) -> anyhow::Result<usize> {
        let at = self.modules.len();
        let children = std::mem::take(&mut source.children);
        self.modules.push(Module { file: file.to_owned(), parent, children: BTreeMap::new(), source });
        for (name, body) in children {
            let inside = folder.join(&name);
            let child = match body {
                Some(body) => self.add(file, &inside, Some(at), body, read)?,
                None => {
                    let [beside, within] = [inside.with_extension("rs"), inside.join("mod.rs")].map(slashed);
                    let file = if read(&beside).is_some() { beside } else { within };
                    self.file(&file, &inside, Some(at), read)?
                }
            };
            if let Some(module) = self.modules.get_mut(at) {
                module.children.insert(name, child);
            }
        }
        Ok(at)
    }

    /// Every file of the crate.
    pub fn files(&self) -> BTreeSet<&str> {
        self.modules.iter().map(|module| module.file.as_str()).collect()
    }

    /// Whether the code of this file says this name.
    pub fn says(&self, file: &str, name: &str) -> bool {
        self.modules.iter().any(|module| module.file == file && module.source.says(name))
    }

    /// What each file names of the others.
    pub fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (at, module) in self.modules.iter().enumerate() {
            for (to, name) in self.named_by(at, module) {
                let Some(target) = self.modules.get(to).filter(|target| target.file != module.file) else {
                    continue;
                };
                let from = arrows.entry(module.file.clone()).or_default();
                from.entry(target.file.clone()).or_default().insert(name);
            }
        }
        arrows
    }

    /// The modules that this one names, each with the name that leads there.
    fn named_by(&self, at: usize, module: &Module) -> Vec<(usize, String)> {
        let source = &module.source;
        let mut paths: Vec<Vec<String>> = source.paths.iter().cloned().collect();
        // What is handed on to others is not yet a use of it; what is brought in is.
        paths.extend(source.uses.iter().filter(|line| !line.is_public).map(|line| line.path.clone()));
        let handed_on = |word: &&String| {
            !source.items.contains(*word)
                && source.uses.iter().any(|line| match &line.name {
                    Some(name) => line.is_public && name == *word,
                    None => true,
                })
        };
        paths.extend(source.words.iter().filter(handed_on).map(|word| vec![word.clone()]));
        let mut named = Vec::new();
        for path in paths {
            if let Some(Place::Item(to, name)) = self.follow(at, &path, STEPS_MAX) {
                named.push((to, name));
            }
        }
        named
    }

    /// Where a path leads from this module; none when it leaves the crate.
    fn follow(&self, from: usize, path: &[String], steps: usize) -> Option<Place> {
        let mut at = from;
        let mut rest = path;
        let mut is_ours = false;
        while let Some((first, after)) = rest.split_first() {
            at = match first.as_str() {
                "crate" => self.root_of(at),
                "self" => at,
                "super" => self.modules.get(at)?.parent?,
                _ => break,
            };
            (rest, is_ours) = (after, true);
        }
        while let Some((name, after)) = rest.split_first() {
            let found = self.member(at, name, !after.is_empty(), steps.checked_sub(1)?);
            match found {
                Some(Place::Module(module)) => (at, rest, is_ours) = (module, after, true),
                Some(item) => return Some(item),
                // Made by a macro, or not seen: it belongs to the module that the path was in.
                None => return is_ours.then(|| Place::Item(at, name.clone())),
            }
        }
        Some(Place::Module(at))
    }

    /// What a name means inside a module.
    fn member(&self, at: usize, name: &str, wants_module: bool, steps: usize) -> Option<Place> {
        let module = self.modules.get(at)?;
        let child = module.children.get(name).map(|child| Place::Module(*child));
        let item = module.source.items.contains(name).then(|| Place::Item(at, name.to_owned()));
        let own = if wants_module { child.or(item) } else { item.or(child) };
        let uses = &module.source.uses;
        let brought = || {
            let lines = uses.iter().filter(|line| line.name.as_deref() == Some(name));
            let mut lines = lines.filter(|line| line.path.as_slice() != [name]);
            lines.find_map(|line| self.follow(at, &line.path, steps.checked_sub(1)?))
        };
        let from_all = || {
            let lines = uses.iter().filter(|line| line.name.is_none());
            let mut modules =
                lines.filter_map(|line| match self.follow(at, &line.path, steps.checked_sub(1)?) {
                    Some(Place::Module(module)) if module != at => Some(module),
                    _ => None,
                });
            modules.find_map(|module| self.member(module, name, wants_module, steps.checked_sub(1)?))
        };
        own.or_else(brought).or_else(from_all)
    }

    fn root_of(&self, mut at: usize) -> usize {
        while let Some(parent) = self.modules.get(at).and_then(|module| module.parent) {
            at = parent;
        }
        at
    }
}

fn slashed(path: PathBuf) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A crate of these files, each with its text.
    pub fn forged(files: &[(&str, &str)]) -> Modules {
        let read =
            |wanted: &str| files.iter().find(|(file, _)| *file == wanted).map(|(_, text)| (*text).to_owned());
        Modules::load(&read).unwrap()
    }

    /// The arrows of a crate as `from -> to (names)`.
    fn arrows(files: &[(&str, &str)]) -> Vec<String> {
        let mut found = Vec::new();
        for (from, targets) in forged(files).arrows() {
            for (to, names) in targets {
                let names: Vec<String> = names.into_iter().collect();
                found.push(format!("{from} -> {to} ({})", names.join(", ")));
            }
        }
        found
    }

    #[test]
    fn a_name_is_followed_through_every_front_door_to_the_file_that_defines_it() {
        let found = arrows(&[
            ("lib.rs", "mod a; mod b; pub use a::*; pub use b::Deep;"),
            ("a.rs", "pub struct A;"),
            ("b/mod.rs", "mod inner; pub use inner::Inner as Deep;"),
            ("b/inner.rs", "use crate::A;\npub struct Inner(super::super::a::A);\nfn f() -> crate::Deep {}"),
        ]);
        assert_eq!(found, ["b/inner.rs -> a.rs (A)"]);
    }

    #[test]
    fn a_module_brought_in_by_name_is_no_arrow_until_something_in_it_is_named() {
        let files = |code| [("lib.rs", "mod a; mod b;"), ("a.rs", "pub fn x() {}"), ("b.rs", code)];
        assert!(arrows(&files("use crate::a;")).is_empty());
        assert_eq!(arrows(&files("use crate::a; fn y() { a::x() }")), ["b.rs -> a.rs (x)"]);
        assert_eq!(arrows(&files("use crate::a::*; fn y() { x() }")), ["b.rs -> a.rs (x)"]);
        assert_eq!(
            arrows(&files("fn y() { html! { (crate::a::made_by_a_macro()) } }")),
            ["b.rs -> a.rs (made_by_a_macro)"]
        );
    }

    #[test]
    fn a_parent_names_its_children_only_by_using_them() {
        let handed_on = [
            ("lib.rs", "mod a; pub use a::{A, B};\npub struct C(B);"),
            ("a.rs", "pub struct A; pub struct B;"),
        ];
        assert_eq!(arrows(&handed_on), ["lib.rs -> a.rs (B)"]);
        let brought_in = [("lib.rs", "mod a; use a::A;\nfn f() {}"), ("a.rs", "pub trait A {}")];
        assert_eq!(arrows(&brought_in), ["lib.rs -> a.rs (A)"]);
    }

    #[test]
    fn another_crate_and_the_file_itself_are_no_arrows() {
        let found = arrows(&[
            ("lib.rs", "mod a; use serde::Serialize; fn f() { ::a::x(); std::mem::take(); Self::a() }"),
            ("a.rs", "mod inside { use super::X; }\npub struct X;\nfn f(x: u8) { x.a::<X>() }"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_circle_of_re_exports_ends() {
        let found = arrows(&[
            ("lib.rs", "pub use self::a::*; mod a; fn f() { g(); h::i() }"),
            ("a.rs", "pub use super::*; fn k() { crate::j::l() }"),
        ]);
        assert_eq!(found, ["a.rs -> lib.rs (j)"], "what nobody defines is the named module's own");
    }
}
