//! Functions that the standard library has not, and the nodes of the quadrature.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Beyond this the logistic function is 0 or 1 in doubles; a limit keeps every likelihood above nothing.
const LOGIT_MAX: f64 = 40.0;

/// Gauss and Hermite's rule for the normal distribution: 15 nodes with weights.
///
/// The weights add up to 1. The nodes are the roots of the 15th (probabilists') Hermite polynomial, computed
/// with 60 digits and rounded once.
pub const NORMAL_15: [(f64, f64); 15] = [
    (-6.363947888829839, 8.58964989963327e-10),
    (-5.190093591304781, 5.975419597920605e-7),
    (-4.1962077112690155, 5.642146405189017e-5),
    (-3.2890824243987664, 0.0015673575035499562),
    (-2.432436827009758, 0.017365774492137605),
    (-1.6067100690287297, 0.0894177953998444),
    (-0.799129068324548, 0.23246229360973222),
    (0.0, 0.31825951825951826),
    (0.799129068324548, 0.23246229360973222),
    (1.6067100690287297, 0.0894177953998444),
    (2.432436827009758, 0.017365774492137605),
    (3.2890824243987664, 0.0015673575035499562),
    (4.1962077112690155, 5.642146405189017e-5),
    (5.190093591304781, 5.975419597920605e-7),
    (6.363947888829839, 8.58964989963327e-10),
];

/// The logistic function of a logit.
pub fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit.clamp(-LOGIT_MAX, LOGIT_MAX)).exp())
}

/// The share of the standard normal distribution below a value.
pub fn normal_below(value: f64) -> f64 {
    (0.5 * erfc(-value * FRAC_1_SQRT_2)).clamp(0.0, 1.0)
}

/// Where the series ends and the continued fraction begins: there both are right to twelve digits.
const SERIES_MAX: f64 = 2.5;
/// Enough for doubles on either side of [`SERIES_MAX`].
const TERMS: u32 = 80;

/// The complementary error function (Abramowitz and Stegun 7.1.6 and 7.1.14).
fn erfc(value: f64) -> f64 {
    if value < 0.0 {
        return 2.0 - erfc(-value);
    }
    let square = value * value;
    if value < SERIES_MAX {
        let (mut term, mut sum) = (value, value);
        for step in 1..=TERMS {
            term *= 2.0 * square / f64::from(2 * step + 1);
            sum += term;
        }
        return 1.0 - 2.0 / PI.sqrt() * (-square).exp() * sum;
    }
    let fraction = (1..=TERMS).rev().fold(value, |below, step| value + f64::from(step) / 2.0 / below);
    (-square).exp() / PI.sqrt() / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of tables with 16 digits.
    #[test]
    fn the_normal_distribution_is_that_of_the_tables() {
        for (value, below) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_542_9),
            (1.281_551_565_544_600_4, 0.9),
            (-1.959_963_984_540_054, 0.025),
            (-3.0, 0.001_349_898_031_630_094_5),
            (-4.0, 3.167_124_183_311_992e-5),
            (-6.0, 9.865_876_450_376_98e-10),
        ] {
            let found = normal_below(value);
            assert!((found - below).abs() < 1e-15 + 1e-11 * below, "{value}: {found} and not {below}");
        }
        assert_eq!((normal_below(-60.0), normal_below(60.0)), (0.0, 1.0));
    }

    #[test]
    fn series_and_fraction_meet() {
        let (series, fraction) = (erfc(SERIES_MAX - 1e-12), erfc(SERIES_MAX));
        assert!((series - fraction).abs() < 1e-14, "{series} {fraction}");
    }

    /// Moments of the normal distribution: 1, 0, 1, 0, 3.
    #[test]
    fn the_quadrature_has_the_moments_of_the_normal_distribution() {
        for (power, moment) in [(0, 1.0), (1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0), (6, 15.0)] {
            let sum: f64 = NORMAL_15.iter().map(|(node, weight)| weight * node.powi(power)).sum();
            assert!((sum - moment).abs() < 1e-12, "{power}: {sum}");
        }
    }

    #[test]
    fn no_logit_makes_an_answer_impossible() {
        assert!(logistic(-1e9) > 0.0 && logistic(1e9) <= 1.0);
        assert!((logistic(0.0) - 0.5).abs() < 1e-16);
    }
}
