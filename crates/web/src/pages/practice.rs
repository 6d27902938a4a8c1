//! Practice: one question at a time, and everything about it after the answer.

use assay_app::{AppError, Asking, FieldFault, PracticeView, PractisedItem, Wanted};
use assay_bank::{
    ReleasedItem,
    answer::{from_responses, to_responses},
};
use assay_kernel::{Practices, TypedId};
use assay_qti::view::ItemView;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{picture_address, sign_in::titled};
use crate::{assets::asset, fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .post("/practice", start)
        .get("/practice/{id}", overview)
        .get("/practice/{id}/{position}", item)
        .post("/practice/{id}/{position}", answer)
}

fn practice_id(text: &str, visitor: &Visitor) -> Result<TypedId<Practices>, Fault> {
    visitor.must_be_signed_in()?;
    TypedId::parse(text).map_err(|_| Fault::not_found())
}

async fn start(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["set", "anew"])?;
    web.rates.practice(posted.visitor.session.as_ref())?;
    let wanted = if posted.text("anew") == "yes" { Wanted::Anew } else { Wanted::GoOn };
    let (practice, asking) = (&web.app.practice, &posted.visitor.asking);
    let id = practice.start(asking, posted.text("set"), wanted).await?;
    let at = practice.run(asking, id).await?.next.unwrap_or(1);
    Ok(Redirect::to(&format!("/practice/{id}/{at}")).into_response())
}

async fn overview(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Markup, Fault> {
    let id = practice_id(&id, &visitor)?;
    let view = web.app.practice.run(&visitor.asking, id).await?;
    let (done, right) = (view.answered.len(), view.answered.values().filter(|right| **right).count());
    let columns =
        vec![ui::Column::text("Domain"), ui::Column::number("Correct"), ui::Column::number("Answered")];
    let rows = view.domains.iter().filter(|domain| domain.items > 0).map(|domain| {
        vec![
            html! { (domain.domain) ". " (domain.title) },
            html! { (domain.correct) },
            html! { (domain.answered) " of " (domain.items) },
        ]
    });
    let lead = match view.next {
        None => format!("{right} of {done} correct"),
        Some(_) => format!("{done} of {} answered, {right} correct so far", view.set.items.len()),
    };
    let exam = view.set.exam.clone();
    let prep = format!("/exams/{exam}/prep");
    let table = ui::Table::new("By domain", columns).rows(rows.collect());
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Prep plan", prep.clone())]))
        (ui::page_header(&view.set.title, &lead, html! {
            @if let Some(next) = view.next {
                @let label = format!("Continue with question {next}");
                (ui::link_button(&label, &format!("/practice/{id}/{next}"), ui::ButtonKind::Primary))
            } @else {
                (ui::link_button("Back to the prep plan", &prep, ui::ButtonKind::Primary))
                (ui::post_button(
                    "/practice",
                    visitor.csrf(),
                    "Take it again",
                    ui::ButtonKind::Secondary,
                    &[("set", &view.set.id), ("anew", "yes")],
                ))
            }
        }))
        (ui::section("domains", "By domain", ui::table(&table)))
        (ui::section("questions", "Questions", html! {
            ol class="cluster" {
                @for position in 1..=u32::try_from(view.set.items.len()).unwrap_or_default() {
                    li { a href={ "/practice/" (id) "/" (position) } { (item_word(&view, position)) } }
                }
            }
        }))
    };
    Ok(visitor.page(&web, &view.set.title, main))
}

fn item_word(view: &PracticeView, position: u32) -> Markup {
    match view.answered.get(&position) {
        Some(true) => ui::chip(ui::Tone::Good, &format!("Question {position}: right")),
        Some(false) => ui::chip(ui::Tone::Attention, &format!("Question {position}: not right")),
        None => ui::chip(ui::Tone::Neutral, &format!("Question {position}: not answered")),
    }
}

async fn item(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, position)): Path<(String, u32)>,
) -> Result<Markup, Fault> {
    let practiced = web.app.practice.item(&visitor.asking, practice_id(&id, &visitor)?, position).await?;
    Ok(show_item(&web, &visitor, &practiced, None))
}

async fn answer(
    State(web): State<Web>,
    Path((id, position)): Path<(String, u32)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let own = |name: &str| !ui::is_field(name);
    if let Some((name, _)) = posted.fields().find(|(name, _)| own(name) && *name != "csrf") {
        return Err(Fault::bad_request(&format!("this form has no field `{name}`")));
    }
    let id = practice_id(&id, &posted.visitor)?;
    let (practice, asking) = (&web.app.practice, &posted.visitor.asking);
    let practiced = practice.item(asking, id, position).await?;
    let mut read = ui::read(&practiced.item.view, posted.fields().filter(|(name, _)| !own(name)))
        .map_err(|refused| Fault::bad_request(&format!("`{}`: {}", refused.response, refused.why)))?;
    if practiced.answer.is_none() {
        nothing_answered(&practiced, &mut read);
        if read.faults.is_empty() {
            let response = from_responses(&practiced.item.variables(), &read.responses);
            match practice.answer(asking, id, position, &response).await {
                Err(AppError::Invalid(faults)) => still_missing(&mut read, faults),
                answered => answered?,
            }
        }
        if !read.faults.is_empty() {
            let page = show_item(&web, &posted.visitor, &practiced, Some(&read));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    }
    Ok(Redirect::to(&format!("/practice/{id}/{position}#feedback")).into_response())
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
    let count = view.set.items.len();
    let id = view.id;
    let title = format!("Question {} of {count}", practiced.position);
    let done = view.answered.len();
    let progress = ui::Meter {
        label: format!("{done} of {count} answered"),
        text: format!("{} right so far", view.answered.values().filter(|right| **right).count()),
        at: u16::try_from(done * 1000 / count.max(1)).unwrap_or(1000),
        tone: ui::Tone::Neutral,
    };
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Prep plan", format!("/exams/{}/prep", view.set.exam)),
            ui::Crumb::new(&view.set.title, format!("/practice/{id}")),
        ]))
        (ui::page_header(&title, "", html! {}))
        div class="narrow" { (ui::meter(&progress)) }
        @match &practiced.feedback {
            Some(feedback) => (answered(&visitor.asking, practiced, feedback)),
            None => (question(visitor, practiced, sent)),
        }
        (ways(practiced))
    };
    let head = html! { script type="module" src=(asset("client/questions.js")) {} };
    let has_faults = sent.is_some_and(|sent| !sent.faults.is_empty());
    visitor.page_with_head(web, &titled(&title, has_faults), head, main)
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
            a class="lone" href={ "/exams/" (view.set.exam) "/prep" } { "Leave for now" }
            span class="muted small" { "Your answers are kept: you can continue where you left off." }
        }
    }
}

/// Before every id of a question's controls: an error's link goes to `#f-` and the field.
const PREFIX: &str = "f";

/// What a question is drawn from; the key, where it is told, comes beside it.
struct PracticeDrawn<'a> {
    practiced: &'a PractisedItem,
    view: &'a ItemView,
    responses: &'a ui::Responses,
    faults: &'a [ui::ResponseFault],
}

fn drawn(asked: &PracticeDrawn<'_>, key: Option<&ui::ReleasedKey<'_>>) -> Markup {
    let address = address(asked.practiced);
    let shown = ui::QuestionShown {
        view: asked.view,
        prefix: PREFIX,
        responses: asked.responses,
        faults: asked.faults,
        is_locked: false,
        is_guarded: false,
        address: &address,
    };
    ui::question(&shown, key)
}

/// Where a picture of the question is.
fn address(practiced: &PractisedItem) -> impl Fn(&str) -> String {
    let (page, position) = (format!("/practice/{}", practiced.view.id), practiced.position);
    move |name| picture_address(&page, position, name)
}

/// The question as a form, with what was sent where something of it has to be looked at again.
fn question(visitor: &Visitor, practiced: &PractisedItem, sent: Option<&ui::FormRead>) -> Markup {
    let action = format!("/practice/{}/{}", practiced.view.id, practiced.position);
    let empty = ui::Responses::new();
    let (responses, faults) =
        sent.map_or((&empty, [].as_slice()), |sent| (&sent.responses, sent.faults.as_slice()));
    let errors = faults
        .iter()
        .map(|fault| ui::FieldError { field: format!("{}-ask", fault.response), text: fault.text.clone() });
    html! {
        (ui::error_summary(&errors.collect::<Vec<_>>()))
        form class="practice-form" method="post" action=(action) {
            (ui::csrf_field(visitor.csrf()))
            (drawn(&PracticeDrawn { practiced, view: &practiced.item.view, responses, faults }, None))
            (ui::submit_button("Check my answer", ui::ButtonKind::Primary))
        }
    }
}

/// What came of it, then the question with its key and, at each option, why.
fn answered(asking: &Asking, practiced: &PractisedItem, feedback: &ReleasedItem) -> Markup {
    let (tone, text) = match feedback.outcome.is_right {
        true => (ui::Tone::Good, "Right"),
        false => (ui::Tone::Attention, "Not right this time"),
    };
    let id = practiced.view.id;
    let variables = practiced.item.variables();
    // An answer of another version of the item is not drawn into this one.
    let own = to_responses(&variables, practiced.answer.as_deref().unwrap_or_default()).unwrap_or_default();
    let key = ui::ReleasedKey { right: &feedback.key, reasons: &feedback.reasons };
    let asked = PracticeDrawn { practiced, view: &feedback.view, responses: &own, faults: &[] };
    html! {
        div id="feedback" { (ui::verdict_heading(tone, text, &tag_text(asking, practiced))) }
        (drawn(&asked, Some(&key)))
        @for said in &feedback.said {
            div class="prose" { (ui::prose(said, PREFIX, &address(practiced))) }
        }
        @if let Some((title, url)) = &practiced.source {
            p { "Read more: " a href=(url) rel="noopener noreferrer" { (title) } }
        }
        div class="cluster" {
            @if let Some(next) = practiced.view.next {
                (ui::link_button("Next question", &format!("/practice/{id}/{next}"), ui::ButtonKind::Primary))
            } @else {
                (ui::link_button("See your result", &format!("/practice/{id}"), ui::ButtonKind::Primary))
            }
        }
    }
}

/// What the question practises, in the outline's words.
fn tag_text(asking: &Asking, practiced: &PractisedItem) -> String {
    let programme = &asking.programme;
    let outline = programme.outline(practiced.view.set.exam.as_str());
    let task = outline.and_then(|outline| outline.task(&practiced.tags.0));
    let skill = outline.and_then(|outline| outline.skill(practiced.tags.1.as_deref()?));
    let task = task.map_or(String::new(), |task| format!("Task {}: {}.", task.id, task.title));
    skill.map_or(task.clone(), |skill| format!("{task} Skill {}: {}.", skill.id, skill.text))
}
