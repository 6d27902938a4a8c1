//! VPC endpoints: private ways to services, by route or by interface.

use super::{
    groups, interfaces,
    kinds::{ENDPOINT, ROUTE_TABLE, SUBNET, VPC},
    shared::{describe, invalid, made_before, need, with_tags},
};
use crate::{
    call::{Answer, Fault},
    engine::{net, policy},
    service::context::{CallContext, listed},
    state::{DueChange, time},
    value::Value,
};

/// How long an interface endpoint takes to come.
const COMES: i64 = 60 * time::SECOND;
/// Services with an endpoint here, and whether a gateway's is among them.
const SERVICES: [(&str, bool); 13] = [
    ("s3", true),
    ("dynamodb", true),
    ("ec2", false),
    ("ec2messages", false),
    ("ecr.api", false),
    ("ecr.dkr", false),
    ("kms", false),
    ("logs", false),
    ("monitoring", false),
    ("secretsmanager", false),
    ("sns", false),
    ("ssm", false),
    ("ssmmessages", false),
];
/// What an endpoint allows when nobody has said otherwise.
const OPEN: &str = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\
                    \"Action\":\"*\",\"Resource\":\"*\"}]}";

fn full_name(cx: &CallContext<'_>, service: &str) -> String {
    format!("com.amazonaws.{}.{service}", cx.region())
}

fn parameter(words: impl Into<String>) -> Fault {
    Fault::sender("InvalidParameter", words)
}

pub(super) fn create_vpc_endpoint(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["IpAddressType", "SubnetConfigurations", "ResourceConfigurationArn", "ServiceNetworkArn"])?;
    if let Some(before) = made_before(cx, &ENDPOINT) {
        return Ok(Value::from([("VpcEndpoint", as_modelled((*before).clone()))]));
    }
    let vpc = need(cx, &VPC, cx.text("VpcId"))?;
    let name = cx.text("ServiceName");
    let Some((_, has_gateway)) = SERVICES.iter().find(|(service, _)| full_name(cx, service) == name) else {
        let words = format!("The Vpc Endpoint Service '{name}' does not exist");
        return Err(Fault::sender("InvalidServiceName", words));
    };
    let kind = match cx.text("VpcEndpointType") {
        "" => "Gateway",
        kind => kind,
    };
    match kind {
        "Gateway" if !has_gateway => {
            let words = format!(
                "Endpoint type (Gateway) does not match available service types ([Interface]) of {name}."
            );
            return Err(parameter(words));
        }
        "Interface" if name.ends_with(".dynamodb") => return Err(Fault::not_here("This interface endpoint")),
        "Gateway" | "Interface" => {}
        other => return Err(Fault::not_here(&format!("An endpoint of type {other}"))),
    }
    let id = cx.cloud.new_id("vpce");
    let is_gateway = kind == "Gateway";
    let made = Value::from([
        ("VpcEndpointId", id.as_str().into()),
        ("VpcEndpointType", kind.into()),
        ("VpcId", vpc.text("VpcId").into()),
        ("ServiceName", name.into()),
        ("State", if is_gateway { "available" } else { "pending" }.into()),
        ("PolicyDocument", policy_of(cx)?.into()),
        ("RouteTableIds", Value::List(Vec::new())),
        ("SubnetIds", Value::List(Vec::new())),
        ("Groups", Value::List(Vec::new())),
        ("NetworkInterfaceIds", Value::List(Vec::new())),
        ("DnsEntries", Value::List(Vec::new())),
        ("PrivateDnsEnabled", false.into()),
        ("RequesterManaged", false.into()),
        ("OwnerId", cx.account().into()),
        ("CreationTimestamp", cx.now_text().into()),
    ]);
    let mut made = with_tags(cx, &ENDPOINT, made)?.with("_ClientToken", cx.text("ClientToken"));
    if is_gateway {
        if ["SubnetIds", "SecurityGroupIds"].iter().any(|name| !cx.input.list(name).is_empty()) {
            return Err(parameter("A gateway endpoint has route tables, no subnets and no security groups."));
        }
        join_tables(cx, &mut made, &cx.texts("RouteTableIds"))?;
    } else {
        set_up_interface(cx, &mut made, &vpc)?;
        let place = cx.place(net::ENDPOINT);
        let due = cx.cloud.now() + COMES;
        let id = id.as_str().into();
        cx.cloud.plan(due, DueChange::Becomes { place, id, member: "State", value: "available".into() });
    }
    cx.put(net::ENDPOINT, &id, made.clone());
    Ok(Value::from([("VpcEndpoint", as_modelled(made))]))
}

fn policy_of(cx: &CallContext<'_>) -> Result<String, Fault> {
    match cx.input.get("PolicyDocument").and_then(Value::as_text) {
        None => Ok(OPEN.to_owned()),
        Some(text) => {
            policy::checked(text, true).map_err(|words| Fault::sender("InvalidPolicyDocument", words))?;
            Ok(text.to_owned())
        }
    }
}

fn set_up_interface(cx: &mut CallContext<'_>, made: &mut Value, vpc: &Value) -> Result<(), Fault> {
    if !cx.input.list("RouteTableIds").is_empty() {
        return Err(parameter("An interface endpoint has subnets, no route tables."));
    }
    let groups = groups::of_interface(cx, &cx.texts("SecurityGroupIds"), vpc.text("VpcId"))?;
    made.set("Groups", groups);
    // The provider's default for its own services is a private name.
    let private = cx.input.get("PrivateDnsEnabled").and_then(Value::as_bool).unwrap_or(true);
    set_private_name(cx, made, vpc, private)?;
    join_subnets(cx, made, &cx.texts("SubnetIds"))
}

fn set_private_name(cx: &CallContext<'_>, made: &mut Value, vpc: &Value, on: bool) -> Result<(), Fault> {
    if on && !(vpc.is("_EnableDnsSupport") && vpc.is("_EnableDnsHostnames")) {
        let words = "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC \
            attributes set to true.";
        return Err(parameter(words));
    }
    let same = |one: &Value| {
        one.text("VpcId") == made.text("VpcId")
            && one.text("ServiceName") == made.text("ServiceName")
            && one.text("VpcEndpointId") != made.text("VpcEndpointId")
            && one.is("PrivateDnsEnabled")
    };
    if on && cx.all(net::ENDPOINT).iter().any(|one| same(one)) {
        return Err(parameter(
            "private-dns-enabled cannot be set: a conflicting DNS domain exists in the VPC.",
        ));
    }
    made.set("PrivateDnsEnabled", on);
    Ok(())
}

fn join_subnets(cx: &mut CallContext<'_>, made: &mut Value, subnets: &[&str]) -> Result<(), Fault> {
    for subnet in subnets {
        let found = need(cx, &SUBNET, subnet)?;
        if found.text("VpcId") != made.text("VpcId") {
            return Err(parameter(format!("The subnet {subnet} is of another VPC.")));
        }
        let groups = made.get("Groups").cloned().unwrap_or_else(|| Value::List(Vec::new()));
        let interface = interfaces::make(cx, subnet, "", groups, "vpc_endpoint")?;
        made.push("SubnetIds", *subnet);
        made.push("NetworkInterfaceIds", interface.text("NetworkInterfaceId"));
    }
    Ok(())
}

/// A gateway endpoint puts a route to its prefix list into each of its tables.
fn join_tables(cx: &mut CallContext<'_>, made: &mut Value, tables: &[&str]) -> Result<(), Fault> {
    let list = net::store_prefix_list(cx.region());
    let is_store = made.text("ServiceName").ends_with(".s3");
    let list = if is_store { list } else { format!("pl-0d{}", list.trim_start_matches("pl-")) };
    for id in tables {
        let table = need(cx, &ROUTE_TABLE, id)?;
        if table.text("VpcId") != made.text("VpcId") {
            return Err(parameter(format!("The route table {id} is of another VPC.")));
        }
        if table.list("Routes").iter().any(|route| route.text("DestinationPrefixListId") == list) {
            let words =
                format!("route table {id} already has a route with destination-prefix-list-id {list}");
            return Err(Fault::sender("RouteAlreadyExists", words));
        }
        let route = Value::from([
            ("DestinationPrefixListId", list.as_str().into()),
            ("GatewayId", made.text("VpcEndpointId").into()),
            ("Origin", "CreateRoute".into()),
            ("State", "active".into()),
        ]);
        let mut changed = (*table).clone();
        changed.push("Routes", route);
        cx.put(net::ROUTE_TABLE, id, changed);
        made.push("RouteTableIds", *id);
    }
    Ok(())
}

fn leave_table(cx: &mut CallContext<'_>, endpoint: &str, table: &str) {
    let Some(found) = cx.find(net::ROUTE_TABLE, table) else { return };
    let mut changed = (*found).clone();
    if let Some(routes) = changed.list_mut("Routes") {
        routes.retain(|route| route.text("GatewayId") != endpoint);
    }
    cx.put(net::ROUTE_TABLE, table, changed);
}

pub(super) fn modify_vpc_endpoint(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["IpAddressType", "DnsOptions", "SubnetConfigurations"])?;
    let id = cx.text("VpcEndpointId");
    let mut changed = (*need(cx, &ENDPOINT, id)?).clone();
    if cx.input.is("ResetPolicy") {
        changed.set("PolicyDocument", OPEN);
    } else if cx.input.get("PolicyDocument").is_some() {
        changed.set("PolicyDocument", policy_of(cx)?);
    }
    let is_gateway = changed.text("VpcEndpointType") == "Gateway";
    let of_gateway = ["AddRouteTableIds", "RemoveRouteTableIds"];
    let of_interface = [
        "AddSubnetIds",
        "RemoveSubnetIds",
        "AddSecurityGroupIds",
        "RemoveSecurityGroupIds",
        "PrivateDnsEnabled",
    ];
    let wrong = if is_gateway { &of_interface[..] } else { &of_gateway[..] };
    if let Some(name) = wrong.iter().find(|name| cx.input.get(name).is_some()) {
        return Err(parameter(format!("{name} does not fit an endpoint of this type.")));
    }
    for table in cx.texts("RemoveRouteTableIds") {
        leave_table(cx, id, table);
    }
    take_out(&mut changed, "RouteTableIds", &cx.texts("RemoveRouteTableIds"));
    join_tables(cx, &mut changed, &cx.texts("AddRouteTableIds"))?;
    if !is_gateway {
        modify_interface(cx, &mut changed)?;
    }
    cx.put(net::ENDPOINT, id, changed);
    Ok(Value::from([("Return", true.into())]))
}

fn take_out(value: &mut Value, list: &str, gone: &[&str]) {
    if let Some(items) = value.list_mut(list) {
        items.retain(|item| !item.as_text().is_some_and(|item| gone.contains(&item)));
    }
}

fn modify_interface(cx: &mut CallContext<'_>, changed: &mut Value) -> Result<(), Fault> {
    let vpc = need(cx, &VPC, changed.text("VpcId"))?;
    let removed = cx.texts("RemoveSecurityGroupIds");
    let before: Vec<String> =
        changed.list("Groups").iter().map(|group| group.text("GroupId").to_owned()).collect();
    let mut ids: Vec<&str> = before.iter().map(String::as_str).filter(|id| !removed.contains(id)).collect();
    ids.extend(cx.texts("AddSecurityGroupIds").into_iter().filter(|id| !before.iter().any(|b| b == id)));
    let groups = groups::of_interface(cx, &ids, vpc.text("VpcId"))?;
    changed.set("Groups", groups.clone());
    let gone = cx.texts("RemoveSubnetIds");
    let owned: Vec<String> = changed.list("NetworkInterfaceIds").iter().filter_map(Value::plain).collect();
    for id in owned {
        let Some(interface) = cx.find(net::INTERFACE, &id) else { continue };
        if gone.contains(&interface.text("SubnetId")) {
            interfaces::end(cx, &id);
            take_out(changed, "NetworkInterfaceIds", &[id.as_str()]);
        } else {
            cx.put(net::INTERFACE, &id, (*interface).clone().with("Groups", groups.clone()));
        }
    }
    take_out(changed, "SubnetIds", &gone);
    if let Some(on) = cx.input.get("PrivateDnsEnabled").and_then(Value::as_bool) {
        set_private_name(cx, changed, &vpc, on)?;
    }
    join_subnets(cx, changed, &cx.texts("AddSubnetIds"))
}

pub(super) fn delete_vpc_endpoints(cx: &mut CallContext<'_>) -> Answer {
    let mut unsuccessful = Vec::new();
    for id in cx.texts("VpcEndpointIds") {
        let Some(found) = cx.remove(net::ENDPOINT, id) else {
            let words = format!("The Vpc Endpoint Id '{id}' does not exist");
            let error =
                Value::from([("Code", "InvalidVpcEndpointId.NotFound".into()), ("Message", words.into())]);
            unsuccessful.push(Value::from([("ResourceId", id.into()), ("Error", error)]));
            continue;
        };
        for table in found.list("RouteTableIds").iter().filter_map(Value::as_text) {
            leave_table(cx, id, table);
        }
        for interface in found.list("NetworkInterfaceIds").iter().filter_map(Value::as_text) {
            interfaces::end(cx, interface);
        }
    }
    Ok(Value::from([("Unsuccessful", Value::List(unsuccessful))]))
}

pub(super) fn describe_vpc_endpoints(cx: &mut CallContext<'_>) -> Answer {
    let mut answer = describe(cx, &ENDPOINT)?;
    for endpoint in answer.list_mut("VpcEndpoints").into_iter().flatten() {
        *endpoint = as_modelled(endpoint.clone());
    }
    Ok(answer)
}

/// The model writes the states of endpoints with a capital; filters are documented with small letters.
fn as_modelled(endpoint: Value) -> Value {
    let mut letters = endpoint.text("State").chars();
    let state: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    endpoint.with("State", state)
}

pub(super) fn describe_vpc_endpoint_services(cx: &mut CallContext<'_>) -> Answer {
    let wanted = cx.texts("ServiceNames");
    let mut details = Vec::new();
    for (service, has_gateway) in SERVICES {
        let name = full_name(cx, service);
        let mut types = vec![Value::from([("ServiceType", "Interface".into())])];
        if has_gateway {
            types.insert(0, Value::from([("ServiceType", "Gateway".into())]));
        }
        let zones = super::shared::zones(cx.region()).map(|(name, _)| Value::from(name));
        details.push(Value::from([
            ("ServiceName", name.as_str().into()),
            ("ServiceType", Value::List(types)),
            ("Owner", "amazon".into()),
            ("AcceptanceRequired", false.into()),
            ("VpcEndpointPolicySupported", true.into()),
            ("AvailabilityZones", Value::List(zones.to_vec())),
        ]));
    }
    if let Some(name) =
        wanted.iter().find(|name| !details.iter().any(|one| one.text("ServiceName") == **name))
    {
        let words = format!("The Vpc Endpoint Service '{name}' does not exist");
        return Err(Fault::sender("InvalidServiceName", words));
    }
    for filter in cx.input.list("Filters") {
        let values: Vec<&str> = filter.list("Values").iter().filter_map(Value::as_text).collect();
        match filter.text("Name") {
            "service-name" => details.retain(|one| values.contains(&one.text("ServiceName"))),
            "service-type" => details.retain(|one| {
                one.list("ServiceType").iter().any(|kind| values.contains(&kind.text("ServiceType")))
            }),
            other => return Err(invalid(format!("The filter '{other}' is invalid"))),
        }
    }
    details.retain(|one| wanted.is_empty() || wanted.contains(&one.text("ServiceName")));
    let names = details.iter().map(|one| one.text("ServiceName").into()).collect();
    Ok(listed("ServiceDetails", details, "NextToken", None).with("ServiceNames", Value::List(names)))
}

/// The one prefix list that labs meet: the object store's.
pub(super) fn describe_prefix_lists(cx: &mut CallContext<'_>) -> Answer {
    let (id, name) = (net::store_prefix_list(cx.region()), full_name(cx, "s3"));
    let ids = cx.texts("PrefixListIds");
    if let Some(other) = ids.iter().find(|one| **one != id) {
        let words = format!("The prefix list ID '{other}' does not exist");
        return Err(Fault::sender("InvalidPrefixListId.NotFound", words));
    }
    let mut wanted = true;
    for filter in cx.input.list("Filters") {
        let has = |text: &str| filter.list("Values").iter().any(|value| value.as_text() == Some(text));
        wanted &= match filter.text("Name") {
            "prefix-list-name" => has(&name),
            "prefix-list-id" => has(&id),
            other => return Err(invalid(format!("The filter '{other}' is invalid"))),
        };
    }
    let nets = net::STORE_NETS.iter().map(|net| Value::from(*net)).collect();
    let one = Value::from([
        ("PrefixListId", id.into()),
        ("PrefixListName", name.into()),
        ("Cidrs", Value::List(nets)),
    ]);
    Ok(listed("PrefixLists", if wanted { vec![one] } else { Vec::new() }, "NextToken", None))
}
