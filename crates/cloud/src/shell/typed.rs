//! What a command line gives, as what the model has.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value as Json;

use crate::{
    model::{Kind, Member, NESTING_MAX, Service, Shape},
    value::Value,
};

/// Converts JSON.
///
/// `loose` is that of a short form, where all leaves are text and one may stand for a list of one.
pub(super) fn json(
    service: &Service,
    of: &Member,
    json: &Json,
    path: &str,
    loose: bool,
) -> Result<Value, String> {
    let shape = service.shape(of);
    if path.matches(['.', '[']).count() > NESTING_MAX {
        return Err(format!("{path} is nested too deeply"));
    }
    Ok(match (shape.kind, json) {
        (Kind::Structure, Json::Object(members)) => {
            let each = members.iter().filter(|(_, json)| !json.is_null()).map(|(name, json)| {
                let member = shape.named(name).ok_or_else(|| unknown(shape, name, path))?;
                Ok((name.clone(), self::json(service, member, json, &below(path, name), loose)?))
            });
            let members = each.collect::<Result<std::collections::BTreeMap<_, _>, String>>()?;
            match shape.required.iter().find(|name| !members.contains_key(*name)) {
                Some(name) => return Err(format!("Missing required parameter in {path}: \"{name}\"")),
                None => Value::Map(members),
            }
        }
        (Kind::Map, Json::Object(entries)) => {
            let each = entries.iter().map(|(name, json)| {
                Ok((name.clone(), self::json(service, shape.value(), json, &below(path, name), loose)?))
            });
            Value::Map(each.collect::<Result<_, String>>()?)
        }
        (Kind::List, Json::Array(items)) => {
            let each = items.iter().enumerate();
            let each = each.map(|(at, json)| {
                self::json(service, shape.element(), json, &format!("{path}[{at}]"), loose)
            });
            Value::List(each.collect::<Result<_, _>>()?)
        }
        (Kind::List, json) if loose => {
            Value::List(vec![self::json(service, shape.element(), json, &format!("{path}[0]"), loose)?])
        }
        (_, Json::String(text)) if loose || matches!(shape.kind, Kind::Timestamp | Kind::Blob) => {
            word(shape, text).map_err(|why| format!("{why} for parameter {path}"))?
        }
        (Kind::String, Json::String(text)) => Value::Text(text.clone()),
        (Kind::Boolean, Json::Bool(yes)) => Value::Bool(*yes),
        (Kind::Integer | Kind::Long, Json::Number(number)) if number.is_i64() => {
            Value::Int(number.as_i64().unwrap_or_default())
        }
        (Kind::Float | Kind::Double, Json::Number(number)) => {
            Value::Float(number.as_f64().unwrap_or_default())
        }
        (Kind::Timestamp, Json::Number(number)) => Value::Text(number.to_string()),
        (kind, json) => {
            return Err(format!(
                "Invalid type for parameter {path}, value: {json}, valid types: {}",
                said(kind)
            ));
        }
    })
}

/// A scalar from one word.
pub(super) fn word(shape: &Shape, text: &str) -> Result<Value, String> {
    let invalid = |kind: &str| format!("invalid {kind} value: '{text}'");
    Ok(match shape.kind {
        Kind::Integer | Kind::Long => Value::Int(text.trim().parse().map_err(|_| invalid("int"))?),
        Kind::Float | Kind::Double => {
            let number: f64 = text.trim().parse().map_err(|_| invalid("float"))?;
            Value::Float(Some(number).filter(|number| number.is_finite()).ok_or_else(|| invalid("float"))?)
        }
        Kind::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return Err(invalid("boolean")),
        },
        Kind::Timestamp => match crate::time::read(text) {
            Some(at) => Value::Text(crate::time::written(at)),
            None => return Err(format!("Invalid timestamp \"{text}\"")),
        },
        Kind::Blob => Value::Text(STANDARD.encode(text)),
        _ => Value::Text(text.to_owned()),
    })
}

fn unknown(shape: &Shape, name: &str, path: &str) -> String {
    let known: Vec<&str> = shape.members.iter().map(|member| member.name.as_str()).collect();
    format!("Unknown parameter in {path}: \"{name}\", must be one of: {}", known.join(", "))
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// As the original calls them.
pub(super) fn said(kind: Kind) -> &'static str {
    match kind {
        Kind::Structure => "structure",
        Kind::List => "list",
        Kind::Map => "map",
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Long => "long",
        Kind::Float => "float",
        Kind::Double => "double",
        Kind::Boolean => "boolean",
        Kind::Timestamp => "timestamp",
        Kind::Blob => "blob",
    }
}
