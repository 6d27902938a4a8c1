//! Dated events in order, with today among them.

use super::status::Tone;
use maud::{Markup, html};

/// One dated event.
#[derive(Debug, Clone, Default)]
pub struct TimelineEvent {
    /// The date: '29 September 2025'.
    pub date: String,
    /// The same as `2025-09-29`.
    pub date_iso: String,
    /// What happens.
    pub title: String,
    /// What it means; may be empty.
    pub note: Markup,
    /// Whether it lies before today's marker (today itself counts as past).
    pub past: bool,
    /// Its tone; neutral for most.
    pub tone: Tone,
}

impl TimelineEvent {
    /// An event without a note.
    pub fn new(
        date: impl Into<String>,
        date_iso: impl Into<String>,
        title: impl Into<String>,
        past: bool,
    ) -> Self {
        Self { date: date.into(), date_iso: date_iso.into(), title: title.into(), past, ..Self::default() }
    }
    /// Adds what it means.
    #[must_use]
    pub fn note(mut self, note: Markup) -> Self {
        self.note = note;
        self
    }
    /// Sets the tone.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Draws the events, oldest first, with a marker at `today` (a written date).
///
/// Up to seven events lie side by side where there is room; otherwise they stand in a column.
pub fn timeline(caption: &str, today: &str, events: &[TimelineEvent]) -> Markup {
    let past = events.iter().filter(|event| event.past).count();
    let class = if events.len() <= 7 { "timeline timeline-flat" } else { "timeline" };
    html! {
        figure class="timeline-figure" {
            figcaption { (caption) }
            ol class=(class) {
                @for (index, event) in events.iter().enumerate() {
                    @if index == past { (marker(today)) }
                    (entry(event))
                }
                @if past == events.len() { (marker(today)) }
            }
        }
    }
}

fn marker(today: &str) -> Markup {
    html! {
        li class="timeline-today" {
            span class="timeline-dot" aria-hidden="true" {}
            span class="timeline-date" { strong { "Today" } " " span { (today) } }
        }
    }
}

fn entry(event: &TimelineEvent) -> Markup {
    let when = if event.past { "is-past" } else { "is-ahead" };
    html! {
        li class={ "timeline-event " (when) " " (event.tone.class()) } {
            span class="timeline-dot" aria-hidden="true" {}
            time class="timeline-date" datetime=(event.date_iso) { (event.date) }
            span class="timeline-title" { (event.title) }
            @if !event.note.0.is_empty() { div class="timeline-note" { (event.note) } }
        }
    }
}
