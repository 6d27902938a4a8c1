//! A person's account, as the team changes it: name, address, sessions.

use assay_app::{AccountForTeam, AppError, EditedAccount, FieldFault, Why};
use assay_assessment::registration::long;
use assay_kernel::PersonId;
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
        looked::status_of,
        sign_in::{error_of, errors, title},
    },
    routes::Routes,
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/people/{id}/account", account)
        .post("/admin/people/{id}/account", edit)
        .post("/admin/people/{id}/account/end-sessions", end_sessions)
}

/// The form as it is shown once more.
#[derive(Default)]
struct Again {
    /// What was typed; as it stands where nothing was.
    edited: Option<EditedAccount>,
    why: String,
    faults: Vec<FieldFault>,
    is_stale: bool,
}

async fn account(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    show(&web, &visitor, id_of(&id)?, Again::default()).await
}

async fn edit(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["name", "email", "was_name", "was_email", "reason"])?;
    let id = id_of(&id)?;
    let text = |field: &str| posted.text(field).to_owned();
    let edited = EditedAccount {
        name: text("name"),
        email: text("email"),
        was_name: text("was_name"),
        was_email: text("was_email"),
    };
    let done = match Why::parse(posted.text("reason")) {
        Ok(why) => web.app.accounts.edit(&posted.visitor.asking, id, &edited, &why).await,
        Err(error) => Err(error),
    };
    after(&web, &posted, id, done, Some(edited)).await
}

async fn end_sessions(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["reason"])?;
    let id = id_of(&id)?;
    let done = match Why::parse(posted.text("reason")) {
        Ok(why) => web.app.accounts.end_sessions_of(&posted.visitor.asking, id, &why).await.map(|_| ()),
        Err(error) => Err(error),
    };
    // The page has another field of this name.
    let done = done.map_err(|error| match error {
        AppError::Invalid(mut faults) => {
            for fault in faults.iter_mut().filter(|fault| fault.field == "reason") {
                fault.field = "end-reason";
            }
            AppError::Invalid(faults)
        }
        other => other,
    });
    after(&web, &posted, id, done, None).await
}

/// What is shown after an act, done or not.
async fn after(
    web: &Web,
    posted: &Posted,
    id: PersonId,
    done: Result<(), AppError>,
    edited: Option<EditedAccount>,
) -> Result<Response, Fault> {
    let why = posted.text("reason").to_owned();
    let again = match done {
        Ok(()) => return Ok(Redirect::to(&format!("{}/account", place(id))).into_response()),
        // What was typed is shown against what it says now.
        Err(AppError::Conflict) => Again { why, is_stale: true, ..Again::default() },
        Err(AppError::Invalid(faults)) => Again { edited, why, faults, is_stale: false },
        Err(error) => return Err(error.into()),
    };
    show(web, &posted.visitor, id, again).await
}

async fn show(web: &Web, visitor: &Visitor, id: PersonId, again: Again) -> Result<Response, Fault> {
    let view = web.app.accounts.for_team(&visitor.asking, id).await?;
    let heading = format!("Account of {}", view.person.name);
    let main = html! {
        (ui::error_summary(&errors(&again.faults)))
        (crumbs(id, &view.person.name))
        (ui::page_header(&heading, "", html! {}))
        @if again.is_stale {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Somebody changed it since you looked").body(
                html! { p { "Nothing was done. This is how it stands now." } }
            ).urgent()))
        }
        @if view.may_edit { (edit_form(visitor, &view, &again)) }
        @else { p { "Name and address of this person are not changed here." } }
        (sessions(visitor, &view, &again))
    };
    let status = status_of(again.is_stale, &again.faults);
    Ok((status, visitor.wide_page(web, &title(&heading, &again.faults), main)).into_response())
}

fn edit_form(visitor: &Visitor, view: &AccountForTeam, again: &Again) -> Markup {
    let person = &view.person;
    let typed = again.edited.as_ref();
    let error = |field: &str| error_of(&again.faults, field).to_owned();
    let name = typed.map_or(&person.name, |typed| &typed.name);
    let email = typed.map_or(&person.email, |typed| &typed.email);
    let name = ui::Field::new("name", "Name").value(name).error(error("name"));
    let email = ui::Field::new("email", "E-mail address")
        .kind(ui::InputKind::Email)
        .help(
            "A new address counts once a link has proved it. Links to the old one end, and until then no \
             import reaches this account.",
        )
        .value(email)
        .error(error("email"));
    let why = ui::Field::new("reason", "Reason, for the audit log").error(error("reason"));
    let why = if typed.is_some() { why.value(&again.why) } else { why };
    ui::section(
        "edit",
        "Name and address",
        html! {
            p { (person.name) " is told what was changed." }
            (ui::post_form(&format!("{}/account", place(person.id)), visitor.csrf(), html! {
                (ui::field(&name))
                (ui::field(&email))
                input type="hidden" name="was_name" value=(person.name);
                input type="hidden" name="was_email" value=(person.email);
                (ui::textarea(&why, 2))
                div class="page-actions" {
                    (ui::submit_button("Save name and address", ui::ButtonKind::Primary))
                    (ui::link_button("Back to the person", &place(person.id), ui::ButtonKind::Quiet))
                }
            }))
        },
    )
}

fn sessions(visitor: &Visitor, view: &AccountForTeam, again: &Again) -> Markup {
    let zone = &visitor.asking.zone;
    let columns = ["Signed in", "Last seen"].map(ui::Column::text).to_vec();
    let rows = view.sessions.iter().map(|session| {
        let day = |at: assay_kernel::Instant| long(at.to_zoned(zone.clone()).date());
        vec![html! { (day(session.created_at)) }, html! { (day(session.seen_at)) }]
    });
    let empty = ui::EmptyState::new("Not signed in anywhere", "A session appears here after signing in.");
    let table = ui::Table::new("Sessions", columns).rows(rows.collect()).empty(empty);
    let many = view.sessions.len();
    let button = format!("End {many} {}", if many == 1 { "session" } else { "sessions" });
    let action = format!("{}/account/end-sessions", place(view.person.id));
    let error = error_of(&again.faults, "end-reason").to_owned();
    let typed = if error.is_empty() { "" } else { again.why.as_str() };
    let why = ui::Field::new("reason", "Reason, for the audit log").id_end("end-reason");
    let why = why.value(typed).error(error);
    ui::section(
        "sessions",
        "Sessions",
        html! {
            (ui::table(&table))
            @if many > 0 {
                p { "Whoever is signed in with this account is signed out everywhere; a running exam "
                    "goes on, and can be continued after signing in again. " (view.person.name) " is told." }
                (ui::post_form(&action, visitor.csrf(), html! {
                    (ui::textarea(&why, 2))
                    (ui::submit_button(&button, ui::ButtonKind::Danger))
                }))
            }
        },
    )
}
