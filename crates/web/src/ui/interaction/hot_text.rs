//! Hot text: words of a text that can be chosen.

use assay_qti::view::{Asks, InteractionView, ViewNode};
use maud::{Markup, html};

use super::{
    body, frame,
    paper::{QuestionPaper, field_name},
    words,
};

pub(super) fn hot_text(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    content: &[ViewNode],
    (min, max): (u32, u32),
) -> Markup {
    let inside = QuestionPaper { inside: Some(view), ..*paper };
    let said = format!("{} What can be chosen is framed.", words::choose(min, max));
    let limits = frame::AskLimits { kind: "hot-text", said, min, max };
    let text = html! { div class="hot-text" { (body::nodes(&inside, content)) } };
    frame::group(paper, view, &limits, text)
}

/// Words that can be chosen.
pub(super) fn words(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    identifier: &str,
    children: &[ViewNode],
) -> Markup {
    let Asks::HotText { max, .. } = &view.asks else { return html! {} };
    let listed = |list: &[String]| list.iter().any(|one| one == identifier);
    let is_own = listed(paper.own(&view.response));
    let right = paper.right(&view.response);
    let is_right = right.is_some_and(listed);
    html! {
        label class={ "hot " (frame::tone(right.is_some(), is_right, is_own)) } {
            input type=(if *max == 1 { "radio" } else { "checkbox" }) name=(field_name(&view.response))
                value=(identifier) checked[is_own] disabled[paper.is_locked()];
            span { (body::nodes(paper, children)) }
            (frame::marks(paper, right.is_some(), is_right, is_own))
        }
    }
}
