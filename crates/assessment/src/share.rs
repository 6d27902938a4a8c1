//! A share with the interval in which it may lie.
//!
//! Of few tries, a rate alone says more than is known.
//!
//! Wilson's score interval without correction for continuity (E. B. Wilson, JASA 22, 1927), which Newcombe
//! (Statistics in Medicine 17, 1998) and Brown, Cai and DasGupta (Statistical Science 16, 2001) recommend: it
//! never leaves 0 to 1, and says something of none and of all.
//!
//! ```
//! use assay_assessment::share::Share;
//! let share = Share::of(81, 263).unwrap();
//! assert_eq!((share.low_permille(), share.permille(), share.high_permille()), (255, 308, 366));
//! assert_eq!(Share::of(0, 0), None);
//! ```

/// The two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// How many of several, with the 95 % interval of the share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many.
    pub part: u32,
    /// Of how many; at least one.
    pub whole: u32,
    /// The share, from 0 to 1.
    pub rate: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

impl Share {
    /// The share of a part in a whole.
    ///
    /// None where there is nothing, or the part is larger.
    pub fn of(part: u32, whole: u32) -> Option<Share> {
        if whole == 0 || part > whole {
            return None;
        }
        let n = f64::from(whole);
        let rate = f64::from(part) / n;
        let z2 = Z * Z;
        let middle = (rate + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let reach = Z / (1.0 + z2 / n) * (rate * (1.0 - rate) / n + z2 / (4.0 * n * n)).sqrt();
        // At none and at all the ends are exact, and arithmetic would miss them by a hair.
        let low = if part == 0 { 0.0 } else { (middle - reach).max(0.0) };
        let high = if part == whole { 1.0 } else { (middle + reach).min(1.0) };
        Some(Share { part, whole, rate, low, high })
    }

    /// The share, per mille.
    pub fn permille(self) -> u16 {
        permille(self.rate)
    }

    /// The lower end of the interval, per mille.
    pub fn low_permille(self) -> u16 {
        permille(self.low)
    }

    /// The upper end of the interval, per mille.
    pub fn high_permille(self) -> u16 {
        permille(self.high)
    }
}

/// To the nearest, a half upwards; no cast from a float is silent about what does not fit.
fn permille(share: f64) -> u16 {
    let thousandths = (share * 1000.0).round();
    (0_u16..=1000).find(|number| f64::from(*number) >= thousandths).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe 1998, table I, method 3 (the score method), as printed: four digits.
    #[test]
    fn the_interval_is_the_published_one() {
        for (part, whole, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let share = Share::of(part, whole).unwrap();
            assert!((share.low - low).abs() < 0.000_05, "{part} of {whole}: {}", share.low);
            assert!((share.high - high).abs() < 0.000_05, "{part} of {whole}: {}", share.high);
        }
    }

    #[test]
    fn passing_and_failing_mirror_each_other_and_the_ends_are_exact() {
        for whole in [1, 2, 7, 20, 1000] {
            let (none, all) = (Share::of(0, whole).unwrap(), Share::of(whole, whole).unwrap());
            assert_eq!((none.low, all.high), (0.0, 1.0));
            assert!((none.high - (1.0 - all.low)).abs() < 1e-12, "{whole}");
            assert!(none.high > 0.0 && all.low < 1.0, "one try or a thousand prove nothing for good");
        }
    }

    #[test]
    fn there_is_no_share_of_nothing_and_none_above_the_whole() {
        assert_eq!((Share::of(0, 0), Share::of(3, 2)), (None, None));
        let half = Share::of(1, 2).unwrap();
        assert_eq!((half.low_permille(), half.permille(), half.high_permille()), (95, 500, 905));
    }
}
