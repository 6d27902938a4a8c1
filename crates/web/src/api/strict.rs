//! Bodies of the API: JSON, read strictly.

use axum::{
    Json,
    extract::{
        FromRequest, Request,
        rejection::{BytesRejection, JsonRejection},
    },
};
use serde::de::DeserializeOwned;

use crate::{
    fault::Fault,
    state::Web,
    visitor::{Head, Visitor},
};

/// A JSON body read strictly, with the one who sent it: unknown fields are refused, the fault names the
/// place.
pub(crate) struct Strict<T>(pub Visitor, pub T);

impl<T: DeserializeOwned + Send> FromRequest<Web> for Strict<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Self::Rejection> {
        // The body first: an answer that is sent slowly is judged by when it was there, not by its first
        // byte.
        let (parts, body) = request.into_parts();
        let head = Head::of(&parts, web);
        let whole = Request::from_parts(parts, body);
        let value = match Json::<T>::from_request(whole, web).await {
            Ok(Json(value)) => value,
            Err(JsonRejection::BytesRejection(BytesRejection::FailedToBufferBody(_))) => {
                return Err(Fault::too_large());
            }
            Err(rejection) => return Err(Fault::bad_request(&rejection.body_text())),
        };
        Ok(Strict(head.asks(web).await?, value))
    }
}
