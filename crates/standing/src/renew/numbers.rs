//! The ways to renew as numbers and references, without texts.
//!
//! Policy versions that start later are foreseen: a route that one of them drops closes the day before, one
//! that only a later version has opens with it.

use assay_kernel::Date;
use assay_programme::{
    model::{Cascade, ExamVersion, PolicyVersion, Route, RouteState},
    testing,
};

use super::way::{By, Through, Way, Window, day_before};
use crate::{
    Status,
    engine::{Engine, Held, Look, award_end, credits_until, day_after, lacks_credits, later, period},
    step::Witness,
};

/// The ways to keep a certification on a day, or to get it back when it is over, without texts.
pub(crate) fn numbers<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    status: Status,
    as_of: Date,
) -> Vec<Way<'a>> {
    let next = Advice { engine, as_of };
    let Some(held) = engine.held(index) else { return Vec::new() };
    // Its own dates decide what can renew it, also where another keeps it alive (18).
    match (engine.dated(index, as_of), status) {
        (_, Status::Inactive) | (Status::Revoked | Status::Barred | Status::None, _) => Vec::new(),
        _ if next.version(index).is_some_and(|version| version.derived.is_some()) => Vec::new(),
        (Status::Expired, _) => next.earn_anew(index).into_iter().collect(),
        _ => {
            let mut ways = next.routes(index, held);
            next.cascades(index, held, &mut ways);
            ways.retain(|way| way.window.is_left(as_of));
            ways
        }
    }
}

/// Days under one policy version, from the day asked for on.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    days: Window,
    version: &'a PolicyVersion,
}

struct Advice<'e, 'a, W> {
    engine: &'e Engine<'a, W>,
    as_of: Date,
}

impl<'a, W: Witness<'a>> Advice<'_, 'a, W> {
    fn version(&self, index: usize) -> Option<&'a PolicyVersion> {
        self.engine.version(index, self.as_of)
    }

    /// The versions that will govern, one after another.
    fn stretches(&self, index: usize) -> impl Iterator<Item = Stretch<'a>> {
        let policy = self.engine.rules.subject(index).and_then(|subject| subject.policy);
        let later_start = move |day: Date| {
            let starts = policy.into_iter().flat_map(|policy| &policy.versions);
            starts.filter_map(|version| version.in_force_from).filter(|start| *start > day).min()
        };
        let mut from = Some(self.as_of);
        std::iter::from_fn(move || {
            let first = from?;
            let version = self.engine.version(index, first)?;
            from = later_start(first);
            while let Some(start) = from
                && self.engine.version(index, start).is_some_and(|next| std::ptr::eq(next, version))
            {
                from = later_start(start);
            }
            let opens_on = Some(first).filter(|first| *first > self.as_of);
            Some(Stretch { days: Window { opens_on, closes_on: from.map(day_before) }, version })
        })
    }

    /// The days of the allowed states around a last valid day, from a day on (renewal-rules 6, 9, 10).
    ///
    /// Where a state between them is not allowed, those that run or come first.
    fn state_window(
        &self,
        index: usize,
        held: &Held<'_>,
        states: &[RouteState],
        from: Date,
    ) -> Option<Window> {
        let has = |state| states.contains(&state);
        let Some(until) = held.until else {
            return has(RouteState::Active).then(Window::default);
        };
        let (grace, suspension) = self.engine.afterwards(index, until);
        let after_grace = grace.unwrap_or(until);
        let stretches = [
            (has(RouteState::Active), None, Some(until)),
            (has(RouteState::Grace), Some(day_after(until)), grace),
            (has(RouteState::Suspended), Some(day_after(after_grace)), suspension),
        ];
        let mut found: Option<Window> = None;
        for (_, opens_on, closes_on) in
            stretches.into_iter().filter(|(allowed, _, last)| *allowed && last.is_some())
        {
            let next = Window { opens_on, closes_on };
            match &mut found {
                Some(window) if window.reaches(&next) => window.closes_on = closes_on,
                Some(window) if window.is_left(from) => break,
                _ => found = Some(next),
            }
        }
        found
    }

    /// The days on which an exam can be sat within a window, if the programme knows any exam versions.
    ///
    /// Gives the version to name: the latest that can be sat on the first day, else the next to come.
    fn exam(&self, index: usize, window: Window) -> Option<(Window, Option<&'a ExamVersion>)> {
        let exams = self.engine.rules.exams_of(index);
        if exams.is_empty() {
            return Some((Window::default(), None));
        }
        let from = window.first(self.as_of);
        let fitting = || exams.iter().filter_map(|exam| Some((*exam, sat_within(exam, window, from)?)));
        let ends = || fitting().map(|(exam, _)| exam.last_test_day_of_all());
        let closes_on = if ends().all(|last| last.is_some()) { ends().flatten().max() } else { None };
        let (exam, first) = fitting().rev().min_by_key(|(_, first)| *first)?;
        let opens_on = Some(first).filter(|first| *first > from);
        Some((Window { opens_on, closes_on }, Some(exam)))
    }

    fn routes(&self, index: usize, held: &Held<'a>) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        for stretch in self.stretches(index) {
            if held.until.is_none() && stretch.version.expire_after.is_empty() {
                continue;
            }
            for route in &stretch.version.routes {
                if let Some(way) = self.route(index, held, stretch, route) {
                    add(&mut ways, way, self.as_of);
                }
            }
        }
        ways
    }

    /// The days on which a version offers a route or cascade: to its own end, or that of the certification.
    fn offered(&self, index: usize, stretch: Stretch<'a>, until: Option<Date>, even_retired: bool) -> Window {
        let mut offered = stretch.days;
        offered.close(until);
        if !even_retired {
            offered.close(self.engine.retired_on(index).map(day_before));
        }
        offered
    }

    /// A route under one version; its own window may be empty where another version goes on with it.
    fn route(
        &self,
        index: usize,
        held: &Held<'a>,
        stretch: Stretch<'a>,
        route: &'a Route,
    ) -> Option<Way<'a>> {
        let version = stretch.version;
        let mut offered = self.offered(index, stretch, route.until, route.even_retired);
        let mut window = self.state_window(index, held, &route.states, stretch.days.first(self.as_of))?;
        if let Some(until) = held.until {
            window.open(route.opens.map(|opens| opens.before(until)));
            window.close(route.closes.map(|closes| closes.before(until)));
        } else if route.opens.is_some() || route.closes.is_some() {
            return None;
        }
        window.narrow(offered);
        let mut exam = None;
        if by_pass_only(route) {
            let (days, named) = self.exam(index, window)?;
            offered.narrow(days);
            window.narrow(days);
            exam = named;
        }
        if asks_more(route) {
            self.counting(route, held, &mut window);
        }
        let day = window.first(self.as_of);
        let gives_until = gives(version, route, held, day)?;
        let is_earlier = window.is_left(self.as_of) && later(held.until, gives_until) != gives_until;
        let shortens = is_earlier.then_some((day, gives_until));
        let by = By::Route(route);
        offered.is_left(self.as_of).then_some(Way { by, window, offered, gives_until, shortens, exam })
    }

    /// The days on which what a route asks for counts.
    ///
    /// After an early renewal, from the day on which the next cycle begins; credits that are missing, up to
    /// the day until which they count.
    fn counting(&self, route: &Route, held: &Held<'_>, window: &mut Window) {
        let look = Look { route, until: held.until, day: self.as_of };
        if let Some(from) = counts_from(held, look) {
            window.open(Some(from));
        }
        let look = Look { day: window.first(self.as_of), ..look };
        if let Some(until) = held.until.filter(|_| lacks_credits(&held.cycle, look)) {
            window.close(Some(credits_until(route, until)));
        }
    }

    fn cascades(&self, lower: usize, held: &Held<'a>, ways: &mut Vec<Way<'a>>) {
        if held.until.is_none() {
            return;
        }
        let Some(code) = self.engine.rules.subject(lower).map(|subject| subject.code) else { return };
        for upper in self.engine.rules.uppers_of(lower) {
            for stretch in self.stretches(*upper) {
                let reaching = stretch.version.cascades.iter().filter(|cascade| cascade.to.contains(code));
                for (nth, cascade) in reaching.enumerate() {
                    if let Some(way) = self.cascade((lower, held), (*upper, nth), stretch, cascade) {
                        add(ways, way, self.as_of);
                    }
                }
            }
        }
    }

    fn cascade(
        &self,
        (lower, held): (usize, &Held<'a>),
        (upper, nth): (usize, usize),
        stretch: Stretch<'a>,
        cascade: &'a Cascade,
    ) -> Option<Way<'a>> {
        let version = stretch.version;
        // Nobody passes or renews what is held by holding others, so it carries nothing along.
        if version.derived.is_some() {
            return None;
        }
        let mut offered = self.offered(lower, stretch, cascade.until, cascade.even_retired);
        let mut window = self.state_window(lower, held, &cascade.states, stretch.days.first(self.as_of))?;
        window.narrow(offered);
        let (through, exam, route) = self.upper(upper, stretch, &mut window, &mut offered)?;
        let day = window.first(self.as_of);
        let upper_until = match route {
            // What is over by then is awarded anew.
            Some((upper_held, route)) if !is_over(self.engine.dated(upper, day)) => {
                gives(version, route, upper_held, day)?
            }
            _ => award_end(version, day).0,
        };
        let fresh = self.engine.cascade_end(cascade, lower, held, upper_until, day);
        if is_past(upper_until, day) || is_past(fresh, day) {
            return None;
        }
        let gives_until = later(held.until, fresh);
        let by = By::Cascade { upper, nth, through };
        let way = Way { by, window, offered, gives_until, shortens: None, exam };
        offered.is_left(self.as_of).then_some(way)
    }

    /// What the upper one asks for: its exam, or another of its routes where it is held.
    fn upper(
        &self,
        upper: usize,
        stretch: Stretch<'a>,
        window: &mut Window,
        offered: &mut Window,
    ) -> Option<(Through, Option<&'a ExamVersion>, UpperRoute<'_, 'a>)> {
        // Nothing is done about what the body has suspended, so nothing is carried along.
        if self.engine.dated(upper, self.as_of) == Status::Barred {
            return None;
        }
        let mut by_exam = |window: &mut Window| {
            let (days, exam) = self.exam(upper, *window)?;
            window.narrow(days);
            offered.narrow(days);
            Some(exam)
        };
        let Some(held) = self.engine.held(upper).filter(|_| !self.is_over(upper)) else {
            window.close(self.last_award_day(upper));
            let exam = by_exam(window)?;
            offered.close(self.last_award_day(upper));
            return Some((Through::Pass, exam, None));
        };
        // A route that asks for more than the pass is taken as a whole: it has a way of its own there.
        let by_pass = |route: &&Route| route.on.iter().any(|on| on == "pass") && !asks_more(route);
        let works = |route: &'a Route| {
            let way = self.route(upper, held, stretch, route)?;
            way.window.is_left(self.as_of).then_some((route, way))
        };
        let routes = &stretch.version.routes;
        if let Some((route, way)) = routes.iter().filter(by_pass).find_map(works) {
            // Once the upper one is over, a pass is an award and renews as well, as long as awards are made.
            let last_award = self.last_award_day(upper);
            window.narrow(Window { closes_on: later(way.window.closes_on, last_award), ..way.window });
            let exam = by_exam(window)?;
            offered.close(later(way.offered.closes_on, last_award));
            return Some((Through::Pass, exam, Some((held, route))));
        }
        let (route, way) = routes.iter().filter(|route| !by_pass(route)).find_map(works)?;
        window.narrow(way.window);
        offered.narrow(way.offered);
        Some((Through::Renewal, None, Some((held, route))))
    }

    fn is_over(&self, index: usize) -> bool {
        is_over(self.engine.dated(index, self.as_of))
    }

    /// The last day of new awards, as far as exam versions do not say it.
    fn last_award_day(&self, index: usize) -> Option<Date> {
        let policy = self.engine.rules.subject(index).and_then(|subject| subject.policy);
        let without_exams = self.engine.rules.exams_of(index).is_empty();
        let retired = self.engine.retired_on(index).filter(|_| without_exams).map(day_before);
        retired.into_iter().chain(policy.and_then(|policy| policy.award_until)).min()
    }

    fn earn_anew(&self, index: usize) -> Option<Way<'a>> {
        let rules = self.engine.rules;
        if let Some(way) = self.earn(index) {
            return Some(way);
        }
        // The exam is gone: the certification that follows in its lineage is the way on.
        let code = rules.subject(index)?.code;
        let (heir, _) =
            rules.subjects().iter().enumerate().find(|(_, heir)| {
                heir.certification.is_some_and(|heir| heir.formerly.as_ref() == Some(code))
            })?;
        // Whoever holds the successor already has nothing to earn.
        self.earn(heir).filter(|_| self.is_over(heir))
    }

    fn earn(&self, index: usize) -> Option<Way<'a>> {
        let mut window = Window { opens_on: None, closes_on: self.last_award_day(index) };
        let (days, exam) = self.exam(index, window)?;
        window.narrow(days);
        let day = window.first(self.as_of);
        let version = self.engine.version(index, day);
        if version.is_some_and(|version| version.derived.is_some()) {
            return None;
        }
        let gives_until = version.and_then(|version| award_end(version, day).0);
        let by = By::Earn { what: index };
        let way = Way { by, window, offered: window, gives_until, shortens: None, exam };
        (window.is_left(self.as_of) && !is_past(gives_until, day)).then_some(way)
    }
}

fn is_over(status: Status) -> bool {
    matches!(status, Status::Expired | Status::Revoked | Status::None)
}

/// The last valid day that a renewal leaves; none where it would not lie ahead.
fn gives(version: &PolicyVersion, route: &Route, held: &Held<'_>, day: Date) -> Option<Option<Date>> {
    let fresh = period(version, route, held, day)?.until;
    Some(if version.never_shorten { later(held.until, fresh) } else { fresh })
}

/// Whether a last valid day lies before a day: such an award or renewal is none.
fn is_past(until: Option<Date>, day: Date) -> bool {
    until.is_some_and(|until| until < day)
}

/// The later day from which what is done for a route counts; none where it counts already.
///
/// Surplus that is carried may complete it before.
pub(super) fn counts_from(held: &Held<'_>, look: Look<'_>) -> Option<Date> {
    let from = held.cycle.begins_after(look.day).filter(|_| asks_more(look.route))?;
    (!held.cycle.tally(look.route, look.until, look.day).is_complete()).then_some(from)
}

/// The upper one as it is held, and the route that renews it; none where it is awarded.
type UpperRoute<'h, 'a> = Option<(&'h Held<'a>, &'a Route)>;

/// The first day, from a day of a window on, on which an exam version can be sat within it.
pub(super) fn sat_within(exam: &ExamVersion, window: Window, from: Date) -> Option<Date> {
    testing::next_in_any(exam, from).filter(|first| window.closes_on.is_none_or(|closes| *first <= closes))
}

/// Whether a route asks for something that counts in the cycle, besides the event on which it is taken.
fn asks_more(route: &Route) -> bool {
    route.needs.is_some() || route.credits.is_some() || route.fees > 0
}

pub(super) fn by_pass_only(route: &Route) -> bool {
    !asks_more(route) && !route.on.is_empty() && route.on.iter().all(|on| on == "pass")
}

fn add<'a>(ways: &mut Vec<Way<'a>>, way: Way<'a>, as_of: Date) {
    match ways.iter_mut().find(|earlier| earlier.by.is(&way.by)) {
        Some(earlier) => earlier.join(way, as_of),
        None => ways.push(way),
    }
}
