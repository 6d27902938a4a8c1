//! What somebody changes of their own account on the pages, takes with them, and closes.

use insta::assert_snapshot;

use crate::{
    place::Place,
    site::Who,
    team::{LEAS_PASSWORD, lea_signed_in, with_lea},
};

async fn an_account_of_ones_own(place: Place) -> String {
    let (mut story, world, lea) = with_lea(place).await;
    let mut lea = lea_signed_in(&story, &lea).await;
    story.site.running.settle().await;
    story.leaves("Lea has her account").await;
    story.tries(&mut lea, "GET", "/account", &[]).await;
    story.tries(&mut lea, "POST", "/account/name", &[("name", "Lea")]).await;
    story.tries(&mut lea, "POST", "/account/name", &[("name", "Lea Learner")]).await;
    story.leaves("Another name, and not the same once more").await;
    let (address, password) = (("address", "lea@example.com"), ("password", LEAS_PASSWORD));
    story.tries(&mut lea, "POST", "/account/address", &[address, ("password", "a guess of mine")]).await;
    story.leaves("Not without the password").await;
    story.tries(&mut lea, "POST", "/account/address", &[address, password]).await;
    story.site.running.settle().await;
    story.leaves("A link is on its way").await;
    let mail = story.site.get(Who::Anybody, "/demo/mail").await.body;
    let token = &mail.split("/new-address/").nth(1).unwrap()[..64];
    let link = format!("/new-address/{token}");
    story.gets(Who::Anybody, &link).await;
    story.posts(Who::Sam, &link, &[]).await;
    story.leaves("Looked at, and pressed by somebody else").await;
    story.tries(&mut lea, "GET", &link, &[]).await;
    story.tries(&mut lea, "POST", &link, &[]).await;
    story.site.running.settle().await;
    story.leaves("The new address counts").await;
    story.tries(&mut lea, "POST", &link, &[]).await;
    story.tries(&mut lea, "GET", "/account/data.json", &[]).await;
    story.leaves("A link works once, and a copy changes nothing").await;
    let seen = story.tries(&mut lea, "GET", "/account/close", &[]).await.field("seen");
    let seen = ("seen", seen.as_str());
    story.tries(&mut lea, "POST", "/account/close", &[seen, ("password", "a guess of mine")]).await;
    story.tries(&mut lea, "POST", "/account/close", &[("seen", "something"), password]).await;
    story.leaves("Not without the password, nor what was not looked at").await;
    story.tries(&mut lea, "POST", "/account/close", &[seen, password]).await;
    story.site.running.settle().await;
    story.leaves("Closed").await;
    lea.csrf.clear();
    story.tries(&mut lea, "GET", "/account/closed", &[]).await;
    let sign_in = [("email", "lea@example.com"), password];
    story.tries(&mut lea, "POST", "/sign-in", &sign_in).await;
    story.leaves("Nobody gets in").await;
    // A person of the demonstration is everybody's.
    story.posts(Who::Noor, "/account/name", &[("name", "Somebody Else")]).await;
    story.gets(Who::Noor, "/account/close").await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn somebody_changes_name_and_address_takes_their_data_and_closes_the_account() {
    assert_snapshot!("own account", an_account_of_ones_own(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_an_account_of_ones_own_is_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("own account", an_account_of_ones_own(place).await);
}

#[tokio::test]
async fn somebody_lets_their_results_be_counted_and_takes_it_back() {
    let world = crate::objects::World::of_people(Place::folder()).await;
    let site = world.site().await;
    let (page, act) = ("/exams/SOA-C03/prep/reading", "/exams/SOA-C03/prep/reading/results");
    let before = site.get(Who::Noor, page).await;
    assert!(before.body.contains("Your results are not counted."), "{}", before.told());
    assert!(before.body.contains("200 first results"), "{}", before.told());
    let counted = site.post(Who::Noor, act, &[("count", "yes")]).await;
    assert!(counted.went_well(), "{}", counted.told());
    let after = site.get(Who::Noor, page).await;
    assert!(after.body.contains("Your results are counted since"), "{}", after.told());
    let copy = site.get(Who::Noor, "/account/data.json").await;
    assert!(copy.body.contains("\"results_counted_since\""), "{}", copy.told());
    assert!(!copy.body.contains("\"results_counted_since\": null"), "{}", copy.told());
    assert!(site.post(Who::Noor, act, &[("count", "no")]).await.went_well());
    let back = site.get(Who::Noor, page).await;
    assert!(back.body.contains("Your results are not counted."), "{}", back.told());
    let other = site.get(Who::Sam, page).await;
    assert!(other.body.contains("Your results are not counted."), "nobody else's: {}", other.told());
    site.end().await;
    world.remove().await;
}
