//! A PostgreSQL server that goes away and comes back: refused meanwhile, nothing acknowledged is lost.

use std::time::{Duration, Instant};

use crate::{
    place::Place,
    rows::{answers, start, step},
};

/// What must happen has happened by then.
const PATIENCE: Duration = Duration::from_secs(20);
/// Ends every connection to the story's database, as a restart of the server does.
const HANG_UP: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test]
async fn connections_that_were_cut_are_opened_again_and_nothing_acknowledged_is_lost() {
    let Some(place) = Place::postgres().await else { return };
    let store = place.open().await;
    let sitting = start(&store, 1).await;
    store.save_response(step(sitting, 1, 1, "A")).await.unwrap();
    place.run("", HANG_UP).await;
    let until = Instant::now() + PATIENCE;
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    let mut refused = 0;
    while store.save_response(step(sitting, 2, 1, "B")).await.is_err() {
        refused += 1;
        assert!(Instant::now() < until, "the server is there, and still nothing is accepted");
        turns.tick().await;
    }
    assert!(refused > 0, "a connection that was cut acknowledges nothing");
    assert!(store.accepts_changes());
    let stored = answers(&store, sitting).await;
    assert_eq!(stored.iter().map(|(position, ..)| *position).collect::<Vec<_>>(), [1, 2]);
    store.close().await;
    place.remove().await;
}
