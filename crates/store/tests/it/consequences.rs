//! What follows from a decision: scores once, messages once per topic.

use assay_kernel::{Persons, TypedId};
use assay_store::{Store, StoreError};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, pass, person, start, step},
};

async fn waiting(store: &Store) -> Vec<String> {
    store.work_counts(at(100)).await.unwrap().into_iter().map(|count| count.kind).collect()
}

both! {
    async fn a_score_is_recorded_once_with_its_event_message_and_job(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        let holder: TypedId<Persons> = id(1);
        let event = pass(holder, Some(sitting));
        let told = r#"{"code":"letter.passed"}"#;
        let record = |report: &'static str| store.record_score(sitting, report, &event, told, at(70));
        let early = record("{}").await;
        assert!(matches!(early, Err(StoreError::Conflict(_))), "not before it is handed in: {early:?}");
        store.save_response(step(sitting, 1, 1, "A")).await.unwrap();
        store.submit_sitting(sitting, at(60), false, "", at(60)).await.unwrap();
        assert_eq!(waiting(&store).await, ["score"]);
        let (first, second) = tokio::join!(record("{\"raw\":1}"), record("{\"raw\":2}"));
        assert!(first.is_ok());
        assert!(matches!(second, Err(StoreError::Conflict(_))), "{second:?}");
        let scored = store.sitting(sitting).await.unwrap().unwrap();
        assert_eq!(scored.report.as_deref(), Some("{\"raw\":1}"));
        let history = store.history_of(holder).await.unwrap();
        assert_eq!(history.len(), 1);
        let told = assay_standing::Event {
            reference: Some(sitting.to_string()),
            recorded_at: Some(at(70).0),
            ..event.event.clone()
        };
        assert_eq!(history[0], told);
        assert_eq!(store.messages_of(holder).await.unwrap().len(), 1);
        assert_eq!(waiting(&store).await, ["look"]);
        store.close().await;
    }

    async fn what_the_database_cannot_hold_fails_alone(place) {
        let store = place.open().await;
        let mut odd = person(2);
        odd.name = "a\0b".into();
        let neighbour = person(3);
        let (_, beside) = tokio::join!(store.add_person(&odd), store.add_person(&neighbour));
        assert!(beside.is_ok() && store.accepts_changes(), "{beside:?}");
        store.close().await;
    }

    async fn a_job_that_waits_is_there_after_reopening(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.record_history(&[pass(id(1), None)], at(0)).await.unwrap();
        store.close().await;
        let store = place.open().await;
        assert!(store.work("look", &id::<Persons>(1).to_string()).await.unwrap().is_some());
        store.close().await;
    }
}
