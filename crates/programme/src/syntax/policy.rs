//! `policies/<certification>.toml`: renewal policies in dated versions.

use assay_kernel::{
    CertificationCode, Validity,
    source::{Reader, SourceFile},
};

use super::{
    keys::{clause, count, file_code, period, states},
    route,
};
use crate::model::{
    Cascade, CascadeEnd, Cohort, Derived, EndRule, GoverningDay, OutsideEnd, Policy, PolicyVersion,
    Programme, RenewedBy, Unless,
};

const GOVERNING: [(&str, GoverningDay); 3] =
    [("event", GoverningDay::Event), ("award", GoverningDay::Award), ("expiry", GoverningDay::Expiry)];

const ENDS: [(&str, EndRule); 3] = [
    ("anniversary", EndRule::Anniversary),
    ("day-before", EndRule::DayBefore),
    ("end-of-month", EndRule::EndOfMonth),
];

/// Reads a policy, and what it restates of the cascades into its certification.
pub(super) fn read(table: &Reader<'_>, file: &SourceFile, programme: &mut Programme) {
    let policy = Policy {
        certification: file_code(table, file, "certification").as_str().into(),
        versions: table.tables("version", policy_version),
        retired_on: table.maybe_date("retired_on"),
        award_until: table.maybe_date("award_until"),
        governed_by: table.maybe_choice("governed_by", &GOVERNING).unwrap_or_default(),
    };
    if table.has("renewed_by") {
        programme.renewed_by.push(RenewedBy {
            certification: policy.certification.clone(),
            upper: certifications(table, "renewed_by"),
            clause: clause(table),
        });
    }
    programme.policies.push(policy);
}

/// Reads one version of a policy; a table of another file may hold it too.
pub fn policy_version(table: &Reader<'_>) -> PolicyVersion {
    PolicyVersion {
        version: table.maybe_text("version").unwrap_or_default(),
        in_force_from: table.maybe_date("in_force_from"),
        validity: validity(table),
        end: table.maybe_choice("end", &ENDS).unwrap_or_default(),
        cohorts: table.tables("cohort", cohort),
        routes: table.tables("route", route::read),
        grace: table.maybe_period("grace"),
        suspension: table.maybe_period("suspension"),
        cascades: table.tables("cascade", cascade),
        derived: table.maybe_table("derived", |derived| Derived {
            of: certifications(derived, "of"),
            min: count(derived, "min"),
        }),
        expire_after: table.tables("expire_after", |end| OutsideEnd {
            event: end.text("event"),
            delay: end.maybe_period("delay").unwrap_or_default(),
            unless: end.maybe_table("unless", |unless| Unless {
                routes: unless.texts("routes"),
                within: period(unless, "within"),
            }),
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
