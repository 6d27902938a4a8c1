//! A result that is kept back, given after all, or void.

use assay_app::{App, AppError, SittingDecision, SittingState, TeamState, Why};
use assay_assessment::form::Purpose;
use assay_kernel::{Role, Roles, Sittings, TypedId};
use assay_standing::Status;

use crate::world::{Somebody, World, answer, by, candidate, hand_in, sit, somebody, start};

type Sitting = TypedId<Sittings>;

async fn decide(
    app: &App,
    who: &Somebody,
    sitting: Sitting,
    decision: SittingDecision,
) -> Result<(), AppError> {
    let asking = by(app, &who.actor);
    let mark = app.sittings.preview(&asking, sitting, decision).await?.mark;
    let why = Why::parse("It has to be looked at.").unwrap();
    app.sittings.decide(&asking, sitting, decision, (&mark, "", &why)).await
}

/// Somebody sits an exam whose result is put on hold while it runs; scored and not told.
async fn sit_held(app: &App, (who, ada): (&Somebody, &Somebody), exam: &str, right: usize) -> Sitting {
    let sitting = start(app, &who.actor, exam).await;
    decide(app, ada, sitting, SittingDecision::Hold).await.unwrap();
    answer(app, &who.actor, sitting, |purpose, count| purpose == Purpose::Scored && count <= right).await;
    app.sittings.hand_in(&by(app, &who.actor), sitting, &hand_in()).await.unwrap();
    app.jobs.run_due().await.unwrap();
    sitting
}

/// Why it was refused.
fn refused(done: Result<(), AppError>) -> String {
    match done {
        Err(AppError::Invalid(faults)) => faults[0].text.clone(),
        other => panic!("{other:?}"),
    }
}

async fn state(app: &App, ada: &Somebody, sitting: Sitting) -> TeamState {
    app.sittings.for_team(&by(app, &ada.actor), sitting).await.unwrap().state
}

/// What somebody holds, and the subjects of what they were told.
async fn has(app: &App, who: &Somebody) -> (Vec<Status>, usize) {
    let held = app.record.own_standing(&by(app, &who.actor)).await.unwrap().credentials;
    let told = app.notices.own(&by(app, &who.actor)).await.unwrap().len();
    (held.iter().map(|held| held.status).collect(), told)
}

#[tokio::test]
async fn a_result_on_hold_is_told_to_nobody_and_awards_nothing_until_it_is_released() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (noor, ada) = (candidate(&app).await, somebody(&app, "ada", Role::Administrator).await);
    let sitting = sit_held(&app, (&noor, &ada), "SOA-C03", usize::MAX).await;
    assert_eq!(state(&app, &ada, sitting).await, TeamState::OnHold);
    assert_eq!(has(&app, &noor).await, (vec![], 1), "that it is being reviewed, and nothing else");
    let result = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap();
    assert!(result.on_hold && result.report.is_none() && !result.held, "{result:?}");
    let team = app.sittings.result(&by(&app, &ada.actor), sitting).await.unwrap();
    assert!(team.report.unwrap().passed);
    let own = app.registrations.own(&by(&app, &noor.actor)).await.unwrap();
    assert_eq!(own[0].sitting.as_ref().unwrap().state, SittingState::OnHold);
    let again = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await;
    assert!(matches!(again, Err(AppError::Registration(_))), "its result is awaited: {again:?}");

    decide(&app, &ada, sitting, SittingDecision::Release).await.unwrap();
    app.jobs.run_due().await.unwrap();
    assert_eq!(state(&app, &ada, sitting).await, TeamState::Passed);
    assert_eq!(has(&app, &noor).await, (vec![Status::Active], 3), "the result and the badge");
    let hold = refused(decide(&app, &ada, sitting, SittingDecision::Hold).await);
    assert!(hold.starts_with("The result was given already"), "{hold}");
    let release = refused(decide(&app, &ada, sitting, SittingDecision::Release).await);
    assert!(release.starts_with("The result is not on hold"), "{release}");
    app.close().await;
}

#[tokio::test]
async fn a_sitting_that_was_voided_before_its_result_was_given_leaves_nothing_and_no_wait() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (noor, ada) = (candidate(&app).await, somebody(&app, "ada", Role::Administrator).await);
    // Failed and on hold; and one that is not scored yet.
    let held = sit_held(&app, (&noor, &ada), "SOA-C03", 0).await;
    let unscored = start(&app, &noor.actor, "CLF-C02").await;
    decide(&app, &ada, unscored, SittingDecision::Hold).await.unwrap();
    app.sittings.hand_in(&by(&app, &noor.actor), unscored, &hand_in()).await.unwrap();
    for sitting in [unscored, held] {
        decide(&app, &ada, sitting, SittingDecision::Void).await.unwrap();
        app.jobs.run_due().await.unwrap();
        assert_eq!(state(&app, &ada, sitting).await, TeamState::Voided);
        let result = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap();
        assert!(result.report.is_none() && result.voided_on.is_some(), "{result:?}");
    }
    assert!(has(&app, &noor).await.0.is_empty());
    let told = app.notices.own(&by(&app, &noor.actor)).await.unwrap();
    let told: Vec<&str> = told.iter().map(|message| message.subject.as_str()).collect();
    assert_eq!(told.iter().filter(|told| told.ends_with("was voided")).count(), 2, "{told:?}");
    assert!(!told.iter().any(|told| told.contains("pass")), "the result was told to nobody: {told:?}");
    let copy = app.record.own_data(&by(&app, &noor.actor)).await.unwrap();
    let copy = serde_json::to_value(&copy).unwrap();
    assert_eq!(copy["history"], serde_json::json!([]), "what was never given is taken from nothing");
    let copy = copy.to_string();
    assert!(
        copy.contains("voided") && !copy.contains("passed with"),
        "nor by the copy of one's data: {copy}"
    );
    for exam in ["SOA-C03", "CLF-C02"] {
        app.registrations.register(&by(&app, &noor.actor), exam).await.unwrap();
    }
    let void = refused(decide(&app, &ada, held, SittingDecision::Void).await);
    assert_eq!(void, "The sitting is void already, so nothing changes.");
    let release = refused(decide(&app, &ada, held, SittingDecision::Release).await);
    assert_eq!(release, "The sitting is void, so there is no result to give.");
    app.close().await;
}

#[tokio::test]
async fn what_followed_from_a_voided_pass_is_revoked_and_the_exam_can_be_taken_at_once() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (noor, ada) = (candidate(&app).await, somebody(&app, "ada", Role::Administrator).await);
    let sitting = sit(&app, &noor.actor, "SOA-C03", usize::MAX).await;
    app.jobs.run_due().await.unwrap();
    let asking = by(&app, &ada.actor);
    let seen = app.sittings.preview(&asking, sitting, SittingDecision::Void).await.unwrap();
    let change = &seen.consequence.as_ref().unwrap().changes[0];
    assert_eq!(
        (change.before.as_ref().unwrap().status, change.after.status),
        (Status::Active, Status::Revoked)
    );
    // Something else comes onto the record meanwhile.
    sit(&app, &noor.actor, "CLF-C02", 0).await;
    app.jobs.run_due().await.unwrap();
    let why = Why::parse("Somebody else sat it.").unwrap();
    let stale = app.sittings.decide(&asking, sitting, SittingDecision::Void, (&seen.mark, "", &why)).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");

    decide(&app, &ada, sitting, SittingDecision::Void).await.unwrap();
    app.jobs.run_due().await.unwrap();
    assert_eq!(has(&app, &noor).await.0, [Status::Revoked]);
    let badges = app.record.candidate(&by(&app, &ada.actor), noor.id).await.unwrap().credentials;
    let issued = app.awards.issued(&by(&app, &ada.actor), badges[0].id).await.unwrap();
    assert!(issued.revoked().is_some(), "whoever verifies it is told");
    world.moment("2025-10-01T09:00:00Z");
    let again = sit(&app, &noor.actor, "SOA-C03", usize::MAX).await;
    app.jobs.run_due().await.unwrap();
    assert_eq!(state(&app, &ada, again).await, TeamState::Passed);
    assert_eq!(has(&app, &noor).await.0, [Status::Active]);
    app.close().await;
}

#[tokio::test]
async fn only_administrators_decide_about_sittings_and_never_about_their_own() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = sit(&app, &noor.actor, "SOA-C03", usize::MAX).await;
    let sam = somebody(&app, "sam", Role::Support).await;
    let lou = somebody(&app, "lou", Role::Auditor).await;
    // As if she had become one since.
    let own = Somebody {
        id: noor.id,
        actor: assay_kernel::Actor::Person { id: noor.id, roles: Role::Administrator.into() },
    };
    for who in [&sam, &lou, &own] {
        for decision in [SittingDecision::Hold, SittingDecision::Release, SittingDecision::Void] {
            let done = decide(&app, who, sitting, decision).await;
            assert!(matches!(done, Err(AppError::Forbidden)), "{decision:?}: {done:?}");
        }
        assert!(!app.sittings.for_team(&by(&app, &who.actor), sitting).await.unwrap().may_decide);
    }
    let other = somebody(&app, "lea", Roles::NONE).await;
    let done = decide(&app, &other, sitting, SittingDecision::Void).await;
    assert!(matches!(done, Err(AppError::Forbidden)), "{done:?}");
    app.close().await;
}

#[tokio::test]
async fn whoever_is_of_the_team_and_sat_does_not_read_their_own_result_before_it_is_told() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (sue, ada) =
        (somebody(&app, "sue", Role::Support).await, somebody(&app, "ada", Role::Administrator).await);
    let sitting = sit_held(&app, (&sue, &ada), "SOA-C03", usize::MAX).await;
    let result = async |who: &Somebody| {
        app.sittings.for_team(&by(&app, &who.actor), sitting).await.unwrap().result.map(|(passed, _)| passed)
    };
    assert_eq!((result(&sue).await, result(&ada).await), (None, Some(true)));
    decide(&app, &ada, sitting, SittingDecision::Release).await.unwrap();
    assert_eq!(result(&sue).await, Some(true));
    app.close().await;
}
