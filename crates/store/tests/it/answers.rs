//! Answers: durable when acknowledged, idempotent, in order, whatever happens beside them.

use assay_kernel::{Registrations, Sittings, TypedId};
use assay_store::{RegistrationState, ResponseStep, SittingFilter, StoreError};

use crate::{
    acts::Acts,
    both,
    rows::{answers, at, id, person, poll_once, registration, sitting, start, step},
};

both! {
    async fn a_saved_answer_is_there_after_reopening(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        store.save_response(step(sitting, 1, 1, "A")).await.unwrap();
        store.save_response(step(sitting, 65, 3, "B")).await.unwrap();
        store.close().await;
        let store = place.open().await;
        let stored = [(1, 1, r#"["A"]"#.to_owned()), (65, 3, r#"["B"]"#.to_owned())];
        assert_eq!(answers(&store, sitting).await, stored);
        let row = store.responses(sitting).await.unwrap().remove(1);
        assert_eq!((row.flagged, row.saved_at), (false, at(3)));
        store.close().await;
    }

    async fn a_repeat_of_a_step_changes_nothing_and_an_older_one_does_not_win(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        for (seq, option) in [(2, "B"), (2, "B")] {
            store.save_response(step(sitting, 1, seq, option)).await.unwrap();
        }
        let older = store.save_response(step(sitting, 1, 1, "A")).await;
        assert!(matches!(older, Err(StoreError::Conflict(_))), "not acknowledged either: {older:?}");
        // The same number with another answer would be acknowledged and lost: it is refused, alone.
        let (other, beside) = tokio::join!(
            store.save_response(step(sitting, 1, 2, "C")),
            store.save_response(step(sitting, 9, 1, "A")),
        );
        assert!(matches!(other, Err(StoreError::Conflict(_))) && beside.is_ok(), "{other:?} {beside:?}");
        assert_eq!(answers(&store, sitting).await[0], (1, 2, r#"["B"]"#.to_owned()));
        // In one group too: a statement must not touch a row twice.
        let (first, second, other) = tokio::join!(
            store.save_response(step(sitting, 7, 1, "A")),
            store.save_response(step(sitting, 7, 1, "A")),
            store.save_response(step(sitting, 7, 2, "D")),
        );
        assert!(first.is_ok() && second.is_ok() && other.is_ok());
        assert_eq!(answers(&store, sitting).await[1], (7, 2, r#"["D"]"#.to_owned()));
        store.close().await;
    }

    async fn of_two_answers_with_one_number_in_one_group_the_second_is_refused(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        // Polled once each, all are queued before the writer takes its group.
        let (first, second, repeat, neighbour) = tokio::join!(
            store.save_response(step(sitting, 7, 1, "A")),
            store.save_response(step(sitting, 7, 1, "B")),
            store.save_response(step(sitting, 7, 1, "A")),
            store.save_response(step(sitting, 8, 1, "C")),
        );
        assert!(first.is_ok() && repeat.is_ok() && neighbour.is_ok(), "{first:?} {repeat:?} {neighbour:?}");
        assert!(matches!(second, Err(StoreError::Conflict(_))), "acknowledged beside another: {second:?}");
        let stored = [(7, 1, r#"["A"]"#.to_owned()), (8, 1, r#"["C"]"#.to_owned())];
        assert_eq!(answers(&store, sitting).await, stored);
        store.close().await;
    }

    async fn whatever_becomes_of_an_answer_becomes_of_its_repeat_in_the_same_group(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        store.save_response(step(sitting, 7, 3, "A")).await.unwrap();
        let (older, repeat) = tokio::join!(
            store.save_response(step(sitting, 7, 2, "B")),
            store.save_response(step(sitting, 7, 2, "B")),
        );
        assert!(matches!(older, Err(StoreError::Conflict(_))), "{older:?}");
        assert!(matches!(repeat, Err(StoreError::Conflict(_))), "acknowledged and nowhere: {repeat:?}");
        // The same options with another mark are another answer.
        let marked = ResponseStep { flagged: true, ..step(sitting, 8, 1, "A") };
        let (plain, marked) =
            tokio::join!(store.save_response(step(sitting, 8, 1, "A")), store.save_response(marked));
        assert!(plain.is_ok() && matches!(marked, Err(StoreError::Conflict(_))), "{plain:?} {marked:?}");
        store.close().await;
    }

    async fn of_two_starts_of_one_registration_one_wins(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.register(&registration(1, 1)).await.unwrap();
        let (here, there) = (sitting(1, 1, 1), sitting(2, 1, 1));
        let (first, second) =
            tokio::join!(store.start_sitting(&here, "a browser"), store.start_sitting(&there, "a browser"));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert!(matches!(first.and(second), Err(StoreError::Conflict(_))));
        let registration: TypedId<Registrations> = id(1);
        assert!(store.sitting_of_registration(registration).await.unwrap().is_some());
        assert_eq!(store.registration(registration).await.unwrap().unwrap().state, RegistrationState::Used);
        assert_eq!(store.count_sittings_listed(&SittingFilter::default()).await.unwrap(), 1);
        store.close().await;
    }

    async fn a_submission_sees_every_answer_queued_before_it(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        let saves = (1..=65).map(|position| store.save_response(step(sitting, position, 1, "A")));
        let mut queued: Vec<_> = saves.map(Box::pin).collect();
        for save in &mut queued {
            poll_once(save).await;
        }
        store.submit_sitting(sitting, at(60), false, "", at(60)).await.unwrap();
        assert_eq!(answers(&store, sitting).await.len(), 65, "when the hand-in is acknowledged, all are in");
        let handed_in = store.sitting(sitting).await.unwrap().unwrap();
        assert_eq!((handed_in.submitted_at, handed_in.time_over), (Some(at(60)), false));
        let twice = store.submit_sitting(sitting, at(61), true, "", at(61)).await;
        assert!(matches!(twice, Err(StoreError::Conflict(_))));
        drop(queued);
        store.close().await;
    }

    async fn a_handler_that_goes_away_during_a_save_loses_and_corrupts_nothing(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        store.add_person(&person(2)).await.unwrap();
        store.register(&registration(2, 2)).await.unwrap();
        for round in 1..=40 {
            let other = crate::rows::sitting(2, 2, 2);
            // Each is queued by the poll, and dropped with the statement.
            poll_once(&mut Box::pin(store.save_response(step(sitting, 1, round, "A")))).await;
            poll_once(&mut Box::pin(store.start_sitting(&other, "a browser"))).await;
            store.save_response(step(sitting, 2, round, "B")).await.unwrap();
        }
        assert!(store.accepts_changes());
        store.close().await;
        let store = place.open().await;
        let stored = answers(&store, sitting).await;
        assert_eq!(stored.last().unwrap(), &(2, 40, r#"["B"]"#.to_owned()));
        assert!(stored.iter().all(|(_, seq, _)| *seq <= 40));
        // Both halves of the start, or neither.
        let used = store.registration(id(2)).await.unwrap().unwrap().state == RegistrationState::Used;
        let second: TypedId<Sittings> = id(2);
        assert_eq!(store.sitting(second).await.unwrap().is_some(), used);
        store.close().await;
    }

    async fn a_time_that_ran_out_is_found_with_its_deadline(place) {
        let store = place.open().await;
        let sitting = start(&store, 1).await;
        assert_eq!(store.overdue_sittings(at(7800)).await.unwrap(), []);
        assert_eq!(store.overdue_sittings(at(7801)).await.unwrap(), [sitting]);
        store.submit_sitting(sitting, at(7800), true, "", at(7806)).await.unwrap();
        assert_eq!(store.overdue_sittings(at(9999)).await.unwrap(), []);
        store.close().await;
    }
}
