//! What was known when: late results, late facts, rules that changed afterwards (renewal-rules, trap f).

use assay_kernel::{Date, Instant, date};
use assay_programme::model::{Amendment, Clause, Earned, PolicyVersion, Programme};
use assay_standing::{
    Decided, Event, Happening, HistoryLine, Rules, Status,
    known::{Editions, standing_known},
};
use assay_words::{InEnglish, Told};
use proptest::prelude::*;

use crate::support::{cloudops, earn, pass, plain, policy, programme, simple, wrap, years};

/// Noon of a day, for a programme whose days are those of UTC.
fn noon(year: i16, month: i8, day: i8) -> Instant {
    format!("{}T12:00:00Z", date(year, month, day)).parse().unwrap()
}

fn day_of(at: Instant) -> Date {
    at.to_string()[..10].parse().unwrap()
}

fn recorded(event: Event, at: Instant) -> Event {
    Event { recorded_at: Some(at), ..event }
}

const EVER: Instant = Instant::MIN;

/// Sat on the last valid day, the result there five days later.
fn pending() -> (Programme, Vec<Event>) {
    let programme =
        programme(vec![PolicyVersion { routes: vec![simple("retake", "pass")], ..plain(years(3)) }]);
    let result = Event::new(date(2026, 3, 10), Happening::Pass { what: Earned::Certification("x".into()) });
    let history =
        vec![recorded(earn(2023, 3, 10, "x"), noon(2023, 3, 10)), recorded(result, noon(2026, 3, 15))];
    (programme, history)
}

#[test]
fn a_pending_result_shows_as_expired_until_it_is_recorded_and_afterwards_as_if_never_lapsed() {
    let (programme, history) = pending();
    let status = |as_of, known_at| {
        let standing = standing_known(&[(EVER, &programme)], &history, as_of, known_at);
        standing.credential("x").map(|held| (held.status, held.valid_until))
    };
    let lapsed = Some((Status::Expired, Some(date(2026, 3, 10))));
    let renewed = Some((Status::Active, Some(date(2029, 3, 10))));
    assert_eq!(status(date(2026, 3, 10), Some(noon(2026, 3, 10))).unwrap().0, Status::Active);
    assert_eq!(status(date(2026, 3, 12), Some(noon(2026, 3, 12))), lapsed);
    assert_eq!(status(date(2026, 3, 15), Some(noon(2026, 3, 14))), lapsed);
    assert_eq!(status(date(2026, 3, 15), Some(noon(2026, 3, 15))), renewed, "the instant itself counts");
    assert_eq!(status(date(2026, 3, 12), Some(noon(2026, 3, 15))), renewed, "back-dated");
    assert_eq!(status(date(2026, 3, 12), None), renewed);
    assert_eq!(status(date(2026, 3, 12), Some(noon(2023, 3, 9))), None, "the award was not known yet");
}

#[test]
fn the_difference_names_the_late_result_and_what_was_told_until_then() {
    let (programme, history) = pending();
    let editions = Editions::new(&[(EVER, &programme)]);
    let told = editions.hindsight("p1", &history, date(2026, 3, 12), noon(2026, 3, 12), day_of);
    assert_eq!((told.then.person.as_str(), told.now.person.as_str()), ("p1", "p1"));
    let [difference] = &told.differences[..] else { panic!("{:?}", told.differences) };
    assert_eq!((difference.then.status, difference.now.status), (Status::Expired, Status::Active));
    insta::assert_snapshot!(wrap(&difference.said.text()), @r"
    Passed the exam of x on 10 March 2026, recorded on 15 March 2026. Until then this showed as
      expired, last valid day 10 March 2026; now it is active, last valid day 10 March 2029.
    ");
    let json: serde_json::Value = serde_json::to_value(Told(&told)).unwrap();
    assert_eq!(json["differences"][0]["then"]["status"], "expired");
    assert_eq!(json["then"]["credentials"][0]["valid_until"], "2026-03-10");
    let later = editions.hindsight("p1", &history, date(2026, 3, 12), noon(2026, 3, 16), day_of);
    assert_eq!((later.differences.len(), later.then), (0, later.now));
}

#[test]
fn every_certification_a_late_result_touches_is_told() {
    let programme = cloudops();
    let history = [
        pass(2024, 3, 10, "SOA-C02"),
        recorded(pass(2027, 3, 1, "DOP-C02"), noon(2027, 3, 20)),
        recorded(pass(2027, 3, 2, "CLF-C02"), noon(2027, 3, 19)),
    ];
    let editions = Editions::new(&[(EVER, &programme)]);
    let told = editions.hindsight("p1", &history, date(2027, 3, 15), noon(2027, 3, 15), day_of);
    let texts: Vec<String> =
        told.differences.iter().map(|d| format!("{}: {}", d.certification, d.said.text())).collect();
    insta::assert_snapshot!(wrap(&texts.join("\n")), @r"
    clf: Passed Cloud Practitioner (CLF-C02) on 2 March 2027, recorded on 19 March 2027. Until
      then this showed as not held; now it is active, last valid day 2 March 2030.
    sysops: Passed DevOps Engineer - Professional (DOP-C02) on 1 March 2027, recorded on 20
      March 2027. Until then this showed as expired, last valid day 10 March 2027; now it is
      active, last valid day 1 March 2030.
    dop: Passed DevOps Engineer - Professional (DOP-C02) on 1 March 2027, recorded on 20 March
      2027. Until then this showed as not held; now it is active, last valid day 1 March 2030.
    ");
}

#[test]
fn a_late_revocation_takes_back_what_was_told() {
    let programme = programme(vec![plain(years(3))]);
    let revoke = Happening::Revoke { certification: "x".into(), reason: Some("Proxy testing.".into()) };
    let history = [earn(2025, 1, 1, "x"), recorded(Event::new(date(2025, 6, 1), revoke), noon(2025, 8, 1))];
    let editions = Editions::new(&[(EVER, &programme)]);
    let told = editions.hindsight("p1", &history, date(2025, 7, 1), noon(2025, 7, 1), day_of);
    insta::assert_snapshot!(wrap(&told.differences[0].said.text()), @r"
    Revoked x on 1 June 2025, recorded on 1 August 2025. Until then this showed as active, last
      valid day 1 January 2028; now it is revoked, last valid day 1 January 2028.
    ");
}

#[test]
fn rules_that_became_known_later_are_named_as_the_reason() {
    let before = programme(vec![plain(years(2))]);
    let amendment = Amendment {
        on: date(2019, 5, 28),
        certifications: vec![],
        earned_from: None,
        shift: None,
        revalidate: Some(years(3)),
        reason: String::new(),
        clause: Clause::default(),
    };
    let after = Programme { amendments: vec![amendment], ..before.clone() };
    let editions = Editions::new(&[(noon(2017, 1, 1), &before), (noon(2019, 6, 3), &after)]);
    let history = [recorded(earn(2017, 10, 1, "x"), noon(2017, 10, 2))];
    let (as_of, then) = (date(2019, 12, 1), noon(2019, 6, 1));
    let status = |known_at| editions.standing(&history, as_of, known_at).credentials[0].status;
    assert_eq!((status(Some(then)), status(None)), (Status::Expired, Status::Active));
    let told = editions.hindsight("p1", &history, as_of, then, day_of);
    insta::assert_snapshot!(wrap(&told.differences[0].said.text()), @r"
    The rules known since 3 June 2019 judge it. Until then this showed as expired, last valid
      day 1 October 2019; now it is active, last valid day 1 October 2020.
    ");
    assert!(editions.standing(&history, as_of, Some(noon(2016, 1, 1))).credentials.is_empty());
}

#[test]
fn what_depends_on_another_certification_is_told_with_the_result_of_the_other() {
    let alive = PolicyVersion { alive_while_any: vec!["new".into()], ..plain(years(1)) };
    let programme = Programme {
        policies: vec![policy("old", vec![alive]), policy("new", vec![plain(years(3))])],
        ..Programme::default()
    };
    let history = [earn(2020, 1, 1, "old"), recorded(earn(2025, 1, 1, "new"), noon(2025, 1, 9))];
    let editions = Editions::new(&[(EVER, &programme)]);
    let told = editions.hindsight("p1", &history, date(2025, 1, 5), noon(2025, 1, 5), day_of);
    let old = told.differences.iter().find(|difference| difference.certification == "old").unwrap();
    insta::assert_snapshot!(wrap(&old.said.text()), @r"
    Earned new on 1 January 2025, recorded on 9 January 2025. Until then this showed as
      expired, last valid day 1 January 2021; now it is active, last valid day 1 January 2021.
    ");
}

#[test]
fn a_history_line_may_say_when_it_was_recorded() {
    let text = r#"{"person":"p","date":"2026-03-10","do":"strike","cred":"x","n":20,"cat":"A",
        "recorded_at":"2026-03-15T09:30:00Z"}"#;
    let line: HistoryLine = serde_json::from_str(text).unwrap();
    let (_, event) = <(String, Event)>::try_from(line).unwrap();
    assert_eq!(event.recorded_at.map(day_of), Some(date(2026, 3, 15)));
    let category = Some("A".to_owned());
    let strike = Happening::Strike { certification: "x".into(), n: 20, category, reason: None };
    assert_eq!(event.happening, strike);
    let without = r#"{"person":"p","date":"2026-03-10","do":"strike","cred":"x"}"#;
    let line: HistoryLine = serde_json::from_str(without).unwrap();
    let error = <(String, Event)>::try_from(line).unwrap_err().to_string();
    assert_eq!(error, "`strike` needs `n`; add it to the line");
}

proptest! {
    #[test]
    fn who_knows_everything_knows_the_standing(
        days in proptest::collection::vec((0..3000_i32, 0..60_i32), 0..8),
    ) {
        let programme = cloudops();
        let start = date(2023, 10, 1);
        let exams = ["CLF-C02", "DOP-C02", "SOA-C02", "SOA-C03"];
        let after = |day| assay_kernel::Period::days(day).after(start);
        let noon = |day: Date| noon(day.year(), day.month(), day.day());
        let history: Vec<Event> = days.iter().enumerate().map(|(place, (day, late))| {
            let (on, exam) = (after(*day), exams[place % exams.len()]);
            recorded(pass(on.year(), on.month(), on.day(), exam), noon(after(day + late)))
        }).collect();
        let editions = Editions::new(&[(EVER, &programme)]);
        let rules = Rules::new(&programme);
        let as_of = after(2000);
        let all = rules.standing(&history, as_of);
        prop_assert_eq!(&editions.standing(&history, as_of, None), &all);
        prop_assert_eq!(&editions.standing(&history, as_of, Some(noon(after(3100)))), &all);
        // What is not recorded yet is as if it were not there.
        let known = noon(after(1500));
        let kept: Vec<Event> =
            history.iter().filter(|event| event.recorded_at <= Some(known)).cloned().collect();
        prop_assert_eq!(editions.standing(&history, as_of, Some(known)), rules.standing(&kept, as_of));
        let told = editions.hindsight("p", &history, as_of, known, day_of);
        prop_assert_eq!(told.differences.is_empty(), kept_alike(&told.then.standing, &all));
    }
}

/// Whether both say the same states and last valid days.
fn kept_alike(then: &assay_standing::Standing, now: &assay_standing::Standing) -> bool {
    let told = |standing: &assay_standing::Standing| -> Vec<_> {
        let held = standing.credentials.iter();
        held.map(|held| (held.credential.clone(), held.status, held.valid_until)).collect()
    };
    told(then) == told(now)
}

#[test]
fn a_decision_tells_when_its_own_event_was_recorded_and_a_fact_of_the_programme_never_was() {
    let on = date(2024, 5, 1);
    let closed = Amendment {
        on,
        certifications: vec![],
        earned_from: None,
        shift: Some(assay_kernel::Period::months(6)),
        revalidate: None,
        reason: "Closed.".into(),
        clause: Clause::default(),
    };
    let programme = Programme {
        policies: vec![policy("a", vec![plain(years(3))]), policy("b", vec![plain(years(3))])],
        amendments: vec![closed],
        ..Programme::default()
    };
    let (early, late) = (noon(2024, 5, 2), noon(2024, 5, 9));
    let on_one_day = [recorded(earn(2024, 5, 1, "b"), late), recorded(earn(2024, 5, 1, "a"), early)];
    let told: Vec<_> = Rules::new(&programme)
        .decisions(&on_one_day)
        .into_iter()
        .map(|decision| (decision.certification.unwrap(), decision.reason.change, decision.recorded_at))
        .collect();
    let expected = [
        ("b".into(), Decided::Award, Some(late)),
        ("a".into(), Decided::Award, Some(early)),
        ("a".into(), Decided::Amendment, None),
        ("b".into(), Decided::Amendment, None),
    ];
    assert_eq!(told, expected);
}
