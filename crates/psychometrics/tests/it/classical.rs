//! Statistics of items, held against what other programs say, what is computed by hand, and another formula.

use assay_psychometrics::classical::{ComparedAnswer, item_rest_correlation, mean, median};
use proptest::prelude::*;

/// LSAT, section 6 (Bock and Lieberman 1970): which of five items were right, and of how many people.
const LSAT6: [(&str, u32); 32] = [
    ("00000", 3),
    ("00001", 6),
    ("00010", 2),
    ("00011", 11),
    ("00100", 1),
    ("00101", 1),
    ("00110", 3),
    ("00111", 4),
    ("01000", 1),
    ("01001", 8),
    ("01010", 0),
    ("01011", 16),
    ("01100", 0),
    ("01101", 3),
    ("01110", 2),
    ("01111", 15),
    ("10000", 10),
    ("10001", 29),
    ("10010", 14),
    ("10011", 81),
    ("10100", 3),
    ("10101", 28),
    ("10110", 15),
    ("10111", 80),
    ("11000", 16),
    ("11001", 56),
    ("11010", 21),
    ("11011", 173),
    ("11100", 11),
    ("11101", 61),
    ("11110", 28),
    ("11111", 298),
];

/// Everybody's answers to one item, beside the sum of the other four.
fn lsat6(item: usize) -> Vec<ComparedAnswer> {
    let mut answers = Vec::new();
    for (pattern, people) in LSAT6 {
        let points: Vec<bool> = pattern.chars().map(|point| point == '1').collect();
        let is_right = points[item];
        let total = points.iter().filter(|point| **point).count();
        let rest = (total - usize::from(is_right)) as f64;
        answers.extend((0..people).map(|_| ComparedAnswer { group: 0, is_right, rest }));
    }
    answers
}

fn answers(group: u32, of: &[(bool, f64)]) -> Vec<ComparedAnswer> {
    of.iter().map(|(is_right, rest)| ComparedAnswer { group, is_right: *is_right, rest: *rest }).collect()
}

/// The mean rest of those who were right less that of the others, in standard deviations, times the root of
/// both shares: the point-biserial correlation as textbooks have it.
fn by_the_textbook(answers: &[ComparedAnswer]) -> f64 {
    let all = answers.len() as f64;
    let mean_of = |of: &dyn Fn(&ComparedAnswer) -> bool| {
        let rest: Vec<f64> = answers.iter().filter(|one| of(one)).map(|one| one.rest).collect();
        (rest.iter().sum::<f64>() / rest.len() as f64, rest.len() as f64 / all)
    };
    let ((right, p), (wrong, q)) = (mean_of(&|one| one.is_right), mean_of(&|one| !one.is_right));
    let (middle, _) = mean_of(&|_| true);
    let variance = answers.iter().map(|one| (one.rest - middle).powi(2)).sum::<f64>() / all;
    (right - wrong) / variance.sqrt() * (p * q).sqrt()
}

/// Shares and correlations to three digits, as R gives them of the same counts.
#[test]
fn five_items_of_the_lsat_discriminate_as_other_programs_say() {
    for (item, (share, found)) in
        [(0.924, 0.113), (0.709, 0.153), (0.553, 0.173), (0.763, 0.144), (0.870, 0.122)].iter().enumerate()
    {
        let answers = lsat6(item);
        assert_eq!(answers.len(), 1000);
        let right = answers.iter().filter(|one| one.is_right).count() as f64 / 1000.0;
        let correlation = item_rest_correlation(&answers).unwrap();
        assert!((right - share).abs() < 5e-4, "item {item}: {right}");
        assert!((correlation - found).abs() < 5e-4, "item {item}: {correlation} and not {found}");
    }
}

/// By hand: deviations of the item are a half each, of the rest 1, 0, 0 and -1; so 1 / sqrt(1 * 2).
#[test]
fn four_answers_are_as_computed_by_hand() {
    let four = [(true, 3.0), (true, 2.0), (false, 2.0), (false, 1.0)];
    let found = item_rest_correlation(&answers(0, &four)).unwrap();
    assert!((found - 0.5_f64.sqrt()).abs() < 1e-15, "{found}");
    let turned: Vec<_> = four.iter().map(|(is_right, rest)| (!is_right, *rest)).collect();
    let found = item_rest_correlation(&answers(0, &turned)).unwrap();
    assert!((found + 0.5_f64.sqrt()).abs() < 1e-15, "{found}");
}

#[test]
fn an_easy_form_is_no_mark_of_strong_people() {
    let four = [(true, 3.0), (true, 2.0), (false, 2.0), (false, 1.0)];
    // Two forms: who sat the easier one has ten points more, and one more of four had the item right.
    let easier = [(true, 13.0), (true, 12.0), (true, 12.0), (false, 11.0)];
    let mut both = answers(0, &four);
    both.extend(answers(1, &easier));
    // By hand, within the second: item .25 .25 .25 -.75, rest 1 0 0 -1; so sums 1 + 1, 1 + .75, 2 + 2.
    let found = item_rest_correlation(&both).unwrap();
    assert!((found - 2.0 / (1.75_f64 * 4.0).sqrt()).abs() < 1e-15, "{found}");
    let one: Vec<_> = both.iter().map(|answer| ComparedAnswer { group: 0, ..*answer }).collect();
    assert!(item_rest_correlation(&one).unwrap() < 0.36, "the forms would hide it");
}

#[test]
fn where_nobody_differs_nothing_is_said() {
    assert_eq!(item_rest_correlation(&[]), None);
    assert_eq!(item_rest_correlation(&answers(0, &[(true, 0.7), (true, 0.2)])), None, "all were right");
    assert_eq!(item_rest_correlation(&answers(0, &[(true, 0.1), (false, 0.1), (true, 0.1)])), None);
    let apart = [answers(0, &[(true, 0.9)]), answers(1, &[(false, 0.1)])].concat();
    assert_eq!(item_rest_correlation(&apart), None, "each alone on their form");
    assert_eq!((mean(&[]), median(&[])), (None, None));
}

#[test]
fn a_page_that_was_left_open_moves_the_mean_alone() {
    let seconds = [62.0, 3600.0, 58.0, 61.0];
    assert_eq!((mean(&seconds), median(&seconds)), (Some(945.25), Some(61.5)));
    assert_eq!(median(&seconds[..3]), Some(62.0));
}

proptest! {
    #[test]
    fn the_formula_of_the_textbooks_says_the_same(
        people in proptest::collection::vec((any::<bool>(), 0_u32..=64), 2..200),
    ) {
        let of: Vec<_> = people.iter().map(|(is_right, rest)| (*is_right, f64::from(*rest) / 64.0)).collect();
        let answers = answers(7, &of);
        let differ = |of: &dyn Fn(&ComparedAnswer) -> u64| {
            answers.iter().any(|one| of(one) != of(&answers[0]))
        };
        let can_be_told = differ(&|one| u64::from(one.is_right)) && differ(&|one| one.rest.to_bits());
        match item_rest_correlation(&answers) {
            Some(found) => {
                prop_assert!((-1.0..=1.0).contains(&found));
                prop_assert!((found - by_the_textbook(&answers)).abs() < 1e-9);
            }
            None => prop_assert!(!can_be_told),
        }
    }
}
