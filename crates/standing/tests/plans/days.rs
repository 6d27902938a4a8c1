//! The same plan made on two days: what it says stays, unless something comes to pass between them.

use assay_kernel::{Date, Period, date};
use assay_programme::model::Programme;
use assay_standing::plan::{ImpactKind, ImpactPlan, Subject, plan};

use crate::support::{Person, TODAY, add, current, fail, group, of, people, proposed, swap};

fn made_on(today: Date, proposed: &Programme, people: &[Person]) -> ImpactPlan {
    let subjects: Vec<Subject<'_>> = people.iter().map(Person::subject).collect();
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
        ImpactKind::BookingAfterLastDay,
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
        again.groups.first().unwrap().people[0].detail.clone()
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
