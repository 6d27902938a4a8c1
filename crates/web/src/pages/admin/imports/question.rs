//! One question of an import, as a candidate would see it, with all that is remarked on it.

use assay_app::ImportedQuestion;
use assay_qti::{
    item::AssessmentItem,
    view::{ShownState, of},
    xml::XmlLimits,
};
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::shared::{LIST, id_of, place, verdict_words};
use crate::{
    fault::Fault,
    pages::list::grouped,
    problem::encode,
    state::Web,
    ui::{self, QuestionShown, Responses},
    visitor::Visitor,
};

/// Kinds of files that a page of the team shows; a browser runs nothing of them.
const SHOWN: [&str; 9] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/svg+xml",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "video/mp4",
];

pub(super) async fn question(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, number)): Path<(String, String)>,
) -> Result<Markup, Fault> {
    let number = number.parse().map_err(|_no_number| Fault::not_found())?;
    let found = web.app.items.imported_question(&visitor.asking, id_of(&id)?, number).await?;
    let ImportedQuestion { import, question, item } = &found;
    let (tone, words) = verdict_words(question.verdict);
    let crumbs = [
        ui::Crumb::new("Administration", "/admin"),
        ui::Crumb::new("Imports", LIST),
        ui::Crumb::new(&import.file_name, place(import.id)),
    ];
    let lead = format!("Question {} of the file, called {}", grouped(question.number), question.identifier);
    let main = html! {
        (ui::breadcrumbs(&crumbs))
        (ui::page_header(&question.title, &lead, ui::chip(tone, words)))
        (ui::section("shown", "As a candidate sees it", html! {
            @match item.as_deref().and_then(item_of) {
                Some(item) => (drawn(&found, &item)),
                None => (ui::empty_state(&ui::EmptyState::new(
                    "There is nothing to see", "What is left out has no question. The remarks say why."))),
            }
        }))
        (ui::section("remarks", "Remarks", html! {
            @if question.remarks.is_empty() { p { "Nothing of it is lost." } }
            @else {
                ul class="points" {
                    @for remark in &question.remarks {
                        li {
                            (remark.message)
                            @if remark.line > 0 {
                                " " span class="muted" { "line " (grouped(remark.line.into())) }
                            }
                        }
                    }
                }
            }
        }))
    };
    Ok(visitor.wide_page(&web, &question.title, main))
}

/// The question itself, locked; no key is looked at for it.
fn drawn(found: &ImportedQuestion, item: &AssessmentItem) -> Markup {
    let view = of(item, &[], &ShownState::default());
    let at = place(found.import.id);
    let address = move |path: &str| format!("{at}/media?path={}", encode(path));
    let none = Responses::new();
    let shown = QuestionShown {
        view: &view,
        prefix: "preview",
        responses: &none,
        faults: &[],
        is_locked: true,
        is_guarded: false,
        address: &address,
    };
    ui::question(&shown, None)
}

/// Which file of an import.
#[derive(Deserialize)]
pub(super) struct MediumAsked {
    #[serde(default)]
    path: String,
}

pub(super) async fn medium(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<MediumAsked>,
) -> Result<Response, Fault> {
    let (media_type, bytes) =
        web.app.items.imported_medium(&visitor.asking, id_of(&id)?, &asked.path).await?;
    let Some(shown) = SHOWN.into_iter().find(|known| *known == media_type) else {
        return Err(Fault::not_found());
    };
    Ok(([(header::CONTENT_TYPE, shown)], bytes).into_response())
}

/// An item out of the store.
fn item_of(text: &str) -> Option<AssessmentItem> {
    AssessmentItem::from_text(text, &XmlLimits::ITEM).ok().and_then(|read| read.item)
}
