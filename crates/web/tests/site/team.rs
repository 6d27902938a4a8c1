//! What the team does to a person, on the pages: looked at, refused, done, repeated, undone.

use assay_kernel::date;
use insta::assert_snapshot;

use crate::{
    objects::World,
    place::Place,
    site::{Sent, Who},
    story::Story,
};

/// A site on which Lea was put on record, with a badge; and where her page is.
async fn with_lea(place: Place) -> (Story, World, String) {
    let world = World::of_people(place).await;
    let site = world.site().await;
    site.running.import(&["lea@example.org".to_owned()], "CLF-C02", date(2025, 9, 1)).await;
    site.running.settle().await;
    let people = site.get(Who::Ada, "/admin/people?q=lea").await;
    let lea = format!("/admin/people/{}", people.ids("per").remove(0));
    (Story::on(site).await, world, lea)
}

async fn a_withdrawal(place: Place) -> String {
    let (mut story, world, lea) = with_lea(place).await;
    let page = story.gets(Who::Ada, &lea).await;
    let badge = format!("/credentials/{}", page.ids("crd").remove(0));
    let withdraw = format!("{lea}/record/withdraw");
    let look = format!("{withdraw}?what=clf");
    story.gets(Who::Sam, &look).await;
    let mark = story.gets(Who::Ada, &look).await.field("mark");
    let act = |reason: &'static str, mark: &str| {
        [("what", "clf".to_owned()), ("mark", mark.to_owned()), ("reason", reason.to_owned())]
    };
    let sent = |act: [(&'static str, String); 3]| {
        Sent::Form(act.map(|(name, value)| (name.to_owned(), value)).to_vec())
    };
    let why = "Two questions were shared.";
    story.asks(Who::Sam, "POST", &withdraw, &sent(act(why, &mark))).await;
    story.asks(Who::Ada, "POST", &withdraw, &sent(act("", &mark))).await;
    story.leaves("Refused, and asked for a reason").await;
    let done = story.asks(Who::Ada, "POST", &withdraw, &sent(act(why, &mark))).await;
    story.site.running.settle().await;
    story.leaves("Withdrawn").await;
    story.gets(Who::Ada, done.location()).await;
    let public = story.gets(Who::Anybody, &badge).await;
    assert!(!public.body.contains("shared"), "the reason is the holder's own affair");
    story.asks(Who::Ada, "POST", &withdraw, &sent(act(why, &mark))).await;
    story.leaves("Withdrawn a second time").await;
    let reinstate = format!("{lea}/record/reinstate");
    let mark = story.gets(Who::Ada, &format!("{reinstate}?what=clf")).await.field("mark");
    let done = story.asks(Who::Ada, "POST", &reinstate, &sent(act("The appeal was upheld.", &mark))).await;
    story.site.running.settle().await;
    story.leaves("Given back").await;
    story.gets(Who::Ada, done.location()).await;
    story.gets(Who::Anybody, &badge).await;
    world.remove().await;
    story.end().await
}

async fn a_suspension(place: Place) -> String {
    let (mut story, world, lea) = with_lea(place).await;
    let page = story.gets(Who::Ada, &lea).await;
    let badge = format!("/credentials/{}", page.ids("crd").remove(0));
    let suspend = format!("{lea}/record/suspend");
    let look = format!("{suspend}?what=clf");
    story.gets(Who::Sam, &look).await;
    let mark = story.gets(Who::Ada, &look).await.field("mark");
    let why = "The identity is in doubt.";
    let act = |reason: &'static str| [("what", "clf"), ("reason", reason)];
    let with = |fields: [(&'static str, &'static str); 2], mark: &str| {
        let mark = ("mark".to_owned(), mark.to_owned());
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Sent::Form(fields.into_iter().chain([mark]).collect())
    };
    story.asks(Who::Ada, "POST", &suspend, &with(act(""), &mark)).await;
    story.leaves("Asked for a reason").await;
    let done = story.asks(Who::Ada, "POST", &suspend, &with(act(why), &mark)).await;
    story.site.running.settle().await;
    story.leaves("Suspended").await;
    story.gets(Who::Ada, done.location()).await;
    for public in [badge.clone(), badge.replace("credentials", "verify")] {
        let public = story.gets(Who::Anybody, &public).await;
        assert!(
            public.body.contains("Suspended by the body on") || public.body.contains("suspended by the body")
        );
        assert!(!public.body.contains("in doubt"), "the reason is the holder's own affair");
    }
    story.asks(Who::Ada, "POST", &suspend, &with(act(why), &mark)).await;
    story.leaves("Suspended a second time").await;
    let reinstate = format!("{lea}/record/reinstate");
    let mark = story.gets(Who::Ada, &format!("{reinstate}?what=clf")).await.field("mark");
    let done = story.asks(Who::Ada, "POST", &reinstate, &with(act("It was proved."), &mark)).await;
    story.site.running.settle().await;
    story.leaves("Given back").await;
    story.gets(Who::Ada, done.location()).await;
    story.gets(Who::Anybody, &badge).await;
    world.remove().await;
    story.end().await
}

async fn something_of_elsewhere(place: Place) -> String {
    let (mut story, world, lea) = with_lea(place).await;
    let pass = format!("{lea}/record/pass");
    story.gets(Who::Ada, &pass).await;
    story.gets(Who::Ada, &format!("{pass}?what=SOA-CO2&on=2025-03-10")).await;
    story.gets(Who::Ada, &format!("{pass}?what=SOA-C02&on=soon")).await;
    let mark = story.gets(Who::Ada, &format!("{pass}?what=SOA-C02&on=2025-03-10")).await.field("mark");
    let fields = [("what", "SOA-C02"), ("on", "2025-03-10"), ("reason", "Register of 2025, line 7.")];
    let done = story.posts(Who::Ada, &pass, &[&fields[..], &[("mark", &mark)]].concat()).await;
    story.site.running.settle().await;
    story.leaves("Recorded").await;
    story.gets(Who::Ada, done.location()).await;
    let credits = format!("{lea}/record/credits?what=sysops&on=2025-09-30&n=3");
    story.gets(Who::Ada, &credits).await;
    world.remove().await;
    story.end().await
}

async fn an_account(place: Place) -> String {
    let (mut story, world, lea) = with_lea(place).await;
    let account = format!("{lea}/account");
    story.gets(Who::Sam, &account).await;
    story.gets(Who::Ada, &account).await;
    let edit = |name: &'static str, email: &'static str, reason: &'static str| {
        let was = "lea@example.org";
        [("name", name), ("email", email), ("was_name", was), ("was_email", was), ("reason", reason)]
    };
    let (name, email) = ("Lea", "lea@example.com");
    story.posts(Who::Ada, &account, &edit(name, "lea at home", "As on the passport.")).await;
    story.posts(Who::Ada, &account, &edit(name, email, "")).await;
    story.leaves("Refused, and asked for a reason").await;
    story.posts(Who::Ada, &account, &edit(name, email, "As on the passport.")).await;
    story.leaves("Edited").await;
    story.posts(Who::Ada, &account, &edit(name, email, "As on the passport.")).await;
    story.posts(Who::Ada, &account, &edit("Leah", email, "She spells it so.")).await;
    story.leaves("Not edited twice, nor over what was not looked at").await;
    let end = [("reason", "A lost telephone.")];
    story.posts(Who::Ada, &format!("{account}/end-sessions"), &end).await;
    let ben = story.site.running.demo_person("ben").await;
    let sam = story.site.running.demo_person("sam").await;
    story.posts(Who::Ada, &format!("/admin/people/{ben}/account"), &edit(name, email, "Why not.")).await;
    story.leaves("Nowhere signed in, and a colleague").await;
    story.posts(Who::Ada, &format!("/admin/people/{sam}/account/end-sessions"), &end).await;
    story.gets(Who::Sam, "/account").await;
    story.leaves("Signed out everywhere").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn the_team_edits_an_account_and_signs_somebody_out() {
    assert_snapshot!("account of somebody", an_account(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_the_team_edits_an_account_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("account of somebody", an_account(place).await);
}

#[tokio::test]
async fn a_certification_is_withdrawn_with_a_reason_and_given_back() {
    assert_snapshot!("withdrawal", a_withdrawal(Place::folder()).await);
}

#[tokio::test]
async fn a_certification_is_suspended_by_the_body_and_given_back() {
    assert_snapshot!("suspension", a_suspension(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_certification_is_suspended_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("suspension", a_suspension(place).await);
}

#[tokio::test]
async fn on_postgresql_a_certification_is_withdrawn_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("withdrawal", a_withdrawal(place).await);
}

#[tokio::test]
async fn a_pass_of_elsewhere_is_recorded_by_a_name_that_the_programme_knows() {
    assert_snapshot!("elsewhere", something_of_elsewhere(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_pass_of_elsewhere_is_recorded_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("elsewhere", something_of_elsewhere(place).await);
}
