//! What a course is.

use assay_kernel::{Date, ExamCode, Location};

/// A course on one task statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// e.g. `SOA-C03-1.1`.
    pub id: String,
    /// For which exam version.
    pub exam: ExamCode,
    /// The task statement that it teaches.
    pub task: String,
    /// In words.
    pub title: String,
    /// Skills of the task.
    pub skills: Vec<String>,
    /// What its lessons take together.
    pub minutes: u32,
    /// The lab that follows on it.
    pub lab: Option<String>,
    /// The situation with which it begins, as Markdown.
    pub opening: String,
    /// The page that sums it up, as Markdown.
    pub summary: String,
    /// In order, each with the name of its file.
    pub lessons: Vec<(String, Lesson)>,
    /// Where it stands.
    pub at: Location,
}

/// One lesson: what is read in one go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// Stable: progress is kept by it.
    pub id: String,
    /// Raised when the meaning changes.
    pub revision: u32,
    /// In words.
    pub title: String,
    /// Skills that it teaches.
    pub skills: Vec<String>,
    /// How long it takes.
    pub minutes: u32,
    /// Pages that it rests on.
    pub sources: Vec<LessonSource>,
    /// What its revisions after the first changed, in their order.
    pub changes: Vec<LessonChange>,
    /// Its content, in order.
    pub blocks: Vec<LessonBlock>,
    /// Where it stands.
    pub at: Location,
}

/// A page that a lesson rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LessonSource {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The day on which its text was read; none where nobody has said so.
    pub read: Option<Date>,
}

/// What a revision of a lesson changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonChange {
    /// The revision that it made.
    pub revision: u32,
    /// The day on which it was made; none that can be read.
    pub on: Option<Date>,
    /// What means something else now, in a sentence or two.
    pub what: String,
}

/// A part of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonBlock {
    /// Markdown.
    Text(String),
    /// A question on what was read.
    Check(LessonCheck),
    /// A picture.
    Diagram(Diagram),
    /// Something that went wrong.
    Incident(Incident),
}

/// A question within a lesson; it never counts for what somebody can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonCheck {
    /// Stable: progress is kept by it.
    pub id: String,
    /// The skill that it is about.
    pub skill: String,
    /// Whether several options are chosen.
    pub is_multiple: bool,
    /// What is asked, as Markdown.
    pub stem: String,
    /// What can be chosen.
    pub options: Vec<CheckOption>,
    /// Ids of the right options.
    pub key: Vec<String>,
    /// The address of the page that settles it.
    pub source: String,
    /// Where it stands.
    pub at: Location,
}

/// An option of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckOption {
    /// A letter.
    pub id: String,
    /// What it says, as Markdown.
    pub text: String,
    /// Why it is right, or why it is wrong here.
    pub rationale: String,
}

/// A picture with what it says in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    /// A drawing in the course's folder.
    pub file: String,
    /// What it shows, in a sentence.
    pub alt: String,
    /// Everything that it says, as Markdown.
    pub text: String,
    /// Where it stands.
    pub at: Location,
}

/// Something that went wrong, as whoever repairs it meets it.
///
/// Each part is Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// What people notice.
    pub symptom: String,
    /// What one sees when one looks.
    pub evidence: String,
    /// Why it happened.
    pub cause: String,
    /// What ends it.
    pub fix: String,
}

impl Lesson {
    /// What changed since a revision.
    pub fn changed_since(&self, revision: u32) -> impl Iterator<Item = &LessonChange> {
        self.changes.iter().filter(move |change| change.revision > revision)
    }

    /// Its checks.
    pub fn checks(&self) -> impl Iterator<Item = &LessonCheck> {
        self.blocks.iter().filter_map(|block| match block {
            LessonBlock::Check(check) => Some(check),
            LessonBlock::Text(_) | LessonBlock::Diagram(_) | LessonBlock::Incident(_) => None,
        })
    }

    /// Its diagrams.
    pub fn diagrams(&self) -> impl Iterator<Item = &Diagram> {
        self.blocks.iter().filter_map(|block| match block {
            LessonBlock::Diagram(diagram) => Some(diagram),
            LessonBlock::Text(_) | LessonBlock::Check(_) | LessonBlock::Incident(_) => None,
        })
    }
}

impl LessonCheck {
    /// Whether an answer has the right options and no other.
    pub fn is_right(&self, answer: &[String]) -> bool {
        let is_in = |list: &[String], one: &String| list.contains(one);
        !answer.is_empty()
            && answer.iter().all(|one| is_in(&self.key, one))
            && self.key.iter().all(|one| is_in(answer, one))
    }

    /// Whether an answer can be one.
    ///
    /// Its options exist, and are as many as are asked for.
    pub fn accepts(&self, answer: &[String]) -> bool {
        let distinct: std::collections::BTreeSet<&String> = answer.iter().collect();
        let exist = answer.iter().all(|one| self.options.iter().any(|option| option.id == *one));
        exist && distinct.len() == answer.len() && answer.len() == self.key.len()
    }
}
