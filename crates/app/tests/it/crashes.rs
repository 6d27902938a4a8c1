//! What a crash leaves half done is finished after the restart, once.

use assay_kernel::{Actor, Persons, Sittings, TypedId};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening};
use assay_store::{
    CredentialRecord, CredentialVersion, Ms, NewHistory, NewPlace, NewVersion, NewWork, Statement, Store,
    Unit,
    statement::{credential, history, message, sitting, status, work},
};
use insta::assert_snapshot;

use crate::world::{World, answer, by, candidate, device, start};

/// A job as it lies in the data.
fn asked(queue: &'static str, kind: &str, about: &str, id: impl ToString, at: Ms) -> Statement {
    let (key, kind) = (id.to_string(), kind.to_owned());
    let payload = format!(r#"{{"kind":"{kind}","{about}":"{key}"}}"#);
    work::asked(&NewWork { queue, key, kind, payload, rank: 0, run_at: at }, at)
}

/// A sitting with every answer right, handed in, and the process gone before it was scored.
async fn died_after_hand_in() -> (World, TypedId<Persons>, TypedId<Sittings>) {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    answer(&app, &noor.actor, sitting, |_, _| true).await;
    let now = Ms(app.door.ask(Actor::Anonymous).at);
    app.close().await;
    let store = world.store().await;
    let handed_in =
        [sitting::submitted(sitting, now, false, ""), asked("sittings", "score", "sitting", sitting, now)];
    store.commit(Unit::from_iter(handed_in)).await.unwrap();
    store.close().await;
    (world, noor.id, sitting)
}

/// What an uninterrupted run stores of the credential.
async fn uninterrupted(
    world: &World,
    person: TypedId<Persons>,
) -> (CredentialRecord, CredentialVersion, NewPlace) {
    let world = world.copy();
    let app = world.app().await;
    // The score, and the badge that follows from it.
    app.jobs.run_due().await.unwrap();
    app.jobs.run_due().await.unwrap();
    app.close().await;
    let store = world.store().await;
    let record = store.credentials_of(person).await.unwrap().remove(0);
    let version = store.credential_versions(record.id).await.unwrap().remove(0);
    let status = store.status_of(record.id).await.unwrap().unwrap();
    store.close().await;
    (record, version, NewPlace { list: status.list, place: status.place, taken_back: false })
}

/// Scored, and the first version prepared: the state between two commits of the issuing.
async fn prepare(
    store: &Store,
    sitting: TypedId<Sittings>,
    (record, version, place): &(CredentialRecord, CredentialVersion, NewPlace),
) {
    let now = record.created_at;
    let pass = Happening::Pass { what: Earned::Exam("SOA-C03".into()) };
    let event = Event::new(record.earned_on.0, pass);
    let event = NewHistory { person: record.person_id, event, sitting: Some(sitting) };
    let scored = [
        sitting::scored(sitting, None, "{}", true, now),
        history::recorded(&event, now),
        asked("awards", "look", "person", event.person, now),
        message::told(event.person, "result", r#"{"code":"notice.passed"}"#, now),
        work::dropped("sittings", &sitting.to_string()),
    ];
    store.commit(Unit::from_iter(scored)).await.unwrap();
    let new = NewVersion {
        credential: record.clone(),
        version: 1,
        valid_from: version.valid_from,
        valid_until: version.valid_until,
        said: version.said.clone(),
        prepared: version.prepared.clone(),
        place: Some(*place),
    };
    let mut unit = Unit::from_iter([credential::made(record), credential::prepared(&new, now)]);
    unit.extend(status::added(record.id, 1, *place, now));
    store.commit(unit).await.unwrap();
}

#[tokio::test]
async fn a_sitting_is_scored_after_the_process_died_with_the_hand_in() {
    let (world, person, _) = died_after_hand_in().await;
    let app = world.app().await;
    app.jobs.run_due().await.unwrap();
    app.jobs.run_due().await.unwrap();
    app.close().await;
    assert_snapshot!(world.rows(person).await, @r#"
    registration SOA-C03 used
    sitting SOA-C03-A handed in Some("2025-09-30 09:00:00"), scored
    history 2025-09-30 pass Some("SOA-C03")
    credential cloudops earned 2025-09-30
      version 1 2025-09-30 to 2028-09-30: signed true, published true
    message: Your result of SOA-C03: you passed
      30 September 2025: you scored 1000 of 1000; 720 was needed.
    message: Your badge: CloudOps Engineer - Associate
      30 September 2025: CloudOps Engineer - Associate is valid until 30 September 2028.
    jobs waiting: 0
    "#);
}

#[tokio::test]
async fn a_version_that_was_prepared_and_not_signed_is_finished_with_the_same_bytes() {
    let (world, person, sitting) = died_after_hand_in().await;
    let all = uninterrupted(&world, person).await;
    let store = world.store().await;
    prepare(&store, sitting, &all).await;
    let (record, expected, _) = all;
    store.close().await;

    let app = world.app().await;
    assert!(
        app.awards.issued(&by(&app, &Actor::Anonymous), record.id).await.is_err(),
        "nothing is shown before it is published"
    );
    app.jobs.run_due().await.unwrap();
    app.jobs.run_due().await.unwrap();
    let issued = app.awards.issued(&by(&app, &Actor::Anonymous), record.id).await.unwrap();
    assert_eq!(Some(issued.signed), expected.signed, "the same bytes, so the same signature");
    app.close().await;
    assert_snapshot!(world.rows(person).await, @r#"
    registration SOA-C03 used
    sitting SOA-C03-A handed in Some("2025-09-30 09:00:00"), scored
    history 2025-09-30 pass Some("SOA-C03")
    credential cloudops earned 2025-09-30
      version 1 2025-09-30 to 2028-09-30: signed true, published true
    message: Your result of ‹exam›: you passed
      ‹on›: you scored ‹scored› of ‹maximum›; ‹needed› was needed.
    message: Your badge: CloudOps Engineer - Associate
      30 September 2025: CloudOps Engineer - Associate is valid until 30 September 2028.
    jobs waiting: 0
    "#);
}

/// Revoked while an edition lies prepared, and the process gone; then a restart, and another.
async fn revoked_before_it_was_published(taken_back: bool) -> String {
    let (world, person, sitting) = died_after_hand_in().await;
    let (record, version, place) = uninterrupted(&world, person).await;
    let store = world.store().await;
    let (now, earned_on) = (record.created_at, record.earned_on.0);
    prepare(&store, sitting, &(record, version, NewPlace { taken_back, ..place })).await;
    let revoked = Happening::Revoke { certification: "cloudops".into(), reason: None };
    let event = NewHistory { person, event: Event::new(earned_on, revoked), sitting: None };
    store.commit(history::recorded(&event, now).into()).await.unwrap();
    store.close().await;
    for _ in 0..2 {
        let app = world.app().await;
        app.jobs.run_due().await.unwrap();
        app.close().await;
    }
    world.rows(person).await
}

#[tokio::test]
async fn what_was_withdrawn_before_its_badge_was_published_is_told_once_and_never_as_a_new_badge() {
    let rows = revoked_before_it_was_published(false).await;
    assert_snapshot!(rows, @r#"
    registration SOA-C03 used
    sitting SOA-C03-A handed in Some("2025-09-30 09:00:00"), scored
    history 2025-09-30 pass Some("SOA-C03")
    history 2025-09-30 revoke None
    credential cloudops earned 2025-09-30
      version 1 2025-09-30 to 2028-09-30: signed true, published true
    message: Your result of ‹exam›: you passed
      ‹on›: you scored ‹scored› of ‹maximum›; ‹needed› was needed.
    message: Revoked: CloudOps Engineer - Associate
      CloudOps Engineer - Associate was revoked on 30 September 2025.
    jobs waiting: 0
    "#);
}

#[tokio::test]
async fn an_edition_born_taken_back_whose_publishing_a_crash_interrupted_is_told_once() {
    let born = revoked_before_it_was_published(true).await;
    assert_eq!(born.matches("message: Revoked: CloudOps Engineer - Associate").count(), 1, "{born}");
    assert!(born.contains("signed true, published true") && born.contains("jobs waiting: 0"), "{born}");
}

#[tokio::test]
async fn a_version_that_was_signed_and_not_published_is_published_as_signed() {
    let (world, person, sitting) = died_after_hand_in().await;
    let all = uninterrupted(&world, person).await;
    let store = world.store().await;
    prepare(&store, sitting, &all).await;
    let (record, expected, _) = all;
    let signed = expected.signed.clone().unwrap();
    store.commit(credential::signed(record.id, 1, &signed, record.created_at).into()).await.unwrap();
    store.close().await;

    let app = world.app().await;
    app.jobs.run_due().await.unwrap();
    assert_eq!(app.awards.issued(&by(&app, &Actor::Anonymous), record.id).await.unwrap().signed, signed);
    app.close().await;
    let rows = world.rows(person).await;
    assert_eq!(rows.matches("version").count(), 1, "{rows}");
    assert!(rows.contains("signed true, published true") && rows.contains("jobs waiting: 0"), "{rows}");
}

#[tokio::test]
async fn a_restart_on_a_late_day_hands_in_what_ran_out_meanwhile() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    app.close().await;
    world.moment("2025-10-03T09:00:00Z");
    let app = world.app().await;
    assert!(!app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().open);
    app.jobs.run_due().await.unwrap();
    let result = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap();
    assert_eq!(result.report.unwrap().scaled, 100);
    app.close().await;
    let rows = world.rows(noor.id).await;
    assert!(rows.contains("2025-09-30 11:10:00\") (time over), scored"), "{rows}");
    assert!(rows.contains("history 2025-09-30 fail"), "the day of the sitting, not of its scoring: {rows}");
}
