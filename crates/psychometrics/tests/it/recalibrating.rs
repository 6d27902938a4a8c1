//! Chances held against how people did.

use assay_psychometrics::readiness::{Calibration, NoRecalibration, ReadOutcome, Recalibration};
use proptest::{collection::vec, prelude::*};

/// Of a hundred people with each chance, so many passed.
fn outcomes(passed: impl Fn(f64) -> f64) -> Vec<ReadOutcome> {
    let of_chance = |tenth: u32| {
        let pass = f64::from(tenth) / 10.0;
        let share = passed(pass);
        (0..100).map(move |person| ReadOutcome { pass, has_passed: f64::from(person) + 0.5 < share * 100.0 })
    };
    (1..10).flat_map(of_chance).collect()
}

#[test]
fn where_as_many_pass_as_was_said_nothing_is_corrected() {
    let fitted = Recalibration::fit(&outcomes(|pass| pass)).unwrap();
    assert!((fitted.slope - 1.0).abs() < 0.01 && fitted.intercept.abs() < 0.01, "{fitted:?}");
    assert!((fitted.corrected(0.7) - 0.7).abs() < 0.005);
    assert_eq!(fitted.outcomes, 900);
}

#[test]
fn where_more_pass_than_was_said_chances_rise_and_keep_their_order() {
    let more = |pass: f64| 1.0 / (1.0 + (-(0.8 + 1.2 * (pass / (1.0 - pass)).ln())).exp());
    let fitted = Recalibration::fit(&outcomes(more)).unwrap();
    for pass in [0.2, 0.5, 0.8] {
        let (found, wanted) = (fitted.corrected(pass), more(pass));
        assert!((found - wanted).abs() < 0.02 && found > pass, "{pass}: {found} and not {wanted}");
    }
    assert!(fitted.corrected(0.0) < fitted.corrected(0.5) && fitted.corrected(1.0) < 1.0);
}

#[test]
fn too_few_outcomes_correct_nothing() {
    let all = outcomes(|pass| pass);
    assert_eq!(Recalibration::fit(&all[..199]), Err(NoRecalibration::TooFew(199)));
    assert!(Recalibration::fit(&all[..200]).is_ok());
    let mut strange = all;
    strange[7].pass = f64::NAN;
    assert_eq!(Recalibration::fit(&strange), Err(NoRecalibration::Chance(7)));
}

#[test]
fn groups_are_of_equal_size_and_tell_how_far_readings_were() {
    // Ten chances, a hundred people each; a fixed share of each hundred passed.
    let of_ten = |passed: fn(f64) -> f64| -> Vec<ReadOutcome> {
        let person = |place: u32| {
            let pass = 0.1 + 0.08 * f64::from(place / 100);
            ReadOutcome { pass, has_passed: f64::from(place % 100) + 0.5 < passed(pass) * 100.0 }
        };
        (0..1_000).map(person).collect()
    };
    let modest = Calibration::of(&of_ten(|pass| pass + 0.1), None);
    assert_eq!(modest.groups.len(), 10);
    assert!(modest.groups.iter().all(|group| group.people == 100), "{:?}", modest.groups);
    assert!((modest.error - 0.1).abs() < 1e-9 && modest.over_promise < 1e-9, "{modest:?}");
    // Where all is true a group of a hundred with one chance in ten lies off by sqrt(.1 * .9 / 100 * 2 / pi).
    let by_luck = Calibration::of(&of_ten(|pass| pass), None).groups[0].by_luck;
    assert!((by_luck - 0.023_937).abs() < 1e-6, "{by_luck}");
    // 10 of 100, by Wilson: as other programs say.
    let (low, high) = Calibration::of(&of_ten(|pass| pass), None).groups[0].passed_between;
    assert!((low - 0.055_229).abs() < 1e-6 && (high - 0.174_366).abs() < 1e-6, "{low} {high}");
    let proud = of_ten(|pass| pass - 0.1);
    let told = Calibration::of(&proud, None);
    assert!((told.error - 0.1).abs() < 1e-9 && (told.over_promise - 0.1).abs() < 1e-9, "{told:?}");
    // A correction is what brings both together.
    let line = Recalibration::fit(&proud).unwrap();
    assert!(Calibration::of(&proud, Some(&line)).error < 0.03);
    // A group has twenty at least; of nobody there is none.
    assert_eq!(Calibration::of(&proud[..119], None).groups.len(), 5);
    assert_eq!(Calibration::of(&proud[..3], None).groups.len(), 1);
    let nobody = Calibration::of(&[], None);
    assert!(nobody.groups.is_empty() && nobody.error.abs() < f64::EPSILON);
}

proptest! {
    /// All passed, none passed, everybody told the same: the belief keeps the line finite.
    #[test]
    fn whatever_came_out_a_chance_stays_one(
        told in vec((0.0..=1.0, any::<bool>()), 200..260),
        all in proptest::option::of(any::<bool>()),
        same in proptest::option::of(0.0..=1.0),
    ) {
        let outcome = |(pass, has_passed)| ReadOutcome {
            pass: same.unwrap_or(pass),
            has_passed: all.unwrap_or(has_passed),
        };
        let outcomes: Vec<ReadOutcome> = told.into_iter().map(outcome).collect();
        let fitted = Recalibration::fit(&outcomes).unwrap();
        prop_assert!(fitted.slope.is_finite() && fitted.intercept.is_finite(), "{fitted:?}");
        for pass in [0.0, 0.3, 1.0] {
            prop_assert!((0.0..=1.0).contains(&fitted.corrected(pass)));
        }
    }
}
