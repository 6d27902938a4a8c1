//! Keys that several kinds of file have: read alike in each.

use assay_kernel::{
    Diagnostic, Period,
    source::{Reader, SourceFile},
};

use crate::{
    codes,
    model::{Clause, RouteState},
};

/// The place of a table as the model keeps it.
pub fn clause(table: &Reader<'_>) -> Clause {
    let at = table.here();
    Clause { file: at.file, line: at.line }
}

/// A text that must be the file's name without its ending.
pub fn file_code(table: &Reader<'_>, file: &SourceFile, key: &str) -> String {
    let code = table.text(key);
    must_be_stem(table, file, key, &code);
    code
}

/// A code that must be the file's name without its ending.
pub fn must_be_stem(table: &Reader<'_>, file: &SourceFile, key: &str, code: &str) {
    if code.is_empty() || code == file.stem() {
        return;
    }
    let message = format!("the file is called `{}`, but its `{key}` says `{code}`", file.stem());
    let hint = format!("rename the file to `{code}.toml`, or write `{}`", file.stem());
    table.report(Diagnostic::error(codes::FILE_NAME, table.place(key), message).hint(hint));
}

/// The most that a count in a programme file may be: more is a typing error.
const COUNT_MAX: i64 = 1_000_000;

/// A whole number from 0 that must be present.
pub fn count(table: &Reader<'_>, key: &str) -> u32 {
    u32::try_from(table.integer_in(key, 0..=COUNT_MAX)).unwrap_or_default()
}

/// A whole number from 0; 0 where it is missing.
pub fn maybe_count(table: &Reader<'_>, key: &str) -> u32 {
    if table.has(key) { count(table, key) } else { 0 }
}

/// A list of known words; `None` where it is missing.
fn maybe_words<T: Copy>(table: &Reader<'_>, key: &str, choices: &[(&str, T)]) -> Option<Vec<T>> {
    if !table.has(key) {
        return None;
    }
    let mut known = Vec::new();
    for word in table.texts(key) {
        match choices.iter().find(|(choice, _)| *choice == word) {
            Some((_, value)) => known.push(*value),
            None => {
                let words: Vec<String> = choices.iter().map(|(choice, _)| format!("`{choice}`")).collect();
                let hint = format!("write {}", words.join(" or "));
                table.bad(key, format!("`{word}` is not a value of `{key}`"), hint);
            }
        }
    }
    Some(known)
}

/// A period that must be present.
pub fn period(table: &Reader<'_>, key: &str) -> Period {
    if !table.has(key) {
        // Reports the missing key.
        table.text(key);
    }
    table.maybe_period(key).unwrap_or_default()
}

const STATES: [(&str, RouteState); 3] =
    [("active", RouteState::Active), ("grace", RouteState::Grace), ("suspended", RouteState::Suspended)];

/// The states in which something renews: active where none are written.
pub fn states(table: &Reader<'_>) -> Vec<RouteState> {
    maybe_words(table, "states", &STATES).unwrap_or_else(|| vec![RouteState::Active])
}
