//! One's own account: its page, signing out, devices, the password, the proof of the address.

use assay_app::AppError;
use assay_kernel::TypedId;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::Markup;

use super::{
    account_page::{AccountForms, show_account},
    entrance::under_way,
    sign_in::refused,
};
use crate::{
    fault::Fault,
    form::Posted,
    routes::Routes,
    state::Web,
    visitor::{Visitor, signed_out_cookie},
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .post("/sign-out", sign_out)
        .get("/account", account)
        .post("/account/password", change_password)
        .post("/account/proof", mail_proof)
        .post("/account/sessions/{id}/end", end_session)
}

async fn sign_out(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    if let Some(session) = &posted.visitor.session {
        match web.app.accounts.end_session(&posted.visitor.asking, session.id).await {
            // Ended from another device a moment ago: that is what was asked for.
            Ok(()) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok((signed_out_cookie(&web)?, Redirect::to("/")).into_response())
}

async fn account(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    show_account(&web, &visitor, &AccountForms::default()).await
}

async fn mail_proof(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&[])?;
    let visitor = &posted.visitor;
    match web.app.accounts.want_proof(&visitor.asking, visitor.caller()).await {
        Ok(me) => Ok(under_way(&web, visitor, &me.email).into_response()),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            Ok((status, headers, show_account(&web, visitor, &AccountForms::with(faults)).await?)
                .into_response())
        }
    }
}

async fn change_password(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["old", "new"])?;
    match web
        .app
        .accounts
        .change_password(&posted.visitor.asking, posted.text("old"), posted.text("new"))
        .await
    {
        Ok(()) => Ok((signed_out_cookie(&web)?, Redirect::to("/sign-in")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let page = show_account(&web, &posted.visitor, &AccountForms::with(faults)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            Ok((status, headers, show_account(&web, &posted.visitor, &AccountForms::with(faults)).await?)
                .into_response())
        }
    }
}

async fn end_session(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    web.app.accounts.end_session(&posted.visitor.asking, id).await?;
    Ok(Redirect::to("/account").into_response())
}
