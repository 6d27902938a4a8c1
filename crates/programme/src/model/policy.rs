//! Renewal policies: 21 primitives for the rules of fourteen real programmes.
//!
//! Numbers in the docs, also as 'renewal-rules 9', are those of docs/concepts/renewal-rules.md.

use std::collections::BTreeMap;

use assay_kernel::{CertificationCode, Date, Period, Validity};

use super::clause::Clause;

/// The rules of one certification, dated: `policies/<certification>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Whose.
    pub certification: CertificationCode,
    /// Oldest first. An event is judged by the version in force on its day.
    pub versions: Vec<PolicyVersion>,
    /// Day from which the certification's own exam and routes are gone (20, `retire`).
    pub retired_on: Option<Date>,
    /// Last day of new awards, where they end apart from the routes (20).
    pub award_until: Option<Date>,
    /// Which of a credential's days selects the version that governs it.
    pub governed_by: GoverningDay,
}

/// Which day selects the policy version that governs a credential.
///
/// An award is always governed by the version in force on its own day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum GoverningDay {
    /// The day of each event: a change reaches everyone with their next renewal.
    #[default]
    Event,
    /// The day of the award: who was awarded under the old rules keeps them ('issued from').
    Award,
    /// The last valid day: a change reaches those whose period ends under it.
    Expiry,
}

impl Policy {
    /// The version in force on a day: the latest one started by then, else the first.
    pub fn in_force_on(&self, day: Date) -> Option<&PolicyVersion> {
        let started = self.versions.iter().rev().find(|v| v.in_force_from.is_none_or(|from| from <= day));
        started.or_else(|| self.versions.first())
    }
}

/// One version of a policy; never edited once published: a change is a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyVersion {
    /// e.g. `2025-07-15`; what a reason names.
    pub version: String,
    /// Day from which it governs; from ever where absent.
    pub in_force_from: Option<Date>,
    /// How long an award is good for (1).
    pub validity: Validity,
    /// Which day is the last valid one (2).
    pub end: EndRule,
    /// Exceptions by award date (3).
    pub cohorts: Vec<Cohort>,
    /// Ways to renew (4).
    pub routes: Vec<Route>,
    /// After expiry: still renewable, still shown as such (9).
    pub grace: Option<Period>,
    /// After grace: title not usable, still curable (10).
    pub suspension: Option<Period>,
    /// What an award or renewal of this one does to others (15).
    pub cascades: Vec<Cascade>,
    /// Active while enough others are (16).
    pub derived: Option<Derived>,
    /// Ends by an outside event (17).
    pub expire_after: Vec<OutsideEnd>,
    /// Counts as active after its end while one of these is (18).
    pub alive_while_any: Vec<CertificationCode>,
    /// A renewal that would end earlier leaves the later day.
    pub never_shorten: bool,
    /// Where this stands.
    pub clause: Clause,
}

/// Which day is the last valid one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum EndRule {
    /// The anniversary itself.
    #[default]
    Anniversary,
    /// The day before the anniversary.
    DayBefore,
    /// The last day of the anniversary's month.
    EndOfMonth,
}

/// Another validity for awards of certain days (3).
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// First award day; from ever where absent.
    pub from: Option<Date>,
    /// Last award day; for ever where absent.
    pub to: Option<Date>,
    /// The validity of this cohort...
    pub validity: Option<Validity>,
    /// ... or its fixed last valid day.
    pub fixed: Option<Date>,
}

/// From which day a new period counts (7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The day of the renewing event.
    #[default]
    Event,
    /// The old last valid day.
    Expiry,
}

/// A state in which a route or cascade is allowed (6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteState {
    /// Up to the last valid day.
    Active,
    /// In grace.
    Grace,
    /// Suspended.
    Suspended,
}

/// A way to renew (4): all it asks for is there when one of its events arrives.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// e.g. `retake`.
    pub id: String,
    /// In words, e.g. `Pass the latest exam`.
    pub title: String,
    /// Events that may complete it: `pass`, `credit`, `fee`, or an activity's name.
    pub on: Vec<String>,
    /// How long before expiry it opens (5).
    pub opens: Option<Period>,
    /// How long before expiry it closes (5).
    pub closes: Option<Period>,
    /// States in which it is allowed (6).
    pub states: Vec<RouteState>,
    /// From where the new period counts (7).
    pub anchor: Anchor,
    /// Length of the new period (8); the policy's validity where absent.
    pub length: Option<Validity>,
    /// Credits it takes (11).
    pub credits: Option<CreditRule>,
    /// How long after expiry credits still count (12).
    pub credit_until: Option<Period>,
    /// Surplus that goes into the next cycle (13).
    pub carry: Option<Carry>,
    /// Payments in the cycle (14).
    pub fees: u32,
    /// No payment is asked of those certified for less than this (14).
    pub fees_after: Option<Period>,
    /// What else must be there, within the running cycle.
    pub needs: Option<Need>,
    /// Last day on which this route may be taken (20).
    pub until: Option<Date>,
    /// Still there when the certification is retired (20).
    pub even_retired: bool,
    /// Where this stands.
    pub clause: Clause,
}

/// Credits a route takes (11).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreditRule {
    /// In all.
    pub total: u32,
    /// At least, by category or `a|b|c` group.
    pub min: BTreeMap<String, u32>,
    /// The most that counts, by category or `a|b|c` group.
    ///
    /// A group's cap bounds its members together.
    pub max: BTreeMap<String, u32>,
    /// Claims that are looked into.
    pub audit: Option<Audit>,
}

/// The share of claimed credits that is audited.
///
/// What does not stand is struck from the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Of a hundred claims.
    pub percent: u32,
    /// How long evidence must be kept.
    pub keep_evidence: Option<Period>,
}

/// A condition of a route on what happened in the cycle.
///
/// Alternatives and conjunctions, as deep as the syntax lets them nest.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// An activity by its name, or `pass`.
    Done(String),
    /// So many credits.
    Credits(CreditRule),
    /// So many payments.
    Fees(u32),
    /// Every one of these.
    AllOf(Vec<Need>),
    /// At least one of these.
    AnyOf(Vec<Need>),
}

/// Surplus credits of the last part of a cycle (13).
#[derive(Clone, Debug, PartialEq)]
pub struct Carry {
    /// At most this many.
    pub max: u32,
    /// Earned within this long before the end.
    pub last: Period,
    /// Only these categories; all where empty.
    pub categories: Vec<String>,
}

/// What the lower certification's new last day is (15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CascadeEnd {
    /// The event's day and the lower one's own validity.
    #[default]
    Event,
    /// The upper one's new last valid day.
    Match,
}

/// What an award or renewal of the upper one does to held lower ones (15).
///
/// A cascade never shortens.
#[derive(Clone, Debug, PartialEq)]
pub struct Cascade {
    /// The lower ones.
    pub to: Vec<CertificationCode>,
    /// What their new last day is.
    pub set: CascadeEnd,
    /// States of the lower one in which it works, on the day of the event, before it.
    pub states: Vec<RouteState>,
    /// Also for a retired lower one.
    pub even_retired: bool,
    /// Last day on which it works (20).
    pub until: Option<Date>,
    /// Where this stands.
    pub clause: Clause,
}

/// The cascades into a lower certification, restated in its policy.
///
/// The edge itself stands on the upper one; this is for whoever reads the lower one's file alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewedBy {
    /// The lower one.
    pub certification: CertificationCode,
    /// Every one whose latest version has a cascade to it.
    pub upper: Vec<CertificationCode>,
    /// Where this stands.
    pub clause: Clause,
}

/// Active while enough of a set are active (16).
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// The set.
    pub of: Vec<CertificationCode>,
    /// At least this many.
    pub min: u32,
}

/// Ends some time after an outside event (17).
#[derive(Clone, Debug, PartialEq)]
pub struct OutsideEnd {
    /// Name of the event.
    pub event: String,
    /// How long after it is still good.
    pub delay: Period,
    /// Who is spared.
    pub unless: Option<Unless>,
}

/// Spared from an outside end: whoever took one of these routes in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Unless {
    /// Ids of routes; an award counts as well.
    pub routes: Vec<String>,
    /// Counted back from the outside event.
    pub within: Period,
}

/// A bulk change of running certifications (19).
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// Day it was decided; it touches what is running on that day.
    pub on: Date,
    /// Only these; all where empty.
    pub certifications: Vec<CertificationCode>,
    /// Only awards from this day on.
    pub earned_from: Option<Date>,
    /// Moves the last valid day by so much...
    pub shift: Option<Period>,
    /// ... or computes it anew from the day the running period counts from.
    pub revalidate: Option<Validity>,
    /// Why.
    pub reason: String,
    /// Where this stands.
    pub clause: Clause,
}
