//! Renewal by the certification's own routes (renewal-zoo 4 to 8, 14, 20).

use assay_kernel::Date;
use assay_programme::model::{Anchor, EndRule, PolicyVersion, Route};

use super::{At, Engine, Held, Tally, day_after, end_day, later, need, own_validity, status::allows};
use crate::{
    Status,
    step::{Cause, Closed, Refusal, Witness},
};

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// Tries the routes that take this trigger; the first that is complete renews.
    ///
    /// A route is tried only when one of its events, or something it needs, arrives: nothing renews by itself
    /// when a window opens (renewal-zoo, trap g).
    pub(super) fn renew(&mut self, at: At, index: usize, trigger: &str) {
        let Some(held) = self.held(index) else {
            return self.refuse(at, Some(index), Refusal::NotHeld);
        };
        let status = self.dated(index, at.on);
        match status {
            Status::Expired => return self.refuse(at, Some(index), Refusal::Over(held.until)),
            Status::Revoked => return self.refuse(at, Some(index), Refusal::Revoked),
            _ => {}
        }
        let Some(version) = self.version(index, at.on) else {
            return self.refuse(at, Some(index), Refusal::NoRoute(None));
        };
        let retired_on = self.retired_on(index).filter(|day| *day <= at.on);
        let takes = |route: &&Route| {
            route.on.iter().any(|on| on == trigger)
                || route.needs.as_ref().is_some_and(|need| need::names(need, trigger))
        };
        let judge = |route: &Route| closed(route, held, status, retired_on, at.on);
        if let Some(route) = version.routes.iter().filter(takes).find(|route| judge(route).is_none()) {
            return self.take(at, index, version, route);
        }
        if !W::LISTENS {
            return;
        }
        let refusals: Vec<(&'a Route, Closed)> = (version.routes.iter().filter(takes))
            .filter_map(|route| judge(route).map(|closed| (route, closed)))
            .collect();
        if refusals.is_empty() {
            self.refuse(at, Some(index), Refusal::NoRoute(Some(version)));
        }
        for (route, closed) in refusals {
            match closed {
                Closed::Short { credits, fees, parts } => {
                    let until = self.held(index).and_then(|held| held.until);
                    let cause = Cause::Counted { version, route, credits, fees, parts };
                    self.note(at, Some(index), cause, until, until);
                }
                _ => self.refuse(at, Some(index), Refusal::Route(version, route, closed)),
            }
        }
    }

    fn take(&mut self, at: At, index: usize, version: &'a PolicyVersion, route: &'a Route) {
        let spares = self.rules.subject(index).is_some_and(|subject| subject.spares);
        let Some(held) = self.held_mut(index) else { return };
        if spares {
            held.taken.push((at.on, route));
        }
        let old_until = held.until;
        let length = route.length.unwrap_or_else(|| own_validity(version, held.earned_on));
        let fresh = period_end(version, route, held, at.on);
        let until = if version.never_shorten { later(old_until, fresh) } else { fresh };
        let kept = until != fresh;
        held.cycle.spend(route, old_until, at.on);
        held.cycle.turn_over(route, old_until, at.on);
        let from = old_until.filter(|_| route.anchor == Anchor::Expiry);
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

/// The last valid day that a route gives on a day (renewal-zoo 7 and 8).
pub(crate) fn period_end(version: &PolicyVersion, route: &Route, held: &Held<'_>, day: Date) -> Option<Date> {
    let length = route.length.unwrap_or_else(|| own_validity(version, held.earned_on));
    match (route.anchor, held.until) {
        (Anchor::Event, _) => end_day(version.end, day, length),
        (Anchor::Expiry, Some(until)) => end_day(version.end, period_start(version.end, until), length),
        (Anchor::Expiry, None) => None,
    }
}

/// Why a route does not renew on a day; none where it does. Windows are inclusive at both ends (trap f).
pub(crate) fn closed(
    route: &Route,
    held: &Held<'_>,
    status: Status,
    retired_on: Option<Date>,
    day: Date,
) -> Option<Closed> {
    if let Some(until) = route.until.filter(|until| *until < day) {
        return Some(Closed::Ended(until));
    }
    if let Some(retired_on) = retired_on.filter(|_| !route.even_retired) {
        return Some(Closed::Retired(retired_on));
    }
    if !allows(&route.states, status) {
        return Some(Closed::State(status));
    }
    match (held.until, route.opens, route.closes) {
        (_, None, None) => {}
        (None, _, _) => return Some(Closed::NoExpiry),
        (Some(until), opens, closes) => {
            if let Some(first) = opens.map(|opens| opens.before(until)).filter(|first| day < *first) {
                return Some(Closed::NotOpen(first));
            }
            if let Some(last) = closes.map(|closes| closes.before(until)).filter(|last| *last < day) {
                return Some(Closed::Shut(last));
            }
        }
    }
    let tally = held.cycle.tally(route, held.until, day);
    let Tally { credits, fees, parts, .. } = tally;
    (!tally.is_complete()).then_some(Closed::Short { credits, fees, parts })
}
