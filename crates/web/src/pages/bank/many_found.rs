//! Everything that a filter finds, looked at before it is changed.

use std::collections::BTreeMap;

use assay_app::{AppError, FieldFault, LeftItem, ManyDone, ManyLook};
use assay_bank::work::ItemPool;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    items::wanted_by,
    many_bar::{CHANGES, FOUND, TypedMany, asked_change, count},
    shared::{ActFaults, BANK, crumbs, list_place, manages, place},
};
use crate::{form::Posted, pages::sign_in::title, state::Web, ui, visitor::Visitor};

/// What somebody is told whose look is out of date.
const MOVED: &str = "Something changed since you looked: other items are found by now, or one of them stands \
    otherwise. Nothing was changed. Below stands what would be changed now.";
/// Items that are named with each reason for which some are left; the others are counted.
const NAMED_MAX: usize = 5;

/// What came of it.
pub(super) enum CameOfFound {
    Done(ManyDone),
    Looked(FoundLook),
}

/// What was looked at.
pub(super) struct FoundLook {
    look: ManyLook,
    /// The filter, in words.
    told: Vec<String>,
    is_stale: bool,
}

/// Looks, or does what was looked at.
pub(super) async fn change(
    web: &Web,
    posted: &Posted,
    (exam, pool): (&str, ItemPool),
    typed: &TypedMany<'_>,
) -> Result<CameOfFound, AppError> {
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    if !manages(asking) {
        asking.person()?;
        return Err(AppError::Forbidden);
    }
    let (change, why) = asked_change(asking, posted, exam)?;
    let tags = items.tags(asking, pool, exam).await?;
    let (wanted, told) = wanted_by(asking, (exam, pool), &tags, typed.filter);
    let mut is_stale = false;
    if !typed.mark.is_empty() {
        match items.change_found(asking, &wanted, &change, &why, typed.mark).await {
            Err(AppError::Conflict) => is_stale = true,
            done => return Ok(CameOfFound::Done(done?)),
        }
    }
    let look = items.look_at_many(asking, &wanted, &change, &why).await?;
    Ok(CameOfFound::Looked(FoundLook { look, told, is_stale }))
}

/// What would be changed and what not, and the button that does it.
pub(super) fn page(
    web: &Web,
    visitor: &Visitor,
    (exam, pool): (&str, ItemPool),
    typed: &TypedMany<'_>,
    found: &FoundLook,
) -> Response {
    let FoundLook { look, told, is_stale } = found;
    let faults = match is_stale {
        true => ActFaults::of("many", vec![FieldFault::new("", MOVED)]),
        false => ActFaults::default(),
    };
    let all = look.changed + look.left.len();
    let lead = match told.as_slice() {
        [] => format!("The list finds {}. Nothing is changed yet.", items(all)),
        told => format!("{}: this finds {}. Nothing is changed yet.", told.join(", "), items(all)),
    };
    let back = format!("{}{}", list_place(exam, pool), typed.filter);
    let main = html! {
        (faults.summary())
        (ui::breadcrumbs(&crumbs(exam, pool)))
        (ui::page_header("What would be changed", &lead, html! {
            (ui::link_button("Back to the list", &back, ui::ButtonKind::Quiet))
        }))
        @if look.changed == 0 {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "None of these items would be changed")))
        } @else {
            (ask(visitor, (exam, pool), typed, look))
        }
        @if !look.left.is_empty() {
            @let heading = format!("Left as they are: {}", items(look.left.len()));
            (ui::section("left", &heading, reasons(&look.left)))
        }
    };
    let status = if *is_stale { StatusCode::CONFLICT } else { StatusCode::OK };
    let heading = title("What would be changed", faults.all());
    (status, visitor.bank_page(web, &heading, main)).into_response()
}

fn items(many: usize) -> String {
    if many == 1 { "1 item".to_owned() } else { format!("{} items", count(many)) }
}

fn ask(visitor: &Visitor, (exam, pool): (&str, ItemPool), typed: &TypedMany<'_>, look: &ManyLook) -> Markup {
    let what = CHANGES.iter().find(|(value, _)| *value == typed.change).map_or("", |(_, label)| label);
    let with = match typed.change {
        "add-tag" | "remove-tag" => format!(" {}", typed.tag.trim()),
        "place" => format!(" {}", typed.skill),
        _ => String::new(),
    };
    let fields = [
        ("pool", pool.as_str()),
        ("which", FOUND),
        ("filter", typed.filter),
        ("change", typed.change),
        ("tag", typed.tag),
        ("skill", typed.skill),
        ("reason", typed.reason),
        ("mark", look.mark.as_str()),
    ];
    html! {
        form class="form" method="post" action={ (BANK) "/" (exam) "/many" } novalidate {
            (ui::csrf_field(visitor.csrf()))
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            p { strong { (what) (with) } ", for " (items(look.changed)) ". Reason: " (typed.reason) }
            (ui::submit_button(&format!("Change {}", items(look.changed)), ui::ButtonKind::Primary))
            p class="muted small" {
                "All of it is one change, with one line in the audit log. For a day all of it can be taken \
                    back, as long as nothing else happens to these items."
            }
        }
    }
}

/// Why items are left, the most common reason first.
fn reasons(left: &[LeftItem]) -> Markup {
    let mut by_reason: BTreeMap<&str, Vec<&LeftItem>> = BTreeMap::new();
    for one in left {
        by_reason.entry(&one.why).or_default().push(one);
    }
    let mut by_reason: Vec<_> = by_reason.into_iter().collect();
    by_reason.sort_by_key(|(_, items)| std::cmp::Reverse(items.len()));
    let columns = vec![ui::Column::text("Why"), ui::Column::number("Items"), ui::Column::text("Such as")];
    let row = |(why, items): &(&str, Vec<&LeftItem>)| {
        vec![
            html! { (why) },
            html! { (count(items.len())) },
            html! {
                @for (at, one) in items.iter().take(NAMED_MAX).enumerate() {
                    @if at > 0 { ", " }
                    a href=(place(one.id)) { (one.slug) }
                }
                @if items.len() > NAMED_MAX { " and others" }
            },
        ]
    };
    let table = ui::Table::new("Why items would be left as they are", columns).cards();
    ui::table(&table.rows(by_reason.iter().map(row).collect()))
}
