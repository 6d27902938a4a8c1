//! Two that wait for one another: the database breaks the circle, and nobody is told that it failed.

use std::time::Duration;

use assay_store::Store;
use sqlx::{Connection, PgConnection};

use crate::{
    acts::Acts,
    place::Place,
    rows::{WRITER, answers, at, poll_once, start, step},
};

const TAKE: &str = "SELECT id FROM sittings WHERE id = $1 FOR UPDATE";
const OURS_WAITS: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
    AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()";

/// Waits until so many connections of this database wait for a lock.
async fn waits(connection: &mut PgConnection) {
    let mut turns = tokio::time::interval(Duration::from_millis(5));
    for _ in 0..2000 {
        turns.tick().await;
        let (waiting,): (i64,) = sqlx::query_as(OURS_WAITS).fetch_one(&mut *connection).await.unwrap();
        if waiting > 0 {
            return;
        }
    }
    panic!("nobody waits");
}

/// Two sittings that the same writer task has, the one with the lower id first.
async fn two_sittings(store: &Store) -> [assay_kernel::TypedId<assay_kernel::Sittings>; 2] {
    // A sitting always goes to the same of four writers; among five two share one.
    let mut all = Vec::new();
    for number in 1..=5 {
        all.push(start(store, number).await);
    }
    let shard = |id: &assay_kernel::TypedId<_>| {
        id.to_string().bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 4
    };
    for (place, first) in all.iter().enumerate() {
        if let Some(second) = all[place + 1..].iter().find(|second| shard(second) == shard(first)) {
            return [*first, *second];
        }
    }
    panic!("five in four")
}

#[tokio::test]
async fn a_group_that_meets_another_in_a_circle_of_locks_is_begun_again_and_acknowledged() {
    let Some(place) = Place::postgres().await else { return };
    let Place::Postgres { address, .. } = &place else { panic!("an address") };
    let store = place.open().await;
    let [low, high] = two_sittings(&store).await;
    let (mut other, mut watcher) =
        (PgConnection::connect(address).await.unwrap(), PgConnection::connect(address).await.unwrap());

    // Another node holds the second sitting of our group, and then wants the first.
    sqlx::query("BEGIN").execute(&mut other).await.unwrap();
    sqlx::query(TAKE).bind(high.to_string()).execute(&mut other).await.unwrap();
    let mut save_low = Box::pin(store.save_response(step(low, 1, 1, "A")));
    let mut save_high = Box::pin(store.save_response(step(high, 1, 1, "B")));
    let mut hand_in = Box::pin(store.submit_sitting(high, at(60), false, WRITER, at(60)));
    poll_once(&mut save_low).await;
    poll_once(&mut save_high).await;
    poll_once(&mut hand_in).await;
    waits(&mut watcher).await;
    let wants_low = tokio::spawn(async move {
        sqlx::query(TAKE).bind(low.to_string()).execute(&mut other).await.map(|_| ())?;
        sqlx::query("COMMIT").execute(&mut other).await.map(|_| ())
    });
    let told = tokio::join!(save_low, save_high, hand_in);
    assert!(told.0.is_ok() && told.1.is_ok() && told.2.is_ok(), "{told:?}");
    assert!(store.accepts_changes(), "nothing was wrong with the database");
    // Whichever of the two the database broke, ours went through.
    let _either = wants_low.await.unwrap();
    assert_eq!(answers(&store, low).await, [(1, 1, r#"["A"]"#.to_owned())]);
    assert_eq!(answers(&store, high).await, [(1, 1, r#"["B"]"#.to_owned())]);
    store.close().await;
    place.remove().await;
}
