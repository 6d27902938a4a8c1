//! Standings, and the decisions behind them.

use assay_kernel::{Args, CertificationCode, Code, Date, ExamCode, Instant, Said};
use assay_standing::{
    CredentialStanding, Decided, Decision, ExamDays, Foreseen, Missing, PersonStanding, Reason, RenewBy,
    Span, Standing, Status,
    known::{self, Difference, Hindsight},
};
use serde::{Serialize, Serializer};

use super::{Tell, Told, as_told, sentence};
use crate::InEnglish;

#[derive(Serialize)]
#[serde(remote = "Standing")]
struct StandingTold {
    #[serde(serialize_with = "Tell::tell")]
    credentials: Vec<CredentialStanding>,
    #[serde(serialize_with = "Tell::tell")]
    unused: Vec<Reason>,
}

#[derive(Serialize)]
#[serde(remote = "PersonStanding")]
struct PersonTold {
    person: String,
    #[serde(flatten, serialize_with = "Tell::tell")]
    standing: Standing,
}

#[derive(Serialize)]
#[serde(remote = "CredentialStanding")]
struct CredentialTold {
    credential: CertificationCode,
    title: String,
    status: Status,
    earned_on: Date,
    valid_from: Date,
    valid_until: Option<Date>,
    grace_until: Option<Date>,
    suspended_until: Option<Date>,
    revoked_on: Option<Date>,
    barred_on: Option<Date>,
    #[serde(serialize_with = "Tell::tell")]
    foreseen: Vec<Foreseen>,
    #[serde(serialize_with = "Tell::tell")]
    reasons: Vec<Reason>,
    #[serde(serialize_with = "Tell::tell")]
    renew_by: Vec<RenewBy>,
    timeline: Vec<Span>,
}

#[derive(Serialize)]
#[serde(remote = "Foreseen")]
struct ForeseenTold {
    on: Date,
    valid_until: Option<Date>,
    rule: String,
    #[serde(flatten, serialize_with = "sentence")]
    said: Said,
}

#[derive(Serialize)]
#[serde(remote = "Reason")]
struct ReasonTold {
    on: Date,
    rule: String,
    #[serde(flatten, serialize_with = "sentence")]
    said: Said,
    change: Decided,
    old_until: Option<Date>,
    new_until: Option<Date>,
}

#[derive(Serialize)]
#[serde(remote = "Decision")]
struct DecisionTold {
    certification: Option<CertificationCode>,
    reference: Option<String>,
    recorded_at: Option<Instant>,
    #[serde(flatten, serialize_with = "Tell::tell")]
    reason: Reason,
}

#[derive(Serialize)]
#[serde(remote = "Missing")]
struct MissingTold {
    credits: u32,
    fees: u32,
    groups: Vec<(String, u32)>,
    #[serde(serialize_with = "texts")]
    needs: Vec<Said>,
}

/// Their codes stand in the task of the way.
#[expect(clippy::ptr_arg, reason = "serde hands a field as it is")]
fn texts<S: Serializer>(said: &Vec<Said>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(said.iter().map(Said::text))
}

#[derive(Serialize)]
#[serde(remote = "Hindsight")]
struct HindsightTold {
    known_at: Instant,
    #[serde(serialize_with = "Tell::tell")]
    then: PersonStanding,
    #[serde(serialize_with = "Tell::tell")]
    now: PersonStanding,
    #[serde(serialize_with = "Tell::tell")]
    differences: Vec<Difference>,
}

#[derive(Serialize)]
#[serde(remote = "Difference")]
struct DifferenceTold {
    certification: CertificationCode,
    then: known::ToldState,
    now: known::ToldState,
    #[serde(flatten, serialize_with = "sentence")]
    said: Said,
}

/// What a way is called stands at its head, what it asks for at its end.
#[derive(Serialize)]
struct WayTold<'a> {
    route: &'a str,
    title: String,
    opens_on: Option<Date>,
    closes_on: Option<Date>,
    open_now: bool,
    gives_until: Option<Date>,
    exam: &'a Option<ExamCode>,
    exams: &'a [ExamDays],
    missing: Told<'a, Missing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts_from: Option<Date>,
    text: String,
    code: &'a Code,
    args: &'a Args,
}

impl Tell for RenewBy {
    fn tell<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RenewBy { route, opens_on, closes_on, open_now, gives_until, exam, exams, missing, .. } = self;
        let way = WayTold {
            route,
            title: self.said.title(),
            opens_on: *opens_on,
            closes_on: *closes_on,
            open_now: *open_now,
            gives_until: *gives_until,
            exam,
            exams,
            missing: Told(missing),
            counts_from: self.counts_from,
            text: self.said.text(),
            code: &self.said.code,
            args: &self.said.args,
        };
        way.serialize(serializer)
    }
}

as_told! {
    Standing by StandingTold,
    PersonStanding by PersonTold,
    CredentialStanding by CredentialTold,
    Foreseen by ForeseenTold,
    Reason by ReasonTold,
    Decision by DecisionTold,
    Missing by MissingTold,
    Hindsight by HindsightTold,
    Difference by DifferenceTold,
}
