//! A router that keeps its list: what is served stands on it, so that tests can ask every door.
//!
//! Axum's own router cannot be asked what it serves. Here a route is added to the router and to the list by
//! one call, and `clippy.toml` forbids the other ways into a router: a served route that is missing on the
//! list cannot exist.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    routing::{self, MethodRouter},
};

use crate::state::Web;

/// No form and no answer is larger; a badge to verify has its own limit.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024;

/// A route that is served. Whatever answers GET answers HEAD too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServedRoute {
    /// As HTTP writes it.
    pub method: &'static str,
    /// With its parameters in braces.
    pub path: &'static str,
    /// Whether it exists in a demonstration only.
    pub demonstration: bool,
}

/// Routes on their way into the one router; both fields only ever grow together.
#[derive(Default)]
pub(crate) struct Routes {
    router: Router<Web>,
    list: Vec<ServedRoute>,
}

impl Routes {
    pub(crate) fn get<H: Handler<T, Web>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with("GET", path, routing::get(handler))
    }

    pub(crate) fn post<H: Handler<T, Web>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with("POST", path, routing::post(handler))
    }

    pub(crate) fn put<H: Handler<T, Web>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with("PUT", path, routing::put(handler))
    }

    #[expect(clippy::disallowed_methods, reason = "the one way into a router: here the list grows with it")]
    fn with(mut self, method: &'static str, path: &'static str, handler: MethodRouter<Web>) -> Self {
        self.list.push(ServedRoute { method, path, demonstration: false });
        Routes { router: self.router.route(path, handler), ..self }
    }

    #[expect(clippy::disallowed_methods, reason = "the other router comes with its list")]
    pub(crate) fn merge(mut self, other: Routes) -> Self {
        self.list.extend(other.list);
        Routes { router: self.router.merge(other.router), ..self }
    }

    /// Bodies may be so large here.
    pub(crate) fn up_to(self, bytes: usize) -> Self {
        Routes { router: self.router.layer(DefaultBodyLimit::max(bytes)), ..self }
    }

    /// Marks all of these as the demonstration's own.
    pub(crate) fn of_a_demonstration(mut self) -> Self {
        self.list.iter_mut().for_each(|route| route.demonstration = true);
        self
    }

    pub(crate) fn into_list(self) -> Vec<ServedRoute> {
        self.list
    }

    pub(crate) fn into_router(self) -> Router<Web> {
        self.router
    }
}
