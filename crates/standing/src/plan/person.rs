//! One person under both programmes.

use std::collections::BTreeMap;

use assay_kernel::{Date, Said};

use super::{
    Expiries, Impact, ImpactKind, PlannedPerson,
    compared::{Compared, View, is_over},
    finding::Lost,
    sides::{Begins, BothSides, GroupKey, Sides, What, next_day},
};
use crate::{Status, engine::Held, renew::Way, words};

/// What was found about some people.
pub(super) struct PersonTally<'s> {
    pub(super) sides: &'s Sides<'s>,
    pub(super) found: BTreeMap<GroupKey<'s>, Vec<Impact>>,
    pub(super) touched: usize,
    pub(super) expiries: Expiries,
    pub(super) lost: Lost,
    /// Impacts of the person being looked at.
    own: usize,
}

/// The code of a state as a plan tells it; groups stand in the order of these.
fn state(status: Status) -> &'static str {
    match status {
        Status::Active => "state.active",
        Status::Grace => "state.in-grace",
        Status::Suspended => "state.suspended",
        Status::Expired => "state.expired",
        Status::Inactive => "state.inactive",
        Status::Revoked => "state.revoked",
        Status::Barred => "state.barred",
        Status::None => "state.not-held",
    }
}

impl<'s> PersonTally<'s> {
    pub(super) fn new(sides: &'s Sides<'s>) -> Self {
        let (expiries, lost) = (Expiries::starting(sides.today), Lost::default());
        PersonTally { sides, found: BTreeMap::new(), touched: 0, expiries, lost, own: 0 }
    }

    /// Compares one person.
    pub(super) fn add(&mut self, subject: &PlannedPerson<'s>) {
        let sides = self.sides;
        self.own = 0;
        let before = View::of(&sides.current, subject.history, sides.today);
        let after = View::of(&sides.proposed, subject.history, sides.today);
        for (place, pair) in sides.pairs.iter().enumerate() {
            self.certification(subject.person, (place, pair), &before, &after);
        }
        self.registrations(subject);
        self.retakes(subject);
        self.sat(subject);
        self.touched += usize::from(self.own > 0);
    }

    pub(super) fn note(&mut self, key: GroupKey<'s>, impact: Impact) {
        self.own += 1;
        self.found.entry(key).or_default().push(impact);
    }

    fn certification(
        &mut self,
        person: &str,
        (place, pair): (usize, &BothSides<'_>),
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
        } else if held_after.is_some() && (was, is) == (Status::Active, Status::Expired) {
            // What the change ends at once ends in the month of the plan, and not in none.
            let today = self.sides.today;
            let until = after.today.held(pair.after.unwrap_or(usize::MAX)).and_then(|held| held.until);
            self.expiries.count_after(until.map(|until| until.max(today)));
        }
        let compared = Compared { person, place, pair, before, after };
        if is_over(was) && is_over(is) {
            // What reaches back moves also what has ended; what was taken away stays so, whatever its days.
            if (was, is) == (Status::Expired, Status::Expired) {
                let _ = self.dates(&compared, held_before, held_after);
            }
            return;
        }
        if pair.after.is_none() {
            self.lost.hold(pair.code);
        }
        let moved = self.dates(&compared, held_before, held_after);
        self.states(&compared, was, is, moved);
        if held_before.is_some() && held_after.is_some() {
            self.ways(&compared, moved.is_some());
        }
    }

    /// The day from which the last valid day is another, with every dated fact applied; none where it stays.
    fn dates(
        &mut self,
        of: &Compared<'_, 's>,
        before: Option<&Held<'_>>,
        after: Option<&Held<'_>>,
    ) -> Option<Date> {
        let (Some(before), Some(after)) = (before, after) else { return Some(self.sides.today) };
        let (was, is) = (before.until, after.until);
        if was == is {
            return None;
        }
        let earlier = is.is_some_and(|is| was.is_none_or(|was| is < was));
        let kind = if earlier { ImpactKind::EndsEarlier } else { ImpactKind::EndsLater };
        let from = of.first_difference(self.sides);
        let said = Said::of("detail.moves").with("from", words::until(was)).with("to", words::until(is));
        self.note_from(of, kind, What::Itself, from, (was, is), said);
        Some(from)
    }

    fn states(&mut self, of: &Compared<'_, 's>, was: Status, is: Status, moved: Option<Date>) {
        let (BothSides { before, after, .. }, sides) = (of.pair, self.sides);
        let states = |day| (of.before.status_on(*before, day), of.after.status_on(*after, day));
        let found = if was != is {
            Some((sides.today, was, is))
        } else if let Some(day) = moved {
            // That it ends on another day has been said; that it is over on the day of the change has not.
            let (was, is) = states(day);
            (was == Status::Active && was != is).then_some((day, was, is))
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
        let on = match sides.ahead(day) {
            Some(day) => Said::of("detail.on-day").with("day", day),
            None => Said::of("detail.today"),
        };
        let said = match is {
            Status::None => Said::of("detail.no-longer-part"),
            _ => Said::of("detail.other-state").with("is", Said::of(state(is))),
        };
        let said = said.with("on", on).with("was", Said::of(state(was)));
        let key = GroupKey::new(ImpactKind::StatusChanges, of.place, key);
        let (before, after) = dates;
        let from = sides.ahead(day);
        self.note(key, Impact { person: of.person.to_owned(), before, after, from, said });
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
                let said = Said::of("detail.way-gone").maybe("way", what.said());
                let days = (way.window.closes_on, None);
                self.note_from(of, ImpactKind::LosesRoute, *what, today, days, said);
            }
        }
        for (way, what) in after.iter().zip(&what_after) {
            let place = what_before.iter().position(|other| what.is(other));
            let old = place.and_then(|place| before.get(place));
            match old {
                Some(old) => self.window(of, (*what, old, way), moved),
                None => {
                    let from = way.offered.first(today);
                    let said = Said::of("detail.way-comes").maybe("way", what.said());
                    let said = said.with("days", days_of(way, today));
                    let days = (None, way.window.closes_on);
                    self.note_from(of, ImpactKind::GainsRoute, *what, from, days, said);
                }
            }
            if let Some((day, gives)) = way.shortens
                && old.is_none_or(|old| old.shortens.is_none())
            {
                let ahead = self.sides.ahead(day);
                // What it gives now is another day tomorrow: only one that is ahead is named.
                let (gives, said) = match ahead {
                    Some(day) => {
                        let said = Said::of("detail.shortens-on").with("day", day);
                        (gives, said.with("gives", words::until(gives)))
                    }
                    None => (None, Said::of("detail.shortens-now")),
                };
                let said = said.maybe("way", what.said()).with("held", words::until(until));
                let kind = ImpactKind::EarlyRenewalShortens;
                let key = GroupKey::new(kind, of.place, *what);
                let person = of.person.to_owned();
                self.note(key, Impact { person, before: until, after: gives, from: ahead, said });
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
        let way = |code| Said::of(code).maybe("way", what.said());
        let instead = || {
            let (is, was) = (days_of(new, today), days_of(old, today));
            way("detail.way-instead").with("is", is).with("was", was)
        };
        if cut {
            let said = way("detail.way-ends").with("from", next_day(is));
            self.note_from(of, ImpactKind::LosesRoute, what, next_day(is), days, said);
        } else if later {
            self.note_begin(of, (ImpactKind::LosesRoute, Begins::Later), what, days, instead());
        } else if sooner && !longer {
            self.note_begin(of, (ImpactKind::GainsRoute, Begins::Sooner), what, days, instead());
        } else {
            let from = if sooner { first_is } else { next_day(was) };
            self.note_from(of, ImpactKind::GainsRoute, what, from, days, instead());
        }
    }

    /// A way whose first day moves: that is what it is called.
    fn note_begin(
        &mut self,
        of: &Compared<'_, 's>,
        (kind, begins): (ImpactKind, Begins),
        what: What<'s>,
        (before, after): (Option<Date>, Option<Date>),
        said: Said,
    ) {
        let key = GroupKey { begins: Some(begins), ..GroupKey::new(kind, of.place, what) };
        self.note(key, Impact { person: of.person.to_owned(), before, after, from: None, said });
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
        let (from, said) = match last_after {
            None => (today, Said::of("detail.no-way-left")),
            Some(last) if last < last_before && by_rule && until.is_none_or(|until| last < until) => {
                (next_day(last), Said::of("detail.no-way-left-after").with("last", last))
            }
            Some(_) => return,
        };
        let days = (Some(last_before).filter(|day| *day < Date::MAX), last_after);
        self.note_from(of, ImpactKind::CannotRenew, What::Itself, from, days, said);
    }

    fn note_from(
        &mut self,
        of: &Compared<'_, 's>,
        kind: ImpactKind,
        what: What<'s>,
        from: Date,
        (before, after): (Option<Date>, Option<Date>),
        said: Said,
    ) {
        let from = self.sides.ahead(from);
        let key = GroupKey { from, ..GroupKey::new(kind, of.place, what) };
        self.note(key, Impact { person: of.person.to_owned(), before, after, from, said });
    }
}

/// From when to when a way works, as far as it has a first and a last day.
fn days_of(way: &Way<'_>, today: Date) -> Said {
    let said = match way.window.closes_on {
        Some(closes) => Said::of("days.until").with("until", closes),
        None => Said::of("days.without-end"),
    };
    said.maybe("from", way.window.opens_on.filter(|opens| *opens > today))
}
