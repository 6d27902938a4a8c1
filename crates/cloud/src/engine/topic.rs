//! Publishing to a topic, and what comes of it: mails in the lab's inbox.

use crate::{
    engine::policy::{PolicyDecision, PolicyRequest, decided},
    state::{Cloud, CloudPlace, LabMail, Publication},
    value::Value,
};

/// Topics of a Region, by their ARN.
pub(crate) const TOPIC: &str = "sns/topic";
/// Subscriptions of a Region, by their ARN.
pub(crate) const SUBSCRIPTION: &str = "sns/subscription";

/// Why an action is left out of which nobody here knows whether it would be.
pub const UNTOLD: &str = "the topic's policy has conditions that this lab's cloud cannot tell";

/// The place of an ARN's resource: its account and Region, and the kind.
pub(crate) fn place_of(arn: &str, kind: &'static str) -> Option<CloudPlace> {
    let mut parts = arn.split(':').skip(3);
    let (region, account) = (parts.next()?, parts.next()?);
    parts.next()?;
    Some(CloudPlace { kind, account: account.into(), region: region.into() })
}

/// Publishes; a service as publisher needs the topic's policy, and tells for which of its resources.
///
/// The words say why nothing was published.
pub(crate) fn publish(
    cloud: &mut Cloud,
    arn: &str,
    subject: &str,
    message: &str,
    service: Option<(&str, &str)>,
) -> Result<(), String> {
    let place = place_of(arn, TOPIC).ok_or("the ARN is no topic's")?;
    let topic = cloud.find(&place, arn).ok_or("there is no such topic")?.clone();
    if let Some((service, source)) = service {
        let policy = topic.get("_Policy").and_then(Value::as_text).unwrap_or_default();
        let request = PolicyRequest::new(service, "sns:Publish", arn)
            .with("aws:SourceArn", source)
            .with("aws:SourceAccount", source.split(':').nth(4).unwrap_or(&place.account))
            .with("AWS:SourceOwner", &place.account);
        let decision = if policy.is_empty() { PolicyDecision::Allowed } else { decided(policy, &request) };
        match decision {
            PolicyDecision::Allowed => {}
            PolicyDecision::Unknown => return Err(UNTOLD.to_owned()),
            PolicyDecision::Denied | PolicyDecision::Implicit => {
                return Err(format!("the topic's policy does not allow {service} to publish"));
            }
        }
    }
    cloud.add_publication(Publication {
        at: cloud.now(),
        topic: arn.to_owned(),
        subject: subject.to_owned(),
        message: message.to_owned(),
    });
    let place = CloudPlace { kind: SUBSCRIPTION, ..place };
    let heard = |subscription: &Value| {
        subscription.text("TopicArn") == arn
            && !subscription.is("_Pending")
            && subscription.text("Protocol").starts_with("email")
    };
    let readers = cloud.table(&place).into_iter().flat_map(|table| table.values());
    let addresses: Vec<String> =
        readers.filter(|one| heard(one)).map(|one| one.text("Endpoint").to_owned()).collect();
    for to in addresses {
        let (at, subject) = (cloud.now(), subject.to_owned());
        let body = message.to_owned();
        cloud.add_mail(LabMail { at, to, subject, body, confirms: None });
    }
    Ok(())
}
