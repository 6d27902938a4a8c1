//! A role granted and taken away on the pages, and what the audit log shows of it.

use assay_kernel::date;
use insta::assert_snapshot;

use crate::{objects::World, place::Place, site::Who, story::Story};

const ROLES: &str = "/admin/roles";

async fn a_role(place: Place) -> String {
    let world = World::of_people(place).await;
    let site = world.site().await;
    site.running.import(&["lea@example.org".to_owned()], "CLF-C02", date(2025, 9, 1)).await;
    site.running.settle().await;
    let lea = site.get(Who::Ada, "/admin/people?q=lea").await.ids("per").remove(0);
    let mut story = Story::on(site).await;
    let give = |email: &'static str, reason: &'static str| {
        [("email", email), ("role", "auditor"), ("until", "2025-12-31"), ("reason", reason)]
    };
    story.posts(Who::Sam, ROLES, &give("sam@demo.example", "I should like to.")).await;
    story.posts(Who::Ada, ROLES, &give("ada@demo.example", "For myself.")).await;
    story.posts(Who::Ada, ROLES, &give("sam@demo.example", "")).await;
    story.leaves("Refused: who may not, one's own, without a reason").await;
    story.gets(Who::Sam, "/admin/log").await;
    story.posts(Who::Ada, ROLES, &give("sam@demo.example", "Looks at the year.")).await;
    story.leaves("Granted").await;
    let log = story.gets(Who::Sam, "/admin/log").await;
    assert!(log.body.contains("Granted the role auditor until 31 December 2025."), "{}", log.told());
    let seen = story.gets(Who::Sam, ROLES).await;
    assert!(!seen.body.contains("Grant the role"), "an auditor grants nothing and is offered nothing");
    let person = format!("/admin/people/{lea}");
    let (auditors, adas) = (story.site.get(Who::Sam, &person).await, story.site.get(Who::Ada, &person).await);
    let all = ["Edit name and address", "Make a claim link", "Mail them a claim link", "Record an event"];
    for offered in all {
        assert!(adas.body.contains(offered), "`{offered}` is what an administrator does");
        assert!(!auditors.body.contains(offered), "`{offered}` is offered to an auditor");
    }
    story.posts(Who::Ada, ROLES, &give("sam@demo.example", "Again.")).await;
    story.leaves("Granted a second time").await;

    let all = story.gets(Who::Ada, ROLES).await;
    let sams = all.body.split("Sam Holder").nth(1).unwrap();
    let id = sams.split("/admin/roles/").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    let take = format!("{ROLES}/{id}/take");
    story.gets(Who::Ada, &take).await;
    story.posts(Who::Ada, &take, &[("reason", "The year is over.")]).await;
    story.gets(Who::Sam, "/admin/log").await;
    story.posts(Who::Ada, &take, &[("reason", "Once more.")]).await;
    story.leaves("Taken away, and once more").await;

    let own = all.ids("grt");
    for (role, reason) in own.iter().take(2).zip(["I leave.", "Nobody is needed."]) {
        story.posts(Who::Ben, &format!("{ROLES}/{role}/take"), &[("reason", reason)]).await;
    }
    story.leaves("An administrator is left").await;
    story.gets(Who::Ben, "/admin/log?act=grants.take").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_role_is_granted_and_taken_on_the_page_and_both_stand_in_the_log() {
    assert_snapshot!("role", a_role(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_role_is_granted_and_taken_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("role", a_role(place).await);
}
