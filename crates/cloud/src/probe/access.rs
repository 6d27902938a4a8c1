//! Whether a role may do something.
//!
//! By its own policies, the resource's and the endpoint's.

use crate::{
    engine::{
        net,
        policy::{PolicyDecision, PolicyRequest, decided, strongest},
    },
    state::{Cloud, CloudPlace},
    value::Value,
};

/// What is asked of access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessAsked<'a> {
    /// The role's account.
    pub account: &'a str,
    /// The Region of the request.
    pub region: &'a str,
    /// A role's ARN or name.
    pub who: &'a str,
    /// Such as `s3:GetObject`.
    pub action: &'a str,
    /// The resource's ARN.
    pub on: &'a str,
    /// Whether the request passes an endpoint of the service in this VPC.
    pub through: Option<&'a str>,
}

/// Whether the request is allowed.
///
/// It is `Unknown` where a policy stands on what is not known here. An explicit denial anywhere decides. In
/// one account the role's policies or the resource's must allow, and the endpoint's too, where the request
/// passes one (IAM user guide, "Policy evaluation logic").
///
/// # Errors
/// There is no such role, or no endpoint to pass.
pub fn may(cloud: &Cloud, asked: &AccessAsked<'_>) -> Result<PolicyDecision, String> {
    let name = asked.who.rsplit('/').next().unwrap_or_default();
    let place = CloudPlace { kind: "iam/role", account: asked.account.into(), region: "".into() };
    let role = cloud.find(&place, name).ok_or_else(|| format!("there is no role {name}"))?;
    let request = PolicyRequest::new(role.text("Arn"), asked.action, asked.on)
        .with("aws:PrincipalAccount", asked.account)
        .with("aws:PrincipalArn", role.text("Arn"))
        .with("aws:RequestedRegion", asked.region)
        .with("aws:SecureTransport", "true");
    let Some(vpc) = asked.through else {
        let request = request.lacking("aws:SourceVpce").lacking("aws:SourceVpc");
        return Ok(by_policies(cloud, asked, role, &request));
    };
    let place =
        CloudPlace { kind: net::ENDPOINT, account: asked.account.into(), region: asked.region.into() };
    let service = asked.action.split(':').next().unwrap_or_default();
    let fits = |one: &&std::sync::Arc<Value>| {
        one.text("VpcId") == vpc && one.text("ServiceName").ends_with(&format!(".{service}"))
    };
    let endpoints = cloud.table(&place).into_iter().flat_map(|table| table.values()).filter(fits);
    let decisions = endpoints.map(|endpoint| {
        let request =
            request.clone().with("aws:SourceVpce", endpoint.text("VpcEndpointId")).with("aws:SourceVpc", vpc);
        both(decided(endpoint.text("PolicyDocument"), &request), by_policies(cloud, asked, role, &request))
    });
    // A name leads to one of several endpoints: what one of them lets through is let through.
    let best = |one: PolicyDecision, other| {
        let order = [PolicyDecision::Allowed, PolicyDecision::Unknown, PolicyDecision::Implicit];
        order.into_iter().find(|found| *found == one || *found == other).unwrap_or(one)
    };
    decisions.reduce(best).ok_or_else(|| format!("there is no endpoint of {service} in {vpc}"))
}

/// Both must allow.
fn both(one: PolicyDecision, other: PolicyDecision) -> PolicyDecision {
    let order = [PolicyDecision::Denied, PolicyDecision::Implicit, PolicyDecision::Unknown];
    order.into_iter().find(|found| *found == one || *found == other).unwrap_or(PolicyDecision::Allowed)
}

fn by_policies(
    cloud: &Cloud,
    asked: &AccessAsked<'_>,
    role: &Value,
    request: &PolicyRequest,
) -> PolicyDecision {
    let own = role.list("_Policies").iter().map(|policy| decided(policy.text("PolicyDocument"), request));
    let own = own.fold(PolicyDecision::Implicit, strongest);
    let bucket = asked.on.strip_prefix("arn:aws:s3:::").and_then(|rest| rest.split('/').next());
    let place = CloudPlace { kind: "s3/bucket", account: asked.account.into(), region: "".into() };
    let policy = bucket.and_then(|bucket| cloud.find(&place, bucket)).map(|bucket| bucket.text("_Policy"));
    policy.map_or(own, |policy| strongest(own, decided(policy, request)))
}
