//! `assay credential verify`: six checks, each with its verdict. Nothing is fetched: the issuer's document
//! comes from a file.

use std::path::PathBuf;

use assay_app::Clock;
use assay_credential::{CheckName, Report, Verdict, Verifier, bake};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::{
    files::{read_limited, read_text},
    outcome::{Failure, Found},
    rim::{self, Format, harmless},
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
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Serialize)]
struct Answer<'a> {
    holds: bool,
    #[serde(flatten)]
    report: &'a Report,
}

impl Verify {
    /// Verifies and reports; wrong unless every check that applies passed.
    pub fn run(self) -> Result<Found, Failure> {
        let bytes = read_limited(&self.file, FILE_BYTES_MAX)?;
        let document = self.read_document()?;
        let resolve = |url: &str| {
            let document = document.as_ref()?;
            (document.get("id").and_then(Value::as_str) == Some(url)).then(|| document.clone())
        };
        let now = SystemClock.now();
        let verifier = Verifier { resolve: &resolve, status: &|_| None, gunzip: None, now, asked_at: None };
        let report = verifier.verify(&bytes);
        let holds = report.holds();
        match self.format {
            Format::Json => rim::print_json(&Answer { holds, report: &report })?,
            Format::Text => rim::print(&text(&report, holds))?,
        }
        let issuer = report.summary.as_ref().and_then(|summary| summary.issuer_id.as_deref());
        if let (Verdict::Unknown, None, Some(issuer)) = (report.verdict(CheckName::Issuer), &document, issuer)
        {
            let issuer = harmless(issuer);
            rim::say(format_args!(
                "hint: this command fetches nothing; download {issuer} and name it with --issuer-document"
            ));
        }
        Ok(Found::wrong_if(!holds))
    }

    fn read_document(&self) -> Result<Option<Value>, Failure> {
        let Some(path) = &self.issuer_document else { return Ok(None) };
        let text = read_text(path, DOCUMENT_BYTES_MAX)?;
        let document: Option<Value> = serde_json::from_str(&text).ok();
        let has_id = |document: &Value| document.get("id").is_some_and(Value::is_string);
        document.filter(has_id).map(Some).ok_or_else(|| {
            let message = format!("{} is no issuer document: it is not JSON with an `id`", path.display());
            Failure::unusable(message, "name issuer.json, or what the issuer's URL serves as JSON")
        })
    }
}

fn text(report: &Report, holds: bool) -> String {
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
    let sum = if holds { "verified: every check holds" } else { "not verified: not every check holds" };
    text.push_str(&format!("\n{sum}\n"));
    text
}
