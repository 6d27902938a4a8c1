//! The verification page: a link, a file or pasted JSON; each check in plain words.

use assay_assessment::registration::long;
use assay_credential::{Report, Verdict, Verifier, bake};
use assay_kernel::{Credentials, TypedId};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use crate::{problem::Fault, state::Web, ui, visitor::Visitor};

/// A baked picture with its form around it.
const UPLOAD_BYTES_MAX: usize = 5 * 1024 * 1024;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/verify", get(show).post(verify)).layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    url: String,
}

/// A credential's JSON at most; the verifier reads no more either.
const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Checks at once: each may cost a second of a core.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// What somebody handed in.
#[derive(Default)]
struct Submission {
    url: String,
    text: String,
    email: String,
    file: Vec<u8>,
}

async fn show(State(web): State<Web>, visitor: Visitor, Query(link): Query<Link>) -> Result<Response, Fault> {
    let submission = Submission { url: link.url, ..Submission::default() };
    answer(&web, &visitor, submission).await
}

async fn verify(State(web): State<Web>, visitor: Visitor, mut form: Multipart) -> Result<Response, Fault> {
    let mut submission = Submission::default();
    let broken = |_| Fault::too_large();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        if name != "file" && bytes.len() > TEXT_BYTES_MAX {
            return Err(Fault::too_large());
        }
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "url" => submission.url = text(),
            "credential" => submission.text = text(),
            "email" => submission.email = text(),
            "file" => submission.file = bytes.to_vec(),
            "csrf" => {}
            other => return Err(Fault::bad_request(&format!("this form has no field `{other}`"))),
        }
    }
    answer(&web, &visitor, submission).await
}

async fn answer(web: &Web, visitor: &Visitor, submission: Submission) -> Result<Response, Fault> {
    let found = bytes_of(web, &submission).await?;
    let (result, fault) = match found {
        Ok(Some(bytes)) => (Some(check(web, bytes, submission.email.clone()).await?), String::new()),
        Ok(None) => (None, String::new()),
        Err(fault) => (None, fault),
    };
    let main = html! {
        (ui::page_header(
            "Verify a badge",
            "Give a link, a file or the badge's JSON. Nothing you hand in is kept.",
            html! {},
        ))
        @if let Some(result) = &result { (verdict(result)) }
        (form(&submission, &fault))
    };
    Ok(visitor.page(web, "Verify a badge", main).into_response())
}

/// The badge of a submission. Links are followed only to this installation's own badges: fetching foreign
/// addresses for strangers would make this server their tool.
async fn bytes_of(web: &Web, submission: &Submission) -> Result<Result<Option<Vec<u8>>, String>, Fault> {
    if !submission.file.is_empty() {
        return Ok(Ok(Some(submission.file.clone())));
    }
    if !submission.text.is_empty() {
        return Ok(Ok(Some(submission.text.clone().into_bytes())));
    }
    if submission.url.is_empty() {
        return Ok(Ok(None));
    }
    let name = submission.url.rsplit('/').next().unwrap_or_default();
    let id = name.split(['.', '?', '#']).next().unwrap_or_default();
    let own = submission.url.starts_with(&format!("{}/credentials/", web.app.issuer().base_url))
        || submission.url.starts_with(&format!("{}/credentials/", web.app.settings().public_url));
    let id: Option<TypedId<Credentials>> = TypedId::parse(id).ok().filter(|_| own);
    match id {
        Some(id) => match web.app.issued(id).await {
            Ok(issued) => Ok(Ok(Some(issued.signed.into_bytes()))),
            Err(assay_app::AppError::NotFound) => Ok(Err("There is no badge at this address.".to_owned())),
            Err(error) => Err(error.into()),
        },
        None => Ok(Err(format!(
            "This page follows links to badges of {} only. \
                Download the badge from that address and hand in the file.",
            web.app.issuer().base_url
        ))),
    }
}

/// Whether the address given is the one hashed in the badge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recipient {
    NotAsked,
    Same,
    Other,
    Unknown,
}

/// A report with what goes beyond it.
struct Verified {
    report: Report,
    /// Whether the address given is the one hashed in the badge.
    recipient: Recipient,
    json: String,
}

async fn check(web: &Web, bytes: Vec<u8>, email: String) -> Result<Verified, Fault> {
    let now = web.app.today().to_zoned(web.app.loaded().zone().clone());
    let now = match web.app.settings().demo {
        // The demo clock decides what 'expired' means here; noon, so that the whole day counts.
        true => now.map_or(web.app.now(), |start| start.timestamp() + jiff::SignedDuration::from_hours(12)),
        false => web.app.now(),
    };
    let (issuer_url, document) = (web.app.issuer().issuer_url.clone(), web.app.issuer().document());
    // Canonicalising a stranger's document costs time: beside the loop.
    let turn = AT_ONCE.acquire().await.map_err(|_| Fault::internal("the verifier is closed"))?;
    let work = tokio::task::spawn_blocking(move || {
        let resolve = |url: &str| (url == issuer_url).then(|| document.clone());
        let nothing = |_: &str| None;
        let verifier = Verifier { resolve: &resolve, status: &nothing, gunzip: None, now, asked_at: None };
        let report = verifier.verify(&bytes);
        let text = match bake::extract(&bytes) {
            Ok(extracted) => extracted.text,
            Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
        };
        // What the verifier would not read is not read here either: nesting makes printing expensive.
        let readable = report.summary.is_some() && text.len() <= TEXT_BYTES_MAX;
        let value: Option<Value> = if readable { serde_json::from_str(&text).ok() } else { None };
        let recipient = match (email.is_empty(), &value) {
            (true, _) => Recipient::NotAsked,
            (false, Some(value)) => recipient(value, &email),
            (false, None) => Recipient::Unknown,
        };
        let json = value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_default();
        Verified { report, recipient, json }
    });
    let verified = work.await.map_err(|error| Fault::internal(&format!("verifying: {error}")));
    drop(turn);
    verified
}

/// Whether an address is the one a badge is about (OB 3.0, 9.3: hash of address and salt).
fn recipient(credential: &Value, email: &str) -> Recipient {
    let Some(identifiers) = credential.pointer("/credentialSubject/identifier") else {
        return Recipient::Unknown;
    };
    let list = identifiers.as_array().cloned().unwrap_or_else(|| vec![identifiers.clone()]);
    let same = list.iter().any(|identity| {
        let text = |key: &str| identity.get(key).and_then(Value::as_str).unwrap_or_default();
        assay_credential::HashedEmail::from_parts(text("identityHash"), text("salt")).matches(email)
    });
    if same { Recipient::Same } else { Recipient::Other }
}

fn verdict(verified: &Verified) -> Markup {
    let report = &verified.report;
    let holds = report.holds() && matches!(verified.recipient, Recipient::NotAsked | Recipient::Same);
    let (tone, text, note) = match holds {
        true => (ui::Tone::Good, "This badge holds", "Every check that applies passed."),
        false => (ui::Tone::Bad, "This badge does not hold", "Look at the checks that failed."),
    };
    let mut checks: Vec<ui::Check> = report
        .checks
        .iter()
        .map(|check| {
            let verdict = match check.verdict {
                Verdict::Passed => ui::Verdict::Holds,
                Verdict::Failed => ui::Verdict::Fails,
                Verdict::Unknown => ui::Verdict::Attention,
                Verdict::NotApplicable => ui::Verdict::NotChecked,
            };
            ui::Check::new(check_title(&check.name.to_string()), verdict, &check.text)
        })
        .collect();
    let about = match verified.recipient {
        Recipient::NotAsked => None,
        Recipient::Same => Some((ui::Verdict::Holds, "The badge is about the person with this address.")),
        Recipient::Other => {
            Some((ui::Verdict::Fails, "The badge is not about the person with this address."))
        }
        Recipient::Unknown => {
            Some((ui::Verdict::Attention, "The badge does not say in a readable way whom it is about."))
        }
    };
    checks.extend(about.map(|(verdict, text)| ui::Check::new("Recipient", verdict, text)));
    let summary = report.summary.as_ref();
    let fact = |term: &str, value: Option<&String>| value.map(|value| ui::Fact::new(term, value));
    // The badge's own instants, shown as the days people speak of; the JSON has them to the second.
    let day = |term: &str, value: Option<&String>| {
        let date = value.and_then(|value| value.get(..10)).and_then(|text| text.parse().ok());
        date.map(|date| ui::Fact::new(term, long(date))).or_else(|| fact(term, value))
    };
    let facts: Vec<ui::Fact> = [
        fact("Badge", summary.and_then(|s| s.name.as_ref())),
        fact("Exam", summary.and_then(|s| s.human_code.as_ref())),
        fact("Issuer", summary.and_then(|s| s.issuer_name.as_ref())),
        fact("Issuer's address", summary.and_then(|s| s.issuer_id.as_ref())),
        day("Awarded", summary.and_then(|s| s.awarded_date.as_ref())),
        day("Valid from", summary.and_then(|s| s.valid_from.as_ref())),
        day("Valid until", summary.and_then(|s| s.valid_until.as_ref())),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        (ui::verdict_heading(tone, text, note))
        (ui::checks(&checks))
        (ui::section("badge", "What the badge says", ui::facts(&facts)))
        @if !verified.json.is_empty() {
            details { summary { "Raw JSON" } (ui::code_block("The credential", &verified.json)) }
        }
    }
}

fn check_title(name: &str) -> &'static str {
    match name {
        "contexts" => "Vocabulary",
        "schema" => "Form",
        "proof" => "Signature",
        "issuer" => "Issuer",
        "dates" => "Dates",
        "status" => "Revocation",
        _ => "Check",
    }
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
