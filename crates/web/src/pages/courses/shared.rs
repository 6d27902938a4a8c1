//! What the pages of courses share: their style, addresses, and the lessons of a course.

use assay_app::{CourseView, LearnCourse};
use assay_learning::course::LessonOutline;
use maud::{Markup, html};

use crate::{assets::asset, state::Web, ui, visitor::Visitor};

/// A page of a course: with its own sheet of style.
pub(super) fn page(web: &Web, visitor: &Visitor, title: &str, main: Markup) -> Markup {
    let head = html! {
        link rel="stylesheet" href=(asset("courses.css"));
        script type="module" src=(asset("courses-keep.js")) {}
    };
    visitor.page_with_head(web, title, head, main)
}

/// `5 lessons, 45 minutes`.
pub(super) fn size(course: &CourseView) -> String {
    let lessons = course.outline.lessons.len();
    let word = if lessons == 1 { "lesson" } else { "lessons" };
    format!("{lessons} {word}, {} minutes", course.outline.minutes)
}

pub(super) fn address(course: &CourseView, lesson: &LessonOutline) -> String {
    format!("/courses/{}/{}", course.outline.id, lesson.id)
}

/// A lesson in the list of its course.
pub(super) fn line(course: &CourseView, lesson: &LessonOutline, here: Option<&str>) -> Markup {
    let known = course.progress.as_ref().and_then(|progress| progress.lessons.get(&lesson.id));
    let finished = known.and_then(|known| known.finished);
    let is_here = here == Some(lesson.id.as_str());
    html! {
        a href=(address(course, lesson)) aria-current=[is_here.then_some("page")] {
            span class="lesson-mark" { @if finished.is_some() { (ui::icon(ui::Icon::Tick)) } }
            span {
                (lesson.title)
                span class="muted small lesson-skills" {
                    (lesson.skills.join(", "))
                    @match (finished, known) {
                        (Some(finished), _) if finished.is_changed => " · finished, changed since",
                        (Some(_), _) => " · finished",
                        (None, Some(_)) => " · opened",
                        (None, None) => "",
                    }
                }
            }
            span class="muted small" { (lesson.minutes) " min" }
        }
    }
}

/// Whether the one who asks has progress here.
pub(super) fn may_learn(visitor: &Visitor) -> bool {
    visitor.asking.may_at_all::<LearnCourse>()
}
