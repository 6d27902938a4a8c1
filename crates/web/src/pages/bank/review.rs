//! The review of an item: answered first, then shown with its key, then decided.

use assay_app::{FileDifferenceView, OpenedItem, ReviewerView};
use assay_assessment::registration::long;
use assay_bank::work::{ItemId, ReviewVerdict};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    difference::differences,
    draw,
    shared::{ActFaults, WORK, id_of, place, place_words, review_place, state_chip, tag},
    side::{comments, sure_words},
};
use crate::{
    assets::asset,
    fault::Fault,
    pages::{
        admin::when,
        looked::{changed, status_of},
        sign_in::title,
    },
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn review(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    show(&web, &visitor, id, &TypedReview::default(), &ActFaults::default(), false).await
}

/// What was typed into the forms of this page.
#[derive(Default)]
pub(super) struct TypedReview {
    pub(super) own: ui::Responses,
    pub(super) fields: Vec<(String, String)>,
}

impl TypedReview {
    fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

pub(super) async fn show(
    web: &Web,
    visitor: &Visitor,
    id: ItemId,
    typed: &TypedReview,
    faults: &ActFaults,
    is_stale: bool,
) -> Result<Response, Fault> {
    let items = &web.app.items;
    let view = items.item(&visitor.asking, id, None).await?;
    let own = own(visitor, &view);
    let before = own.and_then(|_| looked_at_before(visitor, &view));
    let changes = match before.filter(|_| view.shown.open.is_some()) {
        Some(before) => {
            Some((before, items.differences(&visitor.asking, id, before, view.shown.number).await?))
        }
        None => None,
    };
    let line = &view.line;
    let main = html! {
        (faults.summary())
        (ui::breadcrumbs(&[ui::Crumb::new("My work", WORK)]))
        (ui::page_header(&format!("Review of {}", line.slug), &lead(visitor, &view, own), html! {
            (state_chip(view.shown.state))
            (tag(&format!("version {}", view.shown.number)))
        }))
        (changed(is_stale))
        @if view.can.answer {
            (blind(visitor, &view, typed, faults))
            (give_back(visitor, &view))
        } @else if own.is_some_and(|one| one.answer.is_some()) {
            (opened(visitor, &view, changes.as_ref(), typed, faults))
        } @else {
            (ui::empty_state(&ui::EmptyState::new("There is nothing for you to review here",
                "It is not in review, or you have no place at it.")
                .action(ui::link_button("Back to my work", WORK, ui::ButtonKind::Secondary))))
        }
        @if view.can.answer { script type="module" src=(asset("client/questions.js")) {} }
    };
    let heading = format!("Review of {}", line.slug);
    let status = status_of(is_stale, faults.all());
    Ok((status, visitor.bank_page(web, &title(&heading, faults.all()), main)).into_response())
}

fn own<'v>(visitor: &Visitor, view: &'v OpenedItem) -> Option<&'v ReviewerView> {
    let person = visitor.asking.actor.person()?;
    view.reviewers.iter().find(|one| one.who.person.as_ref() == Some(person))
}

/// The version that whoever asks answered last, before the one on show.
fn looked_at_before(visitor: &Visitor, view: &OpenedItem) -> Option<u32> {
    let person = visitor.asking.actor.person()?;
    let (mut number, mut last) = (1, None);
    for line in view.history.iter().rev() {
        match line.word {
            "versioned" => number += 1,
            "answered" if line.by.person.as_ref() == Some(person) && number < view.shown.number => {
                last = Some(number);
            }
            _ => {}
        }
    }
    last
}

fn lead(visitor: &Visitor, view: &OpenedItem, own: Option<&ReviewerView>) -> String {
    let by = view.versions.first().map(|version| version.by.name.clone()).unwrap_or_default();
    let mut lead = format!("Written by {by}. {} reviewers must accept it.", view.wanted);
    if view.wanted == 1 {
        lead = format!("Written by {by}. One reviewer must accept it.");
    }
    let Some(seat) = own.and_then(|one| one.seat) else { return lead };
    if let Some(due) = seat.due {
        lead.push_str(&format!(" It is due on {}.", long(due)));
    }
    if let Some(until) = seat.until {
        lead.push_str(&format!(" It is kept for you until {}.", when(until, &visitor.asking)));
    }
    lead
}

fn give_back(visitor: &Visitor, view: &OpenedItem) -> Markup {
    html! {
        @if view.can.give_back {
            (ui::post_button(&format!("{}/give-back", review_place(view.line.id)), visitor.csrf(),
                "Give the review back", ui::ButtonKind::Quiet, &[]))
        }
    }
}

/// The question without its key, to be answered as a candidate would.
fn blind(visitor: &Visitor, view: &OpenedItem, typed: &TypedReview, faults: &ActFaults) -> Markup {
    let address = draw::media_of(view.line.id, view.shown.number);
    let began = match typed.text("began") {
        "" => visitor.asking.at.as_second().to_string(),
        began => began.to_owned(),
    };
    let sure = ["Guessing", "Unsure", "Fairly sure", "Certain"];
    let sure: Vec<ui::Choice> = (1..=4)
        .zip(sure)
        .map(|(value, words)| {
            ui::Choice::new(value.to_string(), words).chosen(typed.text("confidence") == value.to_string())
        })
        .collect();
    let expected = faults
        .field("answer", "expected", "Of a hundred who are barely good enough, how many get it right?")
        .kind(ui::InputKind::Number)
        .value(typed.text("expected"))
        .optional()
        .short();
    let remark = faults
        .field("answer", "remark", "What else there is to say")
        .help("A cue, a second answer that could be defended, a word that misleads.")
        .value(typed.text("remark"))
        .optional();
    html! {
        (ui::section("blind", "1. Answer it first", html! {
            p class="muted" { "As a candidate would. The key is not in this page; it is shown after your \
                answer, "
                "which is not changed afterwards." }
            form class="form" method="post" action={ (review_place(view.line.id)) "/answer" } novalidate {
                (ui::csrf_field(visitor.csrf()))
                input type="hidden" name="began" value=(began);
                div class="card item-question" id="f-answer-answer" tabindex="-1" {
                    (draw::to_answer(&view.shown.preview, &address, &typed.own))
                }
                (ui::radios(&faults.field("answer", "confidence", "How sure are you?"), &sure))
                (ui::field(&expected))
                (ui::textarea(&remark, 2))
                (ui::submit_button("Answer and see the key", ui::ButtonKind::Primary))
            }
        }))
    }
}

fn opened(
    visitor: &Visitor,
    view: &OpenedItem,
    changes: Option<&(u32, Vec<FileDifferenceView>)>,
    typed: &TypedReview,
    faults: &ActFaults,
) -> Markup {
    html! {
        div class="split item-page" {
            div class="stack" {
                (answered(visitor, view))
                (ui::section("item", "2. The item with its key", html! {
                    div class="card item-question" { (draw::version(view.line.id, &view.shown)) }
                    p { (place_words(&visitor.asking, &view.line)) }
                    @if let Some(parts) = view.shown.open.as_ref().and_then(|open| open.parts.as_ref()) {
                        p { "Source: "
                            @if parts.source_url.starts_with("https://") {
                                a href=(parts.source_url) rel="noopener noreferrer" { (parts.source_title) }
                            } @else { (parts.source_title) }
                        }
                        @if !parts.note.is_empty() { p class="muted" { "Note: " (parts.note) } }
                    }
                }))
                @if let Some((before, files)) = changes {
                    (ui::section("difference", &format!("What changed since you reviewed version {before}"),
                        differences(files)))
                }
                @if let Some(open) = &view.shown.open { (draw::findings(&open.faults)) }
                @if view.can.decide { (decision(visitor, view, typed, faults)) }
            }
            div class="stack" {
                (comments(visitor, view, &review_place(view.line.id), faults))
                section class="card" aria-labelledby="more-title" {
                    h2 id="more-title" { "About this review" }
                    p { a href=(place(view.line.id)) { "The item with its versions and history" } }
                    p class="muted small" { "Author and reviewer differ: checked. Your decision is kept with "
                        "day and name." }
                    (give_back(visitor, view))
                }
            }
        }
    }
}

fn answered(visitor: &Visitor, view: &OpenedItem) -> Markup {
    let Some(one) = own(visitor, view) else { return html! {} };
    let Some(given) = &one.answer else { return html! {} };
    let verdict = match given.answer.agrees {
        true => ui::chip(ui::Tone::Good, "Agrees with the key"),
        false => ui::chip(ui::Tone::Attention, "Another one than the key"),
    };
    ui::section(
        "blind",
        "1. Your answer",
        html! {
            div class="card" {
                p {
                    "You answered " strong { (given.answer.answer.join(", ")) } " before you saw the key, "
                    (sure_words(given.answer.confidence)) ". " (verdict)
                }
                @if !given.answer.remark.is_empty() { p class="muted" { "“" (given.answer.remark) "”" } }
                @if !given.is_settled() {
                    p { "Somebody settles it with a page before the item can be accepted, or you reject it." }
                }
                @if let Some(decision) = &one.decision {
                    p {
                        @match decision.verdict {
                            ReviewVerdict::Accept => "You would accept it.",
                            ReviewVerdict::Reject => { "You rejected it: " (decision.why) },
                        }
                    }
                }
            }
        },
    )
}

fn decision(visitor: &Visitor, view: &OpenedItem, typed: &TypedReview, faults: &ActFaults) -> Markup {
    let why = faults
        .field("decide", "why", "Why")
        .help("Wanted where you reject it: what has to be mended.")
        .value(typed.text("why"));
    html! {
        (ui::section("decision", "3. Rubric and decision", html! {
            form class="form" method="post" action={ (review_place(view.line.id)) "/decide" } novalidate {
                (ui::csrf_field(visitor.csrf()))
                ol class="rubric" {
                    @for line in view.rubric {
                        @let name = format!("rubric-{}", line.code);
                        @let on = typed.text(&name);
                        li {
                            fieldset {
                                legend { (line.says) }
                                div class="cluster" {
                                    @for (value, label) in [("yes", "Yes"), ("no", "No")] {
                                        label class="pill" {
                                            input type="radio" name=(name) value=(value) checked[on == value];
                                            (label)
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                (ui::textarea(&why, 3))
                @if view.line.comments_open > 0 {
                    p class="muted" { "Open comments keep it from being accepted: settle yours first." }
                }
                div class="page-actions" {
                    (ui::button(&ui::Button { label: "Accept it".to_owned(), kind: ui::ButtonKind::Primary,
                        name: "verdict".to_owned(), value: "accept".to_owned() }))
                    (ui::button(&ui::Button { label: "Reject it".to_owned(), kind: ui::ButtonKind::Danger,
                        name: "verdict".to_owned(), value: "reject".to_owned() }))
                }
            }
        }))
    }
}
