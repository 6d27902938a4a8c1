//! What happened elsewhere is put on record once, and counts as what happened here.

use assay_app::Recorded;
use assay_kernel::{Actor, CertificationCode, Roles, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Histories, Status};

use crate::world::{World, by, somebody};

fn histories() -> Histories {
    let dop = CertificationCode::new("dop");
    let pass = Happening::Pass { what: Earned::Exam("DOP-C02".into()) };
    let points = Happening::Do { certification: dop.clone(), what: "maintain-700".into() };
    let credit = Happening::Credit { certification: dop.clone(), n: 30, category: Some("labs".into()) };
    let world = Happening::World { name: "an upheaval".into() };
    let mut all = Histories::default();
    for (person, on, happening) in [
        ("noor@example.org", date(2023, 11, 5), pass.clone()),
        ("noor@example.org", date(2026, 10, 1), points),
        ("noor@example.org", date(2026, 10, 2), credit.clone()),
        ("noor@example.org", date(2026, 10, 2), credit),
        ("p000001", date(2024, 11, 5), pass),
        ("p000001", date(2024, 11, 6), world),
    ] {
        all.add(person.into(), Event::new(on, happening));
    }
    all
}

#[tokio::test]
async fn a_file_is_recorded_once_and_renews_what_it_renews() {
    let world = World::at("2026-11-23T09:00:00Z");
    let app = world.app().await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    let first = app.record.import(&by(&app, &Actor::Operator), &histories(), false, &|_| ()).await.unwrap();
    let expected = Recorded { recorded: 4, unknown: vec!["p000001".into()], ..Recorded::default() };
    assert_eq!(first, expected, "nobody is added unasked");
    let second = app.record.import(&by(&app, &Actor::Operator), &histories(), true, &|_| ()).await.unwrap();
    let refused = vec!["p000001 on 2024-11-06".to_owned()];
    assert_eq!(second, Recorded { recorded: 1, known: 4, added: 1, refused, ..Recorded::default() });
    let third = app.record.import(&by(&app, &Actor::Operator), &histories(), true, &|_| ()).await.unwrap();
    assert_eq!((third.recorded, third.known, third.added), (0, 5, 0));

    let standing = app.record.own_standing(&by(&app, &noor.actor)).await.unwrap();
    let dop = standing.credential("dop").unwrap();
    // Learning points within 90 days of the end: a year from the day of completion.
    assert_eq!((dop.status, dop.valid_until), (Status::Active, Some(date(2027, 10, 1))));
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    assert_eq!(app.awards.own(&by(&app, &noor.actor)).await.unwrap().len(), 1, "and the badge follows");
    app.close().await;
}
