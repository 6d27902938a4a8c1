//! A statement as it is written down (xAPI 1.0.3, Data, section 2).

use assay_kernel::Instant;
use serde::Serialize;

use super::{verb::Verb, worded::Worded};

/// The version of the standard that statements follow.
pub(super) const VERSION: &str = "1.0.3";

/// Somebody did something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PrepStatement {
    /// A UUID: the same of what is told twice.
    pub id: String,
    /// Who.
    pub actor: ToldActor,
    /// Did what.
    pub verb: Verb,
    /// With what.
    pub object: ToldActivity,
    /// How it went, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Outcome>,
    /// What it belongs to.
    pub context: Context,
    /// When.
    pub timestamp: Instant,
    /// By which version of the standard.
    pub version: &'static str,
}

/// Somebody, by an account and never by an address of mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldActor {
    pub(super) object_type: &'static str,
    /// Which account.
    pub account: ToldAccount,
}

/// An account of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldAccount {
    /// The installation.
    pub home_page: String,
    /// A name that says nothing of whose it is.
    pub name: String,
}

/// What was done something with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldActivity {
    pub(super) object_type: &'static str,
    /// Its address.
    pub id: String,
    /// What it is.
    pub definition: Definition,
}

/// What an activity is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// In words; none where only its kind is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Worded>,
    /// Its kind, by an address of the ADL vocabulary.
    #[serde(rename = "type")]
    pub kind: String,
}

impl ToldActivity {
    pub(super) fn of(kind: &str, id: String, name: Option<&str>) -> ToldActivity {
        let kind = format!("http://adlnet.gov/expapi/activities/{kind}");
        let name = name.filter(|name| !name.is_empty()).map(Worded::english);
        ToldActivity { object_type: "Activity", id, definition: Definition { name, kind } }
    }
}

/// How it went. There is no field for what was answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// Points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<ToldScore>,
    /// Whether it was right, of a check; whether all was there, of a lab.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// Whether it was gone through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion: Option<bool>,
}

/// Points of how many.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ToldScore {
    /// From 0 to 1.
    pub scaled: f64,
    /// Points.
    pub raw: u32,
    /// None.
    pub min: u32,
    /// All.
    pub max: u32,
}

impl ToldScore {
    /// Points of how many; none of nothing.
    pub fn of(raw: u32, max: u32) -> Option<ToldScore> {
        let raw = raw.min(max);
        (max > 0).then(|| ToldScore { scaled: f64::from(raw) / f64::from(max), raw, min: 0, max })
    }
}

/// What a statement belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// The preparation, as a UUID.
    pub registration: String,
    /// What it is a part of, and by which profile it is said.
    pub context_activities: ToldAround,
    pub(super) platform: &'static str,
    pub(super) language: &'static str,
}

/// Activities beside the one that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ToldAround {
    /// The course of a lesson, the lesson of a check.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parent: Vec<ToldActivity>,
    /// The exam version.
    pub grouping: Vec<ToldActivity>,
    /// Our profile, in its version.
    pub category: Vec<ToldActivity>,
}
