//! Announcements as Atom (RFC 4287) and JSON Feed 1.1.

use assay_app::Asking;
use assay_kernel::Date;
use assay_programme::model::{Announcement, Programme};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{markdown, routes::Routes, state::Web};

/// Entries of a feed.
const ENTRIES_MAX: usize = 50;

pub(crate) fn routes() -> Routes {
    Routes::default().get("/announcements.atom", atom).get("/announcements.json", json_feed)
}

/// The announcements known on a day, newest first.
pub fn known_on(programme: &Programme, day: Date) -> Vec<&Announcement> {
    let known = programme.announcements.iter().filter(|announcement| announcement.published_on <= day);
    known.take(ENTRIES_MAX).collect()
}

/// The start of a day in the programme's zone, RFC 3339.
fn instant(asking: &Asking, day: Date) -> String {
    let zoned = day.to_zoned(asking.zone.clone());
    zoned.map(|at| at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

fn updated(announcement: &Announcement, day: Date) -> Date {
    announcement.revision_on(day).map_or(announcement.published_on, |revision| revision.on)
}

async fn atom(State(web): State<Web>) -> Response {
    let asking = web.ask();
    let (programme, base, today) = (&asking.programme, web.app.awards.issuer().base_url(), asking.today);
    let known = known_on(programme, today);
    let latest = known.iter().map(|announcement| updated(announcement, today)).max().unwrap_or(today);
    let feed = maud::html! {
        feed xmlns="http://www.w3.org/2005/Atom" {
            title { (programme.title) ": announcements" }
            id { (base) "/announcements" }
            link rel="self" href={ (base) "/announcements.atom" } {}
            link rel="alternate" type="text/html" href={ (base) "/announcements" } {}
            updated { (instant(&asking, latest)) }
            author { name { (programme.body.name) } }
            @for announcement in &known {
                entry {
                    title { (announcement.title) }
                    id { (base) "/announcements/" (announcement.slug) }
                    link rel="alternate" type="text/html"
                        href={ (base) "/announcements/" (announcement.slug) } {}
                    published { (instant(&asking, announcement.published_on)) }
                    updated { (instant(&asking, updated(announcement, today))) }
                    @for category in &announcement.categories { category term=(category) {} }
                    summary { (announcement.summary) }
                    @if let Some(revision) = announcement.revision_on(today) {
                        content type="html" { (markdown::render(&revision.body)) }
                    }
                }
            }
        }
    };
    let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", feed.into_string());
    ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response()
}

async fn json_feed(State(web): State<Web>) -> Response {
    let asking = web.ask();
    let (programme, base, today) = (&asking.programme, web.app.awards.issuer().base_url(), asking.today);
    let items: Vec<Value> = known_on(programme, today)
        .into_iter()
        .map(|announcement| {
            let url = format!("{base}/announcements/{}", announcement.slug);
            let body = announcement.revision_on(today).map(|revision| markdown::render(&revision.body));
            json!({
                "id": url, "url": url, "title": announcement.title, "summary": announcement.summary,
                "content_html": body, "tags": announcement.categories,
                "date_published": instant(&asking, announcement.published_on),
                "date_modified": instant(&asking, updated(announcement, today)),
            })
        })
        .collect();
    let mut response = Json(json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": format!("{}: announcements", programme.title),
        "home_page_url": format!("{base}/announcements"), "feed_url": format!("{base}/announcements.json"),
        "authors": [{ "name": programme.body.name, "url": programme.body.url }],
        "items": items,
    }))
    .into_response();
    let kind = header::HeaderValue::from_static("application/feed+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
