//! What the operations of this service share: finding groups, refusals.

use std::sync::Arc;

use crate::{
    call::Fault,
    engine::logs::{GROUP, STREAM},
    service::context::CallContext,
    state::StreamKey,
    value::Value,
};

pub(super) fn invalid(words: impl Into<String>) -> Fault {
    Fault::sender("InvalidParameterException", words)
}

pub(super) fn missing(words: &str) -> Fault {
    Fault::sender("ResourceNotFoundException", words)
}

/// The name of the group that a call speaks of, by its name or by its ARN.
pub(super) fn group_name<'a>(cx: &CallContext<'a>) -> &'a str {
    let given = match cx.text("logGroupName") {
        "" => cx.text("logGroupIdentifier"),
        name => name,
    };
    let name = given.split_once(":log-group:").map_or(given, |(_, name)| name);
    name.strip_suffix(":*").unwrap_or(name)
}

pub(super) fn group(cx: &CallContext<'_>) -> Result<Arc<Value>, Fault> {
    cx.find(GROUP, group_name(cx)).ok_or_else(|| missing("The specified log group does not exist."))
}

/// The id of what belongs to a group.
pub(super) fn below(group: &str, name: &str) -> String {
    format!("{group}\n{name}")
}

pub(super) fn stream(cx: &CallContext<'_>) -> Result<StreamKey, Fault> {
    let found = group(cx)?;
    let key = stream_key(cx, found.text("logGroupName"), cx.text("logStreamName"));
    let known = cx.find(STREAM, &below(&key.group, &key.stream)).is_some();
    if known { Ok(key) } else { Err(missing("The specified log stream does not exist.")) }
}

pub(super) fn stream_key(cx: &CallContext<'_>, group: &str, stream: &str) -> StreamKey {
    StreamKey {
        account: cx.account().into(),
        region: cx.region().into(),
        group: group.to_owned(),
        stream: stream.to_owned(),
    }
}

/// The size of a page, within what the service allows.
pub(super) fn limit(cx: &CallContext<'_>, most: i64) -> Result<Option<usize>, Fault> {
    let limit = cx.input.int("limit").unwrap_or(most);
    if !(1..=most).contains(&limit) {
        return Err(invalid(format!("limit is from 1 to {most}.")));
    }
    Ok(usize::try_from(limit).ok())
}
