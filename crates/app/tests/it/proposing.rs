//! A draft is looked at, then proposed with a reason: exactly what was looked at, or nothing.

use assay_app::{AppError, LinesWanted};

use crate::{
    changes::{begin, holder, why},
    world::{World, by},
};

#[tokio::test]
async fn what_is_proposed_is_what_was_looked_at_and_its_reasons_stand_in_the_log() {
    let world = World::at("2025-09-30T09:00:00Z");
    let (app, ada, ben) = begin(&world).await;
    let looked = app.changes.preview(&by(&app, &ada.actor), "extension").await.unwrap();
    assert_eq!((looked.plan.impact.touched, looked.differences.len()), (0, 1));
    let seen = looked.seen;
    holder(&world, &app).await;
    let because = why("Centres are closed.");
    let refused = app.changes.propose(&by(&app, &ada.actor), "extension", &seen, &because).await;
    assert!(matches!(refused, Err(AppError::Stale(_))), "{refused:?}");
    assert!(app.changes.proposals(&by(&app, &ada.actor)).await.unwrap().is_empty(), "nothing was stored");
    let seen = app.changes.preview(&by(&app, &ada.actor), "extension").await.unwrap().seen;
    let id = app.changes.propose(&by(&app, &ada.actor), "extension", &seen, &because).await.unwrap();
    app.changes.withdraw(&by(&app, &ben.actor), id, &why("They open again.")).await.unwrap();
    let again = app.changes.withdraw(&by(&app, &ben.actor), id, &why("Once more.")).await;
    assert!(matches!(again, Err(AppError::Conflict)), "{again:?}");
    let view = app.changes.proposal(&by(&app, &ada.actor), id).await.unwrap();
    assert_eq!(view.decided_because.as_deref(), Some("They open again."));
    let log = app.audit.lines(&by(&app, &ada.actor), &LinesWanted::default(), 1).await.unwrap().lines;
    let told: Vec<(&str, Option<&str>)> =
        log.iter().take(2).map(|line| (line.act.as_str(), line.reason.as_deref())).collect();
    assert_eq!(
        told,
        [("changes.withdraw", Some("They open again.")), ("changes.propose", Some("Centres are closed.")),]
    );
    app.close().await;
}
