//! Inline choice: a list inside a line.

use assay_qti::view::{ChoiceView, InteractionView, ViewNode};
use maud::{Markup, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
};

pub(super) fn inline(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    choices: &[ChoiceView],
    required: bool,
) -> Markup {
    let own = paper.own(&view.response);
    let right = paper.right(&view.response);
    let is_own = |choice: &&ChoiceView| own.contains(&choice.identifier);
    let wanted = right.and_then(|right| {
        choices
            .iter()
            .find(|choice| right.contains(&choice.identifier))
            .map(|choice| body::plain(&choice.content))
    });
    html! {
        span class="ask-inline" data-response=(view.response) data-kind="inline-choice"
            data-min=[required.then_some(1)] data-min-message=[view.min_message.as_deref()] {
            span class="select inline-select" { select class="input" name=(field_name(&view.response))
                id=(paper.id(&view.response, "ask")) aria-label=(place_name(paper, &view.response))
                aria-describedby=(paper.id(&view.response, "message")) disabled[paper.is_locked()] {
                option value="" { (super::slots::nothing(paper)) }
                @for choice in choices {
                    option value=(choice.identifier) selected[is_own(&choice)] {
                        (body::plain(&choice.content))
                    }
                }
            } }
            (inline_message(paper, &view.response))
            (frame::verdict(paper, wanted.as_deref(), right.is_some_and(|right| right == own)))
        }
    }
}

/// The message of a control inside a line, which may stand in a paragraph.
pub(super) fn inline_message(paper: &QuestionPaper<'_>, response: &str) -> Markup {
    html! {
        span class="ask-message" id=(paper.id(response, "message")) role="status" data-message {
            (paper.fault(response))
        }
    }
}

/// `Blank 2 of 3`: a screen reader's name for a control inside a line.
pub(super) fn place_name(paper: &QuestionPaper<'_>, response: &str) -> String {
    let mut places = Vec::new();
    collect(&paper.shown.view.body, &mut places);
    match places.iter().position(|place| *place == response) {
        Some(at) if places.len() > 1 => format!("Blank {} of {}", at + 1, places.len()),
        _ => "Blank".to_owned(),
    }
}

fn collect<'v>(nodes: &'v [ViewNode], into: &mut Vec<&'v str>) {
    use assay_qti::view::Asks;
    for node in nodes {
        match node {
            ViewNode::Element { children, .. } => collect(children, into),
            ViewNode::Interaction { interaction }
                if matches!(interaction.asks, Asks::InlineChoice { .. } | Asks::TextEntry { .. }) =>
            {
                into.push(&interaction.response);
            }
            _ => {}
        }
    }
}
