//! The days on which a demonstration is worth looking at.
//!
//! Computed from the programme's transitions.

use std::collections::BTreeMap;

use assay_kernel::{Arg, Date, ExamCode, Period, Said};
use jiff::{Unit, civil::DateDifference};
use serde::Serialize;

use super::{Change, changes, first_valid_until, last_fail_to_retake, route_title, title_of};
use crate::model::{Function, FunctionEnd, Policy, Programme, Transition};

/// A day that a demo clock offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TellingDay {
    /// The day.
    pub on: Date,
    /// What one can see on it.
    pub said: Said,
}

/// Days by date, each with what happens on it.
#[derive(Default)]
struct ToldDays(BTreeMap<Date, Vec<Said>>);

impl ToldDays {
    fn add(&mut self, on: Date, said: Said) {
        let known = self.0.entry(on).or_default();
        if !known.contains(&said) {
            known.push(said);
        }
    }
}

/// The days a demo clock offers, earliest first, each with what one can see.
pub fn telling_days(programme: &Programme) -> Vec<TellingDay> {
    let mut days = ToldDays::default();
    for transition in &programme.transitions {
        add_transition(&mut days, programme, transition);
        add_expiries(&mut days, programme, transition);
    }
    for change in changes(programme) {
        add_change(&mut days, programme, change);
    }
    add_rules(&mut days, programme);
    let joined =
        |(on, told): (Date, Vec<Said>)| TellingDay { on, said: Said::of("day.all").with("told", told) };
    days.0.into_iter().map(joined).collect()
}

fn add_transition(days: &mut ToldDays, programme: &Programme, transition: &Transition) {
    let Transition { from, to, .. } = transition;
    let of = |code: &'static str, exam: &ExamCode| Said::of(code).with("exam", exam);
    let known = [
        (transition.announced_on, "day.exam-announced"),
        (transition.guide_released_on, "day.guide-out"),
        (transition.registration_opens_on, "day.registration-opens"),
    ];
    for (on, code) in known {
        if let Some(on) = on {
            days.add(on, of(code, to));
        }
    }
    if let Some(on) = programme.exam(from.as_str()).and_then(|exam| last_fail_to_retake(programme, exam)) {
        days.add(on, of("day.last-fail", from));
    }
    if let Some(opens) = transition.registration_opens_on
        && let Some(on) = midpoint(opens, transition.first_test_day_on)
        && on <= transition.last_test_day_on
    {
        days.add(on, Said::of("day.both-open").with("from", from).with("to", to));
    }
    days.add(transition.last_test_day_on, of("day.last-test-day", from));
    days.add(transition.first_test_day_on, of("day.first-test-day", to));
}

/// The days of a change of rules or a retirement; what ends on one day for several stands together.
fn add_change(days: &mut ToldDays, programme: &Programme, change: Change<'_>) {
    let titled = |code: &'static str, title: &str| Said::of(code).with("title", Arg::title(title));
    match change {
        // Its days are those of its exam versions.
        Change::Transition(_) => return,
        Change::Retirement(_) => {}
        Change::Rules(rules) => days.add(rules.effective_on, titled("day.new-rules", &rules.title)),
    }
    if let Some(on) = change.announced_on() {
        days.add(on, titled("day.announced", change.title()));
    }
    let mut ends: BTreeMap<(Date, Said), Vec<Arg>> = BTreeMap::new();
    for end in change.ends() {
        let title = title_of(programme, end.certification.as_str());
        ends.entry((end.on, ending(programme, end))).or_default().push(Arg::Title(title));
    }
    for ((on, what), titles) in ends {
        days.add(on, what.with("titles", titles));
    }
}

fn ending(programme: &Programme, end: &FunctionEnd) -> Said {
    match &end.function {
        Function::Award => Said::of("day.awards-end"),
        Function::Route(id) => {
            let title = route_title(programme, &end.certification, id);
            Said::of("day.renewal-ends").with("route", Arg::title(title))
        }
        Function::Cascade => Said::of("day.renewing-others-ends"),
        Function::Prep => Said::of("day.preparation-ends"),
    }
}

/// Days on which renewal rules change, and for which certifications.
fn add_rules(days: &mut ToldDays, programme: &Programme) {
    let mut changes: BTreeMap<Date, Vec<Arg>> = BTreeMap::new();
    for policy in &programme.policies {
        let title = Arg::Title(title_of(programme, policy.certification.as_str()));
        for on in policy.versions.iter().filter_map(|version| version.in_force_from) {
            changes.entry(on).or_default().push(title.clone());
        }
    }
    for (on, titles) in changes {
        days.add(on, Said::of("day.new-renewal-rules").with("titles", titles));
    }
}

/// What becomes of awards made on the two days of the cut.
fn add_expiries(days: &mut ToldDays, programme: &Programme, transition: &Transition) {
    let cut = [
        (transition.from.as_str(), transition.last_test_day_on),
        (transition.to.as_str(), transition.first_test_day_on),
    ];
    for (exam, earned_on) in cut {
        let Some(certification) = programme.exam(exam).map(|exam| exam.certification.as_str()) else {
            continue;
        };
        let Some(policy) = programme.policy(certification) else { continue };
        let Some(until) = first_valid_until(policy, earned_on) else { continue };
        let if_earned = |code: &'static str| {
            let title = Arg::Title(title_of(programme, certification));
            // As the picker of days writes them.
            Said::of(code).with("title", title).with("earned", Arg::text(earned_on.to_string()))
        };
        days.add(until, if_earned("day.last-valid"));
        if let Some(opens) = latest_window(policy, until) {
            days.add(opens.before(until), if_earned("day.window-opens"));
        }
    }
}

/// The shortest window that some way to renew has on a day.
fn latest_window(policy: &Policy, on: Date) -> Option<Period> {
    let routes = policy.in_force_on(on).map(|version| version.routes.as_slice()).unwrap_or_default();
    routes.iter().filter_map(|route| route.opens).max_by_key(|opens| opens.before(on))
}

/// The day half-way between two days, the later one where there are two.
fn midpoint(from: Date, to: Date) -> Option<Date> {
    let days = from.until(DateDifference::new(to).largest(Unit::Day)).ok()?.get_days();
    Some(Period::days((days + 1) / 2).after(from))
}
