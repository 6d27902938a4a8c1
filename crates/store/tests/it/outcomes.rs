//! Results that are held against what was told before them: whose are counted, and which.

use assay_kernel::{Date, Sittings, TypedId, date};
use assay_store::{
    Day, ReadingRecord, SittingRecord, Statement, Store, Unit,
    statement::{
        outcome::{consented, fitted, withdrawn},
        prep::read,
        registration::added,
        sitting::{result_held, scored, started, submitted, voided},
    },
};

use crate::{
    both,
    rows::{at, id, registration, sitting, start},
};

const EXAM: (&str, &str) = ("SOA-C03", "1");

async fn done(store: &Store, statement: Statement) {
    store.commit(Unit::from(statement)).await.unwrap();
}

fn told(person: u8, on: Date, chance: &str) -> Statement {
    let reading = ReadingRecord {
        exam: EXAM.0.into(),
        read_on: Day(on),
        model: EXAM.1.into(),
        reading: format!("{{\"p\":{chance}}}"),
    };
    read(id(person), &reading)
}

async fn ended(store: &Store, id: TypedId<Sittings>, has_passed: bool) {
    done(store, submitted(id, at(10), false, "")).await;
    done(store, scored(id, None, "{}", has_passed, at(12))).await;
}

/// What is counted, as told and passed.
async fn counted(store: &Store, since: Date) -> Vec<(String, i64)> {
    let rows = store.outcomes(EXAM, Day(since), 100).await.unwrap();
    rows.into_iter().map(|row| (row.reading, row.passed)).collect()
}

both! {
    async fn only_the_first_result_of_whoever_agreed_is_counted_with_the_last_reading_of_a_day_before(place) {
        let store = place.open().await;
        let (long_ago, that_day) = (date(2023, 10, 1), date(2025, 9, 30));
        for number in 1..=4 {
            let sat = start(&store, number).await;
            for (on, chance) in [(date(2025, 9, 1), "0.2"), (date(2025, 9, 29), "0.6"), (that_day, "0.9")] {
                done(&store, told(number, on, chance)).await;
            }
            match number {
                3 => {
                    done(&store, submitted(sat, at(10), false, "")).await;
                    let unscored = store.sitting(sat).await.unwrap().unwrap();
                    done(&store, voided(&unscored, at(11), Day(that_day))).await;
                }
                4 => {
                    done(&store, submitted(sat, at(10), false, "")).await;
                    done(&store, result_held(sat, at(11))).await;
                    done(&store, scored(sat, Some(at(11)), "{}", true, at(12))).await;
                }
                _ => ended(&store, sat, number == 1).await,
            }
        }
        assert!(counted(&store, long_ago).await.is_empty(), "nobody has agreed");
        assert!(store.outcome_consent(id(1)).await.unwrap().is_none());
        for number in [1, 3, 4] {
            done(&store, consented(id(number), at(20))).await;
        }
        done(&store, consented(id(1), at(30))).await;
        assert_eq!(store.outcome_consent(id(1)).await.unwrap(), Some(at(20)), "since the first time");
        let one = [("{\"p\":0.6}".to_owned(), 1)];
        assert_eq!(counted(&store, long_ago).await, one, "one void, one held back, one not asked");
        assert!(counted(&store, date(2025, 10, 1)).await.is_empty(), "too long ago");
        let other = store.outcomes((EXAM.0, "2"), Day(long_ago), 100).await.unwrap();
        assert!(other.is_empty(), "another model");

        // A second attempt says nothing of what was told before the first.
        done(&store, added(&registration(11, 1))).await;
        let again = SittingRecord { started_at: at(100), ..sitting(11, 11, 1) };
        done(&store, started(&again)).await;
        ended(&store, again.id, false).await;
        assert_eq!(counted(&store, long_ago).await, one);

        done(&store, withdrawn(id(1))).await;
        assert!(counted(&store, long_ago).await.is_empty(), "taken back");
        store.close().await;
    }

    async fn what_was_fitted_first_in_a_month_stands(place) {
        let store = place.open().await;
        let month = Day(date(2025, 9, 1));
        assert_eq!(store.readiness_fit(EXAM, month).await.unwrap(), None);
        done(&store, fitted(EXAM.0, month, EXAM.1, "first")).await;
        done(&store, fitted(EXAM.0, month, EXAM.1, "second")).await;
        assert_eq!(store.readiness_fit(EXAM, month).await.unwrap().as_deref(), Some("first"));
        assert_eq!(store.readiness_fit(EXAM, Day(date(2025, 10, 1))).await.unwrap(), None);
        store.close().await;
    }
}
