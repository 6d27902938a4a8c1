//! Practice in the exam's client: changes are numbered by the device, one device writes, nothing that was
//! acknowledged is left out of a hand-in.

use assay_store::{
    Ms, NewPracticeSitting, PracticeHandIn, PracticeRunRecord, PracticeStep, Seed, Statement, StoreError,
    Unit,
    statement::{practice_run, practice_sitting},
};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, person},
};

/// The step of the exam's rules.
const STEP_MAX: i64 = 10_000;

fn run(number: u8) -> PracticeRunRecord {
    PracticeRunRecord {
        id: id(number),
        person_id: id(1),
        exam: "SOA-C03".into(),
        mode: "final".into(),
        scope: "{}".into(),
        seed: Seed(3),
        items: r#"[["one","v1"],["two","v1"]]"#.into(),
        tree: "tree".into(),
        started_at: at(0),
        finished_at: None,
    }
}

fn begun(number: u8, seen_before: u32) -> Unit {
    let (run, practice_set) = (run(number), "SET".to_owned());
    let new =
        NewPracticeSitting { run: run.id, person: id(1), practice_set, deadline_at: at(100), seen_before };
    Unit::from_iter([practice_run::begun(&run), practice_sitting::started(&new)])
}

/// A change at an instant by a device, as the room writes it.
fn change(item: &str, seq: i64, response: &str, when: Ms, writer: &str) -> Unit {
    let step = PracticeStep {
        run: id(1),
        item: item.into(),
        seq,
        response: response.into(),
        is_right: false,
        flagged: false,
        took_ms: Some(1_000),
    };
    Unit::from_iter([
        practice_sitting::written(id(1), when, writer),
        practice_sitting::stepped(&step, STEP_MAX, when),
    ])
}

fn handed_in(saves: i64, writer: &str) -> Statement {
    let hand_in = PracticeHandIn {
        at: at(50),
        time_over: false,
        report: Some("{}".into()),
        saves,
        writer: writer.into(),
    };
    practice_sitting::submitted(id(1), &hand_in)
}

both! {
    async fn a_change_is_taken_from_who_writes_in_time_and_by_its_number(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.commit(begun(1, 0)).await.unwrap();
        assert_eq!(store.open_practice_sitting(id(1), "SET").await.unwrap(), Some(id(1)));
        let taken = practice_sitting::taken(id(1), "", "here", at(1));
        store.commit(taken.into()).await.unwrap();
        for (item, seq, response, when, writer, is_taken) in [
            ("one", 1, r#"["A"]"#, at(2), "here", true),
            ("one", 1, r#"["A"]"#, at(2), "here", false),
            ("one", 1, r#"["B"]"#, at(2), "here", false),
            ("one", 3, r#"["B"]"#, at(3), "here", true),
            ("one", 2, r#"["A"]"#, at(4), "here", false),
            ("one", 4, r#"["A"]"#, at(4), "elsewhere", false),
            ("one", 4 + STEP_MAX, r#"["A"]"#, at(4), "here", false),
            ("two", 1, "[]", at(100), "here", true),
            ("two", 2, r#"["A"]"#, at(101), "here", false),
        ] {
            let answer = store.commit(change(item, seq, response, when, writer)).await;
            assert_eq!(answer.is_ok(), is_taken, "{item} {seq} {response} {writer}: {answer:?}");
            assert!(is_taken || matches!(answer, Err(StoreError::Conflict(_))));
        }
        let kept = store.practice_responses(id(1)).await.unwrap();
        let told = kept.iter().map(|one| {
            (one.item.as_str(), one.seq, one.response.as_str(), one.is_given())
        });
        let kept: Vec<_> = told.collect();
        let expected =
            [("one", 1, r#"["A"]"#, true), ("one", 3, r#"["B"]"#, true), ("two", 1, "[]", false)];
        assert_eq!(kept, expected);
        let row = store.practice_sitting(id(1)).await.unwrap().unwrap();
        assert_eq!((row.saves, row.writer.as_str(), row.writing_since), (3, "here", Some(at(1))));
        store.close().await;
    }

    async fn a_hand_in_names_what_it_was_made_of_and_another_form_waits_for_it(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.commit(begun(1, 7)).await.unwrap();
        let second = store.commit(begun(2, 0)).await;
        assert!(matches!(second, Err(StoreError::Conflict(_))), "one at a time: {second:?}");
        store.commit(change("one", 1, r#"["A"]"#, at(1), "")).await.unwrap();
        store.commit(practice_sitting::taken(id(1), "", "here", at(1)).into()).await.unwrap();
        for (saves, writer) in [(0, "here"), (1, "elsewhere")] {
            let refused = store.commit(handed_in(saves, writer).into()).await;
            assert!(matches!(refused, Err(StoreError::Conflict(_))), "{saves} {writer}: {refused:?}");
        }
        assert_eq!(store.overdue_practice_sittings(at(100)).await.unwrap(), []);
        assert_eq!(store.overdue_practice_sittings(at(101)).await.unwrap(), [id(1)]);
        store.commit(handed_in(1, "").into()).await.unwrap();
        assert_eq!(store.overdue_practice_sittings(at(101)).await.unwrap(), []);
        let refused = store.commit(change("one", 2, r#"["B"]"#, at(2), "here")).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "what is handed in does not change");
        let row = store.practice_sitting(id(1)).await.unwrap().unwrap();
        assert_eq!((row.seen_before, row.submitted_at, row.time_over), (7, Some(at(50)), false));
        assert_eq!(store.open_practice_sitting(id(1), "SET").await.unwrap(), None);
        store.commit(begun(2, 0)).await.unwrap();
        store.close().await;
    }
}
