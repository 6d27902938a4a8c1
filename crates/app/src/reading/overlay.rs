//! A change as files over others: what comes in their place, what joins them, and what goes.

use std::collections::BTreeSet;

use assay_kernel::source::SourceFile;
use assay_store::{PreparedFile, StoreError};

use super::Files;

/// Files over others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay {
    /// What replaces or joins them.
    pub(crate) files: Files,
    /// The paths of those that go.
    pub(crate) removed: BTreeSet<String>,
}

impl From<Files> for Overlay {
    fn from(files: Files) -> Self {
        Overlay { files, removed: BTreeSet::new() }
    }
}

impl Overlay {
    /// As it was kept.
    ///
    /// # Errors
    /// A picture is no Base64.
    pub(crate) fn from_store(records: Vec<PreparedFile>) -> Result<Self, StoreError> {
        let (gone, there): (Vec<_>, Vec<_>) = records.into_iter().partition(|file| file.removed);
        let record = |file: PreparedFile| assay_store::FileRecord {
            path: file.path,
            content: file.content,
            base64: file.base64,
        };
        Ok(Overlay {
            files: Files::from_store(there.into_iter().map(record).collect())?,
            removed: gone.into_iter().map(|file| file.path).collect(),
        })
    }

    /// Files in the place of all those that are like it: whatever else there is of them goes.
    pub(crate) fn instead(
        current: &Files,
        files: Files,
        is_like: impl Fn(&str, Option<&SourceFile>) -> bool,
    ) -> Overlay {
        let texts = current.texts.iter().filter(|file| is_like(&file.path, Some(file)));
        let artwork = current.artwork.iter().filter(|art| is_like(&art.path, None));
        let there = texts.map(|file| &file.path).chain(artwork.map(|art| &art.path));
        let comes: BTreeSet<&String> = files
            .texts
            .iter()
            .map(|file| &file.path)
            .chain(files.artwork.iter().map(|art| &art.path))
            .collect();
        let removed = there.filter(|path| !comes.contains(path)).cloned().collect();
        Overlay { removed, files }
    }

    /// Others with this over them.
    pub(crate) fn over(&self, files: &Files) -> Files {
        let mut after = files.with(&self.files);
        after.texts.retain(|file| !self.removed.contains(&file.path));
        after.artwork.retain(|art| !self.removed.contains(&art.path));
        after
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;
    use crate::Artwork;

    #[test]
    fn what_comes_replaces_what_goes_is_gone_and_the_rest_stays() {
        let text = |path: &str, text: &str| SourceFile::new(path.to_owned(), text.to_owned());
        let artwork = vec![Artwork { path: "b/one.png".into(), bytes: vec![1] }];
        let files = Files { texts: vec![text("a", "old"), text("b/one", "x"), text("c", "stays")], artwork };
        let overlay = Overlay {
            files: Files { texts: vec![text("a", "new"), text("d", "joins")], artwork: Vec::new() },
            removed: ["b/one".to_owned(), "b/one.png".to_owned(), "never there".to_owned()].into(),
        };
        let after = overlay.over(&files);
        let texts: Vec<(&str, &str)> =
            after.texts.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
        assert_eq!(texts, [("a", "new"), ("c", "stays"), ("d", "joins")]);
        assert!(after.artwork.is_empty());
    }
}
