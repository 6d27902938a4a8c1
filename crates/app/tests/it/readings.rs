//! A reading of readiness comes from first answers alone, is silent until there are enough, and can be
//! computed again from the file that its page gives.

use assay_app::{App, AppError, Asking, Clock, CountVerdict, NewRun, ReadinessTold, ReadinessView, Wanted};
use assay_kernel::PracticeId;
use assay_learning::run::{RunMode, RunScope, Which};
use assay_psychometrics::readiness::{CONSTANTS, Constants, ItemAnswer, LogEntry, Model};

use assay_learning::exposure::NEW_A_DAY_MAX;
use assay_store::{ExposureRecord, Ms, Unit, statement::practice_run};

use crate::{
    preparing::{pinned, right, wrong},
    world::{Somebody, World, by, candidate},
};

const EXAM: &str = "SOA-C03";

async fn begin(app: &App, asking: &Asking, mode: RunMode, count: usize) -> PracticeId {
    let which = if mode == RunMode::Wrong { Which::Wrong } else { Which::default() };
    let scope = RunScope { count, which, ..RunScope::default() };
    let run = NewRun { exam: EXAM.into(), mode: Some(mode), scope };
    app.practice.start(asking, run, Wanted::Anew).await.unwrap()
}

/// Practises so many questions at a time; of each three the first is answered wrong.
async fn practised(world: &World, app: App, who: &Somebody, mode: RunMode, count: usize) -> App {
    let run = begin(&app, &by(&app, &who.actor), mode, count).await;
    app.close().await;
    let asked = pinned(world, run).await;
    let app = world.app().await;
    for (position, id) in (1_u32..).zip(&asked) {
        let answer = if position % 3 == 1 { wrong(id) } else { right(id) };
        let asking = by(&app, &who.actor);
        app.practice.item(&asking, run, position).await.unwrap();
        app.practice.answer(&asking, run, position, &answer).await.unwrap();
    }
    app
}

/// Three hundred questions of another exam version are shown in a minute.
async fn flooded(world: &World, who: &Somebody) {
    let store = world.store().await;
    let shown_at = Ms(world.clock.now());
    let shown = (0..NEW_A_DAY_MAX).map(|number| {
        let exposure = ExposureRecord {
            family: format!("flood-{number}"),
            version: "1".into(),
            exam: "DOP-C02".into(),
            pool: "drill".into(),
            shown_at,
            answered_at: None,
            is_right: None,
            revealed_at: None,
        };
        practice_run::shown(who.id, &exposure)
    });
    store.commit(Unit::from_iter(shown)).await.unwrap();
    store.close().await;
}

async fn reading(app: &App, who: &Somebody) -> ReadinessView {
    app.practice.readiness(&by(app, &who.actor), EXAM).await.unwrap()
}

#[tokio::test]
async fn nothing_is_said_until_forty_new_questions_of_all_domains_are_answered() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let view = reading(&app, &noor).await;
    assert!(matches!(view.told, ReadinessTold::TooFew(40, _)) && view.answers.is_empty());
    let app = practised(&world, app, &noor, RunMode::Learn, 30).await;
    let view = reading(&app, &noor).await;
    assert!(matches!(view.told, ReadinessTold::TooFew(10, _)), "ten more of any domain");
    assert!(view.domains.iter().all(|domain| domain.share.is_none()), "no figure before");
    assert!(!view.log().unwrap().contains("\"p\""), "nor in the file");
    assert!(view.before.is_empty());

    world.moment("2025-10-02T09:00:00Z");
    let app = practised(&world, app, &noor, RunMode::Learn, 15).await;
    let view = reading(&app, &noor).await;
    let ReadinessTold::Today(told) = &view.told else { panic!("45 answers in all domains are enough") };
    assert_eq!((view.counted(), view.on.to_string().as_str()), (45, "2025-10-02"));
    assert!(told.interval.0 < told.interval.1 && told.actions.len() <= 3, "{told:?}");
    assert_eq!(view.domains.iter().map(|domain| domain.scored).collect::<Vec<_>>(), [11, 11, 11, 8, 9]);
    let right: u32 = view.domains.iter().map(|domain| domain.right).sum();
    assert_eq!(right, 30, "two of three");

    // What was shown is kept once, and is what the next day sees as before.
    reading(&app, &noor).await;
    world.moment("2025-10-03T09:00:00Z");
    let view = reading(&app, &noor).await;
    assert_eq!(view.before.len(), 1);
    assert_eq!((view.before[0].counted, view.before[0].interval), (45, told.interval));

    // Thirty days without a new answer: what was true then, under its day.
    world.moment("2025-11-02T09:00:00Z");
    let ReadinessTold::Faded(on, faded) = reading(&app, &noor).await.told else { panic!("it fades") };
    assert_eq!((on.to_string().as_str(), faded.interval), ("2025-10-02", told.interval));

    // One new question makes it today's again.
    let app = practised(&world, app, &noor, RunMode::Learn, 1).await;
    let view = reading(&app, &noor).await;
    assert!(matches!(view.told, ReadinessTold::Today(_)) && view.counted() == 46);
    app.close().await;
}

#[tokio::test]
async fn answers_to_seen_questions_leave_every_byte_of_a_reading_and_say_why_they_do_not_count() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let rita = candidate(&app).await;
    let app = practised(&world, app, &rita, RunMode::Learn, 45).await;
    let before = reading(&app, &rita).await;
    let ReadinessTold::Today(told) = &before.told else { panic!("enough") };
    let (words, interval) = (told.words, told.interval);
    let ranges: Vec<_> = before.domains.iter().map(|domain| domain.share).collect();
    let chance = |view: &ReadinessView| {
        let log: serde_json::Value = serde_json::from_str(&view.log().unwrap()).unwrap();
        log["persons"][0]["p"].as_f64().unwrap().to_bits()
    };

    let mut app = app;
    for _ in 0..4 {
        app = practised(&world, app, &rita, RunMode::Wrong, 15).await;
    }
    let after = reading(&app, &rita).await;
    let ReadinessTold::Today(told) = &after.told else { panic!("enough") };
    assert_eq!((told.words, told.interval), (words, interval));
    assert_eq!(after.domains.iter().map(|domain| domain.share).collect::<Vec<_>>(), ranges);
    assert_eq!(chance(&after), chance(&before), "to the last bit");
    assert_eq!(after.counted(), 45);
    let others: Vec<_> = after.answers.iter().filter(|line| line.counts != CountVerdict::Yes).collect();
    assert!(others.len() > 15, "{}", others.len());
    assert!(others.iter().all(|line| matches!(line.counts, CountVerdict::AnsweredBefore(_))));
    app.close().await;
}

/// What `assay readiness` does with the file: the same call, so the same number.
#[tokio::test]
async fn the_file_of_a_reading_gives_the_reading() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let app = practised(&world, app, &noor, RunMode::Learn, 30).await;
    world.moment("2025-10-04T09:00:00Z");
    let app = practised(&world, app, &noor, RunMode::Learn, 20).await;
    let view = reading(&app, &noor).await;
    let file: serde_json::Value = serde_json::from_str(&view.log().unwrap()).unwrap();
    let person = &file["persons"][0];
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let scored: Vec<u32> =
        file["exam"].as_array().unwrap().iter().map(|items| items.as_u64().unwrap() as u32).collect();
    let log = person["events"].as_array().unwrap().iter().map(|event| {
        let item = &file["items"][event[0].as_u64().unwrap() as usize];
        let domain = item["domain"].as_u64().unwrap() as usize;
        LogEntry {
            day: number(&event[3]),
            is_counted: number(&event[2]) == 1.0,
            answer: ItemAnswer::whole(
                domain,
                number(&item["b"]),
                number(&item["c"]),
                number(&event[1]) == 1.0,
            ),
        }
    });
    let log: Vec<LogEntry> = log.collect();
    assert_eq!((log.len(), log.last().unwrap().day), (50, 4.0));
    let growth = number(&file["config"]["credit"]);
    let model = Model::with(Constants { growth, ..CONSTANTS }).unwrap();
    let (_, again) = model.read_log(&scored, &log, number(&person["end"])).unwrap();
    assert_eq!(again.pass.to_bits(), number(&person["p"]).to_bits());
    app.close().await;
}

#[tokio::test]
async fn beyond_three_hundred_new_questions_a_day_none_is_begun_and_none_counts() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let app = practised(&world, app, &noor, RunMode::Learn, 10).await;
    let before = reading(&app, &noor).await;
    assert_eq!(before.counted(), 10);
    // A script begins a run before it asks for everything, and answers it afterwards.
    let early = begin(&app, &by(&app, &noor.actor), RunMode::Learn, 5).await;
    app.close().await;
    world.moment("2025-09-30T10:00:00Z");
    flooded(&world, &noor).await;
    let asked = pinned(&world, early).await;
    world.moment("2025-09-30T10:01:00Z");
    let app = world.app().await;
    let run = NewRun { exam: EXAM.into(), mode: Some(RunMode::Learn), scope: RunScope::default() };
    let refused = app.practice.start(&by(&app, &noor.actor), run, Wanted::Anew).await;
    let Err(AppError::Invalid(faults)) = refused else { panic!("three hundred are enough for a day") };
    assert!(faults[0].text.contains("300 new questions in a day"), "{faults:?}");
    for (position, id) in (1_u32..).zip(&asked) {
        let asking = by(&app, &noor.actor);
        app.practice.item(&asking, early, position).await.unwrap();
        app.practice.answer(&asking, early, position, &right(id)).await.unwrap();
    }
    let after = reading(&app, &noor).await;
    let too_many = after.answers.iter().filter(|line| line.counts == CountVerdict::TooManyThatDay).count();
    assert_eq!((after.counted(), too_many), (10, 5));
    assert!(after.answers.iter().filter(|line| line.counts == CountVerdict::TooManyThatDay).all(|line| {
        // It is told what was right all the same: whoever learns something keeps it.
        line.is_right == Some(true)
    }));
    // What was wrong can be asked again meanwhile; a day later new questions count again.
    begin(&app, &by(&app, &noor.actor), RunMode::Wrong, 5).await;
    world.moment("2025-10-01T10:02:00Z");
    let app = practised(&world, app, &noor, RunMode::Learn, 5).await;
    assert_eq!(reading(&app, &noor).await.counted(), 15);
    app.close().await;
}
