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
    /// Crews that some of them are in.
    pub crews: Vec<DemoCrew>,
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
    /// What they prepare for, and how they practised.
    pub preparations: Vec<DemoPreparation>,
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

/// What somebody prepares for, and how they practised.
///
/// Its days are counted back from the moment in which it is made: answers fade by the machine's clock, which
/// no visitor moves.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoPreparation {
    /// The exam version.
    pub exam: ExamCode,
    /// The day by which they want to be ready; none where they said none.
    pub ready_by: Option<Date>,
    /// Hours a week; none where they did not say.
    pub hours: Option<u32>,
    /// What they practised, in the order of the file.
    pub runs: Vec<DemoRun>,
    /// Where this stands.
    pub clause: Clause,
}

/// A run of practice with its answers.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoRun {
    /// A practice set.
    pub set: String,
    /// A part of the outline by its number; all of it where none is named.
    pub part: Option<String>,
    /// How many of its questions; all of them where it does not say.
    pub questions: Option<u32>,
    /// How many days ago.
    pub days_ago: u32,
    /// Question by question whether the answer is right.
    ///
    /// From the beginning again where it ends.
    pub right: Vec<bool>,
    /// How often the same questions were answered once more.
    ///
    /// All of them right, and one day after the other.
    pub again: u32,
}

/// A crew with what its people show.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoCrew {
    /// What it is called.
    pub name: String,
    /// Who leads it, by address.
    pub lead: String,
    /// Since which day there is one.
    pub begun_on: Date,
    /// Who is in it.
    pub members: Vec<DemoMember>,
    /// What people are asked to do; whoever is not in it is invited.
    pub asked: Vec<DemoAsked>,
    /// Where this stands.
    pub clause: Clause,
}

/// Somebody in a crew.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoMember {
    /// Who, by address.
    pub email: String,
    /// Since which day.
    pub joined_on: Date,
    /// What they show, by the words of scopes.
    pub shows: Vec<String>,
}

/// What somebody of a crew is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoAsked {
    /// Whom, by address.
    pub email: String,
    /// A plan by its exam version, a course, or a job role.
    pub what: String,
    /// By which day.
    pub due_on: Option<Date>,
    /// In the words of whoever asks.
    pub note: String,
}
