//! Questions as they are shown: one renderer for the exam, practice, the preview and the review.
//!
//! An [`ItemView`] becomes controls of an ordinary form, so that every question can be answered without a
//! script; `client/questions.js` makes them comfortable. What a control sends is a response in QTI's lexical
//! form under the name of its response variable (`r:RESPONSE`), so a posted form, the script and a stored
//! answer say the same thing in the same words; only an order sends `PLACE IDENTIFIER` ([`read`]).
//!
//! Nothing here knows a key: whoever may show one hands it over as a [`ReleasedKey`] beside the question.

mod asked;
mod body;
mod choice;
mod choice_inline;
mod entry;
mod frame;
mod gap_match;
mod graphic;
mod hot_spot;
mod hot_text;
mod matching;
mod order;
mod paper;
mod picture;
mod read;
mod sample;
mod sample_parts;
mod slots;
mod stimulus;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use words::direction;

use assay_qti::view::{Asks, InteractionView, ItemView, ViewNode};
use maud::{Markup, html};

pub(crate) use asked::{AskedValues, asked};
use paper::{Drawn, QuestionPaper};
pub(crate) use paper::{QuestionShown, ReleasedKey, ResponseFault, Responses};
pub(crate) use read::{FormRead, is_field, read};
pub(crate) use sample::{SAMPLES, Sample};

/// Draws a question; with a key, as a review that can no longer be answered.
pub(crate) fn question(shown: &QuestionShown<'_>, key: Option<&ReleasedKey<'_>>) -> Markup {
    let paper = QuestionPaper { shown, key, inside: None, draw };
    let language = shown.view.language.as_deref();
    // Without a language the first letter decides, as in a message from a stranger.
    let direction = language.map_or("auto", words::direction);
    html! {
        div class="question" data-question data-guarded[shown.is_guarded] data-locked[paper.is_locked()]
            data-prefix=(shown.prefix) lang=[language] dir=(direction) translate="no" {
            (stimulus::beside(&paper, html! {
                div class="question-body" { (body::nodes(&paper, &shown.view.body)) }
            }))
        }
    }
}

/// Draws what stands around a question, or is said of it: nothing in it can be answered.
pub(crate) fn prose(nodes: &[ViewNode], prefix: &str, address: &dyn Fn(&str) -> String) -> Markup {
    let (view, responses) = (ItemView::default(), Responses::new());
    let shown = QuestionShown {
        view: &view,
        prefix,
        responses: &responses,
        faults: &[],
        is_locked: true,
        is_guarded: false,
        address,
    };
    body::nodes(&QuestionPaper { shown: &shown, key: None, inside: None, draw: draw_nothing }, nodes)
}

fn draw_nothing(paper: &QuestionPaper<'_>, drawn: &Drawn<'_>) -> Markup {
    match drawn {
        Drawn::HotText(_, children) => body::nodes(paper, children),
        Drawn::Interaction(_) | Drawn::Gap(_) => html! {},
    }
}

/// What a body leaves to the question.
fn draw(paper: &QuestionPaper<'_>, drawn: &Drawn<'_>) -> Markup {
    match (drawn, paper.inside) {
        (Drawn::Interaction(view), _) => interaction(paper, view),
        (Drawn::Gap(identifier), Some(view)) => gap_match::gap(paper, view, identifier),
        (Drawn::HotText(identifier, children), Some(view)) => {
            hot_text::words(paper, view, identifier, children)
        }
        (Drawn::HotText(_, children), None) => body::nodes(paper, children),
        (Drawn::Gap(_), None) => html! {},
    }
}

/// One place to answer.
fn interaction(paper: &QuestionPaper<'_>, view: &InteractionView) -> Markup {
    match &view.asks {
        Asks::Choice { choices, min, max, is_horizontal } => {
            choice::choice(paper, view, choices, (*min, *max), *is_horizontal)
        }
        Asks::Order { choices, min, max, .. } => order::order(paper, view, choices, (*min, *max)),
        Asks::Match { sources, targets, min, max } => {
            matching::matching(paper, view, sources, targets, (*min, *max))
        }
        Asks::GapMatch { choices, content, min, max } => {
            gap_match::gap_match(paper, view, choices, content, (*min, *max))
        }
        Asks::InlineChoice { choices, required } => choice_inline::inline(paper, view, choices, *required),
        Asks::TextEntry { .. } => entry::text_entry(paper, view),
        Asks::ExtendedText { .. } => entry::extended_text(paper, view),
        Asks::HotText { content, min, max } => hot_text::hot_text(paper, view, content, (*min, *max)),
        Asks::HotSpot { picture, areas, min, max } => {
            hot_spot::hot_spot(paper, view, picture, areas, (*min, *max))
        }
        Asks::GraphicGapMatch { picture, choices, areas, min, max } => {
            graphic::graphic_gap_match(paper, view, picture, choices, areas, (*min, *max))
        }
    }
}

/// Where the style guide shows one of each.
pub(super) fn pointer() -> Markup {
    html! {
        p {
            a href="/styleguide/questions" { "A question of every kind" }
            ", in practice, in the exam, locked and in review."
        }
    }
}
