//! A job that failed, on the pages of the team: found, refused, tried again, and done.

use axum::http::StatusCode;
use insta::assert_snapshot;

use crate::{objects::World, place::Place, site::Who, story::Story};

/// The number of the first job on a page: each database counts its own way.
pub fn number_of(page: &str) -> String {
    let rest = page.split("/admin/jobs/").nth(1).unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}

async fn a_failed_job(place: Place) -> String {
    let world = World::of_people(place).await;
    let mut story = Story::on(world.site().await).await;
    story.site.post(Who::Anybody, "/sign-in-link", &[("email", "lou@refused.example")]).await;
    story.site.running.settle().await;
    story.leaves("A mail was refused").await;

    let list = story.site.get(Who::Ada, "/admin/jobs?state=failed").await;
    for told in ["1 of 1 job", "Mail a link that signs in", "lou@refused.example", "550 no such mailbox."] {
        assert!(list.body.contains(told), "`{told}`: {}", list.told());
    }
    let job = format!("/admin/jobs/{}", number_of(&list.body));
    let retry = format!("{job}/retry");
    let failed_at = story.site.get(Who::Ada, &job).await.field("failed_at");
    let tried = async |who, failed_at: &str, reason: &str| {
        let fields = [("failed_at", failed_at), ("reason", reason)];
        let answer = story.site.post(who, &retry, &fields).await;
        (answer.status, answer)
    };
    let why = "The mailbox was made.";
    assert_eq!(story.site.get(Who::Noor, &job).await.status, StatusCode::FORBIDDEN);
    assert_eq!(tried(Who::Noor, &failed_at, why).await.0, StatusCode::FORBIDDEN);
    assert_eq!(tried(Who::Ada, &failed_at, "").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, stale) = tried(Who::Ada, "2025-09-20T08:00:00Z", why).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(stale.body.contains("It failed anew since you looked"), "{}", stale.told());
    story.leaves("Refused: who may not, without a reason, not what was looked at").await;

    let tried = async |story: &Story| {
        let fields = [("failed_at", failed_at.as_str()), ("reason", why)];
        story.site.post(Who::Ada, &retry, &fields).await
    };
    let done = tried(&story).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.told());
    story.leaves("Tried again").await;
    let page = story.site.get(Who::Ada, done.location()).await;
    assert!(page.body.contains("It is tried again"), "{}", page.told());
    let again = tried(&story).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("It is tried by itself, so there is nothing to try again."));
    story.leaves("Not tried again twice").await;
    story.site.running.settle().await;
    story.leaves("Done").await;
    let gone = tried(&story).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.body.contains("is done"), "{}", gone.told());
    story.leaves("Not once it is done").await;
    story.gets(Who::Ada, "/admin/log?act=jobs.retry").await;
    story.gets(Who::Ada, "/admin/jobs").await;
    story.gets(Who::Ada, "/admin/jobs.csv").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_job_that_failed_is_found_with_its_reason_and_tried_again() {
    assert_snapshot!("job", a_failed_job(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_job_is_tried_again_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("job", a_failed_job(place).await);
}
