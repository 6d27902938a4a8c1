//! Protections around every route: same origin for changes, headers that close doors.

use axum::{
    body::HttpBody,
    extract::{Request, State},
    http::{self, HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use tower_http::compression::Predicate;

use crate::{fault::Fault, state::Web, visitor};

/// Everything comes from this site; no inline script or style, no frame around it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Takes changes from this site's own pages only (OWASP CSRF prevention: fetch metadata, then origin).
/// Programs send neither header and carry no cookie by accident; they are let through.
pub async fn same_origin(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() && is_foreign(request.headers(), &web.app.settings.public_url) {
        return Fault::cross_origin().into_response();
    }
    next.run(request).await
}

fn is_foreign(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(header::ORIGIN);
    // Whoever sits in the network writes what is sent by http: that is not this site (finding F23).
    let is_https = public_url.starts_with("https://");
    if is_https && origin.is_some_and(|origin| origin.starts_with("http://")) {
        return true;
    }
    match (text(HeaderName::from_static("sec-fetch-site")), origin) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = text(header::HOST).unwrap_or_default();
            let own = origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host);
            !own && origin != public_url
        }
        (None, None) => false,
    }
}

/// Made for somebody who is signed in.
#[derive(Clone, Copy)]
struct Secret;

/// What may be compressed: no page that holds a session's token or a person's data. Beside text that the
/// address brought along, the length of a compressed page tells what stands in it (BREACH, finding F23).
#[derive(Clone, Copy)]
pub struct HoldsNoSecret;

impl Predicate for HoldsNoSecret {
    fn should_compress<B: HttpBody>(&self, response: &http::Response<B>) -> bool {
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_page = kind.is_some_and(|kind| kind.starts_with("text/html"));
        !is_page || response.extensions().get::<Secret>().is_none()
    }
}

/// Adds the headers that every answer carries.
pub async fn headers(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_signed_in = visitor::has_session(request.headers());
    let mut response = next.run(request).await;
    if is_signed_in {
        response.extensions_mut().insert(Secret);
    }
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    set("content-security-policy", CONTENT_SECURITY_POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("permissions-policy", "camera=(), microphone=(), geolocation=()");
    set("cross-origin-opener-policy", "same-origin");
    // Pages depend on who asks and on the day; items must not stay in a cache (ASVS 14.2). What is the same
    // for everybody and for ever says so itself.
    set("cache-control", "no-store");
    if web.app.settings.public_url.starts_with("https:") {
        set("strict-transport-security", "max-age=31536000");
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_from_this_site() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs
                .iter()
                .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
                .collect::<HeaderMap>()
        };
        let foreign =
            |pairs: &[(&'static str, &'static str)]| is_foreign(&headers(pairs), "https://a.example");
        assert!(!foreign(&[]));
        assert!(!foreign(&[("sec-fetch-site", "same-origin")]));
        assert!(foreign(&[("sec-fetch-site", "same-site")]));
        assert!(foreign(&[("sec-fetch-site", "cross-site"), ("origin", "https://a.example")]));
        assert!(!foreign(&[("origin", "https://a.example"), ("host", "inner:8080")]));
        assert!(!foreign(&[("origin", "https://b.example"), ("host", "b.example")]), "a name beside");
        let inside = [("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")];
        assert!(!is_foreign(&headers(&inside), "http://127.0.0.1:8080"), "a body on one machine");
        assert!(foreign(&[("origin", "https://evil.example"), ("host", "127.0.0.1:8080")]));
        assert!(foreign(&[("origin", "null"), ("host", "127.0.0.1:8080")]));
    }

    #[test]
    fn what_comes_by_http_is_not_from_a_site_of_https() {
        let posted = |origin: &'static str, host: &'static str, more: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            headers.insert(header::HOST, HeaderValue::from_static(host));
            if let Some(site) = more {
                headers.insert("sec-fetch-site", HeaderValue::from_static(site));
            }
            is_foreign(&headers, "https://a.example")
        };
        assert!(posted("http://a.example", "a.example", None));
        assert!(posted("http://a.example", "a.example", Some("same-origin")));
        assert!(!posted("https://a.example", "a.example", None));
    }
}
