//! What answering teaches, looked for in practice alone.
//!
//! With each pair of constants logs are replayed, and the next first answer is foreseen before it is taken
//! into account; the pair that foresees best is found. On invented people practice alone showed less than was
//! learned, so this is for whoever decides about the constants, which are one record with a version: no
//! reading moves by it.

use super::{
    ability::{LogEntry, Model},
    constants::{Constants, ReadinessError},
};
use thiserror::Error;

/// Learners from whom on growth is looked for.
///
/// With fewer, what answering teaches is taken for nothing.
pub const LEARNERS_MIN: usize = 200;
/// Counted answers of a log before the first that is foreseen: the pretest's, which place a person.
const PLACED_BY: usize = 20;
/// What is tried, for an answer and for a day; the last is the most that may be promised.
const TRIED: [f64; 4] = [0.0, 0.004, 0.008, 0.012];

/// How well a pair of constants foresees first answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthTried {
    /// What a counted answer teaches in its domain.
    pub growth: f64,
    /// What a day teaches in general.
    pub growth_day: f64,
    /// The mean log loss of a foreseen answer.
    pub loss: f64,
    /// By how much less that is than where nothing is learned.
    pub gain: f64,
    /// The standard error of the gain, people drawn anew.
    pub gain_error: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowthFit {
    /// Everything that was tried, nothing first.
    pub tried: Vec<GrowthTried>,
    /// Learners of whom at least one answer was foreseen.
    pub learners: usize,
    /// Answers that were foreseen.
    pub answers: usize,
}

/// Why nothing is found.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum NoGrowthFit {
    /// There are too few learners with answers to foresee.
    #[error(
        "it takes {LEARNERS_MIN} learners with more than {PLACED_BY} counted answers each, and there are {0}"
    )]
    TooFew(usize),
    /// A log that cannot be replayed.
    #[error("log {0} cannot be replayed: {1}")]
    Log(usize, #[source] ReadinessError),
}

/// The answers of one learner that were foreseen.
#[derive(Clone, Copy)]
struct ForeseenAnswers {
    loss: f64,
    answers: usize,
}

impl GrowthFit {
    /// The pair that foresees best; of equals the one that teaches less.
    pub fn best(&self) -> Option<&GrowthTried> {
        self.tried.iter().min_by(|one, other| one.loss.total_cmp(&other.loss))
    }
}

impl Model {
    /// Looks for what answering and time teach, in logs of learners of one outline.
    ///
    /// # Errors
    /// There are too few learners, or a log cannot be replayed.
    pub fn fit_growth(&self, domains: usize, logs: &[Vec<LogEntry>]) -> Result<GrowthFit, NoGrowthFit> {
        let foreseen = |model: &Model| {
            let of_log = |(at, log): (usize, &Vec<LogEntry>)| {
                model.foreseen(domains, log).map_err(|error| NoGrowthFit::Log(at, error))
            };
            logs.iter().enumerate().map(of_log).collect::<Result<Vec<_>, _>>()
        };
        let mut fit = GrowthFit { tried: Vec::new(), learners: 0, answers: 0 };
        let mut none: Option<Vec<ForeseenAnswers>> = None;
        for growth in TRIED {
            for growth_day in TRIED {
                // Within the range of both, and the rest was checked.
                let found =
                    foreseen(&Model { constants: Constants { growth, growth_day, ..self.constants } })?;
                let none = none.get_or_insert_with(|| found.clone());
                fit.learners = found.iter().filter(|one| one.answers > 0).count();
                fit.answers = found.iter().map(|one| one.answers).sum();
                if fit.learners < LEARNERS_MIN {
                    return Err(NoGrowthFit::TooFew(fit.learners));
                }
                fit.tried.push(tried((growth, growth_day), none, &found));
            }
        }
        Ok(fit)
    }

    fn foreseen(&self, domains: usize, log: &[LogEntry]) -> Result<ForeseenAnswers, ReadinessError> {
        let (mut ability, mut last_day) = (self.start(domains)?, 0.0);
        let mut foreseen = ForeseenAnswers { loss: 0.0, answers: 0 };
        // What is carried from another outline says too little to be foreseen.
        for (place, event) in log.iter().filter(|event| event.is_counted).enumerate() {
            self.pass_days(&mut ability, event.day - last_day)?;
            last_day = event.day;
            if place >= PLACED_BY && event.answer.weight >= 1.0 {
                foreseen.loss -= self.chance(&ability, &event.answer)?.ln();
                foreseen.answers += 1;
            }
            self.answer(&mut ability, &event.answer)?;
        }
        Ok(foreseen)
    }
}

fn tried(
    (growth, growth_day): (f64, f64),
    none: &[ForeseenAnswers],
    found: &[ForeseenAnswers],
) -> GrowthTried {
    let answers = found.iter().map(|one| one.answers).sum::<usize>().max(1) as f64;
    let loss = found.iter().map(|one| one.loss).sum::<f64>() / answers;
    let gains: Vec<(f64, f64)> =
        none.iter().zip(found).map(|(none, one)| (none.loss - one.loss, one.answers as f64)).collect();
    let gain = gains.iter().map(|(gain, _)| gain).sum::<f64>() / answers;
    // Of a ratio of sums over people: what each adds beyond the mean gain of their answers.
    let beyond = |(of_one, answers): &(f64, f64)| (of_one - gain * answers) * (of_one - gain * answers);
    let gain_error = gains.iter().map(beyond).sum::<f64>().sqrt() / answers;
    GrowthTried { growth, growth_day, loss, gain, gain_error }
}
