//! People, their rights to test and their sessions.

use assay_kernel::date;
use assay_store::{
    Between, Day, GrantRecord, LinkPurpose, Ms, PeopleOrder, PersonFilter, PersonRecord, RegistrationRecord,
    Rows, Statement, Store, StoreError, Unit, VerifiedHow,
    statement::{grant, person as account, registration as right},
};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, person, registration, session},
};

/// The day of these stories.
const ON: Day = Day(date(2025, 9, 30));

/// Names of the people whose name or address contains a text.
async fn found(store: &Store, text: &str) -> Vec<String> {
    listed(store, &PersonFilter { text: text.into(), ..PersonFilter::default() }, PeopleOrder::Name).await
}

fn granted(number: u8, role: &str, until: Option<Ms>) -> Statement {
    grant::given(&GrantRecord {
        id: id(number),
        person_id: id(number),
        role: role.into(),
        scope_kind: "all".into(),
        scope_id: String::new(),
        from_at: at(0),
        until_at: until,
        granted_by: "command line".into(),
        granted_at: at(0),
        reason: "So.".into(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_because: None,
    })
}

async fn listed(store: &Store, filter: &PersonFilter, order: PeopleOrder) -> Vec<String> {
    let rows = Rows { limit: 10, offset: 0 };
    let people = store.people_listed(filter, order, rows, at(500)).await.unwrap();
    assert_eq!(store.count_people_listed(filter, at(500)).await.unwrap(), people.len() as i64);
    people.into_iter().map(|listed| listed.person.name).collect()
}

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
        let other_exam = RegistrationRecord { exam: "SOA-C02".into(), ..registration(4, 1) };
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

    async fn an_account_is_not_closed_over_a_registration_that_was_made_since_it_was_looked_at(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        // One that is over stands against nothing, nor does another person's.
        let yesterday = Some(Day(date(2025, 9, 29)));
        let over = RegistrationRecord { exam: "OLD".into(), sit_until: yesterday, ..registration(1, 1) };
        store.register(&over).await.unwrap();
        store.add_person(&person(2)).await.unwrap();
        store.register(&registration(2, 2)).await.unwrap();
        store.register(&registration(3, 1)).await.unwrap();
        let closed = || account::closed(id(1), id(1), at(5), ON);
        let made_since =
            RegistrationRecord { exam: "SOA-C02".into(), sit_until: None, ..registration(4, 1) };
        store.register(&made_since).await.unwrap();
        // The unit knows of the one that was looked at, and of no other.
        let withdrawn = |number| right::withdrawn(id(number), id(1), None, ON);
        let refused = store.commit(Unit::from_iter([withdrawn(3), closed()])).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        let stands = async |number| store.registration(id(number)).await.unwrap().unwrap().is_open();
        assert!(stands(3).await && stands(4).await, "all of it or nothing");
        assert!(!store.person(id(1)).await.unwrap().unwrap().is_closed());
        store.commit(Unit::from_iter([withdrawn(3), withdrawn(4), closed()])).await.unwrap();
        assert!(store.person(id(1)).await.unwrap().unwrap().is_closed());
        let after = store.register(&registration(5, 1)).await;
        assert!(matches!(after, Err(StoreError::Conflict(_))), "{after:?}");
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
        assert_eq!(found(&store, "PERSON2@").await.len(), 1);
        assert_eq!(found(&store, "son 3").await, ["Person 3"]);
        assert_eq!(found(&store, "").await.len(), 3);
        assert_eq!(found(&store, "Person'; --").await.len(), 0);
        // The databases fold letters beyond ASCII differently, or not at all (N10).
        let names = ["Öznur Çelik", "Владимир", "Łukasz"];
        for (number, name) in (4..).zip(names) {
            let named = PersonRecord { name: name.into(), ..person(number) };
            store.add_person(&named).await.unwrap();
        }
        let searches =
            [("ÖZNUR", names[0]), ("oznur c", names[0]), ("ВЛАД", names[1]), ("lukasz", names[2])];
        for (text, name) in searches {
            assert_eq!(found(&store, text).await, [name], "{text}");
        }
        store.close().await;
    }

    async fn a_filter_leaves_the_same_people_in_every_order_and_counts_them(place) {
        let store = place.open().await;
        let names = ["Zoë", "anna", "Öznur", "Anna", "Łukasz", "Bea"];
        for (number, name) in (1..).zip(names) {
            let verified_how = (number % 2 == 0).then_some(VerifiedHow::Record);
            let person = PersonRecord { name: name.into(), verified_how, ..person(number) };
            store.add_person(&PersonRecord { created_at: at(number.into()), ..person }).await.unwrap();
        }
        let grants = [granted(1, "support", None), granted(2, "auditor", Some(at(400)))];
        store.commit(Unit::from_iter(grants)).await.unwrap();
        let bea = id::<assay_kernel::Persons>(6);
        store.commit(account::closed(bea, bea, at(450), ON).into()).await.unwrap();
        let all = PersonFilter::default();
        // As people write lists, on both databases: not as bytes, nor as a server's locale has it.
        let by_name = ["anna", "Anna", "Bea", "Łukasz", "Öznur", "Zoë"];
        assert_eq!(listed(&store, &all, PeopleOrder::Name).await, by_name);
        let back: Vec<&str> = by_name.into_iter().rev().collect();
        assert_eq!(listed(&store, &all, PeopleOrder::NameBack).await, back);
        assert_eq!(listed(&store, &all, PeopleOrder::Oldest).await, names);
        let newest: Vec<&str> = names.into_iter().rev().collect();
        assert_eq!(listed(&store, &all, PeopleOrder::Newest).await, newest);

        let role = |role: &str| PersonFilter { role: role.into(), ..PersonFilter::default() };
        let unproved = PersonFilter { confirmed: Some(false), ..PersonFilter::default() };
        let proved = PersonFilter { confirmed: Some(true), ..PersonFilter::default() };
        let closed = |closed| PersonFilter { closed: Some(closed), ..PersonFilter::default() };
        let added = Between { from: Some(at(3)), before: Some(at(5)) };
        let of_days = PersonFilter { added, ..PersonFilter::default() };
        let all_at_once = PersonFilter {
            text: "ann".into(),
            role: "candidate".into(),
            confirmed: Some(true),
            closed: Some(false),
            added,
        };
        let filters: [(PersonFilter, &[&str]); 10] = [
            (role("team"), &["Zoë"]),
            (role("support"), &["Zoë"]),
            // A role that ran out is none.
            (role("auditor"), &[]),
            (role("candidate"), &by_name[..5]),
            (unproved, &["Łukasz", "Öznur", "Zoë"]),
            (proved, &["anna", "Anna", "Bea"]),
            (of_days, &["Anna", "Öznur"]),
            (closed(true), &["Bea"]),
            (closed(false), &["anna", "Anna", "Łukasz", "Öznur", "Zoë"]),
            (all_at_once, &["Anna"]),
        ];
        for (filter, names) in filters {
            assert_eq!(listed(&store, &filter, PeopleOrder::Name).await, names, "{filter:?}");
            for order in [PeopleOrder::NameBack, PeopleOrder::Oldest, PeopleOrder::Newest] {
                assert_eq!(listed(&store, &filter, order).await.len(), names.len(), "{filter:?} {order:?}");
            }
            // Read to the end two at a time, as an export does.
            let (mut read, mut after) = (Vec::new(), None);
            loop {
                let part = store.people_listed_after(&filter, after.as_ref(), 2, at(500)).await.unwrap();
                let Some(last) = part.last() else { break };
                after = Some(last.place());
                read.extend(part.into_iter().map(|listed| listed.person.name));
            }
            assert_eq!(read, names, "{filter:?}");
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
        assert_eq!(found(&store, "CORA").await.len(), 1);
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
            "DROP INDEX persons_by_key",
            "DROP INDEX persons_by_age",
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
