//! Messages by day, and the bell that leads to them.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// So many are counted; beyond that the bell says that there are more.
const COUNTED_MAX: u16 = 9;

/// A day's messages.
#[derive(Debug, Clone, Default)]
pub struct MessageDay {
    /// The day: '1 March 2026'.
    pub day: String,
    /// What was told on it, the latest first.
    pub entries: Vec<MessageShown>,
}

/// A message, or many of a kind that are told as one.
#[derive(Debug, Clone, Default)]
pub struct MessageShown {
    /// Its headline.
    pub title: String,
    /// The time of day.
    pub time: String,
    /// Whether it was not on show before.
    pub is_new: bool,
    /// Its text.
    pub body: Markup,
    /// The label and the address of what it speaks of.
    pub link: Option<(String, String)>,
    /// The messages that it stands for; none where it is one itself.
    pub folded: Vec<MessageShown>,
}

/// Draws days, the latest first, each beside its messages.
pub fn messages(days: &[MessageDay]) -> Markup {
    html! {
        @for (index, day) in days.iter().enumerate() {
            section class="message-day" aria-labelledby={ "messages-" (index) } {
                h2 id={ "messages-" (index) } { (day.day) }
                div class="held-rows" { @for entry in &day.entries { (message(entry)) } }
            }
        }
    }
}

fn message(entry: &MessageShown) -> Markup {
    html! {
        article class={ "message" @if entry.is_new { " is-new" } } {
            div class="message-head" {
                h3 { @if entry.is_new { span class="visually-hidden" { "New: " } } (entry.title) }
                span class="held-note" { (entry.time) }
            }
            (below(entry))
            @if !entry.folded.is_empty() {
                details class="why" {
                    summary { "The " (entry.folded.len()) " in this message" }
                    ul class="message-parts" {
                        @for part in &entry.folded {
                            li { p { strong { (part.title) } } (below(part)) }
                        }
                    }
                }
            }
        }
    }
}

fn below(entry: &MessageShown) -> Markup {
    html! {
        div class="message-body" { (entry.body) }
        @if let Some((label, href)) = &entry.link { p { a href=(href) { (label) } } }
    }
}

/// The way to one's messages, with the number of those that are new.
pub(in crate::ui) fn bell(unread: u16) -> Markup {
    let count = if unread > COUNTED_MAX { format!("{COUNTED_MAX}+") } else { unread.to_string() };
    html! {
        a class="bell" href="/my/messages" title="Messages" {
            (icon(Icon::Bell))
            @if unread > 0 { span class="bell-count" aria-hidden="true" { (count) } }
            span class="visually-hidden" { "Messages" @if unread > 0 { ", " (count) " new" } }
        }
    }
}
