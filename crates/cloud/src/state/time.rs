//! The lab's time: milliseconds, told from outside, and its text.

/// A second of the lab.
pub const SECOND: i64 = 1_000;
/// A minute of the lab: how often alarms are evaluated.
pub const MINUTE: i64 = 60 * SECOND;
/// A day of the lab.
pub const DAY: i64 = 24 * 60 * MINUTE;

/// The text of an instant, RFC 3339 in UTC with milliseconds.
#[must_use]
pub fn text(at: i64) -> String {
    let Ok(stamp) = jiff::Timestamp::from_millisecond(at) else { return "1970-01-01T00:00:00.000Z".into() };
    format!("{stamp:.3}")
}

/// The instant of a text.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_instant_comes_back_from_its_text() {
        assert_eq!(super::text(1_764_547_200_000), "2025-12-01T00:00:00.000Z");
        assert_eq!(super::parse(&super::text(1_764_547_200_123)), Some(1_764_547_200_123));
        assert_eq!(super::parse("yesterday"), None);
    }
}
