//! Roles given and taken, and what the audit log keeps of it.

use assay_app::{App, AppError, LinesWanted, PeopleWanted, Why};
use assay_kernel::{Actor, Role, Roles, date};
use assay_words::InEnglish;

use crate::world::{Somebody, World, by, candidate, device, somebody};

fn reason(text: &str) -> Why {
    Why::parse(text).unwrap()
}

/// What the log says, the latest first.
async fn log(app: &App, reader: &Somebody) -> Vec<String> {
    let lines = app.audit.lines(&by(app, &reader.actor), &LinesWanted::default(), 1).await.unwrap();
    let told = |line: assay_app::EntryLine| {
        let about = line.about.map(|(_, name)| format!(" [{name}]")).unwrap_or_default();
        let why = line.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
        format!("{}: {}{about}{why}", line.by_name, line.said.text())
    };
    lines.lines.into_iter().map(told).collect()
}

fn text_of(error: AppError) -> String {
    match error {
        AppError::Invalid(faults) => faults.into_iter().map(|fault| fault.text).collect(),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn a_role_is_given_used_taken_and_all_of_it_is_written_down() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    world.moment("2025-09-30T09:00:01Z");
    let sam = somebody(&app, "sam", Roles::NONE).await;
    assert!(
        app.record.people_after(&by(&app, &sam.actor), &PeopleWanted::default(), None, 10).await.is_err()
    );
    let later = |seconds| world.seconds_later("2025-09-30T09:00:00Z".parse().unwrap(), seconds);
    let given = |role, until, why: &'static str| {
        let (app, ada, sam) = (&app, &ada, &sam);
        async move { app.grants.give(&by(app, &ada.actor), sam.id, role, until, &reason(why)).await }
    };
    later(2);
    given(Role::Support, None, "Answers the telephone.").await.unwrap();
    let twice = given(Role::Support, None, "Again.").await.unwrap_err();
    assert_eq!(text_of(twice), "Look again: this person already has this role, or was closed meanwhile.");
    later(3);
    given(Role::Auditor, Some(date(2025, 10, 31)), "Looks at the year.").await.unwrap();
    let over = given(Role::Auditor, Some(date(2025, 9, 29)), "Looks.").await.unwrap_err();
    assert_eq!(text_of(over), "This day is over.");

    let session = app
        .accounts
        .sign_in(&by(&app, &Actor::Anonymous), "sam@example.org", "correct horse battery", "")
        .await
        .unwrap()
        .session;
    let Actor::Person { roles, .. } = session.actor else { panic!("signed in") };
    assert_eq!(roles, Roles::from_iter([Role::Support, Role::Auditor]));
    assert!(
        app.record.people_after(&by(&app, &session.actor), &PeopleWanted::default(), None, 10).await.is_ok()
    );

    later(4);
    let grants = app.grants.of(&by(&app, &ada.actor), sam.id).await.unwrap();
    let support = grants.iter().find(|grant| grant.role == "support").unwrap();
    app.grants.take(&by(&app, &ada.actor), support.id, &reason("Left the team.")).await.unwrap();
    let twice = app.grants.take(&by(&app, &ada.actor), support.id, &reason("Again.")).await.unwrap_err();
    assert_eq!(text_of(twice), "This role has already been taken away.");
    // The auditor's has an end, to the last second of its day in the programme's zone.
    let auditor = grants.iter().find(|grant| grant.role == "auditor").unwrap();
    let end = auditor.until.unwrap();
    let zone = by(&app, &ada.actor).zone;
    assert_eq!(zone.to_datetime(end).date(), date(2025, 11, 1));
    assert!(auditor.is_in_force(end - jiff::SignedDuration::from_secs(1)) && !auditor.is_in_force(end));

    assert_eq!(
        log(&app, &ada).await,
        [
            "ada: Took the role support away. [sam] (Left the team.)",
            "ada: Granted the role auditor until 31 October 2025. [sam] (Looks at the year.)",
            "ada: Granted the role support. [sam] (Answers the telephone.)",
            "The command line: Made an account for sam@example.org. [sam]",
            "The command line: Made an account for ada@example.org. Roles: administrator. [ada]",
        ]
    );
    app.close().await;
}

#[tokio::test]
async fn nobody_makes_themselves_more_and_an_administrator_is_left() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let sam = somebody(&app, "sam", Role::Support).await;
    let noor = candidate(&app).await;
    let why = reason("Because.");
    // Support helps; it makes nobody of the team. Nobody gives themselves anything.
    let asking = by(&app, &sam.actor);
    assert!(matches!(
        app.grants.give(&asking, noor.id, Role::Support, None, &why).await,
        Err(AppError::Forbidden)
    ));
    assert!(matches!(app.grants.all(&asking).await, Err(AppError::Forbidden)));
    assert!(matches!(app.audit.lines(&asking, &LinesWanted::default(), 1).await, Err(AppError::Forbidden)));
    let asking = by(&app, &ada.actor);
    assert!(matches!(
        app.grants.give(&asking, ada.id, Role::Auditor, None, &why).await,
        Err(AppError::Forbidden)
    ));
    assert!(matches!(
        app.grants.give(&by(&app, &noor.actor), noor.id, Role::Administrator, None, &why).await,
        Err(AppError::Forbidden)
    ));

    let own = app.grants.of(&asking, ada.id).await.unwrap().remove(0);
    let last = app.grants.take(&asking, own.id, &why).await.unwrap_err();
    assert!(text_of(last).starts_with("This is the last administrator"));
    // One whose role ends counts for nothing here: on that day nobody would be left.
    app.grants.give(&asking, sam.id, Role::Administrator, Some(date(2025, 12, 31)), &why).await.unwrap();
    assert!(app.grants.take(&asking, own.id, &why).await.is_err());
    app.grants.give(&asking, noor.id, Role::Administrator, None, &why).await.unwrap();
    app.grants.take(&asking, own.id, &why).await.unwrap();
    app.close().await;
}

#[tokio::test]
async fn whoever_sits_an_exam_is_not_made_an_administrator_meanwhile() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let noor = candidate(&app).await;
    let registration = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    app.sittings.start(&by(&app, &noor.actor), registration, &device(), "a browser").await.unwrap();
    let (asking, why) = (by(&app, &ada.actor), reason("Because."));
    let refused = app.grants.give(&asking, noor.id, Role::Administrator, None, &why).await.unwrap_err();
    assert!(text_of(refused).starts_with("This person is sitting an exam."));
    app.grants.give(&asking, noor.id, Role::Support, None, &why).await.unwrap();
    app.close().await;
}

#[test]
fn a_reason_is_some_words() {
    assert_eq!(reason("  So it was decided. ").as_str(), "So it was decided.");
    for nothing in ["", "  \n", &"x".repeat(1_001)] {
        assert!(matches!(Why::parse(nothing), Err(AppError::Invalid(_))));
    }
}
