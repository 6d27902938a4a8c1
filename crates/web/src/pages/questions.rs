//! The style guide's questions: one of every kind, in practice, in the exam's frame, locked and in review.
//!
//! What is sent is answered with what was read and kept nowhere: the page to try a question with a keyboard,
//! a finger, a screen reader, or without a script.

use std::collections::{BTreeMap, HashMap};

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use crate::{
    assets::asset,
    fault::Fault,
    form::Posted,
    routes::Routes,
    state::Web,
    ui::{self, FormRead, QuestionShown, ReleasedKey, Responses, Sample},
    visitor::Visitor,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/styleguide/questions", all)
        .get("/styleguide/questions/{name}", one)
        .post("/styleguide/questions/{name}", read)
}

/// Where a question stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SampleRoom {
    Practice,
    Exam,
    Locked,
    Review,
}

const ROOMS: [(SampleRoom, &str, &str); 4] = [
    (SampleRoom::Practice, "practice", "In practice"),
    (SampleRoom::Exam, "exam", "In the exam"),
    (SampleRoom::Locked, "locked", "Locked"),
    (SampleRoom::Review, "review", "In review"),
];

impl SampleRoom {
    fn named(word: &str) -> SampleRoom {
        ROOMS.iter().find(|(_, name, _)| *name == word).map_or(SampleRoom::Practice, |(room, ..)| *room)
    }

    fn word(self) -> &'static str {
        ROOMS.iter().find(|(room, ..)| *room == self).map_or("practice", |(_, word, _)| word)
    }
}

fn room(query: &HashMap<String, String>) -> SampleRoom {
    SampleRoom::named(query.get("in").map_or("", String::as_str))
}

fn sample(name: &str) -> Result<&'static Sample, Fault> {
    ui::SAMPLES.iter().find(|sample| sample.name == name).ok_or_else(Fault::not_found)
}

async fn all(
    State(web): State<Web>,
    visitor: Visitor,
    Query(query): Query<HashMap<String, String>>,
) -> Markup {
    let room = room(&query);
    let tabs = ROOMS.map(|(one, word, label)| ui::ShowTab {
        label: label.to_owned(),
        count: ui::SAMPLES.len(),
        href: format!("/styleguide/questions?in={word}"),
        current: one == room,
    });
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Style guide", "/styleguide")]))
        (ui::page_header("Questions", "One of every kind. What is sent from here is read and kept nowhere.",
            html! {}))
        (ui::show_tabs("Where it stands", &tabs))
        @for sample in ui::SAMPLES {
            (ui::section(&format!("of-{}", sample.name), sample.title, html! {
                @if room == SampleRoom::Exam {
                    p { a href={ "/styleguide/questions/" (sample.name) "?in=exam" } {
                        (sample.title) ", in the exam"
                    } }
                } @else {
                    (form(&visitor, sample, room, None))
                    p { a href={ "/styleguide/questions/" (sample.name) "?in=" (room.word()) } {
                        (sample.title) " on a page of its own"
                    } }
                }
            }))
        }
    };
    page(&visitor, &web, room, "Questions", main)
}

async fn one(
    State(web): State<Web>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Markup, Fault> {
    Ok(alone(&web, &visitor, sample(&name)?, room(&query), None))
}

async fn read(
    State(web): State<Web>,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    posted: Posted,
) -> Result<Response, Fault> {
    let sample = sample(&name)?;
    let own = |name: &str| !ui::is_field(name);
    if let Some((name, _)) = posted.fields().find(|(name, _)| own(name) && *name != "csrf") {
        return Err(Fault::bad_request(&format!("this form has no field `{name}`")));
    }
    let read = ui::read(&(sample.view)(), posted.fields().filter(|(name, _)| !own(name)))
        .map_err(|refused| Fault::bad_request(&format!("`{}`: {}", refused.response, refused.why)))?;
    let status = match read.faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = alone(&web, &posted.visitor, sample, room(&query), Some(&read));
    Ok((status, page).into_response())
}

/// One question on its page, with what was read of a form.
fn alone(web: &Web, visitor: &Visitor, sample: &Sample, room: SampleRoom, read: Option<&FormRead>) -> Markup {
    let echo = html! {
        @if let Some(read) = read {
            (ui::section("read", "What was read", html! {
                pre id="responses" class="code" tabindex="0" role="group" aria-label="Responses" {
                    (serde_json::to_string(&read.responses).unwrap_or_default())
                }
            }))
        }
    };
    let question = form(visitor, sample, room, read);
    if room == SampleRoom::Exam {
        let programme = &visitor.asking.programme.title;
        return ui::exam_frame(sample.title, programme, html! { (question) (echo) });
    }
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Style guide", "/styleguide"),
            ui::Crumb::new("Questions", "/styleguide/questions")]))
        (ui::page_header(sample.title, "", html! {}))
        (question)
        (echo)
    };
    page(visitor, web, room, sample.title, main)
}

fn page(visitor: &Visitor, web: &Web, room: SampleRoom, title: &str, main: Markup) -> Markup {
    // Locked, there is nothing to make comfortable.
    let script = matches!(room, SampleRoom::Practice | SampleRoom::Exam);
    let head = html! {
        @if script { script type="module" src=(asset("client/questions.js")) {} }
    };
    visitor.page_with_head(web, title, head, main)
}

fn form(visitor: &Visitor, sample: &Sample, room: SampleRoom, read: Option<&FormRead>) -> Markup {
    let (view, own, right) = ((sample.view)(), Sample::map(sample.own), Sample::map(sample.right));
    let empty = Responses::new();
    let is_open = matches!(room, SampleRoom::Practice | SampleRoom::Exam);
    let responses = read.map_or(if is_open { &empty } else { &own }, |read| &read.responses);
    let shown = QuestionShown {
        view: &view,
        prefix: sample.name,
        responses,
        faults: read.map_or(&[], |read| read.faults.as_slice()),
        is_locked: !is_open,
        is_guarded: room == SampleRoom::Exam,
        address: &asset,
    };
    let reasons = BTreeMap::new();
    let key = (room == SampleRoom::Review).then_some(ReleasedKey { right: &right, reasons: &reasons });
    let question = ui::question(&shown, key.as_ref());
    if !is_open {
        return question;
    }
    let action = format!("/styleguide/questions/{}?in={}", sample.name, room.word());
    html! {
        form method="post" action=(action) {
            (ui::csrf_field(visitor.csrf()))
            (question)
            p class="after" { (ui::submit_button("Read my answer", ui::ButtonKind::Secondary)) }
        }
    }
}
