//! The lines of the copy of one's own data: what it says of each thing, and nothing else.

use assay_assessment::score::{DomainResult, ScoreReport};
use assay_kernel::{Date, Instant};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct OwnAccount {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) address: String,
    /// How the address was confirmed; none where nobody did.
    pub(super) address_confirmed_by: Option<&'static str>,
    pub(super) has_password: bool,
    pub(super) made_at: Instant,
}

#[derive(Serialize)]
pub(super) struct OwnRole {
    pub(super) role: String,
    pub(super) from: Instant,
    pub(super) until: Option<Instant>,
    pub(super) ended_at: Option<Instant>,
}

#[derive(Serialize)]
pub(super) struct OwnSession {
    pub(super) browser: String,
    pub(super) signed_in_at: Instant,
    pub(super) last_used_at: Instant,
    pub(super) ends_at: Instant,
}

#[derive(Serialize)]
pub(super) struct OwnLink {
    pub(super) purpose: &'static str,
    pub(super) address: String,
    pub(super) made_at: Instant,
    pub(super) ends_at: Instant,
    pub(super) used_at: Option<Instant>,
}

#[derive(Serialize)]
pub(super) struct OwnRegistration {
    pub(super) id: String,
    pub(super) exam: String,
    pub(super) state: &'static str,
    pub(super) registered_on: Date,
    pub(super) sit_from: Date,
    pub(super) sit_until: Option<Date>,
    pub(super) made_by_team: bool,
    pub(super) withdrawn_by_team: bool,
    pub(super) withdrawn_on: Option<Date>,
    /// The registration that it took the place of.
    pub(super) instead_of: Option<String>,
}

#[derive(Serialize)]
pub(super) struct OwnSitting {
    pub(super) id: String,
    pub(super) exam: String,
    pub(super) started_at: Instant,
    pub(super) deadline_at: Instant,
    pub(super) handed_in_at: Option<Instant>,
    pub(super) result: Option<OwnResult>,
    /// Since when it does not count.
    pub(super) voided_on: Option<Date>,
    /// Every stored change of an answer, in order: at which question and when.
    pub(super) answers: Vec<OwnAnswer>,
    pub(super) devices: Vec<OwnDevice>,
}

#[derive(Serialize)]
pub(super) struct OwnResult {
    pub(super) passed: bool,
    pub(super) score: u32,
    pub(super) needed: u32,
    pub(super) right: u32,
    pub(super) of: u32,
    pub(super) domains: Vec<OwnDomain>,
}

#[derive(Serialize)]
pub(super) struct OwnDomain {
    pub(super) title: String,
    pub(super) right: u32,
    pub(super) of: u32,
}

#[derive(Serialize)]
pub(super) struct OwnAnswer {
    pub(super) question: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) chosen: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flagged: Option<bool>,
    pub(super) saved_at: Instant,
}

#[derive(Serialize)]
pub(super) struct OwnDevice {
    pub(super) what: &'static str,
    pub(super) browser: String,
    pub(super) at: Instant,
}

#[derive(Serialize)]
pub(super) struct CopiedBadge {
    pub(super) id: String,
    pub(super) certification: String,
    pub(super) earned_on: Date,
    pub(super) name_shown_since: Option<Instant>,
    pub(super) editions: Vec<OwnVersion>,
}

#[derive(Serialize)]
pub(super) struct OwnVersion {
    pub(super) version: i64,
    pub(super) valid_from: Date,
    pub(super) valid_until: Option<Date>,
    pub(super) published_at: Option<Instant>,
}

#[derive(Serialize)]
pub(super) struct OwnPractice {
    pub(super) id: String,
    pub(super) exam: String,
    pub(super) mode: String,
    pub(super) about: serde_json::Value,
    pub(super) started_at: Instant,
    pub(super) finished_at: Option<Instant>,
    pub(super) of: usize,
    pub(super) answers: Vec<OwnAnswer>,
}

#[derive(Serialize)]
pub(super) struct OwnSeen {
    pub(super) exam: String,
    pub(super) question: String,
    pub(super) shown_at: Instant,
    pub(super) answered_at: Option<Instant>,
    pub(super) right: Option<bool>,
    pub(super) explained_at: Option<Instant>,
}

#[derive(Serialize)]
pub(super) struct OwnPrep {
    pub(super) certification: String,
    pub(super) at: Instant,
    pub(super) happened: serde_json::Value,
}

#[derive(Serialize)]
pub(super) struct OwnReading {
    pub(super) exam: String,
    pub(super) on: Date,
    pub(super) told: serde_json::Value,
}

#[derive(Serialize)]
pub(super) struct OwnMessage {
    pub(super) at: Instant,
    pub(super) subject: String,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct OwnNote {
    pub(super) text: String,
    pub(super) written_at: Instant,
}

#[derive(Serialize)]
pub(super) struct OwnCrew {
    pub(super) crew: String,
    pub(super) led_by: String,
    pub(super) invited_at: String,
    pub(super) since: Instant,
    pub(super) shown: Vec<OwnShare>,
    pub(super) asked_to_do: Vec<OwnAssignment>,
}

#[derive(Serialize)]
pub(super) struct OwnShare {
    pub(super) what: String,
    pub(super) is_shown: bool,
    pub(super) since: Instant,
}

#[derive(Serialize)]
pub(super) struct OwnAssignment {
    pub(super) what: String,
    pub(super) by: Option<Date>,
    pub(super) note: String,
}

#[derive(Serialize)]
pub(super) struct OwnAct {
    pub(super) at: Instant,
    pub(super) what: String,
}

impl From<ScoreReport> for OwnResult {
    fn from(report: ScoreReport) -> Self {
        let domain =
            |domain: DomainResult| OwnDomain { title: domain.title, right: domain.correct, of: domain.items };
        OwnResult {
            passed: report.passed,
            score: report.scaled,
            needed: report.cut,
            right: report.raw,
            of: report.raw_max,
            domains: report.domains.into_iter().map(domain).collect(),
        }
    }
}
