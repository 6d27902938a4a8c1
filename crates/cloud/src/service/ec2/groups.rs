//! Security groups: rules of an interface, that remember connections.
//!
//! A group keeps its rules one by one, as `DescribeSecurityGroupRules` shows them; permissions are put
//! together for `DescribeSecurityGroups`.

use super::{
    acl::protocol_number,
    kinds::{GROUP, VPC},
    shared::{depends, described, filtered, invalid, need, net_of, required, with_tags},
};
use crate::{
    call::{Answer, Fault},
    engine::net,
    service::context::{CallContext, done, listed},
    value::Value,
};

/// Rules for each way (VPC quotas: "Inbound or outbound rules per security group").
const RULES_MAX: usize = 60;

/// The group of a new VPC: its members may talk, and all may go out.
pub(super) fn make_default(cx: &mut CallContext<'_>, vpc: &str) {
    let id = cx.cloud.new_id("sg");
    let own = Value::from([
        ("IpProtocol", "-1".into()),
        ("UserIdGroupPairs", Value::List(vec![Value::from([("GroupId", id.as_str().into())])])),
    ]);
    let made = new_group(cx, &id, vpc, "default", "default VPC security group");
    cx.put(net::GROUP, &id, made.with("Tags", Value::List(Vec::new())));
    // Both permissions are well formed: nothing can be refused.
    let _ = add_rules(cx, &id, false, &[own]);
    let _ = add_rules(cx, &id, true, &[everything()]);
}

fn everything() -> Value {
    Value::from([
        ("IpProtocol", "-1".into()),
        ("IpRanges", Value::List(vec![Value::from([("CidrIp", "0.0.0.0/0".into())])])),
    ])
}

fn new_group(cx: &CallContext<'_>, id: &str, vpc: &str, name: &str, description: &str) -> Value {
    Value::from([
        ("GroupId", id.into()),
        ("GroupName", name.into()),
        ("Description", description.into()),
        ("VpcId", vpc.into()),
        ("OwnerId", cx.account().into()),
        ("SecurityGroupArn", cx.arn("ec2", &format!("security-group/{id}")).into()),
        ("_Rules", Value::List(Vec::new())),
    ])
}

pub(super) fn create_security_group(cx: &mut CallContext<'_>) -> Answer {
    let (name, description) = (cx.text("GroupName"), cx.text("Description"));
    if cx.text("VpcId").is_empty() {
        return Err(Fault::sender("VPCIdNotSpecified", "No default VPC for this user"));
    }
    let vpc = need(cx, &VPC, cx.text("VpcId"))?;
    let plain = |c: char| c.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(c);
    let fits = |text: &str| (1..=255).contains(&text.len()) && text.chars().all(plain);
    if !fits(name) || !fits(description) || name.starts_with("sg-") {
        let words =
            "A group's name and description have 1 to 255 plain characters; a name does not begin with sg-.";
        return Err(invalid(words));
    }
    let same = |one: &Value| one.text("VpcId") == vpc.text("VpcId") && one.text("GroupName") == name;
    if cx.all(net::GROUP).iter().any(|one| same(one)) {
        let words = format!("The security group '{name}' already exists for VPC '{}'", vpc.text("VpcId"));
        return Err(Fault::sender("InvalidGroup.Duplicate", words));
    }
    let id = cx.cloud.new_id("sg");
    let made = new_group(cx, &id, vpc.text("VpcId"), name, description);
    let made = with_tags(cx, &GROUP, made)?;
    cx.put(net::GROUP, &id, made.clone());
    add_rules(cx, &id, true, &[everything()])?;
    Ok(Value::empty().with_of(&made, &["GroupId", "SecurityGroupArn", "Tags"]))
}

pub(super) fn delete_security_group(cx: &mut CallContext<'_>) -> Answer {
    let found = group(cx)?;
    let id = found.text("GroupId");
    if found.text("GroupName") == "default" {
        return Err(Fault::sender(
            "CannotDelete",
            format!("the specified group: \"{id}\" cannot be deleted"),
        ));
    }
    let in_use =
        cx.all(net::INTERFACE).iter().any(|one| one.list("Groups").iter().any(|g| g.text("GroupId") == id));
    let named = |one: &Value| {
        one.text("GroupId") != id
            && one.at_path("_Rules.ReferencedGroupInfo.GroupId").iter().any(|g| g.as_text() == Some(id))
    };
    if in_use || cx.all(net::GROUP).iter().any(|one| named(one)) {
        return Err(depends(format!("resource {id} has a dependent object")));
    }
    cx.remove(net::GROUP, id);
    Ok(Value::from([("Return", true.into()), ("GroupId", id.into())]))
}

/// The group of a call, by its id or, in the one VPC that has it, by its name.
fn group(cx: &CallContext<'_>) -> Result<std::sync::Arc<Value>, Fault> {
    if cx.input.get("GroupId").is_some() {
        return need(cx, &GROUP, cx.text("GroupId"));
    }
    required(cx, &["GroupName"]).map_err(|_| {
        Fault::sender("MissingParameter", "The request must contain the parameter groupName or groupId")
    })?;
    Err(Fault::sender("InvalidGroup.NotFound", "Outside a default VPC a group is named by its id"))
}

/// The rules that a permission stands for, without ids.
fn rules_of(cx: &CallContext<'_>, egress: bool, permission: &Value) -> Result<Vec<Value>, Fault> {
    if !permission.list("Ipv6Ranges").is_empty() {
        return Err(Fault::not_here("A rule of IPv6"));
    }
    let protocol = match protocol_number(permission.text("IpProtocol"))?.as_str() {
        "6" => "tcp".to_owned(),
        "17" => "udp".to_owned(),
        "1" => "icmp".to_owned(),
        other => other.to_owned(),
    };
    let mut base = Value::from([("IsEgress", egress.into()), ("IpProtocol", protocol.as_str().into())]);
    let (from, to) = match protocol.as_str() {
        "-1" => (-1, -1),
        "tcp" | "udp" => {
            let (Some(from), Some(to)) = (permission.int("FromPort"), permission.int("ToPort")) else {
                return Err(invalid(
                    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
                ));
            };
            if !(0..=65_535).contains(&from) || !(from..=65_535).contains(&to) {
                return Err(invalid(format!("Invalid TCP/UDP port range ({from}:{to})")));
            }
            (from, to)
        }
        _ => (permission.int("FromPort").unwrap_or(-1), permission.int("ToPort").unwrap_or(-1)),
    };
    base.set("FromPort", from);
    base.set("ToPort", to);
    let mut rules = Vec::new();
    for range in permission.list("IpRanges") {
        let net = net_of(range.text("CidrIp"), "cidrIp")?.to_string();
        rules.push(base.clone().with("CidrIpv4", net).with_of(range, &["Description"]));
    }
    for pair in permission.list("UserIdGroupPairs") {
        let other = need(cx, &GROUP, pair.text("GroupId"))?;
        let info = Value::from([("GroupId", other.text("GroupId").into()), ("UserId", cx.account().into())]);
        rules.push(base.clone().with("ReferencedGroupInfo", info).with_of(pair, &["Description"]));
    }
    for list in permission.list("PrefixListIds") {
        let id = list.text("PrefixListId");
        if id != net::store_prefix_list(cx.region()) {
            let words = format!("The prefix list ID '{id}' does not exist");
            return Err(Fault::sender("InvalidPrefixListID.NotFound", words));
        }
        rules.push(base.clone().with("PrefixListId", id).with_of(list, &["Description"]));
    }
    if rules.is_empty() {
        return Err(Fault::sender("MissingParameter", "A rule names nets, groups or prefix lists."));
    }
    Ok(rules)
}

/// What makes two rules the same: all but the description and the id.
fn core_of(rule: &Value) -> Value {
    let members =
        ["IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "ReferencedGroupInfo", "PrefixListId"];
    Value::empty().with_of(rule, &members)
}

fn add_rules(
    cx: &mut CallContext<'_>,
    id: &str,
    egress: bool,
    permissions: &[Value],
) -> Result<Vec<Value>, Fault> {
    let mut changed = (*need(cx, &GROUP, id)?).clone();
    let mut added = Vec::new();
    for permission in permissions {
        for rule in rules_of(cx, egress, permission)? {
            if changed.list("_Rules").iter().any(|before| core_of(before) == core_of(&rule)) {
                let words = "the specified rule already exists";
                return Err(Fault::sender("InvalidPermission.Duplicate", words));
            }
            let rule = rule
                .with("SecurityGroupRuleId", cx.cloud.new_id("sgr"))
                .with("GroupId", id)
                .with("GroupOwnerId", cx.account());
            changed.push("_Rules", rule.clone());
            added.push(rule);
        }
    }
    if changed.list("_Rules").iter().filter(|rule| rule.is("IsEgress") == egress).count() > RULES_MAX {
        let words = "The maximum number of rules per security group has been reached.";
        return Err(Fault::sender("RulesPerSecurityGroupLimitExceeded", words));
    }
    cx.put(net::GROUP, id, changed);
    Ok(added)
}

/// The permissions of a call: as a list, or one by its plain members.
fn permissions(cx: &CallContext<'_>) -> Result<Vec<Value>, Fault> {
    cx.without(&["SourceSecurityGroupName", "SourceSecurityGroupOwnerId"])?;
    if cx.input.get("IpPermissions").is_some() {
        return Ok(cx.input.list("IpPermissions").to_vec());
    }
    required(cx, &["IpProtocol", "CidrIp"])?;
    let range = Value::from([("CidrIp", cx.text("CidrIp").into())]);
    let one = Value::from([("IpRanges", Value::List(vec![range]))]);
    Ok(vec![one.with_of(cx.input, &["IpProtocol", "FromPort", "ToPort"])])
}

fn authorize(cx: &mut CallContext<'_>, egress: bool) -> Answer {
    let id = group(cx)?.text("GroupId").to_owned();
    let permissions = permissions(cx)?;
    let added = add_rules(cx, &id, egress, &permissions)?;
    Ok(Value::from([("Return", true.into()), ("SecurityGroupRules", Value::List(added))]))
}

pub(super) fn authorize_security_group_ingress(cx: &mut CallContext<'_>) -> Answer {
    authorize(cx, false)
}

pub(super) fn authorize_security_group_egress(cx: &mut CallContext<'_>) -> Answer {
    authorize(cx, true)
}

fn revoke(cx: &mut CallContext<'_>, egress: bool) -> Answer {
    let mut changed = (*group(cx)?).clone();
    let ids = cx.texts("SecurityGroupRuleIds");
    let gone: Vec<Value> = if ids.is_empty() {
        let mut wanted = Vec::new();
        for permission in permissions(cx)? {
            wanted.extend(rules_of(cx, egress, &permission)?.iter().map(core_of));
        }
        wanted
    } else {
        let own = changed.list("_Rules").iter();
        own.filter(|rule| ids.contains(&rule.text("SecurityGroupRuleId"))).map(core_of).collect()
    };
    if gone.is_empty() || gone.len() < ids.len() {
        let words = "The specified security group rule ID does not exist.";
        return Err(Fault::sender("InvalidSecurityGroupRuleId.NotFound", words));
    }
    let mut revoked = Vec::new();
    for core in gone {
        let Some(rules) = changed.list_mut("_Rules") else { return done() };
        let Some(at) = rules.iter().position(|rule| core_of(rule) == core) else {
            let words = "The specified rule does not exist in this security group.";
            return Err(Fault::sender("InvalidPermission.NotFound", words));
        };
        let mut rule = rules.remove(at);
        rule.unset("GroupOwnerId");
        revoked.push(rule);
    }
    let id = changed.text("GroupId").to_owned();
    cx.put(net::GROUP, &id, changed);
    Ok(Value::from([("Return", true.into()), ("RevokedSecurityGroupRules", Value::List(revoked))]))
}

pub(super) fn revoke_security_group_ingress(cx: &mut CallContext<'_>) -> Answer {
    revoke(cx, false)
}

pub(super) fn revoke_security_group_egress(cx: &mut CallContext<'_>) -> Answer {
    revoke(cx, true)
}

/// Rules of one protocol and ports are one permission.
fn permissions_shown(group: &Value, egress: bool) -> Vec<Value> {
    let mut shown: Vec<Value> = Vec::new();
    for rule in group.list("_Rules").iter().filter(|rule| rule.is("IsEgress") == egress) {
        let ports: &[&str] = if rule.text("IpProtocol") == "-1" { &[] } else { &["FromPort", "ToPort"] };
        let head = Value::empty().with_of(rule, &["IpProtocol"]).with_of(rule, ports);
        let same = |one: &Value| Value::empty().with_of(one, &["IpProtocol", "FromPort", "ToPort"]) == head;
        if !shown.iter().any(same) {
            let lists = ["IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"];
            let new =
                lists.into_iter().fold(head.clone(), |new, list| new.with(list, Value::List(Vec::new())));
            shown.push(new);
        }
        let Some(permission) = shown.iter_mut().find(|one| same(one)) else { continue };
        let described = Value::empty().with_of(rule, &["Description"]);
        if let Some(net) = rule.get("CidrIpv4") {
            permission.push("IpRanges", described.with("CidrIp", net.clone()));
        } else if let Some(info) = rule.get("ReferencedGroupInfo") {
            permission.push("UserIdGroupPairs", described.with_of(info, &["GroupId", "UserId"]));
        } else {
            permission.push("PrefixListIds", described.with_of(rule, &["PrefixListId"]));
        }
    }
    shown
}

pub(super) fn describe_security_groups(cx: &mut CallContext<'_>) -> Answer {
    let names = cx.texts("GroupNames");
    if !names.is_empty() {
        return Err(Fault::sender(
            "InvalidGroup.NotFound",
            "Outside a default VPC groups are asked for by id.",
        ));
    }
    // Filters look at permissions: they are put together first.
    let ids = cx.texts("GroupIds");
    let mut shown = Vec::new();
    for id in &ids {
        need(cx, &GROUP, id)?;
    }
    for group in cx.all(net::GROUP) {
        if ids.is_empty() || ids.contains(&group.text("GroupId")) {
            let ingress = Value::List(permissions_shown(&group, false));
            let egress = Value::List(permissions_shown(&group, true));
            shown.push((*group).clone().with("IpPermissions", ingress).with("IpPermissionsEgress", egress));
        }
    }
    let found = filtered(cx, &GROUP, shown)?;
    described(cx, &GROUP, found)
}

pub(super) fn describe_security_group_rules(cx: &mut CallContext<'_>) -> Answer {
    let ids = cx.texts("SecurityGroupRuleIds");
    for filter in cx.input.list("Filters") {
        if !matches!(filter.text("Name"), "group-id" | "security-group-rule-id") {
            return Err(invalid(format!("The filter '{}' is invalid", filter.text("Name"))));
        }
    }
    let passes = |rule: &Value, name: &str, member: &str| {
        let mut filters = cx.input.list("Filters").iter().filter(|filter| filter.text("Name") == name);
        filters.all(|filter| filter.list("Values").iter().any(|v| v.as_text() == Some(rule.text(member))))
    };
    let groups = cx.all(net::GROUP);
    let rules = groups.iter().flat_map(|group| group.list("_Rules"));
    let own = rules.filter(|rule| {
        (ids.is_empty() || ids.contains(&rule.text("SecurityGroupRuleId")))
            && passes(rule, "group-id", "GroupId")
            && passes(rule, "security-group-rule-id", "SecurityGroupRuleId")
    });
    let most = cx.input.int("MaxResults").and_then(|most| usize::try_from(most).ok());
    let own = own.map(|rule| rule.clone().with("Tags", Value::List(Vec::new()))).collect();
    let (page, next) = cx.page(own, ("NextToken", "InvalidNextToken"), most)?;
    Ok(listed("SecurityGroupRules", page, "NextToken", next))
}

/// Groups as an interface shows them; all must stand in its VPC.
pub(super) fn of_interface(cx: &mut CallContext<'_>, ids: &[&str], vpc: &str) -> Result<Value, Fault> {
    let mut groups = Vec::new();
    if ids.is_empty() {
        let is_default = |one: &Value| one.text("VpcId") == vpc && one.text("GroupName") == "default";
        groups.extend(cx.all(net::GROUP).into_iter().filter(|one| is_default(one)));
    }
    for id in ids {
        let found = need(cx, &GROUP, id)?;
        if found.text("VpcId") != vpc {
            return Err(invalid(format!("The security group '{id}' does not exist in VPC '{vpc}'")));
        }
        groups.push(found);
    }
    let shown = groups.iter().map(|group| Value::empty().with_of(group, &["GroupId", "GroupName"]));
    Ok(Value::List(shown.collect()))
}
