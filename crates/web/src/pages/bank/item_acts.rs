//! What is done with an item from its page.

use assay_app::{AppError, FieldFault, Why};
use assay_bank::work::{ItemId, ItemState};
use assay_kernel::{Date, PersonId};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    item::{VersionAsked, show},
    shared::{ActFaults, LedFrom, came, id_of, place},
};
use crate::{fault::Fault, form::Posted, state::Web};

pub(super) async fn decide(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let id = id_of(&posted.visitor, &id)?;
    posted.only(fields_of(&act).ok_or_else(Fault::not_found)?)?;
    let form = match act.as_str() {
        "settle" => format!("settle-{}", posted.text("number")),
        act => act.to_owned(),
    };
    match came(done(&web, &posted, id, &act).await)? {
        LedFrom::Done => Ok(Redirect::to(&place(id)).into_response()),
        LedFrom::Refused(faults) => {
            let faults = ActFaults::of(&form, faults);
            show(&web, &posted.visitor, id, &VersionAsked::default(), &faults, false).await
        }
        LedFrom::Stale => {
            show(&web, &posted.visitor, id, &VersionAsked::default(), &ActFaults::default(), true).await
        }
    }
}

/// The fields of each act; none for what is no act.
fn fields_of(act: &str) -> Option<&'static [&'static str]> {
    Some(match act {
        "submit" => &[],
        "back-to-draft" | "retire" => &["reason"],
        "assign" => &["reviewer", "due"],
        "unassign" => &["reviewer"],
        "comment" => &["text"],
        "settle" => &["number", "how"],
        "settle-answer" => &["reviewer", "page"],
        "use" => &["state", "reason"],
        "move" => &["slug", "reason"],
        _ => return None,
    })
}

async fn done(web: &Web, posted: &Posted, id: ItemId, act: &str) -> Result<(), AppError> {
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    // Whoever may not see it learns nothing of what was wrong in the form.
    items.item(asking, id, None).await?;
    let why = || Why::parse(posted.text("reason"));
    match act {
        "submit" => items.submit(asking, id).await,
        "back-to-draft" => items.back_to_draft(asking, id, &why()?).await,
        "retire" => items.retire(asking, id, &why()?).await,
        "assign" => items.assign(asking, id, reviewer(posted)?, due(posted)?).await,
        "unassign" => items.unassign(asking, id, reviewer(posted)?).await,
        "comment" => items.comment(asking, id, posted.text("text")).await,
        "settle" => items.settle(asking, id, number(posted), posted.text("how")).await,
        "settle-answer" => items.settle_answer(asking, id, reviewer(posted)?, posted.text("page")).await,
        "use" => {
            let state = ItemState::parse(posted.text("state"));
            let state = state.ok_or_else(|| invalid("state", "Choose a use."))?;
            items.use_as(asking, id, state, &why()?).await
        }
        _ => match id {
            ItemId::Exam(id) => {
                items.move_to_practice(asking, id, posted.text("slug"), &why()?).await.map(|_| ())
            }
            ItemId::Practice(id) => {
                items.move_to_exam(asking, id, posted.text("slug"), &why()?).await.map(|_| ())
            }
        },
    }
}

pub(super) fn number(posted: &Posted) -> u32 {
    posted.text("number").parse().unwrap_or_default()
}

pub(super) fn invalid(field: &'static str, text: &str) -> AppError {
    AppError::Invalid(vec![FieldFault::new(field, text)])
}

fn reviewer(posted: &Posted) -> Result<PersonId, AppError> {
    PersonId::parse(posted.text("reviewer")).map_err(|_| invalid("reviewer", "Choose somebody who reviews."))
}

fn due(posted: &Posted) -> Result<Option<Date>, AppError> {
    match posted.text("due") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| invalid("due", "Use a day such as 2025-09-29.")),
    }
}
