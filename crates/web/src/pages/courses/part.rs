//! The parts of a lesson, drawn from what was parsed and never from HTML of a file.

use assay_app::{LessonPart, LessonView};
use assay_learning::course::{DeliveredBlock, DeliveredCheck, Diagram, Incident, ToldCheck};
use maud::{Markup, PreEscaped, html};

use super::shared::{address, may_learn};
use crate::{markdown, ui, visitor::Visitor};

/// An answer that is none, as it was sent.
pub(super) struct CheckSent {
    /// Of which check.
    pub(super) check: String,
    /// What was chosen.
    pub(super) chosen: Vec<String>,
    /// What to do.
    pub(super) text: String,
}

/// Every part, in order.
pub(super) fn parts(visitor: &Visitor, view: &LessonView, sent: Option<&CheckSent>) -> Markup {
    html! {
        @for part in &view.parts {
            @match part {
                LessonPart::Shown(block) => (block_of(&view.course.outline.id, block, 0)),
                LessonPart::Check(check, told) => (check_of(visitor, view, check, (told.as_ref(), sent))),
            }
        }
    }
}

/// A part that is not asked, its headings so much deeper.
pub(super) fn block_of(course: &str, block: &DeliveredBlock, deeper: usize) -> Markup {
    match block {
        DeliveredBlock::Text(text) => {
            html! { div class="prose" { (PreEscaped(markdown::lesson(text, deeper))) } }
        }
        DeliveredBlock::Diagram(shown) => diagram(course, shown),
        DeliveredBlock::Incident(shown) => incident(shown, deeper),
        // A check has its own way to a page.
        DeliveredBlock::Check(_) => html! {},
    }
}

fn diagram(course: &str, diagram: &Diagram) -> Markup {
    html! {
        figure class="diagram" {
            img src={ "/courses/" (course) "/pictures/" (diagram.file) } alt=(diagram.alt) loading="lazy";
            details class="why" {
                summary { "The picture in words" }
                div class="prose small" { (PreEscaped(markdown::lesson(&diagram.text, 2))) }
            }
        }
    }
}

fn incident(incident: &Incident, deeper: usize) -> Markup {
    let rows = [
        ("Symptom", &incident.symptom),
        ("Evidence", &incident.evidence),
        ("Cause", &incident.cause),
        ("Fix", &incident.fix),
    ];
    let title = html! { (ui::icon(ui::Icon::Attention)) "Incident" };
    html! {
        section class="incident" aria-label="Incident" {
            @if deeper == 0 { h2 { (title) } } @else { h3 { (title) } }
            dl {
                @for (word, text) in rows {
                    div {
                        dt { (word) }
                        dd class="prose" { (PreEscaped(markdown::lesson(text, 2 + deeper))) }
                    }
                }
            }
        }
    }
}

/// A check: asked, or told with why each option is right or not.
fn check_of(
    visitor: &Visitor,
    view: &LessonView,
    check: &DeliveredCheck,
    (told, sent): (Option<&ToldCheck>, Option<&CheckSent>),
) -> Markup {
    let sent = sent.filter(|sent| sent.check == check.id);
    html! {
        section class="card check-card" id=(check.id) aria-labelledby={ "h-" (check.id) } {
            h2 id={ "h-" (check.id) } { "Check yourself" }
            p class="muted small" { (number(view, check)) "It never counts for your readiness." }
            div class="prose ask-prompt" id={ "q-" (check.id) } {
                (PreEscaped(markdown::lesson(&check.stem, 2)))
            }
            @match told {
                Some(told) => {
                    (answered(check, told))
                    @if !told.is_right {
                        details class="why" open[sent.is_some()] {
                            summary { "Answer it again" }
                            (asked(visitor, view, check, sent))
                        }
                    }
                }
                None if may_learn(visitor) => (asked(visitor, view, check, sent)),
                None => (unanswered(visitor, view, check)),
            }
        }
    }
}

/// `Check 2 of 5 in this course. `
fn number(view: &LessonView, check: &DeliveredCheck) -> String {
    let mut all = view.course.outline.checks();
    let place = all.position(|id| id == check.id).map_or(1, |place| place + 1);
    format!("Check {place} of {} in this course. ", view.course.outline.checks().count())
}

fn asked(visitor: &Visitor, view: &LessonView, check: &DeliveredCheck, sent: Option<&CheckSent>) -> Markup {
    let action = format!("{}/{}", address(&view.course, &view.lesson), check.id);
    let is_one = check.choices == 1;
    let chosen = sent.map(|sent| sent.chosen.as_slice()).unwrap_or_default();
    html! {
        form method="post" action=(action) {
            (ui::csrf_field(visitor.csrf()))
            fieldset id={ "f-" (check.id) } aria-labelledby={ "q-" (check.id) } tabindex="-1" {
                @if !is_one { p class="muted small" { "Choose " (check.choices) "." } }
                @if let Some(sent) = sent {
                    p class="ask-message" { (ui::icon(ui::Icon::Attention)) (sent.text) }
                }
                @for (id, text) in &check.options {
                    label class="exam-option" {
                        input type=(if is_one { "radio" } else { "checkbox" }) name="answer" value=(id)
                            checked[chosen.contains(id)];
                        span class="exam-letter" { (id) }
                        span class="exam-option-text" { (PreEscaped(markdown::line(text))) }
                    }
                }
            }
            (ui::submit_button("Check my answer", ui::ButtonKind::Secondary))
        }
    }
}

/// For whoever has no progress here: what is asked, and how one answers it.
fn unanswered(visitor: &Visitor, view: &LessonView, check: &DeliveredCheck) -> Markup {
    html! {
        (options(check))
        @if !visitor.is_signed_in() {
            p { a href={ "/sign-in?next=" (address(&view.course, &view.lesson)) } { "Sign in to answer it" } }
        }
    }
}

/// What can be chosen, to read.
pub(super) fn options(check: &DeliveredCheck) -> Markup {
    html! {
        ul class="check-options" {
            @for (id, text) in &check.options {
                li { span class="exam-letter" { (id) } " " span { (PreEscaped(markdown::line(text))) } }
            }
        }
    }
}

fn answered(check: &DeliveredCheck, told: &ToldCheck) -> Markup {
    let (tone, word) = match told.is_right {
        true => (ui::Tone::Good, "Right"),
        false => (ui::Tone::Attention, "Not right this time"),
    };
    html! {
        p role="status" { (ui::chip(tone, word)) }
        ul class="check-told" {
            @for option in &told.options {
                @let text = check.options.iter().find(|(id, _)| *id == option.id);
                @let tone = match (option.is_right, option.is_chosen) {
                    (true, _) => "tone-good",
                    (false, true) => "tone-attention",
                    (false, false) => "tone-neutral",
                };
                li class={ "check-option " (tone) } {
                    p {
                        span class="exam-letter" { (option.id) } " "
                        (PreEscaped(markdown::line(text.map_or("", |(_, text)| text))))
                    }
                    @if option.is_right || option.is_chosen {
                        p class="cluster" {
                            @if option.is_right { (ui::chip(ui::Tone::Good, "Right answer")) }
                            @if option.is_chosen {
                                (ui::chip(if option.is_right { ui::Tone::Good } else { ui::Tone::Attention },
                                    "Your choice"))
                            }
                        }
                    }
                    p class="muted small" { (PreEscaped(markdown::line(&option.rationale))) }
                }
            }
        }
        @if !told.source.is_empty() {
            p class="small" { a href=(told.source) rel="noopener noreferrer" { "The page that settles it" } }
        }
    }
}
