//! What is told to come does come: a way that is taken, and a fact that is foreseen.

use assay_kernel::Date;
use assay_programme::model::{Earned, Need, Policy, Programme, Route};
use assay_standing::{Event, Happening, Rules};
use proptest::prelude::*;

use crate::random::{Unit, day, history, programme};

fn routes(policy: &Policy) -> impl Iterator<Item = &Route> {
    policy.versions.iter().flat_map(|version| &version.routes)
}

fn asks_for(need: &Need, name: &str) -> bool {
    match need {
        Need::Done(what) => what == name,
        Need::AllOf(all) | Need::AnyOf(all) => all.iter().any(|need| asks_for(need, name)),
        Need::Credits(_) | Need::Fees(_) => false,
    }
}

/// The one event that takes a route, where no other route of the policy can take it.
fn only_event<'p>(policy: &'p Policy, id: &str) -> Option<&'p str> {
    let route = routes(policy).find(|route| route.id == id)?;
    let [event] = route.on.as_slice() else { return None };
    let plain = route.needs.is_none() && route.credits.is_none() && route.fees == 0;
    let takes = |route: &&Route| {
        let needs = route.needs.as_ref().is_some_and(|need| asks_for(need, event));
        route.on.contains(event) || needs || route.id == id
    };
    let alone = routes(policy).filter(takes).count() == 1;
    (plain && alone && event != "credit" && event != "fee").then_some(event)
}

/// The ways that work on a day and take one event, with what they promise.
fn promised<'p>(
    programme: &'p Programme,
    history: &[Event],
    as_of: Date,
) -> Vec<(&'p Policy, &'p str, Option<Date>)> {
    let told = Rules::new(programme).standing(history, as_of).credentials;
    let mut found = Vec::new();
    for held in &told {
        let policy = programme.policy(held.credential.as_str()).unwrap();
        for way in held.renew_by.iter().filter(|way| way.open_now) {
            let event = only_event(policy, &way.route);
            let has_exams = !programme.exams_of(held.credential.as_str()).is_empty();
            let event = event.filter(|event| *event != "pass" || !has_exams);
            found.extend(event.map(|event| (policy, event, way.gives_until)));
        }
    }
    found
}

proptest! {
    #[test]
    fn a_way_that_is_taken_gives_what_it_says(
        programme in programme(Unit::Calendar),
        history in history(15),
        as_of in day(),
    ) {
        // What a fact of a later day moves is told beside the ways, and compared below.
        let quiet = Programme { world: vec![], amendments: vec![], ..programme };
        let rules = Rules::new(&quiet);
        let known: Vec<Event> = history.into_iter().filter(|event| event.date <= as_of).collect();
        for (policy, event, gives_until) in promised(&quiet, &known, as_of) {
            let certification = policy.certification.clone();
            let happening = match event {
                "pass" => Happening::Pass { what: Earned::Certification(certification) },
                what => Happening::Do { certification, what: what.to_owned() },
            };
            let taken = [&known[..], &[Event::new(as_of, happening)]].concat();
            let held = rules.outcome(&taken, as_of);
            let held = held.iter().find(|held| *held.certification == policy.certification);
            let until = held.map(|held| held.valid_until);
            prop_assert_eq!(until, Some(gives_until), "{} by {}", policy.certification, event);
        }
    }

    #[test]
    fn what_is_foreseen_is_what_comes_if_nothing_else_happens(
        programme in programme(Unit::Calendar),
        history in history(15),
        as_of in day(),
    ) {
        let rules = Rules::new(&programme);
        let known: Vec<Event> = history.into_iter().filter(|event| event.date <= as_of).collect();
        for held in rules.standing(&known, as_of).credentials {
            let code = held.credential.as_str();
            let versions = programme.policy(code).into_iter().flat_map(|policy| &policy.versions);
            // A derived one follows its members, whose own facts are foreseen.
            if versions.into_iter().any(|version| version.derived.is_some()) {
                continue;
            }
            let foreseen = held.foreseen.last().map_or(held.valid_until, |last| last.valid_until);
            prop_assert_eq!(rules.last_valid_day(&known, code), Some(foreseen));
            prop_assert!(held.foreseen.iter().all(|ahead| ahead.on > as_of));
        }
    }
}
