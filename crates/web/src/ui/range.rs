//! A share with the range in which it may lie, against what is needed.

use super::percent;
use super::status::Tone;
use maud::{Markup, html};

/// A share of something, in thousandths.
#[derive(Debug, Clone, Copy, Default)]
pub struct RangeBar {
    /// The lower end of its range.
    pub low: u16,
    /// The share.
    pub at: u16,
    /// The upper end of its range.
    pub high: u16,
    /// What is needed, as a line; none where that is not known.
    pub needed: Option<u16>,
    /// Its tone; the word beside it says the same.
    pub tone: Tone,
}

/// Draws it; the words of the row say what it shows.
pub fn range_bar(bar: &RangeBar) -> Markup {
    let width = bar.high.min(1000).saturating_sub(bar.low).max(4);
    html! {
        span class={ "range " (bar.tone.class()) } {
            svg class="estimate-bar" width="100%" height="16" aria-hidden="true" focusable="false" {
                rect class="bar-track" y="6" width="100%" height="4" rx="2" {}
                rect class="estimate-range" x=(percent(bar.low)) y="4" width=(percent(width)) height="8"
                    rx="2" {}
                @if let Some(needed) = bar.needed {
                    line class="scale-cut" x1=(percent(needed)) x2=(percent(needed)) y1="1" y2="15" {}
                }
                circle class="estimate-dot" cx=(percent(bar.at)) cy="8" r="5" {}
            }
        }
    }
}
