//! The files that pages share, and the version in their paths: what changes is another address.
//!
//! One version for all of them, as a part of the path: the client's modules name one another by relative
//! addresses, so all modules of a page come from one version.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use aws_lc_rs::digest::{Context, SHA256};
use axum::body::Bytes;
use data_encoding::HEXLOWER;
use rust_embed::RustEmbed;

/// Digits of a version: 64 bits, and releases are counted in hundreds.
const VERSION_DIGITS: usize = 16;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct OwnFiles;

#[derive(RustEmbed)]
#[folder = "../../client/"]
#[include = "*.js"]
#[include = "*.css"]
// `*` also matches `/`: without this the type checker would be served too.
#[exclude = "node_modules/*"]
struct Client;

/// Files by name, and the version of them all.
pub(crate) struct AssetFiles {
    version: String,
    by_name: BTreeMap<String, Bytes>,
}

/// The embedded ones. A debug build reads them from the checkout, once: what is served is what was hashed.
static EMBEDDED: LazyLock<AssetFiles> =
    LazyLock::new(|| AssetFiles::of(all::<OwnFiles>("").chain(all::<Client>("client/"))));

fn all<E: RustEmbed>(folder: &str) -> impl Iterator<Item = (String, Bytes)> {
    E::iter().filter_map(move |name| {
        let bytes = match E::get(&name)?.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        };
        Some((format!("{folder}{name}"), bytes))
    })
}

pub(crate) fn embedded() -> &'static AssetFiles {
    &EMBEDDED
}

/// The path of an embedded file, which may be kept for ever.
pub fn asset(name: &str) -> String {
    EMBEDDED.path(name)
}

impl AssetFiles {
    fn of(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let by_name: BTreeMap<String, Bytes> = files.into_iter().collect();
        let mut digest = Context::new(&SHA256);
        for (name, bytes) in &by_name {
            // Lengths first: what moves from one file into the next is a change, too.
            for part in [name.as_bytes(), bytes] {
                digest.update(&part.len().to_be_bytes());
                digest.update(part);
            }
        }
        let mut version = HEXLOWER.encode(digest.finish().as_ref());
        version.truncate(VERSION_DIGITS);
        AssetFiles { version, by_name }
    }

    fn path(&self, name: &str) -> String {
        format!("/assets/{}/{name}", self.version)
    }

    /// A file as it is in this version.
    pub(crate) fn bytes(&self, name: &str) -> Option<Bytes> {
        self.by_name.get(name).cloned()
    }

    /// Whether a path names this version.
    pub(crate) fn is_of(&self, version: &str) -> bool {
        self.version == version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(files: &[(&str, &'static str)]) -> String {
        let file =
            |(name, text): &(&str, &'static str)| ((*name).to_owned(), Bytes::from_static(text.as_bytes()));
        AssetFiles::of(files.iter().map(file)).path("look.css")
    }

    #[test]
    fn a_changed_file_changes_its_path() {
        let before = path(&[("look.css", "a{}"), ("exam.js", "x()")]);
        assert_ne!(path(&[("look.css", "b{}"), ("exam.js", "x()")]), before, "another text");
        assert_ne!(
            path(&[("look.css", "a{}"), ("exam.js", "y()")]),
            before,
            "of any file: one version for all"
        );
        assert_ne!(path(&[("look.css", "a{}"), ("quiz.js", "x()")]), before, "another name");
        assert_ne!(path(&[("look.css", "a{}"), ("exam.jsx", "()")]), before, "from the text into the name");
        assert_ne!(path(&[("look.css", "a{}")]), before, "one file less");
        assert_eq!(path(&[("exam.js", "x()"), ("look.css", "a{}")]), before, "in whatever order they come");
    }

    #[test]
    fn what_the_type_checker_needs_is_not_among_them() {
        let names: Vec<&str> = EMBEDDED.by_name.keys().map(String::as_str).collect();
        assert!(names.contains(&"assay.css") && names.contains(&"client/exam.js"), "{names:?}");
        let served = |name: &&str| ["css", "js", "svg"].iter().any(|kind| name.ends_with(kind));
        assert!(names.iter().all(|name| served(name) && !name.contains("node_modules")), "{names:?}");
    }
}
