//! Questions come back when they are about to be forgotten, and what is answered then counts for nothing
//! else.

use std::collections::BTreeSet;

use assay_app::{App, AppError, Asking, CountVerdict, NewPracticeAnswer, NewRun, ReadinessTold, Wanted};
use assay_kernel::{PracticeId, TypedId};
use assay_learning::{
    review::CardReason,
    run::{RunMode, RunScope, Sure},
};
use assay_store::{
    Ms, NewPracticeResponse, PracticeRunRecord, Seed, Unit,
    statement::{practice_run, prep},
};

use crate::{
    preparing::{pinned, right, wrong},
    world::{Somebody, World, by, candidate},
};

const EXAM: &str = "SOA-C03";

async fn begin(app: &App, asking: &Asking, mode: RunMode, count: usize) -> Result<PracticeId, AppError> {
    let scope = RunScope { count, ..RunScope::default() };
    let run = NewRun { exam: EXAM.into(), mode: Some(mode), scope };
    app.practice.start(asking, run, Wanted::Anew).await
}

/// Answers a new run: each as the place in it says.
async fn practised(
    world: &World,
    app: App,
    who: &Somebody,
    (mode, count): (RunMode, usize),
    answer: impl Fn(u32, &str) -> (Vec<String>, Option<Sure>),
) -> (App, Vec<String>) {
    let run = begin(&app, &by(&app, &who.actor), mode, count).await.unwrap();
    app.close().await;
    let asked = pinned(world, run).await;
    let app = world.app().await;
    for (position, id) in (1_u32..).zip(&asked) {
        let asking = by(&app, &who.actor);
        let (response, sure) = answer(position, id);
        let given = NewPracticeAnswer { response, sure, command: String::new() };
        app.practice.item(&asking, run, position).await.unwrap();
        app.practice.answer(&asking, run, position, given).await.unwrap();
    }
    (app, asked)
}

#[tokio::test]
async fn what_was_wrong_guessed_or_unsure_comes_back_and_what_was_known_does_not() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let rita = candidate(&app).await;
    let view = app.practice.reviews(&by(&app, &rita.actor), EXAM).await.unwrap();
    assert_eq!((view.cards, view.due.len(), view.next_on), (0, 0, None));
    let nothing = begin(&app, &by(&app, &rita.actor), RunMode::Review, 10).await;
    assert!(matches!(nothing, Err(AppError::Invalid(_))));

    let (app, asked) = practised(&world, app, &rita, (RunMode::Learn, 10), |position, id| match position {
        1 | 2 => (wrong(id), None),
        3 => (wrong(id), Some(Sure::Sure)),
        4 => (right(id), Some(Sure::Unsure)),
        5 => (right(id), Some(Sure::Guessing)),
        6 => (right(id), Some(Sure::Sure)),
        _ => (right(id), None),
    })
    .await;
    let view = app.practice.reviews(&by(&app, &rita.actor), EXAM).await.unwrap();
    assert_eq!((view.cards, view.due.len()), (5, 0), "nothing on the day on which it was explained");
    assert_eq!(view.next_on.unwrap().to_string(), "2025-10-01");

    world.moment("2025-10-01T09:00:00Z");
    let asking = by(&app, &rita.actor);
    let view = app.practice.reviews(&asking, EXAM).await.unwrap();
    let reasons: Vec<CardReason> = view.due.iter().map(|line| line.reason).collect();
    use CardReason::{Guessed, SureAndWrong, Unsure, Wrong};
    assert_eq!(reasons[..3], [SureAndWrong, Wrong, Wrong]);
    assert!(reasons[3..] == [Unsure, Guessed] || reasons[3..] == [Guessed, Unsure], "as well known");
    assert_eq!(app.practice.choice(&asking, EXAM).await.unwrap().reviews_due, 5);
    assert_eq!(app.practice.plan(&asking, EXAM).await.unwrap().reviews_due, 5);

    let review = (RunMode::Review, 20);
    let (app, again) = practised(&world, app, &rita, review, |_, id| (right(id), None)).await;
    assert_eq!(again[0], asked[2], "what one was sure of and wrong in comes first");
    assert_eq!(again.iter().collect::<BTreeSet<_>>(), asked[..5].iter().collect());
    let view = app.practice.reviews(&by(&app, &rita.actor), EXAM).await.unwrap();
    assert_eq!((view.cards, view.due.len(), view.done), (5, 0, 5));
    assert!(view.next_on.unwrap().to_string().as_str() > "2025-10-02", "later than the first time");

    // Crammed outside the schedule: everything is asked, and nothing moves.
    let cram = (RunMode::Cram, 20);
    let (app, crammed) = practised(&world, app, &rita, cram, |_, id| (wrong(id), None)).await;
    assert_eq!(crammed.len(), 5);
    let after = app.practice.reviews(&by(&app, &rita.actor), EXAM).await.unwrap();
    assert_eq!((after.next_on, after.ahead), (view.next_on, view.ahead));
    app.close().await;
}

/// Twenty runs of fifty questions that were seen, half of the answers wrong.
async fn thousand_answers_to_what_was_seen(world: &World, rita: &Somebody, asked: &[String]) {
    let store = world.store().await;
    let counted = store.exposures_of(rita.id).await.unwrap();
    let mode = |number: u32| if number.is_multiple_of(2) { RunMode::Review } else { RunMode::Wrong };
    let pinned: Vec<(String, String)> =
        counted.iter().map(|seen| (seen.family.clone(), seen.version.clone())).collect();
    let first = store.practice_runs_of(rita.id).await.unwrap().remove(0);
    let first_id = first.id.to_string();
    for number in 10..30_u32 {
        let at = Ms(format!("2025-10-01T00:{number:02}:00Z").parse().unwrap());
        let (known, _) = first_id.split_at(first_id.len() - 2);
        let id: PracticeId = TypedId::parse(&format!("{known}{number:02}")).unwrap();
        let run = PracticeRunRecord {
            id,
            mode: mode(number).as_str().to_owned(),
            seed: Seed(u64::from(number)),
            items: serde_json::to_string(&pinned).unwrap(),
            started_at: at,
            finished_at: Some(at),
            ..first.clone()
        };
        let mut unit = Unit::from(practice_run::begun(&run));
        for (place, item) in (0_u32..).zip(asked) {
            let is_right = (place + number).is_multiple_of(2);
            let response = NewPracticeResponse {
                run: id,
                item: item.clone(),
                command: String::new(),
                response: "[\"A\"]".into(),
                is_right,
                sure: None,
                took_ms: None,
            };
            unit.run(practice_run::given(&response, at));
            unit.run(practice_run::answered(rita.id, item, is_right, at));
            unit.run(practice_run::revealed(rita.id, item, at));
        }
        store.commit(unit).await.unwrap();
    }
    assert_eq!(store.exposures_of(rita.id).await.unwrap(), counted, "what counts is as it was");
    store.close().await;
}

#[tokio::test]
async fn a_thousand_reviews_leave_a_reading_to_the_byte_and_share_no_answer_with_it() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let rita = candidate(&app).await;
    let third = |position: u32, id: &str| match position % 3 {
        1 => (wrong(id), None),
        _ => (right(id), Some(Sure::Unsure)),
    };
    let (app, asked) = practised(&world, app, &rita, (RunMode::Learn, 50), third).await;
    world.moment("2025-10-02T09:00:00Z");
    let before = app.practice.readiness(&by(&app, &rita.actor), EXAM).await.unwrap();
    let ReadinessTold::Today(told) = &before.told else { panic!("fifty answers are enough") };
    app.close().await;

    thousand_answers_to_what_was_seen(&world, &rita, &asked).await;

    let app = world.app().await;
    let asking = by(&app, &rita.actor);
    let after = app.practice.readiness(&asking, EXAM).await.unwrap();
    let ReadinessTold::Today(now) = &after.told else { panic!("still enough") };
    assert_eq!((now.words, now.interval), (told.words, told.interval));
    let ranges = |view: &assay_app::ReadinessView| {
        view.domains.iter().map(|domain| (domain.share, domain.missing)).collect::<Vec<_>>()
    };
    assert_eq!(ranges(&after), ranges(&before));
    let chance = |view: &assay_app::ReadinessView| {
        let log: serde_json::Value = serde_json::from_str(&view.log().unwrap()).unwrap();
        log["persons"][0]["p"].as_f64().unwrap().to_bits()
    };
    assert_eq!(chance(&after), chance(&before), "to the last bit");

    // What counts and what is a review are two sets without a common answer.
    let (yes, no): (Vec<_>, Vec<_>) = after.answers.iter().partition(|line| line.counts == CountVerdict::Yes);
    assert_eq!((yes.len(), no.len()), (50, 1_000));
    let place = |line: &&assay_app::AnswerLine| (line.run.to_string(), line.position);
    let counted: BTreeSet<_> = yes.iter().map(place).collect();
    assert!(no.iter().all(|line| !counted.contains(&place(line))));
    let reviews = app.practice.reviews(&asking, EXAM).await.unwrap();
    assert_eq!(reviews.cards, 50, "and they have moved the cards");
    assert_eq!(reviews.due.iter().map(|line| line.reviews).max(), Some(20));
    app.close().await;
}

#[tokio::test]
async fn ten_reviews_that_are_due_are_an_action_of_the_plan_and_a_date_holds_them() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let rita = candidate(&app).await;
    let (app, _) = practised(&world, app, &rita, (RunMode::Learn, 45), |position, id| match position {
        ..10 => (wrong(id), None),
        _ => (right(id), None),
    })
    .await;
    let actions = |view: assay_app::ReadinessView| match view.told {
        ReadinessTold::Today(told) => told.actions,
        _ => panic!("45 answers are enough"),
    };
    let is_review = |action: &assay_app::ReadinessAction| match action {
        assay_app::ReadinessAction::Reviews(count) => Some(*count),
        assay_app::ReadinessAction::Domain(_) => None,
    };
    world.moment("2025-10-01T09:00:00Z");
    let named = actions(app.practice.readiness(&by(&app, &rita.actor), EXAM).await.unwrap());
    assert!(named.iter().all(|action| is_review(action).is_none()), "nine are few");
    let (app, _) = practised(&world, app, &rita, (RunMode::Learn, 1), |_, id| (wrong(id), None)).await;
    world.moment("2025-10-02T09:00:00Z");
    let named = actions(app.practice.readiness(&by(&app, &rita.actor), EXAM).await.unwrap());
    assert_eq!(named.last().and_then(is_review), Some(10));

    // The exam is on 4 October: nothing on the day and after it.
    app.close().await;
    let store = world.store().await;
    let enrolment = store.enrolment(rita.id, "cloudops").await.unwrap().unwrap().id;
    let event = r#"{"what":"target-set","on":"2025-10-04"}"#;
    let set = prep::happened(enrolment, "target", event, Ms("2025-10-02T10:00:00Z".parse().unwrap()));
    store.commit(Unit::from(set)).await.unwrap();
    store.close().await;
    let app = world.app().await;
    let view = app.practice.reviews(&by(&app, &rita.actor), EXAM).await.unwrap();
    assert_eq!((view.target.unwrap().to_string().as_str(), view.due.len()), ("2025-10-04", 10));
    assert!(view.ahead.iter().all(|(on, _)| on.to_string().as_str() < "2025-10-04"));
    world.moment("2025-10-04T09:00:00Z");
    let view = app.practice.reviews(&by(&app, &rita.actor), EXAM).await.unwrap();
    assert_eq!((view.due.len(), view.next_on), (0, None));
    app.close().await;
}
