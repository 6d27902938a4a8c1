//! What holds for every programme and every history, whatever the rules say.

use assay_kernel::{CertificationCode, Date, Period};
use assay_programme::model::{GoverningDay, PolicyVersion, Programme};
use assay_standing::{Event, Happening, Rules, Status};
use assay_words::InEnglish;
use proptest::prelude::*;

use crate::{
    moved::{code_of, move_days, move_events, rename, rename_events},
    random::{ALONE, Unit, by_day, day, fact, happening, history, history_with_facts, programme},
};

/// A holding without its lifetime: code, state, days.
type Numbers = Vec<(CertificationCode, Status, Date, Date, Option<Date>, Option<Date>)>;

fn numbers(programme: &Programme, history: &[Event], as_of: Date) -> Numbers {
    let held = Rules::new(programme).outcome(history, as_of);
    let row = held.into_iter().map(|held| {
        let (earned, from, until) = (held.earned_on, held.valid_from, held.valid_until);
        (held.certification.clone(), held.status, earned, from, until, held.revoked_on)
    });
    row.collect()
}

fn days_after(days: i32) -> impl Fn(Date) -> Date + Copy {
    move |day| Period::days(days).after(day)
}

fn versions(programme: &mut Programme) -> impl Iterator<Item = &mut PolicyVersion> {
    programme.policies.iter_mut().flat_map(|policy| &mut policy.versions)
}

/// Four hundred years have the same leap days and weekdays again.
const GREGORIAN_CYCLE_DAYS: i32 = 146_097;

proptest! {
    #[test]
    fn numbers_texts_and_states_agree(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        as_of in day(),
    ) {
        let rules = Rules::new(&programme);
        let standing = rules.standing(&history, as_of);
        prop_assert_eq!(&rules.standing(&history, as_of), &standing);
        let held = rules.outcome(&history, as_of);
        prop_assert_eq!(held.len(), standing.credentials.len());
        for (held, told) in held.iter().zip(&standing.credentials) {
            prop_assert_eq!(held.certification, &told.credential);
            prop_assert_eq!(
                (held.status, held.earned_on, held.valid_from, held.valid_until, held.revoked_on),
                (told.status, told.earned_on, told.valid_from, told.valid_until, told.revoked_on)
            );
            let code = held.certification.as_str();
            prop_assert_eq!(rules.status_on(&history, code, as_of), held.status);
            prop_assert!(!told.reasons.is_empty());
            prop_assert!(held.valid_until.is_none_or(|last| last >= held.valid_from), "{held:?}");
            for reason in &told.reasons {
                let odd = ["no end to", "to no end", "day no end", "than no end", "stays no end", "  "];
                let text = reason.said.text();
                prop_assert!(!odd.iter().any(|odd| text.contains(odd)), "{text}");
            }
        }
        for decision in rules.decisions(&history) {
            let text = decision.reason.said.text();
            prop_assert!(!text.contains("no end to"), "{text}");
        }
        let last = rules.outcome(&history, Date::MAX);
        for held in last {
            let code = held.certification.as_str();
            prop_assert_eq!(rules.last_valid_day(&history, code), Some(held.valid_until));
        }
    }

    #[test]
    fn days_may_arrive_in_any_order(
        programme in programme(Unit::Calendar),
        history in history_with_facts(20),
        order in proptest::collection::vec(any::<u32>(), 25),
        as_of in day(),
    ) {
        let mut arrived: Vec<(u32, Event)> = Vec::new();
        for event in &history {
            // Events of one day stay together: within a day their order is theirs.
            let place = history.iter().position(|first| first.date == event.date).unwrap();
            arrived.push((order[place], event.clone()));
        }
        arrived.sort_by_key(|(order, _)| *order);
        let arrived: Vec<Event> = arrived.into_iter().map(|(_, event)| event).collect();
        let rules = Rules::new(&programme);
        prop_assert_eq!(rules.outcome(&arrived, as_of), rules.outcome(&history, as_of));
    }

    #[test]
    fn within_a_day_deadlines_come_first_and_bulk_changes_last(
        programme in programme(Unit::Calendar),
        history in history(20),
        as_of in day(),
    ) {
        let mut bare = programme.clone();
        let world = std::mem::take(&mut bare.world).into_iter();
        let world = world.map(|(name, on)| Event::new(on, Happening::World { name }));
        let amendments = std::mem::take(&mut bare.amendments).into_iter().map(|said| {
            let (certifications, earned_from) = (said.certifications, said.earned_from);
            let (shift, revalidate) = (said.shift, said.revalidate);
            let what = Happening::Amend { certifications, earned_from, shift, revalidate, reason: None };
            Event::new(said.on, what)
        });
        let said: Vec<Event> = world.chain(history.iter().cloned()).chain(amendments).collect();
        prop_assert_eq!(numbers(&bare, &by_day(said), as_of), numbers(&programme, &history, as_of));
    }

    #[test]
    fn a_fact_said_again_changes_nothing(
        programme in programme(Unit::Calendar),
        history in history_with_facts(15),
        fact in fact(),
        on in day(),
        as_of in day(),
    ) {
        let once = by_day([&[Event::new(on, fact.clone())], &history[..]].concat());
        let twice = [&once[..], &[Event::new(on, fact)]].concat();
        prop_assert_eq!(numbers(&programme, &twice, as_of), numbers(&programme, &once, as_of));
        // Nor does a history that repeats what the programme says.
        let mut repeated = history.clone();
        repeated.extend(programme.world.iter().map(|(name, on)| {
            Event::new(*on, Happening::World { name: name.clone() })
        }));
        repeated.extend(programme.amendments.iter().map(|said| {
            let (certifications, earned_from) = (said.certifications.clone(), said.earned_from);
            let (shift, revalidate) = (said.shift, said.revalidate);
            let what = Happening::Amend { certifications, earned_from, shift, revalidate, reason: None };
            Event::new(said.on, what)
        }));
        repeated.extend(programme.policies.iter().filter_map(|policy| {
            let certification = policy.certification.clone();
            Some(Event::new(policy.retired_on?, Happening::Retire { certification }))
        }));
        prop_assert_eq!(numbers(&programme, &repeated, as_of), numbers(&programme, &history, as_of));
        let revoked: Vec<Event> = history
            .iter()
            .flat_map(|event| {
                let again = matches!(event.happening, Happening::Revoke { .. });
                std::iter::repeat_n(event.clone(), if again { 2 } else { 1 })
            })
            .collect();
        prop_assert_eq!(numbers(&programme, &revoked, as_of), numbers(&programme, &history, as_of));
    }

    #[test]
    fn where_no_policy_shortens_no_last_valid_day_moves_back(
        programme in programme(Unit::Calendar),
        history in history(20),
    ) {
        let mut programme = programme;
        for version in versions(&mut programme) {
            version.never_shorten = true;
            version.derived = None;
            // Deadlines end and fixed dates may lie behind: these shorten by themselves.
            version.expire_after.clear();
            version.cohorts.iter_mut().for_each(|cohort| cohort.fixed = None);
        }
        programme.amendments.iter_mut().for_each(|amendment| amendment.revalidate = None);
        // Whoever is revoked and earns it anew begins afresh.
        let mut history = history;
        history.retain(|event| !matches!(event.happening, Happening::Revoke { .. }));
        let rules = Rules::new(&programme);
        let last = |day, code: &str| {
            let held = rules.outcome(&history, day);
            held.iter().find(|held| *held.certification == code).map(|held| held.valid_until)
        };
        for pair in history.windows(2) {
            for policy in &programme.policies {
                let code = policy.certification.as_str();
                let Some(before) = last(pair[0].date, code) else { continue };
                let after = last(pair[1].date, code).unwrap();
                prop_assert!(
                    before.unwrap_or(Date::MAX) <= after.unwrap_or(Date::MAX),
                    "{code}: {before:?} {after:?} on {}", pair[1].date
                );
            }
        }
    }

    #[test]
    fn what_is_over_stays_over_but_for_a_new_award(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        stretch in (day(), day()),
    ) {
        let mut programme = programme;
        for version in versions(&mut programme) {
            version.alive_while_any.clear();
            version.derived = None;
        }
        let rules = Rules::new(&programme);
        // Around every event, and over a stretch of time in which versions and deadlines pass.
        let around = history.iter().map(|event| (Period::days(1).before(event.date), event.date));
        for (first, second) in around.chain([stretch]) {
            let (first, second) = (first.min(second), first.max(second));
            let before = rules.outcome(&history, first);
            let after = rules.outcome(&history, second);
            let over = |status| matches!(status, Status::Expired | Status::Revoked);
            for old in before.iter().filter(|old| over(old.status)) {
                let new = after.iter().find(|new| new.certification == old.certification).unwrap();
                prop_assert!(over(new.status) || new.earned_on > first, "{old:?} {new:?}");
            }
        }
    }

    #[test]
    fn nobodys_rule_connects_two_so_neither_moves_the_other(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        as_of in day(),
    ) {
        let all = numbers(&programme, &history, as_of);
        let apart = |alone: bool| -> (Numbers, Numbers) {
            let kept = history.iter().filter(|event| {
                code_of(event, &programme).is_none_or(|code| (code == ALONE) == alone)
            });
            let kept: Vec<Event> = kept.cloned().collect();
            let now = numbers(&programme, &kept, as_of);
            let pick = |rows: &Numbers| {
                rows.iter().filter(|row| (row.0 == ALONE) == alone).cloned().collect()
            };
            (pick(&now), pick(&all))
        };
        for alone in [true, false] {
            let (now, before) = apart(alone);
            prop_assert_eq!(now, before);
        }
    }

    #[test]
    fn other_names_give_the_same_answers_under_other_names(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        as_of in day(),
    ) {
        // The order of names turns as well.
        let to = |code: &CertificationCode| {
            let turned = char::from(b'z' - (code.as_str().as_bytes()[0] - b'a'));
            CertificationCode::from(format!("{turned}-{code}").as_str())
        };
        let mut renamed = programme.clone();
        rename(&mut renamed, to);
        let expected: Numbers = numbers(&programme, &history, as_of)
            .into_iter()
            .map(|(code, status, earned, from, until, revoked)| {
                (to(&code), status, earned, from, until, revoked)
            })
            .collect();
        prop_assert_eq!(numbers(&renamed, &rename_events(&history, to), as_of), expected);
    }

    #[test]
    fn four_hundred_years_later_everything_is_the_same(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        as_of in day(),
    ) {
        prop_assert_eq!(shifted(&programme, &history, as_of, GREGORIAN_CYCLE_DAYS), Ok(()));
    }

    #[test]
    fn where_rules_count_in_days_every_day_is_like_every_other(
        programme in programme(Unit::Days),
        history in history(25),
        as_of in day(),
        days in 1..3000_i32,
    ) {
        prop_assert_eq!(shifted(&programme, &history, as_of, days), Ok(()));
    }

    #[test]
    fn a_version_to_come_changes_nothing_today(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        as_of in day(),
        other in programme(Unit::Calendar),
        later in 1..500_i32,
    ) {
        let mut programme = programme;
        for policy in &mut programme.policies {
            // By expiry, a version to come governs today whoever ends under it: that is what it says.
            if policy.governed_by == GoverningDay::Expiry {
                policy.governed_by = GoverningDay::Event;
            }
        }
        let mut changed = programme.clone();
        for (policy, other) in changed.policies.iter_mut().zip(other.policies) {
            let in_force_from = Some(Period::days(later).after(as_of));
            policy.versions.retain(|version| version.in_force_from.is_none_or(|from| from <= as_of));
            let Some(version) = other.versions.into_iter().next() else { continue };
            policy.versions.push(PolicyVersion { in_force_from, ..version });
        }
        // The first version governs also before its start: it must be there still.
        for (changed, policy) in changed.policies.iter_mut().zip(&programme.policies) {
            if changed.versions.len() == 1 {
                changed.versions.insert(0, policy.versions[0].clone());
            }
        }
        prop_assert_eq!(numbers(&changed, &history, as_of), numbers(&programme, &history, as_of));
    }

    #[test]
    fn a_version_split_into_two_equal_ones_changes_nothing(
        programme in programme(Unit::Calendar),
        history in history_with_facts(25),
        as_of in day(),
        at in day(),
    ) {
        let mut split = programme.clone();
        for policy in &mut split.policies {
            let next = policy.versions.iter().position(|v| v.in_force_from.is_some_and(|from| from > at));
            let place = next.unwrap_or(policy.versions.len());
            let governing = policy.versions[place.saturating_sub(1)].clone();
            policy.versions.insert(place.max(1), PolicyVersion {
                version: "split".into(),
                in_force_from: Some(at.max(governing.in_force_from.unwrap_or(at))),
                ..governing
            });
        }
        prop_assert_eq!(numbers(&split, &history, as_of), numbers(&programme, &history, as_of));
    }

    #[test]
    fn what_happens_later_changes_nothing_today(
        programme in programme(Unit::Calendar),
        history in history_with_facts(20),
        what in happening(),
        as_of in day(),
        later in 1..1000_i32,
    ) {
        let more = [&history[..], &[Event::new(Period::days(later).after(as_of), what)]].concat();
        let rules = Rules::new(&programme);
        prop_assert_eq!(rules.standing(&more, as_of), rules.standing(&history, as_of));
    }

    #[test]
    fn a_longer_grace_never_makes_a_state_worse(
        programme in programme(Unit::Calendar),
        history in history(15),
        as_of in day(),
        (grace, longer) in (0..100_i32, 1..200_i32),
    ) {
        let awards: Vec<Event> = history
            .into_iter()
            .filter(|event| matches!(event.happening, Happening::Earn { .. }))
            .collect();
        let mut programme = programme;
        // While in grace, what it carries along is set: where a policy may shorten, to an earlier day. And
        // what is earned in grace renews under the rules of what is renewed, else begins under today's.
        versions(&mut programme).for_each(|version| version.never_shorten = true);
        programme.policies.iter_mut().for_each(|policy| policy.governed_by = GoverningDay::Event);
        let mut longer_grace = programme.clone();
        versions(&mut programme).for_each(|version| version.grace = Some(Period::days(grace)));
        versions(&mut longer_grace).for_each(|version| version.grace = Some(Period::days(grace + longer)));
        let worse = |status: Status| match status {
            Status::Active => 0,
            Status::Grace => 1,
            Status::Suspended => 2,
            Status::Inactive | Status::Expired | Status::None => 3,
            Status::Revoked | Status::Barred => 4,
        };
        let before = numbers(&programme, &awards, as_of);
        let after = numbers(&longer_grace, &awards, as_of);
        for (code, status, ..) in before {
            let now = after.iter().find(|row| row.0 == code).map_or(Status::None, |row| row.1);
            prop_assert!(worse(now) <= worse(status), "{code}: {status:?} {now:?}");
        }
    }
}

/// Whether everything that is moved by so many days is answered as many days later.
fn shifted(programme: &Programme, history: &[Event], as_of: Date, days: i32) -> Result<(), String> {
    let to = days_after(days);
    let mut moved = programme.clone();
    move_days(&mut moved, to);
    let expected: Numbers = numbers(programme, history, as_of)
        .into_iter()
        .map(|(code, status, earned, from, until, revoked)| {
            (code, status, to(earned), to(from), until.map(to), revoked.map(to))
        })
        .collect();
    let found = numbers(&moved, &move_events(history, to), to(as_of));
    if found == expected { Ok(()) } else { Err(format!("{found:?} instead of {expected:?}")) }
}
