//! When an alarm rings: M of N datapoints, with what is done about missing ones.
//!
//! From the provider's user guide, "Configuring how CloudWatch alarms treat missing data".
//!
//! ```
//! use assay_cloud::engine::alarm::{AlarmState, MissingData, evaluated};
//!
//! let points = [Some(false), Some(true), Some(true), None, Some(true)];
//! assert_eq!(evaluated(&points, 3, 3, MissingData::Missing), Some(AlarmState::Alarm));
//! ```

/// What an alarm says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlarmState {
    /// The figures are within the threshold.
    Ok,
    /// They are beyond it.
    Alarm,
    /// There is too little to tell.
    Insufficient,
}

impl AlarmState {
    /// The word of the provider.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AlarmState::Ok => "OK",
            AlarmState::Alarm => "ALARM",
            AlarmState::Insufficient => "INSUFFICIENT_DATA",
        }
    }
}

/// What is done about datapoints that did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingData {
    /// They count for nothing; with none at all there is too little data.
    Missing,
    /// The alarm stays as it is.
    Ignore,
    /// They count as beyond the threshold.
    Breaching,
    /// They count as within it.
    NotBreaching,
}

impl MissingData {
    /// The treatment by the provider's word; absent means `missing`.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "" | "missing" => Some(MissingData::Missing),
            "ignore" => Some(MissingData::Ignore),
            "breaching" => Some(MissingData::Breaching),
            "notBreaching" => Some(MissingData::NotBreaching),
            _ => None,
        }
    }
}

/// How many datapoints are retrieved beyond those that are evaluated.
///
/// In the guide's tables 5 are retrieved for 3.
pub const RANGE_BEYOND: usize = 2;

/// What an alarm of `to_alarm` out of `periods` says of these datapoints.
///
/// They are the evaluation range, the oldest first, and whether each breaches; `None` as a point is one that
/// is missing. No answer: the alarm stays as it is.
#[must_use]
pub fn evaluated(
    points: &[Option<bool>],
    to_alarm: usize,
    periods: usize,
    missing: MissingData,
) -> Option<AlarmState> {
    let real: Vec<bool> = points.iter().rev().filter_map(|point| *point).take(periods).collect();
    let breaching = real.iter().filter(|breaches| **breaches).count();
    let by_count = |count: usize| if count >= to_alarm { AlarmState::Alarm } else { AlarmState::Ok };
    if real.len() >= periods {
        return Some(by_count(breaching));
    }
    match missing {
        MissingData::Breaching => return Some(by_count(breaching + periods - real.len())),
        MissingData::NotBreaching => return Some(by_count(breaching)),
        MissingData::Missing | MissingData::Ignore => {}
    }
    if breaching >= to_alarm || breaching < real.len() {
        return Some(by_count(breaching));
    }
    // All that is known breaches, and it is too little. The guide: an alarm rings when the oldest breaching
    // point is at least as old as the datapoints to alarm, and all later ones are breaching or missing.
    let oldest = points.iter().position(Option::is_some).map_or(0, |at| points.len() - at);
    match missing {
        MissingData::Ignore => None,
        _ if oldest >= to_alarm && breaching > 0 => Some(AlarmState::Alarm),
        _ => Some(AlarmState::Insufficient),
    }
}

/// Whether a figure breaches, by the operator's word.
#[must_use]
pub fn breaches(operator: &str, figure: f64, threshold: f64) -> Option<bool> {
    match operator {
        "GreaterThanOrEqualToThreshold" => Some(figure >= threshold),
        "GreaterThanThreshold" => Some(figure > threshold),
        "LessThanThreshold" => Some(figure < threshold),
        "LessThanOrEqualToThreshold" => Some(figure <= threshold),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row of the guide: points, then the state for missing, ignore, breaching and not breaching.
    fn row(to_alarm: usize, points: &str, expected: [&str; 4]) {
        let points: Vec<Option<bool>> = points
            .split(' ')
            .map(|point| match point {
                "0" => Some(false),
                "X" => Some(true),
                _ => None,
            })
            .collect();
        let ways =
            [MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching];
        for (way, expected) in ways.into_iter().zip(expected) {
            let state = evaluated(&points, to_alarm, 3, way).map_or("retain", AlarmState::word);
            assert_eq!(state, expected, "{points:?} {to_alarm} of 3, {way:?}");
        }
    }

    /// Amazon CloudWatch User Guide, "How alarm state is evaluated when data is missing", first table: 3 of
    /// 3.
    #[test]
    fn three_of_three_follow_the_first_table_of_the_guide() {
        row(3, "0 - X - X", ["OK", "OK", "OK", "OK"]);
        row(3, "0 - - - -", ["OK", "OK", "OK", "OK"]);
        row(3, "- - - - -", ["INSUFFICIENT_DATA", "retain", "ALARM", "OK"]);
        row(3, "0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]);
        row(3, "- - X - -", ["ALARM", "retain", "ALARM", "OK"]);
    }

    /// The same page, second table: 2 of 3.
    #[test]
    fn two_of_three_follow_the_second_table_of_the_guide() {
        row(2, "0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]);
        row(2, "0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]);
        row(2, "0 - X - -", ["OK", "OK", "ALARM", "OK"]);
        row(2, "- - - - 0", ["OK", "OK", "ALARM", "OK"]);
        row(2, "- - - X -", ["ALARM", "retain", "ALARM", "OK"]);
    }

    /// Its edition of 2018 in the user guide, "Using Amazon CloudWatch Alarms": rows it had besides.
    #[test]
    fn rows_of_the_earlier_edition_hold_too() {
        row(3, "- - - - X", ["INSUFFICIENT_DATA", "retain", "ALARM", "OK"]);
        row(3, "X - - - -", ["ALARM", "retain", "ALARM", "OK"]);
        row(2, "- - - - X", ["INSUFFICIENT_DATA", "retain", "ALARM", "OK"]);
    }
}
