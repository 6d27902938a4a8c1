//! Places into which something is put: a list at each place, and the pool of what can be put.
//!
//! What an option sends is the whole pair. The script lets things of the pool be picked up and dropped; the
//! lists stay, and say what is true.

use assay_qti::view::{AssociableView, ViewNode};
use maud::{Markup, html};

use super::{body, frame, paper::QuestionPaper};

/// One thing that can be put somewhere.
pub(super) struct Chip<'a> {
    /// Its name in the pool.
    pub identifier: &'a str,
    /// The pair that a response has.
    pub pair: String,
    /// For the list.
    pub text: String,
    /// As it is read.
    pub content: &'a [ViewNode],
}

/// A place with the field it fills.
pub(super) struct SlotDrawn<'a> {
    /// The control's id.
    pub id: String,
    /// The field's name.
    pub name: &'a str,
    /// What a screen reader says, where no label points to it.
    pub label: Option<String>,
    /// In the order of the pool.
    pub chips: Vec<Chip<'a>>,
    /// More than one may be put here.
    pub takes_several: bool,
}

/// The list of a place, or boxes where it takes several.
pub(super) fn slot(paper: &QuestionPaper<'_>, slot: &SlotDrawn<'_>, own: &[String], class: &str) -> Markup {
    let lock = paper.is_locked();
    html! {
        @if slot.takes_several {
            ul class="slot-several" id=(slot.id) {
                @for (at, chip) in slot.chips.iter().enumerate() {
                    @let id = format!("{}-{at}", slot.id);
                    li { label class="pill" for=(id) {
                        input type="checkbox" id=(id) name=(slot.name) value=(chip.pair)
                            data-chip=(chip.identifier) checked[own.contains(&chip.pair)] disabled[lock];
                        span { (body::nodes(paper, chip.content)) (named(chip.content, at)) }
                    } }
                }
            }
        } @else {
            span class={ "select " (class) } { select class="input" id=(slot.id) name=(slot.name)
                aria-label=[slot.label.as_deref()] disabled[lock] {
                option value="" { (nothing(paper)) }
                @for chip in &slot.chips {
                    option value=(chip.pair) data-chip=(chip.identifier) selected[own.contains(&chip.pair)] {
                        (chip.text)
                    }
                }
            } }
        }
    }
}

/// A place as a card: what it is, and its list or its boxes.
pub(super) struct SlotCard<'a> {
    /// What a response names.
    pub identifier: &'a str,
    /// In at most so many pairs; 0 is without a limit.
    pub most: u32,
    /// What is read.
    pub text: Markup,
    /// The control.
    pub slot: SlotDrawn<'a>,
}

pub(super) fn card(paper: &QuestionPaper<'_>, response: &str, card: &SlotCard<'_>) -> Markup {
    let (own, right) = (paper.own(response), paper.right(response));
    let is_met = is_met(own, right, &card.slot.chips);
    let tone = frame::tone(right.is_some(), is_met, true);
    let text = format!("{}-text", card.slot.id);
    html! {
        li class={ "match-card " (tone) } data-slot=(card.identifier)
            data-most=[(card.most > 0).then_some(card.most)] {
            @if card.slot.takes_several {
                div class="match-several" role="group" aria-labelledby=(text) {
                    div class="match-text" id=(text) { (card.text) }
                    (slot(paper, &card.slot, own, ""))
                }
            } @else {
                label class="match-text" for=(card.slot.id) { (card.text) }
                (slot(paper, &card.slot, own, "match-select"))
            }
            (frame::verdict(paper, right_texts(right, &card.slot.chips).as_deref(), is_met))
        }
    }
}

/// What a list says where nothing is chosen.
pub(super) fn nothing(paper: &QuestionPaper<'_>) -> &'static str {
    if paper.is_locked() { "Not answered" } else { "Choose…" }
}

/// What can be put, drawn in full: a list shows words alone.
pub(super) fn pool(paper: &QuestionPaper<'_>, response: &str, choices: &[AssociableView]) -> Markup {
    let id = paper.id(response, "pool");
    html! {
        div class="pool" {
            p class="pool-title" id=(id) lang=[paper.our_language()] { "To choose from" }
            ul class="pool-list" aria-labelledby=(id) data-pool {
                @for (at, choice) in choices.iter().enumerate() {
                    li class="chip-card" data-chip=(choice.identifier)
                        data-most=[(choice.match_max > 0).then_some(choice.match_max)] {
                        (body::nodes(paper, &choice.content))
                        (named(&choice.content, at))
                    }
                }
            }
        }
    }
}

/// The name that lists give to a choice without words, beside it.
fn named(content: &[ViewNode], at: usize) -> Markup {
    html! {
        @if body::plain(content).is_empty() { span class="muted" { (body::name(content, at)) } }
    }
}

/// The texts of what was right at a place, from pairs.
pub(super) fn right_texts(right: Option<&[String]>, chips: &[Chip<'_>]) -> Option<String> {
    let right = right?;
    let texts: Vec<&str> =
        chips.iter().filter(|chip| right.contains(&chip.pair)).map(|chip| chip.text.as_str()).collect();
    Some(if texts.is_empty() { "nothing".to_owned() } else { texts.join(", ") })
}

/// Whether exactly what was right stands at a place.
pub(super) fn is_met(own: &[String], right: Option<&[String]>, chips: &[Chip<'_>]) -> bool {
    let right = right.unwrap_or_default();
    chips.iter().all(|chip| own.contains(&chip.pair) == right.contains(&chip.pair))
}
