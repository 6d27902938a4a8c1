//! Figures in and statistics out.

use std::sync::Arc;

use crate::{
    state::{Cloud, Datapoint, MetricKey},
    value::Value,
};

/// About what one datapoint weighs in a lab.
const DATAPOINT_BYTES: usize = 64;

/// The key of a metric from a namespace, a name and the provider's list of dimensions.
pub(crate) fn key(
    account: &str,
    region: &str,
    namespace: &str,
    name: &str,
    dimensions: &[Value],
) -> MetricKey {
    let pair = |one: &Value| (one.text("Name").to_owned(), one.text("Value").to_owned());
    let mut dimensions: Vec<_> = dimensions.iter().map(pair).collect();
    dimensions.sort();
    MetricKey {
        account: Arc::from(account),
        region: Arc::from(region),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        dimensions,
    }
}

/// Adds a datapoint to its metric, which is made where it is new.
pub(crate) fn put(cloud: &mut Cloud, key: MetricKey, point: Datapoint, unit: Option<&str>) {
    cloud.add_bytes(DATAPOINT_BYTES);
    let series = Arc::make_mut(Arc::make_mut(&mut cloud.series).entry(key).or_default());
    series.points.entry(point.at).or_default().push(point);
    if let Some(unit) = unit {
        series.unit = Some(unit.to_owned());
    }
}

/// Whether this is a statistic that is known here: the plain five, and percentiles.
pub(crate) fn is_statistic(name: &str) -> bool {
    matches!(name, "Average" | "Sum" | "Minimum" | "Maximum" | "SampleCount") || percentile(name).is_some()
}

fn percentile(name: &str) -> Option<f64> {
    let figure: f64 = name.strip_prefix('p')?.parse().ok()?;
    (0.0..=100.0).contains(&figure).then_some(figure)
}

/// The statistic over datapoints; none where there are none, or a percentile has only sets.
pub(crate) fn statistic(points: &[Datapoint], name: &str) -> Option<f64> {
    let count: f64 = points.iter().map(|point| point.count).sum();
    let sum: f64 = points.iter().map(|point| point.sum).sum();
    if points.is_empty() || count <= 0.0 {
        return None;
    }
    match name {
        "Average" => Some(sum / count),
        "Sum" => Some(sum),
        "SampleCount" => Some(count),
        "Minimum" => points.iter().map(|point| point.min).reduce(f64::min),
        "Maximum" => points.iter().map(|point| point.max).reduce(f64::max),
        _ => {
            let mut figures: Vec<(f64, f64)> =
                points.iter().filter(|p| p.min >= p.max).map(|p| (p.max, p.count)).collect();
            figures.sort_by(|one, other| one.0.total_cmp(&other.0));
            let wanted = percentile(name)? / 100.0 * figures.iter().map(|(_, count)| count).sum::<f64>();
            let mut seen = 0.0;
            let at = figures.iter().position(|(_, count)| {
                seen += count;
                seen >= wanted
            });
            at.and_then(|at| figures.get(at)).map(|(figure, _)| *figure)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_of_ten_figures_are_those_of_the_guide() {
        let points: Vec<Datapoint> = (1..=10).map(|n| Datapoint::of(0, f64::from(n))).collect();
        let of = |name| statistic(&points, name);
        assert_eq!((of("Average"), of("Sum"), of("SampleCount")), (Some(5.5), Some(55.0), Some(10.0)));
        assert_eq!((of("Minimum"), of("Maximum")), (Some(1.0), Some(10.0)));
        assert_eq!((of("p90"), of("p50"), of("p100")), (Some(9.0), Some(5.0), Some(10.0)));
        assert_eq!(statistic(&[], "Sum"), None);
        assert!(is_statistic("p99.9") && !is_statistic("p101") && !is_statistic("Median"));
    }
}
