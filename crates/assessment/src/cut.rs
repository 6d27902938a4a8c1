//! From the figure of a standard-setting study to the raw cut.
//!
//! A panel arrives at 31.32 items of 50; a candidate answers 31 or 32. Which of them passes is part of the
//! standard, so a form can say the figure and how it was rounded, and both are held against its raw cut.
//!
//! ```
//! use assay_assessment::cut::Rounding;
//! assert_eq!(Rounding::Nearest.cut(31.32), 31);
//! assert_eq!(Rounding::Up.cut(31.32), 32);
//! assert_eq!(Rounding::Down.cut(31.99), 31);
//! ```

/// How the figure of a standard-setting study becomes a whole number of items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest whole number, a half upwards.
    #[default]
    Nearest,
    /// To the next whole number: in doubt against the candidate.
    Up,
    /// To the whole number before: in doubt for the candidate.
    Down,
}

/// The words of a form's file.
pub const WORDS: [(&str, Rounding); 3] =
    [("nearest", Rounding::Nearest), ("up", Rounding::Up), ("down", Rounding::Down)];

/// Figures are compared in millionths: sums of decimal fractions are no exact sums of binary ones.
const PARTS: f64 = 1_000_000.0;

impl Rounding {
    /// The word for it in a form's file.
    pub fn as_str(self) -> &'static str {
        WORDS.iter().find(|(_, rounding)| *rounding == self).map_or("", |(word, _)| word)
    }

    /// The raw cut of an unrounded one.
    pub fn cut(self, unrounded: f64) -> u32 {
        let exact = (unrounded * PARTS).round() / PARTS;
        let whole = match self {
            Rounding::Nearest => (exact + 0.5).floor(),
            Rounding::Up => exact.ceil(),
            Rounding::Down => exact.floor(),
        };
        whole.max(0.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_and_sums_of_decimals_are_rounded_as_people_do() {
        assert_eq!([31.49, 31.5, 32.0].map(|exact| Rounding::Nearest.cut(exact)), [31, 32, 32]);
        // 0.1 three times is a little more than 0.3; 0.7 and 0.1 a little less than 0.8.
        assert_eq!(Rounding::Up.cut((0.1 + 0.1 + 0.1) * 10.0), 3);
        assert_eq!(Rounding::Down.cut((0.7 + 0.1) * 10.0), 8);
    }

    proptest::proptest! {
        #[test]
        fn down_is_at_most_nearest_is_at_most_up_and_whole_numbers_stay(hundredths in 0_u32..50_000) {
            let exact = f64::from(hundredths) / 100.0;
            let [nearest, up, down] = WORDS.map(|(_, rounding)| rounding.cut(exact));
            proptest::prop_assert!(down <= nearest && nearest <= up && up - down <= 1);
            proptest::prop_assert_eq!(up == down, hundredths % 100 == 0);
        }
    }
}
