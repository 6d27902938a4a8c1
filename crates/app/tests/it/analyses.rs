//! A practice analysis: six experts who do not exist say what the work is, and a blueprint follows.

use assay_app::{App, AppError, Applied, Asking, Questionnaire, RatedTask, Why};
use assay_kernel::{Actor, AnalysisId, PreparedId, Role, date};
use assay_programme::analysis::{NotEnough, ProposedBlueprint, Rating};

use crate::world::{World, by, somebody};

const DAY: &str = "2026-03-10T09:00:00Z";

/// Importance and frequency of a task, as one of six would say.
type Says = fn(usize, &str) -> (u8, u8);

/// They see another work than the outline; one looks at networks all day.
fn otherwise(expert: usize, task: &str) -> (u8, u8) {
    match (task.split('.').next().unwrap(), expert) {
        ("1", _) => (5, 5),
        ("5", 4) => (5, 5),
        ("5", _) => (2, 2),
        ("4", _) => (4, 3),
        (_, 2) => (4, 4),
        _ => (4, 3),
    }
}

/// They see the work as the outline weighs it: products of means of 7.34, 7.34, 11.01, 8 and 6 for each
/// task.
fn alike(expert: usize, task: &str) -> (u8, u8) {
    let four_of_six = if expert < 4 { 4 } else { 3 };
    match task.split('.').next().unwrap() {
        "1" | "2" => (four_of_six, 2),
        "3" => (four_of_six, 3),
        "4" => (4, 2),
        _ => (3, 2),
    }
}

async fn answer(app: &App, link: &str, expert: usize, says: Says) -> Questionnaire {
    let asking = by(app, &Actor::Anonymous);
    let asked = app.analyses.questionnaire(&asking, link).await.unwrap();
    for page in &asked.pages {
        let rated = page.tasks.iter().map(|task| {
            let (importance, frequency) = says(expert, &task.id);
            RatedTask {
                task: task.id.clone(),
                rating: Rating::new(importance, frequency),
                remark: if task.id == "5.3" { format!("Said by number {expert}.") } else { String::new() },
            }
        });
        app.analyses.answer(&asking, link, &rated.collect::<Vec<_>>()).await.unwrap();
    }
    app.analyses.questionnaire(&asking, link).await.unwrap()
}

async fn study(app: &App, ada: &Asking) -> AnalysisId {
    app.analyses.make(ada, "SOA-C03", "What operators do", Some(date(2026, 3, 31))).await.unwrap()
}

/// Six are asked, and say what they say.
async fn six(app: &App, ada: &Asking, says: Says) -> AnalysisId {
    let id = study(app, ada).await;
    for (expert, name) in ["Asha", "Bruno", "Chidi", "Dana", "Emil", "Farah"].into_iter().enumerate() {
        let view = app.analyses.one(ada, id).await.unwrap();
        match expert {
            0..3 => assert_eq!(view.proposed.err(), Some(NotEnough::Experts { have: expert })),
            _ => assert!(view.proposed.is_ok()),
        }
        let link = app.analyses.invite(ada, id, name, "Runs forty accounts").await.unwrap();
        let kept = answer(app, &link, expert, says).await;
        assert_eq!((kept.answered(), kept.next_open()), ((13, 13), None));
    }
    id
}

fn weights(proposed: &ProposedBlueprint) -> Vec<(u32, u32, u32)> {
    let domains = proposed.domains.iter();
    domains.map(|domain| (domain.weight_pct_now, domain.weight_pct, domain.items)).collect()
}

#[tokio::test]
async fn six_experts_become_a_proposed_blueprint_with_its_evidence() {
    let world = World::at(DAY);
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let asking = by(&app, &ada.actor);
    let id = six(&app, &asking, otherwise).await;
    let view = app.analyses.one(&asking, id).await.unwrap();
    assert!(view.fits_outline && view.experts.iter().all(|expert| expert.answered == 13));
    assert_eq!(view.remarks.len(), 6);
    let proposed = view.proposed.unwrap();
    // Products of means: 3 x 5.00 x 5.00, 3 x 4.00 x 3.17, 2 x 4.00 x 3.17, 2 x 4.00 x 3.00, 3 x 2.50 x
    // 2.50 are 75, 38.04, 25.36, 24 and 18.75, that is 41.4, 21.0, 14.0, 13.2 and 10.4 of 100.
    assert_eq!(weights(&proposed), [(22, 42, 21), (22, 21, 11), (22, 14, 7), (16, 13, 6), (18, 10, 5)]);
    assert!(proposed.agreement_importance.unwrap() > 0.8);
    let networks = proposed.domains.last().unwrap();
    assert!(networks.range_pct.0 < 8.0, "without the one who sees networks all day: {networks:?}");

    assert!(matches!(app.analyses.prepare(&asking, id).await, Err(AppError::Conflict)), "it is still open");
    app.analyses.close(&asking, id).await.unwrap();
    // The form in force was made for other weights: it would have to be drawn anew in the same change.
    let change = app.analyses.prepare(&asking, id).await.unwrap().to_string();
    let refused = app.changes.preview(&asking, &change).await.err();
    let Some(AppError::Draft(text)) = refused else { panic!("{refused:?}") };
    assert!(text.contains("forms/SOA-C03-A.toml") && text.contains("its weight asks for 21"), "{text}");
}

#[tokio::test]
async fn what_six_experts_confirm_is_applied_by_a_second_person_and_stands_in_the_outline() {
    let world = World::at(DAY);
    let app = world.app().await;
    let (ada, ben) =
        (somebody(&app, "ada", Role::Administrator).await, somebody(&app, "ben", Role::Administrator).await);
    let asking = by(&app, &ada.actor);
    let id = six(&app, &asking, alike).await;
    let proposed = app.analyses.one(&asking, id).await.unwrap().proposed.unwrap();
    assert_eq!(weights(&proposed), [(22, 22, 11), (22, 22, 11), (22, 22, 11), (16, 16, 8), (18, 18, 9)]);
    app.analyses.close(&asking, id).await.unwrap();
    let change = app.analyses.prepare(&asking, id).await.unwrap().to_string();
    let preview = app.changes.preview(&asking, &change).await.unwrap();
    let paths: Vec<&str> = preview.differences.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["outlines/SOA-C03.toml"]);
    let why = Why::parse("Six experts said so.").unwrap();
    let proposal = app.changes.propose(&asking, &change, &preview.seen, &why).await.unwrap();
    let by_ben = by(&app, &ben.actor);
    assert_eq!(app.changes.approve(&by_ben, proposal, None).await.unwrap(), Applied::Now(2));
    let programme = by(&app, &ada.actor).programme;
    let outline = programme.programme.outline("SOA-C03").unwrap();
    let study = outline.practice_analysis.as_ref().unwrap();
    assert_eq!((study.respondents, study.source.as_str()), (6, "What operators do"));
    assert!(outline.tasks().all(|task| task.weight.is_some()));
}

#[tokio::test]
async fn a_link_opens_one_questionnaire_and_nothing_else() {
    let world = World::at(DAY);
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let sue = somebody(&app, "sue", Role::Support).await;
    let (asking, nobody) = (by(&app, &ada.actor), by(&app, &Actor::Anonymous));
    let id = study(&app, &asking).await;
    let link = app.analyses.invite(&asking, id, "Asha", "Runs forty accounts").await.unwrap();
    let open = async |link: &str| app.analyses.questionnaire(&nobody, link).await;
    assert!(open(&link).await.unwrap().is_open);
    assert!(matches!(open("guessed").await, Err(AppError::NotFound)));
    let foreign = RatedTask { task: "9.9".into(), rating: Rating::new(1, 1), remark: String::new() };
    assert!(matches!(app.analyses.answer(&nobody, &link, &[foreign]).await, Err(AppError::NotFound)));

    let expert = app.analyses.one(&asking, id).await.unwrap().experts[0].id;
    let anew = app.analyses.invite_anew(&asking, id, expert).await.unwrap();
    assert!(matches!(open(&link).await, Err(AppError::NotFound)), "the one of before opens nothing");
    answer(&app, &anew, 0, alike).await;
    app.analyses.leave_out(&asking, expert, true).await.unwrap();
    assert!(matches!(open(&anew).await, Err(AppError::NotFound)));
    assert!(app.analyses.said(&asking, id).await.unwrap().iter().all(|line| line.is_left_out));
    app.analyses.leave_out(&asking, expert, false).await.unwrap();
    assert_eq!(open(&anew).await.unwrap().answered(), (13, 13), "nothing was lost");

    world.clock.set("2026-04-01T09:00:00Z".parse().unwrap());
    let over = app.analyses.questionnaire(&by(&app, &Actor::Anonymous), &anew).await.unwrap();
    assert!(!over.is_open, "its last day is over");
    for other in [&sue.actor, &Actor::Anonymous] {
        let other = by(&app, other);
        assert!(app.analyses.all(&other).await.is_err() && app.analyses.one(&other, id).await.is_err());
        assert!(app.analyses.close(&other, id).await.is_err());
    }
}

#[tokio::test]
async fn what_was_prepared_can_be_taken_back_and_is_proposed_no_more() {
    let world = World::at(DAY);
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let asking = by(&app, &ada.actor);
    let id = study(&app, &asking).await;
    for expert in 0..3 {
        let link = app.analyses.invite(&asking, id, "Somebody", "Runs forty accounts").await.unwrap();
        answer(&app, &link, expert, alike).await;
    }
    app.analyses.close(&asking, id).await.unwrap();
    let change: PreparedId = app.analyses.prepare(&asking, id).await.unwrap();
    assert_eq!(app.changes.drafts(&asking).await.unwrap().len(), 1);
    app.changes.take_back(&asking, change).await.unwrap();
    assert!(app.changes.drafts(&asking).await.unwrap().is_empty());
    assert!(matches!(app.changes.preview(&asking, &change.to_string()).await, Err(AppError::NotFound)));
    assert!(matches!(app.changes.take_back(&asking, change).await, Err(AppError::NotFound)));
}
