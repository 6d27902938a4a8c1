//! A verdict on a page of its own: the answer, then who, what and until when.

use super::{
    badge::badge_picture,
    icon::icon,
    layout::{TermFact, facts},
    status::Tone,
};
use maud::{Markup, html};

/// A verdict with what it is about.
#[derive(Debug, Clone, Default)]
pub struct VerdictCard {
    /// Its tone.
    pub tone: Tone,
    /// The answer, with its day: the page's heading.
    pub title: String,
    /// What it means.
    pub note: String,
    /// Where the picture is; empty for none.
    pub image: String,
    /// Whether it stands; otherwise its picture is grey.
    pub stands: bool,
    /// What it is about: 'CloudOps Engineer - Associate'; empty for nothing below the answer.
    pub name: String,
    /// Who, what, until when.
    pub facts: Vec<TermFact>,
}

/// Draws a verdict as the head of its page.
pub fn verdict_card(card: &VerdictCard) -> Markup {
    verdict_article(card, html! { h1 class="verdict-text" id="verdict-title" { (card.title) } })
}

/// The same under another heading: the style guide has one of its own.
pub(in crate::ui) fn verdict_article(card: &VerdictCard, heading: Markup) -> Markup {
    html! {
        section class={ "card verdict-card " (card.tone.class()) } aria-label="Verdict" {
            div class={ "verdict " (card.tone.class()) } {
                span class="verdict-seal" { (icon(card.tone.icon())) }
                div {
                    (heading)
                    @if !card.note.is_empty() { p class="verdict-note" { (card.note) } }
                }
            }
            @if !card.name.is_empty() {
                div class={ "verdict-body" @if !card.stands { " is-over" } } {
                    @if !card.image.is_empty() {
                        div class="verdict-picture" { (badge_picture(&card.image, "", &card.name, 112)) }
                    }
                    div {
                        h2 { (card.name) }
                        (facts(&card.facts))
                    }
                }
            }
        }
    }
}
