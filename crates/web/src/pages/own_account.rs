//! What people change of their own account: their name, their address, and whether there is one.

use assay_app::{AppError, ClosingView, FieldFault};
use assay_assessment::registration::long;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    account_page::{AccountForms, password, show_account},
    entrance::under_way,
    sign_in::{errors, refused, title},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::looked::changed,
    routes::Routes,
    state::Web,
    ui,
    visitor::{Visitor, signed_out_cookie},
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .post("/account/name", rename)
        .post("/account/address", want_address)
        .get("/new-address/{token}", look_at_address)
        .post("/new-address/{token}", use_address)
        .get("/account/close", look_at_closing)
        .post("/account/close", close)
        .get("/account/closed", closed)
}

async fn shown_again(
    web: &Web,
    posted: &Posted,
    field: &'static str,
    error: AppError,
) -> Result<Response, Fault> {
    let (faults, status, headers) = match error {
        AppError::Conflict => {
            let text = "It was changed meanwhile, so nothing was done. This is how it stands now.";
            (vec![FieldFault::new("", text)], StatusCode::CONFLICT, HeaderMap::new())
        }
        other => refused(other)?,
    };
    let again = AccountForms { faults, typed: Some((field, posted.text(field).to_owned())) };
    let page = show_account(web, &posted.visitor, &again).await?;
    Ok((status, headers, page).into_response())
}

async fn rename(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["name"])?;
    match web.app.accounts.rename_own(&posted.visitor.asking, posted.text("name")).await {
        Ok(()) => Ok(Redirect::to("/account").into_response()),
        Err(error) => shown_again(&web, &posted, "name", error).await,
    }
}

async fn want_address(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["address", "password"])?;
    let visitor = &posted.visitor;
    let session = visitor.session.as_ref().ok_or(AppError::NotSignedIn)?;
    let (typed, password) = (posted.text("address"), posted.text("password"));
    let wanted =
        web.app.accounts.want_address(&visitor.asking, session, typed, password, visitor.caller()).await;
    match wanted {
        Ok(address) => Ok(under_way(&web, visitor, &address).into_response()),
        Err(error) => shown_again(&web, &posted, "address", error).await,
    }
}

async fn look_at_address(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let found = match web.app.accounts.new_address(&visitor.asking, &token).await {
        Ok(found) => found,
        Err(AppError::NotFound) => return Ok(over(&web, &visitor)),
        Err(error) => return Err(error.into()),
    };
    let heading = "Confirm your new address";
    let main = html! {
        (ui::page_header(heading, "This link was mailed to you. It works once.", html! {}))
        @if found.is_own {
            (ui::facts(&[
                ui::TermFact::new("New address", &found.address),
                ui::TermFact::new("Present address", &found.person.email),
            ]))
            p { "From then on you sign in with the new one; links that were mailed to the present one end, \
                and it is told so by mail." }
            (ui::post_form(&format!("/new-address/{token}"), visitor.csrf(), html! {
                (ui::submit_button("Use the new address", ui::ButtonKind::Primary))
            }))
        } @else {
            // Whose account it is stands nowhere: the mail may have reached somebody else by a slip.
            p { "Somebody asked for " strong { (found.address) } " to be the address of their account. If \
                it was you, sign in to that account first." }
            (ui::link_button("Sign in", &format!("/sign-in?next=/new-address/{token}"),
                ui::ButtonKind::Primary))
            p class="muted" { "If it was not you, close the page; nothing has happened." }
        }
    };
    Ok(visitor.page(&web, heading, main).into_response())
}

async fn use_address(
    State(web): State<Web>,
    Path(token): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    match web.app.accounts.use_new_address(&posted.visitor.asking, &token).await {
        Ok(()) => Ok(Redirect::to("/account").into_response()),
        Err(AppError::NotFound) => Ok(over(&web, &posted.visitor)),
        Err(error) => Err(error.into()),
    }
}

/// What a link says that was used, ended, replaced by a later one, or never was: the same words.
fn over(web: &Web, visitor: &Visitor) -> Response {
    let heading = "This link no longer works";
    let lead = "It was used, its time is over, or a later mail brought another one.";
    let main = html! {
        (ui::page_header(heading, lead, html! {
            (ui::link_button("Your account", "/account", ui::ButtonKind::Secondary))
        }))
    };
    (StatusCode::NOT_FOUND, visitor.page(web, heading, main)).into_response()
}

async fn look_at_closing(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let view = web.app.accounts.closing_own(&visitor.asking).await?;
    Ok(show_closing(&web, &visitor, &view, &AccountForms::default(), false).into_response())
}

fn show_closing(
    web: &Web,
    visitor: &Visitor,
    view: &ClosingView,
    again: &AccountForms,
    is_stale: bool,
) -> Markup {
    let heading = "Close your account";
    let lead = "Nothing is done yet: read what goes and what stays.";
    let main = html! {
        (ui::error_summary(&errors(&again.faults)))
        (ui::page_header(heading, lead, html! {}))
        (changed(is_stale))
        @if let Some(refused) = &view.refused {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, refused.as_str())))
            p { (ui::link_button("Back to the account", "/account", ui::ButtonKind::Secondary)) }
        } @else {
            (goes(visitor, view))
            (stays(visitor))
            (ui::post_form("/account/close", visitor.csrf(), html! {
                input type="hidden" name="seen" value=(view.mark);
                (password(&view.person, again))
                div class="page-actions" {
                    (ui::submit_button("Close my account", ui::ButtonKind::Danger))
                    (ui::link_button("Keep it", "/account", ui::ButtonKind::Quiet))
                }
            }))
        }
    };
    visitor.page(web, &title(heading, &again.faults), main)
}

fn goes(visitor: &Visitor, view: &ClosingView) -> Markup {
    let body = &visitor.asking.programme.body.name;
    ui::section(
        "goes",
        "What goes",
        html! {
            ul class="stack" {
                li { "You are signed out everywhere, and nobody can sign in to it, by password or link." }
                li { "You do not see your certifications, results and messages here any more, and cannot \
                    renew, register or sit." }
                @if !view.registrations.is_empty() {
                    li {
                        "These registrations are withdrawn:"
                        ul { @for one in &view.registrations {
                            li { (one.exam) @if let Some(last) = one.sit_until { ", until " (long(last)) } }
                        } }
                    }
                }
                li { "You cannot undo it yourself: " (body) " opens it again if you ask them." }
            }
        },
    )
}

fn stays(visitor: &Visitor) -> Markup {
    let body = &visitor.asking.programme.body.name;
    ui::section(
        "stays",
        "What stays",
        html! {
            ul class="stack" {
                li { "Your certifications and badges: their pages stay, others go on verifying them, and \
                    they run out on their day." }
                li { "Your history, results and answers: " (body) " keeps them as the record of its \
                    examinations. Closing erases nothing; ask them if you want more than that." }
            }
            p { a href="/account/data.json" download="my-data.json" { "Download your data first" }
                ": afterwards you cannot." }
        },
    )
}

async fn close(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["seen", "password"])?;
    let visitor = &posted.visitor;
    let session = visitor.session.as_ref().ok_or(AppError::NotSignedIn)?;
    let (seen, password) = (posted.text("seen"), posted.text("password"));
    let error = match web.app.accounts.close_own(&visitor.asking, session, seen, password).await {
        Ok(()) => return Ok((signed_out_cookie(&web)?, Redirect::to("/account/closed")).into_response()),
        Err(error) => error,
    };
    let is_stale = matches!(error, AppError::Conflict);
    let (faults, status, headers) = match error {
        AppError::Conflict => (Vec::new(), StatusCode::CONFLICT, HeaderMap::new()),
        other => refused(other)?,
    };
    let view = web.app.accounts.closing_own(&visitor.asking).await?;
    let page = show_closing(&web, visitor, &view, &AccountForms::with(faults), is_stale);
    Ok((status, headers, page).into_response())
}

/// Where whoever closed their account comes to.
async fn closed(State(web): State<Web>, visitor: Visitor) -> Markup {
    let heading = "Your account is closed";
    let body = &visitor.asking.programme.body.name;
    let main = html! {
        @if visitor.is_signed_in() {
            (ui::page_header("Your account is open", "You are signed in to it.", html! {
                (ui::link_button("Your account", "/account", ui::ButtonKind::Secondary))
            }))
        } @else {
            (ui::page_header(heading, "You are signed out everywhere.", html! {}))
            p { "Your badges go on being verified at the addresses they have. To use the account again, ask "
                (body) " to open it." }
            p { a href="/" { "To the certifications" } }
        }
    };
    visitor.page(&web, if visitor.is_signed_in() { "Your account is open" } else { heading }, main)
}
