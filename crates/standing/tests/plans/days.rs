//! The same plan made on two days: what it says stays, unless something comes to pass between them.

use assay_kernel::{Date, Period, date};
use assay_programme::model::Programme;
use assay_standing::plan::{FindingWeight, ImpactKind, ImpactPlan, PlannedPerson, plan};
use assay_words::InEnglish;

use crate::support::{Person, TODAY, add, current, fail, group, of, people, proposed, swap};

fn made_on(today: Date, proposed: &Programme, people: &[Person]) -> ImpactPlan {
    let subjects: Vec<PlannedPerson<'_>> = people.iter().map(Person::subject).collect();
    plan(&current(), proposed, &subjects, today, 1, &|_| {})
}

/// The plan of both days, which must say the same.
fn on_two_days(proposed: &Programme, people: &[Person]) -> ImpactPlan {
    let today = made_on(TODAY, proposed, people);
    let tomorrow = made_on(Period::days(1).after(TODAY), proposed, people);
    assert_eq!((&today.groups, &today.programme), (&tomorrow.groups, &tomorrow.programme));
    assert!(!today.groups.is_empty());
    today
}

#[test]
fn an_amendment_of_the_first_day_says_the_same_on_the_second() {
    let amendment = "[[amendment]]\non = 2026-11-23\nshift = 'P6M'\nreason = 'Closed.'";
    let plan = on_two_days(&proposed(&[("programme.toml", &add(amendment))]), &people());
    assert_eq!(of(group(&plan, ImpactKind::EndsLater, "sysops"), "ann").from, None, "at once");
    assert_eq!(plan.count(ImpactKind::EndsLater), 7);
}

#[test]
fn what_differs_at_once_says_the_same_on_the_next_day() {
    let shorter = swap("validity = \"P3Y\"", "validity = \"P2Y\"");
    let no_window = swap("opens = \"P90D\"\n", "");
    let ends = add("last_test_day_on = 2026-11-30");
    let everything = proposed(&[
        ("policies/sysops.toml", &shorter),
        ("policies/cloudops.toml", &no_window),
        ("exams/SOA-C03.toml", &ends),
    ]);
    let plan = on_two_days(&everything, &people());
    let kinds = [
        ImpactKind::StatusChanges,
        ImpactKind::EarlyRenewalShortens,
        ImpactKind::RegistrationAfterLastDay,
        ImpactKind::RetakeCrossesCut,
    ];
    kinds.iter().for_each(|kind| assert!(plan.count(*kind) > 0, "{kind:?}"));
}

#[test]
fn a_retake_that_is_possible_again_names_no_day_that_has_come() {
    let mut early = current();
    let exam = early.exams.iter_mut().find(|exam| exam.code == "SOA-C03").unwrap();
    exam.last_test_day_on = Some(date(2026, 11, 20));
    let fay = Person::new("fay", &[fail(date(2026, 11, 1), "SOA-C03")]);
    let said = |today| {
        let again = plan(&early, &current(), &[fay.subject()], today, 1, &|_| {});
        again.groups.first().unwrap().people[0].said.text()
    };
    assert_eq!(said(TODAY), "Failed SOA-C03 on 1 November 2026: a retake is possible again.");
    assert_eq!(said(TODAY), said(Period::days(1).after(TODAY)));
}

#[test]
fn a_day_that_comes_to_pass_between_them_is_told_anew() {
    let amendment = "[[amendment]]\non = 2026-11-24\nshift = 'P6M'\nreason = 'Closed.'";
    let ahead = proposed(&[("programme.toml", &add(amendment))]);
    let from = |today| {
        let plan = made_on(today, &ahead, &people());
        of(group(&plan, ImpactKind::EndsLater, "sysops"), "ann").from
    };
    assert_eq!(from(TODAY), Some(date(2026, 11, 24)));
    assert_eq!(from(date(2026, 11, 24)), None);
}

#[test]
fn an_amendment_that_reaches_back_moves_the_last_valid_day_also_of_what_is_over() {
    // Eli's ended on 1 August 2024; six months more end before today as well.
    let amendment = "[[amendment]]\non = 2024-07-01\nshift = 'P6M'\nreason = 'Closed.'";
    let plan = made_on(TODAY, &proposed(&[("programme.toml", &add(amendment))]), &people());
    let eli = of(group(&plan, ImpactKind::EndsLater, "sysops"), "eli");
    assert_eq!((eli.before, eli.after), (Some(date(2024, 8, 1)), Some(date(2025, 2, 1))));
    assert_eq!(eli.said.text(), "The last valid day moves from 1 August 2024 to 1 February 2025.");
    let warning = &plan.programme[0];
    assert_eq!(warning.severity, FindingWeight::Warning);
    assert_eq!(warning.said.title(), "A new amendment reaches back: it is of 1 July 2024");
    assert!(warning.place.as_deref().unwrap().starts_with("programme.toml:"), "{warning:?}");
}

#[test]
fn an_event_of_the_world_that_reaches_back_is_told_and_one_ahead_is_none() {
    let told = |on: Date| {
        let mut with = current();
        with.world.push(("over".into(), on));
        let plan = made_on(TODAY, &with, &[]);
        plan.programme.into_iter().map(|finding| (finding.severity, finding.said.title())).collect::<Vec<_>>()
    };
    let title = "The event “over” reaches back: it is of 1 November 2026".to_owned();
    assert_eq!(told(date(2026, 11, 1)), [(FindingWeight::Warning, title)]);
    assert_eq!(told(date(2026, 11, 24)), []);
}
