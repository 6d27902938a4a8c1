//! What the team does with registrations of others: shown first, done as shown, told, undone, and by the
//! rules that hold for everybody.

use assay_app::{
    App, AppError, LinesWanted, NotRegistered, RegistrationAct, RegistrationPreview, RegistrationsWanted, Why,
};
use assay_kernel::{PersonId, RegistrationId, Role, Roles, TypedId, date};
use assay_words::InEnglish;

use crate::world::{Somebody, World, by, hand_in, somebody, start};

fn why(text: &str) -> Why {
    Why::parse(text).unwrap()
}

fn moved_to(exam: &str) -> RegistrationAct {
    RegistrationAct::Move { to: exam.to_owned() }
}

/// Looks at an act and does it.
async fn act(
    app: &App,
    who: &Somebody,
    id: RegistrationId,
    act: &RegistrationAct,
    reason: &str,
) -> Result<RegistrationId, AppError> {
    let asking = by(app, &who.actor);
    let mark = app.registrations.preview(&asking, id, act).await?.mark;
    app.registrations.act(&asking, id, act, &mark, &why(reason)).await
}

async fn register(
    app: &App,
    who: &Somebody,
    person: PersonId,
    exam: &str,
) -> Result<RegistrationId, AppError> {
    let asking = by(app, &who.actor);
    let mark = app.registrations.preview_registering(&asking, person, exam).await?.mark;
    app.registrations.register_somebody(&asking, person, exam, &mark, &why("Asked for by telephone.")).await
}

/// The code of the rule that says no.
fn rule(preview: &RegistrationPreview) -> &'static str {
    match &preview.refused {
        Some(NotRegistered::Rules(refusal)) => refusal.code,
        Some(NotRegistered::Nothing(text)) => text,
        None => "possible",
    }
}

fn refusal<T: std::fmt::Debug>(done: Result<T, AppError>) -> &'static str {
    match done {
        Err(AppError::Registration(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

/// A person's registrations as the team reads them: exam version, state, whether the team had a hand in it.
async fn registrations(app: &App, reader: &Somebody, text: &str) -> Vec<String> {
    let wanted = RegistrationsWanted { text: text.to_owned(), ..RegistrationsWanted::default() };
    let asking = by(app, &reader.actor);
    let listed = app.registrations.all(&asking, &wanted, Default::default(), 1).await.unwrap();
    let mut told: Vec<String> = listed
        .lines
        .iter()
        .map(|line| {
            let made = if line.made_by.is_some() { " by the team" } else { "" };
            let ended = if line.is_withdrawn_by_team() { " by the team" } else { "" };
            let moved = if line.instead_of.is_some() { ", moved here" } else { "" };
            format!("{} made{made}, {:?}{ended}{moved}", line.exam, line.state)
        })
        .collect();
    told.sort();
    told
}

async fn log(app: &App, reader: &Somebody) -> String {
    let lines = app.audit.lines(&by(app, &reader.actor), &LinesWanted::default(), 1).await.unwrap().lines;
    let told = lines.iter().filter(|line| line.act.starts_with("registrations.")).map(|line| {
        let about = line.about.as_ref().map_or("", |(_, name)| name);
        let said = line.said.text().replace(", to be sat", ",\n  to be sat");
        format!("{} {about}\n  {said}\n  {}", line.act, line.reason.as_deref().unwrap_or_default())
    });
    told.collect::<Vec<_>>().join("\n")
}

async fn latest_message(app: &App, who: &Somebody) -> String {
    app.notices.own(&by(app, &who.actor)).await.unwrap().remove(0).body
}

struct Team {
    ada: Somebody,
    sue: Somebody,
    noor: Somebody,
}

async fn team(app: &App) -> Team {
    Team {
        ada: somebody(app, "ada", Role::Administrator).await,
        sue: somebody(app, "sue", Role::Support).await,
        noor: somebody(app, "noor", Roles::NONE).await,
    }
}

#[tokio::test]
async fn support_registers_somebody_by_the_rules_that_hold_for_everybody() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let Team { ada, sue, noor } = team(&app).await;
    let asking = by(&app, &sue.actor);
    let preview = app.registrations.preview_registering(&asking, noor.id, "SOA-C03").await.unwrap();
    let offer = app.registrations.may_register(&by(&app, &noor.actor), "SOA-C03").await.unwrap().unwrap();
    let days = preview.after.clone().unwrap();
    assert_eq!((days.sit_from, days.sit_until), (offer.sit_from, offer.sit_until));

    // Her own doing in between: nothing is done on top of it.
    let own = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    let late = why("Asked for by telephone.");
    let stale = app.registrations.register_somebody(&asking, noor.id, "SOA-C03", &preview.mark, &late).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
    app.registrations.withdraw(&by(&app, &noor.actor), own).await.unwrap();

    register(&app, &sue, noor.id, "SOA-C03").await.unwrap();
    let read = latest_message(&app, &noor).await;
    assert_eq!(read, format!("{} Reason: Asked for by telephone.", preview.told.text()));
    let again = app.registrations.preview_registering(&asking, noor.id, "SOA-C03").await.unwrap();
    assert_eq!(rule(&again), "already-registered");
    assert_eq!(refusal(register(&app, &sue, noor.id, "SOA-C03").await), "already-registered");

    let retired = app.registrations.preview_registering(&asking, noor.id, "SOA-C02").await.unwrap();
    assert_eq!(rule(&retired), "version-retired");
    let (_, exams) = app.registrations.exams_for(&asking, noor.id).await.unwrap();
    assert!(exams.iter().any(|exam| exam.exam.as_str() == "SOA-C02" && exam.decision.is_err()));
    let unknown = app.registrations.preview_registering(&asking, noor.id, "NO-C99").await;
    assert!(matches!(unknown, Err(AppError::Invalid(_))));
    let keys = app.registrations.preview_registering(&asking, ada.id, "SOA-C03").await.unwrap();
    assert!(rule(&keys).contains("may see keys"), "{}", rule(&keys));
    assert_eq!(
        registrations(&app, &sue, "noor").await,
        ["SOA-C03 made by the team, Open", "SOA-C03 made, Withdrawn"]
    );
    insta::assert_snapshot!(log(&app, &ada).await, @r"
    registrations.register-for noor
      Registered for SOA-C03,
      to be sat from 30 September 2025 until 30 September 2026.
      Asked for by telephone.
    ");
    app.close().await;
}

#[tokio::test]
async fn nobody_of_the_team_acts_on_their_own_registration_and_auditors_on_none() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let Team { sue, noor, .. } = team(&app).await;
    let olaf = somebody(&app, "olaf", Role::Auditor).await;
    let sues = app.registrations.register(&by(&app, &sue.actor), "SOA-C03").await.unwrap();
    let noors = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    for (who, id) in [(&sue, sues), (&olaf, noors), (&noor, noors)] {
        for wanted in [RegistrationAct::Withdraw, RegistrationAct::TakeUp, moved_to("CLF-C02")] {
            let done = act(&app, who, id, &wanted, "Because.").await;
            assert!(matches!(done, Err(AppError::Forbidden)), "{wanted:?}: {done:?}");
        }
    }
    for (who, whom) in [(&sue, sue.id), (&olaf, noor.id), (&noor, noor.id)] {
        let done = register(&app, who, whom, "CLF-C02").await;
        assert!(matches!(done, Err(AppError::Forbidden)), "{done:?}");
    }
    let nothing = act(&app, &sue, TypedId::from_parts(1, [9; 10]), &RegistrationAct::Withdraw, "So.").await;
    assert!(matches!(nothing, Err(AppError::NotFound)), "{nothing:?}");
    assert_eq!(registrations(&app, &olaf, "").await, ["SOA-C03 made, Open", "SOA-C03 made, Open"]);
    assert_eq!(log(&app, &olaf).await, "");
    app.close().await;
}

#[tokio::test]
async fn what_the_team_withdrew_the_team_alone_gives_again() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let Team { ada, sue, noor } = team(&app).await;
    let own = || by(&app, &noor.actor);
    let id = app.registrations.register(&own(), "SOA-C03").await.unwrap();
    let asking = by(&app, &sue.actor);
    let preview = app.registrations.preview(&asking, id, &RegistrationAct::Withdraw).await.unwrap();
    assert_eq!((preview.after, preview.final_because, preview.refused), (None, None, None));

    // She withdrew it herself meanwhile, and took it up again herself.
    app.registrations.withdraw(&own(), id).await.unwrap();
    let withdraw = RegistrationAct::Withdraw;
    let stale = app.registrations.act(&asking, id, &withdraw, &preview.mark, &why("A wrong exam.")).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
    app.registrations.reopen(&own(), id).await.unwrap();

    act(&app, &sue, id, &withdraw, "A wrong exam.").await.unwrap();
    assert_eq!(latest_message(&app, &noor).await, format!("{} Reason: A wrong exam.", preview.told.text()));
    for refused in [
        refusal(app.registrations.reopen(&own(), id).await),
        refusal(app.registrations.register(&own(), "SOA-C03").await),
        app.registrations.may_register(&own(), "SOA-C03").await.unwrap().unwrap_err().code,
    ] {
        assert_eq!(refused, "withdrawn-by-the-body");
    }
    let view = app.registrations.own_one(&own(), id).await.unwrap();
    assert!(view.is_withdrawn_by_team && !view.is_open);
    let twice = app.registrations.preview(&asking, id, &withdraw).await.unwrap();
    assert_eq!(rule(&twice), "It is withdrawn already, so nothing changes.");
    assert!(matches!(act(&app, &sue, id, &withdraw, "Again.").await, Err(AppError::Invalid(_))));

    act(&app, &ada, id, &RegistrationAct::TakeUp, "It was the right one.").await.unwrap();
    assert!(app.registrations.own_one(&own(), id).await.unwrap().is_open);
    let twice = act(&app, &ada, id, &RegistrationAct::TakeUp, "Again.").await;
    assert!(matches!(twice, Err(AppError::Invalid(_))), "{twice:?}");
    // What is hers again, she withdraws and takes up as before.
    app.registrations.withdraw(&own(), id).await.unwrap();
    app.registrations.reopen(&own(), id).await.unwrap();
    // Registered by the team, she is free again, whatever was withdrawn before.
    act(&app, &sue, id, &withdraw, "Once more.").await.unwrap();
    let new = register(&app, &sue, noor.id, "SOA-C03").await.unwrap();
    app.registrations.withdraw(&own(), new).await.unwrap();
    app.registrations.register(&own(), "SOA-C03").await.unwrap();
    insta::assert_snapshot!(log(&app, &ada).await, @r"
    registrations.withdraw-for noor
      Withdrew the registration for SOA-C03 of 30 September 2025.
      A wrong exam.
    registrations.reopen-for noor
      Took up again the registration for SOA-C03 of 30 September 2025.
      It was the right one.
    registrations.withdraw-for noor
      Withdrew the registration for SOA-C03 of 30 September 2025.
      Once more.
    registrations.register-for noor
      Registered for SOA-C03,
      to be sat from 30 September 2025 until 30 September 2026.
      Asked for by telephone.
    ");
    app.close().await;
}

#[tokio::test]
async fn a_registration_is_moved_whole_or_not_at_all_and_moved_back() {
    let world = World::at("2025-09-10T09:00:00Z");
    let app = world.app().await;
    let Team { ada, sue, noor } = team(&app).await;
    let own = || by(&app, &noor.actor);
    let old = app.registrations.register(&own(), "SOA-C02").await.unwrap();
    let asking = by(&app, &sue.actor);
    let to = moved_to("SOA-C03");
    let preview = app.registrations.preview(&asking, old, &to).await.unwrap();
    assert_eq!(preview.before.as_ref().unwrap().exam.as_str(), "SOA-C02");
    assert_eq!(preview.after.as_ref().unwrap().sit_from, date(2025, 9, 30), "its first test day");

    // She registers for it herself meanwhile: then neither is it moved, nor is the old one withdrawn.
    let hers = app.registrations.register(&own(), "SOA-C03").await.unwrap();
    let stale = app.registrations.act(&asking, old, &to, &preview.mark, &why("The version ends.")).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
    assert_eq!(refusal(act(&app, &sue, old, &to, "The version ends.").await), "already-registered");
    assert_eq!(registrations(&app, &sue, "noor").await, ["SOA-C02 made, Open", "SOA-C03 made, Open"]);
    app.registrations.withdraw(&own(), hers).await.unwrap();

    let new = act(&app, &sue, old, &to, "The version ends.").await.unwrap();
    assert_eq!(
        latest_message(&app, &noor).await,
        format!("{} Reason: The version ends.", preview.told.text())
    );
    let view = app.registrations.own_one(&own(), new).await.unwrap();
    assert_eq!((view.moved_from.as_deref(), view.is_open), (Some("SOA-C02"), true));
    let view = app.registrations.own_one(&own(), old).await.unwrap();
    assert_eq!((view.moved_to.as_deref(), view.is_open), (Some("SOA-C03"), false));
    let twice = act(&app, &sue, old, &to, "Again.").await;
    assert!(matches!(twice, Err(AppError::Invalid(_))), "{twice:?}");

    act(&app, &ada, new, &moved_to("SOA-C02"), "She prefers the old one.").await.unwrap();
    assert_eq!(
        registrations(&app, &sue, "noor").await,
        [
            "SOA-C02 made by the team, Open, moved here",
            "SOA-C02 made, Withdrawn by the team",
            "SOA-C03 made by the team, Withdrawn by the team, moved here",
            "SOA-C03 made, Withdrawn",
        ]
    );
    insta::assert_snapshot!(log(&app, &ada).await, @r"
    registrations.move noor
      Moved the registration for SOA-C02 of 10 September 2025 to SOA-C03,
      to be sat from 30 September 2025 until 10 September 2026.
      The version ends.
    registrations.move noor
      Moved the registration for SOA-C03 of 10 September 2025 to SOA-C02,
      to be sat from 10 September 2025 until 29 September 2025.
      She prefers the old one.
    ");
    app.close().await;
}

#[tokio::test]
async fn what_a_sitting_used_is_neither_withdrawn_nor_moved_and_what_ends_says_that_it_ends() {
    let world = World::at("2025-09-25T09:00:00Z");
    let app = world.app().await;
    let Team { sue, noor, .. } = team(&app).await;
    let sitting = start(&app, &noor.actor, "CLF-C02").await;
    let used = app.registrations.own(&by(&app, &noor.actor)).await.unwrap()[0].id;
    let text = "A sitting used it. What runs or was sat is not undone by its registration.";
    for hands_in in [false, true] {
        if hands_in {
            app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
            app.jobs.run_due().await.unwrap();
        }
        for wanted in [RegistrationAct::Withdraw, RegistrationAct::TakeUp, moved_to("SOA-C03")] {
            let asking = by(&app, &sue.actor);
            let preview = app.registrations.preview(&asking, used, &wanted).await.unwrap();
            assert_eq!(rule(&preview), text);
            let done = act(&app, &sue, used, &wanted, "Because.").await;
            assert!(matches!(done, Err(AppError::Invalid(_))), "{done:?}");
        }
    }
    let old = app.registrations.register(&by(&app, &noor.actor), "SOA-C02").await.unwrap();
    // After its last day to register: what ends now cannot be had again, and the page says so before.
    world.moment("2025-09-30T09:00:00Z");
    let asking = by(&app, &sue.actor);
    for wanted in [RegistrationAct::Withdraw, moved_to("SOA-C03")] {
        let preview = app.registrations.preview(&asking, old, &wanted).await.unwrap();
        assert_eq!(rule(&preview), "possible");
        let Some(NotRegistered::Rules(refusal)) = preview.final_because else { panic!("it ends") };
        assert_eq!(refusal.code, "version-retired");
    }
    act(&app, &sue, old, &RegistrationAct::Withdraw, "It ended.").await.unwrap();
    assert_eq!(refusal(act(&app, &sue, old, &RegistrationAct::TakeUp, "Back.").await), "version-retired");
    app.close().await;
}
