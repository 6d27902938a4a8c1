//! Network interfaces: where an address in a subnet is given out and taken back.

use super::{
    kinds::{INTERFACE, SUBNET},
    shared::{describe, invalid, need},
};
use crate::{
    call::{Answer, Fault},
    engine::net::{self, Cidr, address_text},
    service::context::CallContext,
    value::Value,
};

/// Addresses at the start of a subnet that the provider keeps.
const KEPT_AT_START: u32 = 4;

pub(super) fn describe_network_interfaces(cx: &mut CallContext<'_>) -> Answer {
    let mut answer = describe(cx, &INTERFACE)?;
    // Of all kinds this one calls its tags otherwise.
    for interface in answer.list_mut("NetworkInterfaces").into_iter().flatten() {
        let tags = interface.unset("Tags").unwrap_or_else(|| Value::List(Vec::new()));
        interface.set("TagSet", tags);
    }
    Ok(answer)
}

/// Makes an interface in a subnet, with the wanted address or the next free one.
pub(super) fn make(
    cx: &mut CallContext<'_>,
    subnet: &str,
    wanted: &str,
    groups: Value,
    kind: &str,
) -> Result<Value, Fault> {
    let found = need(cx, &SUBNET, subnet)?;
    let net = Cidr::parse(found.text("CidrBlock")).unwrap_or(Cidr::ALL);
    let in_subnet = |one: &&std::sync::Arc<Value>| one.text("SubnetId") == subnet;
    let all = cx.all(net::INTERFACE);
    let taken: Vec<u32> =
        all.iter().filter(in_subnet).filter_map(|one| Cidr::address(one.text("PrivateIpAddress"))).collect();
    let last = net.base + u32::try_from(net.size() - 1).unwrap_or(0);
    let mut usable = (net.base + KEPT_AT_START)..last;
    let address = if wanted.is_empty() {
        let free = usable.find(|address| !taken.contains(address));
        let words = format!("There are not enough free addresses in subnet '{subnet}'.");
        free.ok_or_else(|| Fault::sender("InsufficientFreeAddressesInSubnet", words))?
    } else {
        let address = Cidr::address(wanted).filter(|address| usable.contains(address));
        let address =
            address.ok_or_else(|| invalid("Address does not fall within the subnet's address range"))?;
        if taken.contains(&address) {
            return Err(Fault::sender("InvalidIPAddress.InUse", format!("Address {wanted} is in use.")));
        }
        address
    };
    let id = cx.cloud.new_id("eni");
    let name = address_text(address);
    let primary = Value::from([("Primary", true.into()), ("PrivateIpAddress", name.as_str().into())]);
    let made = Value::from([
        ("NetworkInterfaceId", id.as_str().into()),
        ("SubnetId", subnet.into()),
        ("VpcId", found.text("VpcId").into()),
        ("AvailabilityZone", found.text("AvailabilityZone").into()),
        ("PrivateIpAddress", name.into()),
        ("PrivateIpAddresses", Value::List(vec![primary])),
        ("Groups", groups),
        ("InterfaceType", kind.into()),
        ("Status", "in-use".into()),
        ("OwnerId", cx.account().into()),
        ("SourceDestCheck", (kind != "nat_gateway").into()),
        ("RequesterManaged", (kind != "interface").into()),
        ("Description", "".into()),
    ]);
    cx.put(net::INTERFACE, &id, made.clone());
    count_free(cx, subnet, -1);
    Ok(made)
}

fn count_free(cx: &mut CallContext<'_>, subnet: &str, change: i64) {
    if let Some(found) = cx.find(net::SUBNET, subnet) {
        let free = found.int("AvailableIpAddressCount").unwrap_or(0) + change;
        cx.put(net::SUBNET, subnet, (*found).clone().with("AvailableIpAddressCount", free));
    }
}

/// Takes an interface away, and its address of the internet from it.
pub(super) fn end(cx: &mut CallContext<'_>, id: &str) {
    for address in cx.all(net::ADDRESS).iter().filter(|one| one.text("NetworkInterfaceId") == id) {
        super::public::release_from(cx, address);
    }
    if let Some(gone) = cx.remove(net::INTERFACE, id) {
        count_free(cx, gone.text("SubnetId"), 1);
    }
}
