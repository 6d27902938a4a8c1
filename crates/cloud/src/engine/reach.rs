//! Whether one end of a network reaches another, and what is in the way.
//!
//! The way out and the way back are walked: security groups at both ends (they remember connections),
//! network ACLs of each subnet that is crossed (they do not, so the way back needs the ephemeral ports),
//! routes by the longest prefix, gateways with their state and addresses, endpoints. From the provider's VPC
//! user guide, "Network ACLs" (ephemeral ports), "Route priority", "NAT gateways" and "Gateway endpoints".

use crate::{
    engine::{
        net::{self, Cidr},
        walk::{LINUX_PORTS, NAT_PORTS, Net, Peer, STRANGERS_PORTS, Stride, address_of, hop, public_address},
        way::{Hop, NetworkEnd, Traced},
    },
    state::Cloud,
    value::Value,
};

/// Addresses of the internet that stand for all: each quarter of the space has one.
const OUTSIDE: [u32; 4] = [0x1700_0201, 0x5db8_d822, 0x9765_0284, 0xcb00_710a];
/// An address of the object store, in its prefix list.
const STORE: u32 = 0x34da_000a;

/// Walks from one end to the other by TCP; `Err` says why it cannot be told.
///
/// To the internet counts as reached when every address that stands for it is; from the internet when any is.
///
/// # Errors
/// An instance does not exist, or the way leaves what this engine knows.
pub fn reach(
    cloud: &Cloud,
    (account, region): (&str, &str),
    from: &NetworkEnd,
    to: &NetworkEnd,
    port: u16,
) -> Result<Traced, String> {
    let net = Net { cloud, account: account.into(), region: region.into(), port: i64::from(port) };
    match (from, to) {
        (NetworkEnd::Instance(from), NetworkEnd::Internet) => {
            let interface = net.interface_of(from)?;
            let mut last = Traced::default();
            for outside in OUTSIDE {
                last = traced(|way| outward(&net, way, from, interface, outside));
                if !last.reached() {
                    break;
                }
            }
            Ok(last)
        }
        (NetworkEnd::Internet, NetworkEnd::Instance(to)) => {
            let interface = net.interface_of(to)?;
            let mut last = Traced::default();
            for outside in openers(&net, interface) {
                last = traced(|way| inward(&net, way, to, interface, outside));
                if last.reached() {
                    break;
                }
            }
            Ok(last)
        }
        (NetworkEnd::Instance(from), NetworkEnd::Instance(to)) => {
            let (one, other) = (net.interface_of(from)?, net.interface_of(to)?);
            Ok(traced(|way| {
                net.runs(from)?;
                net.runs(to)?;
                inside(&net, way, one, other)
            }))
        }
        (NetworkEnd::Instance(from), NetworkEnd::Store) => {
            let interface = net.interface_of(from)?;
            Ok(traced(|way| {
                net.runs(from)?;
                to_store(&net, way, from, interface)
            }))
        }
        _ => Err("only ways from or to an instance can be walked".into()),
    }
}

fn traced(walk: impl FnOnce(&mut Traced) -> Stride) -> Traced {
    let mut way = Traced::default();
    way.blocked_at = walk(&mut way).err();
    way
}

/// Outside addresses to try against an instance: those that stand for all, and the first of each rule's net.
fn openers(net: &Net<'_>, interface: &Value) -> Vec<u32> {
    let mut found = OUTSIDE.to_vec();
    for group in interface.list("Groups").iter().filter_map(|one| net.find(net::GROUP, one.text("GroupId"))) {
        let nets = group.list("_Rules").iter().filter_map(|rule| Cidr::parse(rule.text("CidrIpv4")));
        found.extend(nets.filter(|net| net.bits > 0 && is_public(net.base)).map(|net| net.base | 1));
    }
    found
}

fn is_public(address: u32) -> bool {
    let private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16"];
    !private.iter().filter_map(|net| Cidr::parse(net)).any(|net| net.has(address))
}

/// The internet gateway stands in the interface's VPC.
fn gateway_attached(net: &Net<'_>, way: &mut Traced, gateway: &str, interface: &Value) -> Stride {
    let attached =
        |one: &Value| one.list("Attachments").iter().any(|to| to.text("VpcId") == interface.text("VpcId"));
    if net.find(net::INTERNET_GATEWAY, gateway).is_some_and(|one| attached(one)) {
        way.hops.push(hop("internet gateway", gateway, "lets through"));
        return Ok(());
    }
    Err(hop("internet gateway", gateway, "is not attached to the VPC"))
}

fn outward(net: &Net<'_>, way: &mut Traced, from: &str, interface: &Value, to: u32) -> Stride {
    net.runs(from)?;
    way.hops.push(hop("instance", from, "asks"));
    net.groups(interface, true, &Peer::outside(to))?;
    net.acl(interface, true, to, (net.port, net.port))?;
    let (_, target) = net.route(interface, to)?;
    way.hops.push(table_hop(net, interface, &target));
    if target.starts_with("nat-") {
        way.via = "nat";
        through_nat(net, way, &target, interface, to)?;
    } else if target.starts_with("igw-") {
        way.via = "igw";
        gateway_attached(net, way, &target, interface)?;
        if public_address(interface).is_none() {
            let says = "has no public address, and an internet gateway translates only those";
            return Err(hop("instance", from, says));
        }
    } else {
        return Err(hop("route", &target, "does not lead to the internet"));
    }
    net.acl(interface, false, to, LINUX_PORTS)
}

fn table_hop(net: &Net<'_>, interface: &Value, target: &str) -> Hop {
    let id = net.table_of(interface).map_or("", |table| table.text("RouteTableId"));
    hop("route table", id, format!("sends to {target}"))
}

fn through_nat(net: &Net<'_>, way: &mut Traced, id: &str, from: &Value, to: u32) -> Stride {
    let Some(nat) = net.find(net::NAT, id) else { return Err(hop("NAT gateway", id, "does not exist")) };
    let state = nat.text("State");
    if state != "available" {
        return Err(hop("NAT gateway", id, format!("is {state}")));
    }
    if nat.text("ConnectivityType") == "private" {
        return Err(hop("NAT gateway", id, "is private: it does not lead to the internet"));
    }
    way.hops.push(hop("NAT gateway", id, "translates"));
    let source = address_of(from);
    // Inside one subnet no network ACL is crossed.
    if nat.text("SubnetId") != from.text("SubnetId") {
        net.acl(nat, false, source, (net.port, net.port))?;
        net.acl(nat, true, source, LINUX_PORTS)?;
    }
    net.acl(nat, true, to, (net.port, net.port))?;
    let (_, target) = net.route(nat, to)?;
    if !target.starts_with("igw-") {
        let says = format!("stands in a subnet whose way out is {target}, not an internet gateway");
        return Err(hop("NAT gateway", id, says));
    }
    gateway_attached(net, way, &target, nat)?;
    net.acl(nat, false, to, NAT_PORTS)
}

fn inward(net: &Net<'_>, way: &mut Traced, to: &str, interface: &Value, from: u32) -> Stride {
    net.runs(to)?;
    way.via = "igw";
    if public_address(interface).is_none() {
        return Err(hop("instance", to, "has no public address"));
    }
    net.acl(interface, false, from, (net.port, net.port))?;
    net.groups(interface, false, &Peer::outside(from))?;
    let (_, target) = net.route(interface, from)?;
    if !target.starts_with("igw-") {
        return Err(hop("route", &target, "gives answers no way back through an internet gateway"));
    }
    gateway_attached(net, way, &target, interface)?;
    way.hops.push(hop("instance", to, "answers"));
    // A stranger asks from the port whose answers get back to it; one is enough.
    net.acl_any(interface, true, from, STRANGERS_PORTS)
}

/// Between two interfaces of one VPC.
fn inside(net: &Net<'_>, way: &mut Traced, from: &Value, to: &Value) -> Stride {
    way.via = "local";
    if from.text("VpcId") != to.text("VpcId") {
        return Err(hop("VPC", from.text("VpcId"), format!("has no way to {}", to.text("VpcId"))));
    }
    let (source, target) = (address_of(from), address_of(to));
    net.groups(from, true, &Peer::of(to))?;
    let crosses = from.text("SubnetId") != to.text("SubnetId");
    if crosses {
        net.acl(from, true, target, (net.port, net.port))?;
        net.acl(to, false, source, (net.port, net.port))?;
    }
    net.groups(to, false, &Peer::of(from))?;
    if crosses {
        net.acl(to, true, source, LINUX_PORTS)?;
        net.acl(from, false, target, LINUX_PORTS)?;
    }
    way.hops.push(hop("network interface", to.text("NetworkInterfaceId"), "answers"));
    Ok(())
}

/// To the object store: a private name leads to an interface endpoint, a prefix list to a gateway endpoint.
fn to_store(net: &Net<'_>, way: &mut Traced, from: &str, interface: &Value) -> Stride {
    let in_vpc = |endpoint: &Value| {
        endpoint.text("VpcId") == interface.text("VpcId")
            && endpoint.text("ServiceName").ends_with(".s3")
            && endpoint.text("State") == "available"
    };
    let named = |endpoint: &Value| {
        endpoint.text("VpcEndpointType") == "Interface" && endpoint.is("PrivateDnsEnabled")
    };
    if let Some(endpoint) = net.all(net::ENDPOINT).find(|one| in_vpc(one) && named(one)) {
        let ids = endpoint.list("NetworkInterfaceIds").iter().filter_map(Value::as_text);
        let mut blocked = hop("VPC endpoint", endpoint.text("VpcEndpointId"), "has no network interface");
        for other in ids.filter_map(|id| net.find(net::INTERFACE, id)) {
            match inside(net, way, interface, other) {
                Ok(()) => {
                    way.via = "vpce";
                    way.hops.push(hop("VPC endpoint", endpoint.text("VpcEndpointId"), "answers"));
                    return Ok(());
                }
                Err(hop) => blocked = hop,
            }
        }
        return Err(blocked);
    }
    let (_, target) = net.route(interface, STORE)?;
    if !target.starts_with("vpce-") {
        return outward(net, way, from, interface, STORE);
    }
    way.via = "vpce";
    way.hops.push(table_hop(net, interface, &target));
    net.groups(interface, true, &Peer::outside(STORE))?;
    net.acl(interface, true, STORE, (net.port, net.port))?;
    if net.find(net::ENDPOINT, &target).is_none_or(|endpoint| endpoint.text("State") != "available") {
        return Err(hop("VPC endpoint", &target, "is not available"));
    }
    way.hops.push(hop("VPC endpoint", &target, "answers"));
    net.acl(interface, false, STORE, LINUX_PORTS)
}
