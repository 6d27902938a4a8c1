//! The demonstration beside a programme: its people, and what is told of them.

use std::collections::BTreeMap;

use super::{
    found::{Findings, known, reversed},
    reference,
};
use crate::{
    codes,
    model::{DemoEvent, DemoResult, Demonstration, Programme},
};

pub(super) fn check(demo: &Demonstration, programme: &Programme, found: &mut Findings) {
    if demo.people.is_empty() {
        // Whoever is there tells a demonstration's data from a real body's.
        let hint = "add a `[[person]]` with `name`, `email`, `role` and `story`";
        found.error(codes::DEMO_WITHOUT_PEOPLE, (&demo.clause, ""), "nobody is in the demonstration", hint);
    }
    let mut first_of = BTreeMap::new();
    for person in &demo.people {
        if person.email.is_empty() {
            continue;
        }
        if let Some(other) = first_of.insert(&person.email, &person.name) {
            let message = format!("`{other}` and `{}` have the same address, {}", person.name, person.email);
            let hint = "an address belongs to one person: give each their own";
            found.error(codes::DEMO_ADDRESS_TWICE, (&person.clause, "email"), message, hint);
        }
    }
    for event in demo.people.iter().flat_map(|person| &person.history) {
        happened(demo, event, programme, found);
    }
    for preparation in demo.people.iter().flat_map(|person| &person.preparations) {
        reference::exam(programme, found, (&preparation.clause, "exam"), preparation.exam.as_str());
    }
}

/// An exam version that exists, on a day on which it could be sat, before the demonstration begins.
fn happened(demo: &Demonstration, event: &DemoEvent, programme: &Programme, found: &mut Findings) {
    let key = match event.result {
        DemoResult::Passed => "passed",
        DemoResult::Failed => "failed",
    };
    reference::exam(programme, found, (&event.clause, key), event.exam.as_str());
    let place = (&event.clause, "on");
    if reversed(event.on, demo.begins_on) {
        let message =
            format!("{} is still to come when the demonstration begins, on {}", event.on, demo.begins_on);
        let hint = "record only what happened before that day, or let it begin later (`begins_on`)";
        found.error(codes::DEMO_DAY, place, message, hint);
    }
    let Some(exam) = programme.exam(event.exam.as_str()) else { return };
    if known(event.on).is_some() && known(exam.first_test_day_on).is_some() && !exam.can_be_sat_on(event.on) {
        let from = exam.first_test_day_on;
        let until = exam.last_test_day_of_all().map_or_else(String::new, |day| format!(" until {day}"));
        let message = format!("nobody could sit {} on {}", exam.code, event.on);
        found.error(codes::DEMO_DAY, place, message, format!("it can be sat from {from}{until}"));
    }
}
