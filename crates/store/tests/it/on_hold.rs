//! Results that are kept back and sittings that are void: whatever was decided in the same moment.

use assay_kernel::{Sittings, TypedId, date};
use assay_store::{
    Day, SittingFilter, SittingRecord, Statement, Store, StoreError, Unit,
    statement::sitting::{result_held, result_released, scored, submitted, voided},
};

use crate::{
    both,
    rows::{at, start},
};

async fn done(store: &Store, statement: Statement) {
    store.commit(Unit::from(statement)).await.unwrap();
}

async fn refused(store: &Store, statement: Statement) {
    let result = store.commit(Unit::from(statement)).await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}

async fn row(store: &Store, id: TypedId<Sittings>) -> SittingRecord {
    store.sitting(id).await.unwrap().unwrap()
}

/// Which of the states a list finds it in.
async fn listed(store: &Store) -> Vec<&'static str> {
    let mut found = Vec::new();
    for state in ["running", "scoring", "passed", "not-passed", "on-hold", "voided"] {
        let filter = SittingFilter { state: state.to_owned(), ..SittingFilter::default() };
        if store.count_sittings_listed(&filter).await.unwrap() == 1 {
            found.push(state);
        }
    }
    found
}

both! {
    async fn a_result_is_stored_as_it_stands_told_or_held_back(place) {
        let store = place.open().await;
        let id = start(&store, 1).await;
        assert_eq!(listed(&store).await, ["running"]);
        done(&store, submitted(id, at(10), false, "")).await;
        assert_eq!(listed(&store).await, ["scoring"]);
        let unscored = row(&store, id).await;
        done(&store, result_held(id, at(11))).await;
        assert!(row(&store, id).await.awaits_result());
        // Whoever read it before may neither tell it nor release nor void it.
        refused(&store, scored(id, None, "{}", true, at(12))).await;
        refused(&store, voided(&unscored, at(12), Day(date(2025, 9, 30)))).await;
        let held = row(&store, id).await;
        done(&store, scored(id, Some(at(11)), "{}", true, at(12))).await;
        assert_eq!(listed(&store).await, ["on-hold"]);
        refused(&store, result_held(id, at(13))).await;
        refused(&store, result_released(&held)).await;
        let held = row(&store, id).await;
        assert!(held.awaits_result());
        done(&store, result_released(&held)).await;
        refused(&store, result_released(&held)).await;
        assert_eq!(listed(&store).await, ["passed"]);
        let told = row(&store, id).await;
        assert!(!told.awaits_result());
        refused(&store, result_held(id, at(14))).await;
        done(&store, voided(&told, at(15), Day(date(2025, 9, 30)))).await;
        refused(&store, voided(&told, at(16), Day(date(2025, 9, 30)))).await;
        assert_eq!(listed(&store).await, ["voided"]);
        assert_eq!(row(&store, id).await.voided_on, Some(Day(date(2025, 9, 30))));
        store.close().await;
    }

    async fn a_sitting_is_not_void_while_it_runs_and_not_scored_once_it_is(place) {
        let store = place.open().await;
        let id = start(&store, 1).await;
        let running = row(&store, id).await;
        refused(&store, voided(&running, at(9), Day(date(2025, 9, 30)))).await;
        done(&store, submitted(id, at(10), false, "")).await;
        let unscored = row(&store, id).await;
        done(&store, voided(&unscored, at(11), Day(date(2025, 9, 30)))).await;
        refused(&store, scored(id, None, "{}", false, at(12))).await;
        assert!(!row(&store, id).await.awaits_result());
        assert!(store.waiting_sittings().await.unwrap().is_empty(), "nobody waits for its score");
        store.close().await;
    }
}
