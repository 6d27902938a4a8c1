//! The API under `/api/v1`, described at `/api/v1/openapi.json`.

mod sittings;

use axum::{Json, http::header, response::IntoResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{
    routes::Routes,
    state::Web,
    visitor::{Head, Visitor},
};

/// A problem as RFC 9457 has it; `code` is stable.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Where the kind of problem is explained.
    pub r#type: String,
    /// In a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// What happened and what to do.
    pub detail: String,
    /// The path that was asked for.
    pub instance: String,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Assay",
        version = "1",
        description = "The API of an Assay installation. Sign in on the pages; changes carry the session \
            cookie and its token as X-CSRF-Token. Problems are RFC 9457 with a stable `code`.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(sittings::show, sittings::save, sittings::submit, sittings::time, sittings::write),
    components(schemas(Problem))
)]
struct Description;

/// The OpenAPI 3.1 document.
pub fn openapi_json() -> String {
    Description::openapi().to_pretty_json().unwrap_or_default()
}

pub(crate) fn routes() -> Routes {
    Routes::default().merge(sittings::routes()).get("/api/v1/openapi.json", || async {
        ([(header::CONTENT_TYPE, "application/json")], openapi_json()).into_response()
    })
}

/// A JSON body read strictly, with the one who sent it: unknown fields are refused, the fault names the
/// place.
pub(crate) struct Strict<T>(pub Visitor, pub T);

impl<T: serde::de::DeserializeOwned + Send> axum::extract::FromRequest<Web> for Strict<T> {
    type Rejection = crate::problem::Fault;

    async fn from_request(request: axum::extract::Request, web: &Web) -> Result<Self, Self::Rejection> {
        use axum::extract::rejection::{BytesRejection, JsonRejection};
        // The body first: an answer that is sent slowly is judged by when it was there, not by its first
        // byte.
        let (parts, body) = request.into_parts();
        let head = Head::of(&parts, web);
        let whole = axum::extract::Request::from_parts(parts, body);
        let value = match Json::<T>::from_request(whole, web).await {
            Ok(Json(value)) => value,
            Err(JsonRejection::BytesRejection(BytesRejection::FailedToBufferBody(_))) => {
                return Err(crate::problem::Fault::too_large());
            }
            Err(rejection) => return Err(crate::problem::Fault::bad_request(&rejection.body_text())),
        };
        Ok(Strict(head.asks(web).await?, value))
    }
}
