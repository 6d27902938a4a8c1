//! Choice: cards with a letter, one below the other; radio buttons where one can be chosen.

use assay_qti::view::{ChoiceView, InteractionView};
use maud::{Markup, PreEscaped, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
    words,
};

pub(super) fn choice(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    choices: &[ChoiceView],
    (min, max): (u32, u32),
    is_horizontal: bool,
) -> Markup {
    let own = paper.own(&view.response);
    let right = paper.right(&view.response);
    let name = field_name(&view.response);
    let has = |words: &str| view.vocabulary.iter().any(|word| word == words);
    let is_row = is_horizontal || has("qti-orientation-horizontal");
    let limits = frame::AskLimits { kind: "choice", said: words::choose(min, max), min, max };
    let cards = html! {
        div class={ "ask-options " (if is_row { "is-row" } else { "" }) } {
            @for (at, choice) in choices.iter().enumerate() {
                @let is_own = own.contains(&choice.identifier);
                @let is_right = right.is_some_and(|right| right.contains(&choice.identifier));
                @let id = paper.id(&view.response, &at.to_string());
                @let label = label(&view.vocabulary, at);
                label class={ "exam-option " (frame::tone(right.is_some(), is_right, is_own)) } for=(id) {
                    input id=(id) name=(name) value=(choice.identifier)
                        type=(if max == 1 { "radio" } else { "checkbox" }) checked[is_own]
                        disabled[paper.is_locked()];
                    @if !label.is_empty() { span class="exam-letter" { (label) } }
                    span class="exam-option-text" {
                        (body::nodes(paper, &choice.content))
                        (frame::marks(paper, right.is_some(), is_right, is_own))
                        @if let Some(reason) = paper.reason(&choice.identifier) {
                            span class="option-why" { (PreEscaped(reason)) }
                        }
                    }
                }
            }
        }
    };
    frame::group(paper, view, &limits, cards)
}

/// A letter or a number, as the shared vocabulary wants it (QTI 3.0, shared vocabulary of choices).
fn label(vocabulary: &[String], at: usize) -> String {
    let has = |words: &str| vocabulary.iter().any(|word| word == words);
    let letter = |first: u8| u8::try_from(at).map_or('?', |at| char::from(first.saturating_add(at)));
    let label = match () {
        () if has("qti-labels-none") => return String::new(),
        () if has("qti-labels-decimal") => (at + 1).to_string(),
        () if has("qti-labels-lower-alpha") => letter(b'a').to_string(),
        () => letter(b'A').to_string(),
    };
    match () {
        () if has("qti-labels-suffix-period") => label + ".",
        () if has("qti-labels-suffix-parenthesis") => label + ")",
        () => label,
    }
}
