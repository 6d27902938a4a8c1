//! Everybody with an account, as the team sees them.

use assay_assessment::registration::long;
use assay_kernel::identity::looks_like_another_alphabet;
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};

use super::frame::{Filter, PAGE_ROWS, nav, paged};
use crate::{fault::Fault, pages::csv::exported, state::Web, ui, visitor::Visitor};

pub(super) async fn people(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Markup, Fault> {
    let from = filter.from.max(0);
    let people = web.app.record.people(&visitor.asking, &filter.q, PAGE_ROWS, from).await?;
    let columns = ["Name", "E-mail address", "Role", "Since"].map(ui::Column::text).to_vec();
    let rows = people.iter().map(|person| {
        vec![
            html! {
                a href={ "/admin/candidates/" (person.id) } { (person.name) }
                @if looks_like_another_alphabet(&person.name) {
                    " " (ui::chip(ui::Tone::Attention, "Look-alike letters"))
                }
            },
            html! {
                (person.email)
                @if !person.is_verified() { " " (ui::chip(ui::Tone::Attention, "Not confirmed")) }
            },
            html! { @if person.is_of_team(visitor.asking.at) { "Team" } @else { "Candidate" } },
            html! { (long(person.created_at.to_zoned(visitor.asking.zone.clone()).date())) },
        ]
    });
    let empty =
        ui::EmptyState::new("Nobody found", "People who make an account stand here. Try another search.");
    let table = ui::Table::new("People", columns)
        .rows(rows.collect())
        .csv(format!("/admin/candidates.csv?q={}", crate::problem::encode(&filter.q)))
        .empty(empty);
    let main = html! {
        (ui::page_header("Candidates", "", html! {}))
        (nav("/admin/candidates"))
        form class="filters" method="get" action="/admin/candidates" role="search" {
            (ui::field(&ui::Field::new("q", "Name or e-mail address").kind(ui::InputKind::Search)
                .value(&filter.q).optional()))
            (ui::submit_button("Search", ui::ButtonKind::Secondary))
        }
        (ui::table(&table))
        (paged("/admin/candidates", &filter.q, from, people.len()))
    };
    Ok(visitor.wide_page(&web, "Candidates", main))
}

pub(super) async fn people_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Fault> {
    let columns = ["id", "name", "email", "role"];
    let now = visitor.asking.at;
    let role = move |person: &assay_app::Account| if person.is_of_team(now) { "team" } else { "candidate" };
    exported("candidates", &columns, move |after, rows| {
        let (app, asking, q) = (web.app.clone(), visitor.asking.clone(), filter.q.clone());
        async move {
            let people = app.record.people_after(&asking, &q, after, rows).await?;
            Ok(people.map(|p| vec![p.id.to_string(), p.name.clone(), p.email.clone(), role(&p).to_owned()]))
        }
    })
    .await
}
