//! A course on one page, for paper and for a device without a network: every lesson with its sources, checks
//! without their keys.

use assay_app::{LessonPart, LessonView, PrintedCourse};
use assay_assessment::registration::long;
use axum::extract::{Path, State};
use maud::{Markup, PreEscaped, html};

use super::{
    lesson::sources,
    part::{block_of, options},
    shared::{page, size},
};
use crate::{fault::Fault, markdown, state::Web, ui, visitor::Visitor};

pub(super) async fn print(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Markup, Fault> {
    let printed = web.app.practice.printed_course(&visitor.asking, &id).await?;
    let course = &printed.course;
    let title = format!("{} {}", course.outline.task, course.outline.title);
    let lead = format!("{} for {}. Checks have no answers here.", size(course), course.outline.exam);
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Courses", "/courses"),
            ui::Crumb::new(&title, format!("/courses/{id}")),
        ]))
        (ui::page_header(&title, &lead, html! {}))
        (whole(&printed))
    };
    Ok(page(&web, &visitor, &format!("{title}, to print"), main))
}

/// What stands above the page that a device keeps.
const KEPT: &str = "The course as this device keeps it";

/// The page that a device keeps, with the day on which it was made. It is the same for everybody: keys and
/// answers are not in what it is made of.
pub(super) async fn offline(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Markup, Fault> {
    let printed = web.app.practice.printed_course(&visitor.asking, &id).await?;
    let course = &printed.course;
    let title = format!("{} {}", course.outline.task, course.outline.title);
    let lead = format!("{} for {}.", size(course), course.outline.exam);
    let main = html! {
        (ui::page_header(&title, &lead, html! {}))
        (ui::banner(&ui::Banner::new(ui::Tone::Information, KEPT).body(html! {
            p {
                "As of " span data-kept-on="" { (long(visitor.asking.today)) }
                ". It opens without a network."
            }
            p {
                "Checks can be read here and are answered with a network alone: their answers are not kept \
                 on any device. "
                a href={ "/courses/" (id) } { "The course itself" }
                " has what is new and keeps your progress."
            }
        })))
        nav aria-label="Lessons of this course" {
            ol {
                @for lesson in &printed.lessons {
                    li { a href={ "#lesson-" (lesson.place + 1) } { (lesson.lesson.title) } }
                }
            }
        }
        (whole(&printed))
    };
    Ok(page(&web, &visitor, &format!("{title}, kept"), main))
}

/// Everything that a course says.
fn whole(printed: &PrintedCourse) -> Markup {
    html! {
        div class="prose" { (PreEscaped(markdown::lesson(&printed.course.opening, 1))) }
        @for lesson in &printed.lessons { (lesson_of(lesson)) }
        (ui::section("summary", "The course on one page", html! {
            div class="prose" { (PreEscaped(markdown::lesson(&printed.course.summary, 2))) }
        }))
    }
}

fn lesson_of(view: &LessonView) -> Markup {
    html! {
        section class="printed-lesson" aria-labelledby={ "lesson-" (view.place + 1) } {
            h2 id={ "lesson-" (view.place + 1) } { (view.place + 1) ". " (view.lesson.title) }
            p class="muted small" { (view.lesson.minutes) " minutes · " (view.lesson.skills.join(", ")) }
            @for part in &view.parts {
                @match part {
                    LessonPart::Shown(block) => (block_of(&view.course.outline.id, block, 1)),
                    LessonPart::Check(check, _) => {
                        section class="card check-card" aria-label="Check" {
                            h3 { "Check yourself" }
                            div class="prose" { (PreEscaped(markdown::lesson(&check.stem, 2))) }
                            @if check.choices > 1 { p class="muted small" { "Choose " (check.choices) "." } }
                            (options(check))
                        }
                    }
                }
            }
            h3 { "Sources" }
            (sources(&view.sources))
        }
    }
}
