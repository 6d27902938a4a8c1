//! The verification page: a link, a number or a file; the answer first, then each check in plain words.

mod answer;
mod form;
mod handed_in;
mod link;
mod many;
mod verdict;

use assay_app::{AppError, Asking, Issued, OnRecord};
use assay_assessment::registration::long;
use assay_credential::{
    CheckName, CheckOutcome, Own, Report, Verifier, status_list, verify::credential_text,
};
use assay_kernel::{Actor, Role, TypedId};
use axum::{
    body::Bytes,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    fault::Fault,
    routes::Routes,
    state::Web,
    upload::{TEXT_BYTES_MAX, UPLOAD_BYTES_MAX, receive},
    visitor::Visitor,
};
use answer::{OwnBadge, Verified};
use handed_in::{AT_ONCE, HandedIn, Submission, handed_in, host};
use verdict::Recipient;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/verify", show)
        .get("/verify/{number}", of_number)
        .post("/verify", verify)
        .merge(many::routes())
        .up_to(UPLOAD_BYTES_MAX)
}

#[derive(Deserialize)]
struct VerifyQuery {
    #[serde(default)]
    url: String,
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
    match handed_in(web, &submission) {
        HandedIn::Nothing => Ok(form::form(web, visitor, &submission, "", StatusCode::OK)),
        HandedIn::NoLink(fault) => {
            // Whoever followed a link here sent nothing wrong.
            let status = if submission.asked { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            Ok(form::form(web, visitor, &submission, &fault, status))
        }
        // A verdict about a badge of ours has an address, unless it is also about somebody's own.
        HandedIn::Own(id) if submission.email.is_empty() => {
            Ok(Redirect::to(&format!("/verify/{id}")).into_response())
        }
        HandedIn::Own(id) => match web.app.awards.issued(&visitor.asking, id).await {
            Ok(issued) => judged(web, visitor, ToJudge::published(issued, submission.email)).await,
            Err(AppError::NotFound) => {
                Ok(form::form(web, visitor, &submission, NO_BADGE, StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error.into()),
        },
        HandedIn::Bytes(bytes) => {
            let Submission { email, file, .. } = submission;
            judged(web, visitor, ToJudge { bytes, email, is_file: !file.is_empty(), loaded: None }).await
        }
    }
}

/// The verdict about a badge of ours, at an address of its own.
async fn of_number(
    State(web): State<Web>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Fault> {
    let issued = match TypedId::parse(&number) {
        Ok(id) => web.app.awards.issued(&visitor.asking, id).await,
        Err(_) => Err(AppError::NotFound),
    };
    match issued {
        Ok(issued) => judged(&web, &visitor, ToJudge::published(issued, String::new())).await,
        Err(AppError::NotFound) => {
            let submission = Submission { url: number, ..Submission::default() };
            Ok(form::form(&web, &visitor, &submission, NO_BADGE, StatusCode::NOT_FOUND))
        }
        Err(error) => Err(error.into()),
    }
}

/// A badge to be judged, and about whom it is asked.
struct ToJudge {
    bytes: Bytes,
    email: String,
    is_file: bool,
    /// What the record has of it, where that was read already.
    loaded: Option<Issued>,
}

impl ToJudge {
    fn published(issued: Issued, email: String) -> Self {
        ToJudge { bytes: issued.signed.clone().into(), email, is_file: false, loaded: Some(issued) }
    }
}

async fn judged(web: &Web, visitor: &Visitor, badge: ToJudge) -> Result<Response, Fault> {
    let verified = check(web, visitor, badge).await?;
    let today = long(visitor.asking.today);
    let main = answer::answer(&verified, &web.app.settings.public_url, &today);
    Ok(visitor.page(web, &verified.verdict().title, main).into_response())
}

/// No such number here.
const NO_BADGE: &str =
    "There is no badge with this number here. Compare it with the certificate or the link.";

/// What this installation knows of a badge that calls it its issuer.
#[derive(Default)]
struct KnownBadge {
    issued: Option<Issued>,
    list: Option<Value>,
}

/// Asks the record, and the list that the badge names, where they are this installation's.
async fn known(
    web: &Web,
    asking: &Asking,
    badge: &Value,
    loaded: Option<Issued>,
) -> Result<Option<KnownBadge>, Fault> {
    let issuer =
        badge.get("issuer").and_then(|issuer| issuer.as_str().or_else(|| issuer.get("id")?.as_str()));
    if issuer != Some(web.app.awards.issuer().url()) {
        return Ok(None);
    }
    let mut known = KnownBadge::default();
    let name = badge.get("id").and_then(Value::as_str).and_then(|id| id.rsplit('/').next());
    if let Some(Ok(id)) = name.map(TypedId::parse) {
        known.issued = match loaded.filter(|loaded| loaded.id == id) {
            Some(loaded) => Some(loaded),
            None => match web.app.awards.issued(asking, id).await {
                Ok(issued) => Some(issued),
                Err(AppError::NotFound) => None,
                Err(error) => return Err(error.into()),
            },
        };
    }
    let list = badge.pointer("/credentialStatus/statusListCredential").and_then(Value::as_str);
    let lists = format!("{}/status-lists/", web.app.awards.issuer().base_url());
    if let Some(number) = list.and_then(|url| url.strip_prefix(&lists)).and_then(|n| n.parse().ok()) {
        known.list = match web.app.awards.status_list(asking, number).await {
            Ok(list) => serde_json::from_str(&list.signed).ok(),
            Err(AppError::NotFound) => None,
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
fn judge(asking: &Asking, report: &Report, known: &KnownBadge, badge: &Value) -> Option<OnRecord> {
    let genuine =
        [CheckName::Proof, CheckName::Issuer].iter().all(|c| report.verdict(*c) == CheckOutcome::Passed);
    let judge = |issued: &Issued| issued.judge(badge, asking.today, &asking.zone);
    genuine.then(|| known.issued.as_ref().map_or(OnRecord::Unpublished, judge))
}

async fn check(web: &Web, visitor: &Visitor, badge: ToJudge) -> Result<Verified, Fault> {
    let ToJudge { bytes, email, is_file, loaded } = badge;
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
        Some(badge) => known(web, &visitor.asking, badge, loaded).await?,
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
        (false, Some(badge)) => recipient(badge, &email),
        (false, None) => Recipient::Unknown,
    };
    // Of what the record has not published it has nothing to say but that.
    let published = judged.as_ref().is_some_and(|judged| *judged != OnRecord::Unpublished);
    let own = issued.filter(|_| published);
    Ok(Verified {
        own: own.map(|issued| OwnBadge::of(&visitor.asking, &issued)),
        is_file,
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
