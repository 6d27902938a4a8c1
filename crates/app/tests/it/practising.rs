//! Practice counts the first answer to each question, and a plan goes on step by step.

use assay_app::{App, AppError, Wanted};
use assay_bank::{AuthoredItem, parse_authored};
use assay_kernel::{Actor, Roles};
use assay_learning::{plan::StepState, practice::parse_set};

use crate::preparing::as_often_as_one_likes;
use crate::world::{Somebody, World, by, candidate, files, options, somebody};

const SET: &str = "SOA-C03-question-set";
const EXAM: &str = "SOA-C03";

pub fn practised(id: &str) -> AuthoredItem {
    let (all, ending) = (files(), format!("/{id}.toml"));
    let mut pool = all.texts.iter().filter(|file| file.path.starts_with("practice/"));
    parse_authored(pool.find(|file| file.path.ends_with(&ending)).unwrap()).0
}

/// The items of a set's file, in its order.
pub fn items_of(set: &str) -> Vec<String> {
    let (all, ending) = (files(), format!("practice/sets/{set}.toml"));
    parse_set(all.texts.iter().find(|file| file.path == ending).unwrap()).0.items
}

async fn steps(app: &App, who: &Somebody) -> Vec<StepState> {
    let plan = app.practice.plan(&by(app, &who.actor), EXAM).await.unwrap();
    plan.steps.into_iter().map(|step| step.state).collect()
}

#[tokio::test]
async fn a_run_that_is_open_is_gone_on_with_and_another_is_begun_only_on_request() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app_of(as_often_as_one_likes()).await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    let start = async |wanted| app.practice.start(&by(&app, &noor.actor), SET, wanted).await.unwrap();
    let first = start(Wanted::GoOn).await;
    let set = items_of(SET);
    let wrong = |item: &AuthoredItem| {
        let right = options(item, true);
        let rest = item.options.iter().map(|option| option.id.clone());
        rest.filter(|id| !right.contains(id)).chain(right.clone()).take(item.choose()).collect::<Vec<_>>()
    };
    app.practice.answer(&asking, first, 1, &wrong(&practised(&set[0]))).await.unwrap();
    app.practice.answer(&asking, first, 2, &options(&practised(&set[1]), true)).await.unwrap();
    assert_eq!(start(Wanted::GoOn).await, first);
    let plan = app.practice.plan(&asking, EXAM).await.unwrap();
    let [open] = plan.open.as_slice() else { panic!("{:?}", plan.open) };
    assert_eq!((open.id, open.answered, open.next, open.items), (first, 2, 3, 20));
    assert_eq!((plan.domains[0].correct, plan.domains[0].answered), (0, 1), "the weakest comes first");
    world.moment("2025-09-30T09:05:00Z");
    let anew = start(Wanted::Anew).await;
    assert_ne!(anew, first);
    let plan = app.practice.plan(&asking, EXAM).await.unwrap();
    assert_eq!((plan.open[0].id, plan.open[0].answered), (anew, 0), "the newest is gone on with");
    assert_eq!(
        plan.domains[0].answered, 1,
        "what was answered first says how one did, whatever was begun since"
    );
    app.close().await;
}

#[tokio::test]
async fn a_run_ends_with_its_last_question_and_counts_each_first_answer() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app_of(as_often_as_one_likes()).await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    let run = app.practice.start(&asking, SET, Wanted::GoOn).await.unwrap();
    let items: Vec<AuthoredItem> = items_of(SET).iter().map(|id| practised(id)).collect();
    assert_eq!(items.len(), 20);
    for (position, item) in (1_u32..).zip(&items) {
        let view = app.practice.run(&asking, run).await.unwrap();
        assert_eq!((view.next, view.answered.len()), (Some(position), position as usize - 1));
        let before = app.practice.item(&asking, run, position).await.unwrap();
        assert!(before.feedback.is_none() && before.source.is_none(), "nothing is told before the answer");

        let mut too_many = item.options.iter().map(|option| option.id.clone()).collect::<Vec<_>>();
        too_many.truncate(item.choose() + 1);
        for unfit in [&[][..], &too_many, &["nowhere".to_owned()]] {
            let refused = app.practice.answer(&asking, run, position, unfit).await;
            assert!(matches!(refused, Err(AppError::Invalid(_))), "{position}: {unfit:?}");
        }
        // The first three wrong, the others right; a second answer changes nothing.
        let right = position > 3;
        let mut response = options(item, right);
        if !right {
            let rest = item.options.iter().map(|option| option.id.clone());
            response
                .extend(rest.filter(|id| !response.contains(id)).take(item.choose() - 1).collect::<Vec<_>>());
        }
        app.practice.answer(&asking, run, position, &response).await.unwrap();
        app.practice.answer(&asking, run, position, &options(item, true)).await.unwrap();
        let after = app.practice.item(&asking, run, position).await.unwrap();
        assert!(after.feedback.is_some() && after.source.is_some());
        assert_eq!(after.view.answered[&position], Some(right), "{position}");
        let finished = app.practice.plan(&asking, EXAM).await.unwrap().runs.len();
        assert_eq!(finished, usize::from(position == 20), "{position}");
    }
    for nowhere in [0, 21] {
        let refused = app.practice.answer(&asking, run, nowhere, &["A".to_owned()]).await;
        assert!(matches!(refused, Err(AppError::NotFound)));
    }
    let view = app.practice.run(&asking, run).await.unwrap();
    assert_eq!((view.next, view.right()), (None, 17));
    let plan = app.practice.plan(&asking, EXAM).await.unwrap();
    assert_eq!(
        (plan.runs.len(), plan.runs[0].id, plan.runs[0].correct, plan.runs[0].items),
        (1, run, 17, 20)
    );
    app.close().await;
}

#[tokio::test]
async fn a_step_is_left_out_with_a_reason_and_taken_up_again_by_whoever_practises() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let skip = async |who: &Actor, exam: &str, step: &str, reason: Option<&str>| {
        app.practice.skip(&by(&app, who), exam, step, reason).await
    };
    let begun = steps(&app, &noor).await;
    assert_eq!(begun, [StepState::Next, StepState::Later, StepState::Later, StepState::Later]);
    let why = Some("I know this already");
    skip(&noor.actor, EXAM, "refresh-knowledge", why).await.unwrap();
    skip(&noor.actor, EXAM, "refresh-knowledge", why).await.unwrap();
    let left = steps(&app, &noor).await;
    assert_eq!(left, [StepState::Next, StepState::Skipped, StepState::Later, StepState::Later]);
    assert_eq!(steps(&app, &sam).await, begun, "nobody else's plan went on");
    skip(&noor.actor, EXAM, "refresh-knowledge", None).await.unwrap();
    assert_eq!(steps(&app, &noor).await, begun);
    for (exam, step) in [(EXAM, "no-such-step"), ("X-1", "refresh-knowledge")] {
        assert!(matches!(skip(&noor.actor, exam, step, why).await, Err(AppError::NotFound)));
    }
    let long = "x".repeat(201);
    for reason in ["", "  ", long.as_str()] {
        let refused = skip(&noor.actor, EXAM, "refresh-knowledge", Some(reason)).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))), "{reason}");
    }
    let stranger = skip(&Actor::Anonymous, EXAM, "refresh-knowledge", why).await;
    assert!(matches!(stranger, Err(AppError::NotSignedIn)));
    app.close().await;
}
