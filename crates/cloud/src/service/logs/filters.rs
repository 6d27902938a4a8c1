//! Metric filters: lines that match become figures.

use super::shared::{below, group, invalid, limit, missing};
use crate::{
    call::{Answer, Fault},
    engine::{
        logs::{FILTER, GROUP},
        pattern::FilterPattern,
    },
    service::context::{CallContext, done, listed},
    value::Value,
};

/// Filters of a group (service quotas).
const FILTERS_MAX: usize = 100;

/// Reads a pattern; what is not here is told apart from what is wrong.
pub(super) fn pattern(text: &str) -> Result<FilterPattern, Fault> {
    FilterPattern::read(text).map_err(|words| {
        if words.contains("not available") {
            Fault::not_here("A regular expression in a pattern")
        } else {
            invalid(format!("Invalid metric filter pattern: {words}."))
        }
    })
}

fn check_change(change: &Value) -> Result<(), Fault> {
    let fits = |name: &str| {
        let text = change.text(name);
        (1..=255).contains(&text.chars().count()) && !text.contains([':', '*', '$'])
    };
    if !fits("metricName") || !fits("metricNamespace") {
        return Err(invalid("metricName and metricNamespace have 1 to 255 characters without : * $."));
    }
    if change.text("metricNamespace").starts_with("AWS/") {
        return Err(invalid("metricNamespace must not begin with \"AWS/\"."));
    }
    let value = change.text("metricValue");
    if !(value.parse::<f64>().is_ok() || value.starts_with('$')) {
        return Err(invalid("metricValue is a number or a field of the line, such as $.latency."));
    }
    if change.get("dimensions").is_some() && change.get("defaultValue").is_some() {
        return Err(invalid("A transformation with dimensions has no default value."));
    }
    Ok(())
}

pub(super) fn put_metric_filter(cx: &mut CallContext<'_>) -> Answer {
    let group = group(cx)?;
    let group_name = group.text("logGroupName");
    let name = cx.text("filterName");
    if !(1..=512).contains(&name.chars().count()) || name.contains([':', '*']) {
        return Err(invalid("A filter's name has 1 to 512 characters without : and *."));
    }
    pattern(cx.text("filterPattern"))?;
    let changes = cx.input.list("metricTransformations");
    let [change] = changes else { return Err(invalid("A metric filter has exactly one transformation.")) };
    check_change(change)?;
    let id = below(group_name, name);
    let is_new = cx.find(FILTER, &id).is_none();
    let count = filters_of(cx, group_name).len() + usize::from(is_new);
    if count > FILTERS_MAX {
        return Err(Fault::sender("LimitExceededException", "A log group has at most 100 metric filters."));
    }
    let made = Value::from([
        ("filterName", name.into()),
        ("filterPattern", cx.text("filterPattern").into()),
        ("metricTransformations", Value::List(changes.to_vec())),
        ("creationTime", cx.cloud.now().into()),
        ("logGroupName", group_name.into()),
        ("applyOnTransformedLogs", false.into()),
    ]);
    cx.put(FILTER, &id, made);
    set_count(cx, group_name);
    done()
}

fn filters_of(cx: &CallContext<'_>, group: &str) -> Vec<Value> {
    let all = cx.all(FILTER);
    all.iter().filter(|one| one.text("logGroupName") == group).map(|one| (**one).clone()).collect()
}

fn set_count(cx: &mut CallContext<'_>, name: &str) {
    let count = i64::try_from(filters_of(cx, name).len()).unwrap_or(0);
    if let Some(group) = cx.find(GROUP, name) {
        cx.put(GROUP, name, (*group).clone().with("metricFilterCount", count));
    }
}

pub(super) fn describe_metric_filters(cx: &mut CallContext<'_>) -> Answer {
    if !cx.text("logGroupName").is_empty() {
        group(cx)?;
    }
    let (metric, namespace) = (cx.text("metricName"), cx.text("metricNamespace"));
    if metric.is_empty() != namespace.is_empty() {
        return Err(invalid("metricName and metricNamespace are asked for together."));
    }
    let fits = |filter: &&Value| {
        let change = filter.list("metricTransformations").first().cloned().unwrap_or_else(Value::empty);
        (cx.text("logGroupName").is_empty() || filter.text("logGroupName") == cx.text("logGroupName"))
            && filter.text("filterName").starts_with(cx.text("filterNamePrefix"))
            && (metric.is_empty() || change.text("metricName") == metric)
            && (namespace.is_empty() || change.text("metricNamespace") == namespace)
    };
    let all: Vec<Value> = cx.all(FILTER).iter().map(|filter| (**filter).clone()).collect();
    let items = all.iter().filter(fits).cloned().collect();
    let (page, next) = cx.page(items, ("nextToken", "InvalidParameterException"), limit(cx, 50)?)?;
    Ok(listed("metricFilters", page, "nextToken", next))
}

pub(super) fn delete_metric_filter(cx: &mut CallContext<'_>) -> Answer {
    let group = group(cx)?;
    let name = group.text("logGroupName");
    let gone = cx.remove(FILTER, &below(name, cx.text("filterName")));
    gone.ok_or_else(|| missing("The specified metric filter does not exist."))?;
    set_count(cx, name);
    done()
}

pub(super) fn test_metric_filter(cx: &mut CallContext<'_>) -> Answer {
    let pattern = pattern(cx.text("filterPattern"))?;
    let lines = cx.texts("logEventMessages");
    if !(1..=50).contains(&lines.len()) {
        return Err(invalid("From 1 to 50 lines are tested at once."));
    }
    let found = lines.iter().zip(1_i64..).filter_map(|(line, number)| {
        let extracts = pattern.matches(line)?;
        let extracts = extracts.into_iter().map(|(name, value)| (format!("${name}"), value.into())).collect();
        Some(Value::from([
            ("eventNumber", number.into()),
            ("eventMessage", (*line).into()),
            ("extractedValues", Value::Map(extracts)),
        ]))
    });
    Ok(Value::empty().with("matches", Value::List(found.collect())))
}
