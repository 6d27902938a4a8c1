//! Roles with their own policies: who the endpoint's lab asks about.

use std::sync::Arc;

use crate::{
    call::{Answer, Fault},
    engine::policy,
    service::context::{CallContext, Operations, done, listed},
    value::Value,
};

/// Roles of an account, by name; `_Policies` are their inline policies.
pub(super) const ROLE: &str = "iam/role";

pub(super) const OPERATIONS: Operations = &[
    ("CreateRole", create_role),
    ("GetRole", get_role),
    ("GetRolePolicy", get_role_policy),
    ("ListAttachedRolePolicies", list_attached_role_policies),
    ("ListRolePolicies", list_role_policies),
    ("ListRoles", list_roles),
    ("PutRolePolicy", put_role_policy),
];

fn missing(words: String) -> Fault {
    Fault { code: "NoSuchEntity".into(), message: words, status: 404 }
}

fn role(cx: &CallContext<'_>) -> Result<Arc<Value>, Fault> {
    let name = cx.text("RoleName");
    cx.find(ROLE, name).ok_or_else(|| missing(format!("The role with name {name} cannot be found.")))
}

fn is_name(name: &str, most: usize) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
    (1..=most).contains(&name.len()) && name.chars().all(plain)
}

fn create_role(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["PermissionsBoundary"])?;
    let name = cx.text("RoleName");
    if !is_name(name, 64) {
        let words = "A role's name has 1 to 64 letters, digits and + = , . @ - _.";
        return Err(Fault::sender("ValidationError", words));
    }
    if cx.find(ROLE, name).is_some() {
        let message = format!("Role with name {name} already exists.");
        return Err(Fault { code: "EntityAlreadyExists".into(), message, status: 409 });
    }
    let trust = cx.text("AssumeRolePolicyDocument");
    policy::checked(trust, true).map_err(|words| Fault::sender("MalformedPolicyDocument", words))?;
    let path = cx.input.get("Path").and_then(Value::as_text).unwrap_or("/");
    if !path.starts_with('/') || !path.ends_with('/') {
        return Err(Fault::sender("ValidationError", "A path begins and ends with a slash."));
    }
    let id = format!("AROA{:016X}", cx.cloud.draw());
    let made = Value::from([
        ("RoleName", name.into()),
        ("RoleId", id.into()),
        ("Path", path.into()),
        ("Arn", format!("arn:aws:iam::{}:role{path}{name}", cx.account()).into()),
        ("CreateDate", cx.now_text().into()),
        ("AssumeRolePolicyDocument", trust.into()),
        ("MaxSessionDuration", cx.input.int("MaxSessionDuration").unwrap_or(3600).into()),
        ("_Policies", Value::List(Vec::new())),
    ]);
    let made = made.with_of(cx.input, &["Description", "Tags"]);
    cx.put(ROLE, name, made.clone());
    Ok(Value::from([("Role", made)]))
}

fn get_role(cx: &mut CallContext<'_>) -> Answer {
    Ok(Value::from([("Role", (*role(cx)?).clone())]))
}

fn list_roles(cx: &mut CallContext<'_>) -> Answer {
    let prefix = cx.text("PathPrefix");
    let all = cx.all(ROLE);
    let roles = all.iter().filter(|role| role.text("Path").starts_with(prefix));
    let roles = roles.map(|role| (**role).clone()).collect();
    answer_page(cx, "Roles", roles)
}

/// Lists of this service say whether they go on, and by which marker.
fn answer_page(cx: &CallContext<'_>, name: &str, items: Vec<Value>) -> Answer {
    let most = cx.input.int("MaxItems").and_then(|most| usize::try_from(most).ok()).unwrap_or(100);
    let (page, next) = cx.page(items, ("Marker", "ValidationError"), Some(most))?;
    let is_truncated = next.is_some();
    Ok(listed(name, page, "Marker", next).with("IsTruncated", is_truncated))
}

fn put_role_policy(cx: &mut CallContext<'_>) -> Answer {
    let mut changed = (*role(cx)?).clone();
    let (name, text) = (cx.text("PolicyName"), cx.text("PolicyDocument"));
    if !is_name(name, 128) {
        let words = "A policy's name has 1 to 128 letters, digits and + = , . @ - _.";
        return Err(Fault::sender("ValidationError", words));
    }
    policy::checked(text, false).map_err(|words| Fault::sender("MalformedPolicyDocument", words))?;
    if let Some(policies) = changed.list_mut("_Policies") {
        policies.retain(|policy| policy.text("PolicyName") != name);
        policies.push(Value::from([("PolicyName", name.into()), ("PolicyDocument", text.into())]));
    }
    cx.put(ROLE, cx.text("RoleName"), changed);
    done()
}

fn get_role_policy(cx: &mut CallContext<'_>) -> Answer {
    let (role, name) = (role(cx)?, cx.text("PolicyName"));
    let found = role.list("_Policies").iter().find(|policy| policy.text("PolicyName") == name);
    let found = found.ok_or_else(|| missing(format!("The role policy with name {name} cannot be found.")))?;
    Ok(found.clone().with("RoleName", cx.text("RoleName")))
}

fn list_role_policies(cx: &mut CallContext<'_>) -> Answer {
    let names = role(cx)?.list("_Policies").iter().map(|policy| policy.text("PolicyName").into()).collect();
    answer_page(cx, "PolicyNames", names)
}

/// No lab attaches a managed policy yet.
fn list_attached_role_policies(cx: &mut CallContext<'_>) -> Answer {
    role(cx)?;
    answer_page(cx, "AttachedPolicies", Vec::new())
}
