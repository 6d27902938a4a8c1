//! What the team puts on one person's record: shown first, done as shown, undone where it can be.

use assay_app::{App, AppError, LinesWanted, RecordEntry, Why};
use assay_credential::Conclusion;
use assay_kernel::{Date, Role, Roles, date};
use assay_programme::model::Earned;
use assay_standing::{Happening, Status};
use assay_words::InEnglish;

use crate::{
    withdrawn::{badge, verified_elsewhere},
    world::{Somebody, World, by, device, sit, somebody},
};

fn why(text: &str) -> Why {
    Why::parse(text).unwrap()
}

fn today() -> Date {
    date(2025, 9, 30)
}

/// Looks at an entry and makes it.
pub async fn put(
    app: &App,
    who: &Somebody,
    about: &Somebody,
    entry: &RecordEntry,
    reason: &str,
) -> Result<(), AppError> {
    let asking = by(app, &who.actor);
    let mark = app.record.preview(&asking, about.id, entry).await?.mark;
    app.record.decide(&asking, about.id, entry, &mark, &why(reason)).await?;
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    Ok(())
}

async fn log(app: &App, reader: &Somebody) -> Vec<String> {
    let lines = app.audit.lines(&by(app, &reader.actor), &LinesWanted::default(), 1).await.unwrap();
    let told = |line: assay_app::EntryLine| {
        let (act, object) = (line.act, line.object.map(|object| format!(" {object}")).unwrap_or_default());
        let why = line.reason.unwrap_or_default();
        format!("{act}{object}\n  {}\n  {why}", line.said.text())
    };
    let decided = |line: &assay_app::EntryLine| line.act == "record.decide";
    lines.lines.into_iter().filter(decided).map(told).collect()
}

#[tokio::test]
async fn a_certification_is_withdrawn_as_it_was_looked_at_and_given_back() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    sit(&app, &noor.actor, "SOA-C03", 50).await;
    let file = badge(&app, &noor).await;
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Holds);

    let entry = RecordEntry::withdrawal("cloudops".into(), today());
    let asking = by(&app, &ada.actor);
    let preview = app.record.preview(&asking, noor.id, &entry).await.unwrap();
    let change = &preview.consequence.changes[0];
    let before = change.before.as_ref().unwrap();
    assert_eq!((before.status, change.after.status), (Status::Active, Status::Revoked));
    assert_eq!(preview.refused, None);

    // Something happened since it was looked at: nothing is done.
    let fee = Happening::Fee { certification: "cloudops".into(), n: 1 };
    put(&app, &ada, &noor, &RecordEntry::of(fee, today()), "Paid by bank transfer.").await.unwrap();
    let stale = app.record.decide(&asking, noor.id, &entry, &preview.mark, &why("Shared.")).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Holds);

    put(&app, &ada, &noor, &entry, "Items were shared.").await.unwrap();
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Revoked);
    // What was foretold is what is read, with the reason.
    let read = app.notices.own(&by(&app, &noor.actor)).await.unwrap().remove(0);
    let foretold = preview.told.unwrap().text();
    assert_eq!(read.body.replace(" Reason: Items were shared.", ""), foretold);
    assert!(read.body.contains("Items were shared."), "{}", read.body);

    // A second time it says so and changes nothing.
    let again = app.record.preview(&asking, noor.id, &entry).await.unwrap();
    assert_eq!(again.refused.as_deref(), Some("It is withdrawn already, so nothing changes."));
    let again = app.record.decide(&asking, noor.id, &entry, &again.mark, &why("Again.")).await;
    assert!(matches!(again, Err(AppError::Invalid(_))), "{again:?}");

    let back = RecordEntry::reinstatement("cloudops".into(), today());
    put(&app, &ada, &noor, &back, "The appeal was upheld.").await.unwrap();
    // What a list took back it never gives back: there is a new file.
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Revoked);
    assert_eq!(verified_elsewhere(&app, &badge(&app, &noor).await).await, Conclusion::Holds);
    let read = app.notices.own(&by(&app, &noor.actor)).await.unwrap().remove(0);
    assert!(read.body.contains("The appeal was upheld."), "{}", read.body);
    let again = put(&app, &ada, &noor, &back, "Again.").await;
    assert!(matches!(again, Err(AppError::Invalid(_))), "{again:?}");

    insta::assert_snapshot!(log(&app, &ada).await.join("\n"), @r"
    record.decide cloudops
      Recorded: Made 1 payment on 30 September 2025.
      Paid by bank transfer.
    record.decide cloudops
      Withdrew CloudOps Engineer - Associate, which was active until 30 September 2028.
      Items were shared.
    record.decide cloudops
      Reinstated CloudOps Engineer - Associate until 30 September 2028.
      The appeal was upheld.
    ");
    app.close().await;
}

/// A certified person, an administrator, and the last message that the person read.
async fn certified(app: &App) -> (Somebody, Somebody) {
    let ada = somebody(app, "ada", Role::Administrator).await;
    let noor = somebody(app, "noor", Roles::NONE).await;
    sit(app, &noor.actor, "SOA-C03", 50).await;
    (ada, noor)
}

async fn last_read(app: &App, who: &Somebody) -> String {
    app.notices.own(&by(app, &who.actor)).await.unwrap().remove(0).body
}

#[tokio::test]
async fn a_certification_is_suspended_by_the_body_as_it_was_looked_at_and_given_back() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (ada, noor) = certified(&app).await;
    let file = badge(&app, &noor).await;
    let asking = by(&app, &ada.actor);
    let entry = RecordEntry::suspension("cloudops".into(), today());

    let preview = app.record.preview(&asking, noor.id, &entry).await.unwrap();
    let change = &preview.consequence.changes[0];
    assert_eq!((change.after.status, change.after.barred_on), (Status::Barred, Some(today())));
    let because = change.because.as_ref().unwrap().text();
    assert_eq!(because, "Suspended by the certification body on 30 September 2025.");
    world.moment("2025-09-30T09:01:00Z");
    let fee = Happening::Fee { certification: "cloudops".into(), n: 1 };
    put(&app, &ada, &noor, &RecordEntry::of(fee, today()), "Paid by bank transfer.").await.unwrap();
    let stale = app.record.decide(&asking, noor.id, &entry, &preview.mark, &why("In doubt.")).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Holds);

    world.moment("2025-09-30T09:02:00Z");
    put(&app, &ada, &noor, &entry, "The identity is in doubt.").await.unwrap();
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Revoked, "the list has one purpose");
    let read = last_read(&app, &noor).await;
    assert_eq!(read.replace(" Reason: The identity is in doubt.", ""), preview.told.unwrap().text());
    let sold = app.registrations.may_register(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    assert_eq!(sold.unwrap_err().code, "suspended");
    let again = app.record.preview(&asking, noor.id, &entry).await.unwrap();
    assert_eq!(again.refused.as_deref(), Some("It is suspended already, so nothing changes."));
    let again = app.record.decide(&asking, noor.id, &entry, &again.mark, &why("Again.")).await;
    assert!(matches!(again, Err(AppError::Invalid(_))), "{again:?}");

    world.moment("2025-09-30T09:03:00Z");
    let back = RecordEntry::reinstatement("cloudops".into(), today());
    put(&app, &ada, &noor, &back, "It was proved.").await.unwrap();
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Revoked, "a place taken back stays so");
    assert_eq!(verified_elsewhere(&app, &badge(&app, &noor).await).await, Conclusion::Holds);
    assert!(last_read(&app, &noor).await.contains("It was proved."));
    app.close().await;
}

#[tokio::test]
async fn a_registration_is_not_used_up_while_its_certification_is_suspended() {
    let world = World::at("2025-10-20T09:00:00Z");
    let app = world.app().await;
    let (ada, noor) = certified(&app).await;
    world.moment("2028-05-02T09:00:00Z");
    let own = by(&app, &noor.actor);
    let registration = app.registrations.register(&own, "SOA-C03").await.unwrap();
    let entry = RecordEntry::suspension("cloudops".into(), own.today);
    put(&app, &ada, &noor, &entry, "The identity is in doubt.").await.unwrap();
    let refused = app.sittings.start(&own, registration, &device(), "a browser").await;
    assert!(matches!(&refused, Err(AppError::Registration(why)) if why.code == "suspended"), "{refused:?}");
    let back = RecordEntry::reinstatement("cloudops".into(), own.today);
    world.moment("2028-05-02T09:01:00Z");
    put(&app, &ada, &noor, &back, "It was proved.").await.unwrap();
    app.sittings.start(&by(&app, &noor.actor), registration, &device(), "a browser").await.unwrap();
    app.close().await;
}

#[tokio::test]
async fn what_is_withdrawn_while_it_is_suspended_is_told_though_its_badge_says_nothing_new() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (ada, noor) = certified(&app).await;
    let entry = RecordEntry::suspension("cloudops".into(), today());
    put(&app, &ada, &noor, &entry, "The identity is in doubt.").await.unwrap();

    world.moment("2025-09-30T09:01:00Z");
    let withdrawal = RecordEntry::withdrawal("cloudops".into(), today());
    let foretold = app.record.preview(&by(&app, &ada.actor), noor.id, &withdrawal).await.unwrap().told;
    put(&app, &ada, &noor, &withdrawal, "It was somebody else.").await.unwrap();
    let read = last_read(&app, &noor).await;
    assert_eq!(read.replace(" Reason: It was somebody else.", ""), foretold.unwrap().text());
    let refused = app.record.preview(&by(&app, &ada.actor), noor.id, &entry).await.unwrap().refused;
    assert_eq!(refused.as_deref(), Some("It is withdrawn, so there is nothing to suspend."));

    world.moment("2025-09-30T09:02:00Z");
    let back = RecordEntry::reinstatement("cloudops".into(), today());
    put(&app, &ada, &noor, &back, "The appeal was upheld.").await.unwrap();
    let held = app.record.own_standing(&by(&app, &noor.actor)).await.unwrap();
    assert_eq!(held.credential("cloudops").unwrap().status, Status::Active, "as it was before both");
    let read = app.notices.own(&by(&app, &noor.actor)).await.unwrap();
    assert_eq!(
        read.iter().filter(|read| read.body.contains("The appeal was upheld.")).count(),
        1,
        "told once"
    );

    insta::assert_snapshot!(log(&app, &ada).await.join("\n"), @r"
    record.decide cloudops
      Reinstated CloudOps Engineer - Associate until 30 September 2028.
      The appeal was upheld.
    record.decide cloudops
      Withdrew CloudOps Engineer - Associate, which was suspended by the body until 30 September 2028.
      It was somebody else.
    record.decide cloudops
      Suspended CloudOps Engineer - Associate, which was active until 30 September 2028.
      The identity is in doubt.
    ");
    app.close().await;
}

#[tokio::test]
async fn nobody_decides_about_themselves_and_support_and_auditors_decide_nothing() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    sit(&app, &noor.actor, "SOA-C03", 50).await;
    let entry = RecordEntry::withdrawal("cloudops".into(), today());
    for entry in [&entry, &RecordEntry::suspension("cloudops".into(), today())] {
        let own = app.record.preview(&by(&app, &ada.actor), ada.id, entry).await.err();
        assert!(matches!(own, Some(AppError::Forbidden)), "{own:?}");
    }
    for role in [Role::Support, Role::Auditor] {
        let who = somebody(&app, &format!("{role:?}").to_lowercase(), role).await;
        let refused = put(&app, &who, &noor, &entry, "I want to.").await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
    }
    let refused = put(&app, &noor, &ada, &entry, "I want to.").await;
    assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
    let nothing = RecordEntry::withdrawal("dop".into(), today());
    let refused = app.record.preview(&by(&app, &ada.actor), noor.id, &nothing).await.unwrap().refused;
    assert_eq!(
        refused.as_deref(),
        Some("This person does not hold it and never did, so there is nothing to decide.")
    );
    assert!(log(&app, &ada).await.is_empty());
    app.close().await;
}

#[tokio::test]
async fn what_happened_elsewhere_is_recorded_by_names_that_the_programme_knows() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (ada, sam) =
        (somebody(&app, "ada", Role::Administrator).await, somebody(&app, "sam", Roles::NONE).await);
    let passed = |exam: &str| Happening::Pass { what: Earned::Exam(exam.into()) };
    let fault =
        async |entry: RecordEntry| match app.record.preview(&by(&app, &ada.actor), sam.id, &entry).await {
            Err(AppError::Invalid(faults)) => faults[0].text.clone(),
            other => panic!("{:?}", other.map(|preview| preview.mark)),
        };
    assert_eq!(
        fault(RecordEntry::of(passed("SOA-CO2"), date(2025, 3, 10))).await,
        "No exam version is called SOA-CO2; did you mean SOA-C02?"
    );
    let ahead = fault(RecordEntry::of(passed("SOA-C02"), date(2025, 10, 1))).await;
    assert_eq!(ahead, "This day is still to come. Record it once it has happened.");
    let none = Happening::Credit { certification: "sysops".into(), n: 0, category: None };
    assert_eq!(fault(RecordEntry::of(none, today())).await, "Enter a whole number from 1 to 10,000.");

    let reference = Some("register of 2025, line 7".to_owned());
    let entry = RecordEntry { reference, ..RecordEntry::of(passed("SOA-C02"), date(2025, 3, 10)) };
    put(&app, &ada, &sam, &entry, "The paper register was found.").await.unwrap();
    let held = app.record.own_standing(&by(&app, &sam.actor)).await.unwrap();
    assert_eq!(held.credential("sysops").unwrap().earned_on, date(2025, 3, 10));
    assert_eq!(app.awards.own(&by(&app, &sam.actor)).await.unwrap().len(), 1);

    // The same day twice is another pass, and the page says what it would do: nothing.
    let again = app.record.preview(&by(&app, &ada.actor), sam.id, &entry).await.unwrap();
    assert!(again.consequence.changes.is_empty(), "{:?}", again.consequence.changes);
    assert_eq!(again.refused, None, "what happened can be written down");
    let waiver = Happening::Fee { certification: "sysops".into(), n: 1 };
    let waiver = RecordEntry { is_waiver: true, ..RecordEntry::of(waiver, today()) };
    put(&app, &ada, &sam, &waiver, "Hardship.").await.unwrap();
    insta::assert_snapshot!(log(&app, &ada).await.join("\n"), @r"
    record.decide SOA-C02
      Recorded: Passed SysOps Administrator - Associate (SOA-C02) on 10 March 2025.
      The paper register was found.
    record.decide sysops
      Waived 1 payment for SysOps Administrator - Associate on 30 September 2025.
      Hardship.
    ");
    app.close().await;
}
