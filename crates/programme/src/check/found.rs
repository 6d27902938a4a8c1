//! What checks find, and the words and days that they find it by.

use assay_kernel::{Date, Diagnostic, Location, Severity, source::distance};

use crate::model::Clause;

/// A diagnostic at its table, and the key in that table that it is about.
pub struct PlacedFinding {
    pub diagnostic: Diagnostic,
    pub key: &'static str,
}

/// All findings of a check, in the order in which they were made.
#[derive(Default)]
pub struct Findings(pub Vec<PlacedFinding>);

impl Findings {
    /// Adds an error about a key of the table at a clause, or about the whole table.
    pub fn error(
        &mut self,
        code: &'static str,
        (clause, key): (&Clause, &'static str),
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = Location { file: clause.file.clone(), span: 0..0, line: clause.line.max(1), column: 1 };
        self.0.push(PlacedFinding { diagnostic: Diagnostic::error(code, at, message).hint(hint), key });
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        code: &'static str,
        place: (&Clause, &'static str),
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.error(code, place, message, hint);
        if let Some(last) = self.0.last_mut() {
            last.diagnostic.severity = Severity::Warning;
        }
    }
}

/// A day that could be read; one that could not is reported already.
pub fn known(day: Date) -> Option<Date> {
    (day != Date::default()).then_some(day)
}

/// Two known days in the wrong order.
pub fn reversed(earlier: Date, later: Date) -> bool {
    matches!((known(earlier), known(later)), (Some(earlier), Some(later)) if earlier > later)
}

/// The nearest known word, or all of them, as a hint.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = known.collect();
    words.sort_unstable();
    words.dedup();
    let near = words.iter().map(|word| (distance(word, wrong), word)).min();
    match near {
        // Two edits make any short word out of any other.
        Some((edits, word)) if edits <= 2 && edits < wrong.chars().count() => {
            format!("did you mean `{word}`?")
        }
        Some(_) => format!("write one of {}", quoted(&words)),
        None => "there is none yet: add its file".to_owned(),
    }
}

/// `a`, `b`, `c` with back-ticks.
pub fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
