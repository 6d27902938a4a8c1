//! Style, icons and the exam client, embedded as they are: what is served is what is reviewed.

mod files;

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

pub use files::asset;
pub(crate) use files::embedded;

use crate::{fault::Fault, routes::Routes};

/// Kept for a year, which is for ever, and never asked for again (RFC 8246).
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) fn routes() -> Routes {
    Routes::default().get("/assets/{version}/{*name}", served)
}

/// A page of another version loads while this server takes the place of the one that made it. It gets what
/// is here now: it will ask this server for everything else as well, and without its modules an exam would
/// say "Loading your exam…" while its clock runs. Nobody keeps that, so no address ever means two things.
async fn served(Path((version, name)): Path<(String, String)>) -> Result<Response, Fault> {
    let (files, kind) = (embedded(), kind_of(&name));
    let bytes = files.bytes(&name).ok_or_else(Fault::not_found)?;
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    if files.is_of(&version) {
        response.headers_mut().insert(header::CACHE_CONTROL, KEPT);
    }
    Ok(response)
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
