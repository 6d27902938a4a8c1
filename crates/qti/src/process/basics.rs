//! Single values: sameness, truth.

use crate::value::{Scalar, Value};

/// Whether two single values are the same.
///
/// Pairs have no order, directed pairs do (2.2). Numbers are compared as numbers, and texts as they are
/// written, whatever their base types: files in the wild mix identifiers and strings.
pub(super) fn is_same(one: &Scalar, other: &Scalar) -> bool {
    match (one, other) {
        (Scalar::Pair(a, b), Scalar::Pair(c, d)) => (a == c && b == d) || (a == d && b == c),
        (Scalar::Integer(a), Scalar::Integer(b)) => a == b,
        (Scalar::Integer(_) | Scalar::Float(_), Scalar::Integer(_) | Scalar::Float(_)) => {
            one.number() == other.number()
        }
        _ => match (text_of(one), text_of(other)) {
            (Some(one), Some(other)) => one == other,
            _ => one == other,
        },
    }
}

/// The text of what is one.
pub(super) fn text_of(scalar: &Scalar) -> Option<&str> {
    match scalar {
        Scalar::Identifier(text) | Scalar::String(text) | Scalar::Uri(text) | Scalar::File(text) => {
            Some(text)
        }
        _ => None,
    }
}

/// The only value: a container of one stands for it where one value is wanted.
pub(super) fn only(value: &Value) -> Option<&Scalar> {
    match value.scalars() {
        [scalar] => Some(scalar),
        _ => None,
    }
}

/// The truth of a value; `None` for NULL.
///
/// Conditions are boolean in the standard. Elsewhere a number is true unless it is 0, and what is there at
/// all is true: files in the wild rely on it.
pub fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Null => None,
        Value::Single(Scalar::Boolean(truth)) => Some(*truth),
        Value::Single(scalar) => Some(scalar.number() != Some(0.0)),
        _ => Some(true),
    }
}
