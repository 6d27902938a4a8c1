//! One job: how it stands, why it failed, and having it tried again.

use assay_app::{AppError, FieldFault, JobLine, JobState, Why, acts};
use assay_kernel::Instant;
use assay_words::InEnglish;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    frame::when,
    jobs::{attempts, progress, sentence, state_words, subject},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        looked::status_of,
        sign_in::{error_of, errors, title},
    },
    state::Web,
    ui,
    visitor::Visitor,
};

const LIST: &str = "/admin/jobs";

/// What was done a moment ago; the page looks for itself how the job stands.
#[derive(Default, Deserialize)]
pub(super) struct JustRetried {
    #[serde(default)]
    retried: String,
}

/// What is shown besides the job.
#[derive(Default)]
struct AroundJob {
    why: String,
    faults: Vec<FieldFault>,
    is_stale: bool,
    is_retried: bool,
}

fn number_of(text: &str) -> Result<i64, Fault> {
    text.parse().map_err(|_no_number| Fault::not_found())
}

pub(super) async fn job(
    State(web): State<Web>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(just): Query<JustRetried>,
) -> Result<Response, Fault> {
    let around = AroundJob { is_retried: !just.retried.is_empty(), ..AroundJob::default() };
    show(&web, &visitor, number_of(&number)?, around).await
}

pub(super) async fn retry(
    State(web): State<Web>,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["failed_at", "reason"])?;
    let number = number_of(&number)?;
    // Of a job that had not failed there is no instant: what it is told is up to the job.
    let failed_at = posted.text("failed_at").parse::<Instant>().unwrap_or(Instant::UNIX_EPOCH);
    let done = match Why::parse(posted.text("reason")) {
        Ok(why) => web.app.jobs.retry(&posted.visitor.asking, number, failed_at, &why).await,
        Err(error) => Err(error),
    };
    let why = posted.text("reason").to_owned();
    let around = match done {
        Ok(()) => return Ok(Redirect::to(&format!("{LIST}/{number}?retried=yes")).into_response()),
        Err(AppError::Conflict) => AroundJob { why, is_stale: true, ..AroundJob::default() },
        Err(AppError::Invalid(faults)) => AroundJob { why, faults, ..AroundJob::default() },
        // Done meanwhile: the page says so.
        Err(AppError::NotFound) => AroundJob::default(),
        Err(error) => return Err(error.into()),
    };
    show(&web, &posted.visitor, number, around).await
}

async fn show(web: &Web, visitor: &Visitor, number: i64, around: AroundJob) -> Result<Response, Fault> {
    let Some(job) = web.app.jobs.one(&visitor.asking, number).await? else {
        return Ok(gone(web, visitor, number, around.is_retried));
    };
    let heading = job.said.text();
    let (tone, words) = state_words(job.state);
    let main = html! {
        (ui::error_summary(&errors(&around.faults)))
        (crumbs())
        (ui::page_header(&heading, "", ui::chip(tone, words)))
        @if around.is_stale {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "It failed anew since you looked").body(
                html! { p { "Nothing was done. This is how it stands now." } }
            ).urgent()))
        }
        @if around.is_retried && job.state != JobState::Failed {
            (ui::banner(&ui::Banner::new(ui::Tone::Good, "It is tried again").body(
                html! { p { "It goes from the list once it is done." } }
            )))
        }
        (stands(visitor, &job))
        @if visitor.asking.may_ever::<acts::RetryJob>() { (again(visitor, &job, &around)) }
    };
    let status = status_of(around.is_stale, &around.faults);
    Ok((status, visitor.wide_page(web, &title(&heading, &around.faults), main)).into_response())
}

fn crumbs() -> Markup {
    ui::breadcrumbs(&[ui::Crumb::new("Administration", "/admin"), ui::Crumb::new("Jobs", LIST)])
}

/// A job goes once it is done, so nothing tells it from one that never was.
fn gone(web: &Web, visitor: &Visitor, number: i64, was_retried: bool) -> Response {
    let heading = format!("Job {number} is done");
    let main = html! {
        (crumbs())
        (ui::page_header(&heading, "", html! {}))
        p { "A job goes from the list once it is done. There is none of this number any more, so there is \
            nothing to try again." }
        (ui::link_button("Back to jobs", LIST, ui::ButtonKind::Secondary))
    };
    let status = if was_retried { StatusCode::OK } else { StatusCode::NOT_FOUND };
    (status, visitor.wide_page(web, &heading, main)).into_response()
}

fn stands(visitor: &Visitor, job: &JobLine) -> Markup {
    let asking = &visitor.asking;
    let at = |at: Option<Instant>| html! { @if let Some(at) = at { (when(at, asking)) } };
    let cause = job.cause.as_deref().map(sentence);
    html! {
        @if let Some((done, of)) = job.progress {
            (ui::meter(&ui::Meter {
                label: "How far it is".to_owned(),
                text: progress(job).unwrap_or_default(),
                at: u16::try_from(done.saturating_mul(1000) / of.max(1)).unwrap_or(1000).min(1000),
                tone: ui::Tone::Information,
            }))
        }
        (ui::facts(&[
            ui::TermFact::rich("About", subject(job)),
            ui::TermFact::new("Why it failed last", cause.unwrap_or_default()),
            ui::TermFact::new("Attempts", attempts(job)),
            ui::TermFact::rich("Asked for", at(Some(job.asked_at))),
            ui::TermFact::rich("Begun last", at(job.begun_at)),
            ui::TermFact::rich("Failed for good", at(job.failed_at)),
            ui::TermFact::rich("Next try", at(job.next_at)),
        ]))
    }
}

/// What can be done: only what was given up waits for somebody.
fn again(visitor: &Visitor, job: &JobLine, around: &AroundJob) -> Markup {
    let Some(failed_at) = job.failed_at else {
        return html! {
            @match job.state {
                JobState::Running => p { "It is being carried out, so there is nothing to try again." },
                _ => p { "It is tried by itself, so there is nothing to do." },
            }
        };
    };
    let why = ui::Field::new("reason", "Reason, for the audit log").value(&around.why);
    let why = why.error(error_of(&around.faults, "reason").to_owned());
    ui::section(
        "again",
        "Try it again",
        html! {
            p { "It begins at once, with all its attempts. Mend first what it failed of: otherwise it fails \
                again. A job that had done its work changes nothing the second time." }
            (ui::post_form(&format!("{LIST}/{}/retry", job.number), visitor.csrf(), html! {
                input type="hidden" name="failed_at" value=(failed_at.to_string());
                (ui::textarea(&why, 2))
                div class="page-actions" {
                    (ui::submit_button("Try it again", ui::ButtonKind::Primary))
                    (ui::link_button("Back to jobs", LIST, ui::ButtonKind::Quiet))
                }
            }))
        },
    )
}
