//! Reading and changing values in few words: what services do all day.

use std::collections::BTreeMap;

use crate::value::Value;

impl Value {
    /// The text of that member, empty where it is absent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_text).unwrap_or_default()
    }

    /// The elements of that member.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Value] {
        self.get(name).map_or(&[], Value::items)
    }

    /// Whether that member is `true`.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The whole number of that member.
    #[must_use]
    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(Value::as_int)
    }

    /// Sets a member of a structure.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        if let Value::Map(members) = self {
            members.insert(name.to_owned(), value.into());
        }
    }

    /// The structure with that member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Value {
        self.set(name, value);
        self
    }

    /// The structure with that member of another one, where it has it.
    #[must_use]
    pub fn with_of(mut self, other: &Value, names: &[&str]) -> Value {
        for name in names {
            if let Some(value) = other.get(name) {
                self.set(name, value.clone());
            }
        }
        self
    }

    /// Takes a member away.
    pub fn unset(&mut self, name: &str) -> Option<Value> {
        match self {
            Value::Map(members) => members.remove(name),
            _ => None,
        }
    }

    /// The list of that member, made where there is none.
    pub fn list_mut(&mut self, name: &str) -> Option<&mut Vec<Value>> {
        let Value::Map(members) = self else { return None };
        match members.entry(name.to_owned()).or_insert_with(|| Value::List(Vec::new())) {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Adds to the list of that member.
    pub fn push(&mut self, name: &str, value: impl Into<Value>) {
        if let Some(items) = self.list_mut(name) {
            items.push(value.into());
        }
    }

    /// What callers see: members that begin with `_` are the cloud's own.
    #[must_use]
    pub fn shown(&self) -> Value {
        match self {
            Value::Map(members) => Value::Map(
                members
                    .iter()
                    .filter(|(name, _)| !name.starts_with('_'))
                    .map(|(name, value)| (name.clone(), value.shown()))
                    .collect(),
            ),
            Value::List(items) => Value::List(items.iter().map(Value::shown).collect()),
            plain => plain.clone(),
        }
    }

    /// Every value at a dotted path; lists on the way are walked into.
    #[must_use]
    pub fn at_path<'a>(&'a self, path: &str) -> Vec<&'a Value> {
        let mut found = vec![self];
        for name in path.split('.') {
            found = found.into_iter().filter_map(|value| value.get(name)).collect();
            found = found
                .into_iter()
                .flat_map(|value| match value {
                    Value::List(items) => items.iter().collect(),
                    one => vec![one],
                })
                .collect();
        }
        found
    }

    /// A plain value as text: what filters compare.
    #[must_use]
    pub fn plain(&self) -> Option<String> {
        match self {
            Value::Bool(yes) => Some(yes.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Text(text) => Some(text.clone()),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// About how many bytes this takes in memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        const SLOT: usize = 56;
        match self {
            Value::Text(text) => SLOT + text.len(),
            Value::List(items) => SLOT + items.iter().map(Value::weight).sum::<usize>(),
            Value::Map(members) => {
                SLOT + members.iter().map(|(name, value)| name.len() + value.weight()).sum::<usize>()
            }
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => SLOT,
        }
    }

    /// The value of a JSON text; `null` members are left out, as no model has them.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Value> {
        fn of(json: serde_json::Value) -> Option<Value> {
            Some(match json {
                serde_json::Value::Null => return None,
                serde_json::Value::Bool(yes) => Value::Bool(yes),
                serde_json::Value::Number(number) => match number.as_i64() {
                    Some(whole) => Value::Int(whole),
                    None => Value::Float(number.as_f64()?),
                },
                serde_json::Value::String(text) => Value::Text(text),
                serde_json::Value::Array(items) => Value::List(items.into_iter().filter_map(of).collect()),
                serde_json::Value::Object(members) => {
                    let members = members.into_iter().filter_map(|(name, json)| Some((name, of(json)?)));
                    Value::Map(members.collect::<BTreeMap<_, _>>())
                }
            })
        }
        serde_json::from_str(text).ok().and_then(of)
    }
}
