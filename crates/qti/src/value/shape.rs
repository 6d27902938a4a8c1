//! Of what kind single values are, and how many of them a variable holds.

use serde::{Deserialize, Serialize};

/// Of what kind a single value is (`base-type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BaseType {
    /// A name inside the item.
    Identifier,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number in double precision.
    Float,
    /// Text.
    String,
    /// A place on a picture, in pixels from its upper left corner.
    Point,
    /// Two identifiers without an order.
    Pair,
    /// Two identifiers: source and target.
    DirectedPair,
    /// A time in seconds.
    Duration,
    /// A file.
    File,
    /// An address.
    Uri,
}

impl BaseType {
    /// The word in files, the same in every version.
    pub fn as_str(self) -> &'static str {
        match self {
            BaseType::Identifier => "identifier",
            BaseType::Boolean => "boolean",
            BaseType::Integer => "integer",
            BaseType::Float => "float",
            BaseType::String => "string",
            BaseType::Point => "point",
            BaseType::Pair => "pair",
            BaseType::DirectedPair => "directedPair",
            BaseType::Duration => "duration",
            BaseType::File => "file",
            BaseType::Uri => "uri",
        }
    }

    /// The base type of that name; `intOrIdentifier` of 2.x is an identifier.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "identifier" | "intOrIdentifier" => BaseType::Identifier,
            "boolean" => BaseType::Boolean,
            "integer" => BaseType::Integer,
            "float" => BaseType::Float,
            "string" => BaseType::String,
            "point" => BaseType::Point,
            "pair" => BaseType::Pair,
            "directedPair" => BaseType::DirectedPair,
            "duration" => BaseType::Duration,
            "file" => BaseType::File,
            "uri" => BaseType::Uri,
            _ => return None,
        })
    }

    /// Whether sums and comparisons take it.
    pub fn is_numeric(self) -> bool {
        matches!(self, BaseType::Integer | BaseType::Float)
    }
}

/// How many single values a variable holds (`cardinality`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cardinality {
    /// One or none.
    Single,
    /// A bag: order means nothing, repetition does.
    Multiple,
    /// A list.
    Ordered,
    /// Named fields of any base type.
    Record,
}

impl Cardinality {
    /// The word in files, the same in every version.
    pub fn as_str(self) -> &'static str {
        match self {
            Cardinality::Single => "single",
            Cardinality::Multiple => "multiple",
            Cardinality::Ordered => "ordered",
            Cardinality::Record => "record",
        }
    }

    /// The cardinality of that name.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "single" => Cardinality::Single,
            "multiple" => Cardinality::Multiple,
            "ordered" => Cardinality::Ordered,
            "record" => Cardinality::Record,
            _ => return None,
        })
    }
}
