//! The prep plan of an exam version: steps in order, the person's progress, one next action.

use assay_app::PrepView;
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::plan::StepState;
use assay_programme::{
    model::{ExamVersion, PrepStep, PrepStepKind, Programme},
    offer::{offer_on, prep_until},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/exams/{code}/prep", show).post("/exams/{code}/prep/{step}", tick)
}

async fn show(State(web): State<Web>, visitor: Visitor, Path(code): Path<String>) -> Result<Markup, Fault> {
    let PrepView { plan, steps: progress, runs } = web.app.practice.plan(&visitor.asking, &code).await?;
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let exam = programme.exam(&code).ok_or_else(Fault::not_found)?;
    if !offer_on(programme, exam, today).is_public() {
        return Err(Fault::not_found());
    }
    let until = prep_until(programme, &plan, today);
    let offered = until.is_none_or(|until| today <= until);
    let steps = plan.steps.iter().zip(&progress).map(|(step, state)| {
        let word = match state.state {
            StepState::Done => ui::ProgressState::Done,
            StepState::Next => ui::ProgressState::Current,
            StepState::Later => ui::ProgressState::Ahead,
        };
        ui::ProgressStep::new(&step.title, word).note(note(
            &visitor,
            (&code, offered),
            step,
            state.state,
            &state.evidence,
        ))
    });
    let finished: Vec<_> = runs.iter().filter(|run| run.is_finished).collect();
    let columns =
        vec![ui::Column::text("Started"), ui::Column::number("Correct"), ui::Column::text("Look back")];
    let rows = finished.iter().map(|run| {
        vec![
            html! { (visitor.recorded(&web, run.started_at)) },
            html! { (run.correct) " of " (run.items) },
            html! { a href={ "/practice/" (run.id) } { "Answers and rationales" } },
        ]
    });
    let table = ui::Table::new("Finished runs", columns).rows(rows.collect());
    let title = format!("Prepare for {code}");
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Catalogue", "/"),
            ui::Crumb::new(&exam.title, format!("/exams/{code}/guide")),
        ]))
        (ui::page_header(&plan.title, &plan.summary, html! {}))
        @if let Some(until) = until { (offered_until(programme, exam, until, today)) }
        @if offered && !visitor.is_signed_in() {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "Sign in to keep your progress").body(html! {
                p { a href={ "/sign-in?next=/exams/" (code) "/prep" } { "Sign in" } }
            })))
        }
        (ui::steps(&steps.collect::<Vec<_>>()))
        @if !finished.is_empty() {
            (ui::section("runs", "Your practice so far", ui::table(&table)))
        }
    };
    Ok(visitor.page(&web, &title, main))
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
        p { "What you did stays on record; new steps cannot be begun." }
        @if let Some(next) = next {
            p { a href={ "/exams/" (next) "/prep" } { "Prepare for " (next) " instead" } }
        }
    }))
}

fn note(
    visitor: &Visitor,
    (code, offered): (&str, bool),
    step: &PrepStep,
    state: StepState,
    evidence: &str,
) -> Markup {
    let kind = if state == StepState::Next { ui::ButtonKind::Primary } else { ui::ButtonKind::Secondary };
    html! {
        p { (step.description) }
        @if !evidence.is_empty() { p { strong { (evidence) } } }
        @if !step.resources.is_empty() {
            ul {
                @for resource in &step.resources { li { a href=(resource.url) { (resource.title) } } }
            }
        }
        @if visitor.is_signed_in() && offered {
            @match (step.kind, &step.practice_set) {
                (PrepStepKind::Practice | PrepStepKind::Readiness, Some(set)) => {
                    (ui::post_button(
                        "/practice", visitor.csrf(), "Start the practice set", kind, &[("set", set)],
                    ))
                }
                _ => {
                    (ui::post_button(
                        &format!("/exams/{code}/prep/{}", step.id), visitor.csrf(),
                        if state == StepState::Done { "Mark as not done" } else { "Mark as done" }, kind,
                        &[("done", if state == StepState::Done { "no" } else { "yes" })],
                    ))
                }
            }
        }
    }
}

async fn tick(
    State(web): State<Web>,
    Path((code, step)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["done"])?;
    web.app.practice.tick(&posted.visitor.asking, &code, &step, posted.text("done") == "yes").await?;
    Ok(Redirect::to(&format!("/exams/{code}/prep")).into_response())
}
