//! From files to a programme that is known to be free of errors.

use std::ops::Deref;

use assay_kernel::{Diagnostic, Diagnostics, source::SourceFile};

use super::{
    demo, findings,
    found::{Findings, PlacedFinding},
};
use crate::{
    model::{Demonstration, Programme},
    syntax::{
        demo::{DEMO_FILE, read},
        parse,
    },
};

/// A programme without errors: only such a one is served. Its warnings are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    programme: Programme,
    warnings: Diagnostics,
}

impl Checked {
    /// The programme.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// The programme, its warnings forgotten.
    pub fn into_programme(self) -> Programme {
        self.programme
    }

    /// What was suspicious.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// The same with its content mark, which only the reader of the files can know.
    #[must_use]
    pub fn with_revision(mut self, revision: impl Into<String>) -> Self {
        self.programme.revision = revision.into();
        self
    }
}

impl Deref for Checked {
    type Target = Programme;

    fn deref(&self) -> &Programme {
        &self.programme
    }
}

/// Reads and checks all files of a programme.
///
/// # Errors
/// Everything found, warnings too, if any of it is an error.
pub fn load(files: &[SourceFile]) -> Result<Checked, Diagnostics> {
    let (programme, mut found) = parse(files);
    for finding in findings(&programme).into_iter().chain(beside(files, &programme)) {
        found.push(at_key(files, finding.diagnostic, finding.key));
    }
    if found.has_errors() { Err(found) } else { Ok(Checked { programme, warnings: found }) }
}

/// What is wrong with the demonstration; faults of form are told by [`parse`].
fn beside(files: &[SourceFile], programme: &Programme) -> Vec<PlacedFinding> {
    let mut found = Findings::default();
    if let Some((demo, faults)) = files.iter().find(|file| file.path == DEMO_FILE).map(read)
        && !faults.has_errors()
    {
        demo::check(&demo, programme, &mut found);
    }
    found.0
}

/// The demonstration that stands beside a programme, if there is one.
///
/// [`load`] tells its faults.
pub fn demo_of(files: &[SourceFile]) -> Option<Demonstration> {
    files.iter().find(|file| file.path == DEMO_FILE).map(|file| read(file).0)
}

/// Moves a diagnostic from its table to the value of a key in that table.
fn at_key(files: &[SourceFile], mut diagnostic: Diagnostic, key: &str) -> Diagnostic {
    let file = files.iter().find(|file| file.path == diagnostic.at.file);
    if let Some(file) = file
        && let Some(start) = value_of(&file.text, diagnostic.at.line, key)
    {
        let rest = file.text.get(start..).unwrap_or_default();
        let length = rest.lines().next().map_or(0, |line| line.trim_end().len());
        diagnostic.at = file.locate(start..start + length);
    }
    diagnostic
}

/// Where the value of a key begins, from its table's first line to the next's.
fn value_of(text: &str, first_line: usize, key: &str) -> Option<usize> {
    if key.is_empty() {
        return None;
    }
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index + 1;
        let trimmed = line.trim_start();
        if number > first_line && trimmed.starts_with('[') {
            return None;
        }
        let after_key = trimmed.strip_prefix(key).map(str::trim_start);
        if number >= first_line
            && let Some(value) = after_key.and_then(|rest| rest.strip_prefix('='))
        {
            return Some(offset + line.len() - value.trim_start().len());
        }
        offset += line.len();
    }
    None
}
