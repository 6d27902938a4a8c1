//! Certifications that depend on others (renewal-rules 16 and 18): what random programmes found.

use assay_kernel::{Period, Validity, date};
use assay_programme::model::{Amendment, Clause, Derived, PolicyVersion, Programme};
use assay_standing::{Event, Happening, Rules, Status};
use assay_words::InEnglish;

use crate::support::{earn, plain, policy, years};

fn made_of(of: &[&str], min: u32) -> PolicyVersion {
    let of = of.iter().map(|code| (*code).into()).collect();
    PolicyVersion { derived: Some(Derived { of, min }), ..plain(Validity::Unlimited) }
}

#[test]
fn a_lower_count_from_a_day_is_reached_on_that_day_and_not_with_the_next_event() {
    let fewer = PolicyVersion { in_force_from: Some(date(2025, 5, 1)), ..made_of(&["a", "b"], 1) };
    let versions = vec![made_of(&["a", "b"], 2), fewer];
    let programme = Programme {
        policies: vec![policy("a", vec![plain(years(3))]), policy("b", vec![]), policy("both", versions)],
        ..Programme::default()
    };
    let rules = Rules::new(&programme);
    let history = [earn(2025, 1, 1, "a")];
    assert!(rules.standing(&history, date(2025, 4, 30)).credential("both").is_none());
    let standing = rules.standing(&history, date(2025, 6, 1));
    let both = standing.credential("both").unwrap();
    assert_eq!((both.status, both.earned_on), (Status::Active, date(2025, 5, 1)));
    assert_eq!(both.valid_until, Some(date(2028, 1, 1)));
    // An event about something else says nothing new.
    let more = [&history[..], &[earn(2025, 5, 20, "elsewhere")]].concat();
    assert_eq!(rules.outcome(&more, date(2025, 6, 1)), rules.outcome(&history, date(2025, 6, 1)));
}

#[test]
fn two_that_only_keep_each_other_alive_end_with_the_one_that_lives_by_itself() {
    let one = PolicyVersion { alive_while_any: vec!["made".into()], ..plain(Validity::Unlimited) };
    let programme = Programme {
        policies: vec![policy("one", vec![one]), policy("made", vec![made_of(&["one"], 1)])],
        ..Programme::default()
    };
    let rules = Rules::new(&programme);
    let cut = Happening::Amend {
        certifications: vec!["one".into()],
        earned_from: None,
        shift: None,
        revalidate: Some(Validity::For(Period::months(12))),
        reason: None,
    };
    let history = [earn(2025, 1, 1, "one"), Event::new(date(2025, 3, 1), cut)];
    let held = rules.outcome(&history, date(2026, 3, 1));
    let states: Vec<_> = held.iter().map(|held| (held.status, held.valid_until)).collect();
    let last = Some(date(2026, 1, 1));
    assert_eq!(states, [(Status::Expired, last), (Status::Inactive, last)]);
}

#[test]
fn what_keeps_it_alive_is_named_also_where_that_is_kept_alive_itself() {
    let by = |codes: &[&str]| PolicyVersion {
        alive_while_any: codes.iter().map(|code| (*code).into()).collect(),
        ..plain(years(1))
    };
    let programme = Programme {
        policies: vec![
            policy("old", vec![by(&["middle", "other"])]),
            policy("middle", vec![by(&["new"])]),
            policy("other", vec![plain(years(9))]),
            policy("new", vec![plain(years(9))]),
        ],
        ..Programme::default()
    };
    let history = ["old", "middle", "other", "new"].map(|code| earn(2020, 1, 1, code));
    let standing = Rules::new(&programme).standing(&history, date(2022, 1, 1));
    let text = &standing.credential("old").unwrap().reasons.last().unwrap().said.text();
    assert_eq!(
        *text,
        "The last valid day was 1 January 2021. It counts as active as long as middle or other is active."
    );
}

#[test]
fn the_days_of_all_facts_are_told_in_order_and_turns_among_them_where_one_depends_on_others() {
    let (turn, closed, event) = (date(2025, 5, 1), date(2025, 2, 1), date(2026, 1, 1));
    let fewer = PolicyVersion { in_force_from: Some(turn), ..made_of(&["a", "b"], 1) };
    let amendment = Amendment {
        on: closed,
        certifications: vec![],
        earned_from: None,
        shift: Some(Period::months(6)),
        revalidate: None,
        reason: "Closed.".into(),
        clause: Clause::default(),
    };
    let programme = Programme {
        policies: vec![policy("a", vec![plain(years(3))]), policy("both", vec![made_of(&["a"], 1), fewer])],
        amendments: vec![amendment],
        world: [("over".to_owned(), event)].into_iter().collect(),
        ..Programme::default()
    };
    assert_eq!(Rules::new(&programme).fact_days().collect::<Vec<_>>(), [closed, turn, event]);
    let later = PolicyVersion { in_force_from: Some(turn), ..plain(years(2)) };
    let unlinked = Programme { policies: vec![policy("a", vec![plain(years(3)), later])], ..programme };
    assert_eq!(Rules::new(&unlinked).fact_days().collect::<Vec<_>>(), [closed, event]);
}
