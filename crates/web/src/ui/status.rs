//! States in words: chips, banners, empty states. Never by colour alone.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// The tone of a state; each has a colour and an icon, and needs words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// No judgement.
    #[default]
    Neutral,
    /// In order: active, passed, verified.
    Good,
    /// A person should look or act: ends soon, in grace.
    Attention,
    /// Not in order: expired, revoked, failed.
    Bad,
    /// Good to know: scheduled, announced.
    Information,
}

impl Tone {
    /// The CSS class of the tone.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "tone-neutral",
            Tone::Good => "tone-good",
            Tone::Attention => "tone-attention",
            Tone::Bad => "tone-bad",
            Tone::Information => "tone-information",
        }
    }

    /// The icon that carries the tone where colour does not.
    pub fn icon(self) -> Icon {
        match self {
            Tone::Neutral => Icon::Dash,
            Tone::Good => Icon::Tick,
            Tone::Attention => Icon::Attention,
            Tone::Bad => Icon::Cross,
            Tone::Information => Icon::Information,
        }
    }
}

/// A small state label: icon and text.
pub fn chip(tone: Tone, text: &str) -> Markup {
    html! { span class={ "chip " (tone.class()) } { (icon(tone.icon())) span { (text) } } }
}

/// A large verdict in words, for the top of a result or a verification.
pub fn verdict_heading(tone: Tone, text: &str, note: &str) -> Markup {
    html! {
        div class={ "verdict " (tone.class()) } {
            span class="verdict-seal" { (icon(tone.icon())) }
            div {
                p class="verdict-text" { (text) }
                @if !note.is_empty() { p class="verdict-note" { (note) } }
            }
        }
    }
}

/// A message across the page.
#[derive(Debug, Clone, Default)]
pub struct Banner {
    /// What kind of message it is.
    pub tone: Tone,
    /// What happened, in one line.
    pub title: String,
    /// What it means and what to do; may be empty.
    pub body: Markup,
    /// Read it out at once (errors) rather than politely.
    pub urgent: bool,
}

impl Banner {
    /// A banner with a title and no further text.
    pub fn new(tone: Tone, title: impl Into<String>) -> Self {
        Self { tone, title: title.into(), ..Self::default() }
    }

    /// Adds what it means and what to do.
    #[must_use]
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    /// Makes screen readers interrupt for it.
    #[must_use]
    pub fn urgent(mut self) -> Self {
        self.urgent = true;
        self
    }
}

/// Draws a banner.
pub fn banner(banner: &Banner) -> Markup {
    let role = if banner.urgent { "alert" } else { "status" };
    html! {
        div class={ "banner " (banner.tone.class()) } role=(role) {
            (icon(banner.tone.icon()))
            div class="banner-text" {
                p class="banner-title" { (banner.title) }
                @if !banner.body.0.is_empty() { div class="banner-body" { (banner.body) } }
            }
        }
    }
}

/// What stands where nothing stands yet.
#[derive(Debug, Clone, Default)]
pub struct EmptyState {
    /// What will stand here.
    pub title: String,
    /// How it gets here.
    pub text: String,
    /// The one action that fills it; may be empty.
    pub action: Markup,
}

impl EmptyState {
    /// An empty state without an action.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), action: Markup::default() }
    }

    /// Adds the one action that fills it.
    #[must_use]
    pub fn action(mut self, action: Markup) -> Self {
        self.action = action;
        self
    }
}

/// Draws an empty state.
pub fn empty_state(state: &EmptyState) -> Markup {
    html! {
        div class="empty" {
            (super::icon::mark())
            p class="empty-title" { (state.title) }
            p class="empty-text" { (state.text) }
            @if !state.action.0.is_empty() { div class="empty-action" { (state.action) } }
        }
    }
}
