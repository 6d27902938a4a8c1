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
mod rates;
mod serve;
mod state;
pub mod ui;
mod upload;
mod visitor;

use std::{sync::Arc, time::Duration};

use assay_app::App;
use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware};
use tower_http::{
    compression::{CompressionLayer, DefaultPredicate, Predicate},
    timeout::TimeoutLayer,
};

pub use api::openapi_json;
pub use rates::Pace;
pub use serve::{Limits, serve};

use crate::{serve::Door, state::Web};

/// No form and no answer is larger; a badge to verify has its own limit.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// A request that takes longer has lost its reader.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// Every route with its protections.
fn router(app: Arc<App>, door: Arc<Door>, pace: Pace) -> Router {
    let web = Web::new(app, pace);
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
        .layer(middleware::from_fn_with_state(door, serve::admit))
        .layer(middleware::from_fn_with_state(web.clone(), problem::render))
        .layer(middleware::from_fn_with_state(web.clone(), protect::headers))
        .layer(middleware::from_fn(health::measure))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(protect::HoldsNoSecret)))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME_MAX))
        .with_state(web)
}
