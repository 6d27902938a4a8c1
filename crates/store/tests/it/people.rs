//! People, their rights to test and their sessions.

use assay_store::{LinkPurpose, PersonRecord, StoreError, VerifiedHow};

use crate::{
    acts::Acts,
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
        store.open_session(&session(1, 1), "one", None).await.unwrap();
        store.open_session(&session(2, 1), "two", None).await.unwrap();
        store.open_session(&session(3, 2), "other", None).await.unwrap();
        assert_eq!(store.session("two", at(0)).await.unwrap().unwrap().name, "Person 1");
        store.set_password(id(1), "a hash").await.unwrap();
        assert!(store.session("one", at(0)).await.unwrap().is_none());
        assert_eq!(store.sessions_of(id(1)).await.unwrap().len(), 0);
        assert!(store.session("other", at(0)).await.unwrap().is_some());
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
        store.open_session(&session(1, 1), "one", None).await.unwrap();
        let of_another = store.end_session(id(1), id(2)).await;
        assert!(matches!(of_another, Err(StoreError::Conflict(_))), "{of_another:?}");
        assert!(store.session("one", at(0)).await.unwrap().is_some());
        store.end_session(id(1), id(1)).await.unwrap();
        assert!(store.session("one", at(0)).await.unwrap().is_none());
        store.close().await;
    }

    async fn expired_sessions_are_swept_when_one_opens(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.open_session(&session(1, 1), "old", None).await.unwrap();
        let later = assay_store::SessionRecord {
            created_at: at(1001),
            seen_at: at(1001),
            expires_at: at(2000),
            ..session(2, 1)
        };
        store.open_session(&later, "new", None).await.unwrap();
        assert!(store.session("old", at(0)).await.unwrap().is_none());
        assert!(store.session("new", at(0)).await.unwrap().is_some());
        store.close().await;
    }

    async fn people_are_found_by_name_and_address_without_wildcards(place) {
        let store = place.open().await;
        for number in 1..=3 {
            store.add_person(&person(number)).await.unwrap();
        }
        assert_eq!(store.search_persons("PERSON2@", None, 10, 0).await.unwrap().len(), 1);
        assert_eq!(store.search_persons("son 3", None, 10, 0).await.unwrap()[0].name, "Person 3");
        assert_eq!(store.search_persons("", None, 2, 1).await.unwrap().len(), 2);
        assert_eq!(store.search_persons("Person'; --", None, 10, 0).await.unwrap().len(), 0);
        // The databases fold letters beyond ASCII differently, or not at all (N10).
        let names = ["Öznur Çelik", "Владимир", "Łukasz"];
        for (number, name) in (4..).zip(names) {
            let named = PersonRecord { name: name.into(), ..person(number) };
            store.add_person(&named).await.unwrap();
        }
        let searches =
            [("ÖZNUR", names[0]), ("oznur c", names[0]), ("ВЛАД", names[1]), ("lukasz", names[2])];
        for (text, name) in searches {
            let found = store.search_persons(text, None, 10, 0).await.unwrap();
            assert_eq!(found.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), [name], "{text}");
        }
        store.close().await;
    }

    async fn an_address_that_was_only_typed_reserves_nothing_and_matches_nothing(place) {
        let store = place.open().await;
        let typed =
            |number: u8| PersonRecord { verified_how: None, email: "a@b.co".into(), ..person(number) };
        store.add_person(&typed(1)).await.unwrap();
        store.add_person(&typed(2)).await.unwrap();
        assert!(store.person_by_verified_address("a@b.co").await.unwrap().is_none());
        let verified = PersonRecord { email: "a@b.co".into(), ..person(3) };
        store.add_person(&verified).await.unwrap();
        let again = PersonRecord { email: "a@b.co".into(), ..person(4) };
        let taken = store.add_person(&again).await;
        assert!(matches!(taken, Err(StoreError::Conflict(_))), "{taken:?}");
        assert_eq!(store.person_by_verified_address("a@b.co").await.unwrap().unwrap().id, id(3));
        let order: Vec<_> =
            store.persons_with_address("a@b.co").await.unwrap().into_iter().map(|p| p.id).collect();
        assert_eq!(order, [id(3), id(1), id(2)], "who proved it comes first");
        assert_eq!(store.person(id(2)).await.unwrap().unwrap().email, "a@b.co");
        store.close().await;
    }

    async fn a_link_works_once_and_ends_every_session_of_before(place) {
        let store = place.open().await;
        let typed = PersonRecord { verified_how: None, ..person(1) };
        store.add_person(&typed).await.unwrap();
        store.open_session(&session(1, 1), "of a stranger", None).await.unwrap();
        let link = |hash: &str| assay_store::NewLink {
            token_hash: hash.into(),
            purpose: LinkPurpose::Claim,
            person: id(1),
            address: typed.email.clone(),
            made_by: "command line".into(),
            made_at: at(0),
            ends_at: at(1000),
            mail: None,
        };
        store.make_link(&link("first"), r#"{"code":"letter"}"#).await.unwrap();
        store.make_link(&assay_store::NewLink { made_at: at(1), ..link("second") }, r#"{"code":"letter"}"#)
            .await
            .unwrap();
        let access = crate::acts::NewAccess { name: "Cora".into(), password_hash: "a hash".into() };
        let first = store.link("first").await.unwrap().unwrap();
        let ended = store.use_link("first", &first, Some(&access), at(2)).await;
        assert!(matches!(ended, Err(StoreError::Conflict(_))), "the later link ended it: {ended:?}");
        let second = store.link("second").await.unwrap().unwrap();
        let late = store.use_link("second", &second, Some(&access), at(1000)).await;
        assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
        let (one, two) = tokio::join!(
            store.use_link("second", &second, Some(&access), at(3)),
            store.use_link("second", &second, Some(&access), at(3)),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(store.session("of a stranger", at(0)).await.unwrap().is_none());
        let now = store.person(id(1)).await.unwrap().unwrap();
        assert_eq!((now.name.as_str(), now.verified_how), ("Cora", Some(VerifiedHow::Link)));
        assert_eq!(store.search_persons("CORA", None, 10, 0).await.unwrap().len(), 1);
        assert_eq!(store.links_of(id(1)).await.unwrap().len(), 2);
        assert_eq!(store.messages_of(id(1)).await.unwrap().len(), 2, "the person is told");
        store.close().await;
    }

    async fn a_link_takes_no_address_that_another_person_proved(place) {
        let store = place.open().await;
        store.add_person(&PersonRecord { email: "a@b.co".into(), ..person(1) }).await.unwrap();
        let typed = PersonRecord { verified_how: None, email: "a@b.co".into(), ..person(2) };
        store.add_person(&typed).await.unwrap();
        let link = assay_store::NewLink {
            token_hash: "hash".into(),
            purpose: LinkPurpose::Claim,
            person: id(2),
            address: "a@b.co".into(),
            made_by: "command line".into(),
            made_at: at(0),
            ends_at: at(1000),
            mail: None,
        };
        store.make_link(&link, "{}").await.unwrap();
        let record = store.link("hash").await.unwrap().unwrap();
        let refused = store.use_link("hash", &record, None, at(1)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        let unused = store.link("hash").await.unwrap().unwrap().used_at.is_none();
        assert!(unused, "nothing of it happened");
        store.close().await;
    }

    async fn signing_in_again_takes_the_place_of_the_session_of_before(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.open_session(&session(1, 1), "old", None).await.unwrap();
        store.open_session(&session(2, 1), "new", Some(id(1))).await.unwrap();
        assert!(store.session("old", at(0)).await.unwrap().is_none());
        assert!(store.session("new", at(0)).await.unwrap().is_some());
        store.close().await;
    }

    async fn people_of_before_are_marked_by_how_they_came(place) {
        let store = place.open().await;
        store.close().await;
        // As the version before left them: the migration is undone and done again over old rows.
        for sql in [
            "DELETE FROM _sqlx_migrations WHERE version = 4",
            "DROP TABLE links",
            "DROP TABLE addresses",
            "DROP INDEX persons_by_name",
            "ALTER TABLE persons DROP COLUMN search_key",
            "INSERT INTO persons (id, email, name, role, password_hash, story, created_at) VALUES \
                ('per_0000000001e00000000000000a', 'typed@example.org', 'T', 'candidate', 'hash', NULL, 1), \
                ('per_0000000001e00000000000000b', 'named@example.org', 'N', 'candidate', NULL, NULL, 2), \
                ('per_0000000001e00000000000000c', 'ada@example.org', 'A', 'administrator', 'h', NULL, 3), \
                ('per_0000000001e00000000000000d', 'sam@demo.example', 'S', 'candidate', NULL, 'S', 4)",
        ] {
            place.run(sql, sql).await;
        }
        let store = place.open().await;
        let mut how = Vec::new();
        for address in ["typed@example.org", "named@example.org", "ada@example.org", "sam@demo.example"] {
            how.push(store.persons_with_address(address).await.unwrap().remove(0).verified_how);
        }
        let proved = [VerifiedHow::Record, VerifiedHow::Administrator, VerifiedHow::Demonstration].map(Some);
        assert_eq!((how[0], &how[1..]), (None, &proved[..]));
        assert_eq!(store.persons_without_key(10).await.unwrap().len(), 4);
        store.close().await;
    }
}
