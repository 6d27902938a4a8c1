//! Single values, and the texts that they are in files.

use serde::{Deserialize, Serialize};

use super::shape::BaseType;

/// One single value with its base type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Scalar {
    /// A name inside the item.
    Identifier(String),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number; never NaN in a model that was read from a file.
    Float(f64),
    /// Text, as it was written: nothing is trimmed or folded.
    String(String),
    /// Pixels from the upper left corner: x, y.
    Point(f64, f64),
    /// Two identifiers, compared in either order by the engine.
    Pair(String, String),
    /// Source and target.
    DirectedPair(String, String),
    /// Seconds.
    Duration(f64),
    /// What stands for a file in a response: its name or its address.
    File(String),
    /// An address.
    Uri(String),
}

/// A text that is no value of its base type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {}", base.as_str())]
pub struct LexicalError {
    /// What was to be read.
    pub base: BaseType,
    /// What stood there.
    pub text: String,
}

impl Scalar {
    /// Of what base type it is.
    pub fn base(&self) -> BaseType {
        match self {
            Scalar::Identifier(_) => BaseType::Identifier,
            Scalar::Boolean(_) => BaseType::Boolean,
            Scalar::Integer(_) => BaseType::Integer,
            Scalar::Float(_) => BaseType::Float,
            Scalar::String(_) => BaseType::String,
            Scalar::Point(..) => BaseType::Point,
            Scalar::Pair(..) => BaseType::Pair,
            Scalar::DirectedPair(..) => BaseType::DirectedPair,
            Scalar::Duration(_) => BaseType::Duration,
            Scalar::File(_) => BaseType::File,
            Scalar::Uri(_) => BaseType::Uri,
        }
    }

    /// Reads QTI's lexical form.
    ///
    /// White space around a value means nothing except in a string (XML Schema, whiteSpace `collapse` against
    /// `preserve`).
    ///
    /// # Errors
    /// A text that is no value of this base type.
    pub fn parse(base: BaseType, text: &str) -> Result<Self, LexicalError> {
        let bare = text.trim();
        let two = || {
            let mut words = bare.split_whitespace();
            match (words.next(), words.next(), words.next()) {
                (Some(first), Some(second), None) => Some((first.to_owned(), second.to_owned())),
                _ => None,
            }
        };
        let read = match base {
            BaseType::Identifier => {
                let is_one = !bare.is_empty() && !bare.contains(char::is_whitespace);
                is_one.then(|| Scalar::Identifier(bare.to_owned()))
            }
            BaseType::Boolean => match bare {
                "true" | "1" => Some(Scalar::Boolean(true)),
                "false" | "0" => Some(Scalar::Boolean(false)),
                _ => None,
            },
            BaseType::Integer => bare.parse().ok().map(Scalar::Integer),
            BaseType::Float => number(bare).map(Scalar::Float),
            BaseType::String => Some(Scalar::String(text.to_owned())),
            BaseType::Point => two().and_then(|(x, y)| Some(Scalar::Point(number(&x)?, number(&y)?))),
            BaseType::Pair => two().map(|(one, other)| Scalar::Pair(one, other)),
            BaseType::DirectedPair => two().map(|(source, target)| Scalar::DirectedPair(source, target)),
            BaseType::Duration => duration(bare).map(Scalar::Duration),
            BaseType::File => Some(Scalar::File(bare.to_owned())),
            BaseType::Uri => Some(Scalar::Uri(bare.to_owned())),
        };
        read.ok_or_else(|| LexicalError { base, text: text.to_owned() })
    }

    /// What a text means that is no value of its base type.
    ///
    /// Files of the wild have `1.0` for a whole number, `True`, and pairs that are declared as identifiers.
    pub fn meant(base: BaseType, text: &str) -> Option<Self> {
        match base {
            BaseType::Integer => number(text.trim())
                .filter(|value| value.fract() == 0.0 && value.abs() < 1e15)
                .map(|value| Scalar::Integer(value as i64)),
            BaseType::Boolean => match text.trim().to_ascii_lowercase().as_str() {
                "true" => Some(Scalar::Boolean(true)),
                "false" => Some(Scalar::Boolean(false)),
                _ => None,
            },
            BaseType::Identifier => {
                let words: Vec<&str> = text.split_whitespace().collect();
                (words.len() > 1).then(|| Scalar::Identifier(words.join(" ")))
            }
            _ => None,
        }
    }

    /// QTI's lexical form, which [`Scalar::parse`] reads back.
    pub fn lexical(&self) -> String {
        match self {
            Scalar::Identifier(text) | Scalar::String(text) | Scalar::File(text) | Scalar::Uri(text) => {
                text.clone()
            }
            Scalar::Boolean(value) => value.to_string(),
            Scalar::Integer(value) => value.to_string(),
            Scalar::Float(value) | Scalar::Duration(value) => float_text(*value),
            Scalar::Point(x, y) => format!("{} {}", float_text(*x), float_text(*y)),
            Scalar::Pair(one, other) | Scalar::DirectedPair(one, other) => format!("{one} {other}"),
        }
    }

    /// The number in it, where it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Scalar::Integer(value) => Some(*value as f64),
            Scalar::Float(value) | Scalar::Duration(value) => Some(*value),
            _ => None,
        }
    }
}

/// `xs:double`, with `INF` and `-INF`; NaN is no number that a file may hold.
fn number(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        _ => {
            let is_plain = text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
            text.parse().ok().filter(|value: &f64| is_plain && value.is_finite())
        }
    }
}

/// The shortest text that reads back as the same number.
fn float_text(value: f64) -> String {
    match value {
        f64::INFINITY => "INF".to_owned(),
        f64::NEG_INFINITY => "-INF".to_owned(),
        _ => value.to_string(),
    }
}

/// Seconds, as a number or as an ISO 8601 duration of days and smaller (`PT1H30M`).
///
/// QTI's own lexical form of a duration is a number of seconds; files in the wild carry both.
fn duration(text: &str) -> Option<f64> {
    let Some(rest) = text.strip_prefix('P') else { return number(text) };
    let (mut seconds, mut digits, mut is_time, mut parts) = (0.0, String::new(), false, 0);
    for letter in rest.chars() {
        match letter {
            'T' if !is_time && digits.is_empty() => is_time = true,
            '0'..='9' | '.' => digits.push(letter),
            _ => {
                let factor = match (letter, is_time) {
                    ('D', false) => 86_400.0,
                    ('H', true) => 3_600.0,
                    ('M', true) => 60.0,
                    ('S', true) => 1.0,
                    _ => return None,
                };
                seconds += number(&std::mem::take(&mut digits))? * factor;
                parts += 1;
            }
        }
    }
    (digits.is_empty() && parts > 0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lexical_form_reads_back() {
        let cases = [
            (BaseType::Identifier, " A ", "A"),
            (BaseType::Boolean, "1", "true"),
            (BaseType::Integer, " -7", "-7"),
            (BaseType::Float, "1e3", "1000"),
            (BaseType::Float, "INF", "INF"),
            (BaseType::String, " kept ", " kept "),
            (BaseType::Point, "10  20.5", "10 20.5"),
            (BaseType::Pair, "A\n B", "A B"),
            (BaseType::DirectedPair, "A B", "A B"),
            (BaseType::Duration, "PT1H30M", "5400"),
            (BaseType::Duration, "12.5", "12.5"),
        ];
        for (base, text, written) in cases {
            let value = Scalar::parse(base, text).unwrap();
            assert_eq!(value.lexical(), written, "{text}");
            assert_eq!(Scalar::parse(base, written).unwrap(), value, "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        let wrong = [
            (BaseType::Identifier, "A B"),
            (BaseType::Identifier, " "),
            (BaseType::Boolean, "yes"),
            (BaseType::Integer, "1.5"),
            (BaseType::Float, "NaN"),
            (BaseType::Float, "inf"),
            (BaseType::Point, "1"),
            (BaseType::Pair, "A B C"),
            (BaseType::Duration, "PT"),
            (BaseType::Duration, "P1M"),
            (BaseType::Duration, "PT1H3"),
        ];
        for (base, text) in wrong {
            let error = Scalar::parse(base, text).unwrap_err();
            assert_eq!(error.to_string(), format!("`{text}` is no {}", base.as_str()));
        }
    }
}
