//! Figures in and out: what was sent, what exists, what the statistics are.

use crate::{
    call::{Answer, Fault},
    engine::metric,
    service::context::{CallContext, done, listed},
    state::{Datapoint, MetricKey, time},
    value::Value,
};

/// Figures in one call, and how far from now they may be (API reference, `PutMetricData`).
const METRICS_PER_CALL: usize = 1_000;
const PAST: i64 = 14 * time::DAY;
const FUTURE: i64 = 2 * 60 * time::MINUTE;
/// Datapoints of one answer (API reference, `GetMetricStatistics`).
const DATAPOINTS_MAX: i64 = 1_440;
/// Figures beyond this are refused (API reference, `MetricDatum`): 2 to the 360th.
const FIGURE_MAX: f64 = 2.348_542_582_773_833_3e108;
/// Metrics of a page (API reference, `ListMetrics`).
const PAGE: usize = 500;

fn invalid(words: impl Into<String>) -> Fault {
    Fault::sender("InvalidParameterValue", words)
}

pub(super) fn put_metric_data(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["EntityMetricData", "StrictEntityValidation"])?;
    let namespace = cx.text("Namespace");
    if namespace.starts_with("AWS/") || namespace.is_empty() || namespace.starts_with(':') {
        let words =
            "The value for parameter Namespace is invalid: it must not begin with \"AWS/\" or a colon.";
        return Err(invalid(words));
    }
    let metrics = cx.input.list("MetricData");
    if metrics.is_empty() {
        return Err(Fault::sender("MissingParameter", "The parameter MetricData is required."));
    }
    if metrics.len() > METRICS_PER_CALL {
        return Err(invalid(format!("At most {METRICS_PER_CALL} metrics are sent at once.")));
    }
    for one in metrics {
        let at = match one.get("Timestamp").and_then(Value::as_text) {
            Some(text) => time::parse(text).ok_or_else(|| invalid("A Timestamp is no time."))?,
            None => cx.cloud.now(),
        };
        if at < cx.cloud.now() - PAST || at > cx.cloud.now() + FUTURE {
            return Err(invalid("A Timestamp is from two weeks ago until two hours ahead."));
        }
        if one.list("Dimensions").len() > 30 {
            return Err(invalid("A metric has at most 30 dimensions."));
        }
        let resolution = one.int("StorageResolution").unwrap_or(60);
        let step = if resolution == 1 { time::SECOND } else { time::MINUTE };
        let points = points_of(one, at.div_euclid(step) * step)?;
        let key =
            metric::key(cx.account(), cx.region(), namespace, one.text("MetricName"), one.list("Dimensions"));
        for point in points {
            metric::put(cx.cloud, key.clone(), point, one.get("Unit").and_then(Value::as_text));
        }
    }
    done()
}

fn points_of(one: &Value, at: i64) -> Result<Vec<Datapoint>, Fault> {
    let number = |value: &Value| {
        let figure = value.as_float().filter(|figure| figure.abs() <= FIGURE_MAX);
        figure.ok_or_else(|| invalid("A figure is a number from -2^360 to 2^360."))
    };
    if let Some(value) = one.get("Value") {
        return Ok(vec![Datapoint::of(at, number(value)?)]);
    }
    if let Some(set) = one.get("StatisticValues") {
        let of = |name: &str| set.get(name).map_or_else(|| Err(invalid(name)), number);
        let (count, sum, min, max) = (of("SampleCount")?, of("Sum")?, of("Minimum")?, of("Maximum")?);
        if min > max || count <= 0.0 {
            return Err(invalid("A set of statistics has samples, and a Minimum not above its Maximum."));
        }
        return Ok(vec![Datapoint { at, min, max, sum, count }]);
    }
    let (values, counts) = (one.list("Values"), one.list("Counts"));
    if values.is_empty() {
        return Err(Fault::sender("MissingParameter", "A metric needs Value, Values or StatisticValues."));
    }
    if !counts.is_empty() && counts.len() != values.len() {
        return Err(invalid("Values and Counts must be of equal number."));
    }
    let counts = counts.iter().map(Value::as_float).chain(std::iter::repeat(Some(1.0)));
    let pairs = values.iter().zip(counts);
    pairs
        .map(|(value, count)| {
            let (figure, count) = (number(value)?, count.unwrap_or(1.0));
            Ok(Datapoint { sum: figure * count, count, ..Datapoint::of(at, figure) })
        })
        .collect()
}

fn dimensions_value(key: &MetricKey) -> Value {
    let pair = |(name, value): &(String, String)| {
        Value::from([("Name", name.as_str().into()), ("Value", value.as_str().into())])
    };
    Value::List(key.dimensions.iter().map(pair).collect())
}

/// Metrics that were heard in two weeks; with `RecentlyActive`, in three hours.
pub(super) fn list_metrics(cx: &mut CallContext<'_>) -> Answer {
    let back = if cx.text("RecentlyActive").is_empty() { PAST } else { 3 * 60 * time::MINUTE };
    let (now, wanted) = (cx.cloud.now(), cx.input.list("Dimensions"));
    cx.spend(cx.cloud.series.len() * (1 + wanted.len()))?;
    let has = |key: &MetricKey, one: &Value| {
        key.dimensions.iter().any(|(name, value)| {
            name == one.text("Name") && one.get("Value").is_none_or(|v| v.as_text() == Some(value))
        })
    };
    let fits = |key: &MetricKey| {
        *key.account == *cx.account()
            && *key.region == *cx.region()
            && (cx.text("Namespace").is_empty() || key.namespace == cx.text("Namespace"))
            && (cx.text("MetricName").is_empty() || key.name == cx.text("MetricName"))
            && wanted.iter().all(|one| has(key, one))
    };
    let found =
        cx.cloud.series.iter().filter(|(key, series)| fits(key) && series.is_heard(now - back, now + 1));
    let shown = found.map(|(key, _)| {
        Value::from([
            ("Namespace", key.namespace.as_str().into()),
            ("MetricName", key.name.as_str().into()),
            ("Dimensions", dimensions_value(key)),
        ])
    });
    let (page, next) = cx.page(shown.collect(), ("NextToken", "InvalidParameterValue"), Some(PAGE))?;
    Ok(listed("Metrics", page, "NextToken", next))
}

/// The datapoints of each period from `start` until `end`, as the start of the period and its figures.
fn periods(
    cx: &mut CallContext<'_>,
    key: &MetricKey,
    (start, end): (i64, i64),
    period: i64,
) -> Result<Vec<(i64, Vec<Datapoint>)>, Fault> {
    if period <= 0 || !(matches!(period, 1 | 5 | 10 | 20 | 30) || period % 60 == 0) {
        return Err(invalid("Period must be 1, 5, 10, 20, 30 or a multiple of 60."));
    }
    if start >= end {
        return Err(Fault::sender("InvalidParameterCombination", "StartTime must be before EndTime."));
    }
    let step = period * time::SECOND;
    let start = start.div_euclid(step) * step;
    if (end - start) / step > DATAPOINTS_MAX {
        let words = format!("An answer has at most {DATAPOINTS_MAX} datapoints: ask a shorter time.");
        return Err(Fault::sender("InvalidParameterCombination", words));
    }
    let Some(series) = cx.cloud.series.get(key).cloned() else { return Ok(Vec::new()) };
    let until = end.min(cx.cloud.now() + 1);
    cx.spend(usize::try_from((until - start).max(0) / time::MINUTE).unwrap_or(usize::MAX))?;
    let mut found: Vec<(i64, Vec<Datapoint>)> = Vec::new();
    let mut points = series.between(start, until, cx.cloud.seed());
    points.sort_by_key(|point| point.at);
    for point in points {
        let at = point.at.div_euclid(step) * step;
        match found.last_mut().filter(|(last, _)| *last == at) {
            Some((_, of_period)) => of_period.push(point),
            None => found.push((at, vec![point])),
        }
    }
    Ok(found)
}

fn span(value: &Value) -> Result<(i64, i64), Fault> {
    let of = |name: &str| time::parse(value.text(name)).ok_or_else(|| invalid(format!("{name} is no time.")));
    Ok((of("StartTime")?, of("EndTime")?))
}

pub(super) fn get_metric_statistics(cx: &mut CallContext<'_>) -> Answer {
    let statistics = cx.texts("Statistics");
    let extended = cx.texts("ExtendedStatistics");
    if statistics.is_empty() && extended.is_empty() {
        return Err(Fault::sender("MissingParameter", "Statistics or ExtendedStatistics is required."));
    }
    if extended.iter().any(|name| !metric::is_statistic(name)) {
        return Err(Fault::not_here("This statistic"));
    }
    let key = metric::key(
        cx.account(),
        cx.region(),
        cx.text("Namespace"),
        cx.text("MetricName"),
        cx.input.list("Dimensions"),
    );
    let period = cx.input.int("Period").unwrap_or(0);
    let found = periods(cx, &key, span(cx.input)?, period)?;
    let unit = cx.cloud.series.get(&key).and_then(|series| series.unit.clone());
    let datapoints = found.iter().map(|(at, points)| {
        let mut shown = Value::from([("Timestamp", time::text(*at).into())]);
        shown.set("Unit", unit.as_deref().unwrap_or("None"));
        for name in &statistics {
            if let Some(figure) = metric::statistic(points, name) {
                shown.set(name, figure);
            }
        }
        let of = |name: &&str| Some(((*name).to_owned(), Value::Float(metric::statistic(points, name)?)));
        if !extended.is_empty() {
            shown.set("ExtendedStatistics", Value::Map(extended.iter().filter_map(of).collect()));
        }
        shown
    });
    let datapoints = Value::List(datapoints.collect());
    Ok(Value::from([("Label", cx.text("MetricName").into()), ("Datapoints", datapoints)]))
}

pub(super) fn get_metric_data(cx: &mut CallContext<'_>) -> Answer {
    let mut results = Vec::new();
    for query in cx.input.list("MetricDataQueries") {
        let Some(wanted) = query.get("MetricStat") else {
            return Err(Fault::not_here("An expression of metrics"));
        };
        let stat = wanted.text("Stat");
        if !metric::is_statistic(stat) {
            return Err(Fault::not_here("This statistic"));
        }
        let metric = wanted.get("Metric").cloned().unwrap_or_else(Value::empty);
        let (namespace, name) = (metric.text("Namespace"), metric.text("MetricName"));
        let key = metric::key(cx.account(), cx.region(), namespace, name, metric.list("Dimensions"));
        let mut found = periods(cx, &key, span(cx.input)?, wanted.int("Period").unwrap_or(0))?;
        if cx.text("ScanBy") != "TimestampAscending" {
            found.reverse();
        }
        if query.get("ReturnData").and_then(Value::as_bool) == Some(false) {
            continue;
        }
        let figures = found.iter().filter_map(|(at, points)| {
            Some((Value::from(time::text(*at)), Value::from(metric::statistic(points, stat)?)))
        });
        let (times, values): (Vec<Value>, Vec<Value>) = figures.unzip();
        let label = query.get("Label").and_then(Value::as_text).unwrap_or(name);
        results.push(Value::from([
            ("Id", query.text("Id").into()),
            ("Label", label.into()),
            ("Timestamps", Value::List(times)),
            ("Values", Value::List(values)),
            ("StatusCode", "Complete".into()),
        ]));
    }
    Ok(Value::from([("MetricDataResults", Value::List(results)), ("Messages", Value::List(Vec::new()))]))
}
