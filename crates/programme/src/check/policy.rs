//! Renewal policies: versions, cohorts, ends, and a way to renew for everyone.

use assay_kernel::Validity;

use super::{
    found::{Findings, known, nearest},
    idle, reference, route,
};
use crate::{
    codes,
    model::{Clause, GoverningDay, Policy, PolicyVersion, Programme},
};

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    for policy in &programme.policies {
        let clause = reference::clause_of(policy);
        reference::certification(programme, found, (&clause, "certification"), policy.certification.as_str());
        versions(policy, &clause, found);
        for version in &policy.versions {
            names(programme, version, found);
            cohorts(version, found);
            ends(policy, version, found);
        }
        idle::check(programme, policy, found);
        route::check(programme, policy, found);
        awards(policy, &clause, found);
        retired(programme, policy, &clause, found);
        renewable(programme, policy, &clause, found);
    }
}

fn versions(policy: &Policy, clause: &Clause, found: &mut Findings) {
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
fn names(programme: &Programme, version: &PolicyVersion, found: &mut Findings) {
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

fn cohorts(version: &PolicyVersion, found: &mut Findings) {
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

/// Ends of awards, cascades and outside events that contradict their own version.
fn ends(policy: &Policy, version: &PolicyVersion, found: &mut Findings) {
    for cascade in &version.cascades {
        if cascade.to.is_empty() {
            let place = (&cascade.clause, "to");
            let hint = "name the lower certifications in `to`";
            found.error(codes::POLICY_CONTRADICTION, place, "the cascade renews nothing", hint);
        }
        if let (Some(from), Some(until)) = (version.in_force_from, cascade.until)
            && until < from
        {
            let message = format!("the cascade ends on {until}, before its version starts on {from}");
            let hint = "remove it from this version, or correct `until`";
            found.error(codes::POLICY_CONTRADICTION, (&cascade.clause, "until"), message, hint);
        }
    }
    // A route of an earlier version too: it may have been taken before this one came into force.
    let routes = policy.versions.iter().flat_map(|version| &version.routes);
    let known: Vec<&str> = routes.map(|route| route.id.as_str()).collect();
    for unless in version.expire_after.iter().filter_map(|outside| outside.unless.as_ref()) {
        for id in unless.routes.iter().filter(|id| !known.contains(&id.as_str())) {
            let message =
                format!("`unless` names the route `{id}`, which `{}` does not have", policy.certification);
            let hint = nearest(id, known.iter().copied());
            found.error(codes::UNKNOWN_ROUTE, (&version.clause, "expire_after"), message, hint);
        }
    }
}

/// New awards that go on after the certification is retired.
fn awards(policy: &Policy, clause: &Clause, found: &mut Findings) {
    let (Some(until), Some(retired_on)) = (policy.award_until, policy.retired_on) else { return };
    if until > retired_on {
        let message = format!(
            "awards of `{}` go on until {until}, but it is retired on {retired_on}",
            policy.certification
        );
        let hint = "correct the wrong one: no exam leads to it once it is retired";
        found.error(codes::POLICY_CONTRADICTION, (clause, "award_until"), message, hint);
    }
}

/// A retired certification whose exam can still be sat.
fn retired(programme: &Programme, policy: &Policy, clause: &Clause, found: &mut Findings) {
    let Some(retired_on) = policy.retired_on.and_then(known) else { return };
    for exam in programme.exams_of(policy.certification.as_str()) {
        let last = exam.last_test_day_of_all();
        if last.is_some_and(|last| last <= retired_on) {
            continue;
        }
        let end = last.map_or_else(|| "for ever".to_owned(), |last| format!("until {last}"));
        let message =
            format!("`{}` is retired on {retired_on}, but {} is sat {end}", policy.certification, exam.code);
        let hint = format!("end the exam version by then, or correct `retired_on` ({})", exam.clause.file);
        found.error(codes::RETIRED_BUT_SAT, (clause, "retired_on"), message, hint);
    }
}

/// Holders whose certification runs out, and who have no way to renew it.
fn renewable(programme: &Programme, policy: &Policy, clause: &Clause, found: &mut Findings) {
    let Some(latest) = policy.versions.last() else { return };
    if from_above(programme, policy) {
        return;
    }
    let code = &policy.certification;
    let ends = |version: &&PolicyVersion| {
        let runs_out = version.validity != Validity::Unlimited || !version.expire_after.is_empty();
        let kept = version.derived.is_some() || !version.alive_while_any.is_empty();
        runs_out && !kept && !version.routes.iter().any(|route| route::lasts(programme, policy, route))
    };
    // Under `governed_by = "award"` holders of old awards stay with the old version.
    let old = if policy.governed_by == GoverningDay::Award { policy.versions.as_slice() } else { &[] };
    let Some(version) = [latest].into_iter().chain(old).find(ends) else { return };
    let whose =
        if version == latest { String::new() } else { format!(" under version `{}`", version.version) };
    let message = format!("holders of `{code}`{whose} have no way to renew it: it runs out for all of them");
    let hint = "add a `[[version.route]]`, or a cascade into it from the policy of an upper certification \
                (`even_retired = true` if this one is retired); nothing to do if this is intended";
    found.warning(codes::NO_RENEWAL, (clause, "certification"), message, hint);
}

/// Whether the latest rules of another certification renew this one, without an end.
fn from_above(programme: &Programme, policy: &Policy) -> bool {
    let others = programme.policies.iter().filter(|other| other.certification != policy.certification);
    let mut cascades = others.filter_map(|other| other.versions.last()).flat_map(|version| &version.cascades);
    cascades.any(|cascade| {
        cascade.until.is_none()
            && cascade.to.contains(&policy.certification)
            && (policy.retired_on.is_none() || cascade.even_retired)
    })
}
