//! A lesson: read, answered in between, finished.

use assay_app::{AppError, LessonView};
use assay_assessment::registration::long;
use assay_learning::course::{LessonOutline, LessonSource};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    part::{CheckSent, parts},
    shared::{address, line, may_learn, page},
};
use crate::{fault::Fault, form::Posted, pages::sign_in::titled, state::Web, ui, visitor::Visitor};

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, lesson)): Path<(String, String)>,
) -> Result<Markup, Fault> {
    let view = web.app.practice.lesson(&visitor.asking, &id, &lesson).await?;
    Ok(shown(&web, &visitor, &view, None))
}

/// The lesson, with what was sent where an answer has to be looked at again.
fn shown(web: &Web, visitor: &Visitor, view: &LessonView, sent: Option<&CheckSent>) -> Markup {
    let (outline, lesson) = (&view.course.outline, &view.lesson);
    let course = format!("{} {}", outline.task, outline.title);
    let said = format!(
        "Lesson {} of {} · {} minutes · {} {}",
        view.place + 1,
        outline.lessons.len(),
        lesson.minutes,
        if lesson.skills.len() == 1 { "skill" } else { "skills" },
        lesson.skills.join(", "),
    );
    let errors: Vec<ui::FieldError> = sent
        .map(|sent| ui::FieldError { field: sent.check.clone(), text: sent.text.clone() })
        .into_iter()
        .collect();
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Courses", "/courses"),
            ui::Crumb::new(&course, format!("/courses/{}", outline.id)),
        ]))
        div class="lesson" {
            nav class="lesson-nav" aria-label="Lessons of this course" {
                p class="muted small" { (course) }
                ol class="lesson-list" {
                    @for one in &outline.lessons { li { (line(&view.course, one, Some(&lesson.id))) } }
                }
                p class="small" {
                    a class="lone" href={ "/courses/" (outline.id) "/print" } { "All on one page, to print" }
                }
            }
            article class="lesson-text" {
                (ui::page_header(&lesson.title, &said, html! {}))
                (ui::error_summary(&errors))
                (changed(view))
                (parts(visitor, view, sent))
                section class="lesson-sources" aria-labelledby="sources" {
                    h2 id="sources" { "Sources" }
                    (sources(&view.sources))
                }
                (onwards(visitor, view))
            }
        }
    };
    page(web, visitor, &titled(&lesson.title, !errors.is_empty()), main)
}

/// That it says something else than when it was finished.
fn changed(view: &LessonView) -> Markup {
    let Some(on) = view.changed_since else { return html! {} };
    let title = format!("Changed since you finished it on {}", long(on));
    ui::banner(&ui::Banner::new(ui::Tone::Information, title).body(html! {
        @if !view.changes.is_empty() {
            ul {
                @for change in &view.changes {
                    li {
                        @if let Some(on) = change.on { (long(on)) ": " }
                        (change.what)
                    }
                }
            }
        }
        p { "You stay finished. Read it again where you rely on it." }
    }))
}

/// Pages with the day on which each was read.
pub(super) fn sources(list: &[LessonSource]) -> Markup {
    html! {
        ul class="small" {
            @for source in list {
                li {
                    a href=(source.url) rel="noopener noreferrer" { (source.title) }
                    span class="muted" {
                        @match source.read {
                            Some(day) => { ", read " (long(day)) }
                            None => ", not read",
                        }
                    }
                }
            }
        }
    }
}

/// Finishing it, and the lessons beside it.
fn onwards(visitor: &Visitor, view: &LessonView) -> Markup {
    let lessons = &view.course.outline.lessons;
    let before = view.place.checked_sub(1).and_then(|place| lessons.get(place));
    let next = lessons.get(view.place + 1);
    let progress = view.course.progress.as_ref().and_then(|known| known.lessons.get(&view.lesson.id));
    let is_done = progress.and_then(|known| known.finished).is_some_and(|finished| !finished.is_changed);
    let action = format!("{}/finish", address(&view.course, &view.lesson));
    let label = match next {
        Some(_) => format!("Finish and go to lesson {}", view.place + 2),
        None => "Finish the last lesson".to_owned(),
    };
    let lesson_link = |word: &str, lesson: &LessonOutline| {
        html! { a class="lone" href=(address(&view.course, lesson)) { (word) ": " (lesson.title) } }
    };
    html! {
        div class="cluster lesson-onwards" {
            @if may_learn(visitor) && !is_done {
                (ui::post_button(&action, visitor.csrf(), &label, ui::ButtonKind::Primary, &[]))
            } @else if let Some(next) = next {
                (ui::link_button(&format!("Go to lesson {}", view.place + 2),
                    &address(&view.course, next), ui::ButtonKind::Primary))
            } @else {
                (ui::link_button("Back to the course", &format!("/courses/{}", view.course.outline.id),
                    ui::ButtonKind::Primary))
            }
        }
        nav class="lesson-beside" aria-label="Lessons before and after" {
            @if let Some(before) = before { p { (lesson_link("Before", before)) } }
            @if let Some(next) = next { p { (lesson_link("Next", next)) } }
        }
    }
}

pub(super) async fn finish(
    State(web): State<Web>,
    Path((id, lesson)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let asking = &posted.visitor.asking;
    web.app.practice.finish_lesson(asking, &id, &lesson).await?;
    let next = asking.programme.courses.get(&id).and_then(|course| {
        let place = course.lessons.iter().position(|one| one.id == lesson)?;
        course.lessons.get(place + 1)
    });
    let to = match next {
        Some(next) => format!("/courses/{id}/{}", next.id),
        None => format!("/courses/{id}"),
    };
    Ok(Redirect::to(&to).into_response())
}

pub(super) async fn answer(
    State(web): State<Web>,
    Path((id, lesson, check)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["answer"])?;
    let visitor = &posted.visitor;
    let chosen = posted.fields().filter(|(name, _)| *name == "answer");
    let chosen: Vec<String> = chosen.map(|(_, value)| value.to_owned()).collect();
    match web.app.practice.answer_check(&visitor.asking, (&id, &lesson, &check), &chosen).await {
        Ok(()) => Ok(Redirect::to(&format!("/courses/{id}/{lesson}#{check}")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let text = faults.first().map(|fault| fault.text.clone()).unwrap_or_default();
            let view = web.app.practice.lesson(&visitor.asking, &id, &lesson).await?;
            let sent = CheckSent { check, chosen, text };
            let main = shown(&web, visitor, &view, Some(&sent));
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, main).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
