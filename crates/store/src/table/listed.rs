//! What every list has in common: which page of it, which span of time, and texts that are looked for.

use crate::{column::Ms, unit::SqlValue};

/// A page of a list: so many rows after so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// How many.
    pub limit: i64,
    /// After how many.
    pub offset: i64,
}

/// From an instant and before another; none asks nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// From this instant.
    pub from: Option<Ms>,
    /// Before this instant.
    pub before: Option<Ms>,
}

impl Between {
    pub(crate) fn values(self) -> (SqlValue, SqlValue) {
        let from = self.from.map_or(i64::MIN.into(), SqlValue::from);
        (from, self.before.map_or(i64::MAX.into(), SqlValue::from))
    }
}

/// A text as a pattern that finds what contains it; nothing for nothing. `_` stays: as a pattern it is any
/// one letter, so itself as well.
pub(crate) fn containing(key: &str) -> SqlValue {
    let plain: String = key.chars().filter(|c| !matches!(c, '%' | '\\' | '\0')).collect();
    if plain.is_empty() { "".into() } else { format!("%{plain}%").into() }
}
