//! A check: its name, what it found, and what it needs from the world.

use crate::controller::Resolve;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

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
pub enum CheckOutcome {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// The credential has nothing of the kind.
    NotApplicable,
    /// It could not be found out.
    Unknown,
}

impl fmt::Display for CheckOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotApplicable => "not applicable",
            Self::Unknown => "unknown",
        })
    }
}

/// What kind of finding a check made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckCause {
    /// There is no credential at all: neither true nor false.
    NoBadge,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYet,
    /// Its issuer took it back.
    Revoked,
    /// Its issuer holds it back for the time being.
    Suspended,
    /// A newer edition takes its place.
    Replaced,
    /// The caller does not know who signed.
    Unvouched,
    /// It uses the name or an address of somebody else.
    Borrowed,
}

/// One check with its verdict and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which check.
    pub name: CheckName,
    /// What it found.
    pub verdict: CheckOutcome,
    /// What was checked and what that means, in plain words.
    pub text: String,
    /// What kind of finding it is, where programs act on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<CheckCause>,
}

impl Check {
    /// A check that was made.
    pub fn new(name: CheckName, verdict: CheckOutcome, text: impl Into<String>) -> Self {
        Self { name, verdict, text: text.into(), cause: None }
    }

    /// Adds what kind of finding it is.
    #[must_use]
    pub fn because(self, cause: CheckCause) -> Self {
        Self { cause: Some(cause), ..self }
    }
}

/// The issuer's id, whether it is written as a URL or inside a profile.
pub(crate) fn issuer_id(credential: &Map<String, Value>) -> Option<&str> {
    let issuer = credential.get("issuer")?;
    issuer.as_str().or_else(|| issuer.get("id")?.as_str())
}
