//! Leases on work: nobody works on what somebody holds, and who lost a lease changes nothing any more.

use std::collections::BTreeSet;

use assay_kernel::Persons;
use assay_store::{
    Leased, Ms, NewWork, OldJobs, Rows, Store, StoreError, Take, Unit, WorkFilter, WorkRecord, WorkState,
    statement::{message, work},
};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, person},
};

const KINDS: &[&str] = &["look"];

fn new(key: &str) -> NewWork {
    let payload = format!(r#"{{"kind":"look","person":"{key}"}}"#);
    NewWork { queue: "badges", key: key.into(), kind: "look".into(), payload, rank: 0, run_at: at(0) }
}

async fn ask(store: &Store, work: NewWork, now: Ms) {
    store.commit(work::asked(&work, now).into()).await.unwrap();
}

/// Whatever is due at a second, for a minute.
fn due(by: &str, second: i64) -> Take {
    let (queue, by) = ("badges", by.to_owned());
    Take { queue, kinds: KINDS, by, now: at(second), until: at(second + 60), limit: 10, key: None }
}

async fn take(store: &Store, by: &str, second: i64) -> Vec<Leased> {
    store.take_work(due(by, second)).await.unwrap()
}

fn keys(taken: &[Leased]) -> Vec<&str> {
    taken.iter().map(|held| held.key.as_str()).collect()
}

/// Those in a state at a second.
async fn listed(store: &Store, state: WorkState, second: i64) -> Vec<WorkRecord> {
    let filter = WorkFilter { state: Some(state), ..WorkFilter::default() };
    let rows = store.work_listed(&filter, Rows { limit: 10, offset: 0 }, at(second)).await.unwrap();
    let count = store.count_work_listed(&filter, at(second)).await.unwrap();
    assert_eq!(count, i64::try_from(rows.len()).unwrap());
    assert!(rows.iter().all(|row| row.state(at(second)) == state), "{rows:?}");
    rows
}

async fn refused(store: &Store, unit: impl Into<Unit>) {
    let result = store.commit(unit.into()).await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}

fn finished(held: &Leased) -> Unit {
    Unit::from_iter(work::finished(held))
}

both! {
    async fn takers_at_the_same_moment_never_hold_the_same(place) {
        let store = place.open().await;
        for number in 0..24 {
            ask(&store, new(&format!("{number:02}")), at(0)).await;
        }
        // Names that go to different writers, where there are several.
        let (a, b, c, d) = tokio::join!(
            take(&store, "a", 0), take(&store, "b", 0), take(&store, "c", 0), take(&store, "d", 0)
        );
        let all: Vec<&Leased> = [&a, &b, &c, &d].into_iter().flatten().collect();
        let different: BTreeSet<&str> = all.iter().map(|held| held.key.as_str()).collect();
        assert_eq!(all.len(), different.len(), "one was taken twice");
        assert!([&a, &b, &c, &d].iter().all(|taken| taken.len() <= 10), "more than asked for");
        let rest = take(&store, "e", 59).await;
        assert_eq!(all.len() + rest.len(), 24, "what nobody holds is taken");
        assert!(take(&store, "f", 59).await.is_empty(), "everything is held");
        store.close().await;
    }

    async fn a_lapsed_lease_goes_to_another_and_the_first_is_refused(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        ask(&store, new("one"), at(0)).await;
        let first = take(&store, "first", 0).await.remove(0);
        store.commit(work::renewed(&first, at(90)).into()).await.unwrap();
        assert!(take(&store, "second", 89).await.is_empty(), "it was renewed");
        let second = take(&store, "second", 90).await.remove(0);
        assert_eq!((second.key.as_str(), second.attempts), ("one", 2));
        refused(&store, finished(&first)).await;
        refused(&store, work::given_back(&first)).await;
        refused(&store, work::renewed(&first, at(500))).await;
        refused(&store, work::put_off(&first, "late", at(500))).await;
        refused(&store, work::buried(&first, "late", at(91))).await;
        // What it would have done with its progress is refused with it.
        let told = message::told(id::<Persons>(1), "topic", r#"{"code":"notice.passed"}"#, at(91));
        refused(&store, Unit::from_iter([told, work::progressed(&first, "{}", 1, 2)])).await;
        assert!(store.messages_of(id(1)).await.unwrap().is_empty());
        let stands = store.work("badges", "one").await.unwrap().unwrap();
        assert_eq!((stands.lease, stands.dead_at), (Some(("second".into(), at(150))), None));
        store.commit(finished(&second)).await.unwrap();
        assert_eq!(store.work_waiting().await.unwrap(), 0);
        refused(&store, finished(&second)).await;
        store.close().await;
    }

    async fn asked_for_again_while_it_is_held_it_runs_once_more(place) {
        let store = place.open().await;
        ask(&store, new("one"), at(0)).await;
        ask(&store, new("one"), at(0)).await;
        let held = take(&store, "first", 0).await;
        assert_eq!(held.len(), 1, "asked for twice before it is begun, it runs once");
        let again = NewWork { payload: r#"{"kind":"look","newer":1}"#.into(), run_at: at(5), ..new("one") };
        ask(&store, again.clone(), at(5)).await;
        assert!(take(&store, "second", 10).await.is_empty(), "not while it is held");
        // The earlier run's cursor is not where the newer one begins.
        store.commit(work::progressed(&held[0], r#"{"cursor":3}"#, 3, 9).into()).await.unwrap();
        store.commit(finished(&held[0])).await.unwrap();
        let more = take(&store, "second", 10).await.remove(0);
        assert_eq!((more.payload.as_str(), more.attempts), (again.payload.as_str(), 1));
        // Failing or given up, an earlier run does not keep the newer one waiting.
        ask(&store, again.clone(), at(11)).await;
        store.commit(work::put_off(&more, "late", at(1000)).into()).await.unwrap();
        let more = take(&store, "second", 11).await.remove(0);
        ask(&store, again, at(12)).await;
        store.commit(work::buried(&more, "never", at(12)).into()).await.unwrap();
        let last = take(&store, "second", 12).await.remove(0);
        store.commit(finished(&last)).await.unwrap();
        assert_eq!(store.work_waiting().await.unwrap(), 0);
        store.close().await;
    }

    async fn what_fails_waits_longer_and_what_is_given_up_says_why(place) {
        let store = place.open().await;
        ask(&store, new("one"), at(0)).await;
        let held = take(&store, "a", 0).await.remove(0);
        store.commit(work::put_off(&held, "the network is down", at(100)).into()).await.unwrap();
        assert!(take(&store, "a", 99).await.is_empty());
        let held = take(&store, "a", 100).await.remove(0);
        assert_eq!(held.attempts, 2);
        // Given back, or held up by something else, it was not begun.
        store.commit(work::given_back(&held).into()).await.unwrap();
        let held = take(&store, "a", 100).await.remove(0);
        assert_eq!(held.attempts, 2);
        store.commit(work::held_up(&held, "the form is not there", at(101)).into()).await.unwrap();
        assert!(take(&store, "a", 100).await.is_empty());
        let held = take(&store, "a", 101).await.remove(0);
        assert_eq!(held.attempts, 2);
        store.commit(work::buried(&held, "there is no such person", at(101)).into()).await.unwrap();
        assert!(take(&store, "a", 10_000).await.is_empty(), "a dead one is taken by nobody");
        assert_eq!(store.work_waiting().await.unwrap(), 0);
        let dead = listed(&store, WorkState::Dead, 101).await;
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].cause.as_deref(), Some("there is no such person"));
        assert_eq!((dead[0].dead_at, dead[0].attempts), (Some(at(101)), 2));
        let counts = store.work_counts(at(101)).await.unwrap();
        assert_eq!((counts[0].waiting, counts[0].leased, counts[0].dead), (0, 0, 1));
        // Tried again by somebody of the team, or asked for again: it lives.
        refused(&store, work::retried(dead[0].id, at(100), at(200))).await;
        store.commit(work::retried(dead[0].id, at(101), at(200)).into()).await.unwrap();
        refused(&store, work::retried(dead[0].id, at(101), at(200))).await;
        let held = take(&store, "a", 200).await.remove(0);
        assert_eq!(held.attempts, 1);
        store.commit(work::buried(&held, "still not", at(201)).into()).await.unwrap();
        ask(&store, NewWork { run_at: at(300), ..new("one") }, at(300)).await;
        let stands = store.work("badges", "one").await.unwrap().unwrap();
        assert_eq!((stands.dead_at, stands.cause, stands.run_at), (None, None, at(300)));
        store.close().await;
    }

    async fn what_failed_is_listed_first_then_what_runs_then_what_waits(place) {
        let store = place.open().await;
        for key in ["given up", "held", "put off", "waits", "waits too"] {
            ask(&store, new(key), at(0)).await;
        }
        let one = async |key: &str| {
            let take = Take { key: Some(key.into()), ..due("a", 5) };
            store.take_work(take).await.unwrap().remove(0)
        };
        let dead = one("given up").await;
        store.commit(work::buried(&dead, "there is no such person", at(6)).into()).await.unwrap();
        let held = one("held").await;
        let late = one("put off").await;
        store.commit(work::put_off(&late, "the network is down", at(100)).into()).await.unwrap();
        let filter = WorkFilter::default();
        let rows = |limit, offset| store.work_listed(&filter, Rows { limit, offset }, at(7));
        let all = rows(10, 0).await.unwrap();
        let told: Vec<&str> = all.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(told, ["given up", "held", "put off", "waits too", "waits"]);
        assert_eq!(all[1].begun_at, Some(at(5)));
        assert_eq!(rows(2, 3).await.unwrap(), all[3..]);
        // In parts it is the same.
        let (mut parts, mut after) = (Vec::new(), None);
        while parts.len() < all.len() {
            let part = store.work_listed_after(&filter, after, 2, at(7)).await.unwrap();
            after = part.last().map(|row| (row.state(at(7)), row.id));
            parts.extend(part);
        }
        assert_eq!(parts, all);
        let by_state =
            [(WorkState::Dead, "given up"), (WorkState::Held, "held"), (WorkState::PutOff, "put off")];
        for (state, key) in by_state {
            assert_eq!(listed(&store, state, 7).await[0].key, key);
        }
        // A minute later nobody holds it any more.
        assert!(listed(&store, WorkState::Held, 65).await.is_empty());
        store.commit(finished(&held)).await.unwrap();
        let text = WorkFilter { text: "waits".into(), kind: "look".into(), ..WorkFilter::default() };
        assert_eq!(store.count_work_listed(&text, at(7)).await.unwrap(), 2);
        ask(&store, new("sit_0a1"), at(8)).await;
        let id = WorkFilter { text: "sit_0a1".into(), ..WorkFilter::default() };
        assert_eq!(store.count_work_listed(&id, at(8)).await.unwrap(), 1, "an id is found as it is written");
        let other = WorkFilter { kind: "score".into(), ..text };
        assert_eq!(store.count_work_listed(&other, at(7)).await.unwrap(), 0);
        store.close().await;
    }

    async fn asked_for_again_it_does_not_wait_longer_than_asked(place) {
        let store = place.open().await;
        ask(&store, NewWork { run_at: at(50), ..new("one") }, at(0)).await;
        ask(&store, NewWork { run_at: at(70), ..new("one") }, at(1)).await;
        assert!(take(&store, "a", 49).await.is_empty());
        let held = take(&store, "a", 50).await.remove(0);
        store.commit(work::put_off(&held, "not yet", at(5000)).into()).await.unwrap();
        ask(&store, NewWork { run_at: at(60), ..new("one") }, at(60)).await;
        assert_eq!(take(&store, "a", 60).await[0].attempts, 1, "asked anew, it begins anew");
        store.close().await;
    }

    async fn a_kind_that_is_not_known_is_left_alone_and_counted(place) {
        let store = place.open().await;
        ask(&store, NewWork { kind: "of_a_later_release".into(), ..new("one") }, at(0)).await;
        ask(&store, NewWork { queue: "another", ..new("two") }, at(0)).await;
        assert!(take(&store, "a", 1000).await.is_empty());
        let by_key = Take { key: Some("one".into()), ..due("a", 1000) };
        assert!(store.take_work(by_key).await.unwrap().is_empty());
        let stands = store.work("badges", "one").await.unwrap().unwrap();
        assert_eq!((stands.attempts, stands.lease, stands.payload), (0, None, new("one").payload));
        let counts = store.work_counts(at(1000)).await.unwrap();
        let told: Vec<_> = counts.iter().map(|n| (&*n.queue, &*n.kind, n.waiting)).collect();
        assert_eq!(told, [("another", "look", 1), ("badges", "of_a_later_release", 1)]);
        assert_eq!(counts[1].due_at, Some(at(0)));
        store.close().await;
    }

    async fn what_concerns_everybody_comes_after_what_somebody_waits_for(place) {
        let store = place.open().await;
        for key in ["many 1", "many 2"] {
            ask(&store, NewWork { rank: 1, ..new(key) }, at(0)).await;
        }
        ask(&store, NewWork { run_at: at(9), ..new("somebody") }, at(9)).await;
        // One of the many waits for it now.
        ask(&store, new("many 2"), at(9)).await;
        let mut order = Vec::new();
        for _ in 0..3 {
            order.extend(store.take_work(Take { limit: 1, ..due("a", 10) }).await.unwrap());
        }
        assert_eq!(keys(&order), ["many 2", "somebody", "many 1"]);
        store.close().await;
    }

    async fn one_is_taken_by_its_key_unless_it_is_held_or_not_due(place) {
        let store = place.open().await;
        ask(&store, new("one"), at(0)).await;
        ask(&store, NewWork { run_at: at(50), ..new("two") }, at(0)).await;
        let one = |key: &str, second| store.take_work(Take { key: Some(key.into()), ..due("b", second) });
        assert_eq!(keys(&one("one", 0).await.unwrap()), ["one"]);
        assert!(one("one", 1).await.unwrap().is_empty(), "it is held");
        assert!(one("two", 49).await.unwrap().is_empty(), "it is not due");
        assert!(one("three", 49).await.unwrap().is_empty(), "there is none");
        store.close().await;
    }

    async fn a_long_one_goes_on_from_where_its_pages_were_written(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        ask(&store, new("one"), at(0)).await;
        let held = take(&store, "a", 0).await.remove(0);
        let told = message::told(id::<Persons>(1), "topic", r#"{"code":"notice.passed"}"#, at(1));
        let page = Unit::from_iter([told, work::progressed(&held, r#"{"cursor":200}"#, 200, 250)]);
        store.commit(page).await.unwrap();
        let stands = store.work("badges", "one").await.unwrap().unwrap();
        assert_eq!(stands.progress, Some((200, 250)));
        // The process dies; its place is taken at the next start, without waiting for the lease.
        store.commit(work::freed().into()).await.unwrap();
        let next = take(&store, "b", 2).await.remove(0);
        // Whatever came far begins anew: to be cut off now and then is no failure.
        assert_eq!((next.payload.as_str(), next.attempts), (r#"{"cursor":200}"#, 2));
        assert_eq!(store.messages_of(id(1)).await.unwrap().len(), 1);
        store.close().await;
    }

    async fn jobs_of_before_become_work_once_and_unknown_ones_stay(place) {
        let store = place.open().await;
        for insert in [
            "INSERT INTO jobs (kind, subject, run_at, attempts, generation, last_error, created_at) \
             VALUES ('issue', 'per_1', 7, 3, 2, 'a failure', 5)",
            "INSERT INTO jobs (kind, subject, run_at, created_at) VALUES ('issue', 'per_2', 8, 5)",
            "INSERT INTO jobs (kind, subject, run_at, created_at) VALUES ('riddle', 'x', 9, 5)",
        ] {
            place.run(insert, insert).await;
        }
        let old = OldJobs {
            before: "issue",
            queue: "badges",
            kind: "look",
            key: "",
            payload: (r#"{"kind":"look","person":""#, r#""}"#),
        };
        // What was asked for in the new way meanwhile stands for both.
        ask(&store, new("per_2"), at(0)).await;
        for _start in 0..2 {
            store.commit(Unit::from_iter(work::moved(&old))).await.unwrap();
            let moved = store.work("badges", "per_1").await.unwrap().unwrap();
            assert_eq!(moved.payload, new("per_1").payload);
            assert_eq!((moved.run_at.as_millisecond(), moved.attempts), (7, 0));
            assert_eq!(moved.cause.as_deref(), Some("a failure"));
            let counts = store.work_counts(at(0)).await.unwrap();
            let told: Vec<_> = counts.iter().map(|n| (&*n.queue, &*n.kind, n.waiting)).collect();
            assert_eq!(told, [("", "riddle", 1), ("badges", "look", 2)]);
            assert_eq!(store.work_waiting().await.unwrap(), 3);
        }
        store.close().await;
    }

    async fn done_by_somebody_else_it_goes_unless_it_is_held(place) {
        let store = place.open().await;
        ask(&store, new("one"), at(0)).await;
        ask(&store, new("two"), at(0)).await;
        let held = store.take_work(Take { limit: 1, ..due("a", 0) }).await.unwrap().remove(0);
        assert_eq!(held.key, "one");
        for key in ["one", "two"] {
            store.commit(work::dropped("badges", key).into()).await.unwrap();
        }
        assert!(store.work("badges", "two").await.unwrap().is_none());
        store.commit(finished(&held)).await.unwrap();
        assert_eq!(store.work_waiting().await.unwrap(), 0);
        store.close().await;
    }
}

/// Another process is about to take one: it is passed over, not waited for.
#[tokio::test]
async fn on_postgres_what_is_being_taken_is_passed_over() {
    use sqlx::Connection;
    let Some(place) = crate::place::Place::postgres().await else { return };
    let store = place.open().await;
    ask(&store, new("one"), at(0)).await;
    ask(&store, new("two"), at(0)).await;
    let crate::place::Place::Postgres { address, .. } = &place else { unreachable!() };
    let mut other = sqlx::PgConnection::connect(address).await.unwrap();
    let mut taking = other.begin().await.unwrap();
    let lock = "SELECT id FROM work WHERE key = 'one' FOR UPDATE";
    sqlx::query(lock).execute(&mut *taking).await.unwrap();
    assert_eq!(keys(&take(&store, "a", 0).await), ["two"]);
    taking.rollback().await.unwrap();
    assert_eq!(keys(&take(&store, "a", 0).await), ["one"]);
    store.close().await;
    place.remove().await;
}
