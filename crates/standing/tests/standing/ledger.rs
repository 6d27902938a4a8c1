//! Credits, payments, activities and audits of a cycle (renewal-rules 11 to 14).

use assay_kernel::{Date, Period, date};
use assay_programme::model::{
    Anchor, Carry, CreditRule, Earned, Need, PolicyVersion, Programme, Route, RouteState,
};
use assay_standing::{Decided, Event, Happening, Status, decisions, standing};
use assay_words::InEnglish;

use crate::support::{act, credit, earn, plain, programme, simple, until, wrap, years};

fn of(on: Date, n: u32, category: &str) -> Event {
    let category = Some(category.into());
    Event::new(on, Happening::Credit { certification: "x".into(), n, category })
}

fn fee(on: Date) -> Event {
    Event::new(on, Happening::Fee { certification: "x".into(), n: 1 })
}

fn pass(on: Date) -> Event {
    Event::new(on, Happening::Pass { what: Earned::Certification("x".into()) })
}

fn strike(on: Date, n: u32, category: Option<&str>) -> Event {
    let (category, reason) = (category.map(str::to_owned), Some("No evidence was given.".to_owned()));
    Event::new(on, Happening::Strike { certification: "x".into(), n, category, reason })
}

fn by(route: Route) -> Programme {
    programme(vec![PolicyVersion { routes: vec![route], ..plain(years(3)) }])
}

fn rule(total: u32, min: &[(&str, u32)], max: &[(&str, u32)]) -> CreditRule {
    let map = |rows: &[(&str, u32)]| rows.iter().map(|(group, n)| ((*group).to_owned(), *n)).collect();
    CreditRule { total, min: map(min), max: map(max), audit: None }
}

fn done(what: &str) -> Need {
    Need::Done(what.into())
}

const AWARDED: (i16, i8, i8) = (2024, 1, 1);

fn after_award(events: &[Event]) -> Vec<Event> {
    let (year, month, day) = AWARDED;
    [&[earn(year, month, day, "x")], events].concat()
}

#[test]
fn no_payment_is_asked_of_those_certified_for_less_than_a_year() {
    // ServiceNow: the maintenance fee is for people certified a year or longer.
    let fees_after = Some(Period::months(12));
    let programme = by(Route { fees: 1, fees_after, ..simple("delta", "delta") });
    let delta = |day| after_award(&[act(day, "delta")]);
    assert_eq!(until(&programme, &delta(date(2024, 12, 31))), Some(date(2027, 12, 31)));
    assert_eq!(until(&programme, &delta(date(2025, 1, 1))), Some(date(2027, 1, 1)), "a year to the day");
    let paid = after_award(&[fee(date(2024, 6, 1)), act(date(2025, 1, 1), "delta")]);
    assert_eq!(until(&programme, &paid), Some(date(2028, 1, 1)));
}

#[test]
fn a_route_with_needs_is_complete_when_its_last_part_arrives_whichever_that_is() {
    // Cisco: 40 credits and a core exam renew what 120 credits renew.
    let needs = Some(Need::AllOf(vec![Need::Credits(rule(40, &[], &[])), done("core")]));
    let programme = by(Route { on: vec![], needs, ..simple("mix", "") });
    let (first, second) = (date(2025, 1, 1), date(2025, 6, 1));
    assert_eq!(until(&programme, &after_award(&[credit(first, 40)])), Some(date(2027, 1, 1)));
    assert_eq!(until(&programme, &after_award(&[act(first, "core")])), Some(date(2027, 1, 1)));
    let credits_last = after_award(&[act(first, "core"), credit(second, 40)]);
    assert_eq!(until(&programme, &credits_last), Some(date(2028, 6, 1)));
    let exam_last = after_award(&[credit(first, 40), act(second, "core")]);
    assert_eq!(until(&programme, &exam_last), Some(date(2028, 6, 1)));
}

#[test]
fn needs_alone_never_renew_before_one_of_the_routes_own_events_happened() {
    let needs = Some(Need::Credits(rule(40, &[], &[])));
    let programme = by(Route { needs, ..simple("retake", "pass") });
    let (first, second) = (date(2025, 1, 1), date(2025, 6, 1));
    assert_eq!(until(&programme, &after_award(&[credit(first, 40)])), Some(date(2027, 1, 1)));
    let later = after_award(&[pass(first), credit(second, 40)]);
    assert_eq!(until(&programme, &later), Some(date(2028, 6, 1)), "the pass waited for the credits");
}

#[test]
fn alternatives_may_be_nested() {
    let either = Need::AnyOf(vec![
        done("lab"),
        Need::AllOf(vec![done("course"), Need::Fees(1)]),
        Need::Credits(rule(10, &[("A", 5)], &[])),
    ]);
    let programme = by(Route { on: vec![], needs: Some(either), ..simple("any", "") });
    let on = date(2025, 6, 1);
    let renews = |events: &[Event]| until(&programme, &after_award(events)) == Some(date(2028, 6, 1));
    assert!(renews(&[act(on, "lab")]));
    assert!(!renews(&[act(on, "course")]));
    assert!(renews(&[fee(date(2025, 5, 1)), act(on, "course")]));
    assert!(renews(&[act(date(2025, 5, 1), "course"), fee(on)]));
    assert!(!renews(&[of(on, 10, "B")]));
    assert!(renews(&[of(date(2025, 5, 1), 5, "B"), of(on, 5, "A")]));
}

#[test]
fn what_was_done_counts_for_one_cycle_only() {
    let needs = Some(Need::AllOf(vec![done("lab"), done("talk")]));
    let by_event = by(Route { on: vec![], needs: needs.clone(), ..simple("both", "") });
    let first = after_award(&[act(date(2025, 1, 1), "lab"), act(date(2025, 2, 1), "talk")]);
    assert_eq!(until(&by_event, &first), Some(date(2028, 2, 1)));
    let again = [&first[..], &[act(date(2025, 3, 1), "talk")]].concat();
    assert_eq!(until(&by_event, &again), Some(date(2028, 2, 1)), "the lab is spent");
    // In grace, what saves the old cycle does not fill the new one.
    let states = vec![RouteState::Active, RouteState::Grace];
    let route = Route { on: vec![], needs, anchor: Anchor::Expiry, states, ..simple("both", "") };
    let version = PolicyVersion { grace: Some(Period::days(90)), routes: vec![route], ..plain(years(1)) };
    let graceful = programme(vec![version]);
    let saved = after_award(&[act(date(2025, 1, 10), "lab"), act(date(2025, 1, 11), "talk")]);
    assert_eq!(until(&graceful, &saved), Some(date(2026, 1, 1)));
    let twice = [&saved[..], &[act(date(2025, 2, 1), "talk")]].concat();
    assert_eq!(until(&graceful, &twice), Some(date(2026, 1, 1)));
}

#[test]
fn what_needs_still_ask_for_is_told() {
    let needs = Some(Need::AllOf(vec![
        done("lab"),
        Need::Fees(1),
        Need::AnyOf(vec![Need::Credits(rule(40, &[("A|B", 10)], &[])), done("talk")]),
    ]));
    let programme = by(Route { needs, ..simple("mix", "pass") });
    let history = after_award(&[of(date(2025, 1, 1), 15, "C"), act(date(2025, 1, 2), "lab")]);
    let standing = standing(&programme, &history, date(2025, 1, 3));
    let missing = &standing.credentials[0].renew_by[0].missing.needs;
    let needs: Vec<String> = missing.iter().map(InEnglish::text).collect();
    let told = decisions(&programme, &history);
    insta::assert_snapshot!(wrap(&format!("{}\n{}", needs.join("\n"), told[2].reason.said.text())), @r"
    pass the exam
    make 1 payment
    earn 25 more credits, among them 10 of A or B, or complete “talk”
    Completed “lab” on 2 January 2025: the route “mix” is not complete yet: 1 of 4 conditions
      met.
    ");
}

#[test]
fn the_cap_of_a_group_bounds_its_members_together() {
    // PMI: at most 25 of giving back, whichever way they are given.
    let credits = Some(rule(60, &[], &[("work|volunteer", 25), ("work", 8)]));
    let programme = by(Route { credits, ..simple("pdu", "credit") });
    let first = [of(date(2025, 1, 1), 20, "work"), of(date(2025, 2, 1), 30, "volunteer")];
    let renews = |learnt| {
        let history = after_award(&[&first[..], &[of(date(2025, 3, 1), learnt, "tech")]].concat());
        until(&programme, &history) == Some(date(2028, 3, 1))
    };
    assert!(!renews(34));
    assert!(renews(35));
}

#[test]
fn a_minimum_within_a_capped_group_is_served_first() {
    let credits = Some(rule(20, &[("B", 10)], &[("A|B", 15)]));
    let programme = by(Route { credits, ..simple("cpe", "credit") });
    let history = after_award(&[
        of(date(2025, 1, 1), 30, "A"),
        of(date(2025, 2, 1), 5, "C"),
        of(date(2025, 3, 1), 10, "B"),
    ]);
    assert_eq!(until(&programme, &history), Some(date(2028, 3, 1)), "10 B, 5 A and 5 C");
}

#[test]
fn only_the_named_categories_are_carried() {
    // ISC2: surplus of group A only.
    let route = |categories: &[&str]| Route {
        anchor: Anchor::Expiry,
        credits: Some(rule(20, &[], &[])),
        carry: Some(Carry {
            max: 40,
            last: Period::months(6),
            categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        }),
        ..simple("cpe", "credit")
    };
    let history = after_award(&[
        credit(date(2026, 8, 1), 20),
        of(date(2026, 9, 1), 15, "A"),
        of(date(2026, 10, 1), 15, "B"),
        of(date(2027, 5, 1), 5, "A"),
    ]);
    assert_eq!(until(&by(route(&["A"])), &history), Some(date(2033, 1, 1)));
    assert_eq!(until(&by(route(&["B"])), &history), Some(date(2033, 1, 1)));
    assert_eq!(until(&by(route(&["C"])), &history), Some(date(2030, 1, 1)));
    assert_eq!(until(&by(route(&[])), &history), Some(date(2033, 1, 1)));
}

#[test]
fn an_audit_takes_credits_from_the_running_cycle() {
    let programme = by(Route { credits: Some(rule(20, &[], &[])), ..simple("cpe", "credit") });
    let audited = |struck| {
        let events = [credit(date(2025, 1, 1), 15), struck, of(date(2025, 3, 1), 10, "B")];
        until(&programme, &after_award(&events)) == Some(date(2028, 3, 1))
    };
    assert!(audited(strike(date(2025, 2, 1), 5, None)));
    assert!(!audited(strike(date(2025, 2, 1), 6, None)));
    assert!(audited(strike(date(2025, 2, 1), 6, Some("A"))), "there are none of A");
}

#[test]
fn a_renewal_already_made_stands_when_its_credits_are_struck() {
    let programme = by(Route { credits: Some(rule(20, &[], &[])), ..simple("cpe", "credit") });
    let history = after_award(&[
        of(date(2025, 1, 1), 20, "A"),
        of(date(2025, 2, 1), 5, "A"),
        strike(date(2025, 3, 1), 20, Some("A")),
        strike(date(2025, 4, 1), 1, None),
    ]);
    assert_eq!(until(&programme, &history), Some(date(2028, 1, 1)));
    let standing = standing(&programme, &history, date(2025, 5, 1));
    let credential = &standing.credentials[0];
    assert_eq!((credential.status, credential.renew_by[0].missing.credits), (Status::Active, 20));
    let audits = credential.reasons.iter().filter(|reason| reason.change == Decided::Audit);
    let texts: Vec<String> = audits.map(|reason| reason.said.text()).collect();
    insta::assert_snapshot!(wrap(&texts.join("\n")), @r"
    20 credits (A) did not pass the audit of 1 March 2025. The running cycle has 5 fewer; the
      others did not count in it. A renewal already made stands unless the certification is
      revoked. Reason: No evidence was given.
    1 credit did not pass the audit of 1 April 2025. It did not count in the running cycle. A
      renewal already made stands unless the certification is revoked. Reason: No evidence was
      given.
    ");
}

#[test]
fn an_audit_of_what_is_not_held_changes_nothing() {
    let programme = by(Route { credits: Some(rule(20, &[], &[])), ..simple("cpe", "credit") });
    let told = decisions(&programme, &[strike(date(2025, 3, 1), 1, None)]);
    assert_eq!(
        told[0].reason.said.text(),
        "1 credit did not pass the audit of 1 March 2025: this certification is not held, so nothing \
         changes."
    );
}
