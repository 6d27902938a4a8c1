//! Ways to renew foresee the policy versions that start later.

use assay_kernel::{Date, Period, Validity, date};
use assay_programme::model::{PolicyVersion, Programme, Route};
use assay_standing::{RenewBy, Rules, standing};

use crate::support::{cloudops, earn, pass, plain, simple, wrap};

/// The cloudops transition with one more version of a policy from a day on.
fn changed(code: &str, from: Date, change: impl Fn(&mut PolicyVersion)) -> Programme {
    let mut programme = cloudops();
    let policy = programme.policies.iter_mut().find(|policy| policy.certification == code).unwrap();
    let mut version = policy.versions[0].clone();
    version.version = from.to_string();
    version.in_force_from = Some(from);
    change(&mut version);
    policy.versions.push(version);
    programme
}

fn ways(programme: &Programme, day: Date) -> Vec<RenewBy> {
    let history = [pass(2024, 3, 10, "SOA-C02"), pass(2025, 10, 20, "SOA-C03")];
    standing(programme, &history, day).credential("cloudops").unwrap().renew_by.clone()
}

#[test]
fn a_route_that_a_later_version_drops_closes_the_day_before_that_version_starts() {
    let programme = changed("cloudops", date(2027, 1, 1), |version| version.routes.clear());
    let ways = ways(&programme, date(2026, 11, 23));
    assert_eq!(ways[0].closes_on, Some(date(2026, 12, 31)));
    insta::assert_snapshot!(wrap(&ways[0].text), @r"
    Pass CloudOps Engineer - Associate (SOA-C03) by 31 December 2026: renews it, valid until 23
      November 2029 if done today.
    ");
    let rules = Rules::new(&programme);
    let renewed = |day| {
        let again = pass(day, 1, 1, "SOA-C03");
        rules.last_valid_day(&[pass(2025, 10, 20, "SOA-C03"), again], "cloudops").unwrap()
    };
    assert_eq!(renewed(2026), Some(date(2029, 1, 1)), "before that day it works");
    assert_eq!(renewed(2027), Some(date(2028, 10, 20)), "from that day on it does not");
}

#[test]
fn a_route_of_a_later_version_only_opens_with_it() {
    let maintain = Route {
        title: "Learn".into(),
        length: Some(Validity::For(Period::months(12))),
        ..simple("maintain", "maintain")
    };
    let programme = changed("cloudops", date(2027, 1, 1), |version| version.routes.push(maintain.clone()));
    let ways = ways(&programme, date(2026, 11, 23));
    let names: Vec<&str> = ways.iter().map(|way| way.route.as_str()).collect();
    assert_eq!(names, ["retake", "maintain", "cascade from dop"]);
    assert_eq!((ways[0].closes_on, ways[0].open_now), (Some(date(2028, 10, 20)), true), "it simply goes on");
    assert_eq!((ways[1].opens_on, ways[1].open_now), (Some(date(2027, 1, 1)), false));
    assert_eq!(ways[1].gives_until, Some(date(2028, 1, 1)));
    insta::assert_snapshot!(wrap(&ways[1].text), @r"
    Complete “maintain” from 1 January 2027 on by 20 October 2028: renews it, valid until 1
      January 2028 if done on the first day, which is earlier than now.
    ");
}

#[test]
fn a_cascade_that_a_later_version_drops_closes_for_each_lower_one_it_leaves_out() {
    let programme = changed("dop", date(2027, 1, 1), |version| {
        version.cascades[0].to.retain(|code| *code != "sysops");
    });
    let history = [pass(2024, 3, 10, "SOA-C02"), pass(2025, 10, 20, "SOA-C03")];
    let today = standing(&programme, &history, date(2026, 11, 23));
    let sysops = &today.credential("sysops").unwrap().renew_by;
    assert_eq!(sysops.len(), 1);
    assert_eq!(sysops[0].closes_on, Some(date(2026, 12, 31)));
    assert_eq!(ways(&programme, date(2026, 11, 23))[1].closes_on, Some(date(2028, 10, 20)));
    let later = standing(&programme, &history, date(2027, 1, 1));
    assert!(later.credential("sysops").unwrap().renew_by.is_empty());
}

#[test]
fn a_route_that_opens_before_expiry_is_told_under_the_version_of_its_first_day() {
    let route = |months| Route {
        opens: Some(Period::days(90)),
        length: Some(Validity::For(Period::months(months))),
        ..simple("learn", "learn")
    };
    let years = |n| Validity::For(Period::months(12 * n));
    let version = |from: Option<Date>, months| PolicyVersion {
        in_force_from: from,
        routes: vec![route(months)],
        ..plain(years(3))
    };
    let mut programme = changed("cloudops", date(2027, 1, 1), |_| {});
    let policy = programme.policies.iter_mut().find(|policy| policy.certification == "cloudops").unwrap();
    policy.versions = vec![version(None, 12), version(Some(date(2027, 1, 1)), 24)];
    let held = standing(&programme, &[earn(2025, 10, 20, "cloudops")], date(2026, 11, 23));
    let way = &held.credentials[0].renew_by[0];
    assert_eq!((way.opens_on, way.closes_on), (Some(date(2028, 7, 22)), Some(date(2028, 10, 20))));
    assert_eq!(way.gives_until, Some(date(2030, 7, 22)), "two years, as the later version says");
}

#[test]
fn new_awards_end_on_the_last_day_the_policy_gives_them() {
    let mut programme = cloudops();
    let dop = programme.policies.iter_mut().find(|policy| policy.certification == "dop").unwrap();
    dop.award_until = Some(date(2027, 1, 31));
    let history = [pass(2024, 3, 10, "SOA-C02")];
    let today = standing(&programme, &history, date(2026, 11, 23));
    assert_eq!(
        today.credentials[0].renew_by[0].closes_on,
        Some(date(2027, 1, 31)),
        "who has none cannot earn it"
    );
}
