//! What somebody is told who checks a badge: every verdict with its first line, and lists of badges.

use assay_kernel::date;
use axum::http::StatusCode;
use insta::assert_snapshot;

use crate::{
    answer::{Answer, main_text, without_ids},
    badges::earned,
    installation::PUBLIC_URL,
    objects::{World, well},
    place::Place,
    site::{Sent, TestSite, Who},
};

const ADDRESS: &str = "noor@demo.example";

/// Hands something in, and follows where it leads: the page's heading and the line below it.
async fn told(site: &TestSite, fields: &[(&str, &str)]) -> String {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let answer = site.ask(Who::Anybody, "POST", "/verify", &Sent::Parts(fields)).await;
    let answer = match answer.status {
        StatusCode::SEE_OTHER => site.get(Who::Anybody, answer.location()).await,
        _ => answer,
    };
    verdict(&answer)
}

fn verdict(answer: &Answer) -> String {
    let (title, text) = (title_of(answer), main_text(&answer.body));
    let heading = text.lines().position(|line| title.contains(line) && line != "Verify a badge");
    let note = heading.and_then(|place| text.lines().nth(place + 1)).unwrap_or_default();
    without_ids(&format!("{} {title} | {note}", answer.status.as_u16()))
}

fn title_of(answer: &Answer) -> String {
    let (_, rest) = answer.body.split_once("<title>").unwrap();
    rest.split(" – ").next().unwrap().to_owned()
}

async fn day(site: &TestSite, day: &str) {
    well(site.post(Who::Ada, "/demo/clock", &[("today", day), ("back_to", "/")]).await);
    site.running.settle().await;
}

async fn every_verdict(place: Place) -> String {
    let world = World::of_people(place).await;
    let site = world.site().await;
    let number = earned(&site).await;
    let link = format!("{PUBLIC_URL}/credentials/{number}/");
    let first = well(site.get(Who::Anybody, &format!("/credentials/{number}.json")).await).body;
    let changed = first.replace("Cloud Practitioner", "Cloud practitioner");
    let mut said = String::new();
    let mut say = |what: &str, told: String| said += &format!("{what}: {told}\n");
    for (what, fields) in [
        ("its link", vec![("url", link.as_str())]),
        ("its number, with blanks", vec![("url", &format!(" {number}\n"))]),
        ("its JSON in the one field", vec![("url", first.as_str())]),
        ("its file", vec![("url", ""), ("file", &first)]),
        ("of this person", vec![("url", number.as_str()), ("email", "NOOR@demo.example ")]),
        ("of somebody else", vec![("url", number.as_str()), ("email", "somebody@demo.example")]),
        ("a changed file", vec![("file", changed.as_str())]),
        ("another JSON", vec![("credential", "{\"no\": \"badge\"}")]),
        ("a print of it", vec![("file", "%PDF-1.7 a print of it")]),
        ("nothing", vec![("url", ""), ("file", ""), ("credential", ""), ("email", "")]),
        ("a link elsewhere", vec![("url", "https://elsewhere.example/badges/1")]),
        ("a number that nothing has", vec![("url", "crd_00000000000000000000000001")]),
    ] {
        say(what, told(&site, &fields).await);
    }
    day(&site, "2026-02-01").await;
    site.running.import(&[ADDRESS.to_owned()], "SOA-C03", date(2026, 2, 1)).await;
    say("renewed", told(&site, &[("url", &number)]).await);
    say("renewed, its first file", told(&site, &[("file", &first)]).await);
    day(&site, "2029-03-01").await;
    say("run out", told(&site, &[("url", &number)]).await);
    say("run out, its first file", told(&site, &[("file", &first)]).await);
    day(&site, "2026-03-01").await;
    site.running.revoke(ADDRESS, "clf", date(2026, 3, 1), "Items were shared.").await;
    say("revoked", told(&site, &[("url", &number)]).await);
    say("revoked, its first file", told(&site, &[("file", &first)]).await);
    let own = format!("/verify/{number}");
    say("revoked, to its holder", verdict(&site.get(Who::Noor, &own).await));
    say("revoked, to another candidate", verdict(&site.get(Who::Sam, &own).await));

    let lines = format!(
        "name;badge\n=Noor;{link}\nSam;https://elsewhere.example/b\n{number}\ncrd_{}1",
        "0".repeat(25)
    );
    let list = |more: &[(&str, &str)]| {
        let fields = [("lines", lines.as_str())].into_iter().chain(more.iter().copied());
        Sent::Parts(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    };
    let table = site.ask(Who::Anybody, "POST", "/verify/many", &list(&[])).await;
    let text = main_text(&table.body);
    let part = text.split("Nothing that you send is kept.").nth(1).unwrap().split("Download").next().unwrap();
    said += &without_ids(&format!("\n{}\n", part.trim()));
    let csv = well(site.ask(Who::Anybody, "POST", "/verify/many", &list(&[("as", "csv")])).await);
    said += &without_ids(&format!("\n{}", csv.body.replace("\r\n", "\n")));
    site.end().await;
    world.remove().await;
    said
}

#[tokio::test]
async fn every_verdict_says_first_what_holds() {
    assert_snapshot!("verdicts", every_verdict(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_every_verdict_says_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("verdicts", every_verdict(place).await);
}
