//! HTTP: pages for people, the API for programs, feeds, health. Only this crate knows status codes.
//!
//! Handlers extract, call one use case of `assay-app`, and map its answer. Decisions are made elsewhere.

mod api;
mod assets;
mod documents;
mod feeds;
mod form;
mod health;
mod markdown;
mod pages;
mod problem;
mod protect;
mod state;
pub mod ui;
mod visitor;

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use assay_app::App;
use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware};
use tower_http::{compression::CompressionLayer, timeout::TimeoutLayer};

pub use api::openapi_json;

use crate::state::Web;

/// No form and no answer is larger; a badge to verify has its own limit.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// A request that takes longer has lost its reader.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// Every route with its protections.
pub fn router(app: Arc<App>) -> Router {
    let web = Web::new(app);
    let demo = web.app.settings().demo;
    let mut routes = pages::routes().merge(api::routes()).merge(feeds::routes()).merge(health::routes());
    routes = routes.merge(documents::routes()).merge(assets::routes());
    if demo {
        // These doors exist in a demonstration only; elsewhere there is no such page.
        routes = routes.merge(pages::demo_routes());
    }
    routes
        .fallback(problem::not_found)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(web.clone(), protect::same_origin))
        .layer(middleware::from_fn_with_state(web.clone(), problem::render))
        .layer(middleware::from_fn_with_state(web.clone(), protect::headers))
        .layer(middleware::from_fn(health::measure))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME_MAX))
        .with_state(web)
}

/// Serves until `shutdown` resolves; running requests are finished.
///
/// # Errors
/// The listener failed.
pub async fn serve(
    app: Arc<App>,
    listener: tokio::net::TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(shutdown).await
}
