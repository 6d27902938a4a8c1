//! Every credential, with what stands behind it.

use assay_assessment::registration::long;
use assay_standing::Status;
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};

use super::frame::{Filter, PAGE_ROWS, paged};
use crate::{
    fault::Fault,
    pages::{csv::exported, my::status},
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn credentials(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Markup, Fault> {
    let from = filter.from.max(0);
    let credentials = web.app.awards.all(&visitor.asking, PAGE_ROWS, from).await?;
    let mut rows = Vec::new();
    for line in &credentials {
        let (badge, held) = (&line.credential, line.standing.as_ref());
        let (tone, word) = match (line.is_published, held) {
            (_, Some(held)) => status(held.status),
            // A badge that nothing on record stands behind: nothing more is signed until somebody looks.
            (true, None) => (ui::Tone::Attention, "Nothing on record"),
            (false, None) => (ui::Tone::Neutral, "being issued"),
        };
        let until = held.filter(|held| held.status != Status::Revoked).and_then(|held| held.valid_until);
        let until = until.map(long).unwrap_or_default();
        rows.push(vec![
            html! { a href={ "/admin/people/" (line.person) } { (line.name) } },
            html! { a href={ "/credentials/" (badge.id) } { (badge.certification) } },
            html! { (long(badge.earned_on)) },
            html! { (until) },
            ui::chip(tone, word),
        ]);
    }
    let columns = ["Person", "Certification", "Earned", "Until", "Status"].map(ui::Column::text).to_vec();
    let empty =
        ui::EmptyState::new("No credentials yet", "A credential stands here once an award is signed.");
    let table = ui::Table::new("Credentials", columns).rows(rows).csv("/admin/credentials.csv").empty(empty);
    let main = html! {
        (ui::page_header("Credentials", "", html! {}))
        (ui::table(&table))
        (paged("/admin/credentials", from, credentials.len()))
    };
    Ok(visitor.wide_page(&web, "Credentials", main))
}

pub(super) async fn credentials_csv(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let columns = ["id", "person", "certification", "earned_on"];
    exported("credentials", &columns, false, move |after, rows| {
        let (app, asking) = (web.app.clone(), visitor.asking.clone());
        async move {
            let credentials = app.awards.all_after(&asking, after, rows).await?;
            Ok(credentials
                .map(|(c, name)| vec![c.id.to_string(), name, c.certification, c.earned_on.to_string()]))
        }
    })
    .await
}
