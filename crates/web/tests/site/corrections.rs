//! A reading is corrected by results: month after month, by those who let theirs be counted, and a new exam
//! version by those of the one before it.

use assay_kernel::{Instant, PersonId};
use assay_store::{
    Ms, Store, Unit,
    statement::{outcome::withdrawn, sitting::voided},
};

use crate::{
    answer::main_text,
    installation::Running,
    objects::{signed_in, with_people},
    outcomes::{Outcome, ended, outcomes, person_of, practised, questions, sat, sitting_of, told},
    place::Place,
    site::{TestSite, Who},
};

const PAGE: &str = "/exams/SOA-C03/prep/reading";
const RESULTS: &str = "/exams/SOA-C03/prep/reading/results";

fn at(moment: &str) -> Instant {
    moment.parse().unwrap()
}

/// The same site, later, with what was put into its store meanwhile.
async fn meanwhile(site: TestSite, later: &str, puts: impl AsyncFnOnce(&Store, &mut Unit)) -> TestSite {
    let (paused, browsers) = (site.running.pause(), site.browsers().clone());
    let place = site.stop().await;
    let store = Store::open(&place.location()).await.unwrap();
    let mut unit = Unit::new();
    puts(&store, &mut unit).await;
    store.commit(unit).await.unwrap();
    store.close().await;
    let running = Running::resume(&place.location(), &paused, true).await;
    come_back(TestSite::of(running, place, browsers), later).await
}

/// The same site, later: sessions have ended meanwhile.
async fn come_back(mut site: TestSite, later: &str) -> TestSite {
    site.running.clock().set(at(later));
    for who in [Who::Noor, Who::Sam] {
        let browser = signed_in(&site, who).await;
        site.visits(who, browser);
    }
    site
}

async fn person(site: &TestSite, name: &str) -> PersonId {
    PersonId::parse(&site.running.demo_person(name).await).unwrap()
}

async fn body(site: &TestSite, who: Who, page: &str) -> String {
    let answer = site.get(who, page).await;
    assert_eq!(answer.status, 200, "{}", answer.told());
    answer.body
}

/// What a page says, in one line.
async fn says(site: &TestSite, who: Who, page: &str) -> String {
    main_text(&body(site, who, page).await).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

/// The figure that the plan tells, in a hundred.
fn figure(plan: &str) -> Option<u32> {
    let after = plan.split("Of a hundred people with this reading about ").nth(1)?;
    after.split_whitespace().next()?.parse().ok()
}

const WORDS: [&str; 2] = ["Not yet checked against results of the exam", "read it as a floor"];

async fn two_hundred_results(place: Place) {
    let site = with_people(place).await;
    let (noor, sam) = (person(&site, "noor").await, person(&site, "sam").await);
    // Sam lets his result be counted on the page, and sits like 198 others of the summer.
    assert!(site.post(Who::Sam, RESULTS, &[("count", "yes")]).await.went_well());
    let site = meanwhile(site, "2025-09-28T09:00:00Z", async |_, unit| {
        for one in &outcomes(0..198, "SOA-C03", at("2025-06-02T09:00:00Z")) {
            ended(unit, one);
        }
        let sat_at = at("2025-09-24T09:00:00Z");
        let one = Outcome { number: 900, exam: "SOA-C03", sat_at, told: 0.5, has_passed: true };
        sat(unit, sam, &one);
        told(unit, sam, &one);
        practised(unit, noor, at("2025-09-27T09:00:00Z"), &questions().unwrap());
    })
    .await;

    // 199: words, and how many there are.
    let plan = says(&site, Who::Noor, "/exams/SOA-C03/prep").await;
    holds(&plan, &WORDS);
    let page = says(&site, Who::Noor, PAGE).await;
    holds(&page, &["that takes 200 first results", "this month began with 199."]);
    assert!(figure(&plan).is_none() && !page.contains("Chance, corrected"), "{page}");

    // The 200th and two more: nothing moves within the month.
    let site = meanwhile(site, "2025-09-30T20:00:00Z", async |_, unit| {
        for one in &outcomes(198..201, "SOA-C03", at("2025-09-26T09:00:00Z")) {
            ended(unit, one);
        }
    })
    .await;
    holds(&says(&site, Who::Noor, "/exams/SOA-C03/prep").await, &WORDS);

    // Whoever reads first in the next month has it fitted: a figure, corrected words and the plot.
    let site = come_back(site, "2025-10-01T09:00:00Z").await;
    holds(&says(&site, Who::Sam, PAGE).await, &["corrected by 202 first results of the last two years"]);
    let plan = says(&site, Who::Noor, "/exams/SOA-C03/prep").await;
    let passes = figure(&plan).unwrap();
    assert!(passes.is_multiple_of(5) && (5..=95).contains(&passes), "{passes}");
    assert!(!plan.contains(WORDS[0]), "{plan}");
    let (drawn, page) = (body(&site, Who::Noor, PAGE).await, says(&site, Who::Noor, PAGE).await);
    holds(&page, &["on the later half, 101 of them, each corrected by those before it", "luck alone makes"]);
    assert_eq!(drawn.matches("class=\"plot-point\"").count(), 5, "twenty people a point: {page}");
    assert!(drawn.contains("role=\"img\" aria-label=\"Share that passed"), "{page}");

    // Sam takes it back, and a sitting turns out void: October stands, November has neither.
    assert!(site.post(Who::Sam, RESULTS, &[("count", "no")]).await.went_well());
    let site = meanwhile(site, "2025-10-20T09:00:00Z", async |store, unit| {
        let void = store.sitting(sitting_of(7)).await.unwrap().unwrap();
        unit.run(voided(&void, Ms(at("2025-10-20T09:00:00Z")), void.started_on));
    })
    .await;
    holds(&says(&site, Who::Noor, PAGE).await, &["corrected by 202 first results"]);
    assert_eq!(figure(&says(&site, Who::Noor, "/exams/SOA-C03/prep").await), Some(passes), "it stands");
    let site = come_back(site, "2025-11-01T09:00:00Z").await;
    holds(&says(&site, Who::Noor, PAGE).await, &["corrected by 200 first results"]);

    // One more goes: in December there are words again.
    let site = meanwhile(site, "2025-12-01T09:00:00Z", async |_, unit| {
        unit.run(withdrawn(person_of(3)));
    })
    .await;
    holds(&says(&site, Who::Noor, PAGE).await, &["this month began with 199."]);
    site.end().await;
}

#[tokio::test]
async fn from_two_hundred_results_on_there_is_a_figure_and_what_is_taken_back_leaves_the_next_month() {
    two_hundred_results(Place::folder()).await;
}

#[tokio::test]
async fn on_postgresql_two_hundred_results_are_the_same() {
    let Some(place) = Place::database().await else { return };
    two_hundred_results(place).await;
}

#[tokio::test]
async fn a_new_exam_version_takes_over_the_correction_of_the_one_before_until_it_has_results_of_its_own() {
    let site = with_people(Place::folder()).await;
    let noor = person(&site, "noor").await;
    let site = meanwhile(site, "2025-09-28T09:00:00Z", async |_, unit| {
        for one in &outcomes(0..240, "SOA-C02", at("2025-03-03T09:00:00Z")) {
            ended(unit, one);
        }
        for one in &outcomes(300..320, "SOA-C03", at("2025-09-25T09:00:00Z")) {
            ended(unit, one);
        }
        practised(unit, noor, at("2025-09-27T09:00:00Z"), &questions().unwrap());
    })
    .await;
    let page = says(&site, Who::Noor, PAGE).await;
    let old = "it takes over the correction of SOA-C02, which rests on 240";
    holds(
        &page,
        &["SOA-C03 has 20 first results of its own. Until it has 200", old, "only words are corrected"],
    );
    assert!(!page.contains("each corrected by those before it"), "{page}");
    let plan = says(&site, Who::Noor, "/exams/SOA-C03/prep").await;
    holds(&plan, &["Its words are corrected by results of SOA-C02, the exam version before."]);
    assert_eq!(figure(&plan), None);

    let site = meanwhile(site, "2025-10-02T09:00:00Z", async |_, unit| {
        for one in &outcomes(320..420, "SOA-C03", at("2025-09-30T09:00:00Z")) {
            ended(unit, one);
        }
    })
    .await;
    let page = says(&site, Who::Noor, PAGE).await;
    holds(&page, &["SOA-C03 has 120 first results of its own", old, "on the later half, 60 of them"]);
    let plan = says(&site, Who::Noor, "/exams/SOA-C03/prep").await;
    assert!(figure(&plan).is_some_and(|figure| figure.is_multiple_of(5)), "{plan}");
    holds(&plan, &["passed, by 120 results"]);

    let site = meanwhile(site, "2025-11-02T09:00:00Z", async |_, unit| {
        for one in &outcomes(420..500, "SOA-C03", at("2025-10-06T09:00:00Z")) {
            ended(unit, one);
        }
    })
    .await;
    let page = says(&site, Who::Noor, PAGE).await;
    holds(&page, &["corrected by 200 first results of the last two years"]);
    assert!(!page.contains("SOA-C02"), "{page}");
    site.end().await;
}
