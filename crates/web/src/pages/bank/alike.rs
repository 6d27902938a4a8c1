//! What is like an item, on demand; two that give each other away become enemies.

use assay_app::{Alike, AlikeItem, AppError, ManyChange, Why};
use assay_bank::work::{ItemId, ItemPool};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    draw,
    item_acts::invalid,
    many_bar::CHANGED,
    shared::{ActFaults, crumbs, id_of, manages, place, pool_words},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{list::grouped, looked::status_of, sign_in::title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// What stands in the audit log unless another reason is typed.
const REASON: &str = "One gives the other away.";

pub(super) async fn alike(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    show(&web, &visitor, id, &ActFaults::default()).await
}

async fn show(web: &Web, visitor: &Visitor, id: ItemId, faults: &ActFaults) -> Result<Response, Fault> {
    let items = &web.app.items;
    let alike = items.alike(&visitor.asking, id).await?;
    let line = &alike.line;
    let mut way = crumbs(&line.exam, line.pool());
    way.push(ui::Crumb::new(&line.slug, place(id)));
    let main = html! {
        (faults.summary())
        (ui::breadcrumbs(&way))
        (ui::page_header(&format!("What is like {}", line.slug), &lead(&alike, &line.exam), html! {}))
        (others(visitor, id, &alike))
        @if !alike.faults.is_empty() { (draw::findings(&alike.faults)) }
        @if alike.may_change {
            p class="muted small" {
                "Making two enemies writes a version of both, asks nothing else, and is taken back within a \
                    day from "
                a href=(CHANGED) { "changes of many items" } "."
            }
        }
    };
    let heading = title(&format!("What is like {}", line.slug), faults.all());
    Ok((status_of(false, faults.all()), visitor.bank_page(web, &heading, main)).into_response())
}

fn lead(alike: &Alike, exam: &str) -> String {
    let many = grouped(i64::try_from(alike.measured).unwrap_or(i64::MAX));
    let measured = match alike.is_whole {
        true => {
            format!("Measured with all {many} items of {exam}, both pools, by the words that they share.")
        }
        false => format!("Measured with the {many} items of {exam} that share the rarest of its words."),
    };
    format!("{measured} A number sees words and not meaning.")
}

fn others(visitor: &Visitor, id: ItemId, alike: &Alike) -> Markup {
    let columns = vec![
        ui::Column::text("Item"),
        ui::Column::number("Alike"),
        ui::Column::text("Pool"),
        ui::Column::text("Enemies"),
    ];
    let row = |other: &AlikeItem| {
        vec![
            html! {
                @if manages(&visitor.asking) { a href=(place(other.id)) { (other.slug) } }
                @else { (other.slug) }
            },
            html! { (format!("{:.0} %", other.cosine * 100.0)) },
            html! { (pool_words(other.id.pool())) },
            enemies(visitor, id, alike, other),
        ]
    };
    let empty = ui::EmptyState::new("Nothing is like it", "No other item shares enough of its words.");
    let table = ui::Table::new("Items that are like it", columns).empty(empty).cards();
    ui::table(&table.rows(alike.items.iter().map(row).collect()))
}

fn enemies(visitor: &Visitor, id: ItemId, alike: &Alike, other: &AlikeItem) -> Markup {
    html! {
        @if other.is_known {
            span class="muted" { "one names the other already" }
        } @else if other.id.pool() != id.pool() {
            span class="muted" { "of another pool: no form holds both" }
        } @else if alike.may_change {
            (ui::post_button(&format!("{}/alike", place(id)), visitor.csrf(), "Make them enemies",
                ui::ButtonKind::Secondary, &[("other", &other.id.to_string()), ("reason", REASON)]))
        } @else {
            span class="muted" { "a bank manager makes them enemies" }
        }
    }
}

pub(super) async fn decide(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["other", "reason"])?;
    let id = id_of(&posted.visitor, &id)?;
    match done(&web, &posted, id).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/alike", place(id))).into_response()),
        Err(AppError::Invalid(faults)) => {
            show(&web, &posted.visitor, id, &ActFaults::of("enemies", faults)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn done(web: &Web, posted: &Posted, id: ItemId) -> Result<(), AppError> {
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    // Whoever may not see it learns nothing of what was wrong in the form.
    let own = items.item(asking, id, None).await?.line;
    if !manages(asking) {
        return Err(AppError::Forbidden);
    }
    let other =
        ItemId::parse(posted.text("other")).map_err(|_| invalid("", "Choose an item that is like it."))?;
    let other = items.item(asking, other, None).await?.line;
    let why = Why::parse(posted.text("reason"))?;
    let pair = ManyChange::Enemies(own.slug.clone(), other.slug);
    let of: (ItemPool, &str) = (own.pool(), &own.exam);
    items.change_many(asking, of, &[own.id, other.id], &pair, &why).await.map(|_| ())
}
