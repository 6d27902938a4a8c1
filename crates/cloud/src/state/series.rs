//! The figures of one metric: sent, given by a scenario's curve, fed by a probe.
//!
//! A curve is no list: its figure of a minute is computed from the seed, so a year of it weighs nothing. Only
//! additions and multiplications are used, which are equal on every machine.

use std::collections::BTreeMap;

use super::{chance::mixed, time};

/// What was sent at one instant: one figure, or a set of them.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "figures are what their names say")]
pub struct Datapoint {
    pub at: i64,
    pub min: f64,
    pub max: f64,
    pub sum: f64,
    pub count: f64,
}

impl Datapoint {
    /// One figure.
    #[must_use]
    pub fn of(at: i64, value: f64) -> Self {
        Datapoint { at, min: value, max: value, sum: value, count: 1.0 }
    }
}

/// A figure for every so many minutes, from a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricCurve {
    /// Its first instant.
    pub from: i64,
    /// How far its figures are apart.
    pub every: i64,
    /// At night, and at weekends.
    pub low: f64,
    /// At noon of a working day; equal to `low` for a flat curve.
    pub high: f64,
    /// How far a figure strays to either side.
    pub noise: f64,
}

impl MetricCurve {
    /// The curve of that name: `busy-days`, `quiet`, `flat` or `errors`.
    #[must_use]
    pub fn named(name: &str, from: i64, every: i64) -> Option<Self> {
        let (low, high, noise) = match name {
            "busy-days" => (18.0, 55.0, 4.0),
            "quiet" => (6.0, 12.0, 2.0),
            "flat" => (40.0, 40.0, 0.0),
            "errors" => (0.0, 1.0, 0.0),
            _ => return None,
        };
        Some(MetricCurve { from, every, low, high, noise })
    }

    fn at(&self, at: i64, seed: u64) -> f64 {
        let minute_of_day = at.rem_euclid(time::DAY) / time::MINUTE;
        let weekday = (at.div_euclid(time::DAY) + 3).rem_euclid(7); // 1970 began on a Thursday; Monday is 0
        // Rises from 06:00 to 13:00 and falls until 20:00.
        let busy = match minute_of_day {
            360..780 => portion(minute_of_day - 360, 420),
            780..1200 => portion(1200 - minute_of_day, 420),
            _ => 0.0,
        };
        let busy = if weekday < 5 { busy } else { busy * 0.2 };
        let stray = portion(i64::from((mixed(seed ^ at.cast_unsigned()) >> 48) as u16), 65_535) * 2.0 - 1.0;
        self.low + (self.high - self.low) * busy + stray * self.noise
    }
}

#[expect(clippy::cast_precision_loss, reason = "minutes of a day and 16 bits: far below 2^53")]
fn portion(part: i64, of: i64) -> f64 {
    part as f64 / of as f64
}

/// All that is known of one metric.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetricSeries {
    /// The unit that was last sent.
    pub unit: Option<String>,
    /// By the instant; several may have come for one.
    pub points: BTreeMap<i64, Vec<Datapoint>>,
    /// What a scenario gives.
    pub curve: Option<MetricCurve>,
    /// Figures of a probe, by the minute: they stand in place of the curve's.
    pub fed: BTreeMap<i64, f64>,
    /// From when the curve gives nothing more.
    pub stopped: Option<i64>,
}

impl MetricSeries {
    /// The figures from one instant until before another.
    #[must_use]
    pub fn between(&self, from: i64, until: i64, seed: u64) -> Vec<Datapoint> {
        if from >= until {
            return Vec::new();
        }
        let mut found: Vec<Datapoint> =
            self.points.range(from..until).flat_map(|(_, points)| points.iter().copied()).collect();
        found.extend(self.fed.range(from..until).map(|(at, value)| Datapoint::of(*at, *value)));
        let Some(curve) = &self.curve else { return found };
        let every = curve.every.max(time::MINUTE);
        let first = from.max(curve.from);
        let mut at = first + (every - first.rem_euclid(every)) % every;
        while at < until && self.stopped.is_none_or(|stopped| at < stopped) {
            if !self.fed.contains_key(&at) {
                found.push(Datapoint::of(at, curve.at(at, seed)));
            }
            at += every;
        }
        found
    }

    /// Whether it had a figure in that span, by which it is listed.
    #[must_use]
    pub fn is_heard(&self, from: i64, until: i64) -> bool {
        let runs = |curve: &MetricCurve| {
            curve.from < until && self.stopped.is_none_or(|stopped| stopped > from.max(curve.from))
        };
        self.points.range(from..until).next().is_some()
            || self.fed.range(from..until).next().is_some()
            || self.curve.as_ref().is_some_and(runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_busy_at_noon_and_quiet_at_night_and_stops_when_told() {
        let from = time::parse("2026-03-02T00:00:00Z").unwrap(); // a Monday
        let curve = MetricCurve::named("busy-days", from, time::MINUTE);
        let mut series = MetricSeries { curve, ..MetricSeries::default() };
        let hour = 60 * time::MINUTE;
        let noon = series.between(from + 13 * hour, from + 14 * hour, 1);
        let night = series.between(from + 2 * hour, from + 3 * hour, 1);
        assert_eq!((noon.len(), night.len()), (60, 60));
        assert!(noon[0].sum > 50.0 && night[0].sum < 23.0);
        series.stopped = Some(from + 2 * hour);
        assert!(series.between(from + 2 * hour, from + 3 * hour, 1).is_empty());
        series.fed.insert(from + 2 * hour, 99.0);
        assert_eq!(series.between(from + 2 * hour, from + 3 * hour, 1).len(), 1);
    }
}
