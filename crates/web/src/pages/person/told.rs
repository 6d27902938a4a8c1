//! What a person was told, for the team: day, kind and words, and a page to send one again.

use assay_app::{AppError, FieldFault, ToldKind, ToldLine, ToldView, Why};
use assay_kernel::PersonId;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::place::{crumbs, id_of, place};
use crate::{
    fault::Fault,
    form::Posted,
    pages::sign_in::{error_of, errors, title},
    problem::encode,
    routes::Routes,
    state::Web,
    ui,
    visitor::Visitor,
    written::{recorded, recorded_on},
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/people/{id}/told", list)
        .get("/admin/people/{id}/told/{topic}", look)
        .post("/admin/people/{id}/told/{topic}", send)
}

#[derive(Default, Deserialize)]
struct ToldPage {
    #[serde(default)]
    page: Option<i64>,
    #[serde(default)]
    sent: String,
}

/// Where one is sent again.
fn again(id: PersonId, topic: &str) -> String {
    format!("{}/told/{}", place(id), encode(topic))
}

fn word(kind: ToldKind) -> &'static str {
    match kind {
        ToldKind::Result => "Result",
        ToldKind::Badge => "Badge",
        ToldKind::Registration => "Registration",
        ToldKind::Programme => "Programme",
        ToldKind::Account => "Account",
    }
}

async fn list(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<ToldPage>,
) -> Result<Markup, Fault> {
    let id = id_of(&id)?;
    let view = web.app.notices.told(&visitor.asking, id, asked.page.unwrap_or(1)).await?;
    let name = &view.person.name;
    let heading = format!("What {name} was told");
    let lead = match view.told.count {
        0 => "Nothing yet.".to_owned(),
        1 => "1 message, as it stands in the inbox.".to_owned(),
        many => format!("{many} messages, the latest first, as they stand in the inbox."),
    };
    let main = html! {
        (crumbs(id, name))
        (ui::page_header(&heading, &lead, html! {}))
        @if view.told.lines.first().is_some_and(|line| line.is_again && asked.sent == "again") {
            (ui::banner(&ui::Banner::new(ui::Tone::Good, "It was sent again")))
        }
        (table(&visitor, &view))
        (pages(&view))
    };
    Ok(visitor.wide_page(&web, &heading, main))
}

fn table(visitor: &Visitor, view: &ToldView) -> Markup {
    let id = view.person.id;
    let mut columns = ["Day", "Kind", "Message"].map(ui::Column::text).to_vec();
    if view.may_send {
        columns.push(ui::Column::text("Action"));
    }
    let rows = view.told.lines.iter().map(|line| {
        let at = line.at.to_zoned(visitor.asking.zone.clone());
        let mut row = vec![
            html! { (recorded(&visitor.asking, line.at)) " " (at.strftime("%H:%M").to_string()) },
            html! {
                (word(line.kind))
                @if line.is_again { " " (ui::chip(ui::Tone::Information, "Sent again")) }
            },
            html! { details class="told" {
                summary { (line.message.subject) }
                p { (line.message.body) }
            } },
        ];
        if view.may_send {
            let href = again(id, &line.message.topic);
            row.push(html! { a href=(href) {
                "Send again" span class="visually-hidden" { ": " (line.message.subject) }
            } });
        }
        row
    });
    let empty = ui::EmptyState::new("Nothing yet", "What this person is told will appear here.");
    ui::table(&ui::Table::new("What was told", columns).rows(rows.collect()).cards().empty(empty))
}

fn pages(view: &ToldView) -> Markup {
    let (page, last) = (view.told.page, (view.told.count - 1).max(0) / assay_app::PAGE_ROWS + 1);
    let href = |page: i64| format!("{}/told?page={page}", place(view.person.id));
    html! {
        @if last > 1 {
            nav class="cluster" aria-label="Pages" {
                @if page > 1 { a href=(href(page - 1)) { "Later messages" } }
                span class="muted" { "Page " (page) " of " (last) }
                @if page < last { a href=(href(page + 1)) { "Earlier messages" } }
            }
        }
    }
}

async fn look(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, topic)): Path<(String, String)>,
) -> Result<Response, Fault> {
    show(&web, &visitor, id_of(&id)?, &topic, "", &[]).await
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    id: PersonId,
    topic: &str,
    why: &str,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let view = web.app.notices.to_send_again(&visitor.asking, id, topic).await?;
    let name = &view.person.name;
    let heading = format!("Send a message to {name} again");
    let ToldLine { message, at, .. } = &view.line;
    let on = recorded_on(&visitor.asking, *at);
    let way = match view.by_mail {
        true => format!(
            "It comes to the inbox as a further, unread message, and by mail to {}.",
            view.person.email
        ),
        false => "It comes to the inbox as a further, unread message. It is not mailed.".to_owned(),
    };
    let why =
        ui::Field::new("reason", "Reason, for the audit log").value(why).error(error_of(faults, "reason"));
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (crumbs(id, name))
        (ui::page_header(&heading, "Nothing is sent yet.", html! {}))
        (ui::section("what", &message.subject, html! {
            div class="prose" { blockquote { (message.body) } }
            p class="muted" { "Told " (on) ". The words stay the same." }
        }))
        @if view.person.closed.is_some() {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "This account is closed").body(html! {
                p { "Its inbox is shut: it is read once the account is open again." }
            })))
        }
        p { (way) }
        (ui::post_form(&again(id, topic), visitor.csrf(), html! {
            (ui::textarea(&why, 2))
            div class="page-actions" {
                (ui::submit_button("Send it again", ui::ButtonKind::Primary))
                (ui::link_button("Send nothing", &format!("{}/told", place(id)), ui::ButtonKind::Quiet))
            }
        }))
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title(&heading, faults), main)).into_response())
}

async fn send(
    State(web): State<Web>,
    Path((id, topic)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["reason"])?;
    let (visitor, id, why) = (&posted.visitor, id_of(&id)?, posted.text("reason"));
    let done = match Why::parse(why) {
        Ok(why) => web.app.notices.send_again(&visitor.asking, id, &topic, &why).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/told?sent=again", place(id))).into_response()),
        Err(AppError::Invalid(faults)) => show(&web, visitor, id, &topic, why, &faults).await,
        Err(error) => Err(error.into()),
    }
}
