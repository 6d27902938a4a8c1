//! The order of durable effects: prepared, then signed, then published.

use assay_kernel::date;
use assay_store::{CredentialRecord, Day, NewPlace, NewVersion, StoreError};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, person},
};

fn credential() -> CredentialRecord {
    CredentialRecord {
        id: id(1),
        person_id: id(1),
        certification: "cloudops".into(),
        earned_on: Day(date(2025, 9, 30)),
        created_at: at(0),
    }
}

fn version(number: i64) -> NewVersion {
    NewVersion {
        credential: credential(),
        version: number,
        valid_from: Day(date(2025, 9, 30)),
        valid_until: Some(Day(date(2028, 9, 30))),
        said: Some(r#"{"code":"reason.awarded"}"#.into()),
        prepared: "{\"bytes\":\"to be signed\"}".into(),
        place: None,
    }
}

fn is_conflict(result: Result<(), StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict(_)))
}

both! {
    async fn a_version_is_prepared_then_signed_then_published_and_nothing_else(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        let credential = credential();
        let publish = || store.publish_version(&credential, 1, r#"{"code":"letter"}"#, at(3));
        let sign = |text: &'static str| store.record_signed(id(1), 1, text, at(2));
        assert!(is_conflict(sign("{}").await), "nothing is prepared");
        assert!(is_conflict(publish().await), "nothing is prepared");
        store.prepare_version(&version(1), at(1)).await.unwrap();
        assert!(is_conflict(store.prepare_version(&version(1), at(1)).await), "prepared twice");
        assert!(is_conflict(publish().await), "not signed");
        assert_eq!(store.messages_of(id(1)).await.unwrap().len(), 0, "nobody is told of what is not there");
        sign("{\"signed\":1}").await.unwrap();
        assert!(is_conflict(sign("{\"signed\":2}").await), "signed twice");
        publish().await.unwrap();
        assert!(is_conflict(publish().await), "published twice");
        let stored = store.credential_versions(id(1)).await.unwrap().remove(0);
        assert_eq!(stored.signed.as_deref(), Some("{\"signed\":1}"));
        assert_eq!(stored.published_at, Some(at(3)));
        assert_eq!(stored.prepared, version(1).prepared);
        store.close().await;
    }

    async fn a_message_is_sent_once_per_topic(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        let credential = credential();
        for number in [1, 2] {
            store.prepare_version(&version(number), at(1)).await.unwrap();
            store.record_signed(id(1), number, "{}", at(2)).await.unwrap();
            let publish = || store.publish_version(&credential, number, r#"{"code":"letter"}"#, at(3));
            let (first, second) = tokio::join!(publish(), publish());
            assert!(first.is_ok() && is_conflict(second));
        }
        let topics: Vec<String> =
            store.messages_of(id(1)).await.unwrap().into_iter().map(|message| message.topic).collect();
        let crd = credential.id;
        assert_eq!(topics, [format!("credential:{crd}:2"), format!("credential:{crd}:1")]);
        assert_eq!(store.credentials_of(id(1)).await.unwrap().len(), 1);
        store.close().await;
    }

    async fn one_award_makes_one_credential(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.prepare_version(&version(1), at(1)).await.unwrap();
        let again = CredentialRecord { id: id(2), ..credential() };
        let twice = store.prepare_version(&NewVersion { credential: again, ..version(1) }, at(1)).await;
        assert!(is_conflict(twice));
        assert!(store.credential(id(2)).await.unwrap().is_none());
        assert!(store.credential_versions(id(2)).await.unwrap().is_empty());
        store.close().await;
    }

    async fn signing_keys_are_kept_in_order(place) {
        let store = place.open().await;
        store.add_signing_key("key-1", "first", at(0)).await.unwrap();
        store.add_signing_key("key-2", "second", at(1)).await.unwrap();
        assert!(is_conflict(store.add_signing_key("key-1", "third", at(2)).await));
        let keys = store.signing_keys().await.unwrap();
        assert_eq!(keys[0], ("key-1".to_owned(), "first".to_owned()));
        assert_eq!(keys.len(), 2);
        store.close().await;
    }

    async fn a_place_is_given_once_and_taken_back_once(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        assert_eq!(store.latest_status_list().await.unwrap(), None);
        let first = NewPlace { list: 1, place: 77, taken_back: false };
        store.prepare_version(&NewVersion { place: Some(first), ..version(1) }, at(1)).await.unwrap();
        assert!(store.is_place_taken(1, 77).await.unwrap() && !store.is_place_taken(1, 78).await.unwrap());
        let other = CredentialRecord { id: id(2), earned_on: Day(date(2020, 1, 1)), ..credential() };
        let clash = NewVersion { credential: other, place: Some(first), ..version(1) };
        assert!(is_conflict(store.prepare_version(&clash, at(1)).await), "a place is nobody else's");
        assert!(store.credential(id(2)).await.unwrap().is_none(), "and nothing of the edition is stored");

        assert_eq!(store.places_taken_back(1).await.unwrap(), [0_i64; 0]);
        let credential = credential();
        let take_back = || store.take_back(&credential, "revoked", r#"{"code":"letter"}"#, at(5));
        take_back().await.unwrap();
        assert!(is_conflict(take_back().await), "taken back twice");
        assert_eq!(store.places_taken_back(1).await.unwrap(), [77]);
        assert_eq!(store.status_list(1).await.unwrap().unwrap().changes, 1);
        let entry = store.status_of(id(1)).await.unwrap().unwrap();
        assert_eq!((entry.place, entry.taken_back_at), (77, Some(at(5))));
        assert_eq!(store.messages_of(id(1)).await.unwrap().len(), 1);

        let second = NewPlace { list: 1, place: 3, taken_back: true };
        store.prepare_version(&NewVersion { place: Some(second), ..version(2) }, at(6)).await.unwrap();
        assert_eq!(store.places_taken_back(1).await.unwrap(), [3, 77], "born taken back");
        assert_eq!(store.status_list(1).await.unwrap().unwrap().changes, 2);
        assert_eq!(store.status_of(id(1)).await.unwrap().unwrap().version, 2);
        store.close().await;
    }

    async fn a_list_is_signed_only_as_it_was_prepared(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        assert!(is_conflict(store.prepare_status_list(1, "{}", 0, at(9)).await), "there is no such list");
        let first = NewPlace { list: 1, place: 77, taken_back: false };
        store.prepare_version(&NewVersion { place: Some(first), ..version(1) }, at(1)).await.unwrap();
        let sign = |changes, until| store.record_signed_list(1, "{\"signed\":1}", changes, at(until));
        assert!(is_conflict(sign(0, 9).await), "nothing is prepared");
        store.prepare_status_list(1, "{}", 0, at(9)).await.unwrap();
        assert!(is_conflict(sign(1, 9).await) && is_conflict(sign(0, 8).await), "something else is prepared");
        sign(0, 9).await.unwrap();
        let list = store.status_list(1).await.unwrap().unwrap();
        assert_eq!((list.signed_changes, list.signed_until), (0, at(9)));
        assert_eq!(list.signed.as_deref(), Some("{\"signed\":1}"));
        assert!(store.status_list(2).await.unwrap().is_none());
        store.close().await;
    }
}
