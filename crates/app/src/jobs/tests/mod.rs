//! What the runner does with jobs that fail, hang, come back, or are cut off.

mod desk;
mod follow_up;
mod kinds;

use std::{sync::atomic::Ordering, time::Duration};

use assay_kernel::{Actor, Role, TypedId};
use assay_store::{Ms, Take, Unit, statement::work};

use self::desk::{Desk, LIMITS, Riddle, Sphinx, Why, second};
use super::{JobState, JobsWanted, QueueLimits};
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
    let team = Actor::Person { id: TypedId::from_parts(1, [1; 10]), roles: Role::Administrator.into() };
    let asking = desk.app.door.ask(team);
    let failed = desk.app.jobs.list(&asking, &JobsWanted::default(), 1).await.unwrap();
    assert_eq!(failed.lines[0].state, JobState::Failed);
    let cause = failed.lines[0].cause.as_deref().unwrap();
    assert!(cause.contains("answering") && cause.contains("no idea"), "{cause}");
    let nobody = desk.app.jobs.one(&desk.app.door.ask(Actor::Anonymous), failed.lines[0].number).await;
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

#[tokio::test]
async fn only_what_was_given_up_is_tried_again_and_only_as_it_was_looked_at() {
    let desk = Desk::new().await;
    let (jobs, room) = (&desk.app.jobs, Sphinx::new());
    let by = |role: Role| {
        desk.app.door.ask(Actor::Person { id: TypedId::from_parts(1, [1; 10]), roles: role.into() })
    };
    let mended = crate::Why::parse("Mended.").unwrap();
    desk.ask(&Riddle::Fails { why: Why::Nothing }).await;
    let number = jobs.list(&by(Role::Auditor), &JobsWanted::default(), 1).await.unwrap().lines[0].number;
    let line = async || jobs.one(&by(Role::Auditor), number).await.unwrap().unwrap();
    let retried = async |at| match jobs.retry(&by(Role::Administrator), number, at, &mended).await {
        Err(AppError::Invalid(faults)) => faults[0].text.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(line().await.state, JobState::Waiting);
    assert_eq!(retried(second(0)).await, "It is tried by itself, so there is nothing to try again.");
    let held = desk.take(&LIMITS).await.remove(0);
    assert_eq!((line().await.state, line().await.begun_at), (JobState::Running, Some(second(0))));
    assert_eq!(retried(second(0)).await, "It is being carried out, so there is nothing to try again.");
    assert!(!jobs.runner.carry_out(&*room, &LIMITS, &held).await);
    assert_eq!((line().await.state, line().await.failed_at), (JobState::Failed, Some(second(0))));
    let auditor = jobs.retry(&by(Role::Auditor), number, second(0), &mended).await;
    assert!(matches!(auditor, Err(AppError::Forbidden)), "{auditor:?}");
    assert_eq!(retried(second(9)).await, "Err(Conflict)");
    assert_eq!(retried(second(0)).await, "Ok(())");
    assert_eq!((line().await.state, line().await.attempts), (JobState::PutOff, 0));
    let log = desk.app.audit.lines(&by(Role::Auditor), &crate::LinesWanted::default(), 1).await.unwrap();
    assert_eq!((log.count, log.lines[0].object.as_deref()), (1, Some("riddles sphinx")));
    // Done, it is gone.
    let taken = desk.take(&LIMITS).await.remove(0);
    desk.app.store.commit(Unit::from_iter(work::finished(&taken))).await.unwrap();
    assert_eq!(retried(second(0)).await, "Err(NotFound)");
}
