//! Ways to renew foresee the policy versions that start later.

use assay_kernel::{Date, Period, Validity, date};
use assay_programme::model::{Amendment, Clause, OutsideEnd, PolicyVersion, Programme, Route, Unless};
use assay_standing::{Event, RenewBy, Rules, Status, standing};
use assay_words::InEnglish;

use crate::support::{act, cloudops, earn, pass, plain, policy, programme, simple, wrap, years};

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
    insta::assert_snapshot!(wrap(&ways[0].said.text()), @r"
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
    insta::assert_snapshot!(wrap(&ways[1].said.text()), @r"
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

/// Without an end of its own; a deadline ends it unless the delta was taken in the three months before.
fn release(change: impl Fn(&mut PolicyVersion)) -> Programme {
    let within = Period::months(3);
    let end = OutsideEnd {
        event: "release".into(),
        delay: Period::days(0),
        unless: Some(Unless { routes: vec!["delta".into()], within }),
    };
    let delta = Route { title: "Pass the delta".into(), ..simple("delta", "delta") };
    let mut version =
        PolicyVersion { expire_after: vec![end], routes: vec![delta], ..plain(Validity::Unlimited) };
    change(&mut version);
    let mut programme = programme(vec![version]);
    programme.world = vec![("release".into(), date(2026, 4, 16))];
    programme
}

/// What is foreseen on a day, and the ways to renew.
fn ahead(programme: &Programme, history: &[Event], day: Date) -> String {
    let standing = standing(programme, history, day);
    let held = standing.credential("x").unwrap();
    let foreseen = held.foreseen.iter().map(|ahead| format!("[{}] {}", ahead.rule, ahead.said.text()));
    let ways = held.renew_by.iter().map(|way| way.said.text());
    wrap(&foreseen.chain(ways).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_deadline_that_is_known_is_foretold_with_what_prevents_it() {
    let programme = release(|_| {});
    let history = [earn(2025, 1, 5, "x")];
    let today = standing(&programme, &history, date(2026, 3, 1));
    let held = &today.credentials[0];
    assert_eq!((held.status, held.valid_until), (Status::Active, None), "by what has happened");
    assert_eq!(held.foreseen[0].valid_until, Some(date(2026, 4, 16)));
    assert_eq!(held.renew_by[0].closes_on, Some(date(2026, 4, 16)));
    insta::assert_snapshot!(ahead(&programme, &history, date(2026, 3, 1)), @r"
    [policies/test.toml:1 (version 1) expire_after release] Ends after 16 April 2026 unless the
      route “Pass the delta” is taken by 16 April 2026: the event “release” of 16 April 2026
      ends it.
    Complete “delta” by 16 April 2026: renews it, valid without end if done today. Without it,
      it ends after 16 April 2026.
    ");
    // Before the three months it would spare nobody, so the way opens with them.
    insta::assert_snapshot!(ahead(&programme, &history, date(2025, 12, 1)), @r"
    [policies/test.toml:1 (version 1) expire_after release] Ends after 16 April 2026 unless the
      route “Pass the delta” is taken from 16 January 2026 on by 16 April 2026: the event
      “release” of 16 April 2026 ends it.
    Complete “delta” from 16 January 2026 on by 16 April 2026: renews it, valid without end if
      done on the first day. Without it, it ends after 16 April 2026.
    ");
    let taken = [earn(2025, 1, 5, "x"), act(date(2026, 2, 1), "delta")];
    assert!(standing(&programme, &taken, date(2026, 3, 1)).credentials[0].foreseen.is_empty());
    let over = standing(&programme, &history, date(2026, 4, 17));
    assert_eq!((over.credentials[0].status, over.credentials[0].foreseen.len()), (Status::Expired, 0));
}

#[test]
fn a_way_that_does_not_help_against_a_deadline_says_so() {
    let programme = release(|version| {
        version.routes = vec![Route { length: Some(years(2)), ..simple("course", "course") }];
    });
    insta::assert_snapshot!(ahead(&programme, &[earn(2025, 1, 5, "x")], date(2026, 3, 1)), @r"
    [policies/test.toml:1 (version 1) expire_after release] Ends after 16 April 2026 unless the
      route “delta” is taken by 16 April 2026: the event “release” of 16 April 2026 ends it.
    Complete “course” by 16 April 2026: renews it, valid until 16 April 2026 if done today. It
      ends after 16 April 2026 all the same.
    ");
    assert_eq!(
        Rules::new(&programme).last_valid_day(&[earn(2025, 1, 5, "x"), act(date(2026, 3, 1), "course")], "x"),
        Some(Some(date(2026, 4, 16)))
    );
}

#[test]
fn what_another_will_keep_alive_is_told_with_the_end() {
    let mut programme = release(|version| version.alive_while_any = vec!["new".into()]);
    programme.policies.push(policy("new", vec![plain(years(9))]));
    let history = [earn(2025, 1, 5, "x"), earn(2025, 1, 5, "new")];
    insta::assert_snapshot!(ahead(&programme, &history, date(2026, 4, 1)), @r"
    [policies/test.toml:1 (version 1) expire_after release] Its own validity ends after 16
      April 2026 unless the route “Pass the delta” is taken by 16 April 2026: the event
      “release” of 16 April 2026 ends it. It stays active as long as new is active.
    Complete “delta” by 16 April 2026: renews it, valid without end if done today. Without it,
      it ends after 16 April 2026.
    ");
}

#[test]
fn an_amendment_of_a_later_day_is_foretold() {
    let amendment = Amendment {
        on: date(2027, 2, 1),
        certifications: vec![],
        earned_from: None,
        shift: Some(Period::months(6)),
        revalidate: None,
        reason: "Test centres are closed.".into(),
        clause: Clause { file: "programme.toml".into(), line: 40 },
    };
    let mut programme = programme(vec![plain(years(3))]);
    programme.amendments = vec![amendment];
    let history = [earn(2024, 3, 10, "x")];
    insta::assert_snapshot!(ahead(&programme, &history, date(2026, 11, 23)), @r"
    [programme.toml:40 amendment of 2027-02-01] The rules for running certifications change on
      1 February 2027. The last valid day then moves from 10 March 2027 to 10 September 2027,
      if nothing else happens. Reason: Test centres are closed.
    ");
    let applied = standing(&programme, &history, date(2027, 2, 1));
    assert_eq!(applied.credentials[0].valid_until, Some(date(2027, 9, 10)));
    assert!(applied.credentials[0].foreseen.is_empty());
}
