//! One invented person under a programme's rules.
//!
//! The engine that decides about real people says until when this one holds what, cascades included; so
//! each renewal falls into the window of its route. What a person wants is chance: most renew, some late,
//! some never.

use assay_kernel::{Date, Period};
use assay_programme::model::{
    Certification, CreditRule, Earned, ExamVersion, Level, Need, Programme, Route, RouteState,
};
use assay_standing::{Event, Happening, Rules};

use super::chance::SplitMix;

/// Nobody renews more often than this; a rule of days instead of years ends here.
const RENEWALS_MAX: usize = 24;
/// Who failed so often gives up.
const SITTINGS_MAX: usize = 4;
/// People begin in the years before the last day asked for.
const YEARS: u32 = 8;
/// Of a hundred sittings, those that are failed at the first try.
const FAIL_PERCENT: u32 = 28;
/// Of a hundred ends of a period, those that somebody lets pass.
const LAPSE_PERCENT: u32 = 25;

/// A person while being invented.
pub struct Life<'r> {
    rules: &'r Rules<'r>,
    programme: &'r Programme,
    chance: SplitMix,
    until: Date,
    events: Vec<Event>,
}

impl<'r> Life<'r> {
    /// What happened to one person up to and with `until`, in the order of days.
    pub fn live(rules: &'r Rules<'r>, chance: SplitMix, until: Date) -> Vec<Event> {
        let mut life = Life { rules, programme: rules.programme(), chance, until, events: Vec::new() };
        let held = life.earn_some();
        life.renew_all(held);
        life.events.sort_by_key(|event| event.date);
        life.events
    }

    /// One certification, or two, or three, one after another.
    fn earn_some(&mut self) -> Vec<(&'r Certification, Date)> {
        let first = Period::days(i32::try_from(YEARS * 365).unwrap_or_default()).before(self.until);
        let mut day = self.chance.day_in(first, self.until);
        let mut held: Vec<(&Certification, Date)> = Vec::new();
        let wanted = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3];
        for _ in 0..self.chance.pick(&wanted).copied().unwrap_or(1) {
            let Some(certification) = self.wish(&held) else { break };
            if let Some(passed_on) = self.sit(certification, day) {
                held.push((certification, passed_on));
                day = passed_on;
            }
            day = self.chance.days_after(day, 60, 700);
        }
        held
    }

    /// A certification that the person has not got; lower ones are more frequent.
    fn wish(&mut self, held: &[(&Certification, Date)]) -> Option<&'r Certification> {
        let mut wishes = Vec::new();
        for certification in &self.programme.certifications {
            let derived = self
                .programme
                .policy(certification.code.as_str())
                .is_none_or(|policy| policy.versions.iter().any(|version| version.derived.is_some()));
            if derived || held.iter().any(|(one, _)| one.code == certification.code) {
                continue;
            }
            let weight = match certification.level {
                Level::Foundational | Level::Associate => 4,
                Level::Professional => 2,
                Level::Specialty => 1,
            };
            wishes.extend(std::iter::repeat_n(certification, weight));
        }
        self.chance.pick(&wishes).copied()
    }

    /// Sits until it is passed or given up; the day of the pass.
    fn sit(&mut self, certification: &'r Certification, from: Date) -> Option<Date> {
        let waits = &self.programme.examination.retake.waits;
        let mut day = from;
        for sitting in 0..SITTINGS_MAX {
            let (what, sat_on) = self.exam_on(certification, day)?;
            day = sat_on;
            if !self.chance.percent(FAIL_PERCENT) {
                return self.add(day, Happening::Pass { what }).then_some(day);
            }
            if !self.add(day, Happening::Fail { what }) || self.chance.percent(20) {
                return None;
            }
            let wait = waits.get(sitting).or(waits.last()).copied().unwrap_or_else(|| Period::days(14));
            day = self.chance.days_after(wait.after(day), 1, 60);
        }
        None
    }

    /// What is sat on a day, or on the first days on which anything can be.
    fn exam_on(&mut self, certification: &'r Certification, day: Date) -> Option<(Earned, Date)> {
        let code = certification.code.as_str();
        let policy = self.programme.policy(code)?;
        let ended = policy.retired_on.is_some_and(|gone| day >= gone)
            || policy.award_until.is_some_and(|last| day > last);
        let exams = self.programme.exams_of(code);
        if exams.is_empty() {
            return (!ended).then(|| (Earned::Certification(certification.code.clone()), day));
        }
        let open = |exam: &&&ExamVersion| {
            exam.first_test_day_on <= day && exam.last_test_day_on.is_none_or(|last| day <= last)
        };
        if let Some(exam) = exams.iter().filter(open).max_by_key(|exam| exam.first_test_day_on) {
            return Some((Earned::Exam(exam.code.clone()), day));
        }
        let next = exams.iter().filter(|exam| exam.first_test_day_on > day);
        let next = next.min_by_key(|exam| exam.first_test_day_on)?;
        let last = next.last_test_day_on.unwrap_or(Date::MAX);
        let day = self.chance.days_after(next.first_test_day_on, 0, 240).min(last);
        Some((Earned::Exam(next.code.clone()), day))
    }

    /// Adds what happened; false if that is after the last day asked for.
    fn add(&mut self, day: Date, happening: Happening) -> bool {
        if day > self.until {
            return false;
        }
        self.events.push(Event::new(day, happening));
        true
    }

    /// Follows every certification from end to end of its periods, the earliest end first.
    fn renew_all(&mut self, mut held: Vec<(&'r Certification, Date)>) {
        for _ in 0..RENEWALS_MAX {
            self.events.sort_by_key(|event| event.date);
            let ends = |(index, (certification, _)): (usize, &(&Certification, Date))| {
                let end = self.rules.last_valid_day(&self.events, certification.code.as_str())??;
                Some((end, index))
            };
            let Some((end, index)) = held.iter().enumerate().filter_map(ends).min() else { return };
            let Some((certification, since)) = held.get(index).copied() else { return };
            let renewed = !self.chance.percent(LAPSE_PERCENT) && self.renew(certification, since, end);
            self.events.sort_by_key(|event| event.date);
            let now = self.rules.last_valid_day(&self.events, certification.code.as_str()).flatten();
            match held.get_mut(index) {
                // The next period, if the engine says that there is one.
                Some(one) if renewed && now.is_some_and(|now| now > end) => one.1 = end,
                _ => drop(held.swap_remove(index)),
            }
        }
    }

    /// Takes one of the routes within its window; false if there is none.
    fn renew(&mut self, certification: &'r Certification, since: Date, end: Date) -> bool {
        let code = certification.code.as_str();
        let Some(version) = self.programme.policy(code).and_then(|policy| policy.in_force_on(end)) else {
            return false;
        };
        let routes: Vec<&Route> = version.routes.iter().filter(|route| !route.on.is_empty()).collect();
        let Some(route) = self.chance.pick(&routes).copied() else { return false };
        let opens = route.opens.map_or(since, |opens| opens.before(end));
        // Nobody renews in the first month of a period, and most near its end.
        let near = Period::months(8).before(end);
        let first = opens.max(Period::days(30).after(since)).max(near);
        let last = route.closes.map_or(end, |closes| closes.before(end));
        let grace = version.grace.filter(|_| route.states.contains(&RouteState::Grace));
        let day = match grace {
            Some(grace) if self.chance.percent(12) => {
                self.chance.day_in(Period::days(1).after(end), grace.after(end))
            }
            _ if first > last => return false,
            _ => self.chance.day_in(first, last),
        };
        if route.until.is_some_and(|until| day > until) || day > self.until {
            return false;
        }
        self.take(certification, route, since, day)
    }

    fn take(&mut self, certification: &'r Certification, route: &Route, since: Date, day: Date) -> bool {
        if let Some(need) = &route.needs {
            self.meet(certification, need, since, day);
        }
        for _ in 0..route.fees {
            let paid_on = self.chance.day_in(since, day);
            self.add(paid_on, Happening::Fee { certification: certification.code.clone(), n: 1 });
        }
        if let Some(rule) = &route.credits {
            self.collect(certification, rule, since, day);
        }
        match self.chance.pick(&route.on).map(String::as_str) {
            Some("pass") => self.sit(certification, day).is_some(),
            Some("credit") => route.credits.is_some(),
            Some("fee") => self.add(day, Happening::Fee { certification: certification.code.clone(), n: 1 }),
            Some(what) => {
                let certification = certification.code.clone();
                self.add(day, Happening::Do { certification, what: what.to_owned() })
            }
            None => false,
        }
    }

    /// Does what a condition asks for, by its first alternative or another.
    fn meet(&mut self, certification: &'r Certification, need: &Need, since: Date, day: Date) {
        match need {
            Need::Done(what) if what == "pass" => drop(self.sit(certification, day)),
            Need::Done(what) => {
                let done_on = self.chance.day_in(since, day);
                let certification = certification.code.clone();
                self.add(done_on, Happening::Do { certification, what: what.clone() });
            }
            Need::Credits(rule) => self.collect(certification, rule, since, day),
            Need::Fees(n) => {
                let paid_on = self.chance.day_in(since, day);
                self.add(paid_on, Happening::Fee { certification: certification.code.clone(), n: *n });
            }
            Need::AllOf(needs) => needs.iter().for_each(|need| self.meet(certification, need, since, day)),
            Need::AnyOf(needs) => {
                if let Some(need) = self.chance.pick(needs) {
                    self.meet(certification, need, since, day);
                }
            }
        }
    }

    /// Earns the credits of a rule in some portions, the last of them on `day`.
    fn collect(&mut self, certification: &'r Certification, rule: &CreditRule, since: Date, day: Date) {
        let first_of_group = |group: &String| group.split('|').next().unwrap_or_default().to_owned();
        let mut portions: Vec<(Option<String>, u32)> =
            rule.min.iter().map(|(group, n)| (Some(first_of_group(group)), *n)).collect();
        let counted: u32 = rule.min.values().sum();
        let free = rule.min.keys().find(|group| !rule.max.contains_key(*group));
        portions.push((free.map(first_of_group), rule.total.saturating_sub(counted)));
        for (category, mut left) in portions {
            while left > 0 {
                let n = left.min(5 + self.chance.below(16));
                left -= n;
                let earned_on = self.chance.day_in(Period::days(1).after(since), day);
                let (certification, category) = (certification.code.clone(), category.clone());
                self.add(earned_on, Happening::Credit { certification, n, category });
            }
        }
        // The route is completed by the portion that comes last: it falls into the window.
        if let Some(last) = self.events.last_mut()
            && matches!(last.happening, Happening::Credit { .. })
        {
            last.date = day.min(self.until);
        }
    }
}
