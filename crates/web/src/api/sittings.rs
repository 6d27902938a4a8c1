//! Sittings: deliver, save an answer, who writes, how much time is left, hand in. The contract of the exam
//! client.

use assay_assessment::occasion::Examination;
use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};

use super::{
    contract::{HandInBody, SaveBody, SavedBody, SittingBody, SubmittedBody, TimeBody, WishBody, WriterBody},
    problem::Problem,
    seated,
    strict::Strict,
};
use crate::{fault::Fault, routes::Routes, state::Web, visitor::Visitor};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/sittings/{sitting}", show)
        .put("/api/v1/sittings/{sitting}/responses/{item}", save)
        .post("/api/v1/sittings/{sitting}/submit", submit)
        .get("/api/v1/sittings/{sitting}/time", time)
        .post("/api/v1/sittings/{sitting}/writer", write)
}

/// A sitting with its items and the stored answers.
#[utoipa::path(
    get, path = "/api/v1/sittings/{sitting}",
    params(("sitting" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
    responses(
        (status = 200, body = SittingBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(sitting): Path<String>,
) -> Result<Json<SittingBody>, Fault> {
    seated::shown::<Examination>(&web, visitor, &headers, &sitting).await
}

/// Saves a change of an answer; answers only when it is durable. Idempotent by `seq`. One device writes at a
/// time: another one gets 409 `writer-elsewhere`.
#[utoipa::path(
    put, path = "/api/v1/sittings/{sitting}/responses/{item}",
    params(
        ("sitting" = String, Path), ("item" = String, Path), ("X-Assay-Writer" = Option<String>, Header)
    ),
    request_body = SaveBody,
    responses(
        (status = 200, body = SavedBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn save(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(place): Path<(String, String)>,
    Strict(visitor, body): Strict<SaveBody>,
) -> Result<Json<SavedBody>, Fault> {
    seated::saved::<Examination>(&web, (&visitor, &headers), place, body).await
}

/// Hands a sitting in. Handing in twice changes nothing. Because of `time`, only once the server's clock says
/// so: before it, 409 `time-left` with `time_left_ms`.
#[utoipa::path(
    post, path = "/api/v1/sittings/{sitting}/submit",
    params(("sitting" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
    request_body = HandInBody,
    responses(
        (status = 200, body = SubmittedBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 429, body = Problem),
        (status = 503, body = Problem)
    )
)]
pub async fn submit(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(sitting): Path<String>,
    Strict(visitor, body): Strict<HandInBody>,
) -> Result<Json<SubmittedBody>, Fault> {
    seated::handed_in::<Examination>(&web, (&visitor, &headers), sitting, &body).await
}

/// How much time is left: for a page that woke up, or believes that time is over.
#[utoipa::path(
    get, path = "/api/v1/sittings/{sitting}/time",
    params(("sitting" = String, Path)),
    responses(
        (status = 200, body = TimeBody), (status = 401, body = Problem), (status = 404, body = Problem)
    )
)]
pub async fn time(
    State(web): State<Web>,
    visitor: Visitor,
    Path(sitting): Path<String>,
) -> Result<Json<TimeBody>, Fault> {
    seated::time_left::<Examination>(&web, &visitor, sitting).await
}

/// Lets a device write a sitting: where nobody does, where the same session did before its page had a token,
/// or where it takes it over from another one. Each change of hands is noted.
#[utoipa::path(
    post, path = "/api/v1/sittings/{sitting}/writer",
    params(("sitting" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
    request_body = WishBody,
    responses(
        (status = 200, body = WriterBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 429, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn write(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(sitting): Path<String>,
    Strict(visitor, body): Strict<WishBody>,
) -> Result<Json<WriterBody>, Fault> {
    seated::written::<Examination>(&web, (&visitor, &headers), &sitting, &body).await
}
