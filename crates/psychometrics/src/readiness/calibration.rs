//! Readings held against how people did.
//!
//! As many passed as was said, or more, or fewer.

use std::f64::consts::FRAC_2_PI;

use super::recalibration::{ReadOutcome, Recalibration};

/// Groups of equal size at most that outcomes are told in, from the lowest chance to the highest.
const GROUPS: usize = 10;
/// People of a group at least, where there are so many: of fewer luck alone makes the share.
const GROUP_MIN: usize = 20;
/// Deviations of a normal distribution within which 19 of 20 cases lie.
const WITHIN_19_OF_20: f64 = 1.959_963_984_540_054;

/// People who were told like chances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationGroup {
    /// The lowest chance among them.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// How many they are.
    pub people: usize,
    /// The mean chance that they were told.
    pub told: f64,
    /// The share of them that passed.
    pub passed: f64,
    /// Between which shares the true one lies in 19 of 20 cases (Wilson 1927).
    pub passed_between: (f64, f64),
    /// How far luck alone takes that share from what was told, on average.
    pub by_luck: f64,
}

/// How far readings were from what came of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// By chance, the lowest first; each person is in one.
    pub groups: Vec<CalibrationGroup>,
    /// The mean distance between what was told and what came.
    ///
    /// By people: the expected calibration error.
    pub error: f64,
    /// The part of it by which more was told than came.
    pub over_promise: f64,
    /// The distance that luck alone makes where every chance is true.
    ///
    /// Groups of few people lie off the line by luck: an error near it is no fault of what was told.
    pub by_luck: f64,
}

impl Calibration {
    /// Of outcomes, each chance corrected where there is a correction.
    ///
    /// Of none there is nothing to tell.
    /// Groups are of equal size, so that each rests on as many people as the next.
    pub fn of(outcomes: &[ReadOutcome], correction: Option<&Recalibration>) -> Self {
        let corrected = |outcome: &ReadOutcome| {
            let pass = correction.map_or(outcome.pass, |line| line.corrected(outcome.pass));
            ReadOutcome { pass, has_passed: outcome.has_passed }
        };
        let mut sorted: Vec<ReadOutcome> = outcomes.iter().map(corrected).collect();
        sorted.sort_by(|one, other| one.pass.total_cmp(&other.pass));
        let many = (sorted.len() / GROUP_MIN).clamp(1, GROUPS);
        let (each, further) = (sorted.len() / many, sorted.len() % many);
        let (mut groups, mut rest) = (Vec::new(), sorted.as_slice());
        for place in 0..many {
            let (group, after) = rest.split_at(each + usize::from(place < further));
            rest = after;
            groups.extend(CalibrationGroup::of(group));
        }
        let all = sorted.len().max(1) as f64;
        let mean = |distance: fn(&CalibrationGroup) -> f64| {
            groups.iter().map(|group| group.people as f64 * distance(group)).sum::<f64>() / all
        };
        Calibration {
            error: mean(|group| (group.told - group.passed).abs()),
            over_promise: mean(|group| (group.told - group.passed).max(0.0)),
            by_luck: mean(|group| group.by_luck),
            groups,
        }
    }
}

impl CalibrationGroup {
    fn of(sorted: &[ReadOutcome]) -> Option<Self> {
        let (first, last) = (sorted.first()?, sorted.last()?);
        let many = sorted.len() as f64;
        let variance: f64 = sorted.iter().map(|outcome| outcome.pass * (1.0 - outcome.pass)).sum();
        let passed = sorted.iter().filter(|outcome| outcome.has_passed).count() as f64 / many;
        Some(CalibrationGroup {
            low: first.pass,
            high: last.pass,
            people: sorted.len(),
            told: sorted.iter().map(|outcome| outcome.pass).sum::<f64>() / many,
            passed,
            passed_between: wilson(passed, many),
            // Of a normal distribution: its mean distance is its deviation times the root of 2/pi.
            by_luck: variance.sqrt() / many * FRAC_2_PI.sqrt(),
        })
    }
}

/// Where the share lies that so many were drawn from.
fn wilson(share: f64, many: f64) -> (f64, f64) {
    let widened = WITHIN_19_OF_20 * WITHIN_19_OF_20 / many;
    let middle = (share + widened / 2.0) / (1.0 + widened);
    let far =
        WITHIN_19_OF_20 / (1.0 + widened) * (share * (1.0 - share) / many + widened / (4.0 * many)).sqrt();
    ((middle - far).max(0.0), (middle + far).min(1.0))
}
