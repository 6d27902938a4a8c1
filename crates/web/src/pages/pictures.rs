//! Pictures of questions: each as secret as its question.

use assay_app::ItemMedium;
use assay_kernel::TypedId;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use crate::{fault::Fault, routes::Routes, state::Web, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/sittings/{id}/pictures/{position}/{name}", of_sitting)
        .get("/practice/{id}/pictures/{position}/{name}", of_practice)
}

/// The address of a picture of a question, by the name that the question gives it.
///
/// `whose` is the page of the sitting or of the run.
pub(crate) fn address(whose: &str, position: u32, name: &str) -> String {
    let name = name.strip_prefix("./").unwrap_or(name);
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    // In a path a plus is a plus.
    format!("{whose}/pictures/{position}/{}", encoded.replace('+', "%20"))
}

async fn of_sitting(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, position, name)): Path<(String, u32, String)>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    Ok(served(web.app.sittings.medium(&visitor.asking, id, position, &name).await?))
}

async fn of_practice(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, position, name)): Path<(String, u32, String)>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    Ok(served(web.app.practice.medium(&visitor.asking, id, position, &name).await?))
}

pub(super) fn served(medium: ItemMedium) -> Response {
    let headers = [
        (header::CONTENT_TYPE, medium.media_type),
        // Nothing of an exam stays on a device after it.
        (header::CACHE_CONTROL, "private, no-store"),
        // An SVG opened by itself is a document: it may draw, nothing else.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    ];
    (headers, medium.bytes.to_vec()).into_response()
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_name_is_one_part_of_a_path() {
        assert_eq!(
            address("/sittings/x", 7, "./media/a b+c.png"),
            "/sittings/x/pictures/7/media%2Fa%20b%2Bc.png"
        );
    }
}
