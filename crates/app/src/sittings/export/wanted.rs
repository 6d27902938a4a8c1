//! What can be taken along, and in which form.

use serde::{Deserialize, Serialize};

use crate::DaysBetween;

/// What is taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExportKind {
    /// The items of the programme in force, with their keys.
    Bank,
    /// Its forms as tests, with their items.
    Forms,
    /// What came of finished sittings, place by place, and statistics of items.
    Results,
    /// What was answered in finished sittings: a row for each place.
    Responses,
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// A package of QTI 3.0.
    Qti3,
    /// A table for spreadsheets.
    Csv,
    /// A table for tools of statistics.
    Parquet,
}

impl ExportKind {
    /// Every kind.
    pub const ALL: [ExportKind; 4] =
        [ExportKind::Bank, ExportKind::Forms, ExportKind::Results, ExportKind::Responses];

    /// Its word in addresses and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            ExportKind::Bank => "bank",
            ExportKind::Forms => "forms",
            ExportKind::Results => "results",
            ExportKind::Responses => "responses",
        }
    }

    /// The kind of that word.
    pub fn named(word: &str) -> Option<Self> {
        ExportKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The forms that it can have, the usual one first.
    pub fn formats(self) -> &'static [ExportFormat] {
        match self {
            ExportKind::Bank | ExportKind::Forms | ExportKind::Results => &[ExportFormat::Qti3],
            ExportKind::Responses => &[ExportFormat::Csv, ExportFormat::Parquet],
        }
    }

    /// The code of its line in the audit log.
    pub(super) fn did(self) -> &'static str {
        match self {
            ExportKind::Bank => "did.bank-exported",
            ExportKind::Forms => "did.forms-exported",
            ExportKind::Results => "did.results-exported",
            ExportKind::Responses => "did.responses-exported",
        }
    }
}

impl ExportFormat {
    /// Every form.
    pub const ALL: [ExportFormat; 3] = [ExportFormat::Qti3, ExportFormat::Csv, ExportFormat::Parquet];

    /// Its word in addresses and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            ExportFormat::Qti3 => "qti3",
            ExportFormat::Csv => "csv",
            ExportFormat::Parquet => "parquet",
        }
    }

    /// The form of that word.
    pub fn named(word: &str) -> Option<Self> {
        ExportFormat::ALL.into_iter().find(|format| format.as_str() == word)
    }

    /// How its files' names end.
    pub fn ending(self) -> &'static str {
        match self {
            ExportFormat::Qti3 => "zip",
            ExportFormat::Csv => "csv",
            ExportFormat::Parquet => "parquet",
        }
    }

    /// What a browser is told of it.
    pub fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Qti3 => "application/zip",
            ExportFormat::Csv => "text/csv; charset=utf-8",
            ExportFormat::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// What is asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportWanted {
    /// What.
    pub kind: ExportKind,
    /// In which form.
    pub format: ExportFormat,
    /// Of this exam version.
    pub exam: String,
    /// Of sittings that started on these days of the programme.
    pub days: DaysBetween,
    /// With people's names, where a sitting is told of.
    pub with_names: bool,
}

impl ExportWanted {
    /// All of a kind, in its usual form.
    pub fn all(kind: ExportKind) -> Self {
        let format = kind.formats().first().copied().unwrap_or(ExportFormat::Qti3);
        ExportWanted { kind, format, exam: String::new(), days: DaysBetween::default(), with_names: false }
    }

    /// What the file is called.
    pub fn file_name(&self) -> String {
        let exam = if self.exam.is_empty() { String::new() } else { format!("-{}", self.exam) };
        let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let exam: String = exam.chars().map(plain).collect();
        format!("{}{exam}.{}", self.kind.as_str(), self.format.ending())
    }
}
