//! What the body suspends, an act of discipline: it counts for nothing until it is reinstated.

use assay_kernel::{CertificationCode, Date, Period, Validity, date};
use assay_programme::model::{Derived, PolicyVersion, Programme};
use assay_standing::{Decided, Event, Happening, Rules, Status, standing};
use assay_words::{InEnglish, Told};
use proptest::prelude::*;

use crate::{
    moved::code_of,
    random::{CODES, Unit, day, history_with_facts, programme},
    support::{cloudops, earn, pass, plain, policy, wrap, years},
};

fn suspend(on: Date, code: &str) -> Event {
    Event::new(on, Happening::Suspend { certification: code.into(), reason: None })
}

fn reinstate(on: Date, code: &str) -> Event {
    Event::new(on, Happening::Reinstate { certification: code.into(), reason: None })
}

fn revoke(on: Date, code: &str) -> Event {
    Event::new(on, Happening::Revoke { certification: code.into(), reason: None })
}

#[test]
fn what_the_body_suspends_counts_for_nothing_and_is_given_back_with_the_days_it_had() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let reason = Some("The identity is in doubt.".to_owned());
    let suspended = Event::new(
        date(2026, 1, 5),
        Happening::Suspend { certification: "cloudops".into(), reason: reason.clone() },
    );
    // Neither its own exam nor the one above renews it meanwhile, nor does a body's award by the way.
    let history = [
        pass(2025, 10, 20, "SOA-C03"),
        suspended,
        pass(2026, 3, 1, "DOP-C02"),
        pass(2026, 3, 15, "SOA-C03"),
        earn(2026, 3, 20, "cloudops"),
    ];
    let now = standing(&programme, &history, date(2026, 3, 31));
    let held = now.credential("cloudops").unwrap();
    assert_eq!((held.status, held.barred_on), (Status::Barred, Some(date(2026, 1, 5))));
    assert_eq!((held.valid_until, held.earned_on), (Some(date(2028, 10, 20)), date(2025, 10, 20)));
    assert!(held.renew_by.is_empty(), "{:?}", held.renew_by);
    let told: Vec<String> = held.reasons.iter().map(|r| format!("{} {}", r.on, r.said.text())).collect();
    insta::assert_snapshot!(wrap(&told.join("\n")), @r"
    2025-10-20 Passed CloudOps Engineer - Associate (SOA-C03) on 20 October 2025: awarded.
      Valid until 20 October 2028 (3 years).
    2026-01-05 Suspended by the certification body on 5 January 2026. Reason: The identity is
      in doubt.
    2026-01-05 It counts for nothing, and nothing renews it, until the body reinstates it: ask
      the body. Its days run on meanwhile.
    2026-03-01 Passed DevOps Engineer - Professional (DOP-C02) on 1 March 2026: DevOps Engineer
      - Professional renews this only while it is held and valid; it was suspended by the body
      (last valid day 20 October 2028).
    2026-03-15 Passed CloudOps Engineer - Associate (SOA-C03) on 15 March 2026: the body has
      suspended the certification, so this neither renews nor earns it; ask the body.
    2026-03-20 Earned CloudOps Engineer - Associate on 20 March 2026: the body has suspended
      the certification, so this neither renews nor earns it; ask the body.
    ");
    // Outsiders read a word of the contract, and the day that tells it from the state after grace.
    let json = serde_json::to_value(Told(held)).unwrap();
    assert_eq!((&json["status"], &json["barred_on"]), (&"suspended".into(), &"2026-01-05".into()));

    let back = [&history[..], &[reinstate(date(2026, 4, 1), "cloudops")]].concat();
    let now = standing(&programme, &back, date(2026, 4, 1));
    let held = now.credential("cloudops").unwrap();
    assert_eq!((held.status, held.barred_on), (Status::Active, None));
    assert_eq!(held.valid_until, Some(date(2028, 10, 20)));
    assert!(!held.renew_by.is_empty());
    assert_eq!(held.reasons.last().unwrap().change, Decided::Reinstatement);
    let bar: Vec<_> = held.timeline.iter().map(|span| (span.from, span.until)).collect();
    let first = (date(2025, 10, 20), Some(date(2026, 1, 4)));
    assert_eq!(bar, [first, (date(2026, 4, 1), held.valid_until)], "no period while it was suspended");
    assert_eq!(rules.status_on(&back, "cloudops", date(2026, 3, 31)), Status::Barred);
    // Whoever waits beyond its last day gets back what is over.
    let late = [&history[..2], &[reinstate(date(2029, 1, 1), "cloudops")]].concat();
    assert_eq!(rules.status_on(&late, "cloudops", date(2028, 12, 31)), Status::Barred, "not simply expired");
    assert_eq!(rules.status_on(&late, "cloudops", date(2029, 1, 1)), Status::Expired);
}

#[test]
fn nobody_is_told_to_renew_by_something_that_the_body_has_suspended() {
    let history =
        [pass(2025, 10, 20, "SOA-C03"), pass(2025, 11, 1, "DOP-C02"), suspend(date(2026, 1, 5), "dop")];
    let ways = |history: &[Event]| -> Vec<String> {
        let held = standing(&cloudops(), history, date(2026, 1, 6)).credential("cloudops").unwrap().clone();
        held.renew_by.into_iter().map(|way| way.route).collect()
    };
    assert_eq!(ways(&history[..2]), ["retake", "cascade from dop"]);
    assert_eq!(ways(&history), ["retake"]);
}

#[test]
fn what_cannot_be_suspended_says_why_and_a_revocation_ends_a_suspension() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let passed = pass(2025, 10, 20, "SOA-C03");
    let last = |history: &[Event]| rules.decisions(history).pop().unwrap().reason.said.text();
    let (first, later) = (date(2026, 1, 5), date(2026, 2, 1));
    let barred = [passed.clone(), suspend(first, "cloudops")];
    let with = |event: Event| [&barred[..], &[event]].concat();
    let told = [
        last(&[suspend(first, "cloudops")]),
        last(&[passed.clone(), suspend(date(2029, 1, 1), "cloudops")]),
        last(&[passed, revoke(first, "cloudops"), suspend(later, "cloudops")]),
        last(&with(suspend(later, "cloudops"))),
    ];
    insta::assert_snapshot!(wrap(&told.join("\n")), @r"
    Suspended CloudOps Engineer - Associate on 5 January 2026: this certification is not held,
      so nothing changes.
    Suspended CloudOps Engineer - Associate on 1 January 2029: the certification was over, so
      there was nothing to suspend.
    Suspended CloudOps Engineer - Associate on 1 February 2026: the certification was revoked
      before, so nothing changes.
    Suspended CloudOps Engineer - Associate on 1 February 2026: the body had suspended the
      certification before, so nothing changes.
    ");
    assert_eq!(
        rules.outcome(&with(suspend(later, "cloudops")), later)[0].barred_on,
        Some(first),
        "the first day stays"
    );
    let revoked = with(revoke(later, "cloudops"));
    let held = rules.outcome(&revoked, later)[0];
    assert_eq!((held.status, held.revoked_on, held.barred_on), (Status::Revoked, Some(later), None));
    // What was given back is held, and was earned anew like anything revoked.
    let back = [&revoked[..], &[reinstate(date(2026, 3, 1), "cloudops")]].concat();
    assert_eq!(rules.status_on(&back, "cloudops", date(2026, 3, 1)), Status::Active);
}

#[test]
fn what_is_made_of_it_or_kept_alive_by_it_does_without_it() {
    let derived = Some(Derived { of: vec!["a".into(), "b".into()], min: 2 });
    let alive = PolicyVersion { alive_while_any: vec!["a".into()], ..plain(years(1)) };
    let programme = Programme {
        policies: vec![
            policy("a", vec![plain(years(9))]),
            policy("b", vec![plain(years(5))]),
            policy("both", vec![PolicyVersion { derived, ..plain(Validity::Unlimited) }]),
            policy("old", vec![alive]),
        ],
        ..Programme::default()
    };
    let rules = Rules::new(&programme);
    let earned = ["a", "b", "old"].map(|code| earn(2020, 1, 1, code));
    let states = |history: &[Event], day: Date| {
        let held = rules.outcome(history, day);
        held.iter().map(|held| (held.certification.to_string(), held.status)).collect::<Vec<_>>()
    };
    let row = |code: &str, status| (code.to_owned(), status);
    let day = date(2022, 1, 1);
    let history = [&earned[..], &[suspend(day, "a")]].concat();
    assert_eq!(
        states(&history, day),
        [
            row("a", Status::Barred),
            row("b", Status::Active),
            row("both", Status::Inactive),
            row("old", Status::Expired)
        ]
    );
    // The whole is suspended itself: its parts, what lives by others, and its days are as they were.
    let history = [&earned[..], &[suspend(day, "both"), suspend(day, "old")]].concat();
    assert_eq!(
        states(&history, day),
        [
            row("a", Status::Active),
            row("b", Status::Active),
            row("both", Status::Barred),
            row("old", Status::Barred)
        ]
    );
    assert_eq!(rules.status_on(&history, "both", date(2026, 1, 1)), Status::Barred, "though a part is over");
    let back = [&history[..], &[reinstate(date(2022, 6, 1), "both")]].concat();
    let both = rules.standing(&back, date(2022, 6, 1)).credential("both").unwrap().clone();
    assert_eq!((both.status, both.valid_until), (Status::Active, Some(date(2025, 1, 1))));
    assert_eq!(both.valid_from, date(2020, 1, 1), "it begins no new period");
}

/// Whether something is held that a suspension would reach.
fn is_there(rules: &Rules<'_>, history: &[Event], code: &str, day: Date) -> bool {
    let held = rules.outcome(history, day);
    let reaches =
        |status| matches!(status, Status::Active | Status::Grace | Status::Suspended | Status::Inactive);
    held.iter().any(|held| held.certification.as_str() == code && reaches(held.status))
}

/// A history with an event after everything of its day.
fn and(history: &[Event], event: Event) -> Vec<Event> {
    let place = history.iter().take_while(|earlier| earlier.date <= event.date).count();
    let mut more = history.to_vec();
    more.insert(place, event);
    more
}

fn is_about_everyone(happening: &Happening) -> bool {
    matches!(happening, Happening::Retire { .. } | Happening::Amend { .. } | Happening::World { .. })
}

proptest! {
    #[test]
    fn what_is_suspended_counts_for_others_like_what_is_revoked(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        code in proptest::sample::select(&CODES[..]),
        on in day(),
        later in 0..1500_i32,
    ) {
        let rules = Rules::new(&programme);
        let mut history = history;
        history.retain(|event| {
            use Happening::{Earn, Pass, Revoke, Suspend};
            let ends = matches!(event.happening, Earn { .. } | Pass { .. } | Revoke { .. } | Suspend { .. });
            event.date <= on || !ends || code_of(event, &programme) != Some(code)
        });
        if is_there(&rules, &history, code, on) {
            let as_of = Period::days(later).after(on);
            let barred = and(&history, suspend(on, code));
            let held = rules.standing(&barred, as_of);
            let its = held.credential(code).unwrap();
            prop_assert_eq!((its.status, its.barred_on), (Status::Barred, Some(on)));
            let is_offered = format!("{:?}", its.foreseen).contains("ahead.unless");
            prop_assert!(its.renew_by.is_empty() && !is_offered, "nothing that they could do about it");
            let others = |history: &[Event]| {
                let mut held = rules.outcome(history, as_of);
                held.retain(|held| held.certification.as_str() != code);
                held
            };
            prop_assert_eq!(others(&barred), others(&and(&history, revoke(on, code))));
        }
    }

    #[test]
    fn what_is_reinstated_is_held_as_if_it_had_never_been_suspended(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        code in proptest::sample::select(&CODES[..]),
        on in day(),
        (length, later) in (1..900_i32, 0..1500_i32),
    ) {
        let rules = Rules::new(&programme);
        let back = Period::days(length).after(on);
        // Nothing happens to the person meanwhile; the programme's facts, deadlines and changes, do.
        let mut history = history;
        history.retain(|event| event.date <= on || event.date > back || is_about_everyone(&event.happening));
        if is_there(&rules, &history, code, on) {
            let as_of = Period::days(later).after(back);
            let given_back = and(&and(&history, suspend(on, code)), reinstate(back, code));
            let any_version = |code: &CertificationCode, says: fn(&PolicyVersion) -> bool| {
                programme.policy(code.as_str()).is_some_and(|policy| policy.versions.iter().any(says))
            };
            // What is made of it was not active meanwhile and begins anew, and with it what lives by that.
            let same = |history: &[Event]| {
                let mut held = rules.outcome(history, as_of);
                held.retain(|held| {
                    let its = held.certification.as_str() == code;
                    its || !any_version(held.certification, |version| version.derived.is_some())
                });
                for held in &mut held {
                    if any_version(held.certification, |version| !version.alive_while_any.is_empty()) {
                        held.status = Status::None;
                    }
                }
                held
            };
            prop_assert_eq!(same(&given_back), same(&history));
        }
    }
}
