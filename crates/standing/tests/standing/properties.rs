//! What holds for every history, whatever its events.

use assay_kernel::{CertificationCode, Date, ExamCode, Period, date};
use assay_programme::model::{Earned, Programme};
use assay_standing::{Event, Happening, Rules, Status};
use assay_words::InEnglish;
use proptest::prelude::*;

use crate::support::{catalogue, cloudops, simple};

/// All policies of the catalogue as one programme, and the cloudops transition.
fn everything() -> Programme {
    let mut programme = cloudops();
    for (name, other) in catalogue().unwrap_or_default() {
        if name != "aws" && name != "cncf2019" {
            programme.policies.extend(other.policies);
        }
    }
    programme.world = vec![("10g-retire".into(), date(2026, 6, 1))];
    programme
}

fn codes() -> Vec<CertificationCode> {
    let programme = everything();
    programme.policies.iter().map(|policy| policy.certification.clone()).chain(["unknown".into()]).collect()
}

fn day() -> impl Strategy<Value = Date> {
    (0..4000_i32).prop_map(|days| Period::days(days).after(date(2020, 2, 29)))
}

fn happening() -> impl Strategy<Value = Happening> {
    let code = proptest::sample::select(codes());
    let exam = proptest::sample::select(vec!["SOA-C02", "SOA-C03", "DOP-C02", "CLF-C02", "NOPE"]);
    let what = proptest::sample::select(vec!["assessment", "higher", "core-exam", "specialist", "delta"]);
    let category = proptest::option::of(proptest::sample::select(vec!["A", "B", "tech", "lead", "giving"]));
    prop_oneof![
        4 => code.clone().prop_map(|certification| Happening::Earn { certification }),
        4 => code.clone().prop_map(|code| Happening::Pass { what: Earned::Certification(code) }),
        4 => exam.clone().prop_map(|exam| Happening::Pass { what: Earned::Exam(ExamCode::new(exam)) }),
        1 => exam.clone().prop_map(|exam| Happening::Fail { what: Earned::Exam(ExamCode::new(exam)) }),
        1 => exam.prop_map(|exam| Happening::Void { what: Earned::Exam(ExamCode::new(exam)) }),
        2 => (code.clone(), what)
            .prop_map(|(certification, what)| Happening::Do { certification, what: what.into() }),
        3 => (code.clone(), any::<u32>(), category).prop_map(|(certification, n, category)| {
            Happening::Credit { certification, n, category: category.map(str::to_owned) }
        }),
        2 => (code.clone(), any::<u32>()).prop_map(|(certification, n)| Happening::Fee { certification, n }),
        1 => code.clone().prop_map(|certification| Happening::Revoke { certification, reason: None }),
        1 => code.clone().prop_map(|certification| Happening::Suspend { certification, reason: None }),
        1 => code.clone().prop_map(|certification| Happening::Reinstate { certification, reason: None }),
        1 => code.prop_map(|certification| Happening::Retire { certification }),
        1 => (1..40_i32).prop_map(|months| Happening::Amend {
            certifications: vec![],
            earned_from: None,
            shift: Some(Period::months(months)),
            revalidate: None,
            reason: None,
        }),
        1 => Just(Happening::World { name: "missed-maintenance".into() }),
    ]
}

fn history() -> impl Strategy<Value = Vec<Event>> {
    // Few references: a void often finds a result.
    let reference = proptest::option::of(proptest::sample::select(vec!["a", "b", "c"]));
    let event = (day(), happening(), reference).prop_map(|(day, what, reference)| Event {
        reference: reference.map(str::to_owned),
        ..Event::new(day, what)
    });
    proptest::collection::vec(event, 0..25)
}

proptest! {
    #[test]
    fn nothing_panics_and_evaluating_again_gives_the_same(history in history(), as_of in day()) {
        let programme = everything();
        let rules = Rules::new(&programme);
        let standing = rules.standing(&history, as_of);
        prop_assert_eq!(&rules.standing(&history, as_of), &standing);
        prop_assert!(rules.decisions(&history).len() >= standing.unused.len());
        // The numbers without texts are the numbers with texts.
        let numbers = rules.outcome(&history, as_of);
        prop_assert_eq!(numbers.len(), standing.credentials.len());
        for (holding, credential) in numbers.iter().zip(&standing.credentials) {
            prop_assert_eq!(holding.certification, &credential.credential);
            prop_assert_eq!(
                (holding.status, holding.earned_on, holding.valid_until),
                (credential.status, credential.earned_on, credential.valid_until)
            );
        }
    }

    #[test]
    fn the_order_in_which_days_arrive_does_not_matter(
        history in history(),
        as_of in day(),
        turn in 0..25_usize,
    ) {
        let programme = everything();
        let rules = Rules::new(&programme);
        let mut by_day: Vec<Vec<Event>> = Vec::new();
        let mut sorted = history;
        sorted.sort_by_key(|event| event.date);
        for event in sorted.clone() {
            match by_day.last_mut() {
                Some(events) if events[0].date == event.date => events.push(event),
                _ => by_day.push(vec![event]),
            }
        }
        by_day.reverse();
        if !by_day.is_empty() {
            let places = by_day.len();
            by_day.rotate_left(turn % places);
        }
        let arrived: Vec<Event> = by_day.into_iter().flatten().collect();
        prop_assert_eq!(rules.standing(&arrived, as_of), rules.standing(&sorted, as_of));
    }

    #[test]
    fn what_happens_later_changes_nothing_about_an_earlier_day(history in history(), as_of in day()) {
        let programme = everything();
        let rules = Rules::new(&programme);
        let known: Vec<Event> = history.iter().filter(|event| event.date <= as_of).cloned().collect();
        prop_assert_eq!(rules.standing(&history, as_of), rules.standing(&known, as_of));
    }

    #[test]
    fn a_policy_that_never_shortens_never_does(days in proptest::collection::vec(0..1500_i32, 1..12)) {
        let mut programme = cloudops();
        for version in programme.policies.iter_mut().flat_map(|policy| &mut policy.versions) {
            version.never_shorten = true;
            let length = Some(assay_kernel::Validity::For(Period::months(6)));
            version.routes = vec![assay_programme::model::Route { length, ..simple("short", "short") }];
        }
        let rules = Rules::new(&programme);
        let mut history = vec![crate::support::earn(2025, 10, 20, "cloudops")];
        let mut last = rules.last_valid_day(&history, "cloudops");
        let mut days = days;
        days.sort_unstable();
        for day in days {
            let what = Happening::Do { certification: "cloudops".into(), what: "short".into() };
            history.push(Event::new(Period::days(day).after(date(2025, 10, 20)), what));
            let next = rules.last_valid_day(&history, "cloudops");
            prop_assert!(next >= last);
            last = next;
        }
    }

    #[test]
    fn nothing_but_a_new_award_brings_an_expired_one_back(history in history(), as_of in day()) {
        let programme = everything();
        let rules = Rules::new(&programme);
        let next = Period::days(1).after(as_of);
        let before = rules.outcome(&history, as_of);
        let after = rules.outcome(&history, next);
        for old in before.iter().filter(|old| old.status == Status::Expired) {
            let new = after.iter().find(|new| new.certification == old.certification).unwrap();
            let kept_alive = *old.certification == "ocp10g";
            prop_assert!(new.status == Status::Expired || new.status == Status::Revoked
                || new.earned_on == next || kept_alive, "{old:?} {new:?}");
        }
    }

    #[test]
    fn what_is_said_to_work_today_works_today(history in history(), as_of in day()) {
        let programme = everything();
        let rules = Rules::new(&programme);
        let standing = rules.standing(&history, as_of);
        for credential in &standing.credentials {
            for way in credential.renew_by.iter().filter(|way| way.open_now) {
                let Some(exam) = &way.exam else { continue };
                let mut done = history.clone();
                done.retain(|event| event.date <= as_of);
                let what = Earned::Exam(exam.clone());
                done.push(Event::new(as_of, Happening::Pass { what }));
                let code = if way.said.title() == "Earn it again" {
                    programme.exam(exam.as_str()).unwrap().certification.clone()
                } else {
                    credential.credential.clone()
                };
                let held = rules.outcome(&done, as_of);
                let found = held.iter().find(|holding| *holding.certification == code).unwrap();
                prop_assert_eq!(found.valid_until, way.gives_until, "{}: {}", code, way.said.text());
            }
        }
    }
}
