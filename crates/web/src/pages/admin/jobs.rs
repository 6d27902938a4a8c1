//! What follows from decisions and is carried out by itself: what failed and why, what runs, what waits.

use assay_app::{Asking, JobLine, JobState, JobSubject, JobsWanted, job_kinds};
use assay_words::InEnglish;
use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::frame::when;
use crate::{
    fault::Fault,
    pages::list::{Cell, ListAsked, ListOf, ListedColumn, Pairs, grouped, one, plain},
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
};

/// The state in words.
pub(super) fn state_words(state: JobState) -> (ui::Tone, &'static str) {
    match state {
        JobState::Failed => (ui::Tone::Bad, "Failed"),
        JobState::Running => (ui::Tone::Information, "Running"),
        JobState::PutOff => (ui::Tone::Attention, "Tried again later"),
        JobState::Waiting => (ui::Tone::Neutral, "Waiting"),
    }
}

/// What is written down for whoever mends it, as a sentence.
pub(super) fn sentence(cause: &str) -> String {
    let cause = cause.trim();
    let mut letters = cause.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let end = if cause.ends_with(['.', '!', '?']) || cause.is_empty() { "" } else { "." };
    first.chain(letters).chain(end.chars()).collect()
}

/// How far it is: `1,200 of 5,000`; nothing where that is not known.
pub(super) fn progress(job: &JobLine) -> Option<String> {
    job.progress.map(|(done, of)| format!("{} of {}", grouped(done), grouped(of)))
}

/// `3 of 20`.
pub(super) fn attempts(job: &JobLine) -> String {
    match job.attempts_max {
        Some(most) => format!("{} of {most}", job.attempts),
        None => job.attempts.to_string(),
    }
}

pub(super) fn subject(job: &JobLine) -> Markup {
    match job.subject() {
        JobSubject::Person(id) => html! { a href={ "/admin/people/" (id) } { "Person" } },
        JobSubject::Sitting(id) => html! { a href={ "/admin/sittings/" (id) } { "Sitting" } },
        JobSubject::Words(words) => plain(&words),
    }
}

fn columns() -> Vec<ListedColumn<JobLine>> {
    let column = |title, width, show| ListedColumn { title, width, sort: None, show };
    vec![
        column("Job", Width::Name, |job: &JobLine, _: &Asking| {
            html! { a href={ "/admin/jobs/" (job.number) } { (job.said.text()) } }
        }),
        column("About", Width::Text, |job, _| subject(job)),
        column("State", Width::Fixed, |job, _| {
            let (tone, words) = state_words(job.state);
            html! {
                (ui::chip(tone, words))
                @if let Some(progress) = progress(job) { br; span class="muted" { (progress) } }
            }
        }),
        column("Attempts", Width::Fixed, |job, _| plain(&attempts(job))),
        column("Why it failed last", Width::Text, |job, _| {
            html! { @if let Some(cause) = &job.cause { (plain(&sentence(cause))) } }
        }),
        column("Begun last", Width::Fixed, |job, asking| {
            html! { @if let Some(at) = job.begun_at { (when(at, asking)) } }
        }),
        column("Next try", Width::Fixed, |job, asking| {
            html! {
                @if let Some(at) = job.next_at {
                    @if at <= asking.at { "now" } @else { (when(at, asking)) }
                }
            }
        }),
    ]
}

fn cells() -> Vec<Cell<JobLine>> {
    vec![
        ("id", |job, _| job.number.to_string()),
        ("queue", |job, _| job.queue.clone()),
        ("kind", |job, _| job.kind.clone()),
        ("about", |job, _| job.key.clone()),
        ("state", |job, _| job.state.as_str().to_owned()),
        ("done", |job, _| job.progress.map(|(done, _)| done.to_string()).unwrap_or_default()),
        ("of", |job, _| job.progress.map(|(_, of)| of.to_string()).unwrap_or_default()),
        ("attempts", |job, _| job.attempts.to_string()),
        ("attempts_at_most", |job, _| job.attempts_max.map(|most| most.to_string()).unwrap_or_default()),
        ("cause", |job, _| job.cause.clone().unwrap_or_default()),
        ("asked_at", |job, _| job.asked_at.to_string()),
        ("begun_at", |job, _| iso(job.begun_at)),
        ("next_at", |job, _| iso(job.next_at)),
        ("failed_at", |job, _| iso(job.failed_at)),
    ]
}

fn iso(at: Option<assay_kernel::Instant>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}

fn list() -> ListOf<JobLine> {
    let states = JobState::ALL.map(|state| (state.as_str(), state_words(state).1));
    let kinds = job_kinds().into_iter().map(|(kind, said)| (kind, said.text()));
    ListOf {
        path: "/admin/jobs".into(),
        title: "Jobs",
        noun: ("job", "jobs"),
        search: Some("Id or address it is about"),
        filters: vec![one("state", "State", states), one("kind", "What", kinds)],
        order: "",
        columns: columns(),
        cells: cells(),
        empty: ("Nothing is left to do", "What follows from decisions appears here until it is done."),
    }
}

fn wanted(asked: &ListAsked) -> JobsWanted {
    JobsWanted {
        state: JobState::parse(asked.value("state")),
        kind: asked.value("kind").to_owned(),
        text: asked.value("q").to_owned(),
    }
}

pub(super) async fn jobs(State(web): State<Web>, visitor: Visitor, pairs: Pairs) -> Result<Markup, Fault> {
    let list = list();
    let asked = list.asked(&pairs);
    let jobs = web.app.jobs.list(&visitor.asking, &wanted(&asked), asked.page()).await?;
    let lead = "What follows from decisions: scores, badges, mail. A job goes from here once it is done; one \
                that failed for good waits until somebody has it tried again.";
    let main = html! {
        (ui::page_header("Jobs", lead, html! {}))
        (list.page(&asked, &visitor.asking, &jobs))
    };
    Ok(visitor.wide_page(&web, "Jobs", main))
}

pub(super) async fn jobs_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let list = list();
    list.downloaded((&web, &visitor, &pairs), wanted, |of, after, rows| async move {
        of.app.jobs.list_after(&of.asking, &of.wanted, after, rows).await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_read_as_a_sentence() {
        assert_eq!(sentence("what it is about is not there"), "What it is about is not there.");
        assert_eq!(sentence("550 no such mailbox"), "550 no such mailbox.");
        assert_eq!(sentence("Is it?"), "Is it?");
        assert_eq!(sentence(" "), "");
    }
}
