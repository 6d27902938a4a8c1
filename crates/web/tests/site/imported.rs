//! A file of questions on the pages of the team: handed in, looked at, kept, taken back, discarded.

use axum::http::StatusCode;
use insta::assert_snapshot;

use crate::{
    objects::{World, hand_in_file},
    place::Place,
    site::{Sent, Who},
    story::Story,
};

/// A question that is whole, one with a loss, one of which nothing can be made.
const FILE: &str = "<quiz>\
    <question type='numerical'><name><text>Bits</text></name><questiontext format='html'>\
    <text><![CDATA[<p>How many bits has a byte?</p>]]></text></questiontext>\
    <answer fraction='100'><text>8</text></answer></question>\
    <question type='truefalse'><name><text>Ports</text></name><questiontext format='html'>\
    <text><![CDATA[<p onclick='x()'>HTTPS uses 443.</p><script>x()</script>]]></text></questiontext>\
    <answer fraction='100'><text>true</text></answer>\
    <answer fraction='0'><text>false</text></answer></question>\
    <question type='calculated'><name><text>Sum</text></name><questiontext><text>{a}?</text></questiontext>\
    </question></quiz>";

async fn an_import(place: Place) -> String {
    let world = World::of_people(place).await;
    let mut story = Story::on(world.site().await).await;
    let parts = |file: &str| Sent::Parts(vec![("file".to_owned(), file.to_owned())]);
    let list = "/admin/questions/imports";
    assert_eq!(story.site.ask(Who::Noor, "POST", list, &parts(FILE)).await.status, StatusCode::FORBIDDEN);
    let nothing = story.site.ask(Who::Ada, "POST", list, &parts("")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Choose a file with questions in it."), "{}", nothing.told());
    story.leaves("Refused: who may not, and nothing").await;

    let taken = story.site.ask(Who::Ada, "POST", list, &parts(FILE)).await;
    let import = taken.location().to_owned();
    let page = story.site.get(Who::Ada, &import).await;
    assert!(page.body.contains("not begun yet") && page.body.contains("Look again"), "{}", page.told());
    assert_eq!(story.site.get(Who::Noor, &import).await.status, StatusCode::FORBIDDEN);
    story.leaves("Handed in").await;
    story.site.running.settle().await;
    story.leaves("Read").await;
    let page = story.gets(Who::Ada, &import).await;
    for told in ["Keep 2 questions", "Left out", "Not imported: its numbers are drawn"] {
        assert!(page.body.contains(told), "`{told}`: {}", page.told());
    }
    let refused = story.site.get(Who::Ada, &format!("{import}?became=refused")).await;
    assert!(refused.body.contains("Sum") && !refused.body.contains("Bits"), "{}", refused.told());
    let question = story.site.get(Who::Ada, &format!("{import}/questions/2")).await;
    assert!(question.body.contains("HTTPS uses 443.") && !question.body.contains("onclick=\""));
    let report = story.gets(Who::Ada, &format!("{import}/report.csv")).await;
    assert!(report.body.starts_with("number,identifier,title,kinds,became"), "{}", report.body);

    let act = async |story: &Story, act: &str, fields: &[(&str, &str)]| {
        story.site.post(Who::Ada, &format!("{import}/{act}"), fields).await
    };
    let stale = act(&story, "keep", &[("many", "3")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Something changed since you looked"), "{}", stale.told());
    assert_eq!(act(&story, "undo", &[]).await.status, StatusCode::CONFLICT);
    story.leaves("Refused: another number than was shown, and what was not kept").await;
    assert_eq!(act(&story, "keep", &[("many", "2")]).await.status, StatusCode::SEE_OTHER);
    story.leaves("Kept").await;
    assert_eq!(act(&story, "keep", &[("many", "2")]).await.status, StatusCode::CONFLICT);
    let again = hand_in_file(&story.site, &FILE.replace("<text>Bits", "<text>Bits of a byte")).await;
    let page = story.site.get(Who::Ada, &format!("{list}/{again}?became=here")).await;
    assert!(page.body.contains("Nothing of this file can be kept"), "{}", page.told());
    story.leaves("The same again is here already").await;
    assert_eq!(act(&story, "undo", &[]).await.status, StatusCode::SEE_OTHER);
    story.leaves("Taken back").await;
    assert_eq!(act(&story, "discard", &[]).await.status, StatusCode::SEE_OTHER);
    let page = story.site.get(Who::Ada, &import).await;
    assert!(page.body.contains("This import was discarded"), "{}", page.told());
    story.leaves("Discarded").await;
    story.gets(Who::Ada, "/admin/log?act=items.keep").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_file_of_questions_is_looked_at_before_anything_is_kept() {
    assert_snapshot!("import", an_import(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_file_of_questions_is_looked_at_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("import", an_import(place).await);
}
