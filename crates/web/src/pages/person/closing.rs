//! Closing somebody's account, with what follows said first, and opening it again.

use assay_app::{AppError, ClosingView, FieldFault, Why};
use assay_assessment::registration::long;
use assay_kernel::PersonId;
use assay_words::InEnglish;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::place::{crumbs, id_of, place};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        access::closed_words,
        looked::{changed, status_of},
        sign_in::{error_of, errors, title},
    },
    routes::Routes,
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/people/{id}/close", look)
        .post("/admin/people/{id}/close", close)
        .post("/admin/people/{id}/reopen", reopen)
}

/// Why it is looked at once more.
#[derive(Default)]
struct ClosingForm {
    why: String,
    faults: Vec<FieldFault>,
    is_stale: bool,
}

async fn look(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Fault> {
    show(&web, &visitor, id_of(&id)?, ClosingForm::default()).await
}

async fn close(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["seen", "reason"])?;
    let id = id_of(&id)?;
    let done = match Why::parse(posted.text("reason")) {
        Ok(why) => web.app.accounts.close(&posted.visitor.asking, id, posted.text("seen"), &why).await,
        Err(error) => Err(error),
    };
    after(&web, &posted, id, done).await
}

async fn reopen(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["reason"])?;
    let id = id_of(&id)?;
    let done = match Why::parse(posted.text("reason")) {
        Ok(why) => web.app.accounts.reopen(&posted.visitor.asking, id, &why).await,
        Err(error) => Err(error),
    };
    after(&web, &posted, id, done).await
}

async fn after(
    web: &Web,
    posted: &Posted,
    id: PersonId,
    done: Result<(), AppError>,
) -> Result<Response, Fault> {
    let why = posted.text("reason").to_owned();
    let again = match done {
        Ok(()) => return Ok(Redirect::to(&place(id)).into_response()),
        Err(AppError::Conflict) => ClosingForm { why, is_stale: true, ..ClosingForm::default() },
        Err(AppError::Invalid(faults)) => ClosingForm { why, faults, is_stale: false },
        Err(error) => return Err(error.into()),
    };
    show(web, &posted.visitor, id, again).await
}

async fn show(web: &Web, visitor: &Visitor, id: PersonId, again: ClosingForm) -> Result<Response, Fault> {
    let view = web.app.accounts.closing(&visitor.asking, id).await?;
    let name = &view.person.name;
    let heading = match view.person.closed {
        Some(_) => format!("Open the account of {name} again"),
        None => format!("Close the account of {name}"),
    };
    let lead = "Nothing is done yet: look at what follows, then decide.";
    let main = html! {
        (ui::error_summary(&errors(&again.faults)))
        (crumbs(id, name))
        (ui::page_header(&heading, lead, html! {}))
        (changed(again.is_stale))
        @match (&view.person.closed, &view.refused) {
            (Some(closed), _) => {
                p { (closed_words(visitor, *closed)) }
                (opening(visitor, &view, &again))
            }
            (None, Some(refused)) => {
                (ui::banner(&ui::Banner::new(ui::Tone::Information, refused.as_str())))
                p { (ui::link_button("Back to the person", &place(id), ui::ButtonKind::Secondary)) }
            }
            (None, None) => {
                (follows(&view))
                (closing(visitor, &view, &again))
            }
        }
    };
    let status = status_of(again.is_stale, &again.faults);
    Ok((status, visitor.wide_page(web, &title(&heading, &again.faults), main)).into_response())
}

fn follows(view: &ClosingView) -> Markup {
    let name = &view.person.name;
    let sessions = match view.sessions {
        0 => "They are signed in nowhere now.".to_owned(),
        1 => "Their session ends.".to_owned(),
        many => format!("Their {many} sessions end."),
    };
    html! {
        (ui::section("follows", "What follows", html! {
            ul class="stack" {
                li { "Nobody can sign in to it, by password or link. " (sessions)
                    " Links that were made end, and none can be made." }
                @if view.registrations.is_empty() {
                    li { "No registration is withdrawn: " (name) " has none that can still be used." }
                } @else {
                    li {
                        "These registrations are withdrawn:"
                        ul { @for one in &view.registrations {
                            li { (one.exam) @if let Some(last) = one.sit_until { ", until " (long(last)) } }
                        } }
                    }
                }
                li { "Nobody can be registered with it." }
            }
        }))
        (ui::section("stays", "What stays", html! {
            ul class="stack" {
                li { "Certifications, badges and history stay as they are: badges go on being verified, \
                    and run out on their day." }
                li { "Results, messages and the audit log are kept. What is recorded elsewhere still reaches \
                    this record." }
            }
        }))
        (ui::section("told", &format!("What {name} reads"), html! {
            div class="prose" { blockquote { (view.told.text()) } }
            p class="muted" { "By mail where mail is set up and the address is proved, since the inbox is \
                shut with the account." }
        }))
    }
}

fn reason(again: &ClosingForm) -> Markup {
    let why = ui::Field::new("reason", "Reason, for the audit log");
    ui::textarea(&why.value(&again.why).error(error_of(&again.faults, "reason")), 3)
}

fn closing(visitor: &Visitor, view: &ClosingView, again: &ClosingForm) -> Markup {
    let id = view.person.id;
    let body = html! {
        input type="hidden" name="seen" value=(view.mark);
        (reason(again))
        div class="page-actions" {
            (ui::submit_button(&format!("Close the account of {}", view.person.name), ui::ButtonKind::Danger))
            (ui::link_button("Keep everything as it is", &place(id), ui::ButtonKind::Quiet))
        }
        p class="muted" { "It can be opened again here. It is written to the audit log in your name." }
    };
    ui::post_form(&format!("{}/close", place(id)), visitor.csrf(), body)
}

fn opening(visitor: &Visitor, view: &ClosingView, again: &ClosingForm) -> Markup {
    let id = view.person.id;
    let body = html! {
        p { "Once it is open, " (view.person.name) " signs in as before. Registrations that were withdrawn \
            stay so; they can take them up again themselves while registration is open. They are told, by \
            mail too where mail is set up." }
        (reason(again))
        div class="page-actions" {
            (ui::submit_button("Open the account again", ui::ButtonKind::Primary))
            (ui::link_button("Keep it closed", &place(id), ui::ButtonKind::Quiet))
        }
    };
    ui::post_form(&format!("{}/reopen", place(id)), visitor.csrf(), body)
}
