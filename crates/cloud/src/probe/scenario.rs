//! What a scenario gives and no call can: curves, lines of logs, failures.

use std::sync::Arc;

use crate::{
    call::Fault,
    engine::logs::{self, GROUP, STREAM},
    probe::figures::Metric,
    state::{Cloud, CloudPlace, MetricCurve, PlannedFailure, StreamKey, time},
    value::Value,
};

/// Days of a metric that a scenario has been heard before its lab begins.
const HEARD_BEFORE: i64 = 14 * time::DAY;

/// The lab in which a metric follows a named curve, as it has for two weeks.
///
/// # Errors
/// There is no curve of that name.
pub fn with_curve(cloud: &Cloud, metric: &Metric, curve: &str, every_minutes: i64) -> Result<Cloud, String> {
    let from = cloud.now() - HEARD_BEFORE;
    let curve = MetricCurve::named(curve, from, every_minutes.clamp(1, 1_440) * time::MINUTE)
        .ok_or_else(|| format!("there is no curve {curve}"))?;
    Ok(with_shape(cloud, metric, curve))
}

/// The lab in which a metric follows this curve.
#[must_use]
pub fn with_shape(cloud: &Cloud, metric: &Metric, curve: MetricCurve) -> Cloud {
    let mut after = cloud.clone();
    let series = Arc::make_mut(&mut after.series).entry(metric.key().clone()).or_default();
    let series = Arc::make_mut(series);
    series.curve = Some(curve);
    series.stopped = None;
    after
}

/// The lab in which lines stand in a log, each at its instant.
///
/// Filters see them as they see any line.
///
/// # Errors
/// There is no such group.
pub fn with_lines(
    cloud: &Cloud,
    (account, region): (&str, &str),
    (group, stream): (&str, &str),
    lines: &[(i64, &str)],
) -> Result<Cloud, String> {
    let place = |kind| CloudPlace { kind, account: account.into(), region: region.into() };
    if cloud.find(&place(GROUP), group).is_none() {
        return Err(format!("there is no log group {group}"));
    }
    let mut after = cloud.clone();
    let id = format!("{group}\n{stream}");
    if after.find(&place(STREAM), &id).is_none() {
        let arn = format!("arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:{stream}");
        let made = Value::from([
            ("logStreamName", stream.into()),
            ("creationTime", cloud.now().into()),
            ("arn", arn.into()),
            ("storedBytes", 0_i64.into()),
        ]);
        after.put(&place(STREAM), &id, made);
    }
    let key = StreamKey {
        account: account.into(),
        region: region.into(),
        group: group.to_owned(),
        stream: stream.to_owned(),
    };
    logs::write(&mut after, &key, lines.iter().map(|(at, line)| (*at, (*line).to_owned())).collect());
    Ok(after)
}

/// The lab in which the next calls of an operation are refused.
#[must_use]
pub fn with_failure(cloud: &Cloud, service: &str, operation: &str, fault: Fault, times: u32) -> Cloud {
    let mut after = cloud.clone();
    let planned =
        PlannedFailure { service: service.to_owned(), operation: operation.to_owned(), fault, times };
    Arc::make_mut(&mut after.failures).push(planned);
    after
}
