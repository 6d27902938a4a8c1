//! What holds for every population and change.

use assay_kernel::{Date, ExamCode, Period, Validity, date};
use assay_programme::model::{Amendment, Clause, Earned, Programme};
use assay_standing::{
    Event, Happening,
    plan::{Impact, ImpactPlan, OpenRegistration, PlannedPerson, plan},
};
use assay_words::InEnglish;
use proptest::prelude::*;

use crate::support::{TODAY, current};

type Someone = (String, Vec<Event>, Vec<OpenRegistration>);

fn day() -> impl Strategy<Value = Date> {
    (0..2600_i32).prop_map(|days| Period::days(days).after(date(2021, 8, 1)))
}

fn event() -> impl Strategy<Value = Event> {
    let exam = proptest::sample::select(vec!["SOA-C02", "SOA-C03", "DOP-C02", "CLF-C02"]);
    let code = proptest::sample::select(vec!["sysops", "cloudops", "dop", "clf"]);
    let happening = prop_oneof![
        5 => exam.clone().prop_map(|exam| Happening::Pass { what: Earned::Exam(ExamCode::new(exam)) }),
        2 => exam.prop_map(|exam| Happening::Fail { what: Earned::Exam(ExamCode::new(exam)) }),
        1 => code.clone().prop_map(|code| Happening::Earn { certification: code.into() }),
        1 => code.clone().prop_map(|code| Happening::Revoke { certification: code.into(), reason: None }),
        1 => code.prop_map(|code| Happening::Do { certification: code.into(), what: "maintain-500".into() }),
    ];
    (day(), happening).prop_map(|(day, happening)| Event::new(day, happening))
}

fn people() -> impl Strategy<Value = Vec<Someone>> {
    let registration = (day(), 1..400_i32).prop_map(|(from, days)| OpenRegistration {
        exam: ExamCode::new("SOA-C03"),
        sit_from: from,
        sit_until: Some(Period::days(days).after(from)),
    });
    let someone = (proptest::collection::vec(event(), 0..7), proptest::collection::vec(registration, 0..2));
    proptest::collection::vec(someone, 1..10).prop_map(|people| {
        let named = people.into_iter().enumerate();
        named
            .map(|(place, (history, registrations))| (format!("p{place:02}"), history, registrations))
            .collect()
    })
}

/// Changes of the reference programme of every sort, alone and together.
fn change() -> impl Strategy<Value = Programme> {
    let months = proptest::option::of(1..60_i32);
    let some_day = || proptest::option::of(day());
    (months, some_day(), some_day(), some_day(), any::<bool>(), 0..4_usize).prop_map(
        |(months, last_test, cascade, amended, grace, which)| {
            let mut programme = current();
            if let Some(policy) = programme.policies.get_mut(which) {
                let mut version = policy.versions.last().unwrap().clone();
                version.version = "next".into();
                version.in_force_from = Some(date(2027, 3, 1));
                version.grace = grace.then(|| Period::days(60));
                if let Some(months) = months {
                    version.validity = Validity::For(Period::months(months));
                }
                version.cascades.iter_mut().for_each(|edge| edge.until = cascade);
                policy.versions.push(version);
            }
            for exam in programme.exams.iter_mut().filter(|exam| exam.code == "SOA-C03") {
                exam.last_test_day_on = last_test.map(|day| day.max(date(2025, 10, 1)));
            }
            programme.amendments.extend(amended.map(|on| Amendment {
                on,
                certifications: vec![],
                earned_from: None,
                shift: Some(Period::months(6)),
                revalidate: None,
                reason: "Closed.".into(),
                clause: Clause::default(),
            }));
            programme
        },
    )
}

fn subjects(people: &[Someone]) -> Vec<PlannedPerson<'_>> {
    people
        .iter()
        .map(|(person, history, registrations)| PlannedPerson { person, history, registrations })
        .collect()
}

fn planned(proposed: &Programme, people: &[Someone], threads: usize) -> ImpactPlan {
    plan(&current(), proposed, &subjects(people), TODAY, threads, &|_| {})
}

fn impacts<'p>(plan: &'p ImpactPlan, person: &'p str) -> Vec<(String, &'p Impact)> {
    plan.impacts_of(person).map(|(group, impact)| (group.said.title(), impact)).collect()
}

proptest! {
    // Each case makes several plans; a crowd is needed for threads to share it.
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn a_programme_changes_nothing_against_itself(people in people(), programme in change()) {
        let plan = plan(&programme, &programme, &subjects(&people), TODAY, 1, &|_| {});
        prop_assert!(plan.is_empty(), "{plan:#?}");
        prop_assert_eq!(plan.touched, 0);
        prop_assert_eq!(plan.expiries.before, plan.expiries.after);
    }

    #[test]
    fn neither_the_order_of_people_nor_the_threads_matter(people in people(), proposed in change()) {
        let one = planned(&proposed, &people, 1);
        let mut turned = people.clone();
        turned.reverse();
        prop_assert_eq!(&planned(&proposed, &turned, 1), &one);
        // Enough people that the work is shared.
        let crowd: Vec<Someone> = (0..260).flat_map(|copy| {
            people.iter().map(move |(name, history, registrations)| {
                (format!("{copy:03}-{name}"), history.clone(), registrations.clone())
            })
        }).collect();
        prop_assert_eq!(planned(&proposed, &crowd, 3), planned(&proposed, &crowd, 1));
    }

    #[test]
    fn what_happens_to_a_person_is_the_same_alone_and_among_others(people in people(), proposed in change()) {
        let together = planned(&proposed, &people, 1);
        let mut touched = 0;
        for someone in &people {
            let alone = planned(&proposed, std::slice::from_ref(someone), 1);
            prop_assert_eq!(impacts(&alone, &someone.0), impacts(&together, &someone.0));
            touched += alone.touched;
        }
        prop_assert_eq!(touched, together.touched);
        let told: Vec<String> = together.notices().into_iter().map(|notice| notice.person).collect();
        prop_assert_eq!(told.len(), touched);
    }

    #[test]
    fn a_plan_is_written_and_read_again_as_it_was(people in people(), proposed in change()) {
        let plan = planned(&proposed, &people, 1);
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(serde_json::from_str::<ImpactPlan>(&json).unwrap(), plan);
    }

    #[test]
    fn a_change_and_its_reverse_touch_the_same_last_valid_days(people in people(), proposed in change()) {
        let there = planned(&proposed, &people, 1);
        let back = plan(&proposed, &current(), &subjects(&people), TODAY, 1, &|_| {});
        let moved = |plan: &ImpactPlan| -> usize {
            use assay_standing::plan::ImpactKind::{EndsEarlier, EndsLater};
            plan.count(EndsEarlier) + plan.count(EndsLater)
        };
        prop_assert_eq!(moved(&there), moved(&back));
        // What one direction brings back, the other ends at once: that is counted in the month of the plan.
        let (before, after) = (&there.expiries.before, &back.expiries.after);
        prop_assert!(before[0] <= after[0], "{before:?} {after:?}");
        prop_assert_eq!(&before[1..], &after[1..]);
        prop_assert_eq!(there.expiries.later_before, back.expiries.later_after);
    }
}
