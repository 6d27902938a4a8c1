//! `policies/<certification>.toml`: renewal policies in dated versions.

use std::collections::BTreeMap;

use assay_kernel::{
    CertificationCode, Period, Validity,
    source::{Reader, SourceFile},
};

use super::{clause, file_code, maybe_count, maybe_words};
use crate::model::{
    Anchor, Carry, Cascade, CascadeEnd, Cohort, CreditRule, Derived, EndRule, GoverningDay, OutsideEnd,
    Policy, PolicyVersion, Route, RouteState,
};

const STATES: [(&str, RouteState); 3] =
    [("active", RouteState::Active), ("grace", RouteState::Grace), ("suspended", RouteState::Suspended)];

const GOVERNING: [(&str, GoverningDay); 3] =
    [("event", GoverningDay::Event), ("award", GoverningDay::Award), ("expiry", GoverningDay::Expiry)];

const ENDS: [(&str, EndRule); 3] = [
    ("anniversary", EndRule::Anniversary),
    ("day-before", EndRule::DayBefore),
    ("end-of-month", EndRule::EndOfMonth),
];

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> Policy {
    Policy {
        certification: file_code(table, file, "certification").as_str().into(),
        versions: table.tables("version", policy_version),
        retired_on: table.maybe_date("retired_on"),
        award_until: table.maybe_date("award_until"),
        governed_by: table.maybe_choice("governed_by", &GOVERNING).unwrap_or_default(),
    }
}

/// Reads one version of a policy; a table of another file may hold it too.
pub fn policy_version(table: &Reader<'_>) -> PolicyVersion {
    PolicyVersion {
        version: table.maybe_text("version").unwrap_or_default(),
        in_force_from: table.maybe_date("in_force_from"),
        validity: validity(table),
        end: table.maybe_choice("end", &ENDS).unwrap_or_default(),
        cohorts: table.tables("cohort", cohort),
        routes: table.tables("route", route),
        grace: table.maybe_period("grace"),
        suspension: table.maybe_period("suspension"),
        cascades: table.tables("cascade", cascade),
        derived: table.maybe_table("derived", |derived| Derived {
            of: certifications(derived, "of"),
            min: super::count(derived, "min"),
        }),
        expire_after: table.tables("expire_after", |end| OutsideEnd {
            event: end.text("event"),
            delay: end.maybe_period("delay").unwrap_or_default(),
            unless: None,
        }),
        alive_while_any: certifications(table, "alive_while_any"),
        never_shorten: table.flag("never_shorten", false),
        clause: clause(table),
    }
}

/// How long an award is good for; only a derived certification may not say.
fn validity(table: &Reader<'_>) -> Validity {
    if !table.has("validity") && !table.has("derived") {
        // Reports the missing key.
        table.text("validity");
    }
    table.maybe_validity("validity").unwrap_or(Validity::Unlimited)
}

fn certifications(table: &Reader<'_>, key: &str) -> Vec<CertificationCode> {
    table.texts(key).iter().map(|code| code.as_str().into()).collect()
}

fn cohort(table: &Reader<'_>) -> Cohort {
    Cohort {
        from: table.maybe_date("from"),
        to: table.maybe_date("to"),
        validity: table.maybe_validity("validity"),
        fixed: table.maybe_date("fixed"),
    }
}

fn states(table: &Reader<'_>) -> Vec<RouteState> {
    maybe_words(table, "states", &STATES).unwrap_or_else(|| vec![RouteState::Active])
}

fn route(table: &Reader<'_>) -> Route {
    let id = table.text("id");
    let anchors = [("event", Anchor::Event), ("expiry", Anchor::Expiry)];
    Route {
        title: table.maybe_text("title").unwrap_or_else(|| id.clone()),
        on: table.texts("on"),
        opens: table.maybe_period("opens"),
        closes: table.maybe_period("closes"),
        states: states(table),
        anchor: table.maybe_choice("anchor", &anchors).unwrap_or_default(),
        length: table.maybe_validity("length"),
        credits: table.maybe_table("credits", |credits| CreditRule {
            total: maybe_count(credits, "total"),
            min: credits.maybe_table("min", counts).unwrap_or_default(),
            max: credits.maybe_table("max", counts).unwrap_or_default(),
            audit: None,
        }),
        credit_until: table.maybe_period("credit_until"),
        carry: table.maybe_table("carry", carry),
        fees: maybe_count(table, "fees"),
        fees_after: table.maybe_period("fees_after"),
        needs: None,
        until: table.maybe_date("until"),
        even_retired: table.flag("even_retired", false),
        id,
        clause: clause(table),
    }
}

fn counts(table: &Reader<'_>) -> BTreeMap<String, u32> {
    table.keys().into_iter().map(|category| (category.clone(), super::count(table, &category))).collect()
}

fn carry(table: &Reader<'_>) -> Carry {
    if !table.has("last") {
        // Reports the missing key.
        table.text("last");
    }
    Carry {
        max: super::count(table, "max"),
        last: table.maybe_period("last").unwrap_or_else(|| Period::days(0)),
        categories: table.texts("categories"),
    }
}

fn cascade(table: &Reader<'_>) -> Cascade {
    let ends = [("event", CascadeEnd::Event), ("match", CascadeEnd::Match)];
    Cascade {
        to: certifications(table, "to"),
        set: table.maybe_choice("set", &ends).unwrap_or_default(),
        states: states(table),
        even_retired: table.flag("even_retired", false),
        until: table.maybe_date("until"),
        clause: clause(table),
    }
}
