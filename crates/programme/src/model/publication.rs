//! What the body publishes: announcements and prep plans.

use assay_kernel::{Date, ExamCode};

use super::clause::Clause;

/// A dated announcement: `announcements/<slug>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Announcement {
    /// The file name; stable in URLs.
    pub slug: String,
    /// Headline.
    pub title: String,
    /// One or two sentences for lists and feeds.
    pub summary: String,
    /// First published.
    pub published_on: Date,
    /// e.g. `Exam updates`.
    pub categories: Vec<String>,
    /// Certifications it is about.
    pub certifications: Vec<String>,
    /// The transition whose facts stand beside the text.
    pub transition: Option<String>,
    /// Oldest first; never edited: an edit is a further revision.
    pub revisions: Vec<Revision>,
    /// Where this stands.
    pub clause: Clause,
}

/// The text from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// Day of this text.
    pub on: Date,
    /// What changed; empty for the first.
    pub change: String,
    /// Markdown.
    pub body: String,
    /// Where this stands.
    pub clause: Clause,
}

impl Announcement {
    /// The text as it stood on a day; `None` before it was published.
    pub fn revision_on(&self, day: Date) -> Option<&Revision> {
        self.revisions.iter().rev().find(|revision| revision.on <= day)
    }

    /// The revisions known on a day, oldest first.
    pub fn revisions_until(&self, day: Date) -> Vec<&Revision> {
        self.revisions.iter().filter(|revision| revision.on <= day).collect()
    }
}

/// How to prepare for an exam version: `prep/<exam>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct PrepPlan {
    /// For which.
    pub exam: ExamCode,
    /// In words.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// In order.
    pub steps: Vec<PrepStep>,
    /// Last day on which it is offered; as long as the exam version where absent.
    pub until: Option<Date>,
    /// Where this stands.
    pub clause: Clause,
}

/// One step of a prep plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PrepStep {
    /// Slug, stable in records of progress.
    pub id: String,
    /// e.g. `Know the exam`.
    pub title: String,
    /// What to do and why.
    pub description: String,
    /// What shows that it is done.
    pub kind: PrepStepKind,
    /// Practice set that belongs to it.
    pub practice_set: Option<String>,
    /// First answers to its set that finish it; a whole run where it is not said.
    pub new_items: Option<u32>,
    /// Course that belongs to it, or all of them.
    pub course: Option<StepCourse>,
    /// Lab that belongs to it.
    pub lab: Option<String>,
    /// Links.
    pub resources: Vec<Resource>,
    /// Where this stands.
    pub clause: Clause,
}

/// Which courses belong to a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepCourse {
    /// One, by its id.
    One(String),
    /// Every course of the exam version, those that come later too.
    All,
}

impl StepCourse {
    /// As a file writes it: `all`, which no course is called, or an id.
    pub fn parse(word: String) -> StepCourse {
        match word.as_str() {
            "all" => StepCourse::All,
            _ => StepCourse::One(word),
        }
    }
}

/// What shows that a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrepStepKind {
    /// A finished run of the set that is the first look.
    Pretest,
    /// A finished run of a practice set, or so many first answers to it.
    Practice,
    /// A finished course.
    Course,
    /// A lab that was passed.
    Lab,
    /// Nothing is left to be looked at again.
    Reviews,
    /// The final practice exam, sat once.
    Final,
    /// Pages to read: nothing shows that they were, so one says that one goes on.
    Reading,
}

/// A link of a prep plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// What it is.
    pub title: String,
    /// https URL, or a path on this site.
    pub url: String,
}
