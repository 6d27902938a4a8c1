//! The decision about an import.

use assay_app::AppError;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    one,
    shared::{id_of, place},
};
use crate::{fault::Fault, form::Posted, pages::list::Pairs, state::Web};

pub(super) async fn decide(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (import, asking, items) = (id_of(&id)?, &posted.visitor.asking, &web.app.items);
    let done = match act.as_str() {
        "keep" => {
            posted.only(&["many"])?;
            let many = posted.text("many").parse().unwrap_or(-1);
            items.keep(asking, import, many).await
        }
        "discard" => {
            posted.only(&[])?;
            items.discard(asking, import).await
        }
        "undo" => {
            posted.only(&[])?;
            items.undo_keep(asking, import).await
        }
        _ => return Err(Fault::not_found()),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&place(import)).into_response()),
        // Its page says how it stands now.
        Err(AppError::Conflict | AppError::Invalid(_)) => {
            one::show(&web, &posted.visitor, &id, &Pairs::none(), true).await
        }
        Err(error) => Err(error.into()),
    }
}
