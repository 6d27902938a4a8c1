//! Many items changed at once from their list, and taken back together.

use assay_app::{AppError, FieldFault, LeftItem, ManyDone};
use assay_bank::work::{ItemId, ItemPool};
use assay_kernel::BatchId;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    item_acts::invalid,
    many_bar::{CHANGED, TypedMany, asked_change, count, form},
    many_found::{self, CameOfFound},
    shared::{ActFaults, BANK, crumbs, list_place, manages, place},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{admin::when, list::grouped, sign_in::title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// Items that are named with why they were left; the rest is counted.
const NAMED_MAX: usize = 20;

pub(super) async fn change(
    State(web): State<Web>,
    Path(exam): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["pool", "item", "which", "filter", "change", "tag", "skill", "reason", "mark"])?;
    let visitor = &posted.visitor;
    let list = (exam.as_str(), ItemPool::parse(posted.text("pool")).unwrap_or(ItemPool::Exam));
    let typed = TypedMany::of(&posted);
    let came = match typed.is_found() {
        true => many_found::change(&web, &posted, list, &typed).await,
        false => done(&web, &posted, list).await.map(CameOfFound::Done),
    };
    match came {
        Ok(CameOfFound::Done(done)) => {
            shown(&web, visitor, Some(list), Some(&done), &ActFaults::default()).await
        }
        Ok(CameOfFound::Looked(look)) => Ok(many_found::page(&web, visitor, list, &typed, &look)),
        Err(AppError::Invalid(faults)) => refused(&web, &posted, list, faults).await,
        Err(error) => Err(error.into()),
    }
}

/// The form again, with those that were chosen and what was wrong.
async fn refused(
    web: &Web,
    posted: &Posted,
    (exam, pool): (&str, ItemPool),
    faults: Vec<FieldFault>,
) -> Result<Response, Fault> {
    let visitor = &posted.visitor;
    let tags = web.app.items.tags(&visitor.asking, pool, exam).await?;
    let typed = TypedMany::of(posted);
    let faults = ActFaults::of("many", faults);
    let lead = match typed.items.len() {
        _ if typed.is_found() => "All that the list finds was meant; nothing was changed.".to_owned(),
        0 => "Nothing is chosen, and nothing was changed.".to_owned(),
        1 => "One item is chosen; it was not changed.".to_owned(),
        many => format!("{many} items are chosen; none was changed."),
    };
    let main = html! {
        (faults.summary())
        (ui::breadcrumbs(&crumbs(exam, pool)))
        (ui::page_header("Change the chosen items", &lead, html! {
            (ui::link_button("Choose anew in the list", &list_place(exam, pool), ui::ButtonKind::Quiet))
        }))
        @if !typed.items.is_empty() || typed.is_found() {
            (form(visitor, (exam, pool), &tags, &typed, &faults, &html! {
                input type="hidden" name="which" value=(typed.which);
            }))
        }
    };
    let heading = title("Change the chosen items", faults.all());
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visitor.bank_page(web, &heading, main)).into_response())
}

async fn done(web: &Web, posted: &Posted, (exam, pool): (&str, ItemPool)) -> Result<ManyDone, AppError> {
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    if !manages(asking) {
        asking.person()?;
        return Err(AppError::Forbidden);
    }
    let ids = posted.fields().filter(|(name, _)| *name == "item");
    let ids: Result<Vec<ItemId>, _> = ids.map(|(_, id)| ItemId::parse(id)).collect();
    let ids = ids.map_err(|_| invalid("", "Choose items of the list."))?;
    if ids.is_empty() {
        return Err(invalid("", "Choose at least one item of the list, then say what to do with it."));
    }
    let (change, why) = asked_change(asking, posted, exam)?;
    items.change_many(asking, (pool, exam), &ids, &change, &why).await
}

/// The changes of before, each with its way back.
pub(super) async fn latest(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    shown(&web, &visitor, None, None, &ActFaults::default()).await
}

/// What was done, and the changes before it, each with its way back.
async fn shown(
    web: &Web,
    visitor: &Visitor,
    list: Option<(&str, ItemPool)>,
    done: Option<&ManyDone>,
    faults: &ActFaults,
) -> Result<Response, Fault> {
    let batches = web.app.items.batches(&visitor.asking).await?;
    let columns = vec![
        ui::Column::text("What"),
        ui::Column::text("When"),
        ui::Column::number("Items"),
        ui::Column::text("Back"),
    ];
    let rows = batches.iter().map(|batch| {
        vec![
            html! { (batch.text) },
            html! { (when(batch.at, &visitor.asking)) },
            html! { (grouped(batch.items)) },
            html! {
                @if batch.can_undo {
                    (ui::post_button(&format!("{CHANGED}/{}/undo", batch.id), visitor.csrf(), "Take it back",
                        ui::ButtonKind::Secondary, &[]))
                } @else { span class="muted" { "taken back, or older than a day" } }
            },
        ]
    });
    let table = ui::Table::new("Changes of many items", columns).rows(rows.collect()).cards();
    let main = html! {
        (faults.summary())
        (ui::breadcrumbs(&match list {
            Some((exam, pool)) => crumbs(exam, pool),
            None => vec![ui::Crumb::new("Bank", BANK)],
        }))
        (ui::page_header("Changes of many items", "", html! {
            @if let Some((exam, pool)) = list {
                (ui::link_button("Back to the list", &list_place(exam, pool), ui::ButtonKind::Primary))
            }
        }))
        @if let Some(done) = done {
            (outcome(done))
        }
        (ui::section("batches", "The latest", ui::table(&table)))
    };
    let status = match faults.all().is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let heading = title("Changes of many items", faults.all());
    Ok((status, visitor.bank_page(web, &heading, main)).into_response())
}

/// How many were changed, and why the others were left.
fn outcome(done: &ManyDone) -> Markup {
    let tone = if done.changed > 0 { ui::Tone::Good } else { ui::Tone::Attention };
    let told = format!("{} of {} were changed", count(done.changed), count(done.changed + done.left.len()));
    ui::banner(&ui::Banner::new(tone, told).body(left(&done.left)))
}

/// Items that are left as they are, with why; of many the first.
fn left(left: &[LeftItem]) -> Markup {
    let more = left.len().saturating_sub(NAMED_MAX);
    html! {
        @if !left.is_empty() {
            ul class="points" {
                @for one in left.iter().take(NAMED_MAX) {
                    li { a href=(place(one.id)) { (one.slug) } ": " (one.why) }
                }
            }
            @if more > 0 { p { (count(more)) " more are left." } }
        }
    }
}

pub(super) async fn undo(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    posted.visitor.must_be_signed_in()?;
    let id = BatchId::parse(&id).map_err(|_| Fault::not_found())?;
    match web.app.items.undo_many(&posted.visitor.asking, id).await {
        Ok(_) => Ok(Redirect::to(CHANGED).into_response()),
        Err(AppError::Invalid(faults)) => {
            shown(&web, &posted.visitor, None, None, &ActFaults::of("undo", faults)).await
        }
        Err(error) => Err(error.into()),
    }
}
