//! What the status checks of instances say.
//!
//! They are the provider's own: nothing runs in an instance here.

use super::{
    kinds::{INSTANCE, ResourceKind},
    shared::{described, filtered, need},
};
use crate::{call::Answer, engine::net, service::context::CallContext, state::time, value::Value};

/// How long a new instance's checks take (EC2 user guide, "Status checks": a few minutes).
const CHECKS_TAKE: i64 = 2 * time::MINUTE;

/// Statuses are filtered by what they say (EC2 API reference, `DescribeInstanceStatus`).
const STATUS: ResourceKind = ResourceKind {
    out: "InstanceStatuses",
    filters: &[
        ("availability-zone", "AvailabilityZone"),
        ("instance-state-code", "InstanceState.Code"),
        ("instance-state-name", "InstanceState.Name"),
        ("instance-status.reachability", "InstanceStatus.Details.Status"),
        ("instance-status.status", "InstanceStatus.Status"),
        ("system-status.reachability", "SystemStatus.Details.Status"),
        ("system-status.status", "SystemStatus.Status"),
    ],
    ..INSTANCE
};

/// Instances that run, or all where the call says so.
pub(super) fn describe_instance_status(cx: &mut CallContext<'_>) -> Answer {
    let ids = cx.texts("InstanceIds");
    let found = if ids.is_empty() {
        cx.all(net::INSTANCE)
    } else {
        ids.iter().map(|id| need(cx, &INSTANCE, id)).collect::<Result<_, _>>()?
    };
    let all = cx.input.is("IncludeAllInstances");
    let runs = |one: &Value| one.get("State").is_some_and(|state| state.text("Name") == "running");
    let shown = found.iter().filter(|one| all || runs(one)).map(|one| status(cx, one, runs(one))).collect();
    let shown = filtered(cx, &STATUS, shown)?;
    described(cx, &STATUS, shown)
}

fn status(cx: &CallContext<'_>, instance: &Value, runs: bool) -> Value {
    let launched = time::parse(instance.text("LaunchTime")).unwrap_or_default();
    let checked = cx.cloud.now() - launched >= CHECKS_TAKE;
    let (word, detail) = match (runs, checked) {
        (false, _) => ("not-applicable", None),
        (true, false) => ("initializing", Some("initializing")),
        (true, true) => ("ok", Some("passed")),
    };
    let details: Vec<Value> = detail
        .into_iter()
        .map(|said| Value::from([("Name", "reachability".into()), ("Status", said.into())]))
        .collect();
    let summary = Value::from([("Status", word.into()), ("Details", Value::List(details))]);
    let zone = instance.get("Placement").map_or("", |placement| placement.text("AvailabilityZone"));
    Value::from([
        ("InstanceId", instance.text("InstanceId").into()),
        ("AvailabilityZone", zone.into()),
        ("InstanceState", instance.get("State").cloned().unwrap_or_else(Value::empty)),
        ("InstanceStatus", summary.clone()),
        ("SystemStatus", summary),
    ])
}
