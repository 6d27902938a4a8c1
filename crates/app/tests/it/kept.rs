//! What was applied is kept whole: a later release may find fault with it, and takes nothing out of it.

use assay_app::{AppError, Files};
use assay_kernel::{Actor, Date, Persons, Registrations, Role, Roles, Sittings, TypedId, source::SourceFile};
use assay_store::{
    Day, Ms, NewFile, NewVersionOfProgramme, RegistrationRecord, RegistrationState, Seed, SittingRecord,
    Store, Unit,
    statement::{programme, registration, sitting},
};
use assay_words::InEnglish;

use crate::world::{Somebody, World, answer, by, candidate, device, files, hand_in, sit, somebody, start};

const MORNING: &str = "2025-09-30T09:00:00Z";
/// A scored item of form SOA-C03-A.
const ITEM: &str = "bank/SOA-C03/c03-alarm-dimension-mismatch.toml";

/// The reference programme with one file written otherwise, as an older release may have taken it.
fn edited(path: &str, edit: impl Fn(&str) -> String) -> Files {
    let mut all = files();
    for file in all.texts.iter_mut().filter(|file| file.path == path) {
        *file = SourceFile::new(path, edit(&file.text));
    }
    all
}

/// The reference programme without one file.
fn without(path: &str) -> Files {
    let mut all = files();
    all.texts.retain(|file| file.path != path);
    all
}

/// Puts files into the data as a version that was applied, whatever a review would say.
async fn applied(store: &Store, number: i64, tree: &str, files: &Files) {
    let texts = files.texts.iter().map(|file| NewFile {
        path: file.path.clone(),
        digest: format!("{number} {}", file.path),
        content: file.text.clone(),
        base64: false,
    });
    let version = NewVersionOfProgramme {
        number,
        tree: tree.to_owned(),
        files: texts.collect(),
        plan: None,
        proposed_by: None,
        applied_by: "an older release".to_owned(),
        applied_on: Day(Date::constant(2025, 9, 1)),
    };
    let mut unit = Unit::from_iter(programme::files_kept(tree, &version.files));
    unit.run(programme::applied(&version, Ms(MORNING.parse().unwrap())));
    store.commit(unit).await.unwrap();
}

/// Data with these files in force.
async fn world_with(files: &Files) -> World {
    let world = World::at(MORNING);
    let store = world.store().await;
    applied(&store, 1, &files.tree(), files).await;
    store.close().await;
    world
}

#[tokio::test]
async fn an_applied_item_that_todays_review_refuses_is_delivered_and_scored() {
    // Each of them is refused by `assay check` today, at another place of the reading.
    type Edit = (&'static str, fn(&str) -> String);
    let edits: [Edit; 5] = [
        ("another address than https", |text| text.replace("url = \"https:", "url = \"http:")),
        ("a difficulty out of range", |text| text.replace("\ndifficulty = 0.", "\ndifficulty = 7.")),
        ("a time out of range", |text| text.replace("\ntime_s = ", "\ntime_s = 90000 # ")),
        ("a key that nothing reads", |text| format!("reviewed_by = \"Ada\"\n{text}")),
        ("a required key that is new", |text| text.replace("\nlevel = ", "\n# level = ")),
    ];
    for (what, edit) in edits {
        let files = edited(ITEM, edit);
        assert!(
            assay_app::check(&files, MORNING.parse().unwrap()).has_errors(),
            "{what}: nothing was edited"
        );
        let world = world_with(&files).await;
        let app = world.app().await;
        let noor = candidate(&app).await;
        let sitting = start(&app, &noor.actor, "SOA-C03").await;
        let delivered =
            app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await.unwrap().items.len();
        assert_eq!(delivered, 65, "{what}: an item vanished from the form");
        answer(&app, &noor.actor, sitting, |_, _| true).await;
        app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
        let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
        assert_eq!((report.raw, report.raw_max), (50, 50), "{what}");
        app.close().await;
    }
}

#[tokio::test]
async fn an_applied_form_that_todays_review_refuses_keeps_its_cut() {
    let form = "forms/SOA-C03-A.toml";
    let files = edited(form, |text| format!("reviewed_by = \"Ada\"\n{text}"));
    assert!(assay_app::check(&files, MORNING.parse().unwrap()).has_errors());
    let world = world_with(&files).await;
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sitting = sit(&app, &noor.actor, "SOA-C03", 31).await;
    let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
    assert_eq!((report.raw, report.raw_max, report.scaled), (31, 50, 720));
    app.close().await;
}

#[tokio::test]
async fn a_form_that_cannot_be_whole_is_never_started() {
    let world = world_with(&without(ITEM)).await;
    let app = world.app().await;
    let noor = candidate(&app).await;
    app.close().await;
    // Registered under an older release, or before the form was broken: told why not, never 404.
    let registration = registered(&world, noor.id).await;
    let app = world.app().await;
    let started = app.sittings.start(&by(&app, &noor.actor), registration, &device(), "a browser").await;
    let text = started.map_err(|error| error.to_string());
    assert!(
        text.clone().is_err_and(|text| text.contains("not ready to be taken yet")),
        "started with an item less: {text:?}"
    );
    app.close().await;
}

/// A registration that nothing asked about.
async fn registered(world: &World, person: TypedId<Persons>) -> TypedId<Registrations> {
    let open = RegistrationRecord {
        id: TypedId::from_parts(1, [7; 10]),
        person_id: person,
        exam: "SOA-C03".into(),
        state: RegistrationState::Open,
        registered_on: Day(Date::constant(2025, 9, 30)),
        sit_from: Day(Date::constant(2025, 9, 30)),
        sit_until: None,
        created_at: Ms(MORNING.parse().unwrap()),
        made_by: None,
        withdrawn_by: None,
        withdrawn_on: None,
        instead_of: None,
    };
    let store = world.store().await;
    store.commit(registration::added(&open).into()).await.unwrap();
    store.close().await;
    open.id
}

/// A sitting of a form whose item is gone, as an older release had started it.
async fn started(world: &World, tree: &str) -> (Somebody, TypedId<Sittings>) {
    let app = world.app().await;
    let noor = candidate(&app).await;
    app.close().await;
    let registration_id = registered(world, noor.id).await;
    let at = Ms(MORNING.parse().unwrap());
    let store = world.store().await;
    let running = SittingRecord {
        id: TypedId::from_parts(1, [8; 10]),
        registration_id,
        person_id: noor.id,
        exam: "SOA-C03".into(),
        form: "SOA-C03-A".into(),
        seed: Seed(1),
        started_on: Day(Date::constant(2025, 9, 30)),
        started_at: at,
        deadline_at: Ms("2025-09-30T11:10:00Z".parse().unwrap()),
        submitted_at: None,
        time_over: false,
        report: None,
        scored_at: None,
        tree: Some(tree.to_owned()),
        writer: device().as_str().to_owned(),
        writing_since: None,
        result_held_at: None,
        voided_at: None,
        voided_on: None,
    };
    let started = [registration::used(registration_id), sitting::started(&running)];
    store.commit(Unit::from_iter(started)).await.unwrap();
    store.close().await;
    (noor, running.id)
}

#[tokio::test]
async fn a_sitting_whose_form_is_not_whole_is_held_and_named_and_never_scored_partly() {
    let broken = without(ITEM);
    let tree = broken.tree();
    let world = world_with(&broken).await;
    let (noor, sitting) = started(&world, &tree).await;
    let app = world.app().await;
    let delivered = app.sittings.deliver(&by(&app, &noor.actor), sitting, &device()).await;
    assert!(delivered.is_err(), "delivered with {} items", delivered.unwrap().items.len());
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
    // A neighbour's consequences are carried out, however long this one waits.
    let ben = somebody(&app, "ben", Roles::NONE).await;
    let neighbour = sit(&app, &ben.actor, "DOP-C02", 9).await;
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    assert!(app.sittings.result(&by(&app, &ben.actor), neighbour).await.unwrap().report.is_some());
    let view = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap();
    assert_eq!((view.open, view.report, view.held), (false, None, true), "scored with an item less");
    assert_eq!(app.jobs.waiting(&by(&app, &Actor::Anonymous)).await.unwrap(), 1, "its scoring waits");
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let held = app.sittings.held(&by(&app, &ada.actor)).await.unwrap();
    let missing =
        "the form `SOA-C03-A` asks for the item `c03-alarm-dimension-mismatch`, which is not in the bank";
    assert_eq!(held.iter().map(|held| held.sittings).collect::<Vec<_>>(), [1, 0], "{held:?}");
    assert!(held.iter().all(|held| held.text.contains(missing)), "{held:?}");
    assert!(held[0].text.starts_with("1 sitting is on hold and not scored in part"), "{held:?}");
    app.close().await;

    // The file is put back into the version it was applied with: then it is scored in full.
    let store = world.store().await;
    applied(&store, 2, &tree, &files()).await;
    store.close().await;
    world.moment("2025-09-30T12:00:00Z");
    let app = world.app().await;
    app.jobs.run_due().await.unwrap();
    let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
    assert_eq!((report.raw, report.raw_max), (0, 50));
    app.close().await;
}

#[tokio::test]
async fn registration_is_refused_where_no_form_is_there() {
    let mut bare = without("forms/SOA-C03-A.toml");
    bare.texts.retain(|file| file.path != "forms/SOA-C03-B.toml");
    let world = world_with(&bare).await;
    let app = world.app().await;
    let noor = candidate(&app).await;
    let registered = app.registrations.register(&by(&app, &noor.actor), "SOA-C03").await;
    let refusal = match registered {
        Err(AppError::Registration(refusal)) => refusal,
        other => panic!("registered for an exam that nobody can sit: {other:?}"),
    };
    assert_eq!(refusal.code, "not-ready");
    assert!(
        refusal.said.text().contains("The exam is not ready to be taken yet: SOA-C03"),
        "{}",
        refusal.said.text()
    );
    app.close().await;
}
