//! People, their rights to test and their sessions.

use assay_store::{PersonRecord, StoreError};

use crate::{
    both,
    rows::{at, id, person, registration, session},
};

both! {
    async fn a_conflict_does_not_fail_its_neighbours_in_a_group(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        let taken = PersonRecord { email: person(1).email, ..person(2) };
        let (second, third) = (person(3), person(4));
        let (before, conflict, after) =
            tokio::join!(store.add_person(&second), store.add_person(&taken), store.add_person(&third));
        assert!(matches!(conflict, Err(StoreError::Conflict(_))), "{conflict:?}");
        assert!(before.is_ok() && after.is_ok());
        assert!(store.accepts_changes());
        assert_eq!(store.count_persons().await.unwrap(), 3);
        assert!(store.person(id(2)).await.unwrap().is_none());
        store.close().await;
    }

    async fn a_person_has_one_open_registration_per_exam_version(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.add_person(&person(2)).await.unwrap();
        store.register(&registration(1, 1)).await.unwrap();
        let twice = store.register(&registration(2, 1)).await;
        assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
        store.register(&registration(3, 2)).await.unwrap();
        let other_exam = assay_store::RegistrationRecord { exam: "SOA-C02".into(), ..registration(4, 1) };
        store.register(&other_exam).await.unwrap();
        let of_another = store.withdraw_registration(id(1), id(2)).await;
        assert!(matches!(of_another, Err(StoreError::Conflict(_))));
        store.withdraw_registration(id(1), id(1)).await.unwrap();
        let twice = store.withdraw_registration(id(1), id(1)).await;
        assert!(matches!(twice, Err(StoreError::Conflict(_))));
        store.register(&registration(5, 1)).await.unwrap();
        assert_eq!(store.registrations_of(id(1)).await.unwrap().len(), 3);
        store.close().await;
    }

    async fn a_registration_of_nobody_is_refused(place) {
        let store = place.open().await;
        let orphan = store.register(&registration(1, 9)).await;
        assert!(matches!(orphan, Err(StoreError::Conflict(_))), "{orphan:?}");
        assert!(store.accepts_changes());
        store.close().await;
    }

    async fn sessions_end_with_a_change_of_password(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.add_person(&person(2)).await.unwrap();
        store.open_session(&session(1, 1), "one").await.unwrap();
        store.open_session(&session(2, 1), "two").await.unwrap();
        store.open_session(&session(3, 2), "other").await.unwrap();
        assert_eq!(store.session("two").await.unwrap().unwrap().name, "Person 1");
        store.set_password(id(1), "a hash").await.unwrap();
        assert!(store.session("one").await.unwrap().is_none());
        assert_eq!(store.sessions_of(id(1)).await.unwrap().len(), 0);
        assert!(store.session("other").await.unwrap().is_some());
        let hash = store.person(id(1)).await.unwrap().unwrap().password_hash;
        assert_eq!(hash.as_deref(), Some("a hash"));
        let nobody = store.set_password(id(9), "a hash").await;
        assert!(matches!(nobody, Err(StoreError::Conflict(_))));
        store.close().await;
    }

    async fn nobody_ends_the_session_of_somebody_else(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.add_person(&person(2)).await.unwrap();
        store.open_session(&session(1, 1), "one").await.unwrap();
        store.end_session(id(1), id(2)).await.unwrap();
        assert!(store.session("one").await.unwrap().is_some());
        store.end_session(id(1), id(1)).await.unwrap();
        assert!(store.session("one").await.unwrap().is_none());
        store.close().await;
    }

    async fn expired_sessions_are_swept_when_one_opens(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.open_session(&session(1, 1), "old").await.unwrap();
        let later = assay_store::SessionRecord {
            created_at: at(1001),
            seen_at: at(1001),
            expires_at: at(2000),
            ..session(2, 1)
        };
        store.open_session(&later, "new").await.unwrap();
        assert!(store.session("old").await.unwrap().is_none());
        assert!(store.session("new").await.unwrap().is_some());
        store.close().await;
    }

    async fn people_are_found_by_name_and_address_without_wildcards(place) {
        let store = place.open().await;
        for number in 1..=3 {
            store.add_person(&person(number)).await.unwrap();
        }
        assert_eq!(store.search_persons("PERSON2@", 10, 0).await.unwrap().len(), 1);
        assert_eq!(store.search_persons("son 3", 10, 0).await.unwrap()[0].name, "Person 3");
        assert_eq!(store.search_persons("", 2, 1).await.unwrap().len(), 2);
        assert_eq!(store.search_persons("Person'; --", 10, 0).await.unwrap().len(), 0);
        assert!(store.person_by_email("person1@example.org").await.unwrap().is_some());
        store.close().await;
    }
}
