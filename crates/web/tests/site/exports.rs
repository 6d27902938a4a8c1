//! Everything is taken along from the page: by administrators alone, each time a line of the log.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;

use crate::{objects::World, place::Place, site::Who, story::Story};

async fn everything_is_taken_along(place: Place) -> String {
    let world = World::of_people(place).await;
    let mut story = Story::on(world.site().await).await;
    for who in [Who::Noor, Who::Anybody] {
        assert_ne!(story.site.get(who, "/admin/exports").await.status, StatusCode::OK, "{}", who.name());
        let taken = story.site.post(who, "/admin/exports/bank", &[]).await;
        assert_ne!(taken.status, StatusCode::OK, "{}", who.name());
    }
    story.leaves("Refused: whoever is no administrator").await;
    let page = story.gets(Who::Ada, "/admin/exports").await;
    for told in ["Download the bank", "Download the forms", "assay.json", "Audit log"] {
        assert!(page.body.contains(told), "`{told}`: {}", page.told());
    }
    for (kind, fields, file) in [
        ("bank", &[("exam", "CLF-C02")][..], "bank-CLF-C02.zip"),
        ("forms", &[], "forms.zip"),
        ("results", &[], "results.zip"),
        ("responses", &[("format", "csv")], "responses.csv"),
        ("responses", &[("format", "parquet")], "responses.parquet"),
    ] {
        let taken = story.site.post(Who::Ada, &format!("/admin/exports/{kind}"), fields).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.told());
        assert!(taken.header(header::CONTENT_DISPOSITION).contains(file), "{kind}");
        let begin = if file.ends_with("zip") { "PK" } else { "" };
        assert!(taken.body.starts_with(begin) && !taken.body.is_empty(), "{kind}");
    }
    let wrong = story.site.post(Who::Ada, "/admin/exports/responses", &[("from", "soon")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Enter a day like 2026-03-12"), "{}", wrong.told());
    let none = story.site.post(Who::Ada, "/admin/exports/everything", &[]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    story.leaves("Taken along: bank, forms, results, and responses twice").await;
    story.gets(Who::Ada, "/admin/log?act=sittings.export").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn an_administrator_takes_everything_along_and_the_log_says_so() {
    assert_snapshot!("exports", everything_is_taken_along(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_everything_is_taken_along_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("exports", everything_is_taken_along(place).await);
}
