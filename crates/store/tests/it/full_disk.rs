//! A full disk stops the acknowledgements and says so; nothing acknowledged is lost
//! (docs/concepts/durable-save.md).

use std::time::{Duration, Instant};

use assay_kernel::{Sittings, TypedId};
use assay_store::{DataPlace, Store, StoreError};
use assay_testkit::SmallDisk;

use crate::rows::{answers, start, step};

/// What must happen has happened by then.
const PATIENCE: Duration = Duration::from_secs(20);

/// Saves until the store says no; gives the number of acknowledged steps.
async fn save_until_refused(store: &Store, sitting: TypedId<Sittings>) -> (i64, StoreError) {
    for seq in 1.. {
        let long = "x".repeat(2000);
        match store.save_response(step(sitting, 1, seq, &long)).await {
            Ok(()) => assert!(seq < 100_000, "the disk never fills"),
            Err(error) => return (seq - 1, error),
        }
    }
    unreachable!("the loop has no end of its own")
}

#[tokio::test]
async fn a_full_disk_stops_acknowledgements_and_freed_space_lets_them_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(folder.path(), 4) else { return };
    let ballast = disk.path().join("ballast");
    std::fs::write(&ballast, vec![1; 1 << 20]).unwrap();
    let location = DataPlace::Folder(disk.path().join("data"));
    let store = Store::open(&location).await.unwrap();
    let sitting = start(&store, 1).await;

    let (acknowledged, refusal) = save_until_refused(&store, sitting).await;
    assert!(acknowledged > 50, "{acknowledged}: {refusal}");
    assert!(matches!(refusal, StoreError::Unavailable(_)), "{refusal}");
    assert!(!store.accepts_changes(), "it says that it takes nothing at the moment");
    let next = store.save_response(step(sitting, 2, 1, "A")).await;
    assert!(matches!(next, Err(StoreError::Unavailable(_))), "{next:?}");
    assert_eq!(answers(&store, sitting).await[0].1, acknowledged, "reading goes on");

    std::fs::remove_file(&ballast).unwrap();
    let until = Instant::now() + PATIENCE;
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    while !store.accepts_changes() {
        assert!(Instant::now() < until, "space is free again, and still nothing is accepted");
        turns.tick().await;
    }
    store.save_response(step(sitting, 2, 1, "A")).await.unwrap();
    store.close().await;
    let store = Store::open(&location).await.unwrap();
    let stored = answers(&store, sitting).await;
    assert_eq!((stored[0].1, stored[1].clone()), (acknowledged, (2, 1, r#"["A"]"#.to_owned())));
    store.close().await;
}
