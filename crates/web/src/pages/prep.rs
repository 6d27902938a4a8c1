//! The prep plan of an exam version: steps in order, the person's progress, one next action.

mod calendar;
mod day;
mod switch;

use assay_app::{AppError, BeginPractice, DaySet, FieldFault, OpenRun, PrepView, RunLine};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::{
    plan::{StepProgress, StepState},
    practice::DomainPractice,
    run::RunMode,
};
use assay_programme::{
    model::{ExamVersion, PrepStep, PrepStepKind, Programme, Resource, StepCourse},
    offer::{offer_on, prep_until},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    practice::{final_exam_address, reading_card, run_title, way_on},
    sign_in::titled,
};
use crate::{
    fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor, written::recorded,
};
use day::TypedDay;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/exams/{code}/prep", show)
        .post("/exams/{code}/prep/{step}", skip)
        .get("/exams/{code}/prep/calendar.ics", calendar::file)
        .post("/exams/{code}/target", set_day)
        .post("/exams/{code}/hours", set_hours)
        .get("/exams/{code}/switch", switch::show)
        .post("/exams/{code}/switch", switch::go_over)
}

async fn show(State(web): State<Web>, visitor: Visitor, Path(code): Path<String>) -> Result<Markup, Fault> {
    page(&web, &visitor, &code, &TypedDay::default()).await
}

async fn page(web: &Web, visitor: &Visitor, code: &str, typed: &TypedDay<'_>) -> Result<Markup, Fault> {
    let PrepView { plan, steps: progress, runs, open, domains, reviews_due, readiness, day } =
        web.app.practice.plan(&visitor.asking, code).await?;
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let exam = programme.exam(code).ok_or_else(Fault::not_found)?;
    if !offer_on(programme, exam, today).is_public() {
        return Err(Fault::not_found());
    }
    let until = prep_until(programme, &plan, today);
    let offered = until.is_none_or(|until| today <= until);
    let may_practise = visitor.asking.may_at_all::<BeginPractice>();
    // The first step that follows from how one did shows how one did.
    let weakest =
        plan.steps.iter().find(|step| step.kind != PrepStepKind::Pretest && step.practice_set.is_none());
    let weakest = weakest.map(|step| &step.id);
    let steps = plan.steps.iter().zip(&progress).map(|(step, state)| {
        let shown = if weakest == Some(&step.id) {
            by_domain(&domains)
        } else {
            html! {}
        };
        let word = match state.state {
            StepState::Done => ui::ProgressState::Done,
            StepState::Next => ui::ProgressState::Current,
            StepState::Later | StepState::Skipped | StepState::NotHere => ui::ProgressState::Ahead,
        };
        ui::ProgressStep::new(&step.title, word).note(note(
            visitor,
            (code, offered),
            &Shown {
                step,
                progress: state,
                open: open.iter().find(|run| run.scope.set.is_some() && step.practice_set == run.scope.set),
                domains: &domains,
                bars: shown,
            },
        ))
    });
    let title = format!("Prepare for {code}");
    let asked = web.app.crews.asks_for(&visitor.asking, code).await?;
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Catalogue", "/"),
            ui::Crumb::new(&exam.title, format!("/exams/{code}/guide")),
        ]))
        (ui::page_header(&plan.title, &plan.summary, html! {}))
        @if let Some(until) = until { (offered_until(programme, exam, until, today)) } (asked_for(&asked))
        @if offered && !visitor.is_signed_in() {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "Sign in to keep your progress").body(html! {
                p { a href={ "/sign-in?next=/exams/" (code) "/prep" } { "Sign in" } }
            })))
        }
        @if let Some(day) = &day {
            (switch::banner(code, day.switch.as_ref(), day.switched_from.as_deref()))
            @if offered { (day::card(visitor, code, day, typed)) }
        }
        @if let Some(readiness) = &readiness { (reading_card(code, readiness)) }
        (ui::steps(&steps.collect::<Vec<_>>()))
        @if may_practise && offered {
            p { a class="lone" href={ "/exams/" (code) "/practice" } { "All that there is to practise" } }
            p { (reviews_link(code, reviews_due)) }
        }
        @if programme_has_courses(visitor, code) {
            p { a class="lone" href={ "/courses#exam-" (code) } { "Courses for " (code) } }
        }
        @if let Some(day) = day.as_ref().filter(|_| offered) { (day::weeks(code, day)) }
        @if !runs.is_empty() { (ui::section("runs", "Your practice so far", finished(visitor, &runs))) }
    };
    Ok(visitor.page(web, &titled(&title, !typed.faults.is_empty()), main))
}

/// By which day crews ask for this plan.
fn asked_for(asked: &[(Option<Date>, String)]) -> Markup {
    html! {
        @for (by, note) in asked {
            p {
                a href="/crews" { "A crew that you are in" } " asks you for this plan"
                @if let Some(by) = by { ", by " (long(*by)) } "."
                @if !note.is_empty() { " “" (note) "”" }
            }
        }
    }
}

fn reviews_link(code: &str, due: usize) -> Markup {
    let text = match due {
        0 => "Reviews: none due today".to_owned(),
        1 => "1 review due today".to_owned(),
        due => format!("{due} reviews due today"),
    };
    html! { a class="lone" href={ "/exams/" (code) "/reviews" } { (text) } }
}

fn programme_has_courses(visitor: &Visitor, code: &str) -> bool {
    visitor.asking.programme.courses.values().any(|course| course.exam == *code)
}

/// Runs that are finished.
fn finished(visitor: &Visitor, runs: &[RunLine]) -> Markup {
    let columns = vec![
        ui::Column::text("Practice"),
        ui::Column::text("Started"),
        ui::Column::number("Correct"),
        ui::Column::text("Look back"),
    ];
    let rows = runs.iter().map(|run| {
        vec![
            html! { (run_title(run.set_title.as_deref(), run.mode, &run.scope)) },
            html! { (recorded(&visitor.asking, run.started_at)) },
            html! { (run.correct) " of " (run.items) },
            html! { a href={ "/practice/" (run.id) } { "Answers and rationales" } },
        ]
    });
    ui::table(&ui::Table::new("Finished practice", columns).rows(rows.collect()))
}

/// When the plan ends, or that it is over and where to go on.
fn offered_until(programme: &Programme, exam: &ExamVersion, until: Date, today: Date) -> Markup {
    if today <= until {
        return html! { p class="muted" { "This plan is offered until " (long(until)) "." } };
    }
    let next = programme.transition_from(exam.code.as_str()).map(|transition| transition.to.as_str());
    let next = next.filter(|next| programme.prep_plan(next).is_some());
    let title = format!("This plan ended on {}", long(until));
    ui::banner(&ui::Banner::new(ui::Tone::Attention, title).body(html! {
        p { "What you did stays on record; no new steps can be started." }
        @if let Some(next) = next {
            p { a href={ "/exams/" (next) "/prep" } { "Prepare for " (next) " instead" } }
        }
    }))
}

/// A step with what is known of it.
struct Shown<'a> {
    step: &'a PrepStep,
    progress: &'a StepProgress,
    /// The run through its set to go on with.
    open: Option<&'a OpenRun>,
    /// Weakest first.
    domains: &'a [DomainPractice],
    bars: Markup,
}

fn note(visitor: &Visitor, (code, offered): (&str, bool), shown: &Shown<'_>) -> Markup {
    let (step, evidence) = (shown.step, &shown.progress.evidence);
    html! {
        p { (step.description) }
        @if !evidence.is_empty() { p { strong { (evidence) } } }
        (shown.bars)
        @if !step.resources.is_empty() {
            ul class="links" {
                @for resource in weakest_resources(step, shown.domains) {
                    li { a href=(resource.url) { (resource.title) } }
                }
            }
        }
        @if visitor.asking.may_at_all::<BeginPractice>() && offered {
            div class="cluster" { (actions(visitor, code, shown)) }
        }
    }
}

/// What can be done for a step; going on comes before starting anew.
fn actions(visitor: &Visitor, code: &str, shown: &Shown<'_>) -> Markup {
    let (step, state) = (shown.step, shown.progress.state);
    let kind = if state == StepState::Next { ui::ButtonKind::Primary } else { ui::ButtonKind::Secondary };
    let post = |label: &str, kind, fields: &[(&str, &str)]| {
        ui::post_button("/practice", visitor.csrf(), label, kind, fields)
    };
    html! {
        @match (step.kind, &step.practice_set, shown.open) {
            (_, Some(set), Some(run)) => {
                (ui::link_button(
                    &format!("Continue: {} of {} answered", run.answered, run.items),
                    &way_on(run),
                    kind,
                ))
                @if run.answered > 0 && run.mode != RunMode::Final {
                    (post("Start again", ui::ButtonKind::Quiet, &[("set", set), ("anew", "yes")]))
                }
            }
            (PrepStepKind::Final, Some(set), None) => {
                (ui::link_button("Before you begin…", &final_exam_address(code, set), kind))
            }
            (_, Some(set), None) => (post("Start the practice set", kind, &[("set", set)])),
            (PrepStepKind::Reviews, None, _) => {
                (ui::link_button("See what is due", &format!("/exams/{code}/reviews"), kind))
            }
            (PrepStepKind::Course, None, _) => {
                @match step.course.as_ref().filter(|_| state != StepState::NotHere) {
                    Some(StepCourse::One(course)) => {
                        (ui::link_button("Open the course", &format!("/courses/{course}"), kind))
                    }
                    Some(StepCourse::All) => {
                        (ui::link_button("Open the courses", &format!("/courses#exam-{code}"), kind))
                    }
                    None => {}
                }
            }
            (PrepStepKind::Practice, None, _) => {
                (ui::link_button("Choose what to practise", &format!("/exams/{code}/practice"), kind))
            }
            _ => {}
        }
        (leaving_out(visitor, code, shown))
    }
}

/// Reasons to leave a step out, each one tap.
const REASONS: [&str; 3] = ["I know this already", "I did it elsewhere", "It does not help me"];

/// A step is left out with a reason, and taken up again.
fn leaving_out(visitor: &Visitor, code: &str, shown: &Shown<'_>) -> Markup {
    let (step, state) = (shown.step, shown.progress.state);
    let action = format!("/exams/{code}/prep/{}", step.id);
    let button = |label: &str, kind, fields: &[(&str, &str)]| {
        ui::post_button(&action, visitor.csrf(), label, kind, fields)
    };
    match (state, step.kind) {
        (StepState::Done | StepState::NotHere, _) => html! {},
        (StepState::Skipped, _) => button("Take it up again", ui::ButtonKind::Secondary, &[("again", "yes")]),
        // Nothing shows that pages were read: whoever goes on says so.
        (_, PrepStepKind::Reading) => {
            let kind = match state {
                StepState::Next => ui::ButtonKind::Primary,
                _ => ui::ButtonKind::Secondary,
            };
            button("I have read them, go on", kind, &[("reason", "you have read these pages")])
        }
        _ => html! {
            details class="leave-out" {
                summary { "Leave this step out" }
                div class="cluster" {
                    @for reason in REASONS { (button(reason, ui::ButtonKind::Quiet, &[("reason", reason)])) }
                }
            }
        },
    }
}

/// The pages of a step: what speaks of a domain in its title comes by how weak that domain is.
fn weakest_resources<'a>(step: &'a PrepStep, domains: &[DomainPractice]) -> Vec<&'a Resource> {
    let known = domains.iter().take_while(|domain| domain.answered > 0);
    let names: Vec<String> = known.map(|domain| format!("Domain {}:", domain.domain)).collect();
    let rank = |resource: &&Resource| {
        names.iter().position(|name| resource.title.starts_with(name)).unwrap_or(names.len())
    };
    let mut resources: Vec<&Resource> = step.resources.iter().collect();
    resources.sort_by_key(rank);
    resources
}

/// How the newest answers went by domain, weakest first.
fn by_domain(domains: &[DomainPractice]) -> Markup {
    let meter = |domain: &DomainPractice| {
        let text = match domain.answered {
            0 => "not answered yet".to_owned(),
            answered => format!("{} of {answered} right", domain.correct),
        };
        let at = (domain.correct * 1000).checked_div(domain.answered).unwrap_or_default();
        ui::Meter {
            label: format!("{}. {}", domain.domain, domain.title),
            text,
            at: u16::try_from(at).unwrap_or(1000),
            tone: ui::Tone::Neutral,
        }
    };
    html! {
        @if !domains.is_empty() {
            div class="domains" id="domains" {
                p { strong { "Your first answers by domain, weakest first" } }
                @for domain in domains { (ui::meter(&meter(domain))) }
            }
        }
    }
}

/// The day, or what stands in the way of it: a day beyond the switch is asked about first.
async fn set_day(
    State(web): State<Web>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.visitor.asking.must_at_all::<BeginPractice>()?;
    posted.only(&["on", "yes"])?;
    let (visitor, typed) = (&posted.visitor, posted.text("on").trim());
    let on = match typed {
        "" => None,
        text => match text.parse::<Date>() {
            Ok(on) => Some(on),
            Err(_) => {
                return wrong(&web, visitor, &code, ("on", typed, "Enter a day, as in 2026-01-29.")).await;
            }
        },
    };
    let said = web.app.practice.set_day(&visitor.asking, &code, (on, posted.text("yes") == "yes")).await;
    match said {
        Ok(DaySet::Set(exam)) => {
            let has_plan = visitor.asking.programme.prep_plan(&exam).is_some();
            let page = if has_plan { "prep#day" } else { "switch" };
            Ok(Redirect::to(&format!("/exams/{exam}/{page}")).into_response())
        }
        Ok(DaySet::Crosses(view)) => Ok(switch::asked(&web, visitor, (&code, typed), &view).into_response()),
        Err(AppError::Invalid(faults)) => refused(&web, visitor, &code, (typed, "", faults)).await,
        Err(error) => Err(error.into()),
    }
}

async fn set_hours(
    State(web): State<Web>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.visitor.asking.must_at_all::<BeginPractice>()?;
    posted.only(&["hours"])?;
    let (visitor, typed) = (&posted.visitor, posted.text("hours").trim());
    let Ok(hours) = typed.parse::<u32>() else {
        return wrong(&web, visitor, &code, ("hours", typed, "Enter a whole number of hours.")).await;
    };
    match web.app.practice.set_hours(&visitor.asking, &code, hours).await {
        Ok(()) => Ok(Redirect::to(&format!("/exams/{code}/prep#day")).into_response()),
        Err(AppError::Invalid(faults)) => refused(&web, visitor, &code, ("", typed, faults)).await,
        Err(error) => Err(error.into()),
    }
}

async fn wrong(
    web: &Web,
    visitor: &Visitor,
    code: &str,
    (field, typed, text): (&'static str, &str, &str),
) -> Result<Response, Fault> {
    let (on, hours) = if field == "on" { (typed, "") } else { ("", typed) };
    refused(web, visitor, code, (on, hours, vec![FieldFault::new(field, text)])).await
}

async fn refused(
    web: &Web,
    visitor: &Visitor,
    code: &str,
    (on, hours, faults): (&str, &str, Vec<FieldFault>),
) -> Result<Response, Fault> {
    let page = page(web, visitor, code, &TypedDay { on, hours, faults: &faults }).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn skip(
    State(web): State<Web>,
    Path((code, step)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.visitor.asking.must_at_all::<BeginPractice>()?;
    posted.only(&["reason", "again"])?;
    let reason = (posted.text("again") != "yes").then(|| posted.text("reason"));
    web.app.practice.skip(&posted.visitor.asking, &code, &step, reason).await?;
    Ok(Redirect::to(&format!("/exams/{code}/prep")).into_response())
}
