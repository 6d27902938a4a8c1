//! Programme files as text, and a reader of TOML that reports every fault.
//!
//! Reading never fails: a missing or wrong value gives a diagnostic and a default, so that one run finds
//! all faults (architecture invariant 6).
//!
//! ```
//! use assay_kernel::source::{Reader, SourceFile};
//! let file = SourceFile::new("exams/X.toml", "code = 'X'\nscal = 3");
//! let (_, diagnostics) = Reader::read(&file, |table| {
//!     table.text("code");
//!     table.maybe_integer("scale");
//! });
//! let found = diagnostics.sorted();
//! assert_eq!((found[0].code, found[0].at.line), ("P0003", 2));
//! assert_eq!(found[0].hint, "did you mean `scale`?");
//! ```

use std::{cell::RefCell, collections::BTreeSet, ops::Range};

use jiff::civil::Date;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

pub use crate::distance::distance;
use crate::{Diagnostic, Diagnostics, Location, Period, Validity};

/// A file of at most this many bytes is read.
///
/// A programme file is a page, not a dump.
pub const FILE_BYTES_MAX: usize = 1 << 20;

/// Faults of form have these codes, in whichever kind of file they stand.
pub mod codes {
    /// The file is not TOML.
    pub const SYNTAX: &str = "P0001";
    /// A required key is missing.
    pub const MISSING: &str = "P0002";
    /// A key that nothing reads.
    pub const UNKNOWN_KEY: &str = "P0003";
    /// A value of the wrong type.
    pub const WRONG_TYPE: &str = "P0004";
    /// A value of the right type that means nothing here.
    pub const BAD_VALUE: &str = "P0005";
    /// A file that is too large.
    pub const TOO_LARGE: &str = "P0006";
}

/// One file of a programme: its path below the programme's folder, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// With `/`, relative.
    pub path: String,
    /// UTF-8.
    pub text: String,
}

impl SourceFile {
    /// A file from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        SourceFile { path: path.into(), text: text.into() }
    }

    /// The file name without folder and ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or("");
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Where a range of bytes stands.
    pub fn locate(&self, span: Range<usize>) -> Location {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Location { file: self.path.clone(), span, line, column }
    }
}

/// Reads one table and remembers which keys were asked for.
pub struct Reader<'a> {
    file: &'a SourceFile,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    name: String,
    asked: RefCell<BTreeSet<String>>,
    found: &'a RefCell<Diagnostics>,
}

impl<'a> Reader<'a> {
    /// Reads a whole file with `build`, then reports the keys that nobody asked for.
    pub fn read<T>(file: &SourceFile, build: impl FnOnce(&Reader<'_>) -> T) -> (T, Diagnostics) {
        let found = RefCell::new(Diagnostics::default());
        let text = if file.text.len() > FILE_BYTES_MAX {
            let message =
                format!("this file has {} bytes; at most {FILE_BYTES_MAX} are read", file.text.len());
            found.borrow_mut().push(Diagnostic::error(codes::TOO_LARGE, file.locate(0..0), message));
            ""
        } else {
            &file.text
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = file.locate(error.span().unwrap_or(0..0));
            found.borrow_mut().push(Diagnostic::error(codes::SYNTAX, at, error.message().to_owned()));
        }
        let reader = Reader {
            file,
            table: table.get_ref(),
            span: 0..0,
            name: "the file".to_owned(),
            asked: RefCell::default(),
            found: &found,
        };
        let value = build(&reader);
        reader.finish();
        (value, found.into_inner())
    }

    /// The place of the whole table.
    pub fn here(&self) -> Location {
        self.file.locate(self.span.clone())
    }

    /// The place of a key's value; that of the table where the key is missing.
    pub fn place(&self, key: &str) -> Location {
        self.table.get(key).map_or_else(|| self.here(), |value| self.file.locate(value.span()))
    }

    /// Adds a finding.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Reports a value that means nothing here.
    pub fn bad(&self, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.report(Diagnostic::error(codes::BAD_VALUE, self.place(key), message).hint(hint));
    }

    /// Whether the key is present.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// All keys, in order of the alphabet; asking for them counts as reading them.
    pub fn keys(&self) -> Vec<String> {
        let keys: Vec<String> = self.table.keys().map(|key| key.get_ref().to_string()).collect();
        self.asked.borrow_mut().extend(keys.iter().cloned());
        keys
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    fn required<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(key) {
            let message = format!("`{key}` is missing in {}", self.name);
            self.report(
                Diagnostic::error(codes::MISSING, self.here(), message).hint(format!("add `{key} = …`")),
            );
        }
        value
    }

    fn typed<T>(
        &self,
        key: &str,
        expected: &str,
        convert: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(key)?;
        let converted = convert(value.get_ref());
        if converted.is_none() {
            let message = format!("`{key}` is {}, not {expected}", value.get_ref().type_str());
            self.report(Diagnostic::error(codes::WRONG_TYPE, self.file.locate(value.span()), message));
        }
        converted
    }

    fn parsed<T, E: std::fmt::Display>(
        &self,
        key: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.maybe_text(key)?;
        read(&text).map_err(|error| self.bad(key, error.to_string(), "")).ok()
    }

    /// A text that may be missing.
    pub fn maybe_text(&self, key: &str) -> Option<String> {
        self.typed(key, "a text in quotes", |value| value.as_str().map(str::to_owned))
    }

    /// A text; empty where it is missing or wrong.
    pub fn text(&self, key: &str) -> String {
        self.required(key, self.maybe_text(key)).unwrap_or_default()
    }

    /// A whole number that may be missing.
    pub fn maybe_integer(&self, key: &str) -> Option<i64> {
        self.typed(key, "a whole number", |value| {
            let number = value.as_integer()?;
            i64::from_str_radix(number.as_str(), number.radix()).ok()
        })
    }

    /// A whole number; 0 where it is missing or wrong.
    pub fn integer(&self, key: &str) -> i64 {
        self.required(key, self.maybe_integer(key)).unwrap_or_default()
    }

    /// A whole number within a range; its start where it is missing or wrong.
    pub fn integer_in(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> i64 {
        let number = self.required(key, self.maybe_integer(key));
        match number {
            Some(number) if !range.contains(&number) => {
                let message = format!("`{key}` is {number}; it must be {} to {}", range.start(), range.end());
                self.bad(key, message, "");
                *range.start()
            }
            Some(number) => number,
            None => *range.start(),
        }
    }

    /// A number with or without decimals.
    pub fn maybe_number(&self, key: &str) -> Option<f64> {
        self.typed(key, "a number", |value| match value {
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            DeValue::Integer(integer) => integer.as_str().replace('_', "").parse().ok(),
            _ => None,
        })
    }

    /// A number; 0 where it is missing or wrong.
    pub fn number(&self, key: &str) -> f64 {
        self.required(key, self.maybe_number(key)).unwrap_or_default()
    }

    /// True or false; the default where it is missing.
    pub fn flag(&self, key: &str, default: bool) -> bool {
        self.typed(key, "true or false", DeValue::as_bool).unwrap_or(default)
    }

    /// A civil date that may be missing.
    pub fn maybe_date(&self, key: &str) -> Option<Date> {
        self.typed(key, "a date like 2025-09-30", |value| {
            let text = match value {
                DeValue::Datetime(datetime) => datetime.to_string(),
                DeValue::String(text) => text.to_string(),
                _ => return None,
            };
            text.parse().ok()
        })
    }

    /// A civil date that must be present.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.required(key, self.maybe_date(key))
    }

    /// A period such as `P90D` that may be missing.
    pub fn maybe_period(&self, key: &str) -> Option<Period> {
        self.parsed(key, Period::parse)
    }

    /// A period or `none` that may be missing.
    pub fn maybe_validity(&self, key: &str) -> Option<Validity> {
        self.parsed(key, Validity::parse)
    }

    /// A list of texts; empty where it is missing.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.typed(key, "a list of texts", |value| {
            let list = value.as_array()?;
            list.iter().map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect()
        })
        .unwrap_or_default()
    }

    /// One of a few words, that may be missing; a wrong word gets the list as its hint.
    pub fn maybe_choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.maybe_text(key)?;
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.bad(
                key,
                format!("`{text}` is not a value of `{key}`"),
                format!("write {}", words.join(" or ")),
            );
        }
        found
    }

    /// One of a few words that must be present.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        self.required(key, self.maybe_choice(key, choices))
    }

    /// A table below this one; `None` where it is missing.
    pub fn maybe_table<T>(&self, key: &str, build: impl FnOnce(&Reader<'_>) -> T) -> Option<T> {
        let span = self.get(key)?.span();
        let table = self.typed(key, "a table", DeValue::as_table)?;
        Some(self.below(key, table, span, build))
    }

    /// A table that must be present.
    pub fn table<T>(&self, key: &str, build: impl FnOnce(&Reader<'_>) -> T) -> Option<T> {
        self.required(key, self.maybe_table(key, build))
    }

    /// A list of tables; empty where it is missing.
    pub fn tables<T>(&self, key: &str, build: impl FnMut(&Reader<'_>) -> T) -> Vec<T> {
        self.entries(key, "table", |_| None, build)
    }

    /// A list of texts and tables; empty where it is missing.
    pub fn texts_or_tables<T>(
        &self,
        key: &str,
        mut text: impl FnMut(&str) -> T,
        build: impl FnMut(&Reader<'_>) -> T,
    ) -> Vec<T> {
        self.entries(key, "text or table", |word| Some(text(word)), build)
    }

    fn entries<T>(
        &self,
        key: &str,
        kind: &str,
        mut text: impl FnMut(&str) -> Option<T>,
        mut build: impl FnMut(&Reader<'_>) -> T,
    ) -> Vec<T> {
        let expected = format!("a list, each entry a {kind}");
        let Some(list) = self.typed(key, &expected, DeValue::as_array) else { return Vec::new() };
        let mut built = Vec::with_capacity(list.len());
        for (index, entry) in list.iter().enumerate() {
            let name = format!("{key} {}", index + 1);
            let value = entry.get_ref();
            match (value.as_table(), value.as_str().and_then(&mut text)) {
                (Some(table), _) => built.push(self.below(&name, table, entry.span(), &mut build)),
                (None, Some(word)) => built.push(word),
                (None, None) => {
                    let message = format!("{name} is {}, not a {kind}", value.type_str());
                    let at = self.file.locate(entry.span());
                    self.report(Diagnostic::error(codes::WRONG_TYPE, at, message));
                }
            }
        }
        built
    }

    fn below<T>(
        &self,
        name: &str,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        build: impl FnOnce(&Reader<'_>) -> T,
    ) -> T {
        let name = format!("`{name}`");
        let reader =
            Reader { file: self.file, table, span, name, asked: RefCell::default(), found: self.found };
        let value = build(&reader);
        reader.finish();
        value
    }

    fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if asked.contains(name) {
                continue;
            }
            let nearest = asked.iter().filter(|known| distance(known, name) <= 2).min();
            let hint = match nearest {
                Some(known) => format!("did you mean `{known}`?"),
                None => "remove it, or see the reference page of this kind of file".to_owned(),
            };
            let message = format!("unknown key `{name}` in {}", self.name);
            let at = self.file.locate(key.span());
            self.report(Diagnostic::error(codes::UNKNOWN_KEY, at, message).hint(hint));
        }
    }
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
