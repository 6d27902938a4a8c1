//! What came of an answer: the key, why each option is right or not, where that stands, and what one says
//! about it.

use assay_app::{Asking, PractisedItem};
use assay_assessment::registration::long;
use assay_bank::{ReleasedItem, answer::to_responses};
use assay_kernel::{Practices, TypedId};
use assay_learning::{event::ErrorKind, run::Sure};
use maud::{Markup, html};

use super::shared::{PREFIX, PracticeDrawn, address, drawn};
use crate::{state::Web, ui, visitor::Visitor};

/// Letters of a report, as the room takes them.
const REPORT_CHARS: u32 = 1_000;

/// What came of it, then the question with its key and, at each option, why.
pub(super) fn answered(visitor: &Visitor, practiced: &PractisedItem, feedback: &ReleasedItem) -> Markup {
    let is_right = feedback.outcome.is_right;
    let (tone, text) = match is_right {
        true => (ui::Tone::Good, "Right"),
        false => (ui::Tone::Attention, "Not right this time"),
    };
    let variables = practiced.item.variables();
    // An answer of another version of the item is not drawn into this one.
    let own = to_responses(&variables, practiced.answer.as_deref().unwrap_or_default()).unwrap_or_default();
    let key = ui::ReleasedKey { right: &feedback.key, reasons: &feedback.reasons };
    let asked = PracticeDrawn { practiced, view: &feedback.view, responses: &own, faults: &[] };
    html! {
        div id="feedback" { (ui::verdict_heading(tone, text, &counts(practiced, is_right))) }
        (drawn(&asked, Some(&key)))
        @for said in &feedback.said {
            div class="prose" { (ui::prose(said, PREFIX, &address(practiced))) }
        }
        @if !is_right { (went_wrong(visitor, practiced)) }
        (ui::section("stands", "Where this stands", ui::facts(&where_it_stands(&visitor.asking, practiced))))
        div class="cluster" { (onwards(practiced)) }
    }
}

/// What the answer counts for.
fn counts(practiced: &PractisedItem, is_right: bool) -> String {
    let sure = match (practiced.sure, is_right) {
        (Some(Sure::Sure), false) => "You were sure, so this one is worth another look. ",
        (Some(Sure::Guessing | Sure::Unsure), true) => {
            "You were not sure, so look at the reasons all the same. "
        }
        _ => "",
    };
    let counts = match practiced.is_known {
        true => "You had been told its answer before, so this one does not count for what you can do.",
        false => "It counts once, as a first answer; later tries do not.",
    };
    format!("{sure}{counts}")
}

fn where_it_stands(asking: &Asking, practiced: &PractisedItem) -> Vec<ui::TermFact> {
    let mut facts = Vec::new();
    if let Some(source) = &practiced.source {
        let read = source.read.map(|day| format!("read {}", long(day)));
        facts.push(ui::TermFact::rich(
            "Source",
            html! {
                a href=(source.url) rel="noopener noreferrer" { (source.title) } " "
                span class="muted" { (read.unwrap_or_else(|| "not read again yet".to_owned())) }
            },
        ));
    }
    let outline = asking.programme.outline(&practiced.view.exam);
    if let Some(task) = outline.and_then(|outline| outline.task(&practiced.tags.0)) {
        facts.push(ui::TermFact::new("Task", format!("{}: {}", task.id, task.title)));
    }
    if let Some(skill) = outline.and_then(|outline| outline.skill(practiced.tags.1.as_deref()?)) {
        facts.push(ui::TermFact::new("Skill", format!("{}: {}", skill.id, skill.text)));
    }
    facts
}

fn onwards(practiced: &PractisedItem) -> Markup {
    let view = &practiced.view;
    let after = practiced.position + 1;
    let next = match view.is_finished {
        true => (after <= view.items && !view.mode.tells_at_once()).then_some(after),
        false => view.next,
    };
    match next {
        Some(next) => {
            let to = format!("/practice/{}/{next}", view.id);
            ui::link_button("Next question", &to, ui::ButtonKind::Primary)
        }
        None => {
            ui::link_button("See your result", &format!("/practice/{}", view.id), ui::ButtonKind::Primary)
        }
    }
}

fn error_word(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::DidNotKnow => "Did not know",
        ErrorKind::MixedUp => "Mixed up two things",
        ErrorKind::Misread => "Misread it",
        ErrorKind::Guessed => "Guessed",
        ErrorKind::Slipped => "Slipped",
    }
}

/// One tap that says what went wrong.
fn went_wrong(visitor: &Visitor, practiced: &PractisedItem) -> Markup {
    let action = format!("/practice/{}/{}/error", practiced.view.id, practiced.position);
    let buttons = html! {
        p class="muted" { "Optional, one tap, seen by nobody else." }
        @if let Some(named) = practiced.named {
            p role="status" { (ui::chip(ui::Tone::Neutral, &format!("Noted: {}", error_word(named)))) }
        }
        div class="cluster" {
            @for kind in ErrorKind::ALL.into_iter().filter(|kind| practiced.named != Some(*kind)) {
                (ui::post_button(&action, visitor.csrf(), error_word(kind), ui::ButtonKind::Secondary,
                    &[("kind", kind.as_str())]))
            }
        }
    };
    ui::section("went-wrong", "What went wrong?", buttons)
}

/// A form that tells the team what is wrong with a question.
pub(super) fn report_form(visitor: &Visitor, practiced: &PractisedItem) -> Markup {
    let action = format!("/practice/{}/{}/report", practiced.view.id, practiced.position);
    let field = ui::Field::new("text", "What is wrong with it?")
        .help("A key that is not right, a page that says otherwise, a word that misleads. The team reads it.")
        .max_length(REPORT_CHARS);
    let body = html! {
        (ui::textarea(&field, 3))
        (ui::submit_button("Send the report", ui::ButtonKind::Secondary))
    };
    ui::fold("Report this question", "", false, ui::post_form(&action, visitor.csrf(), body))
}

/// The report was taken.
pub(super) fn reported(web: &Web, visitor: &Visitor, id: TypedId<Practices>, position: u32) -> Markup {
    let title = "Thank you for the report";
    let main = html! {
        (ui::page_header(title, "The team sees it with the question's name and version.", html! {
            (ui::link_button("Back to the question", &format!("/practice/{id}/{position}"),
                ui::ButtonKind::Primary))
        }))
        p {
            "A key is changed only where the documentation says so. "
            "What you answered is kept as you answered it."
        }
    };
    visitor.page(web, title, main)
}
