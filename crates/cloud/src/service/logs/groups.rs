//! Groups: making, keeping, ending.

use std::{collections::BTreeMap, sync::Arc};

use super::shared::{group, invalid, limit, missing};
use crate::{
    call::{Answer, Fault},
    engine::logs::{FILTER, GROUP, STREAM},
    service::context::{CallContext, done, listed},
    value::Value,
};

/// Days that a group may be kept (API reference, `PutRetentionPolicy`).
const RETENTION_DAYS: [i64; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

pub(super) fn create_log_group(cx: &mut CallContext<'_>) -> Answer {
    let name = cx.text("logGroupName");
    let plain = |c: char| c.is_ascii_alphanumeric() || "._/#-".contains(c);
    if !(1..=512).contains(&name.len()) || !name.chars().all(plain) {
        return Err(invalid("A log group's name has 1 to 512 letters, digits and . _ / # -."));
    }
    if cx.find(GROUP, name).is_some() {
        let words = "The specified log group already exists.";
        return Err(Fault::sender("ResourceAlreadyExistsException", words));
    }
    let arn = cx.arn("logs", &format!("log-group:{name}"));
    let made = Value::from([
        ("logGroupName", name.into()),
        ("creationTime", cx.cloud.now().into()),
        ("arn", format!("{arn}:*").into()),
        ("logGroupArn", arn.into()),
        ("metricFilterCount", 0_i64.into()),
        ("storedBytes", 0_i64.into()),
        ("logGroupClass", cx.input.get("logGroupClass").cloned().unwrap_or_else(|| "STANDARD".into())),
        ("_Tags", cx.input.get("tags").cloned().unwrap_or_else(Value::empty)),
    ]);
    cx.put(GROUP, name, made.with_of(cx.input, &["kmsKeyId"]));
    done()
}

pub(super) fn delete_log_group(cx: &mut CallContext<'_>) -> Answer {
    let found = group(cx)?;
    let name = found.text("logGroupName");
    cx.remove(GROUP, name);
    for kind in [STREAM, FILTER] {
        let place = cx.place(kind);
        let prefix = format!("{name}\n");
        let own = cx.cloud.table(&place).into_iter().flat_map(|table| table.keys());
        let own: Vec<Arc<str>> = own.filter(|id| id.starts_with(&prefix)).cloned().collect();
        for id in own {
            cx.remove(kind, &id);
        }
    }
    cx.cloud.forget_lines(cx.account(), cx.region(), name);
    done()
}

pub(super) fn describe_log_groups(cx: &mut CallContext<'_>) -> Answer {
    let (prefix, part) = (cx.text("logGroupNamePrefix"), cx.text("logGroupNamePattern"));
    if !prefix.is_empty() && !part.is_empty() {
        return Err(invalid("logGroupNamePrefix and logGroupNamePattern exclude each other."));
    }
    let all = cx.all(GROUP);
    let fits = all.iter().filter(|group| {
        let name = group.text("logGroupName");
        name.starts_with(prefix) && name.to_lowercase().contains(&part.to_lowercase())
    });
    let items = fits.map(|group| (**group).clone()).collect();
    let (page, next) = cx.page(items, ("nextToken", "InvalidParameterException"), limit(cx, 50)?)?;
    Ok(listed("logGroups", page, "nextToken", next))
}

pub(super) fn put_retention_policy(cx: &mut CallContext<'_>) -> Answer {
    let found = group(cx)?;
    let days = cx.input.int("retentionInDays").unwrap_or(0);
    if !RETENTION_DAYS.contains(&days) {
        return Err(invalid(format!("{days} is none of the days that a log group can be kept.")));
    }
    cx.put(GROUP, found.text("logGroupName"), (*found).clone().with("retentionInDays", days));
    done()
}

pub(super) fn delete_retention_policy(cx: &mut CallContext<'_>) -> Answer {
    let found = group(cx)?;
    let mut changed = (*found).clone();
    changed.unset("retentionInDays");
    cx.put(GROUP, found.text("logGroupName"), changed);
    done()
}

fn tagged(cx: &CallContext<'_>) -> Result<(Arc<Value>, BTreeMap<String, Value>), Fault> {
    let arn = cx.text("resourceArn");
    let name = arn.split_once(":log-group:").map_or(arn, |(_, name)| name);
    let name = name.strip_suffix(":*").unwrap_or(name);
    let found = cx.find(GROUP, name).ok_or_else(|| missing("The specified resource does not exist."))?;
    let tags = match found.get("_Tags") {
        Some(Value::Map(tags)) => tags.clone(),
        _ => BTreeMap::new(),
    };
    Ok((found, tags))
}

pub(super) fn list_tags_for_resource(cx: &mut CallContext<'_>) -> Answer {
    Ok(Value::from([("tags", Value::Map(tagged(cx)?.1))]))
}

pub(super) fn tag_resource(cx: &mut CallContext<'_>) -> Answer {
    let (found, mut tags) = tagged(cx)?;
    if let Some(Value::Map(new)) = cx.input.get("tags") {
        tags.extend(new.clone());
    }
    cx.put(GROUP, found.text("logGroupName"), (*found).clone().with("_Tags", Value::Map(tags)));
    done()
}

pub(super) fn untag_resource(cx: &mut CallContext<'_>) -> Answer {
    let (found, mut tags) = tagged(cx)?;
    let gone = cx.texts("tagKeys");
    tags.retain(|key, _| !gone.contains(&key.as_str()));
    cx.put(GROUP, found.text("logGroupName"), (*found).clone().with("_Tags", Value::Map(tags)));
    done()
}
