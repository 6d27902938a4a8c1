//! The next step: one panel with one primary action, and what one should know before it.

use super::action::{ButtonKind, link_button};
use super::layout::{TermFact, facts};
use maud::{Markup, html};

/// What somebody can do next; its words and its action are true for who reads it.
#[derive(Debug, Clone, Default)]
pub struct NextStep {
    /// What is so: 'You are registered'.
    pub title: String,
    /// What follows from it, in a sentence or two.
    pub text: String,
    /// The one thing to do: its label and its address.
    pub primary: Option<(String, String)>,
    /// What else can be done.
    pub others: Vec<(String, String)>,
    /// What is good to know besides; empty for nothing.
    pub note: String,
    /// What the action is about.
    pub facts: Vec<TermFact>,
}

/// Draws the panel.
pub fn next_step(step: &NextStep) -> Markup {
    html! {
        section class="card next-step" aria-labelledby="next-step" {
            div class="next-what" {
                h2 id="next-step" { (step.title) }
                @if !step.text.is_empty() { p { (step.text) } }
                @if step.primary.is_some() || !step.others.is_empty() {
                    div class="cluster" {
                        @if let Some((label, href)) = &step.primary {
                            (link_button(label, href, ButtonKind::Primary))
                        }
                        @for (label, href) in &step.others { (link_button(label, href, ButtonKind::Quiet)) }
                    }
                }
                @if !step.note.is_empty() { p class="held-note" { (step.note) } }
            }
            @if !step.facts.is_empty() { (facts(&step.facts)) }
        }
    }
}
