//! `xtask/tidy-exceptions.toml`: what may be longer, and why.

use std::cell::RefCell;

use anyhow::Context;
use serde::Deserialize;

use super::file::{Finding, Severity};

const PATH: &str = "xtask/tidy-exceptions.toml";

/// The list, and which of its entries were needed in this run.
#[derive(Default)]
pub struct Exceptions {
    entries: Vec<Exception>,
    used: RefCell<Vec<bool>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(default)]
    file: Vec<Exception>,
    #[serde(default)]
    function: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    path: String,
    /// The function's name; none for a whole file.
    name: Option<String>,
    reason: String,
}

impl Exceptions {
    /// Reads the committed list.
    pub fn read() -> anyhow::Result<Exceptions> {
        let text = std::fs::read_to_string(PATH).with_context(|| format!("cannot read {PATH}"))?;
        Exceptions::parse(&text).with_context(|| format!("cannot use {PATH}"))
    }

    /// The same from text.
    pub fn parse(text: &str) -> anyhow::Result<Exceptions> {
        let listed: Listed = toml::from_str(text)?;
        for entry in &listed.file {
            anyhow::ensure!(
                entry.name.is_none(),
                "{}: a [[file]] has no `name`; write [[function]]",
                entry.path
            );
        }
        for entry in &listed.function {
            anyhow::ensure!(entry.name.is_some(), "{}: a [[function]] needs its `name`", entry.path);
        }
        let entries: Vec<Exception> = listed.file.into_iter().chain(listed.function).collect();
        for entry in &entries {
            anyhow::ensure!(
                entry.reason.trim().len() >= 10,
                "{}: say in `reason` why it is longer",
                entry.path
            );
        }
        let used = RefCell::new(vec![false; entries.len()]);
        Ok(Exceptions { entries, used })
    }

    /// Whether this file may be longer.
    pub fn allows_file(&self, path: &str) -> bool {
        self.allows(path, None)
    }

    /// Whether this function may be longer.
    pub fn allows_function(&self, path: &str, name: &str) -> bool {
        self.allows(path, Some(name))
    }

    fn allows(&self, path: &str, name: Option<&str>) -> bool {
        let at = self.entries.iter().position(|entry| entry.path == path && entry.name.as_deref() == name);
        let mut used = self.used.borrow_mut();
        match at.and_then(|at| used.get_mut(at)) {
            Some(entry) => {
                *entry = true;
                true
            }
            None => false,
        }
    }

    /// Entries that nothing needed: the list must not grow old.
    pub fn unused(&self) -> Vec<Finding> {
        let used = self.used.borrow();
        let unused = self.entries.iter().zip(used.iter()).filter(|(_, used)| !**used);
        unused
            .map(|(entry, _)| {
                let what = entry.name.as_deref().map(|name| format!(" `{name}`")).unwrap_or_default();
                let message =
                    format!("the exception for {}{what} is no longer needed; remove it", entry.path);
                Finding { path: PATH.to_owned(), line: 1, severity: Severity::Fault, message }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_needs_a_reason_and_a_use() {
        assert!(Exceptions::parse("[[file]]\npath = 'a.rs'\nreason = ''").is_err());
        assert!(Exceptions::parse("[[function]]\npath = 'a.rs'\nreason = 'one table of codes'").is_err());
        let list = Exceptions::parse("[[file]]\npath = 'a.rs'\nreason = 'one table of codes'").unwrap();
        assert!(list.unused()[0].message.contains("no longer needed"));
        assert!(list.allows_file("a.rs") && !list.allows_file("b.rs") && !list.allows_function("a.rs", "f"));
        assert!(list.unused().is_empty());
    }
}
