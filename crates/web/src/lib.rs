//! HTTP: pages for people, the API for programs, feeds, health. Only this crate knows status codes.
//!
//! Handlers extract, call one use case of `assay-app`, and map its answer. Decisions are made elsewhere.

mod api;
mod assets;
mod booklet;
mod calendar;
mod certificate;
mod documents;
mod fault;
mod feeds;
mod form;
mod health;
mod markdown;
mod pages;
mod paper;
mod preview;
mod problem;
mod protect;
mod rail;
mod rates;
mod routes;
mod serve;
mod site;
mod state;
pub mod ui;
mod upload;
mod visitor;
mod written;

use std::sync::Arc;

use assay_app::App;
use axum::Router;

pub use api::openapi_json;
pub use booklet::{Booklet, BookletFault, Unprintable, answer_sheet, question_booklet, unprintable_told};
pub use rates::Pace;
pub use routes::ServedRoute;
pub use serve::{Limits, serve};

use crate::serve::Turnstile;

/// The list of everything that is served: nothing else answers.
pub fn routes() -> Vec<ServedRoute> {
    site::served(true).into_list()
}

/// The same application as [`serve`] gives to connections, to be asked without one.
pub fn router(app: Arc<App>, limits: Limits) -> Router {
    site::guarded(app, Arc::new(Turnstile::of(limits.connections)), limits.pace)
}
