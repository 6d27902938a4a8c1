//! A text in a statement.

use serde::Serialize;

/// A text in English, under its tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Worded {
    /// The text.
    pub en: String,
}

impl Worded {
    /// In English.
    pub fn english(text: &str) -> Worded {
        Worded { en: text.to_owned() }
    }
}
