//! What JSON and CBOR have in common: a tree, and its way to a value.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    call::Fault,
    model::{Kind, Member, Operation, Service},
    time,
    value::Value,
};

/// A tree as it stood on the wire. Structures keep the order of their members.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// Seconds since 1970; JSON knows them as a number.
    Time(f64),
    List(Vec<Item>),
    Map(Vec<(String, Item)>),
}

impl Item {
    pub(super) fn of_json(body: &[u8]) -> Result<Self, Fault> {
        let body = if body.is_empty() { b"{}".as_slice() } else { body };
        // Its reader refuses what is nested deeper than 128.
        let read: serde_json::Value = serde_json::from_slice(body).map_err(|error| {
            Fault::sender("SerializationException", format!("The body is no JSON: {error}."))
        })?;
        Ok(of_json(read))
    }

    pub(super) fn input(self, operation: Operation) -> Value {
        match &operation.model.input {
            Some(of) => read(operation.service, of, self),
            None => Value::empty(),
        }
    }

    pub(super) fn output(operation: Operation, output: &Value) -> Self {
        match &operation.model.output {
            Some(of) => written(operation.service, of, output),
            None => Item::Map(Vec::new()),
        }
    }

    pub(super) fn fault(fault: &Fault) -> Self {
        let text = |text: &str| Item::Text(text.to_owned());
        Item::Map(vec![
            ("__type".to_owned(), text(&fault.code)),
            ("message".to_owned(), text(&fault.message)),
            ("Message".to_owned(), text(&fault.message)),
        ])
    }

    pub(super) fn json(&self) -> Vec<u8> {
        self.as_json().to_string().into_bytes()
    }

    fn as_json(&self) -> serde_json::Value {
        match self {
            Item::Null => serde_json::Value::Null,
            Item::Bool(yes) => (*yes).into(),
            Item::Int(number) => (*number).into(),
            Item::Float(number) | Item::Time(number) => (*number).into(),
            Item::Text(text) => text.as_str().into(),
            Item::Bytes(bytes) => STANDARD.encode(bytes).into(),
            Item::List(items) => items.iter().map(Item::as_json).collect(),
            Item::Map(members) => members.iter().map(|(name, item)| (name.clone(), item.as_json())).collect(),
        }
    }
}

fn of_json(json: serde_json::Value) -> Item {
    match json {
        serde_json::Value::Null => Item::Null,
        serde_json::Value::Bool(yes) => Item::Bool(yes),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Item::Int(whole),
            None => Item::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Item::Text(text),
        serde_json::Value::Array(items) => Item::List(items.into_iter().map(of_json).collect()),
        serde_json::Value::Object(members) => {
            Item::Map(members.into_iter().map(|(name, json)| (name, of_json(json))).collect())
        }
    }
}

/// By the model; what it does not explain stays as it is, for the validator to refuse.
fn read(service: &Service, of: &Member, item: Item) -> Value {
    let shape = service.shape(of);
    match (shape.kind, item) {
        (Kind::Structure, Item::Map(members)) => {
            let known = members.into_iter().filter(|(_, item)| *item != Item::Null).map(|(name, item)| {
                let member = shape.members.iter().find(|member| member.wire_name() == name);
                match member {
                    Some(member) => (member.name.clone(), read(service, member, item)),
                    None => (name, Value::Bool(true)),
                }
            });
            Value::Map(known.collect())
        }
        (Kind::List, Item::List(items)) => {
            Value::List(items.into_iter().map(|item| read(service, shape.element(), item)).collect())
        }
        (Kind::Map, Item::Map(entries)) => {
            let entries = entries.into_iter();
            Value::Map(entries.map(|(key, item)| (key, read(service, shape.value(), item))).collect())
        }
        (Kind::Timestamp, Item::Int(seconds)) =>
        {
            #[expect(clippy::cast_precision_loss, reason = "a calendar's seconds stay below 2^53")]
            timed(seconds as f64)
        }
        (Kind::Timestamp, Item::Float(seconds)) | (_, Item::Time(seconds)) => timed(seconds),
        (_, Item::Bool(yes)) => Value::Bool(yes),
        (_, Item::Int(number)) => Value::Int(number),
        (_, Item::Float(number)) => Value::Float(number),
        (_, Item::Text(text)) => Value::Text(text),
        (_, Item::Bytes(bytes)) => Value::Text(STANDARD.encode(bytes)),
        (_, Item::Null | Item::List(_)) => Value::List(Vec::new()),
        (_, Item::Map(_)) => Value::empty(),
    }
}

fn timed(seconds: f64) -> Value {
    match time::of_seconds(seconds) {
        Some(at) => Value::Text(time::written(at)),
        None => Value::Float(seconds),
    }
}

fn written(service: &Service, of: &Member, value: &Value) -> Item {
    let shape = service.shape(of);
    match (shape.kind, value) {
        (Kind::Structure, Value::Map(_)) => {
            let members = shape.members.iter().filter_map(|member| {
                let value = value.get(&member.name)?;
                Some((member.wire_name().to_owned(), written(service, member, value)))
            });
            Item::Map(members.collect())
        }
        (_, Value::Map(entries)) => {
            let entries = entries.iter();
            Item::Map(
                entries.map(|(key, value)| (key.clone(), written(service, shape.value(), value))).collect(),
            )
        }
        (_, Value::List(items)) => {
            Item::List(items.iter().map(|item| written(service, shape.element(), item)).collect())
        }
        (Kind::Timestamp, Value::Text(text)) => match time::read(text) {
            Some(at) => Item::Time(time::seconds(at)),
            None => Item::Text(text.clone()),
        },
        (Kind::Blob, Value::Text(text)) => Item::Bytes(STANDARD.decode(text).unwrap_or_default()),
        (_, Value::Text(text)) => Item::Text(text.clone()),
        (_, Value::Bool(yes)) => Item::Bool(*yes),
        (_, Value::Int(number)) => Item::Int(*number),
        (_, Value::Float(number)) => Item::Float(*number),
    }
}
