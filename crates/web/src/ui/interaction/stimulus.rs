//! Texts that several questions share: beside the question, or folded above it on a phone.

use maud::{Markup, html};

use super::{body, paper::QuestionPaper};

/// The question, with what is read for it at its side.
pub(super) fn beside(paper: &QuestionPaper<'_>, question: Markup) -> Markup {
    let stimuli = &paper.shown.view.stimuli;
    if stimuli.is_empty() {
        return question;
    }
    html! {
        div class="case" data-case {
            // It scrolls by itself, and has to with the keyboard too (WCAG 2.2, 2.1.1).
            div class="case-side" role="group" aria-label="To read for this question" tabindex="0" {
                @for (at, stimulus) in stimuli.iter().enumerate() {
                    details class="case-text" open {
                        summary { (heading(&stimulus.title, at)) }
                        div class="case-body" { (body::nodes(paper, &stimulus.body)) }
                    }
                }
            }
            div class="case-main" { (question) }
        }
    }
}

fn heading(title: &str, at: usize) -> String {
    if title.trim().is_empty() { format!("Text {}", at + 1) } else { title.to_owned() }
}
