//! Whether a policy allows a request.
//!
//! Explicit denials come first, then what is allowed, else it is implicitly no.
//!
//! From the provider's guide, "Policy evaluation logic", for one account. What this engine cannot decide (an
//! operator or a key that is not known here) is `Unknown`, which is nobody's fault.
//!
//! ```
//! use assay_cloud::engine::policy::{PolicyDecision, PolicyRequest, decided};
//!
//! let policy = r#"{"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::invoices/*"}}"#;
//! let app = "arn:aws:iam::111122223333:role/app";
//! let ask = |action| PolicyRequest::new(app, action, "arn:aws:s3:::invoices/1");
//! assert_eq!(decided(policy, &ask("s3:GetObject")), PolicyDecision::Allowed);
//! assert_eq!(decided(policy, &ask("s3:PutObject")), PolicyDecision::Implicit);
//! ```

use std::collections::BTreeMap;

use crate::{
    engine::{net::Cidr, pattern::wildcard},
    value::Value,
};

/// What is asked: who, what, on what, and what else is known of the request.
#[derive(Debug, Clone)]
pub struct PolicyRequest {
    /// The ARN of who asks, or a service's name.
    pub principal: String,
    /// Such as `s3:GetObject`.
    pub action: String,
    /// The ARN of what it is asked on.
    pub resource: String,
    /// Condition keys in lower case.
    pub context: BTreeMap<String, String>,
    /// Condition keys of which it is known that the request has none, in lower case.
    pub lacks: Vec<String>,
}

/// What a policy says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyDecision {
    /// A statement denies it.
    Denied,
    /// A statement allows it, and none denies it.
    Allowed,
    /// Nothing speaks of it.
    Implicit,
    /// It stands on something that is not known here.
    Unknown,
}

impl PolicyRequest {
    /// A request without further context.
    #[must_use]
    pub fn new(principal: &str, action: &str, resource: &str) -> Self {
        PolicyRequest {
            principal: principal.to_owned(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: BTreeMap::new(),
            lacks: Vec::new(),
        }
    }

    /// The request, of which it is known that it has no such key.
    ///
    /// A key that is neither given nor known to be absent leaves a condition undecided.
    #[must_use]
    pub fn lacking(mut self, key: &str) -> Self {
        self.lacks.push(key.to_lowercase());
        self
    }

    /// The request with one more condition key.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.context.insert(key.to_lowercase(), value.to_owned());
        self
    }
}

/// What is wrong with a policy's text, if anything: the words are for the caller.
///
/// # Errors
/// The text is no policy.
pub fn checked(text: &str, names_principals: bool) -> Result<(), String> {
    let policy = Value::from_json(text).ok_or("the policy is not valid JSON")?;
    let known = ["", "2012-10-17", "2008-10-17"];
    if !known.contains(&policy.text("Version")) {
        return Err("Version must be 2012-10-17 or 2008-10-17".into());
    }
    let statements = statements(&policy);
    if statements.is_empty() {
        return Err("the policy has no Statement".into());
    }
    for statement in statements {
        if !matches!(statement.text("Effect"), "Allow" | "Deny") {
            return Err("a statement's Effect must be Allow or Deny".into());
        }
        let one_of =
            |names: [&str; 2]| names.iter().filter(|name| statement.get(name).is_some()).count() == 1;
        if !one_of(["Action", "NotAction"]) {
            return Err("a statement needs either Action or NotAction".into());
        }
        let actions = texts(statement.get("Action").or_else(|| statement.get("NotAction")));
        if actions.iter().any(|action| *action != "*" && !action.contains(':')) {
            return Err("an action is written as service:Operation".into());
        }
        if !names_principals && statement.get("Principal").is_some() {
            return Err("a policy of an identity names no Principal".into());
        }
        if names_principals && !one_of(["Principal", "NotPrincipal"]) {
            return Err("a policy of a resource needs a Principal in each statement".into());
        }
    }
    Ok(())
}

fn statements(policy: &Value) -> Vec<&Value> {
    match policy.get("Statement") {
        Some(Value::List(items)) => items.iter().collect(),
        Some(one @ Value::Map(_)) => vec![one],
        _ => Vec::new(),
    }
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::List(items)) => items.iter().filter_map(Value::as_text).collect(),
        Some(Value::Text(text)) => vec![text],
        _ => Vec::new(),
    }
}

/// What one policy says of a request.
#[must_use]
pub fn decided(policy: &str, request: &PolicyRequest) -> PolicyDecision {
    let Some(policy) = Value::from_json(policy) else { return PolicyDecision::Implicit };
    let mut decision = PolicyDecision::Implicit;
    for statement in statements(&policy) {
        let says = match statement.text("Effect") {
            "Deny" => PolicyDecision::Denied,
            _ => PolicyDecision::Allowed,
        };
        decision = match (applies(statement, request), decision) {
            (Some(true), before) => strongest(before, says),
            (None, before) => strongest(before, PolicyDecision::Unknown),
            (Some(false), before) => before,
        };
    }
    decision
}

/// A denial stands over what is unknown, which stands over an allowance.
#[must_use]
pub fn strongest(one: PolicyDecision, other: PolicyDecision) -> PolicyDecision {
    let order =
        [PolicyDecision::Denied, PolicyDecision::Unknown, PolicyDecision::Allowed, PolicyDecision::Implicit];
    order.into_iter().find(|decision| *decision == one || *decision == other).unwrap_or(one)
}

/// Whether a statement speaks of the request; nothing when that cannot be told.
fn applies(statement: &Value, request: &PolicyRequest) -> Option<bool> {
    let action = request.action.to_lowercase();
    let fits_action = |pattern: &&str| wild(&pattern.to_lowercase(), &action);
    let fits_resource = |pattern: &&str| wild(pattern, &request.resource);
    let part = |name: &str, not: &str, fits: &dyn Fn(&&str) -> bool| {
        let (yes, no) = (texts(statement.get(name)), texts(statement.get(not)));
        match (statement.get(name), statement.get(not)) {
            (Some(_), _) => yes.iter().any(fits),
            (None, Some(_)) => !no.iter().any(fits),
            (None, None) => true,
        }
    };
    let principal = match (statement.get("Principal"), statement.get("NotPrincipal")) {
        (Some(who), _) => is_principal(who, &request.principal),
        (None, Some(who)) => !is_principal(who, &request.principal),
        (None, None) => true,
    };
    let spoken_of = principal
        && part("Action", "NotAction", &fits_action)
        && part("Resource", "NotResource", &fits_resource);
    if spoken_of { conditions(statement, request) } else { Some(false) }
}

fn is_principal(who: &Value, principal: &str) -> bool {
    let account = principal.split(':').nth(4).unwrap_or_default();
    let fits = |named: &str| {
        named == "*"
            || named == principal
            || (!account.is_empty() && (named == account || named == format!("arn:aws:iam::{account}:root")))
    };
    match who {
        Value::Text(text) => text == "*",
        _ => ["AWS", "Service", "Federated"].iter().any(|kind| texts(who.get(kind)).into_iter().any(fits)),
    }
}

/// `*` and `?` as the provider has them.
fn wild(pattern: &str, text: &str) -> bool {
    let question = pattern.find('?');
    let Some(at) = question else { return wildcard(pattern, text) };
    // Rare: each `?` is tried as every character of the text, which bounds the work by its length.
    let (before, after) = (pattern.get(..at).unwrap_or_default(), pattern.get(at + 1..).unwrap_or_default());
    let cuts = text.char_indices().filter(|(cut, _)| wildcard(before, text.get(..*cut).unwrap_or_default()));
    cuts.take(256).any(|(cut, c)| wildcard(after, text.get(cut + c.len_utf8()..).unwrap_or_default()))
}

/// Whether all conditions hold; nothing when one of them is not known here.
fn conditions(statement: &Value, request: &PolicyRequest) -> Option<bool> {
    let Some(Value::Map(operators)) = statement.get("Condition") else { return Some(true) };
    let mut unknown = false;
    for (operator, keys) in operators {
        let Value::Map(keys) = keys else { return None };
        for (key, wanted) in keys {
            let key = key.to_lowercase();
            let found = request.context.get(&key);
            if found.is_none() && !request.lacks.contains(&key) {
                unknown = true;
                continue;
            }
            match condition(operator, found, &values(wanted)) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => unknown = true,
            }
        }
    }
    (!unknown).then_some(true)
}

fn values(wanted: &Value) -> Vec<String> {
    match wanted {
        Value::List(items) => items.iter().filter_map(Value::plain).collect(),
        one => one.plain().into_iter().collect(),
    }
}

/// IAM reference, "Condition operators": an absent key fails a positive operator and satisfies a negated one.
fn condition(operator: &str, found: Option<&String>, wanted: &[String]) -> Option<bool> {
    let (operator, if_exists) = match operator.strip_suffix("IfExists") {
        Some(plain) => (plain, true),
        None => (operator, false),
    };
    if operator == "Null" {
        return Some(wanted.iter().any(|wanted| (wanted == "true") == found.is_none()));
    }
    let (positive, negated) = match operator {
        "StringNotEquals" => ("StringEquals", true),
        "StringNotEqualsIgnoreCase" => ("StringEqualsIgnoreCase", true),
        "StringNotLike" => ("StringLike", true),
        "ArnNotEquals" | "ArnNotLike" => ("ArnLike", true),
        "NotIpAddress" => ("IpAddress", true),
        "NumericNotEquals" => ("NumericEquals", true),
        "ArnEquals" => ("ArnLike", false),
        plain => (plain, false),
    };
    let known = [
        "StringEquals",
        "StringEqualsIgnoreCase",
        "StringLike",
        "ArnLike",
        "Bool",
        "IpAddress",
        "NumericEquals",
        "NumericLessThan",
        "NumericLessThanEquals",
        "NumericGreaterThan",
        "NumericGreaterThanEquals",
    ];
    if !known.contains(&positive) {
        return None;
    }
    let Some(found) = found else { return Some(if_exists || negated) };
    Some(wanted.iter().any(|wanted| compares(positive, found, wanted)) != negated)
}

fn compares(operator: &str, found: &str, wanted: &str) -> bool {
    let numbers = || found.parse::<f64>().ok().zip(wanted.parse::<f64>().ok());
    match operator {
        "StringEquals" => found == wanted,
        "StringEqualsIgnoreCase" | "Bool" => found.eq_ignore_ascii_case(wanted),
        "StringLike" | "ArnLike" => wild(wanted, found),
        "IpAddress" => {
            let net = Cidr::loose(wanted);
            net.zip(Cidr::address(found)).is_some_and(|(net, address)| net.has(address))
        }
        "NumericEquals" => numbers().is_some_and(|(found, wanted)| found.total_cmp(&wanted).is_eq()),
        "NumericLessThan" => numbers().is_some_and(|(found, wanted)| found < wanted),
        "NumericLessThanEquals" => numbers().is_some_and(|(found, wanted)| found <= wanted),
        "NumericGreaterThan" => numbers().is_some_and(|(found, wanted)| found > wanted),
        "NumericGreaterThanEquals" => numbers().is_some_and(|(found, wanted)| found >= wanted),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::111122223333:role/app";

    fn of(statement: &str) -> PolicyDecision {
        let policy = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statement}]}}");
        let request = PolicyRequest::new(ROLE, "s3:GetObject", "arn:aws:s3:::b/x")
            .with("aws:SourceVpce", "vpce-1")
            .with("aws:SourceIp", "10.0.0.7")
            .lacking("aws:Other");
        decided(&policy, &request)
    }

    /// IAM user guide, "Policy evaluation logic": an explicit deny overrides allows; the default is a deny.
    #[test]
    fn a_denial_overrides_and_silence_is_no() {
        let allow = r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#;
        let deny =
            r#"{"Effect":"Deny","Principal":"*","Action":["s3:getobject"],"Resource":"arn:aws:s3:::b/*"}"#;
        assert_eq!(of(allow), PolicyDecision::Allowed);
        assert_eq!(of(&format!("{allow},{deny}")), PolicyDecision::Denied);
        assert_eq!(of(&deny.replace("b/*", "c/?")), PolicyDecision::Implicit);
        assert_eq!(of(&deny.replace("b/*", "b/?")), PolicyDecision::Denied);
        assert_eq!(of(&allow.replace("\"s3:*\"", "\"ec2:*\"")), PolicyDecision::Implicit);
        assert_eq!(of(&allow.replace("Action", "NotAction")), PolicyDecision::Implicit);
    }

    /// IAM JSON policy reference, "Condition operators".
    #[test]
    fn conditions_hold_fail_or_are_not_known() {
        let with = |condition: &str| {
            of(&format!(
                "{{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{{{condition}}}}}"
            ))
        };
        assert_eq!(with(r#""StringEquals":{"aws:sourceVpce":["vpce-0","vpce-1"]}"#), PolicyDecision::Allowed);
        assert_eq!(with(r#""StringNotEquals":{"aws:SourceVpce":"vpce-1"}"#), PolicyDecision::Implicit);
        assert_eq!(with(r#""StringNotEquals":{"aws:Other":"x"}"#), PolicyDecision::Allowed);
        assert_eq!(with(r#""StringEquals":{"aws:Other":"x"}"#), PolicyDecision::Implicit);
        assert_eq!(with(r#""StringEqualsIfExists":{"aws:Other":"x"}"#), PolicyDecision::Allowed);
        assert_eq!(with(r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#), PolicyDecision::Allowed);
        assert_eq!(with(r#""ForAllValues:StringEquals":{"aws:TagKeys":"x"}"#), PolicyDecision::Unknown);
        assert_eq!(with(r#""Null":{"aws:Other":"true"}"#), PolicyDecision::Allowed);
        // Whether the request would have that key nobody knows here.
        assert_eq!(with(r#""StringEquals":{"aws:VpceOrgID":"o-1"}"#), PolicyDecision::Unknown);
        assert_eq!(with(r#""StringNotEquals":{"aws:VpceOrgID":"o-1"}"#), PolicyDecision::Unknown);
        let never = r#""StringEquals":{"aws:SourceVpce":"vpce-0","aws:VpceOrgID":"o-1"}"#;
        assert_eq!(with(never), PolicyDecision::Implicit);
    }

    #[test]
    fn a_malformed_policy_is_named_for_what_is_wrong() {
        assert!(checked("{", true).unwrap_err().contains("JSON"));
        assert!(checked(r#"{"Version":"2020-01-01","Statement":[]}"#, true).unwrap_err().contains("Version"));
        let no_principal = r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
        assert!(checked(no_principal, true).unwrap_err().contains("Principal"));
        assert_eq!(checked(no_principal, false), Ok(()));
        assert!(checked(&no_principal.replace("s3:*", "s3"), false).is_err());
        assert!(checked(&no_principal.replace("Allow", "allow"), false).is_err());
    }
}
