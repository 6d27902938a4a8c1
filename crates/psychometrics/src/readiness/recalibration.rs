//! A chance to pass, corrected by how people with such chances did.

use thiserror::Error;

use crate::numbers::logistic;

/// Outcomes from which on a correction is fitted.
///
/// Below, it makes a figure worse as often as better.
pub const OUTCOMES_MIN: usize = 200;
/// Nearer to none or all a chance is not told apart.
const CHANCE_EDGE: f64 = 1e-3;
/// The weight of the belief that nothing needs correcting.
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
    #[error("a correction takes {OUTCOMES_MIN} outcomes, and there are {0}")]
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
        if let Some(at) = outcomes.iter().position(|outcome| !(0.0..=1.0).contains(&outcome.pass)) {
            return Err(NoRecalibration::Chance(at));
        }
        let points: Vec<(f64, f64)> = outcomes
            .iter()
            .map(|outcome| (logit(outcome.pass), if outcome.has_passed { 1.0 } else { 0.0 }))
            .collect();
        let mut line = (1.0, 0.0);
        for _ in 0..STEPS_MAX {
            let step = newton(&points, line);
            let (before, mut share) = (loss(&points, line), 1.0);
            let mut next = moved(line, step, share);
            while share > HALVED_MIN && loss(&points, next) > before {
                share /= 2.0;
                next = moved(line, step, share);
            }
            line = next;
            if step.0.abs().max(step.1.abs()) < STEP_MIN {
                break;
            }
        }
        Ok(Recalibration { slope: line.0, intercept: line.1, outcomes: outcomes.len() })
    }

    /// A chance, corrected.
    pub fn corrected(&self, pass: f64) -> f64 {
        logistic(self.slope * logit(pass) + self.intercept)
    }
}

fn logit(chance: f64) -> f64 {
    let chance = chance.clamp(CHANCE_EDGE, 1.0 - CHANCE_EDGE);
    (chance / (1.0 - chance)).ln()
}

fn moved(line: (f64, f64), step: (f64, f64), share: f64) -> (f64, f64) {
    (line.0 - share * step.0, line.1 - share * step.1)
}

/// The log loss with what draws the line to where it changes nothing.
fn loss(points: &[(f64, f64)], (slope, intercept): (f64, f64)) -> f64 {
    let belief = RIDGE / 2.0 * ((slope - 1.0) * (slope - 1.0) + intercept * intercept);
    let of_point = |(logit, passed): &(f64, f64)| {
        let against = -(2.0 * passed - 1.0) * (slope * logit + intercept);
        against.max(0.0) + (-against.abs()).exp().ln_1p()
    };
    points.iter().map(of_point).sum::<f64>() + belief
}

/// Gradient through curvature, both of [`loss`].
fn newton(points: &[(f64, f64)], (slope, intercept): (f64, f64)) -> (f64, f64) {
    let (mut down_slope, mut down_intercept) = (RIDGE * (slope - 1.0), RIDGE * intercept);
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
    // Never nothing: the belief adds to both ends of the diagonal.
    let size = both_slope * both_intercept - mixed * mixed;
    (
        (both_intercept * down_slope - mixed * down_intercept) / size,
        (both_slope * down_intercept - mixed * down_slope) / size,
    )
}
