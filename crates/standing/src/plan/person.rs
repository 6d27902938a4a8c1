//! One person under both programmes.

use std::collections::BTreeMap;

use assay_kernel::Date;

use super::{
    Expiries, Impact, ImpactKind, Subject,
    finding::Lost,
    sides::{Key, Pair, Sides, What, next_day},
};
use crate::{
    Event, Status,
    engine::{Engine, Held, Silent},
    renew::{self, By, Way},
    rules::Rules,
    words,
};

/// What was found about some people.
pub(super) struct Tally<'s> {
    pub(super) sides: &'s Sides<'s>,
    pub(super) found: BTreeMap<Key<'s>, Vec<Impact>>,
    pub(super) touched: usize,
    pub(super) expiries: Expiries,
    pub(super) lost: Lost,
    /// Impacts of the person being looked at.
    own: usize,
}

/// A person under one programme: today, and with every dated fact applied.
struct View<'s> {
    rules: &'s Rules<'s>,
    history: &'s [Event],
    today: Engine<'s, Silent>,
    finally: Option<Engine<'s, Silent>>,
    statuses: Vec<Status>,
}

impl<'s> View<'s> {
    fn of(rules: &'s Rules<'s>, history: &'s [Event], today: Date) -> Self {
        let facts_ahead = rules.facts().last().is_some_and(|fact| fact.rank().0 > today);
        let ahead = facts_ahead || history.iter().any(|event| event.date > today);
        let finally = ahead.then(|| Engine::run(rules, history, Date::MAX, Silent));
        let engine = Engine::run(rules, history, today, Silent);
        let statuses = engine.statuses(today);
        View { rules, history, today: engine, finally, statuses }
    }

    fn finally(&self) -> &Engine<'s, Silent> {
        self.finally.as_ref().unwrap_or(&self.today)
    }

    /// The state today; none where it was never held.
    fn status(&self, index: Option<usize>) -> Status {
        let held = index.filter(|index| self.today.held(*index).is_some());
        held.and_then(|index| self.statuses.get(index)).copied().unwrap_or(Status::None)
    }

    fn status_on(&self, index: Option<usize>, day: Date) -> Status {
        let engine = self.finally();
        let Some(index) = index.filter(|index| engine.held(*index).is_some()) else { return Status::None };
        if !self.rules.linked() {
            return engine.dated(index, day);
        }
        engine.statuses(day).get(index).copied().unwrap_or(Status::None)
    }

    fn held(&self, index: Option<usize>) -> Option<&Held<'s>> {
        self.finally().held(index?)
    }

    /// The ways to renew what is not over.
    fn ways(&self, index: Option<usize>, day: Date) -> Vec<Way<'s>> {
        let status = self.status(index);
        let Some(index) = index.filter(|_| !is_over(status)) else { return Vec::new() };
        let mut ways = renew::numbers(&self.today, index, status, day);
        ways.retain(|way| !matches!(way.by, By::Earn { .. }));
        ways
    }
}

/// A state as a sentence says it.
fn state(status: Status) -> &'static str {
    match status {
        Status::Grace => "in grace",
        Status::None => "not held",
        _ => status.as_str(),
    }
}

fn is_over(status: Status) -> bool {
    matches!(status, Status::Expired | Status::Revoked | Status::None)
}

impl<'s> Tally<'s> {
    pub(super) fn new(sides: &'s Sides<'s>) -> Self {
        let (expiries, lost) = (Expiries::starting(sides.today), Lost::default());
        Tally { sides, found: BTreeMap::new(), touched: 0, expiries, lost, own: 0 }
    }

    /// Compares one person.
    pub(super) fn add(&mut self, subject: &Subject<'s>) {
        let sides = self.sides;
        self.own = 0;
        let before = View::of(&sides.current, subject.history, sides.today);
        let after = View::of(&sides.proposed, subject.history, sides.today);
        for (place, pair) in sides.pairs.iter().enumerate() {
            self.certification(subject.person, (place, pair), &before, &after);
        }
        self.bookings(subject);
        self.retakes(subject);
        self.sat(subject);
        self.touched += usize::from(self.own > 0);
    }

    pub(super) fn note(&mut self, key: Key<'s>, impact: Impact) {
        self.own += 1;
        self.found.entry(key).or_default().push(impact);
    }

    fn certification(
        &mut self,
        person: &str,
        (place, pair): (usize, &Pair<'_>),
        before: &View<'s>,
        after: &View<'s>,
    ) {
        let (held_before, held_after) = (before.held(pair.before), after.held(pair.after));
        if held_before.is_none() && held_after.is_none() {
            return;
        }
        let (was, is) = (before.status(pair.before), after.status(pair.after));
        if let Some(held) = held_before.filter(|_| !is_over(was)) {
            self.expiries.count_before(held.until);
        }
        if let Some(held) = held_after.filter(|_| !is_over(is)) {
            self.expiries.count_after(held.until);
        }
        let compared = Compared { person, place, pair, before, after };
        if is_over(was) && is_over(is) {
            // What reaches back moves also what has ended; what was taken away stays so, whatever its days.
            if (was, is) == (Status::Expired, Status::Expired) {
                self.dates(&compared, held_before, held_after);
            }
            return;
        }
        if pair.after.is_none() {
            self.lost.hold(pair.code);
        }
        let moved = self.dates(&compared, held_before, held_after);
        self.states(&compared, was, is, moved);
        if held_before.is_some() && held_after.is_some() {
            self.ways(&compared, moved);
        }
    }

    /// Whether the last valid day moves, with every dated fact applied.
    fn dates(&mut self, of: &Compared<'_, 's>, before: Option<&Held<'_>>, after: Option<&Held<'_>>) -> bool {
        let (Some(before), Some(after)) = (before, after) else { return true };
        let (was, is) = (before.until, after.until);
        if was == is {
            return false;
        }
        let earlier = is.is_some_and(|is| was.is_none_or(|was| is < was));
        let kind = if earlier { ImpactKind::EndsEarlier } else { ImpactKind::EndsLater };
        let from = of.first_difference(self.sides);
        let detail = format!("The last valid day moves from {} to {}.", words::until(was), words::until(is));
        self.note_from(of, kind, What::Itself, from, (was, is), detail);
        true
    }

    fn states(&mut self, of: &Compared<'_, 's>, was: Status, is: Status, moved: bool) {
        let (Pair { before, after, .. }, sides) = (of.pair, self.sides);
        let states = |day| (of.before.status_on(*before, day), of.after.status_on(*after, day));
        let found = if was != is {
            Some((sides.today, was, is))
        } else if moved {
            // That it ends on another day has been said.
            None
        } else {
            let linked = of.before.rules.linked() || of.after.rules.linked();
            let days = sides.days.iter().filter(|_| linked).copied().chain(of.ends());
            let mut later: Vec<Date> = days.filter(|day| *day > sides.today).collect();
            later.sort_unstable();
            let mut later = later.into_iter().map(|day| (day, states(day)));
            later.find(|(_, (was, is))| was != is).map(|(day, (was, is))| (day, was, is))
        };
        let Some((day, was, is)) = found else { return };
        let key = What::States(state(was), state(is));
        let until = (of.before.held(*before), of.after.held(*after));
        let dates = (until.0.and_then(|held| held.until), until.1.and_then(|held| held.until));
        let on = if day > sides.today { format!("On {}", words::day(day)) } else { "Today".to_owned() };
        let detail = match is {
            Status::None => {
                format!("{on} it is no longer part of the programme; before, it was {}.", state(was))
            }
            _ => format!("{on} it is {} instead of {}.", state(is), state(was)),
        };
        let key = Key { kind: ImpactKind::StatusChanges, place: Some(of.place), what: key, from: None };
        let (before, after) = dates;
        let from = sides.ahead(day);
        self.note(key, Impact { person: of.person.to_owned(), before, after, from, detail });
    }

    fn ways(&mut self, of: &Compared<'_, 's>, moved: bool) {
        let today = self.sides.today;
        if self.sides.offers_the_same(of.place) && of.stands_the_same() {
            return;
        }
        let (before, after) = (of.before.ways(of.pair.before, today), of.after.ways(of.pair.after, today));
        if before.is_empty() && after.is_empty() {
            return;
        }
        let what_before: Vec<What<'s>> =
            before.iter().map(|way| What::of(of.before.rules, &way.by)).collect();
        let what_after: Vec<What<'s>> = after.iter().map(|way| What::of(of.after.rules, &way.by)).collect();
        let until = of.after.today.held(of.pair.after.unwrap_or(usize::MAX)).and_then(|held| held.until);
        self.no_way_left(of, &before, &after, until);
        for (way, what) in before.iter().zip(&what_before) {
            if !what_after.iter().any(|other| what.is(other)) {
                let detail = format!("{} no longer renews it.", words::capital(&what.words()));
                let days = (way.window.closes_on, None);
                self.note_from(of, ImpactKind::LosesRoute, *what, today, days, detail);
            }
        }
        for (way, what) in after.iter().zip(&what_after) {
            let place = what_before.iter().position(|other| what.is(other));
            let old = place.and_then(|place| before.get(place));
            match old {
                Some(old) => self.window(of, (*what, old, way), moved),
                None => {
                    let from = way.offered.first(today);
                    let detail =
                        format!("{} renews it{}.", words::capital(&what.words()), days_of(way, today));
                    let days = (None, way.window.closes_on);
                    self.note_from(of, ImpactKind::GainsRoute, *what, from, days, detail);
                }
            }
            if let Some((day, gives)) = way.shortens
                && old.is_none_or(|old| old.shortens.is_none())
            {
                let (ahead, way) = (self.sides.ahead(day), what.words());
                let held = words::until(until);
                // What it gives now is another day tomorrow: only one that is ahead is named.
                let (gives, detail) = match ahead {
                    Some(day) => {
                        let (day, is) = (words::day(day), words::until(gives));
                        (gives, format!("Renewing by {way} on {day} would give {is} instead of {held}."))
                    }
                    None => (None, format!("Renewing by {way} now would give less than is held: {held}.")),
                };
                let kind = ImpactKind::EarlyRenewalShortens;
                let key = Key { kind, place: Some(of.place), what: *what, from: None };
                let person = of.person.to_owned();
                self.note(key, Impact { person, before: until, after: gives, from: ahead, detail });
            }
        }
    }

    /// A way that both have, on other days.
    fn window(
        &mut self,
        of: &Compared<'_, 's>,
        (what, old, new): (What<'s>, &Way<'_>, &Way<'_>),
        moved: bool,
    ) {
        let today = self.sides.today;
        let end = |closes: Option<Date>| closes.unwrap_or(Date::MAX);
        let (was, is) = (end(old.window.closes_on), end(new.window.closes_on));
        // Where the holder's own dates move, their windows move along: only what the rules cut is told.
        let cut = is < was && (!moved || is == end(new.offered.closes_on));
        let longer = is > was && (!moved || was == end(old.offered.closes_on));
        let (first_was, first_is) = (old.window.first(today), new.window.first(today));
        let later = first_is > first_was && (!moved || Some(first_is) == new.offered.opens_on);
        let sooner = first_is < first_was && (!moved || Some(first_was) == old.offered.opens_on);
        if !(cut || longer || later || sooner) {
            return;
        }
        let days = (old.window.closes_on, new.window.closes_on);
        let way = words::capital(&what.words());
        let instead = || format!("{way} works{} instead of{}.", days_of(new, today), days_of(old, today));
        if cut {
            let detail = format!("{way} no longer renews it from {} on.", words::day(next_day(is)));
            self.note_from(of, ImpactKind::LosesRoute, what, next_day(is), days, detail);
        } else if later {
            self.note_from(of, ImpactKind::LosesRoute, what, today, days, instead());
        } else {
            let from = if sooner { first_is } else { next_day(was) };
            self.note_from(of, ImpactKind::GainsRoute, what, from, days, instead());
        }
    }

    /// Whether there were ways to renew and there are none, or none from a later day on.
    fn no_way_left(
        &mut self,
        of: &Compared<'_, 's>,
        before: &[Way<'_>],
        after: &[Way<'_>],
        until: Option<Date>,
    ) {
        let end = |way: &Way<'_>| way.window.closes_on.unwrap_or(Date::MAX);
        let Some(last_before) = before.iter().map(end).max() else { return };
        let last_after = after.iter().map(end).max();
        let by_rule = after
            .iter()
            .all(|way| way.window.closes_on == way.offered.closes_on || Some(end(way)) < last_after);
        let today = self.sides.today;
        let (from, detail) = match last_after {
            None => (today, "No way to renew it is left.".to_owned()),
            Some(last) if last < last_before && by_rule && until.is_none_or(|until| last < until) => {
                (next_day(last), format!("No way to renew it is left after {}.", words::day(last)))
            }
            Some(_) => return,
        };
        let days = (Some(last_before).filter(|day| *day < Date::MAX), last_after);
        self.note_from(of, ImpactKind::CannotRenew, What::Itself, from, days, detail);
    }

    fn note_from(
        &mut self,
        of: &Compared<'_, 's>,
        kind: ImpactKind,
        what: What<'s>,
        from: Date,
        (before, after): (Option<Date>, Option<Date>),
        detail: String,
    ) {
        let from = self.sides.ahead(from);
        let key = Key { kind, place: Some(of.place), what, from };
        self.note(key, Impact { person: of.person.to_owned(), before, after, from, detail });
    }
}

/// One certification of one person under both programmes.
struct Compared<'c, 's> {
    person: &'c str,
    place: usize,
    pair: &'c Pair<'c>,
    before: &'c View<'s>,
    after: &'c View<'s>,
}

impl<'s> Compared<'_, 's> {
    /// Whether it, and all that renews it, is held in the same way under both, so that the same can renew it.
    fn stands_the_same(&self) -> bool {
        let (before, after) = (&self.before, &self.after);
        let (Some(own_before), Some(own_after)) = (self.pair.before, self.pair.after) else { return false };
        let uppers = before.rules.uppers_of(own_before).iter().zip(after.rules.uppers_of(own_after));
        let mut all = std::iter::once((&own_before, &own_after)).chain(uppers);
        all.all(|(was, is)| match (before.today.held(*was), after.today.held(*is)) {
            (None, None) => true,
            (Some(was), Some(is)) => {
                (was.until, was.earned_on, was.valid_from, was.revoked_on)
                    == (is.until, is.earned_on, is.valid_from, is.revoked_on)
            }
            _ => false,
        })
    }

    /// The days after the last valid ones, where grace and suspension begin and end.
    fn ends(&self) -> impl Iterator<Item = Date> {
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
    fn first_difference(&self, sides: &Sides<'_>) -> Date {
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

/// ` from … to …`, as far as a way has a first and a last day.
fn days_of(way: &Way<'_>, today: Date) -> String {
    let from = way.window.opens_on.filter(|opens| *opens > today);
    let from = from.map(|day| format!(" from {}", words::day(day))).unwrap_or_default();
    let to = way.window.closes_on.map(|day| format!(" until {}", words::day(day)));
    format!("{from}{}", to.unwrap_or_else(|| " without end".to_owned()))
}
