//! The demonstration of a programme: invented people on an invented day.

use std::collections::BTreeMap;

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
    /// Practice analyses whose answers are made up.
    pub analyses: Vec<DemoAnalysis>,
    /// Where this stands.
    pub clause: Clause,
}

/// A practice analysis with made-up answers.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoAnalysis {
    /// Of which exam version.
    pub exam: ExamCode,
    /// What it is called.
    pub title: String,
    /// The last day on which it is answered.
    pub closes_on: Date,
    /// Who is asked, with what they say.
    pub experts: Vec<DemoExpert>,
    /// Where this stands.
    pub clause: Clause,
}

/// An expert who does not exist.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoExpert {
    /// How they are called.
    pub name: String,
    /// What they do, and where.
    pub about: String,
    /// By task: importance and frequency, each 1 to 5.
    pub ratings: BTreeMap<String, [u8; 2]>,
    /// By task, in their own words.
    pub remarks: BTreeMap<String, String>,
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
