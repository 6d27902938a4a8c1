//! What the team does with registrations on the pages: found, moved, withdrawn, taken up again, made.

use insta::assert_snapshot;

use crate::{objects::World, place::Place, site::Who, story::Story};

const LIST: &str = "/admin/registrations";

async fn a_registration(place: Place) -> String {
    let world = World::of_people(place).await;
    let site = world.site().await;
    site.post(Who::Noor, "/exams/SOA-C02/register", &[]).await;
    let mut story = Story::on(site).await;
    let found = story.gets(Who::Ada, &format!("{LIST}?q=noor&exam=SOA-C02&state=open")).await;
    let one = format!("{LIST}/{}", found.ids("reg").remove(0));
    story.gets(Who::Sam, &one).await;
    story.gets(Who::Ada, &one).await;
    let (to, reopen) = (format!("{one}/move"), one.replace("/admin", "") + "/reopen");
    story.gets(Who::Ada, &to).await;
    let mark = story.gets(Who::Ada, &format!("{to}?exam=SOA-C03")).await.field("mark");
    let act = |reason: &'static str| [("exam", "SOA-C03"), ("mark", mark.as_str()), ("reason", reason)];
    story.posts(Who::Sam, &to, &act("The version ends.")).await;
    story.posts(Who::Ada, &to, &act("")).await;
    story.leaves("Refused, and asked for a reason").await;
    let done = story.posts(Who::Ada, &to, &act("The version ends.")).await.location().to_owned();
    story.leaves("Moved").await;
    story.gets(Who::Ada, &done).await;
    story.posts(Who::Ada, &to, &act("Again.")).await;
    story.gets(Who::Noor, "/my/exams").await;
    story.gets(Who::Noor, "/my/messages").await;
    story.posts(Who::Noor, &reopen, &[]).await;
    story.posts(Who::Noor, "/exams/SOA-C02/register", &[]).await;
    story.leaves("Not moved twice, and not given back by herself").await;

    let new = done.split('?').next().unwrap().to_owned();
    for (act, reason) in [("withdraw", "A wrong exam."), ("take-up", "It was the right one.")] {
        let place = format!("{new}/{act}");
        let mark = story.gets(Who::Ben, &place).await.field("mark");
        let done = story.posts(Who::Ben, &place, &[("mark", &mark), ("reason", reason)]).await;
        let done = done.location().to_owned();
        story.leaves(act).await;
        story.gets(Who::Ben, &done).await;
    }

    story.gets(Who::Ada, &format!("{LIST}/new?email=nobody@example.org")).await;
    story.gets(Who::Ada, &format!("{LIST}/new?email=ada@demo.example")).await;
    let register = story.gets(Who::Ada, &format!("{LIST}/new?email=sam@demo.example")).await;
    let register = register.location().to_owned();
    story.gets(Who::Ada, &register).await;
    story.gets(Who::Ada, &format!("{register}?exam=NO-C99")).await;
    let mark = story.gets(Who::Ada, &format!("{register}?exam=SOA-C03")).await.field("mark");
    let fields = [("exam", "SOA-C03"), ("mark", mark.as_str()), ("reason", "Asked for by telephone.")];
    let done = story.posts(Who::Ada, &register, &fields).await.location().to_owned();
    story.leaves("Registered").await;
    story.gets(Who::Ada, &done).await;
    story.posts(Who::Ada, &register, &fields).await;
    story.leaves("Not registered twice").await;
    story.gets(Who::Sam, "/my/exams").await;
    story.gets(Who::Ada, &format!("{LIST}?q=noor&sort=-last-day")).await;
    story.gets(Who::Ada, &format!("{LIST}.csv?state=withdrawn")).await;
    story.gets(Who::Ada, &format!("{LIST}?from=2025-09-01&until=2025-09-02&state=over")).await;
    world.remove().await;
    story.end().await
}

#[tokio::test]
async fn the_team_finds_moves_withdraws_takes_up_and_makes_registrations() {
    assert_snapshot!("registrations", a_registration(Place::folder()).await);
}

#[tokio::test]
async fn on_postgresql_the_team_acts_on_registrations_the_same() {
    let Some(place) = Place::database().await else { return };
    assert_snapshot!("registrations", a_registration(place).await);
}
