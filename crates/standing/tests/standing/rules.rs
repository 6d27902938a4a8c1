//! One primitive at a time (docs/concepts/renewal-rules.md), where the worked cases leave room.

use assay_kernel::{Period, date};
use assay_programme::model::{
    Anchor, Carry, Cascade, CascadeEnd, Clause, CreditRule, EndRule, Policy, PolicyVersion, Programme, Route,
    RouteState,
};
use assay_standing::{Decided, Event, Happening, Histories, HistoryLine, Rules, Status, decisions, standing};
use assay_words::InEnglish;

use crate::support::{act, catalogue, credit, earn, plain, programme, simple, until, wrap, years};

#[test]
fn the_end_rules_give_the_day_the_day_before_or_the_end_of_its_month() {
    for (end, last) in [
        (EndRule::Anniversary, date(2020, 2, 3)),
        (EndRule::DayBefore, date(2020, 2, 2)),
        (EndRule::EndOfMonth, date(2020, 2, 29)),
    ] {
        let programme = programme(vec![PolicyVersion { end, ..plain(years(3)) }]);
        assert_eq!(until(&programme, &[earn(2017, 2, 3, "x")]), Some(last));
    }
}

#[test]
fn a_period_from_expiry_keeps_the_rhythm_over_a_leap_day() {
    let route = Route { anchor: Anchor::Expiry, ..simple("keep", "keep") };
    let version = PolicyVersion { end: EndRule::DayBefore, routes: vec![route], ..plain(years(1)) };
    let history = [earn(2022, 3, 1, "x"), act(date(2023, 2, 1), "keep")];
    assert_eq!(until(&programme(vec![version]), &history), Some(date(2024, 2, 29)));
}

#[test]
fn a_window_is_inclusive_at_both_ends() {
    let (opens, closes) = (Some(Period::days(60)), Some(Period::days(10)));
    let route = Route { opens, closes, ..simple("game", "game") };
    let programme = programme(vec![PolicyVersion { routes: vec![route], ..plain(years(2)) }]);
    let earned = earn(2023, 5, 10, "x");
    for (on, renews) in [
        (date(2025, 3, 10), false),
        (date(2025, 3, 11), true),
        (date(2025, 4, 30), true),
        (date(2025, 5, 1), false),
    ] {
        let last = until(&programme, &[earned.clone(), act(on, "game")]);
        assert_eq!(last != Some(date(2025, 5, 10)), renews, "{on}");
    }
    let early = standing(&programme, std::slice::from_ref(&earned), date(2025, 1, 1));
    let way = &early.credentials[0].renew_by[0];
    assert_eq!((way.opens_on, way.closes_on), (Some(date(2025, 3, 11)), Some(date(2025, 4, 30))));
    assert!(standing(&programme, &[earned], date(2025, 5, 1)).credentials[0].renew_by.is_empty());
}

#[test]
fn renewing_early_costs_days_and_says_so_unless_the_policy_never_shortens() {
    let routes = vec![Route { length: Some(years(1)), ..simple("maintain", "maintain") }];
    let mut version = PolicyVersion { routes, ..plain(years(3)) };
    let history = [earn(2024, 1, 1, "x"), act(date(2024, 6, 1), "maintain")];
    let shortening = programme(vec![version.clone()]);
    assert_eq!(until(&shortening, &history), Some(date(2025, 6, 1)));
    let told = decisions(&shortening, &history);
    assert!(told[1].reason.said.text().contains("which is earlier"), "{}", told[1].reason.said.text());
    let warned = standing(&shortening, &history[..1], date(2024, 6, 1)).credentials[0].renew_by[0].clone();
    assert!(warned.said.text().ends_with("which is earlier than now."), "{}", warned.said.text());
    version.never_shorten = true;
    assert_eq!(until(&programme(vec![version]), &history), Some(date(2027, 1, 1)));
}

#[test]
fn the_policy_version_of_the_events_day_governs() {
    let old = PolicyVersion { version: "old".into(), ..plain(years(3)) };
    let new = PolicyVersion {
        version: "new".into(),
        in_force_from: Some(date(2024, 4, 1)),
        routes: vec![simple("retake", "again")],
        ..plain(years(2))
    };
    let programme = programme(vec![old, new]);
    assert_eq!(until(&programme, &[earn(2024, 3, 31, "x")]), Some(date(2027, 3, 31)));
    assert_eq!(until(&programme, &[earn(2024, 4, 1, "x")]), Some(date(2026, 4, 1)));
    let renewed = [earn(2024, 3, 31, "x"), act(date(2026, 1, 1), "again")];
    assert_eq!(until(&programme, &renewed), Some(date(2028, 1, 1)));
    let reasons = standing(&programme, &renewed, date(2026, 1, 1)).credentials[0].reasons.clone();
    assert!(reasons[0].rule.contains("(version old)"), "{}", reasons[0].rule);
    assert!(reasons[1].rule.contains("(version new) route retake"), "{}", reasons[1].rule);
}

#[test]
fn a_later_version_with_grace_brings_nothing_back() {
    let new = PolicyVersion {
        in_force_from: Some(date(2025, 6, 15)),
        grace: Some(Period::days(90)),
        ..plain(years(1))
    };
    let programme = programme(vec![plain(years(1)), new]);
    let rules = Rules::new(&programme);
    assert_eq!(rules.status_on(&[earn(2024, 6, 1, "x")], "x", date(2025, 6, 20)), Status::Expired);
    assert_eq!(rules.status_on(&[earn(2024, 7, 1, "x")], "x", date(2025, 7, 2)), Status::Grace);
}

#[test]
fn a_credit_earned_in_grace_counts_for_one_cycle_only() {
    let route = Route {
        anchor: Anchor::Expiry,
        states: vec![RouteState::Active, RouteState::Grace],
        credits: Some(CreditRule { total: 20, ..CreditRule::default() }),
        credit_until: Some(Period::days(90)),
        ..simple("cpe", "credit")
    };
    let version = PolicyVersion { grace: Some(Period::days(90)), routes: vec![route], ..plain(years(1)) };
    let programme = programme(vec![version]);
    let saved = [earn(2024, 1, 1, "x"), credit(date(2025, 2, 1), 20)];
    assert_eq!(until(&programme, &saved), Some(date(2026, 1, 1)));
    let again = [&saved[..], &[credit(date(2025, 3, 1), 5)]].concat();
    assert_eq!(until(&programme, &again), Some(date(2026, 1, 1)));
    let standing = standing(&programme, &again, date(2025, 3, 1));
    assert_eq!(standing.credentials[0].renew_by[0].missing.credits, 15);
    let enough = [&again[..], &[credit(date(2025, 4, 1), 15)]].concat();
    assert_eq!(until(&programme, &enough), Some(date(2027, 1, 1)));
}

#[test]
fn surplus_of_the_last_months_goes_into_the_next_cycle_up_to_its_cap() {
    let route = Route {
        anchor: Anchor::Expiry,
        credits: Some(CreditRule { total: 60, ..CreditRule::default() }),
        carry: Some(Carry { max: 20, last: Period::months(12), categories: vec![] }),
        ..simple("pdu", "credit")
    };
    let programme = programme(vec![PolicyVersion { routes: vec![route], ..plain(years(3)) }]);
    let first = [earn(2017, 2, 3, "x"), credit(date(2018, 1, 1), 60), credit(date(2019, 6, 1), 50)];
    assert_eq!(until(&programme, &first), Some(date(2023, 2, 3)), "no second renewal from the same cycle");
    let short = [&first[..], &[credit(date(2021, 1, 1), 39)]].concat();
    assert_eq!(until(&programme, &short), Some(date(2023, 2, 3)));
    let enough = [&first[..], &[credit(date(2021, 1, 1), 40)]].concat();
    assert_eq!(until(&programme, &enough), Some(date(2026, 2, 3)));
}

#[test]
fn a_cascade_never_shortens_and_starts_no_cascade_of_its_own() {
    let to = |code: &str, set| Cascade {
        to: vec![code.into()],
        set,
        states: vec![RouteState::Active],
        even_retired: false,
        until: Some(date(2030, 1, 1)),
        clause: Clause::default(),
    };
    let policy = |code: &str, version| Policy {
        certification: code.into(),
        versions: vec![version],
        retired_on: None,
        award_until: None,
        governed_by: Default::default(),
    };
    let top = PolicyVersion { cascades: vec![to("middle", CascadeEnd::Match)], ..plain(years(1)) };
    let middle = PolicyVersion { cascades: vec![to("x", CascadeEnd::Event)], ..plain(years(3)) };
    let programme = Programme {
        policies: vec![policy("top", top), policy("middle", middle), policy("x", plain(years(3)))],
        ..Programme::default()
    };
    let rules = Rules::new(&programme);
    let history = [earn(2022, 2, 1, "middle"), earn(2024, 1, 1, "x"), earn(2024, 6, 1, "top")];
    assert_eq!(rules.last_valid_day(&history, "middle"), Some(Some(date(2025, 6, 1))));
    assert_eq!(rules.last_valid_day(&history, "x"), Some(Some(date(2027, 1, 1))), "no chain");
    let longer = [earn(2024, 2, 1, "middle"), earn(2024, 6, 1, "top")];
    assert_eq!(rules.last_valid_day(&longer, "middle"), Some(Some(date(2027, 2, 1))), "not shortened");
    let late = [earn(2028, 1, 1, "x"), earn(2030, 1, 2, "middle")];
    assert_eq!(rules.last_valid_day(&late, "x"), Some(Some(date(2031, 1, 1))), "the cascade has ended");
}

#[test]
fn five_specialists_make_an_architect_until_the_first_of_them_lapses() {
    let Some(policies) = catalogue() else { return };
    let rules = Rules::new(&policies["redhat"]);
    let mut history: Vec<Event> = (1..=5).map(|month| earn(2024, month, 10, &format!("sp{month}"))).collect();
    assert_eq!(rules.status_on(&history, "rhca", date(2024, 5, 9)), Status::Inactive);
    assert!(rules.standing(&history, date(2024, 5, 9)).credential("rhca").is_none(), "never reached");
    let reached = rules.standing(&history, date(2024, 5, 10)).credential("rhca").unwrap().clone();
    assert_eq!((reached.status, reached.earned_on), (Status::Active, date(2024, 5, 10)));
    assert_eq!(reached.valid_until, Some(date(2027, 1, 10)));
    assert_eq!(rules.status_on(&history, "rhca", date(2027, 1, 11)), Status::Inactive);
    history.push(earn(2027, 3, 1, "sp1"));
    assert_eq!(rules.status_on(&history, "rhca", date(2027, 3, 1)), Status::Inactive, "sp2 has lapsed");
    history.push(earn(2027, 3, 2, "sp2"));
    let restored = rules.standing(&history, date(2027, 3, 2)).credential("rhca").unwrap().clone();
    assert_eq!((restored.status, restored.valid_until), (Status::Active, Some(date(2027, 3, 10))));
    assert_eq!((restored.earned_on, restored.valid_from), (date(2024, 5, 10), date(2027, 3, 2)));
    assert_eq!(restored.timeline.len(), 2);
}

#[test]
fn an_old_version_counts_as_active_while_a_current_one_is() {
    let Some(policies) = catalogue() else { return };
    let rules = Rules::new(&policies["oracle"]);
    let retire = Event::new(date(2016, 3, 1), Happening::World { name: "10g-retire".into() });
    let history = [earn(2007, 1, 1, "ocp10g"), retire, earn(2017, 1, 1, "ocp12c")];
    assert_eq!(rules.status_on(&history, "ocp10g", date(2016, 3, 1)), Status::Active);
    assert_eq!(rules.status_on(&history, "ocp10g", date(2016, 3, 2)), Status::Expired);
    let alive = rules.standing(&history, date(2017, 1, 1)).credential("ocp10g").unwrap().clone();
    assert_eq!(alive.status, Status::Active);
    assert!(alive.reasons.iter().any(|reason| reason.said.text().contains("as long as ocp12c is active")));
}

#[test]
fn a_maintenance_done_on_the_day_of_the_deadline_is_in_time() {
    let Some(mut policies) = catalogue() else { return };
    let programme = policies.get_mut("servicenow").unwrap();
    programme.world = vec![("missed-zurich-deadline".into(), date(2026, 4, 16))];
    let rules = Rules::new(programme);
    let delta = |on| Event::new(on, Happening::Do { certification: "csa".into(), what: "delta".to_owned() });
    let in_time = [earn(2026, 1, 5, "csa"), delta(date(2026, 4, 16))];
    assert_eq!(rules.last_valid_day(&in_time, "csa"), Some(None));
    let late = [earn(2026, 1, 5, "csa"), delta(date(2026, 4, 17))];
    assert_eq!(rules.last_valid_day(&late, "csa"), Some(Some(date(2026, 4, 16))));
}

#[test]
fn half_the_credits_are_progress_for_explain_and_no_reason() {
    let Some(policies) = catalogue() else { return };
    let credit = Happening::Credit { certification: "gcih".into(), n: 30, category: None };
    let history = [earn(2022, 6, 15, "gcih"), Event::new(date(2025, 1, 10), credit)];
    let told = decisions(&policies["giac"], &history);
    assert_eq!(told[1].reason.change, Decided::Progress);
    let standing = standing(&policies["giac"], &history, date(2025, 1, 11));
    assert_eq!(standing.credentials[0].reasons.len(), 1);
    let texts: Vec<String> = standing.credentials[0].renew_by.iter().map(|way| way.said.text()).collect();
    insta::assert_snapshot!(wrap(&format!("{}\n{}", told[1].reason.said.text(), texts.join("\n"))), @r"
    Earned 30 credits on 10 January 2025: the route “cpe” is not complete yet: 30 of 36 credits
      counted and 0 of 1 payments made.
    Earn 6 more credits and make 1 payment by 15 June 2026: renews it, valid until 15 June 2030
      if done today.
    Pass the exam of gcih by 15 June 2026: renews it, valid until 15 June 2030 if done today.
    ");
}

#[test]
fn an_upper_one_whose_window_is_shut_is_announced_with_its_opening() {
    let upper_route = Route { opens: Some(Period::days(60)), ..simple("renew", "pass") };
    let down = Cascade {
        to: vec!["x".into()],
        set: CascadeEnd::Match,
        states: vec![RouteState::Active],
        even_retired: false,
        until: None,
        clause: Clause::default(),
    };
    let top = PolicyVersion { routes: vec![upper_route], cascades: vec![down], ..plain(years(2)) };
    let mut programme = programme(vec![plain(years(3))]);
    programme.policies.push(Policy {
        certification: "top".into(),
        versions: vec![top],
        retired_on: None,
        award_until: None,
        governed_by: Default::default(),
    });
    let history = [earn(2024, 1, 1, "top"), earn(2024, 1, 1, "x")];
    let way = standing(&programme, &history, date(2025, 1, 1)).credential("x").unwrap().renew_by[0].clone();
    assert_eq!((way.open_now, way.opens_on), (false, Some(date(2025, 11, 2))));
    assert_eq!(way.gives_until, Some(date(2027, 11, 2)));
}

#[test]
fn history_lines_are_those_of_the_interfaces() {
    let mut histories = Histories::default();
    for line in [
        r#"{"person":"p1","date":"2024-03-10","do":"earn","cred":"sysops"}"#,
        r#"{"person":"p2","date":"2025-10-20","do":"pass","cred":"cloudops"}"#,
        r#"{"person":"p1","date":"2025-10-20","do":"pass","exam":"SOA-C03"}"#,
        r#"{"person":"p1","date":"2026-10-20","do":"do","cred":"sap","what":"maintain-700"}"#,
        r#"{"person":"p1","date":"2026-11-02","do":"credit","cred":"x","n":30,"cat":"A"}"#,
        r#"{"person":"p1","date":"2026-11-03","do":"fee","cred":"x"}"#,
        r#"{"person":"p1","date":"2026-12-01","do":"revoke","cred":"x"}"#,
    ] {
        let line: HistoryLine = serde_json::from_str(line).unwrap();
        let (person, event) = line.try_into().unwrap();
        histories.add(person, event);
    }
    assert_eq!((histories.len(), histories.of("p1").len(), histories.of("p3").len()), (2, 6, 0));
    assert_eq!(histories.iter().next().unwrap().0, "p1");
    let fee = &histories.of("p1")[4].happening;
    assert_eq!(*fee, Happening::Fee { certification: "x".into(), n: 1 });
}

#[test]
fn a_line_that_says_nothing_is_told_what_to_write() {
    for (line, message) in [
        (r#"{"person":"p","date":"2026-01-01","do":"pass"}"#, "`pass` needs `exam` or `cred`"),
        (r#"{"person":"p","date":"2026-01-01","do":"jump","cred":"x"}"#, "`jump` is nothing that happens"),
        (r#"{"person":"p","date":"2026-01-01","do":"amend","shift":"6M"}"#, "'6M' is not a period"),
    ] {
        let line: HistoryLine = serde_json::from_str(line).unwrap();
        let error = <(String, Event)>::try_from(line).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
    let unknown = r#"{"person":"p","date":"2026-01-01","do":"earn","cred":"x","cred2":"y"}"#;
    assert!(serde_json::from_str::<HistoryLine>(unknown).is_err());
}
