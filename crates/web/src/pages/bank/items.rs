//! The items of a pool: searched, filtered, exported.

use assay_app::{Asking, ItemLine, ItemsWanted};
use assay_bank::{
    Artefact,
    work::{ItemPool, ItemState},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    choose, demand, many_bar,
    release::release_place,
    second,
    shared::{
        ActFaults, BANK, WORK, kind_words, list_place, manages, place, place_words, places, pool_words,
        state_chip, state_words, tag, write_place,
    },
};
use crate::{
    fault::Fault,
    pages::list::{Cell, ListAsked, ListOf, ListedColumn, Narrowing, Pairs, grouped, one},
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
    written::recorded,
};

fn columns(asking: &Asking) -> Vec<ListedColumn<ItemLine>> {
    let mut columns = facts();
    if manages(asking)
        && let Some(first) = columns.first_mut()
    {
        first.show = |line, _| chosen(line);
    }
    columns
}

/// The name, with a box before it for whoever may change many.
fn chosen(line: &ItemLine) -> Markup {
    html! {
        div class="item-chosen" {
            label class="item-choose" {
                input type="checkbox" form=(many_bar::FORM) name="item" value=(line.id);
                span class="visually-hidden" { "Choose " (line.slug) }
            }
            div { (titled(line)) }
        }
    }
}

fn titled(line: &ItemLine) -> Markup {
    html! {
        a href=(place(line.id)) { (line.slug) }
        @if !line.title.is_empty() { span class="item-title" { (line.title) } }
    }
}

fn facts() -> Vec<ListedColumn<ItemLine>> {
    vec![
        ListedColumn { title: "Item", width: Width::Name, sort: None, show: |line, _| titled(line) },
        ListedColumn {
            title: "Skill",
            width: Width::Fixed,
            sort: None,
            show: |line, asking| {
                let id = if line.skill.is_empty() { &line.task } else { &line.skill };
                html! { span title=(place_words(asking, line)) { (id) } }
            },
        },
        ListedColumn {
            title: "Kind",
            width: Width::Fixed,
            sort: None,
            show: |line, _| html! { (kind_words(&line.kind)) },
        },
        ListedColumn { title: "State", width: Width::Fixed, sort: None, show: |line, _| stands(line) },
        ListedColumn {
            title: "Version",
            width: Width::Number,
            sort: None,
            show: |line, _| html! { (line.latest) },
        },
        ListedColumn {
            title: "Reads",
            width: Width::Fixed,
            sort: None,
            show: |line, _| html! { @if !line.artefact.is_empty() { (line.artefact) } },
        },
        ListedColumn {
            title: "Changed",
            width: Width::Fixed,
            sort: None,
            show: |line, asking| html! { (recorded(asking, line.changed_at)) },
        },
    ]
}

/// The same with what was said and is open.
fn stands(line: &ItemLine) -> Markup {
    html! {
        (standing(line))
        @if line.comments_open > 0 {
            span class="item-title small" {
                (line.comments_open)
                @if line.comments_open == 1 { " open comment" } @else { " open comments" }
            }
        }
    }
}

/// How the latest version stands; the live one beside it where that is another.
pub(super) fn standing(line: &ItemLine) -> Markup {
    html! {
        (state_chip(line.state))
        @if let Some((number, state)) = line.live.filter(|(number, _)| *number != line.latest) {
            " " span class="small muted" { "version " (number) " " (state_words(state).1.to_lowercase()) }
        }
    }
}

fn cells() -> Vec<Cell<ItemLine>> {
    vec![
        ("id", |line, _| line.id.to_string()),
        ("name", |line, _| line.slug.clone()),
        ("exam", |line, _| line.exam.clone()),
        ("pool", |line, _| line.pool().as_str().to_owned()),
        ("state", |line, _| line.state.as_str().to_owned()),
        ("version", |line, _| line.latest.to_string()),
        ("live_version", |line, _| line.live.map(|(number, _)| number.to_string()).unwrap_or_default()),
        ("live_state", |line, _| line.live.map_or("", |(_, state)| state.as_str()).to_owned()),
        ("domain", |line, _| line.domain.clone()),
        ("task", |line, _| line.task.clone()),
        ("skill", |line, _| line.skill.clone()),
        ("kind", |line, _| line.kind.clone()),
        ("level", |line, _| line.level.clone()),
        ("artefact", |line, _| line.artefact.clone()),
        ("comments_open", |line, _| line.comments_open.to_string()),
        ("changed_at", |line, _| line.changed_at.to_string()),
        ("begins", |line, _| line.title.clone()),
    ]
}

fn filters(asking: &Asking, exam: &str, tags: &[(String, i64)]) -> Vec<Narrowing> {
    let states = ItemState::ALL.map(|state| (state.as_str(), state_words(state).1));
    let live = [("live", "with a live version")];
    let artefacts =
        [("any", "anything")].into_iter().map(|(word, label)| (word.to_owned(), label.to_owned()));
    let kinds = Artefact::ALL.into_iter().map(|kind| (kind.as_str().to_owned(), kind.as_str().to_owned()));
    let mut filters = vec![
        one("state", "State", states.into_iter().chain(live)),
        one("skill", "Skill", places(asking, exam)),
        one("kind", "Kind", ["multiple-choice", "multiple-response"].map(|kind| (kind, kind_words(kind)))),
        one("reads", "Reads", artefacts.chain(kinds)),
    ];
    if !tags.is_empty() {
        let tags = tags.iter().map(|(tag, many)| (tag.clone(), format!("{tag} ({many})")));
        filters.push(one("tag", "Tag", tags));
    }
    filters.push(one(
        "mine",
        "Mine",
        [("written", "I began it"), ("reviewed", "I review it"), ("commented", "with open comments")],
    ));
    filters.push(one("order", "Order", [("name", "by name")]));
    filters
}

fn list(asking: &Asking, exam: &str, pool: ItemPool, tags: &[(String, i64)]) -> ListOf<ItemLine> {
    ListOf {
        path: list_place(exam, pool).into(),
        title: pool_words(pool),
        noun: ("item", "items"),
        search: Some("Words of stems, options, sources, names"),
        filters: filters(asking, exam, tags),
        order: "",
        columns: columns(asking),
        cells: cells(),
        empty: ("Nothing of yours stands here yet", "Items appear here once you begin them."),
    }
}

/// What a filter asks that a list was seen with, and the same in words.
pub(super) fn wanted_by(
    asking: &Asking,
    (exam, pool): (&str, ItemPool),
    tags: &[(String, i64)],
    filter: &str,
) -> (ItemsWanted, Vec<String>) {
    let list = list(asking, exam, pool, tags);
    let asked = list.asked(&Pairs::of_query(filter));
    (wanted(exam, pool, &asked, asking), list.told(&asked))
}

fn wanted(exam: &str, pool: ItemPool, asked: &ListAsked, asking: &Asking) -> ItemsWanted {
    let person = asking.actor.person().copied();
    let mine = |word: &str| person.filter(|_| asked.value("mine") == word);
    ItemsWanted {
        text: asked.value("q").to_owned(),
        pool: Some(pool),
        exam: exam.to_owned(),
        place: asked.value("skill").to_owned(),
        state: ItemState::parse(asked.value("state")),
        live: asked.value("state") == "live",
        kind: asked.value("kind").to_owned(),
        tag: asked.value("tag").to_owned(),
        artefact: asked.value("reads").to_owned(),
        author: mine("written"),
        reviewer: mine("reviewed"),
        commented: asked.value("mine") == "commented",
        by_name: asked.value("order") == "name",
    }
}

pub(super) async fn exam(
    State(web): State<Web>,
    visitor: Visitor,
    Path(exam): Path<String>,
    pairs: Pairs,
) -> Result<Response, Fault> {
    // The list as a file stands beside its page.
    match exam.strip_suffix(".csv") {
        Some(exam) => csv(&web, &visitor, exam, ItemPool::Exam, &pairs).await,
        None => page(&web, &visitor, &exam, ItemPool::Exam, &pairs).await,
    }
}

pub(super) async fn practice(
    State(web): State<Web>,
    visitor: Visitor,
    Path(exam): Path<String>,
    pairs: Pairs,
) -> Result<Response, Fault> {
    page(&web, &visitor, &exam, ItemPool::Practice, &pairs).await
}

pub(super) async fn practice_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Path(exam): Path<String>,
    pairs: Pairs,
) -> Result<Response, Fault> {
    csv(&web, &visitor, &exam, ItemPool::Practice, &pairs).await
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    exam: &str,
    pool: ItemPool,
    pairs: &Pairs,
) -> Result<Response, Fault> {
    let (asking, items) = (&visitor.asking, &web.app.items);
    let owned = items.owned(asking).await?;
    asking.programme.exam(exam).ok_or_else(Fault::not_found)?;
    if owned.iter().all(|(_, code, _)| code != exam) {
        return Ok(choose::not_in_work(web, visitor, exam, &ActFaults::default()));
    }
    let tags = items.tags(asking, pool, exam).await?;
    let list = list(asking, exam, pool, &tags);
    let asked = list.asked(pairs);
    let found = items.list(asking, &wanted(exam, pool, &asked, asking), asked.page()).await?;
    let many = |pool: ItemPool| {
        owned.iter().find(|(of, code, _)| *of == pool && code == exam).map_or(0, |(_, _, many)| *many)
    };
    let reads = items.second_reads(asking, pool, exam).await?;
    let needs = demand::needs(web, asking, exam, pool).await?;
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Bank", BANK)]))
        (ui::page_header(&format!("Items of {exam}"), &lead(asking, pool, found.of), html! {
            (ui::link_button("Write an item", &write_place(exam, pool), ui::ButtonKind::Primary))
            (ui::link_button("My work", WORK, ui::ButtonKind::Secondary))
            @if pool == ItemPool::Practice && manages(asking) && many(pool) > 0 {
                (ui::link_button("Release", &release_place(exam), ui::ButtonKind::Secondary))
            }
        }))
        (tabs(exam, pool, &many))
        (second::of_bank(reads))
        (demand::strip(asking, exam, pool, &needs))
        (many_bar::bar(visitor, (exam, pool), &tags, &many_bar::ListFound {
            count: found.count,
            has_more: found.has_more,
            filter: list.elsewhere("", &asked),
        }))
        (list.page(&asked, asking, &found))
    };
    Ok(visitor.bank_page(web, &format!("Items of {exam}"), main).into_response())
}

fn lead(asking: &Asking, pool: ItemPool, of: i64) -> String {
    let whose = if manages(asking) { "" } else { " that you began" };
    let items = if of == 1 { "item" } else { "items" };
    format!("{}: {} {items}{whose}.", pool_words(pool), grouped(of))
}

fn tabs(exam: &str, shown: ItemPool, many: &dyn Fn(ItemPool) -> i64) -> Markup {
    let tab = |pool: ItemPool| ui::ShowTab {
        label: pool_words(pool).to_owned(),
        count: usize::try_from(many(pool)).unwrap_or_default(),
        href: list_place(exam, pool),
        current: pool == shown,
    };
    ui::show_tabs("Pools", &ItemPool::ALL.map(tab))
}

async fn csv(
    web: &Web,
    visitor: &Visitor,
    exam: &str,
    pool: ItemPool,
    pairs: &Pairs,
) -> Result<Response, Fault> {
    let asking = &visitor.asking;
    asking.programme.exam(exam).ok_or_else(Fault::not_found)?;
    let tags = web.app.items.tags(asking, pool, exam).await?;
    let list = list(asking, exam, pool, &tags);
    let (exam, of) = (exam.to_owned(), asking.clone());
    list.downloaded(
        (web, visitor, pairs),
        |asked| wanted(&exam, pool, asked, &of),
        |of, after: Option<i64>, rows| async move {
            of.app.items.list_part(&of.asking, &of.wanted, after.unwrap_or_default(), rows).await
        },
    )
    .await
}

/// An item named in a sentence or a short list, with what it is about.
pub(super) fn named(line: &ItemLine, href: &str) -> Markup {
    html! {
        a href=(href) { (line.slug) } " " (tag(&line.exam))
        @if !line.title.is_empty() { span class="item-title" { (line.title) } }
    }
}
