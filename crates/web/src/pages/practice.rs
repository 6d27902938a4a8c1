//! Practice: one question at a time, and everything about it once it may be told.

mod checked;
mod choice;
mod feedback;
mod final_exam;
mod final_report;
mod reading;
mod reviews;
mod run;
mod shared;

use assay_app::{AppError, BeginPractice, FieldFault, NewPracticeAnswer, NewRun, PractisedItem, Wanted};
use assay_bank::answer::{from_responses, to_responses};
use assay_learning::{
    event::ErrorKind,
    run::{RunMode, RunScope, Sure, Which},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

pub(super) use final_exam::address as final_exam_address;
pub(super) use reading::card as reading_card;
use shared::{PracticeDrawn, drawn, practice_id};
pub(super) use shared::{run_title, way_on};

use super::sign_in::titled;
use crate::{assets::asset, fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/exams/{code}/practice", choice::show)
        .get("/exams/{code}/practice/{set}", final_exam::before)
        .post("/exams/{code}/practice/{set}", final_exam::begin)
        .get("/exams/{code}/reviews", reviews::show)
        .get("/exams/{code}/prep/reading", reading::show)
        .get("/exams/{code}/prep/reading.csv", reading::table)
        .post("/exams/{code}/prep/reading/results", checked::share)
        .get("/exams/{code}/prep/reading.json", reading::log)
        .post("/practice", start)
        .get("/practice/{id}", run::overview)
        .get("/practice/{id}/exam", final_exam::exam)
        .post("/practice/{id}/hand-in", run::hand_in)
        .get("/practice/{id}/{position}", item)
        .post("/practice/{id}/{position}", answer)
        .post("/practice/{id}/{position}/error", name_error)
        .post("/practice/{id}/{position}/report", report)
}

fn unknown(name: &str) -> Fault {
    Fault::bad_request(&format!("the field `{name}` has a value that no page of ours sends"))
}

/// What a form asks for: a set, or questions of an exam version.
fn wanted_run(posted: &Posted) -> Result<NewRun, Fault> {
    let some = |name: &str| Some(posted.text(name).to_owned()).filter(|text| !text.is_empty());
    if let Some(set) = some("set") {
        return Ok(NewRun::from(set.as_str()));
    }
    let mode = match posted.text("mode") {
        "" => None,
        word => Some(RunMode::of(word).ok_or_else(|| unknown("mode"))?),
    };
    let count = match posted.text("count") {
        "" => 0,
        text => text.parse().map_err(|_| unknown("count"))?,
    };
    let which = Which::of(posted.text("which")).ok_or_else(|| unknown("which"))?;
    let scope = RunScope { set: None, part: some("part"), which, count };
    Ok(NewRun { exam: posted.text("exam").to_owned(), mode, scope })
}

async fn start(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.visitor.asking.must_at_all::<BeginPractice>()?;
    posted.only(&["set", "anew", "exam", "mode", "part", "which", "count"])?;
    web.rates.practice(posted.visitor.session.as_ref())?;
    let wanted = if posted.text("anew") == "yes" { Wanted::Anew } else { Wanted::GoOn };
    let (practice, asking) = (&web.app.practice, &posted.visitor.asking);
    let run = wanted_run(&posted)?;
    // Its clock starts on a page of its own.
    if let Some(set) = run.scope.set.as_deref()
        && let Some(view) = practice.final_exam(asking, set).await?
    {
        return Ok(Redirect::to(&final_exam_address(&view.exam, &view.set)).into_response());
    }
    let exam = run.exam.clone();
    let id = match practice.start(asking, run, wanted).await {
        Err(AppError::Invalid(faults)) => {
            let page = choice::page(&web, &posted.visitor, &exam, &faults).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        started => started?,
    };
    let view = practice.run(asking, id).await?;
    let to = match view.next.filter(|_| !view.is_finished) {
        Some(next) => format!("/practice/{id}/{next}"),
        None => format!("/practice/{id}"),
    };
    Ok(Redirect::to(&to).into_response())
}

async fn item(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, position)): Path<(String, u32)>,
) -> Result<Response, Fault> {
    let id = practice_id(&id, &visitor)?;
    let practiced = web.app.practice.item(&visitor.asking, id, position).await?;
    if shared::is_sat(&practiced.view) {
        return Ok(Redirect::to(&format!("/practice/{id}/exam")).into_response());
    }
    Ok(show_item(&web, &visitor, &practiced, None).into_response())
}

/// What a question's form sends besides the answer itself.
const BESIDES: [&str; 3] = ["csrf", "sure", "command"];

async fn answer(
    State(web): State<Web>,
    Path((id, position)): Path<(String, u32)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let id = practice_id(&id, &posted.visitor)?;
    let own = |name: &str| !ui::is_field(name);
    if let Some((name, _)) = posted.fields().find(|(name, _)| own(name) && !BESIDES.contains(name)) {
        return Err(Fault::bad_request(&format!("this form has no field `{name}`")));
    }
    let (practice, asking) = (&web.app.practice, &posted.visitor.asking);
    let practiced = practice.item(asking, id, position).await?;
    if shared::is_sat(&practiced.view) {
        return Ok(Redirect::to(&format!("/practice/{id}/exam")).into_response());
    }
    let mut read = ui::read(&practiced.item.view, posted.fields().filter(|(name, _)| !own(name)))
        .map_err(|refused| Fault::bad_request(&format!("`{}`: {}", refused.response, refused.why)))?;
    let tells = practiced.view.mode.tells_at_once();
    let is_over = practiced.view.is_finished || tells && practiced.answer.is_some();
    if !is_over {
        nothing_answered(&practiced, &mut read);
        if read.faults.is_empty() {
            let given = NewPracticeAnswer {
                response: from_responses(&practiced.item.variables(), &read.responses),
                sure: Sure::of(posted.text("sure")),
                command: posted.text("command").to_owned(),
            };
            match practice.answer(asking, id, position, given).await {
                Err(AppError::Invalid(faults)) => still_missing(&mut read, faults),
                answered => answered?,
            }
        }
        if !read.faults.is_empty() {
            let page = show_item(&web, &posted.visitor, &practiced, Some(&read));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    }
    let to = match (tells || practiced.view.is_told, position < practiced.view.items) {
        (true, _) => format!("/practice/{id}/{position}#feedback"),
        (false, true) => format!("/practice/{id}/{}", position + 1),
        (false, false) => format!("/practice/{id}"),
    };
    Ok(Redirect::to(&to).into_response())
}

async fn name_error(
    State(web): State<Web>,
    Path((id, position)): Path<(String, u32)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["kind"])?;
    let id = practice_id(&id, &posted.visitor)?;
    let kind = ErrorKind::of(posted.text("kind")).ok_or_else(|| unknown("kind"))?;
    web.app.practice.name_error(&posted.visitor.asking, id, position, kind).await?;
    Ok(Redirect::to(&format!("/practice/{id}/{position}#went-wrong")).into_response())
}

async fn report(
    State(web): State<Web>,
    Path((id, position)): Path<(String, u32)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["text"])?;
    let id = practice_id(&id, &posted.visitor)?;
    web.app.practice.report(&posted.visitor.asking, id, position, posted.text("text")).await?;
    let page = feedback::reported(&web, &posted.visitor, id, position);
    Ok(page.into_response())
}

/// A part that was left out is asked for where it stands.
fn still_missing(read: &mut ui::FormRead, faults: Vec<FieldFault>) {
    let open = read.responses.iter().find(|(_, values)| values.is_empty()).or(read.responses.iter().next());
    let Some(response) = open.map(|(name, _)| name.clone()) else { return };
    let told =
        faults.into_iter().map(|fault| ui::ResponseFault { response: response.clone(), text: fault.text });
    read.faults.extend(told);
}

/// Nothing at all is no answer: whoever sends it has pressed too early.
fn nothing_answered(practiced: &PractisedItem, read: &mut ui::FormRead) {
    let is_empty = read.responses.values().all(Vec::is_empty);
    if let (true, true, [first, ..]) =
        (is_empty, read.faults.is_empty(), practiced.item.variables().as_slice())
    {
        let text = "Answer the question first: nothing is answered yet.".to_owned();
        read.faults.push(ui::ResponseFault { response: (*first).to_owned(), text });
    }
}

fn show_item(web: &Web, visitor: &Visitor, practiced: &PractisedItem, sent: Option<&ui::FormRead>) -> Markup {
    let view = &practiced.view;
    let (count, id, done) = (view.items, view.id, view.answered.len());
    let title = format!("Question {} of {count}", practiced.position);
    let tells = view.is_told;
    let progress = ui::Meter {
        label: format!("{done} of {count} answered"),
        text: if tells { format!("{} right so far", view.right()) } else { String::new() },
        at: u16::try_from(done * 1000 / (count as usize).max(1)).unwrap_or(1000),
        tone: ui::Tone::Neutral,
    };
    let run = run_title(view.set_title.as_deref(), view.mode, &view.scope);
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Practice", format!("/exams/{}/practice", view.exam)),
            ui::Crumb::new(&run, format!("/practice/{id}")),
        ]))
        (ui::page_header(&title, "", html! {}))
        div class="narrow" { (ui::meter(&progress)) }
        @match &practiced.feedback {
            Some(feedback) => (feedback::answered(visitor, practiced, feedback)),
            None if view.is_finished && view.is_told => (not_answered()),
            None if view.is_finished => (time_over()),
            None => (question(visitor, practiced, sent)),
        }
        (feedback::report_form(visitor, practiced))
        (ways(practiced))
    };
    let head = html! { script type="module" src=(asset("client/questions.js")) {} };
    let has_faults = sent.is_some_and(|sent| !sent.faults.is_empty());
    visitor.page_with_head(web, &titled(&title, has_faults), head, main)
}

/// A question that was left open: its answer is not told, so that it may still count another time.
fn not_answered() -> Markup {
    ui::banner(&ui::Banner::new(ui::Tone::Information, "You did not answer this question").body(html! {
        p { "Its answer is not told here, so your first answer to it can still count another time." }
    }))
}

fn time_over() -> Markup {
    ui::banner(&ui::Banner::new(ui::Tone::Attention, "Your time is over").body(html! {
        p { "Your answers are kept. Hand them in to see which are right, and why." }
    }))
}

/// Back to the question before, and away: what was answered is kept.
fn ways(practiced: &PractisedItem) -> Markup {
    let view = &practiced.view;
    html! {
        p class="cluster" {
            @if practiced.position > 1 {
                a class="lone" href={ "/practice/" (view.id) "/" (practiced.position - 1) } {
                    "Previous question"
                }
            }
            a class="lone" href={ "/practice/" (view.id) } { "All questions" }
            a class="lone" href={ "/exams/" (view.exam) "/practice" } { "Leave for now" }
            span class="muted small" { "Your answers are kept: you can continue where you left off." }
        }
    }
}

/// The question as a form, with what was sent where something of it has to be looked at again, or with what
/// was answered where that may still be changed.
fn question(visitor: &Visitor, practiced: &PractisedItem, sent: Option<&ui::FormRead>) -> Markup {
    let action = format!("/practice/{}/{}", practiced.view.id, practiced.position);
    let given = practiced.answer.as_deref().unwrap_or_default();
    let kept = to_responses(&practiced.item.variables(), given).unwrap_or_default();
    let (responses, faults) =
        sent.map_or((&kept, [].as_slice()), |sent| (&sent.responses, sent.faults.as_slice()));
    let errors = faults
        .iter()
        .map(|fault| ui::FieldError { field: format!("{}-ask", fault.response), text: fault.text.clone() });
    let submit = match practiced.view.mode.tells_at_once() {
        true => "Check my answer",
        false => "Save and go on",
    };
    html! {
        (ui::error_summary(&errors.collect::<Vec<_>>()))
        form class="practice-form" method="post" action=(action) {
            (ui::csrf_field(visitor.csrf()))
            input type="hidden" name="command" value=(practiced.command);
            (drawn(&PracticeDrawn { practiced, view: &practiced.item.view, responses, faults }, None))
            (how_sure(practiced))
            (ui::submit_button(submit, ui::ButtonKind::Primary))
        }
    }
}

/// How sure one is, asked before the answer is judged and never required.
fn how_sure(practiced: &PractisedItem) -> Markup {
    html! {
        fieldset class="how-sure" {
            legend {
                strong { "How sure are you?" } " "
                span class="muted" { "Optional; it only steers what you look at again." }
            }
            div class="slot-several" {
                @for sure in Sure::ALL {
                    label class="pill" {
                        input type="radio" name="sure" value=(sure.as_str())
                            checked[practiced.sure == Some(sure)];
                        (sure_word(sure))
                    }
                }
            }
        }
    }
}

fn sure_word(sure: Sure) -> &'static str {
    match sure {
        Sure::Sure => "Sure",
        Sure::Unsure => "Unsure",
        Sure::Guessing => "Guessing",
    }
}
