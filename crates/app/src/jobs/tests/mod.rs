//! What the runner does with jobs that fail, hang, come back, or are cut off.

mod desk;
mod follow_up;
mod kinds;

use std::{sync::atomic::Ordering, time::Duration};

use assay_kernel::{Actor, TypedId};
use assay_store::{Ms, Take};

use self::desk::{Desk, LIMITS, Riddle, Sphinx, Why, second};
use super::QueueLimits;
use crate::AppError;

#[tokio::test]
async fn what_fails_is_tried_again_later_and_later_until_it_is_given_up_with_its_reason() {
    let desk = Desk::new().await;
    let room = Sphinx::new();
    desk.ask(&Riddle::Fails { why: Why::Fault }).await;
    let mut now = 0;
    for pause in [1, 2] {
        assert!(!desk.carry_out(&*room, &LIMITS).await);
        assert_eq!(desk.row().await.run_at.0, second(now + pause));
        assert!(desk.take(&LIMITS).await.is_empty(), "not before");
        now += pause;
        desk.clock.set(second(now));
    }
    assert!(!desk.carry_out(&*room, &LIMITS).await);
    let row = desk.row().await;
    assert_eq!((row.attempts, row.dead_at.map(|at| at.0)), (3, Some(second(now))));
    desk.clock.set(second(100_000));
    assert!(desk.take(&LIMITS).await.is_empty());
    let team = Actor::Person {
        id: TypedId::from_parts(1, [1; 10]),
        roles: assay_kernel::Role::Administrator.into(),
    };
    let dead = desk.app.jobs.dead(&desk.app.door.ask(team), 10, 0).await.unwrap();
    let cause = dead[0].cause.as_str();
    assert!(cause.contains("answering") && cause.contains("no idea"), "{cause}");
    let nobody = desk.app.jobs.dead(&desk.app.door.ask(Actor::Anonymous), 10, 0).await;
    assert!(matches!(nobody, Err(AppError::NotSignedIn)), "{nobody:?}");
}

#[tokio::test]
async fn what_can_never_be_done_is_given_up_at_once() {
    let desk = Desk::new().await;
    desk.ask(&Riddle::Fails { why: Why::Nothing }).await;
    assert!(!desk.carry_out(&*Sphinx::new(), &LIMITS).await);
    let row = desk.row().await;
    assert_eq!((row.attempts, row.dead_at.is_some()), (1, true));
    assert_eq!(row.cause.as_deref(), Some("what it is about is not there"));
    // A payload of a known kind that says nothing.
    desk.ask(&Riddle::Fails { why: Why::Fault }).await;
    let mut taken = desk.take(&LIMITS).await;
    taken[0].payload = r#"{"kind":"fails"}"#.into();
    assert!(!desk.app.jobs.runner.carry_out(&*Sphinx::new(), &LIMITS, &taken[0]).await);
    let cause = desk.row().await.cause.unwrap();
    assert!(cause.starts_with("it cannot be read: missing field `why`"), "{cause}");
}

#[tokio::test]
async fn what_is_held_up_by_something_else_waits_as_long_as_it_takes() {
    let desk = Desk::new().await;
    desk.ask(&Riddle::Fails { why: Why::Database }).await;
    for minute in 1..=10 {
        assert!(!desk.carry_out(&*Sphinx::new(), &LIMITS).await);
        let row = desk.row().await;
        assert_eq!((row.run_at.0, row.dead_at), (second(60 * minute), None));
        desk.clock.set(second(60 * minute));
    }
}

#[tokio::test]
async fn what_takes_too_long_is_put_off() {
    let desk = Desk::new().await;
    desk.ask(&Riddle::Hangs).await;
    let limits = QueueLimits { timeout: Duration::ZERO, ..LIMITS };
    assert!(!desk.carry_out(&*Sphinx::new(), &limits).await);
    let row = desk.row().await;
    assert_eq!((row.run_at.0, row.attempts, row.lease), (second(1), 1, None));
    assert_eq!(row.cause.as_deref(), Some("it took longer than 0 s"));
}

#[tokio::test]
async fn what_ends_its_process_each_time_is_given_up() {
    let mut desk = Desk::new().await;
    desk.ask(&Riddle::Hangs).await;
    for _ in 0..3 {
        assert_eq!(desk.take(&LIMITS).await.len(), 1, "the next start does not wait for the lease");
        desk = desk.killed().await;
    }
    assert!(!desk.carry_out(&*Sphinx::new(), &LIMITS).await);
    let row = desk.row().await;
    assert!(row.dead_at.is_some());
    assert_eq!(row.cause.as_deref(), Some("it was begun 3 times and never came to an end"));
}

#[tokio::test]
async fn no_more_run_at_once_than_the_queue_allows_and_a_stop_lets_them_end() {
    let desk = Desk::new().await;
    let room = Sphinx::new();
    for number in 0..5 {
        desk.ask(&Riddle::Waits { number }).await;
    }
    let runner = desk.app.jobs.runner.clone();
    let line = tokio::spawn(runner.clone().serve(room.clone(), LIMITS));
    let mut now = room.now.subscribe();
    for left in (2..=4).rev() {
        now.wait_for(|now| *now >= 2).await.unwrap();
        let counts = desk.app.jobs.counts(&desk.app.door.ask(Actor::Worker)).await.unwrap();
        assert_eq!((counts[0].held, counts[0].waiting), (2, left - 1), "two are held, no more");
        room.let_go.add_permits(1);
        now.wait_for(|now| *now == 1).await.unwrap();
    }
    now.wait_for(|now| *now >= 2).await.unwrap();
    runner.stop();
    room.let_go.add_permits(2);
    line.await.unwrap();
    assert_eq!(room.most.load(Ordering::Relaxed), 2);
    assert_eq!(desk.app.store.work_waiting().await.unwrap(), 0, "both came to their end");
}

#[tokio::test]
async fn a_stop_ends_a_long_job_after_its_page_and_it_goes_on_at_the_next_start() {
    let desk = Desk::new().await;
    let room = Sphinx::new();
    *room.stop.lock().unwrap() = Some(desk.app.jobs.runner.clone());
    desk.ask(&Riddle::Pages { page: 0 }).await;
    assert!(!desk.carry_out(&*room, &LIMITS).await);
    let row = desk.row().await;
    assert_eq!((row.payload.as_str(), row.lease), (r#"{"kind":"pages","page":1}"#, None));
    assert!(desk.app.store.setting("page 0").await.unwrap().is_some());
    let desk = desk.killed().await;
    assert!(desk.carry_out(&*room, &LIMITS).await);
    assert_eq!(desk.app.store.work_waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn who_lost_the_lease_over_a_page_writes_nothing_of_it() {
    let desk = Desk::new().await;
    let room = Sphinx::new();
    desk.ask(&Riddle::Pages { page: 0 }).await;
    let held = desk.take(&LIMITS).await.remove(0);
    // A minute passes, and another process takes it.
    desk.clock.set(second(60));
    let at = desk.app.door.ask(Actor::Worker).ms();
    let (by, until) = ("another".to_owned(), Ms(second(120)));
    let take = Take { queue: LIMITS.queue, kinds: LIMITS.kinds, by, now: at, until, limit: 1, key: None };
    assert_eq!(desk.app.store.take_work(take).await.unwrap().len(), 1);
    assert!(!desk.app.jobs.runner.carry_out(&*room, &LIMITS, &held).await);
    assert!(desk.app.store.setting("page 0").await.unwrap().is_none());
    let row = desk.row().await;
    assert_eq!((row.lease, row.progress), (Some(("another".to_owned(), until)), None));
}
