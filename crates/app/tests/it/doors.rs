//! Who gets in where: other people's sittings, the team, and the doors of the demonstration.

use assay_app::{AppError, PeopleWanted, Question, Save, Wanted, begin_demo, version_in_force};
use assay_kernel::{Actor, Role, Roles, TypedId, date, source::SourceFile};

use crate::world::{World, by, candidate, change, demo, device, files, hand_in, somebody, start};

fn save() -> Save {
    change(1, 1, &["A"])
}

#[tokio::test]
async fn the_sitting_of_somebody_else_looks_like_nothing() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let registration = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    let stolen = app.sittings.start(&by(&app, &sam.actor), registration, &device(), "a browser").await;
    assert!(matches!(stolen, Err(AppError::NotFound)));
    let withdrawn = app.registrations.withdraw(&by(&app, &sam.actor), registration).await;
    assert!(matches!(withdrawn, Err(AppError::NotFound)));
    let sitting =
        app.sittings.start(&by(&app, &noor.actor), registration, &device(), "a browser").await.unwrap();
    let unknown = TypedId::from_parts(1, [1; 10]);
    for sitting in [sitting, unknown] {
        assert!(matches!(
            app.sittings.deliver(&by(&app, &sam.actor), sitting, &device()).await,
            Err(AppError::NotFound)
        ));
        assert!(matches!(
            app.sittings.save(&by(&app, &sam.actor), sitting, save()).await,
            Err(AppError::NotFound)
        ));
        assert!(matches!(
            app.sittings.hand_in(&by(&app, &sam.actor), sitting, &hand_in()).await,
            Err(AppError::NotFound)
        ));
        assert!(matches!(app.sittings.result(&by(&app, &sam.actor), sitting).await, Err(AppError::NotFound)));
    }
    // A stranger learns nothing of an id: what exists and what does not get the same answer (F22).
    for sitting in [sitting, unknown] {
        let nobody = &Actor::Anonymous;
        assert!(matches!(
            app.sittings.deliver(&by(&app, nobody), sitting, &device()).await,
            Err(AppError::NotSignedIn)
        ));
        assert!(matches!(
            app.sittings.time_left(&by(&app, nobody), sitting).await,
            Err(AppError::NotSignedIn)
        ));
        assert!(matches!(
            app.sittings.save(&by(&app, nobody), sitting, save()).await,
            Err(AppError::NotSignedIn)
        ));
        assert!(matches!(
            app.sittings.hand_in(&by(&app, nobody), sitting, &hand_in()).await,
            Err(AppError::NotSignedIn)
        ));
        assert!(matches!(app.sittings.result(&by(&app, nobody), sitting).await, Err(AppError::NotSignedIn)));
    }
    for registration in [registration, TypedId::from_parts(1, [1; 10])] {
        let started = app.sittings.start(&by(&app, &Actor::Anonymous), registration, &device(), "").await;
        assert!(matches!(started, Err(AppError::NotSignedIn)));
        let withdrawn = app.registrations.withdraw(&by(&app, &Actor::Anonymous), registration).await;
        assert!(matches!(withdrawn, Err(AppError::NotSignedIn)));
    }
    let run = TypedId::from_parts(1, [1; 10]);
    assert!(matches!(app.practice.run(&by(&app, &Actor::Anonymous), run).await, Err(AppError::NotSignedIn)));
    assert!(
        app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().open,
        "nothing of it changed anything"
    );
    app.close().await;
}

#[tokio::test]
async fn what_somebody_else_practised_and_holds_looks_like_nothing() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let run = app.practice.start(&by(&app, &noor.actor), "SOA-C03-question-set", Wanted::GoOn).await.unwrap();
    let answer = ["A".to_owned()];
    for run in [run, TypedId::from_parts(1, [1; 10])] {
        let asking = by(&app, &sam.actor);
        assert!(matches!(app.practice.run(&asking, run).await, Err(AppError::NotFound)));
        assert!(matches!(app.practice.item(&asking, run, 1).await, Err(AppError::NotFound)));
        assert!(matches!(app.practice.answer(&asking, run, 1, &answer).await, Err(AppError::NotFound)));
        assert!(matches!(app.practice.run(&by(&app, &ada.actor), run).await, Err(AppError::Forbidden)));
    }
    let view = app.practice.run(&by(&app, &noor.actor), run).await.unwrap();
    assert!(view.answered.is_empty(), "nobody answered in her place");
    for (actor, runs) in [(&noor.actor, 1), (&sam.actor, 0), (&ada.actor, 0), (&Actor::Anonymous, 0)] {
        let plan = app.practice.plan(&by(&app, actor), "SOA-C03").await.unwrap();
        assert_eq!(plan.open.len(), runs, "a plan is for everybody, progress is one's own: {actor:?}");
    }

    let question = Question { as_of: date(2025, 9, 30), known_at: None };
    for person in [noor.id, TypedId::from_parts(1, [1; 10])] {
        let asked = app.record.explain(&by(&app, &sam.actor), person, question).await;
        assert!(matches!(asked, Err(AppError::NotFound)));
    }
    for actor in [&noor.actor, &ada.actor] {
        let explained = app.record.explain(&by(&app, actor), noor.id, question).await.unwrap();
        assert_eq!(explained.person.name, "noor");
    }
    let of_the_team = app.record.explain(&by(&app, &ada.actor), ada.id, question).await;
    assert!(of_the_team.is_ok());
    app.close().await;
}

#[tokio::test]
async fn administrators_read_results_and_never_sit() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    assert!(matches!(
        app.registrations.register(&by(&app, &ada.actor), "SOA-C03").await,
        Err(AppError::Forbidden)
    ));
    assert!(matches!(
        app.sittings.deliver(&by(&app, &ada.actor), sitting, &device()).await,
        Err(AppError::Forbidden)
    ));
    assert!(matches!(
        app.sittings.save(&by(&app, &ada.actor), sitting, save()).await,
        Err(AppError::Forbidden)
    ));
    assert!(matches!(
        app.sittings.hand_in(&by(&app, &ada.actor), sitting, &hand_in()).await,
        Err(AppError::Forbidden)
    ));
    assert!(app.sittings.result(&by(&app, &ada.actor), sitting).await.unwrap().open);
    assert_eq!(app.record.candidate(&by(&app, &ada.actor), noor.id).await.unwrap().sittings.len(), 1);
    assert!(matches!(
        app.record.people_after(&by(&app, &noor.actor), &PeopleWanted::default(), None, 10).await,
        Err(AppError::Forbidden)
    ));
    app.close().await;
}

#[tokio::test]
async fn the_doors_of_the_demonstration_are_shut_elsewhere() {
    let demonstration = World::demonstration("2026-11-23T09:00:00Z");
    let app = demonstration.app().await;
    app.demo.seed(&by(&app, &Actor::Operator), &demo()).await.unwrap();
    let people = app.demo.people(&by(&app, &Actor::Anonymous)).await.unwrap();
    assert_eq!(people.len(), 15);
    assert!(app.demo.sign_in(&by(&app, &Actor::Anonymous), people[0].id, "").await.is_ok());
    app.demo.set_day(&by(&app, &Actor::Anonymous), date(2025, 10, 1)).await.unwrap();
    assert_eq!(app.door.ask(Actor::Anonymous).today, date(2025, 10, 1));
    // Somebody with an account of their own is no demonstration person.
    let noor = candidate(&app).await;
    assert!(matches!(
        app.demo.sign_in(&by(&app, &Actor::Anonymous), noor.id, "").await,
        Err(AppError::NotFound)
    ));
    app.close().await;

    // The same data, served as a real body would: even people of a demonstration are behind a shut door.
    let world = demonstration.into_real_body();
    let app = world.app().await;
    assert!(matches!(app.demo.people(&by(&app, &Actor::Anonymous)).await, Err(AppError::NotFound)));
    assert!(matches!(
        app.demo.sign_in(&by(&app, &Actor::Anonymous), people[0].id, "").await,
        Err(AppError::NotFound)
    ));
    assert!(matches!(
        app.demo.set_day(&by(&app, &Actor::Anonymous), date(2025, 9, 30)).await,
        Err(AppError::NotFound)
    ));
    assert!(matches!(app.demo.seed(&by(&app, &Actor::Operator), &demo()).await, Err(AppError::NotFound)));
    assert_eq!(
        app.door.ask(Actor::Anonymous).today,
        date(2026, 11, 23),
        "the remembered day of the demonstration means nothing"
    );
    app.close().await;
}

#[tokio::test]
async fn a_demonstration_begins_on_its_day_and_goes_on_where_it_was_moved_to() {
    let world = World::demonstration("2026-11-23T09:00:00Z");
    let store = world.store().await;
    begin_demo(&store, &demo()).await.unwrap();
    store.close().await;
    let app = world.app().await;
    assert_eq!(app.door.ask(Actor::Anonymous).today, date(2025, 9, 20));
    app.demo.seed(&by(&app, &Actor::Operator), &demo()).await.unwrap();
    app.demo.set_day(&by(&app, &Actor::Anonymous), date(2025, 10, 1)).await.unwrap();
    app.close().await;

    let store = world.store().await;
    begin_demo(&store, &demo()).await.unwrap();
    store.close().await;
    let app = world.app().await;
    assert_eq!(app.door.ask(Actor::Anonymous).today, date(2025, 10, 1));
    // Whoever is there stays as they are; whoever is new joins them.
    let mut more = demo();
    more.people[0].name = "Somebody Else".to_owned();
    more.people[1].email = "new@demo.example".to_owned();
    app.demo.seed(&by(&app, &Actor::Operator), &more).await.unwrap();
    let people = app.demo.people(&by(&app, &Actor::Anonymous)).await.unwrap();
    let called = |name: &str| people.iter().filter(|person| person.name == name).count();
    assert_eq!((people.len(), called("Noor Newcomer"), called("Sam Holder")), (16, 1, 2));
    app.close().await;
}

#[tokio::test]
async fn an_edit_of_the_demonstration_makes_no_other_programme() {
    let (as_it_is, mut edited, mut without) = (files(), files(), files());
    let demo = edited.texts.iter_mut().find(|file| file.path == "demo.toml").unwrap();
    demo.text = demo.text.replace("Noor", "Nora");
    without.texts.retain(|file| file.path != "demo.toml");
    let mut answered = files();
    answered.texts.push(SourceFile::new("review/SOA-C03/c03-x.first-reader.toml", "date = 2026-11-30"));
    for other in [&edited, &without, &answered] {
        assert_eq!(as_it_is.tree(), other.tree());
        assert!(as_it_is.changes(other).is_empty() && other.changes(&as_it_is).is_empty());
    }

    let world = World::at("2025-09-20T09:00:00Z");
    world.app().await.close().await;
    let store = world.store().await;
    let kept = version_in_force(&store).await.unwrap().unwrap();
    store.close().await;
    assert_eq!(kept.tree(), as_it_is.tree());
    assert!(kept.demo().is_none(), "a real body keeps no invented people");
}
