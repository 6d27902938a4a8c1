//! Rules of a policy that never come true, or not as they are meant.
//!
//! Slips that can be read: two routes of one name, cohorts that overlap, a deadline that waits for an event
//! nobody states, a renewal that lands in the past.

use std::collections::BTreeSet;

use assay_kernel::{Date, Period, Validity, source::distance};

use super::found::{Findings, quoted};
use crate::{
    codes,
    model::{Anchor, Cohort, CreditRule, Need, Policy, PolicyVersion, Programme, Route, RouteState},
};

/// Any day does for comparing periods: one in a year that is no leap year, far from a month's end.
const DAY: Date = Date::constant(2025, 6, 10);

pub(super) fn check(programme: &Programme, policy: &Policy, found: &mut Findings) {
    for version in &policy.versions {
        itself(policy, version, found);
        empty_periods(version, found);
        cohorts(policy, version, found);
        outside(programme, version, found);
        let mut ids = BTreeSet::new();
        for route in &version.routes {
            if !ids.insert(route.id.as_str()) {
                let message =
                    format!("two routes of version `{}` are called `{}`", version.version, route.id);
                let hint = "give each its own `id`: reasons, changes and `unless` name a route by it";
                found.error(codes::ROUTE_TWICE, (&route.clause, "id"), message, hint);
            }
            completes(route, found);
            carries(version, route, found);
            counts_late(version, route, found);
            lands_behind(version, route, found);
        }
    }
}

/// What is active because of itself is active for ever, or never.
fn itself(policy: &Policy, version: &PolicyVersion, found: &mut Findings) {
    let code = &policy.certification;
    let derived = version.derived.as_ref().is_some_and(|derived| derived.of.contains(code));
    let alive = version.alive_while_any.contains(code);
    for key in [(derived, "derived"), (alive, "alive_while_any")].iter().filter(|(is_so, _)| *is_so) {
        let message = format!("`{code}` depends on itself in `{}`", key.1);
        let hint = "name other certifications there";
        found.error(codes::DEPENDS_ON_ITSELF, (&version.clause, key.1), message, hint);
    }
}

/// Awards and renewals that would be good for no day.
fn empty_periods(version: &PolicyVersion, found: &mut Findings) {
    let lasts = |period: Period| period.after(DAY) > DAY;
    let is_empty =
        |validity: Option<Validity>| matches!(validity, Some(Validity::For(period)) if !lasts(period));
    if is_empty(Some(version.validity)) {
        let hint = "write how long an award is good for, such as \"P3Y\", or \"none\" for no end";
        let message = "an award would never be valid";
        found.error(codes::NO_TIME, (&version.clause, "validity"), message, hint);
    }
    if version.cohorts.iter().any(|cohort| is_empty(cohort.validity)) {
        let message = "awards of a cohort would never be valid";
        let hint = "write how long they are good for, such as \"P18M\"";
        found.error(codes::NO_TIME, (&version.clause, "cohort"), message, hint);
    }
    for route in version.routes.iter().filter(|route| is_empty(route.length)) {
        let message = format!("the route `{}` renews for a period of no length", route.id);
        let hint = "write the length of the new period, or leave `length` out for the validity";
        found.error(codes::NO_TIME, (&route.clause, "length"), message, hint);
    }
}

/// Cohorts that share days, of which the first decides; and awards that are over before they begin.
fn cohorts(policy: &Policy, version: &PolicyVersion, found: &mut Findings) {
    let days = |cohort: &Cohort| (cohort.from.unwrap_or(Date::MIN), cohort.to.unwrap_or(Date::MAX));
    for (index, cohort) in version.cohorts.iter().enumerate() {
        let (from, to) = days(cohort);
        let shares = |(_, other): &(usize, &Cohort)| {
            let (first, last) = days(other);
            first <= to && from <= last
        };
        if let Some((earlier, _)) = version.cohorts.iter().enumerate().take(index).find(shares) {
            let message = format!(
                "cohorts {} and {} of version `{}` share days, and the first of them decides",
                earlier + 1,
                index + 1,
                version.version
            );
            let hint = "end one the day before the other begins";
            found.error(codes::COHORTS_OVERLAP, (&version.clause, "cohort"), message, hint);
        }
        let latest = [cohort.to, policy.award_until].into_iter().flatten().min();
        if let Some(fixed) = cohort.fixed
            && latest.is_none_or(|latest| fixed < latest)
        {
            let awards = latest.map_or_else(|| "for ever".to_owned(), |latest| format!("until {latest}"));
            let message = format!(
                "cohort {} of version `{}` ends on {fixed}, but takes in awards {awards}",
                index + 1,
                version.version
            );
            let hint = "end the cohort with `to`, or new awards with `award_until`: an award made after its \
                        last valid day is not an award";
            found.warning(codes::OVER_BEFORE_IT_BEGINS, (&version.clause, "cohort"), message, hint);
        }
    }
}

/// A deadline after an outside event that the programme does not state.
fn outside(programme: &Programme, version: &PolicyVersion, found: &mut Findings) {
    for outside in &version.expire_after {
        let names = || programme.world.iter().map(|(name, _)| name.as_str());
        if names().any(|name| name == outside.event) {
            continue;
        }
        let near = names().find(|name| distance(name, &outside.event) <= 2);
        let place = (&version.clause, "expire_after");
        let message = format!("programme.toml has no event `{}` in `[world]`", outside.event);
        match near {
            Some(near) => {
                found.error(codes::NO_SUCH_EVENT, place, message, format!("did you mean `{near}`?"));
            }
            None => {
                let hint = "add it there once its day is known; until then the deadline comes only for those \
                            whose history names it";
                found.warning(codes::NO_SUCH_EVENT, place, message, hint);
            }
        }
    }
}

/// A need whose activity completes nothing: done last, it would be done in vain.
fn completes(route: &Route, found: &mut Findings) {
    let mut lacking: Vec<&str> = Vec::new();
    if let Some(need) = &route.needs {
        activities(need, &mut lacking);
    }
    lacking.retain(|what| !what.is_empty() && !route.on.iter().any(|event| event == what));
    for what in lacking {
        let near = route.on.iter().find(|event| distance(event, what) <= 2);
        let message = format!("the route `{}` needs `{what}`, which its `on` lacks", route.id);
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{what}` to `on`: where it comes last, it completes the route"),
        };
        let place = (&route.clause, "needs");
        match near {
            Some(_) => found.error(codes::NEED_COMPLETES_NOTHING, place, message, hint),
            None => found.warning(codes::NEED_COMPLETES_NOTHING, place, message, hint),
        }
    }
}

fn activities<'a>(need: &'a Need, all: &mut Vec<&'a str>) {
    match need {
        Need::Done(what) => all.push(what),
        Need::AllOf(list) | Need::AnyOf(list) => list.iter().for_each(|below| activities(below, all)),
        Need::Credits(_) | Need::Fees(_) => {}
    }
}

/// A surplus of categories that no rule of the version speaks of.
fn carries(version: &PolicyVersion, route: &Route, found: &mut Findings) {
    let Some(carry) = &route.carry else { return };
    let mut named = BTreeSet::new();
    for route in &version.routes {
        route.credits.iter().for_each(|rule| categories(rule, &mut named));
        route.needs.iter().for_each(|need| categories_of(need, &mut named));
    }
    let unknown: Vec<&str> =
        carry.categories.iter().map(String::as_str).filter(|category| !named.contains(category)).collect();
    // Where no rule names any, credits of every category count alike.
    if named.is_empty() || unknown.is_empty() {
        return;
    }
    let message = format!("`carry` names {}, which no credit rule of the version names", quoted(&unknown));
    let known: Vec<&str> = named.into_iter().collect();
    let hint = format!("the rules know {}", quoted(&known));
    found.warning(codes::CARRY_CATEGORY, (&route.clause, "carry"), message, hint);
}

fn categories<'a>(rule: &'a CreditRule, named: &mut BTreeSet<&'a str>) {
    named.extend(rule.min.keys().chain(rule.max.keys()).flat_map(|group| group.split('|')));
}

fn categories_of<'a>(need: &'a Need, named: &mut BTreeSet<&'a str>) {
    match need {
        Need::Credits(rule) => categories(rule, named),
        Need::AllOf(list) | Need::AnyOf(list) => list.iter().for_each(|below| categories_of(below, named)),
        Need::Done(_) | Need::Fees(_) => {}
    }
}

fn asks_for_credits(need: &Need) -> bool {
    match need {
        Need::Credits(_) => true,
        Need::AllOf(list) | Need::AnyOf(list) => list.iter().any(asks_for_credits),
        Need::Done(_) | Need::Fees(_) => false,
    }
}

/// How long after the end the last state lasts in which a route is allowed.
fn allowed_after_end(version: &PolicyVersion, route: &Route) -> Date {
    let allowed = |state| route.states.contains(&state);
    let after_grace = version.grace.map_or(DAY, |grace| grace.after(DAY));
    match (allowed(RouteState::Suspended), version.suspension) {
        (true, Some(suspension)) => suspension.after(after_grace),
        _ if allowed(RouteState::Grace) => after_grace,
        _ => DAY,
    }
}

/// Credits that count after the last state in which the route can be taken.
fn counts_late(version: &PolicyVersion, route: &Route, found: &mut Findings) {
    let asks = route.credits.is_some() || route.needs.as_ref().is_some_and(asks_for_credits);
    let Some(until) = route.credit_until.filter(|_| asks) else { return };
    if until.after(DAY) > allowed_after_end(version, route) {
        let message = format!(
            "credits of the route `{}` count until {} after the end, when the route can no longer be taken",
            route.id,
            until.words()
        );
        let hint = "shorten `credit_until`, or allow the route in the `states` that last so long";
        found.warning(codes::CREDITS_COUNT_LATE, (&route.clause, "credit_until"), message, hint);
    }
}

/// A renewal from the old end that is over already when it is taken late enough.
fn lands_behind(version: &PolicyVersion, route: &Route, found: &mut Findings) {
    let Validity::For(length) = route.length.unwrap_or(version.validity) else { return };
    if route.anchor != Anchor::Expiry || length.after(DAY) == DAY {
        return;
    }
    if length.after(DAY) <= Period::days(1).before(allowed_after_end(version, route)) {
        let message = format!(
            "the route `{}` adds {} to the old last day, and can be taken later than that after it",
            route.id,
            length.words()
        );
        let hint = "shorten `grace` or `suspension`, lengthen `length`, or write `anchor = \"event\"`";
        found.warning(codes::LANDS_BEHIND, (&route.clause, "anchor"), message, hint);
    }
}
