//! XML as the provider writes and reads it, by the names of the model.

use std::{borrow::Cow, collections::BTreeMap};

use super::form;
use crate::{
    call::Fault,
    model::{Kind, Member, Operation, Service, Shape},
    time,
    value::Value,
};

/// An answer of `query`: the result in its wrapper, then what every response tells of itself.
pub(super) fn query(operation: Operation, output: &Value, request_id: &str) -> Vec<u8> {
    let name = operation.name();
    let mut to = Writer::default();
    to.open(&format!("{name}Response"), operation.service.metadata.xml_namespace.as_deref());
    if let Some(of) = &operation.model.output {
        let wrapper = operation.model.result_wrapper.clone().unwrap_or_else(|| format!("{name}Result"));
        to.open(&wrapper, None);
        to.members(operation.service, of, output);
        to.close(&wrapper);
    }
    to.open("ResponseMetadata", None);
    to.leaf("RequestId", request_id);
    to.close("ResponseMetadata");
    to.close(&format!("{name}Response"));
    to.text.into_bytes()
}

/// An answer of `ec2`: the members stand beside the request's id.
pub(super) fn ec2(operation: Operation, output: &Value, request_id: &str) -> Vec<u8> {
    let name = format!("{}Response", operation.name());
    let namespace = operation.service.metadata.xml_namespace.as_deref();
    let mut to = Writer::default();
    to.open(&name, Some(namespace.unwrap_or(EC2)));
    to.leaf("requestId", request_id);
    if let Some(of) = &operation.model.output {
        to.members(operation.service, of, output);
    }
    to.close(&name);
    to.text.into_bytes()
}

const EC2: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";
const S3: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// A body of S3: a whole answer, or the member that is its payload.
pub(super) fn rest(service: &Service, of: &Member, name: &str, output: &Value) -> Vec<u8> {
    let mut to = Writer::default();
    to.open(name, Some(S3));
    to.members(service, of, output);
    to.close(name);
    to.text.into_bytes()
}

/// An element of S3 with nothing but text in it.
pub(super) fn rest_leaf(name: &str, text: &str) -> Vec<u8> {
    let mut to = Writer::default();
    to.open(name, Some(S3));
    to.text.push_str(&escaped(text));
    to.close(name);
    to.text.into_bytes()
}

pub(super) fn query_fault(fault: &Fault, side: &str, namespace: Option<&str>, request_id: &str) -> Vec<u8> {
    let mut to = Writer::default();
    to.open("ErrorResponse", namespace);
    to.open("Error", None);
    to.leaf("Type", side);
    to.leaf("Code", &fault.code);
    to.leaf("Message", &fault.message);
    to.close("Error");
    to.leaf("RequestId", request_id);
    to.close("ErrorResponse");
    to.text.into_bytes()
}

pub(super) fn ec2_fault(fault: &Fault, request_id: &str) -> Vec<u8> {
    let mut to = Writer::default();
    to.open("Response", None);
    to.open("Errors", None);
    to.open("Error", None);
    to.leaf("Code", &fault.code);
    to.leaf("Message", &fault.message);
    to.close("Error");
    to.close("Errors");
    to.leaf("RequestID", request_id);
    to.close("Response");
    to.text.into_bytes()
}

pub(super) fn rest_fault(fault: &Fault, request_id: &str) -> Vec<u8> {
    let mut to = Writer::default();
    to.open("Error", None);
    to.leaf("Code", &fault.code);
    to.leaf("Message", &fault.message);
    to.leaf("RequestId", request_id);
    to.close("Error");
    to.text.into_bytes()
}

struct Writer {
    text: String,
}

impl Default for Writer {
    fn default() -> Self {
        Writer { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned() }
    }
}

impl Writer {
    fn open(&mut self, name: &str, namespace: Option<&str>) {
        self.text.push('<');
        self.text.push_str(name);
        if let Some(namespace) = namespace {
            self.text.push_str(&format!(" xmlns=\"{namespace}\""));
        }
        self.text.push('>');
    }

    fn close(&mut self, name: &str) {
        self.text.push_str(&format!("</{name}>"));
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, None);
        self.text.push_str(&escaped(text));
        self.close(name);
    }

    /// The members that stand in the body, in the model's order.
    fn members(&mut self, service: &Service, of: &Member, value: &Value) {
        for member in service.shape(of).members.iter().filter(|member| in_body(member)) {
            if let Some(value) = value.get(&member.name) {
                self.element(service, member, member.wire_name(), value);
            }
        }
    }

    fn element(&mut self, service: &Service, of: &Member, name: &str, value: &Value) {
        let shape = service.shape(of);
        match value {
            Value::List(items) => {
                let element = shape.element();
                let flat = of.is_flat(shape);
                let inner = element.location_name.as_deref();
                if !flat {
                    self.open(name, None);
                }
                for item in items {
                    self.element(service, element, inner.unwrap_or(if flat { name } else { "member" }), item);
                }
                if !flat {
                    self.close(name);
                }
            }
            Value::Map(entries) if shape.kind == Kind::Map => {
                let key = shape.key().location_name.as_deref().unwrap_or("key");
                let value_name = shape.value().location_name.as_deref().unwrap_or("value");
                self.open(name, None);
                for (entry, value) in entries {
                    self.open("entry", None);
                    self.leaf(key, entry);
                    self.element(service, shape.value(), value_name, value);
                    self.close("entry");
                }
                self.close(name);
            }
            Value::Map(_) => {
                self.open(name, None);
                self.members(service, of, value);
                self.close(name);
            }
            leaf => self.leaf(name, &text(leaf, shape, of, "iso8601")),
        }
    }
}

/// Whether a member stands in the body of a REST message.
pub(super) fn in_body(member: &Member) -> bool {
    member.location.is_none() && !member.xml_attribute
}

/// A scalar as text; `usual` is how times are written where the model does not say.
pub(super) fn text(value: &Value, shape: &Shape, of: &Member, usual: &str) -> String {
    match value {
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Text(text) if shape.kind == Kind::Timestamp => match time::read(text) {
            Some(at) => match of.time_format(shape).unwrap_or(usual) {
                "rfc822" => time::http(at),
                "unixTimestamp" => time::seconds(at).to_string(),
                _ => time::written(at),
            },
            None => text.clone(),
        },
        // IAM's wire closes its policies in percent signs; its clients open them.
        Value::Text(text) if of.shape == "policyDocumentType" => {
            form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
        }
        Value::Text(text) => text.clone(),
        Value::List(_) | Value::Map(_) => String::new(),
    }
}

fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(|letter: char| "&<>\"\r".contains(letter) || letter.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut to = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\r' => to.push_str("&#13;"),
            '\n' | '\t' => to.push(letter),
            // XML 1.0 has no way to write them (section 2.2).
            control if control.is_control() => to.push('\u{fffd}'),
            other => to.push(other),
        }
    }
    Cow::Owned(to)
}

/// Nodes of a body: 1 MiB of the shortest elements would be 260,000.
const NODES_MAX: u32 = 20_000;

/// Reads a body of S3 as what the model has there.
pub(super) fn read(service: &Service, of: &Member, body: &[u8]) -> Result<Value, Fault> {
    let malformed = || Fault::sender("MalformedXML", "The XML you provided was not well-formed.");
    let body = std::str::from_utf8(body).map_err(|_| malformed())?;
    let options =
        roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(body, options).map_err(|_| malformed())?;
    Ok(node(service, of, document.root_element()))
}

fn node(service: &Service, of: &Member, at: roxmltree::Node<'_, '_>) -> Value {
    let shape = service.shape(of);
    match shape.kind {
        Kind::Structure => {
            let mut members = BTreeMap::new();
            for member in shape.members.iter().filter(|member| member.location.is_none()) {
                if let Some(value) = child(service, member, at) {
                    members.insert(member.name.clone(), value);
                }
            }
            let known = |name: &str| shape.members.iter().any(|member| member.wire_name() == name);
            let unknown = at.children().find(|one| one.is_element() && !known(one.tag_name().name()));
            members.extend(unknown.map(|one| (one.tag_name().name().to_owned(), Value::Bool(true))));
            Value::Map(members)
        }
        Kind::List => {
            let items = at.children().filter(roxmltree::Node::is_element);
            Value::List(items.map(|item| node(service, shape.element(), item)).collect())
        }
        _ => form::scalar(shape, at.text().unwrap_or_default().to_owned()),
    }
}

fn child(service: &Service, member: &Member, at: roxmltree::Node<'_, '_>) -> Option<Value> {
    let shape = service.shape(member);
    let named = |name: &str| {
        let name = name.to_owned();
        at.children().filter(move |one| one.is_element() && one.tag_name().name() == name)
    };
    if shape.kind == Kind::List && member.is_flat(shape) {
        let items: Vec<Value> =
            named(member.wire_name()).map(|one| node(service, shape.element(), one)).collect();
        return if items.is_empty() { None } else { Some(Value::List(items)) };
    }
    named(member.wire_name()).next().map(|one| node(service, member, one))
}
