//! Classical statistics of one item.
//!
//! How well it tells strong people from weak ones, and how long it takes. The discrimination is the
//! point-biserial correlation of the item with the score of all the others, so that an item is not compared
//! with itself: uncorrected, an item of a short form correlates with the total by chance alone (Guilford
//! 1953, Educational and Psychological Measurement 13, 87-93; Henrysson 1963, Psychometrika 28, 211-218).
//! Where people sat different forms each is compared with those of the same form: an easy form is no mark of
//! strong people.
//!
//! ```
//! use assay_psychometrics::classical::{ComparedAnswer, item_rest_correlation};
//!
//! let answer = |is_right, rest| ComparedAnswer { group: 0, is_right, rest };
//! let answers = [answer(true, 3.0), answer(true, 2.0), answer(false, 2.0), answer(false, 1.0)];
//! let found = item_rest_correlation(&answers).unwrap();
//! assert!((found - 0.5_f64.sqrt()).abs() < 1e-12);
//! ```

use std::collections::BTreeMap;

/// Below this part of what was squared a sum of squares is rounding, no spread.
const ROUNDING: f64 = 1e-12;

/// An answer to an item, beside the score of everything else that person was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComparedAnswer {
    /// The form; people are compared with those of the same one alone.
    pub group: u32,
    /// Whether it is right.
    pub is_right: bool,
    /// The score of the rest, in one unit for all of a group.
    ///
    /// Points, or a share of them.
    pub rest: f64,
}

/// Sums of a group.
#[derive(Clone, Copy, Default)]
struct GroupSums {
    people: f64,
    right: f64,
    rest: f64,
}

/// The corrected point-biserial correlation of an item, within forms.
///
/// From -1 to 1. None where nothing can be compared: nobody differs from the others of their form in the
/// item, or in the rest.
pub fn item_rest_correlation(answers: &[ComparedAnswer]) -> Option<f64> {
    let point = |answer: &ComparedAnswer| if answer.is_right { 1.0 } else { 0.0 };
    let mut groups: BTreeMap<u32, GroupSums> = BTreeMap::new();
    for answer in answers {
        let sums = groups.entry(answer.group).or_default();
        sums.people += 1.0;
        sums.right += point(answer);
        sums.rest += answer.rest;
    }
    let (mut both, mut item, mut rest, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for answer in answers {
        let Some(sums) = groups.get(&answer.group) else { continue };
        let of_item = point(answer) - sums.right / sums.people;
        let of_rest = answer.rest - sums.rest / sums.people;
        both += of_item * of_rest;
        item += of_item * of_item;
        rest += of_rest * of_rest;
        squares += answer.rest * answer.rest;
    }
    let people = answers.len() as f64;
    let has_spread = item > ROUNDING * people && rest > ROUNDING * squares;
    has_spread.then(|| (both / (item * rest).sqrt()).clamp(-1.0, 1.0)).filter(|found| found.is_finite())
}

/// The arithmetic mean; none of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The value in the middle, or the mean of the two there; none of nothing.
///
/// A page that somebody left open for an hour moves a mean, and not this.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    match sorted.len() % 2 {
        1 => Some(upper),
        _ => sorted.get(sorted.len() / 2 - 1).map(|lower| f64::midpoint(*lower, upper)),
    }
}
