//! Choice: cards with a letter, one below the other; radio buttons where one can be chosen.

use assay_qti::view::{ChoiceView, InteractionView};
use maud::{Markup, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
    words,
};

/// The card of one option, the same in the exam and in practice.
pub(crate) struct OptionCard<'a> {
    /// The control's id.
    pub id: String,
    /// The field's name.
    pub name: &'a str,
    /// What is sent.
    pub value: &'a str,
    /// Whether others may be chosen with it.
    pub is_one_of_several: bool,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Whether it can no longer be chosen.
    pub is_locked: bool,
    /// `A`, `1`; empty for none.
    pub label: String,
    /// Further classes.
    pub class: &'a str,
}

/// An option with its letter.
pub(crate) fn option_card(card: &OptionCard<'_>, text: Markup, marks: Markup) -> Markup {
    html! {
        label class={ "exam-option " (card.class) } for=(card.id) {
            input id=(card.id) name=(card.name) value=(card.value)
                type=(if card.is_one_of_several { "checkbox" } else { "radio" }) checked[card.is_chosen]
                disabled[card.is_locked];
            @if !card.label.is_empty() { span class="exam-letter" { (card.label) } }
            span class="exam-option-text" { (text) (marks) }
        }
    }
}

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
                @let card = OptionCard {
                    id: paper.id(&view.response, &at.to_string()),
                    name: &name,
                    value: &choice.identifier,
                    is_one_of_several: max != 1,
                    is_chosen: is_own,
                    is_locked: paper.is_locked(),
                    label: label(&view.vocabulary, at),
                    class: frame::tone(right.is_some(), is_right, is_own),
                };
                (option_card(&card, body::nodes(paper, &choice.content),
                    frame::marks(paper, right.is_some(), is_right, is_own)))
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
