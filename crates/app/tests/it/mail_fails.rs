//! Mail that does not leave, and a process that ends while it does.

use std::sync::{Arc, Mutex};

use assay_app::{AppError, JobState, JobsWanted, KeptMail, Mail, NotSent, Post, Sending, WantedLink};
use assay_kernel::{Actor, Role, Roles};
use tokio::sync::Notify;

use crate::{
    mail::{Kept, PASSWORD, nobody, one, signed_up, token},
    world::{World, by, somebody},
};

/// A server that takes a mail on, and whose answer nobody hears.
#[derive(Default)]
struct Unheard {
    mails: Mutex<Vec<Mail>>,
    taken: Notify,
}

impl Post for Unheard {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        self.mails.lock().unwrap().push(mail.clone());
        self.taken.notify_one();
        Box::pin(std::future::pending())
    }

    fn kept(&self) -> Vec<KeptMail> {
        Vec::new()
    }
}

#[tokio::test]
async fn a_process_that_ends_while_a_mail_leaves_sends_it_once_more_as_the_same_mail() {
    let (world, unheard) = (World::at("2025-09-30T09:00:00Z"), Arc::new(Unheard::default()));
    let app = world.app_that_mails(unheard.clone()).await;
    let lea = signed_up(&app, "lea@example.org", PASSWORD).await;
    tokio::select! {
        _ = app.jobs.run_due() => panic!("it never hears the answer"),
        () = unheard.taken.notified() => {}
    }
    let after = world.copy();
    let first = unheard.mails.lock().unwrap().remove(0);
    app.close().await;

    let post = Kept::new();
    let app = after.app_that_mails(post.clone()).await;
    app.jobs.run_due().await.unwrap();
    let (second, later) = one(&post);
    assert_eq!(first.id, second.id, "mail programs show one of them");
    let former = token(&first);
    assert_ne!(former, later);
    let actor = lea.session.actor;
    for token in [&former, &later] {
        assert!(app.accounts.claim(&by(&app, &actor), token).await.is_ok(), "whichever of them is shown");
    }
    app.accounts.use_claim(&by(&app, &actor), &former, "", "", "").await.unwrap();
    let used = app.accounts.claim(&by(&app, &actor), &later).await;
    assert!(matches!(used, Err(AppError::NotFound)), "together they work once");
    assert_eq!(app.jobs.run_due().await.unwrap(), 1, "the look at the badges, and no mail");
    assert_eq!(post.taken(), []);
    app.close().await;
}

#[tokio::test]
async fn what_a_server_does_not_take_now_is_tried_again_as_the_same_mail() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    signed_up(&app, "lea@example.org", PASSWORD).await;
    post.answers([NotSent::Later("busy".into()), NotSent::Later("busy".into())]);
    for moment in ["2025-09-30T09:00:00Z", "2025-09-30T09:00:01Z", "2025-09-30T09:00:03Z"] {
        world.moment(moment);
        app.jobs.run_due().await.unwrap();
    }
    let mails = post.taken();
    assert_eq!(mails.len(), 3, "put off for one second, then two");
    assert!(mails.iter().all(|mail| mail.id == mails[0].id), "{mails:#?}");
    assert!(app.accounts.claim(&nobody(&app), &token(&mails[2])).await.is_ok());
    assert_eq!(app.jobs.waiting(&by(&app, &Actor::Worker)).await.unwrap(), 0);
    app.close().await;
}

#[tokio::test]
async fn what_a_server_refuses_is_given_up_with_its_words_and_can_be_asked_for_anew() {
    let (world, post) = (World::at("2025-09-30T09:00:00Z"), Kept::new());
    let app = world.app_that_mails(post.clone()).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    somebody(&app, "lea", Roles::NONE).await;
    post.answers([NotSent::Never("550 no such mailbox".into())]);
    let wanted = async || {
        app.accounts.want_link(&nobody(&app), WantedLink::SignIn, "lea@example.org", "").await.unwrap();
        app.jobs.run_due().await.unwrap();
    };
    wanted().await;
    let failed = JobsWanted { state: Some(JobState::Failed), ..JobsWanted::default() };
    let dead = app.jobs.list(&by(&app, &ada.actor), &failed, 1).await.unwrap().lines;
    assert_eq!((dead.len(), dead[0].kind.as_str(), dead[0].attempts), (1, "sign_in", 1));
    assert_eq!(dead[0].cause.as_deref(), Some("550 no such mailbox"));
    post.taken();
    wanted().await;
    assert_eq!(post.taken().len(), 1);
    assert_eq!(app.jobs.list(&by(&app, &ada.actor), &failed, 1).await.unwrap().count, 0);
    app.close().await;
}
