//! What is told after an answer is in no answer of the server before it.

use crate::{
    installation::{practice_answers, practice_rationales},
    objects::World,
    place::Place,
    site::{TestSite, Who},
};

/// Explained at its end.
const FIRST_LOOK: &str = "SOA-C03-question-set";
/// From which questions are chosen that are explained one by one.
const DRILLS: &str = "SOA-C03-drill";
/// Of a reason: the longest part that no page writes otherwise, if it is long enough to be this one's alone.
const PART_MIN: usize = 40;
/// Pages of preparation besides the run's own.
const PAGES: [&str; 6] = [
    "/exams/SOA-C03/prep",
    "/exams/SOA-C03/practice",
    "/exams/SOA-C03/reviews",
    "/exams/SOA-C03/prep/reading",
    "/exams/SOA-C03/prep/reading.csv",
    "/exams/SOA-C03/prep/reading.json",
];

fn reasons(set: &str) -> Vec<String> {
    let is_other = |letter: char| !(letter.is_ascii_alphanumeric() || " ,.".contains(letter));
    let part = |reason: &String| reason.split(is_other).max_by_key(|part| part.len()).unwrap().to_owned();
    practice_rationales(set).iter().map(part).filter(|part| part.len() >= PART_MIN).collect()
}

/// How many of them are on a page.
async fn told(site: &TestSite, path: &str, reasons: &[String]) -> usize {
    let answer = site.get(Who::Noor, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.told());
    reasons.iter().filter(|reason| answer.body.contains(*reason)).count()
}

#[tokio::test]
async fn no_rationale_of_practice_is_in_any_answer_before_its_question_is_answered() {
    let world = World::of_people(Place::folder()).await;
    let site = world.site().await;
    let hidden = reasons(FIRST_LOOK);
    assert!(hidden.len() > 40, "{}", hidden.len());
    let begun = site.post(Who::Noor, "/practice", &[("set", FIRST_LOOK)]).await;
    let run = format!("/practice/{}", begun.location().split('/').nth(2).unwrap());
    for (position, (right, _)) in (1..).zip(practice_answers(FIRST_LOOK)) {
        let page = format!("{run}/{position}");
        assert_eq!(told(&site, &page, &hidden).await, 0, "{page}");
        let fields: Vec<(&str, &str)> = right.iter().map(|option| ("r:RESPONSE", option.as_str())).collect();
        let saved = site.post(Who::Noor, &page, &fields).await;
        assert!(saved.went_well(), "{page}: {}", saved.told());
        assert_eq!(told(&site, &page, &hidden).await, 0, "{page}, answered");
    }
    for page in PAGES.into_iter().chain([run.as_str()]) {
        assert_eq!(told(&site, page, &hidden).await, 0, "{page}");
    }
    assert!(site.post(Who::Noor, &format!("{run}/hand-in"), &[]).await.went_well());
    assert!(told(&site, &format!("{run}/1"), &hidden).await > 0, "once it is handed in, it is told");

    // One by one: what was answered is told, and nothing of what comes next.
    let hidden = reasons(DRILLS);
    let learn = [("exam", "SOA-C03"), ("mode", "learn"), ("which", "new"), ("count", "5")];
    let begun = site.post(Who::Noor, "/practice", &learn).await;
    let run = format!("/practice/{}", begun.location().split('/').nth(2).unwrap());
    for position in 1..=5 {
        let page = format!("{run}/{position}");
        assert_eq!(told(&site, &page, &hidden).await, 0, "{page}");
        let all = [("r:RESPONSE", "A"), ("r:RESPONSE", "B"), ("r:RESPONSE", "C")];
        for many in 1..=3 {
            let answer = site.post(Who::Noor, &page, &all[..many]).await;
            assert!(answer.went_well() || told_in(&answer.body, &hidden) == 0, "{page}, not taken");
            if answer.went_well() {
                break;
            }
        }
        assert!(told(&site, &page, &hidden).await > 0, "{page}, answered");
        for page in PAGES.into_iter().chain([run.as_str()]) {
            assert_eq!(told(&site, page, &hidden).await, 0, "{page}");
        }
    }
    site.end().await;
    world.remove().await;
}

fn told_in(body: &str, reasons: &[String]) -> usize {
    reasons.iter().filter(|reason| body.contains(*reason)).count()
}
