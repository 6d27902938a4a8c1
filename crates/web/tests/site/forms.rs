//! A form on the pages of the team: drawn, looked through, compared, printed, dropped.

use axum::http::StatusCode;
use insta::assert_snapshot;

use crate::{
    objects::{World, drawn_form},
    place::Place,
    site::Who,
    story::Story,
};

async fn a_form(place: Place) -> String {
    let world = World::of_people(place).await;
    let mut story = Story::on(world.site().await).await;
    let list = "/admin/forms";
    assert_eq!(story.site.get(Who::Noor, list).await.status, StatusCode::FORBIDDEN);
    let typed = [("exam", "SOA-C03"), ("forms", "1"), ("seed", "soon")];
    let wrong = story.site.post(Who::Ada, list, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Enter a whole number"), "{}", wrong.told());
    story.leaves("Refused: who may not, and no number").await;

    let id = drawn_form(&story.site, "CLF-C02").await;
    let form = format!("{list}/{id}");
    story.leaves("Drawn").await;
    let page = story.gets(Who::Ada, &form).await;
    for told in ["CLF-C02-A", "things to mend", "It has 10 scored items; 50 are asked for.", "Drop the form"]
    {
        assert!(page.body.contains(told), "`{told}`: {}", page.told());
    }
    assert!(!page.body.contains("Ask for freezing"), "{}", page.told());
    assert_eq!(story.site.get(Who::Noor, &form).await.status, StatusCode::FORBIDDEN);

    let act = async |story: &Story, who: Who, act: &str, fields: &[(&str, &str)]| {
        story.site.post(who, &format!("{form}/{act}"), fields).await
    };
    let asked = act(&story, Who::Ada, "ask", &[("revision", "1")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("mend this first"), "{}", asked.told());
    // Ada drew it, so she is no second person; nobody asked Ben.
    let own = act(&story, Who::Ada, "freeze", &[("revision", "1")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.told());
    let early = act(&story, Who::Ben, "freeze", &[("revision", "1")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.told());
    story.leaves("Refused: what lacks something, and whoever drew it").await;

    let beside = story.gets(Who::Ben, "/admin/forms/compare?form=CLF-C02-A&form=CLF-C02-DEMO").await;
    assert!(beside.body.contains("share 10 items"), "{}", beside.told());
    let alone = story.site.get(Who::Ada, "/admin/forms/compare?form=CLF-C02-A").await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    story.leaves("Compared").await;

    let booklet = act(&story, Who::Ada, "paper/booklet", &[]).await;
    assert_eq!(booklet.status, StatusCode::OK);
    assert!(booklet.body.starts_with("%PDF-"));
    story.leaves("Taken along on paper").await;

    let stale = act(&story, Who::Ben, "drop", &[("revision", "9")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stale.told());
    assert_eq!(act(&story, Who::Ben, "drop", &[("revision", "1")]).await.location(), list);
    story.leaves("Dropped by a colleague, who had looked at it").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_form_is_drawn_looked_through_printed_and_dropped() {
    assert_snapshot!("forms", a_form(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_form_is_drawn_and_dropped_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("forms", a_form(place).await);
}
