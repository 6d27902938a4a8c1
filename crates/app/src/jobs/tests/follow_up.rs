//! A change is followed up page by page, across a kill.

use std::sync::{Arc, Mutex};

use assay_kernel::{Persons, Said, TypedId};
use assay_store::{Ms, PersonRecord, Unit, statement};
use tokio::sync::watch;

use super::desk::{Desk, second};
use crate::{
    AppError, Asking, Changes,
    changes::ChangesJob,
    facts::Letter,
    jobs::{Job, Rank, Then, Works},
};

/// Carries out what the room of changes would, and dies when it has begun its second page.
struct Dies {
    changes: Arc<Changes>,
    pages: Mutex<Vec<ChangesJob>>,
    alive_for: usize,
    dead: watch::Sender<bool>,
}

impl Works for Dies {
    type Job = ChangesJob;

    async fn carry_out(&self, asking: &Asking, job: ChangesJob) -> Result<Then<ChangesJob>, AppError> {
        let begun = {
            let mut pages = self.pages.lock().unwrap();
            pages.push(job.clone());
            pages.len()
        };
        if begun > self.alive_for {
            self.dead.send_replace(true);
            std::future::pending::<()>().await;
        }
        self.changes.carry_out(asking, job).await
    }
}

#[tokio::test]
async fn a_killed_follow_up_goes_on_from_its_cursor_and_nobody_is_told_twice() {
    let desk = Desk::new().await;
    let mut people: Vec<TypedId<Persons>> = (0..=250).map(|n| TypedId::from_parts(1, [n; 10])).collect();
    people.sort();
    let added: Unit = people.iter().map(|id| statement::person::added(&person(*id))).collect();
    desk.app.store.commit(added).await.unwrap();
    let asked = ChangesJob::FollowUp { version: 7, after: None }.asked(Rank::Somebody, Ms(second(0)));
    desk.app.store.commit(asked.into()).await.unwrap();
    let room = Dies::after(1, &desk, &people);
    let (limits, mut dead) = (ChangesJob::LIMITS, room.dead.subscribe());
    let held = desk.take(&limits).await.remove(0);
    tokio::select! {
        done = desk.app.jobs.runner.carry_out(&room, &limits, &held) => panic!("{done}"),
        _ = dead.wait_for(|dead| *dead) => {}
    }
    let job = desk.app.store.work("changes", "version 7").await.unwrap().unwrap();
    assert_eq!(job.progress, Some((200, 251)));
    assert_eq!(told(&desk, &people).await, [vec![1; 200], vec![0; 51]].concat());

    drop(room);
    let desk = desk.killed().await;
    let room = Dies::after(9, &desk, &people);
    assert!(desk.carry_out(&room, &limits).await);
    let pages = room.pages.lock().unwrap().clone();
    assert_eq!(pages, [ChangesJob::FollowUp { version: 7, after: Some(people[199]) }], "not from the start");
    assert_eq!(told(&desk, &people).await, vec![1; 251]);
    assert_eq!(desk.app.store.work_waiting().await.unwrap(), 251, "a look at the badges of each");

    // Done once more from the start, it changes nothing.
    let asked = ChangesJob::FollowUp { version: 7, after: None }.asked(Rank::Somebody, Ms(second(0)));
    desk.app.store.commit(asked.into()).await.unwrap();
    drop(room);
    assert!(desk.carry_out(&Dies::after(9, &desk, &people), &limits).await);
    assert_eq!(told(&desk, &people).await, vec![1; 251]);
    assert_eq!(desk.app.store.work_waiting().await.unwrap(), 251);
}

fn person(id: TypedId<Persons>) -> PersonRecord {
    PersonRecord {
        id,
        email: format!("{id}@example.org"),
        name: "Noor".into(),
        password_hash: None,
        story: None,
        created_at: Ms(second(0)),
        verified_how: None,
        team_until: None,
        closed_at: None,
        closed_by: None,
    }
}

impl Dies {
    /// The room of changes with a change that touches some people; it dies after so many pages.
    fn after(alive_for: usize, desk: &Desk, people: &[TypedId<Persons>]) -> Self {
        let letter = Letter::of("programme:7".into(), &Said::of("notice.plan-better")).unwrap();
        desk.app.changes.touches(7, people.iter().map(|id| (*id, letter.clone())).collect());
        let (pages, dead) = (Mutex::default(), watch::Sender::new(false));
        Dies { changes: desk.app.changes.clone(), pages, alive_for, dead }
    }
}

/// How many messages each of some people has.
async fn told(desk: &Desk, people: &[TypedId<Persons>]) -> Vec<usize> {
    let mut told = Vec::new();
    for id in people {
        told.push(desk.app.store.messages_of(*id).await.unwrap().len());
    }
    told
}
