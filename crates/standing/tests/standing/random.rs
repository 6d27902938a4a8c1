//! Whole programmes and histories by chance.

use std::ops::Range;

use assay_kernel::{CertificationCode, Date, ExamCode, Period, Validity, date};
use assay_programme::model::{
    Amendment, Anchor, Carry, Cascade, CascadeEnd, Clause, Cohort, CreditRule, Derived, Earned, EndRule,
    GoverningDay, Need, OutsideEnd, Policy, PolicyVersion, Programme, Route, RouteState, Unless,
};
use assay_standing::{Event, Happening};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::{select, subsequence},
};

use crate::support::exam;

/// The certifications of every random programme; rules connect them as they like.
pub const CODES: [&str; 4] = ["a", "b", "c", "d"];
/// One more, which no other rule names and which names no other.
pub const ALONE: &str = "alone";
const ACTIVITIES: [&str; 3] = ["lab", "talk", "course"];
const CATEGORIES: [&str; 3] = ["A", "B", "C"];
const DEADLINES: [&str; 2] = ["spring", "autumn"];

/// How a programme counts its periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Months and days, ends of months.
    Calendar,
    /// Days only, so that every day is like every other.
    Days,
}

/// A day of eight years.
pub fn day() -> impl Strategy<Value = Date> + Clone {
    days(0..3000)
}

fn days(range: Range<i32>) -> impl Strategy<Value = Date> + Clone {
    range.prop_map(|days| Period::days(days).after(date(2014, 2, 27)))
}

fn period(unit: Unit, months: i32) -> BoxedStrategy<Period> {
    let days = (0..months * 31).prop_map(Period::days);
    match unit {
        Unit::Days => days.boxed(),
        Unit::Calendar => prop_oneof![2 => (1..=months).prop_map(Period::months), 1 => days].boxed(),
    }
}

fn validity(unit: Unit) -> BoxedStrategy<Validity> {
    prop_oneof![1 => Just(Validity::Unlimited), 8 => period(unit, 48).prop_map(Validity::For)].boxed()
}

fn code() -> impl Strategy<Value = CertificationCode> + Clone {
    select(&CODES[..]).prop_map(Into::into)
}

fn codes() -> impl Strategy<Value = Vec<CertificationCode>> {
    subsequence(CODES.to_vec(), 1..3).prop_map(|codes| codes.into_iter().map(Into::into).collect())
}

/// A wider set holds the narrower one: what works later works earlier as well.
fn states() -> impl Strategy<Value = Vec<RouteState>> {
    let all = [RouteState::Active, RouteState::Grace, RouteState::Suspended];
    (1..=3_usize).prop_map(move |n| all[..n].to_vec())
}

fn credit_rule() -> impl Strategy<Value = CreditRule> {
    let group = || subsequence(CATEGORIES.to_vec(), 1..3).prop_map(|group| group.join("|"));
    (0..30_u32, btree_map(group(), 0..10_u32, 0..2), btree_map(group(), 8..30_u32, 0..3))
        .prop_map(|(total, min, max)| CreditRule { total, min, max, audit: None })
}

fn need() -> impl Strategy<Value = Need> {
    let leaf = prop_oneof![
        3 => select(&ACTIVITIES[..]).prop_map(|what| Need::Done(what.into())),
        1 => Just(Need::Done("pass".into())),
        2 => credit_rule().prop_map(Need::Credits),
        1 => (0..3_u32).prop_map(Need::Fees),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![vec(inner.clone(), 0..3).prop_map(Need::AllOf), vec(inner, 0..3).prop_map(Need::AnyOf),]
    })
}

fn route(unit: Unit) -> impl Strategy<Value = Route> {
    let triggers = ["pass", "credit", "fee", "lab", "talk", "course"];
    let when = (option::weighted(0.2, period(unit, 24)), option::weighted(0.1, period(unit, 3)), states());
    let counts = (any::<bool>(), option::of(validity(unit)), option::weighted(0.3, credit_rule()));
    let carry = (0..30_u32, period(unit, 12), subsequence(CATEGORIES.to_vec(), 0..2));
    let carry = carry.prop_map(|(max, last, categories)| Carry {
        max,
        last,
        categories: categories.into_iter().map(str::to_owned).collect(),
    });
    let fees = prop_oneof![4 => Just(0_u32), 1 => 1..3_u32];
    let fees_after = option::of(period(unit, 24));
    let ledger = (option::of(period(unit, 3)), option::of(carry), fees, fees_after);
    let rest = (option::weighted(0.3, need()), option::weighted(0.1, day()), any::<bool>());
    (0..4_u8, subsequence(triggers.to_vec(), 1..4), when, counts, ledger, rest).prop_map(
        |(
            id,
            on,
            (opens, closes, states),
            (expiry, length, credits),
            ledger,
            (needs, until, even_retired),
        )| {
            let (credit_until, carry, fees, fees_after) = ledger;
            Route {
                id: format!("r{id}"),
                title: String::new(),
                on: on.into_iter().map(str::to_owned).collect(),
                opens,
                closes,
                states,
                anchor: if expiry { Anchor::Expiry } else { Anchor::Event },
                length,
                credits,
                credit_until,
                carry,
                fees,
                fees_after,
                needs,
                until,
                even_retired,
                clause: Clause::default(),
            }
        },
    )
}

fn cascade() -> impl Strategy<Value = Cascade> {
    (codes(), any::<bool>(), states(), any::<bool>(), option::weighted(0.1, day())).prop_map(
        |(to, matches, states, even_retired, until)| Cascade {
            to,
            set: if matches { CascadeEnd::Match } else { CascadeEnd::Event },
            states,
            even_retired,
            until,
            clause: Clause::default(),
        },
    )
}

fn cohort(unit: Unit) -> impl Strategy<Value = Cohort> {
    (option::of(day()), option::of(day()), option::of(validity(unit)), option::weighted(0.2, day()))
        .prop_map(|(from, to, validity, fixed)| Cohort { from, to, validity, fixed })
}

fn outside_end(unit: Unit) -> impl Strategy<Value = OutsideEnd> {
    let unless = (subsequence(vec!["r0", "r1", "r2", "r3"], 0..3), period(unit, 12));
    let unless = unless.prop_map(|(routes, within)| Unless {
        routes: routes.into_iter().map(str::to_owned).collect(),
        within,
    });
    (select(&DEADLINES[..]), period(unit, 3), option::of(unless))
        .prop_map(|(event, delay, unless)| OutsideEnd { event: event.into(), delay, unless })
}

fn version(unit: Unit) -> impl Strategy<Value = PolicyVersion> {
    let ends = match unit {
        Unit::Calendar => vec![EndRule::Anniversary, EndRule::DayBefore, EndRule::EndOfMonth],
        Unit::Days => vec![EndRule::Anniversary, EndRule::DayBefore],
    };
    let end = (validity(unit), select(ends), vec(cohort(unit), 0..2));
    let after = (option::of(period(unit, 4)), option::of(period(unit, 6)), any::<bool>());
    let derived = (codes(), 1..3_u32).prop_map(|(of, min)| Derived { of, min });
    let others = (
        vec(cascade(), 0..2),
        option::weighted(0.15, derived),
        vec(outside_end(unit), 0..2),
        option::weighted(0.2, codes()),
    );
    (end, vec(route(unit), 0..4), after, others).prop_map(|(end, routes, after, others)| {
        let ((validity, end, cohorts), (grace, suspension, never_shorten)) = (end, after);
        let (cascades, derived, expire_after, alive) = others;
        PolicyVersion {
            version: "v".into(),
            in_force_from: None,
            validity,
            end,
            cohorts,
            routes,
            grace,
            suspension,
            cascades,
            derived,
            expire_after,
            alive_while_any: alive.unwrap_or_default(),
            never_shorten,
            clause: Clause::default(),
        }
    })
}

fn policy(code: &'static str, unit: Unit) -> impl Strategy<Value = Policy> {
    let governed_by = select(vec![GoverningDay::Event, GoverningDay::Award, GoverningDay::Expiry]);
    let starts = option::of(day());
    let ends = (option::weighted(0.15, day()), option::weighted(0.15, day()));
    (vec((version(unit), starts), 1..4), ends, governed_by).prop_map(
        move |(versions, (retired_on, award_until), governed_by)| {
            let mut starts: Vec<Option<Date>> = versions.iter().map(|(_, starts)| *starts).collect();
            starts.sort_unstable();
            let versions = versions.into_iter().zip(starts).enumerate();
            let versions = versions.map(|(place, ((version, _), in_force_from))| PolicyVersion {
                version: format!("v{place}"),
                in_force_from,
                ..version
            });
            let versions = versions.collect();
            Policy { certification: code.into(), versions, retired_on, award_until, governed_by }
        },
    )
}

fn amendment(unit: Unit) -> impl Strategy<Value = Amendment> {
    let which = option::of(codes());
    let how = (option::of(period(unit, 12)), option::weighted(0.3, validity(unit)));
    (day(), which, option::of(day()), how).prop_map(|(on, which, earned_from, (shift, revalidate))| {
        Amendment {
            on,
            certifications: which.unwrap_or_default(),
            earned_from,
            shift,
            revalidate,
            reason: String::new(),
            clause: Clause::default(),
        }
    })
}

/// A programme of four certifications and the lonely one.
pub fn programme(unit: Unit) -> impl Strategy<Value = Programme> {
    let connected = CODES.map(|code| policy(code, unit));
    let world = vec((select(&DEADLINES[..]), day()), 0..3);
    let exams = vec((0..5_usize, day(), option::of(day())), 0..4);
    (connected, policy(ALONE, unit), vec(amendment(unit), 0..3), world, exams).prop_map(
        |(connected, mut alone, amendments, world, exams)| {
            for version in &mut alone.versions {
                version.cascades.clear();
                version.derived = None;
                version.alive_while_any.clear();
            }
            let codes = [&CODES[..], &[ALONE]].concat();
            let exams = exams.into_iter().enumerate().map(|(place, (code, first, last))| {
                exam(&format!("E{place}"), codes[code], first, last.map(|last| last.max(first)))
            });
            Programme {
                policies: connected.into_iter().chain([alone]).collect(),
                exams: exams.collect(),
                amendments,
                world: world.into_iter().map(|(name, on)| (name.to_owned(), on)).collect(),
                ..Programme::default()
            }
        },
    )
}

/// What may happen to a person; facts about everyone are apart.
pub fn happening() -> impl Strategy<Value = Happening> {
    let codes = [&CODES[..], &CODES, &[ALONE, ALONE, "unknown"]].concat();
    let code = select(codes).prop_map(CertificationCode::from);
    let category = option::of(select(&CATEGORIES[..])).prop_map(|category| category.map(str::to_owned));
    let exam = select(vec!["E0", "E1", "E2", "E3"]).prop_map(|exam| Earned::Exam(ExamCode::new(exam)));
    let of = (code.clone(), 0..40_u32, category);
    prop_oneof![
        2 => code.clone().prop_map(|certification| Happening::Earn { certification }),
        8 => code.clone().prop_map(|code| Happening::Pass { what: Earned::Certification(code) }),
        1 => exam.clone().prop_map(|what| Happening::Pass { what }),
        1 => exam.prop_map(|what| Happening::Fail { what }),
        10 => (code.clone(), select(&ACTIVITIES[..]))
            .prop_map(|(certification, what)| Happening::Do { certification, what: what.into() }),
        10 => of.clone().prop_map(|(certification, n, category)| {
            Happening::Credit { certification, n, category }
        }),
        1 => of.prop_map(|(certification, n, category)| {
            Happening::Strike { certification, n, category, reason: None }
        }),
        3 => (code.clone(), 0..3_u32).prop_map(|(certification, n)| Happening::Fee { certification, n }),
        1 => code.clone().prop_map(|certification| Happening::Revoke { certification, reason: None }),
        1 => code.prop_map(|certification| Happening::Suspend { certification, reason: None }),
    ]
}

/// A fact about everyone, as a history may carry it.
pub fn fact() -> impl Strategy<Value = Happening> {
    prop_oneof![
        code().prop_map(|certification| Happening::Retire { certification }),
        select(&DEADLINES[..]).prop_map(|name| Happening::World { name: name.into() }),
        amendment(Unit::Days).prop_map(|said| Happening::Amend {
            certifications: said.certifications,
            earned_from: said.earned_from,
            shift: said.shift,
            revalidate: said.revalidate,
            reason: None,
        }),
    ]
}

/// Up to so many events after some awards, by day.
pub fn history(most: usize) -> impl Strategy<Value = Vec<Event>> {
    after_awards(most, happening().boxed())
}

/// As `history`, with facts about everyone among them.
pub fn history_with_facts(most: usize) -> impl Strategy<Value = Vec<Event>> {
    after_awards(most, prop_oneof![8 => happening(), 1 => fact()].boxed())
}

fn after_awards(most: usize, what: BoxedStrategy<Happening>) -> impl Strategy<Value = Vec<Event>> {
    let codes = subsequence([&CODES[..], &[ALONE]].concat(), 0..=5);
    let awards = (codes, vec(days(0..600), 5)).prop_map(|(codes, days)| {
        let earn = |code: &str| Happening::Earn { certification: code.into() };
        let awards = codes.into_iter().zip(days).map(|(code, day)| Event::new(day, earn(code)));
        awards.collect::<Vec<_>>()
    });
    let events = vec((day(), what).prop_map(|(day, what)| Event::new(day, what)), 0..most);
    (awards, events).prop_map(|(awards, events)| by_day([awards, events].concat()))
}

/// In the order of their days; within a day as they stand.
pub fn by_day(mut history: Vec<Event>) -> Vec<Event> {
    history.sort_by_key(|event| event.date);
    history
}
