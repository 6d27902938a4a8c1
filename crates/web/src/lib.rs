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
mod routes;
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
pub use routes::Route;
pub use serve::{Limits, serve};

use crate::{routes::Routes, serve::Door, state::Web};

/// No form and no answer is larger; a badge to verify has its own limit.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// A request that takes longer has lost its reader.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// Every route that an installation serves; a demonstration has some of its own.
fn served(demonstration: bool) -> Routes {
    let routes = Routes::default().merge(pages::routes()).merge(api::routes()).merge(feeds::routes());
    let routes = routes.merge(health::routes()).merge(documents::routes()).merge(assets::routes());
    match demonstration {
        // These doors exist in a demonstration only; elsewhere there is no such page.
        true => routes.merge(pages::demo_routes().of_a_demonstration()),
        false => routes,
    }
}

/// The list of everything that is served: nothing else answers.
pub fn routes() -> Vec<Route> {
    served(true).into_list()
}

/// The same application as [`serve`] gives to connections, to be asked without one.
pub fn router(app: Arc<App>, limits: Limits) -> Router {
    guarded(app, Arc::new(Door::of(limits.connections)), limits.pace)
}

/// Every route with its protections.
fn guarded(app: Arc<App>, door: Arc<Door>, pace: Pace) -> Router {
    let web = Web::new(app, pace);
    let routes = served(web.app.settings.demo).into_router();
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
