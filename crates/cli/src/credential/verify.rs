//! `assay credential verify`: six checks, each with its verdict. Nothing is fetched: the issuer's document
//! and its status list come from files, or both and the record from an installation's data.

use std::path::PathBuf;

use assay_app::{Clock, OnRecord, PublicKeys, issued_of, shown_day};
use assay_credential::{Conclusion, Report, Verifier, bake, jsonld, status_list, verify::credential_text};
use assay_kernel::TypedId;
use assay_store::{DataPlace, Store};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::{
    files::{read_limited, read_text},
    installation::{must_be_served, runtime},
    outcome::{Failure, Found},
    rim::{self, ReportFormat, harmless},
    world::SystemClock,
};

/// A baked picture and the credential in it.
const FILE_BYTES_MAX: usize = 2 * bake::MAX_IMAGE_BYTES;
/// A document with a century of keys is far smaller.
const DOCUMENT_BYTES_MAX: usize = 1 << 20;

/// The arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// JSON, baked PNG, baked SVG or JWT
    file: PathBuf,
    /// The issuer's key document (issuer.json, or what the issuer's URL serves)
    #[arg(long, value_name = "FILE")]
    issuer_document: Option<PathBuf>,
    /// The status list that the badge names, as its address serves it
    #[arg(long, value_name = "FILE")]
    status_list: Option<PathBuf>,
    /// The data of the installation that issued it: its keys and its record are asked
    #[arg(long, value_name = "DIR|postgres://…", conflicts_with_all = ["issuer_document", "status_list"])]
    data: Option<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

#[derive(Serialize)]
struct VerifyAnswer<'a> {
    holds: bool,
    conclusion: Conclusion,
    #[serde(flatten)]
    report: &'a Report,
}

/// What is known of the issuer: its document, a list, and what its record says of the badge.
#[derive(Default)]
struct KnownIssuer {
    document: Option<Value>,
    list: Option<Value>,
    judged: Option<OnRecord>,
}

impl Verify {
    /// Verifies and reports; wrong unless every check that applies passed.
    pub fn run(self) -> Result<Found, Failure> {
        let bytes = read_limited(&self.file, FILE_BYTES_MAX)?;
        let text = credential_text(&bytes).filter(|text| text.len() <= jsonld::MAX_BYTES);
        let badge: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
        let known = match &self.data {
            Some(data) => asked(data, badge.as_ref())?,
            None => KnownIssuer {
                document: read_json(self.issuer_document.as_ref(), "issuer document", "issuer.json")?,
                list: read_json(self.status_list.as_ref(), "status list", "the list")?,
                judged: None,
            },
        };
        let of = |document: &Option<Value>, url: &str| {
            document.clone().filter(|document| document.get("id").and_then(Value::as_str) == Some(url))
        };
        let resolve = |url: &str| of(&known.document, url);
        let status = |url: &str| of(&known.list, url);
        let (now, gunzip) = (SystemClock.now(), status_list::gunzip);
        let verifier =
            Verifier { resolve: &resolve, status: &status, gunzip: Some(&gunzip), now, asked_at: None };
        let mut report = verifier.verify(&bytes);
        let genuine = !matches!(
            report.conclusion(),
            Conclusion::False | Conclusion::Unchecked | Conclusion::Unvouched | Conclusion::NoBadge
        );
        if let (true, Some(judged)) = (genuine, &known.judged) {
            // Whoever can read the data is of the team.
            judged.tell(&mut report, true);
        }
        let (holds, conclusion) = (report.holds(), report.conclusion());
        match self.format {
            ReportFormat::Json => rim::print_json(&VerifyAnswer { holds, conclusion, report: &report })?,
            ReportFormat::Text => rim::print(&in_words(&report))?,
        }
        self.hint(&report, badge.as_ref());
        Ok(Found::wrong_if(!holds))
    }

    /// What would be needed to know more.
    fn hint(&self, report: &Report, badge: Option<&Value>) {
        let issuer = report.summary.as_ref().and_then(|summary| summary.issuer_id.as_deref());
        match (report.conclusion(), issuer) {
            (Conclusion::Unchecked, Some(issuer))
                if self.issuer_document.is_none() && self.data.is_none() =>
            {
                let issuer = harmless(issuer);
                rim::say(format_args!(
                    "hint: this command fetches nothing; download {issuer} and name it with --issuer-document"
                ));
            }
            (Conclusion::StatusUnknown, _) if self.status_list.is_none() => {
                let list = badge.and_then(|badge| badge.pointer("/credentialStatus/statusListCredential"));
                let list = harmless(list.and_then(Value::as_str).unwrap_or("the list that the badge names"));
                rim::say(format_args!(
                    "hint: this command fetches nothing; download {list} and name it with --status-list"
                ));
            }
            _ => {}
        }
    }
}

/// A JSON document with an id.
fn read_json(path: Option<&PathBuf>, what: &str, name: &str) -> Result<Option<Value>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = read_text(path, DOCUMENT_BYTES_MAX)?;
    let document: Option<Value> = serde_json::from_str(&text).ok();
    let has_id = |document: &Value| document.get("id").is_some_and(Value::is_string);
    document.filter(has_id).map(Some).ok_or_else(|| {
        let message = format!("{} cannot be the {what}: it is not JSON with an `id`", path.display());
        Failure::unusable(message, format!("name {name}, or what its URL serves as JSON"))
    })
}

/// Asks an installation's own data, which may be served meanwhile.
fn asked(data: &str, badge: Option<&Value>) -> Result<KnownIssuer, Failure> {
    let location: DataPlace = data.parse().unwrap_or_else(|never| match never {});
    runtime()?.block_on(async {
        let store = Store::open_to_read(&location).await?;
        let current = must_be_served(&store).await?;
        let loaded = &current;
        let today = shown_day(&store, loaded, SystemClock.now()).await?;
        let keys = PublicKeys::read(&store).await?;
        let mut known =
            KnownIssuer { document: keys.as_ref().map(PublicKeys::document), ..KnownIssuer::default() };
        let is_own = keys.as_ref().is_some_and(|keys| badge.is_some_and(|badge| keys.issued(badge)));
        if let (true, Some(badge)) = (is_own, badge) {
            let name = badge.get("id").and_then(Value::as_str).and_then(|id| id.rsplit('/').next());
            let id = name.and_then(|name| TypedId::parse(name).ok());
            let issued = match id {
                Some(id) => issued_of(&store, loaded.programme(), today, id).await,
                None => Err(assay_app::AppError::NotFound),
            };
            known.judged = Some(match issued {
                Ok(issued) => issued.judge(badge, today, loaded.zone()),
                Err(assay_app::AppError::NotFound) => OnRecord::Unpublished,
                Err(error) => return Err(error.into()),
            });
        }
        store.close().await;
        Ok(known)
    })
}

fn in_words(report: &Report) -> String {
    let mut text = String::new();
    if let Some(summary) = &report.summary {
        let parts = [
            ("credential", &summary.name),
            ("issuer", &summary.issuer_name),
            ("issuer's id", &summary.issuer_id),
            ("valid from", &summary.valid_from),
            ("valid until", &summary.valid_until),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                text.push_str(&format!("{name:<12} {}\n", harmless(value)));
            }
        }
        text.push('\n');
    }
    for check in &report.checks {
        let (name, verdict) = (check.name.to_string(), check.verdict.to_string());
        text.push_str(&format!("{name:<9} {verdict:<15} {}\n", harmless(&check.text)));
    }
    text.push_str(&format!("\n{}\n", sum(report.conclusion())));
    text
}

/// What it comes to, in a line: what is genuine and over is told apart from what is false.
fn sum(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Holds => "verified: every check holds",
        Conclusion::Expired => "not verified: the badge is genuine, and it has expired",
        Conclusion::NotYet => "not verified: the badge is genuine, and not valid yet",
        Conclusion::Revoked => "not verified: the badge is genuine, and its issuer has revoked it",
        Conclusion::Suspended => "not verified: the badge is genuine, and not active at the moment",
        Conclusion::Replaced => "not verified: an older file of a badge; a newer one takes its place",
        Conclusion::StatusUnknown => {
            "not verified: the badge is genuine, and whether it was revoked is not known"
        }
        Conclusion::Unvouched => {
            "not verified: the signature is intact, and nobody here vouches for who signed"
        }
        Conclusion::Unchecked => "not verified: the signature could not be checked",
        Conclusion::NoBadge => "not verified: there is no badge in this file",
        Conclusion::False => "not verified: not every check holds",
    }
}
