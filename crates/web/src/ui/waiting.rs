//! What waits for somebody, each with the one thing to do about it.

use maud::{Markup, html};

use super::action::{ButtonKind, link_button};
use super::icon::icon;
use super::status::Tone;

/// Something that waits until somebody acts.
#[derive(Debug, Clone, Default)]
pub struct WaitingLine {
    /// How urgent it is; with the icon that goes with it.
    pub tone: Tone,
    /// What waits, with its number: '2 jobs failed'.
    pub title: String,
    /// Why it waits, in a sentence; may be empty.
    pub why: Markup,
    /// What one does about it: a verb; empty where there is nothing to press here.
    pub verb: String,
    /// Where.
    pub href: String,
    /// It is for whoever reads this before anything else.
    pub first: bool,
}

/// Draws what waits, one a line, the most urgent first.
pub fn waiting(list: &[WaitingLine]) -> Markup {
    html! {
        ul class="waiting" {
            @for line in list {
                li class={ "waiting-line " (line.tone.class()) } {
                    (icon(line.tone.icon()))
                    div class="waiting-what" {
                        strong { (line.title) }
                        @if !line.why.0.is_empty() { span class="waiting-why" { (line.why) } }
                    }
                    @let kind = if line.first { ButtonKind::Primary } else { ButtonKind::Secondary };
                    @if !line.verb.is_empty() { (link_button(&line.verb, &line.href, kind)) }
                }
            }
        }
    }
}

/// What the style guide shows.
pub(super) fn specimen() -> Markup {
    let line = |tone, title: &str, why: &str, verb: &str, first| WaitingLine {
        tone,
        title: title.to_owned(),
        why: html! { (why) },
        verb: verb.to_owned(),
        href: "#lists".to_owned(),
        first,
    };
    waiting(&[
        line(Tone::Information, "A change waits for a second person", "“Six months more”.", "Decide", true),
        line(Tone::Bad, "1 job failed", "It was tried five times and given up.", "See why", false),
        line(Tone::Neutral, "2 warnings of the programme", "", "Read", false),
    ])
}
