//! Values of one table: texts, numbers, dates, periods, words.

use jiff::civil::Date;
use toml::de::DeValue;

use super::Reader;
use crate::{
    Period, Validity,
    day::{self, DayError},
};

impl<'a> Reader<'a> {
    fn typed<T>(
        &self,
        key: &str,
        expected: &str,
        convert: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(key)?;
        let converted = convert(value.get_ref());
        if converted.is_none() {
            self.wrong_type(key, value, expected);
        }
        converted
    }

    fn parsed<T, E: std::fmt::Display>(
        &self,
        key: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.maybe_text(key)?;
        read(&text).map_err(|error| self.bad(key, error.to_string(), "")).ok()
    }

    /// A text that may be missing.
    pub fn maybe_text(&self, key: &str) -> Option<String> {
        self.typed(key, "a text in quotes", |value| value.as_str().map(str::to_owned))
    }

    /// A text; empty where it is missing or wrong.
    pub fn text(&self, key: &str) -> String {
        self.required(key, self.maybe_text(key)).unwrap_or_default()
    }

    /// A whole number that may be missing.
    pub fn maybe_integer(&self, key: &str) -> Option<i64> {
        self.typed(key, "a whole number", |value| {
            let number = value.as_integer()?;
            i64::from_str_radix(number.as_str(), number.radix()).ok()
        })
    }

    /// A whole number; 0 where it is missing or wrong.
    pub fn integer(&self, key: &str) -> i64 {
        self.required(key, self.maybe_integer(key)).unwrap_or_default()
    }

    /// A whole number within a range; its start where it is missing or wrong.
    pub fn integer_in(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> i64 {
        let number = self.integer_kept(key, range.clone());
        number.filter(|number| range.contains(number)).unwrap_or(*range.start())
    }

    /// A whole number as it is written, reported where it is missing or out of range.
    ///
    /// For what decides about people: a range that is narrowed later must not change what was applied.
    pub fn integer_kept(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let number = self.required(key, self.maybe_integer(key))?;
        if !range.contains(&number) {
            let message = format!("`{key}` is {number}; it must be {} to {}", range.start(), range.end());
            self.bad(key, message, "");
        }
        Some(number)
    }

    /// A number with or without decimals.
    pub fn maybe_number(&self, key: &str) -> Option<f64> {
        self.typed(key, "a number", |value| match value {
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            DeValue::Integer(integer) => integer.as_str().replace('_', "").parse().ok(),
            _ => None,
        })
    }

    /// A number; 0 where it is missing or wrong.
    pub fn number(&self, key: &str) -> f64 {
        self.required(key, self.maybe_number(key)).unwrap_or_default()
    }

    /// True or false; the default where it is missing.
    pub fn flag(&self, key: &str, default: bool) -> bool {
        self.typed(key, "true or false", DeValue::as_bool).unwrap_or(default)
    }

    /// A civil date that may be missing.
    ///
    /// A date-time is another day in another zone, so it is none.
    pub fn maybe_date(&self, key: &str) -> Option<Date> {
        let read = |value: &DeValue<'_>| {
            let text = match value {
                DeValue::Datetime(datetime) => datetime.to_string(),
                DeValue::String(text) => text.to_string(),
                _ => return None,
            };
            let read = day::read(&text);
            (!matches!(read, Err(DayError::None(_)))).then_some(read)
        };
        let read = self.typed(key, "a date like 2025-09-30", read)?;
        read.map_err(|error| self.bad(key, error.to_string(), "")).ok()
    }

    /// A civil date that must be present.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.required(key, self.maybe_date(key))
    }

    /// A period such as `P90D` that may be missing.
    pub fn maybe_period(&self, key: &str) -> Option<Period> {
        self.parsed(key, Period::parse)
    }

    /// A period or `none` that may be missing.
    pub fn maybe_validity(&self, key: &str) -> Option<Validity> {
        self.parsed(key, Validity::parse)
    }

    /// A list of texts; empty where it is missing.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.typed(key, "a list of texts", |value| {
            let list = value.as_array()?;
            list.iter().map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect()
        })
        .unwrap_or_default()
    }

    /// One of a few words, that may be missing; a wrong word gets the list as its hint.
    pub fn maybe_choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.maybe_text(key)?;
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.bad(
                key,
                format!("`{text}` is not a value of `{key}`"),
                format!("write {}", words.join(" or ")),
            );
        }
        found
    }

    /// One of a few words that must be present.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        self.required(key, self.maybe_choice(key, choices))
    }
}
