//! A crew as its lead sees it: its people by name, who is invited, and what ends in the months ahead.

use std::collections::HashMap;

use assay_app::{CrewView, EndingAhead, FieldFault, MemberSeen, PAGE_ROWS, WayAhead};
use assay_assessment::registration::long;
use assay_kernel::CrewId;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    super::sign_in::{error_of, errors, title},
    shared::{faults_of, id_of, place, status_of},
    shown::{TITLES, cells, wanted},
};
use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor};

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let page = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    show(&web, &visitor, (id_of(&id)?, page), "", &[]).await
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    (id, page): (CrewId, i64),
    email: &str,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let view = web.app.crews.look(&visitor.asking, id, page).await?;
    let here = place(id);
    let lead = "You see what each of them chose to show, and nothing else.";
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::breadcrumbs(&[ui::Crumb::new("Crews", "/crews")]))
        (ui::page_header(&view.crew.name, lead, html! {
            (ui::link_button("Assign", &format!("{here}/assign"), ui::ButtonKind::Primary))
            (ui::link_button("Assign by a list", &format!("{here}/list"), ui::ButtonKind::Secondary))
            @if !visitor.asking.programme.job_roles.is_empty() {
                (ui::link_button("Skills", &format!("{here}/skills"), ui::ButtonKind::Quiet))
            }
        }))
        (ui::section("people", "People", people(visitor, &view)))
        (ui::section("invited", "Invitations", invitations(visitor, &view, email, faults)))
        (ui::section("ahead", "Eighteen months ahead", ahead(&view)))
        (ui::section("end", "End the crew", html! {
            p { "Everybody keeps what is theirs. You see nothing of them here any more, and open invitations \
                 end." }
            (ui::post_button(&format!("{here}/end"), visitor.csrf(), "End the crew", ui::ButtonKind::Danger,
                &[]))
        }))
    };
    Ok((status_of(faults), visitor.page(web, &title(&view.crew.name, faults), main)).into_response())
}

fn people(visitor: &Visitor, view: &CrewView) -> Markup {
    let (sharing, holding) = view.holding;
    let mut columns = vec![ui::Column::text("Name")];
    columns.extend(TITLES.map(ui::Column::text));
    columns.push(ui::Column::text("Action"));
    let rows = view.people.lines.iter().map(|member| row(visitor, view, member)).collect();
    let listed = &view.people;
    let empty = ui::EmptyState::new("Nobody is in the crew yet", "Whoever accepts stands here.");
    html! {
        p class="muted" {
            (holding) " of " (sharing) " who show it hold a certification. By name: there is no ranking, and \
             no order by outlook."
        }
        (ui::table(&ui::Table::new("People of the crew", columns).rows(rows).empty(empty).cards()
            .csv(format!("{}/people.csv", place(view.crew.id)))))
        @if listed.count > PAGE_ROWS { (pages(view)) }
    }
}

fn pages(view: &CrewView) -> Markup {
    let listed = &view.people;
    let link = |page: i64| format!("{}?page={page}", place(view.crew.id));
    let last = (listed.count - 1) / PAGE_ROWS + 1;
    ui::pagination(&ui::Pagination {
        text: format!("Page {} of {last}", listed.page),
        previous: (listed.page > 1).then(|| link(listed.page - 1)),
        next: (listed.page < last).then(|| link(listed.page + 1)),
    })
}

fn row(visitor: &Visitor, view: &CrewView, member: &MemberSeen) -> Vec<Markup> {
    let here = place(view.crew.id);
    let mut row = vec![html! {
        bdi { (member.name) }
        div class="muted small" { (member.address) ", since " (long(member.joined_on)) }
    }];
    row.extend(cells(member));
    row.push(html! {
        details class="why" {
            summary { "Change" span class="visually-hidden" { ": " (member.name) } }
            @for work in &member.assigned {
                (ui::post_button(&format!("{here}/assignments/{}/withdraw", work.id), visitor.csrf(),
                    &format!("Ask no more for: {}", work.title), ui::ButtonKind::Quiet, &[]))
            }
            (ui::post_button(&format!("{here}/members/{}/take-out", member.id), visitor.csrf(),
                &format!("Take {} out of the crew", member.name), ui::ButtonKind::Quiet, &[]))
        }
    });
    row
}

fn invitations(visitor: &Visitor, view: &CrewView, email: &str, faults: &[FieldFault]) -> Markup {
    let here = place(view.crew.id);
    let columns = ["Address", "Invited", "Asked to do", "Action"].map(ui::Column::text).to_vec();
    let rows = view.invited.iter().map(|(one, work)| {
        vec![
            html! { (one.address) },
            html! { (long(one.invited_on)) @if one.is_over { ", not answered in time" } },
            html! {
                @if work.is_empty() { "–" }
                @else { ul class="mini" { @for one in work { li { (wanted(one)) } } } }
            },
            html! {
                @if one.may_be_sent {
                    (ui::post_button(&format!("{here}/invite"), visitor.csrf(), "Invite again",
                        ui::ButtonKind::Quiet, &[("email", &one.address)]))
                }
                (ui::post_button(&format!("{here}/invitations/{}/take-back", one.id), visitor.csrf(),
                    "Take back", ui::ButtonKind::Quiet, &[]))
            },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let how = match view.mails {
        true => "A mail with a link goes to the address, whether or not somebody there has an account.",
        false => {
            "Nothing is mailed here: tell them to sign in with this address, confirmed, and to open Crews."
        }
    };
    let field = ui::Field::new("email", "E-mail address")
        .kind(ui::InputKind::Email)
        .help(how)
        .value(email)
        .error(error_of(faults, "email"));
    html! {
        @if !rows.is_empty() {
            (ui::table(&ui::Table::new("Not answered yet", columns).rows(rows).cards()))
        }
        (ui::post_form(&format!("{here}/invite"), visitor.csrf(), html! {
            (ui::field(&field))
            (ui::submit_button("Invite", ui::ButtonKind::Secondary))
        }))
    }
}

fn ahead(view: &CrewView) -> Markup {
    let endings: Vec<&EndingAhead> = view.ahead.iter().flat_map(|month| &month.endings).collect();
    if endings.is_empty() {
        return html! { p { "Of what is shown to you nothing ends in the next eighteen months." } };
    }
    let count = |endings: usize| u32::try_from(endings).unwrap_or(u32::MAX);
    let chart = ui::Chart {
        caption: "Certifications that end, by month".to_owned(),
        labels: view.ahead.iter().map(|month| month.first.strftime("%b %Y").to_string()).collect(),
        series: vec![ui::Series {
            name: "End".to_owned(),
            values: view.ahead.iter().map(|month| count(month.endings.len())).collect(),
            urgent: false,
        }],
        ..ui::Chart::default()
    };
    let columns = ["Who", "Certification", "Last valid day", "What renews it"].map(ui::Column::text).to_vec();
    let rows = endings.iter().map(|ending| {
        vec![
            html! { bdi { (ending.name) } },
            html! { (ending.title) },
            html! { (long(ending.ends_on)) },
            html! {
                @if ending.ways.is_empty() { "Nothing does" }
                @else { ul class="mini" { @for way in &ending.ways { li { (way_words(way)) } } } }
            },
        ]
    });
    html! {
        (ui::bar_chart(&chart))
        (ui::table(&ui::Table::new("How each can be renewed", columns).rows(rows.collect()).cards()))
    }
}

fn way_words(way: &WayAhead) -> String {
    let when = match (way.from, way.until) {
        (Some(from), Some(until)) => format!(", {} to {}", long(from), long(until)),
        (Some(from), None) => format!(", from {}", long(from)),
        (None, Some(until)) => format!(", until {}", long(until)),
        (None, None) => String::new(),
    };
    format!("{}{when}", way.text)
}

pub(super) async fn invite(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["email"])?;
    let (id, email) = (id_of(&id)?, posted.text("email"));
    match web.app.crews.invite(&posted.visitor.asking, id, email).await {
        Ok(()) => Ok(Redirect::to(&format!("{}#invited", place(id))).into_response()),
        Err(error) => show(&web, &posted.visitor, (id, 1), email, &faults_of(error)?).await,
    }
}

pub(super) async fn take_back(
    State(web): State<Web>,
    Path((id, invitation)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = id_of(&id)?;
    web.app.crews.take_back(&posted.visitor.asking, id, id_of(&invitation)?).await?;
    Ok(Redirect::to(&place(id)).into_response())
}

pub(super) async fn take_out(
    State(web): State<Web>,
    Path((id, member)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = id_of(&id)?;
    web.app.crews.take_out(&posted.visitor.asking, id, id_of(&member)?).await?;
    Ok(Redirect::to(&place(id)).into_response())
}

pub(super) async fn withdraw(
    State(web): State<Web>,
    Path((id, assignment)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = id_of(&id)?;
    web.app.crews.withdraw(&posted.visitor.asking, id, id_of(&assignment)?).await?;
    Ok(Redirect::to(&place(id)).into_response())
}

pub(super) async fn end(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    web.app.crews.end(&posted.visitor.asking, id_of(&id)?).await?;
    Ok(Redirect::to("/crews").into_response())
}
