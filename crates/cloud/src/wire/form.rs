//! Forms of `query` and `ec2`: `Filter.1.Value.2=x` becomes a structure again.

use std::collections::BTreeMap;

use crate::{
    call::Fault,
    model::{Kind, Member, Operation, Service, Shape},
    value::Value,
};

/// The parameters that nobody has read yet.
pub(super) struct Form {
    left: BTreeMap<String, String>,
}

struct Reader<'a> {
    service: &'static Service,
    ec2: bool,
    form: &'a mut Form,
}

impl Form {
    pub(super) fn read(body: &[u8], query: &str, most: usize) -> Result<Self, Fault> {
        let pairs = form_urlencoded::parse(body).chain(form_urlencoded::parse(query.as_bytes()));
        let mut left = BTreeMap::new();
        for (name, value) in pairs {
            if left.len() == most {
                return Err(Fault::sender("MalformedQueryString", "The request has too many parameters."));
            }
            left.insert(name.into_owned(), value.into_owned());
        }
        left.remove("Version");
        Ok(Form { left })
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.left.remove(name)
    }

    /// The input; what no member explains stays in it under its own name, for the validator to refuse.
    pub(super) fn input(mut self, operation: Operation, ec2: bool) -> Value {
        let mut members = BTreeMap::new();
        if let Some(of) = &operation.model.input {
            let service = operation.service;
            let mut reader = Reader { service, ec2, form: &mut self };
            members = reader.structure(service.shape(of), "");
        }
        members.extend(self.left.into_iter().map(|(name, value)| (name, Value::Text(value))));
        Value::Map(members)
    }

    fn has(&self, prefix: &str) -> bool {
        let below = format!("{prefix}.");
        self.left.contains_key(prefix)
            || self.left.range(below.clone()..).next().is_some_and(|(name, _)| name.starts_with(&below))
    }
}

impl Reader<'_> {
    fn structure(&mut self, shape: &Shape, prefix: &str) -> BTreeMap<String, Value> {
        let mut members = BTreeMap::new();
        for member in &shape.members {
            let name = self.name(member);
            let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
            if let Some(value) = self.value(member, &key) {
                members.insert(member.name.clone(), value);
            }
        }
        members
    }

    fn name(&self, member: &Member) -> String {
        match (self.ec2, &member.query_name, &member.location_name) {
            (true, Some(name), _) => name.clone(),
            (true, None, Some(name)) => {
                let mut letters = name.chars();
                letters.next().map_or_else(String::new, |first| {
                    first.to_uppercase().collect::<String>() + letters.as_str()
                })
            }
            _ => member.wire_name().to_owned(),
        }
    }

    fn value(&mut self, member: &Member, key: &str) -> Option<Value> {
        let shape = self.service.shape(member);
        if shape.is_scalar() {
            return self.form.take(key).map(|text| scalar(shape, text));
        }
        if !self.form.has(key) && !self.flat_element(member, shape, key) {
            return None;
        }
        let empty = self.form.left.get(key).is_some_and(String::is_empty) && self.form.take(key).is_some();
        Some(match shape.kind {
            Kind::List if empty => Value::List(Vec::new()),
            Kind::List => {
                let base = self.list_base(member, shape, key);
                let mut items = Vec::new();
                // Every element takes at least one parameter, so the form ends this.
                while let Some(item) = self.value(shape.element(), &format!("{base}.{}", items.len() + 1)) {
                    items.push(item);
                }
                Value::List(items)
            }
            Kind::Map => Value::Map(self.map(member, shape, key)),
            _ => Value::Map(self.structure(shape, key)),
        })
    }

    fn map(&mut self, member: &Member, shape: &Shape, key: &str) -> BTreeMap<String, Value> {
        let base = if member.is_flat(shape) { key.to_owned() } else { format!("{key}.entry") };
        let key_name = shape.key().location_name.as_deref().unwrap_or("key");
        let value_name = shape.value().location_name.as_deref().unwrap_or("value");
        let mut entries = BTreeMap::new();
        for at in 1.. {
            let Some(key) = self.form.take(&format!("{base}.{at}.{key_name}")) else { break };
            let value = self.value(shape.value(), &format!("{base}.{at}.{value_name}"));
            entries.insert(key, value.unwrap_or_else(|| Value::Text(String::new())));
        }
        entries
    }

    fn list_base(&self, member: &Member, shape: &Shape, key: &str) -> String {
        let element = shape.element().location_name.as_deref();
        match (self.ec2, member.is_flat(shape), element) {
            (true, ..) | (false, true, None) => key.to_owned(),
            (false, true, Some(element)) => match key.rsplit_once('.') {
                Some((before, _)) => format!("{before}.{element}"),
                None => element.to_owned(),
            },
            (false, false, element) => format!("{key}.{}", element.unwrap_or("member")),
        }
    }

    /// A flattened list is written under its element's name, where that has one.
    fn flat_element(&self, member: &Member, shape: &Shape, key: &str) -> bool {
        shape.kind == Kind::List && self.form.has(&self.list_base(member, shape, key))
    }
}

/// Text as what the model has; what it is not stays text, for the validator to refuse.
pub(super) fn scalar(shape: &Shape, text: String) -> Value {
    let read = match shape.kind {
        Kind::Integer | Kind::Long => text.parse().ok().map(Value::Int),
        Kind::Float | Kind::Double => text.parse().ok().map(Value::Float),
        Kind::Boolean => match text.as_str() {
            "true" | "True" => Some(Value::Bool(true)),
            "false" | "False" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    };
    read.unwrap_or(Value::Text(text))
}
