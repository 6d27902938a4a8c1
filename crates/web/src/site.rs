//! The whole site: every route with its protections.

use std::{sync::Arc, time::Duration};

use assay_app::App;
use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware};
use tower_http::{
    compression::{CompressionLayer, DefaultPredicate, Predicate},
    timeout::TimeoutLayer,
};

use crate::{
    api, assets, documents, feeds, health, pages, problem, protect,
    rates::Pace,
    routes::{BODY_BYTES_MAX, Routes},
    serve::{Turnstile, admit},
    state::Web,
};

/// A request that takes longer has lost its reader.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// Every route that an installation serves; a demonstration has some of its own.
pub(crate) fn served(demonstration: bool) -> Routes {
    let routes = Routes::default().merge(pages::routes()).merge(api::routes()).merge(feeds::routes());
    let routes = routes.merge(health::routes()).merge(documents::routes()).merge(assets::routes());
    match demonstration {
        // These doors exist in a demonstration only; elsewhere there is no such page.
        true => routes.merge(pages::demo_routes().of_a_demonstration()),
        false => routes,
    }
}

/// Every route with its protections.
pub(crate) fn guarded(app: Arc<App>, door: Arc<Turnstile>, pace: Pace) -> Router {
    let web = Web::new(app, pace);
    let routes = served(web.app.settings.demo).into_router();
    routes
        .fallback(problem::not_found)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(web.clone(), protect::same_origin))
        .layer(middleware::from_fn_with_state(door, admit))
        .layer(middleware::from_fn_with_state(web.clone(), problem::render))
        .layer(middleware::from_fn_with_state(web.clone(), protect::headers))
        .layer(middleware::from_fn(health::measure))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(protect::HoldsNoSecret)))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME_MAX))
        .with_state(web)
}
