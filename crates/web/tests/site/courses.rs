//! Pages of a course: no key leaves before its answer, and a drawing does nothing but draw.

use axum::http::header;

use crate::{
    objects::World,
    place::Place,
    site::{TestSite, Who},
};

/// In every rationale of the course of tests.
const CANARY: &str = "CANARY";
const COURSE: &str = "/courses/SOA-C02-1.1";
const LESSON: &str = "/courses/SOA-C02-1.1/t-which-question";

async fn pages_of_a_course(site: &TestSite, who: Who) -> String {
    let mut all = String::new();
    for path in ["/courses", COURSE, LESSON, "/courses/SOA-C02-1.1/t-a-quiet-queue"] {
        let answer = site.get(who, path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.told());
        all.push_str(&answer.body);
    }
    all
}

#[tokio::test]
async fn no_key_of_a_check_is_in_any_answer_before_it_is_answered() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let (print, offline) = (format!("{COURSE}/print"), format!("{COURSE}/offline"));
    for who in Who::ALL {
        assert!(!pages_of_a_course(&site, who).await.contains(CANARY));
        assert!(!site.get(who, &print).await.body.contains(CANARY));
        assert!(!site.get(who, &offline).await.body.contains(CANARY));
    }
    let nothing = site.post(Who::Noor, &format!("{LESSON}/k-first-look"), &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.body.contains("Choose one option.") && !nothing.body.contains(CANARY));
    let answer = site.post(Who::Noor, &format!("{LESSON}/k-first-look"), &[("answer", "A")]).await;
    assert_eq!(answer.location(), format!("{LESSON}#k-first-look"));
    let told = pages_of_a_course(&site, Who::Noor).await;
    assert!(told.contains("CANARY-WHY-B") && told.contains("Not right this time"));
    assert!(!told.contains("CANARY-TWO"), "the other check is not told");
    assert!(!site.get(Who::Noor, &print).await.body.contains(CANARY), "paper has no keys");
    assert!(!site.get(Who::Noor, &offline).await.body.contains(CANARY), "nor has what a device keeps");
    for who in [Who::Anybody, Who::Sam, Who::Ada] {
        assert!(!pages_of_a_course(&site, who).await.contains(CANARY));
    }
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn a_drawing_is_served_to_draw_and_nothing_else_of_the_folder_is_served() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let drawing = site.get(Who::Anybody, &format!("{COURSE}/pictures/two-places.svg")).await;
    assert_eq!(drawing.header(header::CONTENT_TYPE), "image/svg+xml");
    assert_eq!(drawing.header(header::CONTENT_SECURITY_POLICY), "default-src 'none'; sandbox");
    assert_eq!(drawing.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    for name in ["course.toml", "01-which-question.md", "summary.md", "..%2F1.2%2Fx.svg", "%2e%2e"] {
        let answer = site.get(Who::Anybody, &format!("{COURSE}/pictures/{name}")).await;
        assert_eq!(answer.status, 404, "{name}");
    }
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn a_lesson_says_where_it_stands_and_what_it_rests_on() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let page = site.get(Who::Anybody, LESSON).await.body;
    for said in [
        "Lesson 1 of 2 · 6 minutes",
        "read 1 September 2025",
        ", not read",
        "alt=\"A metric and a log beside each other.\"",
        "The picture in words",
        "Check 1 of 2 in this course.",
        "Sign in to answer it",
        "id=\"l-two-places\"",
        "<table>",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let guide = site.get(Who::Anybody, "/exams/SOA-C02/guide").await.body;
    assert!(guide.contains("href=\"/courses/SOA-C02-1.1\""));
    let finished = site.post(Who::Noor, &format!("{LESSON}/finish"), &[]).await;
    assert_eq!(finished.location(), "/courses/SOA-C02-1.1/t-a-quiet-queue");
    let last = site.post(Who::Noor, "/courses/SOA-C02-1.1/t-a-quiet-queue/finish", &[]).await;
    assert_eq!(last.location(), COURSE);
    let course = site.get(Who::Noor, COURSE).await.body;
    assert!(course.contains("2 of 2 lessons finished, 0 of 2 checks right"), "{course}");
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn a_device_may_keep_a_course_and_the_worker_answers_for_courses_alone() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let page = site.get(Who::Anybody, &format!("{COURSE}/offline")).await;
    for said in ["data-kept-on", "It opens without a network", "are answered with a network alone"] {
        assert!(page.body.contains(said), "{said}: {}", page.told());
    }
    let main = page.body.split("<main").nth(1).unwrap();
    assert!(!main.contains("<form") && !main.contains("<input"), "nothing to be answered is kept");
    let worker = site.get(Who::Anybody, "/courses/worker.js").await;
    assert_eq!(worker.header(header::CONTENT_TYPE), "text/javascript; charset=utf-8");
    assert_eq!(worker.header(header::CACHE_CONTROL), "no-cache", "its address stays, so it is asked for");
    assert!(worker.headers.get("service-worker-allowed").is_none(), "it may answer below /courses/ alone");
    let policy = worker.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("default-src 'self'"), "{policy}");
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn checks_stand_on_why_this_reading_among_what_does_not_count() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let reading = "/exams/SOA-C02/prep/reading";
    assert!(!site.get(Who::Noor, reading).await.body.contains("Checks of lessons"));
    site.post(Who::Noor, &format!("{LESSON}/k-first-look"), &[("answer", "B")]).await;
    let page = site.get(Who::Noor, reading).await;
    assert!(page.body.contains("Checks of lessons: 1 answer"), "{}", page.told());
    assert!(page.body.contains("it asks about what stands just above it"));
    let table = site.get(Who::Noor, &format!("{reading}.csv")).await;
    assert!(table.body.contains("/courses/SOA-C02-1.1/t-which-question#k-first-look"), "{}", table.told());
    site.end().await;
    world.remove().await;
}
