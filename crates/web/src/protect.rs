//! Protections around every route: same origin for changes, headers that close doors.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{problem::Fault, state::Web};

/// Everything comes from this site; no inline script or style, no frame around it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Takes changes from this site's own pages only (OWASP CSRF prevention: fetch metadata, then origin).
/// Programs send neither header and carry no cookie by accident; they are let through.
pub async fn same_origin(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() && is_foreign(request.headers(), &web.app.settings().public_url) {
        return Fault::cross_origin().into_response();
    }
    next.run(request).await
}

fn is_foreign(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = text(header::HOST).unwrap_or_default();
            let own = origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host);
            !own && origin != public_url
        }
        (None, None) => false,
    }
}

/// Adds the headers that every answer carries.
pub async fn headers(State(web): State<Web>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let cacheable = path.starts_with("/assets/") || path.starts_with("/client/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    set("content-security-policy", CONTENT_SECURITY_POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("permissions-policy", "camera=(), microphone=(), geolocation=()");
    set("cross-origin-opener-policy", "same-origin");
    // Pages depend on who asks and on the day; items must not stay in a cache (ASVS 14.2).
    set("cache-control", if cacheable { "public, max-age=3600" } else { "no-store" });
    if web.app.settings().public_url.starts_with("https:") {
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
        assert!(!foreign(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!foreign(&[("origin", "https://a.example"), ("host", "inner:8080")]));
        assert!(foreign(&[("origin", "https://evil.example"), ("host", "127.0.0.1:8080")]));
        assert!(foreign(&[("origin", "null"), ("host", "127.0.0.1:8080")]));
    }
}
