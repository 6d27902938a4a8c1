//! What the team decides about a sitting, on the pages: a result held and released, a sitting voided.

use insta::assert_snapshot;

use crate::{
    objects::{World, answer_all, begin, hand_in},
    place::Place,
    site::Who,
    story::Story,
};

/// Looks at an act, and does it as it was looked at.
async fn decided(story: &mut Story, sitting: &str, act: &str, fields: &[(&str, &str)]) {
    let path = format!("/admin/sittings/{sitting}/{act}");
    let seen = story.gets(Who::Ada, &path).await.field("seen");
    story.posts(Who::Ada, &path, &[&[("seen", seen.as_str())], fields].concat()).await;
}

async fn a_result_on_hold(place: Place) -> String {
    let world = World::of_people(place).await;
    let site = world.site().await;
    let sitting = begin(&site, Who::Sam, "DOP-C02").await;
    let mut story = Story::on(site).await;
    let (page, result) = (format!("/admin/sittings/{sitting}"), format!("/sittings/{sitting}/result"));
    let hold = format!("{page}/hold");
    let why = [("reason", "The room had another clock.")];
    story.posts(Who::Sam, &hold, &why).await;
    story.posts(Who::Ada, &hold, &[("reason", "")]).await;
    story.posts(Who::Ada, &hold, &[&[("seen", "what was before")], &why[..]].concat()).await;
    story.posts(Who::Ada, &format!("{page}/release"), &why).await;
    story.posts(Who::Ada, &format!("{page}/void"), &why).await;
    story
        .leaves("Refused: who may not, without a reason, not as looked at, not on hold, still running")
        .await;
    decided(&mut story, &sitting, "hold", &why).await;
    story.leaves("Held while it runs").await;
    story.posts(Who::Ada, &hold, &why).await;
    answer_all(&story.site, Who::Sam, &sitting, "DOP-C02").await;
    hand_in(&story.site, Who::Sam, &sitting).await;
    story.site.running.settle().await;
    story.leaves("Held twice, handed in and scored").await;
    story.gets(Who::Sam, &result).await;
    story.gets(Who::Sam, "/my/exams").await;
    story.gets(Who::Sam, "/my/messages").await;
    story.posts(Who::Sam, "/exams/DOP-C02/register", &[]).await;
    story.gets(Who::Ada, &result).await;
    story.gets(Who::Ada, "/admin/sittings?state=on-hold").await;
    story.leaves("Looked at").await;
    decided(&mut story, &sitting, "release", &[("reason", "Both clocks were right.")]).await;
    story.leaves("Released").await;
    story.site.running.settle().await;
    story.leaves("And awarded").await;
    story.posts(Who::Ada, &format!("{page}/release"), &why).await;
    story.posts(Who::Ada, &hold, &why).await;
    story.leaves("Released twice, and not held once it was told").await;
    story.gets(Who::Ada, "/admin/sittings.csv?exam=DOP-C02").await;
    story.gets(Who::Ada, "/admin/log?act=sittings.release").await;
    world.remove().await;
    story.end().await
}

async fn a_voided_sitting(place: Place) -> String {
    let world = World::of_people(place).await;
    let site = world.site().await;
    let sitting = begin(&site, Who::Noor, "CLF-C02").await;
    answer_all(&site, Who::Noor, &sitting, "CLF-C02").await;
    hand_in(&site, Who::Noor, &sitting).await;
    site.running.settle().await;
    let badge = format!("/credentials/{}", site.get(Who::Noor, "/my").await.ids("crd").remove(0));
    let mut story = Story::on(site).await;
    let page = format!("/admin/sittings/{sitting}");
    let void = format!("{page}/void");
    let why = ("reason", "Somebody else sat it.");
    story.posts(Who::Noor, &void, &[why]).await;
    story.posts(Who::Ada, &void, &[why, ("seen", "what was before")]).await;
    story.leaves("Refused: who may not, and not as looked at").await;
    decided(&mut story, &sitting, "void", &[why, ("told", "Write to us within 14 days.")]).await;
    story.leaves("Voided").await;
    story.site.running.settle().await;
    story.leaves("And the badge taken back").await;
    story.gets(Who::Ada, &page).await;
    let public = story.gets(Who::Anybody, &badge).await;
    assert!(public.body.contains("Revoked"), "{}", public.told());
    let own = story.gets(Who::Noor, &format!("/sittings/{sitting}/result")).await;
    let messages = story.gets(Who::Noor, "/my/messages").await;
    for (seen, page) in [("the public", &public), ("the result", &own), ("the messages", &messages)] {
        assert!(!page.body.contains("Somebody else"), "{seen} says why: {}", page.told());
    }
    assert!(messages.body.contains("Write to us within 14 days."), "{}", messages.told());
    story.gets(Who::Noor, "/my/exams").await;
    story.gets(Who::Ada, "/admin/credentials?state=withdrawn&q=noor").await;
    story.gets(Who::Ada, "/admin/credentials.csv?state=withdrawn&from=2025-01-01").await;
    story.posts(Who::Ada, &void, &[why]).await;
    story.posts(Who::Ada, &format!("{page}/hold"), &[why]).await;
    story.leaves("Not voided twice, and not held").await;
    story.posts(Who::Noor, "/exams/CLF-C02/register", &[]).await;
    story.leaves("Registered anew, without a wait").await;
    story.gets(Who::Ada, "/admin/log?act=sittings.void").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_result_is_held_while_it_is_looked_at_and_released() {
    assert_snapshot!("result on hold", a_result_on_hold(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_result_is_held_and_released_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("result on hold", a_result_on_hold(place).await);
}

#[tokio::test]
async fn a_sitting_is_voided_with_what_followed_from_it() {
    assert_snapshot!("sitting voided", a_voided_sitting(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_sitting_is_voided_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("sitting voided", a_voided_sitting(place).await);
}
