//! What a person holds reaches the badge: withdrawn, never valid; one failure stops nobody else.

use std::path::Path;

use assay_app::{App, Message, OnRecord, Reviewed};
use assay_credential::{CheckName, CheckOutcome, Conclusion, Verifier, status_list};
use assay_kernel::{Actor, CertificationCode, Credentials, Date, Roles, TypedId, date};
use assay_standing::{Event, Happening, Histories};
use assay_store::{
    NewVersion, Take, Unit,
    statement::{credential, message, status, work},
};
use assay_words::InEnglish;
use serde_json::Value;

use crate::world::{Somebody, World, by, files_of, sit, somebody};

const ZOO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/zoo");

/// An instant at which the reference programme's exams can be sat.
fn now() -> assay_kernel::Instant {
    "2025-09-30T09:00:00Z".parse().unwrap()
}

fn zoo(name: &str) -> Reviewed {
    let files = files_of(&Path::new(ZOO).join(name));
    assay_app::load(files).unwrap_or_else(|found| panic!("{:#?}", found.sorted()))
}

pub async fn record(app: &App, events: &[(&str, Date, Happening)]) {
    let mut all = Histories::default();
    for (person, on, happening) in events {
        all.add(format!("{person}@example.org"), Event::new(*on, happening.clone()));
    }
    app.record.import(&by(app, &Actor::Operator), &all, false, &|_| ()).await.unwrap();
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
}

pub fn earn(certification: &str) -> Happening {
    Happening::Earn { certification: CertificationCode::new(certification) }
}

pub fn revoke(certification: &str, reason: &str) -> Happening {
    Happening::Revoke {
        certification: CertificationCode::new(certification),
        reason: Some(reason.to_owned()),
    }
}

const REASON: &str = "Items were shared with others.";

/// What somebody elsewhere finds out about a badge, with the documents that this installation serves.
pub async fn verified_elsewhere(app: &App, badge: &Value) -> Conclusion {
    let document = app.awards.issuer().document();
    let resolve = |url: &str| (document["id"] == url).then(|| document.clone());
    let list = match badge["credentialStatus"]["statusListCredential"].as_str() {
        Some(url) => {
            let number = url.rsplit('/').next().unwrap().parse().unwrap();
            serde_json::from_str(
                &app.awards.status_list(&by(app, &Actor::Anonymous), number).await.unwrap().signed,
            )
            .unwrap()
        }
        None => Value::Null,
    };
    let status = |url: &str| (list["id"] == url).then(|| list.clone());
    let gunzip = status_list::gunzip;
    let (now, asked_at) = (app.door.ask(Actor::Anonymous).at, None);
    let verifier = Verifier { resolve: &resolve, status: &status, gunzip: Some(&gunzip), now, asked_at };
    let report = verifier.verify(badge.to_string().as_bytes());
    assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Passed, "{report:#?}");
    report.conclusion()
}

/// The latest published edition of the only badge of somebody.
pub async fn badge(app: &App, who: &Somebody) -> Value {
    let held = app.awards.own(&by(app, &who.actor)).await.unwrap();
    assert_eq!(held.len(), 1);
    serde_json::from_str(&app.awards.issued(&by(app, &Actor::Anonymous), held[0].id).await.unwrap().signed)
        .unwrap()
}

#[tokio::test]
async fn every_badge_names_its_place_in_a_list_of_the_issuer() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    sit(&app, &noor.actor, "SOA-C03", 50).await;
    let status = badge(&app, &noor).await["credentialStatus"].clone();
    // One object, never a list: Open Badges 3.0 allows one, and its validator lets the first decide.
    assert_eq!(status["type"], "BitstringStatusListEntry");
    assert_eq!(status["statusPurpose"], "revocation");
    let list = status["statusListCredential"].as_str().unwrap();
    assert!(list.starts_with("https://certs.example.org/"), "{list}");
    let place: u64 = status["statusListIndex"].as_str().unwrap().parse().unwrap();
    assert!(place < 131_072, "{place}");
    app.close().await;
}

#[tokio::test]
async fn an_award_that_was_over_before_it_began_stops_no_other_badge() {
    // Zoo `oracle`: everybody's cloud2018 ended on 1 June 2020. Earned a year later it was never valid.
    let world = World::at("2021-12-01T09:00:00Z");
    let app = world.app_of(zoo("oracle")).await;
    let [both, neighbour] =
        [somebody(&app, "both", Roles::NONE).await, somebody(&app, "one", Roles::NONE).await];
    record(
        &app,
        &[
            ("both", date(2021, 10, 31), earn("cloud2018")),
            ("both", date(2021, 11, 30), earn("ocp12c")),
            ("one", date(2021, 11, 30), earn("ocp12c")),
        ],
    )
    .await;
    for who in [&both, &neighbour] {
        let held = app.awards.own(&by(&app, &who.actor)).await.unwrap();
        let codes: Vec<&str> = held.iter().map(|record| record.certification.as_str()).collect();
        assert_eq!(codes, ["ocp12c"], "the others as usual, none for what was never valid");
    }
    app.close().await;
}

#[tokio::test]
async fn a_certification_that_was_withdrawn_before_its_badge_gets_none() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    let events = [("noor", date(2025, 2, 1), earn("clf")), ("noor", date(2025, 3, 1), revoke("clf", REASON))];
    record(&app, &events).await;
    assert!(app.awards.own(&by(&app, &noor.actor)).await.unwrap().is_empty(), "nothing is signed for it");
    app.close().await;
}

#[tokio::test]
async fn a_withdrawal_reaches_whoever_verifies_elsewhere_and_is_told_once() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    let ada = somebody(&app, "ada", Roles::NONE).await;
    record(&app, &[("noor", date(2025, 2, 1), earn("clf")), ("ada", date(2025, 2, 1), earn("clf"))]).await;
    let (hers, other) = (badge(&app, &noor).await, badge(&app, &ada).await);
    assert_eq!(verified_elsewhere(&app, &hers).await, Conclusion::Holds);
    let list = app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed;
    assert_eq!(
        list,
        app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed,
        "made once, as long as it is good"
    );

    record(&app, &[("noor", date(2025, 9, 1), revoke("clf", REASON))]).await;
    assert_eq!(verified_elsewhere(&app, &hers).await, Conclusion::Revoked, "the file of before, too");
    assert_eq!(badge(&app, &noor).await, hers, "no new edition: the list says it");
    assert_eq!(verified_elsewhere(&app, &other).await, Conclusion::Holds, "nobody else's");
    let list = app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed;
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    assert_eq!(
        list,
        app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed,
        "and nothing more happens"
    );
    let told = app.notices.own(&by(&app, &noor.actor)).await.unwrap();
    let subjects: Vec<&str> = told.iter().map(|message| message.subject.as_str()).collect();
    assert_eq!(subjects, ["Revoked: Cloud Practitioner", "Your badge: Cloud Practitioner"]);
    assert!(told[0].body.contains("was revoked on 1 September 2025.") && told[0].body.contains(REASON));
    assert!(!told[0].body.contains("until"), "{}", told[0].body);
    app.close().await;
}

#[tokio::test]
async fn a_revoked_badge_stays_revoked_when_its_holder_earns_the_certification_anew() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    record(&app, &[("noor", date(2025, 2, 1), earn("clf"))]).await;
    let old = app.awards.own(&by(&app, &noor.actor)).await.unwrap()[0].id;
    record(&app, &[("noor", date(2025, 3, 1), revoke("clf", REASON))]).await;
    record(&app, &[("noor", date(2025, 9, 1), earn("clf"))]).await;
    let issued = app.awards.issued(&by(&app, &Actor::Anonymous), old).await.unwrap();
    let why = format!("Reason: {REASON}");
    assert_eq!(issued.revoked(), Some((date(2025, 3, 1), why.clone())));
    let file = serde_json::from_str(&issued.signed).unwrap();
    let judged = issued.judge(&file, app.door.ask(Actor::Anonymous).today, &jiff::tz::TimeZone::UTC);
    assert_eq!(judged, OnRecord::Revoked { on: date(2025, 3, 1), reason: why });
    assert_eq!(verified_elsewhere(&app, &file).await, Conclusion::Revoked);
    let held = app.awards.own(&by(&app, &noor.actor)).await.unwrap();
    let new = held.iter().find(|record| record.id != old).unwrap();
    assert_eq!(
        app.awards.issued(&by(&app, &Actor::Anonymous), new.id).await.unwrap().revoked(),
        None,
        "the new award is another one"
    );
    app.close().await;
}

#[tokio::test]
async fn the_public_page_of_a_badge_never_tells_what_was_struck() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = somebody(&app, "noor", Roles::NONE).await;
    let dop = || CertificationCode::new("dop");
    let credit = Happening::Credit { certification: dop(), n: 10, category: None };
    let strike = Happening::Strike {
        certification: dop(),
        n: 10,
        category: None,
        reason: Some("The evidence was forged.".to_owned()),
    };
    // The edition is made after the strike, as one is when an address is proved or something is restored.
    let [earned, credited, struck] = [(2, earn("dop")), (3, credit), (4, strike)]
        .map(|(month, happening)| ("noor", date(2025, month, 1), happening));
    record(&app, &[earned, credited, struck]).await;
    let id = app.awards.own(&by(&app, &noor.actor)).await.unwrap()[0].id;
    let why = app.awards.issued(&by(&app, &Actor::Anonymous), id).await.unwrap().edition.why;
    assert!(!why.contains("forged"), "{why}");
    assert!(why.contains("1 February 2025"), "the award itself is told: {why}");
    app.close().await;
}

#[tokio::test]
async fn a_list_is_made_anew_before_its_time_is_over() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    somebody(&app, "noor", Roles::NONE).await;
    record(&app, &[("noor", date(2025, 2, 1), earn("clf"))]).await;
    assert!(
        app.awards.status_list(&by(&app, &Actor::Anonymous), 2).await.is_err(),
        "there is no second list yet"
    );
    let times = |list: &str| {
        let list: Value = serde_json::from_str(list).unwrap();
        (list["validFrom"].as_str().unwrap().to_owned(), list["validUntil"].as_str().unwrap().to_owned())
    };
    let first = app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed;
    assert_eq!(times(&first), ("2025-09-30T09:00:00Z".into(), "2025-09-30T10:00:00Z".into()));
    world.moment("2025-09-30T09:29:59Z");
    assert_eq!(app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed, first);
    world.moment("2025-09-30T09:30:00Z");
    let second = app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed;
    assert_eq!(times(&second), ("2025-09-30T09:30:00Z".into(), "2025-09-30T10:30:00Z".into()));
    // A clock that is set back gets a list of its own time.
    world.moment("2025-09-01T09:00:00Z");
    assert_eq!(
        times(&app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed).0,
        "2025-09-01T09:00:00Z"
    );
    app.close().await;
}

#[tokio::test]
async fn a_list_that_was_prepared_before_a_crash_is_signed_as_prepared() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    somebody(&app, "noor", Roles::NONE).await;
    record(&app, &[("noor", date(2025, 2, 1), earn("clf"))]).await;
    app.close().await;
    // Another run went as far as the first of the two commits.
    let ahead = world.copy();
    let app = ahead.app().await;
    let expected = app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed;
    app.close().await;
    let store = ahead.store().await;
    let made = store.status_list(1).await.unwrap().unwrap();
    store.close().await;
    let store = world.store().await;
    let until = made.prepared_until;
    let prepared = status::list_prepared(1, &made.prepared.unwrap(), made.prepared_changes, until);
    store.commit(prepared.into()).await.unwrap();
    store.close().await;
    world.moment("2025-09-30T09:10:00Z");
    let app = world.app().await;
    assert_eq!(
        app.awards.status_list(&by(&app, &Actor::Anonymous), 1).await.unwrap().signed,
        expected,
        "the same bytes, so the same signature"
    );
    app.close().await;
}

/// Somebody's badge as a release of before the lists left it: published, without a place.
async fn old_data() -> (World, TypedId<Credentials>, Value) {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let person = somebody(&app, "noor", Roles::NONE).await.id;
    let mut all = Histories::default();
    all.add("noor@example.org".into(), Event::new(date(2025, 2, 1), earn("clf")));
    app.record.import(&by(&app, &Actor::Operator), &all, false, &|_| ()).await.unwrap();
    app.close().await;
    let ahead = world.copy();
    let app = ahead.app().await;
    app.jobs.run_due().await.unwrap();
    app.close().await;
    let (from, to) = (ahead.store().await, world.store().await);
    let record = from.credentials_of(person).await.unwrap().remove(0);
    let version = from.credential_versions(record.id).await.unwrap().remove(0);
    let mut badge: Value = serde_json::from_str(&version.signed.unwrap()).unwrap();
    badge.as_object_mut().unwrap().remove("credentialStatus");
    let new = NewVersion {
        credential: record.clone(),
        version: 1,
        valid_from: version.valid_from,
        valid_until: version.valid_until,
        said: version.said,
        prepared: version.prepared,
        place: None,
    };
    let at = record.created_at;
    let published = [
        credential::made(&record),
        credential::prepared(&new, at),
        credential::signed(record.id, 1, &badge.to_string(), at),
        credential::published(record.id, 1, at),
        message::told(person, "credential", r#"{"code":"notice.first-badge"}"#, at),
    ];
    to.commit(Unit::from_iter(published)).await.unwrap();
    // What was queued was done by the old release.
    let (queue, kinds, by) = ("awards", &["look"] as &[_], "the old release".to_owned());
    let take = Take { queue, kinds, by, now: at, until: at, limit: 100, key: None };
    for due in to.take_work(take).await.unwrap() {
        to.commit(Unit::from_iter(work::finished(&due))).await.unwrap();
    }
    from.close().await;
    to.close().await;
    (world, record.id, badge)
}

#[tokio::test]
async fn a_badge_of_before_the_lists_gets_an_edition_with_a_place_at_the_next_run() {
    let (world, id, old) = old_data().await;
    let app = world.app().await;
    assert_eq!(app.awards.issued(&by(&app, &Actor::Anonymous), id).await.unwrap().edition.number, 1);
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    let issued = app.awards.issued(&by(&app, &Actor::Anonymous), id).await.unwrap();
    assert_eq!(issued.edition.number, 2, "one new edition, once");
    let new: Value = serde_json::from_str(&issued.signed).unwrap();
    for same in ["id", "validFrom", "validUntil", "awardedDate"] {
        assert_eq!(new[same], old[same]);
    }
    assert_eq!(verified_elsewhere(&app, &new).await, Conclusion::Holds);
    record(&app, &[("noor", date(2025, 9, 1), revoke("clf", REASON))]).await;
    assert_eq!(verified_elsewhere(&app, &new).await, Conclusion::Revoked);
    app.close().await;
}

#[tokio::test]
async fn a_badge_of_before_the_lists_that_is_withdrawn_meanwhile_is_served_as_revoked() {
    let (world, id, _) = old_data().await;
    let app = world.app().await;
    record(&app, &[("noor", date(2025, 9, 1), revoke("clf", REASON))]).await;
    let issued = app.awards.issued(&by(&app, &Actor::Anonymous), id).await.unwrap();
    assert_eq!(issued.edition.number, 2, "only an edition with a place can be refused elsewhere");
    let new: Value = serde_json::from_str(&issued.signed).unwrap();
    assert_eq!(verified_elsewhere(&app, &new).await, Conclusion::Revoked);
    app.close().await;
    let store = world.store().await;
    let person = store.credential(id).await.unwrap().unwrap().person_id;
    let told = store.messages_of(person).await.unwrap();
    store.close().await;
    let subjects = told.into_iter().map(|record| Message::try_from(record).unwrap().subject);
    let subjects: Vec<String> = subjects.collect();
    assert_eq!(subjects, ["Revoked: Cloud Practitioner", "Your badge: ‹title›"]);
}

#[tokio::test]
async fn whoever_never_held_it_for_a_day_is_told_why_there_is_no_badge() {
    let world = World::at("2021-12-01T09:00:00Z");
    let app = world.app_of(zoo("oracle")).await;
    let both = somebody(&app, "both", Roles::NONE).await;
    let events =
        [("both", date(2021, 10, 31), earn("cloud2018")), ("both", date(2021, 11, 30), earn("ocp12c"))];
    record(&app, &events).await;
    // Standing makes no award of it, and says why under "Also on record"; nobody is told of a badge.
    let standing = app.record.own_standing(&by(&app, &both.actor)).await.unwrap();
    assert!(standing.credential("cloud2018").is_none());
    let of_it: Vec<_> = standing.unused.iter().map(|reason| reason.said.text()).collect();
    let said = "awards of that day end on 1 June 2020, before they begin, so this was never valid";
    assert!(of_it.len() == 1 && of_it[0].contains(said), "{of_it:?}");
    assert_eq!(
        app.jobs.waiting(&by(&app, &Actor::Anonymous)).await.unwrap(),
        0,
        "and nothing is tried again for ever"
    );
    app.close().await;
}

#[test]
fn artwork_that_is_no_picture_is_refused_and_what_is_more_than_one_is_left_out() {
    let with = |path: &str, bytes: &[u8]| {
        let mut files = crate::world::files();
        let art = files.artwork.iter_mut().find(|art| art.path == path).unwrap();
        art.bytes = bytes.to_vec();
        files
    };
    let codes = |found: &assay_kernel::Diagnostics, path: &str| {
        let all = found.clone().sorted();
        let of = all.iter().filter(|found| found.at.file == path);
        of.map(|found| found.code).collect::<Vec<_>>()
    };
    let whole = crate::world::files();
    let png = whole.artwork.iter().find(|art| art.path == "badges/clf.png").unwrap().bytes.clone();
    for (path, bytes) in [("badges/clf.svg", b"GIF89a".as_slice()), ("badges/clf.png", &png[..png.len() / 2])]
    {
        let found = assay_app::check(&with(path, bytes), now());
        assert!(found.has_errors(), "{path}");
        assert_eq!(codes(&found, path), ["P0192"]);
        assert!(assay_app::load(with(path, bytes)).is_err());
    }
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"><script>x()</script><g/></svg>";
    let files = with("badges/clf.svg", svg);
    let found = assay_app::check(&files, now());
    assert_eq!(codes(&found, "badges/clf.svg"), ["P0193", "P0193"]);
    assert!(!found.has_errors(), "a warning: the badge is served without it");
    let loaded = assay_app::load(files).unwrap_or_else(|found| panic!("{:#?}", found.sorted()));
    let served = String::from_utf8(loaded.artwork()["badges/clf.svg"].clone()).unwrap();
    assert_eq!(served, "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>");
    let own = assay_app::check(&crate::world::files(), now()).sorted();
    assert!(own.iter().all(|found| !found.at.file.starts_with("badges/")), "ours only draw");
}
