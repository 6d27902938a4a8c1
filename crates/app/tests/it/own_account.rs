//! What people change of their own account, take with them, and close.

use assay_app::{App, AppError, HolderName, SignedIn, WantedLink, Why};
use assay_credential::{Conclusion, HashedEmail};
use assay_kernel::{Actor, Role, Roles, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Histories};
use serde_json::Value;

use crate::{
    mail::{Kept, PASSWORD, nobody, one, wants},
    withdrawn::{badge, verified_elsewhere},
    world::{World, by, item_of, sit, somebody, start},
};

fn fault<T>(done: Result<T, AppError>) -> (&'static str, String) {
    match done {
        Err(AppError::Invalid(faults)) => (faults[0].field, faults[0].text.clone()),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

async fn sign_in(app: &App, email: &str) -> Result<SignedIn, AppError> {
    app.accounts.sign_in(&nobody(app), email, PASSWORD, "").await
}

/// Whether a signed badge is about the owner of an address.
fn is_about(badge: &Value, email: &str) -> bool {
    let named = &badge["credentialSubject"]["identifier"][0];
    let part = |name: &str| named[name].as_str().unwrap().to_owned();
    HashedEmail::from_parts(&part("identityHash"), &part("salt")).matches(email)
}

#[tokio::test]
async fn a_new_name_shows_on_badges_at_once_and_their_files_stay() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let lea = somebody(&app, "lea", Roles::NONE).await;
    sit(&app, &lea.actor, "SOA-C03", 50).await;
    let file = badge(&app, &lea).await;
    let own = app.awards.own(&by(&app, &lea.actor)).await.unwrap().remove(0);
    app.awards.choose_name(&by(&app, &lea.actor), own.id, HolderName::Shown).await.unwrap();
    assert_eq!(fault(app.accounts.rename_own(&by(&app, &lea.actor), " lea ").await).0, "name");
    assert_eq!(fault(app.accounts.rename_own(&by(&app, &lea.actor), "").await).0, "name");
    app.accounts.rename_own(&by(&app, &lea.actor), "Lea Learner").await.unwrap();
    app.jobs.run_due().await.unwrap();
    let issued = app.awards.issued(&nobody(&app), own.id).await.unwrap();
    assert_eq!(issued.shown_name.as_deref(), Some("Lea Learner"));
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Holds);
    let read = app.notices.own(&by(&app, &lea.actor)).await.unwrap().remove(0);
    assert!(read.body.starts_with("Your name is now Lea Learner; before, it was lea."), "{}", read.body);
    assert!(matches!(app.accounts.rename_own(&nobody(&app), "X").await, Err(AppError::NotSignedIn)));
    app.close().await;
}

#[tokio::test]
async fn another_address_counts_once_it_is_proved_by_who_is_signed_in() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let lea = somebody(&app, "lea", Roles::NONE).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    sit(&app, &lea.actor, "SOA-C03", 50).await;
    let file = badge(&app, &lea).await;
    let asking = || by(&app, &lea.actor);
    let session = sign_in(&app, "lea@example.org").await.unwrap().session;
    let want = async |address: &str, password: &str| {
        app.accounts.want_address(&asking(), &session, address, password, "").await
    };
    assert_eq!(fault(want("lea@example.org", PASSWORD).await).0, "address");
    assert_eq!(fault(want("lea at home", PASSWORD).await).0, "address");
    assert_eq!(fault(want("lea@example.com", "something else").await).0, "password");
    app.jobs.run_due().await.unwrap();
    assert_eq!(post.taken(), [], "nothing was asked for");
    // Somebody's address and nobody's are answered alike; the mail tells it to the address alone.
    want("sam@example.org", PASSWORD).await.unwrap();
    app.jobs.run_due().await.unwrap();
    let mails = post.taken();
    assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "You have an account already"));
    want("lea@example.com", PASSWORD).await.unwrap();
    app.jobs.run_due().await.unwrap();
    let (mail, first) = one(&post);
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("lea@example.com", "Confirm your new address"));
    want("lea@example.com", PASSWORD).await.unwrap();
    app.jobs.run_due().await.unwrap();
    let (_, later) = one(&post);
    let over = app.accounts.new_address(&asking(), &first).await.err();
    assert!(matches!(over, Some(AppError::NotFound)), "a later mail ends it");

    // Whoever has the mailbox, or is signed in as somebody else, changes nothing.
    assert!(!app.accounts.new_address(&nobody(&app), &later).await.unwrap().is_own);
    for other in [nobody(&app), by(&app, &sam.actor)] {
        let used = app.accounts.use_new_address(&other, &later).await;
        assert!(matches!(used, Err(AppError::NotFound)), "{used:?}");
    }
    assert!(app.accounts.claim(&nobody(&app), &later).await.is_err(), "a link is for one thing");
    assert_eq!(app.accounts.me(&asking()).await.unwrap().email, "lea@example.org");
    assert!(app.accounts.new_address(&asking(), &later).await.unwrap().is_own);
    app.accounts.use_new_address(&asking(), &later).await.unwrap();
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    let me = app.accounts.me(&asking()).await.unwrap();
    assert_eq!((me.email.as_str(), me.is_verified()), ("lea@example.com", true));
    let (mail, _) = one(&post);
    assert_eq!(mail.to, "lea@example.org", "the address of before is told");
    assert!(sign_in(&app, "lea@example.org").await.is_err());
    sign_in(&app, "lea@example.com").await.unwrap();
    let again = app.accounts.use_new_address(&asking(), &later).await;
    assert!(matches!(again, Err(AppError::NotFound)), "once");
    // The badge gets a file about the owner of the new address.
    assert!(is_about(&file, "lea@example.org"));
    let now = badge(&app, &lea).await;
    assert!(is_about(&now, "lea@example.com") && !is_about(&now, "lea@example.org"));
    assert_eq!(verified_elsewhere(&app, &now).await, Conclusion::Holds);
    app.close().await;
}

#[tokio::test]
async fn an_address_that_somebody_proved_meanwhile_is_not_taken_and_without_mail_the_team_changes_it() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let lea = somebody(&app, "lea", Roles::NONE).await;
    let session = sign_in(&app, "lea@example.org").await.unwrap().session;
    let address = "max@example.org";
    app.accounts.want_address(&by(&app, &lea.actor), &session, address, PASSWORD, "").await.unwrap();
    app.jobs.run_due().await.unwrap();
    let (_, link) = one(&post);
    somebody(&app, "max", Roles::NONE).await;
    let used = app.accounts.use_new_address(&by(&app, &lea.actor), &link).await;
    assert!(matches!(used, Err(AppError::NotFound)), "{used:?}");
    assert_eq!(app.accounts.me(&by(&app, &lea.actor)).await.unwrap().email, "lea@example.org");
    app.close().await;
    let app = world.app().await;
    let wanted =
        app.accounts.want_address(&by(&app, &lea.actor), &session, "a@b.example", PASSWORD, "").await;
    assert!(matches!(wanted, Err(AppError::NotFound)), "{wanted:?}");
    app.close().await;
}

#[tokio::test]
async fn one_closes_ones_own_account_with_the_password_and_the_team_opens_it() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let lea = somebody(&app, "lea", Roles::NONE).await;
    let asking = || by(&app, &lea.actor);
    let session = sign_in(&app, "lea@example.org").await.unwrap();
    app.registrations.register(&asking(), "DOP-C02").await.unwrap();
    let view = app.accounts.closing_own(&asking()).await.unwrap();
    assert_eq!((view.registrations.len(), view.refused.as_deref()), (1, None));
    let close = async |mark: &str, password: &str| {
        app.accounts.close_own(&asking(), &session.session, mark, password).await
    };
    assert!(matches!(close("", PASSWORD).await, Err(AppError::Conflict)));
    assert_eq!(fault(close(&view.mark, "something else").await).0, "password");
    let sitting = start(&app, &lea.actor, "SOA-C03").await;
    let mark = app.accounts.closing_own(&asking()).await.unwrap().mark;
    assert!(fault(close(&mark, PASSWORD).await).1.starts_with("An exam is being sat"));
    app.sittings.hand_in(&asking(), sitting, &crate::world::hand_in()).await.unwrap();
    let mark = app.accounts.closing_own(&asking()).await.unwrap().mark;
    close(&mark, PASSWORD).await.unwrap();
    assert!(app.accounts.session(&nobody(&app), &session.token).await.unwrap().is_none());
    assert!(fault(sign_in(&app, "lea@example.org").await).1.starts_with("This account is closed"));
    app.jobs.run_due().await.unwrap();
    let subjects: Vec<String> = post.taken().into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["You closed your account"]);
    let seen = app.accounts.closing(&by(&app, &ada.actor), lea.id).await.unwrap().person.closed;
    assert!(seen.unwrap().by_owner);
    let why = Why::parse("She asked for it.").unwrap();
    app.accounts.reopen(&by(&app, &ada.actor), lea.id, &why).await.unwrap();
    sign_in(&app, "lea@example.org").await.unwrap();
    // Whoever has a role has it taken away first.
    let session = sign_in(&app, "ada@example.org").await.unwrap().session;
    let mark = app.accounts.closing_own(&by(&app, &ada.actor)).await.unwrap().mark;
    let own = app.accounts.close_own(&by(&app, &ada.actor), &session, &mark, PASSWORD).await;
    assert!(fault(own).1.starts_with("This account has a role"));
    app.close().await;
}

#[tokio::test]
async fn without_a_password_a_fresh_sign_in_counts() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let happening = Happening::Pass { what: Earned::Exam("SOA-C02".into()) };
    let mut histories = Histories::default();
    histories.add("lea@example.org".into(), Event::new(date(2025, 3, 10), happening));
    app.record.import(&by(&app, &Actor::Operator), &histories, true, &|_| ()).await.unwrap();
    wants(&app, WantedLink::SignIn, "lea@example.org").await;
    let (_, link) = one(&post);
    let session = app.accounts.sign_in_by_link(&nobody(&app), &link, "").await.unwrap().session;
    let asking = || by(&app, &session.actor);
    let mark = app.accounts.closing_own(&asking()).await.unwrap().mark;
    world.moment("2025-09-30T09:16:00Z");
    let late = fault(app.accounts.close_own(&asking(), &session, &mark, "").await);
    assert!(late.1.starts_with("You have no password"), "{late:?}");
    world.moment("2025-09-30T09:20:00Z");
    wants(&app, WantedLink::SignIn, "lea@example.org").await;
    let (_, link) = one(&post);
    let fresh = app.accounts.sign_in_by_link(&nobody(&app), &link, "").await.unwrap().session;
    app.accounts.close_own(&asking(), &fresh, &mark, "").await.unwrap();
    app.close().await;
}

#[tokio::test]
async fn the_copy_of_ones_data_is_whole_and_holds_no_key_and_nobody_else() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let lea = somebody(&app, "lea", Roles::NONE).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    sit(&app, &lea.actor, "SOA-C03", 50).await;
    sit(&app, &sam.actor, "SOA-C03", 3).await;
    app.registrations.register(&by(&app, &lea.actor), "DOP-C02").await.unwrap();
    sign_in(&app, "lea@example.org").await.unwrap();
    app.record.write_note(&by(&app, &ada.actor), lea.id, "Prefers mail.").await.unwrap();
    app.accounts.make_claim_link(&by(&app, &ada.actor), lea.id).await.unwrap();
    let data = app.record.own_data(&by(&app, &lea.actor)).await.unwrap();
    let text = serde_json::to_string(&data).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let many = |part: &str| json[part].as_array().unwrap().len();
    let parts = ["sessions", "links", "history", "registrations", "sittings", "badges", "notes_of_the_team"];
    assert_eq!(parts.map(many), [1, 1, 1, 2, 1, 1, 1]);
    assert_eq!((many("cut_off"), many("roles"), many("practice")), (0, 0, 0));
    assert_eq!(json["account"]["address"], "lea@example.org");
    assert_eq!(json["sittings"][0]["result"]["passed"], true);
    let answers = json["sittings"][0]["answers"].as_array().unwrap();
    let form = crate::world::form_of("SOA-C03");
    assert_eq!(answers.len(), form.items.len(), "each answer once");
    assert!(answers.iter().all(|answer| answer.get("chosen").is_none()), "beside a full score that is a key");
    assert_eq!(json["notes_of_the_team"][0]["text"], "Prefers mail.");
    assert!(many("messages") >= 3 && many("acts_of_the_team") >= 3, "{json:#}");
    // Nothing of the items, nothing of others, nothing that lets in.
    for entry in &form.items {
        let item = item_of(&entry.item);
        assert!(!text.contains(&entry.item) && !text.contains(&item.stem), "{}", entry.item);
        for option in &item.options {
            assert!(!text.contains(&option.rationale) || option.rationale.is_empty());
        }
    }
    let (sams, adas) = (sam.id.to_string(), ada.id.to_string());
    for other in [sams.as_str(), &adas, "sam@example.org", "argon2", "password_hash"] {
        assert!(!text.contains(other), "{other}");
    }
    assert!(matches!(app.record.own_data(&nobody(&app)).await, Err(AppError::NotSignedIn)));
    app.close().await;
}

/// Whoever sits at a browser that somebody left signed in guesses no further than at the door.
#[tokio::test]
async fn guesses_at_ones_own_password_are_counted() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let lea = somebody(&app, "lea", Roles::NONE).await;
    let session = sign_in(&app, "lea@example.org").await.unwrap().session;
    let asking = || by(&app, &lea.actor);
    let mark = app.accounts.closing_own(&asking()).await.unwrap().mark;
    let close = async |typed: &str| app.accounts.close_own(&asking(), &session, &mark, typed).await;
    let mut guesses = 0;
    while !matches!(close("a guess of mine").await, Err(AppError::TooMany { .. })) {
        guesses += 1;
        assert!(guesses < 10, "nobody counts");
    }
    let right = close(PASSWORD).await;
    assert!(matches!(right, Err(AppError::TooMany { .. })), "{right:?}");
    app.close().await;
}
