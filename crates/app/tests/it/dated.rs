//! What the rules say of a day for everybody reaches the badges on that day, once, and late if need be.

use assay_app::App;
use assay_kernel::Roles;
use serde_json::Value;

use crate::world::{Somebody, World, by, candidate, files, sit, somebody};

const EXTENSION: &str =
    "\n[[amendment]]\non = 2025-10-10\nshift = \"P6M\"\nreason = \"Centres are closed.\"\n";

/// The reference programme, in which everybody gets half a year more on 10 October.
async fn amended(world: &World) -> App {
    let mut files = files();
    files.texts.iter_mut().find(|file| file.path == "programme.toml").unwrap().text += EXTENSION;
    world.app_of(assay_app::load(files).unwrap_or_else(|found| panic!("{:#?}", found.sorted()))).await
}

/// Carries out whatever is due, round after round; how much it was.
async fn settled(app: &App) -> usize {
    let mut all = 0;
    for _ in 0..6 {
        all += app.jobs.run_due().await.unwrap();
    }
    all
}

/// The number of the edition of somebody's badge, and until when it is valid.
async fn edition(app: &App, who: &Somebody) -> (i64, String) {
    let asking = by(app, &who.actor);
    let id = app.awards.own(&asking).await.unwrap()[0].id;
    let issued = app.awards.issued(&asking, id).await.unwrap();
    let badge: Value = serde_json::from_str(&issued.signed).unwrap();
    (issued.edition.number, badge["validUntil"].as_str().unwrap()[..10].to_owned())
}

#[tokio::test]
async fn a_day_of_the_rules_reaches_every_badge_once_even_where_nobody_worked_that_day() {
    let (before, after) = ((1, "2028-09-30".to_owned()), (2, "2029-03-30".to_owned()));
    for day in ["2025-10-10T00:00:01Z", "2025-10-12T09:00:00Z"] {
        let world = World::at("2025-09-30T09:00:00Z");
        let app = amended(&world).await;
        let noor = candidate(&app).await;
        somebody(&app, "sam", Roles::NONE).await;
        sit(&app, &noor.actor, "SOA-C03", usize::MAX).await;
        settled(&app).await;
        world.moment("2025-10-09T23:59:59Z");
        assert_eq!(settled(&app).await, 0, "the day is not there yet");
        assert_eq!(edition(&app, &noor).await, before);
        app.close().await;

        world.moment(day);
        let app = amended(&world).await;
        assert!(settled(&app).await > 0);
        assert_eq!(edition(&app, &noor).await, after, "{day}");
        for later in ["2025-10-12T10:00:00Z", "2025-10-13T09:00:00Z", "2025-10-14T09:00:00Z"] {
            world.moment(later);
            assert_eq!(settled(&app).await, 0, "{later}: asked for once");
        }
        app.close().await;

        // Nor is it asked for again by the next process.
        let app = amended(&world).await;
        assert_eq!(settled(&app).await, 0);
        assert_eq!(edition(&app, &noor).await, after);
        app.close().await;
    }
}
