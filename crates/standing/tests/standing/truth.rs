//! What a standing tells comes true, and what it told before is not forgotten.

use assay_kernel::{Date, Period, Validity, date};
use assay_programme::model::{
    Amendment, Anchor, Clause, Cohort, CreditRule, Derived, EndRule, PolicyVersion, Programme, Route,
    RouteState,
};
use assay_standing::{CredentialStanding, Decided, Event, Happening, Rules, Status, standing};
use assay_words::InEnglish;

use crate::support::{act, credit, earn, plain, policy, programme, simple, until, wrap, years};

fn fee(on: Date, n: u32) -> Event {
    Event::new(on, Happening::Fee { certification: "x".into(), n })
}

fn revoke(on: Date, code: &str) -> Event {
    let reason = Some("Misconduct.".to_owned());
    Event::new(on, Happening::Revoke { certification: code.into(), reason })
}

fn held(programme: &Programme, history: &[Event], code: &str, day: Date) -> CredentialStanding {
    standing(programme, history, day).credential(code).unwrap().clone()
}

fn texts(held: &CredentialStanding) -> String {
    let reasons = held.reasons.iter().map(|reason| format!("{} {}", reason.on, reason.said.text()));
    let ways = held.renew_by.iter().map(|way| format!("next {}", way.said.text()));
    wrap(&reasons.chain(ways).collect::<Vec<_>>().join("\n"))
}

/// `both` is held as long as so many of `a` and `b` are.
fn made_of(min: u32) -> Programme {
    let derived = Some(Derived { of: vec!["a".into(), "b".into()], min });
    let again = || PolicyVersion { routes: vec![simple("retake", "retake")], ..plain(years(3)) };
    Programme {
        policies: vec![
            policy("a", vec![again()]),
            policy("b", vec![again()]),
            policy("both", vec![PolicyVersion { derived, ..plain(Validity::Unlimited) }]),
        ],
        ..Programme::default()
    }
}

fn retake(on: Date, code: &str) -> Event {
    Event::new(on, Happening::Do { certification: code.into(), what: "retake".into() })
}

#[test]
fn what_was_taken_away_stays_so_however_many_of_its_parts_are_active() {
    let programme = made_of(2);
    let earned = [earn(2024, 1, 1, "a"), earn(2024, 2, 1, "b"), revoke(date(2024, 6, 1), "both")];
    let both = held(&programme, &earned, "both", date(2024, 7, 1));
    assert_eq!((both.status, both.revoked_on), (Status::Revoked, Some(date(2024, 6, 1))));
    assert_eq!(both.valid_until, Some(date(2027, 1, 1)), "its days stay as they were");
    assert!(both.renew_by.is_empty(), "{:?}", both.renew_by);
    // Neither a part that is renewed nor one that falls away and comes back undoes it.
    let more =
        [&earned[..], &[retake(date(2025, 1, 1), "a"), revoke(date(2025, 2, 1), "b"), earn(2025, 3, 1, "b")]]
            .concat();
    let rules = Rules::new(&programme);
    for day in [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1), date(2027, 12, 31)] {
        assert_eq!(rules.status_on(&more, "both", day), Status::Revoked, "{day}");
    }
    assert_eq!(rules.status_on(&more, "a", date(2025, 3, 1)), Status::Active, "its parts are not touched");
}

#[test]
fn what_is_made_of_something_revoked_does_not_count_it() {
    let mut programme = made_of(2);
    let derived = Some(Derived { of: vec!["both".into(), "a".into()], min: 2 });
    programme.policies.push(policy("top", vec![PolicyVersion { derived, ..plain(Validity::Unlimited) }]));
    let history = [earn(2024, 1, 1, "a"), earn(2024, 2, 1, "b"), revoke(date(2025, 6, 1), "both")];
    let top = held(&programme, &history, "top", date(2025, 8, 1));
    assert_eq!((top.status, top.valid_until), (Status::Inactive, Some(date(2025, 5, 31))));
}

#[test]
fn the_end_of_what_is_made_of_others_has_a_reason_whenever_it_moves() {
    let programme = made_of(2);
    let history = [
        earn(2024, 1, 1, "a"),
        earn(2024, 6, 1, "b"),
        retake(date(2026, 3, 1), "a"),
        revoke(date(2026, 9, 1), "b"),
    ];
    let both = held(&programme, &history, "both", date(2026, 8, 1));
    assert_eq!(both.valid_until, Some(date(2027, 6, 1)));
    let last = both.reasons.last().unwrap();
    assert_eq!((last.on, last.change), (date(2026, 3, 1), Decided::Derived));
    assert_eq!((last.old_until, last.new_until), (Some(date(2027, 1, 1)), Some(date(2027, 6, 1))));
    assert_eq!(both.timeline.last().unwrap().until, Some(date(2027, 6, 1)));
    assert_eq!(both.timeline.len(), 1, "it goes on: {:?}", both.timeline);
    let below = held(&programme, &history, "both", date(2026, 10, 1));
    assert_eq!((below.status, below.valid_until), (Status::Inactive, Some(date(2026, 8, 31))));
    assert_eq!(below.reasons.last().unwrap().new_until, Some(date(2026, 8, 31)));
    insta::assert_snapshot!(texts(&below), @r"
    2024-06-01 Earned b on 1 June 2024: 2 of the certifications it is made of are active, 2 are
      needed. It is valid until 1 January 2027 as things stand.
    2026-03-01 Completed “retake” on 1 March 2026: 2 of the certifications it is made of are
      active, 2 are needed. The last valid day moves from 1 January 2027 to 1 June 2027, as
      things stand.
    2026-09-01 Revoked b on 1 September 2026: only 1 of the certifications it is made of is
      active, 2 are needed. The last valid day moves from 1 June 2027 to 31 August 2026.
    ");
}

#[test]
fn what_is_made_of_others_tells_which_of_them_ends_first() {
    let programme = made_of(2);
    let history = [earn(2024, 1, 1, "a"), earn(2024, 6, 1, "b")];
    let both = held(&programme, &history, "both", date(2026, 8, 1));
    assert_eq!(both.renew_by.len(), 1, "there is a next: {:?}", both.renew_by);
    let next = &both.renew_by[0];
    assert_eq!((next.opens_on, next.closes_on, next.open_now), (None, Some(date(2027, 1, 1)), true));
    insta::assert_snapshot!(wrap(&next.said.text()), @r"
    It is held as long as 2 of the certifications it is made of are active; 2 are. With a,
      which ends on 1 January 2027, it ends: renew what ends first. If that is done today, it
      is valid until 1 June 2027 as things stand.
    ");
    let after = held(&programme, &history, "both", date(2027, 2, 1));
    assert_eq!(after.status, Status::Inactive);
    insta::assert_snapshot!(wrap(&after.reasons.last().unwrap().said.text()), @r"
    Too few of the certifications it is made of are active: 1 of 2. Not active: a.
    ");
}

/// One year, counted from the old end; renewable for so long after it.
fn yearly(grace: Period) -> Programme {
    let states = vec![RouteState::Active, RouteState::Grace];
    let route = Route { anchor: Anchor::Expiry, states, ..simple("exam", "exam") };
    programme(vec![PolicyVersion { grace: Some(grace), routes: vec![route], ..plain(years(1)) }])
}

#[test]
fn a_renewal_after_a_long_lapse_ends_with_the_next_end_of_its_cycle() {
    let programme = yearly(Period::months(60));
    let history = [earn(2013, 9, 16, "x"), act(date(2016, 8, 10), "exam")];
    let x = held(&programme, &history, "x", date(2016, 8, 10));
    assert_eq!((x.status, x.valid_from), (Status::Active, date(2016, 8, 10)));
    assert_eq!(x.valid_until, Some(date(2016, 9, 16)));
    insta::assert_snapshot!(texts(&x), @r"
    2013-09-16 Earned x on 16 September 2013: awarded. Valid until 16 September 2014 (1 year).
    2016-08-10 Completed “exam” on 10 August 2016: renewed by the route “exam”. The last valid
      day moves from 16 September 2014 to 16 September 2016 (1 year from the last end of its
      cycle before that day, 16 September 2015).
    next Complete “exam” by 16 September 2021: renews it, valid until 16 September 2017 if done
      today.
    ");
    let spans: Vec<_> = x.timeline.iter().map(|span| (span.from, span.until)).collect();
    let gap = [(date(2013, 9, 16), Some(date(2014, 9, 16))), (date(2015, 9, 17), Some(date(2016, 9, 16)))];
    assert_eq!(spans, gap, "the year in between stays a gap");
    // On the day of an end, the next one is a year later: a renewal lies ahead.
    let on_an_end = [earn(2013, 9, 16, "x"), act(date(2016, 9, 16), "exam")];
    assert_eq!(until(&programme, &on_an_end), Some(date(2017, 9, 16)));
    // What is said before is what happens.
    let way = held(&programme, &history[..1], "x", date(2016, 8, 10)).renew_by.remove(0);
    assert_eq!((way.open_now, way.gives_until), (true, Some(date(2016, 9, 16))));
    // In time nothing is different.
    let in_time = [earn(2013, 9, 16, "x"), act(date(2014, 10, 1), "exam")];
    assert_eq!(until(&programme, &in_time), Some(date(2015, 9, 16)));
}

#[test]
fn a_renewal_that_no_length_brings_into_the_future_is_refused_with_a_reason() {
    let length = Some(Validity::For(Period::days(0)));
    let states = vec![RouteState::Grace];
    let route = Route { anchor: Anchor::Expiry, length, states, ..simple("exam", "exam") };
    let grace = Some(Period::days(90));
    let programme = programme(vec![PolicyVersion { grace, routes: vec![route], ..plain(years(1)) }]);
    let history = [earn(2024, 1, 1, "x"), act(date(2025, 2, 1), "exam")];
    let x = held(&programme, &history, "x", date(2025, 2, 1));
    assert_eq!((x.status, x.valid_until), (Status::Grace, Some(date(2025, 1, 1))));
    assert!(x.renew_by.is_empty(), "what cannot renew is not offered: {:?}", x.renew_by);
    let refusal = x.reasons.iter().find(|reason| reason.change == Decided::Refusal).unwrap();
    assert_eq!(
        refusal.said.text(),
        "Completed “exam” on 1 February 2025: the route “exam” gives no last valid day in the future; \
         nothing is renewed."
    );
}

#[test]
fn an_award_that_is_over_before_it_begins_is_none_and_a_sentence_says_why() {
    let fixed = Cohort { from: None, to: None, validity: None, fixed: Some(date(2020, 6, 1)) };
    let mut programme = programme(vec![PolicyVersion { cohorts: vec![fixed], ..plain(years(2)) }]);
    programme.policies.push(policy("y", vec![plain(Validity::Unlimited)]));
    let history = [earn(2021, 10, 31, "x"), earn(2021, 11, 30, "y")];
    let both = standing(&programme, &history, date(2022, 1, 1));
    assert!(both.credential("x").is_none(), "{:?}", both.credential("x"));
    assert_eq!(both.credential("y").unwrap().status, Status::Active);
    assert_eq!(both.unused.len(), 1);
    insta::assert_snapshot!(wrap(&both.unused[0].said.text()), @r"
    Earned x on 31 October 2021: awards of that day end on 1 June 2020, before they begin, so
      this was never valid and nothing is awarded.
    ");
    assert_eq!(until(&programme, &[earn(2020, 6, 1, "x")]), Some(date(2020, 6, 1)), "its last day counts");
    // Nor is it a way back to what has ended.
    let over = held(&programme, &[earn(2020, 1, 1, "x")], "x", date(2021, 1, 1));
    assert!(over.renew_by.is_empty(), "{:?}", over.renew_by);
}

/// 50 credits and 3 payments for three years from the old end, or a course that asks for neither.
fn by_units() -> Programme {
    let rule = CreditRule { total: 50, min: [].into(), max: [].into(), audit: None };
    let on = vec!["credit".into(), "fee".into()];
    let units = Route { on, anchor: Anchor::Expiry, credits: Some(rule), fees: 3, ..simple("ceu", "") };
    let course =
        Route { anchor: Anchor::Expiry, opens: Some(Period::months(36)), ..simple("course", "course") };
    programme(vec![PolicyVersion { routes: vec![units, course], ..plain(years(3)) }])
}

#[test]
fn after_an_early_renewal_a_way_says_from_when_what_is_done_for_it_counts() {
    let programme = by_units();
    let history = [earn(2022, 9, 26, "x"), act(date(2025, 3, 19), "course")];
    let x = held(&programme, &history, "x", date(2025, 3, 31));
    assert_eq!(x.valid_until, Some(date(2028, 9, 26)));
    let units = &x.renew_by[0];
    assert_eq!((units.open_now, units.opens_on), (false, Some(date(2025, 9, 27))));
    assert_eq!((units.counts_from, x.renew_by[1].counts_from), (units.opens_on, None));
    insta::assert_snapshot!(wrap(&units.said.text()), @r"
    Earn 50 more credits and make 3 payments from 27 September 2025 on by 26 September 2028:
      renews it, valid until 26 September 2031 if done on the first day. What is done for it
      counts from 27 September 2025 on.
    ");
    let played = |on| {
        let done = [&history[..], &[credit(on, 50), fee(on, 3)]].concat();
        until(&programme, &done)
    };
    assert_eq!(played(units.opens_on.unwrap()), units.gives_until);
    assert_eq!(played(date(2025, 9, 26)), Some(date(2028, 9, 26)));
}

#[test]
fn what_counts_for_nothing_gets_a_line_that_says_so() {
    let programme = by_units();
    let early = date(2025, 3, 31);
    let history =
        [earn(2022, 9, 26, "x"), act(date(2025, 3, 19), "course"), credit(early, 50), fee(early, 3)];
    let x = held(&programme, &history, "x", early);
    let lines: Vec<String> = x.reasons.iter().filter(|r| r.on == early).map(|r| r.said.text()).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    insta::assert_snapshot!(wrap(&lines.join("\n")), @r"
    Earned 50 credits on 31 March 2025: this counts for nothing; what is done for the next
      renewal counts from 27 September 2025 on.
    Made 3 payments on 31 March 2025: this counts for nothing; what is done for the next
      renewal counts from 27 September 2025 on.
    ");
    // What counts has none, as before: it is progress.
    let counts = [&history[..2], &[credit(date(2025, 9, 27), 10)]].concat();
    let x = held(&programme, &counts, "x", date(2025, 10, 1));
    assert_eq!(x.reasons.len(), 2, "{:?}", x.reasons);
    assert_eq!(x.renew_by[0].missing.credits, 40);
}

/// Three years, a year of grace, 18 credits that count up to the end and one payment.
fn graceful() -> Programme {
    let rule = CreditRule { total: 18, min: [].into(), max: [].into(), audit: None };
    let states = vec![RouteState::Active, RouteState::Grace];
    let on = vec!["credit".into(), "fee".into()];
    let route = Route { on, states, credits: Some(rule), fees: 1, ..simple("cpe", "") };
    programme(vec![PolicyVersion { grace: Some(Period::months(12)), routes: vec![route], ..plain(years(3)) }])
}

#[test]
fn in_grace_a_way_whose_credits_are_not_there_is_lost() {
    let programme = graceful();
    let award = earn(2020, 6, 30, "x");
    let x = held(&programme, std::slice::from_ref(&award), "x", date(2023, 7, 10));
    assert_eq!(x.status, Status::Grace);
    assert!(x.renew_by.is_empty(), "{}", texts(&x));
    insta::assert_snapshot!(texts(&x), @r"
    2020-06-30 Earned x on 30 June 2020: awarded. Valid until 30 June 2023 (3 years).
    2023-07-01 The last valid day was 30 June 2023. It is in grace until 30 June 2024; nothing
      renews it.
    ");
    // While it is active, the way ends with the day up to which credits count.
    let way = held(&programme, std::slice::from_ref(&award), "x", date(2023, 6, 1)).renew_by.remove(0);
    assert_eq!(way.closes_on, Some(date(2023, 6, 30)));
    // With the credits there, the payment is taken in grace.
    let there = [award.clone(), credit(date(2023, 6, 30), 18)];
    let way = held(&programme, &there, "x", date(2023, 7, 10)).renew_by.remove(0);
    assert_eq!((way.missing.credits, way.closes_on), (0, Some(date(2024, 6, 30))));
    // Credits of grace get a line: they are not there.
    let late = [award, credit(date(2023, 7, 10), 18)];
    let x = held(&programme, &late, "x", date(2023, 7, 10));
    let line = x.reasons.iter().find(|reason| reason.change == Decided::Refusal).expect("a line");
    insta::assert_snapshot!(wrap(&line.said.text()), @r"
    Earned 18 credits on 10 July 2023: this counts for nothing now; credits for the renewal
      counted until 30 June 2023.
    ");
}

/// Counted anew from the pass for one year, on a day on which that is over for some.
fn cut(grace: Option<Period>) -> Programme {
    let amendment = Amendment {
        on: date(2025, 6, 15),
        certifications: vec![],
        earned_from: None,
        shift: None,
        revalidate: Some(years(1)),
        reason: "The content aged.".into(),
        clause: Clause { file: "programme.toml".into(), line: 9 },
    };
    let routes = vec![simple("retake", "retake")];
    let mut programme = programme(vec![PolicyVersion { grace, routes, ..plain(years(3)) }]);
    programme.amendments = vec![amendment];
    programme
}

#[test]
fn an_amendment_into_the_past_ends_it_on_its_own_day_and_is_the_reason() {
    let programme = cut(None);
    let history = [earn(2023, 8, 10, "x")];
    let before = held(&programme, &history, "x", date(2025, 6, 14));
    assert_eq!((before.status, before.valid_until), (Status::Active, Some(date(2026, 8, 10))));
    assert_eq!(before.foreseen[0].valid_until, Some(date(2025, 6, 14)));
    assert_eq!(before.renew_by[0].closes_on, Some(date(2025, 6, 14)), "after that it is over");
    let after = held(&programme, &history, "x", date(2025, 7, 1));
    assert_eq!((after.status, after.valid_until), (Status::Expired, Some(date(2025, 6, 14))));
    assert_eq!(Rules::new(&programme).status_on(&history, "x", date(2025, 6, 15)), Status::Expired);
    let last = after.reasons.last().unwrap();
    assert_eq!((last.on, last.change), (date(2025, 6, 15), Decided::Status));
    assert!(last.rule.starts_with("programme.toml:9"), "{}", last.rule);
    assert!(!texts(&after).contains("not renewed in time"), "{}", texts(&after));
    assert!(!texts(&after).contains("2024"), "no day that nobody knew then: {}", texts(&after));
    insta::assert_snapshot!(texts(&after), @r"
    2023-08-10 Earned x on 10 August 2023: awarded. Valid until 10 August 2026 (3 years).
    2025-06-15 The rules for running certifications were changed on 15 June 2025. The last
      valid day moves from 10 August 2026 to 14 June 2025. Reason: The content aged.
    2025-06-15 The change of the rules of 15 June 2025 ended it on that day. It has expired.
    next It has expired and can no longer be renewed. Pass the exam of x: earns it, valid until
      1 July 2028 if done today.
    ");
    // What it leaves some time ends then, as it says.
    let fresh = [earn(2024, 8, 10, "x")];
    assert_eq!(until(&programme, &fresh), Some(date(2025, 8, 10)));
}

#[test]
fn grace_after_an_amendment_into_the_past_begins_with_that_day() {
    let programme = cut(Some(Period::days(90)));
    let x = held(&programme, &[earn(2023, 8, 10, "x")], "x", date(2025, 7, 1));
    assert_eq!((x.status, x.grace_until), (Status::Grace, Some(date(2025, 9, 12))));
    let last = x.reasons.last().unwrap();
    assert_eq!(last.on, date(2025, 6, 15));
    insta::assert_snapshot!(wrap(&last.said.text()), @r"
    The change of the rules of 15 June 2025 ended it on that day. It is in grace until 12
      September 2025; nothing renews it.
    ");
}

#[test]
fn nothing_ends_before_it_begins() {
    // The day before an anniversary of no days: as short as a rule can be written.
    let nothing = PolicyVersion { end: EndRule::DayBefore, ..plain(Validity::For(Period::days(0))) };
    let programme = programme(vec![nothing]);
    let standing = standing(&programme, &[earn(2024, 1, 1, "x")], date(2024, 1, 1));
    assert!(standing.credentials.is_empty(), "{:?}", standing.credentials);
    assert_eq!(standing.unused.len(), 1);
}
