//! Renewal by the certification's own routes (renewal-rules 4 to 8, 14, 20).

use assay_kernel::Date;
use assay_programme::model::{Anchor, EndRule, PolicyVersion, Route};

use super::{
    At, Engine, Held, Look, Tally, credits_until, day_after, end_day, later, need, own_validity,
    status::allows,
};
use crate::{
    Status,
    step::{Cause, NotRenewed, RouteClosed, Uncounted, Witness},
};

/// What came that may renew: the name of the event, and whether it adds nothing to what any route counts.
#[derive(Clone, Copy)]
pub(super) struct Came<'t> {
    pub(super) trigger: &'t str,
    pub(super) lost: bool,
}

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// Tries the routes that take this trigger; the first that is complete renews.
    ///
    /// A route is tried only when one of its events, or something it needs, arrives: nothing renews by itself
    /// when a window opens (renewal-rules, trap g).
    pub(super) fn renew(&mut self, at: At, index: usize, came: Came<'_>) {
        let trigger = came.trigger;
        let Some(held) = self.held(index) else {
            return self.refuse(at, Some(index), NotRenewed::NotHeld);
        };
        let status = self.dated(index, at.on);
        match status {
            Status::Expired => return self.refuse(at, Some(index), NotRenewed::Over(held.until)),
            Status::Revoked => return self.refuse(at, Some(index), NotRenewed::Revoked),
            Status::Barred => return self.refuse(at, Some(index), NotRenewed::Barred),
            _ => {}
        }
        let Some(version) = self.version(index, at.on) else {
            return self.refuse(at, Some(index), NotRenewed::NoRoute(None));
        };
        let retired_on = self.retired_on(index).filter(|day| *day <= at.on);
        let takes = |route: &&Route| {
            route.on.iter().any(|on| on == trigger)
                || route.needs.as_ref().is_some_and(|need| need::names(need, trigger))
        };
        let judge = |route: &Route| closed(route, held, status, retired_on, at.on);
        let complete = |route: &'a Route| {
            if judge(route).is_some() {
                return None;
            }
            Some((route, period(version, route, held, at.on)?))
        };
        if let Some((route, given)) = version.routes.iter().filter(takes).find_map(complete) {
            return self.take(at, index, version, (route, given));
        }
        if !W::LISTENS {
            return;
        }
        let lost = came.lost.then(|| self.uncounted(version, index, at.on, trigger));
        let counts = |route: &&Route| came.lost && need::asks(route, trigger);
        let mut refusals: Vec<(&'a Route, RouteClosed)> = (version.routes.iter().filter(takes))
            .filter(|route| !counts(route))
            .map(|route| (route, judge(route).unwrap_or(RouteClosed::NotAhead)))
            .collect();
        if !came.lost {
            // A route that is taken on another event counts this one meanwhile.
            let others = version.routes.iter().filter(|route| !takes(route) && need::asks(route, trigger));
            refusals.extend(others.map(|route| (route, short(route, held, at.on))));
        }
        if let Some(why) = lost {
            self.refuse(at, Some(index), NotRenewed::Uncounted(version, why));
        } else if refusals.is_empty() {
            self.refuse(at, Some(index), NotRenewed::NoRoute(Some(version)));
        }
        for (route, closed) in refusals {
            match closed {
                RouteClosed::Short { credits, fees, parts } => {
                    let until = self.held(index).and_then(|held| held.until);
                    let cause = Cause::Counted { version, route, credits, fees, parts };
                    self.note(at, Some(index), cause, until, until);
                }
                _ => self.refuse(at, Some(index), NotRenewed::Route(version, route, closed)),
            }
        }
    }

    /// What the routes that ask for something of a kind count of it; empty where none does or nobody listens.
    pub(super) fn counted(&self, index: usize, day: Date, trigger: &str) -> Vec<u32> {
        let Some(held) = self.held(index).filter(|_| W::LISTENS) else { return Vec::new() };
        let routes = self.version(index, day).map_or(&[][..], |version| &version.routes);
        let asking = routes.iter().filter(|route| need::asks(route, trigger));
        asking.flat_map(|route| need::measure(&held.cycle, Look { route, until: held.until, day })).collect()
    }

    /// Why something that a route asks for did not count.
    fn uncounted(&self, version: &PolicyVersion, index: usize, day: Date, trigger: &str) -> Uncounted {
        let Some(held) = self.held(index) else { return Uncounted::Full };
        if let Some(from) = held.cycle.begins_after(day) {
            return Uncounted::Early(from);
        }
        let asking = version.routes.iter().filter(|route| need::asks(route, trigger));
        let last = held.until.and_then(|until| asking.map(|route| credits_until(route, until)).max());
        let late = last.filter(|last| trigger == "credit" && *last < day);
        late.map_or(Uncounted::Full, Uncounted::Late)
    }

    fn take(
        &mut self,
        at: At,
        index: usize,
        version: &'a PolicyVersion,
        (route, given): (&'a Route, RoutePeriod),
    ) {
        let spares = self.rules.subject(index).is_some_and(|subject| subject.spares);
        let Some(held) = self.held_mut(index) else { return };
        if spares {
            held.taken.push((at.on, route));
        }
        let old_until = held.until;
        let length = route.length.unwrap_or_else(|| own_validity(version, held.earned_on));
        let RoutePeriod { from, until: fresh } = given;
        let until = if version.never_shorten { later(old_until, fresh) } else { fresh };
        let kept = until != fresh;
        held.cycle.spend(route, old_until, at.on);
        held.cycle.turn_over(route, from, at.on);
        held.base = from.map_or(at.on, |day| period_start(version.end, day));
        held.until = until;
        held.valid_from = at.on;
        let cause = Cause::Renewed { version, route, length, from, kept };
        self.note(at, Some(index), cause, old_until, until);
        self.cascade(at, index, until, version);
    }
}

/// The first day of a period that follows a last valid day: the anniversary itself, where that is the rule.
fn period_start(rule: EndRule, last: Date) -> Date {
    if rule == EndRule::DayBefore { day_after(last) } else { last }
}

/// The period that a route gives.
#[derive(Clone, Copy)]
pub(crate) struct RoutePeriod {
    /// The last valid day from which it counts; none where it counts from the event.
    from: Option<Date>,
    /// Its own last valid day; none without end.
    pub(crate) until: Option<Date>,
}

/// So many lengths after the old end are looked at: a day a time it is more than eleven years.
const CYCLES_MAX: usize = 4096;

/// The period that a route gives on a day (renewal-rules 7 and 8); none where its end would not lie ahead.
///
/// Counted from the old end after a long lapse, it is the first of the cycle that ends after the day.
pub(crate) fn period(
    version: &PolicyVersion,
    route: &Route,
    held: &Held<'_>,
    day: Date,
) -> Option<RoutePeriod> {
    let length = route.length.unwrap_or_else(|| own_validity(version, held.earned_on));
    let mut from = match (route.anchor, held.until) {
        (Anchor::Event, _) => {
            let until = end_day(version.end, day, length);
            return until.is_none_or(|until| until >= day).then_some(RoutePeriod { from: None, until });
        }
        (Anchor::Expiry, None) => return Some(RoutePeriod { from: None, until: None }),
        (Anchor::Expiry, Some(until)) => until,
    };
    for _ in 0..CYCLES_MAX {
        let until = end_day(version.end, period_start(version.end, from), length);
        match until {
            Some(until) if until <= day && until > from => from = until,
            Some(until) if until <= day => return None,
            _ => return Some(RoutePeriod { from: Some(from), until }),
        }
    }
    None
}

fn short(route: &Route, held: &Held<'_>, day: Date) -> RouteClosed {
    let Tally { credits, fees, parts, .. } = held.cycle.tally(route, held.until, day);
    RouteClosed::Short { credits, fees, parts }
}

/// Why a route does not renew on a day; none where it does. Windows are inclusive at both ends (trap f).
pub(crate) fn closed(
    route: &Route,
    held: &Held<'_>,
    status: Status,
    retired_on: Option<Date>,
    day: Date,
) -> Option<RouteClosed> {
    if let Some(until) = route.until.filter(|until| *until < day) {
        return Some(RouteClosed::Ended(until));
    }
    if let Some(retired_on) = retired_on.filter(|_| !route.even_retired) {
        return Some(RouteClosed::Retired(retired_on));
    }
    if !allows(&route.states, status) {
        return Some(RouteClosed::State(status));
    }
    match (held.until, route.opens, route.closes) {
        (_, None, None) => {}
        (None, _, _) => return Some(RouteClosed::NoExpiry),
        (Some(until), opens, closes) => {
            if let Some(first) = opens.map(|opens| opens.before(until)).filter(|first| day < *first) {
                return Some(RouteClosed::NotOpen(first));
            }
            if let Some(last) = closes.map(|closes| closes.before(until)).filter(|last| *last < day) {
                return Some(RouteClosed::Shut(last));
            }
        }
    }
    let tally = held.cycle.tally(route, held.until, day);
    let Tally { credits, fees, parts, .. } = tally;
    (!tally.is_complete()).then_some(RouteClosed::Short { credits, fees, parts })
}
