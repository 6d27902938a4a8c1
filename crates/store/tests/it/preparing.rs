//! Preparing: what is seen is kept once, what is sent again adds nothing, and what was kept before is found.

use assay_store::{
    EnrolmentRecord, ExposureRecord, NewPracticeResponse, PracticeRecord, PracticeRunRecord, Seed,
    StoreError, Unit,
    statement::{practice, practice_run, prep},
};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, person},
};

fn run(number: u8) -> PracticeRunRecord {
    PracticeRunRecord {
        id: id(number),
        person_id: id(1),
        exam: "SOA-C03".into(),
        mode: "learn".into(),
        scope: "{}".into(),
        seed: Seed(3),
        items: r#"[["one","v1"],["two","v1"]]"#.into(),
        tree: "tree".into(),
        started_at: at(0),
        finished_at: None,
    }
}

both! {
    async fn practice_of_before_is_found_until_it_is_moved(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        let practice = PracticeRecord {
            id: id(1),
            person_id: id(1),
            practice_set: "SET".into(),
            seed: Seed(3),
            started_at: at(0),
            finished_at: None,
            correct: 0,
            items: 2,
        };
        let answers = [(1, r#"["A"]"#, at(1)), (1, r#"["B"]"#, at(2)), (2, r#"["C"]"#, at(2))];
        store.practise_of_before(&practice, &answers).await.unwrap();
        let given = store.practice_answers(practice.id).await.unwrap();
        assert_eq!(given, [(1, r#"["A"]"#.to_owned(), at(1)), (2, r#"["C"]"#.to_owned(), at(2))]);
        assert_eq!(store.persons_with_practices(9).await.unwrap(), [id(1)]);
        store.commit(practice_run::begun(&run(1)).into()).await.unwrap();
        assert!(store.persons_with_practices(9).await.unwrap().is_empty());
        let ticks = [("SOA-C02", "read"), ("SOA-C03", "read")];
        let ticked = ticks.map(|(exam, step)| practice::step_ticked(id(1), exam, step, at(3)));
        store.commit(Unit::from_iter(ticked)).await.unwrap();
        let first = store.prep_ticks(None, 1).await.unwrap();
        let second = store.prep_ticks(first.last(), 9).await.unwrap();
        assert_eq!((first[0].exam.as_str(), second.len()), ("SOA-C02", 1));
        assert_eq!(second[0].exam, "SOA-C03");
        store.close().await;
    }

    async fn what_is_seen_is_kept_once_and_its_answer_counts_only_before_the_key_is_told(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        let shown = |family: &str, version: &str, ms| ExposureRecord {
            family: family.into(),
            version: version.into(),
            exam: "SOA-C03".into(),
            pool: "drill".into(),
            shown_at: at(ms),
            answered_at: None,
            is_right: None,
            revealed_at: None,
        };
        // Sent, and the machine died before the answer; sent again in a later version from another device.
        for (version, ms) in [("v1", 1), ("v2", 2)] {
            store.commit(practice_run::shown(id(1), &shown("one", version, ms)).into()).await.unwrap();
        }
        store.commit(practice_run::shown(id(1), &shown("two", "v1", 3)).into()).await.unwrap();
        let answered = |family: &str, is_right, ms| practice_run::answered(id(1), family, is_right, at(ms));
        let revealed = |family: &str, ms| practice_run::revealed(id(1), family, at(ms));
        let unit = Unit::from_iter([
            answered("one", true, 4),
            revealed("one", 4),
            answered("one", false, 5),
            // Told without an answer: what follows is none that counts.
            revealed("two", 6),
            answered("two", true, 7),
            revealed("two", 8),
        ]);
        store.commit(unit).await.unwrap();
        let seen = store.exposures_of(id(1)).await.unwrap();
        let one = ExposureRecord {
            answered_at: Some(at(4)),
            is_right: Some(1),
            revealed_at: Some(at(4)),
            ..shown("one", "v1", 1)
        };
        assert_eq!(seen, [one, ExposureRecord { revealed_at: Some(at(6)), ..shown("two", "v1", 3) }]);
        store.close().await;
    }

    async fn an_answer_and_an_event_that_are_sent_again_add_nothing(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.commit(practice_run::begun(&run(1)).into()).await.unwrap();
        let given = |command: &str, response: &str| NewPracticeResponse {
            run: id(1),
            item: "one".into(),
            command: command.into(),
            response: response.into(),
            is_right: response == r#"["A"]"#,
            sure: Some("sure".into()),
            took_ms: None,
        };
        for (command, response) in [("a", r#"["A"]"#), ("b", r#"["B"]"#), ("a", r#"["A"]"#)] {
            store.commit(practice_run::given(&given(command, response), at(1)).into()).await.unwrap();
        }
        let kept = store.practice_responses(id(1)).await.unwrap();
        let kept: Vec<_> = kept.iter().map(|one| (one.seq, one.response.as_str(), one.is_right)).collect();
        assert_eq!(kept, [(1, r#"["A"]"#, true), (2, r#"["B"]"#, false)]);
        let enrolment = EnrolmentRecord {
            id: id(1),
            person_id: id(1),
            certification: "SOA".into(),
            started_at: at(0),
            left_at: None,
        };
        store.commit(prep::enrolled(&enrolment).into()).await.unwrap();
        let again = EnrolmentRecord { id: id(2), ..enrolment.clone() };
        let refused = store.commit(prep::enrolled(&again).into()).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        for (command, event) in [("x", "1"), ("y", "2"), ("x", "3")] {
            store.commit(prep::happened(id(1), command, event, at(1)).into()).await.unwrap();
        }
        let events = store.prep_events(id(1)).await.unwrap();
        let events: Vec<_> = events.iter().map(|one| (one.seq, one.event.as_str())).collect();
        assert_eq!(events, [(1, "1"), (2, "2")]);
        store.commit(prep::left(id(1), at(9)).into()).await.unwrap();
        store.commit(prep::enrolled(&again).into()).await.unwrap();
        assert_eq!(store.enrolment(id(1), "SOA").await.unwrap().map(|one| one.id), Some(id(2)));
        store.close().await;
    }
}
