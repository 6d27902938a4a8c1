//! Values: what a variable may hold (QTI 3.0 information model, 2.11 and 5.2).

mod scalar;
mod shape;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

pub use scalar::{LexicalError, Scalar};
pub use shape::{BaseType, Cardinality};

/// What a variable holds.
///
/// An empty container is NULL (QTI 3.0, 2.11.1), so that no list in here is empty; [`Value::multiple`] and
/// its kin see to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// One value.
    Single(Scalar),
    /// A bag, in the order in which it came.
    Multiple(Vec<Scalar>),
    /// A list.
    Ordered(Vec<Scalar>),
    /// Named fields; a field may be NULL.
    Record(BTreeMap<String, Option<Scalar>>),
}

impl Value {
    /// A bag; NULL where it is empty.
    pub fn multiple(values: Vec<Scalar>) -> Self {
        if values.is_empty() { Value::Null } else { Value::Multiple(values) }
    }

    /// A list; NULL where it is empty.
    pub fn ordered(values: Vec<Scalar>) -> Self {
        if values.is_empty() { Value::Null } else { Value::Ordered(values) }
    }

    /// A record; NULL where it has no field.
    pub fn record(fields: BTreeMap<String, Option<Scalar>>) -> Self {
        if fields.is_empty() { Value::Null } else { Value::Record(fields) }
    }

    /// Values of one base type in a container; of a single one the first counts.
    pub fn of(cardinality: Cardinality, values: Vec<Scalar>) -> Self {
        match cardinality {
            Cardinality::Single => values.into_iter().next().map_or(Value::Null, Value::Single),
            Cardinality::Multiple => Value::multiple(values),
            Cardinality::Ordered => Value::ordered(values),
            Cardinality::Record => Value::Null,
        }
    }

    /// A truth.
    pub fn boolean(value: bool) -> Self {
        Value::Single(Scalar::Boolean(value))
    }

    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Value::Single(Scalar::Integer(value))
    }

    /// A number; NULL for what is none (5.2: an expression without a result is NULL).
    pub fn float(value: f64) -> Self {
        if value.is_nan() { Value::Null } else { Value::Single(Scalar::Float(value)) }
    }

    /// Whether it holds nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Its container; `None` for NULL, which fits every container.
    pub fn cardinality(&self) -> Option<Cardinality> {
        match self {
            Value::Null => None,
            Value::Single(_) => Some(Cardinality::Single),
            Value::Multiple(_) => Some(Cardinality::Multiple),
            Value::Ordered(_) => Some(Cardinality::Ordered),
            Value::Record(_) => Some(Cardinality::Record),
        }
    }

    /// The single values in it, in order; none of NULL and of a record.
    pub fn scalars(&self) -> &[Scalar] {
        match self {
            Value::Single(value) => std::slice::from_ref(value),
            Value::Multiple(values) | Value::Ordered(values) => values,
            Value::Null | Value::Record(_) => &[],
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Null => f.write_str("NULL"),
            Value::Single(value) => f.write_str(&value.lexical()),
            Value::Multiple(_) | Value::Ordered(_) => {
                let texts: Vec<_> = self.scalars().iter().map(Scalar::lexical).collect();
                write!(f, "[{}]", texts.join(", "))
            }
            Value::Record(fields) => {
                let mut text = String::new();
                for (name, value) in fields {
                    let value = value.as_ref().map_or_else(|| "NULL".to_owned(), Scalar::lexical);
                    let _ = write!(text, "{}{name}: {value}", if text.is_empty() { "" } else { ", " });
                }
                write!(f, "{{{text}}}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_container_is_null() {
        assert!(Value::multiple(vec![]).is_null() && Value::ordered(vec![]).is_null());
        assert!(Value::record(BTreeMap::new()).is_null() && Value::float(f64::NAN).is_null());
    }
}
