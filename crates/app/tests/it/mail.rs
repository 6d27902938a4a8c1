//! Mail as people meet it: an address proved, a lost password, a link that signs in, an invitation.

use std::sync::{Arc, Mutex};

use assay_app::{
    App, AppError, KeptMail, Mail, NewAccount, NotSent, PeopleOrder, PeopleWanted, Post, Sending, SignedIn,
    WantedLink,
};
use assay_kernel::{Actor, Role, Roles, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Histories};

use crate::world::{World, by, sit, somebody};

pub const PASSWORD: &str = "correct horse battery";
const ANOTHER: &str = "a quiet morning walk";

/// A post that keeps what it is given, and does what a test says.
#[derive(Default)]
pub struct Kept {
    mails: Mutex<Vec<Mail>>,
    /// What it answers next; it takes the mail where there is nothing.
    answers: Mutex<Vec<NotSent>>,
}

impl Kept {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// The mails so far; none are left.
    pub fn taken(&self) -> Vec<Mail> {
        std::mem::take(&mut self.mails.lock().unwrap())
    }

    /// The next mails are kept and not taken on.
    pub fn answers(&self, answers: impl IntoIterator<Item = NotSent>) {
        self.answers.lock().unwrap().extend(answers);
    }
}

impl Post for Kept {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(async move {
            self.mails.lock().unwrap().push(mail.clone());
            self.answers.lock().unwrap().pop().map_or(Ok(()), Err)
        })
    }

    fn kept(&self) -> Vec<KeptMail> {
        Vec::new()
    }
}

pub fn nobody(app: &App) -> assay_app::Asking {
    by(app, &Actor::Anonymous)
}

pub async fn signed_up(app: &App, email: &str, password: &str) -> SignedIn {
    let account = NewAccount { name: "Lea".into(), email: email.into(), password: password.into() };
    app.accounts.sign_up(&nobody(app), account, "a browser").await.unwrap()
}

/// The mail that was sent, and the token of its link.
pub fn one(post: &Kept) -> (Mail, String) {
    let mut mails = post.taken();
    assert_eq!(mails.len(), 1, "{mails:#?}");
    let mail = mails.remove(0);
    let token = token(&mail);
    (mail, token)
}

pub fn token(mail: &Mail) -> String {
    let line = mail.text.lines().find(|line| line.starts_with("https://")).unwrap_or_default();
    line.rsplit('/').next().unwrap().to_owned()
}

pub async fn wants(app: &App, wanted: WantedLink, address: &str) {
    app.accounts.want_link(&nobody(app), wanted, address, "").await.unwrap();
    app.jobs.run_due().await.unwrap();
}

/// Whether the store's files hold a text anywhere.
fn is_stored(world: &World, text: &str) -> bool {
    let files = std::fs::read_dir(world.folder.path()).unwrap();
    files.flatten().any(|file| {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn whoever_signs_up_proves_the_address_by_mail_and_the_badge_names_it() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    let actor = lea.session.actor.clone();
    sit(&app, &actor, "SOA-C03", 50).await;
    app.jobs.run_due().await.unwrap();
    let (mail, token) = one(&post);
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("lea@example.org", "Confirm your address"));
    assert!(mail.text.contains("14 October 2025") && !mail.text.contains('‹'), "{}", mail.text);
    assert!(!is_stored(&world, &token), "a token lies in the data");
    // Scanners open it first, and again and again.
    for _ in 0..3 {
        let opened = app.accounts.claim(&nobody(&app), &token).await.unwrap();
        assert!(opened.asks_for_access && opened.is_mailed);
        assert!(!app.accounts.me(&by(&app, &actor)).await.unwrap().is_verified(), "looking proves nothing");
    }
    let own = app.accounts.claim(&by(&app, &actor), &token).await.unwrap();
    assert!(!own.asks_for_access, "whoever is signed in confirms with one button");
    app.accounts.use_claim(&by(&app, &actor), &token, "", "", "a browser").await.unwrap();
    assert!(app.accounts.me(&by(&app, &actor)).await.unwrap().is_verified());
    app.jobs.run_due().await.unwrap();
    let credential = app.awards.own(&by(&app, &actor)).await.unwrap().remove(0);
    let issued = app.awards.issued(&nobody(&app), credential.id).await.unwrap();
    assert!(issued.signed.contains("identityHash"), "{}", issued.signed);
    let again = app.accounts.use_claim(&by(&app, &actor), &token, "", "", "a browser").await;
    assert!(matches!(again, Err(AppError::NotFound)), "once");
    app.accounts.want_proof(&by(&app, &actor), "").await.unwrap();
    app.jobs.run_due().await.unwrap();
    assert_eq!(post.taken(), [], "what is proved is not asked for again");
    app.close().await;
}

#[tokio::test]
async fn the_proof_is_mailed_again_and_the_later_link_ends_the_earlier_one() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    let actor = lea.session.actor.clone();
    app.jobs.run_due().await.unwrap();
    let (first, former) = one(&post);
    app.accounts.want_proof(&by(&app, &actor), "").await.unwrap();
    app.accounts.want_proof(&by(&app, &actor), "").await.unwrap();
    app.jobs.run_due().await.unwrap();
    let (second, later) = one(&post);
    assert_ne!(first.id, second.id, "another mail, and asked for twice it is one");
    assert!(matches!(app.accounts.claim(&by(&app, &actor), &former).await, Err(AppError::NotFound)));
    assert!(app.accounts.claim(&by(&app, &actor), &later).await.is_ok());
    app.close().await;
}

#[tokio::test]
async fn signing_up_with_an_address_that_somebody_has_is_answered_alike_and_told_by_mail_alone() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let owner = somebody(&app, "lea", Roles::NONE).await;
    let other = signed_up(&app, "lea@example.org", ANOTHER).await;
    assert_ne!(other.session.person(), owner.id);
    app.jobs.run_due().await.unwrap();
    let mails = post.taken();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "You have an account already");
    assert!(!mails[0].text.contains("/claim/"), "nothing to take over: {}", mails[0].text);
    app.close().await;
}

#[tokio::test]
async fn a_lost_password_is_asked_for_alike_by_who_has_an_account_and_who_has_none() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    somebody(&app, "lea", Roles::NONE).await;
    let open = app.accounts.sign_in(&nobody(&app), "lea@example.org", PASSWORD, "").await.unwrap();
    wants(&app, WantedLink::NewPassword, "nobody@example.org").await;
    let mails = post.taken();
    assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "No account with this address"));
    assert!(!mails[0].text.contains("/new-password/"), "{}", mails[0].text);
    wants(&app, WantedLink::NewPassword, "LEA@example.org").await;
    let (mail, token) = one(&post);
    assert_eq!(mail.subject, "Choose a new password");
    let wrong = app.accounts.mailed_link(&nobody(&app), WantedLink::SignIn, &token).await;
    assert!(matches!(wrong, Err(AppError::NotFound)), "a link is for one thing");
    assert!(matches!(app.accounts.claim(&nobody(&app), &token).await, Err(AppError::NotFound)));
    for _ in 0..3 {
        app.accounts.mailed_link(&nobody(&app), WantedLink::NewPassword, &token).await.unwrap();
    }
    let weak = app.accounts.set_password_by_link(&nobody(&app), &token, "lea@example.org", "").await;
    assert!(matches!(weak, Err(AppError::Invalid(_))), "a fault leaves the link as it was");
    app.accounts.set_password_by_link(&nobody(&app), &token, ANOTHER, "").await.unwrap();
    let session = app.accounts.session(&nobody(&app), &open.token).await.unwrap();
    assert!(session.is_none(), "whoever was in is out");
    for (password, right) in [(PASSWORD, false), (ANOTHER, true)] {
        let tried = app.accounts.sign_in(&nobody(&app), "lea@example.org", password, "").await;
        assert_eq!(tried.is_ok(), right, "{password}");
    }
    let again = app.accounts.set_password_by_link(&nobody(&app), &token, "still another one", "").await;
    assert!(matches!(again, Err(AppError::NotFound)), "once");
    wants(&app, WantedLink::NewPassword, "lea@example.org").await;
    let (_, token) = one(&post);
    world.moment("2025-09-30T10:00:00Z");
    let over = app.accounts.mailed_link(&nobody(&app), WantedLink::NewPassword, &token).await;
    assert!(matches!(over, Err(AppError::NotFound)), "an hour and no longer");
    app.close().await;
}

/// Account pre-hijacking: a stranger made the account, its owner asks to be let in.
#[tokio::test]
async fn whoever_typed_an_address_first_is_out_once_its_owner_chooses_the_password() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let stranger = signed_up(&app, "victim@example.org", "a strangers own words").await;
    world.moment("2025-09-30T09:00:01Z");
    let second = signed_up(&app, "victim@example.org", "some other good words").await;
    app.jobs.run_due().await.unwrap();
    post.taken();
    // So many mails an hour go to one address, those of accounts included.
    world.moment("2025-09-30T10:00:01Z");
    wants(&app, WantedLink::SignIn, "victim@example.org").await;
    let mails = post.taken();
    assert_eq!(mails.len(), 2, "one for each account");
    assert!(mails.iter().all(|mail| mail.text.contains("/claim/")), "none signs in: {mails:#?}");
    wants(&app, WantedLink::NewPassword, "victim@example.org").await;
    let mails = post.taken();
    assert!(mails.len() == 2 && mails[0].id != mails[1].id);
    let owner = app.accounts.set_password_by_link(&nobody(&app), &token(&mails[0]), ANOTHER, "").await;
    assert_eq!(owner.unwrap().session.person(), stranger.session.person());
    assert!(app.accounts.session(&nobody(&app), &stranger.token).await.unwrap().is_none());
    // The other account keeps its own way in, and the address is no longer to be had.
    let late = app.accounts.set_password_by_link(&nobody(&app), &token(&mails[1]), ANOTHER, "").await;
    assert!(matches!(late, Err(AppError::NotFound)), "the address is another person's by now");
    assert!(app.accounts.session(&nobody(&app), &second.token).await.unwrap().is_some());
    app.close().await;
}

#[tokio::test]
async fn a_link_signs_in_once_within_half_an_hour() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let lea = somebody(&app, "lea", Role::Support).await;
    wants(&app, WantedLink::SignIn, "lea@example.org").await;
    let (_, token) = one(&post);
    app.accounts.mailed_link(&nobody(&app), WantedLink::SignIn, &token).await.unwrap();
    let signed_in = app.accounts.sign_in_by_link(&nobody(&app), &token, "").await.unwrap();
    assert_eq!(signed_in.session.actor, lea.actor, "with the roles of now");
    let again = app.accounts.sign_in_by_link(&nobody(&app), &token, "").await;
    assert!(matches!(again, Err(AppError::NotFound)));
    wants(&app, WantedLink::SignIn, "lea@example.org").await;
    let (_, token) = one(&post);
    world.moment("2025-09-30T09:30:00Z");
    let over = app.accounts.sign_in_by_link(&nobody(&app), &token, "").await;
    assert!(matches!(over, Err(AppError::NotFound)));
    app.close().await;
}

#[tokio::test]
async fn an_invited_person_comes_into_their_record_by_mail_and_the_log_says_who_invited() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let mut histories = Histories::default();
    let pass = Happening::Pass { what: Earned::Exam("CLF-C02".into()) };
    histories.add("lea@example.org".into(), Event::new(date(2025, 9, 1), pass));
    app.record.import(&by(&app, &Actor::Operator), &histories, true, &|_| ()).await.unwrap();
    let wanted = PeopleWanted { text: "lea@".into(), ..PeopleWanted::default() };
    let found = app.record.people(&by(&app, &ada.actor), &wanted, PeopleOrder::Name, 1).await.unwrap();
    let lea = &found.lines[0].account;
    let own = app.accounts.mail_claim_link(&by(&app, &ada.actor), ada.id).await;
    assert!(own.is_err(), "nobody invites themselves");
    let invited = app.accounts.mail_claim_link(&by(&app, &ada.actor), lea.id).await.unwrap();
    assert_eq!(invited.email, "lea@example.org");
    app.jobs.run_due().await.unwrap();
    let (mail, token) = one(&post);
    assert!(mail.subject.starts_with("Your account at "), "{}", mail.subject);
    let used = app.accounts.use_claim(&nobody(&app), &token, "Lea", ANOTHER, "").await.unwrap();
    assert_eq!(used.session.person(), lea.id);
    let log = app.audit.lines(&by(&app, &ada.actor), &assay_app::LinesWanted::default(), 1).await;
    let log = format!("{:?}", log.unwrap().lines);
    assert!(log.contains("did.link-mailed"), "{log}");
    app.close().await;
}

#[tokio::test]
async fn so_many_mails_go_to_one_address_whether_or_not_somebody_has_it() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    somebody(&app, "lea", Roles::NONE).await;
    let mut waits = Vec::new();
    for address in ["lea@example.org", "nobody@example.org"] {
        for _ in 0..3 {
            wants(&app, WantedLink::NewPassword, address).await;
        }
        match app.accounts.want_link(&nobody(&app), WantedLink::SignIn, address, "").await {
            Err(AppError::TooMany { wait_s }) => waits.push(wait_s),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(waits[0], waits[1], "known and unknown");
    assert_eq!(post.taken().len(), 6);
    signed_up(&app, "lea@example.org", "one more good sentence").await;
    app.jobs.run_due().await.unwrap();
    assert_eq!(post.taken(), [], "an account is made, and no further mail sent by it");
    let bad = app.accounts.want_link(&nobody(&app), WantedLink::SignIn, "no address", "").await;
    assert!(matches!(bad, Err(AppError::Invalid(_))));
    app.close().await;
}

#[tokio::test]
async fn without_mail_nothing_is_asked_for_and_the_team_hands_links_over() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    assert_eq!(app.jobs.waiting(&by(&app, &Actor::Worker)).await.unwrap(), 0);
    let asked = app.accounts.want_link(&nobody(&app), WantedLink::SignIn, "lea@example.org", "").await;
    assert!(matches!(asked, Err(AppError::NotFound)));
    let again = app.accounts.want_proof(&by(&app, &lea.session.actor), "").await;
    assert!(matches!(again, Err(AppError::NotFound)));
    assert!(app.accounts.make_claim_link_for(&by(&app, &Actor::Operator), "lea@example.org").await.is_ok());
    app.close().await;
}
