//! Instances: what stands in a subnet and asks or answers. Nothing runs in them.

use super::{
    groups, interfaces,
    kinds::{INSTANCE, SUBNET},
    public,
    shared::{asked_for, depends, described, invalid, made_before, need, required, with_tags},
};
use crate::{
    call::{Answer, Fault},
    engine::net,
    service::context::{CallContext, done},
    state::{DueChange, time},
    value::Value,
};

/// How long an instance takes from one state to the next, and how long an ended one is shown.
const STATE_TAKES: i64 = 20 * time::SECOND;
const ENDED_SHOWN: i64 = 60 * time::MINUTE;
/// Instances of one call.
const INSTANCES_MAX: i64 = 20;

const STATES: [(&str, i64); 6] = [
    ("pending", 0),
    ("running", 16),
    ("shutting-down", 32),
    ("terminated", 48),
    ("stopping", 64),
    ("stopped", 80),
];

fn state(name: &str) -> Value {
    let code = STATES.iter().find(|(known, _)| *known == name).map_or(0, |(_, code)| *code);
    Value::from([("Name", name.into()), ("Code", code.into())])
}

/// Where instances of a call are to stand, and with what.
struct Placement<'a> {
    subnet: &'a str,
    groups: Vec<&'a str>,
    public: Option<bool>,
    address: &'a str,
}

fn placement<'a>(cx: &CallContext<'a>) -> Result<Placement<'a>, Fault> {
    let given = cx.input.list("NetworkInterfaces");
    let plain = Placement {
        subnet: cx.text("SubnetId"),
        groups: cx.texts("SecurityGroupIds"),
        public: None,
        address: cx.text("PrivateIpAddress"),
    };
    let [first] = given else {
        return if given.is_empty() { Ok(plain) } else { Err(Fault::not_here("A second network interface")) };
    };
    if !plain.subnet.is_empty() || !plain.groups.is_empty() {
        let words = "Network interfaces and an instance-level subnet ID or security groups may not be \
                     specified on the same request";
        return Err(Fault::sender("InvalidParameterCombination", words));
    }
    if first.get("NetworkInterfaceId").is_some() {
        return Err(Fault::not_here("A network interface made before"));
    }
    Ok(Placement {
        subnet: first.text("SubnetId"),
        groups: first.list("Groups").iter().filter_map(Value::as_text).collect(),
        public: first.get("AssociatePublicIpAddress").and_then(Value::as_bool),
        address: first.text("PrivateIpAddress"),
    })
}

pub(super) fn run_instances(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["LaunchTemplate", "InstanceMarketOptions", "SecurityGroups"])?;
    if let Some(before) = made_before(cx, &INSTANCE) {
        return Ok(reservation(vec![(*before).clone()]));
    }
    required(cx, &["ImageId"])?;
    let (least, most) = (cx.input.int("MinCount").unwrap_or(1), cx.input.int("MaxCount").unwrap_or(1));
    if !(1..=INSTANCES_MAX).contains(&most) || !(1..=most).contains(&least) {
        return Err(invalid(format!("MinCount and MaxCount are from 1 to {INSTANCES_MAX}, in that order.")));
    }
    if !cx.text("ImageId").starts_with("ami-") {
        let words = format!("Invalid id: \"{}\" (expecting \"ami-...\")", cx.text("ImageId"));
        return Err(Fault::sender("InvalidAMIID.Malformed", words));
    }
    let placement = placement(cx)?;
    if placement.subnet.is_empty() {
        let words = "No default VPC for this user: name a subnet.";
        return Err(Fault::sender("MissingInput", words));
    }
    let made = (0..most).map(|_| launch(cx, &placement)).collect::<Result<Vec<_>, _>>()?;
    Ok(reservation(made))
}

fn launch(cx: &mut CallContext<'_>, placement: &Placement<'_>) -> Result<Value, Fault> {
    let subnet = need(cx, &SUBNET, placement.subnet)?;
    let groups = groups::of_interface(cx, &placement.groups, subnet.text("VpcId"))?;
    let interface = interfaces::make(cx, placement.subnet, placement.address, groups.clone(), "interface")?;
    let id = cx.cloud.new_id("i");
    let attachment = Value::from([
        ("AttachmentId", cx.cloud.new_id("eni-attach").into()),
        ("DeviceIndex", 0_i64.into()),
        ("DeleteOnTermination", true.into()),
        ("Status", "attached".into()),
        ("InstanceId", id.as_str().into()),
    ]);
    let interface_id = interface.text("NetworkInterfaceId").to_owned();
    cx.put(net::INTERFACE, &interface_id, interface.clone().with("Attachment", attachment));
    let zone = Value::from([("AvailabilityZone", subnet.text("AvailabilityZone").into())]);
    let made = Value::from([
        ("InstanceId", id.as_str().into()),
        ("InstanceType", cx.input.get("InstanceType").cloned().unwrap_or_else(|| "t3.micro".into())),
        ("ImageId", cx.text("ImageId").into()),
        ("State", state("pending")),
        ("SubnetId", placement.subnet.into()),
        ("VpcId", subnet.text("VpcId").into()),
        ("PrivateIpAddress", interface.text("PrivateIpAddress").into()),
        ("SecurityGroups", groups),
        ("Placement", zone),
        ("LaunchTime", cx.now_text().into()),
        ("SourceDestCheck", true.into()),
        ("_ReservationId", cx.cloud.new_id("r").into()),
        (
            "NetworkInterfaces",
            Value::List(vec![Value::empty().with_of(
                &interface,
                &["NetworkInterfaceId", "SubnetId", "VpcId", "PrivateIpAddress", "Groups"],
            )]),
        ),
    ]);
    let mut made = with_tags(cx, &INSTANCE, made)?
        .with("_ClientToken", cx.text("ClientToken"))
        .with_of(cx.input, &["KeyName"]);
    if let Some(profile) = cx.input.get("IamInstanceProfile") {
        let name = profile.text("Name");
        let arn = format!("arn:aws:iam::{}:instance-profile/{name}", cx.account());
        let arn = if name.is_empty() { profile.text("Arn").to_owned() } else { arn };
        made.set("IamInstanceProfile", Value::from([("Arn", arn.into())]));
    }
    cx.put(net::INSTANCE, &id, made.clone());
    if placement.public.unwrap_or_else(|| subnet.is("MapPublicIpOnLaunch")) {
        let ip = public::new_public(cx);
        let shown = Value::from([("PublicIp", ip.into()), ("IpOwnerId", "amazon".into())]);
        public::set_public(cx, &interface_id, Some(shown));
    }
    become_later(cx, &id, "running");
    Ok((*need(cx, &INSTANCE, &id)?).clone())
}

fn become_later(cx: &mut CallContext<'_>, id: &str, name: &str) {
    let (place, due) = (cx.place(net::INSTANCE), cx.cloud.now() + STATE_TAKES);
    let change = DueChange::Becomes { place, id: id.into(), member: "State", value: state(name) };
    cx.cloud.plan(due, change);
}

fn reservation(instances: Vec<Value>) -> Value {
    let first = instances.first().cloned().unwrap_or_else(Value::empty);
    Value::from([
        ("ReservationId", first.text("_ReservationId").into()),
        ("OwnerId", "".into()),
        ("Groups", Value::List(Vec::new())),
        ("Instances", Value::List(instances)),
    ])
}

pub(super) fn describe_instances(cx: &mut CallContext<'_>) -> Answer {
    let found = asked_for(cx, &INSTANCE)?;
    let account = cx.account();
    let shown = found.into_iter().map(|one| reservation(vec![one]).with("OwnerId", account)).collect();
    described(cx, &INSTANCE, shown)
}

/// Changes the state of the instances of a call, from those that may be changed.
fn change(cx: &mut CallContext<'_>, from: &[&str], passing: &str, to: &str, out: &str) -> Answer {
    let mut changes = Vec::new();
    for id in cx.texts("InstanceIds") {
        let instance = need(cx, &INSTANCE, id)?;
        let before = instance.get("State").cloned().unwrap_or_else(Value::empty);
        let name = before.text("Name");
        let is_same = name == passing || name == to;
        if !is_same && !from.contains(&name) {
            let words = format!("The instance '{id}' is not in a state from which it can be {to}.");
            return Err(Fault::sender("IncorrectInstanceState", words));
        }
        let now = if is_same { before.clone() } else { state(passing) };
        if !is_same {
            cx.put(net::INSTANCE, id, (*instance).clone().with("State", now.clone()));
            become_later(cx, id, to);
        }
        changes.push(Value::from([
            ("InstanceId", id.into()),
            ("PreviousState", before),
            ("CurrentState", now),
        ]));
    }
    Ok(Value::empty().with(out, Value::List(changes)))
}

pub(super) fn start_instances(cx: &mut CallContext<'_>) -> Answer {
    change(cx, &["stopped"], "pending", "running", "StartingInstances")
}

pub(super) fn stop_instances(cx: &mut CallContext<'_>) -> Answer {
    change(cx, &["running", "pending"], "stopping", "stopped", "StoppingInstances")
}

pub(super) fn terminate_instances(cx: &mut CallContext<'_>) -> Answer {
    let from = ["pending", "running", "stopping", "stopped"];
    let answer = change(cx, &from, "shutting-down", "terminated", "TerminatingInstances")?;
    for id in cx.texts("InstanceIds") {
        let instance = need(cx, &INSTANCE, id)?;
        for interface in instance.list("NetworkInterfaces") {
            interfaces::end(cx, interface.text("NetworkInterfaceId"));
        }
        let (place, due) = (cx.place(net::INSTANCE), cx.cloud.now() + ENDED_SHOWN);
        cx.cloud.plan(due, DueChange::Goes { place, id: id.into() });
    }
    Ok(answer)
}

/// Of the attributes, the groups are here: what a lab on a network changes.
pub(super) fn modify_instance_attribute(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("InstanceId");
    let instance = need(cx, &INSTANCE, id)?;
    let ids = cx.texts("Groups");
    if ids.is_empty() {
        return Err(Fault::not_here("This attribute of an instance"));
    }
    let groups = groups::of_interface(cx, &ids, instance.text("VpcId"))?;
    let interface =
        instance.list("NetworkInterfaces").first().map_or("", |one| one.text("NetworkInterfaceId"));
    let Some(found) = cx.find(net::INTERFACE, interface) else {
        return Err(depends(format!("The instance '{id}' has no network interface.")));
    };
    cx.put(net::INTERFACE, interface, (*found).clone().with("Groups", groups.clone()));
    cx.put(net::INSTANCE, id, (*instance).clone().with("SecurityGroups", groups));
    done()
}
