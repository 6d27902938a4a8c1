//! From a pass to a badge that others can verify, and its renewal.

use assay_app::{App, OnRecord};
use assay_credential::{CheckName, CheckOutcome, Verifier};
use assay_kernel::{Actor, Credentials, TypedId};
use insta::assert_snapshot;
use serde_json::Value;

use crate::world::{World, by, candidate, sit};

/// The badge as published, after it was verified with nothing but the issuer's document.
async fn verified(app: &App, id: TypedId<Credentials>) -> Value {
    let signed = app.awards.issued(&by(app, &Actor::Anonymous), id).await.unwrap().signed;
    let document = app.awards.issuer().document();
    let resolve = |url: &str| (document["id"] == url).then(|| document.clone());
    let list: Value =
        serde_json::from_str(&app.awards.status_list(&by(app, &Actor::Anonymous), 1).await.unwrap().signed)
            .unwrap();
    let status = |url: &str| (list["id"] == url).then(|| list.clone());
    let gunzip = assay_credential::status_list::gunzip;
    let verifier = Verifier {
        resolve: &resolve,
        status: &status,
        gunzip: Some(&gunzip),
        now: app.door.ask(Actor::Anonymous).at,
        asked_at: None,
    };
    let report = verifier.verify(signed.as_bytes());
    assert_eq!(report.verdict(CheckName::Status), CheckOutcome::Passed, "its list was asked");
    assert!(report.holds(), "{:#?}", report.checks);
    let altered = signed.replacen("CloudOps", "CloudOpz", 1);
    assert!(!verifier.verify(altered.as_bytes()).holds());
    serde_json::from_str(&signed).unwrap()
}

#[tokio::test]
async fn a_pass_becomes_a_verifiable_badge_and_a_renewal_its_second_version() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    sit(&app, &noor.actor, "SOA-C03", 50).await;
    let held = app.awards.own(&by(&app, &noor.actor)).await.unwrap();
    assert_eq!(held.len(), 1);
    let id = held[0].id;
    let first = verified(&app, id).await;
    assert_eq!(first["id"], format!("https://certs.example.org/credentials/{id}"));
    assert_eq!(first["validFrom"], "2025-09-30T00:00:00Z");
    assert_eq!(first["validUntil"], "2028-09-30T23:59:59Z");
    let subject = first["credentialSubject"].to_string();
    assert!(!subject.contains("noor"), "neither name nor address in clear: {subject}");

    world.moment("2026-05-04T09:00:00Z");
    sit(&app, &noor.actor, "DOP-C02", 10).await;
    let second = verified(&app, id).await;
    // The file of before is an older file, not a false one (N12); a file nobody published is none of ours.
    let (issued, today) = (
        app.awards.issued(&by(&app, &Actor::Anonymous), id).await.unwrap(),
        app.door.ask(Actor::Anonymous).today,
    );
    let zone = app.door.ask(Actor::Anonymous).zone;
    let judge = |file: &Value| issued.judge(file, today, &zone);
    let on = assay_kernel::date(2026, 5, 4);
    let until = Some(assay_kernel::date(2029, 5, 4));
    assert_eq!(judge(&first), OnRecord::Replaced { on, until, in_time: true, renewed: true });
    assert_eq!(judge(&second), OnRecord::Current);
    let mut never = second.clone();
    never["validUntil"] = "2039-05-04T23:59:59Z".into();
    assert_eq!(judge(&never), OnRecord::Unpublished);
    assert_eq!(second["id"], first["id"]);
    assert_eq!(second["awardedDate"], first["awardedDate"]);
    assert_eq!(second["validFrom"], "2026-05-04T00:00:00Z");
    assert_eq!(second["validUntil"], "2029-05-04T23:59:59Z");
    assert_eq!(app.awards.own(&by(&app, &noor.actor)).await.unwrap().len(), 2);
    app.jobs.run_due().await.unwrap();
    app.close().await;
    assert_snapshot!(world.rows(noor.id).await, @r#"
    registration DOP-C02 used
    registration SOA-C03 used
    sitting DOP-C02-DEMO handed in Some("2026-05-04 09:00:00"), scored
    sitting SOA-C03-A handed in Some("2025-09-30 09:00:00"), scored
    history 2025-09-30 pass Some("SOA-C03")
    history 2026-05-04 pass Some("DOP-C02")
    credential cloudops earned 2025-09-30
      version 1 2025-09-30 to 2028-09-30: signed true, published true
      version 2 2026-05-04 to 2029-05-04: signed true, published true
    credential dop earned 2026-05-04
      version 1 2026-05-04 to 2029-05-04: signed true, published true
    message: Your result of SOA-C03: you passed
      30 September 2025: you scored 1000 of 1000; 720 was needed.
    message: Your badge: CloudOps Engineer - Associate
      30 September 2025: CloudOps Engineer - Associate is valid until 30 September 2028.
    message: Your result of DOP-C02: you passed
      4 May 2026: you scored 1000 of 1000; 750 was needed.
    message: Renewed: CloudOps Engineer - Associate, until 4 May 2029
      4 May 2026: CloudOps Engineer - Associate is valid until 4 May 2029.
    message: Your badge: DevOps Engineer - Professional
      4 May 2026: DevOps Engineer - Professional is valid until 4 May 2029.
    jobs waiting: 0
    "#);
}

#[tokio::test]
async fn a_fail_issues_nothing_and_repeated_jobs_issue_nothing_twice() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    sit(&app, &noor.actor, "DOP-C02", 5).await;
    assert!(app.awards.own(&by(&app, &noor.actor)).await.unwrap().is_empty());
    sit(&app, &noor.actor, "SOA-C03", 40).await;
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    app.close().await;
    let rows = world.rows(noor.id).await;
    assert_eq!((rows.matches("version 1").count(), rows.matches("version 2").count()), (1, 0), "{rows}");
    assert_eq!(rows.matches("message").count(), 3, "{rows}");
}

#[tokio::test]
async fn the_issuer_keeps_its_key_and_address_over_restarts() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let document = app.awards.issuer().document();
    app.close().await;
    let app = world.app().await;
    assert_eq!(app.awards.issuer().document(), document);
    assert!(!document.to_string().contains("seed"));
    app.close().await;
}
