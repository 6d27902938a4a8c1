//! A period of validity as a bar, with its renewal windows and today.

use super::percent;
use super::status::Tone;
use maud::{Markup, html};

/// A span inside a period in which something can be done.
#[derive(Debug, Clone, Default)]
pub struct PeriodWindow {
    /// What can be done: 'Renew with any higher exam'.
    pub label: String,
    /// When: '15 June 2025 to 15 June 2026'.
    pub when: String,
    /// Where it opens, per mille of the period.
    pub start: u16,
    /// Where it closes, per mille of the period.
    pub end: u16,
    /// Whether it is open today.
    pub open: bool,
}

/// A period of validity.
#[derive(Debug, Clone, Default)]
pub struct PeriodBar {
    /// Its first day: '15 June 2023'.
    pub from: String,
    /// Its last day: '15 June 2026'.
    pub until: String,
    /// Today: '29 September 2025'.
    pub today: String,
    /// Where today is, per mille of the period; none if outside it.
    pub today_at: Option<u16>,
    /// The windows inside it.
    pub windows: Vec<PeriodWindow>,
    /// The tone of the used part.
    pub tone: Tone,
}

/// Draws the period; the same facts stand below it in words.
pub fn period_bar(period: &PeriodBar) -> Markup {
    let used = period.today_at.unwrap_or(1000).min(1000);
    html! {
        figure class={ "period " (period.tone.class()) } {
            svg class="period-bar" width="100%" height=(36 + 8 * period.windows.len()) aria-hidden="true"
                focusable="false" {
                rect class="bar-track" x="0" y="24" width="100%" height="12" rx="3" {}
                rect class="bar-used" x="0" y="24" width=(percent(used)) height="12" rx="3" {}
                @for (row, window) in period.windows.iter().enumerate() { (window_mark(row, window)) }
                @if let Some(at) = period.today_at { (today_mark(at, &period.today)) }
            }
            div class="period-ends" {
                span { span class="period-word" { "From " } (period.from) }
                span { span class="period-word" { "Until " } (period.until) }
            }
            @if !period.windows.is_empty() {
                ul class="period-windows" {
                    @for window in &period.windows {
                        li {
                            span class={ "swatch " (if window.open { "swatch-open" } else { "swatch-later" })
                                }
                                aria-hidden="true" {}
                            span { strong { (window.label) } " " span class="muted" { (window.when) } }
                        }
                    }
                }
            }
        }
    }
}

/// Windows may overlap, so each has its own row under the bar.
fn window_mark(row: usize, window: &PeriodWindow) -> Markup {
    let start = window.start.min(1000);
    let length = window.end.min(1000).saturating_sub(start).max(4);
    let class = if window.open { "bar-window bar-window-open" } else { "bar-window" };
    html! {
        rect class=(class) x=(percent(start)) y=(39 + 8 * row) width=(percent(length)) height="5" rx="2.5" {}
    }
}

/// The marker of today; its words stay inside the picture at both ends.
fn today_mark(at: u16, today: &str) -> Markup {
    let anchor = match at {
        0..=280 => "start",
        720.. => "end",
        _ => "middle",
    };
    html! {
        line class="bar-today" x1=(percent(at)) x2=(percent(at)) y1="18" y2="38" {}
        text class="bar-today-text" x=(percent(at)) y="12" text-anchor=(anchor) { "Today, " (today) }
    }
}
