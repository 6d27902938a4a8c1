//! Nobody sees what was not shared: every scope alone, against every field, in every answer to a crew's lead
//! and to strangers; and what is taken back is gone with the next request.

use crate::{
    answer::Answer,
    matrix::{name, path_of, samples_of},
    objects::{World, well},
    place::Place,
    site::{Sent, TestSite, Who},
};

/// What each scope shows of Noor, and nothing else does.
const SHOWN: &[(&str, &str)] = &[
    ("certifications", "Cloud Practitioner"),
    ("assignments", "Begun"),
    ("plan", " steps"),
    ("readiness", "Nothing can be said yet"),
];
/// What no scope shows: where she signs in, why she left a step out, how many hours she has, her day.
const NEVER: &[&str] = &["noor@demo.example", "CANARY-REASON", "37 hours", "2026-08-19", "19 August 2026"];

fn scopes(on: &[&str]) -> Vec<(String, String)> {
    on.iter().map(|scope| ((*scope).to_owned(), "yes".to_owned())).collect()
}

/// Noor shows these and nothing else.
async fn shows(site: &TestSite, world: &World, on: &[&str]) {
    let place = format!("/memberships/{}", world.objects["noor's place in sam's crew"]);
    well(site.ask(Who::Noor, "POST", &place, &Sent::Form(scopes(on))).await);
}

/// What she did of which the crew's lead is told nothing, or no more than a scope says.
async fn lives(site: &TestSite) {
    let posts: [(&str, &[(&str, &str)]); 4] = [
        ("/courses/SOA-C02-1.1/t-a-quiet-queue/finish", &[]),
        ("/exams/SOA-C03/prep/refresh-knowledge", &[("reason", "CANARY-REASON")]),
        ("/exams/SOA-C03/hours", &[("hours", "37")]),
        ("/exams/SOA-C03/target", &[("on", "2026-08-19")]),
    ];
    for (path, fields) in posts {
        well(site.post(Who::Noor, path, fields).await);
    }
}

/// The pages and files of a crew, as somebody gets them.
async fn crew_of(site: &TestSite, world: &World, who: Who) -> Vec<Answer> {
    let crew = &world.objects["sam's crew"];
    let mut answers = Vec::new();
    for end in ["", "/people.csv", "/skills", "/assign", "/list"] {
        answers.push(site.get(who, &format!("/crews/{crew}{end}")).await);
    }
    answers
}

/// Answers to every address there is that Sam may look at.
async fn everything_for_sam(site: &TestSite, world: &World) -> Vec<(String, String)> {
    let mut bodies = Vec::new();
    for route in assay_web::routes().into_iter().filter(|route| route.method == "GET") {
        for sample in samples_of(&route) {
            let objects: Vec<Option<&str>> = match sample.objects {
                [] => vec![None],
                names => names.iter().map(|name| Some(*name)).collect(),
            };
            for wanted in objects {
                let path = path_of(sample, &world.objects, wanted);
                let answer = site.get(Who::Sam, &path).await;
                bodies.push((format!("{} {path}", name(&route)), answer.body));
            }
        }
    }
    bodies
}

/// A cell of the only row of the lead's table, and the same of the member's own page.
fn cell<'b>(body: &'b str, before: &str, after: &str) -> &'b str {
    body.split(before).nth(1).unwrap_or_else(|| panic!("{before} in {body}")).split(after).next().unwrap()
}

#[tokio::test]
async fn every_scope_shows_its_own_field_and_no_other_and_strangers_see_nothing() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    lives(&site).await;
    let crew = format!("/crews/{}", world.objects["sam's crew"]);
    let asked = [("email", "noor@work.example"), ("what", "SOA-C02-1.1")];
    well(site.post(Who::Sam, &format!("{crew}/assign"), &asked).await);
    let alone = SHOWN.iter().map(|(scope, _)| vec![*scope]);
    let all: Vec<&str> = SHOWN.iter().map(|(scope, _)| *scope).collect();
    for on in alone.chain([vec![], vec!["domains"], all]) {
        shows(&site, &world, &on).await;
        for answer in crew_of(&site, &world, Who::Sam).await.iter().take(2) {
            for (scope, canary) in SHOWN {
                let is_there = answer.body.contains(canary);
                assert_eq!(is_there, on.contains(scope), "{scope} with {on:?}: {}", answer.told());
            }
        }
        // What the member is shown as seen is, letter by letter, what is seen.
        let lead = well(site.get(Who::Sam, &crew).await).body;
        let place = format!("/memberships/{}", world.objects["noor's place in sam's crew"]);
        let own = well(site.get(Who::Noor, &place).await).body;
        for title in ["Holds", "Asked to do", "Plans", "Outlook"] {
            let seen = cell(&lead, &format!("data-title=\"{title}\">"), "</td>");
            assert_eq!(seen, cell(&own, &format!("<dt>{title}</dt><dd>"), "</dd>"), "{title} with {on:?}");
        }
        for who in [Who::Anybody, Who::Noor, Who::Ada, Who::Ben, Who::Wren, Who::Rio, Who::Mona] {
            for answer in crew_of(&site, &world, who).await {
                assert!(!answer.went_well() || answer.status.is_redirection(), "{who:?}: {}", answer.told());
                for (_, canary) in SHOWN {
                    assert!(!answer.body.contains(canary), "{who:?}: {}", answer.told());
                }
            }
        }
    }
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn what_is_never_shown_is_in_no_answer_to_the_lead_whatever_is_shared() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    lives(&site).await;
    shows(&site, &world, &["certifications", "assignments", "plan", "readiness", "domains"]).await;
    for (asked, body) in everything_for_sam(&site, &world).await {
        for canary in NEVER {
            // The demonstration's own pages name its people for everybody.
            assert!(!body.contains(canary) || asked.contains("/demo"), "{canary} in {asked}");
        }
    }
    // No time of day stands on the crew's pages: days alone.
    for answer in crew_of(&site, &world, Who::Sam).await {
        let text = crate::answer::main_text(&answer.body);
        let clock = text.as_bytes().windows(5).any(|five| {
            matches!(five, [a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()))
        });
        assert!(!clock, "{text}");
    }
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn what_is_taken_back_is_gone_with_the_next_request_and_looks_as_if_it_never_was() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    lives(&site).await;
    let crew = format!("/crews/{}", world.objects["sam's crew"]);
    let place = format!("/memberships/{}", world.objects["noor's place in sam's crew"]);
    shows(&site, &world, &[]).await;
    let never = well(site.get(Who::Sam, &crew).await).body;
    shows(&site, &world, &["plan", "readiness"]).await;
    let shown = well(site.get(Who::Sam, &crew).await).body;
    assert!(shown.contains(" steps") && shown != never);
    shows(&site, &world, &[]).await;
    assert_eq!(well(site.get(Who::Sam, &crew).await).body, never);

    well(site.post(Who::Noor, &format!("{place}/leave"), &[]).await);
    let left = well(site.get(Who::Sam, &crew).await).body;
    assert!(!left.contains("Noor") && left.contains("Nobody is in the crew yet"), "{left}");
    assert_eq!(site.get(Who::Noor, &place).await.status, 404);
    let own = well(site.get(Who::Noor, "/my").await);
    assert!(own.body.contains("Cloud Practitioner"), "what is hers stays hers");
    site.end().await;
    world.remove().await;
}
