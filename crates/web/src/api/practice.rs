//! The final practice exam: the same contract and the same client as a sitting, answered by practice. Nothing
//! of it reaches a record.

use assay_assessment::occasion::Practice;
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
        .get("/api/v1/practice/{practice}", show)
        .put("/api/v1/practice/{practice}/responses/{item}", save)
        .post("/api/v1/practice/{practice}/submit", submit)
        .get("/api/v1/practice/{practice}/time", time)
        .post("/api/v1/practice/{practice}/writer", write)
}

/// A final practice exam with its items and the stored answers, as a sitting.
#[utoipa::path(
    get, path = "/api/v1/practice/{practice}", operation_id = "show_practice",
    params(("practice" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
    responses(
        (status = 200, body = SittingBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(practice): Path<String>,
) -> Result<Json<SittingBody>, Fault> {
    seated::shown::<Practice>(&web, visitor, &headers, &practice).await
}

/// Saves a change of an answer, as in a sitting: answers only when it is durable, idempotent by `seq`, one
/// device at a time.
#[utoipa::path(
    put, path = "/api/v1/practice/{practice}/responses/{item}", operation_id = "save_practice",
    params(
        ("practice" = String, Path), ("item" = String, Path), ("X-Assay-Writer" = Option<String>, Header)
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
    seated::saved::<Practice>(&web, (&visitor, &headers), place, body).await
}

/// Hands a final practice exam in; the result is told at once. Because of `time`, only once the server's
/// clock says so.
#[utoipa::path(
    post, path = "/api/v1/practice/{practice}/submit", operation_id = "submit_practice",
    params(("practice" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
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
    Path(practice): Path<String>,
    Strict(visitor, body): Strict<HandInBody>,
) -> Result<Json<SubmittedBody>, Fault> {
    seated::handed_in::<Practice>(&web, (&visitor, &headers), practice, &body).await
}

/// How much time is left of a final practice exam.
#[utoipa::path(
    get, path = "/api/v1/practice/{practice}/time", operation_id = "time_practice",
    params(("practice" = String, Path)),
    responses(
        (status = 200, body = TimeBody), (status = 401, body = Problem), (status = 404, body = Problem)
    )
)]
pub async fn time(
    State(web): State<Web>,
    visitor: Visitor,
    Path(practice): Path<String>,
) -> Result<Json<TimeBody>, Fault> {
    seated::time_left::<Practice>(&web, &visitor, practice).await
}

/// Lets a device write a final practice exam, as in a sitting.
#[utoipa::path(
    post, path = "/api/v1/practice/{practice}/writer", operation_id = "write_practice",
    params(("practice" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
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
    Path(practice): Path<String>,
    Strict(visitor, body): Strict<WishBody>,
) -> Result<Json<WriterBody>, Fault> {
    seated::written::<Practice>(&web, (&visitor, &headers), &practice, &body).await
}
