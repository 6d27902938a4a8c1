//! How people stay signed in, and how they stop.

use assay_app::{App, AppError, Caller, SESSION_DAYS, Session, SignedIn};
use assay_kernel::{Actor, Roles};
use jiff::{SignedDuration, ToSpan};

use crate::world::{Somebody, World, by, candidate, somebody};

const PASSWORD: &str = "correct horse battery";

async fn signs_in(app: &App, name: &str, password: &str, browser: &str) -> Result<SignedIn, AppError> {
    let address = format!("{name}@example.org");
    app.accounts.sign_in(&by(app, &Actor::Anonymous), &address, password, browser).await
}

/// Who a cookie lets in now.
async fn behind(app: &App, token: &str) -> Option<Session> {
    app.accounts.session(&by(app, &Actor::Anonymous), token).await.unwrap()
}

async fn browsers(app: &App, who: &Somebody) -> Vec<String> {
    let sessions = app.accounts.my_sessions(&by(app, &who.actor)).await.unwrap();
    assert!(sessions.iter().all(|session| session.person() == who.id));
    sessions.into_iter().map(|session| session.user_agent).collect()
}

#[tokio::test]
async fn a_session_lasts_fourteen_days_and_its_owner_alone_ends_it() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let phone = signs_in(&app, "noor", PASSWORD, "phone").await.unwrap();
    world.moment("2025-09-01T10:00:00Z");
    let laptop = signs_in(&app, "noor", PASSWORD, "laptop").await.unwrap();
    signs_in(&app, "sam", PASSWORD, "tablet").await.unwrap();
    assert_ne!(phone.token, laptop.token);
    assert_ne!(phone.session.csrf, laptop.session.csrf);
    assert_eq!(browsers(&app, &noor).await, ["laptop", "phone"], "the latest first, and nobody else's");

    let stolen = app.accounts.end_session(&by(&app, &sam.actor), laptop.session.id).await;
    assert!(matches!(stolen, Err(AppError::NotFound)), "somebody else's is nobody's");
    assert_eq!(behind(&app, &laptop.token).await.unwrap().actor, noor.actor);
    app.accounts.end_session(&by(&app, &noor.actor), laptop.session.id).await.unwrap();
    let again = app.accounts.end_session(&by(&app, &noor.actor), laptop.session.id).await;
    assert!(matches!(again, Err(AppError::NotFound)));
    assert!(behind(&app, &laptop.token).await.is_none());
    assert_eq!(browsers(&app, &noor).await, ["phone"]);

    // Used every day, it ends all the same.
    let begun = phone.session.created_at;
    assert_eq!(phone.session.expires_at, begun + (24 * SESSION_DAYS).hours());
    world.clock.set(phone.session.expires_at - SignedDuration::from_secs(1));
    assert!(behind(&app, &phone.token).await.is_some());
    world.clock.set(phone.session.expires_at);
    assert!(behind(&app, &phone.token).await.is_none());
    for odd in ["", "x", &phone.token[1..], &format!("{}0", phone.token)] {
        assert!(behind(&app, odd).await.is_none(), "{odd}");
    }
    app.close().await;
}

#[tokio::test]
async fn the_use_of_a_session_is_noted_every_quarter_of_an_hour() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    candidate(&app).await;
    let SignedIn { token, session, .. } = signs_in(&app, "noor", PASSWORD, "phone").await.unwrap();
    let begun = session.seen_at;
    for (seconds, seen) in [(0, 0), (900, 0), (901, 0), (902, 901), (1801, 901), (1802, 901), (1803, 1802)] {
        world.seconds_later(begun, seconds);
        let found = behind(&app, &token).await.unwrap();
        assert_eq!(found.seen_at, begun + SignedDuration::from_secs(seen), "at second {seconds}");
    }
    app.close().await;
}

/// A neighbouring host could set a cookie of the older name: it lets in whoever signed in before the other
/// name was known, and nobody since.
#[tokio::test]
async fn a_cookie_of_the_older_name_lets_in_no_session_of_today() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    candidate(&app).await;
    for moment in ["2025-09-01T09:00:00Z", "2025-09-02T09:00:00Z"] {
        world.moment(moment);
        let today = signs_in(&app, "noor", PASSWORD, "phone").await.unwrap();
        assert!(behind(&app, &today.token).await.is_some());
        let before = app.accounts.session_of_before(&by(&app, &Actor::Anonymous), &today.token).await;
        assert!(before.unwrap().is_none());
    }
    app.close().await;
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_every_session() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let phone = signs_in(&app, "noor", PASSWORD, "phone").await.unwrap();
    let laptop = signs_in(&app, "noor", PASSWORD, "laptop").await.unwrap();
    let sams = signs_in(&app, "sam", PASSWORD, "tablet").await.unwrap();
    let change =
        async |old: &str, new: &str| app.accounts.change_password(&by(&app, &noor.actor), old, new).await;
    let faults = |result: Result<(), AppError>| match result {
        Err(AppError::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(faults(change("not this one", "a quiet morning walk").await), ["old"]);
    assert_eq!(faults(change("not this one", "short").await), ["new", "old"]);
    assert_eq!(faults(change(PASSWORD, "short").await), ["new"]);
    assert!(behind(&app, &phone.token).await.is_some(), "nothing was changed");
    assert!(signs_in(&app, "noor", PASSWORD, "phone").await.is_ok());

    change(PASSWORD, "a quiet morning walk").await.unwrap();
    for token in [&phone.token, &laptop.token] {
        assert!(behind(&app, token).await.is_none());
    }
    assert_eq!(behind(&app, &sams.token).await.unwrap().actor, sam.actor);
    assert!(matches!(signs_in(&app, "noor", PASSWORD, "phone").await, Err(AppError::Invalid(_))));
    assert!(signs_in(&app, "noor", "a quiet morning walk", "phone").await.is_ok());
    app.close().await;
}

/// Whoever sits at an open browser may not try passwords there without end.
#[tokio::test]
async fn whoever_guesses_the_old_password_has_to_wait() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let guess = async |old: &str| {
        app.accounts.change_password(&by(&app, &noor.actor), old, "a quiet morning walk").await
    };
    let mut guesses = 0;
    let wait_s = loop {
        match guess("not this one").await {
            Err(AppError::Invalid(_)) => guesses += 1,
            Err(AppError::TooMany { wait_s }) => break wait_s,
            other => panic!("{other:?}"),
        }
        assert!(guesses < 100, "without end");
    };
    assert!(
        matches!(guess(PASSWORD).await, Err(AppError::TooMany { .. })),
        "right or wrong, after {guesses}"
    );
    world.clock.set(by(&app, &noor.actor).at + SignedDuration::from_secs(i64::try_from(wait_s).unwrap() + 1));
    guess(PASSWORD).await.unwrap();
    app.close().await;
}

#[tokio::test]
async fn signing_in_again_leaves_no_session_of_the_same_browser_behind() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let first = signs_in(&app, "noor", PASSWORD, "phone").await.unwrap();
    let caller = Caller { former: Some(first.session.id), ..Caller::from("phone, once more") };
    let asking = by(&app, &Actor::Anonymous);
    let second = app.accounts.sign_in(&asking, "noor@example.org", PASSWORD, caller).await.unwrap();
    assert!(behind(&app, &first.token).await.is_none());
    assert!(behind(&app, &second.token).await.is_some());
    assert_eq!(browsers(&app, &noor).await, ["phone, once more"]);
    app.close().await;
}
