//! Calendar durations as certification rules write them: `P3Y`, `P90D`, `none`.

use std::fmt;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A calendar duration.
///
/// Month arithmetic clamps: 29 February 2024 + 3 years is 28 February 2027.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Period {
    months: i32,
    days: i32,
}

/// A text that is no period.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("'{0}' is not a period; write it like P3Y, P18M, P2W or P90D")]
pub struct PeriodError(String);

/// How long something is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Validity {
    /// For a calendar duration.
    For(Period),
    /// Without end.
    Unlimited,
}

/// No period in a rule is longer than this many years: longer ones are typing errors.
const YEARS_MAX: i32 = 100;

impl Period {
    /// A period of whole days.
    pub fn days(days: i32) -> Self {
        Period { months: 0, days }
    }

    /// A period of whole months.
    pub fn months(months: i32) -> Self {
        Period { months, days: 0 }
    }

    /// Reads ISO 8601 durations of years, months, weeks and days.
    ///
    /// # Errors
    /// Anything else, a period of nothing, or one of more than 100 years.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let fail = || PeriodError(text.chars().take(40).collect());
        let mut rest = text.strip_prefix('P').ok_or_else(fail)?;
        let (mut months, mut days, mut last) = (0_i32, 0_i32, 0_u8);
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(fail)?;
            let number: i32 = rest.get(..end).and_then(|n| n.parse().ok()).ok_or_else(fail)?;
            let unit = rest.as_bytes().get(end).copied().ok_or_else(fail)?;
            let (order, month_factor, day_factor) = match unit {
                b'Y' => (1, 12, 0),
                b'M' => (2, 1, 0),
                b'W' => (3, 0, 7),
                b'D' => (4, 0, 1),
                _ => return Err(fail()),
            };
            if order <= last || number > 40_000 {
                return Err(fail());
            }
            last = order;
            months += number * month_factor;
            days += number * day_factor;
            rest = rest.get(end + 1..).unwrap_or("");
        }
        if (months, days) == (0, 0) && text != "P0D" || months > YEARS_MAX * 12 || days > YEARS_MAX * 366 {
            return Err(fail());
        }
        Ok(Period { months, days })
    }

    /// The day this long after `start`; the last day of the calendar if there is none.
    pub fn after(self, start: Date) -> Date {
        // A span of nothing is skipped: standings of a million people add periods all the time.
        let start = if self.months == 0 { start } else { start.saturating_add(self.months.months()) };
        if self.days == 0 { start } else { start.saturating_add(self.days.days()) }
    }

    /// The day this long before `end`; the first day of the calendar if there is none.
    pub fn before(self, end: Date) -> Date {
        let end = if self.months == 0 { end } else { end.saturating_sub(self.months.months()) };
        if self.days == 0 { end } else { end.saturating_sub(self.days.days()) }
    }

    /// The period in words: `3 years`, `90 days`.
    pub fn words(self) -> String {
        let plural = |n: i32, unit: &str| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
        let mut parts = Vec::new();
        if self.months != 0 && self.months % 12 == 0 {
            parts.push(plural(self.months / 12, "year"));
        } else if self.months != 0 {
            parts.push(plural(self.months, "month"));
        }
        if self.days != 0 || parts.is_empty() {
            parts.push(plural(self.days, "day"));
        }
        parts.join(" and ")
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        if self.months != 0 && self.months % 12 == 0 {
            write!(f, "{}Y", self.months / 12)?;
        } else if self.months != 0 {
            write!(f, "{}M", self.months)?;
        }
        if self.days != 0 || self.months == 0 {
            write!(f, "{}D", self.days)?;
        }
        Ok(())
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Period::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Validity {
    /// Reads a period or `none`.
    ///
    /// # Errors
    /// The text is neither.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        if text == "none" { Ok(Validity::Unlimited) } else { Period::parse(text).map(Validity::For) }
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Validity::For(period) => period.fmt(f),
            Validity::Unlimited => f.write_str("none"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn month_arithmetic_clamps_at_the_end_of_the_month() {
        let three_years = Period::parse("P3Y").unwrap();
        assert_eq!(three_years.after(date(2024, 2, 29)), date(2027, 2, 28));
        assert_eq!(Period::parse("P1M").unwrap().after(date(2025, 1, 31)), date(2025, 2, 28));
        assert_eq!(Period::parse("P6M").unwrap().before(date(2026, 8, 31)), date(2026, 2, 28));
    }

    #[test]
    fn periods_print_as_they_are_read() {
        for text in ["P3Y", "P18M", "P90D", "P1Y"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "P", "3Y", "P3", "P-1D", "PT5M", "P1D2Y", "P101Y", "P0Y"] {
            assert!(Period::parse(text).is_err(), "{text}");
        }
        assert_eq!(Period::parse("P3Y").unwrap().words(), "3 years");
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "P?[0-9YMWD]{0,12}") {
            if let Ok(period) = Period::parse(&text) {
                proptest::prop_assert_eq!(Period::parse(&period.to_string()), Ok(period));
            }
        }
    }
}
