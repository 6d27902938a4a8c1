//! What the team notes about somebody, what somebody was told, and sending it again, on the pages.

use insta::assert_snapshot;

use crate::{place::Place, site::Who, team::with_lea};

async fn notes(place: Place) -> String {
    let (mut story, world, lea) = with_lea(place).await;
    let here = format!("{lea}/notes");
    story.gets(Who::Sam, &here).await;
    story.posts(Who::Sam, &here, &[("text", "I was here.")]).await;
    story.posts(Who::Ada, &here, &[("text", "  ")]).await;
    story.leaves("Refused, and asked for words").await;
    let text = "Prefers to be called.\r\nAfter four.";
    story.posts(Who::Ada, &here, &[("text", text)]).await;
    story.leaves("Written").await;
    story.posts(Who::Ben, &here, &[("text", text)]).await;
    story.leaves("Not written twice").await;
    let one = story.gets(Who::Ada, &here).await.ids("nte").remove(0);
    let one = format!("{here}/{one}");
    let seen = ("seen", "Prefers to be called.\nAfter four.");
    story.gets(Who::Ben, &one).await;
    story.posts(Who::Ben, &one, &[seen, ("text", "Prefers mail.")]).await;
    story.leaves("Changed by a colleague").await;
    story.posts(Who::Ada, &one, &[seen, ("text", "Prefers letters.")]).await;
    story.posts(Who::Ada, &format!("{one}/remove"), &[seen, ("reason", "Out of date.")]).await;
    story.leaves("Not what was looked at").await;
    story.gets(Who::Ada, &lea).await;
    let seen = ("seen", "Prefers mail.");
    story.posts(Who::Ada, &format!("{one}/remove"), &[seen, ("reason", "")]).await;
    story.posts(Who::Ada, &format!("{one}/remove"), &[seen, ("reason", "Out of date.")]).await;
    story.leaves("Removed, with a reason").await;
    story.posts(Who::Ada, &format!("{one}/remove"), &[seen, ("reason", "Out of date.")]).await;
    story.leaves("Not removed twice").await;
    let ada = story.site.running.demo_person("ada").await;
    story.gets(Who::Ada, &format!("/admin/people/{ada}/notes")).await;
    world.remove().await;
    story.end().await
}

async fn told(place: Place) -> String {
    let (mut story, world, lea) = with_lea(place).await;
    story.site.post(Who::Ada, &format!("{lea}/claim-link"), &[]).await;
    story.leaves("A link was made").await;
    let here = format!("{lea}/told");
    story.gets(Who::Sam, &here).await;
    let page = story.gets(Who::Ada, &here).await;
    let topic = page.body.split("/told/link").nth(1).unwrap().split('"').next().unwrap();
    let one = format!("{here}/link{topic}");
    story.gets(Who::Ada, &one).await;
    story.posts(Who::Sam, &one, &[("reason", "She asked.")]).await;
    story.posts(Who::Ada, &one, &[("reason", "")]).await;
    story.posts(Who::Ada, &format!("{here}/nothing"), &[("reason", "She asked.")]).await;
    story.leaves("Refused, asked for a reason, and nothing there").await;
    let done = story.posts(Who::Ada, &one, &[("reason", "She asked.")]).await.location().to_owned();
    story.leaves("Sent again").await;
    let page = story.gets(Who::Ada, &done).await;
    story.posts(Who::Ada, &one, &[("reason", "She asked.")]).await;
    let copy = page.body.split("/told/again").nth(1).unwrap().split('"').next().unwrap();
    story.posts(Who::Ada, &format!("{here}/again{copy}"), &[("reason", "She asked.")]).await;
    story.leaves("Not twice a day, nor by its copy").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn the_team_notes_something_changes_and_removes_it() {
    assert_snapshot!("notes", notes(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_the_team_notes_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("notes", notes(place).await);
}

#[tokio::test]
async fn the_team_sees_what_somebody_was_told_and_sends_it_again() {
    assert_snapshot!("told", told(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_what_was_told_is_sent_again_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("told", told(place).await);
}
