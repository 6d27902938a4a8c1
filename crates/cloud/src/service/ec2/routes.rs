//! Route tables: routes, and which subnets follow them.

use super::{
    kinds::{INTERFACE, INTERNET_GATEWAY, NAT, ROUTE_TABLE, SUBNET, VPC},
    shared::{depends, describe, invalid, need, net_of, with_tags, yes},
};
use crate::{
    call::{Answer, Fault},
    engine::net::{self, Cidr},
    service::context::{CallContext, done},
    value::Value,
};

/// Ways that are not walked here, by the member that names them.
const NOT_HERE: [&str; 11] = [
    "CarrierGatewayId",
    "CoreNetworkArn",
    "DestinationIpv6CidrBlock",
    "DestinationPrefixListId",
    "EgressOnlyInternetGatewayId",
    "InstanceId",
    "LocalGatewayId",
    "OdbNetworkArn",
    "TransitGatewayId",
    "VpcEndpointId",
    "VpcPeeringConnectionId",
];

/// The main table of a new VPC.
pub(super) fn make_main(cx: &mut CallContext<'_>, vpc: &str, cidr: &str) {
    let id = cx.cloud.new_id("rtb");
    let association = association(cx, &id, None);
    let made = new_table(cx, &id, vpc, cidr).with("Associations", Value::List(vec![association]));
    cx.put(net::ROUTE_TABLE, &id, made.with("Tags", Value::List(Vec::new())));
}

fn new_table(cx: &CallContext<'_>, id: &str, vpc: &str, cidr: &str) -> Value {
    let local = Value::from([
        ("DestinationCidrBlock", cidr.into()),
        ("GatewayId", "local".into()),
        ("Origin", "CreateRouteTable".into()),
        ("State", "active".into()),
    ]);
    Value::from([
        ("RouteTableId", id.into()),
        ("VpcId", vpc.into()),
        ("OwnerId", cx.account().into()),
        ("Associations", Value::List(Vec::new())),
        ("PropagatingVgws", Value::List(Vec::new())),
        ("Routes", Value::List(vec![local])),
    ])
}

/// A new association: with a subnet, or as the main table.
fn association(cx: &mut CallContext<'_>, table: &str, subnet: Option<&str>) -> Value {
    let made = Value::from([
        ("RouteTableAssociationId", cx.cloud.new_id("rtbassoc").into()),
        ("RouteTableId", table.into()),
        ("Main", subnet.is_none().into()),
        ("AssociationState", Value::from([("State", "associated".into())])),
    ]);
    match subnet {
        Some(subnet) => made.with("SubnetId", subnet),
        None => made,
    }
}

pub(super) fn create_route_table(cx: &mut CallContext<'_>) -> Answer {
    let vpc = need(cx, &VPC, cx.text("VpcId"))?;
    let id = cx.cloud.new_id("rtb");
    let made = new_table(cx, &id, vpc.text("VpcId"), vpc.text("CidrBlock"));
    let made = with_tags(cx, &ROUTE_TABLE, made)?;
    cx.put(net::ROUTE_TABLE, &id, made.clone());
    Ok(Value::from([("RouteTable", made)]))
}

pub(super) fn describe_route_tables(cx: &mut CallContext<'_>) -> Answer {
    describe(cx, &ROUTE_TABLE)
}

pub(super) fn delete_route_table(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("RouteTableId");
    let table = need(cx, &ROUTE_TABLE, id)?;
    let has_endpoint = table.list("Routes").iter().any(|route| route.text("GatewayId").starts_with("vpce-"));
    if !table.list("Associations").is_empty() || has_endpoint {
        return Err(depends(format!("The routeTable '{id}' has dependencies and cannot be deleted.")));
    }
    cx.remove(net::ROUTE_TABLE, id);
    done()
}

/// The target that a call gives: its member and id, checked against the table's VPC.
fn target<'a>(cx: &CallContext<'a>, vpc: &str) -> Result<(&'static str, &'a str), Fault> {
    cx.without(&NOT_HERE)?;
    let ways = ["GatewayId", "NatGatewayId", "NetworkInterfaceId"];
    let given: Vec<_> = ways.into_iter().filter(|way| cx.input.get(way).is_some()).collect();
    let [member] = given.as_slice() else {
        let (code, words) = if given.is_empty() {
            ("MissingParameter", "The request must contain exactly one target: a gateway, a NAT gateway, ...")
        } else {
            ("InvalidParameterCombination", "The request must contain exactly one target.")
        };
        return Err(Fault::sender(code, words));
    };
    let id = cx.text(member);
    let other = |kind: &str| invalid(format!("route table and {kind} {id} belong to different networks"));
    match *member {
        "GatewayId" if id.starts_with("igw-") || !id.contains('-') => {
            let code = "InvalidGatewayID.NotFound";
            let words = || Fault::sender(code, format!("The gateway ID '{id}' does not exist"));
            let gateway = cx.find(INTERNET_GATEWAY.table, id).ok_or_else(words)?;
            let attached = gateway.list("Attachments").iter().any(|one| one.text("VpcId") == vpc);
            if attached { Ok((member, id)) } else { Err(other("network gateway")) }
        }
        "GatewayId" if id.starts_with("vpce-") => {
            Err(invalid("Routes to a gateway endpoint are made by the endpoint's route tables."))
        }
        "GatewayId" => Err(Fault::not_here("A route to this kind of gateway")),
        "NatGatewayId" => {
            let code = "InvalidNatGatewayID.NotFound";
            let words = || Fault::sender(code, format!("The natGateway ID '{id}' does not exist"));
            let nat = cx.find(NAT.table, id).ok_or_else(words)?;
            if matches!(nat.text("State"), "deleted" | "deleting" | "failed") {
                return Err(words());
            }
            if nat.text("VpcId") == vpc { Ok((member, id)) } else { Err(other("NAT gateway")) }
        }
        _ => {
            let interface = need(cx, &INTERFACE, id)?;
            if interface.text("VpcId") == vpc { Ok((member, id)) } else { Err(other("interface")) }
        }
    }
}

fn destination(cx: &CallContext<'_>) -> Result<Cidr, Fault> {
    cx.without(&["DestinationIpv6CidrBlock", "DestinationPrefixListId"])?;
    if cx.input.get("DestinationCidrBlock").is_none() {
        let words = "The request must contain the parameter destinationCidrBlock.";
        return Err(Fault::sender("MissingParameter", words));
    }
    net_of(cx.text("DestinationCidrBlock"), "destinationCidrBlock")
}

fn is_to(route: &Value, destination: Cidr) -> bool {
    Cidr::parse(route.text("DestinationCidrBlock")) == Some(destination)
}

fn new_route(destination: Cidr, member: &str, id: &str) -> Value {
    Value::from([
        ("DestinationCidrBlock", destination.to_string().into()),
        ("Origin", "CreateRoute".into()),
        ("State", "active".into()),
    ])
    .with(member, id)
}

pub(super) fn create_route(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("RouteTableId");
    let table = need(cx, &ROUTE_TABLE, id)?;
    let destination = destination(cx)?;
    let (member, to) = target(cx, table.text("VpcId"))?;
    let existing = table.list("Routes").iter().find(|route| is_to(route, destination));
    if let Some(existing) = existing {
        // The same route again is no fault.
        if existing.text(member) == to {
            return yes();
        }
        let words = format!("The route identified by {destination} already exists.");
        return Err(Fault::sender("RouteAlreadyExists", words));
    }
    let mut changed = (*table).clone();
    changed.push("Routes", new_route(destination, member, to));
    cx.put(net::ROUTE_TABLE, id, changed);
    yes()
}

pub(super) fn replace_route(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("RouteTableId");
    let table = need(cx, &ROUTE_TABLE, id)?;
    let destination = destination(cx)?;
    cx.without(&["LocalTarget"])?;
    let (member, to) = target(cx, table.text("VpcId"))?;
    let mut changed = (*table).clone();
    let routes = changed.list_mut("Routes");
    let Some(route) = routes.and_then(|routes| routes.iter_mut().find(|route| is_to(route, destination)))
    else {
        let words = format!(
            "There is no route defined for '{destination}' in the route table. Use CreateRoute instead."
        );
        return Err(invalid(words));
    };
    *route = new_route(destination, member, to);
    cx.put(net::ROUTE_TABLE, id, changed);
    done()
}

pub(super) fn delete_route(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("RouteTableId");
    let table = need(cx, &ROUTE_TABLE, id)?;
    let destination = destination(cx)?;
    let Some(route) = table.list("Routes").iter().find(|route| is_to(route, destination)) else {
        let words = format!("no route with destination-cidr-block {destination} in route table {id}");
        return Err(Fault::sender("InvalidRoute.NotFound", words));
    };
    if route.text("GatewayId") == "local" {
        return Err(invalid(format!("cannot remove local route {destination} in route table {id}")));
    }
    let mut changed = (*table).clone();
    if let Some(routes) = changed.list_mut("Routes") {
        routes.retain(|route| !is_to(route, destination));
    }
    cx.put(net::ROUTE_TABLE, id, changed);
    done()
}

/// Routes that lead to something that has gone, or come back, say so.
pub(super) fn set_state_of_routes(cx: &mut CallContext<'_>, target: &str, state: &str) {
    for table in cx.all(net::ROUTE_TABLE) {
        let mut changed = (*table).clone();
        for route in changed.list_mut("Routes").into_iter().flatten() {
            let ways = ["GatewayId", "NatGatewayId", "NetworkInterfaceId"];
            if ways.iter().any(|way| route.text(way) == target) {
                route.set("State", state);
            }
        }
        if changed != *table {
            cx.put(net::ROUTE_TABLE, table.text("RouteTableId"), changed);
        }
    }
}

/// The table that holds what `fits`, and that association.
fn holder(cx: &CallContext<'_>, fits: &dyn Fn(&Value) -> bool) -> Option<(Value, Value)> {
    cx.all(net::ROUTE_TABLE).iter().find_map(|table| {
        let found = table.list("Associations").iter().find(|one| fits(one))?;
        Some(((**table).clone(), found.clone()))
    })
}

fn same_vpc(table: &Value, vpc: &str, subnet: &str) -> Result<(), Fault> {
    if table.text("VpcId") == vpc {
        return Ok(());
    }
    let table = table.text("RouteTableId");
    Err(invalid(format!("Route table {table} and subnet {subnet} belong to different networks")))
}

pub(super) fn associate_route_table(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["GatewayId", "PublicIpv4Pool"])?;
    let (id, subnet) = (cx.text("RouteTableId"), cx.text("SubnetId"));
    let table = need(cx, &ROUTE_TABLE, id)?;
    let found = need(cx, &SUBNET, subnet)?;
    same_vpc(&table, found.text("VpcId"), subnet)?;
    if let Some((other, before)) = holder(cx, &|one| one.text("SubnetId") == subnet) {
        if other.text("RouteTableId") == id {
            return Ok(answer(&before));
        }
        let words =
            format!("the specified association for route table {id} conflicts with an existing association");
        return Err(Fault::sender("Resource.AlreadyAssociated", words));
    }
    let made = association(cx, id, Some(subnet));
    let mut changed = (*table).clone();
    changed.push("Associations", made.clone());
    cx.put(net::ROUTE_TABLE, id, changed);
    Ok(answer(&made))
}

fn answer(association: &Value) -> Value {
    Value::empty()
        .with("AssociationId", association.text("RouteTableAssociationId"))
        .with_of(association, &["AssociationState"])
}

fn taken_out(cx: &mut CallContext<'_>, id: &str, main_too: bool) -> Result<Value, Fault> {
    let Some((mut table, found)) = holder(cx, &|one| one.text("RouteTableAssociationId") == id) else {
        let words = format!("The association ID '{id}' does not exist");
        return Err(Fault::sender("InvalidAssociationID.NotFound", words));
    };
    if found.is("Main") && !main_too {
        return Err(invalid(format!("cannot disassociate the main route table association {id}")));
    }
    if let Some(associations) = table.list_mut("Associations") {
        associations.retain(|one| one.text("RouteTableAssociationId") != id);
    }
    let table_id = table.text("RouteTableId").to_owned();
    cx.put(net::ROUTE_TABLE, &table_id, table.clone());
    Ok(found.with("_VpcId", table.text("VpcId")))
}

pub(super) fn disassociate_route_table(cx: &mut CallContext<'_>) -> Answer {
    taken_out(cx, cx.text("AssociationId"), false)?;
    done()
}

pub(super) fn replace_route_table_association(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("RouteTableId");
    let table = need(cx, &ROUTE_TABLE, id)?;
    let before = taken_out(cx, cx.text("AssociationId"), true)?;
    same_vpc(&table, before.text("_VpcId"), before.text("SubnetId"))?;
    let subnet = Some(before.text("SubnetId")).filter(|_| !before.is("Main"));
    let made = association(cx, id, subnet);
    let mut changed = (*need(cx, &ROUTE_TABLE, id)?).clone();
    changed.push("Associations", made.clone());
    cx.put(net::ROUTE_TABLE, id, changed);
    Ok(Value::empty()
        .with("NewAssociationId", made.text("RouteTableAssociationId"))
        .with_of(&made, &["AssociationState"]))
}
