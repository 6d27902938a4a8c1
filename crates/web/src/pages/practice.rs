//! Practice: one question at a time, and everything about it after the answer.

use assay_app::{AppError, Asking, PracticeView, PractisedItem, Wanted};
use assay_kernel::{Practices, TypedId};
use assay_qti::view::ViewNode;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::sign_in::titled;
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

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
    Ok(show_item(&web, &visitor, &practiced, &[], ""))
}

async fn answer(
    State(web): State<Web>,
    Path((id, position)): Path<(String, u32)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["response"])?;
    let id = practice_id(&id, &posted.visitor)?;
    let response = posted.all("response");
    match web.app.practice.answer(&posted.visitor.asking, id, position, &response).await {
        Ok(()) => Ok(Redirect::to(&format!("/practice/{id}/{position}#feedback")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let text = faults.first().map(|fault| fault.text.clone()).unwrap_or_default();
            let practiced = web.app.practice.item(&posted.visitor.asking, id, position).await?;
            let page = show_item(&web, &posted.visitor, &practiced, &response, &text);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn show_item(
    web: &Web,
    visitor: &Visitor,
    practiced: &PractisedItem,
    chosen: &[String],
    fault: &str,
) -> Markup {
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
        div class="prose practice-stem" { (said(practiced, &practiced.item.view.body)) }
        @if practiced.feedback.is_some() {
            (feedback(&visitor.asking, practiced))
        } @else {
            (question(visitor, practiced, chosen, fault))
        }
        (ways(practiced))
    };
    visitor.page(web, &titled(&title, !fault.is_empty()), main)
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

fn question(visitor: &Visitor, practiced: &PractisedItem, chosen: &[String], fault: &str) -> Markup {
    let (choose, choices) = ui::plain_choice(&practiced.item.view.body);
    let one = choose == 1;
    let action = format!("/practice/{}/{}", practiced.view.id, practiced.position);
    html! {
        @if !fault.is_empty() {
            (ui::error_summary(&[ui::FieldError {
                field: "response".to_owned(),
                text: fault.to_owned(),
            }]))
        }
        form class="form" method="post" action=(action) {
            (ui::csrf_field(visitor.csrf()))
            fieldset id="f-response" tabindex="-1"
                aria-describedby=[(!fault.is_empty()).then_some("f-response-error")] {
                legend {
                    @if one { "Choose one answer" } @else { "Choose " (choose) " answers" }
                }
                @if !fault.is_empty() { p class="field-error" id="f-response-error" { (fault) } }
                @for (index, option) in choices.iter().enumerate() {
                    @let card = ui::OptionCard {
                        id: format!("r-{index}"),
                        name: "response",
                        value: &option.identifier,
                        is_one_of_several: !one,
                        is_chosen: chosen.contains(&option.identifier),
                        is_locked: false,
                        label: letter(index).to_string(),
                        class: "practice-option",
                    };
                    (ui::option_card(&card, said(practiced, &option.content), html! {}))
                }
            }
            (ui::submit_button("Check my answer", ui::ButtonKind::Primary))
        }
    }
}

fn said(practiced: &PractisedItem, nodes: &[ViewNode]) -> Markup {
    let whose = format!("/practice/{}", practiced.view.id);
    ui::prose(nodes, "q", &|name: &str| super::picture_address(&whose, practiced.position, name))
}

fn feedback(asking: &Asking, practiced: &PractisedItem) -> Markup {
    let Some(feedback) = &practiced.feedback else { return html! {} };
    let (tone, text) = match feedback.outcome.is_right {
        true => (ui::Tone::Good, "Right"),
        false => (ui::Tone::Attention, "Not right this time"),
    };
    let id = practiced.view.id;
    html! {
        div id="feedback" { (ui::verdict_heading(tone, text, &tag_text(asking, practiced))) }
        ol class="stack practice-feedback" {
            @for option in &feedback.options {
                li class={ "card " (option_class(option.is_right, option.is_chosen)) } {
                    @if option.is_right || option.is_chosen {
                        p class="cluster" {
                            @if option.is_right { (ui::chip(ui::Tone::Good, "Right answer")) }
                            @if option.is_chosen {
                                @let tone = if option.is_right { ui::Tone::Good } else { ui::Tone::Attention };
                                (ui::chip(tone, "Your choice"))
                            }
                        }
                    }
                    p { strong { (said(practiced, &option.text)) } }
                    p { (said(practiced, &option.rationale)) }
                }
            }
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

/// `A`, `B`, …: as the exam letters its options.
fn letter(index: usize) -> char {
    u8::try_from(index).map_or('?', |index| char::from(b'A'.saturating_add(index)))
}

/// The tone of an option's card, as a class.
fn option_class(right: bool, chosen: bool) -> &'static str {
    match (right, chosen) {
        (true, _) => "tone-good",
        (false, true) => "tone-attention",
        (false, false) => "tone-neutral",
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
