//! The cloudops transition as its holders live it.

use assay_kernel::{Period, date};
use assay_programme::model::{Amendment, Clause, Programme};
use assay_standing::{Decided, Event, Happening, PersonStanding, Rules, Status, decisions, standing};
use assay_words::{InEnglish, Told};

use crate::support::{cloudops, earn, pass, wrap};

#[test]
fn two_badges_keep_their_own_dates() {
    let history = [pass(2024, 3, 10, "SOA-C02"), pass(2025, 10, 20, "SOA-C03")];
    let standing = standing(&cloudops(), &history, date(2025, 10, 21));
    let codes: Vec<&str> = standing.credentials.iter().map(|c| c.credential.as_str()).collect();
    assert_eq!(codes, ["cloudops", "sysops"], "in the programme's order");
    assert_eq!(standing.credential("sysops").unwrap().valid_until, Some(date(2027, 3, 10)));
    assert_eq!(standing.credential("cloudops").unwrap().valid_until, Some(date(2028, 10, 20)));
}

#[test]
fn the_professional_one_renews_both_and_says_why() {
    let history = [pass(2024, 3, 10, "SOA-C02"), pass(2025, 10, 20, "SOA-C03"), pass(2027, 2, 1, "DOP-C02")];
    let standing = standing(&cloudops(), &history, date(2027, 2, 2));
    for code in ["sysops", "cloudops", "dop"] {
        assert_eq!(standing.credential(code).unwrap().valid_until, Some(date(2030, 2, 1)), "{code}");
    }
    let sysops = standing.credential("sysops").unwrap();
    let reasons: Vec<String> =
        sysops.reasons.iter().map(|r| format!("{} [{}] {}", r.on, r.rule, r.said.text())).collect();
    insta::assert_snapshot!(wrap(&reasons.join("\n")), @r"
    2024-03-10 [policies/sysops.toml:3 (version 2025-07-15)] Passed SysOps Administrator -
      Associate (SOA-C02) on 10 March 2024: awarded. Valid until 10 March 2027 (3 years).
    2027-02-01 [policies/dop.toml:12 (version 2025-07-15) cascade from dop] Passed DevOps
      Engineer - Professional (DOP-C02) on 1 February 2027 while this was held: it is renewed
      along with DevOps Engineer - Professional. The last valid day moves from 10 March 2027 to
      1 February 2030, the same last valid day as DevOps Engineer - Professional.
    ");
    let bars: Vec<_> = sysops.timeline.iter().map(|s| (s.from, s.until.unwrap(), s.by.as_str())).collect();
    let first = (date(2024, 3, 10), date(2027, 1, 31), "award");
    let second = (date(2027, 2, 1), date(2030, 2, 1), "cascade from dop");
    assert_eq!(bars, [first, second]);
}

#[test]
fn the_last_valid_day_is_inclusive_and_the_next_one_is_not() {
    let programme = cloudops();
    let history = [pass(2024, 3, 10, "SOA-C02")];
    let rules = Rules::new(&programme);
    assert_eq!(rules.status_on(&history, "sysops", date(2024, 3, 9)), Status::None);
    assert_eq!(rules.status_on(&history, "sysops", date(2027, 3, 10)), Status::Active);
    assert_eq!(rules.status_on(&history, "sysops", date(2027, 3, 11)), Status::Expired);
    let over = rules.standing(&history, date(2027, 3, 11));
    let reason = over.credentials[0].reasons.last().unwrap();
    assert_eq!((reason.change, reason.on), (Decided::Status, date(2027, 3, 11)));
}

#[test]
fn a_professional_pass_on_the_last_day_still_renews_and_a_day_later_revives_nothing() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let in_time = [pass(2024, 3, 10, "SOA-C02"), pass(2027, 3, 10, "DOP-C02")];
    assert_eq!(rules.last_valid_day(&in_time, "sysops"), Some(Some(date(2030, 3, 10))));
    let too_late = [pass(2024, 3, 10, "SOA-C02"), pass(2027, 3, 11, "DOP-C02")];
    assert_eq!(rules.last_valid_day(&too_late, "sysops"), Some(Some(date(2027, 3, 10))));
    let sysops = rules.standing(&too_late, date(2027, 3, 11)).credential("sysops").unwrap().clone();
    assert_eq!(sysops.status, Status::Expired);
    let changes: Vec<Decided> = sysops.reasons.iter().map(|reason| reason.change).collect();
    assert!(changes.contains(&Decided::Refusal), "{changes:?}");
}

#[test]
fn reasons_stand_in_the_order_of_their_days() {
    let history = [pass(2024, 3, 10, "SOA-C02"), pass(2028, 1, 1, "DOP-C02")];
    let standing = standing(&cloudops(), &history, date(2028, 2, 1));
    let reasons = &standing.credential("sysops").unwrap().reasons;
    let days: Vec<_> = reasons.iter().map(|reason| (reason.on, reason.change)).collect();
    let expected = [
        (date(2024, 3, 10), Decided::Award),
        (date(2027, 3, 11), Decided::Status),
        (date(2028, 1, 1), Decided::Refusal),
    ];
    assert_eq!(days, expected);
}

#[test]
fn an_old_exam_passed_a_day_after_its_last_test_day_earns_nothing() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    assert_eq!(rules.outcome(&[pass(2025, 9, 29, "SOA-C02")], date(2025, 9, 29)).len(), 1);
    let standing = rules.standing(&[pass(2025, 9, 30, "SOA-C02")], date(2025, 10, 1));
    assert!(standing.credentials.is_empty());
    let unused = format!("[{}] {}", standing.unused[0].rule, standing.unused[0].said.text());
    insta::assert_snapshot!(wrap(&unused), @r"
    [exams/SOA-C02.toml:5 test dates of SOA-C02] Passed SysOps Administrator - Associate
      (SOA-C02) on 30 September 2025: SOA-C02 can be sat from 27 July 2021 to 29 September
      2025, so this pass earns nothing.
    ");
    assert!(rules.outcome(&[pass(2025, 9, 29, "SOA-C03")], date(2026, 1, 1)).is_empty(), "a day too early");
}

#[test]
fn the_new_exam_does_not_renew_the_old_certification() {
    let programme = cloudops();
    let history = [pass(2024, 3, 10, "SOA-C02"), pass(2027, 3, 1, "SOA-C03")];
    assert_eq!(Rules::new(&programme).last_valid_day(&history, "sysops"), Some(Some(date(2027, 3, 10))));
}

#[test]
fn a_held_cloud_practitioner_follows_a_pass_of_the_new_exam() {
    let programme = cloudops();
    let history = [pass(2024, 5, 1, "CLF-C02"), pass(2025, 10, 20, "SOA-C03")];
    let standing = standing(&programme, &history, date(2025, 10, 20));
    assert_eq!(standing.credential("clf").unwrap().valid_until, Some(date(2028, 10, 20)));
    let alone = Rules::new(&programme).outcome(&[pass(2025, 10, 20, "SOA-C03")], date(2026, 1, 1));
    assert_eq!(alone.len(), 1, "a cascade awards nothing that is not held");
}

#[test]
fn renewing_on_the_last_day_counts_from_that_day_and_a_day_later_is_a_new_award() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let in_time = [pass(2025, 10, 20, "SOA-C03"), pass(2028, 10, 20, "SOA-C03")];
    let held = rules.outcome(&in_time, date(2028, 10, 21))[0];
    assert_eq!((held.earned_on, held.valid_from), (date(2025, 10, 20), date(2028, 10, 20)));
    assert_eq!(held.valid_until, Some(date(2031, 10, 20)));
    let late = [pass(2025, 10, 20, "SOA-C03"), pass(2028, 10, 21, "SOA-C03")];
    assert_eq!(rules.outcome(&late, date(2028, 10, 21))[0].earned_on, date(2028, 10, 21));
}

#[test]
fn somebody_who_earned_it_on_leap_day_is_valid_until_the_28th() {
    let standing = standing(&cloudops(), &[pass(2024, 2, 29, "SOA-C02")], date(2024, 3, 1));
    assert_eq!(standing.credentials[0].valid_until, Some(date(2027, 2, 28)));
}

#[test]
fn a_sysops_holder_sees_the_professional_exam_as_the_only_way() {
    let standing = standing(&cloudops(), &[pass(2024, 3, 10, "SOA-C02")], date(2026, 11, 23));
    let ways = &standing.credentials[0].renew_by;
    assert_eq!(ways.len(), 1);
    assert_eq!(ways[0].closes_on, Some(date(2027, 3, 10)));
    assert_eq!(ways[0].gives_until, Some(date(2029, 11, 23)));
    assert!(ways[0].open_now);
    insta::assert_snapshot!(wrap(&format!("{}: {}", ways[0].route, ways[0].said.text())), @r"
    cascade from dop: Pass DevOps Engineer - Professional (DOP-C02) by 10 March 2027: renews
      this one as well, valid until 23 November 2029 if done today.
    ");
}

#[test]
fn a_cloudops_holder_sees_the_own_exam_and_the_professional_one() {
    let standing = standing(&cloudops(), &[pass(2025, 10, 20, "SOA-C03")], date(2026, 11, 23));
    let ways = standing.credentials[0].renew_by.iter();
    let texts: Vec<String> = ways.map(|way| format!("{}: {}", way.route, way.said.text())).collect();
    insta::assert_snapshot!(wrap(&texts.join("\n")), @r"
    retake: Pass CloudOps Engineer - Associate (SOA-C03) by 20 October 2028: renews it, valid
      until 23 November 2029 if done today.
    cascade from dop: Pass DevOps Engineer - Professional (DOP-C02) by 20 October 2028: renews
      this one as well, valid until 23 November 2029 if done today.
    ");
}

#[test]
fn an_expired_certification_points_to_its_exam_or_to_its_successor() {
    let history = [pass(2021, 8, 1, "SOA-C02"), pass(2025, 10, 20, "SOA-C03")];
    let later = standing(&cloudops(), &history, date(2029, 1, 1));
    let text = |code| later.credential(code).unwrap().renew_by[0].said.text();
    insta::assert_snapshot!(wrap(&format!("{}\n{}", text("sysops"), text("cloudops"))), @r"
    It has expired and can no longer be renewed. SysOps Administrator - Associate is no longer
      offered; CloudOps Engineer - Associate follows it. Pass CloudOps Engineer - Associate
      (SOA-C03): earns it, valid until 1 January 2032 if done today.
    It has expired and can no longer be renewed. Pass CloudOps Engineer - Associate (SOA-C03):
      earns it, valid until 1 January 2032 if done today.
    ");
}

#[test]
fn whoever_holds_the_successor_is_not_told_to_earn_it() {
    let history = [pass(2021, 8, 1, "SOA-C02"), pass(2025, 10, 20, "SOA-C03")];
    let today = standing(&cloudops(), &history, date(2026, 11, 23));
    assert_eq!(today.credential("sysops").unwrap().status, Status::Expired);
    assert!(today.credential("sysops").unwrap().renew_by.is_empty());
}

#[test]
fn an_exam_that_is_still_to_come_is_announced_with_its_first_day() {
    let standing = standing(&cloudops(), &[earn(2024, 9, 1, "cloudops")], date(2025, 9, 1));
    let way = &standing.credentials[0].renew_by[0];
    assert!(!way.open_now);
    assert_eq!(way.opens_on, Some(date(2025, 9, 30)));
    assert_eq!(way.gives_until, Some(date(2028, 9, 30)));
}

#[test]
fn a_revoked_certification_stays_revoked_until_it_is_earned_anew() {
    let programme = cloudops();
    let reason = Some("Result withdrawn.".into());
    let revoke = Event::new(date(2026, 1, 5), Happening::Revoke { certification: "cloudops".into(), reason });
    let history = [pass(2025, 10, 20, "SOA-C03"), revoke, pass(2026, 3, 1, "DOP-C02")];
    let standing = standing(&programme, &history, date(2026, 3, 2));
    let cloudops = standing.credential("cloudops").unwrap();
    assert_eq!((cloudops.status, cloudops.revoked_on), (Status::Revoked, Some(date(2026, 1, 5))));
    assert!(cloudops.renew_by.is_empty());
    assert!(cloudops.reasons[1].said.text().ends_with("Reason: Result withdrawn."));
    let anew = [&history[..], &[pass(2027, 3, 1, "SOA-C03")]].concat();
    assert_eq!(Rules::new(&programme).status_on(&anew, "cloudops", date(2027, 3, 1)), Status::Active);
}

#[test]
fn what_is_reinstated_is_held_as_before_and_what_was_done_meanwhile_renewed_nothing() {
    let programme = cloudops();
    let rules = Rules::new(&programme);
    let revoke = Happening::Revoke { certification: "cloudops".into(), reason: None };
    let revoke = Event::new(date(2026, 1, 5), revoke);
    let reason = Some("The appeal was upheld.".to_owned());
    let reinstate = Happening::Reinstate { certification: "cloudops".into(), reason };
    let reinstate = Event::new(date(2026, 4, 1), reinstate);
    let history = [pass(2025, 10, 20, "SOA-C03"), revoke, pass(2026, 3, 1, "DOP-C02"), reinstate.clone()];
    let never = rules.standing(&history[..1], date(2026, 4, 1));
    let standing = rules.standing(&history, date(2026, 4, 1));
    let (now, before) = (standing.credential("cloudops").unwrap(), never.credential("cloudops").unwrap());
    assert_eq!((now.status, now.revoked_on), (Status::Active, None));
    assert_eq!((now.valid_until, now.earned_on), (before.valid_until, before.earned_on));
    let told = now.reasons.last().unwrap();
    assert_eq!(told.change, Decided::Reinstatement);
    assert_eq!(
        told.said.text(),
        "Reinstated by the certification body on 1 April 2026. Reason: The appeal was upheld."
    );
    assert_eq!(rules.status_on(&history, "cloudops", date(2026, 3, 31)), Status::Revoked);
    // The days on which it was revoked are no period of validity.
    let bar: Vec<_> = now.timeline.iter().map(|span| (span.from, span.until)).collect();
    let first = (date(2025, 10, 20), Some(date(2026, 1, 4)));
    assert_eq!(bar, [first, (date(2026, 4, 1), before.valid_until)]);
    // Saying it again, or of what is not revoked, changes nothing and says so to whoever asks.
    let again = [&history[..], &[reinstate]].concat();
    assert_eq!(rules.standing(&again, date(2026, 4, 1)), standing);
    let last = rules.decisions(&again).pop().unwrap();
    assert!(
        last.reason.said.text().ends_with("neither revoked nor suspended by the body, so nothing changes."),
        "{last:?}"
    );
}

#[test]
fn an_amendment_of_the_programme_reaches_what_runs_on_its_day() {
    let amendment = Amendment {
        on: date(2026, 3, 16),
        certifications: vec![],
        earned_from: Some(date(2025, 1, 1)),
        shift: Some(Period::months(6)),
        revalidate: None,
        reason: "Test centres are closed.".into(),
        clause: Clause { file: "programme.toml".into(), line: 40 },
    };
    let programme = Programme { amendments: vec![amendment], ..cloudops() };
    let rules = Rules::new(&programme);
    let history = [pass(2024, 3, 10, "SOA-C02"), pass(2025, 10, 20, "SOA-C03")];
    assert_eq!(rules.last_valid_day(&history, "cloudops"), Some(Some(date(2029, 4, 20))));
    assert_eq!(rules.last_valid_day(&history, "sysops"), Some(Some(date(2027, 3, 10))), "earned too early");
    assert_eq!(rules.outcome(&history, date(2026, 3, 15))[0].valid_until, Some(date(2028, 10, 20)));
    let moved = rules.standing(&history, date(2026, 3, 16));
    let reason = moved.credential("cloudops").unwrap().reasons.last().unwrap();
    assert_eq!(reason.rule, "programme.toml:40 amendment of 2026-03-16");
    assert!(reason.said.text().contains("Test centres are closed."), "{}", reason.said.text());
}

#[test]
fn the_json_is_that_of_the_interfaces() {
    let standing = standing(&cloudops(), &[pass(2024, 3, 10, "SOA-C02")], date(2026, 11, 23));
    let people = vec![PersonStanding { person: "p1".into(), standing }];
    let json: serde_json::Value = serde_json::to_value(Told(&people)).unwrap();
    let credential = &json[0]["credentials"][0];
    assert_eq!(json[0]["person"], "p1");
    assert_eq!(credential["credential"], "sysops");
    assert_eq!(credential["title"], "SysOps Administrator - Associate");
    assert_eq!(credential["status"], "active");
    assert_eq!(credential["earned_on"], "2024-03-10");
    assert_eq!(credential["valid_until"], "2027-03-10");
    assert_eq!(credential["reasons"][0]["on"], "2024-03-10");
    assert_eq!(credential["renew_by"][0]["opens_on"], serde_json::Value::Null);
    assert_eq!(credential["renew_by"][0]["closes_on"], "2027-03-10");
}

#[test]
fn explain_tells_every_decision_with_the_events_reference() {
    let mut late = pass(2025, 9, 30, "SOA-C02");
    late.reference = Some("sit_1".into());
    let told = decisions(&cloudops(), &[late, pass(2026, 1, 1, "XXX-C01")]);
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].certification.as_ref().unwrap().as_str(), "sysops");
    assert_eq!((told[0].reference.as_deref(), told[0].reason.change), (Some("sit_1"), Decided::Refusal));
    assert_eq!(told[1].certification, None);
}
