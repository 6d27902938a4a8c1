//! Match: a card for each of one side, with a list of the other.

use assay_qti::view::{AssociableView, InteractionView};
use maud::{Markup, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
    slots::{self, Chip, SlotCard, SlotDrawn},
    words,
};

pub(super) fn matching(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    sources: &[AssociableView],
    targets: &[AssociableView],
    (min, max): (u32, u32),
) -> Markup {
    // The side of which each takes one gets the lists; where neither is such, boxes say it.
    let once = |side: &[AssociableView]| side.iter().all(|one| one.match_max == 1);
    let by_target = !once(sources) && once(targets);
    let (rows, others) = if by_target { (targets, sources) } else { (sources, targets) };
    let name = field_name(&view.response);
    let limits = frame::AskLimits { kind: "match", said: said(rows, others, min, max), min, max };
    let cards = html! {
        ul class="match-list" {
            @for (at, row) in rows.iter().enumerate() {
                @let chips = others.iter().enumerate().map(|(at, other)| Chip {
                    identifier: &other.identifier,
                    pair: pair(&row.identifier, &other.identifier, by_target),
                    text: body::name(&other.content, at),
                    content: &other.content,
                }).collect();
                (slots::card(paper, &view.response, &SlotCard {
                    identifier: &row.identifier,
                    most: row.match_max,
                    text: body::nodes(paper, &row.content),
                    slot: SlotDrawn {
                        id: paper.id(&view.response, &at.to_string()),
                        name: &name,
                        label: None,
                        chips,
                        takes_several: row.match_max != 1,
                    },
                }))
            }
        }
        // Boxes say all there is to choose from, at each place.
        @if rows.iter().any(|row| row.match_max == 1) { (slots::pool(paper, &view.response, others)) }
    };
    frame::group(paper, view, &limits, cards)
}

/// Source, then target, whichever has the lists.
fn pair(row: &str, other: &str, by_target: bool) -> String {
    if by_target { format!("{other} {row}") } else { format!("{row} {other}") }
}

fn said(rows: &[AssociableView], others: &[AssociableView], min: u32, max: u32) -> String {
    let is_once = others.iter().all(|other| other.match_max == 1);
    let each = if is_once { " Each can be used once." } else { "" };
    let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    match () {
        () if min == max && max > 0 && max < all => format!("Make {} pairs.{each}", words::in_words(max)),
        () if max > 0 && max < all => format!("Make at most {} pairs.{each}", words::in_words(max)),
        () => format!("Choose for each.{each}"),
    }
}
