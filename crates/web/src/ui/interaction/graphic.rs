//! Graphic gap match: things of a pool are put onto areas of a picture; each area has its list below.

use assay_qti::view::{AreaView, AssociableView, InteractionView, ItemPicture};
use maud::{Markup, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
    picture,
    slots::{self, Chip, SlotCard, SlotDrawn},
};

pub(super) fn graphic_gap_match(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    of: &ItemPicture,
    choices: &[AssociableView],
    areas: &[AreaView],
    (min, max): (u32, u32),
) -> Markup {
    let own = paper.own(&view.response);
    let right = paper.right(&view.response);
    let name = field_name(&view.response);
    let class = |area: &AreaView| match slots::is_met(own, right, &chips(choices, area)) {
        _ if right.is_none() => "",
        true => "tone-good",
        false => "tone-attention",
    };
    let is_once = choices.iter().all(|choice| choice.match_max == 1);
    let said = if is_once { "Each can be used once." } else { "" };
    let limits = frame::AskLimits { kind: "graphic-gap-match", said: said.to_owned(), min, max };
    let shown = html! {
        (slots::pool(paper, &view.response, choices))
        (picture::picture(paper, of, areas, &class))
        ol class="area-slots" data-instead {
            @for (at, area) in areas.iter().enumerate() {
                (slots::card(paper, &view.response, &SlotCard {
                    identifier: &area.identifier,
                    most: area.match_max,
                    text: name_of(at, area),
                    slot: SlotDrawn {
                        id: paper.id(&view.response, &at.to_string()),
                        name: &name,
                        label: None,
                        chips: chips(choices, area),
                        takes_several: area.match_max != 1,
                    },
                }))
            }
        }
    };
    frame::group(paper, view, &limits, shown)
}

fn name_of(at: usize, area: &AreaView) -> Markup {
    html! {
        span class="area-name" { (at + 1) }
        @if area.label != (at + 1).to_string() { " " span { (area.label) } }
    }
}

fn chips<'c>(choices: &'c [AssociableView], area: &AreaView) -> Vec<Chip<'c>> {
    let chip = |(at, choice): (usize, &'c AssociableView)| Chip {
        identifier: &choice.identifier,
        pair: format!("{} {}", choice.identifier, area.identifier),
        text: body::name(&choice.content, at),
        content: &choice.content,
    };
    choices.iter().enumerate().map(chip).collect()
}
