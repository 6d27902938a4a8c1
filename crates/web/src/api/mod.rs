//! The API under `/api/v1`, described at `/api/v1/openapi.json`.

mod contract;
mod practice;
mod problem;
mod seated;
mod sittings;
mod strict;

use axum::{http::header, response::IntoResponse};
use utoipa::OpenApi;

use crate::routes::Routes;
use problem::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Assay",
        version = "1",
        description = "The API of an Assay installation. Sign in on the pages; changes carry the session \
            cookie and its token as X-CSRF-Token. Problems are RFC 9457 with a stable `code`.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        sittings::show,
        sittings::save,
        sittings::submit,
        sittings::time,
        sittings::write,
        practice::show,
        practice::save,
        practice::submit,
        practice::time,
        practice::write
    ),
    components(schemas(Problem))
)]
struct Description;

/// The OpenAPI 3.1 document.
pub fn openapi_json() -> String {
    Description::openapi().to_pretty_json().unwrap_or_default()
}

pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(sittings::routes())
        .merge(practice::routes())
        .get("/api/v1/openapi.json", || async {
            ([(header::CONTENT_TYPE, "application/json")], openapi_json()).into_response()
        })
}
