//! Foreign formats: questions of other systems become items of QTI 3.0.
//!
//! Each reader goes through a text once and gives one [`Foreign`] after the other, so that a file of ten
//! thousand questions is never held as a tree. What of a question is not in the item is told in its remarks:
//! nothing is left out in silence. An item scores as its source says: shares become points of a mapping or
//! of rules.
//!
//! ```
//! use assay_qti::foreign::{self, Format, ForeignReading, Made};
//!
//! let text = "::Ports::Which port does HTTPS use? { =443 ~80 #That is HTTP. ~22 }";
//! let questions: Vec<_> = foreign::read(Format::Gift, text, &ForeignReading::default()).collect();
//! assert_eq!(questions[0].metadata.name.as_deref(), Some("Ports"));
//! assert!(matches!(questions[0].made, Made::Item(_)) && questions[0].remarks.remarks.is_empty());
//! ```

mod aiken;
mod branches;
mod build;
pub mod codes;
mod csv;
mod finish;
mod gift;
mod html;
mod markup;
mod model;
mod moodle;
mod notes;
mod plain;
mod qti1;
mod question;
mod splice;

pub use csv::{TableRow, TableRows};
pub use model::{Foreign, ForeignReading, Made, Medium, Metadata};

/// A format that questions come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Moodle's question bank as XML (`<quiz>`).
    MoodleXml,
    /// General Import Format Technology: plain text with `{ =right ~wrong }`.
    Gift,
    /// Plain text: a question, lettered options, `ANSWER: B`.
    Aiken,
    /// A table with the columns that [`columns`] lists.
    Csv,
    /// QTI 1.2 as Canvas and Blackboard write it (`<questestinterop>`).
    Qti1,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Format; 5] = [Format::MoodleXml, Format::Gift, Format::Aiken, Format::Csv, Format::Qti1];

    /// The word on the command line and in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::MoodleXml => "moodle-xml",
            Format::Gift => "gift",
            Format::Aiken => "aiken",
            Format::Csv => "csv",
            Format::Qti1 => "qti-1.2",
        }
    }

    /// The format of that word.
    pub fn named(word: &str) -> Option<Self> {
        Format::ALL.into_iter().find(|format| format.as_str() == word)
    }

    /// Which format a text looks like; `None` where it looks like none of them.
    pub fn of(text: &str) -> Option<Self> {
        /// How much of a text is looked at.
        const HEAD: usize = 64 << 10;
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let mut end = HEAD.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = text.get(..end).unwrap_or_default();
        if head.starts_with('<') {
            // Canvas has a `<quiz>` of its own, with settings alone.
            return if head.contains("<quiz") && head.contains("<question") {
                Some(Format::MoodleXml)
            } else if head.contains("<questestinterop") {
                Some(Format::Qti1)
            } else {
                None
            };
        }
        if csv::is_table(head) {
            return Some(Format::Csv);
        }
        if head.lines().any(|line| line.trim_start().starts_with("ANSWER:")) {
            return Some(Format::Aiken);
        }
        let is_gift = head.contains('{') || head.contains("::") || head.contains("$CATEGORY:");
        is_gift.then_some(Format::Gift)
    }
}

/// Reads the questions of a text, one after the other.
///
/// A fault of one question is told with it and the next one is read; after a fault of the whole file (broken
/// XML) the last one has no item and says so.
pub fn read<'t>(
    format: Format,
    text: &'t str,
    reading: &'t ForeignReading,
) -> Box<dyn Iterator<Item = Foreign> + 't> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::MoodleXml => Box::new(moodle::Moodle::new(text, reading)),
        Format::Gift => Box::new(gift::Gift::new(text, reading)),
        Format::Aiken => Box::new(aiken::Aiken::new(text, reading)),
        Format::Csv => Box::new(csv::Csv::new(text, reading)),
        Format::Qti1 => Box::new(qti1::Qti1::new(text, reading)),
    }
}

/// The columns of a table of questions, each with what stands in it.
pub fn columns() -> &'static [(&'static str, &'static str)] {
    csv::COLUMNS
}

/// Moodle's words for the kinds of questions that become items or texts.
pub fn moodle_kinds() -> impl Iterator<Item = &'static str> {
    moodle::kinds()
}
