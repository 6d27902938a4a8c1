//! What stands in a column and is nothing that this release knows is refused and named, never taken for
//! something else.

use assay_kernel::Persons;
use assay_store::{NewProposal, NoteKind, ProposalState, RegistrationState, StoreError, VerifiedHow};

use crate::{
    acts::Acts,
    both,
    place::Place,
    rows::{at, id, start, step},
};

/// A person with a sitting that has an answer, and a proposal.
async fn filled(place: &Place) {
    let store = place.open().await;
    let sitting = start(&store, 1).await;
    store.save_response(step(sitting, 1, 1, "A")).await.unwrap();
    let proposal = NewProposal {
        id: id(1),
        tree: "t".into(),
        files: Vec::new(),
        title: "A change".into(),
        plan: "{}".into(),
        proposed_by: id(1),
        reason: "Because.".into(),
    };
    store.propose_programme(&proposal, at(0)).await.unwrap();
    store.close().await;
}

fn told<T: std::fmt::Debug>(read: Result<T, StoreError>) -> String {
    match read {
        Err(StoreError::Corrupt(what)) => what,
        other => panic!("it was taken for something else: {other:?}"),
    }
}

both! {
    async fn a_word_that_is_not_known_is_refused_with_its_table_and_column(place) {
        filled(place).await;
        let store = place.open().await;
        assert_eq!(store.registration(id(1)).await.unwrap().unwrap().state, RegistrationState::Used);
        assert_eq!(store.proposal(id(1)).await.unwrap().unwrap().0.state, ProposalState::Open);
        assert_eq!(store.sitting_notes_of(id(1)).await.unwrap()[0].kind, NoteKind::Started);
        assert_eq!(store.person(id(1)).await.unwrap().unwrap().verified_how, Some(VerifiedHow::Record));
        store.close().await;
        for sql in [
            "UPDATE registrations SET state = 'Used'",
            "UPDATE programme_proposals SET state = 'postponed'",
            "UPDATE sitting_notes SET kind = ''",
            "UPDATE addresses SET verified_how = 'phone'",
        ] {
            place.run(sql, sql).await;
        }
        let store = place.open().await;
        let says = |told: String, place: &str, word: &str, known: &str| {
            let why = format!("{place} says `{word}`, which this release does not know; it knows {known}");
            assert_eq!(told, why);
        };
        let registration = told(store.registration(id(1)).await);
        let place = "registration.by_id, column \"state\": registrations.state";
        says(registration, place, "Used", "open, used, withdrawn");
        let proposal = told(store.proposal(id(1)).await);
        let place = "proposal.by_id, column \"state\": programme_proposals.state";
        says(proposal, place, "postponed", "open, applied, withdrawn");
        let notes = told(store.sitting_notes_of(id(1)).await);
        let place = "note.of_person, column \"kind\": sitting_notes.kind";
        says(notes, place, "", "started, claimed, taken-over");
        let person = told(store.person(id(1)).await);
        let place = "person.by_id, column \"verified_how\": addresses.verified_how";
        says(person, place, "phone", "link, record, administrator, demonstration");
        store.close().await;
    }

    async fn what_is_no_flag_instant_or_day_is_refused_with_its_column(place) {
        filled(place).await;
        for sql in [
            "UPDATE sittings SET time_over = 2",
            "UPDATE response_steps SET flagged = -1",
            "UPDATE registrations SET sit_until = '2026-02-30'",
            "UPDATE programme_proposals SET decided_by = NULL, decided_at = 9223372036854775807",
        ] {
            place.run(sql, sql).await;
        }
        let store = place.open().await;
        let sitting = told(store.sitting(id(1)).await);
        assert_eq!(sitting, "sitting.by_id, column \"time_over\": 2 is neither 0 nor 1");
        let answers = told(store.responses(id(1)).await);
        assert_eq!(answers, "response.of_sitting, column \"flagged\": -1 is neither 0 nor 1");
        let day = told(store.registrations_of(id::<Persons>(1)).await);
        assert!(day.starts_with("registration.of_person, column \"sit_until\": "), "{day}");
        let instant = told(store.proposals(10).await);
        assert!(instant.starts_with("proposal.latest, column \"decided_at\": "), "{instant}");
        store.close().await;
    }
}
