//! Probes of figures: feed a metric, stop it, write lines, and see the effect.

use std::sync::Arc;

use crate::{
    engine::{
        clock::advance,
        logs::{self, FILTER},
    },
    state::{Cloud, CloudPlace, MetricKey, Publication, StreamKey, time},
    value::Value,
};

/// Figures of one probe: a lab's day, minute by minute.
const FIGURES_MAX: usize = 1_440;

/// A metric of a lab, as checks name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric(MetricKey);

impl Metric {
    /// A metric by account, Region, `namespace name`, and dimensions.
    #[must_use]
    pub fn new(account: &str, region: &str, name: &str, dimensions: &[(&str, &str)]) -> Self {
        let (namespace, name) = name.rsplit_once(' ').unwrap_or(("", name));
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut dimensions: Vec<_> = dimensions.iter().map(pair).collect();
        dimensions.sort();
        Metric(MetricKey {
            account: account.into(),
            region: region.into(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            dimensions,
        })
    }

    pub(super) fn key(&self) -> &MetricKey {
        &self.0
    }
}

/// Lets time pass; nothing where the lab's limits end it before.
///
/// # Errors
/// A limit of the lab was reached, so what would have happened is not known.
pub fn waited(cloud: &Cloud, span: i64) -> Result<Cloud, String> {
    let until = cloud.now() + span;
    let (later, _) = advance(cloud, until);
    if later.now() < until {
        return Err("the lab's clock or its events have reached their limit".into());
    }
    Ok(later)
}

/// The lab after figures were fed, one a minute, each in place of the metric's own.
///
/// # Errors
/// There are too many figures, or a limit of the lab was reached.
pub fn fed(cloud: &Cloud, metric: &Metric, figures: &[f64]) -> Result<Cloud, String> {
    if figures.len() > FIGURES_MAX {
        return Err(format!("at most {FIGURES_MAX} figures are fed"));
    }
    let mut fed = cloud.clone();
    let first = (cloud.now().div_euclid(time::MINUTE) + 1) * time::MINUTE;
    let series = Arc::make_mut(Arc::make_mut(&mut fed.series).entry(metric.key().clone()).or_default());
    for (figure, at) in figures.iter().zip((first..).step_by(time::MINUTE.unsigned_abs() as usize)) {
        series.fed.insert(at, *figure);
    }
    let minutes = i64::try_from(figures.len()).unwrap_or(0);
    waited(&fed, first - cloud.now() + minutes * time::MINUTE)
}

/// The lab in which a metric's curve stops now.
#[must_use]
pub fn stopped(cloud: &Cloud, metric: &Metric) -> Cloud {
    let mut after = cloud.clone();
    if let Some(series) = Arc::make_mut(&mut after.series).get_mut(metric.key()) {
        let series = Arc::make_mut(series);
        series.stopped = Some(cloud.now());
        series.fed.retain(|at, _| *at <= cloud.now());
    }
    after
}

/// What was published to a topic since an instant.
#[must_use]
pub fn published_since(cloud: &Cloud, topic: &str, since: i64) -> Vec<Arc<Publication>> {
    let fits = |one: &&Arc<Publication>| one.topic == topic && one.at >= since;
    cloud.publications().iter().filter(fits).cloned().collect()
}

/// The lab after lines were written to a log group now, in a stream of the probe.
///
/// # Errors
/// There is no such group.
pub fn written(
    cloud: &Cloud,
    account: &str,
    region: &str,
    group: &str,
    lines: &[&str],
) -> Result<Cloud, String> {
    let place = CloudPlace { kind: logs::GROUP, account: account.into(), region: region.into() };
    if cloud.find(&place, group).is_none() {
        return Err(format!("there is no log group {group}"));
    }
    let mut after = cloud.clone();
    let key = StreamKey {
        account: account.into(),
        region: region.into(),
        group: group.to_owned(),
        stream: "probe".to_owned(),
    };
    let at = cloud.now();
    logs::write(&mut after, &key, lines.iter().map(|line| (at, (*line).to_owned())).collect());
    Ok(after)
}

/// The metrics that the filters of a log group feed, without dimensions.
#[must_use]
pub fn metrics_of_filters(cloud: &Cloud, account: &str, region: &str, group: &str) -> Vec<Metric> {
    let place = CloudPlace { kind: FILTER, account: account.into(), region: region.into() };
    let filters = cloud.table(&place).into_iter().flat_map(|table| table.values());
    let own = filters.filter(|filter| filter.text("logGroupName") == group);
    let changes = own.flat_map(|filter| filter.list("metricTransformations"));
    let named = |change: &Value| {
        let name = format!("{} {}", change.text("metricNamespace"), change.text("metricName"));
        Metric::new(account, region, &name, &[])
    };
    changes.map(named).collect()
}

/// The sum of a metric's figures, over all its dimensions, since an instant.
#[must_use]
pub fn metric_sum(cloud: &Cloud, metric: &Metric, since: i64) -> f64 {
    let wanted = metric.key();
    let same = |key: &MetricKey| {
        (&key.account, &key.region, &key.namespace, &key.name)
            == (&wanted.account, &wanted.region, &wanted.namespace, &wanted.name)
            && wanted.dimensions.iter().all(|pair| key.dimensions.contains(pair))
    };
    let since = since.div_euclid(time::MINUTE) * time::MINUTE;
    let own = cloud.series.iter().filter(|(key, _)| same(key));
    own.flat_map(|(_, series)| series.between(since, cloud.now() + 1, cloud.seed())).map(|p| p.sum).sum()
}
