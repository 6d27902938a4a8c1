//! One's own account: the list of devices, the password, the address.

use assay_app::{AppError, FieldFault};
use assay_assessment::registration::long;
use assay_kernel::TypedId;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    entrance::under_way,
    sign_in::{PASSWORD_HELP, error_of, errors, refused, title},
};
use crate::{
    fault::Fault,
    form::Posted,
    routes::Routes,
    state::Web,
    ui,
    visitor::{Visitor, signed_out_cookie},
    written::recorded,
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
    show_account(&web, &visitor, &[]).await
}

async fn show_account(web: &Web, visitor: &Visitor, faults: &[FieldFault]) -> Result<Markup, Fault> {
    let sessions = web.app.accounts.my_sessions(&visitor.asking).await?;
    let me = web.app.accounts.me(&visitor.asking).await?;
    let Some(current) = &visitor.session else { return Err(AppError::NotSignedIn.into()) };
    let zone = &visitor.asking.zone;
    let rows = sessions.iter().map(|session| {
        let own = session.id == current.id;
        let seen = session.seen_at.to_zoned(zone.clone());
        vec![
            html! { (device(&session.user_agent)) @if own { " " (ui::chip(ui::Tone::Good, "This one")) } },
            html! { (recorded(&visitor.asking, session.created_at)) },
            html! { (long(seen.date())) " " (seen.strftime("%H:%M").to_string()) },
            ui::post_button(
                &format!("/account/sessions/{}/end", session.id),
                visitor.csrf(),
                if own { "Sign out here" } else { "End this session" },
                ui::ButtonKind::Quiet,
                &[],
            ),
        ]
    });
    let columns = ["Device", "Signed in", "Last used", "Action"].map(ui::Column::text).to_vec();
    let table = ui::Table::new("Where you are signed in", columns).rows(rows.collect());
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header(&current.name, &current.email, html! {}))
        @if !me.is_verified() { (not_confirmed(visitor, web.app.accounts.mails())) }
        (ui::section("sessions", "Devices", ui::table(&table)))
        (ui::section("password", "Password", html! {
            p class="muted" { "Changing it ends every session, this one too." }
            (ui::post_form("/account/password", visitor.csrf(), html! {
                (ui::field(&ui::Field::new("old", "Present password").kind(ui::InputKind::Password)
                    .autocomplete("current-password").error(error_of(faults, "old"))))
                (ui::field(&ui::Field::new("new", "New password").kind(ui::InputKind::Password)
                    .autocomplete("new-password").error(error_of(faults, "new"))
                    .help(PASSWORD_HELP)))
                (ui::submit_button("Change the password", ui::ButtonKind::Secondary))
            }))
        }))
    };
    Ok(visitor.page(web, &title("Account and devices", faults), main))
}

/// What an address that nobody proved means for its owner (F3).
fn not_confirmed(visitor: &Visitor, mails: bool) -> Markup {
    let body = visitor.asking.programme.body.name.clone();
    let what =
        "What was recorded for this address elsewhere does not show here, and new badges do not name it.";
    let banner = ui::Banner::new(ui::Tone::Attention, "Your address is not confirmed");
    ui::banner(&banner.body(html! {
        @if mails {
            p { (what) " A mail with a link was sent to it: open the link and press the button there." }
            (ui::post_button("/account/proof", visitor.csrf(), "Mail the link again",
                ui::ButtonKind::Secondary, &[]))
        } @else {
            p { (what) " Ask " (body) " for a link that confirms it." }
        }
    }))
}

async fn mail_proof(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&[])?;
    let visitor = &posted.visitor;
    match web.app.accounts.want_proof(&visitor.asking, visitor.caller()).await {
        Ok(me) => Ok(under_way(&web, visitor, &me.email).into_response()),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            Ok((status, headers, show_account(&web, visitor, &faults).await?).into_response())
        }
    }
}

/// A browser's name, as far as it can be told.
pub(super) fn device(user_agent: &str) -> String {
    let browsers = [("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Another program".to_owned(),
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
            let page = show_account(&web, &posted.visitor, &faults).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            Ok((status, headers, show_account(&web, &posted.visitor, &faults).await?).into_response())
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
