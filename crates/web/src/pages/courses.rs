//! Courses: the list, a course with its lessons, a lesson, and all of it on paper.
//!
//! Everybody may read them; answers and progress are of those who are signed in.

mod lesson;
mod paper;
mod part;
mod shared;

use assay_app::CourseView;
use assay_learning::course::LessonOutline;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, PreEscaped, html};

use self::shared::{address, line, page, size};
use crate::{assets::embedded, fault::Fault, markdown, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/courses", list)
        .get("/courses/{id}", course)
        .get("/courses/worker.js", worker)
        .get("/courses/{id}/print", paper::print)
        .get("/courses/{id}/offline", paper::offline)
        .get("/courses/{id}/pictures/{name}", picture)
        .get("/courses/{id}/{lesson}", lesson::show)
        .post("/courses/{id}/{lesson}/finish", lesson::finish)
        .post("/courses/{id}/{lesson}/{check}", lesson::answer)
}

async fn list(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let courses = web.app.practice.courses(&visitor.asking).await?;
    let mut exams: Vec<&str> = courses.iter().map(|course| course.outline.exam.as_str()).collect();
    exams.dedup();
    let lead =
        "One course for each task of an exam: lessons of a few minutes, each with the pages it rests on.";
    let main = html! {
        (ui::page_header("Courses", lead, html! {
            @if !visitor.asking.programme.job_roles.is_empty() {
                (ui::link_button("Job roles", "/roles", ui::ButtonKind::Secondary))
            }
        }))
        @if exams.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "No courses yet",
                "This programme has no courses. The exam guides say what each exam asks.",
            ).action(ui::link_button("See the catalogue", "/", ui::ButtonKind::Secondary))))
        }
        @for exam in exams {
            @let of = courses.iter().filter(|course| course.outline.exam == *exam);
            (ui::section(&format!("exam-{exam}"), &exam_title(&visitor, exam), html! {
                ul class="course-list" { @for course in of { li { (card(course)) } } }
            }))
        }
    };
    Ok(page(&web, &visitor, "Courses", main))
}

fn exam_title(visitor: &Visitor, code: &str) -> String {
    match visitor.asking.programme.exam(code) {
        Some(exam) => format!("{}: {}", exam.code, exam.title),
        None => code.to_owned(),
    }
}

fn card(course: &CourseView) -> Markup {
    let outline = &course.outline;
    html! {
        article class="card course-card" {
            h3 { a href={ "/courses/" (outline.id) } { (outline.task) " " (outline.title) } }
            p class="muted small" { (size(course)) }
            @if let Some(state) = state(course) { p { (state) } }
        }
    }
}

/// How far somebody is; nothing of whoever has not begun.
fn state(course: &CourseView) -> Option<Markup> {
    let progress = course.progress.as_ref()?;
    if progress.is_done {
        return Some(ui::chip(ui::Tone::Good, "Finished"));
    }
    let said = format!("{} of {} lessons finished", progress.finished(), course.outline.lessons.len());
    (!progress.lessons.is_empty()).then(|| ui::chip(ui::Tone::Information, &said))
}

async fn course(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Markup, Fault> {
    let course = web.app.practice.course(&visitor.asking, &id).await?;
    let outline = &course.outline;
    let title = format!("{} {}", outline.task, outline.title);
    let begin = outline.lessons.iter().find(|lesson| !is_finished(&course, lesson));
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Courses", "/courses")]))
        (ui::page_header(&title, &format!("{} for {}.", size(&course), outline.exam), html! {
            @if let Some(lesson) = begin {
                @let is_first = outline.lessons.first().is_some_and(|first| first.id == lesson.id);
                (ui::link_button(if is_first { "Begin" } else { "Go on" },
                    &address(&course, lesson), ui::ButtonKind::Primary))
            }
            (ui::link_button("All on one page, to print", &format!("/courses/{id}/print"),
                ui::ButtonKind::Secondary))
        }))
        (standing(&visitor, &course))
        (kept(&id))
        div class="prose" { (PreEscaped(markdown::lesson(&course.opening, 1))) }
        (ui::section("lessons", "Lessons", html! {
            ol class="lesson-list card" {
                @for lesson in &outline.lessons { li { (line(&course, lesson, None)) } }
            }
        }))
        (ui::section("summary", "The course on one page", html! {
            div class="prose" { (PreEscaped(markdown::lesson(&course.summary, 2))) }
        }))
        p class="cluster" {
            a class="lone" href={ "/exams/" (outline.exam) "/guide#task-" (outline.task) } {
                "Task " (outline.task) " in the exam guide"
            }
            @if visitor.asking.programme.prep_plan(outline.exam.as_str()).is_some() {
                a class="lone" href={ "/exams/" (outline.exam) "/prep" } { "Prepare for " (outline.exam) }
            }
        }
    };
    Ok(page(&web, &visitor, &title, main))
}

/// Keeping it on a device: shown by its script, where the device can.
fn kept(id: &str) -> Markup {
    html! {
        section class="card cluster" data-keep={ "/courses/" (id) "/offline" }
            aria-label="Reading without a network" hidden {
            p data-keep-state="" role="status" {}
            button type="button" class="button button-secondary" data-keep-do="" { "Keep it on this device" }
            button type="button" class="button button-quiet" data-keep-remove="" hidden {
                "Remove it from this device"
            }
        }
    }
}

/// What answers for the pages of courses that a device keeps. Its address is where it may answer, so it
/// stays; whether it changed is asked each time.
async fn worker() -> Result<Response, Fault> {
    let bytes = embedded().bytes("courses-worker.js").ok_or_else(Fault::not_found)?;
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, bytes).into_response())
}

/// What is done of a course and what finishes it.
fn standing(visitor: &Visitor, course: &CourseView) -> Markup {
    let Some(progress) = &course.progress else {
        return html! {
            @if !visitor.is_signed_in() {
                @let title = "Sign in to answer checks and keep your progress";
                (ui::banner(&ui::Banner::new(ui::Tone::Information, title).body(html! {
                    p { a href={ "/sign-in?next=/courses/" (course.outline.id) } { "Sign in" } }
                })))
            }
        };
    };
    let (right, checks) = (progress.right.len(), progress.checks);
    let (finished, lessons) = (progress.finished(), course.outline.lessons.len());
    html! {
        p {
            @if progress.is_done { (ui::chip(ui::Tone::Good, "Finished")) " " }
            (finished) " of " (lessons) " lessons finished"
            @if checks > 0 { ", " (right) " of " (checks) " checks right" }
            "."
            @if !progress.is_done {
                " A course is finished with every lesson"
                @if checks > 0 { " and " (progress.needed) " of its " (checks) " checks right once" }
                "."
            }
        }
        p class="muted small" { "Checks are for yourself: they never count for your readiness." }
    }
}

fn is_finished(course: &CourseView, lesson: &LessonOutline) -> bool {
    course.progress.as_ref().is_some_and(|progress| progress.is_finished(&lesson.id))
}

async fn picture(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let drawing = web.app.practice.course_drawing(&visitor.asking, &id, &name).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        // The version in force decides what stands under this name.
        (header::CACHE_CONTROL, "no-cache"),
        // Opened by itself it is a document: it may draw, and that in a box of its own.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((headers, drawing.bytes).into_response())
}
