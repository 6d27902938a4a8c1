//! A civil day as people write it: `2025-03-31`, and never an instant.
//!
//! An instant is another day in another zone, so it is refused rather than cut off (RFC 3339, 5.6: a
//! `full-date` and nothing else).
//!
//! ```
//! use assay_kernel::{date, day};
//! assert_eq!(day::read("2025-03-31"), Ok(date(2025, 3, 31)));
//! let refused = day::read("2025-03-31T23:30:00-08:00").unwrap_err();
//! assert!(refused.to_string().ends_with("write the day only, such as 2025-03-31"));
//! ```

use std::fmt;

use jiff::civil::Date;
use serde::{Deserializer, de};

/// Characters of a text that are given back in a message.
const SHOWN_MAX: usize = 40;

/// A text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// A day with more behind it.
    #[error(
        "`{0}` is more than a day, and an instant is another day elsewhere: write the day only, such as {1}"
    )]
    More(String, Date),
    /// Nothing like a day.
    #[error("`{0}` is not a day; days are written like 2025-09-30")]
    None(String),
}

/// Reads a day.
///
/// # Errors
/// Anything else, instants above all.
pub fn read(text: &str) -> Result<Date, DayError> {
    let shown = || text.chars().take(SHOWN_MAX).collect();
    let plain = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        text.parse::<Date>().ok().filter(|_| digits && text.len() == "2025-09-30".len())
    };
    match (plain(text), text.get(..10).and_then(plain)) {
        (Some(day), _) => Ok(day),
        (None, Some(day)) => Err(DayError::More(shown(), day)),
        (None, None) => Err(DayError::None(shown())),
    }
}

/// Reads a day for `#[serde(deserialize_with = …)]`.
///
/// # Errors
/// It is no text, or no day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    deserializer.deserialize_str(DayVisitor)
}

/// Reads a day that may be null; for keys that may be missing, with `default`.
///
/// # Errors
/// It is no text, or no day.
pub fn deserialize_maybe<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    deserializer.deserialize_option(MaybeDay)
}

struct DayVisitor;

impl de::Visitor<'_> for DayVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day like 2025-09-30")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        read(text).map_err(E::custom)
    }
}

struct MaybeDay;

impl<'de> de::Visitor<'de> for MaybeDay {
    type Value = Option<Date>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        DayVisitor.expecting(f)
    }

    fn visit_none<E: de::Error>(self) -> Result<Option<Date>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Date>, D::Error> {
        deserialize(deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_or_less_than_a_day_is_refused() {
        for more in [
            "2025-03-31T23:30:00-08:00",
            "2025-03-31T23:30:00Z",
            "2025-03-31t00:00",
            "2025-03-31 09:00",
            "2025-03-31Z",
            "2025-03-31[Europe/Berlin]",
        ] {
            assert_eq!(read(more), Err(DayError::More(more.into(), Date::constant(2025, 3, 31))));
        }
        for none in [
            "",
            "2025-3-31",
            "20250331",
            "2025-02-29",
            "31.03.2025",
            "2025-W14-1",
            "-2025-03-31",
            "ä025-03-31",
        ] {
            assert!(matches!(read(none), Err(DayError::None(_))), "{none}");
        }
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Days {
        #[serde(deserialize_with = "deserialize")]
        from: Date,
        #[serde(default, deserialize_with = "deserialize_maybe")]
        to: Option<Date>,
    }

    #[test]
    fn a_day_in_json_is_read_as_one_on_its_own_is() {
        let days = |text: &str| serde_json::from_str::<Days>(text).map_err(|error| error.to_string());
        let from = Date::constant(2025, 3, 31);
        let to = Some(Date::constant(2026, 1, 2));
        assert_eq!(days(r#"{"from":"2025-03-31","to":"2026-01-02"}"#), Ok(Days { from, to }));
        for without in [r#"{"from":"2025-03-31"}"#, r#"{"from":"2025-03-31","to":null}"#] {
            assert_eq!(days(without), Ok(Days { from, to: None }), "{without}");
        }
        for (wrong, why) in [
            (r#"{"from":"2025-03-31T00:00:00Z"}"#, "is more than a day"),
            (r#"{"from":"2025-03-31","to":"soon"}"#, "`soon` is not a day"),
            (r#"{"from":20250331}"#, "expected a day like 2025-09-30"),
            (r#"{"from":"2025-03-31","to":7}"#, "expected a day like 2025-09-30"),
        ] {
            assert!(days(wrong).unwrap_err().contains(why), "{wrong}: {:?}", days(wrong));
        }
    }

    #[test]
    fn what_is_given_back_of_a_long_text_is_its_beginning() {
        let long = "x".repeat(100);
        assert_eq!(read(&long), Err(DayError::None("x".repeat(SHOWN_MAX))));
    }
}
