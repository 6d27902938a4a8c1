//! A course against the outline of its exam version.

use assay_kernel::{Diagnostic, Diagnostics, Location};
use assay_programme::model::Programme;

use super::{codes, model::Course};
use crate::practice;

/// Holds a course against its outline, its lessons and checks against it.
pub fn check_course(course: &Course, programme: &Programme) -> Diagnostics {
    let mut found = Diagnostics::default();
    let Some(outline) = programme.outline(course.exam.as_str()) else {
        let message = format!("there is no outline of {}", course.exam);
        found.push(Diagnostic::error(practice::codes::EXAM, course.at.clone(), message));
        return found;
    };
    let Some(task) = outline.task(&course.task) else {
        let message = format!("{} has no task {}", course.exam, course.task);
        found.push(
            Diagnostic::error(codes::SKILL, course.at.clone(), message).hint("name one of its outline"),
        );
        return found;
    };
    let mut strange = |skills: &[String], known: &dyn Fn(&str) -> bool, at: &Location, of: &str| {
        for skill in skills.iter().filter(|skill| !known(skill)) {
            let message = format!("skill {skill} is not one of {of}");
            let hint = "name skills of the task that the course teaches";
            found.push(Diagnostic::error(codes::SKILL, at.clone(), message).hint(hint));
        }
    };
    let of_task = |skill: &str| task.skills.iter().any(|known| known.id == skill);
    let of_course = |skill: &str| course.skills.iter().any(|known| known == skill);
    strange(&course.skills, &of_task, &course.at, &format!("task {}", task.id));
    for (_, lesson) in &course.lessons {
        let of_lesson = |skill: &str| lesson.skills.iter().any(|known| known == skill);
        strange(&lesson.skills, &of_course, &lesson.at, "its course");
        for check in lesson.checks() {
            strange(std::slice::from_ref(&check.skill), &of_lesson, &check.at, "its lesson");
        }
    }
    for (_, lesson) in &course.lessons {
        let is_source = |url: &str| lesson.sources.iter().any(|source| source.url == url);
        for check in lesson.checks().filter(|check| !check.source.is_empty() && !is_source(&check.source)) {
            let message = format!("the page that settles `{}` is not a source of its lesson", check.id);
            let hint = "name one of the lesson's sources";
            found.push(Diagnostic::error(codes::SOURCE, check.at.clone(), message).hint(hint));
        }
    }
    let taught = |skill: &String| course.lessons.iter().any(|(_, lesson)| lesson.skills.contains(skill));
    let untaught: Vec<&str> =
        course.skills.iter().filter(|skill| !taught(skill)).map(String::as_str).collect();
    if !untaught.is_empty() {
        let message = format!("no lesson teaches {}", untaught.join(", "));
        let hint = "name the skill at the lesson that teaches it";
        found.push(Diagnostic::warning(codes::SKILL, course.at.clone(), message).hint(hint));
    }
    found
}
