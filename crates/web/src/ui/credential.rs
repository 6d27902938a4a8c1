//! What a person holds: status, period, why, and how to renew.

use super::icon::{Icon, icon};
use super::period::{PeriodBar, period_bar};
use super::status::{Tone, chip};
use maud::{Markup, html};

/// One reason behind a status.
#[derive(Debug, Clone, Default)]
pub struct ReasonLine {
    /// The day it took effect.
    pub on: String,
    /// The rule: 'renewal.higher-exam, version 3'.
    pub rule: String,
    /// The reason in a sentence.
    pub text: String,
}

/// One way to renew.
#[derive(Debug, Clone, Default)]
pub struct WayLine {
    /// The way in a sentence.
    pub text: String,
    /// When it can be used: 'open until 15 June 2026'.
    pub when: String,
    /// The tone of its state: good if open, neutral if later.
    pub tone: Tone,
    /// The word of its state: 'Open now', 'Opens later', 'Closed'.
    pub state: String,
    /// Where it starts; empty for no link.
    pub href: String,
    /// What progress there is ('350 of 700 points'); empty for none.
    pub progress: String,
}

/// One credential of a person.
#[derive(Debug, Clone, Default)]
pub struct CredentialCard {
    /// The certification's title.
    pub title: String,
    /// Its former name or level; empty for none.
    pub subtitle: String,
    /// The tone of the status.
    pub tone: Tone,
    /// The status in one word: 'Active'.
    pub status: String,
    /// 'until 15 June 2026', 'on 1 March 2026'; empty if without end.
    pub until: String,
    /// What that means: '259 days left'; empty for none.
    pub note: String,
    /// The period as a bar, if it has an end.
    pub period: Option<PeriodBar>,
    /// What will happen to it on a known day, each in a sentence.
    pub ahead: Vec<String>,
    /// Why it is so.
    pub reasons: Vec<ReasonLine>,
    /// How to renew it, nearest first.
    pub ways: Vec<WayLine>,
    /// Links and buttons; may be empty.
    pub actions: Markup,
}

/// Draws one credential of a person.
pub fn credential_card(card: &CredentialCard) -> Markup {
    html! {
        article class={ "card credential " (card.tone.class()) } {
            header class="credential-head" {
                h2 class="credential-title" { (card.title) }
                @if !card.subtitle.is_empty() { p class="muted" { (card.subtitle) } }
            }
            p class="credential-status" {
                span class="credential-seal" { (icon(card.tone.icon())) }
                span {
                    strong { (card.status) }
                    @if !card.until.is_empty() { " " span class="credential-until" { (card.until) } }
                    @if !card.note.is_empty() { span class="credential-note" { (card.note) } }
                }
            }
            (credential_body(card))
        }
    }
}

/// What is behind a status: what lies ahead, the period, the ways to renew, the reasons.
pub(in crate::ui) fn credential_body(card: &CredentialCard) -> Markup {
    html! {
        @for sentence in &card.ahead { p { (icon(Icon::Clock)) " " (sentence) } }
        @if let Some(period) = &card.period { (period_bar(period)) }
        @if !card.ways.is_empty() { h3 { "Ways to renew" } (ways(&card.ways)) }
        @if !card.reasons.is_empty() {
            details class="why" {
                summary { "Why this status and this date" }
                (reasons(&card.reasons))
            }
        }
        @if !card.actions.0.is_empty() { footer class="card-actions" { (card.actions) } }
    }
}

/// The reasons of a decision, oldest first.
pub fn reasons(list: &[ReasonLine]) -> Markup {
    html! {
        ol class="reasons" {
            @for reason in list {
                li {
                    time class="reason-on" { (reason.on) }
                    p class="reason-text" { (reason.text) }
                    @if !reason.rule.is_empty() { p class="reason-rule" { "Rule " code { (reason.rule) } } }
                }
            }
        }
    }
}

/// The ways to renew, as given.
pub fn ways(list: &[WayLine]) -> Markup {
    html! {
        ul class="ways" {
            @for way in list {
                li class="way" {
                    div class="way-text" {
                        p {
                            @if way.href.is_empty() { (way.text) }
                            @else { a href=(way.href) { (way.text) } }
                        }
                        p class="way-when" {
                            (icon(Icon::Clock)) span { (way.when) }
                            @if !way.progress.is_empty() { span class="way-progress" { (way.progress) } }
                        }
                    }
                    @if !way.state.is_empty() { (chip(way.tone, &way.state)) }
                }
            }
        }
    }
}
