//! The demonstration of a programme: invented people on an invented day.

use assay_kernel::{Date, ExamCode, Role};

use super::clause::Clause;

/// What a demonstration shows a programme with: `demo.toml`.
///
/// It stands beside the programme and is no part of it: nobody is judged by it, and no version holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demonstration {
    /// The day on which it begins.
    pub begins_on: Date,
    /// Folder of changes that lie ready to be proposed, from the programme's own.
    pub changes: Option<String>,
    /// In the order of the file.
    pub people: Vec<DemoPerson>,
    /// Where this stands.
    pub clause: Clause,
}

/// Somebody whom a visitor can be with one press.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoPerson {
    /// As on a badge.
    pub name: String,
    /// In the form that is kept; it is theirs without a proof.
    pub email: String,
    /// What they may do.
    pub role: Option<Role>,
    /// Why it is worth being them, in a sentence.
    pub story: String,
    /// What happened to them, in the order of the file.
    pub history: Vec<DemoEvent>,
    /// Where this stands.
    pub clause: Clause,
}

/// What happened to somebody on a day before the demonstration begins.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoEvent {
    /// The day.
    pub on: Date,
    /// How it ended.
    pub result: DemoResult,
    /// The exam version that was sat.
    pub exam: ExamCode,
    /// Where this stands.
    pub clause: Clause,
}

/// How an invented sitting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoResult {
    /// It earned what the exam version earns.
    Passed,
    /// It did not.
    Failed,
}
