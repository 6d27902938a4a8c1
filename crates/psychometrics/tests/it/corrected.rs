//! How far corrected chances are from what comes: told by people that a correction was not fitted on, and
//! what a new exam version takes over from the one before it.

use assay_psychometrics::readiness::{Calibration, Model, NoRecalibration, ReadOutcome, Recalibration};

use crate::invented::{Told, banks, people};

/// As few as a correction takes: there it flatters itself the most.
const FEW: usize = 200;

fn told(seed: u64, many: usize, shift: f64) -> Vec<ReadOutcome> {
    let told = people(seed, &banks(20_261_128, 20, shift), many, &Model::current(), 1.0);
    told.iter().map(Told::outcome).collect()
}

fn mean(of: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = of.collect();
    all.iter().sum::<f64>() / all.len() as f64
}

/// Drawn many times, as one draw is luck: the error of a line on those it was fitted on, held out, and on
/// people who come later, of whom there are as many as are held out.
#[test]
fn the_error_that_is_told_is_that_of_people_the_correction_has_not_met() {
    let everybody = told(11, 50 * FEW, 0.4);
    let draws: Vec<_> = everybody.chunks_exact(FEW).collect();
    let held_out = |own| Calibration::of(&Recalibration::held_out(own, None).unwrap(), None);
    let error = |people: &[ReadOutcome], of| {
        let line = Recalibration::fit(of).unwrap();
        Calibration::of(&people[FEW / 2..], Some(&line)).error
    };
    let flattering = mean(draws.iter().map(|own| error(own, own)));
    let honest = mean(draws.iter().map(|own| held_out(own).error));
    let by_luck = mean(draws.iter().map(|own| held_out(own).by_luck));
    let others = |at: usize| (1..=10).map(move |on| (at, (at + on) % 50));
    let true_one = mean((0..50).flat_map(others).map(|(own, other)| error(draws[other], draws[own])));
    let text =
        format!("flattering {flattering:.4}, honest {honest:.4}, true {true_one:.4}, luck {by_luck:.4}");
    println!("{text}");
    assert!(flattering + 0.005 < true_one && flattering + 0.005 < honest, "{text}");
    assert!((honest - true_one).abs() < 0.003, "{text}");
    // And luck is the most of it, which is told beside it.
    assert!(by_luck < honest && by_luck > 0.7 * honest, "{text}");
}

#[test]
fn nobody_is_corrected_by_their_own_result_nor_by_a_later_one() {
    let outcomes = told(12, 300, 0.0);
    let once = Recalibration::held_out(&outcomes, None).unwrap();
    assert_eq!(once.len(), 150, "the later half");
    assert_eq!(once, Recalibration::held_out(&outcomes, None).unwrap(), "alike every time");
    assert!(once.iter().zip(&outcomes[150..]).all(|(one, other)| one.has_passed == other.has_passed));
    // Another result of the hundredth moves everybody; one of the two hundredth those of later turns alone.
    for (place, same) in [(100, 0), (200, 60)] {
        let mut other = outcomes.clone();
        other[place].has_passed = !other[place].has_passed;
        let moved = Recalibration::held_out(&other, None).unwrap();
        let alike = |(one, other): &(&ReadOutcome, &ReadOutcome)| one.pass.to_bits() == other.pass.to_bits();
        assert_eq!(once.iter().zip(&moved).take_while(alike).count(), same, "{place}");
    }
    let few = Recalibration::held_out(&outcomes[..199], None);
    assert_eq!(few, Err(NoRecalibration::TooFew(199)));
}

#[test]
fn a_new_version_keeps_the_slope_of_the_one_before_and_its_own_results_move_the_intercept() {
    let before = Recalibration::fit(&told(13, 600, 0.4)).unwrap();
    let nothing = Recalibration::taken_over(&[], &before).unwrap();
    assert_eq!((nothing.slope, nothing.intercept, nothing.outcomes), (before.slope, before.intercept, 0));
    // Practice for the new one is easier by 0.8: the same reading says less.
    let own = told(14, 150, -0.4);
    let taken = Recalibration::taken_over(&own, &before).unwrap();
    assert_eq!(taken.slope.to_bits(), before.slope.to_bits());
    assert!(taken.intercept < before.intercept - 0.3, "{taken:?} after {before:?}");
    let few = Recalibration::taken_over(&own[..3], &before).unwrap();
    assert!(taken.intercept < few.intercept, "three results say little: {few:?}");

    // Held against people of the new one: better than the line of the old one, and than none.
    let others = told(15, 3_000, -0.4);
    let error = |line: Option<&Recalibration>| Calibration::of(&others, line).error;
    assert!(error(Some(&taken)) < error(Some(&before)), "{} {}", error(Some(&taken)), error(Some(&before)));

    assert_eq!(Recalibration::held_out(&own[..99], Some(&before)), Err(NoRecalibration::TooFew(99)));
    assert_eq!(Recalibration::held_out(&own[..100], Some(&before)).unwrap().len(), 50);
}
