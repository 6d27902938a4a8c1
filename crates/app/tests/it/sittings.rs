//! Registering, sitting, time, scoring.

use assay_app::AppError;
use assay_assessment::{form::Purpose, sitting::Refused};
use assay_kernel::{Actor, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Histories};
use assay_words::InEnglish;
use insta::assert_snapshot;
use jiff::SignedDuration;

use crate::world::{
    World, answer, by, candidate, change, device, form_of, hand_in, item_of, options, sit, start,
};

const MORNING: &str = "2025-09-30T09:00:00Z";

#[tokio::test]
async fn a_candidate_who_reaches_the_cut_exactly_passes_with_720() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = sit(&app, &noor.actor, "SOA-C03", 31).await;
    let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
    assert_eq!((report.raw, report.raw_max, report.scaled, report.passed), (31, 50, 720, true));
    let domains: Vec<(u32, u32)> = report.domains.iter().map(|d| (d.correct, d.items)).collect();
    assert_eq!(domains.iter().map(|(_, items)| *items).collect::<Vec<_>>(), [11, 11, 11, 8, 9]);
    assert_eq!(domains.iter().map(|(correct, _)| correct).sum::<u32>(), 31);
    app.close().await;
    assert_snapshot!(world.rows(noor.id).await, @r#"
    registration SOA-C03 used
    sitting SOA-C03-A handed in Some("2025-09-30 09:00:00"), scored
    history 2025-09-30 pass Some("SOA-C03")
    credential cloudops earned 2025-09-30
      version 1 2025-09-30 to 2028-09-30: signed true, published true
    message: Your result of SOA-C03: you passed
      30 September 2025: you scored 720 of 1000; 720 was needed.
    message: Your badge: CloudOps Engineer - Associate
      30 September 2025: CloudOps Engineer - Associate is valid until 30 September 2028.
    jobs waiting: 0
    "#);
}

#[tokio::test]
async fn a_candidate_who_misses_by_one_item_is_told_so_and_waits() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = sit(&app, &noor.actor, "SOA-C03", 30).await;
    let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
    assert_eq!((report.raw, report.scaled, report.passed), (30, 700, false));
    let refused = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.err().unwrap();
    let text = "A retake is possible 14 days after a fail: from 14 October 2025.";
    assert!(refused.to_string().ends_with(text), "{refused}");
    world.moment("2025-10-14T00:00:00Z");
    assert!(
        app.registrations.may_register(&by(&app, &noor.actor), "SOA-C03").await.unwrap().is_ok(),
        "14 days later"
    );
    app.close().await;
    assert_snapshot!(world.rows(noor.id).await, @r#"
    registration SOA-C03 used
    sitting SOA-C03-A handed in Some("2025-09-30 09:00:00"), scored
    history 2025-09-30 fail Some("SOA-C03")
    message: Your result of SOA-C03: you did not pass
      30 September 2025: you scored 700 of 1000; 720 was needed.
    jobs waiting: 0
    "#);
}

#[tokio::test]
async fn my_exams_offers_the_start_exactly_where_a_start_is_accepted() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let registration = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    let offered = |views: Vec<assay_app::RegistrationView>| views[0].refusal.clone();
    assert_eq!(offered(app.registrations.own(&by(&app, &noor.actor)).await.unwrap()), None);
    // A fail that comes in from elsewhere after she registered: the wait holds the start back.
    let mut elsewhere = Histories::default();
    let fail = Happening::Fail { what: Earned::Exam("SOA-C03".into()) };
    elsewhere.add("noor@example.org".into(), Event::new(date(2025, 9, 30), fail));
    app.record.import(&by(&app, &Actor::Operator), &elsewhere, false, &|_| ()).await.unwrap();
    let refusal = offered(app.registrations.own(&by(&app, &noor.actor)).await.unwrap()).unwrap();
    assert_eq!(refusal.code, "retake-wait");
    let refused =
        app.sittings.start(&by(&app, &noor.actor), registration, &device(), "a browser").await.unwrap_err();
    assert_eq!(refused.to_string(), refusal.said.text());
    world.moment("2025-10-14T00:00:00Z");
    assert_eq!(offered(app.registrations.own(&by(&app, &noor.actor)).await.unwrap()), None);
    app.sittings.start(&by(&app, &noor.actor), registration, &device(), "a browser").await.unwrap();
    app.close().await;
}

#[tokio::test]
async fn pretest_items_never_count() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    answer(&app, &noor.actor, sitting, |purpose, _| purpose == Purpose::Pretest).await;
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
    let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
    assert_eq!((report.raw, report.raw_max, report.scaled), (0, 50, 100));
    app.close().await;
}

#[tokio::test]
async fn a_sitting_whose_time_is_over_is_handed_in_at_its_deadline_and_scored() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let start_at = app.door.ask(Actor::Anonymous).at;
    let form = form_of("SOA-C03");
    let first = form.items.iter().position(|entry| entry.purpose == Purpose::Scored).unwrap();
    let response = options(&item_of(&form.items[first].item), true);
    let position = u32::try_from(first).unwrap() + 1;
    let response: Vec<&str> = response.iter().map(String::as_str).collect();
    let save = |seq| change(position, seq, &response);

    world.seconds_later(start_at, 130 * 60 + 4);
    let saved = app.sittings.save(&by(&app, &noor.actor), sitting, save(1)).await.unwrap();
    assert_eq!(saved.time_left_ms, 0, "it was on its way when time ran out");
    app.jobs.run_due().await.unwrap();
    assert!(
        app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().open,
        "never before the grace is over"
    );

    world.seconds_later(start_at, 130 * 60 + 7);
    let late = app.sittings.save(&by(&app, &noor.actor), sitting, save(2)).await;
    assert!(matches!(late, Err(AppError::Sitting(Refused::Closed))), "{late:?}");
    app.jobs.run_due().await.unwrap();
    let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
    assert_eq!((report.raw, report.passed), (1, false));
    assert!(
        app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().items.is_empty(),
        "items are not shown again"
    );
    app.close().await;
    assert_snapshot!(world.rows(noor.id).await, @r#"
    registration SOA-C03 used
    sitting SOA-C03-A handed in Some("2025-09-30 11:10:00") (time over), scored
    history 2025-09-30 fail Some("SOA-C03")
    message: Your result of SOA-C03: you did not pass
      30 September 2025: you scored 120 of 1000; 720 was needed.
    jobs waiting: 0
    "#);
}

#[tokio::test]
async fn the_server_hands_in_by_itself_six_seconds_after_the_deadline_and_not_before() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let deadline = app.door.ask(Actor::Anonymous).at + SignedDuration::from_mins(130);
    for (after_ms, open) in [(5_001, true), (6_000, true), (6_001, false)] {
        world.clock.set(deadline + SignedDuration::from_millis(after_ms));
        app.jobs.run_due().await.unwrap();
        let view = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap();
        assert_eq!(view.open, open, "{after_ms} ms after the deadline");
    }
    app.close().await;
}

#[tokio::test]
async fn two_starts_at_once_are_one_sitting_and_handing_in_twice_changes_nothing() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let registration = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    let here = device();
    let asking = by(&app, &noor.actor);
    let (one, two) = tokio::join!(
        app.sittings.start(&asking, registration, &here, "a browser"),
        app.sittings.start(&asking, registration, &here, "a browser")
    );
    let sitting = one.unwrap();
    assert_eq!(sitting, two.unwrap());
    let hand_in = hand_in();
    let (one, two) = tokio::join!(
        app.sittings.hand_in(&asking, sitting, &hand_in),
        app.sittings.hand_in(&asking, sitting, &hand_in)
    );
    assert!(one.is_ok() && two.is_ok());
    app.jobs.run_due().await.unwrap();
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in).await.unwrap();
    app.close().await;
    let rows = world.rows(noor.id).await;
    assert_eq!(rows.matches("message").count(), 1, "{rows}");
    assert_eq!(rows.matches("history").count(), 1, "{rows}");
}

#[tokio::test]
async fn answers_survive_a_restart_and_an_older_change_does_not_come_back() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let save = |seq, option: &str| change(7, seq, &[option]);
    app.sittings.save(&by(&app, &noor.actor), sitting, save(3, "B")).await.unwrap();
    app.sittings.save(&by(&app, &noor.actor), sitting, save(3, "B")).await.unwrap();
    app.close().await;
    let app = world.app().await;
    let item =
        app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().items.remove(6);
    assert_eq!((item.seq, item.response), (3, vec!["B".to_owned()]));
    for stale in [save(2, "A"), save(3, "A")] {
        let refused = app.sittings.save(&by(&app, &noor.actor), sitting, stale).await;
        let current = AppError::Sitting(Refused::StaleSeq { current: 3 });
        assert_eq!(refused.unwrap_err().to_string(), current.to_string());
    }
    app.close().await;
}

#[tokio::test]
async fn a_second_registration_does_not_get_around_the_retake_wait() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let code = |refused: Result<_, assay_app::AppError>| match refused {
        Err(assay_app::AppError::Registration(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        code(app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await),
        "already-registered",
        "while it runs"
    );
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
    assert_eq!(
        code(app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await),
        "retake-wait",
        "after the fail"
    );
    app.close().await;
}
