//! Readings held against results: of people who let theirs be counted, and without their names.
//!
//! From the results of two years a month's correction is fitted once, by whoever reads first in that month,
//! and stands: a reading does not move because somebody else has sat. Who withdraws is not in the next one.

use assay_kernel::{Date, Instant};
use assay_psychometrics::readiness::{
    CONSTANTS, Calibration, CalibrationGroup, OUTCOMES_MIN, ReadOutcome, Recalibration,
};
use assay_store::{Day, OutcomeRecord, Reads, statement::outcome};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use super::{Practice, json, must_be_public, rules::ShareOutcome};
use crate::{AppError, Asking, reading::off_the_loop};

/// Results from which on readings are corrected.
pub const RESULTS_MIN: usize = OUTCOMES_MIN;
/// Results that are looked at, the earliest first: two years of four hundred a month.
const OUTCOMES_MAX: i64 = 10_000;
/// Months that results count: exams change, and so do those who sit them.
const MONTHS: i32 = 24;
/// A figure of a chance goes in steps of so many in a hundred, and never to none or all.
const STEP: f64 = 5.0;

/// How readings of an exam version ended, as it was found in a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckedReadings {
    /// Results that it rests on.
    pub results: usize,
    /// The mean distance of what was told from what came, before the correction.
    pub error_before: f64,
    /// The same with it.
    pub error: f64,
    /// People by what they were told, the lowest chance first, with the correction.
    pub groups: Vec<ToldAndPassed>,
    slope: f64,
    intercept: f64,
}

/// People of like chances, corrected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldAndPassed {
    /// How many.
    pub people: usize,
    /// Their mean chance with the correction, in thousandths.
    pub told: u16,
    /// How many of them passed, in thousandths.
    pub passed: u16,
}

/// The chance of a reading as results have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedChance {
    /// So many of a hundred with this reading pass, in steps of five.
    pub of_hundred: u32,
    /// Results that it rests on.
    pub results: usize,
}

/// A reading as it is kept; what else stands there is not asked.
#[derive(Deserialize)]
struct KeptChance {
    p: f64,
}

impl CheckedReadings {
    /// Of results; none where there are too few of them.
    fn of(records: &[OutcomeRecord]) -> Option<Self> {
        // What a later release kept in another form is passed over.
        let outcome = |record: &OutcomeRecord| {
            let kept: KeptChance = serde_json::from_str(&record.reading).ok()?;
            Some(ReadOutcome { pass: kept.p, has_passed: record.passed == 1 })
        };
        let outcomes: Vec<ReadOutcome> = records.iter().filter_map(outcome).collect();
        let line = Recalibration::fit(&outcomes).ok()?;
        let after = Calibration::of(&outcomes, Some(&line));
        Some(CheckedReadings {
            results: outcomes.len(),
            error_before: Calibration::of(&outcomes, None).error,
            error: after.error,
            groups: after.groups.iter().map(ToldAndPassed::of).collect(),
            slope: line.slope,
            intercept: line.intercept,
        })
    }

    /// A chance, as results have it.
    pub(super) fn corrected(&self, pass: f64) -> f64 {
        let line = Recalibration { slope: self.slope, intercept: self.intercept, outcomes: self.results };
        line.corrected(pass)
    }

    /// The same as it is told.
    pub(super) fn chance(&self, pass: f64) -> CheckedChance {
        let steps = (self.corrected(pass) * 100.0 / STEP).round() * STEP;
        // Between 5 and 95.
        CheckedChance { of_hundred: steps.clamp(STEP, 100.0 - STEP) as u32, results: self.results }
    }
}

impl ToldAndPassed {
    fn of(group: &CalibrationGroup) -> Self {
        // Shares lie between 0 and 1.
        let thousandths = |share: f64| (share * 1000.0).round().clamp(0.0, 1000.0) as u16;
        ToldAndPassed {
            people: group.people,
            told: thousandths(group.told),
            passed: thousandths(group.passed),
        }
    }
}

/// What was found this month of an exam version, and whether that is still to be kept.
pub(super) async fn checked(
    store: &Reads,
    asking: &Asking,
    exam: &str,
) -> Result<Option<(CheckedReadings, bool)>, AppError> {
    let (model, month) = (CONSTANTS.version.to_string(), month(asking));
    if let Some(fit) = store.readiness_fit((exam, &model), Day(month)).await? {
        // A later release may have kept it in another form: then nothing is told of results.
        return Ok(serde_json::from_str(&fit).ok().map(|checked| (checked, false)));
    }
    let since = month.saturating_sub(MONTHS.months());
    let records = store.outcomes((exam, &model), Day(since), OUTCOMES_MAX).await?;
    let found = off_the_loop(move || CheckedReadings::of(&records)).await?;
    Ok(found.map(|checked| (checked, true)))
}

/// Keeps what was found this month.
pub(super) fn kept(
    asking: &Asking,
    exam: &str,
    checked: &CheckedReadings,
) -> Result<assay_store::Statement, AppError> {
    Ok(outcome::fitted(exam, Day(month(asking)), &CONSTANTS.version.to_string(), &json(checked)?))
}

fn month(asking: &Asking) -> Date {
    asking.day_of(asking.at).first_of_month()
}

impl Practice {
    /// Since when the person who asks lets their results be counted; none where they do not.
    pub(super) async fn shares_results(store: &Reads, asking: &Asking) -> Result<Option<Instant>, AppError> {
        Ok(store.outcome_consent(asking.person()?).await?.map(|at| at.0))
    }

    /// Lets one's results be held against readings, or no longer. Of one's own and for every exam version.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn share_results(&self, asking: &Asking, exam: &str, yes: bool) -> Result<(), AppError> {
        let permit = asking.permit::<ShareOutcome>()?;
        must_be_public(asking, exam)?;
        let person = asking.person()?;
        let unit = if yes { outcome::consented(person, asking.ms()) } else { outcome::withdrawn(person) };
        Ok(self.shelf.commit(permit, unit).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten chances of so many people each; a tenth more passed than was told.
    fn records(each: usize) -> Vec<OutcomeRecord> {
        let of_chance = |place: usize| {
            let told = 0.1 + 0.08 * place as f64;
            (0..each).map(move |person| OutcomeRecord {
                reading: format!("{{\"p\":{told},\"low\":1,\"high\":2,\"counted\":50}}"),
                passed: i64::from((person as f64 + 0.5) < (told + 0.1) * each as f64),
            })
        };
        (0..10).flat_map(of_chance).collect()
    }

    #[test]
    fn two_hundred_results_correct_a_reading_and_fewer_do_not() {
        assert_eq!(CheckedReadings::of(&records(19)), None);
        let checked = CheckedReadings::of(&records(40)).unwrap();
        assert_eq!((checked.results, checked.groups.len()), (400, 10));
        assert!(checked.groups.iter().all(|group| group.people == 40));
        assert!((checked.error_before - 0.1).abs() < 0.01 && checked.error < 0.03, "{checked:?}");
        assert_eq!(checked.chance(0.5), CheckedChance { of_hundred: 60, results: 400 });
        assert_eq!(
            (checked.chance(0.0).of_hundred, checked.chance(1.0).of_hundred),
            (5, 95),
            "never a promise"
        );
        let kept = json(&checked).unwrap();
        assert_eq!(serde_json::from_str::<CheckedReadings>(&kept).unwrap(), checked);
    }

    #[test]
    fn a_reading_of_another_form_is_passed_over() {
        let mut all = records(20);
        assert!(CheckedReadings::of(&all).is_some());
        all[0].reading = "{\"chance\":1}".to_owned();
        assert_eq!(CheckedReadings::of(&all), None, "199 are left");
    }
}
