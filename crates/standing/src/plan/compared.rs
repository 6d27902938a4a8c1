//! One person, and one certification of them, under both programmes.

use assay_kernel::Date;

use super::sides::{BothSides, Sides, next_day};
use crate::{
    Event, Status,
    engine::{Engine, Held, Silent},
    renew::{self, By, Way},
    rules::Rules,
};

/// A person under one programme: today, and with every dated fact applied.
pub(super) struct View<'s> {
    pub(super) rules: &'s Rules<'s>,
    pub(super) history: &'s [Event],
    pub(super) today: Engine<'s, Silent>,
    pub(super) finally: Option<Engine<'s, Silent>>,
    pub(super) statuses: Vec<Status>,
}

impl<'s> View<'s> {
    pub(super) fn of(rules: &'s Rules<'s>, history: &'s [Event], today: Date) -> Self {
        let facts_ahead = rules.facts().last().is_some_and(|fact| fact.rank().0 > today);
        let ahead = facts_ahead || history.iter().any(|event| event.date > today);
        let finally = ahead.then(|| Engine::run(rules, history, Date::MAX, Silent));
        let engine = Engine::run(rules, history, today, Silent);
        let statuses = engine.statuses(today);
        View { rules, history, today: engine, finally, statuses }
    }

    pub(super) fn finally(&self) -> &Engine<'s, Silent> {
        self.finally.as_ref().unwrap_or(&self.today)
    }

    /// The state today; none where it was never held.
    pub(super) fn status(&self, index: Option<usize>) -> Status {
        let held = index.filter(|index| self.today.held(*index).is_some());
        held.and_then(|index| self.statuses.get(index)).copied().unwrap_or(Status::None)
    }

    pub(super) fn status_on(&self, index: Option<usize>, day: Date) -> Status {
        let engine = self.finally();
        let Some(index) = index.filter(|index| engine.held(*index).is_some()) else { return Status::None };
        if !self.rules.linked() {
            return engine.dated(index, day);
        }
        engine.statuses(day).get(index).copied().unwrap_or(Status::None)
    }

    pub(super) fn held(&self, index: Option<usize>) -> Option<&Held<'s>> {
        self.finally().held(index?)
    }

    /// The ways to renew what is not over.
    pub(super) fn ways(&self, index: Option<usize>, day: Date) -> Vec<Way<'s>> {
        let status = self.status(index);
        let Some(index) = index.filter(|_| !is_over(status)) else { return Vec::new() };
        let mut ways = renew::numbers(&self.today, index, status, day);
        ways.retain(|way| !matches!(way.by, By::Earn { .. }));
        ways
    }
}

pub(super) fn is_over(status: Status) -> bool {
    matches!(status, Status::Expired | Status::Revoked | Status::None)
}

/// One certification of one person under both programmes.
pub(super) struct Compared<'c, 's> {
    pub(super) person: &'c str,
    pub(super) place: usize,
    pub(super) pair: &'c BothSides<'c>,
    pub(super) before: &'c View<'s>,
    pub(super) after: &'c View<'s>,
}

impl<'s> Compared<'_, 's> {
    /// Whether it, and all that renews it, is held in the same way under both, so that the same can renew it.
    pub(super) fn stands_the_same(&self) -> bool {
        let (before, after) = (&self.before, &self.after);
        let (Some(own_before), Some(own_after)) = (self.pair.before, self.pair.after) else { return false };
        let uppers = before.rules.uppers_of(own_before).iter().zip(after.rules.uppers_of(own_after));
        let mut all = std::iter::once((&own_before, &own_after)).chain(uppers);
        all.all(|(was, is)| match (before.today.held(*was), after.today.held(*is)) {
            (None, None) => true,
            (Some(was), Some(is)) => {
                (was.until, was.earned_on, was.valid_from, was.revoked_on, was.barred_on)
                    == (is.until, is.earned_on, is.valid_from, is.revoked_on, is.barred_on)
            }
            _ => false,
        })
    }

    /// The days after the last valid ones, where grace and suspension begin and end.
    pub(super) fn ends(&self) -> impl Iterator<Item = Date> {
        [(self.before, self.pair.before), (self.after, self.pair.after)].into_iter().flat_map(
            |(view, index)| {
                let until = view.held(index).and_then(|held| held.until);
                let after = index.zip(until).map(|(index, until)| view.finally().afterwards(index, until));
                let (grace, suspension) = after.unwrap_or((None, None));
                [until, grace, suspension].into_iter().flatten().map(next_day)
            },
        )
    }

    /// Today or the first later day on which the last valid days differ, as far as facts have moved them.
    pub(super) fn first_difference(&self, sides: &Sides<'_>) -> Date {
        let until = |engine: &Engine<'_, Silent>, index: Option<usize>| {
            index.and_then(|index| engine.held(index)).map(|held| held.until)
        };
        let now = |view: &View<'_>, index| until(&view.today, index);
        if now(self.before, self.pair.before) != now(self.after, self.pair.after) {
            return sides.today;
        }
        let on =
            |view: &View<'s>, index, day| until(&Engine::run(view.rules, view.history, day, Silent), index);
        let differs =
            |day: &Date| on(self.before, self.pair.before, *day) != on(self.after, self.pair.after, *day);
        match sides.days.as_slice() {
            [only] => *only,
            days => days.iter().copied().find(|day| differs(day)).unwrap_or(sides.today),
        }
    }
}
