//! What somebody holds, as rows that open, and as cards where it needs them.

use super::badge::{badge_picture, state_word};
use super::credential::{CredentialCard, credential_body};
use super::icon::{Icon, icon};
use super::status::Tone;
use maud::{Markup, html};

/// What a row and a card show of a certification.
#[derive(Debug, Clone, Default)]
pub struct HeldRow {
    /// Where its picture is; empty draws a punch with `code`.
    pub image: String,
    /// The letters on the punch.
    pub code: String,
    /// Its state with its day: 'Until 5 May 2028', 'Revoked on 1 March 2026'.
    pub state: String,
    /// What that means: '15 months left'; empty for none.
    pub left: String,
    /// What comes next, or what to do: a few words in a row, a sentence in a card.
    pub next: String,
    /// Whether it is over: its picture is grey.
    pub is_over: bool,
    /// Whether it is open.
    pub open: bool,
    /// Everything else about it, behind the fold.
    pub card: CredentialCard,
}

/// Rows of what goes on or is over, in one frame.
pub fn held_rows(rows: &[HeldRow]) -> Markup {
    html! { div class="held-rows" { @for row in rows { (held_row(row)) } } }
}

fn picture(row: &HeldRow, pixels: u16) -> Markup {
    html! {
        span class={ "held-picture" @if row.is_over { " is-over" } } {
            @if row.image.is_empty() { (badge_picture("", &row.code, "", pixels)) }
            // The title stands beside it.
            @else { img src=(row.image) alt="" width=(pixels) height=(pixels); }
        }
    }
}

fn held_row(row: &HeldRow) -> Markup {
    let usual = matches!(row.card.tone, Tone::Good | Tone::Neutral);
    html! {
        details class={ "held " (row.card.tone.class()) } open[row.open] {
            summary {
                (picture(row, 40))
                span class="held-name" {
                    strong { (row.card.title) }
                    @if !row.card.subtitle.is_empty() { span class="held-note" { (row.card.subtitle) } }
                }
                span class="held-until" {
                    @if usual { span { (row.state) } } @else { (state_word(row.card.tone, &row.state)) }
                    @if !row.left.is_empty() { span class="held-note" { (row.left) } }
                }
                span class="held-next" { (row.next) }
            }
            div class="held-body" { (credential_body(&row.card)) }
        }
    }
}

/// A certification that needs its holder: until when, what to do, the button for it; the rest in a fold.
pub fn need_card(row: &HeldRow, actions: Markup, more: &str) -> Markup {
    html! {
        article class={ "card need " (row.card.tone.class()) } {
            div class="need-head" {
                (picture(row, 64))
                div class="need-text" {
                    h3 { (row.card.title) }
                    p class="need-state" {
                        span class="state" { (icon(Icon::Clock)) span { (row.state) } }
                        @if !row.left.is_empty() { " " span class="held-note" { (row.left) } }
                    }
                    p { (row.next) }
                }
                div class="need-actions" { (actions) }
            }
            details class="why" {
                summary { (more) }
                div class="held-body" { (credential_body(&row.card)) }
            }
        }
    }
}
