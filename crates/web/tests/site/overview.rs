//! What the team's first page and its reports count, told the same on both databases.

use assay_kernel::date;
use insta::assert_snapshot;

use crate::{
    objects::{World, answer_all, begin, hand_in, register, well},
    place::Place,
    site::Who,
    story::Story,
};

async fn counted(place: Place) -> String {
    let world = World::of_people(place).await;
    let site = world.site().await;
    let mut story = Story::on(site).await;
    // Nothing of anybody's doing yet: what the demonstration's people hold is counted, and nothing waits.
    story.gets(Who::Ada, "/admin").await;
    story.gets(Who::Sam, "/admin").await;
    story.gets(Who::Sam, "/admin/reports").await;
    let site = &story.site;
    site.running.import(&["lea@example.org".to_owned()], "CLF-C02", date(2025, 9, 1)).await;
    let passed = begin(site, Who::Noor, "CLF-C02").await;
    answer_all(site, Who::Noor, &passed, "CLF-C02").await;
    well(hand_in(site, Who::Noor, &passed).await);
    let failed = begin(site, Who::Noor, "DOP-C02").await;
    well(hand_in(site, Who::Noor, &failed).await);
    site.running.settle().await;
    let withdrawn = register(site, Who::Noor, "SOA-C03").await;
    well(site.post(Who::Noor, &format!("/registrations/{withdrawn}/withdraw"), &[]).await);
    register(site, Who::Noor, "SOA-C02").await;
    story.gets(Who::Ada, "/admin").await;
    for report in [
        "",
        "?exam=CLF-C02&from=2025-09-01&until=2025-09-30",
        "?exam=CLF-C02&from=2030-01-01&until=2030-01-31",
        "/passes.csv",
        "/first-tries.csv?exam=CLF-C02",
        "/ending.csv?from=2026-01-01&until=2031-12-31",
        "/registrations.csv",
        "/results.csv?exam=CLF-C02",
    ] {
        story.gets(Who::Ada, &format!("/admin/reports{report}")).await;
    }
    // The last day of testing of SOA-C02 is over: who is registered for it cannot sit it any more.
    well(story.site.post(Who::Ada, "/demo/clock", &[("today", "2025-10-05"), ("back_to", "/")]).await);
    story.gets(Who::Ada, "/admin").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn the_first_page_and_the_reports_count_what_is_on_record() {
    assert_snapshot!("overview", counted(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_the_same_is_counted() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("overview", counted(place).await);
}
