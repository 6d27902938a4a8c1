//! A disk that fills up in the middle: what is shown is what is stored, and nobody is told what is not so.

use std::{path::PathBuf, process::Command, time::Duration};

use assay_app::{App, Save};

use crate::world::{World, candidate, change, device, hand_in, start};

/// A small disk of its own below the data folder; gone with the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn below(world: &World) -> Option<SmallDisk> {
        let path = world.folder.path().to_owned();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(&path).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(SmallDisk(path));
        }
        eprintln!("SKIPPED: a story of a full disk needs the right to mount a tmpfs");
        None
    }

    fn fill(&self) {
        // Writes until there is no more room; the error is the point.
        let _ = std::fs::write(self.0.join("ballast"), vec![1_u8; 8 << 20]);
    }

    async fn free(&self, app: &App) {
        std::fs::remove_file(self.0.join("ballast")).unwrap();
        let mut turns = tokio::time::interval(Duration::from_millis(20));
        for _ in 0..500 {
            turns.tick().await;
            if app.is_ready() {
                return;
            }
        }
        panic!("the store did not come back");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn save(seq: i64, option: &str) -> Save {
    change(1, seq, &[option])
}

#[tokio::test]
async fn an_answer_on_its_way_to_the_disk_is_not_shown_as_stored() {
    let world = World::at("2025-09-30T09:00:00Z");
    let Some(disk) = SmallDisk::below(&world) else { return };
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    app.save_response(&noor.actor, sitting, save(1, "A")).await.unwrap();
    disk.fill();
    let mut saving = Box::pin(app.save_response(&noor.actor, sitting, save(2, "B")));
    // The change waits for the disk, and the page is loaded again meanwhile (F11).
    tokio::select! {
        biased;
        saved = &mut saving => panic!("{saved:?}"),
        () = std::future::ready(()) => {}
    }
    let shown = app.deliver(&noor.actor, sitting, &device()).await.unwrap().items.remove(0);
    assert_eq!((shown.seq, shown.response), (1, vec!["A".to_owned()]), "shown before it is durable");
    assert!(saving.await.is_err(), "it never was");
    disk.free(&app).await;
    app.close().await;
}

#[tokio::test]
async fn an_answer_that_was_not_stored_is_not_shown_even_when_its_request_went_away() {
    let world = World::at("2025-09-30T09:00:00Z");
    let Some(disk) = SmallDisk::below(&world) else { return };
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    app.save_response(&noor.actor, sitting, save(1, "A")).await.unwrap();
    disk.fill();
    // The request goes away while its answer waits for the disk.
    tokio::select! {
        biased;
        saved = app.save_response(&noor.actor, sitting, save(2, "B")) => panic!("{saved:?}"),
        () = std::future::ready(()) => {}
    }
    assert!(app.save_response(&noor.actor, sitting, save(3, "C")).await.is_err(), "the disk is full");
    disk.free(&app).await;
    let shown = app.deliver(&noor.actor, sitting, &device()).await.unwrap().items.remove(0);
    app.close().await;
    let app = world.app().await;
    let stored = app.deliver(&noor.actor, sitting, &device()).await.unwrap().items.remove(0);
    assert_eq!((shown.seq, shown.response), (stored.seq, stored.response));
    app.close().await;
}

#[tokio::test]
async fn a_hand_in_that_was_not_stored_is_not_acknowledged_and_works_afterwards() {
    let world = World::at("2025-09-30T09:00:00Z");
    let Some(disk) = SmallDisk::below(&world) else { return };
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    disk.fill();
    let hand_in = hand_in();
    tokio::select! {
        biased;
        done = app.submit_sitting(&noor.actor, sitting, &hand_in) => panic!("{done:?}"),
        () = std::future::ready(()) => {}
    }
    assert!(app.submit_sitting(&noor.actor, sitting, &hand_in).await.is_err(), "nothing is handed in");
    assert!(app.result(&noor.actor, sitting).await.unwrap().open);
    disk.free(&app).await;
    app.save_response(&noor.actor, sitting, save(1, "A")).await.unwrap();
    app.submit_sitting(&noor.actor, sitting, &hand_in).await.unwrap();
    assert!(!app.result(&noor.actor, sitting).await.unwrap().open);
    app.close().await;
}
