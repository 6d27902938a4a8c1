//! Readings held against how people did.
//!
//! As many passed as was said, or more, or fewer.

use super::recalibration::{ReadOutcome, Recalibration};

/// Groups of equal size that outcomes are told in, from the lowest chance to the highest.
const GROUPS: usize = 10;

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
        let (each, further) = (sorted.len() / GROUPS, sorted.len() % GROUPS);
        let (mut groups, mut rest) = (Vec::new(), sorted.as_slice());
        for place in 0..GROUPS {
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
            groups,
        }
    }
}

impl CalibrationGroup {
    fn of(sorted: &[ReadOutcome]) -> Option<Self> {
        let (first, last) = (sorted.first()?, sorted.last()?);
        let many = sorted.len() as f64;
        Some(CalibrationGroup {
            low: first.pass,
            high: last.pass,
            people: sorted.len(),
            told: sorted.iter().map(|outcome| outcome.pass).sum::<f64>() / many,
            passed: sorted.iter().filter(|outcome| outcome.has_passed).count() as f64 / many,
        })
    }
}
