//! Many items changed at once from their list, and taken back together.

use assay_app::{AppError, FieldFault, MANY_MAX, ManyChange, ManyDone, Why};
use assay_bank::work::{ItemId, ItemPool, ItemState};
use assay_kernel::BatchId;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    item_acts::invalid,
    shared::{ActFaults, BANK, crumbs, list_place, manages, place, places},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{admin::when, list::grouped, sign_in::title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// Where the latest changes stand.
pub(super) const CHANGED: &str = "/admin/bank/changes";
/// Items that are named with why they were left; the rest is counted.
const NAMED_MAX: usize = 20;
/// Tags that are named beside the field; the others are the list's filter.
const TAGS_SHOWN: usize = 8;
/// The form of the bar; boxes of the list name it.
pub(super) const FORM: &str = "many";
const CHANGES: [(&str, &str); 7] = [
    ("add-tag", "Add the tag"),
    ("remove-tag", "Take the tag away"),
    ("place", "Move to the skill"),
    ("accepted", "Use: accepted"),
    ("pretest", "Use: pretest"),
    ("scored", "Use: scored"),
    ("retired", "Retire"),
];

/// What was typed and chosen, to stand in the form again.
#[derive(Default)]
struct TypedMany<'p> {
    items: Vec<&'p str>,
    change: &'p str,
    tag: &'p str,
    skill: &'p str,
    reason: &'p str,
}

/// The bar above a list: what to do with those that are chosen.
pub(super) fn bar(visitor: &Visitor, exam: &str, pool: ItemPool, tags: &[(String, i64)]) -> Markup {
    let within = || form(visitor, (exam, pool), tags, &TypedMany::default(), &ActFaults::default());
    html! {
        @if manages(&visitor.asking) { (ui::fold("Change those that are chosen", "", false, within())) }
    }
}

fn form(
    visitor: &Visitor,
    (exam, pool): (&str, ItemPool),
    tags: &[(String, i64)],
    typed: &TypedMany<'_>,
    faults: &ActFaults,
) -> Markup {
    let changes = CHANGES.map(|(value, label)| ui::Choice::new(value, label).chosen(typed.change == value));
    let skills = places(&visitor.asking, exam).into_iter().filter(|(id, _)| id.contains('.'));
    let skills = skills.map(|(id, words)| {
        let chosen = typed.skill == id;
        ui::Choice::new(id, words).chosen(chosen)
    });
    let skills: Vec<_> = std::iter::once(ui::Choice::new("", "No skill")).chain(skills).collect();
    let known: Vec<&str> = tags.iter().take(TAGS_SHOWN).map(|(tag, _)| tag.as_str()).collect();
    let used = if known.is_empty() { String::new() } else { format!(" Used here: {}.", known.join(", ")) };
    let field = |name: &str, label: &str| faults.field("many", name, label);
    let tag = field("tag", "Tag").help(format!("For a change of tags.{used}")).optional();
    html! {
        form class="form bulk" id=(FORM) method="post" action={ (BANK) "/" (exam) "/many" } novalidate {
            (ui::csrf_field(visitor.csrf()))
            input type="hidden" name="pool" value=(pool.as_str());
            @for id in &typed.items { input type="hidden" name="item" value=(id); }
            (ui::select(&field("change", "What to do"), &changes))
            (ui::field(&tag.value(typed.tag)))
            (ui::select(&field("skill", "Skill").help("For a move to another skill."), &skills))
            (ui::field(&field("reason", "Reason, for the audit log").value(typed.reason)))
            (ui::submit_button("Change the chosen items", ui::ButtonKind::Secondary))
            p class="muted small" {
                "At most " (MANY_MAX) " items at once. For a day all of it can be taken back, as long as \
                    nothing else happens to these items: "
                a href=(CHANGED) { "changes of many items" } "."
            }
        }
    }
}

pub(super) async fn change(
    State(web): State<Web>,
    Path(exam): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["pool", "item", "change", "tag", "skill", "reason"])?;
    let visitor = &posted.visitor;
    let list = (exam.as_str(), ItemPool::parse(posted.text("pool")).unwrap_or(ItemPool::Exam));
    match done(&web, &posted, list).await {
        Ok(done) => shown(&web, visitor, Some(list), Some(&done), &ActFaults::default()).await,
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
    let typed = TypedMany {
        items: posted.fields().filter(|(name, _)| *name == "item").map(|(_, id)| id).collect(),
        change: posted.text("change"),
        tag: posted.text("tag"),
        skill: posted.text("skill"),
        reason: posted.text("reason"),
    };
    let faults = ActFaults::of("many", faults);
    let lead = match typed.items.len() {
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
        @if !typed.items.is_empty() { (form(visitor, (exam, pool), &tags, &typed, &faults)) }
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
    let tag = || match posted.text("tag").trim() {
        "" => Err(invalid("tag", "Name the tag.")),
        tag => Ok(tag.to_owned()),
    };
    let change = match posted.text("change") {
        "add-tag" => ManyChange::AddTag(tag()?),
        "remove-tag" => ManyChange::RemoveTag(tag()?),
        "place" => {
            let wanted = posted.text("skill");
            let outline = asking.programme.programme.outline(exam);
            let task = outline.and_then(|outline| {
                outline
                    .tasks()
                    .find(|task| task.id == wanted || task.skills.iter().any(|one| one.id == wanted))
            });
            let task = task.ok_or_else(|| invalid("skill", "Choose a skill."))?;
            let skill = if task.id == wanted { String::new() } else { wanted.to_owned() };
            ManyChange::Place { task: task.id.clone(), skill }
        }
        state => {
            let state = ItemState::parse(state);
            ManyChange::State(state.ok_or_else(|| invalid("change", "Choose what to do."))?)
        }
    };
    let why = Why::parse(posted.text("reason"))?;
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
    let left = match done {
        Some(done) => named(web, visitor, done).await?,
        None => Vec::new(),
    };
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
            (outcome(done, &left))
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
fn outcome(done: &ManyDone, left: &[(String, ItemId, String)]) -> Markup {
    let tone = if done.changed > 0 { ui::Tone::Good } else { ui::Tone::Attention };
    let told = format!("{} of {} were changed", done.changed, done.changed + done.left.len());
    let more = done.left.len().saturating_sub(left.len());
    ui::banner(&ui::Banner::new(tone, told).body(html! {
        @if !left.is_empty() {
            ul class="points" {
                @for (slug, id, why) in left { li { a href=(place(*id)) { (slug) } ": " (why) } }
            }
            @if more > 0 { p { (more) " more were left." } }
        }
    }))
}

/// Those that were left, by their names.
async fn named(
    web: &Web,
    visitor: &Visitor,
    done: &ManyDone,
) -> Result<Vec<(String, ItemId, String)>, Fault> {
    let mut named = Vec::new();
    for (id, why) in done.left.iter().take(NAMED_MAX) {
        let view = web.app.items.item(&visitor.asking, *id, None).await?;
        named.push((view.line.slug, *id, why.clone()));
    }
    Ok(named)
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
