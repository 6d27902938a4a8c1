//! The verification page: a link, a file or pasted JSON; each check in plain words.

mod answer;
mod link;

use assay_app::{Asking, Issued, OnRecord};
use assay_credential::{
    CheckName, CheckOutcome, Own, Report, Verifier, status_list, verify::credential_text,
};
use assay_kernel::{Actor, Role, TypedId};
use axum::{
    body::Bytes,
    extract::{Query, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    fault::Fault,
    routes::Routes,
    state::Web,
    ui,
    upload::{TEXT_BYTES_MAX, UPLOAD_BYTES_MAX, receive},
    visitor::Visitor,
};
use answer::{Recipient, Verified};
use link::PastedLink;

pub(super) fn routes() -> Routes {
    Routes::default().get("/verify", show).post("/verify", verify).up_to(UPLOAD_BYTES_MAX)
}

#[derive(Deserialize)]
struct VerifyQuery {
    #[serde(default)]
    url: String,
}

/// Checks at once: each may cost a second of a core.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// What somebody handed in.
#[derive(Default)]
struct Submission {
    url: String,
    text: String,
    email: String,
    file: Bytes,
    /// The host by which this site was reached.
    host: String,
    /// Whether the form was sent, rather than opened.
    asked: bool,
}

async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(link): Query<VerifyQuery>,
) -> Result<Response, Fault> {
    let submission = Submission { url: link.url, host: host(&headers), ..Submission::default() };
    answer(&web, &visitor, submission).await
}

/// Where the browser thinks it is: people paste what stands in their address bar.
fn host(headers: &HeaderMap) -> String {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned()
}

async fn verify(State(web): State<Web>, visitor: Visitor, request: Request) -> Result<Response, Fault> {
    let mut submission = Submission { host: host(request.headers()), asked: true, ..Submission::default() };
    // The turn is held until the answer is made: only so much is in memory at once.
    let upload = receive(request).await?;
    for (name, bytes) in upload.fields {
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "url" => submission.url = text(),
            "credential" => submission.text = text(),
            "email" => submission.email = text(),
            "file" => submission.file = bytes,
            "csrf" => {}
            other => return Err(Fault::bad_request(&format!("this form has no field `{other}`"))),
        }
    }
    let answered = answer(&web, &visitor, submission).await;
    drop(upload.turn);
    answered
}

async fn answer(web: &Web, visitor: &Visitor, submission: Submission) -> Result<Response, Fault> {
    let found = bytes_of(web, &visitor.asking, &submission).await?;
    let (result, fault) = match found {
        Ok(Some(bytes)) => (Some(check(web, visitor, bytes, &submission.email).await?), String::new()),
        Ok(None) => (None, String::new()),
        Err(fault) => (None, fault),
    };
    let main = html! {
        (ui::page_header(
            "Verify a badge",
            "Give a link, a file or the badge's JSON. Nothing you hand in is kept.",
            html! {},
        ))
        @if let Some(result) = &result { (answer::answer(result)) }
        (form(&submission, &fault))
    };
    Ok(visitor.page(web, "Verify a badge", main).into_response())
}

/// The badge of a submission. Links are followed only to this installation's own badges: fetching foreign
/// addresses for strangers would make this server their tool.
async fn bytes_of(
    web: &Web,
    asking: &Asking,
    submission: &Submission,
) -> Result<Result<Option<Bytes>, String>, Fault> {
    if !submission.file.is_empty() {
        return Ok(Ok(Some(submission.file.clone())));
    }
    if !submission.text.is_empty() {
        return Ok(Ok(Some(submission.text.clone().into())));
    }
    if submission.url.is_empty() {
        let nothing = "Give a link, a file or the badge's JSON.".to_owned();
        return Ok(if submission.asked { Err(nothing) } else { Ok(None) });
    }
    let (base, public) = (web.app.awards.issuer().base_url(), &web.app.settings.public_url);
    match link::read(&submission.url, &[base, public, &submission.host]) {
        PastedLink::Own(id) => match web.app.awards.issued(asking, id).await {
            Ok(issued) => Ok(Ok(Some(issued.signed.into()))),
            Err(assay_app::AppError::NotFound) => Ok(Err("There is no badge at this address.".to_owned())),
            Err(error) => Err(error.into()),
        },
        PastedLink::OwnSite => Ok(Err("There is no badge at this address.".to_owned())),
        PastedLink::Elsewhere => Ok(Err(format!(
            "This page follows links to badges of {base} only. \
                Download the badge from that address and hand in the file."
        ))),
    }
}

/// What this installation knows of a badge that calls it its issuer.
#[derive(Default)]
struct OwnBadge {
    issued: Option<Issued>,
    list: Option<Value>,
}

/// Asks the record, and the list that the badge names, where they are this installation's.
async fn known(web: &Web, asking: &Asking, badge: &Value) -> Result<Option<OwnBadge>, Fault> {
    let issuer =
        badge.get("issuer").and_then(|issuer| issuer.as_str().or_else(|| issuer.get("id")?.as_str()));
    if issuer != Some(web.app.awards.issuer().url()) {
        return Ok(None);
    }
    let mut known = OwnBadge::default();
    let name = badge.get("id").and_then(Value::as_str).and_then(|id| id.rsplit('/').next());
    if let Some(Ok(id)) = name.map(TypedId::parse) {
        known.issued = match web.app.awards.issued(asking, id).await {
            Ok(issued) => Some(issued),
            Err(assay_app::AppError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
    }
    let list = badge.pointer("/credentialStatus/statusListCredential").and_then(Value::as_str);
    let lists = format!("{}/status-lists/", web.app.awards.issuer().base_url());
    if let Some(number) = list.and_then(|url| url.strip_prefix(&lists)).and_then(|n| n.parse().ok()) {
        known.list = match web.app.awards.status_list(asking, number).await {
            Ok(list) => serde_json::from_str(&list.signed).ok(),
            Err(assay_app::AppError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
    }
    Ok(Some(known))
}

/// The instant for which dates are judged. The demo clock decides what 'expired' means in a demonstration;
/// noon, so that the whole day counts.
fn judged_at(web: &Web, asking: &Asking) -> Timestamp {
    if !web.app.settings.demo {
        return asking.at;
    }
    let start = asking.today.to_zoned(asking.zone.clone());
    start.map_or(asking.at, |start| start.timestamp() + jiff::SignedDuration::from_hours(12))
}

/// What the record says. It speaks of what the issuer signed; about a forgery it has nothing to say.
fn judge(asking: &Asking, report: &Report, known: &OwnBadge, badge: &Value) -> Option<OnRecord> {
    let genuine =
        [CheckName::Proof, CheckName::Issuer].iter().all(|c| report.verdict(*c) == CheckOutcome::Passed);
    let judge = |issued: &Issued| issued.judge(badge, asking.today, &asking.zone);
    genuine.then(|| known.issued.as_ref().map_or(OnRecord::Unpublished, judge))
}

async fn check(web: &Web, visitor: &Visitor, bytes: Bytes, email: &str) -> Result<Verified, Fault> {
    let zone = visitor.asking.zone.clone();
    let now = judged_at(web, &visitor.asking);
    let issuer = web.app.awards.issuer();
    let (issuer_url, document) = (issuer.url().to_owned(), issuer.document());
    let own = Own {
        issuer: issuer_url.clone(),
        names: vec![visitor.asking.programme.body.name.clone()],
        bases: vec![issuer.base_url().to_owned(), web.app.settings.public_url.clone()],
    };
    let asked_at = Some(visitor.asking.at);
    // Reading and canonicalising a stranger's document costs time: beside the loop, two at once.
    let turn = AT_ONCE.acquire().await.map_err(|_| Fault::internal("the verifier is closed"))?;
    let failed = |error| Fault::internal(&format!("verifying: {error}"));
    let reading = tokio::task::spawn_blocking(move || {
        let text = credential_text(&bytes).filter(|text| text.len() <= TEXT_BYTES_MAX);
        let badge: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
        (bytes, badge)
    });
    let (bytes, badge) = reading.await.map_err(failed)?;
    let known = match &badge {
        Some(badge) => known(web, &visitor.asking, badge).await?,
        None => None,
    };
    let list = known.as_ref().and_then(|known| known.list.clone());
    let work = tokio::task::spawn_blocking(move || {
        let resolve = |url: &str| (url == issuer_url).then(|| document.clone());
        let status =
            |url: &str| list.clone().filter(|list| list.get("id").and_then(Value::as_str) == Some(url));
        let gunzip = status_list::gunzip;
        let verifier = Verifier { resolve: &resolve, status: &status, gunzip: Some(&gunzip), now, asked_at };
        let mut report = verifier.verify(&bytes);
        own.refuse_borrowed(&mut report);
        report
    });
    let mut report = work.await.map_err(failed)?;
    drop(turn);
    // What the verifier would not read is not read here either: nesting makes printing expensive.
    let badge = badge.filter(|_| report.summary.is_some());
    let judged = match (&known, &badge) {
        (Some(known), Some(badge)) => judge(&visitor.asking, &report, known, badge),
        _ => None,
    };
    let issued = known.and_then(|known| known.issued);
    if let Some(judged) = &judged {
        judged.tell(&mut report, issued.as_ref().is_some_and(|issued| is_told_why(visitor, issued)));
    }
    let recipient = match (email.is_empty(), &badge) {
        (true, _) => Recipient::NotAsked,
        (false, Some(badge)) => recipient(badge, email),
        (false, None) => Recipient::Unknown,
    };
    Ok(Verified {
        page: issued.filter(|_| judged.is_some()).map(|issued| format!("/credentials/{}", issued.id)),
        zone: judged.is_some().then_some(zone),
        json: badge.and_then(|badge| serde_json::to_string_pretty(&badge).ok()).unwrap_or_default(),
        report,
        recipient,
        judged,
    })
}

/// Whether somebody may read why a certification was withdrawn: its holder and the team, nobody else.
pub(super) fn is_told_why(visitor: &Visitor, issued: &Issued) -> bool {
    match &visitor.asking.actor {
        Actor::Person { id, roles } => *id == issued.person || roles.has(Role::Administrator),
        _ => false,
    }
}

/// Whether an address is the one a badge is about (OB 3.0, 9.3: hash of address and salt).
fn recipient(credential: &Value, email: &str) -> Recipient {
    let Some(identifiers) = credential.pointer("/credentialSubject/identifier") else {
        return Recipient::Unknown;
    };
    let list = identifiers.as_array().cloned().unwrap_or_else(|| vec![identifiers.clone()]);
    let same = list.iter().any(|identity| {
        let text = |key: &str| identity.get(key).and_then(Value::as_str).unwrap_or_default();
        let hashed = assay_credential::HashedEmail::from_parts(text("identityHash"), text("salt"));
        // Ours hash an address in its one form (N11); others, as it was typed.
        hashed.matches(email) || hashed.matches(&assay_kernel::identity::Address::compared(email))
    });
    if same { Recipient::Same } else { Recipient::Other }
}

fn form(submission: &Submission, fault: &str) -> Markup {
    html! {
        (ui::section("hand-in", "Hand in a badge", html! {
            form class="form" method="post" action="/verify" enctype="multipart/form-data" novalidate {
                (ui::field(&ui::Field::new("url", "Link to the badge").value(&submission.url).error(fault)
                    .optional()
                    .help("The address of the badge's page.")))
                (ui::file_field(&ui::Field::new("file", "Or the badge's file").optional()
                    .help("A PNG or SVG picture with the badge baked in, or its JSON."),
                    ".png,.svg,.json,.jws,.jwt,.txt"))
                (ui::textarea(&ui::Field::new("credential", "Or the badge's JSON")
                    .value(&submission.text).optional(), 6))
                (ui::field(&ui::Field::new("email", "Whose is it? Their e-mail address")
                    .kind(ui::InputKind::Email)
                    .value(&submission.email).optional()
                    .help("Only if you want to check to whom it was awarded. It is not kept.")))
                (ui::submit_button("Verify the badge", ui::ButtonKind::Primary))
            }
        }))
    }
}
