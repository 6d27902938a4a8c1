//! What differs between two versions, word by colour, line and sign.

use assay_app::{DifferenceLine, FileDifferenceView, LineChange};
use maud::{Markup, html};

/// Lines that are the same beside one that is not.
const AROUND: usize = 2;

/// Every file that differs.
pub(super) fn differences(files: &[FileDifferenceView]) -> Markup {
    html! {
        @if files.is_empty() { p class="muted" { "These versions say the same." } }
        @for file in files {
            figure class="difference" {
                figcaption { (file.name) }
                @if file.lines.is_empty() {
                    p class="muted" { "No text: a picture or another medium is another one." }
                } @else { (lines(&file.lines)) }
            }
        }
    }
}

fn lines(lines: &[DifferenceLine]) -> Markup {
    let is_near = |at: usize| {
        let (from, until) = (at.saturating_sub(AROUND), at + AROUND);
        lines
            .iter()
            .enumerate()
            .skip(from)
            .take(until - from + 1)
            .any(|(_, line)| line.change != LineChange::Same)
    };
    let mut gone = false;
    html! {
        div class="difference-lines" tabindex="0" role="group" aria-label="Lines that differ" {
            @for (at, line) in lines.iter().enumerate() {
                @if is_near(at) {
                    ({ gone = false; one(line) })
                } @else if !gone {
                    ({ gone = true; html! { p class="difference-gap" { "…" } } })
                }
            }
        }
    }
}

fn one(line: &DifferenceLine) -> Markup {
    html! {
        @match line.change {
            LineChange::Same => p { span class="visually-hidden" { "Same: " } (line.text) },
            LineChange::Gone => p { span class="visually-hidden" { "Gone: " } del { (line.text) } },
            LineChange::New => p { span class="visually-hidden" { "New: " } ins { (line.text) } },
        }
    }
}
