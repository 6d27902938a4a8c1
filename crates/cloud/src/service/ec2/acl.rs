//! Network ACLs: numbered rules of a subnet, that do not remember connections.

use super::{
    kinds::{ACL, VPC},
    shared::{depends, describe, invalid, need, net_of, required, with_tags},
};
use crate::{
    call::{Answer, Fault},
    engine::net,
    service::context::{CallContext, done},
    value::Value,
};

/// Rules for each way (VPC quotas: "Rules per network ACL").
const RULES_MAX: usize = 20;
/// The rule that denies what no other matched.
const LAST_RULE: i64 = 32_767;

fn entry(egress: bool, number: i64, action: &str) -> Value {
    Value::from([
        ("CidrBlock", "0.0.0.0/0".into()),
        ("Egress", egress.into()),
        ("Protocol", "-1".into()),
        ("RuleAction", action.into()),
        ("RuleNumber", number.into()),
    ])
}

fn new_acl(cx: &CallContext<'_>, id: &str, vpc: &str, is_default: bool) -> Value {
    let mut entries = vec![entry(true, LAST_RULE, "deny"), entry(false, LAST_RULE, "deny")];
    if is_default {
        entries.extend([entry(true, 100, "allow"), entry(false, 100, "allow")]);
    }
    Value::from([
        ("NetworkAclId", id.into()),
        ("VpcId", vpc.into()),
        ("IsDefault", is_default.into()),
        ("OwnerId", cx.account().into()),
        ("Associations", Value::List(Vec::new())),
        ("Entries", Value::List(entries)),
    ])
}

/// The ACL that subnets of a new VPC follow.
pub(super) fn make_default(cx: &mut CallContext<'_>, vpc: &str) {
    let id = cx.cloud.new_id("acl");
    let made = new_acl(cx, &id, vpc, true).with("Tags", Value::List(Vec::new()));
    cx.put(net::ACL, &id, made);
}

/// A new subnet follows its VPC's default ACL.
pub(super) fn join_default(cx: &mut CallContext<'_>, subnet: &str, vpc: &str) {
    let all = cx.all(net::ACL);
    let Some(acl) = all.iter().find(|acl| acl.text("VpcId") == vpc && acl.is("IsDefault")) else { return };
    join(cx, (**acl).clone(), subnet);
}

fn join(cx: &mut CallContext<'_>, mut acl: Value, subnet: &str) -> String {
    let association = cx.cloud.new_id("aclassoc");
    let id = acl.text("NetworkAclId").to_owned();
    acl.push(
        "Associations",
        Value::from([
            ("NetworkAclAssociationId", association.as_str().into()),
            ("NetworkAclId", id.as_str().into()),
            ("SubnetId", subnet.into()),
        ]),
    );
    cx.put(net::ACL, &id, acl);
    association
}

pub(super) fn create_network_acl(cx: &mut CallContext<'_>) -> Answer {
    let vpc = need(cx, &VPC, cx.text("VpcId"))?;
    let id = cx.cloud.new_id("acl");
    let made = with_tags(cx, &ACL, new_acl(cx, &id, vpc.text("VpcId"), false))?;
    cx.put(net::ACL, &id, made.clone());
    Ok(Value::from([("NetworkAcl", made)]))
}

pub(super) fn describe_network_acls(cx: &mut CallContext<'_>) -> Answer {
    describe(cx, &ACL)
}

pub(super) fn delete_network_acl(cx: &mut CallContext<'_>) -> Answer {
    let id = cx.text("NetworkAclId");
    let acl = need(cx, &ACL, id)?;
    if acl.is("IsDefault") {
        return Err(invalid(format!("cannot delete default network ACL {id}")));
    }
    if !acl.list("Associations").is_empty() {
        return Err(depends(format!("The networkAcl '{id}' has dependencies and cannot be deleted.")));
    }
    cx.remove(net::ACL, id);
    done()
}

/// The protocol by its number, which is how it is kept.
pub(super) fn protocol_number(text: &str) -> Result<String, Fault> {
    let number = match text.to_lowercase().as_str() {
        "all" | "-1" => "-1",
        "icmp" => "1",
        "tcp" => "6",
        "udp" => "17",
        "icmpv6" => "58",
        number if number.parse::<u8>().is_ok() => number,
        _ => return Err(invalid(format!("Invalid value '{text}' for IP protocol. Unknown protocol."))),
    }
    .to_owned();
    Ok(number)
}

/// The entry that a call describes.
fn asked_entry(cx: &CallContext<'_>) -> Result<Value, Fault> {
    cx.without(&["Ipv6CidrBlock"])?;
    required(cx, &["CidrBlock"])?;
    let number = cx.input.int("RuleNumber").unwrap_or(0);
    if !(1..LAST_RULE).contains(&number) {
        return Err(invalid(format!("Value ({number}) for parameter ruleNumber is invalid: 1 to 32766.")));
    }
    let protocol = protocol_number(cx.text("Protocol"))?;
    let made = Value::from([
        ("CidrBlock", net_of(cx.text("CidrBlock"), "cidrBlock")?.to_string().into()),
        ("Egress", cx.input.is("Egress").into()),
        ("RuleAction", cx.text("RuleAction").into()),
        ("RuleNumber", number.into()),
    ]);
    let made = match protocol.as_str() {
        "6" | "17" => {
            let range = cx.input.get("PortRange").cloned().unwrap_or_else(Value::empty);
            let (Some(from), Some(to)) = (range.int("From"), range.int("To")) else {
                let words = "The parameter PortRange is required for the protocols TCP and UDP.";
                return Err(Fault::sender("MissingParameter", words));
            };
            if !(0..=65_535).contains(&from) || !(from..=65_535).contains(&to) {
                return Err(invalid(format!("Invalid TCP/UDP port range ({from}:{to})")));
            }
            made.with("PortRange", Value::from([("From", from.into()), ("To", to.into())]))
        }
        "1" if cx.input.get("IcmpTypeCode").is_none() => {
            let words = "The parameter IcmpTypeCode is required for the protocol ICMP.";
            return Err(Fault::sender("MissingParameter", words));
        }
        _ => made.with_of(cx.input, &["IcmpTypeCode"]),
    };
    Ok(made.with("Protocol", protocol))
}

fn is_same(entry: &Value, number: i64, egress: bool) -> bool {
    entry.int("RuleNumber") == Some(number) && entry.is("Egress") == egress
}

/// What is done to an ACL's entries, given where the named one stands.
type ChangeOfEntries<'c> = &'c dyn Fn(&mut Vec<Value>, Option<usize>) -> Result<(), Fault>;

fn change_entry(cx: &mut CallContext<'_>, change: ChangeOfEntries<'_>) -> Answer {
    let id = cx.text("NetworkAclId");
    let mut changed = (*need(cx, &ACL, id)?).clone();
    let (number, egress) = (cx.input.int("RuleNumber").unwrap_or(0), cx.input.is("Egress"));
    if let Some(entries) = changed.list_mut("Entries") {
        let at = entries.iter().position(|entry| is_same(entry, number, egress) && number != LAST_RULE);
        change(entries, at)?;
        entries.sort_by_key(|entry| (!entry.is("Egress"), entry.int("RuleNumber")));
    }
    cx.put(net::ACL, id, changed);
    done()
}

fn no_entry(cx: &CallContext<'_>) -> Fault {
    let number = cx.input.int("RuleNumber").unwrap_or(0);
    let words = format!("The network acl entry identified by {number} does not exist.");
    Fault::sender("InvalidNetworkAclEntry.NotFound", words)
}

pub(super) fn create_network_acl_entry(cx: &mut CallContext<'_>) -> Answer {
    let made = asked_entry(cx)?;
    let egress = cx.input.is("Egress");
    change_entry(cx, &|entries, at| {
        if at.is_some() {
            let words = "The network acl entry identified by this number already exists.";
            return Err(Fault::sender("NetworkAclEntryAlreadyExists", words));
        }
        if entries.iter().filter(|entry| entry.is("Egress") == egress).count() > RULES_MAX {
            return Err(Fault::sender(
                "NetworkAclEntryLimitExceeded",
                "An ACL has at most 20 rules each way.",
            ));
        }
        entries.push(made.clone());
        Ok(())
    })
}

pub(super) fn replace_network_acl_entry(cx: &mut CallContext<'_>) -> Answer {
    let made = asked_entry(cx)?;
    let missing = no_entry(cx);
    change_entry(cx, &|entries, at| {
        let entry = at.and_then(|at| entries.get_mut(at)).ok_or_else(|| missing.clone())?;
        *entry = made.clone();
        Ok(())
    })
}

pub(super) fn delete_network_acl_entry(cx: &mut CallContext<'_>) -> Answer {
    let missing = no_entry(cx);
    change_entry(cx, &|entries, at| {
        entries.remove(at.ok_or_else(|| missing.clone())?);
        Ok(())
    })
}

pub(super) fn replace_network_acl_association(cx: &mut CallContext<'_>) -> Answer {
    let (association, id) = (cx.text("AssociationId"), cx.text("NetworkAclId"));
    let acl = need(cx, &ACL, id)?;
    let is_it = |one: &Value| one.text("NetworkAclAssociationId") == association;
    let holder = cx.all(net::ACL).into_iter().find(|acl| acl.list("Associations").iter().any(is_it));
    let Some(holder) = holder else {
        let words = format!("The association ID '{association}' does not exist");
        return Err(Fault::sender("InvalidAssociationID.NotFound", words));
    };
    if holder.text("VpcId") != acl.text("VpcId") {
        return Err(invalid(format!("networkAcl {id} and the subnet belong to different networks")));
    }
    let subnet = holder.list("Associations").iter().find(|one| is_it(one));
    let subnet = subnet.map(|one| one.text("SubnetId").to_owned()).unwrap_or_default();
    let mut before = (*holder).clone();
    if let Some(associations) = before.list_mut("Associations") {
        associations.retain(|one| !is_it(one));
    }
    cx.put(net::ACL, holder.text("NetworkAclId"), before);
    let acl = (*need(cx, &ACL, id)?).clone();
    let new = join(cx, acl, &subnet);
    Ok(Value::from([("NewAssociationId", new.into())]))
}
