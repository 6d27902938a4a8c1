//! The single steps of a walk through a network: groups, network ACLs, routes.

use std::sync::Arc;

use crate::{
    engine::{
        net::{self, Cidr},
        way::Hop,
    },
    state::{Cloud, CloudPlace},
    value::Value,
};

/// From which ports Linux opens connections (VPC user guide, "Ephemeral ports").
pub(super) const LINUX_PORTS: (i64, i64) = (32_768, 60_999);
/// From which ports a NAT gateway does.
pub(super) const NAT_PORTS: (i64, i64) = (1_024, 65_535);
/// From which ports a stranger may: any, since it picks its own.
pub(super) const STRANGERS_PORTS: (i64, i64) = (1, 65_535);
/// TCP by its number.
const TCP: &str = "6";

/// One step: nothing, or what stands in the way.
pub(super) type Stride = Result<(), Hop>;

pub(super) fn hop(what: &'static str, id: &str, says: impl Into<String>) -> Hop {
    Hop { what, id: id.to_owned(), says: says.into() }
}

pub(super) fn address_of(interface: &Value) -> u32 {
    Cidr::address(interface.text("PrivateIpAddress")).unwrap_or(0)
}

pub(super) fn public_address(interface: &Value) -> Option<&str> {
    interface.get("Association").map(|association| association.text("PublicIp")).filter(|ip| !ip.is_empty())
}

/// Who the other side of a group's rule is.
pub(super) struct Peer<'v> {
    pub address: u32,
    pub groups: Vec<&'v str>,
}

impl<'v> Peer<'v> {
    pub fn outside(address: u32) -> Self {
        Peer { address, groups: Vec::new() }
    }

    pub fn of(interface: &'v Value) -> Self {
        let groups = interface.list("Groups").iter().map(|group| group.text("GroupId")).collect();
        Peer { address: address_of(interface), groups }
    }
}

/// A network of one account in one Region, and the port that is asked about.
pub(super) struct Net<'a> {
    pub cloud: &'a Cloud,
    pub account: Arc<str>,
    pub region: Arc<str>,
    pub port: i64,
}

impl<'a> Net<'a> {
    pub fn all(&self, kind: &'static str) -> impl Iterator<Item = &'a Arc<Value>> + use<'a> {
        let place = CloudPlace { kind, account: self.account.clone(), region: self.region.clone() };
        self.cloud.table(&place).into_iter().flat_map(|table| table.values())
    }

    pub fn find(&self, kind: &'static str, id: &str) -> Option<&'a Arc<Value>> {
        let place = CloudPlace { kind, account: self.account.clone(), region: self.region.clone() };
        self.cloud.find(&place, id)
    }

    pub fn interface_of(&self, instance: &str) -> Result<&'a Value, String> {
        let is_its = |one: &&Arc<Value>| {
            one.get("Attachment").is_some_and(|attachment| attachment.text("InstanceId") == instance)
        };
        let found = self.all(net::INTERFACE).find(is_its).map(|interface| &**interface);
        found.ok_or_else(|| format!("there is no instance {instance} with a network interface"))
    }

    pub fn runs(&self, instance: &str) -> Stride {
        let state = self.find(net::INSTANCE, instance).and_then(|one| one.get("State"));
        match state.map_or("", |state| state.text("Name")) {
            "running" => Ok(()),
            other => Err(hop("instance", instance, format!("is {other}, not running"))),
        }
    }

    /// The route table of a subnet: its own, or the VPC's main one.
    pub fn table_of(&self, interface: &Value) -> Option<&'a Arc<Value>> {
        let (subnet, vpc) = (interface.text("SubnetId"), interface.text("VpcId"));
        let has = |table: &Value, fits: &dyn Fn(&Value) -> bool| table.list("Associations").iter().any(fits);
        let mut tables = self.all(net::ROUTE_TABLE);
        let own = tables.find(|table| has(table, &|one| one.text("SubnetId") == subnet));
        let mut tables = self.all(net::ROUTE_TABLE);
        own.or_else(|| tables.find(|table| table.text("VpcId") == vpc && has(table, &|one| one.is("Main"))))
    }

    /// The route of the longest prefix that fits: its target, or what is in the way.
    pub fn route(&self, interface: &Value, to: u32) -> Result<(&'a Value, String), Hop> {
        let subnet = interface.text("SubnetId");
        let Some(table) = self.table_of(interface) else {
            return Err(hop("subnet", subnet, "has no route table"));
        };
        let id = table.text("RouteTableId");
        let bits = |route: &Value| {
            let own = Cidr::parse(route.text("DestinationCidrBlock")).filter(|net| net.has(to));
            let listed = route.text("DestinationPrefixListId") == net::store_prefix_list(&self.region);
            let store = net::STORE_NETS.iter().filter_map(|net| Cidr::parse(net)).find(|net| net.has(to));
            own.or(store.filter(|_| listed)).map(|net| net.bits)
        };
        let best = table.list("Routes").iter().filter_map(|route| Some((bits(route)?, route)));
        let Some((_, route)) = best.max_by_key(|(bits, _)| *bits) else {
            return Err(hop("route table", id, format!("has no route to {}", net::address_text(to))));
        };
        let target =
            ["GatewayId", "NatGatewayId", "NetworkInterfaceId"].map(|name| route.text(name)).concat();
        if route.text("State") == "blackhole" {
            return Err(hop("route table", id, format!("sends to {target}, which is gone (blackhole)")));
        }
        Ok((route, target))
    }

    /// Whether the groups of an interface allow the peer.
    pub fn groups(&self, interface: &Value, egress: bool, peer: &Peer<'_>) -> Stride {
        let groups = interface.list("Groups");
        let allows = |group: &Value| {
            let found = self.find(net::GROUP, group.text("GroupId"));
            let rules = found.map_or(&[][..], |group| group.list("_Rules"));
            rules.iter().any(|rule| rule.is("IsEgress") == egress && self.rule_allows(rule, peer))
        };
        if groups.iter().any(allows) {
            return Ok(());
        }
        let ids: Vec<&str> = groups.iter().map(|group| group.text("GroupId")).collect();
        let (way, port) = (if egress { "outbound to" } else { "inbound from" }, self.port);
        let says = format!("has no rule for TCP {port} {way} {}", net::address_text(peer.address));
        Err(hop("security group", &ids.join(", "), says))
    }

    fn rule_allows(&self, rule: &Value, peer: &Peer<'_>) -> bool {
        let port = match rule.text("IpProtocol") {
            "-1" => true,
            "tcp" | TCP => {
                let from = rule.int("FromPort").unwrap_or(-1);
                from <= self.port && self.port <= rule.int("ToPort").unwrap_or(65_535)
            }
            _ => false,
        };
        let group = rule.get("ReferencedGroupInfo").map_or("", |group| group.text("GroupId"));
        let store = rule.text("PrefixListId") == net::store_prefix_list(&self.region);
        let in_store =
            || net::STORE_NETS.iter().filter_map(|net| Cidr::parse(net)).any(|net| net.has(peer.address));
        let who = Cidr::parse(rule.text("CidrIpv4")).is_some_and(|net| net.has(peer.address))
            || (!group.is_empty() && peer.groups.contains(&group))
            || (store && in_store());
        port && who
    }

    /// Whether the network ACL of an interface's subnet lets all these ports through.
    pub fn acl(&self, interface: &Value, egress: bool, peer: u32, ports: (i64, i64)) -> Stride {
        self.acl_pieces(interface, egress, peer, ports).into_iter().collect()
    }

    /// Whether it lets any of them through: enough for a peer that chooses its own.
    pub fn acl_any(&self, interface: &Value, egress: bool, peer: u32, ports: (i64, i64)) -> Stride {
        let pieces = self.acl_pieces(interface, egress, peer, ports);
        if pieces.iter().any(Result::is_ok) { Ok(()) } else { pieces.into_iter().collect() }
    }

    /// What the network ACL says to one port of each piece of these that its rules treat alike.
    fn acl_pieces(&self, interface: &Value, egress: bool, peer: u32, ports: (i64, i64)) -> Vec<Stride> {
        let Some(acl) = self.acl_of(interface) else { return Vec::new() };
        let entries = rules_in_order(acl, egress, peer);
        let edges = entries.iter().flat_map(|entry| {
            let (from, to) = ports_of(entry);
            [from - 1, from, to, to + 1]
        });
        let mut points: Vec<i64> = edges.chain([ports.0, ports.1]).collect();
        points.retain(|point| ports.0 <= *point && *point <= ports.1);
        let judged = |point: i64| {
            let first = entries.iter().find(|entry| {
                let (from, to) = ports_of(entry);
                from <= point && point <= to
            });
            if first.is_some_and(|entry| entry.text("RuleAction") == "allow") {
                return Ok(());
            }
            let number = first.and_then(|entry| entry.int("RuleNumber"));
            let rule = number.filter(|number| *number < 32_767);
            let rule = rule.map_or_else(|| "*".to_owned(), |number| number.to_string());
            let way = if egress { "outbound to" } else { "inbound from" };
            let says = format!("rule {rule} denies TCP {point} {way} {}", net::address_text(peer));
            Err(hop("network ACL", acl.text("NetworkAclId"), says))
        };
        points.into_iter().map(judged).collect()
    }

    /// The network ACL of an interface's subnet.
    pub fn acl_of(&self, interface: &Value) -> Option<&'a Arc<Value>> {
        let subnet = interface.text("SubnetId");
        self.all(net::ACL).find(|acl| {
            acl.list("Associations").iter().any(|association| association.text("SubnetId") == subnet)
        })
    }
}

fn rules_in_order(acl: &Value, egress: bool, peer: u32) -> Vec<&Value> {
    let fits = |entry: &&Value| {
        entry.is("Egress") == egress
            && matches!(entry.text("Protocol"), "-1" | TCP)
            && Cidr::parse(entry.text("CidrBlock")).is_some_and(|net| net.has(peer))
    };
    let mut entries: Vec<&Value> = acl.list("Entries").iter().filter(fits).collect();
    entries.sort_by_key(|entry| entry.int("RuleNumber"));
    entries
}

fn ports_of(entry: &Value) -> (i64, i64) {
    match entry.get("PortRange").filter(|_| entry.text("Protocol") != "-1") {
        Some(range) => (range.int("From").unwrap_or(0), range.int("To").unwrap_or(65_535)),
        None => (0, 65_535),
    }
}
