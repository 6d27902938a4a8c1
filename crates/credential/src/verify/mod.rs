//! Verification: one verdict and one plain sentence per check,
//! and no sum without its parts.
//!
//! The order follows Open Badges 3.0, section 9.1. Documents of others come through closures, the time is
//! an argument. Endorsements inside a credential are counted, not verified.
//!
//! ```
//! use assay_credential::{CheckName, Verdict, Verifier};
//! let now = "2026-01-15T00:00:00Z".parse()?;
//! let verifier = Verifier { resolve: &|_| None, status: &|_| None, gunzip: None, now, asked_at: None };
//! let report = verifier.verify(br#"{"type": ["VerifiableCredential"]}"#);
//! assert!(!report.holds());
//! assert_eq!(report.verdict(CheckName::Proof), Verdict::Failed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod borrowed;
mod checks;
mod conclusion;
mod input;
mod strict;

use crate::controller::Resolve;
use crate::status;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

pub use borrowed::Own;
pub(crate) use checks::{belongs, dates, proof_and_issuer};
pub use conclusion::{Cause, Conclusion};
use input::Input;
pub use input::{Format, credential_text};
pub(crate) use strict::parse as parse_strict;

/// Unpacks gzip bytes up to a number of bytes;
/// `None` if they are broken or larger.
pub type Gunzip<'a> = dyn Fn(&[u8], usize) -> Option<Vec<u8>> + 'a;

/// What verification needs from the world.
#[derive(Clone, Copy)]
pub struct Verifier<'a> {
    /// Gives the controller or key document under a URL or DID,
    /// of those issuers the caller vouches for.
    pub resolve: &'a Resolve<'a>,
    /// Gives the status list under a URL.
    pub status: &'a Resolve<'a>,
    /// Unpacks bitstring status lists; without it their answer is unknown.
    pub gunzip: Option<&'a Gunzip<'a>>,
    /// The instant for which the dates are judged.
    pub now: Timestamp,
    /// The instant at which lists are asked, if it is another one:
    /// whatever day is judged, a list is as old as it is.
    pub asked_at: Option<Timestamp>,
}

/// The name of a check, part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckName {
    /// Every word of the credential is defined by known contexts.
    Contexts,
    /// The credential has the shape of an Open Badge.
    Schema,
    /// The signature fits.
    Proof,
    /// The key belongs to the issuer the credential names.
    Issuer,
    /// It is valid at this instant.
    Dates,
    /// It was not revoked.
    Status,
}

impl CheckName {
    /// All checks in the order of a report.
    pub const ALL: [Self; 6] =
        [Self::Contexts, Self::Schema, Self::Proof, Self::Issuer, Self::Dates, Self::Status];
}

impl fmt::Display for CheckName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Contexts => "contexts",
            Self::Schema => "schema",
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Dates => "dates",
            Self::Status => "status",
        })
    }
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// The credential has nothing of the kind.
    NotApplicable,
    /// It could not be found out.
    Unknown,
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotApplicable => "not applicable",
            Self::Unknown => "unknown",
        })
    }
}

/// One check with its verdict and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which check.
    pub name: CheckName,
    /// What it found.
    pub verdict: Verdict,
    /// What was checked and what that means, in plain words.
    pub text: String,
    /// What kind of finding it is, where programs act on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

impl Check {
    /// A check that was made.
    pub fn new(name: CheckName, verdict: Verdict, text: impl Into<String>) -> Self {
        Self { name, verdict, text: text.into(), cause: None }
    }

    /// Adds what kind of finding it is.
    #[must_use]
    pub fn because(self, cause: Cause) -> Self {
        Self { cause: Some(cause), ..self }
    }
}

/// What a credential says about itself:
/// shown beside the checks, true only as far as they hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The credential's id.
    pub id: Option<String>,
    /// The credential's name.
    pub name: Option<String>,
    /// The issuer's id.
    pub issuer_id: Option<String>,
    /// The name the issuer gives itself.
    pub issuer_name: Option<String>,
    /// The achievement's id.
    pub achievement_id: Option<String>,
    /// The achievement's name.
    pub achievement_name: Option<String>,
    /// The exam code.
    pub human_code: Option<String>,
    /// The first award.
    pub awarded_date: Option<String>,
    /// From when it counts.
    pub valid_from: Option<String>,
    /// Until when it counts.
    pub valid_until: Option<String>,
    /// Further places where a credential names a body: its home page,
    /// the achievement's author.
    #[serde(skip)]
    pub other_addresses: Vec<String>,
    /// The holder's id.
    pub holder_id: Option<String>,
    /// The holder's name, if the badge gives it in clear.
    pub holder_name: Option<String>,
    /// Endorsements inside the credential; these are not verified.
    pub endorsements: usize,
}

/// The result of verification: facts, then whether all of them hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The form the credential came in.
    pub format: Format,
    /// The six checks, in the order of [`CheckName::ALL`].
    pub checks: Vec<Check>,
    /// What the credential says, if it could be read.
    pub summary: Option<Summary>,
}

impl Report {
    /// Whether every check that applies passed: unknown is not enough.
    #[must_use]
    pub fn holds(&self) -> bool {
        CheckName::ALL.iter().all(|name| match self.verdict(*name) {
            Verdict::Passed => true,
            Verdict::Failed | Verdict::Unknown => false,
            // A JWT is signed as text and needs no contexts; a credential may have no status list.
            Verdict::NotApplicable => match name {
                CheckName::Contexts => self.format.is_jwt(),
                CheckName::Status => true,
                CheckName::Schema | CheckName::Proof | CheckName::Issuer | CheckName::Dates => false,
            },
        })
    }

    /// One check's verdict; unknown if it was not made.
    #[must_use]
    pub fn verdict(&self, name: CheckName) -> Verdict {
        self.check(name).map_or(Verdict::Unknown, |check| check.verdict)
    }

    /// One check.
    #[must_use]
    pub fn check(&self, name: CheckName) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// Puts a check in the place of the one of the same name,
    /// for a caller that knows more.
    pub fn replace(&mut self, check: Check) {
        self.checks.iter_mut().filter(|old| old.name == check.name).for_each(|old| *old = check.clone());
    }
}

impl Verifier<'_> {
    /// Verifies a credential as JSON, baked PNG or SVG, or compact JWS.
    #[must_use]
    pub fn verify(&self, bytes: &[u8]) -> Report {
        match input::read(bytes) {
            Ok((format, Input::Embedded(credential))) => {
                let [proof, issuer] = proof_and_issuer(&credential, self);
                let contexts = checks::contexts(&credential);
                self.report(format, &credential, contexts, proof, issuer)
            }
            Ok((format, Input::Enveloped(jws))) => {
                let credential = jws.credential.clone();
                let [proof, issuer] = crate::jwt::checks(&jws, self);
                let text = "The credential is signed as text, so its meaning does not depend on contexts.";
                let contexts = Check::new(CheckName::Contexts, Verdict::NotApplicable, text);
                self.report(format, &credential, contexts, proof, issuer)
            }
            Err(unread) => {
                let (format, text) = (unread.format, unread.text);
                let checks = CheckName::ALL.iter().map(|name| match name {
                    CheckName::Schema => Check {
                        cause: unread.no_badge.then_some(Cause::NoBadge),
                        ..Check::new(*name, Verdict::Failed, text.clone())
                    },
                    _ => Check::new(*name, Verdict::Unknown, "Not checked: no credential could be read."),
                });
                Report { format, checks: checks.collect(), summary: None }
            }
        }
    }

    fn report(
        &self,
        format: Format,
        credential: &Map<String, Value>,
        contexts: Check,
        proof: Check,
        issuer: Check,
    ) -> Report {
        let schema = checks::schema(credential);
        let dates = dates(credential, self.now);
        let status = status::check(credential, self);
        let checks = vec![contexts, schema, proof, issuer, dates, status];
        Report { format, checks, summary: Some(summary(credential)) }
    }
}

/// The issuer's id, whether it is written as a URL or inside a profile.
pub(crate) fn issuer_id(credential: &Map<String, Value>) -> Option<&str> {
    let issuer = credential.get("issuer")?;
    issuer.as_str().or_else(|| issuer.get("id")?.as_str())
}

fn summary(credential: &Map<String, Value>) -> Summary {
    let text = |name: &str| credential.get(name).and_then(Value::as_str).map(str::to_owned);
    let subject = credential.get("credentialSubject");
    let achievement = subject.and_then(|subject| subject.get("achievement"));
    let inside = |object: Option<&Value>, name: &str| object?.get(name)?.as_str().map(str::to_owned);
    let identities = subject.and_then(|subject| subject.get("identifier")).and_then(Value::as_array);
    let named = identities.into_iter().flatten().find(|identity| {
        identity.get("identityType").and_then(Value::as_str) == Some("name")
            && identity.get("hashed") == Some(&Value::Bool(false))
    });
    Summary {
        id: text("id"),
        name: text("name"),
        issuer_id: issuer_id(credential).map(str::to_owned),
        issuer_name: inside(credential.get("issuer"), "name"),
        achievement_id: inside(achievement, "id"),
        achievement_name: inside(achievement, "name"),
        human_code: inside(achievement, "humanCode"),
        awarded_date: text("awardedDate"),
        valid_from: text("validFrom").or_else(|| text("issuanceDate")),
        valid_until: text("validUntil").or_else(|| text("expirationDate")),
        other_addresses: [
            inside(credential.get("issuer"), "url"),
            achievement.and_then(|it| inside(it.get("creator"), "id")),
        ]
        .into_iter()
        .flatten()
        .collect(),
        holder_id: inside(subject, "id"),
        holder_name: inside(named, "identityHash"),
        endorsements: [
            Some(credential.get("endorsement")),
            Some(achievement.and_then(|it| it.get("endorsement"))),
        ]
        .into_iter()
        .flatten()
        .flatten()
        .map(|value| value.as_array().map_or(1, Vec::len))
        .sum(),
    }
}
