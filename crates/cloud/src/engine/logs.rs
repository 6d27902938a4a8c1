//! Log lines come in: they are kept, and metric filters make figures of them.

use std::sync::Arc;

use crate::{
    engine::{
        metric,
        pattern::{Extracts, FilterPattern, metric_value},
    },
    state::{Cloud, CloudPlace, Datapoint, LogLine, StreamKey, time},
    value::Value,
};

/// Log groups of a Region, by name.
pub(crate) const GROUP: &str = "logs/group";
/// Streams, by group and name with a line feed between.
pub(crate) const STREAM: &str = "logs/stream";
/// Metric filters, by group and name with a line feed between.
pub(crate) const FILTER: &str = "logs/filter";
/// What a line weighs beside its text.
const LINE_BYTES: usize = 72;

/// Keeps lines of a stream, and lets the group's filters see them.
pub(crate) fn write(cloud: &mut Cloud, key: &StreamKey, lines: Vec<(i64, String)>) {
    let filters = filters_of(cloud, key);
    let ingested = cloud.now();
    for (at, message) in &lines {
        for filter in &filters {
            count(cloud, key, filter, *at, message);
        }
    }
    cloud.add_bytes(lines.iter().map(|(_, message)| message.len() + LINE_BYTES).sum());
    let kept = Arc::make_mut(Arc::make_mut(&mut cloud.lines).entry(key.clone()).or_default());
    kept.extend(lines.into_iter().map(|(at, message)| Arc::new(LogLine { at, ingested, message })));
    kept.sort_by_key(|line| line.at);
}

fn filters_of(cloud: &Cloud, key: &StreamKey) -> Vec<(Arc<Value>, FilterPattern)> {
    let place = CloudPlace { kind: FILTER, account: key.account.clone(), region: key.region.clone() };
    let all = cloud.table(&place).into_iter().flat_map(|table| table.values());
    let own = all.filter(|filter| filter.text("logGroupName") == key.group);
    own.filter_map(|filter| Some((filter.clone(), FilterPattern::read(filter.text("filterPattern")).ok()?)))
        .collect()
}

/// A line that matches gives the filter's value; one that does not gives its default, where it has one.
fn count(
    cloud: &mut Cloud,
    key: &StreamKey,
    (filter, pattern): &(Arc<Value>, FilterPattern),
    at: i64,
    message: &str,
) {
    let matched = pattern.matches(message);
    for change in filter.list("metricTransformations") {
        let value = match &matched {
            Some(extracts) => metric_value(change.text("metricValue"), message, extracts),
            None => change.get("defaultValue").and_then(Value::as_float),
        };
        let Some(value) = value else { continue };
        let empty = Extracts::new();
        let dimensions = dimensions(change, message, matched.as_ref().unwrap_or(&empty));
        let (namespace, name) = (change.text("metricNamespace"), change.text("metricName"));
        let metric = metric::key(&key.account, &key.region, namespace, name, &dimensions);
        let minute = at.div_euclid(time::MINUTE) * time::MINUTE;
        metric::put(cloud, metric, Datapoint::of(minute, value), change.get("unit").and_then(Value::as_text));
    }
}

/// Dimensions take their values from the line, as `$.path` or `$field`.
fn dimensions(change: &Value, message: &str, extracts: &Extracts) -> Vec<Value> {
    let Some(Value::Map(wanted)) = change.get("dimensions") else { return Vec::new() };
    let json = Value::from_json(message);
    let of = |from: &str| match from.strip_prefix("$.") {
        Some(path) => json.as_ref()?.at_path(path).first()?.plain(),
        None => extracts.get(from.trim_start_matches('$')).cloned(),
    };
    let pair = |(name, from): (&String, &Value)| {
        Some(Value::from([("Name", name.as_str().into()), ("Value", of(from.as_text()?)?.into())]))
    };
    wanted.iter().filter_map(pair).collect()
}
