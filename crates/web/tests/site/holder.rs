//! What a holder is told of their own: the bell, on both databases; the next step, the score report, past
//! exams, and on which clock a day is.

use assay_kernel::date;

use crate::{
    badges::earned,
    objects::{World, begin, hand_in, register, well},
    place::Place,
    site::{TestSite, Who},
};

const CLF: &str = "/certifications/clf";

/// The site of a world, for a closure to walk through.
async fn site_on(place: Place) -> (World, TestSite) {
    let world = World::of_people(place).await;
    let site = world.site().await;
    (world, site)
}

async fn the_bell_counts_what_is_new(place: Place) {
    let (world, site) = site_on(place).await;
    let bell = |page: &str| {
        let after = page.split("class=\"bell\"").nth(1).unwrap_or_default();
        let label = after.split("visually-hidden\">").nth(1).unwrap_or_default();
        label.split('<').next().unwrap_or_default().to_owned()
    };
    let rings = async |who| bell(&well(site.get(who, "/my").await).body);
    assert_eq!(rings(Who::Noor).await, "Messages");
    let of_sam = rings(Who::Sam).await;
    let badge = earned(&site).await;
    assert_eq!(rings(Who::Noor).await, "Messages, 2 new");
    assert_eq!(rings(Who::Sam).await, of_sam, "of somebody else");
    let first = well(site.get(Who::Noor, "/my/messages").await).body;
    assert_eq!(first.matches("message is-new").count(), 2);
    assert_eq!(bell(&first), "Messages", "they are on show");
    for to in [format!("/credentials/{badge}"), "/result".to_owned()] {
        assert!(first.contains(&format!("{to}\"")), "no way to {to}");
    }
    for _ in 0..2 {
        let again = well(site.get(Who::Noor, "/my/messages").await).body;
        assert!(!again.contains("is-new") && again.contains("Your badge: Cloud Practitioner"));
    }
    assert_eq!(rings(Who::Noor).await, "Messages");
    site.end().await;
    world.remove().await;
}

async fn an_import_is_told_as_one(place: Place) {
    let (world, site) = site_on(place).await;
    let noor = site.running.demo_person("noor").await;
    for (exam, on) in
        [("CLF-C02", date(2024, 5, 1)), ("SOA-C02", date(2021, 8, 1)), ("DOP-C02", date(2024, 9, 1))]
    {
        site.running.import(std::slice::from_ref(&noor), exam, on).await;
    }
    site.running.settle().await;
    let page = well(site.get(Who::Noor, "/my/messages").await).body;
    assert!(page.contains("3 certifications were put on your record"), "{page}");
    assert!(page.contains("2 active, 1 expired."), "{page}");
    let my = well(site.get(Who::Noor, "/my").await).body;
    assert!(my.contains("You hold 2; nothing to do before"), "{my}");
    assert!(my.contains("1 has ended.") && my.contains("1 expired"), "{my}");
    assert!(my.contains("Expired on 1 August 2024"), "{my}");
    site.end().await;
    world.remove().await;
}

async fn the_next_step_is_the_readers_own(place: Place) {
    let (world, site) = site_on(place).await;
    let panel = async |who| {
        let page = well(site.get(who, CLF).await).body;
        let after = page.split("id=\"next-step\">").nth(1).unwrap_or_default().to_owned();
        after.split('<').next().unwrap_or_default().to_owned()
    };
    assert_eq!(panel(Who::Anybody).await, "Register for CLF-C02");
    assert_eq!(panel(Who::Ada).await, "Register for CLF-C02");
    assert_eq!(panel(Who::Noor).await, "Register for CLF-C02");
    assert_eq!(panel(Who::Sam).await, "You hold this until 10 March 2027");
    register(&site, Who::Noor, "CLF-C02").await;
    assert_eq!(panel(Who::Noor).await, "You are registered – ready when you are");
    site.end().await;
    let site = world.site().await;
    earned(&site).await;
    let page = well(site.get(Who::Noor, CLF).await).body;
    assert!(page.contains("You hold this until 20 September 2028"), "{page}");
    site.end().await;
    world.remove().await;
}

async fn a_report_says_the_day_on_which_it_can_be_sat_again(place: Place) {
    let (world, site) = site_on(place).await;
    let sitting = begin(&site, Who::Noor, "CLF-C02").await;
    well(hand_in(&site, Who::Noor, &sitting).await);
    site.running.settle().await;
    let result = format!("/sittings/{sitting}/result");
    let own = well(site.get(Who::Noor, &result).await).body;
    assert!(own.contains("You can sit it again from 4 October 2025"), "{own}");
    assert!(own.contains("Your lowest share was in domains 1, 2, 3 and 4"), "{own}");
    assert!(own.contains("/exams/CLF-C02/guide#domain-1"), "{own}");
    assert!(own.contains("Score report of <bdi>Noor Newcomer</bdi>"), "{own}");
    let team = well(site.get(Who::Ada, &result).await).body;
    assert!(!team.contains("sit it again") && !team.contains("Noor Newcomer"), "the team's is no letter");
    let panel = well(site.get(Who::Noor, CLF).await).body;
    assert!(panel.contains("You can take it again from 4 October 2025"), "{panel}");
    let exams = well(site.get(Who::Noor, "/my/exams").await).body;
    let (_, past) = exams.split_once("Past exams").unwrap();
    for told in ["CLF-C02: ", "20 September 2025", "Not passed", "100 of 1000", &result] {
        assert!(past.contains(told), "{told}: {past}");
    }
    site.end().await;
    world.remove().await;
}

/// The body stands on another day than the machine, on which accounts, grants and sessions are recorded.
async fn days_of_the_machine_say_so(place: Place) {
    let (world, site) = site_on(place).await;
    let seen = ["/admin/people", "/admin/roles", "/account"];
    for path in seen {
        assert!(!well(site.get(Who::Ada, path).await).body.contains("(really)"), "{path}, on one day");
    }
    well(site.post(Who::Ada, "/demo/clock", &[("today", "2025-10-05"), ("back_to", "/")]).await);
    for path in seen {
        let page = well(site.get(Who::Ada, path).await).body;
        assert!(page.contains("20 September 2025 (really)"), "{path}: {page}");
    }
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn a_day_of_the_machine_says_so_where_the_body_stands_on_another() {
    days_of_the_machine_say_so(Place::folder()).await;
}

#[tokio::test]
async fn the_bell_counts_what_is_new_until_it_is_seen() {
    the_bell_counts_what_is_new(Place::folder()).await;
}

#[tokio::test]
async fn on_postgresql_the_bell_counts_what_is_new_until_it_is_seen() {
    let Some(place) = Place::database().await else { return };
    the_bell_counts_what_is_new(place).await;
}

#[tokio::test]
async fn an_import_of_three_certifications_is_one_message() {
    an_import_is_told_as_one(Place::folder()).await;
}

#[tokio::test]
async fn a_certification_page_says_what_is_true_for_its_reader() {
    the_next_step_is_the_readers_own(Place::folder()).await;
}

#[tokio::test]
async fn who_did_not_pass_is_told_when_and_where_to_begin() {
    a_report_says_the_day_on_which_it_can_be_sat_again(Place::folder()).await;
}
