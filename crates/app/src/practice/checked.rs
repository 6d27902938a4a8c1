//! Readings held against results: of people who let theirs be counted, and without their names.
//!
//! From the results of two years a month's correction is fitted once, by whoever reads first in that month,
//! and stands: a reading does not move because somebody else has sat. Who withdraws is not in the next one.
//! A new exam version takes over the correction of the one before it until it has results enough of its own.

use assay_kernel::{Date, Instant};
use assay_psychometrics::readiness::{
    CONSTANTS, Calibration, CalibrationGroup, OUTCOMES_MIN, OUTCOMES_TAKEN_OVER_MIN, ReadOutcome,
    Recalibration,
};
use assay_store::{Day, OutcomeRecord, Reads, statement::outcome};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use super::{Practice, json, must_be_public, rules::ShareOutcome};
use crate::{AppError, Asking, reading::off_the_loop};

/// Results from which on readings are corrected by them alone.
pub const RESULTS_MIN: usize = OUTCOMES_MIN;
/// Results from which on a correction that was taken over gives a figure.
pub const RESULTS_TAKEN_OVER_MIN: usize = OUTCOMES_TAKEN_OVER_MIN;
/// Results that are looked at, the earliest first: two years of four hundred a month.
const OUTCOMES_MAX: i64 = 10_000;
/// Months that results count: exams change, and so do those who sit them.
const MONTHS: i32 = 24;
/// A figure of a chance goes in steps of so many in a hundred, and never to none or all.
const STEP: f64 = 5.0;

/// How readings of an exam version ended, as it was found in a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckedReadings {
    /// Results of the exam version itself.
    pub results: usize,
    /// From where its correction is taken over; none where it is its own, or there is none.
    pub taken_over: Option<TakenOver>,
    /// How far corrected readings are from what comes; none where there are too few results to say.
    pub held: Option<HeldAgainst>,
    line: Option<CorrectionLine>,
}

/// A correction of the exam version before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenOver {
    /// Which version.
    pub exam: String,
    /// Results of that one.
    pub results: usize,
}

/// Corrected readings held against results that the correction did not know.
///
/// Of the later half of all results, each corrected by those before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldAgainst {
    /// Results that were held against readings: the later half.
    pub people: usize,
    /// The mean distance of what was told from what came, without a correction.
    pub error_before: f64,
    /// The same with one.
    pub error: f64,
    /// What luck alone would make of it, were every chance true.
    pub by_luck: f64,
    /// People by what they would have been told, the lowest chance first.
    pub groups: Vec<ToldAndPassed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct CorrectionLine {
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
    /// Between which shares the true one lies in 19 of 20 cases, in thousandths.
    pub between: (u16, u16),
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

/// Results as numbers; what a later release kept in another form is passed over.
fn outcomes(records: &[OutcomeRecord]) -> Vec<ReadOutcome> {
    let outcome = |record: &OutcomeRecord| {
        let kept: KeptChance = serde_json::from_str(&record.reading).ok()?;
        Some(ReadOutcome { pass: kept.p, has_passed: record.passed == 1 })
    };
    records.iter().filter_map(outcome).collect()
}

impl CheckedReadings {
    /// Of results, the earliest first, and where there are too few of them, of those of the version before.
    fn of(records: &[OutcomeRecord], before: Option<(&str, &[OutcomeRecord])>) -> Self {
        let own = outcomes(records);
        let of_before = before.and_then(|(exam, records)| {
            let line = Recalibration::fit(&outcomes(records)).ok()?;
            Some((line, TakenOver { exam: exam.to_owned(), results: line.outcomes }))
        });
        let (line, belief) = match (Recalibration::fit(&own), of_before) {
            (Ok(line), _) => (Some(line), None),
            (Err(_), Some((before, from))) => {
                (Recalibration::taken_over(&own, &before).ok(), Some((before, from)))
            }
            (Err(_), None) => (None, None),
        };
        let before = belief.as_ref().map(|(before, _)| before);
        CheckedReadings {
            results: own.len(),
            held: line.and_then(|_| HeldAgainst::of(&own, before)),
            taken_over: line.and(belief.map(|(_, from)| from)),
            line: line.map(|line| CorrectionLine { slope: line.slope, intercept: line.intercept }),
        }
    }

    /// Whether what is said of a reading is corrected at all.
    pub fn corrects(&self) -> bool {
        self.line.is_some()
    }

    /// A chance, as results have it.
    pub(super) fn corrected(&self, pass: f64) -> f64 {
        let Some(CorrectionLine { slope, intercept }) = self.line else { return pass };
        Recalibration { slope, intercept, outcomes: self.results }.corrected(pass)
    }

    /// The same as it is told; none where there are too few results for a figure.
    pub(super) fn chance(&self, pass: f64) -> Option<CheckedChance> {
        let least = if self.taken_over.is_some() { RESULTS_TAKEN_OVER_MIN } else { RESULTS_MIN };
        if self.line.is_none() || self.results < least {
            return None;
        }
        let steps = (self.corrected(pass) * 100.0 / STEP).round() * STEP;
        // Between 5 and 95.
        Some(CheckedChance { of_hundred: steps.clamp(STEP, 100.0 - STEP) as u32, results: self.results })
    }
}

impl HeldAgainst {
    fn of(outcomes: &[ReadOutcome], before: Option<&Recalibration>) -> Option<Self> {
        let corrected = Recalibration::held_out(outcomes, before).ok()?;
        let found = Calibration::of(&corrected, None);
        // The same people without it, so that both can be compared.
        let told = outcomes.iter().skip(outcomes.len() - corrected.len()).copied();
        Some(HeldAgainst {
            people: corrected.len(),
            error_before: Calibration::of(&told.collect::<Vec<_>>(), None).error,
            error: found.error,
            by_luck: found.by_luck,
            groups: found.groups.iter().map(ToldAndPassed::of).collect(),
        })
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
            between: (thousandths(group.passed_between.0), thousandths(group.passed_between.1)),
        }
    }
}

/// What was found this month of an exam version, and whether that is still to be kept.
///
/// That there are too few results is found, too, and stands for the month.
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
    let since = Day(month.saturating_sub(MONTHS.months()));
    let records = store.outcomes((exam, &model), since, OUTCOMES_MAX).await?;
    let before = asking.programme.transition_to(exam).map(|transition| transition.from.to_string());
    let before = match before.filter(|_| records.len() < RESULTS_MIN) {
        Some(before) => {
            let records = store.outcomes((&before, &model), since, OUTCOMES_MAX).await?;
            Some((before, records))
        }
        None => None,
    };
    let found = off_the_loop(move || {
        let before = before.as_ref().map(|(exam, records)| (exam.as_str(), records.as_slice()));
        CheckedReadings::of(&records, before)
    });
    Ok(Some((found.await?, true)))
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

    /// So many people, their chances in turn; of each chance a tenth more passed than was told.
    fn records(many: usize) -> Vec<OutcomeRecord> {
        let person = |number: usize| {
            let told = 0.1 + 0.08 * (number % 10) as f64;
            // Spread over everybody with that chance (Weyl's sequence), so that halves are alike.
            let luck = ((number / 10) as f64 * 0.618_033_988_749_894_9 + 0.5).fract();
            OutcomeRecord {
                reading: format!("{{\"p\":{told},\"low\":1,\"high\":2,\"counted\":50}}"),
                passed: i64::from(luck < told + 0.1),
            }
        };
        (0..many).map(person).collect()
    }

    #[test]
    fn two_hundred_results_correct_a_reading_and_fewer_do_not() {
        let few = CheckedReadings::of(&records(199), None);
        assert_eq!((few.results, few.corrects(), few.chance(0.5)), (199, false, None));
        assert!(few.held.is_none() && few.corrected(0.5).to_bits() == 0.5_f64.to_bits());
        assert!(CheckedReadings::of(&records(200), None).chance(0.5).is_some());
        let checked = CheckedReadings::of(&records(1_000), None);
        let held = checked.held.as_ref().unwrap();
        assert_eq!((checked.results, held.people, held.groups.len()), (1_000, 500, 10));
        assert!(held.groups.iter().all(|group| group.people == 50), "{held:?}");
        assert!((held.error_before - 0.1).abs() < 0.02 && held.error < 0.05, "{held:?}");
        assert_eq!(checked.chance(0.5), Some(CheckedChance { of_hundred: 60, results: 1_000 }));
        let steps = |pass| checked.chance(pass).unwrap().of_hundred;
        assert_eq!((steps(0.0), steps(1.0)), (5, 95), "never a promise");
        // What is kept says the same, but for what reading a number from a text may lose.
        let kept: CheckedReadings = serde_json::from_str(&json(&checked).unwrap()).unwrap();
        let groups = |checked: &CheckedReadings| checked.held.as_ref().unwrap().groups.clone();
        assert_eq!((kept.chance(0.37), groups(&kept)), (checked.chance(0.37), groups(&checked)));
        let kept: CheckedReadings = serde_json::from_str(&json(&few).unwrap()).unwrap();
        assert_eq!(kept, few, "too few, for a month");
    }

    #[test]
    fn a_new_version_takes_over_words_at_first_a_figure_from_a_hundred_and_nothing_from_two_hundred() {
        let old = records(400);
        let of = |own| CheckedReadings::of(&records(own), Some(("A-1", &old)));
        let from = Some(TakenOver { exam: "A-1".into(), results: 400 });
        let none = of(0);
        assert_eq!((none.results, &none.taken_over, &none.held), (0, &from, &None));
        assert!(none.corrects() && none.chance(0.5).is_none() && none.corrected(0.5) > 0.57, "words alone");
        let few = of(99);
        assert_eq!((&few.taken_over, few.chance(0.5), few.held.is_none()), (&from, None, true));
        let half = of(100);
        assert_eq!((&half.taken_over, half.held.as_ref().unwrap().people), (&from, 50));
        assert_eq!(half.chance(0.5).unwrap().results, 100, "its own results");
        assert_eq!(half.line.unwrap().slope.to_bits(), none.line.unwrap().slope.to_bits());
        let own = of(200);
        assert_eq!(own, CheckedReadings::of(&records(200), None), "nothing any more");
        assert!(own.taken_over.is_none());
        // Of too few of the version before nothing is taken over.
        assert!(!CheckedReadings::of(&records(150), Some(("A-1", &old[..199]))).corrects());
    }

    #[test]
    fn a_reading_of_another_form_is_passed_over() {
        let mut all = records(200);
        assert!(CheckedReadings::of(&all, None).corrects());
        all[0].reading = "{\"chance\":1}".to_owned();
        let checked = CheckedReadings::of(&all, None);
        assert_eq!((checked.results, checked.corrects()), (199, false));
    }
}
