//! Hot spot: areas of a picture, each also in a list.

use assay_qti::view::{AreaView, InteractionView, ItemPicture};
use maud::{Markup, html};

use super::{
    frame,
    paper::{QuestionPaper, field_name},
    picture, words,
};

pub(super) fn hot_spot(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    of: &ItemPicture,
    areas: &[AreaView],
    (min, max): (u32, u32),
) -> Markup {
    let own = paper.own(&view.response);
    let right = paper.right(&view.response);
    let is_key = |area: &AreaView| right.is_some_and(|right| right.contains(&area.identifier));
    let name = field_name(&view.response);
    let class = |area: &AreaView| {
        let (is_right, is_own) = (is_key(area), own.contains(&area.identifier));
        match frame::tone(right.is_some(), is_right, is_own) {
            "" if is_own => "is-chosen",
            tone => tone,
        }
    };
    let limits = frame::AskLimits { kind: "hot-spot", said: words::choose(min, max), min, max };
    let shown = html! {
        (picture::picture(paper, of, areas, &class))
        ul class="area-list" data-instead {
            @for (at, area) in areas.iter().enumerate() {
                @let id = paper.id(&view.response, &at.to_string());
                @let (is_own, is_right) = (own.contains(&area.identifier), is_key(area));
                li { label class="pill" for=(id) {
                    input type=(if max == 1 { "radio" } else { "checkbox" }) id=(id) name=(name)
                        value=(area.identifier) data-for-area=(area.identifier) checked[is_own]
                        disabled[paper.is_locked()];
                    span class="area-name" { (at + 1) } " "
                    @if area.label != (at + 1).to_string() { span { (area.label) } }
                    (frame::marks(paper, right.is_some(), is_right, is_own))
                } }
            }
        }
    };
    frame::group(paper, view, &limits, shown)
}
