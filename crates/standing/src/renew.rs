//! What comes next: renewing, or earning anew.
//!
//! The routes that still work, and the upper certifications that renew. Told by the policy versions in
//! force on the day asked for: a version that starts later is not foreseen.

use assay_kernel::{Date, Period};
use assay_programme::model::{Cascade, ExamVersion, PolicyVersion, Route, RouteState};

use crate::{
    Missing, RenewBy, Status,
    engine::{Engine, Held, Tally, day_after, end_day, later, outstanding, own_validity, period_end},
    reason,
    step::Witness,
    words,
};

/// The ways to keep a certification on a day, or to get it back when it is over.
pub(crate) fn ways<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    status: Status,
    as_of: Date,
) -> Vec<RenewBy> {
    let next = Next { engine, as_of };
    let Some(held) = engine.held(index) else { return Vec::new() };
    // Its own dates decide what can renew it, also where another keeps it alive (18).
    match (engine.dated(index, as_of), status) {
        (_, Status::Inactive) | (Status::Revoked | Status::None, _) => Vec::new(),
        (Status::Expired, _) => next.earn_anew(index).into_iter().collect(),
        _ if next.version(index).is_some_and(|version| version.derived.is_some()) => Vec::new(),
        _ => {
            let mut ways = next.routes(index, held);
            ways.extend(next.cascades(index, held));
            ways
        }
    }
}

/// Days on which something works, both inclusive; open where absent.
#[derive(Clone, Copy)]
struct Window {
    opens_on: Option<Date>,
    closes_on: Option<Date>,
}

impl Window {
    fn close(&mut self, last: Option<Date>) {
        self.closes_on = self.closes_on.into_iter().chain(last).min();
    }

    fn open(&mut self, first: Option<Date>) {
        self.opens_on = self.opens_on.into_iter().chain(first).max();
    }

    /// Whether it is still ahead or running.
    fn is_left(&self, as_of: Date) -> bool {
        let first = self.opens_on.map_or(as_of, |opens| opens.max(as_of));
        self.closes_on.is_none_or(|closes| first <= closes)
    }
}

struct Next<'e, 'a, W> {
    engine: &'e Engine<'a, W>,
    as_of: Date,
}

impl<'a, W: Witness<'a>> Next<'_, 'a, W> {
    fn version(&self, index: usize) -> Option<&'a PolicyVersion> {
        self.engine.version(index, self.as_of)
    }

    /// The days of the allowed states around a last valid day (renewal-zoo 6, 9, 10).
    fn state_window(&self, index: usize, held: &Held<'_>, states: &[RouteState]) -> Option<Window> {
        let has = |state| states.contains(&state);
        let Some(until) = held.until else {
            return has(RouteState::Active).then_some(Window { opens_on: None, closes_on: None });
        };
        let (grace, suspension) = self.engine.afterwards(index, until);
        let after_grace = grace.unwrap_or(until);
        let stretches = [
            (has(RouteState::Active), None, Some(until)),
            (has(RouteState::Grace), Some(day_after(until)), grace),
            (has(RouteState::Suspended), Some(day_after(after_grace)), suspension),
        ];
        let mut open = stretches.iter().filter(|(allowed, _, last)| *allowed && last.is_some());
        let (_, opens_on, first_end) = open.next().copied()?;
        let closes_on = open.next_back().map_or(first_end, |(_, _, last)| *last);
        Some(Window { opens_on, closes_on })
    }

    /// The window of a pass: that of the exam versions that can be sat, if the programme knows any.
    ///
    /// Gives the version to name: the latest that can be sat on the day, else the next to come.
    fn exam(&self, index: usize, window: &mut Window) -> Option<Option<&'a ExamVersion>> {
        let rules = self.engine.rules;
        let subject = rules.subject(index)?;
        let mut exams = rules.programme().exams_of(subject.code.as_str());
        if exams.is_empty() {
            return Some(None);
        }
        let from = window.opens_on.map_or(self.as_of, |opens| opens.max(self.as_of));
        exams.retain(|exam| {
            exam.last_test_day_on.is_none_or(|last| last >= from)
                && window.closes_on.is_none_or(|closes| exam.first_test_day_on <= closes)
        });
        window.open(exams.iter().map(|exam| exam.first_test_day_on).min().filter(|first| *first > from));
        if exams.iter().all(|exam| exam.last_test_day_on.is_some()) {
            window.close(exams.iter().filter_map(|exam| exam.last_test_day_on).max());
        }
        let now = exams.iter().rev().find(|exam| exam.can_be_sat_on(from)).or_else(|| exams.first());
        now.map(|exam| Some(*exam))
    }

    fn routes(&self, index: usize, held: &Held<'a>) -> Vec<RenewBy> {
        let Some(version) = self.version(index) else { return Vec::new() };
        let ends_outside = !version.expire_after.is_empty();
        if held.until.is_none() && !ends_outside {
            return Vec::new();
        }
        version.routes.iter().filter_map(|route| self.route(index, held, version, route)).collect()
    }

    fn route(
        &self,
        index: usize,
        held: &Held<'a>,
        version: &'a PolicyVersion,
        route: &'a Route,
    ) -> Option<RenewBy> {
        let mut window = self.state_window(index, held, &route.states)?;
        if let Some(until) = held.until {
            window.open(route.opens.map(|opens| opens.before(until)));
            window.close(route.closes.map(|closes| closes.before(until)));
        } else if route.opens.is_some() || route.closes.is_some() {
            return None;
        }
        window.close(route.until);
        if !route.even_retired {
            window.close(self.engine.retired_on(index).map(|day| Period::days(1).before(day)));
        }
        let others: Vec<&str> = route.on.iter().map(String::as_str).filter(|on| *on != "pass").collect();
        let exam =
            if others.is_empty() && !route.on.is_empty() { self.exam(index, &mut window)? } else { None };
        if !window.is_left(self.as_of) {
            return None;
        }
        let day = window.opens_on.map_or(self.as_of, |opens| opens.max(self.as_of));
        let fresh = period_end(version, route, held, day);
        let gives_until = if version.never_shorten { later(held.until, fresh) } else { fresh };
        let tally = held.cycle.tally(route, held.until, self.as_of);
        let task = match exam {
            Some(exam) => format!("pass {} ({})", self.engine.rules.title(index), exam.code),
            None if others.is_empty() => format!("pass the exam of {}", self.engine.rules.title(index)),
            None => task_of(route, &tally, &others),
        };
        let missing = Missing {
            credits: tally.credits.1.saturating_sub(tally.credits.0),
            fees: tally.fees.1.saturating_sub(tally.fees.0),
            groups: tally.groups,
            needs: outstanding(&held.cycle, route, held.until, self.as_of),
        };
        let (route, title, now_until) = (route.id.clone(), words::title(route).to_owned(), held.until);
        Some(self.way(
            Way { route, title, window, gives_until, now_until, exam, missing, effect: "renews it" },
            &task,
        ))
    }

    fn cascades(&self, lower: usize, held: &Held<'a>) -> Vec<RenewBy> {
        let mut ways = Vec::new();
        let code = self.engine.rules.subject(lower).map(|subject| subject.code);
        for upper in (0..self.engine.rules.subjects().len()).filter(|upper| *upper != lower) {
            let Some(version) = self.version(upper) else { continue };
            let reaching =
                version.cascades.iter().filter(|cascade| cascade.to.iter().any(|to| Some(to) == code));
            for cascade in reaching {
                ways.extend(self.cascade(lower, held, (upper, version), cascade));
            }
        }
        ways
    }

    fn cascade(
        &self,
        lower: usize,
        held: &Held<'a>,
        (upper, version): (usize, &'a PolicyVersion),
        cascade: &'a Cascade,
    ) -> Option<RenewBy> {
        held.until?;
        let mut window = self.state_window(lower, held, &cascade.states)?;
        window.close(cascade.until);
        if !cascade.even_retired {
            window.close(self.engine.retired_on(lower).map(|day| Period::days(1).before(day)));
        }
        let (task, exam, route) = self.upper_task(upper, version, &mut window)?;
        if !window.is_left(self.as_of) {
            return None;
        }
        let day = window.opens_on.map_or(self.as_of, |opens| opens.max(self.as_of));
        let upper_until = match route {
            Some((upper_held, route)) => period_end(version, route, upper_held, day),
            None => end_day(version.end, day, own_validity(version, day)),
        };
        let gives_until = later(held.until, self.engine.cascade_end(cascade, lower, held, upper_until, day));
        let route = reason::cascade_name(self.engine.rules, upper);
        let title = format!("{} renews this one as well", self.engine.rules.title(upper));
        let (now_until, missing) = (held.until, Missing::default());
        Some(self.way(
            Way {
                route,
                title,
                window,
                gives_until,
                now_until,
                exam,
                missing,
                effect: "renews this one as well",
            },
            &task,
        ))
    }

    /// What the upper one asks for: its exam, or another of its routes where it is held.
    fn upper_task(
        &self,
        upper: usize,
        version: &'a PolicyVersion,
        window: &mut Window,
    ) -> Option<(String, Option<&'a ExamVersion>, UpperRoute<'_, 'a>)> {
        let title = self.engine.rules.title(upper);
        let over =
            matches!(self.engine.dated(upper, self.as_of), Status::Expired | Status::Revoked | Status::None);
        let Some(held) = self.engine.held(upper).filter(|_| !over) else {
            let retired = self.engine.retired_on(upper).filter(|_| self.has_no_exams(upper));
            window.close(retired.map(|day| Period::days(1).before(day)));
            let exam = self.exam(upper, window)?;
            return Some((pass_of(title, exam), exam, None));
        };
        let by_pass = |route: &&Route| route.on.iter().any(|on| on == "pass");
        let (passes, others): (Vec<_>, Vec<_>) = version.routes.iter().partition(by_pass);
        for route in passes {
            let Some(way) = self.route(upper, held, version, route) else { continue };
            // Only its opening binds: once the upper one is over, a pass is an award and renews as well.
            window.open(way.opens_on);
            let exam = self.exam(upper, window)?;
            return Some((pass_of(title, exam), exam, Some((held, route))));
        }
        let mut working = others.into_iter().map(|route| (route, self.route(upper, held, version, route)));
        let (route, way) = working.find_map(|(route, way)| Some((route, way?)))?;
        window.open(way.opens_on);
        window.close(way.closes_on);
        Some((format!("renew {title}"), None, Some((held, route))))
    }

    fn has_no_exams(&self, index: usize) -> bool {
        let rules = self.engine.rules;
        rules
            .subject(index)
            .is_none_or(|subject| rules.programme().exams_of(subject.code.as_str()).is_empty())
    }

    fn earn_anew(&self, index: usize) -> Option<RenewBy> {
        let rules = self.engine.rules;
        let subject = rules.subject(index)?;
        let title = subject.title();
        let over = "It has expired and can no longer be renewed.";
        let mut window = Window { opens_on: None, closes_on: None };
        let retired = self.engine.retired_on(index).filter(|_| self.has_no_exams(index));
        window.close(retired.map(|day| Period::days(1).before(day)));
        if let Some(exam) = self.exam(index, &mut window).filter(|_| window.is_left(self.as_of)) {
            let gives = self.award_end(index, &window);
            let mut way = self.way(Way::earn(window, gives, exam), &pass_of(title, exam));
            way.text = format!("{over} {}", way.text);
            return Some(way);
        }
        // The exam is gone: the certification that follows in its lineage is the way on.
        let (heir, _) = rules.subjects().iter().enumerate().find(|(_, heir)| {
            heir.certification.is_some_and(|heir| heir.formerly.as_ref() == Some(subject.code))
        })?;
        // Whoever holds the successor already has nothing to earn.
        if !matches!(self.engine.dated(heir, self.as_of), Status::Expired | Status::Revoked | Status::None) {
            return None;
        }
        let mut window = Window { opens_on: None, closes_on: None };
        let exam = self.exam(heir, &mut window).filter(|_| window.is_left(self.as_of))?;
        let heir_title = rules.title(heir);
        let gives = self.award_end(heir, &window);
        let task = pass_of(heir_title, exam);
        let mut way = self.way(Way::earn(window, gives, exam), &task);
        way.text = format!("{over} {title} is no longer offered; {heir_title} follows it. {}", way.text);
        Some(way)
    }

    fn award_end(&self, index: usize, window: &Window) -> Option<Date> {
        let day = window.opens_on.map_or(self.as_of, |opens| opens.max(self.as_of));
        let version = self.engine.version(index, day)?;
        end_day(version.end, day, own_validity(version, day))
    }

    fn way(&self, way: Way<'_>, task: &str) -> RenewBy {
        let Way { route, title, window, gives_until, now_until, exam, missing, effect } = way;
        let open_now = window.opens_on.is_none_or(|opens| opens <= self.as_of);
        let by = window.closes_on.map(|closes| format!(" by {}", words::day(closes))).unwrap_or_default();
        let from = window.opens_on.filter(|_| !open_now);
        let from = from.map(|opens| format!(" from {} on", words::day(opens))).unwrap_or_default();
        let when = if open_now { "if done today" } else { "if done on the first day" };
        let mut text = format!("{task}{from}{by}: {effect}, {} {when}", words::valid_until(gives_until));
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        // Trap a of the catalogue: an early renewal can end earlier than the running period.
        let earlier = route != EARN && later(now_until, gives_until) != gives_until;
        text.push_str(if earlier { ", which is earlier than now." } else { "." });
        let exam = exam.map(|exam| exam.code.clone());
        let Window { opens_on, closes_on } = window;
        RenewBy { route, title, opens_on, closes_on, open_now, gives_until, exam, missing, text }
    }
}

/// The upper one as it is held, and the route that renews it; none where it is awarded.
type UpperRoute<'h, 'a> = Option<(&'h Held<'a>, &'a Route)>;

/// A way before it is told.
struct Way<'w> {
    route: String,
    title: String,
    window: Window,
    gives_until: Option<Date>,
    now_until: Option<Date>,
    exam: Option<&'w ExamVersion>,
    missing: Missing,
    effect: &'static str,
}

impl<'w> Way<'w> {
    fn earn(window: Window, gives_until: Option<Date>, exam: Option<&'w ExamVersion>) -> Self {
        let (route, title) = (EARN.to_owned(), "Earn it anew".to_owned());
        Way {
            route,
            title,
            window,
            gives_until,
            now_until: None,
            exam,
            missing: Missing::default(),
            effect: "earns it",
        }
    }
}

/// The route of those whose certification is over.
const EARN: &str = "earn";

fn pass_of(title: &str, exam: Option<&ExamVersion>) -> String {
    match exam {
        Some(exam) => format!("pass {title} ({})", exam.code),
        None => format!("pass the exam of {title}"),
    }
}

/// What a route other than an exam still asks for.
fn task_of(route: &Route, tally: &Tally, others: &[&str]) -> String {
    let mut parts = Vec::new();
    if route.on.iter().any(|on| on == "pass") {
        parts.push("pass the exam".to_owned());
    }
    let named = others.iter().filter(|on| !matches!(**on, "credit" | "fee"));
    let named: Vec<String> = named.map(|on| format!("“{on}”")).collect();
    if !named.is_empty() {
        parts.push(format!("complete {}", named.join(" or ")));
    }
    let credits = tally.credits.1.saturating_sub(tally.credits.0);
    if credits > 0 {
        parts.push(format!("earn {credits} more {}", words::noun(credits, "credit")));
    }
    for (group, missing) in &tally.groups {
        let group = group.replace('|', " or ");
        parts.push(format!("among them {missing} more of {group}"));
    }
    let fees = tally.fees.1.saturating_sub(tally.fees.0);
    if fees > 0 {
        parts.push(format!("make {}", words::count(fees, "payment")));
    }
    if parts.is_empty() {
        parts.push("everything is there; the next credit or payment completes it".to_owned());
    }
    words::list(&parts)
}
