//! What the team's lists say of sittings, badges and people, and what a candidate's own list says.

use std::collections::BTreeSet;

use assay_kernel::{Role, Roles};

use crate::world::{World, by, candidate, sit, somebody, start};

#[tokio::test]
async fn the_team_reads_who_sat_who_holds_what_and_how_people_are_called() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let asking = by(&app, &ada.actor);
    assert_eq!((app.awards.count(&asking, 10).await.unwrap(), app.sittings.in_memory()), (0, 0));
    let passed = sit(&app, &noor.actor, "SOA-C03", usize::MAX).await;
    world.moment("2025-09-30T12:00:00Z");
    let failed = sit(&app, &sam.actor, "SOA-C03", 0).await;
    app.jobs.run_due().await.unwrap();

    let asking = by(&app, &ada.actor);
    let sittings = app.sittings.all(&asking, 10, 0).await.unwrap();
    let listed: Vec<_> = sittings.iter().map(|(line, name)| (line.id, name.as_str())).collect();
    assert_eq!(listed, [(failed, "sam"), (passed, "noor")], "the latest first");
    assert_eq!(app.sittings.all(&asking, 1, 1).await.unwrap().len(), 1);

    let badges = app.awards.all(&asking, 10, 0).await.unwrap();
    assert_eq!((badges.len(), app.awards.count(&asking, 10).await.unwrap()), (1, 1), "who failed has none");
    let badge = &badges[0];
    assert_eq!((badge.person, badge.name.as_str(), badge.is_published), (noor.id, "noor", true));
    let standing = badge.standing.as_ref().unwrap();
    assert_eq!(standing.credential, badge.credential.certification.as_str());
    assert_eq!(Some(standing.earned_on), Some(badge.credential.earned_on));

    assert_eq!(app.record.count_people(&asking).await.unwrap(), 3);
    let id = noor.id.to_string();
    for (asked, called) in [(id.as_str(), "noor"), ("the command line", "the command line")] {
        assert_eq!(app.record.name_for(&asking, asked).await.unwrap(), called);
        let names = app.record.names_for(&asking, &BTreeSet::from([asked])).await.unwrap();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), [(asked, called.to_owned())]);
    }
    app.close().await;
}

#[tokio::test]
async fn each_registration_of_ones_own_stands_with_its_own_sitting() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let open = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    assert_eq!(app.sittings.in_memory(), 0);
    let other = start(&app, &noor.actor, "CLF-C02").await;
    app.sittings.time_left(&by(&app, &noor.actor), other).await.unwrap();
    assert_eq!(app.sittings.in_memory(), 1, "a sitting that runs is kept at hand");
    let own = app.registrations.own(&by(&app, &noor.actor)).await.unwrap();
    let told: Vec<_> = own
        .iter()
        .map(|view| (view.exam.as_str(), view.is_open, view.sitting.as_ref().map(|line| line.id)))
        .collect();
    assert_eq!(told, [("CLF-C02", false, Some(other)), ("SOA-C03", true, None)]);
    assert_eq!(own[1].id, open);
    app.close().await;
}
