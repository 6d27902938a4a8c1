//! A disk that fills up in the middle: what is shown is what is stored, and nobody is told what is not so.

use std::time::Duration;

use assay_app::{App, Save};
use assay_kernel::Actor;
use assay_testkit::SmallDisk;

use crate::world::{World, by, candidate, change, device, hand_in, start};

/// Twice what a first start with the reference programme takes, with its log.
const ROOM_MB: u32 = 20;

fn fill(disk: &SmallDisk) {
    // Writes until there is no more room; the error is the point.
    let _ = std::fs::write(disk.path().join("ballast"), vec![1_u8; (ROOM_MB as usize) << 20]);
}

/// An application after its first start: the log of that one is long, and has room for many answers.
async fn begun_anew(world: &World) -> App {
    world.app().await.close().await;
    world.app().await
}

async fn free(disk: &SmallDisk, app: &App) {
    std::fs::remove_file(disk.path().join("ballast")).unwrap();
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..500 {
        turns.tick().await;
        if app.jobs.accepts_changes(&by(app, &Actor::Anonymous)) {
            return;
        }
    }
    panic!("the store did not come back");
}

fn save(seq: i64, option: &str) -> Save {
    change(1, seq, &[option])
}

#[tokio::test]
async fn an_answer_on_its_way_to_the_disk_is_not_shown_as_stored() {
    let world = World::at("2025-09-30T09:00:00Z");
    let Some(disk) = SmallDisk::mount(world.folder.path(), ROOM_MB) else { return };
    let app = begun_anew(&world).await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    app.sittings.save(&by(&app, &noor.actor), sitting, save(1, "A")).await.unwrap();
    fill(&disk);
    let asking = by(&app, &noor.actor);
    let mut saving = Box::pin(app.sittings.save(&asking, sitting, save(2, "B")));
    // The change waits for the disk, and the page is loaded again meanwhile (F11).
    tokio::select! {
        biased;
        saved = &mut saving => panic!("{saved:?}"),
        () = std::future::ready(()) => {}
    }
    let shown =
        app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().items.remove(0);
    assert_eq!((shown.seq, shown.response), (1, vec!["A".to_owned()]), "shown before it is durable");
    assert!(saving.await.is_err(), "it never was");
    free(&disk, &app).await;
    app.close().await;
}

#[tokio::test]
async fn an_answer_that_was_not_stored_is_not_shown_even_when_its_request_went_away() {
    let world = World::at("2025-09-30T09:00:00Z");
    let Some(disk) = SmallDisk::mount(world.folder.path(), ROOM_MB) else { return };
    let app = begun_anew(&world).await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    app.sittings.save(&by(&app, &noor.actor), sitting, save(1, "A")).await.unwrap();
    fill(&disk);
    // The request goes away while its answer waits for the disk.
    let asking = by(&app, &noor.actor);
    tokio::select! {
        biased;
        saved = app.sittings.save(&asking, sitting, save(2, "B")) => panic!("{saved:?}"),
        () = std::future::ready(()) => {}
    }
    assert!(
        app.sittings.save(&by(&app, &noor.actor), sitting, save(3, "C")).await.is_err(),
        "the disk is full"
    );
    free(&disk, &app).await;
    let shown =
        app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().items.remove(0);
    app.close().await;
    let app = begun_anew(&world).await;
    let stored =
        app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().items.remove(0);
    assert_eq!((shown.seq, shown.response), (stored.seq, stored.response));
    app.close().await;
}

#[tokio::test]
async fn a_hand_in_that_was_not_stored_is_not_acknowledged_and_works_afterwards() {
    let world = World::at("2025-09-30T09:00:00Z");
    let Some(disk) = SmallDisk::mount(world.folder.path(), ROOM_MB) else { return };
    let app = begun_anew(&world).await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    fill(&disk);
    let hand_in = hand_in();
    let asking = by(&app, &noor.actor);
    tokio::select! {
        biased;
        done = app.sittings.hand_in(&asking, sitting, &hand_in) => panic!("{done:?}"),
        () = std::future::ready(()) => {}
    }
    assert!(
        app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in).await.is_err(),
        "nothing is handed in"
    );
    assert!(app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().open);
    free(&disk, &app).await;
    app.sittings.save(&by(&app, &noor.actor), sitting, save(1, "A")).await.unwrap();
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in).await.unwrap();
    assert!(!app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().open);
    app.close().await;
}
