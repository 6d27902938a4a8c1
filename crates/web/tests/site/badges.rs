//! The badge page and whoever may say what stands on it, told on both databases; and every verdict.

use assay_kernel::date;
use axum::http::header;
use insta::assert_snapshot;

use crate::{
    objects::{World, answer_all, begin, hand_in, well},
    place::Place,
    site::{TestSite, Who},
    story::Story,
};

/// Noor passes; gives the number of her badge.
pub async fn earned(site: &TestSite) -> String {
    let sitting = begin(site, Who::Noor, "CLF-C02").await;
    answer_all(site, Who::Noor, &sitting, "CLF-C02").await;
    well(hand_in(site, Who::Noor, &sitting).await);
    site.running.settle().await;
    well(site.get(Who::Noor, "/my").await).ids("crd").remove(0)
}

async fn whose_name_it_shows(place: Place) -> String {
    let world = World::of_people(place).await;
    let site = world.site().await;
    let number = earned(&site).await;
    let mut story = Story::on(site).await;
    let (badge, name) = (format!("/credentials/{number}"), format!("/credentials/{number}/name"));
    let signed = story.site.get(Who::Anybody, &format!("{badge}.json")).await.body;
    let head = |page: &str| page.split("</head>").next().unwrap_or_default().to_owned();
    let hidden = story.gets(Who::Anybody, &badge).await;
    assert!(hidden.body.contains("name=\"robots\" content=\"noindex\"") && !hidden.body.contains("Noor"));
    story.gets(Who::Noor, &badge).await;

    let show = [("shown", "yes")];
    for who in [Who::Anybody, Who::Sam, Who::Ada] {
        story.posts(who, &name, &show).await;
    }
    story.posts(Who::Noor, &name, &[("shown", "perhaps")]).await;
    story.leaves("Refused").await;
    story.posts(Who::Noor, &name, &show).await;
    story.leaves("Shown").await;
    story.posts(Who::Noor, &name, &show).await;
    story.leaves("Shown again").await;
    let shown = story.site.get(Who::Anybody, &badge).await;
    assert!(shown.body.contains("<bdi>Noor Newcomer</bdi>") && !shown.body.contains("noindex"));
    assert!(head(&shown.body).contains("Awarded to Noor"));
    assert!(!shown.body.contains("Only you see this"), "the holder's choice is the holder's");
    let paper = format!("{badge}.pdf");
    let named = well(story.site.get(Who::Anybody, &paper).await).body;
    for _ in 0..2 {
        story.posts(Who::Noor, &name, &[("shown", "no")]).await;
    }
    story.leaves("Hidden, twice").await;
    assert!(!story.site.get(Who::Anybody, &badge).await.body.contains("Noor"));
    let after = story.site.get(Who::Anybody, &format!("{badge}.json")).await.body;
    assert_eq!(after, signed, "what is signed stays");
    let to_all = well(story.site.get(Who::Anybody, &paper).await).body;
    assert!(to_all.starts_with("%PDF-") && to_all != named, "the certificate names nobody either");
    assert_eq!(well(story.site.get(Who::Noor, &paper).await).body, named, "but to its holder");

    story.site.running.revoke("noor@demo.example", "clf", date(2025, 9, 20), "Items were shared.").await;
    for who in [Who::Anybody, Who::Sam, Who::Noor, Who::Ada] {
        let page = story.site.get(who, &badge).await;
        assert!(page.body.contains("Revoked on 20 September 2025"), "{}", page.told());
        assert!(!page.body.contains("LinkedIn") && !page.body.contains("og:image"), "nothing to show around");
        let knows = matches!(who, Who::Noor | Who::Ada);
        assert_eq!(page.body.contains("Items were shared."), knows, "{}", who.name());
    }
    story.gets(Who::Anybody, &badge).await;
    story.gets(Who::Noor, &paper).await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn a_badge_names_its_holder_as_long_as_they_want_it() {
    assert_snapshot!("badge", whose_name_it_shows(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_a_badge_names_its_holder_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("badge", whose_name_it_shows(place).await);
}

#[tokio::test]
async fn a_badges_address_gives_json_to_who_names_it_and_the_page_to_all_others() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let badge = format!("/credentials/{}", world.objects["noor's badge"]);
    for (accept, kind) in [
        ("*/*", "text/html; charset=utf-8"),
        ("", "text/html; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/ld+json, application/json", "application/vc+ld+json"),
        ("application/vc", "application/vc+ld+json"),
    ] {
        let answer = site.accepting(accept, &badge).await;
        assert_eq!(
            (answer.header(header::CONTENT_TYPE), answer.header(header::VARY)),
            (kind, "accept"),
            "{accept}"
        );
    }
    let named = site.accepting("*/*", &format!("{badge}.json")).await;
    assert_eq!(named.header(header::CONTENT_TYPE), "application/vc+ld+json");
    // Verifiers that take anything read keys here, as ever.
    assert_eq!(site.accepting("*/*", "/issuer").await.header(header::CONTENT_TYPE), "application/vc+ld+json");
    site.end().await;
    world.remove().await;
}
