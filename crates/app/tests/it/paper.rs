//! What a badge says on paper: the exam that earned it, and its own place in a list.

use assay_app::App;
use assay_kernel::{Actor, Roles, date};
use assay_standing::{Event, Happening, Histories};
use serde_json::Value;

use crate::world::{Somebody, World, by, candidate, sit, somebody};

const BASE: &str = "https://certs.example.org";

/// The latest edition of somebody's badge of a certification.
async fn badge(app: &App, who: &Somebody, certification: &str) -> Value {
    let own = app.awards.own(&by(app, &who.actor)).await.unwrap();
    let id = own.iter().find(|badge| badge.certification == certification).unwrap().id;
    let issued = app.awards.issued(&by(app, &Actor::Anonymous), id).await.unwrap();
    serde_json::from_str(&issued.signed).unwrap()
}

fn achievement(badge: &Value) -> &Value {
    &badge["credentialSubject"]["achievement"]
}

#[tokio::test]
async fn a_badge_names_the_exam_that_earned_it_and_stays_with_it() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    // Two exams on one day: each badge names its own.
    sit(&app, &noor.actor, "CLF-C02", usize::MAX).await;
    sit(&app, &noor.actor, "SOA-C03", usize::MAX).await;
    let first = badge(&app, &noor, "cloudops").await;
    let told = achievement(&first);
    assert_eq!(told["id"], format!("{BASE}/achievements/cloudops/SOA-C03"));
    assert_eq!(told["humanCode"], "SOA-C03");
    assert!(told["version"].is_string(), "{told:#}");
    let domains = told["alignment"].as_array().unwrap();
    assert!(!domains.is_empty());
    for domain in domains {
        let code = domain["targetCode"].as_str().unwrap();
        assert_eq!(domain["targetUrl"], format!("{BASE}/exams/SOA-C03/guide#domain-{code}"));
    }
    let before = format!("{BASE}/achievements/sysops/SOA-C02");
    assert!(told["related"].to_string().contains(&before), "{:#}", told["related"]);
    let other = badge(&app, &noor, "clf").await;
    assert_eq!(achievement(&other)["id"], format!("{BASE}/achievements/clf/CLF-C02"));

    // Renewed by another exam, it still is the achievement that it was.
    world.moment("2026-05-04T09:00:00Z");
    sit(&app, &noor.actor, "DOP-C02", usize::MAX).await;
    let second = badge(&app, &noor, "cloudops").await;
    assert_ne!(second["validUntil"], first["validUntil"]);
    assert_eq!(achievement(&second), told);
    app.close().await;
}

#[tokio::test]
async fn a_badge_without_an_exam_on_record_names_none() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let earned = Happening::Earn { certification: "cloudops".into() };
    let mut histories = Histories::default();
    histories.add(sam.id.to_string(), Event::new(date(2025, 9, 1), earned));
    app.record.import(&by(&app, &Actor::Operator), &histories, false, &|_| ()).await.unwrap();
    app.jobs.run_due().await.unwrap();
    let badge = badge(&app, &sam, "cloudops").await;
    let told = achievement(&badge);
    assert_eq!(told["id"], format!("{BASE}/achievements/cloudops"));
    assert!(told["humanCode"].is_null() && told["alignment"].is_null(), "{told:#}");
    app.close().await;
}

/// A place says nothing about when or to whom a badge was issued (decision 10).
#[tokio::test]
async fn places_are_drawn_from_the_whole_of_one_list() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let mut places = Vec::new();
    for name in ["ann", "bob", "cid", "dee", "eve", "fay", "gus", "hal"] {
        let who = somebody(&app, name, Roles::NONE).await;
        sit(&app, &who.actor, "CLF-C02", usize::MAX).await;
        let status = &badge(&app, &who, "clf").await["credentialStatus"];
        assert_eq!(status["statusListCredential"], format!("{BASE}/status-lists/1"));
        places.push(status["statusListIndex"].as_str().unwrap().parse::<u32>().unwrap());
    }
    let drawn = places.clone();
    let quarter = assay_credential::status_list::PLACES / 4;
    assert!(drawn.iter().any(|place| *place < quarter) && drawn.iter().any(|place| *place > 3 * quarter));
    places.sort_unstable();
    assert_ne!(drawn, places, "not one after another");
    places.dedup();
    assert_eq!(places.len(), drawn.len(), "nobody shares one");
    app.close().await;
}
