//! Gap match: lists in the gaps of a text, and the pool above it.

use assay_qti::view::{Asks, AssociableView, InteractionView, ViewNode};
use maud::{Markup, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
    slots::{self, Chip, SlotDrawn},
};

pub(super) fn gap_match(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    choices: &[AssociableView],
    content: &[ViewNode],
    (min, max): (u32, u32),
) -> Markup {
    let inside = QuestionPaper { inside: Some(view), ..*paper };
    let is_once = choices.iter().all(|choice| choice.match_max == 1);
    let said = if is_once { "Fill the gaps. Each can be used once." } else { "Fill the gaps." };
    let limits = frame::AskLimits { kind: "gap-match", said: said.to_owned(), min, max };
    frame::group(
        paper,
        view,
        &limits,
        html! {
            (slots::pool(paper, &view.response, choices))
            div class="gap-text" { (body::nodes(&inside, content)) }
        },
    )
}

/// A gap with its list.
pub(super) fn gap(paper: &QuestionPaper<'_>, view: &InteractionView, identifier: &str) -> Markup {
    let Asks::GapMatch { choices, content, .. } = &view.asks else { return html! {} };
    let mut gaps = Vec::new();
    gaps_of(content, &mut gaps);
    let number = gaps.iter().position(|(gap, _)| *gap == identifier).map_or(0, |at| at + 1);
    let name = field_name(&view.response);
    let chips: Vec<Chip<'_>> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| Chip {
            identifier: &choice.identifier,
            pair: format!("{} {identifier}", choice.identifier),
            text: body::name(&choice.content, at),
            content: &choice.content,
        })
        .collect();
    let slot = SlotDrawn {
        id: paper.id(&view.response, identifier),
        name: &name,
        label: Some(format!("Gap {number} of {}", gaps.len())),
        chips,
        takes_several: false,
    };
    let (own, right) = (paper.own(&view.response), paper.right(&view.response));
    let is_met = slots::is_met(own, right, &slot.chips);
    let tone = frame::tone(right.is_some(), is_met, true);
    html! {
        span class={ "gap " (tone) } data-slot=(identifier) data-most="1" {
            (slots::slot(paper, &slot, own, "inline-select"))
            (frame::verdict(paper, slots::right_texts(right, &slot.chips).as_deref(), is_met))
        }
    }
}

/// The gaps of a text in its order, and whether each must be filled.
pub(super) fn gaps_of<'v>(nodes: &'v [ViewNode], into: &mut Vec<(&'v str, bool)>) {
    for node in nodes {
        match node {
            ViewNode::Gap { identifier, required } => into.push((identifier, *required)),
            ViewNode::Element { children, .. } => gaps_of(children, into),
            _ => {}
        }
    }
}
