//! Rights to test as the team has them: listed, filtered, in order, and what it withdraws.

use assay_kernel::{Date, Registrations, TypedId, date};
use assay_store::{
    Day, RegistrationFilter, RegistrationOrder, RegistrationRecord, Rows, Store, StoreError,
    statement::registration,
};

use crate::{
    acts::Acts,
    both,
    rows::{id, person, registration, sitting},
};

const TODAY: Date = date(2025, 10, 1);

fn asked() -> RegistrationFilter {
    RegistrationFilter {
        text: String::new(),
        exam: String::new(),
        state: String::new(),
        on: Day(TODAY),
        from: None,
        until: None,
    }
}

/// A registration for another exam version and other days.
fn for_exam(number: u8, person: u8, exam: &str, on: Date, until: Option<Date>) -> RegistrationRecord {
    let (registered_on, sit_until) = (Day(on), until.map(Day));
    RegistrationRecord { exam: exam.into(), registered_on, sit_until, ..registration(number, person) }
}

/// The numbers of what a filter leaves, in an order.
async fn listed(store: &Store, filter: &RegistrationFilter, order: RegistrationOrder) -> Vec<usize> {
    let rows = Rows { limit: 10, offset: 0 };
    let found = store.registrations_listed(filter, order, rows).await.unwrap();
    assert_eq!(store.count_registrations_listed(filter).await.unwrap(), found.len() as i64);
    let number = |id: TypedId<Registrations>| (1..9).position(|number| self::id(number) == id).unwrap() + 1;
    found.iter().map(|found| number(found.registration.id)).collect()
}

both! {
    async fn registrations_are_found_by_person_exam_state_and_day_in_four_orders(place) {
        let store = place.open().await;
        for number in [1, 2] {
            store.add_person(&person(number)).await.unwrap();
        }
        let (september, end) = (date(2025, 9, 29), date(2026, 9, 30));
        for new in [
            for_exam(1, 1, "SOA-C02", date(2025, 9, 1), Some(september)),
            for_exam(2, 1, "SOA-C03", date(2025, 9, 30), Some(end)),
            for_exam(3, 2, "SOA-C03", date(2025, 9, 2), None),
            for_exam(4, 2, "CLF-C02", date(2025, 9, 2), Some(TODAY)),
            for_exam(5, 2, "DOP-C02", date(2025, 9, 3), Some(end)),
        ] {
            store.register(&new).await.unwrap();
        }
        store.start_sitting(&sitting(6, 5, 2), "a browser").await.unwrap();
        store.withdraw_registration(id(3), id(2)).await.unwrap();
        let latest = RegistrationOrder::Latest;
        for (order, numbers) in [
            (latest, [2, 5, 4, 3, 1]),
            (RegistrationOrder::Oldest, [1, 3, 4, 5, 2]),
            (RegistrationOrder::Ending, [1, 4, 2, 5, 3]),
            (RegistrationOrder::EndingLast, [3, 5, 2, 4, 1]),
        ] {
            assert_eq!(listed(&store, &asked(), order).await, numbers, "{order:?}");
        }
        let of = |text: &str| RegistrationFilter { text: text.into(), ..asked() };
        assert_eq!(listed(&store, &of("PERSON 1"), latest).await, [2, 1]);
        assert_eq!(listed(&store, &of("person2@"), latest).await, [5, 4, 3]);
        assert_eq!(listed(&store, &of("nobody"), latest).await, [0_usize; 0]);
        let exam = RegistrationFilter { exam: "SOA-C03".into(), ..asked() };
        assert_eq!(listed(&store, &exam, latest).await, [2, 3]);
        for (state, numbers) in
            [("open", vec![2, 4]), ("over", vec![1]), ("used", vec![5]), ("withdrawn", vec![3])]
        {
            let filter = RegistrationFilter { state: state.into(), ..asked() };
            assert_eq!(listed(&store, &filter, RegistrationOrder::Latest).await, numbers, "{state}");
        }
        let (from, until) = (Some(Day(date(2025, 9, 2))), Some(Day(date(2025, 9, 3))));
        let two = RegistrationFilter { from, until, ..asked() };
        assert_eq!(listed(&store, &two, RegistrationOrder::Ending).await, [4, 5, 3], "both days are in it");
        store.close().await;
    }

    async fn an_export_goes_on_after_each_place_and_names_the_sitting(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        for number in [1, 2, 3] {
            let exam = format!("EX-C0{number}");
            store.register(&for_exam(number, 1, &exam, date(2025, 9, 2), None)).await.unwrap();
        }
        store.start_sitting(&sitting(7, 2, 1), "a browser").await.unwrap();
        let (mut after, mut read) = (None, Vec::new());
        loop {
            let part = store.registrations_listed_after(&asked(), after.as_ref(), 2).await.unwrap();
            let Some(last) = part.last() else { break };
            after = Some(last.place());
            read.extend(part.iter().map(|row| (row.registration.id, row.sitting_id.is_some())));
        }
        assert_eq!(read, [(id(3), false), (id(2), true), (id(1), false)]);
        let both = store.registrations_with_sittings(id(1)).await.unwrap();
        let sat: Vec<_> = both.iter().filter_map(|row| Some(row.sitting.as_ref()?.id)).collect();
        assert_eq!((both.len(), sat), (3, vec![id(7)]));
        store.close().await;
    }

    async fn what_the_team_withdrew_only_the_team_takes_up_again(place) {
        let store = place.open().await;
        for number in [1, 2] {
            store.add_person(&person(number)).await.unwrap();
        }
        store.register(&registration(1, 1)).await.unwrap();
        let by_team = || registration::withdrawn(id(1), id(1), Some(id(2)), Day(TODAY));
        store.commit(by_team().into()).await.unwrap();
        let by_themselves = store.commit(registration::reopened(id(1), id(1)).into()).await;
        assert!(matches!(by_themselves, Err(StoreError::Conflict(_))), "{by_themselves:?}");
        assert!(store.registration(id(1)).await.unwrap().unwrap().is_withdrawn_by_team());
        store.commit(registration::reopened_by_team(id(1), id(1)).into()).await.unwrap();
        let again = store.registration(id(1)).await.unwrap().unwrap();
        assert_eq!((again.is_open(), again.withdrawn_by, again.withdrawn_on), (true, None, None));
        store.commit(registration::used(id(1)).into()).await.unwrap();
        for late in [by_team(), registration::reopened_by_team(id(1), id(1))] {
            let late = store.commit(late.into()).await;
            assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
        }
        store.close().await;
    }
}
