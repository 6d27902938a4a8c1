//! Durations, and how long all but the slowest of them took.

use std::time::Duration;

/// Durations in order.
pub struct Durations(Vec<Duration>);

impl Durations {
    /// Sorts them.
    pub fn new(mut all: Vec<Duration>) -> Self {
        all.sort();
        Durations(all)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Their mean.
    pub fn mean(&self) -> Duration {
        let total: Duration = self.0.iter().sum();
        total / u32::try_from(self.0.len()).unwrap_or(u32::MAX).max(1)
    }

    /// The smallest that at least so many in a thousand do not exceed (nearest rank).
    pub fn quantile(&self, permille: usize) -> Duration {
        let rank = (self.0.len() * permille).div_ceil(1000).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    /// Median and 99th percentile as two cells of a Markdown table.
    pub fn cells(&self) -> String {
        format!("{} | {}", in_ms(self.quantile(500)), in_ms(self.quantile(990)))
    }
}

/// Milliseconds with two digits.
pub fn in_ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let durations = Durations::new((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(durations.quantile(500), Duration::from_millis(100));
        assert_eq!(durations.quantile(990), Duration::from_millis(198));
        assert_eq!(durations.cells(), "100.00 ms | 198.00 ms");
        assert_eq!(Durations::new(Vec::new()).quantile(500), Duration::ZERO);
    }
}
