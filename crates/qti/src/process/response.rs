//! Responses from outside: texts in QTI's lexical form, by their declarations.

use std::collections::BTreeMap;

use crate::declaration::Variable;
use crate::value::{BaseType, Cardinality, Scalar, Value};

/// What a candidate gave for one variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum GivenResponse {
    /// Nothing.
    #[default]
    Nothing,
    /// Values in QTI's lexical form.
    Texts(Vec<String>),
    /// Fields of a record.
    Fields(BTreeMap<String, RecordField>),
}

/// A field of a record as it comes.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordField {
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// A truth.
    Boolean(bool),
    /// A text; of a field that the standard names, in its lexical form.
    Text(String),
}

/// A response that its variable cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitResponse {
    /// The item asks for no such response.
    #[error("the item has no response variable `{0}`")]
    Unknown(String),
    /// More than one value for a single one.
    #[error("`{0}` holds one value and got {1}")]
    TooMany(String, usize),
}

/// The value of what was given.
///
/// An empty text is no value (5.9, is-null). A text that is no value of the base type is no value either:
/// what a candidate typed must never stop scoring.
///
/// # Errors
/// More than one value for a single variable.
pub fn value_of(variable: &Variable, given: &GivenResponse) -> Result<Value, UnfitResponse> {
    let texts = match given {
        GivenResponse::Nothing => return Ok(Value::Null),
        GivenResponse::Fields(fields) if variable.cardinality == Cardinality::Record => {
            return Ok(record(fields));
        }
        GivenResponse::Fields(_) => return Ok(Value::Null),
        GivenResponse::Texts(texts) => texts,
    };
    let present: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    match variable.cardinality {
        Cardinality::Single if present.len() > 1 => {
            Err(UnfitResponse::TooMany(variable.identifier.clone(), present.len()))
        }
        Cardinality::Record => Ok(present.first().map_or(Value::Null, |text| number_record(text))),
        cardinality => {
            let base = variable.base.unwrap_or(BaseType::String);
            let parsed = present
                .iter()
                .filter_map(|text| Scalar::parse(base, text).ok().or_else(|| Scalar::meant(base, text)));
            Ok(Value::of(cardinality, parsed.collect()))
        }
    }
}

/// The fields that the standard names for a number that was typed (text-entry-interaction, 2.10).
fn base_of_field(name: &str) -> BaseType {
    match name {
        "floatValue" => BaseType::Float,
        "integerValue" | "leftDigits" | "rightDigits" | "ndp" | "nsf" | "exponent" => BaseType::Integer,
        _ => BaseType::String,
    }
}

fn record(fields: &BTreeMap<String, RecordField>) -> Value {
    let scalar = |name: &str, field: &RecordField| match field {
        RecordField::Integer(number) if base_of_field(name) == BaseType::Float => {
            Some(Scalar::Float(*number as f64))
        }
        RecordField::Integer(number) => Some(Scalar::Integer(*number)),
        RecordField::Float(number) => Some(Scalar::Float(*number)),
        RecordField::Boolean(truth) => Some(Scalar::Boolean(*truth)),
        RecordField::Text(text) if text.is_empty() => None,
        RecordField::Text(text) => Scalar::parse(base_of_field(name), text).ok(),
    };
    Value::record(fields.iter().map(|(name, field)| (name.clone(), scalar(name, field))).collect())
}

/// A number as it was typed, in the fields that the standard names.
fn number_record(text: &str) -> Value {
    let mut fields = BTreeMap::from([("stringValue".to_owned(), Some(Scalar::String(text.to_owned())))]);
    if let Ok(Scalar::Float(number)) = Scalar::parse(BaseType::Float, text) {
        let bare = text.trim().trim_start_matches(['+', '-']);
        let (mantissa, exponent) = bare.split_once(['e', 'E']).map_or((bare, None), |(m, e)| (m, Some(e)));
        let (left, right) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let figures = format!("{left}{right}");
        let significant = figures.trim_start_matches('0').len();
        let mut count = |name: &str, count: usize| {
            let count = i64::try_from(count).ok().map(Scalar::Integer);
            fields.insert(name.to_owned(), count);
        };
        count("leftDigits", left.len());
        count("rightDigits", right.len());
        count("ndp", right.len());
        count("nsf", significant);
        let exponent = exponent.and_then(|exponent| Scalar::parse(BaseType::Integer, exponent).ok());
        fields.insert("exponent".to_owned(), exponent);
        let whole = Scalar::parse(BaseType::Integer, text).ok();
        fields.insert("integerValue".to_owned(), whole);
        fields.insert("floatValue".to_owned(), Some(Scalar::Float(number)));
    }
    Value::record(fields)
}
