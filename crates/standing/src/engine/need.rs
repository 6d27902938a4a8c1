//! What else a route needs of the running cycle.
//!
//! Alternatives and conjunctions of activities, credits and payments. A route with needs is complete when one
//! of the events it is taken on has happened in the cycle and its needs are met, in whatever order they came.
//! Each condition is judged by itself.

use assay_kernel::{Arg, Date, Said};
use assay_programme::model::{CreditRule, Need, Route};

use super::{
    Cycle,
    credit::{Look, counted, missing, total},
};
use crate::words;

/// Whether a need asks for what has this name: an activity, `pass`, `credit` or `fee`.
pub(super) fn names(need: &Need, name: &str) -> bool {
    match need {
        Need::Done(what) => what == name,
        Need::Credits(_) => name == "credit",
        Need::Fees(_) => name == "fee",
        Need::AllOf(all) | Need::AnyOf(all) => all.iter().any(|need| names(need, name)),
    }
}

/// Whether a route asks for what has this name.
pub(super) fn route_names(route: &Route, name: &str) -> bool {
    route.on.iter().any(|on| on == name) || route.needs.as_ref().is_some_and(|need| names(need, name))
}

/// Whether a route counts what has this name: credits, payments, or an activity kept for its needs.
pub(super) fn asks(route: &Route, name: &str) -> bool {
    let kept = route.needs.as_ref().is_some_and(|need| {
        names(need, name) || (name != "credit" && name != "fee" && route.on.iter().any(|on| on == name))
    });
    kept || (name == "credit" && route.credits.is_some()) || (name == "fee" && route.fees > 0)
}

/// Everything of the cycle that counts for a route, as numbers: what changes none of them counts for nothing.
pub(super) fn measure(cycle: &Cycle<'_>, look: Look<'_>) -> Vec<u32> {
    let credits = |rule: &CreditRule| total(&counted(rule, &cycle.sums(look)));
    let mut numbers: Vec<u32> = look.route.credits.iter().map(credits).collect();
    numbers.push(cycle.fees_paid(look.day));
    let mut open: Vec<&Need> = look.route.needs.iter().collect();
    while let Some(need) = open.pop() {
        match need {
            Need::Credits(rule) => numbers.push(credits(rule)),
            Need::AllOf(parts) | Need::AnyOf(parts) => open.extend(parts),
            Need::Done(_) | Need::Fees(_) => {}
        }
    }
    if look.route.needs.is_some() {
        let done = cycle.done(look.day).filter(|done| route_names(look.route, done.name));
        numbers.push(u32::try_from(done.count()).unwrap_or(u32::MAX));
    }
    numbers
}

/// Whether a route lacks credits without which it cannot be complete.
pub(crate) fn lacks_credits(cycle: &Cycle<'_>, look: Look<'_>) -> bool {
    let route = look.route;
    route.credits.as_ref().is_some_and(|rule| !has_credits(cycle, look, rule))
        || route.needs.as_ref().is_some_and(|need| lacks(cycle, look, need))
}

fn lacks(cycle: &Cycle<'_>, look: Look<'_>, need: &Need) -> bool {
    match need {
        Need::Done(_) | Need::Fees(_) => false,
        Need::Credits(rule) => !has_credits(cycle, look, rule),
        Need::AllOf(all) => all.iter().any(|need| lacks(cycle, look, need)),
        Need::AnyOf(any) => any.iter().all(|need| lacks(cycle, look, need)),
    }
}

/// How many conditions of a route are met, of how many: its needs, and that one of its events happened.
pub(super) fn parts_of_route(cycle: &Cycle<'_>, look: Look<'_>) -> (u32, u32) {
    let Some(need) = &look.route.needs else { return (0, 0) };
    let needs = parts(cycle, look, need);
    if look.route.on.is_empty() {
        return needs;
    }
    plus(needs, (u32::from(has_begun(cycle, look)), 1))
}

/// Whether one of the events the route is taken on happened in the cycle.
fn has_begun(cycle: &Cycle<'_>, look: Look<'_>) -> bool {
    look.route.on.iter().any(|on| match on.as_str() {
        "credit" => !cycle.usable(look).is_empty(),
        "fee" => cycle.fees_paid(look.day) > 0,
        name => cycle.done(look.day).any(|done| done.name == name),
    })
}

/// Of alternatives the one that lacks least is told.
fn parts(cycle: &Cycle<'_>, look: Look<'_>, need: &Need) -> (u32, u32) {
    match need {
        Need::AllOf(all) => all.iter().map(|need| parts(cycle, look, need)).fold((0, 0), plus),
        Need::AnyOf(any) => {
            let each = any.iter().map(|need| parts(cycle, look, need));
            each.min_by_key(|(met, of)| of.saturating_sub(*met)).unwrap_or((0, 1))
        }
        leaf => (u32::from(is_met(cycle, look, leaf)), 1),
    }
}

fn plus(a: (u32, u32), b: (u32, u32)) -> (u32, u32) {
    (a.0.saturating_add(b.0), a.1.saturating_add(b.1))
}

fn is_met(cycle: &Cycle<'_>, look: Look<'_>, need: &Need) -> bool {
    match need {
        Need::Done(what) => cycle.done(look.day).any(|done| done.name == what),
        Need::Credits(rule) => has_credits(cycle, look, rule),
        Need::Fees(fees) => cycle.fees_paid(look.day) >= cycle.fees_asked(look, *fees),
        Need::AllOf(all) => all.iter().all(|need| is_met(cycle, look, need)),
        Need::AnyOf(any) => any.iter().any(|need| is_met(cycle, look, need)),
    }
}

fn has_credits(cycle: &Cycle<'_>, look: Look<'_>, rule: &CreditRule) -> bool {
    let counted = counted(rule, &cycle.sums(look));
    total(&counted) >= rule.total && missing(rule, &counted).is_empty()
}

/// The credit rules and payments by which the needs are met: of alternatives the first that is.
pub(super) fn chosen<'r>(cycle: &Cycle<'_>, look: Look<'r>, rules: &mut Vec<&'r CreditRule>, fees: &mut u32) {
    let mut open: Vec<&'r Need> = look.route.needs.iter().collect();
    while let Some(need) = open.pop() {
        match need {
            Need::Done(_) => {}
            Need::Credits(rule) => rules.push(rule),
            Need::Fees(n) => *fees = (*fees).max(*n),
            Need::AllOf(all) => open.extend(all),
            Need::AnyOf(any) => open.extend(any.iter().find(|need| is_met(cycle, look, need))),
        }
    }
}

/// What a route's needs still ask for; empty where they are met.
pub(crate) fn outstanding(cycle: &Cycle<'_>, route: &Route, until: Option<Date>, day: Date) -> Vec<Said> {
    let look = Look { route, until, day };
    let Some(need) = &route.needs else { return Vec::new() };
    let begins = (!has_begun(cycle, look)).then(|| begins(cycle, look)).flatten();
    let mut open: Vec<Said> = begins.into_iter().collect();
    for said in asked(cycle, look, need) {
        if !open.contains(&said) {
            open.push(said);
        }
    }
    open
}

/// The event on which a route is taken; none where what is missing brings it along.
pub(crate) fn begins(cycle: &Cycle<'_>, look: Look<'_>) -> Option<Said> {
    let route = look.route;
    let takes = |name: &str| route.on.iter().any(|on| on == name);
    let fees = cycle.fees_paid(look.day) < cycle.fees_asked(look, route.fees);
    let credits = route.credits.as_ref().is_some_and(|rule| !has_credits(cycle, look, rule));
    let comes_along = (takes("fee") && fees)
        || (takes("credit") && credits)
        || route.needs.as_ref().is_some_and(|need| brings(cycle, look, need));
    match route.on.as_slice() {
        _ if comes_along => None,
        [] => None,
        [only] => Some(event(only)),
        any => Some(Said::of("do.any-event").with("events", Arg::list(any.iter().map(|on| event(on))))),
    }
}

/// Whether a need that is not met cannot be met without an event on which the route is taken.
fn brings(cycle: &Cycle<'_>, look: Look<'_>, need: &Need) -> bool {
    let brings = |need: &Need| brings(cycle, look, need);
    !is_met(cycle, look, need)
        && match need {
            Need::AllOf(all) => all.iter().any(brings),
            Need::AnyOf(any) => any.iter().all(brings),
            leaf => look.route.on.iter().any(|on| names(leaf, on)),
        }
}

fn event(on: &str) -> Said {
    match on {
        "pass" => Said::of("do.pass-the-exam"),
        "credit" => Said::of("do.earn-any-credits"),
        "fee" => Said::of("do.make-a-payment"),
        activity => Said::of("do.complete").with("activity", Arg::text(activity)),
    }
}

fn asked(cycle: &Cycle<'_>, look: Look<'_>, need: &Need) -> Vec<Said> {
    if is_met(cycle, look, need) {
        return Vec::new();
    }
    match need {
        Need::Done(what) => vec![event(what)],
        Need::Credits(rule) => {
            let counted = counted(rule, &cycle.sums(look));
            let more = rule.total.saturating_sub(total(&counted));
            words::credits(more, &missing(rule, &counted)).into_iter().collect()
        }
        Need::Fees(fees) => {
            let more = cycle.fees_asked(look, *fees).saturating_sub(cycle.fees_paid(look.day));
            vec![Said::of("do.pay").with("n", more)]
        }
        Need::AllOf(all) => all.iter().flat_map(|need| asked(cycle, look, need)).collect(),
        Need::AnyOf(any) => {
            let all = |need: &Need| alone("do.all", "parts", asked(cycle, look, need));
            vec![alone("do.any", "ways", any.iter().map(all).collect())]
        }
    }
}

/// Several parts as one; a single one stands for itself.
fn alone(code: &'static str, name: &'static str, mut parts: Vec<Said>) -> Said {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            parts.extend(last);
            Said::of(code).with(name, parts)
        }
    }
}
