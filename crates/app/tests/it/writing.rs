//! One device writes a sitting at a time, and changes hands where somebody asks for it (F15).

use assay_app::{App, AppError, NoteKind, Save, Wish, Writing};
use assay_assessment::writer::{Holder, Writer};
use assay_kernel::{Persons, Sittings, TypedId};

use crate::world::{Somebody, World, by, candidate, change, device, hand_in, start};

const OTHER: &str = "another-device-of-hers";

fn other() -> Writer {
    Writer::device(OTHER).unwrap()
}

fn wish(writer: Writer, take: bool) -> Wish {
    Wish { session: Writer::session(TypedId::from_parts(1, [3; 10])), writer, take, device: "a phone".into() }
}

async fn asks(
    app: &App,
    who: &Somebody,
    sitting: TypedId<Sittings>,
    wish: Wish,
) -> Result<Writing, AppError> {
    app.sittings.write(&by(app, &who.actor), sitting, &wish).await
}

async fn notes(world: &World, person: TypedId<Persons>) -> Vec<(NoteKind, String)> {
    let store = world.store().await;
    let notes = store.sitting_notes_of(person).await.unwrap();
    store.close().await;
    notes.into_iter().map(|note| (note.kind, note.device)).collect()
}

#[tokio::test]
async fn another_device_reads_until_it_takes_over_and_then_the_first_one_reads() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let begun = by(&app, &noor.actor).at;
    world.seconds_later(begun, 60);

    let here = asks(&app, &noor, sitting, wish(device(), false)).await.unwrap();
    assert_eq!(here, Writing { holder: Holder::Here, since: Some(begun) }, "whoever starts it writes it");
    let here = asks(&app, &noor, sitting, wish(device(), true)).await.unwrap();
    assert_eq!(here.since, Some(begun), "nothing to take over from oneself");
    let elsewhere = asks(&app, &noor, sitting, wish(other(), false)).await.unwrap();
    assert_eq!(elsewhere, Writing { holder: Holder::Elsewhere, since: Some(begun) });
    let saves = async |writer: Writer, seq: i64| {
        let save = Save { writer, ..change(1, seq, &["A"]) };
        app.sittings.save(&by(&app, &noor.actor), sitting, save).await.is_ok()
    };
    assert!(saves(device(), 1).await);
    assert!(!saves(other(), 2).await, "it only reads");

    let taken = asks(&app, &noor, sitting, wish(other(), true)).await.unwrap();
    let now = by(&app, &noor.actor).at;
    assert_eq!(taken, Writing { holder: Holder::Here, since: Some(now) });
    assert!(!saves(device(), 2).await, "now the first one only reads");
    assert!(saves(other(), 2).await);
    let first = asks(&app, &noor, sitting, wish(device(), false)).await.unwrap();
    assert_eq!(first, Writing { holder: Holder::Elsewhere, since: Some(now) });
    app.close().await;
    let noted = [(NoteKind::TakenOver, "a phone".to_owned()), (NoteKind::Started, "a browser".to_owned())];
    assert_eq!(notes(&world, noor.id).await, noted, "each change of hands once, the latest first");
}

#[tokio::test]
async fn nobody_takes_over_what_is_over() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let begun = by(&app, &noor.actor).at;
    let left = app.sittings.time_left(&by(&app, &noor.actor), sitting).await.unwrap();
    let closed = |result: Result<Writing, AppError>| matches!(result, Err(AppError::Sitting(_)));
    let limit_s = left.time_left_ms / 1000;
    world.seconds_later(begun, limit_s - 1);
    assert!(asks(&app, &noor, sitting, wish(other(), true)).await.is_ok());
    world.seconds_later(begun, limit_s + 60);
    assert!(closed(asks(&app, &noor, sitting, wish(device(), true)).await), "its time is over");
    let left = app.sittings.time_left(&by(&app, &noor.actor), sitting).await.unwrap();
    assert_eq!((left.open, left.time_left_ms), (false, 0), "even before the server handed it in");
    app.close().await;

    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
    assert!(closed(asks(&app, &noor, sitting, wish(other(), true)).await), "it was handed in");
    app.close().await;
}

#[tokio::test]
async fn what_is_delivered_anew_is_what_was_saved_and_a_result_says_how_far_it_is() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    let mut marked = change(2, 1, &["A"]);
    marked.change.flagged = true;
    for save in [change(1, 1, &["B"]), marked, change(1, 2, &["C"])] {
        app.sittings.save(&by(&app, &noor.actor), sitting, save).await.unwrap();
    }
    let items = app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().items;
    let told: Vec<_> = items.iter().map(|item| (item.response.join(""), item.flagged, item.seq)).collect();
    assert_eq!(told[..2], [("C".to_owned(), false, 2), ("A".to_owned(), true, 1)]);
    assert!(told[2..].iter().all(|item| *item == (String::new(), false, 0)));

    let result = async || {
        let view = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap();
        (view.own, view.open, view.report.is_some(), view.held)
    };
    assert_eq!(result().await, (true, true, false, false));
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
    assert_eq!(result().await, (true, false, true, false));
    app.close().await;
}
