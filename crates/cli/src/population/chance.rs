//! Chance that is the same for the same seed, on every machine.

use assay_kernel::{Date, Period};

/// SplitMix64: one addition and a mix a draw, which is plenty for invented people.
///
/// Nothing secret hangs on it.
pub struct SplitMix(u64);

impl SplitMix {
    /// The chance of one person: it does not depend on how many others there are.
    pub fn of_person(seed: u64, number: u64) -> Self {
        let mut chance = SplitMix(seed);
        let seed = chance.draw();
        SplitMix(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `count`; 0 where there is nothing to choose from.
    pub fn below(&mut self, count: u32) -> u32 {
        u32::try_from((u128::from(self.draw()) * u128::from(count)) >> 64).unwrap_or_default()
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of them.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let index = self.below(u32::try_from(from.len()).unwrap_or(u32::MAX));
        from.get(usize::try_from(index).unwrap_or_default())
    }

    /// A day of the span, both ends among them; its start where the span is empty.
    pub fn day_in(&mut self, first: Date, last: Date) -> Date {
        let days = first.until(last).map_or(0, |span| span.get_days()).max(0);
        self.days_after(first, 0, u32::try_from(days).unwrap_or_default())
    }

    /// A day so many days later.
    pub fn days_after(&mut self, day: Date, least: u32, most: u32) -> Date {
        let days = least + self.below(most.saturating_sub(least) + 1);
        Period::days(i32::try_from(days).unwrap_or_default()).after(day)
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    #[test]
    fn days_stay_within_their_span_and_reach_both_ends() {
        let (first, last) = (date(2025, 2, 27), date(2025, 3, 2));
        let mut chance = SplitMix::of_person(1, 1);
        let days: std::collections::BTreeSet<Date> = (0..200).map(|_| chance.day_in(first, last)).collect();
        assert_eq!(days.len(), 4);
        assert_eq!((days.first(), days.last()), (Some(&first), Some(&last)));
        assert_eq!(chance.day_in(last, first), last, "an empty span has its start");
        assert_eq!(chance.below(0), 0);
    }
}
