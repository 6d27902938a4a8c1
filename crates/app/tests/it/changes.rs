//! A change of the programme: planned, proposed by one person, applied by another, told to whom it touches.

use std::{collections::BTreeMap, sync::Arc};

use assay_app::{App, AppError, Applied, Asking, Draft, Drafts, Files, Why};
use assay_kernel::{Actor, ProposalId, Role, TypedId, source::SourceFile};
use assay_store::{NewProposal, statement::proposal};
use insta::assert_snapshot;

use crate::world::{
    Somebody, World, answer, by, candidate, files, hand_in, item_among, options, programme, sit, somebody,
    start,
};

/// Changed files by name.
struct Ready(BTreeMap<&'static str, Files>);

impl Drafts for Ready {
    fn list(&self) -> Vec<Draft> {
        let draft =
            |id: &&str| Draft { id: (*id).into(), title: format!("Change: {id}"), text: String::new() };
        self.0.keys().map(draft).collect()
    }

    fn read(&self, id: &str, _current: &Files) -> Result<Files, String> {
        Ok(self.0[id].clone())
    }
}

fn edited(path: &str, edit: impl Fn(&str) -> String) -> Files {
    let mut files = files();
    let file = files.texts.iter_mut().find(|file| file.path == path).unwrap();
    *file = SourceFile::new(path, edit(&file.text));
    files
}

/// A scored item of the form.
const ITEM: &str = "bank/SOA-C03/c03-alarm-dimension-mismatch.toml";
const EXTENSION: &str =
    "\n[[amendment]]\non = 2025-10-01\nshift = \"P6M\"\nreason = \"Centres are closed.\"\n";

/// A programme with three drafts: six months more, a file with a fault, and another key of one item.
fn ready() -> Arc<Ready> {
    let keys = edited(ITEM, |text| {
        let (key, other) = if text.contains("key = [\"A\"]") { ("A", "B") } else { ("C", "A") };
        text.replace(&format!("key = [\"{key}\"]"), &format!("key = [\"{other}\"]"))
    });
    Arc::new(Ready(BTreeMap::from([
        ("extension", edited("programme.toml", |text| text.to_owned() + EXTENSION)),
        ("faulty", edited("programme.toml", |text| text.replace("zone = \"UTC\"", "zone = \"Mars\""))),
        ("nothing", files()),
        ("everywhere", everywhere()),
        ("shorter", edited("policies/clf.toml", |text| text.replace("= \"P3Y\"", "= \"P2Y\""))),
        ("key", keys),
    ])))
}

/// A remark in every file of the bank.
fn everywhere() -> Files {
    let mut files = files();
    for file in files.texts.iter_mut().filter(|file| file.path.starts_with("bank/")) {
        *file = SourceFile::new(file.path.clone(), format!("# Read again.\n{}", file.text));
    }
    files
}

pub fn why(text: &str) -> Why {
    Why::parse(text).unwrap()
}

/// Looks at a draft and proposes exactly what was looked at.
pub async fn propose(app: &App, asking: &Asking, draft: &str) -> Result<ProposalId, AppError> {
    let seen = app.changes.preview(asking, draft).await?.seen;
    app.changes.propose(asking, draft, &seen, &why("So that nobody loses a certification.")).await
}

pub async fn begin(world: &World) -> (App, Somebody, Somebody) {
    let app = world.app_with(ready()).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let ben = somebody(&app, "ben", Role::Administrator).await;
    (app, ada, ben)
}

/// Somebody who passed on the world's day and has the badge; then it is two days later.
pub async fn holder(world: &World, app: &App) -> Somebody {
    let noor = candidate(app).await;
    sit(app, &noor.actor, "SOA-C03", 50).await;
    app.jobs.run_due().await.unwrap();
    world.moment("2025-10-02T09:00:00Z");
    noor
}

#[tokio::test]
async fn one_proposes_another_applies_and_the_holder_gets_a_new_edition_and_a_message() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let noor = holder(&world, &app).await;

    let id = propose(&app, &by(&app, &ada.actor), "extension").await.unwrap();
    let view = app.changes.proposal(&by(&app, &ada.actor), id).await.unwrap();
    assert!(!view.may_apply, "she proposed it");
    assert_eq!(view.line.reason, "So that nobody loses a certification.");
    let view = app.changes.proposal(&by(&app, &ben.actor), id).await.unwrap();
    assert!(view.may_apply, "he is the second pair of eyes");
    assert_eq!(view.plan.impact.touched, 1);
    assert!(
        matches!(propose(&app, &by(&app, &ben.actor), "key").await, Err(AppError::Conflict)),
        "one at a time"
    );
    assert!(matches!(
        app.changes.approve(&by(&app, &ada.actor), id, None).await,
        Err(AppError::SecondPerson)
    ));
    assert_eq!(app.door.ask(Actor::Anonymous).programme.number, 1);

    assert_eq!(
        app.changes.approve(&by(&app, &ben.actor), id, Some(&why("Read twice."))).await.unwrap(),
        Applied::Now(2)
    );
    assert!(
        matches!(app.changes.approve(&by(&app, &ben.actor), id, None).await, Err(AppError::Conflict)),
        "decided once"
    );
    let view = app.changes.proposal(&by(&app, &ben.actor), id).await.unwrap();
    assert!(!view.may_apply && !view.may_withdraw, "there is nothing left to decide");
    assert_eq!(view.decided_because.as_deref(), Some("Read twice."));
    assert_eq!(app.door.ask(Actor::Anonymous).programme.amendments.len(), 1, "served at once");
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
    let versions = app.changes.versions(&by(&app, &ben.actor)).await.unwrap();
    let latest = &versions[0];
    let names = (latest.proposed_by.as_str(), latest.applied_by.as_str());
    assert_eq!((latest.number, names), (2, ("ada", "ben")));
    app.close().await;
    assert_snapshot!(world.rows(noor.id).await, @r#"
    registration SOA-C03 used
    sitting SOA-C03-A handed in Some("2025-09-30 09:00:00"), scored
    history 2025-09-30 pass Some("SOA-C03")
    credential cloudops earned 2025-09-30
      version 1 2025-09-30 to 2028-09-30: signed true, published true
      version 2 2025-09-30 to 2029-03-30: signed true, published true
    message: Your result of SOA-C03: you passed
      30 September 2025: you scored 1000 of 1000; 720 was needed.
    message: Your badge: CloudOps Engineer - Associate
      30 September 2025: CloudOps Engineer - Associate is valid until 30 September 2028.
    message: CloudOps Engineer - Associate: your dates or your ways to renew change
      The rules of the certification programme change.
    message: New date: CloudOps Engineer - Associate, until 30 March 2029
      2 October 2025: CloudOps Engineer - Associate is valid until 30 March 2029.
    jobs waiting: 0
    "#);
    // After a restart with the files of before, what was applied is served.
    let app = world.app().await;
    assert_eq!(
        (
            app.door.ask(Actor::Anonymous).programme.number,
            app.door.ask(Actor::Anonymous).programme.amendments.len()
        ),
        (2, 1)
    );
    app.close().await;
}

/// A plan as an earlier release kept one that touches nobody: with its mark of nothing.
fn of_format_1(plan: &str) -> String {
    let mut plan: serde_json::Value = serde_json::from_str(plan).unwrap();
    plan["format"] = 1.into();
    plan["impact"]["programme"] = serde_json::json!([]);
    plan["impact"]["groups"] = serde_json::json!([]);
    plan["digest"] = "643d5437104296e21d906ecb15b2c96ad278f20cfc4af53b12bb6069bd853726".into();
    plan.to_string()
}

#[tokio::test]
async fn an_open_proposal_of_an_earlier_release_is_shown_and_has_to_be_planned_again() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    holder(&world, &app).await;
    let asked = propose(&app, &by(&app, &ada.actor), "extension").await.unwrap();
    app.changes.withdraw(&by(&app, &ada.actor), asked, &why("A mistake.")).await.unwrap();
    app.close().await;
    let store = world.store().await;
    let (record, plan) = store.proposal(asked).await.unwrap().unwrap();
    assert!(plan.contains("\"code\":\"detail.moves\"") && !plan.contains("last valid day"), "{plan}");
    let former = NewProposal {
        id: TypedId::from_parts(1, [1; 10]),
        tree: record.tree,
        files: Vec::new(),
        title: record.title,
        plan: of_format_1(&plan),
        proposed_by: record.proposed_by,
        reason: String::new(),
    };
    store.commit(proposal::added(&former, record.proposed_at).into()).await.unwrap();
    store.close().await;
    let app = world.app_with(ready()).await;
    let view = app.changes.proposal(&by(&app, &ben.actor), former.id).await.unwrap();
    assert!(view.line.is_open() && view.plan.is_former() && !view.may_apply);
    match app.changes.approve(&by(&app, &ben.actor), former.id, None).await {
        Err(AppError::Stale(text)) => assert!(text.ends_with("plan again."), "{text}"),
        other => panic!("{other:?}"),
    }
    app.changes.withdraw(&by(&app, &ben.actor), former.id, &why("A mistake.")).await.unwrap();
    let again = propose(&app, &by(&app, &ada.actor), "extension").await.unwrap();
    assert_eq!(app.changes.approve(&by(&app, &ben.actor), again, None).await.unwrap(), Applied::Now(2));
    app.close().await;
}

#[tokio::test]
async fn a_plan_is_refused_when_people_have_changed_since() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let id = propose(&app, &by(&app, &ada.actor), "extension").await.unwrap();
    let noor = candidate(&app).await;
    sit(&app, &noor.actor, "SOA-C03", 50).await;
    world.moment("2025-10-02T09:00:00Z");
    let refused = app.changes.approve(&by(&app, &ben.actor), id, None).await;
    assert!(matches!(refused, Err(AppError::Stale(_))), "{refused:?}");
    assert_eq!(app.door.ask(Actor::Anonymous).programme.number, 1, "nothing was changed");
    assert!(
        app.changes.proposal(&by(&app, &ada.actor), id).await.unwrap().line.is_open(),
        "it can be withdrawn"
    );
    app.changes.withdraw(&by(&app, &ada.actor), id, &why("A mistake.")).await.unwrap();
    let id = propose(&app, &by(&app, &ada.actor), "extension").await.unwrap();
    assert_eq!(app.changes.approve(&by(&app, &ben.actor), id, None).await.unwrap(), Applied::Now(2));
    app.close().await;
}

#[tokio::test]
async fn what_has_faults_or_changes_nothing_is_not_proposed_and_candidates_propose_nothing() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, _) = begin(&world).await;
    let noor = candidate(&app).await;
    let told = |refused: Result<_, AppError>| match refused {
        Err(AppError::Draft(text)) => text,
        other => panic!("{other:?}"),
    };
    let faults = told(propose(&app, &by(&app, &ada.actor), "faulty").await);
    assert!(faults.contains("programme.toml") && faults.contains("Mars"), "{faults}");
    assert!(told(propose(&app, &by(&app, &ada.actor), "nothing").await).contains("nothing to change"));
    assert!(matches!(propose(&app, &by(&app, &ada.actor), "unknown").await, Err(AppError::NotFound)));
    assert!(matches!(propose(&app, &by(&app, &noor.actor), "extension").await, Err(AppError::Forbidden)));
    assert!(matches!(app.changes.drafts(&by(&app, &noor.actor)).await, Err(AppError::Forbidden)));
    app.close().await;
}

#[tokio::test]
async fn the_team_alone_sees_and_decides_proposals_and_the_command_line_alone_brings_files() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let noor = candidate(&app).await;
    let id = propose(&app, &by(&app, &ada.actor), "key").await.unwrap();
    let plan = app.changes.proposal(&by(&app, &ben.actor), id).await.unwrap().plan;
    for (actor, told) in [(&noor.actor, "Forbidden"), (&Actor::Anonymous, "NotSignedIn")] {
        let asking = by(&app, actor);
        let refused = [
            app.changes.drafts(&asking).await.err(),
            app.changes.proposals(&asking).await.err(),
            app.changes.proposal(&asking, id).await.err(),
            app.changes.versions(&asking).await.err(),
            app.changes.differences(&asking, &plan).await.err(),
            app.changes.preview(&asking, "extension").await.err(),
            app.changes.propose(&asking, "extension", "", &why("I want it.")).await.err(),
            app.changes.approve(&asking, id, None).await.err(),
            app.changes.withdraw(&asking, id, &why("A mistake.")).await.err(),
        ];
        let refused = refused.map(|error| error.map(|error| format!("{error:?}")));
        assert_eq!(refused, [(); 9].map(|()| Some(told.to_owned())), "{actor:?}");
    }
    for actor in [&ben.actor, &noor.actor] {
        let applied = app.changes.apply_files(&by(&app, actor), &plan, programme(), "ben").await;
        assert!(matches!(applied, Err(AppError::Forbidden)), "{applied:?}");
    }
    assert_eq!(app.door.ask(Actor::Anonymous).programme.number, 1);
    assert_eq!(app.changes.approve(&by(&app, &ben.actor), id, None).await.unwrap(), Applied::Now(2));
    app.close().await;
}

#[tokio::test]
async fn whoever_reviews_reads_what_differs_key_and_all_file_by_file_up_to_a_limit() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let id = propose(&app, &by(&app, &ada.actor), "key").await.unwrap();
    let plan = app.changes.proposal(&by(&app, &ben.actor), id).await.unwrap().plan;
    let differences = app.changes.differences(&by(&app, &ben.actor), &plan).await.unwrap();
    let [one] = differences.as_slice() else { panic!("{differences:?}") };
    assert_eq!(one.path, ITEM);
    assert!(one.text.contains("\n-key = [") && one.text.contains("\n+key = ["), "{}", one.text);
    assert!(!one.text.contains("\n stem ="), "three lines around it, not the file: {}", one.text);
    app.changes.withdraw(&by(&app, &ada.actor), id, &why("A mistake.")).await.unwrap();

    let id = propose(&app, &by(&app, &ada.actor), "everywhere").await.unwrap();
    let plan = app.changes.proposal(&by(&app, &ben.actor), id).await.unwrap().plan;
    assert!(plan.files.len() > 60, "{}", plan.files.len());
    assert_eq!(app.changes.differences(&by(&app, &ben.actor), &plan).await.unwrap().len(), 60);
    app.close().await;
}

#[tokio::test]
async fn a_published_rule_that_was_edited_is_offered_to_nobody_and_refused() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let id = propose(&app, &by(&app, &ada.actor), "shorter").await.unwrap();
    assert!(!app.changes.proposal(&by(&app, &ben.actor), id).await.unwrap().may_apply);
    let refused = app.changes.approve(&by(&app, &ben.actor), id, None).await;
    assert!(matches!(refused, Err(AppError::Draft(_))), "{refused:?}");
    assert_eq!(app.door.ask(Actor::Anonymous).programme.number, 1);
    app.close().await;
}

#[tokio::test]
async fn a_sitting_is_scored_by_the_keys_it_was_started_on() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let noor = candidate(&app).await;
    let sitting = start(&app, &noor.actor, "SOA-C03").await;
    answer(&app, &noor.actor, sitting, |_, _| true).await;
    let id = propose(&app, &by(&app, &ada.actor), "key").await.unwrap();
    app.changes.approve(&by(&app, &ben.actor), id, None).await.unwrap();
    let applied = ready().read("key", &files()).unwrap();
    let item = "c03-alarm-dimension-mismatch";
    let keys = [files(), applied].map(|files| options(&item_among(&files, item), true));
    assert_ne!(keys[0], keys[1], "the key did change");
    app.close().await;
    // Nothing in memory helps: the files of then come from the store.
    let app = world.app().await;
    app.sittings.hand_in(&by(&app, &noor.actor), sitting, &hand_in()).await.unwrap();
    let report = app.sittings.result(&by(&app, &noor.actor), sitting).await.unwrap().report.unwrap();
    assert_eq!((report.raw, report.scaled), (50, 1000));
    app.close().await;
}

#[tokio::test]
async fn a_crash_right_after_the_commit_leaves_the_new_version_and_tells_everybody_once() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let noor = holder(&world, &app).await;
    let id = propose(&app, &by(&app, &ada.actor), "extension").await.unwrap();
    app.changes.approve(&by(&app, &ben.actor), id, None).await.unwrap();
    // No job ran: the process is gone with the commit.
    app.close().await;
    let app = world.app().await;
    assert_eq!(app.door.ask(Actor::Anonymous).programme.number, 2);
    for _ in 0..4 {
        app.jobs.run_due().await.unwrap();
    }
    app.close().await;
    let rows = world.rows(noor.id).await;
    assert_eq!(rows.matches("The rules of the certification programme change").count(), 1, "{rows}");
    assert!(rows.contains("version 2 2025-09-30 to 2029-03-30: signed true, published true"), "{rows}");
    assert!(rows.ends_with("jobs waiting: 0\n"), "{rows}");
}

#[tokio::test]
async fn a_browser_that_goes_away_while_it_is_applied_leaves_server_and_store_on_one_version() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let id = propose(&app, &by(&app, &ada.actor), "extension").await.unwrap();
    {
        let asking = by(&app, &ben.actor);
        let mut applying = std::pin::pin!(app.changes.approve(&asking, id, None));
        let mut over = false;
        // The request is dropped as soon as the commit is durable, whether or not it heard of it.
        while app.changes.versions(&by(&app, &ada.actor)).await.unwrap().len() < 2 {
            let once = |context: &mut std::task::Context<'_>| {
                over = over || applying.as_mut().poll(context).is_ready();
                std::task::Poll::Ready(())
            };
            std::future::poll_fn(once).await;
        }
    }
    app.jobs.run_due().await.unwrap();
    assert_eq!(
        (
            app.door.ask(Actor::Anonymous).programme.number,
            app.door.ask(Actor::Anonymous).programme.amendments.len()
        ),
        (2, 1)
    );
    app.close().await;
}
