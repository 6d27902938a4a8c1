//! A course without what it says.
//!
//! It is what everybody may know of it, and what progress is told by.

use assay_kernel::ExamCode;

use super::model::{Course, Lesson};

/// A course without its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseOutline {
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
    /// In order.
    pub lessons: Vec<LessonOutline>,
}

/// A lesson without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LessonOutline {
    /// Stable.
    pub id: String,
    /// The name of its file in the course's folder.
    pub file: String,
    /// Raised when the meaning changes.
    pub revision: u32,
    /// In words.
    pub title: String,
    /// Skills that it teaches.
    pub skills: Vec<String>,
    /// How long it takes.
    pub minutes: u32,
    /// Ids of its checks.
    pub checks: Vec<String>,
}

impl CourseOutline {
    /// Of a course.
    pub fn of(course: &Course) -> Self {
        CourseOutline {
            id: course.id.clone(),
            exam: course.exam.clone(),
            task: course.task.clone(),
            title: course.title.clone(),
            skills: course.skills.clone(),
            minutes: course.minutes,
            lab: course.lab.clone(),
            lessons: course.lessons.iter().map(|(file, lesson)| LessonOutline::of(file, lesson)).collect(),
        }
    }

    /// A lesson.
    pub fn lesson(&self, id: &str) -> Option<&LessonOutline> {
        self.lessons.iter().find(|lesson| lesson.id == id)
    }

    /// Ids of all its checks.
    pub fn checks(&self) -> impl Iterator<Item = &str> {
        self.lessons.iter().flat_map(|lesson| lesson.checks.iter().map(String::as_str))
    }
}

impl LessonOutline {
    fn of(file: &str, lesson: &Lesson) -> Self {
        LessonOutline {
            id: lesson.id.clone(),
            file: file.to_owned(),
            revision: lesson.revision,
            title: lesson.title.clone(),
            skills: lesson.skills.clone(),
            minutes: lesson.minutes,
            checks: lesson.checks().map(|check| check.id.clone()).collect(),
        }
    }
}
