//! The history as rows: whatever can happen is read as it was written, and what cannot be read is said.

use assay_kernel::{CertificationCode, Date, ExamCode, Period, Persons, TypedId, Validity};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, HistoryLine};
use assay_store::{NewHistory, StoreError};
use proptest::{collection::vec, option, prelude::*, strategy::ValueTree, test_runner::TestRunner};

use crate::{
    acts::Acts,
    both,
    rows::{at, id, person},
};

/// Any text that both databases hold: PostgreSQL has no U+0000.
fn text() -> impl Strategy<Value = String> + Clone {
    "[^\u{0}]{0,12}"
}

fn maybe() -> impl Strategy<Value = Option<String>> + Clone {
    option::of(text())
}

fn certification() -> impl Strategy<Value = CertificationCode> + Clone {
    text().prop_map(|code| code.as_str().into())
}

fn day() -> impl Strategy<Value = Date> + Clone {
    (1900..2100_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn period() -> impl Strategy<Value = Period> + Clone {
    prop_oneof![(1..=1200).prop_map(Period::months), (0..=36_600).prop_map(Period::days)]
}

/// One of every kind; a new kind does not compile until it stands here.
fn happening() -> impl Strategy<Value = Happening> {
    let earned = prop_oneof![
        text().prop_map(|code| Earned::Exam(ExamCode::new(&code))),
        certification().prop_map(Earned::Certification)
    ];
    let amendment = (vec(certification(), 0..4), option::of(day()), option::of(period()), maybe())
        .prop_flat_map(|(certifications, earned_from, shift, reason)| {
            let validity = prop_oneof![Just(Validity::Unlimited), period().prop_map(Validity::For)];
            option::of(validity).prop_map(move |revalidate| Happening::Amend {
                certifications: certifications.clone(),
                earned_from,
                shift,
                revalidate,
                reason: reason.clone(),
            })
        });
    let every = (0..14_u8, earned, certification(), any::<u32>(), text(), maybe(), maybe(), amendment);
    every.prop_map(|(kind, what, certification, n, word, category, reason, amendment)| match kind {
        0 => Happening::Earn { certification },
        1 => Happening::Pass { what },
        2 => Happening::Fail { what },
        3 => Happening::Do { certification, what: word },
        4 => Happening::Credit { certification, n, category },
        5 => Happening::Strike { certification, n, category, reason },
        6 => Happening::Fee { certification, n },
        7 => Happening::Revoke { certification, reason },
        8 => Happening::Retire { certification },
        9 => amendment,
        10 => Happening::Reinstate { certification, reason },
        11 => Happening::Suspend { certification, reason },
        12 => Happening::Void { what },
        _ => Happening::World { name: word },
    })
}

fn event() -> impl Strategy<Value = Event> {
    (day(), happening(), maybe(), 0..4_000_000_000_000_i64).prop_map(|(date, happening, reference, ms)| {
        let recorded_at = Some(assay_kernel::Instant::from_millisecond(ms).unwrap());
        Event { date, happening, reference, recorded_at }
    })
}

proptest! {
    #[test]
    fn an_event_is_read_from_a_line_as_it_was_written(event in event(), person in text()) {
        let written = serde_json::to_string(&HistoryLine::of(&person, &event)).unwrap();
        let line: HistoryLine = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(<(String, Event)>::try_from(line).unwrap(), (person, event), "{}", written);
    }
}

/// The kinds that there are, by the compiler: whoever adds one is led here.
fn kind(happening: &Happening) -> u8 {
    match happening {
        Happening::Earn { .. } => 0,
        Happening::Pass { .. } => 1,
        Happening::Fail { .. } => 2,
        Happening::Do { .. } => 3,
        Happening::Credit { .. } => 4,
        Happening::Strike { .. } => 5,
        Happening::Fee { .. } => 6,
        Happening::Revoke { .. } => 7,
        Happening::Retire { .. } => 8,
        Happening::Amend { .. } => 9,
        Happening::Reinstate { .. } => 10,
        Happening::Suspend { .. } => 11,
        Happening::Void { .. } => 12,
        Happening::World { .. } => 13,
    }
}

/// A row of before migration 6, or of a release to come: day, kind, certification, detail, count.
macro_rules! row {
    ($place:ident, $values:literal) => {{
        let store = $place.open().await;
        store.add_person(&person(1)).await.unwrap();
        store.close().await;
        const SQL: &str = concat!(
            "INSERT INTO history (person_id, happened_on, kind, certification, detail, n, recorded_at) ",
            "SELECT id, ",
            $values,
            ", 5 FROM persons"
        );
        $place.run(SQL, SQL).await;
        let holder: TypedId<Persons> = id(1);
        holder
    }};
}

both! {
    async fn every_event_is_read_from_its_row_as_it_was_written(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        let mut runner = TestRunner::deterministic();
        let mut drawn = || event().new_tree(&mut runner).unwrap().current();
        let mut written: Vec<Event> = (0..1_000).map(|_| drawn()).collect();
        let kinds: std::collections::BTreeSet<u8> = written.iter().map(|e| kind(&e.happening)).collect();
        assert_eq!(kinds.len(), 14, "every kind was drawn");
        let new = |event: &Event| NewHistory { person: id(1), event: event.clone(), sitting: None };
        let rows: Vec<NewHistory> = written.iter().map(new).collect();
        store.record_history(&rows, at(0)).await.unwrap();
        written.sort_by_key(|event| event.date);
        assert_eq!(store.history_of(id(1)).await.unwrap(), written);
        let page = store.people_after(None, 10).await.unwrap();
        assert_eq!(page.history.into_iter().map(|row| row.event).collect::<Vec<_>>(), written);
        store.close().await;
    }

    async fn a_kind_that_is_not_known_is_an_error_that_names_the_row(place) {
        let holder = row!(place, "'2025-01-01', 'sing', 'x', NULL, NULL");
        let store = place.open().await;
        let told = match store.history_of(holder).await {
            Err(StoreError::Corrupt(told)) => told,
            other => panic!("the row vanished: {other:?}"),
        };
        let all = store.people_after(None, 10).await;
        let same = matches!(all, Err(StoreError::Corrupt(text)) if text == told);
        assert!(same, "a plan over everybody says the same");
        let row = format!("row 1 of the history, of {holder} on 2025-01-01: it says `sing`");
        assert!(told.starts_with(&row) && told.contains("restore a backup"), "{told}");
        store.close().await;
    }

    async fn a_row_without_what_its_kind_needs_is_an_error(place) {
        let holder = row!(place, "'2025-01-01', 'credit', 'x', 'A', -3");
        let store = place.open().await;
        let told = store.history_of(holder).await.unwrap_err().to_string();
        assert!(told.contains("-3 is not a count"), "{told}");
        store.close().await;
    }

    async fn the_reason_of_a_revocation_of_before_is_still_read(place) {
        let holder = row!(place, "'2025-01-01', 'revoke', 'x', 'misconduct', NULL");
        let store = place.open().await;
        let history = store.history_of(holder).await.unwrap();
        let reason = Some("misconduct".to_owned());
        assert_eq!(history[0].happening, Happening::Revoke { certification: "x".into(), reason });
        store.close().await;
    }

    async fn what_says_no_instant_was_recorded_when_it_was_written(place) {
        let store = place.open().await;
        store.add_person(&person(1)).await.unwrap();
        let amendment = Happening::Amend {
            certifications: vec!["x".into()],
            earned_from: None,
            shift: Some(Period::months(6)),
            revalidate: None,
            reason: None,
        };
        for happening in [Happening::Earn { certification: "x".into() }, amendment] {
            let event = Event::new(Date::constant(2025, 1, 1), happening);
            store.record_history(&[NewHistory { person: id(1), event, sitting: None }], at(7)).await.unwrap();
        }
        let history = store.history_of(id(1)).await.unwrap();
        let recorded: Vec<_> = history.iter().map(|event| event.recorded_at).collect();
        assert_eq!(recorded, [Some(at(7).0); 2]);
        store.close().await;
    }
}
