//! The sentences, by code.
//!
//! Another wording is an edit of a table; no decision, plan or record changes with it.

mod change;
mod did;
mod evidence;
mod import;
mod item;
mod job;
mod mail;
mod notice;
mod offer;
mod plan;
mod reason;
mod refusal;
mod way;

use std::{collections::HashMap, sync::LazyLock};

/// Codes with their sentences: see [`crate::pattern`] for how one is written.
type Book = HashMap<&'static str, &'static str>;
/// One file's part of it.
type Sentences = &'static [(&'static str, &'static str)];

const TEXT_TABLES: &[Sentences] = &[
    reason::TEXTS,
    way::TEXTS,
    plan::TEXTS,
    change::TEXTS,
    did::TEXTS,
    evidence::TEXTS,
    import::TEXTS,
    item::TEXTS,
    job::TEXTS,
    mail::TEXTS,
    notice::TEXTS,
    offer::TEXTS,
    refusal::TEXTS,
];

static TEXTS: LazyLock<Book> = LazyLock::new(|| book(TEXT_TABLES));
static TITLES: LazyLock<Book> =
    LazyLock::new(|| book(&[way::TITLES, plan::TITLES, change::TITLES, mail::TITLES, notice::TITLES]));

fn book(tables: &[Sentences]) -> Book {
    tables.iter().flat_map(|table| table.iter().copied()).collect()
}

/// The sentence of a code.
pub(crate) fn text(code: &str) -> Option<&'static str> {
    TEXTS.get(code).copied()
}

/// The headline of a code, where it has one.
pub(crate) fn title(code: &str) -> Option<&'static str> {
    TITLES.get(code).copied()
}

/// Every code that has a sentence or a headline.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    TEXTS.keys().chain(TITLES.keys().filter(|code| !TEXTS.contains_key(*code))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_has_two_sentences() {
        assert_eq!(TEXTS.len(), TEXT_TABLES.iter().map(|table| table.len()).sum::<usize>());
        let tables = [way::TITLES, plan::TITLES, change::TITLES, mail::TITLES, notice::TITLES];
        assert_eq!(TITLES.len(), tables.iter().map(|table| table.len()).sum::<usize>());
    }
}
