//! What answering teaches, looked for in the logs of invented people.

use assay_psychometrics::readiness::{
    CONSTANTS, Constants, GROWTH_MAX, GrowthFit, LogEntry, Model, NoGrowthFit, ReadinessError,
};

use crate::invented::{SCORED, banks, people};

fn without_growth() -> Model {
    Model::with(Constants { growth: 0.0, ..CONSTANTS }).unwrap()
}

fn logs(seed: u64, many: usize, learns: f64) -> Vec<Vec<LogEntry>> {
    let told = people(seed, &banks(20_261_128, 4, 0.0), many, &without_growth(), learns);
    told.into_iter().map(|one| one.log).collect()
}

fn found(logs: &[Vec<LogEntry>]) -> GrowthFit {
    without_growth().fit_growth(SCORED.len(), logs).unwrap()
}

#[test]
fn what_people_learn_is_seen_in_the_answers_that_come_next_and_what_they_do_not_is_not() {
    let learning = found(&logs(5, 400, 3.0));
    let best = learning.best().unwrap();
    assert!(best.growth + best.growth_day > 0.0 && best.gain > 2.0 * best.gain_error, "{learning:?}");
    assert!(best.growth <= GROWTH_MAX && best.growth_day <= GROWTH_MAX, "never more than may be promised");
    let idle = found(&logs(6, 400, 0.0));
    let best = idle.best().unwrap();
    assert!(best.gain <= 2.0 * best.gain_error, "nothing that luck does not make: {idle:?}");
    let most = idle.tried.last().unwrap();
    assert!((most.growth, most.growth_day) == (GROWTH_MAX, GROWTH_MAX) && most.gain < 0.0, "{most:?}");
}

#[test]
fn the_model_without_growth_is_tried_first_and_gains_nothing_over_itself() {
    let fit = found(&logs(7, 260, 1.0));
    assert_eq!(fit.tried.len(), 16);
    let none = fit.tried[0];
    assert!(none.growth + none.growth_day + none.gain.abs() + none.gain_error < f64::EPSILON, "{none:?}");
    assert!(fit.answers > 5_000 && fit.learners > 200, "{} of {}", fit.answers, fit.learners);
    // Whatever the model had before: it is the constants that are looked for.
    let again = Model::current().fit_growth(SCORED.len(), &logs(7, 260, 1.0)).unwrap();
    assert_eq!(again, fit);
}

#[test]
fn too_few_learners_say_nothing_and_whoever_has_answered_too_little_is_none() {
    let mut few = logs(8, 260, 1.0);
    few.truncate(150);
    few.extend((0..200).map(|_| Vec::new()));
    let refused = without_growth().fit_growth(SCORED.len(), &few);
    assert!(matches!(refused, Err(NoGrowthFit::TooFew(learners)) if learners <= 150), "{refused:?}");
    few[3][2].answer.domain = 9;
    let refused = without_growth().fit_growth(SCORED.len(), &few);
    assert_eq!(refused, Err(NoGrowthFit::Log(3, ReadinessError::NoDomain(9))));
}
