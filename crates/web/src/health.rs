//! Whether it lives, whether it is ready, and how it is doing.

use std::{net::IpAddr, sync::LazyLock, time::Instant};

use assay_app::{JobCount, acts};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::{fault::Fault, routes::Routes, state::Web, visitor::Visitor};

/// Seconds; from a cached page to a stampede.
const BUCKETS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0];

static METRICS: LazyLock<Option<PrometheusHandle>> = LazyLock::new(|| {
    let matcher = Matcher::Full("assay_http_request_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(matcher, &BUCKETS);
    // Only the first router of a process installs it; tests make several.
    builder.ok().and_then(|builder| builder.install_recorder().ok())
});

pub(crate) fn routes() -> Routes {
    LazyLock::force(&METRICS);
    Routes::default()
        .get("/health/live", || async { "ok\n" })
        .get("/health/ready", ready)
        .get("/metrics", metrics)
}

async fn ready(State(web): State<Web>) -> Response {
    if web.app.jobs.accepts_changes(&web.ask()) {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not accept changes\n").into_response()
    }
}

/// For the machine itself, its private network, and the team. What a web server passes on comes from outside:
/// figures about routes and sittings are nobody's there (F23).
async fn metrics(State(web): State<Web>, visitor: Visitor, headers: HeaderMap) -> Result<Response, Fault> {
    let inside = match visitor.address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    };
    let passed_on = ["x-forwarded-for", "forwarded", "via"].iter().any(|name| headers.contains_key(*name));
    if (!inside || passed_on) && !visitor.asking.may_at_all::<acts::SeePeople>() {
        return Err(Fault::not_found());
    }
    metrics::gauge!("assay_sittings_in_memory")
        .set(f64::from(u32::try_from(web.app.sittings.in_memory()).unwrap_or(u32::MAX)));
    if let Ok(waiting) = web.app.jobs.waiting(&visitor.asking).await {
        metrics::gauge!("assay_jobs_waiting").set(f64::from(u32::try_from(waiting).unwrap_or(u32::MAX)));
    }
    if let Ok(counts) = web.app.jobs.counts(&visitor.asking).await {
        let sum = |of: fn(&JobCount) -> i64| {
            f64::from(u32::try_from(counts.iter().map(of).sum::<i64>()).unwrap_or(u32::MAX))
        };
        metrics::gauge!("assay_jobs_dead").set(sum(|count| count.dead));
        metrics::gauge!("assay_jobs_unknown").set(sum(|count| if count.known { 0 } else { count.waiting }));
    }
    let clock = web.app.door.clock_state();
    metrics::gauge!("assay_clock_apart_seconds").set(clock.apart.as_secs_f64());
    metrics::counter!("assay_clock_jumps_total").absolute(clock.jumps.into());
    let accepts = web.app.jobs.accepts_changes(&visitor.asking);
    metrics::gauge!("assay_store_accepts_changes").set(if accepts { 1.0 } else { 0.0 });
    let text = METRICS.as_ref().map(PrometheusHandle::render).unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// Counts and times each request by route; never by what it carried.
pub async fn measure(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let route = path.map_or("none".to_owned(), |path| path.as_str().to_owned());
    // HTTP permits any word as a method; only known ones may make a series.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let labels = [("route", route), ("method", method), ("status", status)];
    metrics::histogram!("assay_http_request_seconds", &labels).record(started.elapsed().as_secs_f64());
    response
}
