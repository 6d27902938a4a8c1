//! The final practice exam in the exam's client: sat, handed in and told, and nothing of it where
//! examinations are.

use insta::assert_snapshot;

use crate::{
    installation::practice_answers,
    objects::World,
    place::Place,
    site::{Sent, Who},
    story::Story,
};

const SET: &str = "SOA-C03-P1";
const BEFORE: &str = "/exams/SOA-C03/practice/SOA-C03-P1";
/// Tables in which a sitting of practice may leave something.
const OF_PRACTICE: &[&str] =
    &["practice_exposures", "practice_responses", "practice_runs", "practice_sittings", "prep_e"];

/// Sits it: so many right, the rest of the first forty wrong, the others left open.
async fn sat(story: &mut Story, right: usize) -> String {
    let noor = Who::Noor;
    let begun = story.posts(noor, BEFORE, &[("agreed", "yes")]).await;
    let page = begun.location().to_owned();
    let run = page.split('/').nth(2).unwrap().to_owned();
    for (position, (key, wrong)) in (1..).zip(practice_answers(SET)).take(40) {
        let chosen = if position <= right { key } else { wrong };
        let body = format!("{{\"seq\":1,\"response\":{chosen:?},\"item_elapsed_ms\":40000}}");
        let path = format!("/api/v1/practice/{run}/responses/i{position:02}");
        let saved = story.site.ask(noor, "PUT", &path, &Sent::Json(body)).await;
        assert!(saved.went_well(), "{}", saved.told());
    }
    run
}

async fn a_final_practice_exam(place: Place) -> String {
    let world = World::of_people(place).await;
    let mut story = Story::on(world.site().await).await;
    let noor = Who::Noor;
    story.gets(noor, BEFORE).await;
    story.posts(noor, BEFORE, &[]).await;
    story.leaves("Not begun without meaning to").await;
    story.posts(noor, "/practice", &[("set", SET)]).await;
    story.leaves("Nor by the button of a practice set").await;
    let run = sat(&mut story, 30).await;
    let (page, api) = (format!("/practice/{run}"), format!("/api/v1/practice/{run}"));
    story.leaves("Begun, and forty questions answered").await;
    for moved in [page.clone(), format!("{page}/1"), BEFORE.to_owned()] {
        assert_eq!(story.gets(noor, &moved).await.location(), format!("{page}/exam"));
    }
    story.gets(noor, &format!("{page}/exam")).await;
    let delivered = story.gets(noor, &api).await;
    for hidden in crate::installation::practice_rationales(SET) {
        assert!(!delivered.body.contains(&hidden), "a rationale is sent: {hidden}");
    }
    for (who, path) in [(Who::Sam, &api), (Who::Ada, &api), (Who::Anybody, &api)] {
        assert!(!story.gets(who, path).await.went_well());
    }
    story.posts(noor, &format!("{page}/1"), &[("r:RESPONSE", "A")]).await;
    story.posts(noor, &format!("{page}/hand-in"), &[]).await;
    let early = Sent::Json(r#"{"because":"time"}"#.into());
    story.asks(noor, "POST", &format!("{api}/submit"), &early).await;
    let cleared = Sent::Json(r#"{"seq":2,"response":[],"flagged":true}"#.into());
    story.asks(noor, "PUT", &format!("{api}/responses/i40"), &cleared).await;
    story.asks(noor, "PUT", &format!("{api}/responses/i40"), &cleared).await;
    let older = Sent::Json(r#"{"seq":1,"response":["D"]}"#.into());
    story.asks(noor, "PUT", &format!("{api}/responses/i40"), &older).await;
    story.leaves("One answer taken back, nothing else").await;
    story.asks(noor, "POST", &format!("{api}/submit"), &Sent::Json("{}".into())).await;
    story.leaves("Handed in").await;
    story.asks(noor, "POST", &format!("{api}/submit"), &Sent::Json("{}".into())).await;
    story.site.running.settle().await;
    story.leaves("Handed in twice, and no job follows").await;
    let told = story.gets(noor, &page).await;
    assert!(told.body.contains("30 of 65 right"), "{}", told.told());
    story.gets(noor, &format!("{page}/1")).await;
    story.gets(noor, &format!("{page}/65")).await;
    story.gets(noor, "/my").await;
    story.gets(noor, "/my/exams").await;
    story.leaves("Looked at").await;
    // A second time says what was kept.
    story.gets(noor, BEFORE).await;
    let again = sat(&mut story, 40).await;
    story.asks(noor, "POST", &format!("/api/v1/practice/{again}/submit"), &Sent::Json("{}".into())).await;
    let told = story.gets(noor, &format!("/practice/{again}")).await;
    assert!(told.body.contains("Seen before") && !told.body.contains("score-scale"), "{}", told.told());
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_final_practice_exam_is_sat_as_an_exam_and_leads_to_nothing() {
    let told = a_final_practice_exam(Place::folder()).await;
    let rows = told.lines().filter(|line| line.starts_with("+ ") || line.starts_with("- "));
    for row in rows {
        assert!(OF_PRACTICE.iter().any(|table| row[2..].starts_with(table)), "not of practice: {row}");
    }
    assert_snapshot!("final practice exam", told);
}

#[tokio::test]
async fn on_postgresql_a_final_practice_exam_is_sat_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("final practice exam", a_final_practice_exam(place).await);
}
