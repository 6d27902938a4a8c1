//! An account that is closed: nobody gets in by any way, what is on record stays, and it is opened again.

use assay_app::{App, AppError, LinesWanted, NewAccount, WantedLink, Why};
use assay_credential::Conclusion;
use assay_kernel::{Role, Roles};
use assay_words::InEnglish;

use crate::{
    mail::{Kept, PASSWORD, nobody, one, wants},
    withdrawn::{badge, verified_elsewhere},
    world::{Somebody, World, by, sit, somebody, start},
};

fn why() -> Why {
    Why::parse("They asked for it.").unwrap()
}

/// Looks at what closing does, and does it.
async fn close(app: &App, who: &Somebody, about: &Somebody) -> Result<(), AppError> {
    let asking = by(app, &who.actor);
    let mark = app.accounts.closing(&asking, about.id).await?.mark;
    app.accounts.close(&asking, about.id, &mark, &why()).await
}

fn fault<T>(done: Result<T, AppError>) -> String {
    match done {
        Err(AppError::Invalid(faults)) => faults[0].text.clone(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

async fn signs_in(app: &App, name: &str) -> Result<assay_app::SignedIn, AppError> {
    app.accounts.sign_in(&nobody(app), &format!("{name}@example.org"), PASSWORD, "").await
}

/// Neither by the password, whose owner is told, nor by guessing, nor by signing up anew.
async fn nobody_gets_in(app: &App) {
    let words = "This account is closed, so nobody is signed in to it. Ask Assay Demonstration Body to \
                 open it again.";
    assert_eq!(fault(signs_in(app, "noor").await), words);
    let guess = app.accounts.sign_in(&nobody(app), "noor@example.org", "something else", "").await;
    assert!(!fault(guess).contains("closed"), "a stranger learns nothing");
    let account =
        NewAccount { name: "Noor".into(), email: "noor@example.org".into(), password: PASSWORD.into() };
    assert_eq!(fault(app.accounts.sign_up(&nobody(app), account, "").await), words);
}

/// No link of before, no new one, and no role.
async fn no_link_and_no_role(app: &App, ada: &Somebody, noor: &Somebody, (handed, sign_in): (&str, &str)) {
    assert!(matches!(app.accounts.claim(&nobody(app), handed).await, Err(AppError::NotFound)));
    let by_link = app.accounts.sign_in_by_link(&nobody(app), sign_in, "").await;
    assert!(matches!(by_link, Err(AppError::NotFound)));
    let link = app.accounts.make_claim_link(&by(app, &ada.actor), noor.id).await;
    assert!(fault(link).starts_with("This account is closed."));
    let role = app.grants.give(&by(app, &ada.actor), noor.id, Role::Support, None, &why()).await;
    assert!(fault(role).starts_with("This account is closed."));
}

#[tokio::test]
async fn a_closed_account_lets_nobody_in_by_any_way_and_is_opened_again() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    sit(&app, &noor.actor, "SOA-C03", 50).await;
    let file = badge(&app, &noor).await;
    let open = signs_in(&app, "noor").await.unwrap();
    app.registrations.register(&by(&app, &noor.actor), "DOP-C02").await.unwrap();
    wants(&app, WantedLink::SignIn, "noor@example.org").await;
    let (_, sign_in) = one(&post);
    let handed = app.accounts.make_claim_link(&by(&app, &ada.actor), noor.id).await.unwrap();
    let handed = handed.url.rsplit('/').next().unwrap().to_owned();

    let looked = app.accounts.closing(&by(&app, &ada.actor), noor.id).await.unwrap();
    let exams: Vec<&str> = looked.registrations.iter().map(|one| one.exam.as_str()).collect();
    assert_eq!((exams, looked.refused.as_deref(), looked.sessions), (vec!["DOP-C02"], None, 1));
    // She registers meanwhile: what was looked at is not what would be done.
    app.registrations.register(&by(&app, &noor.actor), "CLF-C02").await.unwrap();
    let stale = app.accounts.close(&by(&app, &ada.actor), noor.id, &looked.mark, &why()).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
    assert!(app.accounts.session(&nobody(&app), &open.token).await.unwrap().is_some(), "nothing was done");

    close(&app, &ada, &noor).await.unwrap();
    assert!(app.accounts.session(&nobody(&app), &open.token).await.unwrap().is_none());
    nobody_gets_in(&app).await;
    no_link_and_no_role(&app, &ada, &noor, (&handed, &sign_in)).await;
    // A request of hers that was under way.
    let registered = app.registrations.register(&by(&app, &noor.actor), "CLF-C02").await;
    assert!(matches!(registered, Err(AppError::Conflict)), "{registered:?}");
    // She reads it by mail; asking for a link brings the same answer as ever, and one more mail.
    wants(&app, WantedLink::NewPassword, "noor@example.org").await;
    let mails: Vec<_> = post.taken().into_iter().map(|mail| (mail.to, mail.subject)).collect();
    let told = "Your account was closed".to_owned();
    let shut = "The account with this address is closed".to_owned();
    let to = "noor@example.org".to_owned();
    assert!(mails.contains(&(to.clone(), told)) && mails.contains(&(to, shut)), "{mails:?}");
    assert_eq!(mails.len(), 2);
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Holds, "what is on record stays");
    let again = app.accounts.close(&by(&app, &ada.actor), noor.id, "", &why()).await;
    assert_eq!(fault(again), "It is closed already, so nothing changes.");

    app.accounts.reopen(&by(&app, &ada.actor), noor.id, &why()).await.unwrap();
    let again = app.accounts.reopen(&by(&app, &ada.actor), noor.id, &why()).await;
    assert_eq!(fault(again), "It is open, so nothing changes.");
    signs_in(&app, "noor").await.unwrap();
    let own = app.registrations.own(&by(&app, &noor.actor)).await.unwrap();
    assert!(own.iter().all(|one| !one.is_open), "what was withdrawn stays so");
    let dop = own.iter().find(|one| one.exam == "DOP-C02").unwrap();
    app.registrations.reopen(&by(&app, &noor.actor), dop.id).await.unwrap();
    let read = app.notices.own(&by(&app, &noor.actor)).await.unwrap();
    assert!(read.iter().any(|message| message.body.contains("withdrawn: CLF-C02 and DOP-C02.")), "{read:#?}");
    let log = app.audit.lines(&by(&app, &ada.actor), &LinesWanted::default(), 1).await.unwrap();
    let mut closed: Vec<String> = log
        .lines
        .into_iter()
        .filter(|line| line.act.ends_with("close") || line.act.ends_with("reopen"))
        .map(|line| format!("{} {}", line.said.text(), line.reason.unwrap_or_default()))
        .collect();
    // Of one instant, in the order of their words.
    closed.sort();
    assert_eq!(
        closed,
        [
            "Closed the account. Registrations withdrawn with it: CLF-C02 and DOP-C02. They asked for it.",
            "Opened the account again. They asked for it."
        ]
    );
    app.close().await;
}

#[tokio::test]
async fn an_account_is_not_closed_that_has_a_role_or_sits_or_is_ones_own() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let sue = somebody(&app, "sue", Role::Support).await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    assert!(matches!(close(&app, &ada, &ada).await, Err(AppError::Forbidden)));
    for who in [&sue, &noor] {
        assert!(matches!(close(&app, who, &ada).await, Err(AppError::Forbidden)));
    }
    assert!(fault(close(&app, &ada, &sue).await).starts_with("This account has a role in the team."));
    start(&app, &noor.actor, "SOA-C03").await;
    assert!(fault(close(&app, &ada, &noor).await).starts_with("An exam is being sat with it."));
    signs_in(&app, "sue").await.unwrap();
    app.close().await;
}
