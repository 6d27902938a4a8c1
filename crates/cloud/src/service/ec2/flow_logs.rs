//! Flow logs: what is to be recorded; the records are lines of the scenario.

use super::{
    kinds::{FLOW_LOG, INTERFACE, SUBNET, VPC},
    shared::{described, filtered, invalid, made_before, need, with_tags},
};
use crate::{
    call::{Answer, Fault},
    engine::net,
    service::context::CallContext,
    value::Value,
};

pub(super) fn create_flow_logs(cx: &mut CallContext<'_>) -> Answer {
    if let Some(before) = made_before(cx, &FLOW_LOG) {
        return Ok(Value::from([("FlowLogIds", vec![before.text("FlowLogId")].into())]));
    }
    let to_group = !matches!(cx.text("LogDestinationType"), "s3" | "kinesis-data-firehose");
    let group = cx.text("LogGroupName");
    if to_group && (group.is_empty() == cx.text("LogDestination").is_empty()) {
        return Err(invalid("A flow log to a log group needs either LogGroupName or LogDestination."));
    }
    if to_group && cx.text("DeliverLogsPermissionArn").is_empty() {
        return Err(invalid(
            "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
        ));
    }
    if !to_group && (!group.is_empty() || cx.text("LogDestination").is_empty()) {
        return Err(invalid("A flow log to this destination needs LogDestination and no LogGroupName."));
    }
    if !matches!(cx.input.int("MaxAggregationInterval"), None | Some(60 | 600)) {
        return Err(invalid("MaxAggregationInterval is 60 or 600."));
    }
    let kind = match cx.text("ResourceType") {
        "VPC" => &VPC,
        "Subnet" => &SUBNET,
        "NetworkInterface" => &INTERFACE,
        other => return Err(Fault::not_here(&format!("A flow log of a {other}"))),
    };
    let mut ids = Vec::new();
    for resource in cx.texts("ResourceIds") {
        need(cx, kind, resource)?;
        let same = |one: &Value| {
            one.text("ResourceId") == resource
                && one.text("LogGroupName") == group
                && one.text("LogDestination") == cx.text("LogDestination")
                && one.text("TrafficType") == cx.text("TrafficType")
        };
        if cx.all(net::FLOW_LOG).iter().any(|one| same(one)) {
            let words =
                "Error. There is an existing Flow Log with the same configuration and log destination.";
            return Err(Fault::sender("FlowLogAlreadyExists", words));
        }
        let id = cx.cloud.new_id("fl");
        let made = Value::from([
            ("FlowLogId", id.as_str().into()),
            ("FlowLogStatus", "ACTIVE".into()),
            ("ResourceId", resource.into()),
            ("CreationTime", cx.now_text().into()),
            ("DeliverLogsStatus", "SUCCESS".into()),
            (
                "LogDestinationType",
                if to_group { "cloud-watch-logs".into() } else { cx.text("LogDestinationType").into() },
            ),
            ("MaxAggregationInterval", cx.input.int("MaxAggregationInterval").unwrap_or(600).into()),
            ("LogFormat", cx.input.get("LogFormat").cloned().unwrap_or_else(|| DEFAULT_FORMAT.into())),
        ]);
        let members = ["LogGroupName", "LogDestination", "TrafficType", "DeliverLogsPermissionArn"];
        let made = with_tags(cx, &FLOW_LOG, made)?.with_of(cx.input, &members);
        let made = made.with("_ClientToken", cx.text("ClientToken"));
        cx.put(net::FLOW_LOG, &id, made);
        ids.push(id);
    }
    Ok(Value::from([("FlowLogIds", ids.into()), ("Unsuccessful", Value::List(Vec::new()))]))
}

/// VPC user guide, "Flow log records": version 2.
const DEFAULT_FORMAT: &str = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} \
                              ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} \
                              ${log-status}";

pub(super) fn describe_flow_logs(cx: &mut CallContext<'_>) -> Answer {
    let ids = cx.texts("FlowLogIds");
    let all = cx.all(net::FLOW_LOG);
    let own = all.iter().filter(|one| ids.is_empty() || ids.contains(&one.text("FlowLogId")));
    let found = filtered(cx, &FLOW_LOG, own.map(|one| (**one).clone()).collect())?;
    described(cx, &FLOW_LOG, found)
}

pub(super) fn delete_flow_logs(cx: &mut CallContext<'_>) -> Answer {
    let mut unsuccessful = Vec::new();
    for id in cx.texts("FlowLogIds") {
        if cx.remove(net::FLOW_LOG, id).is_none() {
            let words = format!("The flow log ID '{id}' does not exist");
            let error =
                Value::from([("Code", "InvalidFlowLogId.NotFound".into()), ("Message", words.into())]);
            unsuccessful.push(Value::from([("ResourceId", id.into()), ("Error", error)]));
        }
    }
    Ok(Value::from([("Unsuccessful", Value::List(unsuccessful))]))
}
