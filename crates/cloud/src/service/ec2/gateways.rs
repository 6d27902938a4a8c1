//! Internet gateways and NAT gateways.

use super::{
    addresses, interfaces,
    kinds::{ADDRESS, INTERNET_GATEWAY, NAT, SUBNET, VPC},
    routes::set_state_of_routes,
    shared::{depends, describe, described, invalid, made_before, need, with_tags},
};
use crate::{
    call::{Answer, Fault},
    engine::net,
    service::context::{CallContext, done},
    state::{DueChange, time},
    value::Value,
};

/// How long a NAT gateway takes to come and to go, and how long a gone one is shown.
const NAT_COMES: i64 = 90 * time::SECOND;
const NAT_GOES: i64 = 60 * time::SECOND;
const NAT_SHOWN: i64 = 60 * time::MINUTE;

pub(super) fn create_internet_gateway(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.cloud.new_id("igw");
    let made = Value::from([
        ("InternetGatewayId", id.as_str().into()),
        ("OwnerId", cx.account().into()),
        ("Attachments", Value::List(Vec::new())),
    ]);
    let made = with_tags(cx, &INTERNET_GATEWAY, made)?;
    cx.put(net::INTERNET_GATEWAY, &id, made.clone());
    Ok(Value::from([("InternetGateway", made)]))
}

pub(super) fn describe_internet_gateways(cx: &mut CallContext<'_>) -> Answer {
    describe(cx, &INTERNET_GATEWAY)
}

pub(super) fn attach_internet_gateway(cx: &mut CallContext<'_>) -> Answer {
    let (id, vpc) = (cx.text("InternetGatewayId"), cx.text("VpcId"));
    let gateway = need(cx, &INTERNET_GATEWAY, id)?;
    need(cx, &VPC, vpc)?;
    if !gateway.list("Attachments").is_empty() {
        let words = format!("resource {id} is already attached to a network");
        return Err(Fault::sender("Resource.AlreadyAssociated", words));
    }
    if addresses::has_gateway(cx, vpc) {
        return Err(invalid(format!("Network {vpc} already has an internet gateway attached")));
    }
    let attachment = Value::from([("State", "available".into()), ("VpcId", vpc.into())]);
    cx.put(net::INTERNET_GATEWAY, id, (*gateway).clone().with("Attachments", vec![attachment]));
    set_state_of_routes(cx, id, "active");
    done()
}

pub(super) fn detach_internet_gateway(cx: &mut CallContext<'_>) -> Answer {
    let (id, vpc) = (cx.text("InternetGatewayId"), cx.text("VpcId"));
    let gateway = need(cx, &INTERNET_GATEWAY, id)?;
    if !gateway.list("Attachments").iter().any(|one| one.text("VpcId") == vpc) {
        let words = format!("resource {id} is not attached to network {vpc}");
        return Err(Fault::sender("Gateway.NotAttached", words));
    }
    let public = |one: &Value| one.text("VpcId") == vpc && one.get("Association").is_some();
    if cx.all(net::INTERFACE).iter().any(|one| public(one)) {
        let words = format!(
            "Network {vpc} has some mapped public address(es). Please unmap those before detaching the \
                gateway."
        );
        return Err(depends(words));
    }
    cx.put(net::INTERNET_GATEWAY, id, (*gateway).clone().with("Attachments", Value::List(Vec::new())));
    set_state_of_routes(cx, id, "blackhole");
    done()
}

pub(super) fn delete_internet_gateway(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("InternetGatewayId");
    let gateway = need(cx, &INTERNET_GATEWAY, id)?;
    if !gateway.list("Attachments").is_empty() {
        return Err(depends(format!("The internetGateway '{id}' has dependencies and cannot be deleted.")));
    }
    cx.remove(net::INTERNET_GATEWAY, id);
    done()
}

pub(super) fn create_nat_gateway(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["SecondaryAllocationIds", "SecondaryPrivateIpAddresses", "AvailabilityMode", "VpcId"])?;
    if let Some(before) = made_before(cx, &NAT) {
        return Ok(Value::from([("NatGateway", (*before).clone())]));
    }
    let subnet = need(cx, &SUBNET, cx.text("SubnetId"))?;
    let is_private = cx.text("ConnectivityType") == "private";
    let allocation = cx.text("AllocationId");
    let address = match (is_private, allocation.is_empty()) {
        (true, true) => None,
        (false, false) => Some(need(cx, &ADDRESS, allocation)?),
        (true, false) => return Err(invalid("A private NAT gateway has no elastic IP address.")),
        (false, true) => {
            let words =
                "The request must include the AllocationId parameter. Add the required parameter and retry.";
            return Err(Fault::sender("MissingParameter", words));
        }
    };
    if address.as_ref().is_some_and(|address| address.get("AssociationId").is_some()) {
        let words = format!("Elastic IP address [{allocation}] is already associated");
        return Err(Fault::sender("Resource.AlreadyAssociated", words));
    }
    let groups = Value::List(Vec::new());
    let interface =
        interfaces::make(cx, subnet.text("SubnetId"), cx.text("PrivateIpAddress"), groups, "nat_gateway")?;
    let id = cx.cloud.new_id("nat");
    let mut shown = Value::from([
        ("NetworkInterfaceId", interface.text("NetworkInterfaceId").into()),
        ("PrivateIp", interface.text("PrivateIpAddress").into()),
        ("IsPrimary", true.into()),
        ("Status", "succeeded".into()),
    ]);
    let fails = !is_private && !addresses::has_gateway(cx, subnet.text("VpcId"));
    if let Some(address) = address.filter(|_| !fails) {
        let association = addresses::tie(cx, &address, &interface);
        shown = shown.with_of(&address, &["AllocationId", "PublicIp"]).with("AssociationId", association);
    }
    let made = Value::from([
        ("NatGatewayId", id.as_str().into()),
        ("SubnetId", subnet.text("SubnetId").into()),
        ("VpcId", subnet.text("VpcId").into()),
        ("State", "pending".into()),
        ("ConnectivityType", if is_private { "private" } else { "public" }.into()),
        ("CreateTime", cx.now_text().into()),
        ("NatGatewayAddresses", Value::List(vec![shown])),
    ]);
    let mut made = with_tags(cx, &NAT, made)?.with("_ClientToken", cx.text("ClientToken"));
    if fails {
        made.set("FailureCode", "Gateway.NotAttached");
        let words = format!("Network {} has no Internet gateway attached", subnet.text("VpcId"));
        made.set("FailureMessage", words);
    }
    cx.put(net::NAT, &id, made.clone());
    let state = if fails { "failed" } else { "available" };
    let place = cx.place(net::NAT);
    let change = DueChange::Becomes { place, id: id.as_str().into(), member: "State", value: state.into() };
    let due = cx.cloud.now() + NAT_COMES;
    cx.cloud.plan(due, change);
    Ok(Value::from([("NatGateway", made)]))
}

pub(super) fn describe_nat_gateways(cx: &mut CallContext<'_>) -> Answer {
    let found = super::shared::asked_for(cx, &NAT)?;
    described(cx, &NAT, found)
}

pub(super) fn delete_nat_gateway(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("NatGatewayId");
    let nat = need(cx, &NAT, id)?;
    if matches!(nat.text("State"), "deleted" | "deleting") {
        return Ok(Value::from([("NatGatewayId", id.into())]));
    }
    for address in nat.list("NatGatewayAddresses") {
        interfaces::end(cx, address.text("NetworkInterfaceId"));
    }
    let changed = (*nat).clone().with("State", "deleting").with("DeleteTime", cx.now_text());
    cx.put(net::NAT, id, changed);
    set_state_of_routes(cx, id, "blackhole");
    let (place, now) = (cx.place(net::NAT), cx.cloud.now());
    let gone = DueChange::Goes { place: place.clone(), id: id.into() };
    let deleted = DueChange::Becomes { place, id: id.into(), member: "State", value: "deleted".into() };
    cx.cloud.plan(now + NAT_GOES, deleted);
    cx.cloud.plan(now + NAT_SHOWN, gone);
    Ok(Value::from([("NatGatewayId", id.into())]))
}
