//! The programme's versions: one after another, one at a time, with what follows from each.

use assay_kernel::date;
use assay_store::{Day, NewFile, NewProposal, NewVersionOfProgramme, ProposalState, Store, StoreError};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, pass, person, registration},
};

fn file(path: &str, content: &str) -> NewFile {
    NewFile {
        path: path.into(),
        digest: format!("digest of {content}"),
        content: content.into(),
        base64: false,
    }
}

fn version(number: i64, tree: &str, plan: Option<&str>) -> NewVersionOfProgramme {
    NewVersionOfProgramme {
        number,
        tree: tree.into(),
        files: vec![file("a.toml", "the same in all"), file("b.toml", tree)],
        plan: plan.map(str::to_owned),
        proposed_by: None,
        applied_by: "first start".into(),
        applied_on: Day(date(2025, 9, 30)),
    }
}

fn proposal(number: u8, tree: &str) -> NewProposal {
    NewProposal {
        id: id(number),
        tree: tree.into(),
        files: vec![file("b.toml", tree)],
        title: "A change".into(),
        plan: "{}".into(),
        proposed_by: id(1),
        reason: "Because.".into(),
    }
}

fn is_conflict(result: Result<(), StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict(_)))
}

async fn waiting(store: &Store) -> Vec<(String, i64)> {
    let counts = store.work_counts(at(100)).await.unwrap();
    counts.into_iter().map(|count| (count.kind, count.waiting)).collect()
}

both! {
    async fn versions_follow_one_another_without_gaps_and_are_kept_whole(place) {
        let store = place.open().await;
        assert!(is_conflict(store.apply_programme(&version(2, "t2", None), None, at(0)).await), "a gap");
        store.apply_programme(&version(1, "t1", None), None, at(0)).await.unwrap();
        assert!(waiting(&store).await.is_empty(), "nobody is told of the first");
        let late = store.apply_programme(&version(1, "t9", None), None, at(1)).await;
        assert!(is_conflict(late), "another was faster");
        assert!(store.programme_tree("t9").await.unwrap().is_empty(), "and nothing of it was kept");
        store.apply_programme(&version(2, "t2", Some("{}")), None, at(2)).await.unwrap();
        assert_eq!(waiting(&store).await, [("follow_up".to_owned(), 1)]);
        // Back to what was before is a further version.
        store.apply_programme(&version(3, "t1", Some("{}")), None, at(3)).await.unwrap();
        let versions = store.programme_versions().await.unwrap();
        let marks: Vec<_> = versions.iter().map(|v| (v.number, v.tree.as_str())).collect();
        assert_eq!(marks, [(1, "t1"), (2, "t2"), (3, "t1")]);
        let files = store.programme_tree("t2").await.unwrap();
        let files: Vec<_> = files.iter().map(|f| (f.path.as_str(), f.content.as_str())).collect();
        assert_eq!(files, [("a.toml", "the same in all"), ("b.toml", "t2")]);
        store.close().await;
    }

    async fn one_proposal_is_open_at_a_time_and_decided_once(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.add_person(&person(2)).await.unwrap();
        store.apply_programme(&version(1, "t1", None), None, at(0)).await.unwrap();
        store.propose_programme(&proposal(1, "t2"), at(1)).await.unwrap();
        assert!(is_conflict(store.propose_programme(&proposal(2, "t3"), at(2)).await), "one is open");
        store.withdraw_proposal(id(1), id(2), at(3)).await.unwrap();
        assert!(is_conflict(store.withdraw_proposal(id(1), id(2), at(4)).await), "withdrawn twice");
        let of_it = Some((id(1), id(2)));
        let late = store.apply_programme(&version(2, "t2", Some("{}")), of_it, at(5)).await;
        assert!(is_conflict(late), "withdrawn, so it is not applied");
        assert_eq!(store.programme_versions().await.unwrap().len(), 1);
        store.propose_programme(&proposal(2, "t3"), at(6)).await.unwrap();
        let of_it = Some((id(2), id(2)));
        store.apply_programme(&version(2, "t3", Some("{}")), of_it, at(7)).await.unwrap();
        let (record, _) = store.proposal(id(2)).await.unwrap().unwrap();
        assert_eq!(record.state, ProposalState::Applied);
        assert_eq!(record.decided_at, Some(at(7)));
        store.close().await;
    }

    async fn everybody_comes_page_by_page_with_all_that_is_theirs(place) {
        let store = place.open().await;
        for number in 1..=5 {
            store.add_person(&person(number)).await.unwrap();
            store.record_history(&[pass(id(number), None), pass(id(number), None)], at(0)).await.unwrap();
        }
        store.register(&registration(1, 2)).await.unwrap();
        let (mut last, mut seen, mut events, mut registrations) = (None, Vec::new(), 0, Vec::new());
        loop {
            let page = store.people_after(last, 2).await.unwrap();
            last = page.persons.last().copied();
            if last.is_none() {
                break;
            }
            events += page.history.len();
            assert!(page.history.iter().all(|row| page.persons.contains(&row.person_id)));
            registrations.extend(page.registrations.iter().map(|row| row.person_id));
            seen.extend(page.persons);
        }
        assert_eq!(seen, [1, 2, 3, 4, 5].map(id));
        assert_eq!((events, registrations), (10, vec![id(2)]));
        store.close().await;
    }

    async fn a_store_is_read_beside_the_process_that_serves_it(place) {
        assert!(Store::open_to_read(&place.location()).await.is_err(), "there is nothing yet");
        let serving = place.open().await;
        serving.apply_programme(&version(1, "t1", None), None, at(0)).await.unwrap();
        let reading = Store::open_to_read(&place.location()).await.unwrap();
        assert_eq!(reading.programme_versions().await.unwrap().len(), 1);
        serving.apply_programme(&version(2, "t2", None), None, at(0)).await.unwrap();
        assert_eq!(reading.programme_versions().await.unwrap().len(), 2);
        let written = reading.apply_programme(&version(3, "t3", None), None, at(0)).await;
        assert!(matches!(written, Err(StoreError::Unavailable(_))), "it only reads");
        reading.close().await;
        serving.close().await;
    }
}
