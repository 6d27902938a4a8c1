//! What calls and answers are made of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value of a call or an answer, by the member names of the provider's models.
///
/// Members are `Map`s by the name in the model (`CidrBlock`), whatever a protocol calls them on the wire. A
/// member that was not sent is absent, never `Null`: no model has one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number, where the model has `double` or `float`.
    Float(f64),
    /// Text; also a time of a model (RFC 3339 in UTC) and bytes (base64), which the model tells apart.
    Text(String),
    /// Elements in their order.
    List(Vec<Value>),
    /// Members of a structure, or entries of a map.
    Map(BTreeMap<String, Value>),
}

impl Value {
    /// An empty structure.
    #[must_use]
    pub fn empty() -> Self {
        Value::Map(BTreeMap::new())
    }

    /// The member of that name, where this is a structure that has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Map(members) => members.get(name),
            _ => None,
        }
    }

    /// The text, where this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, where this is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The number, whole ones included.
    #[must_use]
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Value::Float(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "figures of calls stay far below 2^53")]
            Value::Int(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// Yes or no, where this is one of them.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(yes) => Some(*yes),
            _ => None,
        }
    }

    /// The elements, none where this is no list.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Float(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Value::Bool(yes)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

/// A structure from its members.
impl<const N: usize> From<[(&str, Value); N]> for Value {
    fn from(members: [(&str, Value); N]) -> Self {
        Value::Map(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}
