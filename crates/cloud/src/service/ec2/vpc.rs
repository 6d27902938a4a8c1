//! VPCs and their subnets.

use super::{
    kinds::{self, SUBNET, VPC},
    shared::{depends, describe, invalid, need, net_of, required, with_tags, zones},
};
use crate::{
    call::{Answer, Fault},
    engine::net::{self, Cidr},
    service::context::{CallContext, done},
    value::Value,
};

/// Bits of a net that a VPC or a subnet may have (VPC user guide, "VPC CIDR blocks"): /16 to /28.
const NET_BITS: std::ops::RangeInclusive<u32> = 16..=28;
/// Addresses of a subnet that the provider keeps: the first four and the last.
const KEPT_ADDRESSES: u64 = 5;
/// VPCs of a Region (service quotas).
const VPCS_MAX: usize = 5;

pub(super) fn create_vpc(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["AmazonProvidedIpv6CidrBlock", "Ipv6CidrBlock", "Ipv4IpamPoolId", "Ipv6Pool"])?;
    required(cx, &["CidrBlock"])?;
    let cidr = net_of(cx.text("CidrBlock"), "cidrBlock")?;
    if !NET_BITS.contains(&cidr.bits) {
        return Err(Fault::sender("InvalidVpc.Range", format!("The CIDR '{cidr}' is invalid: /16 to /28.")));
    }
    if cx.all(net::VPC).len() >= VPCS_MAX {
        return Err(Fault::sender("VpcLimitExceeded", "The maximum number of VPCs has been reached."));
    }
    let id = cx.cloud.new_id("vpc");
    let block = Value::from([
        ("AssociationId", cx.cloud.new_id("vpc-cidr-assoc").into()),
        ("CidrBlock", cidr.to_string().into()),
        ("CidrBlockState", Value::from([("State", "associated".into())])),
    ]);
    let made = Value::from([
        ("VpcId", id.as_str().into()),
        ("CidrBlock", cidr.to_string().into()),
        ("State", "available".into()),
        ("IsDefault", false.into()),
        ("InstanceTenancy", cx.input.get("InstanceTenancy").cloned().unwrap_or_else(|| "default".into())),
        ("DhcpOptionsId", "default".into()),
        ("OwnerId", cx.account().into()),
        ("CidrBlockAssociationSet", Value::List(vec![block])),
        ("_EnableDnsSupport", true.into()),
        ("_EnableDnsHostnames", false.into()),
        ("_EnableNetworkAddressUsageMetrics", false.into()),
    ]);
    let made = with_tags(cx, &VPC, made)?;
    cx.put(net::VPC, &id, made.clone());
    super::acl::make_default(cx, &id);
    super::groups::make_default(cx, &id);
    super::routes::make_main(cx, &id, &cidr.to_string());
    Ok(Value::from([("Vpc", made)]))
}

pub(super) fn describe_vpcs(cx: &mut CallContext<'_>) -> Answer {
    describe(cx, &VPC)
}

pub(super) fn delete_vpc(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("VpcId");
    need(cx, &VPC, id)?;
    let words = || format!("The vpc '{id}' has dependencies and cannot be deleted.");
    let of_vpc = |one: &Value| one.text("VpcId") == id;
    let is_gone = |one: &Value| matches!(one.text("State"), "deleted" | "deleting");
    for table in [net::SUBNET, net::ENDPOINT, net::NAT, net::INTERFACE] {
        if cx.all(table).iter().any(|one| of_vpc(one) && !is_gone(one)) {
            return Err(depends(words()));
        }
    }
    let attached = |one: &Value| one.list("Attachments").iter().any(of_vpc);
    let is_main = |one: &Value| one.list("Associations").iter().any(|association| association.is("Main"));
    let own = |one: &Value, table: &str| match table {
        net::ACL => one.is("IsDefault"),
        net::GROUP => one.text("GroupName") == "default",
        _ => is_main(one),
    };
    let parts = [net::ACL, net::GROUP, net::ROUTE_TABLE];
    let others = parts.iter().any(|table| cx.all(table).iter().any(|one| of_vpc(one) && !own(one, table)));
    if others || cx.all(net::INTERNET_GATEWAY).iter().any(|one| attached(one)) {
        return Err(depends(words()));
    }
    for (table, member) in parts.into_iter().zip(["NetworkAclId", "GroupId", "RouteTableId"]) {
        for one in cx.all(table).iter().filter(|one| of_vpc(one)) {
            cx.remove(table, one.text(member));
        }
    }
    cx.remove(net::VPC, id);
    done()
}

const ATTRIBUTES: [(&str, &str); 3] = [
    ("enableDnsSupport", "EnableDnsSupport"),
    ("enableDnsHostnames", "EnableDnsHostnames"),
    ("enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics"),
];

pub(super) fn describe_vpc_attribute(cx: &mut CallContext<'_>) -> Answer {
    let vpc = need(cx, &VPC, cx.text("VpcId"))?;
    let wanted = cx.text("Attribute");
    let Some((_, member)) = ATTRIBUTES.iter().find(|(name, _)| *name == wanted) else {
        return Err(invalid(format!("Value ({wanted}) for parameter attribute is invalid.")));
    };
    let value = Value::from([("Value", vpc.is(&format!("_{member}")).into())]);
    Ok(Value::empty().with("VpcId", cx.text("VpcId")).with(member, value))
}

pub(super) fn modify_vpc_attribute(cx: &mut CallContext<'_>) -> Answer {
    let vpc = need(cx, &VPC, cx.text("VpcId"))?;
    let given: Vec<_> = ATTRIBUTES.iter().filter_map(|(_, name)| Some((name, cx.input.get(name)?))).collect();
    let [(name, value)] = given.as_slice() else {
        let words = "Exactly one attribute is changed at a time.";
        return Err(Fault::sender("InvalidParameterCombination", words));
    };
    cx.put(net::VPC, cx.text("VpcId"), (*vpc).clone().with(&format!("_{name}"), value.is("Value")));
    done()
}

pub(super) fn create_subnet(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["Ipv6CidrBlock", "Ipv6Native", "Ipv4IpamPoolId", "OutpostArn"])?;
    required(cx, &["CidrBlock"])?;
    let vpc = need(cx, &VPC, cx.text("VpcId"))?;
    let cidr = net_of(cx.text("CidrBlock"), "cidrBlock")?;
    let whole = Cidr::parse(vpc.text("CidrBlock")).unwrap_or(Cidr::ALL);
    if !NET_BITS.contains(&cidr.bits) || !whole.holds(cidr) {
        let words = format!("The CIDR '{cidr}' is invalid: /16 to /28, inside the VPC's {whole}.");
        return Err(Fault::sender("InvalidSubnet.Range", words));
    }
    let taken = |one: &Value| {
        one.text("VpcId") == vpc.text("VpcId")
            && Cidr::parse(one.text("CidrBlock")).is_some_and(|other| other.overlaps(cidr))
    };
    if let Some(other) = cx.all(net::SUBNET).iter().find(|one| taken(one)) {
        let words = format!("The CIDR '{cidr}' conflicts with subnet {}.", other.text("SubnetId"));
        return Err(Fault::sender("InvalidSubnet.Conflict", words));
    }
    let zones = zones(cx.region());
    let (zone, zone_id) = (cx.text("AvailabilityZone"), cx.text("AvailabilityZoneId"));
    let fits = |(name, id): &&(String, String)| {
        (zone.is_empty() || zone == name) && (zone_id.is_empty() || zone_id == id)
    };
    let Some((zone, zone_id)) = zones.iter().find(fits) else {
        let names = zones.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let words = format!(
            "Value ({zone}{zone_id}) for parameter availabilityZone is invalid. It is one of {names}."
        );
        return Err(invalid(words));
    };
    let id = cx.cloud.new_id("subnet");
    let free = i64::try_from(cidr.size() - KEPT_ADDRESSES).unwrap_or(0);
    let made = Value::from([
        ("SubnetId", id.as_str().into()),
        ("SubnetArn", cx.arn("ec2", &format!("subnet/{id}")).into()),
        ("VpcId", vpc.text("VpcId").into()),
        ("CidrBlock", cidr.to_string().into()),
        ("AvailabilityZone", zone.as_str().into()),
        ("AvailabilityZoneId", zone_id.as_str().into()),
        ("AvailableIpAddressCount", free.into()),
        ("State", "available".into()),
        ("DefaultForAz", false.into()),
        ("MapPublicIpOnLaunch", false.into()),
        ("AssignIpv6AddressOnCreation", false.into()),
        ("MapCustomerOwnedIpOnLaunch", false.into()),
        ("EnableDns64", false.into()),
        ("Ipv6Native", false.into()),
        ("Ipv6CidrBlockAssociationSet", Value::List(Vec::new())),
        ("OwnerId", cx.account().into()),
        (
            "PrivateDnsNameOptionsOnLaunch",
            Value::from([
                ("HostnameType", "ip-name".into()),
                ("EnableResourceNameDnsARecord", false.into()),
                ("EnableResourceNameDnsAAAARecord", false.into()),
            ]),
        ),
    ]);
    let made = with_tags(cx, &SUBNET, made)?;
    cx.put(net::SUBNET, &id, made.clone());
    super::acl::join_default(cx, &id, vpc.text("VpcId"));
    Ok(Value::from([("Subnet", made)]))
}

pub(super) fn describe_subnets(cx: &mut CallContext<'_>) -> Answer {
    describe(cx, &SUBNET)
}

pub(super) fn delete_subnet(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("SubnetId");
    need(cx, &kinds::SUBNET, id)?;
    let in_use = |one: &Value| one.text("SubnetId") == id;
    if cx.all(net::INTERFACE).iter().any(|one| in_use(one)) {
        return Err(depends(format!("The subnet '{id}' has dependencies and cannot be deleted.")));
    }
    for table in [net::ACL, net::ROUTE_TABLE] {
        for one in cx.all(table).iter().filter(|one| one.list("Associations").iter().any(in_use)) {
            let mut changed = (**one).clone();
            if let Some(associations) = changed.list_mut("Associations") {
                associations.retain(|association| !in_use(association));
            }
            let member = if table == net::ACL { "NetworkAclId" } else { "RouteTableId" };
            cx.put(table, one.text(member), changed);
        }
    }
    cx.remove(net::SUBNET, id);
    done()
}

pub(super) fn modify_subnet_attribute(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("SubnetId");
    let subnet = need(cx, &SUBNET, id)?;
    let given = match cx.input {
        Value::Map(members) => members.keys().filter(|name| *name != "SubnetId").count(),
        _ => 0,
    };
    let Some(value) = cx.input.get("MapPublicIpOnLaunch").filter(|_| given == 1) else {
        return Err(Fault::not_here("This attribute of a subnet"));
    };
    cx.put(net::SUBNET, id, (*subnet).clone().with("MapPublicIpOnLaunch", value.is("Value")));
    done()
}
