//! What holds for every log.

use assay_psychometrics::readiness::{Ability, ItemAnswer, LogEntry, Model, PassReading};
use proptest::{collection::vec, prelude::*};

const SCORED: [u32; 5] = [11, 11, 11, 8, 9];

fn read(log: &[LogEntry]) -> (Ability, PassReading) {
    let model = Model::current();
    let on_day = log.last().map_or(0.0, |event| event.day + 1.0);
    let ability = model.replay(SCORED.len(), log, on_day).unwrap();
    let reading = model.reading(&ability, &SCORED).unwrap();
    (ability, reading)
}

fn bits(ability: &Ability) -> Vec<u64> {
    ability.mean().iter().chain(ability.covariance().flatten()).map(|number| number.to_bits()).collect()
}

/// Everything that is read is a number, a chance is one, and a variance is one.
fn sound(log: &[LogEntry]) -> Result<(), TestCaseError> {
    let (ability, reading) = read(log);
    prop_assert!((0.0..=1.0).contains(&reading.pass), "{reading:?}");
    prop_assert!(reading.sd > 0.0 && reading.sd.is_finite() && reading.score.is_finite(), "{reading:?}");
    for (place, row) in ability.covariance().enumerate() {
        prop_assert!(row.iter().all(|covariance| covariance.is_finite()));
        prop_assert!(row[place] > 0.0, "{row:?}");
    }
    let missing = Model::current().missing_points(&ability, &SCORED).unwrap();
    prop_assert!(missing.iter().all(|points| *points >= 0.0 && *points <= 200.0), "{missing:?}");
    Ok(())
}

fn event() -> impl Strategy<Value = LogEntry> {
    let answer = (0..5_usize, -20.0..=20.0, 0.0..=0.9, any::<bool>(), 0.0..=1.0);
    (answer, any::<bool>(), 0.0..=400.0).prop_map(|(answer, is_counted, day)| {
        let (domain, difficulty, guessing, is_right, weight) = answer;
        LogEntry { day, is_counted, answer: ItemAnswer { domain, difficulty, guessing, is_right, weight } }
    })
}

proptest! {
    #[test]
    fn any_order_of_any_answers_gives_a_chance(log in vec(event(), 0..300)) {
        sound(&log)?;
    }

    #[test]
    fn all_right_or_all_wrong_in_one_domain_or_all_gives_a_chance(
        log in vec(event(), 0..600),
        is_right in any::<bool>(),
        domain in proptest::option::of(0..5_usize),
    ) {
        let alike = |entry: LogEntry| {
            let domain = domain.unwrap_or(entry.answer.domain);
            let answer = ItemAnswer { is_right, domain, weight: 1.0, ..entry.answer };
            LogEntry { is_counted: true, answer, ..entry }
        };
        let alike: Vec<LogEntry> = log.into_iter().map(alike).collect();
        sound(&alike)?;
    }
}

proptest! {
    // Each case is a thousand answers long.
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Seen answers stand anywhere between the counted ones, in any domain, right or wrong.
    #[test]
    fn a_thousand_seen_answers_leave_the_same_bytes(
        log in vec(event(), 0..80),
        seen in vec((event(), any::<prop::sample::Index>()), 1_000),
    ) {
        let mut longer = log.clone();
        for (event, place) in seen {
            longer.insert(place.index(longer.len() + 1), LogEntry { is_counted: false, ..event });
        }
        let model = Model::current();
        let (short, long) = (model.replay(5, &log, 400.0).unwrap(), model.replay(5, &longer, 400.0).unwrap());
        prop_assert_eq!(bits(&short), bits(&long));
        let (short, long) = (model.reading(&short, &SCORED).unwrap(), model.reading(&long, &SCORED).unwrap());
        prop_assert_eq!(short.pass.to_bits(), long.pass.to_bits());
        prop_assert_eq!(format!("{short:?}"), format!("{long:?}"));
    }
}

#[test]
fn nobody_who_has_answered_nothing_is_told_much() {
    let (_, reading) = read(&[]);
    assert!((reading.pass - 0.5).abs() < 1e-12, "{reading:?}");
    let (low, high) = reading.interval();
    assert!(high - low > 20.0, "{reading:?}");
}

/// What nobody does: ten thousand in a row, and then one against it.
#[test]
fn the_longest_run_ends_in_numbers() {
    for is_right in [true, false] {
        let one = |is_right| LogEntry {
            day: 0.0,
            is_counted: true,
            answer: ItemAnswer::whole(0, 0.0, 0.0, is_right),
        };
        let mut log = vec![one(is_right); 10_000];
        log.push(one(!is_right));
        sound(&log).unwrap();
    }
}
