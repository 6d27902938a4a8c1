//! Elastic addresses.

use super::{
    kinds::{ADDRESS, INSTANCE, INTERFACE},
    public::{new_public, release_from, set_public},
    shared::{describe, need, with_tags},
};
use crate::{
    call::{Answer, Fault},
    engine::net,
    service::context::{CallContext, done},
    value::Value,
};

/// Elastic addresses of a Region (service quotas).
const ADDRESSES_MAX: usize = 5;

pub(super) fn allocate_address(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["Address", "PublicIpv4Pool", "CustomerOwnedIpv4Pool", "IpamPoolId"])?;
    if cx.all(net::ADDRESS).len() >= ADDRESSES_MAX {
        return Err(Fault::sender(
            "AddressLimitExceeded",
            "The maximum number of addresses has been reached.",
        ));
    }
    let id = cx.cloud.new_id("eipalloc");
    let ip = new_public(cx);
    let made = Value::from([
        ("AllocationId", id.as_str().into()),
        ("PublicIp", ip.into()),
        ("Domain", "vpc".into()),
        ("PublicIpv4Pool", "amazon".into()),
        ("NetworkBorderGroup", cx.region().into()),
    ]);
    let made = with_tags(cx, &ADDRESS, made)?;
    cx.put(net::ADDRESS, &id, made.clone());
    let members = ["AllocationId", "Domain", "NetworkBorderGroup", "PublicIp", "PublicIpv4Pool"];
    Ok(Value::empty().with_of(&made, &members))
}

pub(super) fn describe_addresses(cx: &mut CallContext<'_>) -> Answer {
    let wanted = cx.texts("PublicIps");
    let known = cx.all(net::ADDRESS);
    if let Some(ip) = wanted.iter().find(|ip| !known.iter().any(|one| one.text("PublicIp") == **ip)) {
        return Err(Fault::sender("InvalidAddress.NotFound", format!("Address '{ip}' not found.")));
    }
    let mut answer = describe(cx, &ADDRESS)?;
    if let Some(addresses) = answer.list_mut("Addresses").filter(|_| !wanted.is_empty()) {
        addresses.retain(|one| wanted.contains(&one.text("PublicIp")));
    }
    Ok(answer)
}

pub(super) fn release_address(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("AllocationId");
    let found = need(cx, &ADDRESS, id)?;
    if found.get("AssociationId").is_some() {
        let words = format!("Address {} is in use.", found.text("PublicIp"));
        return Err(Fault::sender("InvalidIPAddress.InUse", words));
    }
    cx.remove(net::ADDRESS, id);
    done()
}

/// Ties an address to an interface.
pub(super) fn tie(cx: &mut CallContext<'_>, address: &Value, interface: &Value) -> String {
    let association = cx.cloud.new_id("eipassoc");
    let mut changed = address
        .clone()
        .with("AssociationId", association.as_str())
        .with_of(interface, &["NetworkInterfaceId", "PrivateIpAddress"])
        .with("NetworkInterfaceOwnerId", cx.account());
    if let Some(attachment) = interface.get("Attachment") {
        changed = changed.with_of(attachment, &["InstanceId"]);
    }
    cx.put(net::ADDRESS, address.text("AllocationId"), changed);
    let shown = Value::from([("AssociationId", association.as_str().into())])
        .with_of(address, &["AllocationId", "PublicIp"])
        .with("IpOwnerId", cx.account());
    set_public(cx, interface.text("NetworkInterfaceId"), Some(shown));
    association
}

/// Whether an internet gateway stands in the VPC.
pub(super) fn has_gateway(cx: &CallContext<'_>, vpc: &str) -> bool {
    let attached = |one: &Value| one.list("Attachments").iter().any(|to| to.text("VpcId") == vpc);
    cx.all(net::INTERNET_GATEWAY).iter().any(|one| attached(one))
}

pub(super) fn associate_address(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["PublicIp", "PrivateIpAddress"])?;
    let address = need(cx, &ADDRESS, cx.text("AllocationId"))?;
    let interface = if cx.input.get("NetworkInterfaceId").is_some() {
        need(cx, &INTERFACE, cx.text("NetworkInterfaceId"))?
    } else {
        let instance = need(cx, &INSTANCE, cx.text("InstanceId"))?;
        let first = instance.list("NetworkInterfaces").first();
        need(cx, &INTERFACE, first.map_or("", |one| one.text("NetworkInterfaceId")))?
    };
    let vpc = interface.text("VpcId");
    if !has_gateway(cx, vpc) {
        let words = format!("Network {vpc} is not attached to any internet gateway");
        return Err(Fault::sender("Gateway.NotAttached", words));
    }
    if address.get("AssociationId").is_some() {
        if cx.input.get("AllowReassociation").and_then(Value::as_bool) == Some(false) {
            let words = format!("resource {} is already associated", address.text("AllocationId"));
            return Err(Fault::sender("Resource.AlreadyAssociated", words));
        }
        release_from(cx, &address);
    }
    let address = need(cx, &ADDRESS, cx.text("AllocationId"))?;
    let association = tie(cx, &address, &interface);
    Ok(Value::from([("AssociationId", association.into())]))
}

pub(super) fn disassociate_address(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["PublicIp"])?;
    let id = cx.text("AssociationId");
    let found =
        cx.all(net::ADDRESS).into_iter().find(|one| one.text("AssociationId") == id && !id.is_empty());
    let Some(found) = found else {
        let words = format!("The association ID '{id}' does not exist");
        return Err(Fault::sender("InvalidAssociationID.NotFound", words));
    };
    let owner = cx.find(net::INTERFACE, found.text("NetworkInterfaceId"));
    if owner.is_some_and(|one| one.text("InterfaceType") == "nat_gateway") {
        let words = "You do not have permission to take an address from a NAT gateway.";
        return Err(Fault::sender("AuthFailure", words));
    }
    release_from(cx, &found);
    done()
}
