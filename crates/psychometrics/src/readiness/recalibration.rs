//! A chance to pass, corrected by how people with such chances did.

use thiserror::Error;

use crate::numbers::logistic;

/// Outcomes from which on a correction is fitted.
///
/// Below, it makes a figure worse as often as better.
pub const OUTCOMES_MIN: usize = 200;
/// Outcomes from which on a correction that was taken over gives a figure.
///
/// Below, it is good for words alone: the intercept is still that of the exam version before.
pub const OUTCOMES_TAKEN_OVER_MIN: usize = 100;
/// Lines that the later half of outcomes is corrected by in turn, each of all that came before.
const TURNS: usize = 10;
/// Nearer to none or all a chance is not told apart.
const CHANCE_EDGE: f64 = 1e-3;
/// The weight of what is believed before any outcome.
const RIDGE: f64 = 1.0;
/// Newton's steps at most; it takes about six.
const STEPS_MAX: u32 = 60;
/// A shorter step changes nothing that is shown.
const STEP_MIN: f64 = 1e-8;
/// A step is halved no further.
const HALVED_MIN: f64 = 1e-6;

/// How one reading ended: the last one before a person's first examination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadOutcome {
    /// The chance that was read.
    pub pass: f64,
    /// Whether the examination was passed.
    pub has_passed: bool,
}

/// A correction of chances: a straight line on their logits (Platt scaling).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recalibration {
    /// How much a logit of the model is worth; 1 changes nothing.
    pub slope: f64,
    /// What is added; 0 changes nothing.
    pub intercept: f64,
    /// The outcomes it was fitted on; they are published beside the figure.
    pub outcomes: usize,
}

/// Why no correction is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoRecalibration {
    /// There are too few outcomes.
    #[error(
        "a correction takes {OUTCOMES_MIN} outcomes, one that is taken over {OUTCOMES_TAKEN_OVER_MIN}, and \
         there are {0}"
    )]
    TooFew(usize),
    /// A chance is no number between 0 and 1.
    #[error("outcome {0} has a chance that is not between 0 and 1")]
    Chance(usize),
}

impl Recalibration {
    /// Fits slope and intercept, drawn a little to where they change nothing.
    ///
    /// Newton's method; a step that makes the fit worse is halved until it does not, since without that it
    /// ran away where practice was harder than the examination.
    ///
    /// # Errors
    /// There are too few outcomes, or a chance is none.
    pub fn fit(outcomes: &[ReadOutcome]) -> Result<Self, NoRecalibration> {
        if outcomes.len() < OUTCOMES_MIN {
            return Err(NoRecalibration::TooFew(outcomes.len()));
        }
        Ok(Belief::NOTHING.line(&points(outcomes)?))
    }

    /// Takes over the correction of the exam version before.
    ///
    /// Its slope stays, its intercept gives way. For as long as there are too few outcomes for a line of
    /// their own. Of none it is the line before.
    ///
    /// # Errors
    /// A chance is none.
    pub fn taken_over(outcomes: &[ReadOutcome], before: &Recalibration) -> Result<Self, NoRecalibration> {
        Ok(Belief::from(before).line(&points(outcomes)?))
    }

    /// The later half of outcomes, each corrected by a line of those before it.
    ///
    /// Only so is it known how far corrected chances are from what comes: held against the outcomes that it
    /// was fitted on, any line looks better than it is. Leaving out a tenth in turn flatters, too, though
    /// less: what one part's line has too high the others have too low. Give the earliest first. A line
    /// of half of them is less sure than the one in use, so what is found is rather too much than too
    /// little.
    ///
    /// # Errors
    /// There are too few outcomes, or a chance is none.
    pub fn held_out(
        outcomes: &[ReadOutcome],
        before: Option<&Recalibration>,
    ) -> Result<Vec<ReadOutcome>, NoRecalibration> {
        let least = if before.is_some() { OUTCOMES_TAKEN_OVER_MIN } else { OUTCOMES_MIN };
        if outcomes.len() < least {
            return Err(NoRecalibration::TooFew(outcomes.len()));
        }
        let (belief, all) = (before.map_or(Belief::NOTHING, Belief::from), points(outcomes)?);
        let (earlier, later) = all.split_at(all.len() / 2);
        let (mut known, mut found) = (earlier.len(), Vec::with_capacity(later.len()));
        while found.len() < later.len() {
            let line = belief.line(all.get(..known).unwrap_or_default());
            let turn = outcomes.iter().skip(known).take(later.len().div_ceil(TURNS));
            found.extend(turn.map(|outcome| ReadOutcome { pass: line.corrected(outcome.pass), ..*outcome }));
            known = earlier.len() + found.len();
        }
        Ok(found)
    }

    /// A chance, corrected.
    pub fn corrected(&self, pass: f64) -> f64 {
        logistic(self.slope * logit(pass) + self.intercept)
    }
}

/// Where a line is drawn to.
#[derive(Clone, Copy)]
struct Belief {
    slope: f64,
    intercept: f64,
    /// Whether outcomes move the intercept alone.
    keeps_slope: bool,
}

impl From<&Recalibration> for Belief {
    fn from(before: &Recalibration) -> Self {
        Belief { slope: before.slope, intercept: before.intercept, keeps_slope: true }
    }
}

impl Belief {
    /// That nothing needs correcting.
    const NOTHING: Belief = Belief { slope: 1.0, intercept: 0.0, keeps_slope: false };

    fn line(self, points: &[(f64, f64)]) -> Recalibration {
        let mut line = (self.slope, self.intercept);
        for _ in 0..STEPS_MAX {
            let step = self.newton(points, line);
            let (before, mut share) = (self.loss(points, line), 1.0);
            let mut next = moved(line, step, share);
            while share > HALVED_MIN && self.loss(points, next) > before {
                share /= 2.0;
                next = moved(line, step, share);
            }
            line = next;
            if step.0.abs().max(step.1.abs()) < STEP_MIN {
                break;
            }
        }
        Recalibration { slope: line.0, intercept: line.1, outcomes: points.len() }
    }

    /// The log loss with what draws the line to the belief.
    fn loss(self, points: &[(f64, f64)], (slope, intercept): (f64, f64)) -> f64 {
        let (steeper, higher) = (slope - self.slope, intercept - self.intercept);
        let belief = RIDGE / 2.0 * (steeper * steeper + higher * higher);
        let of_point = |(logit, passed): &(f64, f64)| {
            let against = -(2.0 * passed - 1.0) * (slope * logit + intercept);
            against.max(0.0) + (-against.abs()).exp().ln_1p()
        };
        points.iter().map(of_point).sum::<f64>() + belief
    }

    /// Gradient through curvature, both of [`Belief::loss`].
    fn newton(self, points: &[(f64, f64)], (slope, intercept): (f64, f64)) -> (f64, f64) {
        let mut down_slope = RIDGE * (slope - self.slope);
        let mut down_intercept = RIDGE * (intercept - self.intercept);
        let (mut both_slope, mut mixed, mut both_intercept) = (RIDGE, 0.0, RIDGE);
        for (logit, passed) in points {
            let chance = logistic(slope * logit + intercept);
            let (off, curve) = (chance - passed, chance * (1.0 - chance));
            down_slope += logit * off;
            down_intercept += off;
            both_slope += curve * logit * logit;
            mixed += curve * logit;
            both_intercept += curve;
        }
        if self.keeps_slope {
            return (0.0, down_intercept / both_intercept);
        }
        // Never nothing: the belief adds to both ends of the diagonal.
        let size = both_slope * both_intercept - mixed * mixed;
        (
            (both_intercept * down_slope - mixed * down_intercept) / size,
            (both_slope * down_intercept - mixed * down_slope) / size,
        )
    }
}

/// Outcomes as logit and 1 or 0.
fn points(outcomes: &[ReadOutcome]) -> Result<Vec<(f64, f64)>, NoRecalibration> {
    if let Some(at) = outcomes.iter().position(|outcome| !(0.0..=1.0).contains(&outcome.pass)) {
        return Err(NoRecalibration::Chance(at));
    }
    let point = |outcome: &ReadOutcome| (logit(outcome.pass), if outcome.has_passed { 1.0 } else { 0.0 });
    Ok(outcomes.iter().map(point).collect())
}

fn logit(chance: f64) -> f64 {
    let chance = chance.clamp(CHANCE_EDGE, 1.0 - CHANCE_EDGE);
    (chance / (1.0 - chance)).ln()
}

fn moved(line: (f64, f64), step: (f64, f64), share: f64) -> (f64, f64) {
    (line.0 - share * step.0, line.1 - share * step.1)
}
