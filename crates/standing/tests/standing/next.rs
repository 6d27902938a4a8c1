//! What comes next, as the holder reads it: what is still missing, in which days, and by which exam version.

use assay_kernel::{Date, Period, Validity, date};
use assay_programme::model::{
    Cascade, CascadeEnd, Clause, Cohort, CreditRule, LanguageDates, Need, PolicyVersion, Programme, Route,
    RouteState,
};
use assay_standing::{Event, Happening, RenewBy, Status, standing};
use assay_words::InEnglish;

use crate::support::{
    act, cloudops, credit, earn, exam, pass, plain, policy, programme, simple, wrap, years,
};

fn done(what: &str) -> Need {
    Need::Done(what.into())
}

fn fee(on: Date) -> Event {
    Event::new(on, Happening::Fee { certification: "x".into(), n: 1 })
}

fn on(route: Route, events: &[&str]) -> Route {
    Route { on: events.iter().map(|event| (*event).into()).collect(), ..route }
}

fn ways(programme: &Programme, history: &[Event], day: Date) -> Vec<RenewBy> {
    standing(programme, history, day).credential("x").unwrap().renew_by.clone()
}

/// What a route asks for before `: renews it`, after some events.
fn task(route: &Route, more: &[Event]) -> String {
    let programme = programme(vec![PolicyVersion { routes: vec![route.clone()], ..plain(years(3)) }]);
    let history = [&[earn(2024, 1, 1, "x")], more].concat();
    let text = ways(&programme, &history, date(2026, 1, 1)).remove(0).said.text();
    text.split_once(" by 1 January 2027").unwrap().0.to_owned()
}

#[test]
fn each_thing_that_is_missing_is_said_once() {
    let delta = on(Route { needs: Some(done("delta")), fees: 1, ..simple("delta", "") }, &["delta", "fee"]);
    assert_eq!(task(&delta, &[]), "Complete “delta” and make 1 payment");
    assert_eq!(task(&delta, &[fee(date(2025, 1, 1))]), "Complete “delta”");
    assert_eq!(task(&delta, &[act(date(2025, 1, 1), "delta")]), "Make 1 payment");
    let exempt = Route { fees_after: Some(Period::months(60)), ..delta };
    assert_eq!(task(&exempt, &[]), "Complete “delta”");
}

#[test]
fn the_event_that_begins_a_route_is_said_only_where_nothing_missing_brings_it() {
    let rule = |total| CreditRule { total, min: [].into(), max: [].into(), audit: None };
    let credits = || Need::Credits(rule(40));
    let either = Need::AnyOf(vec![credits(), done("talk")]);
    let route = on(Route { needs: Some(either.clone()), ..simple("mix", "") }, &["pass", "credit"]);
    assert_eq!(
        task(&route, &[]),
        "Pass the exam or earn credits and earn 40 more credits, or complete “talk”"
    );
    assert_eq!(task(&route, &[credit(date(2025, 1, 1), 30)]), "Earn 10 more credits, or complete “talk”");
    let route = on(route, &["talk", "credit"]);
    assert_eq!(task(&route, &[]), "Earn 40 more credits, or complete “talk”", "both begin it");
    let all = Need::AllOf(vec![done("talk"), credits()]);
    let route = on(Route { needs: Some(all), ..simple("all", "") }, &["talk"]);
    assert_eq!(task(&route, &[]), "Complete “talk” and earn 40 more credits");
    // Without needs nothing that was done is kept: the event comes last.
    let route = Route { credits: Some(rule(40)), ..simple("pass", "pass") };
    assert_eq!(task(&route, &[]), "Earn 40 more credits and pass the exam");
    assert_eq!(task(&on(route, &["pass", "credit"]), &[]), "Earn 40 more credits");
}

#[test]
fn a_minimum_alone_is_told_without_a_total() {
    let min = [("A|B".to_owned(), 10), ("C".to_owned(), 5)].into();
    let credits = Some(CreditRule { total: 20, min, max: [].into(), audit: None });
    let route = Route { credits, ..simple("cpe", "credit") };
    assert_eq!(task(&route, &[]), "Earn 20 more credits, among them 10 of A or B and 5 of C");
    assert_eq!(task(&route, &[credit(date(2025, 1, 1), 20)]), "Earn credits: 10 of A or B and 5 of C");
}

/// One exam version until a day, the next one from another.
fn two_exams(last: Date, first: Date) -> Programme {
    let routes = vec![simple("retake", "pass")];
    let mut programme = programme(vec![PolicyVersion { routes, ..plain(years(3)) }]);
    programme.exams = vec![exam("X-1", "x", date(2020, 1, 1), Some(last)), exam("X-2", "x", first, None)];
    programme
}

#[test]
fn a_way_names_each_exam_version_with_its_days() {
    let today = date(2026, 11, 23);
    let history = [earn(2024, 1, 15, "x")];
    let cut = two_exams(date(2026, 11, 30), date(2026, 12, 1));
    let way = ways(&cut, &history, today).remove(0);
    insta::assert_snapshot!(wrap(&way.said.text()), @r"
    Pass x (X-1 until 30 November 2026, or X-2 from 1 December 2026 on) by 15 January 2027:
      renews it, valid until 23 November 2029 if done today.
    ");
    assert_eq!(way.exam.as_ref().unwrap().as_str(), "X-1", "to be taken now");
    let days: Vec<_> =
        way.exams.iter().map(|exam| (exam.exam.as_str(), exam.opens_on, exam.closes_on)).collect();
    assert_eq!(days, [("X-1", None, Some(date(2026, 11, 30))), ("X-2", Some(date(2026, 12, 1)), None)]);
    // After the cut, and where the way ends before it, there is one to name.
    assert!(
        ways(&cut, &history, date(2026, 12, 1))[0].said.text().starts_with("Pass x (X-2) by 15 January 2027")
    );
    let late = two_exams(date(2027, 6, 30), date(2027, 7, 1));
    assert!(ways(&late, &history, today)[0].said.text().starts_with("Pass x (X-1) by 15 January 2027"));
    // Between two that leave a gap, the next one opens the way.
    let gap = two_exams(date(2026, 11, 20), date(2026, 12, 10));
    let way = ways(&gap, &history, today).remove(0);
    assert_eq!((way.open_now, way.opens_on), (false, Some(date(2026, 12, 10))));
    assert!(
        way.said.text().starts_with("Pass x (X-2) from 10 December 2026 on by 15 January 2027"),
        "{}",
        way.said.text()
    );
}

#[test]
fn an_exam_version_nobody_knows_of_yet_is_not_named() {
    let mut programme = two_exams(date(2026, 11, 30), date(2026, 12, 1));
    programme.exams[1].guide_released_on = Some(date(2026, 10, 1));
    let history = [earn(2024, 1, 15, "x")];
    let named = |day| {
        let way = ways(&programme, &history, day).remove(0);
        way.exams.iter().map(|exam| exam.exam.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(named(date(2026, 9, 30)), ["X-1"]);
    assert_eq!(named(date(2026, 10, 1)), ["X-1", "X-2"]);
}

#[test]
fn languages_that_leave_a_gap_or_end_later_are_told() {
    let mut programme = two_exams(date(2026, 11, 30), date(2027, 3, 1));
    let japanese = |first, last| LanguageDates {
        language: "ja".into(),
        first_test_day_on: first,
        last_test_day_on: Some(last),
        ..LanguageDates::default()
    };
    programme.exams[0].languages = vec!["en".into(), "ja".into()];
    programme.exams[0].by_language = vec![japanese(None, date(2026, 12, 31))];
    let history = [earn(2024, 1, 15, "x")];
    let way = ways(&programme, &history, date(2026, 11, 23)).remove(0);
    insta::assert_snapshot!(wrap(&way.said.text()), @r"
    Pass x (X-1, in some languages only until 30 November 2026) by 31 December 2026: renews it,
      valid until 23 November 2029 if done today.
    ");
    // In Japanese it comes back: nobody can sit it in between.
    programme.exams[0].by_language = vec![japanese(Some(date(2026, 12, 10)), date(2026, 12, 31))];
    let way = ways(&programme, &history, date(2026, 12, 2)).remove(0);
    assert_eq!((way.open_now, way.opens_on), (false, Some(date(2026, 12, 10))));
    assert_eq!(way.closes_on, Some(date(2026, 12, 31)));
}

#[test]
fn what_another_keeps_alive_is_not_called_expired() {
    let old = PolicyVersion { alive_while_any: vec!["new".into()], ..plain(years(1)) };
    let programme = Programme {
        policies: vec![policy("x", vec![old]), policy("new", vec![plain(years(9))])],
        ..Programme::default()
    };
    let held =
        |history: &[Event]| standing(&programme, history, date(2022, 1, 1)).credential("x").unwrap().clone();
    let alive = held(&[earn(2020, 1, 1, "x"), earn(2020, 1, 1, "new")]);
    assert_eq!(alive.status, Status::Active);
    let over = held(&[earn(2020, 1, 1, "x")]);
    assert_eq!(over.status, Status::Expired);
    let [alive, over] = [alive, over].map(|held| held.renew_by[0].said.text());
    insta::assert_snapshot!(wrap(&format!("{alive}\n{over}")), @r"
    Its own last valid day was 1 January 2021: it is active as long as new is, and nothing
      renews it. Pass the exam of x: earns it, valid until 1 January 2023 if done today.
    It has expired and can no longer be renewed. Pass the exam of x: earns it, valid until 1
      January 2023 if done today.
    ");
}

#[test]
fn a_state_between_two_that_are_allowed_is_not_open() {
    let states = vec![RouteState::Active, RouteState::Suspended];
    let version = PolicyVersion {
        grace: Some(Period::days(30)),
        suspension: Some(Period::days(60)),
        routes: vec![Route { states, ..simple("late", "late") }],
        ..plain(years(1))
    };
    let programme = programme(vec![version]);
    let days = |day| {
        let way = ways(&programme, &[earn(2024, 1, 1, "x")], day).remove(0);
        (way.open_now, way.opens_on, way.closes_on)
    };
    let suspension = (Some(date(2025, 2, 1)), Some(date(2025, 4, 1)));
    assert_eq!(days(date(2024, 6, 1)), (true, None, Some(date(2025, 1, 1))));
    assert_eq!(days(date(2025, 1, 15)), (false, suspension.0, suspension.1), "grace");
    assert_eq!(days(date(2025, 2, 1)), (true, suspension.0, suspension.1));
}

/// `x` below a top one that a pass renews, and of which no new awards are made after a day.
fn below(award_until: Date) -> Programme {
    let down = Cascade {
        to: vec!["x".into()],
        set: CascadeEnd::Event,
        states: vec![RouteState::Active],
        even_retired: false,
        until: None,
        clause: Clause::default(),
    };
    let top =
        PolicyVersion { routes: vec![simple("retake", "pass")], cascades: vec![down], ..plain(years(1)) };
    let mut programme = programme(vec![plain(years(5))]);
    programme.policies.push(policy("top", vec![top]));
    programme.policies[1].award_until = Some(award_until);
    programme
}

#[test]
fn once_the_upper_one_is_over_it_renews_only_as_long_as_it_is_awarded() {
    let history = [earn(2024, 1, 1, "x"), earn(2025, 6, 1, "top")];
    let closes = |award_until| ways(&below(award_until), &history, date(2025, 7, 1))[0].closes_on;
    assert_eq!(closes(date(2025, 12, 31)), Some(date(2026, 6, 1)), "it is renewed while it is held");
    assert_eq!(closes(date(2027, 12, 31)), Some(date(2027, 12, 31)), "after that it is awarded anew");
    assert_eq!(closes(date(2032, 12, 31)), Some(date(2030, 6, 1)), "what is to be renewed ends first");
}

#[test]
fn what_is_earned_anew_ends_as_its_cohort_says() {
    let cohort = Cohort { from: None, to: None, validity: None, fixed: Some(date(2030, 12, 31)) };
    let mut programme = programme(vec![PolicyVersion { cohorts: vec![cohort], ..plain(years(1)) }]);
    programme.policies[0].award_until = Some(date(2031, 6, 30));
    let amended = Happening::Amend {
        certifications: vec![],
        earned_from: None,
        shift: None,
        revalidate: Some(Validity::For(Period::months(12))),
        reason: None,
    };
    let history = [earn(2024, 1, 1, "x"), Event::new(date(2024, 6, 1), amended)];
    let way = ways(&programme, &history, date(2026, 1, 1)).remove(0);
    assert_eq!((way.gives_until, way.closes_on), (Some(date(2030, 12, 31)), Some(date(2031, 6, 30))));
    assert!(ways(&programme, &history, date(2031, 7, 1)).is_empty(), "no new awards");
}

#[test]
fn around_the_cut_holders_read_what_can_be_sat() {
    let way = |day| {
        let history = [pass(2023, 3, 10, "SOA-C02")];
        let mut programme = cloudops();
        let sysops = programme.policies.iter_mut().find(|policy| policy.certification == "sysops").unwrap();
        sysops.versions[0].routes = vec![simple("retake", "pass")];
        standing(&programme, &history, day).credential("sysops").unwrap().renew_by[0].said.text()
    };
    let told = [way(date(2025, 9, 20)), way(date(2025, 9, 29)), way(date(2025, 9, 30))];
    insta::assert_snapshot!(wrap(&told.join("\n")), @r"
    Pass SysOps Administrator - Associate (SOA-C02) by 29 September 2025: renews it, valid
      until 20 September 2028 if done today.
    Pass SysOps Administrator - Associate (SOA-C02) by 29 September 2025: renews it, valid
      until 29 September 2028 if done today.
    Pass DevOps Engineer - Professional (DOP-C02) by 10 March 2026: renews this one as well,
      valid until 30 September 2028 if done today.
    ");
}
