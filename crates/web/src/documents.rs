//! Documents for machines: the issuer's keys, badges' pictures, credentials by content negotiation.

use assay_credential::bake;
use assay_kernel::{Credentials, TypedId};
use assay_learning::statement::PROFILE_VERSION;
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{fault::Fault, pages, preview, routes::Routes, state::Web, visitor::Visitor};

/// The media type of a credential with an embedded proof (Open Badges 3.0, section 5).
const CREDENTIAL_TYPE: &str = "application/vc+ld+json";

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/.well-known/did.json", did_document)
        .get("/issuer", issuer)
        .get("/xapi/profile", statement_profile)
        .get("/xapi/profile/{version}", statement_profile_in)
        .get("/credentials/{id}", credential)
        .get("/status-lists/{list}", status_list)
        .get("/certifications/{code}/badge.svg", artwork)
        .get("/certifications/{code}/preview.png", preview_picture)
        .get("/achievements/{certification}", achievement)
        .get("/achievements/{certification}/{exam}", achievement_of_exam)
}

/// Whether a browser asks: it names HTML before anything else.
fn wants_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("text/html")
}

/// Whether JSON is asked for by name, and more than HTML. Who takes anything gets the page: those are the
/// crawlers of networks and chats, which look for its preview (N13); verifiers name what they read.
fn names_json(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
    let (mut json, mut html) = (0.0_f32, 0.0_f32);
    for range in lines.flat_map(|line| line.split(',')) {
        let (kind, parameters) = range.split_once(';').unwrap_or((range, ""));
        let kind = kind.trim().to_ascii_lowercase();
        let weight = parameters.split(';').find_map(|one| one.trim().strip_prefix("q="));
        let weight = weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        match kind.as_str() {
            "text/html" | "application/xhtml+xml" => html = html.max(weight),
            "application/vc" | "application/json" => json = json.max(weight),
            kind if kind.starts_with("application/") && kind.ends_with("+json") => json = json.max(weight),
            _ => {}
        }
    }
    json > html
}

/// One address, two forms: a cache keeps them apart.
const VARY: [(header::HeaderName, &str); 1] = [(header::VARY, "accept")];

fn linked_data(value: &Value) -> Response {
    let mut response = Json(value).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(CREDENTIAL_TYPE));
    headers.insert(header::VARY, header::HeaderValue::from_static("accept"));
    // Verifiers in browsers elsewhere read keys and credentials: they are public.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    response
}

/// The profile by which statements of preparation are made: public, since whoever reads them looks it up.
async fn statement_profile(State(web): State<Web>, visitor: Visitor) -> Response {
    let profile = web.app.practice.statement_profile(&visitor.asking);
    let headers = [(header::CONTENT_TYPE, "application/ld+json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, Json(profile)).into_response()
}

/// The same in a version: there is one so far.
async fn statement_profile_in(
    State(web): State<Web>,
    visitor: Visitor,
    Path(version): Path<String>,
) -> Result<Response, Fault> {
    match version == PROFILE_VERSION.to_string() {
        true => Ok(statement_profile(State(web), visitor).await),
        false => Err(Fault::not_found()),
    }
}

async fn did_document(State(web): State<Web>) -> Response {
    linked_data(&web.app.awards.issuer().did_document())
}

async fn issuer(State(web): State<Web>, visitor: Visitor, headers: HeaderMap) -> Response {
    if wants_html(&headers) {
        return pages::issuer_page(&web, &visitor).into_response();
    }
    linked_data(&web.app.awards.issuer().document())
}

/// `/credentials/{id}` negotiates; `.json`, `.svg`, `.png` and `.pdf` name a form.
async fn credential(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    let (id, form) = name.split_once('.').unwrap_or((&name, ""));
    let id: TypedId<Credentials> = TypedId::parse(id).map_err(|_| Fault::not_found())?;
    let issued = web.app.awards.issued(&visitor.asking, id).await?;
    let loaded = visitor.asking.programme.clone();
    let artwork = |ending: &str| {
        let certification = loaded.certification(&issued.certification)?;
        let path = format!("{}{ending}", certification.badge.strip_suffix(".svg")?);
        loaded.artwork.get(&path)
    };
    let file = |kind: &'static str, ending: &str, bytes: Vec<u8>| {
        let name = format!("attachment; filename=\"{}{ending}\"", issued.certification);
        let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
        (headers, bytes).into_response()
    };
    // A picture that cannot carry a badge is no fault of whoever asks for it (F20).
    let baking = |error: bake::BakeError| {
        tracing::warn!(credential = %id, %error, "the artwork cannot carry a badge");
        Fault::not_found()
    };
    match form {
        "svg" => {
            let svg = artwork(".svg").ok_or_else(Fault::not_found)?;
            let svg = String::from_utf8_lossy(svg);
            let baked = bake::bake_svg(&svg, &issued.signed).map_err(baking)?;
            Ok(file("image/svg+xml", ".svg", baked.into_bytes()))
        }
        "png" => {
            let png = artwork(".png").ok_or_else(Fault::not_found)?;
            Ok(file("image/png", ".png", bake::bake_png(png, &issued.signed).map_err(baking)?))
        }
        "pdf" => Ok(file("application/pdf", ".pdf", pages::certificate(&web, &visitor, &issued).await?)),
        "" if !names_json(&headers) => {
            Ok((VARY, pages::credential_page(&web, &visitor, &issued)).into_response())
        }
        "" | "json" => {
            let value: Value = serde_json::from_str(&issued.signed)
                .map_err(|error| Fault::internal(&format!("reading a credential: {error}")))?;
            Ok(linked_data(&value))
        }
        _ => Err(Fault::not_found()),
    }
}

/// A status list, for verifiers anywhere. Its address is in every badge, so it stays; copies may be kept for
/// a few minutes, which is how long a revocation may take to be seen everywhere.
async fn status_list(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(list): Path<String>,
) -> Result<Response, Fault> {
    let number: i64 = list.parse().map_err(|_| Fault::not_found())?;
    let assay_app::StatusList { signed, mark } = web.app.awards.status_list(&web.ask(), number).await?;
    let etag = format!("\"{mark}\"");
    let caching = [
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
        (header::ETAG, etag.clone()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    // RFC 9110, section 13.1.2: compared weakly, and `*` is any.
    let is_known = known
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*");
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, [(header::CONTENT_TYPE, CREDENTIAL_TYPE)], signed).into_response())
}

async fn artwork(State(web): State<Web>, Path(code): Path<String>) -> Result<Response, Fault> {
    // A badge that is not announced yet has no picture either.
    let asking = web.ask();
    let certification = pages::public_certification(&asking.programme, &code, asking.today);
    let certification = certification.ok_or_else(Fault::not_found)?;
    let svg = asking.programme.artwork.get(&certification.badge).ok_or_else(Fault::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        // An SVG opened by itself is a document: it may draw, nothing else.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    ];
    Ok((headers, svg.clone()).into_response())
}

/// The picture that chats and networks show of a link to a badge (ogp.me); the same for all of them.
async fn preview_picture(State(web): State<Web>, Path(code): Path<String>) -> Result<Response, Fault> {
    let asking = web.ask();
    let certification = pages::public_certification(&asking.programme, &code, asking.today);
    let path = certification.and_then(|found| found.badge.strip_suffix(".svg"));
    let path = path.map(|path| format!("{path}.png")).ok_or_else(Fault::not_found)?;
    let badge = asking.programme.artwork.get(&path).ok_or_else(Fault::not_found)?.clone();
    let drawn = preview::of(badge).await?;
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=86400")];
    Ok((headers, drawn).into_response())
}

async fn achievement(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(certification): Path<String>,
) -> Result<Response, Fault> {
    describe_achievement(&web, &headers, &certification, None)
}

async fn achievement_of_exam(
    State(web): State<Web>,
    headers: HeaderMap,
    Path((certification, exam)): Path<(String, String)>,
) -> Result<Response, Fault> {
    describe_achievement(&web, &headers, &certification, Some(&exam))
}

fn describe_achievement(
    web: &Web,
    headers: &HeaderMap,
    certification: &str,
    exam: Option<&str>,
) -> Result<Response, Fault> {
    let asking = web.ask();
    let programme = &asking.programme;
    let found = pages::public_certification(programme, certification, asking.today);
    let found = found.ok_or_else(Fault::not_found)?;
    let known = |code: &str| {
        programme.exam(code).is_some_and(|exam| {
            let public = assay_programme::offer::offer_on(programme, exam, asking.today).is_public();
            public && exam.certification == found.code
        })
    };
    if exam.is_some_and(|code| !known(code)) {
        return Err(Fault::not_found());
    }
    if wants_html(headers) {
        let page = format!("/certifications/{certification}");
        return Ok(axum::response::Redirect::to(&page).into_response());
    }
    let base = web.app.awards.issuer().base_url();
    let suffix = exam.map(|code| format!("/{code}")).unwrap_or_default();
    Ok(linked_data(&json!({
        "id": format!("{base}/achievements/{certification}{suffix}"),
        "type": ["Achievement"],
        "name": found.title,
        "description": found.description,
        "criteria": { "narrative": found.criteria },
        "humanCode": exam,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_for_those_who_name_it() {
        let asked = |accept: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in accept {
                headers.append(header::ACCEPT, header::HeaderValue::from_static(line));
            }
            names_json(&headers)
        };
        for page in [
            &[][..],
            &["*/*"],
            &["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
            &["image/avif,image/webp,*/*;q=0.8"],
            &["text/html, application/json;q=0.5"],
            &["application/json;q=0"],
            &["application/*"],
        ] {
            assert!(!asked(page), "{page:?}");
        }
        for json in [
            &["application/vc+ld+json"][..],
            &["application/ld+json, application/json"],
            &["Application/JSON; charset=utf-8"],
            &["application/vc"],
            &["*/*", "application/ld+json;q=0.9"],
            &["text/html;q=0.8, application/ld+json"],
        ] {
            assert!(asked(json), "{json:?}");
        }
    }
}
