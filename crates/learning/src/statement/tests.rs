//! What is told, what is not, and that it is the same when it is told twice.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{ExamCode, Instant};
use serde_json::{Value, json};

use super::*;
use crate::{
    course::{CourseOutline, LessonOutline},
    event::PrepEvent,
    run::RunMode,
};

const HOME: &str = "https://certs.example.org";
const CANARY: &str = "chosen-letter";

fn at(second: i64) -> Instant {
    Instant::from_second(1_700_000_000 + second).unwrap()
}

/// A text made into the shape of a UUID, for the tests: what stands in it is seen.
fn uuid(text: &str) -> String {
    format!("uuid<{text}>")
}

fn courses() -> BTreeMap<String, CourseOutline> {
    let lesson = |id: &str, checks: &[&str]| LessonOutline {
        id: id.into(),
        title: format!("Lesson {id}"),
        revision: 1,
        checks: checks.iter().map(|check| (*check).to_owned()).collect(),
        ..LessonOutline::default()
    };
    let course = CourseOutline {
        id: "X-1.1".into(),
        exam: ExamCode::new("X"),
        task: "1.1".into(),
        title: "See it".into(),
        skills: Vec::new(),
        minutes: 9,
        lab: None,
        lessons: vec![lesson("one", &["k-1"]), lesson("two", &[])],
    };
    BTreeMap::from([(course.id.clone(), course)])
}

fn finished(lesson: &str) -> PrepEvent {
    PrepEvent::LessonFinished { course: "X-1.1".into(), lesson: lesson.into(), revision: 1 }
}

fn answered(right: bool) -> PrepEvent {
    let (lesson, check) = ("one".to_owned(), "k-1".to_owned());
    PrepEvent::CheckAnswered { lesson, check, right, response: vec![CANARY.to_owned()] }
}

fn learner(events: Vec<PrepEvent>, runs: Vec<EndedRun>) -> Learner {
    let happened = |(place, event)| PlacedEvent { seq: place, at: at(place), event };
    let events = (1..).zip(events).map(happened).collect();
    let preparation = Preparation { id: "enr_7".into(), events };
    Learner { name: "pseudonym".into(), preparations: vec![preparation], runs }
}

fn told(learner: &Learner, with_answers: bool) -> Vec<Value> {
    let home = Installation { home: HOME, uuid: &uuid };
    let told = statements(&home, learner, &courses(), with_answers);
    told.iter().map(|one| serde_json::to_value(one).unwrap()).collect()
}

fn verbs(told: &[Value]) -> Vec<String> {
    let last = |one: &Value| one["verb"]["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    told.iter().map(last).collect()
}

fn run(mode: RunMode, second: i64, points: (u32, u32)) -> EndedRun {
    let set = (mode == RunMode::Final).then(|| "X-P1".to_owned());
    EndedRun { id: format!("run_{second}"), exam: "X".into(), mode, set, at: at(second), points }
}

fn whole() -> Learner {
    let exam = "X".to_owned();
    learner(
        vec![
            PrepEvent::Enrolled { exam },
            PrepEvent::LessonOpened { lesson: "one".into() },
            finished("one"),
            answered(false),
            finished("two"),
            answered(true),
            answered(true),
            PrepEvent::LabResult { lab: "no-way-out".into(), passed: false },
            PrepEvent::LabResult { lab: "no-way-out".into(), passed: true },
        ],
        vec![run(RunMode::Learn, 20, (7, 10)), run(RunMode::Final, 30, (52, 65))],
    )
}

#[test]
fn a_preparation_is_told_from_its_beginning_to_the_final_practice_exam() {
    let said = told(&whole(), true);
    assert_eq!(
        verbs(&said),
        [
            "registered",
            "experienced",
            "answered",
            "experienced",
            "answered",
            "completed",
            "answered",
            "failed",
            "passed",
            "completed",
            "completed"
        ]
    );
    let last = said.last().unwrap();
    assert_eq!(last["result"]["score"], json!({ "scaled": 0.8, "raw": 52, "min": 0, "max": 65 }));
    assert_eq!(last["object"]["id"], "https://certs.example.org/exams/X/practice/X-P1");
    let read = &said[1];
    assert_eq!(
        read["context"]["contextActivities"]["parent"][0]["id"],
        "https://certs.example.org/courses/X-1.1"
    );
    for one in &said {
        assert_eq!(one["version"], "1.0.3");
        let account = json!({ "homePage": HOME, "name": "pseudonym" });
        assert_eq!(one["actor"], json!({ "objectType": "Agent", "account": account }));
        assert_eq!(
            one["context"]["registration"],
            "uuid<https://certs.example.org/xapi/registrations/enr_7>"
        );
        let around = &one["context"]["contextActivities"];
        assert_eq!(around["grouping"][0]["id"], "https://certs.example.org/exams/X");
        let category = around["category"].as_array().unwrap();
        assert_eq!(category.len(), 1, "our own profile, and no other: {category:?}");
        assert_eq!(category[0]["id"], "https://certs.example.org/xapi/profile/1");
    }
}

#[test]
fn answers_to_checks_are_told_only_where_they_are_wanted_and_never_what_was_chosen() {
    let (with, without) = (told(&whole(), true), told(&whole(), false));
    assert_eq!(verbs(&with).iter().filter(|verb| *verb == "answered").count(), 3);
    assert!(!verbs(&without).contains(&"answered".to_owned()));
    assert!(
        verbs(&without).contains(&"completed".to_owned()),
        "the course is finished by an answer all the same"
    );
    assert!(!json!(with).to_string().contains(CANARY));
    assert!(with.iter().all(|one| one["result"].get("response").is_none()));
}

#[test]
fn told_again_it_is_the_same_and_what_comes_later_changes_nothing_of_it() {
    let all = told(&whole(), true);
    assert_eq!(told(&whole(), true), all);
    let ids: BTreeSet<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
    let mut earlier = whole();
    earlier.runs.clear();
    earlier.preparations[0].events.truncate(5);
    let before = told(&earlier, true);
    assert!(!before.is_empty() && before.iter().all(|one| all.contains(one)));
}

#[test]
fn practice_is_never_passed_however_it_went() {
    let runs: Vec<EndedRun> = RunMode::ALL
        .into_iter()
        .zip(10..)
        .flat_map(|(mode, second)| [run(mode, second, (10, 10)), run(mode, second + 100, (0, 10))])
        .collect();
    let said = told(&learner(vec![PrepEvent::Enrolled { exam: "X".into() }], runs), true);
    assert_eq!(said.len(), 1 + 2 * RunMode::ALL.len());
    for one in &said[1..] {
        assert_eq!(one["verb"]["id"], "http://adlnet.gov/expapi/verbs/completed");
        assert!(one["result"].get("success").is_none());
        let scaled = one["result"]["score"]["scaled"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&scaled));
    }
}

#[test]
fn a_switch_is_a_registration_and_what_no_course_knows_any_more_is_not_told() {
    let (from, to, why) = ("X".to_owned(), "Y".to_owned(), "day".to_owned());
    let gone = PrepEvent::LessonFinished { course: "gone".into(), lesson: "one".into(), revision: 1 };
    let events = vec![
        PrepEvent::Enrolled { exam: "X".into() },
        PrepEvent::PlanSwitched { from, to, why },
        gone,
        PrepEvent::LabResult { lab: "a lab/1".into(), passed: true },
    ];
    let said = told(&learner(events, Vec::new()), true);
    assert_eq!(verbs(&said), ["registered", "registered", "passed"]);
    assert_eq!(said[1]["object"]["id"], "https://certs.example.org/exams/Y/prep");
    assert_eq!(
        said[2]["object"]["id"], "https://certs.example.org/labs/a%20lab%2F1",
        "an address all the same"
    );
    assert_eq!(
        said[2]["context"]["contextActivities"]["grouping"][0]["id"],
        "https://certs.example.org/exams/Y"
    );
}

#[test]
fn the_profile_says_what_each_verb_means_here() {
    let said = serde_json::to_value(profile(HOME, "A body")).unwrap();
    assert_eq!(said["versions"][0]["id"], "https://certs.example.org/xapi/profile/1");
    let verbs: Vec<&str> =
        said["templates"].as_array().unwrap().iter().map(|one| one["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs.len(), Verb::ALL.len());
    assert!(!said.to_string().contains("cmi5"));
}

/// A text in the shape of a UUID of version 5, without the digest that pure code does not have.
fn shaped(text: &str) -> String {
    let hash = |seed: u64| {
        text.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let hex = format!("{:016x}{:016x}", hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4));
    format!("{}-{}-5{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// Two independent readers look at it (`tests/oracle/statements.mjs`); `UPDATE_STATEMENTS=1` writes it.
#[test]
fn a_statement_of_every_verb_lies_where_independent_readers_look_at_it() {
    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/oracle/statements.json");
    let home = Installation { home: HOME, uuid: &shaped };
    let told = statements(&home, &whole(), &courses(), true);
    let verbs: BTreeSet<Verb> = told.iter().map(|one| one.verb).collect();
    assert_eq!(verbs.len(), Verb::ALL.len());
    let text = format!("{}\n", serde_json::to_string_pretty(&told).unwrap());
    if std::env::var_os("UPDATE_STATEMENTS").is_some() {
        std::fs::write(COMMITTED, &text).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap();
    assert!(committed == text, "statements changed: UPDATE_STATEMENTS=1, then read the difference");
}
