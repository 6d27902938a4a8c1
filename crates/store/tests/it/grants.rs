//! Roles as they are granted, and the log of what was done.

use assay_kernel::{Grants, Role, Roles, TypedId};
use assay_store::{
    Between, EntryFilter, EntryRecord, GrantRecord, Ms, Rows, Store, StoreError, Unit,
    statement::{audit, grant},
};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, person, session},
};

const FOUR: Rows = Rows { limit: 4, offset: 0 };

fn administrator(number: u8) -> GrantRecord {
    GrantRecord {
        id: id(number),
        person_id: id(number),
        role: "administrator".into(),
        scope_kind: "all".into(),
        scope_id: String::new(),
        from_at: at(10),
        until_at: None,
        granted_by: "command line".into(),
        granted_at: at(10),
        reason: "The first.".into(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_because: None,
    }
}

async fn roles(store: &Store, token: &str, now: Ms) -> Roles {
    store.session(token, now).await.unwrap().unwrap().roles
}

async fn take(store: &Store, grant: TypedId<Grants>) -> Result<(), StoreError> {
    let gone = grant::withdrawn(grant, "command line", "Enough.", at(50));
    store.commit(Unit::from_iter([grant::turn_taken(), gone, grant::administrator_left(at(50))])).await
}

both! {
    async fn a_session_has_the_roles_of_its_moment(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.open_session(&session(1, 1), "one", None).await.unwrap();
        assert_eq!(roles(&store, "one", at(20)).await, Roles::NONE);
        let until_at = Some(at(30));
        let auditor = GrantRecord { role: "auditor".into(), until_at, ..administrator(1) };
        let (scope_kind, scope_id) = ("room".into(), "r1".into());
        let other_place = GrantRecord { id: id(3), scope_kind, scope_id, ..administrator(1) };
        let unknown = GrantRecord { id: id(4), role: "examiner".into(), ..administrator(1) };
        let support = GrantRecord { id: id(2), role: "support".into(), ..administrator(1) };
        let all = [&auditor, &support, &other_place, &unknown].map(grant::given);
        store.commit(Unit::from_iter(all)).await.unwrap();
        assert_eq!(roles(&store, "one", at(9)).await, Roles::NONE, "not begun");
        let both = Roles::from_iter([Role::Auditor, Role::Support]);
        assert_eq!(roles(&store, "one", at(10)).await, both, "what this release knows");
        assert_eq!(roles(&store, "one", at(30)).await, Roles::from(Role::Support), "the other ran out");
        let again = GrantRecord { id: id(5), ..auditor.clone() };
        let refused = store.commit(grant::given(&again).into()).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "one grant of a role at a time");
        let over = grant::over_closed(id(1), "auditor", at(40));
        store.commit(Unit::from_iter([over, grant::given(&again)])).await.unwrap();
        store.close().await;
    }

    async fn of_two_who_take_the_role_from_each_other_at_once_one_stays(place) {
        let store = place.open().await;
        for number in [1, 2, 3] {
            let mut new = person(number);
            // The third could not sign in: whoever is left must be able to.
            new.password_hash = (number < 3).then(|| "$argon2id$".into());
            store.add_person(&new).await.unwrap();
            store.commit(grant::given(&administrator(number)).into()).await.unwrap();
        }
        let (one, two) = tokio::join!(take(&store, id(1)), take(&store, id(2)));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|done| **done).count(), 1, "{one:?} {two:?}");
        let left = store.grants().await.unwrap();
        assert_eq!(left.iter().filter(|named| named.grant.withdrawn_at.is_none()).count(), 2);
        let again = if one.is_ok() { take(&store, id(1)).await } else { take(&store, id(2)).await };
        assert!(matches!(again, Err(StoreError::Conflict(_))), "what is gone is not taken twice");
        take(&store, id(3)).await.unwrap();
        assert_eq!(store.people_of_team().await.unwrap().len(), 3, "who was of the team counts");
        store.close().await;
    }

    async fn the_log_is_read_by_time_doer_act_and_person(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.add_person(&person(2)).await.unwrap();
        for number in 1..=6_u8 {
            let entry = EntryRecord {
                id: id(number),
                done_at: at(i64::from(number)),
                done_by: if number % 2 == 0 { "command line".into() } else { person(1).id.to_string() },
                act: if number < 4 { "grants.give".into() } else { "record.import".into() },
                about: (number == 5).then(|| person(2).id.to_string()),
                object: None,
                reason: None,
                said: "{}".into(),
            };
            store.commit(audit::entered(&entry).into()).await.unwrap();
        }
        let all = EntryFilter::default();
        let first = store.audit_log(&all, None, FOUR).await.unwrap();
        assert_eq!(first.iter().map(|row| row.entry.id).collect::<Vec<_>>(), [6, 5, 4, 3].map(id));
        let last = first.last().map(assay_store::NamedEntry::place);
        let rest = store.audit_log(&all, last, FOUR).await.unwrap();
        assert_eq!(rest.iter().map(|row| row.entry.id).collect::<Vec<_>>(), [2, 1].map(id));
        assert_eq!(store.count_audit_log(&all).await.unwrap(), 6);
        let some = EntryFilter {
            by: person(1).id.to_string(),
            act: "grants.give".into(),
            done: Between { from: Some(at(2)), before: Some(at(4)) },
        };
        let found = store.audit_log(&some, None, FOUR).await.unwrap();
        assert_eq!(found.iter().map(|row| row.entry.id).collect::<Vec<_>>(), [id(3)]);
        assert_eq!(store.count_audit_log(&some).await.unwrap(), 1);
        let about = store.audit_log_about(person(2).id, None, 4).await.unwrap();
        let told = about.iter().map(|row| (row.entry.id, row.by_name.as_deref(), row.about_name.as_deref()));
        assert_eq!(told.collect::<Vec<_>>(), [(id(5), Some("Person 1"), Some("Person 2"))]);
        store.close().await;
    }
}
