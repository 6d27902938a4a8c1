//! The machine's clock is moved under running exams: nobody gains, nobody loses, and it is told (F7).

use assay_app::{accept_clock, clock_behind};
use assay_kernel::Actor;
use jiff::SignedDuration;

use crate::world::{World, by, candidate, change, device, hand_in, start};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn an_hour_back_gives_nobody_more_time_and_three_hours_forward_hand_nobody_in() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let began = app.door.ask(Actor::Anonymous).at;
    let minutes_left = async || {
        let left = app.sittings.time_left(&by(&app, &noor.actor), sitting).await.unwrap();
        (left.open, left.time_left_ms / 60_000)
    };
    assert_eq!(minutes_left().await, (true, 130));
    for (moved, apart_h) in [(-HOUR, -1), (4 * HOUR, 3)] {
        world.clock.jump(moved);
        app.jobs.run_due().await.unwrap();
        assert_eq!(minutes_left().await, (true, 130), "after a jump of {moved:#}");
        let saved = app.sittings.save(&by(&app, &noor.actor), sitting, change(1, 1, &["A"])).await.unwrap();
        assert_eq!((saved.saved_at, saved.time_left_ms / 60_000), (began, 130));
        let state = app.door.clock_state();
        let (noticed, told) = (state.apart.as_hours(), state.last.unwrap().by);
        assert_eq!((noticed, told), (apart_h, moved), "noticed, for the operator");
    }
    // Back again ten seconds later; the time that passed went on.
    world.clock.jump(-3 * HOUR);
    world.seconds_later(began, 10);
    app.jobs.run_due().await.unwrap();
    let state = app.door.clock_state();
    assert_eq!((state.apart, state.jumps), (SignedDuration::ZERO, 3));
    assert_eq!(minutes_left().await, (true, 129));
    app.jobs.run_due().await.unwrap();
    assert_eq!(app.door.clock_state().jumps, 3, "a jump is noticed once");
    // Time itself still ends the exam.
    world.clock.jump(-HOUR);
    world.seconds_later(began, 130 * 60 + 7 - 3600);
    app.jobs.run_due().await.unwrap();
    assert!(!app.sittings.time_left(&by(&app, &noor.actor), sitting).await.unwrap().open);
    assert!(!app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().open);
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
    app.close().await;
    let rows = world.rows(noor.id).await;
    assert!(rows.contains("2025-09-30 11:10:00\") (time over), scored"), "{rows}");
}

#[tokio::test]
async fn a_start_before_the_last_stored_instant_is_noticed_until_somebody_says_that_it_was_wrong() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    start(&app, &noor.actor, "SOA-C03").await;
    let last = app.door.ask(Actor::Anonymous).at;
    app.close().await;
    let store = world.store().await;
    let behind = async |by: SignedDuration| clock_behind(&store, last - by).await.unwrap();
    assert_eq!(behind(SignedDuration::ZERO).await, None);
    assert_eq!(behind(SignedDuration::from_secs(30)).await, None, "a correction of the usual kind");
    assert_eq!(behind(HOUR).await, Some((last, HOUR)));
    accept_clock(&store, last).await.unwrap();
    assert_eq!(behind(HOUR).await, None, "said once");
    store.close().await;
}
