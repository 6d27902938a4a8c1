//! What is to be said about the change itself, whoever it touches.

use std::collections::BTreeMap;

use assay_kernel::{Arg, CertificationCode, ExamCode, Said};
use assay_programme::model::{Clause, Programme};
use serde::{Deserialize, Serialize};

/// Something to be said about a change of the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// How bad it is.
    pub severity: FindingWeight,
    /// A headline as its title, and what it means and what to do.
    #[serde(flatten)]
    pub said: Said,
    /// File and line of the proposed programme, where it stands.
    pub place: Option<String>,
}

/// What can be said about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A policy version in force, or what it rests on, was edited or removed.
    PublishedRuleEdited,
    /// An outline whose guide is out, or an announcement that was read, was edited or removed.
    PublishedTextEdited,
    /// A certification that people hold is gone.
    CertificationRemoved,
    /// An exam version that was published is gone.
    ExamRemoved,
    /// An exam version that was announced is gone before its first day.
    ExamWithdrawn,
    /// A change that people may know of is taken back.
    ChangeWithdrawn,
    /// New rules start, or something new comes, and how it differs.
    RulesChange,
    /// An exam version that can be registered for or sat was edited.
    ExamEdited,
    /// Dates of an exam version or of a policy as a whole moved.
    ExamDatesMoved,
    /// Skills of an old outline have no home in the new one.
    SkillsWithoutHome,
    /// What was announced about the content is judged otherwise.
    ClaimChanged,
    /// Forms come, go or hold something else.
    FormsChange,
    /// Items of an examination come, go or come in another version.
    ItemsChange,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingWeight {
    /// Do not apply this.
    Error,
    /// Look at it first.
    Warning,
    /// For the record.
    Note,
}

impl FindingWeight {
    /// The word of texts and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            FindingWeight::Error => "error",
            FindingWeight::Warning => "warning",
            FindingWeight::Note => "note",
        }
    }
}

/// Whom removed things were taken from.
#[derive(Default)]
pub(super) struct Lost {
    held: BTreeMap<CertificationCode, usize>,
    registered: BTreeMap<ExamCode, usize>,
    sat: BTreeMap<ExamCode, usize>,
}

impl Lost {
    pub(super) fn hold(&mut self, code: &CertificationCode) {
        *self.held.entry(code.clone()).or_default() += 1;
    }

    pub(super) fn register(&mut self, exam: &ExamCode) {
        *self.registered.entry(exam.clone()).or_default() += 1;
    }

    pub(super) fn sit(&mut self, exam: &ExamCode) {
        *self.sat.entry(exam.clone()).or_default() += 1;
    }

    pub(super) fn held(&self, code: &CertificationCode) -> usize {
        self.held.get(code).copied().unwrap_or_default()
    }

    pub(super) fn registered(&self, exam: &ExamCode) -> usize {
        self.registered.get(exam).copied().unwrap_or_default()
    }

    pub(super) fn sat(&self, exam: &ExamCode) -> usize {
        self.sat.get(exam).copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, other: &Lost) {
        for (code, n) in &other.held {
            *self.held.entry(code.clone()).or_default() += n;
        }
        for (exam, n) in &other.registered {
            *self.registered.entry(exam.clone()).or_default() += n;
        }
        for (exam, n) in &other.sat {
            *self.sat.entry(exam.clone()).or_default() += n;
        }
    }
}

pub(super) fn finding(kind: FindingKind, severity: FindingWeight, said: Said) -> Finding {
    Finding { kind, severity, said, place: None }
}

/// A certification as people call it; its code where the programme says no title.
pub(super) fn title(programme: &Programme, code: &CertificationCode) -> Arg {
    let certification = programme.certification(code.as_str());
    Arg::title(certification.map_or(code.as_str(), |certification| &certification.title))
}

pub(super) fn place(clause: &Clause) -> Option<String> {
    (!clause.file.is_empty()).then(|| format!("{}:{}", clause.file, clause.line.max(1)))
}
