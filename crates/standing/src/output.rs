//! A standing as people and programs read it.
//!
//! The JSON of docs/concepts/contract.md, with further keys.

use assay_kernel::{CertificationCode, Date, ExamCode, Instant, Said};
use serde::Serialize;

/// The state of a certification as one person holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Up to its last valid day, or kept alive by another.
    Active,
    /// After it, still renewable and shown as such (renewal-rules 9).
    Grace,
    /// The title may not be used, the certification can still be saved (10).
    Suspended,
    /// Over.
    Expired,
    /// A derived one below its count (16).
    Inactive,
    /// Taken away (21).
    Revoked,
    /// Suspended by the body until it is reinstated, whatever its dates say (21).
    ///
    /// Outsiders read the contract's word for it, and `barred_on` beside it.
    #[serde(rename = "suspended")]
    Barred,
    /// Never held.
    None,
}

impl Status {
    /// The word of docs/concepts/contract.md.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Grace => "grace",
            Status::Suspended | Status::Barred => "suspended",
            Status::Expired => "expired",
            Status::Inactive => "inactive",
            Status::Revoked => "revoked",
            Status::None => "none",
        }
    }
}

/// What a person holds on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Everything ever held, in the programme's order.
    pub credentials: Vec<CredentialStanding>,
    /// Events that gave nothing, of certifications not held at all.
    pub unused: Vec<Reason>,
}

impl Standing {
    /// The credential of a certification, if it was ever held.
    pub fn credential(&self, certification: &str) -> Option<&CredentialStanding> {
        self.credentials.iter().find(|credential| credential.credential == certification)
    }
}

/// A standing with its person: one object of the contract's array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonStanding {
    /// Whose.
    pub person: String,
    /// What they hold.
    pub standing: Standing,
}

/// One certification as this person holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialStanding {
    /// The certification's code.
    pub credential: CertificationCode,
    /// Its title.
    pub title: String,
    /// Its state on the day asked for.
    pub status: Status,
    /// Day of the award.
    pub earned_on: Date,
    /// Day of the last award or renewal.
    pub valid_from: Date,
    /// Last valid day, inclusive; none where there is no end.
    pub valid_until: Option<Date>,
    /// Last day of grace, if the policy has one.
    pub grace_until: Option<Date>,
    /// Last day of suspension, if the policy has one.
    pub suspended_until: Option<Date>,
    /// Day of the revocation.
    pub revoked_on: Option<Date>,
    /// Day from which the body has suspended it.
    pub barred_on: Option<Date>,
    /// What dated facts of the programme will do to it, if nothing else happens.
    pub foreseen: Vec<Foreseen>,
    /// Why, by date.
    pub reasons: Vec<Reason>,
    /// What keeps it, or brings it back.
    pub renew_by: Vec<RenewBy>,
    /// Its periods, for a bar on a page.
    pub timeline: Vec<Span>,
}

/// A dated fact ahead that moves the last valid day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The day of the fact.
    pub on: Date,
    /// The last valid day after it, as things stand.
    pub valid_until: Option<Date>,
    /// File, line and version of the rule.
    pub rule: String,
    /// For the holder: what happens, and what prevents it.
    pub said: Said,
}

/// Why a standing is what it is: a decision, with the rule it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The day it is about.
    pub on: Date,
    /// File, line and version of the rule.
    pub rule: String,
    /// For the holder and the auditor.
    pub said: Said,
    /// What kind of decision.
    pub change: Decided,
    /// The last valid day before it.
    pub old_until: Option<Date>,
    /// The last valid day after it.
    pub new_until: Option<Date>,
}

/// What a decision did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// A new award.
    Award,
    /// Renewed by a route of its own.
    Renewal,
    /// Renewed through an upper certification.
    Cascade,
    /// Moved by a bulk change.
    Amendment,
    /// Ended by an outside event.
    OutsideEnd,
    /// Revoked.
    Revocation,
    /// Suspended by the body.
    Suspension,
    /// A revocation or suspension was taken back.
    Reinstatement,
    /// A result was voided, and what it had moved was moved back.
    Void,
    /// A derived one reached its count.
    Derived,
    /// No event: the day asked for is in another state.
    Status,
    /// Counted towards a route that is not complete.
    Progress,
    /// Credits did not stand an audit.
    Audit,
    /// Changed nothing.
    Refusal,
}

impl Decided {
    /// Whether it gives a certification its days, rather than taking some away or none.
    pub fn gives_days(self) -> bool {
        use Decided::{Amendment, Award, Cascade, Derived, OutsideEnd, Renewal};
        matches!(self, Award | Renewal | Cascade | Amendment | OutsideEnd | Derived)
    }
}

/// A decision with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The certification; none where the event names nothing known.
    pub certification: Option<CertificationCode>,
    /// The event's own reference.
    pub reference: Option<String>,
    /// When the deciding event was recorded; none for a fact of the programme.
    pub recorded_at: Option<Instant>,
    /// What was decided and why.
    pub reason: Reason,
}

/// A way to keep a certification, or to get it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewBy {
    /// The route's id, `cascade from …`, or `earn`.
    pub route: String,
    /// First day on which it works; none where it always did.
    pub opens_on: Option<Date>,
    /// Last day on which it works; none where nothing ends it.
    pub closes_on: Option<Date>,
    /// Whether it works on the day asked for.
    pub open_now: bool,
    /// The last valid day it gives if taken now, or on the day it opens.
    pub gives_until: Option<Date>,
    /// The exam version to pass now, or the next to come.
    pub exam: Option<ExamCode>,
    /// Every announced exam version that can be passed within those days, oldest first.
    pub exams: Vec<ExamDays>,
    /// What is still missing.
    pub missing: Missing,
    /// The later day from which what is done for it counts, after an early renewal.
    pub counts_from: Option<Date>,
    /// For the holder: what to do, by when, and what comes of it.
    ///
    /// Its title names the way.
    pub said: Said,
}

/// An exam version within the days of a way to renew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExamDays {
    /// Which.
    pub exam: ExamCode,
    /// First day on which it can be sat; none where the way does not open before it.
    pub opens_on: Option<Date>,
    /// Last day on which it can be sat; none where the way does not go on after it.
    pub closes_on: Option<Date>,
    /// Last day before which every language can be sat, where others go on after it.
    pub some_languages_until: Option<Date>,
}

/// What a route still asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Credits in all.
    pub credits: u32,
    /// Payments.
    pub fees: u32,
    /// Credits by category or `a|b` group.
    pub groups: Vec<(String, u32)>,
    /// What else the route needs.
    pub needs: Vec<Said>,
}

/// A period of validity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day, inclusive; none where there is no end.
    pub until: Option<Date>,
    /// What began it: `award`, a route's id, `cascade from …`.
    pub by: String,
    /// What kind of decision began it.
    pub change: Decided,
}
