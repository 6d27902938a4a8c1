//! The final practice exam: before its clock, and the page on which the exam's client has it.

use assay_app::FinalExamView;
use assay_learning::run::RunMode;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::shared::practice_id;
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        before::{clock, duration},
        sign_in::titled,
    },
    state::Web,
    ui,
    visitor::Visitor,
};

/// What whoever begins says to themselves, one sentence each.
const AGREEMENT: &[&str] = &[
    "I take it as I would take the exam: alone, in one go, without notes or other pages.",
    "Nobody watches, and nobody learns how it went: it is for me.",
];
const NOT_AGREED: &str = "Tick the box to say that you mean to. Nothing was started.";
/// What stands below the questions.
const NOTICE: &str = "Practice: nobody invigilates this, and nothing follows from it.";
/// What becomes of answers that did not reach the server before the end.
const LEFT_BEHIND: &str = "They do not count in this practice; the file keeps them for you.";

/// Where a final practice exam is begun.
pub(in crate::pages) fn address(exam: &str, set: &str) -> String {
    format!("/exams/{exam}/practice/{set}")
}

async fn found(web: &Web, visitor: &Visitor, (code, set): (&str, &str)) -> Result<FinalExamView, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.practice.final_exam(&visitor.asking, set).await?;
    view.filter(|view| view.exam == code).ok_or_else(Fault::not_found)
}

pub(super) async fn before(
    State(web): State<Web>,
    visitor: Visitor,
    Path((code, set)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let view = found(&web, &visitor, (&code, &set)).await?;
    if let Some(open) = view.open {
        return Ok(Redirect::to(&format!("/practice/{open}/exam")).into_response());
    }
    Ok(page(&web, &visitor, &view, "").into_response())
}

pub(super) async fn begin(
    State(web): State<Web>,
    Path((code, set)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["agreed"])?;
    let visitor = &posted.visitor;
    let view = found(&web, visitor, (&code, &set)).await?;
    if posted.text("agreed") != "yes" && view.open.is_none() {
        let page = page(&web, visitor, &view, NOT_AGREED);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    web.rates.practice(visitor.session.as_ref())?;
    let run = web.app.practice.start(&visitor.asking, view.set.as_str(), assay_app::Wanted::GoOn).await?;
    Ok(Redirect::to(&format!("/practice/{run}/exam")).into_response())
}

/// The exam's page, while it is open.
pub(super) async fn exam(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = practice_id(&id, &visitor)?;
    let view = web.app.practice.run(&visitor.asking, id).await?;
    if view.mode != RunMode::Final || view.is_told {
        return Ok(Redirect::to(&format!("/practice/{id}")).into_response());
    }
    let programme = &visitor.asking.programme;
    let demonstration = programme.demonstration.clone().unwrap_or_default();
    let shell = ui::ExamShell {
        notice: format!("{NOTICE} {demonstration}").trim().to_owned(),
        title: view.set_title.unwrap_or_default(),
        programme: programme.title.clone(),
        sitting: id.to_string(),
        api: format!("/api/v1/practice/{id}"),
        result: format!("/practice/{id}"),
        left_behind: LEFT_BEHIND.to_owned(),
        csrf: visitor.csrf().to_owned(),
        sign_in: format!("/sign-in?next=/practice/{id}/exam"),
    };
    Ok(ui::exam_page(&shell).into_response())
}

fn page(web: &Web, visitor: &Visitor, view: &FinalExamView, fault: &str) -> Markup {
    let seconds = view.time_limit_s;
    let practice = format!("/exams/{}/practice", view.exam);
    let errors = match fault {
        "" => Vec::new(),
        text => vec![ui::FieldError { field: "agreed".to_owned(), text: text.to_owned() }],
    };
    let begin = ui::Begin {
        action: address(&view.exam, &view.set),
        csrf: visitor.csrf().to_owned(),
        label: format!("Begin now – {}", clock(seconds)),
        agreement: AGREEMENT.iter().map(|sentence| (*sentence).to_owned()).collect(),
        name: visitor.session.as_ref().map_or(String::new(), |session| session.name.clone()),
        error: fault.to_owned(),
        seconds,
        zone: visitor.asking.zone.iana_name().unwrap_or("UTC").to_owned(),
        otherwise: "Its questions stay unseen.".to_owned(),
        not_now: practice.clone(),
    };
    let stat = |value: String, label: &str| ui::Stat { value, label: label.to_owned(), ..Default::default() };
    let main = html! {
        (ui::error_summary(&errors))
        (ui::breadcrumbs(&[
            ui::Crumb::new("Prep plan", format!("/exams/{}/prep", view.exam)),
            ui::Crumb::new("Practice", practice),
        ]))
        (ui::page_header(
            &view.title,
            "Nothing has started: the clock runs from the moment you press Begin.",
            html! {},
        ))
        div class="narrow stack" {
            @if view.seen_before > 0 { (seen(view)) }
            (ui::stats(&[
                stat(view.items.to_string(), "Questions"),
                stat(duration(seconds), "The time of the exam"),
                stat("Nobody".to_owned(), "Invigilates it"),
            ]))
            section class="card" aria-labelledby="rules" {
                h2 id="rules" { "How it works" }
                p { (view.summary) }
                (ui::points(&rules()))
                (ui::keys_fold())
            }
            (ui::device_check())
            (ui::begin_form(&begin))
        }
    };
    visitor.page(web, &titled(&view.title, !fault.is_empty()), main)
}

fn seen(view: &FinalExamView) -> Markup {
    let title = format!("You have seen {} of its {} questions", view.seen_before, view.items);
    ui::banner(&ui::Banner::new(ui::Tone::Attention, &title).body(html! {
        p {
            "So it is marked as seen before and gets no score on the exam’s scale. Only questions that you "
            "have not answered before count for your reading."
        }
    }))
}

fn rules() -> Vec<String> {
    [
        "It runs as the exam does: you can go back, change answers and flag questions until you submit.",
        "A question without an answer counts as wrong in its score. Guessing costs nothing.",
        "If the connection breaks, keep going: answers are kept and sent later. The clock runs on, and you \
         can go on after a reload or on another device.",
        "When you submit, or when time is over, you see your score and why each option is right or wrong.",
        "Take it once, near the end: whoever has seen its questions learns less from it.",
    ]
    .map(str::to_owned)
    .to_vec()
}
