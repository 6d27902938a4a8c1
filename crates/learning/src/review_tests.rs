use assay_kernel::date;

use super::*;

/// A step of a history.
///
/// Days since the step before, grade (1 again, 2 hard, 3 good), then what the crate `fsrs` 6.6.2 made of it
/// on 2026-11-30 with its default parameters: stability, difficulty, interval at .9.
type Step = (u32, u8, f32, f32, f32);

#[rustfmt::skip]
const GOLDEN: &[&[Step]] = &[
    &[
        (0, 1, 0.212, 6.4133, 0.212),
        (1, 3, 1.8867881, 6.402115, 1.8867881),
        (2, 3, 6.2691646, 6.390941, 6.2691646),
        (7, 3, 18.662628, 6.3797784, 18.662628),
        (25, 3, 53.56984, 6.368627, 53.56984),
        (90, 3, 151.09389, 6.3574867, 151.09389),
    ],
    &[
        (0, 1, 0.212, 6.4133, 0.212),
        (1, 1, 0.10088589, 8.806304, 0.10088589),
        (1, 3, 0.6832074, 8.7927265, 0.6832074),
        (3, 3, 2.7511456, 8.779162, 2.7511456),
        (9, 1, 0.74871296, 9.583947, 0.74871296),
        (1, 3, 1.4807006, 9.5695915, 1.4807006),
    ],
    &[
        (0, 2, 1.2931, 5.1121707, 1.2931),
        (1, 3, 4.54603, 5.102287, 4.54603),
        (4, 3, 14.775473, 5.092413, 14.775473),
        (15, 2, 33.028755, 6.7273436, 33.028755),
        (20, 3, 62.106247, 6.7158446, 62.106247),
        (60, 3, 132.3991, 6.704357, 132.3991),
    ],
    &[
        (0, 1, 0.212, 6.4133, 0.212),
        (0, 3, 0.24668919, 6.402115, 0.24668917),
        (1, 3, 2.0214777, 6.390941, 2.0214777),
        (5, 3, 9.971636, 6.3797784, 9.971636),
        (16, 3, 33.25129, 6.368627, 33.25129),
        (40, 1, 2.4446065, 8.791621, 2.4446065),
    ],
    &[
        (0, 2, 1.2931, 5.1121707, 1.2931),
        (10, 2, 8.475676, 6.7404594, 8.475676),
        (10, 2, 17.676115, 7.8213935, 17.676115),
        (30, 1, 1.90916, 9.2691345, 1.90916),
        (2, 1, 0.4971634, 9.744998, 0.49716336),
        (1, 3, 1.0941074, 9.730481, 1.0941074),
    ],
    &[
        (0, 1, 0.212, 6.4133, 0.212),
        (3, 3, 2.7609658, 6.402115, 2.7609658),
        (3, 3, 8.885339, 6.390941, 8.885339),
        (3, 3, 15.349598, 6.3797784, 15.349598),
        (3, 3, 21.627056, 6.368627, 21.627056),
        (3, 3, 27.722572, 6.3574867, 27.722572),
    ],
    &[
        (0, 2, 1.2931, 5.1121707, 1.2931),
        (0, 2, 1.2931, 6.7404594, 1.2931),
        (0, 1, 0.45140293, 8.913839, 0.45140293),
        (1, 3, 1.420287, 8.900154, 1.420287),
        (180, 3, 10.913723, 8.886482, 10.913723),
        (180, 3, 43.79854, 8.872824, 43.79854),
    ],
];

fn answer(on: Date, grade: u8) -> ReviewAnswer {
    let sure = (grade == 2).then_some(Sure::Unsure);
    ReviewAnswer { on, is_right: grade > 1, sure, seed: 7 }
}

fn near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-4 * wanted.abs().max(1.0)
}

/// The formulas of FSRS-6 as they are published, written a second time and in doubles.
#[derive(Clone, Copy)]
struct Published {
    stability: f64,
    difficulty: f64,
}

impl Published {
    fn first(grade: u8) -> Published {
        let w = w();
        let difficulty = initial_difficulty(f64::from(grade));
        Published { stability: w[usize::from(grade) - 1], difficulty: difficulty.clamp(1.0, 10.0) }
    }

    fn next(self, days: u32, grade: u8) -> Published {
        let (w, grade) = (w(), f64::from(grade));
        let Published { stability: s, difficulty: d } = self;
        let known = self.known(days);
        let stability = if days == 0 {
            let rise = (w[17] * (grade - 3.0 + w[18])).exp() * s.powf(-w[19]);
            s * if grade >= 2.0 { rise.max(1.0) } else { rise }
        } else if grade > 1.0 {
            let hard = if grade < 3.0 { w[15] } else { 1.0 };
            let rise = w[8].exp() * (11.0 - d) * s.powf(-w[9]) * (((1.0 - known) * w[10]).exp() - 1.0);
            s * (rise * hard + 1.0)
        } else {
            let left = w[11] * d.powf(-w[12]) * ((s + 1.0).powf(w[13]) - 1.0) * ((1.0 - known) * w[14]).exp();
            left.min(s / (w[17] * w[18]).exp())
        };
        let moved = d - w[6] * (grade - 3.0) * (10.0 - d) / 9.0;
        let difficulty = w[7] * initial_difficulty(4.0) + (1.0 - w[7]) * moved;
        Published { stability: stability.clamp(0.001, 36_500.0), difficulty: difficulty.clamp(1.0, 10.0) }
    }

    /// The chance to know it after so many days.
    fn known(self, days: u32) -> f64 {
        let decay = -w()[20];
        let factor = 0.9_f64.powf(1.0 / decay) - 1.0;
        (1.0 + factor * f64::from(days) / self.stability).powf(decay)
    }
}

fn w() -> Vec<f64> {
    DEFAULT_PARAMETERS.iter().map(|one| f64::from(*one)).collect()
}

fn initial_difficulty(grade: f64) -> f64 {
    w()[4] - (w()[5] * (grade - 1.0)).exp() + 1.0
}

#[test]
fn intervals_are_those_of_the_crate_and_of_the_published_formulas() {
    let reviewer = Reviewer::new().unwrap();
    for (number, history) in GOLDEN.iter().enumerate() {
        let (mut on, mut answers) = (date(2025, 1, 1), Vec::new());
        let mut published: Option<Published> = None;
        for (days, grade, stability, difficulty, interval) in *history {
            on = days::after(on, *days);
            answers.push(answer(on, *grade));
            let card = reviewer.card(&answers).unwrap().unwrap();
            let at = format!("history {number}, step {}", answers.len());
            let found = [card.memory.stability, card.memory.difficulty].map(f64::from);
            for (found, wanted) in found.iter().zip([stability, difficulty]) {
                assert!(near(*found, f64::from(*wanted)), "{at}: {found} and not {wanted}");
            }
            let whole = whole_days(*interval);
            let spread = if whole < FUZZ_FROM_DAYS { 0 } else { (whole / FUZZ_PART).max(1) };
            assert!(card.interval_days.abs_diff(whole) <= spread, "{at}: {} days", card.interval_days);
            let next = published.map_or(Published::first(*grade), |before| before.next(*days, *grade));
            for (found, wanted) in found.iter().zip([next.stability, next.difficulty]) {
                assert!(near(*found, wanted), "{at}: {found} and not {wanted} as published");
            }
            for days in [0, 1, 10, 100] {
                let (found, wanted) = (card.retrievability(days::after(on, days)), next.known(days));
                assert!(near(f64::from(found), wanted), "{at}, {days} days later: {found} and not {wanted}");
            }
            published = Some(next);
        }
    }
}

#[test]
fn what_was_known_from_the_first_is_no_card_and_what_was_guessed_is_one() {
    let reviewer = Reviewer::new().unwrap();
    let on = date(2025, 9, 1);
    let given = |is_right, sure| ReviewAnswer { on, is_right, sure, seed: 7 };
    for (is_right, sure, reason) in [
        (true, None, None),
        (true, Some(Sure::Sure), None),
        (true, Some(Sure::Unsure), Some(CardReason::Unsure)),
        (true, Some(Sure::Guessing), Some(CardReason::Guessed)),
        (false, None, Some(CardReason::Wrong)),
        (false, Some(Sure::Guessing), Some(CardReason::Wrong)),
        (false, Some(Sure::Sure), Some(CardReason::SureAndWrong)),
    ] {
        let card = reviewer.card(&[given(is_right, sure)]).unwrap();
        assert_eq!(card.map(|card| card.reason), reason, "{is_right} {sure:?}");
    }
    // Known at first, and wrong later: from then on it is a card, and the answer that made it no review.
    let answers = [given(true, None), given(true, None), given(false, None), given(true, None)];
    let card = reviewer.card(&answers).unwrap().unwrap();
    assert_eq!((card.reviews, card.reason), (1, CardReason::Right));
}

#[test]
fn a_clock_that_went_back_and_centuries_give_a_card_all_the_same() {
    let reviewer = Reviewer::new().unwrap();
    let days = [date(2025, 9, 9), date(2025, 9, 1), date(9999, 1, 1), date(1, 1, 1)];
    let answers = days.map(|on| answer(on, 3));
    let mut answers = answers.to_vec();
    answers.insert(0, answer(date(2025, 9, 9), 1));
    let card = reviewer.card(&answers).unwrap().unwrap();
    assert_eq!((card.last_on, card.reviews), (date(9999, 1, 1), 4));
    assert!((1..=INTERVAL_DAYS_MAX).contains(&card.interval_days), "half a year at most");
    assert!(card.retrievability(date(1, 1, 1)) > 0.99, "no day has passed");
}

#[test]
fn what_was_answered_together_comes_back_spread_over_some_days_and_the_same_each_time() {
    let reviewer = Reviewer::new().unwrap();
    let mut days = Vec::new();
    for seed in 0..40 {
        let made = ReviewAnswer { seed, ..answer(date(2025, 1, 1), 1) };
        let later = [(2, 3), (5, 3), (20, 3)]
            .map(|(days, grade)| ReviewAnswer { seed, ..answer(days::after(date(2025, 1, 1), days), grade) });
        let answers = [&[made][..], &later].concat();
        let card = reviewer.card(&answers).unwrap().unwrap();
        assert_eq!(reviewer.card(&answers).unwrap().unwrap(), card);
        days.push(card.interval_days);
    }
    let (least, most) = (days.iter().min().unwrap(), days.iter().max().unwrap());
    assert!(most - least >= 2 && most - least <= least / 5, "{least} to {most} days");
}
