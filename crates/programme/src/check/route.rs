//! Routes that nobody can take.
//!
//! No event completes them, no state or window allows them, no exam is given, or too few credits count. And
//! routes that can be taken too often.

use assay_kernel::{Date, Period, Validity};

use super::found::{Findings, quoted};
use crate::{
    codes,
    model::{Anchor, CreditRule, Need, Policy, PolicyVersion, Programme, Route, RouteState},
};

/// A route in its version, and the days on which it is a rule.
struct RouteRule<'a> {
    policy: &'a Policy,
    version: &'a PolicyVersion,
    route: &'a Route,
    first: Option<Date>,
    last: Option<Date>,
}

pub(super) fn check(programme: &Programme, policy: &Policy, found: &mut Findings) {
    for (index, version) in policy.versions.iter().enumerate() {
        let next = policy.versions.get(index + 1).and_then(|next| next.in_force_from).map(day_before);
        for route in &version.routes {
            let retired = policy.retired_on.filter(|_| !route.even_retired).map(day_before);
            let last = [next, retired, route.until].into_iter().flatten().min();
            let rule = RouteRule { policy, version, route, first: version.in_force_from, last };
            events(programme, &rule, found);
            states(&rule, found);
            window(programme, &rule, found);
            idle(route, found);
            repeats(version, route, found);
            asks(route, found);
        }
    }
}

/// Whether a route stays open for ever, as far as the files say.
pub(super) fn lasts(programme: &Programme, policy: &Policy, route: &Route) -> bool {
    let open = route.until.is_none() && (policy.retired_on.is_none() || route.even_retired);
    let exams = programme.exams_of(policy.certification.as_str());
    let ended = !exams.is_empty() && exams.iter().all(|exam| exam.last_test_day_of_all().is_some());
    open && !(ended && only_by_pass(route))
}

fn only_by_pass(route: &Route) -> bool {
    !route.on.is_empty() && route.on.iter().all(|event| event == "pass")
        || route.needs.as_ref().is_some_and(asks_for_pass)
}

/// Whether a need cannot be met without a pass.
fn asks_for_pass(need: &Need) -> bool {
    match need {
        Need::Done(what) => what == "pass",
        Need::AllOf(all) => all.iter().any(asks_for_pass),
        Need::AnyOf(any) => !any.is_empty() && any.iter().all(asks_for_pass),
        Need::Credits(_) | Need::Fees(_) => false,
    }
}

fn day_before(day: Date) -> Date {
    Period::days(1).before(day)
}

/// No event completes it, or it ends before it begins, or its exam is never given while it is a rule.
fn events(programme: &Programme, rule: &RouteRule<'_>, found: &mut Findings) {
    let route = rule.route;
    if route.on.is_empty() {
        let message = format!("nothing completes the route `{}`", route.id);
        let hint = "name its events in `on`: `pass`, `credit`, `fee`, or an activity";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "on"), message, hint);
    }
    if let (Some(from), Some(until)) = (rule.first, route.until)
        && until < from
    {
        let message =
            format!("the route `{}` ends on {until}, before its version starts on {from}", route.id);
        let hint = "remove it from this version, or correct `until`";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "until"), message, hint);
        return;
    }
    let exams = programme.exams_of(rule.policy.certification.as_str());
    let given = exams.iter().any(|exam| {
        let firsts = exam.by_language.iter().filter_map(|dates| dates.first_test_day_on);
        let first = firsts.fold(exam.first_test_day_on, Date::min);
        rule.last.is_none_or(|last| first <= last)
            && rule.first.is_none_or(|from| exam.last_test_day_of_all().is_none_or(|end| end >= from))
    });
    if only_by_pass(route) && !exams.is_empty() && !given {
        let days = match (rule.first, rule.last) {
            (Some(first), Some(last)) => format!("from {first} to {last}"),
            (Some(first), None) => format!("from {first} on"),
            (None, Some(last)) => format!("until {last}"),
            (None, None) => "ever".to_owned(),
        };
        let code = &rule.policy.certification;
        let message =
            format!("the route `{}` asks for a pass, but no exam of `{code}` is given {days}", route.id);
        let hint = "correct the test days of its exam versions, or remove the route";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "on"), message, hint);
    }
}

/// States in which it is allowed, but that its version does not know.
fn states(rule: &RouteRule<'_>, found: &mut Findings) {
    let (route, version) = (rule.route, rule.version);
    if route.states.is_empty() {
        let message = format!("the route `{}` is allowed in no state", route.id);
        let hint = "leave `states` out for `active`";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "states"), message, hint);
    }
    let unknown: Vec<&str> = route
        .states
        .iter()
        .filter_map(|state| match state {
            RouteState::Grace if version.grace.is_none() => Some("grace"),
            RouteState::Suspended if version.suspension.is_none() => Some("suspended"),
            _ => None,
        })
        .collect();
    if unknown.is_empty() {
        return;
    }
    let words = quoted(&unknown);
    let message = format!("the route `{}` is allowed in {words}, which its version never reaches", route.id);
    let hint = "give the version its `grace` or `suspension`, or remove the state from `states`";
    found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "states"), message, hint);
}

/// A window that closes before it opens, before the award, or counts back from a day that never comes.
fn window(programme: &Programme, rule: &RouteRule<'_>, found: &mut Findings) {
    let (route, version) = (rule.route, rule.version);
    // Any day does: only the order of the two counts.
    let day = Date::constant(2024, 6, 1);
    if let (Some(opens), Some(closes)) = (route.opens, route.closes)
        && opens.before(day) > closes.before(day)
    {
        let message = format!("the window of the route `{}` closes before it opens", route.id);
        let hint = "both count back from the last valid day: `opens` is the longer one";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, "closes"), message, hint);
    }
    let cohorts = version.cohorts.iter();
    let ends_otherwise = !version.expire_after.is_empty() || cohorts.clone().any(|c| c.fixed.is_some());
    if version.derived.is_some() || ends_otherwise || is_cascaded_to(programme, rule.policy) {
        return;
    }
    let lengths = version.routes.iter().filter_map(|route| route.length);
    let all: Vec<Validity> =
        [version.validity].into_iter().chain(cohorts.filter_map(|c| c.validity)).chain(lengths).collect();
    let periods: Vec<Period> = all
        .iter()
        .filter_map(|validity| match validity {
            Validity::For(period) => Some(*period),
            Validity::Unlimited => None,
        })
        .collect();
    let key = if route.closes.is_some() { "closes" } else { "opens" };
    if periods.is_empty() && (route.opens.is_some() || route.closes.is_some()) {
        let message =
            format!("the window of the route `{}` counts back from a day that never comes", route.id);
        let hint = "with `validity = \"none\"` there is no last valid day: leave `opens` and `closes` out";
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, key), message, hint);
    } else if let (Some(closes), Some(longest)) = (route.closes, periods.iter().max_by_key(|p| p.after(day)))
        && closes.before(longest.after(day)) < day
        && periods.len() == all.len()
    {
        let message =
            format!("the route `{}` closes {} before the end, before the award", route.id, closes.words());
        let hint = format!("`closes` must be shorter than {}, the longest period", longest.words());
        found.error(codes::ROUTE_UNREACHABLE, (&route.clause, key), message, hint);
    }
}

/// Whether another certification sets the last valid day of this one.
fn is_cascaded_to(programme: &Programme, policy: &Policy) -> bool {
    let versions = programme.policies.iter().flat_map(|other| &other.versions);
    versions.flat_map(|version| &version.cascades).any(|cascade| cascade.to.contains(&policy.certification))
}

/// Keys that speak of credits or fees that the route does not ask for.
fn idle(route: &Route, found: &mut Findings) {
    let asks = |what: fn(&Need) -> bool| route.needs.as_ref().is_some_and(|need| has(need, what));
    let credits = route.credits.is_some() || asks(|need| matches!(need, Need::Credits(_)));
    let fees = route.fees > 0 || asks(|need| matches!(need, Need::Fees(_)));
    let keys = [
        (route.carry.is_some() && !credits, "carry", "credits"),
        (route.credit_until.is_some() && !credits, "credit_until", "credits"),
        (route.fees_after.is_some() && !fees, "fees_after", "fees"),
    ];
    for (_, key, lacking) in keys.iter().filter(|(is_idle, ..)| *is_idle) {
        let message = format!("the route `{}` has `{key}` but asks for no {lacking}", route.id);
        let hint = format!("add `{lacking}`, or remove `{key}`");
        found.error(codes::POLICY_CONTRADICTION, (&route.clause, key), message, hint);
    }
}

/// Whether a need is, or holds, one that is meant.
fn has(need: &Need, what: fn(&Need) -> bool) -> bool {
    match need {
        Need::AllOf(list) | Need::AnyOf(list) => list.iter().any(|below| has(below, what)),
        leaf => what(leaf),
    }
}

/// A period added to the old last valid day each time its event comes: nothing is used up, nothing waits.
fn repeats(version: &PolicyVersion, route: &Route, found: &mut Findings) {
    let asks_more = route.needs.is_some() || route.credits.is_some() || route.fees > 0;
    let ends = route.length.unwrap_or(version.validity) != Validity::Unlimited;
    let while_active = route.states.contains(&RouteState::Active);
    if route.anchor == Anchor::Expiry && route.opens.is_none() && !asks_more && ends && while_active {
        let message = format!("the route `{}` can be taken again and again within one cycle", route.id);
        let hint = "write how long before the last valid day it `opens` (the length of a period: once in \
                    each), or what it `needs`";
        found.warning(codes::ROUTE_REPEATS, (&route.clause, "anchor"), message, hint);
    }
}

/// Needs that nobody can meet, or that everybody has met already.
fn asks(route: &Route, found: &mut Findings) {
    if let Some(rule) = &route.credits {
        credits(route, "credits", rule, found);
    }
    if let Some(need) = &route.needs {
        needs(route, need, found);
    }
}

fn needs(route: &Route, need: &Need, found: &mut Findings) {
    let empty = match need {
        Need::Credits(rule) => return credits(route, "needs", rule, found),
        Need::AllOf(list) | Need::AnyOf(list) => {
            list.iter().for_each(|below| needs(route, below, found));
            list.is_empty()
        }
        Need::Fees(count) => *count == 0,
        Need::Done(what) => what.is_empty(),
    };
    if empty {
        let message = format!("a need of the route `{}` asks for nothing", route.id);
        let hint = "name what must be done, or remove it from `needs`";
        found.error(codes::NEED_UNMET, (&route.clause, "needs"), message, hint);
    }
}

/// A minimum above what can count, or credits that ask for nothing.
fn credits(route: &Route, key: &'static str, rule: &CreditRule, found: &mut Findings) {
    if rule.total == 0 && rule.min.values().all(|min| *min == 0) {
        let message = format!("the credits of the route `{}` ask for nothing", route.id);
        let hint = "give `credits` its `total`, or a `min` by category";
        found.error(codes::NEED_UNMET, (&route.clause, key), message, hint);
    }
    for (group, min) in &rule.min {
        let Some(most) = most_that_counts(rule, group).filter(|most| most < min) else { continue };
        let message =
            format!("the route `{}` asks for {min} credits of `{group}`, but at most {most} count", route.id);
        let hint = "raise the cap in `max`, or lower the minimum";
        found.error(codes::NEED_UNMET, (&route.clause, key), message, hint);
    }
}

/// The most credits of a group that its caps let count; none where there is no bound.
fn most_that_counts(rule: &CreditRule, group: &str) -> Option<u32> {
    let members: Vec<&str> = group.split('|').collect();
    let holds = |cap: &str, member: &str| cap.split('|').any(|other| other == member);
    let around = rule.max.iter().filter(|(cap, _)| members.iter().all(|member| holds(cap, member)));
    let together = around.map(|(_, cap)| *cap).min();
    let each = members
        .iter()
        .map(|member| rule.max.iter().filter(|(cap, _)| holds(cap, member)).map(|(_, cap)| *cap).min());
    let apart = each.sum::<Option<u32>>();
    [together, apart].into_iter().flatten().min()
}
