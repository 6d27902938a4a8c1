//! Which version of a policy governs, and what ends when (renewal-rules 20).

use assay_kernel::{Period, date};
use assay_programme::model::{Earned, GoverningDay, LanguageDates, PolicyVersion, Programme, Route};
use assay_standing::{Decided, Event, Happening, Rules, Status, decisions, standing};
use assay_words::InEnglish;

use crate::support::{act, cloudops, earn, pass, plain, programme, simple, until, years};

/// Two years by 'old', then from 2024 three years by 'new'.
fn changed(governed_by: GoverningDay) -> Programme {
    let renew = |length| vec![Route { length: Some(years(length)), ..simple("renew", "renew") }];
    let old = PolicyVersion {
        version: "old".into(),
        grace: Some(Period::days(30)),
        routes: renew(2),
        ..plain(years(2))
    };
    let new = PolicyVersion {
        version: "new".into(),
        in_force_from: Some(date(2024, 1, 1)),
        routes: renew(3),
        ..plain(years(3))
    };
    let mut programme = programme(vec![old, new]);
    programme.policies[0].governed_by = governed_by;
    programme
}

#[test]
fn a_renewal_is_judged_by_the_version_of_the_event_of_the_award_or_of_the_last_valid_day() {
    // Awarded under the old version, valid until 2025-06-01, renewed under the new one.
    let history = [earn(2023, 6, 1, "x"), act(date(2024, 6, 1), "renew")];
    assert_eq!(until(&changed(GoverningDay::Event), &history), Some(date(2027, 6, 1)));
    assert_eq!(until(&changed(GoverningDay::Award), &history), Some(date(2026, 6, 1)));
    assert_eq!(until(&changed(GoverningDay::Expiry), &history), Some(date(2027, 6, 1)));
    // Renewed while the old version is in force, for a period that ends under the new one.
    let early = [earn(2023, 6, 1, "x"), act(date(2023, 12, 1), "renew")];
    assert_eq!(until(&changed(GoverningDay::Event), &early), Some(date(2025, 12, 1)));
    assert_eq!(until(&changed(GoverningDay::Expiry), &early), Some(date(2026, 12, 1)));
}

#[test]
fn an_award_is_judged_by_its_own_day_and_names_the_version_in_its_reasons() {
    for governed_by in [GoverningDay::Event, GoverningDay::Award, GoverningDay::Expiry] {
        let programme = changed(governed_by);
        assert_eq!(until(&programme, &[earn(2023, 12, 31, "x")]), Some(date(2025, 12, 31)));
        let again = [earn(2020, 1, 1, "x"), earn(2024, 1, 1, "x")];
        assert_eq!(until(&programme, &again), Some(date(2027, 1, 1)), "{governed_by:?}");
    }
    let history = [earn(2023, 6, 1, "x"), act(date(2024, 6, 1), "renew")];
    let told = decisions(&changed(GoverningDay::Award), &history);
    assert_eq!(told[1].reason.rule, "policies/test.toml:1 (version old) route renew");
}

#[test]
fn what_comes_next_is_told_by_the_version_that_governs() {
    let history = [earn(2023, 6, 1, "x")];
    let gives = |governed_by| {
        let standing = standing(&changed(governed_by), &history, date(2024, 6, 1));
        standing.credentials[0].renew_by[0].gives_until
    };
    assert_eq!(gives(GoverningDay::Event), Some(date(2027, 6, 1)));
    assert_eq!(gives(GoverningDay::Award), Some(date(2026, 6, 1)));
}

#[test]
fn grace_is_that_of_the_version_that_governed_on_the_last_valid_day() {
    let history = [earn(2023, 6, 1, "x")];
    let on = date(2025, 6, 10);
    let status = |governed_by| Rules::new(&changed(governed_by)).status_on(&history, "x", on);
    assert_eq!(status(GoverningDay::Event), Status::Expired, "the new version has no grace");
    assert_eq!(status(GoverningDay::Expiry), Status::Expired);
    assert_eq!(status(GoverningDay::Award), Status::Grace, "who was awarded under the old one keeps it");
}

#[test]
fn after_the_last_day_of_awards_only_renewals_go_on() {
    let mut programme =
        programme(vec![PolicyVersion { routes: vec![simple("retake", "pass")], ..plain(years(3)) }]);
    programme.policies[0].award_until = Some(date(2025, 6, 30));
    let pass = |on| Event::new(on, Happening::Pass { what: Earned::Certification("x".into()) });
    let rules = Rules::new(&programme);
    assert_eq!(until(&programme, &[pass(date(2025, 6, 30))]), Some(date(2028, 6, 30)), "inclusive");
    assert_eq!(rules.last_valid_day(&[pass(date(2025, 7, 1))], "x"), None);
    assert_eq!(rules.last_valid_day(&[earn(2025, 7, 1, "x")], "x"), None);
    let renewed = [earn(2023, 1, 1, "x"), pass(date(2025, 12, 1))];
    assert_eq!(until(&programme, &renewed), Some(date(2028, 12, 1)));
    let lapsed = [earn(2020, 1, 1, "x"), pass(date(2025, 12, 1))];
    assert_eq!(until(&programme, &lapsed), Some(date(2023, 1, 1)), "an award anew is a new award");
    let told = decisions(&programme, &[pass(date(2025, 7, 1))]);
    assert_eq!(told[0].reason.change, Decided::Refusal);
    assert_eq!(
        told[0].reason.said.text(),
        "Passed the exam of x on 1 July 2025: the last day of new awards was 30 June 2025, so this earns \
         nothing; whoever holds it can still renew it where a route is open."
    );
}

#[test]
fn an_exam_that_goes_on_in_another_language_can_be_passed_until_its_last_day_there() {
    let mut programme = cloudops();
    let old = programme.exams.iter_mut().find(|exam| exam.code == "SOA-C02").unwrap();
    let last_test_day_on = Some(date(2025, 12, 31));
    old.by_language =
        vec![LanguageDates { language: "ja".into(), last_test_day_on, ..LanguageDates::default() }];
    let rules = Rules::new(&programme);
    let holds = |event| rules.last_valid_day(&[event], "sysops").is_some();
    assert!(holds(pass(2025, 12, 31, "SOA-C02")));
    assert!(!holds(pass(2026, 1, 1, "SOA-C02")));
    let told = decisions(&programme, &[pass(2026, 1, 1, "SOA-C02")]);
    assert!(
        told[0].reason.said.text().contains("from 27 July 2021 to 31 December 2025"),
        "{}",
        told[0].reason.said.text()
    );
}
