//! Changing the programme: what lies ready, what is proposed, and every version.

mod decide;
mod overview;
mod people;
mod plan;
mod preview;

use assay_kernel::Date;
use assay_words::{InEnglish, Told};
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};

use self::{overview::read_id, people::PeopleFilter};
use super::csv::csv;
use crate::{fault::Fault, routes::Routes, state::Web, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/changes", overview::overview)
        .post("/admin/changes", preview::propose)
        .get("/admin/changes/drafts/{draft}", preview::look)
        .post("/admin/changes/drafts/{draft}/take-back", preview::take_back)
        .get("/admin/changes/{id}", decide::show)
        .get("/admin/changes/{id}/plan.json", plan_json)
        .get("/admin/changes/{id}/people.csv", people_csv)
        .post("/admin/changes/{id}/apply", decide::apply)
        .post("/admin/changes/{id}/withdraw", decide::withdraw)
}

async fn plan_json(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let view = web.app.changes.proposal(&visitor.asking, read_id(&id)?).await?;
    let text = serde_json::to_string_pretty(&Told(&view.plan));
    let text = text.map_err(|error| Fault::internal(&format!("writing a plan: {error}")))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

async fn people_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<PeopleFilter>,
) -> Result<Response, Fault> {
    let view = web.app.changes.proposal(&visitor.asking, read_id(&id)?).await?;
    let columns = ["person", "certification", "kind", "before", "after", "from", "detail"];
    let rows = people::rows(&web, &visitor, &view.plan, &filter).await?.into_iter().map(|(group, impact)| {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        vec![
            impact.person.clone(),
            group.certification.as_ref().map(ToString::to_string).unwrap_or_default(),
            group.kind.as_str().to_owned(),
            day(impact.before),
            day(impact.after),
            day(impact.from),
            impact.said.text(),
        ]
    });
    Ok(csv("people", &columns, rows))
}
