//! What commands print and `--query` looks at.
//!
//! Answers have their members in the model's order here.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

use crate::{
    model::{Kind, Member, Operation, Service},
    time,
    value::Value,
};

/// A tree as the command line prints it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Data>),
    Map(Vec<(String, Data)>),
}

impl Data {
    /// The answer of an operation.
    pub(crate) fn answer(operation: Operation, output: &Value) -> Self {
        match &operation.model.output {
            Some(of) => told(operation.service, of, output),
            None => Data::Map(Vec::new()),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Data> {
        match self {
            Data::Map(members) => members.iter().find(|(known, _)| known == name).map(|(_, data)| data),
            _ => None,
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "figures of calls stay far below 2^53")]
            Data::Int(number) => Some(*number as f64),
            Data::Float(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn is_scalar(&self) -> bool {
        !matches!(self, Data::List(_) | Data::Map(_))
    }

    /// How much there is of it, for budgets.
    pub(crate) fn size(&self) -> usize {
        match self {
            Data::List(items) => 1 + items.iter().map(Data::size).sum::<usize>(),
            Data::Map(members) => 1 + members.iter().map(|(_, data)| data.size()).sum::<usize>(),
            Data::Text(text) => 1 + text.len() / 16,
            _ => 1,
        }
    }

    /// On one line, as `to_string` of a query has it.
    pub(crate) fn compact(&self) -> String {
        match self {
            Data::Null => "null".to_owned(),
            Data::Bool(yes) => yes.to_string(),
            Data::Int(number) => number.to_string(),
            Data::Float(number) => format!("{number:?}"),
            Data::Text(text) => quoted(text),
            Data::List(items) => {
                let items: Vec<String> = items.iter().map(Data::compact).collect();
                format!("[{}]", items.join(","))
            }
            Data::Map(members) => {
                let members =
                    members.iter().map(|(name, data)| format!("{}:{}", quoted(name), data.compact()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// Text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl From<&serde_json::Value> for Data {
    fn from(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Data::Null,
            serde_json::Value::Bool(yes) => Data::Bool(*yes),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(whole) => Data::Int(whole),
                None => Data::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Data::Text(text.clone()),
            serde_json::Value::Array(items) => Data::List(items.iter().map(Data::from).collect()),
            serde_json::Value::Object(members) => {
                Data::Map(members.iter().map(|(name, json)| (name.clone(), Data::from(json))).collect())
            }
        }
    }
}

/// JSON with its members in their order, which `serde_json::Value` does not keep.
impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Data;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Data, E> {
        Ok(Data::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Data, E> {
        Ok(Data::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Data, E> {
        #[expect(clippy::cast_precision_loss, reason = "as JSON has such numbers elsewhere")]
        Ok(i64::try_from(number).map_or(Data::Float(number as f64), Data::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Data, E> {
        Ok(Data::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(Data::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Data, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Data::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Data, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = from.next_entry()? {
            members.push(member);
        }
        Ok(Data::Map(members))
    }
}

fn told(service: &Service, of: &Member, value: &Value) -> Data {
    let shape = service.shape(of);
    match value {
        Value::Map(members) if shape.kind == Kind::Structure => {
            let known = shape.members.iter().filter_map(|member| {
                Some((member.name.clone(), told(service, member, members.get(&member.name)?)))
            });
            let mut told: Vec<(String, Data)> = known.collect();
            // What the pages of a list leave behind is in no model.
            told.extend(
                members.get("NextToken").filter(|_| shape.named("NextToken").is_none()).map(plain_token),
            );
            Data::Map(told)
        }
        Value::Map(entries) => entries_of(service, shape.value(), entries),
        Value::List(items) => {
            Data::List(items.iter().map(|item| told(service, shape.element(), item)).collect())
        }
        Value::Bool(yes) => Data::Bool(*yes),
        Value::Int(number) => Data::Int(*number),
        Value::Float(number) => Data::Float(*number),
        Value::Text(text) if shape.kind == Kind::Timestamp => {
            let written = time::read(text).map_or_else(|| text.clone(), time::written);
            Data::Text(written.replace('Z', "+00:00"))
        }
        // The client opens the policies that IAM keeps as text.
        Value::Text(text) if of.shape == "policyDocumentType" => {
            serde_json::from_str(text).unwrap_or_else(|_| Data::Text(text.clone()))
        }
        Value::Text(text) => Data::Text(text.clone()),
    }
}

fn plain_token(token: &Value) -> (String, Data) {
    ("NextToken".to_owned(), Data::Text(token.as_text().unwrap_or_default().to_owned()))
}

fn entries_of(service: &Service, of: &Member, entries: &BTreeMap<String, Value>) -> Data {
    Data::Map(entries.iter().map(|(key, value)| (key.clone(), told(service, of, value))).collect())
}

/// A leaf as the original's language writes it.
pub(super) fn leaf(data: &Data) -> String {
    match data {
        Data::Null => "None".to_owned(),
        Data::Bool(true) => "True".to_owned(),
        Data::Bool(false) => "False".to_owned(),
        Data::Text(text) => text.clone(),
        other => other.compact(),
    }
}

/// The names of all leaves in a list of structures, sorted: its columns.
pub(super) fn scalar_names(items: &[Data]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for item in items {
        if let Data::Map(members) = item {
            names.extend(members.iter().filter(|(_, data)| data.is_scalar()).map(|(name, _)| name.as_str()));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Whole numbers and others are one kind.
pub(crate) fn equal(left: &Data, right: &Data) -> bool {
    match (left, right) {
        (Data::Int(left), Data::Int(right)) => left == right,
        (Data::List(left), Data::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Data::Map(left), Data::Map(of)) => {
            left.len() == of.len()
                && left.iter().all(|(name, data)| right.get(name).is_some_and(|other| equal(data, other)))
        }
        _ => match (left.number(), right.number()) {
            (Some(left), Some(right)) => left.total_cmp(&right).is_eq(),
            _ => left == right,
        },
    }
}
