//! Facts about everyone: said once or twice, whom they spare, how they are told (renewal-rules 17, 19, 20).

use assay_kernel::{Date, Period, Validity, date};
use assay_programme::model::{
    Amendment, Anchor, Cascade, CascadeEnd, Clause, OutsideEnd, PolicyVersion, Programme, Route, RouteState,
    Unless,
};
use assay_standing::{
    Decided, Event, Happening, Rules, Status,
    conformance::{Case, Expectation, Expected, run},
    decisions, standing,
};
use assay_words::InEnglish;

use crate::support::{act, earn, plain, policy, programme, simple, until, wrap, years};

fn shift(on: Date, months: i32, certifications: &[&str]) -> Event {
    Event::new(
        on,
        Happening::Amend {
            certifications: certifications.iter().map(|code| (*code).into()).collect(),
            earned_from: None,
            shift: Some(Period::months(months)),
            revalidate: None,
            reason: None,
        },
    )
}

fn amendment(on: Date, shift: Option<Period>, revalidate: Option<Validity>) -> Amendment {
    Amendment {
        on,
        certifications: vec![],
        earned_from: None,
        shift,
        revalidate,
        reason: "Test centres are closed.".into(),
        clause: Clause { file: "programme.toml".into(), line: 7 },
    }
}

fn world(on: Date, name: &str) -> Event {
    Event::new(on, Happening::World { name: name.into() })
}

#[test]
fn a_bulk_change_that_programme_and_history_both_say_counts_once() {
    let on = date(2024, 3, 16);
    let programme = Programme {
        amendments: vec![amendment(on, Some(Period::months(6)), None)],
        ..programme(vec![plain(years(3))])
    };
    let last = |events: &[Event]| until(&programme, &[&[earn(2023, 1, 1, "x")], events].concat());
    let once = Some(date(2026, 7, 1));
    assert_eq!(last(&[]), once);
    assert_eq!(last(&[shift(on, 6, &[])]), once);
    assert_eq!(last(&[shift(on, 6, &["x"]), shift(on, 6, &["x", "y"])]), once);
    assert_eq!(last(&[shift(on, 6, &["y"])]), once, "about another certification");
    assert_eq!(last(&[shift(on, 3, &[])]), Some(date(2026, 10, 1)), "another change of the same day");
    assert_eq!(last(&[shift(date(2024, 3, 17), 6, &[])]), Some(date(2027, 1, 1)), "of another day");
    let reasons =
        standing(&programme, &[earn(2023, 1, 1, "x"), shift(on, 6, &[])], on).credentials[0].reasons.clone();
    assert_eq!(reasons[1].rule, "programme.toml:7 amendment of 2024-03-16");
    assert_eq!(
        reasons[1].said.text(),
        "The rules for running certifications were changed on 16 March 2024. The last valid day moves from \
         1 January 2026 to 1 July 2026. Reason: Test centres are closed."
    );
}

#[test]
fn a_worked_case_may_repeat_what_its_programme_says() {
    let on = date(2024, 3, 16);
    let end = OutsideEnd { event: "release".into(), delay: Period::days(10), unless: None };
    let mut programme = Programme {
        amendments: vec![amendment(on, Some(Period::months(6)), None)],
        world: vec![("release".into(), date(2025, 2, 1))],
        ..programme(vec![PolicyVersion { expire_after: vec![end], ..plain(years(3)) }])
    };
    programme.policies[0].retired_on = Some(date(2025, 1, 1));
    let retire = Event::new(date(2025, 1, 1), Happening::Retire { certification: "x".into() });
    let events = vec![earn(2023, 1, 1, "x"), shift(on, 6, &[]), retire, world(date(2025, 2, 1), "release")];
    let expect = |expected| Expectation { certification: "x".into(), expected };
    let case = Case {
        id: "repeated".into(),
        policy: "p".into(),
        source: "R".into(),
        events,
        expect: vec![
            expect(Expected::State { on: date(2025, 2, 11), status: Status::Active }),
            expect(Expected::LastValidDay(Some(date(2025, 2, 11)))),
        ],
    };
    let mut policies = std::collections::BTreeMap::from([("p".to_owned(), programme)]);
    assert_eq!(run(&policies, std::slice::from_ref(&case)).to_string(), "2 passed, 0 failed");
    policies.get_mut("p").unwrap().world.clear();
    assert_eq!(run(&policies, &[case]).to_string(), "2 passed, 0 failed");
}

#[test]
fn a_deadline_said_twice_cuts_once_and_a_maintenance_of_its_day_stays_in_time() {
    let end = OutsideEnd { event: "release".into(), delay: Period::days(0), unless: None };
    let version = PolicyVersion {
        expire_after: vec![end],
        routes: vec![simple("delta", "delta")],
        ..plain(Validity::Unlimited)
    };
    let on = date(2026, 4, 16);
    let mut programme = programme(vec![version]);
    programme.world = vec![("release".into(), on)];
    let history = [earn(2026, 1, 5, "x"), act(on, "delta"), world(on, "release")];
    assert_eq!(until(&programme, &history), None);
}

#[test]
fn who_was_awarded_or_took_the_route_shortly_before_is_spared_from_an_outside_end() {
    let unless = Some(Unless { routes: vec!["delta".into()], within: Period::months(3) });
    let end = OutsideEnd { event: "release".into(), delay: Period::days(0), unless };
    let version = PolicyVersion {
        expire_after: vec![end],
        routes: vec![simple("delta", "delta"), simple("fee", "fee")],
        ..plain(Validity::Unlimited)
    };
    let on = date(2026, 4, 16);
    let mut programme = programme(vec![version]);
    programme.world = vec![("release".into(), on)];
    let old = || earn(2020, 1, 1, "x");
    assert_eq!(until(&programme, &[old()]), Some(on));
    assert_eq!(until(&programme, &[old(), act(date(2026, 1, 16), "delta")]), None, "inclusive");
    assert_eq!(until(&programme, &[old(), act(date(2026, 1, 15), "delta")]), Some(on));
    assert_eq!(until(&programme, &[earn(2026, 1, 16, "x")]), None);
    assert_eq!(until(&programme, &[earn(2026, 1, 15, "x")]), Some(on));
    let fee = Event::new(date(2026, 3, 1), Happening::Fee { certification: "x".into(), n: 1 });
    assert_eq!(until(&programme, &[old(), fee]), Some(on), "another route spares nobody");
    let told = decisions(&programme, &[old(), act(date(2026, 3, 1), "delta")]);
    let last = told.last().unwrap();
    assert_eq!((last.reason.change, last.reason.old_until), (Decided::Refusal, None));
    assert_eq!(
        last.reason.said.text(),
        "The event “release” of 16 April 2026 does not end it: the route “delta” was taken on 1 March 2026, \
         which is in time."
    );
}

#[test]
fn a_revalidation_counts_from_the_day_from_which_the_running_period_counts() {
    // CNCF 2019: 24 months became 36 for running certifications, counted from their pass.
    let cka = |anchor| Programme {
        amendments: vec![amendment(date(2019, 5, 28), None, Some(years(3)))],
        ..programme(vec![PolicyVersion {
            routes: vec![Route { anchor, ..simple("retake", "again") }],
            ..plain(years(2))
        }])
    };
    let by_event = cka(Anchor::Event);
    assert_eq!(until(&by_event, &[earn(2017, 10, 1, "x")]), Some(date(2020, 10, 1)));
    let renewed = [earn(2016, 10, 1, "x"), act(date(2018, 9, 1), "again")];
    assert_eq!(until(&by_event, &renewed), Some(date(2021, 9, 1)), "from the pass that renewed it");
    assert_eq!(until(&cka(Anchor::Expiry), &renewed), Some(date(2021, 10, 1)), "from the old last valid day");
    assert_eq!(until(&by_event, &[earn(2017, 5, 27, "x")]), Some(date(2019, 5, 27)), "no longer running");
}

#[test]
fn what_takes_the_upper_ones_last_day_counts_from_where_the_upper_one_counts() {
    let down = Cascade {
        to: vec!["x".into()],
        set: CascadeEnd::Match,
        states: vec![RouteState::Active],
        even_retired: false,
        until: None,
        clause: Clause::default(),
    };
    let keep = Route { anchor: Anchor::Expiry, ..simple("keep", "keep") };
    let top = PolicyVersion { routes: vec![keep], cascades: vec![down], ..plain(years(3)) };
    let mut programme = programme(vec![plain(years(3))]);
    programme.policies.push(policy("top", vec![top]));
    programme.amendments = vec![amendment(date(2025, 1, 1), None, Some(years(4)))];
    let keep = Happening::Do { certification: "top".into(), what: "keep".into() };
    let history = [earn(2022, 1, 1, "top"), earn(2022, 6, 1, "x"), Event::new(date(2024, 1, 1), keep)];
    let rules = Rules::new(&programme);
    // The upper one runs from 2025-01-01; both get four years from there.
    assert_eq!(rules.last_valid_day(&history, "top"), Some(Some(date(2029, 1, 1))));
    assert_eq!(rules.last_valid_day(&history, "x"), Some(Some(date(2029, 1, 1))));
}

#[test]
fn the_end_of_grace_and_suspension_promise_a_renewal_only_where_a_route_gives_one() {
    let text = |routes, day| {
        let (grace, suspension) = (Some(Period::days(30)), Some(Period::days(60)));
        let programme = programme(vec![PolicyVersion { grace, suspension, routes, ..plain(years(1)) }]);
        let standing = standing(&programme, &[earn(2024, 1, 1, "x")], day);
        standing.credentials[0].reasons.last().unwrap().said.text()
    };
    let in_states = |states: &[RouteState]| vec![Route { states: states.to_vec(), ..simple("late", "late") }];
    let (grace, suspended) = (date(2025, 1, 15), date(2025, 2, 15));
    let told = [
        text(in_states(&[RouteState::Active]), grace),
        text(in_states(&[RouteState::Grace]), grace),
        text(in_states(&[RouteState::Suspended]), grace),
        text(in_states(&[RouteState::Grace]), suspended),
        text(in_states(&[RouteState::Suspended]), suspended),
    ];
    insta::assert_snapshot!(wrap(&told.join("\n")), @r"
    The last valid day was 1 January 2025. It is in grace until 31 January 2025; nothing renews
      it.
    The last valid day was 1 January 2025. It is in grace and can still be renewed until 31
      January 2025.
    The last valid day was 1 January 2025. It is in grace and can be renewed from 1 February
      2025 until 1 April 2025.
    The last valid day was 1 January 2025. It is suspended until 1 April 2025: the title may
      not be used, and nothing renews it.
    The last valid day was 1 January 2025. It is suspended: the title may not be used until it
      is renewed. It can still be renewed until 1 April 2025.
    ");
}

#[test]
fn what_has_no_end_is_told_without_a_date() {
    let end = OutsideEnd { event: "release".into(), delay: Period::days(9), unless: None };
    let back = Route { length: Some(years(1)), ..simple("back", "back") };
    let version = PolicyVersion {
        expire_after: vec![end],
        routes: vec![simple("delta", "delta"), back],
        ..plain(Validity::Unlimited)
    };
    let mut programme = programme(vec![version]);
    programme.world = vec![("release".into(), date(2026, 4, 16))];
    let history = [
        earn(2026, 1, 5, "x"),
        act(date(2026, 2, 1), "delta"),
        act(date(2026, 4, 20), "delta"),
        act(date(2026, 5, 1), "back"),
        act(date(2027, 5, 1), "back"),
    ];
    let told = decisions(&programme, &history);
    let texts: Vec<String> = told.iter().map(|decision| decision.reason.said.text()).collect();
    insta::assert_snapshot!(wrap(&texts.join("\n")), @r"
    Earned x on 5 January 2026: awarded. It does not expire.
    Completed “delta” on 1 February 2026: renewed by the route “delta”. It stays without end.
    The event “release” of 16 April 2026 ends it. It had no end; now the last valid day is 25
      April 2026.
    Completed “delta” on 20 April 2026: renewed by the route “delta”. The last valid day was 25
      April 2026; now it has no end.
    Completed “back” on 1 May 2026: renewed by the route “back”. It had no end; now the last
      valid day is 1 May 2027, which is earlier: the new period of 1 year counts from that day.
    Completed “back” on 1 May 2027: renewed by the route “back”. The last valid day moves from
      1 May 2027 to 1 May 2028 (1 year from that day).
    ");
    programme.policies[0].versions[0].never_shorten = true;
    let kept = decisions(&programme, &[earn(2026, 5, 1, "x"), act(date(2026, 6, 1), "back")]);
    assert!(
        kept[1].reason.said.text().ends_with("The new period would have an end, so it stays without one.")
    );
}

#[test]
fn a_second_revocation_changes_nothing_and_is_no_reason() {
    let revoke = |day| Event::new(day, Happening::Revoke { certification: "x".into(), reason: None });
    let programme = programme(vec![plain(years(3))]);
    let history = [earn(2024, 1, 1, "x"), revoke(date(2025, 1, 1)), revoke(date(2025, 2, 1))];
    let standing = standing(&programme, &history, date(2025, 3, 1));
    assert_eq!(standing.credentials[0].revoked_on, Some(date(2025, 1, 1)));
    assert_eq!(standing.credentials[0].reasons.len(), 2);
    assert_eq!(decisions(&programme, &history).len(), 3);
}
