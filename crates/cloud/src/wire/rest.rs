//! S3's protocol: members in the path, the query, headers and the body.

use std::{borrow::Cow, collections::BTreeMap};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    form,
    http::{Request, Response},
    xml,
};
use crate::{
    call::Fault,
    model::{self, Kind, Member, Operation, Service},
    value::Value,
};

/// What a request says outside its body.
struct Parts {
    bucket: Option<String>,
    key: Option<String>,
    query: Vec<(String, String)>,
}

impl Parts {
    fn of(request: &Request) -> Self {
        let path = request.path.strip_prefix('/').unwrap_or(&request.path);
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        let said = |text: &str| (!text.is_empty()).then(|| decoded(text));
        let query = form_urlencoded::parse(request.query.as_bytes());
        let query = query.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        Parts { bucket: said(bucket), key: said(key), query }
    }

    fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Text without percent signs; a plus is a plus in a path.
fn decoded(text: &str) -> String {
    let escaped = text.replace('+', "%2B");
    form_urlencoded::parse(escaped.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}

pub(super) fn read(service: &Service, request: &Request, body: &[u8]) -> Result<(Operation, Value), Fault> {
    let parts = Parts::of(request);
    let best = model::operations(service.name)
        .filter_map(|operation| Some((fits(operation, &parts, &request.method)?, operation)))
        .max_by_key(|(literals, _)| *literals);
    let Some((_, operation)) = best else {
        return Err(Fault::not_here(&format!("s3: {} on this address", request.method)));
    };
    Ok((operation, input(operation, &parts, request, body)?))
}

/// How many parts of the address only this operation has; `None` where it has another address.
fn fits(operation: Operation, parts: &Parts, method: &str) -> Option<usize> {
    let http = &operation.model.http;
    let (path, literals) = http.request_uri.split_once('?').unwrap_or((&http.request_uri, ""));
    let placed = http.method == method
        && path.contains("{Bucket}") == parts.bucket.is_some()
        && path.contains("{Key+}") == parts.key.is_some();
    let literals: Vec<(String, String)> = form_urlencoded::parse(literals.as_bytes())
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let said = literals
        .iter()
        .all(|(name, value)| parts.query(name).is_some_and(|said| value.is_empty() || said == value));
    let of = operation.model.input.as_ref();
    let members = of.map(|of| operation.service.shape(of).members.as_slice()).unwrap_or_default();
    // A part of the query that is not its own makes it another operation: GET with `acl` reads no object.
    let own = parts.query.iter().all(|(name, _)| {
        name == "x-id"
            || literals.iter().any(|(literal, _)| literal == name)
            || members.iter().any(|member| is_at(member, "querystring") && member.wire_name() == name)
    });
    (placed && said && own).then_some(literals.len())
}

fn is_at(member: &Member, place: &str) -> bool {
    member.location.as_deref() == Some(place)
}

fn input(operation: Operation, parts: &Parts, request: &Request, body: &[u8]) -> Result<Value, Fault> {
    let service = operation.service;
    let Some(of) = &operation.model.input else { return Ok(Value::empty()) };
    let shape = service.shape(of);
    let body = unframed(request, body)?;
    let mut members = BTreeMap::new();
    for member in &shape.members {
        let said = match member.location.as_deref() {
            Some("uri") if member.name == "Bucket" => parts.bucket.clone(),
            Some("uri") => parts.key.clone(),
            Some("querystring") => parts.query(member.wire_name()).map(str::to_owned),
            Some("header") => request.header(member.wire_name()).map(str::to_owned),
            Some("headers") => {
                let entries = prefixed(request, member.wire_name());
                if !entries.is_empty() {
                    members.insert(member.name.clone(), Value::Map(entries));
                }
                continue;
            }
            _ => continue,
        };
        if let Some(text) = said {
            let shape = service.shape(member);
            let value = match shape.kind {
                Kind::List => Value::List(text.split(',').map(|one| one.trim().into()).collect()),
                _ => form::scalar(shape, text),
            };
            members.insert(member.name.clone(), value);
        }
    }
    match shape.payload.as_ref().and_then(|name| shape.named(name)) {
        _ if body.is_empty() => {}
        Some(member) => {
            let value = match service.shape(member).kind {
                Kind::Structure => xml::read(service, member, &body)?,
                Kind::Blob => Value::Text(STANDARD.encode(&body)),
                _ => Value::Text(String::from_utf8_lossy(&body).into_owned()),
            };
            members.insert(member.name.clone(), value);
        }
        None => {
            if let Value::Map(read) = xml::read(service, of, &body)? {
                members.extend(read);
            }
        }
    }
    Ok(Value::Map(members))
}

fn prefixed(request: &Request, prefix: &str) -> BTreeMap<String, Value> {
    let entries = request.headers.iter().filter_map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        Some((name.strip_prefix(&prefix.to_ascii_lowercase())?.to_owned(), Value::Text(value.clone())))
    });
    entries.collect()
}

/// The body without the frames of `aws-chunked`; frames that carry signatures of their own are not read.
fn unframed<'a>(request: &Request, sent: &'a [u8]) -> Result<Cow<'a, [u8]>, Fault> {
    match request.header("x-amz-content-sha256") {
        Some("STREAMING-UNSIGNED-PAYLOAD-TRAILER") => {}
        Some(other) if other.starts_with("STREAMING-") => {
            return Err(Fault {
                status: 501,
                ..Fault::sender("NotImplemented", "Signed chunks are not read here.")
            });
        }
        _ => return Ok(Cow::Borrowed(sent)),
    }
    let broken = || Fault::sender("IncompleteBody", "The body is not what its frames say.");
    let (mut rest, mut body) = (sent, Vec::new());
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").ok_or_else(broken)?;
        let (line, after) = rest.split_at_checked(end).ok_or_else(broken)?;
        let line = std::str::from_utf8(line).map_err(|_| broken())?;
        let size = line.split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size, 16).map_err(|_| broken())?;
        if size == 0 {
            return Ok(Cow::Owned(body));
        }
        let after = after.get(2..).ok_or_else(broken)?;
        let (chunk, after) = after.split_at_checked(size).ok_or_else(broken)?;
        body.extend(chunk);
        rest = after.strip_prefix(b"\r\n").ok_or_else(broken)?;
    }
}

pub(super) fn written(operation: Operation, output: &Value, request_id: &str) -> Response {
    let service = operation.service;
    let mut response = Response {
        status: operation.model.http.response_code.unwrap_or(200),
        headers: vec![("x-amz-request-id".to_owned(), request_id.to_owned())],
        body: Vec::new(),
    };
    let Some(of) = &operation.model.output else { return response };
    let shape = service.shape(of);
    for member in &shape.members {
        let Some(value) = output.get(&member.name) else { continue };
        match (member.location.as_deref(), value) {
            (Some("header"), value) => {
                let text = xml::text(value, service.shape(member), member, "rfc822");
                response.headers.push((member.wire_name().to_owned(), text));
            }
            (Some("headers"), Value::Map(entries)) => {
                for (name, value) in entries {
                    let name = format!("{}{name}", member.wire_name());
                    response.headers.push((name, value.as_text().unwrap_or_default().to_owned()));
                }
            }
            _ => {}
        }
    }
    let payload = shape.payload.as_ref().and_then(|name| shape.named(name));
    let xml = match payload {
        Some(member) => match (service.shape(member).kind, output.get(&member.name)) {
            (_, None) => None,
            (Kind::Structure, Some(value)) => Some(xml::rest(service, member, member.wire_name(), value)),
            (Kind::Blob, Some(value)) => {
                response.body = STANDARD.decode(value.as_text().unwrap_or_default()).unwrap_or_default();
                None
            }
            (_, Some(value)) => {
                response.body = value.as_text().unwrap_or_default().as_bytes().to_vec();
                None
            }
        },
        // Its answer is text right in the root, which its model does not say.
        None if operation.name() == "GetBucketLocation" => {
            let place = output.get("LocationConstraint").and_then(Value::as_text);
            Some(xml::rest_leaf("LocationConstraint", place.unwrap_or_default()))
        }
        None if shape.members.iter().any(xml::in_body) => {
            let name = of.location_name.clone().unwrap_or_else(|| format!("{}Result", operation.name()));
            Some(xml::rest(service, of, &name, output))
        }
        None => None,
    };
    if let Some(xml) = xml {
        response.headers.push(("Content-Type".to_owned(), "application/xml".to_owned()));
        response.body = xml;
    }
    response
}
