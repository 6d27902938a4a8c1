//! One item: what it asks, how it stands, its versions, and what may be done with it.

use assay_app::{FileBody, ItemParts, ItemVersionLine, OpenVersion, OpenedItem};
use assay_bank::work::{ItemId, ItemState};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    difference::differences,
    draw, second,
    shared::{
        ActFaults, crumbs, id_of, kind_words, place, place_words, review_place, state_chip, state_words, tag,
    },
    side,
};
use crate::{
    fault::Fault,
    pages::{
        admin::when,
        looked::{changed, status_of},
        pictures::served,
        sign_in::title,
    },
    state::Web,
    ui,
    visitor::Visitor,
};

/// Which version, and the one before it that it is compared with.
#[derive(Default, Deserialize)]
pub(super) struct VersionAsked {
    version: Option<u32>,
    from: Option<u32>,
}

pub(super) async fn item(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<VersionAsked>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    show(&web, &visitor, id, &asked, &ActFaults::default(), false).await
}

/// The page, with what was wrong in one of its forms.
pub(super) async fn show(
    web: &Web,
    visitor: &Visitor,
    id: ItemId,
    asked: &VersionAsked,
    faults: &ActFaults,
    is_stale: bool,
) -> Result<Response, Fault> {
    let items = &web.app.items;
    let view = items.item(&visitor.asking, id, asked.version).await?;
    let compared = match asked.from {
        Some(from) => Some((from, items.differences(&visitor.asking, id, from, view.shown.number).await?)),
        None => None,
    };
    let staff = match view.can.assign {
        true => items.staff(&visitor.asking).await?,
        false => Vec::new(),
    };
    let line = &view.line;
    let main = html! {
        (faults.summary())
        (ui::breadcrumbs(&crumbs(&line.exam, line.pool())))
        (ui::page_header(&line.slug, &line.title, html! {
            (state_chip(view.shown.state))
            (tag(&format!("version {}", view.shown.number)))
            @if view.can.write {
                (ui::link_button("Write on it", &format!("{}/write", place(id)), ui::ButtonKind::Primary))
            }
        }))
        (changed(is_stale))
        (second::of_bank(view.second_of_bank))
        (next(visitor, &view))
        div class="split item-page" {
            div class="stack" {
                @if let Some((from, files)) = &compared {
                    (ui::section("difference", &format!("What changed from version {from} to {}",
                        view.shown.number), differences(files)))
                }
                (ui::section("asked", "What is asked", html! {
                    div class="card item-question" { (draw::version(id, &view.shown)) }
                }))
                (about(visitor, &view))
                @if view.shown.open.is_some() {
                    ul class="mini card" {
                        li { a href={ (place(id)) "/alike" } { "What is like it, or gives it away" } }
                        li {
                            a href={ (place(id)) "/given" } {
                                "How it was answered"
                            }
                        }
                    }
                }
                (versions(visitor, &view))
                @if let Some(open) = &view.shown.open { (files(&view, open)) }
            }
            div class="stack" { (side::all(visitor, &view, &staff, faults)) }
        }
    };
    let status = status_of(is_stale, faults.all());
    Ok((status, visitor.bank_page(web, &title(&line.slug, faults.all()), main)).into_response())
}

/// What follows, in a sentence, with the one thing to do.
fn next(visitor: &Visitor, view: &OpenedItem) -> Markup {
    let (id, can) = (view.line.id, view.can);
    let post = |act: &str, label: &str, kind| {
        ui::post_button(&format!("{}/{act}", place(id)), visitor.csrf(), label, kind, &[])
    };
    let state = view.line.state;
    let open = view.line.comments_open;
    html! {
        @if can.submit {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "It waits for its author").body(html! {
                p { "Reviewers see it once it is given into review."
                    @if open > 0 { " " (open) @if open == 1 { " comment is" } @else { " comments are" }
                        " open: whoever wrote it settles it." } }
                (post("submit", "Give it into review", ui::ButtonKind::Primary))
            })))
        } @else if can.answer || can.decide {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "It waits for your review").body(html! {
                (ui::link_button("Review it", &review_place(id), ui::ButtonKind::Primary))
            })))
        } @else if can.lease {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "It waits for reviewers").body(html! {
                (ui::post_button(&format!("{}/take", review_place(id)), visitor.csrf(), "Take a place",
                    ui::ButtonKind::Primary, &[]))
            })))
        } @else if state == ItemState::InReview {
            @let decided = view.reviewers.iter().filter(|one| one.decision.is_some()).count();
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "It is in review").body(html! {
                p { (decided) " of " (view.wanted) " reviewers have decided, and " (view.reviewers.len())
                    @if view.reviewers.len() == 1 { " has a place." } @else { " have a place." } }
            })))
        }
    }
}

fn about(visitor: &Visitor, view: &OpenedItem) -> Markup {
    let (line, asking) = (&view.line, &visitor.asking);
    let outline = asking.programme.programme.outline(&line.exam);
    let domain = outline.and_then(|outline| outline.domains.iter().find(|domain| domain.id == line.domain));
    let live =
        line.live.map(|(number, state)| format!("version {number}, {}", state_words(state).1.to_lowercase()));
    let mut facts = vec![
        ui::TermFact::new(
            "Live version",
            live.unwrap_or_else(|| "none yet: nothing was accepted".to_owned()),
        ),
        ui::TermFact::new("Exam version", &line.exam),
    ];
    facts
        .extend(domain.map(|domain| ui::TermFact::new("Domain", format!("{}. {}", domain.id, domain.title))));
    facts.push(ui::TermFact::new("Asks for", place_words(asking, line)));
    facts.push(ui::TermFact::new("Kind", kind_words(&line.kind)));
    facts.push(ui::TermFact::new("Of the mind", &line.level));
    facts.push(ui::TermFact::new(
        "To read in it",
        if line.artefact.is_empty() { "nothing" } else { &line.artefact },
    ));
    if let Some(parts) = view.shown.open.as_ref().and_then(|open| open.parts.as_ref()) {
        facts.extend(of_parts(parts));
    }
    facts.push(ui::TermFact::new("Second answers", second::of_item(view.second)));
    facts.push(ui::TermFact::new("Last change", when(line.changed_at, asking)));
    html! {
        (ui::section("about", "About it", ui::facts(&facts)))
        @if let Some(open) = &view.shown.open { (draw::findings(&open.faults)) }
    }
}

fn of_parts(parts: &ItemParts) -> Vec<ui::TermFact> {
    let read = match (parts.source_read, parts.source_unread) {
        (Some(day), _) => format!("read on {}", assay_assessment::registration::long(day)),
        (None, true) => "nobody has read it for this item".to_owned(),
        (None, false) => "nothing is said of who read it".to_owned(),
    };
    let list = |words: &[String]| if words.is_empty() { "none".to_owned() } else { words.join(", ") };
    vec![
        ui::TermFact::new(
            "Expected",
            format!("{:.0} % right, {} seconds", parts.difficulty * 100.0, parts.time_s),
        ),
        ui::TermFact::new("Tags", list(&parts.tags)),
        ui::TermFact::new("Enemies", list(&parts.enemies)),
        ui::TermFact::rich(
            "Source",
            html! {
                @if parts.source_url.starts_with("https://") {
                    a href=(parts.source_url) rel="noopener noreferrer" { (parts.source_title) }
                } @else { (parts.source_title) }
                span class="muted" { ", " (read) }
            },
        ),
        ui::TermFact::new("Note", &parts.note),
    ]
}

fn versions(visitor: &Visitor, view: &OpenedItem) -> Markup {
    let columns = vec![
        ui::Column::text("Version"),
        ui::Column::text("State"),
        ui::Column::text("Written"),
        ui::Column::text("By"),
        ui::Column::text("What for"),
        ui::Column::text("Compare"),
    ];
    let here = place(view.line.id);
    let row = |version: &ItemVersionLine| {
        let number = version.number;
        vec![
            html! {
                @if number == view.shown.number { strong { (number) } }
                @else { a href={ (here) "?version=" (number) } { (number) } }
                @if version.is_live { " " (ui::chip(ui::Tone::Good, "Live")) }
            },
            state_chip(version.state),
            html! { (when(version.at, &visitor.asking)) },
            html! { bdi { (version.by.name) } },
            html! { (version.why) },
            html! {
                @if number > 1 && view.shown.open.is_some() {
                    a href={ (here) "?version=" (number) "&from=" (number - 1) "#difference" } {
                        "with version " (number - 1)
                    }
                }
            },
        ]
    };
    let table = ui::Table::new("Versions of the item", columns);
    ui::section(
        "versions",
        "Versions",
        ui::table(&table.rows(view.versions.iter().map(row).collect()).cards()),
    )
}

fn files(view: &OpenedItem, open: &OpenVersion) -> Markup {
    ui::fold(
        "The files of this version",
        "",
        false,
        html! {
            (ui::code_block(&format!("{}.toml", view.line.slug), &open.text))
            @for file in &open.beside {
                @match &file.body {
                    FileBody::Text(text) => (ui::code_block(&file.name, text)),
                    FileBody::Bytes(bytes) => p { (file.name) ", " (bytes.len()) " bytes" },
                }
            }
        },
    )
}

/// Which picture of a version.
#[derive(Deserialize)]
pub(super) struct ItemMediumAsked {
    #[serde(default)]
    version: u32,
    #[serde(default)]
    name: String,
}

pub(super) async fn medium(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<ItemMediumAsked>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    let medium = web.app.items.item_medium(&visitor.asking, id, asked.version, &asked.name).await?;
    Ok(served(medium))
}
