//! Order: cards, each with a list of places; the script moves the cards themselves.

use assay_qti::view::{ChoiceView, InteractionView};
use maud::{Markup, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
    words,
};

pub(super) fn order(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    choices: &[ChoiceView],
    (min, max): (Option<u32>, Option<u32>),
) -> Markup {
    let all = u32::try_from(choices.len()).unwrap_or(u32::MAX);
    let (least, most) = (min.unwrap_or(all).min(all), max.unwrap_or(all).clamp(1, all.max(1)));
    let is_whole = least == all && most == all;
    let own = paper.own(&view.response);
    let right = paper.right(&view.response);
    let place = |list: &[String], choice: &ChoiceView| {
        list.iter().position(|one| *one == choice.identifier).map(|at| at + 1)
    };
    // As it was answered, where it was: what is read is what will count.
    let mut sorted: Vec<&ChoiceView> = choices.iter().collect();
    sorted.sort_by_key(|choice| place(own, choice).unwrap_or(usize::MAX));
    let limits = frame::AskLimits { kind: "order", said: said(least, most, all), min: least, max: most };
    let name = field_name(&view.response);
    let cards = html! {
        ol class="order-list" data-order=(if is_whole { "whole" } else { "part" }) {
            @for choice in sorted {
                @let mine = place(own, choice);
                @let wanted = right.map(|right| place(right, choice));
                @let id = paper.id(&view.response, &choice.identifier);
                li class={ "order-card " (frame::tone(right.is_some(), wanted == Some(mine), true)) }
                    data-card=(choice.identifier) {
                    div class="order-text" id={ (id) "-text" } { (body::nodes(paper, &choice.content)) }
                    label class="order-place" for=(id) lang=[paper.our_language()] {
                        span {
                            "Place" span class="visually-hidden" { " of: " (body::plain(&choice.content)) }
                        }
                        span class="select" { select class="input" id=(id) name=(name)
                            disabled[paper.is_locked()] {
                            option value="" { "–" }
                            @for place in 1..=most {
                                option value={ (place) " " (choice.identifier) }
                                    selected[usize::try_from(place).ok() == mine] { (place) }
                            }
                        } }
                    }
                    @if let Some(wanted) = wanted {
                        @let words = wanted.map_or("left out".to_owned(), |place| format!("place {place}"));
                        (frame::verdict(paper, Some(&words), wanted == mine))
                    }
                }
            }
        }
    };
    frame::group(paper, view, &limits, cards)
}

fn said(least: u32, most: u32, all: u32) -> String {
    match () {
        () if least == all => format!("Put all {} in order, first at the top.", words::in_words(all)),
        () if least == most => {
            format!("Choose {} and give each its place, first is 1.", words::in_words(most))
        }
        () => format!(
            "Choose {} to {} and give each its place, first is 1.",
            words::in_words(least),
            words::in_words(most)
        ),
    }
}
