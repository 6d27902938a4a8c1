//! The days on which a demonstration is worth looking at.
//!
//! Computed from the programme's transitions.

use std::collections::BTreeMap;

use assay_kernel::{Date, Period};
use jiff::{Unit, civil::DateDifference};
use serde::Serialize;

use super::{
    Change, changes, first_valid_until, language::in_words, last_fail_to_retake, route_title, title_of,
};
use crate::model::{Function, FunctionEnd, Policy, Programme, Transition};

/// A day that a demo clock offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TellingDay {
    /// The day.
    pub on: Date,
    /// What one can see on it.
    pub label: String,
}

/// Days by date; what happens on one day becomes one label.
#[derive(Default)]
struct LabelledDays(BTreeMap<Date, Vec<String>>);

impl LabelledDays {
    fn add(&mut self, on: Date, label: String) {
        let labels = self.0.entry(on).or_default();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
}

/// The days a demo clock offers, earliest first, each with what one can see.
pub fn telling_days(programme: &Programme) -> Vec<TellingDay> {
    let mut days = LabelledDays::default();
    for transition in &programme.transitions {
        add_transition(&mut days, programme, transition);
        add_expiries(&mut days, programme, transition);
    }
    for change in changes(programme) {
        add_change(&mut days, programme, change);
    }
    add_rules(&mut days, programme);
    let joined = |(on, labels): (Date, Vec<String>)| TellingDay { on, label: labels.join("; ") };
    days.0.into_iter().map(joined).collect()
}

fn add_transition(days: &mut LabelledDays, programme: &Programme, transition: &Transition) {
    let Transition { from, to, .. } = transition;
    let known = [
        (transition.announced_on, format!("{to} is announced")),
        (transition.guide_released_on, format!("The guide of {to} is out")),
        (transition.registration_opens_on, format!("Registration for {to} opens")),
    ];
    for (on, label) in known {
        if let Some(on) = on {
            days.add(on, label);
        }
    }
    if let Some(on) = programme.exam(from.as_str()).and_then(|exam| last_fail_to_retake(programme, exam)) {
        days.add(on, format!("Last day to fail {from} and still retake it"));
    }
    if let Some(opens) = transition.registration_opens_on
        && let Some(on) = midpoint(opens, transition.first_test_day_on)
        && on <= transition.last_test_day_on
    {
        days.add(on, format!("Registration is open for both {from} and {to}"));
    }
    days.add(transition.last_test_day_on, format!("Last test day of {from}"));
    days.add(transition.first_test_day_on, format!("First test day of {to}"));
}

/// The days of a change of rules or a retirement; what ends on one day for several stands together.
fn add_change(days: &mut LabelledDays, programme: &Programme, change: Change<'_>) {
    match change {
        // Its days are those of its exam versions.
        Change::Transition(_) => return,
        Change::Retirement(_) => {}
        Change::Rules(rules) => days.add(rules.effective_on, format!("New rules: {}", rules.title)),
    }
    if let Some(on) = change.announced_on() {
        days.add(on, format!("Announced: {}", change.title()));
    }
    let mut ends: BTreeMap<(Date, String), Vec<String>> = BTreeMap::new();
    for end in change.ends() {
        let title = title_of(programme, end.certification.as_str());
        ends.entry((end.on, ending(programme, end))).or_default().push(title);
    }
    for ((on, what), titles) in ends {
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        days.add(on, format!("Last day of {what} of {}", in_words(&titles)));
    }
}

fn ending(programme: &Programme, end: &FunctionEnd) -> String {
    match &end.function {
        Function::Award => "new awards".to_owned(),
        Function::Route(id) => format!("renewal by '{}'", route_title(programme, &end.certification, id)),
        Function::Cascade => "renewing others by a pass".to_owned(),
        Function::Prep => "preparation".to_owned(),
    }
}

/// Days on which renewal rules change, and for which certifications.
fn add_rules(days: &mut LabelledDays, programme: &Programme) {
    let mut changes: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for policy in &programme.policies {
        let title = title_of(programme, policy.certification.as_str());
        for on in policy.versions.iter().filter_map(|version| version.in_force_from) {
            changes.entry(on).or_default().push(title.clone());
        }
    }
    for (on, titles) in changes {
        days.add(on, format!("New renewal rules for {}", titles.join(" and ")));
    }
}

/// What becomes of awards made on the two days of the cut.
fn add_expiries(days: &mut LabelledDays, programme: &Programme, transition: &Transition) {
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
        let title = title_of(programme, certification);
        days.add(until, format!("Last valid day of {title} if earned on {earned_on}"));
        if let Some(opens) = latest_window(policy, until) {
            let on = opens.before(until);
            days.add(on, format!("A renewal window opens for {title} if earned on {earned_on}"));
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
