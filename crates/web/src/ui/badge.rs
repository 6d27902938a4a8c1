//! A badge's own page: its picture, what it is today, what can be done with it; and folds.

use super::icon::{Icon, icon, punched};
use super::status::Tone;
use maud::{Markup, html};

/// The head of a badge's page.
#[derive(Debug, Clone, Default)]
pub struct BadgeHead {
    /// What was awarded.
    pub title: String,
    /// Where its picture is; empty draws a punch with `code`.
    pub image: String,
    /// The letters on the punch: 'SOA'.
    pub code: String,
    /// The tone of its state.
    pub tone: Tone,
    /// Its state with its day: 'Active until 1 October 2028'.
    pub state: String,
    /// Whether it stands today; otherwise its picture is grey.
    pub stands: bool,
    /// To whom it was awarded; a name in `bdi`.
    pub holder: Markup,
    /// By whom, and when.
    pub awarded: Markup,
    /// Below: a sentence, buttons.
    pub below: Markup,
}

/// Draws the head of a badge's page.
pub fn badge_head(badge: &BadgeHead) -> Markup {
    badge_article(badge, html! { h1 { (badge.title) } })
}

/// The same under another heading: the style guide has one of its own.
pub(in crate::ui) fn badge_article(badge: &BadgeHead, heading: Markup) -> Markup {
    html! {
        article class={ "card badge-page " (badge.tone.class()) } {
            div class={ "badge-art" @if !badge.stands { " is-over" } } {
                (badge_picture(&badge.image, &badge.code, &badge.title, 240))
            }
            div class="badge-main" {
                p class="badge-state" { (state_word(badge.tone, &badge.state)) }
                (heading)
                p class="badge-awarded-to" { (badge.holder) }
                p class="muted" { (badge.awarded) }
                (badge.below)
            }
        }
    }
}

/// A badge's picture, or a punch with its letters where there is none.
pub fn badge_picture(image: &str, code: &str, title: &str, pixels: u16) -> Markup {
    html! {
        @if image.is_empty() { (punched(code)) }
        @else { img src=(image) alt={ "Badge: " (title) } width=(pixels) height=(pixels); }
    }
}

/// A state in words with its icon: a ground where somebody should look, none where all is as usual.
pub fn state_word(tone: Tone, text: &str) -> Markup {
    let ground = if tone == Tone::Good { "" } else { " has-ground" };
    html! { span class={ "state " (tone.class()) (ground) } { (icon(tone.icon())) span { (text) } } }
}

/// A link to hand on: a field to copy from; with scripts a button that copies it.
pub fn copy_field(id: &str, label: &str, button: &str, value: &str) -> Markup {
    html! {
        div class="copy" data-copy=(id) {
            div class="copy-field" {
                label class="field-label" for=(id) { (label) }
                input class="input" id=(id) type="text" readonly value=(value);
            }
            button class="button button-secondary" type="button" hidden {
                (icon(Icon::Link)) span { (button) }
            }
            span class="copy-said" role="status" {}
        }
    }
}

/// A part that is folded until somebody wants it; `note` stands beside its title.
pub fn fold(title: &str, note: &str, open: bool, body: Markup) -> Markup {
    html! {
        details class="card fold" open[open] {
            summary {
                span class="fold-title" { (title) }
                @if !note.is_empty() { " " span class="fold-note" { (note) } }
            }
            div class="fold-body" { (body) }
        }
    }
}

/// What only one person sees of a page that is public.
pub fn for_you_alone(note: &str, body: Markup) -> Markup {
    html! {
        section class="card for-you" aria-labelledby="for-you-title" {
            div class="for-you-head" {
                (icon(Icon::Lock))
                div {
                    h2 id="for-you-title" { "Only you see this" }
                    p class="muted" { (note) }
                }
            }
            (body)
        }
    }
}
