//! A learning record store is told what somebody does to prepare: once, later where it is out of order, and
//! nothing more of somebody whose account is closed.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use assay_app::{App, AppError, JobState, JobsWanted, LearningRecords, NotSent, Sending, StatementsOut, Why};
use assay_kernel::{Actor, Role};
use serde_json::Value;

use crate::{
    learning::with_course,
    world::{Somebody, World, by, candidate, somebody},
};

const MORNING: &str = "2025-09-20T09:00:00Z";
const COURSE: &str = "SOA-C02-1.1";
const FIRST: &str = "t-which-question";
const SECOND: &str = "t-a-quiet-queue";

/// A learning record store that says what it is told to say, and then takes everything.
#[derive(Default)]
struct Store {
    told: Mutex<Vec<Value>>,
    says: Mutex<VecDeque<NotSent>>,
}

impl LearningRecords for Store {
    fn put<'a>(&'a self, id: &'a str, statement: &'a str) -> Sending<'a> {
        Box::pin(async move {
            if let Some(why) = self.says.lock().unwrap().pop_front() {
                return Err(why);
            }
            let told: Value = serde_json::from_str(statement).unwrap();
            assert_eq!(told["id"], id);
            self.told.lock().unwrap().push(told);
            Ok(())
        })
    }
}

impl Store {
    /// What it holds, each under its id once, as verbs.
    fn verbs(&self) -> Vec<String> {
        let told = self.told.lock().unwrap();
        let mut ids: Vec<&str> = Vec::new();
        let once = told.iter().filter(|one| {
            let id = one["id"].as_str().unwrap();
            !ids.contains(&id) && {
                ids.push(id);
                true
            }
        });
        let last = |one: &Value| one["verb"]["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        once.map(last).collect()
    }

    fn all(&self) -> String {
        serde_json::to_string(&*self.told.lock().unwrap()).unwrap()
    }
}

async fn told(world: &World, with_answers: bool) -> (App, Arc<Store>) {
    let store = Arc::new(Store::default());
    let out = StatementsOut { to: store.clone(), with_answers };
    (world.app_that_tells(with_course(), out).await, store)
}

async fn answers(app: &App, who: &Somebody, letter: &str) {
    let answer = [letter.to_owned()];
    app.practice.answer_check(&by(app, &who.actor), (COURSE, FIRST, "k-first-look"), &answer).await.unwrap();
}

async fn finishes(app: &App, who: &Somebody, lesson: &str) {
    app.practice.finish_lesson(&by(app, &who.actor), COURSE, lesson).await.unwrap();
}

#[tokio::test]
async fn what_somebody_does_to_prepare_is_told_with_its_points_and_without_an_answer_or_an_address() {
    let world = World::at(MORNING);
    let (app, store) = told(&world, true).await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    app.practice.lesson(&asking, COURSE, FIRST).await.unwrap();
    app.jobs.run_due().await.unwrap();
    assert_eq!(store.verbs(), ["registered"], "an open page is no experience");
    world.moment("2025-09-20T09:05:00Z");
    answers(&app, &noor, "B").await;
    world.moment("2025-09-20T09:06:00Z");
    finishes(&app, &noor, FIRST).await;
    finishes(&app, &noor, FIRST).await;
    app.jobs.run_due().await.unwrap();
    app.jobs.run_due().await.unwrap();
    assert_eq!(store.verbs(), ["registered", "answered", "experienced"]);
    let (all, person) = (store.all(), noor.id.to_string());
    assert!(!all.contains("example.org\",\"name\":\"noor") && !all.contains("noor"), "{all}");
    assert!(!all.contains(&person) && !all.contains('@'), "neither id nor address: {all}");
    assert!(!all.contains("\"response\"") && !all.contains("cmi5"), "{all}");
    let own = app.practice.own_statements(&by(&app, &noor.actor)).await.unwrap();
    let own: Vec<Value> = own.iter().map(|one| serde_json::to_value(one).unwrap()).collect();
    let sent = store.told.lock().unwrap().clone();
    assert!(own.iter().all(|one| sent.contains(one)), "the copy is what was told");
}

#[tokio::test]
async fn answers_to_checks_are_not_told_unless_the_operator_says_so() {
    let world = World::at(MORNING);
    let (app, store) = told(&world, false).await;
    let noor = candidate(&app).await;
    answers(&app, &noor, "B").await;
    app.jobs.run_due().await.unwrap();
    assert_eq!(store.verbs(), ["registered"]);
}

#[tokio::test]
async fn a_store_that_is_out_of_order_is_told_later_and_one_refusal_holds_up_nothing_else() {
    let world = World::at(MORNING);
    let (app, store) = told(&world, false).await;
    let noor = candidate(&app).await;
    store.says.lock().unwrap().push_back(NotSent::Later("lrs.example.org does not take it now (500)".into()));
    finishes(&app, &noor, FIRST).await;
    app.jobs.run_due().await.unwrap();
    assert!(store.verbs().is_empty());
    world.moment("2025-09-20T09:10:00Z");
    app.jobs.run_due().await.unwrap();
    assert_eq!(store.verbs(), ["registered", "experienced"]);
    store
        .says
        .lock()
        .unwrap()
        .push_back(NotSent::Never("lrs.example.org refuses this statement (400)".into()));
    finishes(&app, &noor, SECOND).await;
    app.jobs.run_due().await.unwrap();
    world.moment("2025-09-20T09:20:00Z");
    answers(&app, &noor, "B").await;
    app.jobs.run_due().await.unwrap();
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let wanted = JobsWanted { state: Some(JobState::Failed), ..JobsWanted::default() };
    let failed = app.jobs.list(&by(&app, &ada.actor), &wanted, 1).await.unwrap();
    let causes: Vec<Option<&str>> = failed.lines.iter().map(|job| job.cause.as_deref()).collect();
    assert_eq!(causes, [Some("lrs.example.org refuses this statement (400)")], "the team sees it");
}

#[tokio::test]
async fn of_a_closed_account_nothing_more_is_told_and_nobody_else_gets_ones_statements() {
    let world = World::at(MORNING);
    let (app, store) = told(&world, false).await;
    let noor = candidate(&app).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    finishes(&app, &noor, FIRST).await;
    let asking = by(&app, &ada.actor);
    let seen = app.accounts.closing(&asking, noor.id).await.unwrap();
    let why = Why::parse("They asked for it.").unwrap();
    app.accounts.close(&asking, noor.id, &seen.mark, &why).await.unwrap();
    app.jobs.run_due().await.unwrap();
    assert!(store.verbs().is_empty(), "{}", store.all());
    let nobody = app.practice.own_statements(&by(&app, &Actor::Anonymous)).await;
    assert!(matches!(nobody, Err(AppError::NotSignedIn)));
    assert!(app.practice.own_statements(&by(&app, &ada.actor)).await.is_err(), "the team does not prepare");
}

#[tokio::test]
async fn where_no_store_is_named_nothing_waits_to_be_told() {
    let world = World::at(MORNING);
    let app = world.app_of(with_course()).await;
    let noor = candidate(&app).await;
    finishes(&app, &noor, FIRST).await;
    let operator = by(&app, &Actor::Operator);
    assert_eq!(app.jobs.waiting(&operator).await.unwrap(), 0);
    assert!(!app.practice.tells_statements());
    let own = app.practice.own_statements(&by(&app, &noor.actor)).await.unwrap();
    assert_eq!(own.len(), 2, "their copy is there all the same");
}
