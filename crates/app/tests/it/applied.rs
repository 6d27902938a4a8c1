//! A plan that is brought with its files: applied once, by somebody who says who they are (F18).

use std::sync::Arc;

use assay_app::{App, AppError, Applied, Draft, Drafts, Files, Plan};
use assay_kernel::{Actor, Role, source::SourceFile};

use crate::changes::{propose, why};
use crate::world::{Somebody, World, by, candidate, files, sit, somebody};

/// Two changes that lie ready: half a year more for everybody, and a line that touches nobody.
struct Two;

impl Two {
    fn files(id: &str) -> Files {
        let mut files = files();
        let more = "\n[[amendment]]\non = 2025-10-01\nshift = \"P6M\"\nreason = \"Centres are closed.\"\n";
        let (path, edit): (_, fn(&str, &str) -> String) = match id {
            "more" => ("programme.toml", |text, more| text.to_owned() + more),
            _ => ("NOTICE.md", |text, _| format!("{text}\nOne more line.\n")),
        };
        let file = files.texts.iter_mut().find(|file| file.path == path).unwrap();
        *file = SourceFile::new(path, edit(&file.text, more));
        files
    }
}

impl Drafts for Two {
    fn list(&self) -> Vec<Draft> {
        let draft = |id: &str| Draft { id: id.into(), title: id.into(), text: String::new() };
        vec![draft("more"), draft("note")]
    }

    fn read(&self, id: &str, _current: &Files) -> Result<Files, String> {
        Ok(Two::files(id))
    }
}

/// The plan of a change as it would be proposed now; nothing is left open.
async fn plan_of(app: &App, ada: &Somebody, id: &str) -> Plan {
    let asking = by(app, &ada.actor);
    let proposal = propose(app, &asking, id).await.unwrap();
    let listed = async || {
        let lines = app.changes.proposals(&asking).await.unwrap();
        let line = lines.into_iter().find(|line| line.id == proposal).unwrap();
        (line.is_open(), line.proposed_by)
    };
    assert_eq!(listed().await, (true, "ada".to_owned()));
    let view = app.changes.proposal(&asking, proposal).await.unwrap();
    assert_eq!(view.line.proposed_by, "ada");
    app.changes.withdraw(&asking, proposal, &why("Another time.")).await.unwrap();
    assert_eq!(listed().await, (false, "ada".to_owned()));
    view.plan
}

async fn applies(app: &App, plan: &Plan, id: &str, name: &str) -> Result<Applied, AppError> {
    let proposed = assay_app::load(Two::files(id)).unwrap_or_else(|found| panic!("{:#?}", found.sorted()));
    app.changes.apply_files(&by(app, &Actor::Operator), plan, proposed, name).await
}

fn stale(result: Result<Applied, AppError>) -> String {
    match result {
        Err(AppError::Stale(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_plan_is_applied_once_and_a_plan_of_the_version_before_never() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app_with(Arc::new(Two)).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let more = plan_of(&app, &ada, "more").await;
    let note = plan_of(&app, &ada, "note").await;
    assert_eq!(applies(&app, &more, "more", " Robin\u{7} Ek\n").await.unwrap(), Applied::Now(2));
    assert_eq!(applies(&app, &more, "more", "Robin Ek").await.unwrap(), Applied::Before(2), "once more");
    assert_eq!(
        stale(applies(&app, &note, "note", "Robin Ek").await),
        "The plan changes version 1, but version 2 is in force."
    );
    let versions = app.changes.versions(&by(&app, &ada.actor)).await.unwrap();
    let told: Vec<_> = versions.iter().map(|line| (line.number, line.applied_by.as_str())).collect();
    assert_eq!(told[0], (2, "Robin Ek (command line)"));
    assert_eq!(told.len(), 2, "nothing was applied twice");

    // After another change, even the very plan that was applied once is a plan of a version before.
    let note = plan_of(&app, &ada, "note").await;
    assert_eq!(applies(&app, &note, "note", "Robin Ek").await.unwrap(), Applied::Now(3));
    assert_eq!(
        stale(applies(&app, &more, "more", "Robin Ek").await),
        "The plan changes version 1, but version 3 is in force."
    );
    app.close().await;
}

#[tokio::test]
async fn whoever_planned_before_people_changed_is_told_how_many_it_touches_now() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app_with(Arc::new(Two)).await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let more = plan_of(&app, &ada, "more").await;
    let noor = candidate(&app).await;
    sit(&app, &noor.actor, "SOA-C03", 50).await;
    app.jobs.run_due().await.unwrap();
    let why = stale(applies(&app, &more, "more", "Robin Ek").await);
    assert!(why.contains("it affected 0 then and affects 1"), "{why}");
    app.close().await;
}
