//! Sittings: deliver, save an answer, hand in. The contract of the exam client.

use assay_assessment::sitting::SaveResponse;
use assay_kernel::{Sittings, TypedId};
use assay_qti::DeliveryItem;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::HeaderMap,
    routing::{get, post, put},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Problem, Strict};
use crate::{form::same, problem::Fault, state::Web, visitor::Visitor};

/// Options of a response at most; no item has more.
const RESPONSE_MAX: usize = 16;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/api/v1/sittings/{sitting}", get(show))
        .route("/api/v1/sittings/{sitting}/responses/{item}", put(save))
        .route("/api/v1/sittings/{sitting}/submit", post(submit))
}

/// A sitting as its candidate sees it. Nothing in it tells right from wrong.
#[derive(Serialize, ToSchema)]
pub struct SittingBody {
    sitting: String,
    exam: String,
    title: String,
    demonstration: bool,
    /// `open` or `submitted`.
    state: &'static str,
    time_limit_ms: i64,
    time_left_ms: i64,
    candidate: String,
    items: Vec<ItemBody>,
}

/// An item as delivered.
#[derive(Serialize, ToSchema)]
pub struct ItemBody {
    /// Place in the sitting: `i01`.
    item: String,
    position: u32,
    kind: &'static str,
    /// How many to choose.
    choose: usize,
    stem_html: String,
    options: Vec<OptionBody>,
    /// The stored answer.
    response: Vec<String>,
    flagged: bool,
    /// Number of the stored change; 0 before the first.
    seq: i64,
}

/// An option as delivered.
#[derive(Serialize, ToSchema)]
pub struct OptionBody {
    id: String,
    html: String,
}

/// A change of an answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveBody {
    /// Rises with each change of this item on the client.
    seq: i64,
    /// Identifiers of the chosen options; none clears the answer.
    response: Vec<String>,
    /// Marked for review.
    #[serde(default)]
    flagged: bool,
    /// Evidence only: the server's clock decides.
    #[serde(default)]
    client_elapsed_ms: Option<i64>,
}

/// The answer is durable.
#[derive(Serialize, ToSchema)]
pub struct SavedBody {
    seq: i64,
    /// RFC 3339.
    saved_at: String,
    /// The server's clock is the only clock.
    time_left_ms: i64,
}

/// Handed in.
#[derive(Serialize, ToSchema)]
pub struct SubmittedBody {
    /// `submitted`.
    state: &'static str,
    /// Where the result is.
    result: String,
}

/// An empty object.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

fn sitting_id(text: &str) -> Result<TypedId<Sittings>, Fault> {
    TypedId::parse(text).map_err(|_| Fault::not_found())
}

/// Changes carry the session's token in a header: a form of another site cannot set one.
fn check_token(headers: &HeaderMap, visitor: &Visitor) -> Result<(), Fault> {
    let sent = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match !visitor.is_signed_in() || same(sent, visitor.csrf()) {
        true => Ok(()),
        false => Err(Fault::stale_form()),
    }
}

/// A sitting with its items and the stored answers.
#[utoipa::path(
    get, path = "/api/v1/sittings/{sitting}",
    params(("sitting" = String, Path)),
    responses(
        (status = 200, body = SittingBody), (status = 401, body = Problem), (status = 404, body = Problem)
    )
)]
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(sitting): Path<String>,
) -> Result<Json<SittingBody>, Fault> {
    let delivery = web.app.deliver(&visitor.actor, sitting_id(&sitting)?).await?;
    let programme = web.app.programme();
    let exam = programme.exam(&delivery.exam);
    let items = delivery.items.into_iter().map(|delivered| ItemBody {
        item: delivered.item.item,
        position: delivered.item.position,
        kind: delivered.item.kind,
        choose: delivered.item.choose,
        stem_html: web.html(&delivered.item.stem),
        options: delivered
            .item
            .options
            .into_iter()
            .map(|option| OptionBody { html: web.html_inline(&option.text), id: option.id })
            .collect(),
        response: delivered.response,
        flagged: delivered.flagged,
        seq: delivered.seq,
    });
    Ok(Json(SittingBody {
        sitting: delivery.sitting.to_string(),
        title: exam.map_or(String::new(), |exam| exam.title.clone()),
        exam: delivery.exam,
        demonstration: delivery.demonstration || web.app.programme().demonstration.is_some(),
        state: if delivery.open { "open" } else { "submitted" },
        time_limit_ms: delivery.time_limit_ms,
        time_left_ms: delivery.time_left_ms,
        candidate: visitor.session.map(|session| session.name).unwrap_or_default(),
        items: items.collect(),
    }))
}

/// Saves a change of an answer; answers only when it is durable. Idempotent by `seq`.
#[utoipa::path(
    put, path = "/api/v1/sittings/{sitting}/responses/{item}",
    params(("sitting" = String, Path), ("item" = String, Path)),
    request_body = SaveBody,
    responses(
        (status = 200, body = SavedBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn save(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path((sitting, item)): Path<(String, String)>,
    Strict(body): Strict<SaveBody>,
) -> Result<Json<SavedBody>, Fault> {
    check_token(&headers, &visitor)?;
    web.rates.save(visitor.session.as_ref())?;
    let sitting = sitting_id(&sitting)?;
    let position = DeliveryItem::position(&item).ok_or_else(Fault::not_found)?;
    if body.response.len() > RESPONSE_MAX || body.client_elapsed_ms.is_some_and(i64::is_negative) {
        return Err(Fault::bad_request("the response is too long, or the elapsed time is negative"));
    }
    let save = SaveResponse { position, seq: body.seq, response: body.response, flagged: body.flagged };
    let saved = web.app.save_response(&visitor.actor, sitting, save).await?;
    Ok(Json(SavedBody {
        seq: saved.seq,
        saved_at: saved.saved_at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        time_left_ms: saved.time_left_ms,
    }))
}

/// Hands a sitting in. Handing in twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/sittings/{sitting}/submit",
    params(("sitting" = String, Path)),
    request_body = Nothing,
    responses(
        (status = 200, body = SubmittedBody), (status = 401, body = Problem), (status = 404, body = Problem)
    )
)]
pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(sitting): Path<String>,
    Strict(Nothing {}): Strict<Nothing>,
) -> Result<Json<SubmittedBody>, Fault> {
    check_token(&headers, &visitor)?;
    web.rates.form(visitor.session.as_ref())?;
    let id = sitting_id(&sitting)?;
    web.app.submit_sitting(&visitor.actor, id).await?;
    Ok(Json(SubmittedBody { state: "submitted", result: format!("/sittings/{id}/result") }))
}
