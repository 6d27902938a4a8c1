//! What holders are told about their badges: one message for one kind of thing that happened.

use assay_app::{App, Message};
use assay_kernel::{Actor, CertificationCode, Date, Persons, Roles, TypedId, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Histories};

use crate::world::{World, by, files, somebody};

/// The reference programme in which Cloud Practitioner has 30 days of grace, then 90 of suspension.
async fn lenient(world: &World) -> App {
    let mut files = files();
    let policy = files.texts.iter_mut().find(|file| file.path == "policies/clf.toml").unwrap();
    policy.text = policy
        .text
        .replace("validity = \"P3Y\"", "validity = \"P3Y\"\ngrace = \"P30D\"\nsuspension = \"P90D\"");
    let programme = assay_app::load(files).unwrap_or_else(|found| panic!("{:#?}", found.sorted()));
    world.app_of(programme).await
}

/// Puts something on record and lets the badge follow.
async fn recorded(app: &App, name: &str, on: Date, happening: Happening) {
    let mut all = Histories::default();
    all.add(format!("{name}@example.org"), Event::new(on, happening));
    app.record.import(&by(app, &Actor::Operator), &all, false, &|_| ()).await.unwrap();
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
}

/// Subject and body of all messages, oldest first.
async fn told(world: &World, person: TypedId<Persons>) -> Vec<(String, String)> {
    let store = world.store().await;
    let rows = store.messages_of(person).await.unwrap();
    store.close().await;
    let read = |row| Message::try_from(row).map(|told| (told.subject, told.body)).unwrap();
    rows.into_iter().rev().map(read).collect()
}

#[tokio::test]
async fn each_kind_has_its_own_words_and_nothing_that_is_over_is_called_valid() {
    let world = World::at("2026-11-23T09:00:00Z");
    let app = lenient(&world).await;
    let days = [
        ("earned", date(2026, 1, 15)),
        ("grace", date(2023, 11, 10)),
        ("suspended", date(2023, 9, 30)),
        ("expired", date(2020, 1, 5)),
    ];
    let mut people = Vec::new();
    for (name, on) in days {
        people.push((name, somebody(&app, name, Roles::NONE).await.id));
        recorded(&app, name, on, Happening::Earn { certification: CertificationCode::new("clf") }).await;
    }
    let pass = Happening::Pass { what: Earned::Exam("CLF-C02".into()) };
    recorded(&app, "earned", date(2026, 11, 20), pass).await;
    app.close().await;
    let expected = [
        vec![
            ("Your badge: Cloud Practitioner", "23 November 2026: Cloud Practitioner is valid until "),
            (
                "Renewed: Cloud Practitioner, until 20 November 2029",
                "23 November 2026: Cloud Practitioner is ",
            ),
        ],
        vec![("In grace: Cloud Practitioner", "23 November 2026: The last valid day was 10 November 2026.")],
        vec![(
            "Suspended: Cloud Practitioner",
            "23 November 2026: The last valid day was 30 September 2026.",
        )],
        vec![("Expired: Cloud Practitioner", "23 November 2026: The last valid day was 5 January 2023, and")],
    ];
    for ((name, id), expected) in people.into_iter().zip(expected) {
        let told = told(&world, id).await;
        assert_eq!(told.len(), expected.len(), "{name}: {told:?}");
        for ((subject, body), (its_subject, begins)) in told.iter().zip(&expected) {
            assert_eq!(subject, its_subject, "{name}: {body}");
            assert!(body.starts_with(begins), "{name}: {body}");
            assert!(name == "earned" || !format!("{subject} {body}").contains("is valid"), "{body}");
        }
    }
}
