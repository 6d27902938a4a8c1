//! What the operations of this service share.
//!
//! Finding, listing with filters, tags, refusals.

use std::sync::Arc;

use super::kinds::ResourceKind;
use crate::{
    call::{Answer, Fault},
    engine::{net::Cidr, pattern::wildcard},
    service::context::{CallContext, listed},
    value::Value,
};

/// Tags of a resource, and the characters of their parts (user guide, "Tag restrictions").
const TAGS_MAX: usize = 50;
const KEY_CHARS_MAX: usize = 128;
const VALUE_CHARS_MAX: usize = 256;
/// Filters of a call and values of a filter (API reference, `Filter`: 200).
const FILTER_VALUES_MAX: usize = 200;

pub(super) fn invalid(words: impl Into<String>) -> Fault {
    Fault::sender("InvalidParameterValue", words)
}

pub(super) fn depends(words: impl Into<String>) -> Fault {
    Fault::sender("DependencyViolation", words)
}

/// What a member must give that the model calls optional.
pub(super) fn required(cx: &CallContext<'_>, names: &[&str]) -> Result<(), Fault> {
    let absent = names.iter().find(|name| cx.input.get(name).is_none());
    let words = |name: &&str| format!("The request must contain the parameter {name}.");
    absent.map_or(Ok(()), |name| Err(Fault::sender("MissingParameter", words(name))))
}

/// The resource of that id, or its kind's refusal.
pub(super) fn need(cx: &CallContext<'_>, kind: &ResourceKind, id: &str) -> Result<Arc<Value>, Fault> {
    let (code, noun) = kind.missing;
    cx.find(kind.table, id).ok_or_else(|| Fault::sender(code, format!("{noun} '{id}' does not exist")))
}

/// A net of a call, which must be one.
pub(super) fn net_of(text: &str, member: &str) -> Result<Cidr, Fault> {
    let words = format!("Value ({text}) for parameter {member} is invalid. This is not a valid CIDR block.");
    Cidr::parse(text).ok_or_else(|| invalid(words))
}

fn check_tag(tag: &Value) -> Result<(), Fault> {
    let (key, value) = (tag.text("Key"), tag.text("Value"));
    if key.is_empty() || key.chars().count() > KEY_CHARS_MAX || value.chars().count() > VALUE_CHARS_MAX {
        return Err(invalid("A tag's key has 1 to 128 characters, its value at most 256."));
    }
    if key.to_lowercase().starts_with("aws:") {
        return Err(invalid("Tag keys starting with 'aws:' are reserved for internal use"));
    }
    Ok(())
}

/// Sets tags of a resource: those of equal keys are replaced.
pub(super) fn set_tags(resource: &mut Value, new: &[Value]) -> Result<(), Fault> {
    for tag in new {
        check_tag(tag)?;
        let tag = Value::from([("Key", tag.text("Key").into()), ("Value", tag.text("Value").into())]);
        if let Some(tags) = resource.list_mut("Tags") {
            tags.retain(|before| before.text("Key") != tag.text("Key"));
            tags.push(tag);
        }
    }
    if resource.list("Tags").len() > TAGS_MAX {
        return Err(Fault::sender("TagLimitExceeded", "A resource has at most 50 tags."));
    }
    Ok(())
}

/// The resource with the tags that the call gives to its kind.
pub(super) fn with_tags(cx: &CallContext<'_>, kind: &ResourceKind, made: Value) -> Result<Value, Fault> {
    let mut made = made.with("Tags", Value::List(Vec::new()));
    for given in cx.input.list("TagSpecifications") {
        let of = given.text("ResourceType");
        if of == kind.tagged_as {
            set_tags(&mut made, given.list("Tags"))?;
        } else if !(kind.tagged_as == "instance" && matches!(of, "volume" | "network-interface")) {
            return Err(invalid(format!("'{of}' is not a valid taggable resource type for this operation.")));
        }
    }
    Ok(made)
}

/// A new resource of a kind, which the call may have made before by the same token.
pub(super) fn made_before(cx: &CallContext<'_>, kind: &ResourceKind) -> Option<Arc<Value>> {
    let token = cx.text("ClientToken");
    if token.is_empty() {
        return None;
    }
    cx.all(kind.table).into_iter().find(|one| one.text("_ClientToken") == token)
}

/// Whether a resource passes one filter of a call.
fn passes(resource: &Value, filter: &Value, kind: &ResourceKind) -> Result<bool, Fault> {
    let name = filter.text("Name");
    let tags = resource.list("Tags");
    let found: Vec<String> = if let Some(key) = name.strip_prefix("tag:") {
        let own = tags.iter().filter(|tag| tag.text("Key") == key);
        own.map(|tag| tag.text("Value").to_owned()).collect()
    } else if name == "tag-key" {
        tags.iter().map(|tag| tag.text("Key").to_owned()).collect()
    } else if let Some((_, path)) = kind.filters.iter().find(|(known, _)| *known == name) {
        resource.at_path(path).into_iter().filter_map(Value::plain).collect()
    } else {
        return Err(invalid(format!("The filter '{name}' is invalid")));
    };
    let wanted = filter.list("Values").iter().filter_map(Value::as_text);
    Ok(wanted.into_iter().any(|wanted| found.iter().any(|found| wildcard(wanted, found))))
}

/// The filters of a call; one operation of this service calls them otherwise.
pub(super) fn filtered(
    cx: &mut CallContext<'_>,
    kind: &ResourceKind,
    resources: Vec<Value>,
) -> Result<Vec<Value>, Fault> {
    let filters = match cx.input.get("Filters") {
        Some(filters) => filters.items(),
        None => cx.input.list("Filter"),
    };
    let values: usize = filters.iter().map(|filter| filter.list("Values").len()).sum();
    if values > FILTER_VALUES_MAX {
        return Err(Fault::sender("FilterLimitExceeded", "A call has at most 200 values of filters."));
    }
    cx.spend((resources.len() + 1) * (values + 1))?;
    let none = Value::empty();
    for filter in filters {
        passes(&none, filter, kind)?;
    }
    Ok(resources
        .into_iter()
        .filter(|one| filters.iter().all(|filter| passes(one, filter, kind).unwrap_or(false)))
        .collect())
}

/// All resources of a kind that the call asks for, by ids and filters.
pub(super) fn asked_for(cx: &mut CallContext<'_>, kind: &ResourceKind) -> Result<Vec<Value>, Fault> {
    let ids = cx.texts(kind.ids);
    let resources: Vec<Value> = if ids.is_empty() {
        cx.all(kind.table).iter().map(|one| (**one).clone()).collect()
    } else {
        let found = ids.iter().map(|id| need(cx, kind, id).map(|one| (*one).clone()));
        found.collect::<Result<_, _>>()?
    };
    filtered(cx, kind, resources)
}

/// One page of what is asked for.
pub(super) fn described(cx: &mut CallContext<'_>, kind: &ResourceKind, found: Vec<Value>) -> Answer {
    let most = cx.input.int("MaxResults");
    if most.is_some_and(|most| !(5..=1_000).contains(&most)) {
        return Err(invalid("MaxResults is from 5 to 1000."));
    }
    let most = most.and_then(|most| usize::try_from(most).ok());
    let (page, next) = cx.page(found, ("NextToken", "InvalidNextToken"), most)?;
    Ok(listed(kind.out, page, "NextToken", next))
}

pub(super) fn describe(cx: &mut CallContext<'_>, kind: &ResourceKind) -> Answer {
    let found = asked_for(cx, kind)?;
    described(cx, kind, found)
}

/// A plain yes, as several operations answer.
#[expect(clippy::unnecessary_wraps, reason = "what an operation returns")]
pub(super) fn yes() -> Answer {
    Ok(Value::from([("Return", true.into())]))
}

/// The zones of a Region that labs use.
pub(super) fn zones(region: &str) -> [(String, String); 3] {
    let short: String = region.split('-').map(|part| part.get(..1).unwrap_or_default()).collect();
    let number = region.rsplit('-').next().unwrap_or("1");
    let area = region.split('-').next().unwrap_or_default();
    let way = short.get(1..2).unwrap_or_default();
    ["a", "b", "c"].map(|letter| {
        let at = (letter.bytes().next().unwrap_or(b'a') - b'a') + 1;
        (format!("{region}{letter}"), format!("{area}{way}{number}-az{at}"))
    })
}
