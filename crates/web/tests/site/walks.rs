//! Walks through the site with everything that they leave, told the same on both databases.

use insta::assert_snapshot;

use crate::{
    installation::{PUBLIC_URL, right_answers},
    objects::{World, hand_in, save},
    place::Place,
    site::{Browser, Sent, Who},
    story::Story,
};

async fn story_on(place: Place) -> (Story, World) {
    let world = World::of_people(place).await;
    (Story::on(world.site().await).await, world)
}

async fn from_registration_to_badge(place: Place) -> String {
    let (mut story, world) = story_on(place).await;
    let noor = Who::Noor;
    story.posts(noor, "/exams/CLF-C02/register", &[]).await;
    let exams = story.gets(noor, "/my/exams").await;
    story.leaves("Registered").await;
    let registration = format!("/registrations/{}", exams.ids("reg")[0]);
    let (before, start) = (format!("{registration}/before"), format!("{registration}/start"));
    story.gets(noor, &before).await;
    story.posts(noor, &start, &[]).await;
    story.leaves("Not begun without the agreement").await;
    let sitting = story.posts(noor, &start, &[("agreed", "yes")]).await.made();
    story.leaves("Started").await;
    story.gets(noor, &before).await;
    story.gets(noor, &format!("/sittings/{sitting}")).await;
    let api = format!("/api/v1/sittings/{sitting}");
    story.gets(noor, &api).await;
    let answers = right_answers("CLF-C02");
    let first = format!("{{\"seq\":1,\"response\":[\"{}\"]}}", answers[0].join("\",\""));
    story.asks(noor, "PUT", &format!("{api}/responses/i01"), &Sent::Json(first)).await;
    story.leaves("Saved").await;
    for (options, position) in answers.iter().zip(1..).skip(1) {
        let saved = save(&story.site, noor, &sitting, (position, 1), options).await;
        assert!(saved.went_well(), "{}", saved.told());
    }
    story.leaves("Answered everything else").await;
    story.asks(noor, "POST", &format!("{api}/submit"), &Sent::Json("{}".into())).await;
    story.leaves("Handed in").await;
    story.site.running.settle().await;
    story.leaves("Jobs carried out").await;
    let again = hand_in(&story.site, noor, &sitting).await;
    assert!(again.went_well(), "{}", again.told());
    story.leaves("Handed in again").await;
    story.gets(noor, &format!("/sittings/{sitting}/result")).await;
    let my = story.gets(noor, "/my").await;
    story.gets(noor, "/my/messages").await;
    let badge = format!("/credentials/{}", my.ids("crd")[0]);
    story.gets(Who::Anybody, &badge).await;
    let asked = Sent::Parts(vec![("url".into(), format!("{PUBLIC_URL}{badge}"))]);
    let verdict = story.asks(Who::Anybody, "POST", "/verify", &asked).await.location().to_owned();
    story.gets(Who::Anybody, &verdict).await;
    story.leaves("Looked at").await;
    world.remove().await;
    story.end().await
}

async fn from_withdrawn_to_taken_up_again(place: Place) -> String {
    let (mut story, world) = story_on(place).await;
    let noor = Who::Noor;
    story.site.post(noor, "/exams/SOA-C03/register", &[]).await;
    let exams = story.gets(noor, "/my/exams").await;
    let one = format!("/registrations/{}", exams.ids("reg")[0]);
    let (withdraw, reopen) = (format!("{one}/withdraw"), format!("{one}/reopen"));
    story.gets(noor, &format!("{one}/calendar.ics")).await;
    story.gets(noor, &withdraw).await;
    story.leaves("Only asked").await;
    let done = story.posts(noor, &withdraw, &[]).await.location().to_owned();
    story.leaves("Withdrawn").await;
    story.gets(noor, &done).await;
    story.posts(noor, &withdraw, &[]).await;
    story.posts(noor, &reopen, &[]).await;
    story.leaves("Undone").await;
    story.posts(noor, &reopen, &[]).await;
    story.leaves("Undone twice").await;
    story.posts(noor, &withdraw, &[]).await;
    story.site.post(noor, "/exams/SOA-C03/register", &[]).await;
    story.posts(noor, &reopen, &[]).await;
    story.leaves("Not taken up beside another one").await;
    world.remove().await;
    story.end().await
}

async fn from_proposal_to_change(place: Place) -> String {
    let (mut story, world) = story_on(place).await;
    let preview = "/admin/changes/drafts/six-months-more";
    let seen = story.gets(Who::Ada, preview).await.field("seen");
    let draft = ("draft", "six-months-more");
    story.posts(Who::Ada, "/admin/changes", &[draft, ("seen", &seen)]).await;
    story.leaves("Looked at, and not proposed without a reason").await;
    let propose = [draft, ("seen", &seen), ("reason", "Centres are closed.")];
    let proposal = story.posts(Who::Ada, "/admin/changes", &propose).await.location().to_owned();
    story.leaves("Proposed").await;
    story.gets(Who::Ada, &proposal).await;
    story.posts(Who::Ada, &format!("{proposal}/apply"), &[]).await;
    story.leaves("Not applied by who proposed it").await;
    story.gets(Who::Ben, &proposal).await;
    story.posts(Who::Ben, &format!("{proposal}/apply"), &[("comment", "Read twice.")]).await;
    story.leaves("Applied").await;
    story.site.running.settle().await;
    story.leaves("Jobs carried out").await;
    story.gets(Who::Ben, &proposal).await;
    story.gets(Who::Ben, "/admin/changes").await;
    story.gets(Who::Sam, "/my/messages").await;
    story.gets(Who::Sam, "/my").await;
    story.leaves("Looked at").await;
    world.remove().await;
    story.end().await
}

async fn from_sign_up_to_sign_out(place: Place) -> String {
    let (mut story, world) = story_on(place).await;
    let mut browser = Browser::default();
    let (address, password) = ("lou@example.org", "a quiet morning walk");
    let account = |password| [("name", "Lou"), ("email", address), ("password", password)];
    story.tries(&mut browser, "GET", "/sign-up", &[]).await;
    story.tries(&mut browser, "POST", "/sign-up", &account("short")).await;
    story.leaves("Not made").await;
    story.tries(&mut browser, "POST", "/sign-up", &account(password)).await;
    story.leaves("Made").await;
    let page = story.tries(&mut browser, "GET", "/account", &[]).await;
    browser.csrf = page.field("csrf");
    story.tries(&mut browser, "POST", "/sign-out", &[]).await;
    story.leaves("Signed out").await;
    browser.csrf.clear();
    story.tries(&mut browser, "GET", "/account", &[]).await;
    let sign_in = |password| [("email", address), ("password", password), ("next", "/my")];
    story.tries(&mut browser, "POST", "/sign-in", &sign_in("not that one")).await;
    story.leaves("Not signed in").await;
    story.tries(&mut browser, "POST", "/sign-in", &sign_in(password)).await;
    story.leaves("Signed in").await;
    browser.csrf = story.tries(&mut browser, "GET", "/account", &[]).await.field("csrf");
    let change = [("old", password), ("new", "another quiet walk home")];
    story.tries(&mut browser, "POST", "/account/password", &change).await;
    story.leaves("Password changed").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_candidate_registers_sits_and_has_a_badge() {
    assert_snapshot!("candidate", from_registration_to_badge(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_candidate_has_the_same_badge() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("candidate", from_registration_to_badge(place).await);
}

#[tokio::test]
async fn a_registration_is_withdrawn_and_taken_up_again() {
    assert_snapshot!("withdrawn", from_withdrawn_to_taken_up_again(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_registration_is_withdrawn_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("withdrawn", from_withdrawn_to_taken_up_again(place).await);
}

#[tokio::test]
async fn one_administrator_proposes_and_the_other_applies() {
    assert_snapshot!("change", from_proposal_to_change(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_change_has_the_same_consequences() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("change", from_proposal_to_change(place).await);
}

#[tokio::test]
async fn somebody_makes_an_account_leaves_and_comes_back() {
    assert_snapshot!("account", from_sign_up_to_sign_out(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_an_account_is_made_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("account", from_sign_up_to_sign_out(place).await);
}
