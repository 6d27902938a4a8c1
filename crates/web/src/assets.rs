//! Style, icons and the exam client, embedded as they are: what is served is what is reviewed.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use crate::{problem::Fault, routes::Routes};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

#[derive(RustEmbed)]
#[folder = "../../client/"]
#[include = "*.js"]
#[include = "*.css"]
// `*` also matches `/`: without this the type checker would be served too.
#[exclude = "node_modules/*"]
struct Client;

pub(crate) fn routes() -> Routes {
    Routes::default().get("/assets/{*path}", asset).get("/client/{*path}", client)
}

async fn asset(Path(path): Path<String>) -> Result<Response, Fault> {
    serve(&path, Assets::get(&path))
}

async fn client(Path(path): Path<String>) -> Result<Response, Fault> {
    serve(&path, Client::get(&path))
}

fn serve(path: &str, file: Option<rust_embed::EmbeddedFile>) -> Result<Response, Fault> {
    let file = file.ok_or_else(Fault::not_found)?;
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Ok(([(header::CONTENT_TYPE, kind)], file.data).into_response())
}
