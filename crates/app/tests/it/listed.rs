//! What the team's lists say of sittings, badges and people, and what a candidate's own list says.

use std::{collections::BTreeSet, slice::from_ref};

use assay_app::{App, Asking, CredentialsWanted, DaysBetween, SittingsWanted};
use assay_kernel::{Role, Roles, Sittings, TypedId, date};

use crate::world::{Somebody, World, by, candidate, sit, somebody, start};

/// The one badge there is, by everything that the list is asked for.
async fn badges_are_found(app: &App, asking: &Asking, noor: &Somebody) {
    let listed = async |wanted: CredentialsWanted| {
        let listed = app.awards.list(asking, &wanted, 1).await.unwrap();
        assert_eq!((listed.count, listed.of), (i64::try_from(listed.lines.len()).unwrap(), 1));
        listed.lines
    };
    let all = CredentialsWanted::default;
    let badges = listed(all()).await;
    assert_eq!((badges.len(), app.awards.count(asking, 10).await.unwrap()), (1, 1), "who failed has none");
    let badge = &badges[0];
    assert_eq!((badge.person, badge.name.as_str(), badge.is_published), (noor.id, "noor", true));
    let standing = badge.standing.as_ref().unwrap();
    assert_eq!(standing.credential, badge.credential.certification.as_str());
    assert_eq!(Some(standing.earned_on), Some(badge.credential.earned_on));
    assert_eq!(badge.address, "noor@example.org");
    let code = badge.credential.certification.clone();
    assert_eq!(listed(CredentialsWanted { certification: code, ..all() }).await.len(), 1);
    assert!(listed(CredentialsWanted { certification: "clf".into(), ..all() }).await.is_empty());
    for (state, many) in [("valid", 1), ("over", 0), ("withdrawn", 0), ("being-issued", 0)] {
        let found = listed(CredentialsWanted { state: state.into(), ..all() }).await;
        assert_eq!(found.len(), many, "{state}");
    }
    let end = standing.valid_until.unwrap();
    let ending = async |from, until| {
        listed(CredentialsWanted { ends: DaysBetween { from, until }, ..all() }).await.len()
    };
    assert_eq!((ending(Some(end), Some(end)).await, ending(Some(end), None).await), (1, 1));
    assert_eq!((ending(None, Some(end)).await, ending(None, end.yesterday().ok()).await), (1, 0));
    assert!(listed(CredentialsWanted { text: "sam".into(), ..all() }).await.is_empty());
}

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
    let listed = async |wanted: SittingsWanted, oldest_first| {
        let listed = app.sittings.list(&asking, &wanted, oldest_first, 1).await.unwrap();
        assert_eq!((listed.count, listed.of), (i64::try_from(listed.lines.len()).unwrap(), 2));
        listed.lines.into_iter().map(|line| (line.id, line.name)).collect::<Vec<_>>()
    };
    let (sams, noors) = ((failed, "sam".to_owned()), (passed, "noor".to_owned()));
    let (all, none) = (SittingsWanted::default, Vec::<(TypedId<Sittings>, String)>::new());
    assert_eq!(listed(all(), false).await, [sams.clone(), noors.clone()], "the latest first");
    assert_eq!(listed(all(), true).await, [noors.clone(), sams.clone()], "the oldest first");
    assert_eq!(listed(SittingsWanted { state: "passed".into(), ..all() }, false).await, from_ref(&noors));
    assert_eq!(listed(SittingsWanted { state: "not-passed".into(), ..all() }, false).await, from_ref(&sams));
    assert_eq!(listed(SittingsWanted { state: "running".into(), ..all() }, false).await, none);
    assert_eq!(listed(SittingsWanted { text: "SÁM".into(), ..all() }, false).await, from_ref(&sams));
    assert_eq!(listed(SittingsWanted { exam: "SOA-C02".into(), ..all() }, false).await, none);
    let day = Some(date(2025, 9, 30));
    assert_eq!(
        listed(SittingsWanted { days: DaysBetween { from: day, until: day }, ..all() }, false).await.len(),
        2
    );
    let later = DaysBetween { from: Some(date(2025, 10, 1)), until: None };
    let later = SittingsWanted { days: later, ..all() };
    assert_eq!(listed(later, false).await, none);

    badges_are_found(&app, &asking, &noor).await;

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
