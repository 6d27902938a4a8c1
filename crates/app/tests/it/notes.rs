//! What the team notes about somebody for itself, and what it sends again.

use assay_app::{App, AppError, LinesWanted, ToldKind, Why};
use assay_kernel::{Role, Roles};
use assay_words::InEnglish;

use crate::{
    mail::Kept,
    world::{Somebody, World, by, sit, somebody},
};

fn why() -> Why {
    Why::parse("She asked on the telephone.").unwrap()
}

fn is_forbidden<T: std::fmt::Debug>(done: &Result<T, AppError>) -> bool {
    matches!(done, Err(AppError::Forbidden))
}

/// What the log says of an act; of one instant, in the order of its words.
async fn log(app: &App, reader: &Somebody, act: &str) -> Vec<String> {
    let wanted = LinesWanted { act: act.to_owned(), ..LinesWanted::default() };
    let lines = app.audit.lines(&by(app, &reader.actor), &wanted, 1).await.unwrap().lines;
    let mut said: Vec<String> = lines.into_iter().map(|line| line.said.text()).collect();
    said.sort();
    said
}

#[tokio::test]
async fn a_note_is_the_teams_own_and_what_it_said_stays_in_the_log() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let sue = somebody(&app, "sue", Role::Support).await;
    let aud = somebody(&app, "aud", Role::Auditor).await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    let (asking, record) = (by(&app, &sue.actor), &app.record);
    let note = record.write_note(&asking, noor.id, "Calls on Mondays.").await.unwrap();
    // Neither oneself nor whoever only reads, and support not about colleagues.
    assert!(is_forbidden(&record.write_note(&by(&app, &aud.actor), noor.id, "I read.").await));
    assert!(is_forbidden(&record.write_note(&asking, ada.id, "She is strict.").await));
    assert!(is_forbidden(&record.write_note(&by(&app, &ada.actor), ada.id, "I am kind.").await));
    assert!(is_forbidden(&record.write_note(&by(&app, &noor.actor), noor.id, "I am good.").await));
    assert!(record.notes_about(&by(&app, &noor.actor), noor.id).await.is_err());
    assert_eq!(record.notes_about(&by(&app, &aud.actor), noor.id).await.unwrap().notes.len(), 1);
    record.change_note(&by(&app, &ada.actor), (noor.id, note), "Calls on Mondays.", "Writes.").await.unwrap();
    let stale = record.change_note(&asking, (noor.id, note), "Calls on Mondays.", "Calls.").await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
    let others = record.remove_note(&asking, (ada.id, note), "Writes.", &why()).await;
    assert!(is_forbidden(&others), "a note is found at its own person alone: {others:?}");
    record.remove_note(&asking, (noor.id, note), "Writes.", &why()).await.unwrap();
    let again = record.remove_note(&asking, (noor.id, note), "Writes.", &why()).await;
    assert!(matches!(again, Err(AppError::NotFound)), "{again:?}");
    assert!(record.notes_about(&asking, noor.id).await.unwrap().notes.is_empty());
    assert_eq!(
        log(&app, &ada, "record.write-note").await,
        [
            "Changed a note from: Calls on Mondays. To: Writes.",
            "Removed a note that said: Writes.",
            "Wrote a note: Calls on Mondays."
        ]
    );
    app.close().await;
}

#[tokio::test]
async fn what_was_told_is_sent_again_once_a_day_and_mailed_only_where_it_was() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let sue = somebody(&app, "sue", Role::Support).await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    let sitting = sit(&app, &noor.actor, "SOA-C03", 50).await;
    let mark = app.accounts.closing(&by(&app, &ada.actor), noor.id).await.unwrap().mark;
    app.accounts.close(&by(&app, &ada.actor), noor.id, &mark, &why()).await.unwrap();
    app.jobs.run_due().await.unwrap();
    assert_eq!(post.taken().len(), 1);
    app.accounts.reopen(&by(&app, &ada.actor), noor.id, &why()).await.unwrap();
    app.jobs.run_due().await.unwrap();
    post.taken();

    let asking = by(&app, &sue.actor);
    let told = app.notices.told(&asking, noor.id, 1).await.unwrap();
    let kinds: Vec<ToldKind> = told.told.lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [ToldKind::Account, ToldKind::Account, ToldKind::Badge, ToldKind::Result]);
    let result = format!("result:{sitting}");
    assert!(!app.notices.to_send_again(&asking, noor.id, &result).await.unwrap().by_mail);
    app.notices.send_again(&asking, noor.id, &result, &why()).await.unwrap();
    let closed = told.told.lines[1].message.topic.clone();
    assert!(app.notices.to_send_again(&asking, noor.id, &closed).await.unwrap().by_mail);
    app.notices.send_again(&asking, noor.id, &closed, &why()).await.unwrap();
    app.jobs.run_due().await.unwrap();
    let mails: Vec<String> = post.taken().into_iter().map(|mail| mail.subject).collect();
    assert_eq!(mails, ["Your account was closed"]);
    let again = app.notices.send_again(&asking, noor.id, &result, &why()).await;
    assert!(matches!(again, Err(AppError::Invalid(_))), "{again:?}");
    let inbox = app.notices.own(&by(&app, &noor.actor)).await.unwrap();
    assert_eq!(inbox.len(), 6, "{inbox:#?}");
    let copies: Vec<&str> = inbox.iter().map(|message| message.topic.as_str()).take(2).collect();
    assert!(copies.contains(&format!("again:2025-09-30:{result}").as_str()), "{copies:?}");
    assert_eq!(inbox.iter().filter(|one| one.subject == "Your result of SOA-C03: you passed").count(), 2);
    world.moment("2025-10-01T09:00:00Z");
    let copy = format!("again:2025-09-30:{result}");
    app.notices.send_again(&by(&app, &sue.actor), noor.id, &copy, &why()).await.unwrap();
    for actor in [&noor.actor, &ada.actor] {
        let own = app.notices.told(&by(&app, actor), *actor.person().unwrap(), 1).await.err();
        assert!(matches!(own, Some(AppError::Forbidden)), "{own:?}");
    }
    assert_eq!(log(&app, &ada, "notices.send-again").await.len(), 3);
    app.close().await;
}
