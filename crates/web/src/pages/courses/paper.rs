//! A course on paper: every lesson with its sources, checks without their keys.

use assay_app::{LessonPart, LessonView};
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
        div class="prose" { (PreEscaped(markdown::lesson(&course.opening, 1))) }
        @for lesson in &printed.lessons { (lesson_of(lesson)) }
        (ui::section("summary", "The course on one page", html! {
            div class="prose" { (PreEscaped(markdown::lesson(&course.summary, 2))) }
        }))
    };
    Ok(page(&web, &visitor, &format!("{title}, to print"), main))
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
