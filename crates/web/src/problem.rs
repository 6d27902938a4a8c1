//! Faults as they are shown: RFC 9457 problems for programs, a page for people, both from one table.

use axum::{
    Json,
    extract::{FromRequestParts, Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use serde_json::Value;

use crate::{
    fault::{BUSY, Fault, NOT_SIGNED_IN, PROBLEMS},
    state::Web,
    ui,
    visitor::Visitor,
};

/// Where no route leads.
pub async fn not_found() -> Fault {
    Fault::not_found()
}

/// Shows a fault: as a problem below /api, as a page elsewhere; whoever must sign in first is sent there.
pub async fn render(State(web): State<Web>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_get = request.method().is_safe();
    let (parts, body) = request.into_parts();
    // A page of a fault shows who is signed in; that is looked up only when there is a fault.
    let asked = (!path.starts_with("/api/")).then(|| parts.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let fault = match response.extensions().get::<Fault>() {
        Some(fault) => fault.clone(),
        // What the framework refuses by itself is told in our words too.
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => Fault::not_found(),
        None => return response,
    };
    let status = if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        StatusCode::METHOD_NOT_ALLOWED
    } else {
        fault.kind.status
    };
    let retry = response.headers().get(header::RETRY_AFTER).cloned();
    let mut shown = if path.starts_with("/api/") {
        problem(&fault, status, &path)
    } else if fault.kind.code == NOT_SIGNED_IN.code && is_get {
        Redirect::to(&format!("/sign-in?next={}", encode(&path))).into_response()
    } else {
        let visitor = match asked {
            // Whoever is turned away costs no look at the database.
            Some(_) if fault.kind.code == BUSY.code => None,
            Some(mut parts) => Visitor::from_request_parts(&mut parts, &web).await.ok(),
            None => None,
        };
        page(&web, visitor, &fault, status)
    };
    if let Some(retry) = retry {
        shown.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    shown
}

fn problem(fault: &Fault, status: StatusCode, path: &str) -> Response {
    let mut body = fault.extra.clone();
    body.insert("type".into(), format!("/problems/{}", fault.kind.code).into());
    body.insert("title".into(), fault.kind.title.into());
    body.insert("status".into(), status.as_u16().into());
    body.insert("code".into(), fault.kind.code.into());
    body.insert("detail".into(), fault.told().into());
    body.insert("instance".into(), path.into());
    let mut response = (status, Json(Value::Object(body))).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn page(web: &Web, visitor: Option<Visitor>, fault: &Fault, status: StatusCode) -> Response {
    let main = html! {
        (ui::page_header(fault.kind.title, fault.told(), html! {
            (ui::link_button("Go to the catalogue", "/", ui::ButtonKind::Secondary))
        }))
    };
    let markup = match visitor {
        Some(visitor) => visitor.page(web, fault.kind.title, main),
        None => ui::page(&ui::Shell::new(fault.kind.title, &web.ask().programme.title), main),
    };
    (status, markup).into_response()
}

/// A path as a value of a query.
pub fn encode(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(byte);
    text.bytes().map(|b| if plain(&b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}

/// The page of a kind of problem: `/problems/{code}`.
pub async fn about(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    let kind = PROBLEMS.iter().find(|kind| kind.code == code).ok_or_else(Fault::not_found)?;
    let main = html! {
        (ui::page_header(kind.title, kind.help, html! {}))
        (ui::facts(&[
            ui::TermFact::rich("Code", html! { code { (kind.code) } }),
            ui::TermFact::new("HTTP status", kind.status.to_string()),
        ]))
    };
    Ok(visitor.page(&web, kind.title, main).into_response())
}
