//! Numbers with their meaning: meters, steps, stats, scores, estimates.

use super::icon::{Icon, icon};
use super::percent;
use super::status::Tone;
use maud::{Markup, html};

/// How much of a whole is reached.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    /// What is measured.
    pub label: String,
    /// How much, in words: '18 of 24 units'.
    pub text: String,
    /// How much, per mille.
    pub at: u16,
    /// The tone of the reached part.
    pub tone: Tone,
}

/// Draws a meter: label, bar and the number in words.
pub fn meter(meter: &Meter) -> Markup {
    html! {
        div class={ "meter " (meter.tone.class()) } {
            div class="meter-head" { span { (meter.label) } span class="meter-text" { (meter.text) } }
            svg class="meter-bar" width="100%" height="8" aria-hidden="true" focusable="false" {
                rect class="bar-track" width="100%" height="8" rx="2" {}
                rect class="bar-used" width=(percent(meter.at)) height="8" rx="2" {}
            }
        }
    }
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProgressState {
    /// Not begun.
    #[default]
    Ahead,
    /// Being done.
    Current,
    /// Done.
    Done,
}

/// One step of several.
#[derive(Debug, Clone, Default)]
pub struct ProgressStep {
    /// What to do.
    pub title: String,
    /// How far it is; may be empty.
    pub note: Markup,
    /// Where it stands.
    pub state: ProgressState,
    /// Where it is done; empty for no link.
    pub href: String,
}

impl ProgressStep {
    /// A step.
    pub fn new(title: impl Into<String>, state: ProgressState) -> Self {
        Self { title: title.into(), state, ..Self::default() }
    }
    /// Adds how far it is.
    #[must_use]
    pub fn note(mut self, note: Markup) -> Self {
        self.note = note;
        self
    }
    /// Adds where it is done.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }
}

/// Draws numbered steps.
pub fn steps(steps: &[ProgressStep]) -> Markup {
    html! {
        ol class="steps" {
            @for (index, step) in steps.iter().enumerate() { (step_entry(index + 1, step)) }
        }
    }
}

fn step_entry(number: usize, step: &ProgressStep) -> Markup {
    let (class, word) = match step.state {
        ProgressState::Ahead => ("step is-ahead", "not started: "),
        ProgressState::Current => ("step is-current", "current: "),
        ProgressState::Done => ("step is-done", "done: "),
    };
    html! {
        li class=(class) aria-current=[(step.state == ProgressState::Current).then_some("step")] {
            span class="step-number" aria-hidden="true" {
                @if step.state == ProgressState::Done { (icon(Icon::Tick)) } @else { (number) }
            }
            div class="step-body" {
                p class="step-title" {
                    span class="visually-hidden" { (word) }
                    @if step.href.is_empty() { (step.title) } @else { a href=(step.href) { (step.title) } }
                }
                @if !step.note.0.is_empty() { div class="step-note" { (step.note) } }
            }
        }
    }
}

/// One number and what it counts.
#[derive(Debug, Clone, Default)]
pub struct Stat {
    /// The number, written: '1,204'.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// What it means; empty for none.
    pub note: String,
    /// The list behind it; empty for none.
    pub href: String,
    /// The tone; attention draws the eye.
    pub tone: Tone,
}

/// Draws one number; with a link it leads to its list.
pub fn stat(stat: &Stat) -> Markup {
    html! {
        div class={ "stat " (stat.tone.class()) } {
            p class="stat-label" { (stat.label) }
            p class="stat-value" {
                @if stat.href.is_empty() { (stat.value) } @else { a href=(stat.href) { (stat.value) } }
                @if !matches!(stat.tone, Tone::Neutral) { (icon(stat.tone.icon())) }
            }
            @if !stat.note.is_empty() { p class="stat-note" { (stat.note) } }
        }
    }
}

/// Draws numbers side by side.
pub fn stats(list: &[Stat]) -> Markup {
    html! { div class="stats" { @for entry in list { (stat(entry)) } } }
}

/// A scaled score on its scale.
#[derive(Debug, Clone, Default)]
pub struct ScoreBar {
    /// The lowest scaled score: 100.
    pub lowest: u16,
    /// The highest scaled score: 1000.
    pub highest: u16,
    /// The cut score: 720.
    pub cut: u16,
    /// The score; none before its release.
    pub score: Option<u16>,
}

impl ScoreBar {
    fn at(&self, score: u16) -> u16 {
        super::permille(i64::from(self.lowest), i64::from(self.highest), i64::from(score))
    }
}

/// Draws the scale with the cut and the score, and says both in words.
pub fn score_scale(scale: &ScoreBar) -> Markup {
    let cut_at = scale.at(scale.cut);
    let passed = scale.score.is_some_and(|score| score >= scale.cut);
    let tone = if passed { Tone::Good } else { Tone::Neutral };
    let words = match scale.score {
        Some(score) => format!(
            "Score {score} on a scale from {} to {}; {} is needed to pass.",
            scale.lowest, scale.highest, scale.cut
        ),
        None => format!("Scale from {} to {}; {} is needed to pass.", scale.lowest, scale.highest, scale.cut),
    };
    html! {
        figure class={ "scale " (tone.class()) } {
            svg class="scale-bar" width="100%" height="96" role="img" aria-label=(words) focusable="false" {
                rect class="bar-track" x="0" y="46" width="100%" height="10" rx="2" {}
                rect class="scale-pass" x=(percent(cut_at)) y="46" width=(percent(1000 - cut_at)) height="10"
                    rx="2" {}
                line class="scale-cut" x1=(percent(cut_at)) x2=(percent(cut_at)) y1="40" y2="66" {}
                text class="scale-cut-text" x=(percent(cut_at)) y="84" text-anchor="middle" { "Pass "
                    (scale.cut) }
                text class="scale-end" x="0" y="84" { (scale.lowest) }
                text class="scale-end" x="100%" y="84" text-anchor="end" { (scale.highest) }
                @if let Some(score) = scale.score { (score_mark(scale.at(score), score)) }
            }
        }
    }
}

fn score_mark(at: u16, score: u16) -> Markup {
    let anchor = match at {
        0..=60 => "start",
        940.. => "end",
        _ => "middle",
    };
    html! {
        line class="scale-score-line" x1=(percent(at)) x2=(percent(at)) y1="36" y2="56" {}
        circle class="scale-score-dot" cx=(percent(at)) cy="51" r="8" {}
        text class="scale-score" x=(percent(at)) y="28" text-anchor=(anchor) { (score) }
    }
}

/// An estimate with the range it may lie in.
#[derive(Debug, Clone, Default)]
pub struct Estimate {
    /// What is estimated.
    pub label: String,
    /// The estimate in words: '62 %, between 51 % and 72 %'.
    pub text: String,
    /// The estimate, per mille.
    pub at: u16,
    /// The lower end of the range, per mille.
    pub low: u16,
    /// The upper end of the range, per mille.
    pub high: u16,
    /// The tone; attention for the weakest.
    pub tone: Tone,
}

/// Draws estimates with their ranges, one a line.
pub fn estimates(caption: &str, list: &[Estimate]) -> Markup {
    html! {
        figure class="estimates" {
            figcaption { (caption) }
            ul { @for entry in list { (estimate_line(entry)) } }
        }
    }
}

fn estimate_line(entry: &Estimate) -> Markup {
    let width = entry.high.min(1000).saturating_sub(entry.low).max(4);
    html! {
        li class={ "estimate " (entry.tone.class()) } {
            div class="meter-head" { span { (entry.label) } span class="meter-text" { (entry.text) } }
            svg class="estimate-bar" width="100%" height="16" aria-hidden="true" focusable="false" {
                rect class="bar-track" y="6" width="100%" height="4" rx="2" {}
                rect class="estimate-range" x=(percent(entry.low)) y="4" width=(percent(width)) height="8"
                    rx="2" {}
                circle class="estimate-dot" cx=(percent(entry.at)) cy="8" r="5" {}
            }
        }
    }
}
