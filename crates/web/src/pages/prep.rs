//! The prep plan of an exam version: steps in order, the person's progress, one next action.

use assay_app::{OpenRun, PrepView};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::{
    plan::{StepProgress, StepState},
    practice::DomainPractice,
};
use assay_programme::{
    model::{ExamVersion, PrepStep, PrepStepKind, Programme, Resource},
    offer::{offer_on, prep_until},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use crate::{
    fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor, written::recorded,
};

pub(super) fn routes() -> Routes {
    Routes::default().get("/exams/{code}/prep", show).post("/exams/{code}/prep/{step}", tick)
}

async fn show(State(web): State<Web>, visitor: Visitor, Path(code): Path<String>) -> Result<Markup, Fault> {
    let PrepView { plan, steps: progress, runs, open, domains } =
        web.app.practice.plan(&visitor.asking, &code).await?;
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let exam = programme.exam(&code).ok_or_else(Fault::not_found)?;
    if !offer_on(programme, exam, today).is_public() {
        return Err(Fault::not_found());
    }
    let until = prep_until(programme, &plan, today);
    let offered = until.is_none_or(|until| today <= until);
    // The step that says "weakest first" shows which that is.
    let weakest = plan.steps.iter().find(|step| step.kind == PrepStepKind::Review).map(|step| &step.id);
    let steps = plan.steps.iter().zip(&progress).map(|(step, state)| {
        let shown = if weakest == Some(&step.id) {
            by_domain(&domains)
        } else {
            html! {}
        };
        let word = match state.state {
            StepState::Done => ui::ProgressState::Done,
            StepState::Next => ui::ProgressState::Current,
            StepState::Later => ui::ProgressState::Ahead,
        };
        ui::ProgressStep::new(&step.title, word).note(note(
            &visitor,
            (&code, offered),
            &Shown {
                step,
                progress: state,
                open: open.iter().find(|run| step.practice_set.as_ref() == Some(&run.set)),
                domains: &domains,
                bars: shown,
            },
        ))
    });
    let finished: Vec<_> = runs.iter().filter(|run| run.is_finished).collect();
    let columns =
        vec![ui::Column::text("Started"), ui::Column::number("Correct"), ui::Column::text("Look back")];
    let rows = finished.iter().map(|run| {
        vec![
            html! { (recorded(&visitor.asking, run.started_at)) },
            html! { (run.correct) " of " (run.items) },
            html! { a href={ "/practice/" (run.id) } { "Answers and rationales" } },
        ]
    });
    let table = ui::Table::new("Finished practice sets", columns).rows(rows.collect());
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
        @if visitor.is_signed_in() && offered { div class="cluster" { (actions(visitor, code, shown)) } }
    }
}

/// What can be done for a step; going on comes before starting anew.
fn actions(visitor: &Visitor, code: &str, shown: &Shown<'_>) -> Markup {
    let (step, state) = (shown.step, shown.progress.state);
    let kind = if state == StepState::Next { ui::ButtonKind::Primary } else { ui::ButtonKind::Secondary };
    let set = step.practice_set.as_ref().filter(|_set| step.kind != PrepStepKind::Review);
    html! {
        @match (set, shown.open) {
            (Some(set), Some(run)) => {
                (ui::link_button(
                    &format!("Continue: {} of {} answered", run.answered, run.items),
                    &format!("/practice/{}/{}", run.id, run.next),
                    kind,
                ))
                @if run.answered > 0 {
                    (ui::post_button("/practice", visitor.csrf(), "Start again", ui::ButtonKind::Quiet,
                        &[("set", set), ("anew", "yes")]))
                }
            }
            (Some(set), None) => {
                @let label = "Start the practice set";
                (ui::post_button("/practice", visitor.csrf(), label, kind, &[("set", set)]))
            }
            (None, _) => {
                (ui::post_button(
                    &format!("/exams/{code}/prep/{}", step.id), visitor.csrf(),
                    if state == StepState::Done { "Mark as not done" } else { "Mark as done" }, kind,
                    &[("done", if state == StepState::Done { "no" } else { "yes" })],
                ))
            }
        }
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
                p { strong { "Your domains in the latest practice, weakest first" } }
                @for domain in domains { (ui::meter(&meter(domain))) }
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
