//! Renewal policies: versions, routes, cohorts, and a way to renew for everyone.

use assay_kernel::{Date, Validity};

use super::{Found, known, reference};
use crate::{
    codes,
    model::{Clause, Policy, PolicyVersion, Programme, Route},
};

/// The file of a policy; the model keeps the places of its versions only.
pub(super) fn clause_of(policy: &Policy) -> Clause {
    Clause { file: format!("policies/{}.toml", policy.certification), line: 1 }
}

pub(super) fn check(programme: &Programme, found: &mut Found) {
    for policy in &programme.policies {
        let clause = clause_of(policy);
        reference::certification(programme, found, (&clause, "certification"), policy.certification.as_str());
        versions(policy, &clause, found);
        for version in &policy.versions {
            names(programme, version, found);
            cohorts(version, found);
            for route in &version.routes {
                reachable(route, found);
            }
        }
        retired(programme, policy, &clause, found);
        renewable(programme, policy, &clause, found);
    }
}

fn versions(policy: &Policy, clause: &Clause, found: &mut Found) {
    if policy.versions.is_empty() {
        let message = format!("the policy of `{}` has no version", policy.certification);
        found.error(codes::POLICY_VERSIONS, (clause, ""), message, "add a `[[version]]` with its `validity`");
    }
    for (earlier, later) in policy.versions.iter().zip(policy.versions.iter().skip(1)) {
        let place = (&later.clause, "in_force_from");
        if later.in_force_from.is_none() || later.in_force_from <= earlier.in_force_from {
            let message = format!("version `{}` does not start after the one before it", later.version);
            let hint = "write the versions oldest first, each with its `in_force_from`";
            found.error(codes::POLICY_VERSIONS, place, message, hint);
        }
        if later.version == earlier.version {
            let message = format!("two versions are called `{}`", later.version);
            found.error(
                codes::POLICY_VERSIONS,
                (&later.clause, "version"),
                message,
                "a reason names a version: give each its own name",
            );
        }
    }
}

/// Certifications that a version names, apart from its cascades.
fn names(programme: &Programme, version: &PolicyVersion, found: &mut Found) {
    for code in &version.alive_while_any {
        reference::certification(programme, found, (&version.clause, "alive_while_any"), code.as_str());
    }
    let Some(derived) = &version.derived else { return };
    for code in &derived.of {
        reference::certification(programme, found, (&version.clause, "derived"), code.as_str());
    }
    if usize::try_from(derived.min).map_or(true, |min| min == 0 || min > derived.of.len()) {
        let message = format!("{} of {} certifications can never be active", derived.min, derived.of.len());
        let hint = "`min` is at least 1 and at most the number of certifications in `of`";
        found.error(codes::POLICY_CONTRADICTION, (&version.clause, "derived"), message, hint);
    }
}

fn cohorts(version: &PolicyVersion, found: &mut Found) {
    for (index, cohort) in version.cohorts.iter().enumerate() {
        let what = format!("cohort {} of version `{}`", index + 1, version.version);
        if cohort.validity.is_some() == cohort.fixed.is_some() {
            let message = format!("{what} must say how long its awards are good for");
            let hint = "write exactly one of `validity` and `fixed`";
            found.error(codes::POLICY_CONTRADICTION, (&version.clause, "cohort"), message, hint);
        }
        if matches!((cohort.from, cohort.to), (Some(from), Some(to)) if from > to) {
            let message = format!("{what} ends before it starts");
            found.error(codes::POLICY_CONTRADICTION, (&version.clause, "cohort"), message, "swap the two");
        }
    }
}

/// A route that no event can complete, or whose window never opens.
fn reachable(route: &Route, found: &mut Found) {
    if route.on.is_empty() {
        let message = format!("nothing completes the route `{}`", route.id);
        let hint = "name its events in `on`: `pass`, `credit`, `fee`, or an activity";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "on"), message, hint);
    }
    if route.states.is_empty() {
        let message = format!("the route `{}` is allowed in no state", route.id);
        let hint = "leave `states` out for `active`";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "states"), message, hint);
    }
    // Any day does: only the order of the two counts.
    let day = Date::constant(2024, 6, 1);
    if let (Some(opens), Some(closes)) = (route.opens, route.closes)
        && opens.before(day) > closes.before(day)
    {
        let message = format!("the window of the route `{}` closes before it opens", route.id);
        let hint = "both count back from the last valid day: `opens` is the longer one";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "closes"), message, hint);
    }
}

/// A retired certification whose exam can still be sat.
fn retired(programme: &Programme, policy: &Policy, clause: &Clause, found: &mut Found) {
    let Some(retired_on) = policy.retired_on.and_then(known) else { return };
    for exam in programme.exams_of(policy.certification.as_str()) {
        if exam.last_test_day_on.is_some_and(|last| last <= retired_on) {
            continue;
        }
        let end = exam.last_test_day_on.map_or_else(|| "for ever".to_owned(), |last| format!("until {last}"));
        let message =
            format!("`{}` is retired on {retired_on}, but {} is sat {end}", policy.certification, exam.code);
        let hint = format!("end the exam version by then, or correct `retired_on` ({})", exam.clause.file);
        found.error(codes::RETIRED_BUT_SAT, (clause, "retired_on"), message, hint);
    }
}

/// Holders whose certification runs out, and who have no way to renew it.
fn renewable(programme: &Programme, policy: &Policy, clause: &Clause, found: &mut Found) {
    let Some(latest) = policy.versions.last() else { return };
    if latest.validity == Validity::Unlimited || latest.derived.is_some() {
        return;
    }
    let is_retired = policy.retired_on.is_some();
    let own = latest.routes.iter().any(|route| !is_retired || route.even_retired && route.until.is_none());
    let code = &policy.certification;
    let mut upper = programme.policies.iter().filter(|other| other.certification != *code);
    let from_above = upper.any(|other| {
        other.versions.last().is_some_and(|version| {
            version
                .cascades
                .iter()
                .any(|c| c.until.is_none() && c.to.contains(code) && (!is_retired || c.even_retired))
        })
    });
    if own || from_above {
        return;
    }
    let message = format!("holders of `{code}` have no way to renew it: it runs out for every one of them");
    let hint = "add a `[[version.route]]`, or a cascade into it from the policy of an upper certification \
                (`even_retired = true` if this one is retired); nothing to do if that is meant";
    found.warning(codes::NO_RENEWAL, (clause, "certification"), message, hint);
}
