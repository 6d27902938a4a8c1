//! Times: RFC 3339 in UTC inside, and as each protocol writes them.

use jiff::{Timestamp, civil, tz::TimeZone};

/// A time in any form that a client may send: RFC 3339, without an offset (then UTC), a day, or seconds.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| civil_utc(text.parse::<civil::DateTime>().ok()?))
        .or_else(|| civil_utc(text.parse::<civil::Date>().ok()?.to_datetime(civil::Time::midnight())))
        .or_else(|| of_seconds(text.parse().ok()?))
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp()))
}

fn civil_utc(at: civil::DateTime) -> Option<Timestamp> {
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The form inside: `2026-11-28T10:00:00Z`.
pub(crate) fn written(at: Timestamp) -> String {
    at.to_string()
}

/// From seconds since 1970, whole or not.
pub(crate) fn of_seconds(seconds: f64) -> Option<Timestamp> {
    /// The year 9999, where the calendar ends.
    const SECONDS_MAX: f64 = 253_402_207_200.0;
    if !seconds.is_finite() || seconds.abs() > SECONDS_MAX {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the year 9999, in milliseconds")]
    Timestamp::from_millisecond((seconds * 1000.0).round() as i64).ok()
}

/// Seconds since 1970.
pub(crate) fn seconds(at: Timestamp) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of the calendar stay below 2^53")]
    let seconds = at.as_millisecond() as f64 / 1000.0;
    seconds
}

/// As headers of HTTP write it (RFC 9110, section 5.6.7).
pub(crate) fn http(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// As a signature's date (`20261128T100000Z`).
pub(crate) fn basic(text: &str) -> Option<Timestamp> {
    civil_utc(civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?)
}
