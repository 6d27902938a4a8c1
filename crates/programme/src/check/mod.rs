//! What the files mean together: references, dates, weights, crosswalks, policies.
//!
//! Nothing here stops at the first fault, and a value that could not be read is not found fault with twice.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! let exam = "code = 'A-1'\ncertification = 'associat'\nitems_total = 10\nitems_scored = 12";
//! let certification = "code = 'associate'";
//! let (programme, _) = assay_programme::parse(&[
//!     SourceFile::new("exams/A-1.toml", exam),
//!     SourceFile::new("certifications/associate.toml", certification),
//! ]);
//! let found = assay_programme::check(&programme);
//! let fault = found.iter().find(|fault| fault.code == "P0102").unwrap();
//! assert_eq!(fault.hint, "did you mean `associate`?");
//! ```

mod cascade;
mod crosswalk;
mod demo;
mod ending;
mod exam;
mod idle;
mod loading;
mod outline;
mod policy;
mod publication;
mod reference;
mod route;
mod transition;

use assay_kernel::{Date, Diagnostic, Diagnostics, Location, Severity, source::distance};

pub use loading::{Checked, demo_of, load};

use crate::model::{Clause, Programme};

/// Checks a programme as a whole; every fault in one run.
pub fn check(programme: &Programme) -> Diagnostics {
    let mut all = Diagnostics::default();
    for finding in findings(programme) {
        all.push(finding.diagnostic);
    }
    all
}

/// A diagnostic at its table, and the key in that table that it is about.
struct Finding {
    diagnostic: Diagnostic,
    key: &'static str,
}

/// All findings of a check, in the order in which they were made.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    /// Adds an error about a key of the table at a clause, or about the whole table.
    fn error(
        &mut self,
        code: &'static str,
        (clause, key): (&Clause, &'static str),
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = Location { file: clause.file.clone(), span: 0..0, line: clause.line.max(1), column: 1 };
        self.0.push(Finding { diagnostic: Diagnostic::error(code, at, message).hint(hint), key });
    }

    /// Adds a warning.
    fn warning(
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

fn findings(programme: &Programme) -> Vec<Finding> {
    let mut found = Found::default();
    reference::check(programme, &mut found);
    exam::check(programme, &mut found);
    outline::check(programme, &mut found);
    crosswalk::check(programme, &mut found);
    transition::check(programme, &mut found);
    ending::check(programme, &mut found);
    policy::check(programme, &mut found);
    cascade::check(programme, &mut found);
    publication::check(programme, &mut found);
    found.0
}

/// A day that could be read; one that could not is reported already.
fn known(day: Date) -> Option<Date> {
    (day != Date::default()).then_some(day)
}

/// Two known days in the wrong order.
fn reversed(earlier: Date, later: Date) -> bool {
    matches!((known(earlier), known(later)), (Some(earlier), Some(later)) if earlier > later)
}

/// The nearest known word, or all of them, as a hint.
fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> String {
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
fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
