//! Counts of several things, each with a bar beside its number: read as a list, seen as a picture.

use maud::{Markup, html};

use super::{percent, permille};

/// One count.
#[derive(Debug, Clone, Default)]
pub struct BarLine {
    /// What is counted; may be a link.
    pub label: Markup,
    /// What else is to be known of it; empty for nothing.
    pub note: String,
    /// The number.
    pub count: i64,
    /// The number as it is written; may be a link to what it counts.
    pub value: Markup,
}

/// Draws counts, their bars as long as the largest says.
pub fn bars(list: &[BarLine]) -> Markup {
    let most = list.iter().map(|line| line.count).max().unwrap_or_default();
    html! {
        ul class="bars" {
            @for line in list {
                li {
                    span class="bars-label" {
                        (line.label)
                        @if !line.note.is_empty() { " " span class="muted" { (line.note) } }
                    }
                    svg class="bars-bar" width="100%" height="8" aria-hidden="true" focusable="false" {
                        rect class="bar-track" width="100%" height="8" rx="2" {}
                        @if line.count > 0 {
                            rect class="bars-filled" width=(percent(permille(0, most, line.count).max(8)))
                                height="8" rx="2" {}
                        }
                    }
                    span class="bars-value" { (line.value) }
                }
            }
        }
    }
}

/// What the style guide shows.
pub(super) fn specimen() -> Markup {
    let line = |label: &str, note: &str, count: i64| BarLine {
        label: html! { a href="#lists" { (label) } },
        note: note.to_owned(),
        count,
        value: html! { (count) },
    };
    bars(&[
        line("SOA-C03", "CloudOps Engineer", 148),
        line("CLF-C02", "Cloud Practitioner", 31),
        line("SOA-C02", "SysOps Administrator, 14 too late", 14),
    ])
}
