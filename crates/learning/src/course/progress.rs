//! How far somebody is in a course: by replay of what happened.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::PrepEvent;

use super::outline::CourseOutline;

/// Of so many checks of a course …
const CHECKS_OF: usize = 5;
/// … so many have to be right once: one slip takes nothing away.
const CHECKS_RIGHT: usize = 4;

/// Where somebody is in a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseProgress {
    /// By lesson; none that was never opened.
    pub lessons: BTreeMap<String, LessonProgress>,
    /// Checks that were right at least once.
    pub right: BTreeSet<String>,
    /// Checks of the course.
    pub checks: usize,
    /// How many of them have to be right once.
    pub needed: usize,
    /// Whether every lesson is finished and enough checks were right.
    pub is_done: bool,
}

/// Where somebody is in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LessonProgress {
    /// The latest time that it was finished; none where it never was.
    pub finished: Option<FinishedLesson>,
    /// The latest answer to each of its checks.
    pub answers: BTreeMap<String, Vec<String>>,
    /// How often each of its checks was answered.
    pub tries: BTreeMap<String, u32>,
}

/// What was finished, and whether it has changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinishedLesson {
    /// What it said then.
    pub revision: u32,
    /// The place of the event among those that were given.
    pub event: usize,
    /// Whether it says something else now. It stays finished.
    pub is_changed: bool,
}

impl CourseProgress {
    /// In a course, from what happened, the earliest first.
    pub fn of(course: &CourseOutline, events: &[PrepEvent]) -> CourseProgress {
        let checks: BTreeSet<&str> = course.checks().collect();
        let needed = (checks.len() * CHECKS_RIGHT).div_ceil(CHECKS_OF);
        let mut progress = CourseProgress { checks: checks.len(), needed, ..CourseProgress::default() };
        for (place, event) in events.iter().enumerate() {
            match event {
                PrepEvent::LessonOpened { lesson } if course.lesson(lesson).is_some() => {
                    progress.lessons.entry(lesson.clone()).or_default();
                }
                PrepEvent::LessonFinished { course: of, lesson, revision } if *of == course.id => {
                    let Some(now) = course.lesson(lesson) else { continue };
                    let (revision, event) = (*revision, place);
                    let finished = FinishedLesson { revision, event, is_changed: revision < now.revision };
                    progress.lessons.entry(lesson.clone()).or_default().finished = Some(finished);
                }
                PrepEvent::CheckAnswered { lesson, check, right, response } => {
                    if !checks.contains(check.as_str()) {
                        continue;
                    }
                    let of = progress.lessons.entry(lesson.clone()).or_default();
                    of.answers.insert(check.clone(), response.clone());
                    *of.tries.entry(check.clone()).or_default() += 1;
                    if *right {
                        progress.right.insert(check.clone());
                    }
                }
                _ => {}
            }
        }
        let all = course.lessons.iter().all(|lesson| progress.is_finished(&lesson.id));
        progress.is_done = all && !course.lessons.is_empty() && progress.right.len() >= needed;
        progress
    }

    /// Whether a lesson was finished, whatever became of it since.
    pub fn is_finished(&self, lesson: &str) -> bool {
        self.lessons.get(lesson).is_some_and(|lesson| lesson.finished.is_some())
    }

    /// Lessons that are finished.
    pub fn finished(&self) -> usize {
        self.lessons.values().filter(|lesson| lesson.finished.is_some()).count()
    }
}
