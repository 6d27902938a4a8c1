//! Addresses, links and passwords, as use cases see them.

use argon2::{Argon2, PasswordHasher, password_hash::phc::PasswordHash};
use assay_app::{App, AppError, NewAccount, SignedIn};
use assay_kernel::{Actor, Role, Roles, TypedId};
use assay_store::{
    PersonRecord, Unit,
    statement::{address, person},
};

use crate::world::{World, by, sit, somebody};

const PASSWORD: &str = "correct horse battery";

async fn signed_up(app: &App, email: &str, password: &str) -> SignedIn {
    let account = NewAccount { name: "Lea".into(), email: email.into(), password: password.into() };
    app.accounts.sign_up(&by(app, &Actor::Anonymous), account, "a browser").await.unwrap()
}

fn actor(signed_in: &SignedIn) -> Actor {
    signed_in.session.actor.clone()
}

fn token(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

/// Whoever makes an account of their own with somebody's address gets no guesses at the other's by it.
#[tokio::test]
async fn an_account_of_ones_own_with_the_same_address_buys_no_guesses() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    let eve = signed_up(&app, "lea@example.org", "quite another sentence").await;
    let browser = |signed_in: &SignedIn| assay_app::Caller {
        user_agent: "a browser",
        address: [203, 0, 113, 7].into(),
        device: Box::leak(signed_in.device.clone().into_boxed_str()),
        former: None,
    };
    let mut tried = 0;
    for number in 0..40 {
        let guess = format!("a wrong guess {number}");
        match app
            .accounts
            .sign_in(&by(&app, &Actor::Anonymous), "lea@example.org", &guess, browser(&eve))
            .await
        {
            Err(AppError::Invalid(_)) => tried += 1,
            Err(AppError::TooMany { .. }) => {}
            _ => panic!("a guess is right or breaks something"),
        }
        // Her own password in between wiped the count out.
        let own = app
            .accounts
            .sign_in(&by(&app, &Actor::Anonymous), "lea@example.org", "quite another sentence", browser(&eve))
            .await;
        assert_eq!(own.unwrap().session.person(), eve.session.person());
    }
    assert!(tried > 0, "the first ones are looked at");
    // No time has passed: Lea's password, guessed at last, is tried at Eve's own account alone.
    assert!(
        app.accounts
            .sign_in(&by(&app, &Actor::Anonymous), "lea@example.org", PASSWORD, browser(&eve))
            .await
            .is_err()
    );
    let owner = app
        .accounts
        .sign_in(&by(&app, &Actor::Anonymous), "lea@example.org", PASSWORD, browser(&lea))
        .await
        .unwrap();
    assert_eq!(owner.session.person(), lea.session.person(), "the owner's browser has its fair chance");
    app.close().await;
}

/// F3: the hash said "is about the person with this address" of whoever had typed it.
#[tokio::test]
async fn a_badge_names_an_address_only_once_it_is_proved() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    sit(&app, &actor(&lea), "SOA-C03", 50).await;
    app.jobs.run_due().await.unwrap();
    let credential = app.awards.own(&by(&app, &actor(&lea))).await.unwrap().remove(0);
    let before = app.awards.issued(&by(&app, &Actor::Anonymous), credential.id).await.unwrap().signed;
    assert!(!before.contains("identityHash"), "{before}");
    assert!(before.contains(&format!("/credentials/{}#holder", credential.id)), "{before}");

    let link =
        app.accounts.make_claim_link_for(&by(&app, &Actor::Operator), "lea@example.org").await.unwrap();
    app.accounts.use_claim(&by(&app, &actor(&lea)), token(&link.url), "", "", "a browser").await.unwrap();
    app.jobs.run_due().await.unwrap();
    let after = app.awards.issued(&by(&app, &Actor::Anonymous), credential.id).await.unwrap();
    assert_eq!(after.edition.number, 2, "a further edition of the same credential");
    let json: serde_json::Value = serde_json::from_str(&after.signed).unwrap();
    let identity = &json["credentialSubject"]["identifier"][0];
    let text = |key: &str| identity[key].as_str().unwrap();
    let hash = assay_credential::HashedEmail::from_parts(text("identityHash"), text("salt"));
    assert!(hash.matches("lea@example.org"));
    app.jobs.run_due().await.unwrap();
    assert_eq!(
        app.awards.issued(&by(&app, &Actor::Anonymous), credential.id).await.unwrap().edition.number,
        2,
        "and no more than that"
    );
    app.close().await;
}

/// Account pre-hijacking: the attacker makes the account, the victim confirms it, both are in.
#[tokio::test]
async fn whoever_made_an_account_in_advance_is_out_once_its_owner_uses_the_link() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let stranger = signed_up(&app, "victim@example.org", "a strangers own words").await;
    let link =
        app.accounts.make_claim_link_for(&by(&app, &Actor::Operator), "victim@example.org").await.unwrap();
    let claim = app.accounts.claim(&by(&app, &Actor::Anonymous), token(&link.url)).await.unwrap();
    assert!(claim.asks_for_access);
    let weak = app
        .accounts
        .use_claim(&by(&app, &Actor::Anonymous), token(&link.url), "Vic", "victim@example.org", "")
        .await;
    assert!(matches!(weak, Err(AppError::Invalid(_))), "a fault leaves the link as it was");
    app.accounts
        .use_claim(&by(&app, &Actor::Anonymous), token(&link.url), "Vic", "a quiet morning walk", "")
        .await
        .unwrap();
    assert!(
        app.accounts.session(&by(&app, &Actor::Anonymous), &stranger.token).await.unwrap().is_none(),
        "the stranger's session is over"
    );
    let old = app
        .accounts
        .sign_in(&by(&app, &Actor::Anonymous), "victim@example.org", "a strangers own words", "")
        .await;
    assert!(matches!(old, Err(AppError::Invalid(_))));
    assert!(
        app.accounts
            .sign_in(&by(&app, &Actor::Anonymous), "victim@example.org", "a quiet morning walk", "")
            .await
            .is_ok()
    );
    let messages =
        app.notices.own(&by(&app, &Actor::Person { id: link.person.id, roles: Roles::NONE })).await.unwrap();
    assert!(messages.iter().any(|message| message.body.contains("The operator of this site made a link")));
    app.close().await;
}

#[tokio::test]
async fn a_link_ends_after_two_weeks_and_none_takes_what_another_person_proved() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    let link = app
        .accounts
        .make_claim_link_for(&by(&app, &Actor::Operator), &lea.session.person().to_string())
        .await
        .unwrap();
    world.moment("2025-10-14T09:00:00Z");
    let over = app.accounts.claim(&by(&app, &actor(&lea)), token(&link.url)).await;
    assert!(matches!(over, Err(AppError::NotFound)));
    let link =
        app.accounts.make_claim_link_for(&by(&app, &Actor::Operator), "lea@example.org").await.unwrap();
    // Meanwhile the body names the address itself.
    let owner = somebody(&app, "lea", Roles::NONE).await;
    let used = app.accounts.use_claim(&by(&app, &actor(&lea)), token(&link.url), "", "", "").await;
    assert!(matches!(used, Err(AppError::NotFound)), "no takeover");
    let refused = app
        .accounts
        .make_claim_link_for(&by(&app, &Actor::Operator), &lea.session.person().to_string())
        .await;
    assert!(matches!(&refused, Err(AppError::Invalid(faults)) if faults[0].text.contains("another person")));
    assert_eq!(
        app.accounts
            .make_claim_link_for(&by(&app, &Actor::Operator), "lea@example.org")
            .await
            .unwrap()
            .person
            .id,
        owner.id
    );
    let nobody = app.accounts.make_claim_link_for(&by(&app, &Actor::Operator), "nobody@example.org").await;
    assert!(matches!(nobody, Err(AppError::NotFound)));
    app.close().await;
}

#[tokio::test]
async fn links_are_made_by_the_team_and_never_to_a_colleague() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let ben = somebody(&app, "ben", Role::Administrator).await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    let asked = app.accounts.make_claim_link(&by(&app, &actor(&lea)), lea.session.person()).await;
    assert!(matches!(asked, Err(AppError::Forbidden)));
    assert!(matches!(
        app.accounts.make_claim_link(&by(&app, &ada.actor), ben.id).await,
        Err(AppError::Forbidden)
    ));
    app.accounts.make_claim_link(&by(&app, &ada.actor), lea.session.person()).await.unwrap();
    let links = app.accounts.claim_links(&by(&app, &ada.actor), lea.session.person()).await.unwrap();
    assert_eq!(links[0].made_by, "ada");
    assert!(matches!(
        app.accounts.claim_links(&by(&app, &actor(&lea)), lea.session.person()).await,
        Err(AppError::Forbidden)
    ));
    app.close().await;
}

/// F16: passwords that were stored before they were normalised go on working.
#[tokio::test]
async fn a_password_of_before_is_taken_as_it_was_typed() {
    let world = World::at("2025-09-30T09:00:00Z");
    let typed = "un cafe\u{301} tre\u{300}s serre\u{301}";
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(typed.as_bytes(), &[7; 16]).unwrap();
    let app = world.app().await;
    let now = app.door.ask(Actor::Anonymous).at;
    app.close().await;
    let store = world.store().await;
    let person = PersonRecord {
        id: TypedId::from_parts(1, [1; 10]),
        email: "old@example.org".into(),
        name: "Old".into(),
        password_hash: Some(hash.to_string()),
        story: None,
        created_at: assay_store::Ms(now),
        verified_how: None,
        team_until: None,
    };
    let address = address::added(person.id, &person.email, None, person.created_at);
    store.commit(Unit::from_iter([person::added(&person), address])).await.unwrap();
    store.close().await;
    let app = world.app().await;
    assert!(app.accounts.sign_in(&by(&app, &Actor::Anonymous), "old@example.org", typed, "").await.is_ok());
    app.close().await;
}

#[tokio::test]
async fn accounts_of_one_address_stay_apart_and_each_password_opens_its_own() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let first = signed_up(&app, "lea@example.org", PASSWORD).await;
    let second = signed_up(&app, "LEA@example.org", "some other good words").await;
    let again = signed_up(&app, "lea@example.org", PASSWORD).await;
    assert_ne!(first.session.person(), second.session.person());
    assert_eq!(first.session.person(), again.session.person(), "whoever has one is signed in to that");
    for (password, whose) in [(PASSWORD, &first), ("some other good words", &second)] {
        let signed_in = app
            .accounts
            .sign_in(&by(&app, &Actor::Anonymous), "lea@example.org", password, "")
            .await
            .unwrap();
        assert_eq!(signed_in.session.person(), whose.session.person());
    }
    let unsure = app.accounts.make_claim_link_for(&by(&app, &Actor::Operator), "lea@example.org").await;
    assert!(matches!(&unsure, Err(AppError::Invalid(faults)) if faults[0].text.contains("2 accounts")));
    app.close().await;
}
