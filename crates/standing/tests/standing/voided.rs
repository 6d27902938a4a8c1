//! A result that the body voids, and what followed from it.

use assay_kernel::{Date, date};
use assay_programme::model::Earned;
use assay_standing::{Decided, Event, Happening, Rules, Status, is_voided};
use assay_words::InEnglish;

use crate::support::{cloudops, pass};

/// A pass as a sitting records it.
fn sat(year: i16, month: i8, day: i8, exam: &str, sitting: &str) -> Event {
    Event { reference: Some(sitting.to_owned()), ..pass(year, month, day, exam) }
}

fn voided(on: Date, exam: &str, sitting: &str) -> Event {
    let what = Earned::Exam(exam.into());
    Event { reference: Some(sitting.to_owned()), ..Event::new(on, Happening::Void { what }) }
}

#[test]
fn an_award_by_a_voided_result_is_revoked_and_was_held_until_then() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let (passed, void) =
        (sat(2025, 10, 20, "SOA-C03", "sit_1"), voided(date(2026, 1, 5), "SOA-C03", "sit_1"));
    let history = [passed.clone(), void.clone()];
    assert_eq!(rules.status_on(&history, "cloudops", date(2026, 1, 4)), Status::Active);
    let standing = rules.standing(&history, date(2026, 1, 5));
    let held = standing.credential("cloudops").unwrap();
    assert_eq!((held.status, held.revoked_on), (Status::Revoked, Some(date(2026, 1, 5))));
    let told = held.reasons.last().unwrap();
    assert_eq!(
        (told.change, told.rule.as_str()),
        (Decided::Revocation, "decision of the certification body")
    );
    assert_eq!(
        told.said.text(),
        "The result of CloudOps Engineer - Associate (SOA-C03) was voided on 5 January 2026, so what was \
         awarded by it is revoked."
    );
    // Twice, or under another reference: nothing.
    let again = [&history[..], &[void]].concat();
    assert_eq!(rules.standing(&again, date(2026, 1, 5)), standing);
    let other = [passed, voided(date(2026, 1, 5), "SOA-C03", "sit_2")];
    assert_eq!(rules.status_on(&other, "cloudops", date(2026, 1, 5)), Status::Active);
    let last = rules.decisions(&other).pop().unwrap();
    assert!(
        last.reason.said.text().ends_with("no result of this reference is on record, so nothing changes.")
    );
    // Whoever passes anew earns it anew.
    let anew = [&history[..], &[sat(2026, 3, 1, "SOA-C03", "sit_3")]].concat();
    let standing = rules.standing(&anew, date(2026, 3, 1));
    let held = standing.credential("cloudops").unwrap();
    assert_eq!((held.status, held.earned_on), (Status::Active, date(2026, 3, 1)));
}

#[test]
fn a_suspension_ends_with_what_a_void_revokes_and_outlasts_a_renewal_that_it_undoes() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let suspended =
        |on| Event::new(on, Happening::Suspend { certification: "cloudops".into(), reason: None });
    let revoked = [
        sat(2025, 10, 20, "SOA-C03", "sit_1"),
        suspended(date(2026, 1, 5)),
        voided(date(2026, 2, 1), "SOA-C03", "sit_1"),
    ];
    let standing = rules.standing(&revoked, date(2026, 2, 1));
    let held = standing.credential("cloudops").unwrap();
    assert_eq!((held.status, held.barred_on), (Status::Revoked, None));
    // Whoever earns it anew has a period again.
    let anew = [&revoked[..], &[sat(2026, 5, 1, "SOA-C03", "sit_2")]].concat();
    let standing = rules.standing(&anew, date(2026, 5, 1));
    let held = standing.credential("cloudops").unwrap();
    assert_eq!((held.status, held.timeline.last().unwrap().from), (Status::Active, date(2026, 5, 1)));

    // Without the renewal it had run out before it was suspended; the body has not given it back.
    let undone = [
        sat(2025, 10, 20, "SOA-C03", "sit_1"),
        sat(2028, 9, 1, "SOA-C03", "sit_2"),
        suspended(date(2029, 1, 5)),
        voided(date(2029, 2, 1), "SOA-C03", "sit_2"),
    ];
    assert_eq!(rules.status_on(&undone, "cloudops", date(2029, 1, 31)), Status::Barred);
    assert_eq!(rules.status_on(&undone, "cloudops", date(2029, 2, 1)), Status::Barred);
}

#[test]
fn a_renewal_by_a_voided_result_is_undone_with_all_that_it_renewed() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let earned = [pass(2025, 10, 20, "SOA-C03"), pass(2025, 11, 3, "DOP-C02")];
    let renewed = [&earned[..], &[sat(2026, 5, 4, "DOP-C02", "sit_1")]].concat();
    let history = [&renewed[..], &[voided(date(2026, 6, 1), "DOP-C02", "sit_1")]].concat();
    let until = |history: &[Event], code: &str| {
        let standing = rules.standing(history, date(2026, 6, 1));
        let held = standing.credential(code).unwrap().clone();
        (held.status, held.earned_on, held.valid_from, held.valid_until)
    };
    for code in ["cloudops", "dop"] {
        assert_ne!(until(&renewed, code), until(&earned, code), "{code} was renewed");
        assert_eq!(until(&history, code), until(&earned, code), "{code}");
    }
    let standing = rules.standing(&history, date(2026, 6, 1));
    let told = standing.credential("dop").unwrap().reasons.last().unwrap().clone();
    assert_eq!(told.change, Decided::Void);
    assert!(
        told.said.text().contains("so what followed from it no longer stands. The last valid day moves from")
    );
    // An older day is not another one: what it was told then still holds.
    assert_eq!(rules.standing(&history, date(2026, 5, 31)), rules.standing(&renewed, date(2026, 5, 31)));
}

#[test]
fn a_fail_that_is_voided_is_no_try_and_a_void_before_its_result_counts_all_the_same() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let what = Earned::Exam("SOA-C03".into());
    let reference = Some("sit_1".to_owned());
    let fail = Event { reference, ..Event::new(date(2025, 10, 20), Happening::Fail { what }) };
    let history = [fail.clone(), voided(date(2025, 10, 21), "SOA-C03", "sit_1")];
    assert!(is_voided(&history, &fail) && !is_voided(&history[..1], &fail));
    let last = rules.decisions(&history).pop().unwrap();
    assert!(last.reason.said.text().ends_with("nothing that is held rested on it."), "{last:?}");
    let early = [voided(date(2025, 10, 1), "SOA-C03", "sit_1"), sat(2025, 10, 20, "SOA-C03", "sit_1")];
    assert_eq!(rules.status_on(&early, "cloudops", date(2025, 12, 1)), Status::None);
}
