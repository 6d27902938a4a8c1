//! What waits for whoever works in the bank.

use assay_app::{ItemLine, ItemsWanted, Listed, ReviewLine, acts};
use assay_assessment::registration::long;
use assay_bank::work::ItemState;
use axum::extract::State;
use maud::{Markup, html};

use super::{
    items::{named, standing},
    shared::{BANK, manages, place, place_words, review_place},
};
use crate::{
    fault::Fault,
    pages::{admin::when, list::grouped},
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn work(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let (asking, items) = (&visitor.asking, &web.app.items);
    let desk = items.desk(asking).await?;
    let person = asking.person()?;
    let own = |state| ItemsWanted { author: Some(person), state: Some(state), ..ItemsWanted::default() };
    let mut drafts = Vec::new();
    for state in [ItemState::Revised, ItemState::Draft] {
        drafts.push(items.list(asking, &own(state), 1).await?);
    }
    let in_review = ItemsWanted { state: Some(ItemState::InReview), ..ItemsWanted::default() };
    let in_review = match manages(asking) {
        true => Some(items.list(asking, &in_review, 1).await?),
        false => None,
    };
    let scopes = items.own_scopes(asking).await?;
    let waiting = desk.own.iter().filter(|line| !line.decided).count();
    let written = drafts.iter().map(|listed| listed.count).sum::<i64>();
    let lead = format!(
        "{}, {}.",
        many(waiting, "review"),
        many(usize::try_from(written).unwrap_or_default(), "draft")
    );
    let (writes, reviews_here) =
        (asking.may_at_all::<acts::BeginItem>(), asking.may_ever::<acts::LeaseItem>());
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Bank", BANK)]))
        (ui::page_header("My work", &lead, html! {}))
        @if reviews_here || !desk.own.is_empty() {
            (ui::section("reviews", "To review", reviews(&visitor, &desk.own)))
        }
        @if !desk.free.is_empty() { (ui::section("free", "Free to take", free(&visitor, &desk.free))) }
        @if writes { (ui::section("drafts", "To write on", written_by_me(&visitor, &drafts))) }
        @if let Some(listed) = &in_review {
            (ui::section("in-review", "In review", table(&visitor, &listed.lines, "Nothing is in review",
                "Items stand here once their authors give them into review.")))
        }
        (places(&scopes, writes))
    };
    Ok(visitor.bank_page(&web, "My work", main))
}

fn many(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        number => format!("{} {noun}s", grouped(i64::try_from(number).unwrap_or(i64::MAX))),
    }
}

fn reviews(visitor: &Visitor, own: &[ReviewLine]) -> Markup {
    let open: Vec<&ReviewLine> = own.iter().filter(|line| !line.decided).collect();
    if open.is_empty() {
        let text = "A bank manager asks for your review, or you take an item that is free.";
        return ui::empty_state(&ui::EmptyState::new("Nothing waits for your review", text));
    }
    let lines = open.iter().enumerate().map(|(at, line)| {
        let why = html! {
            (place_words(&visitor.asking, &line.item))
            @if let Some(due) = line.due { ". Due on " (long(due)) }
            @if let Some(until) = line.until { ". Kept for you until " (when(until, &visitor.asking)) }
        };
        ui::WaitingLine {
            tone: ui::Tone::Attention,
            title: line.item.slug.clone(),
            why,
            verb: if line.answered { "Decide" } else { "Answer it" }.to_owned(),
            href: review_place(line.item.id),
            first: at == 0,
        }
    });
    ui::waiting(&lines.collect::<Vec<_>>())
}

fn free(visitor: &Visitor, lines: &[ItemLine]) -> Markup {
    html! {
        ul class="waiting" {
            @for line in lines {
                li class="waiting-line tone-neutral" {
                    (ui::icon(ui::Icon::Plus))
                    div class="waiting-what" {
                        strong { (line.slug) }
                        span class="waiting-why" { (line.exam) ": " (place_words(&visitor.asking, line)) }
                    }
                    (ui::post_button(&format!("{}/take", review_place(line.id)), visitor.csrf(),
                        &format!("Take {}", line.slug), ui::ButtonKind::Secondary, &[]))
                }
            }
        }
    }
}

fn written_by_me(visitor: &Visitor, drafts: &[Listed<ItemLine>]) -> Markup {
    let lines: Vec<ItemLine> = drafts.iter().flat_map(|listed| listed.lines.clone()).collect();
    table(visitor, &lines, "You have no draft", "What you begin stands here until reviewers have it.")
}

fn table(visitor: &Visitor, lines: &[ItemLine], title: &str, text: &str) -> Markup {
    let columns = vec![
        ui::Column::text("Item"),
        ui::Column::text("Asks for"),
        ui::Column::text("State"),
        ui::Column::text("Comments"),
        ui::Column::text("Changed"),
    ];
    let row = |line: &ItemLine| {
        vec![
            named(line, &place(line.id)),
            html! { (place_words(&visitor.asking, line)) },
            standing(line),
            html! { @if line.comments_open > 0 { (line.comments_open) " open" } @else { "none open" } },
            html! { (when(line.changed_at, &visitor.asking)) },
        ]
    };
    let table = ui::Table::new("Items", columns).empty(ui::EmptyState::new(title, text)).cards();
    ui::table(&table.rows(lines.iter().map(row).collect()))
}

/// Where whoever asks works.
fn places(scopes: &[(String, String)], writes: bool) -> Markup {
    html! {
        @if !scopes.is_empty() {
            (ui::section("where", "Where you work", html! {
                ul class="mini card" {
                    @for (exam, domain) in scopes {
                        li {
                            span { (exam) ", " @if domain.is_empty() { "every domain" } @else { "domain \
                                " (domain) } }
                            @if writes { a href={ (BANK) "/" (exam) "/write" } { "Write an item" } }
                        }
                    }
                }
            }))
        }
    }
}
