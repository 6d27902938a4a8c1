//! Topics and subscriptions: who is told, and who has agreed to be.

use std::sync::Arc;

use crate::{
    call::{Answer, Fault},
    engine::{
        policy,
        topic::{self, SUBSCRIPTION, TOPIC},
    },
    service::context::{CallContext, Operations, done, listed},
    state::LabMail,
    value::Value,
};

/// Topics and subscriptions of a page (API reference, `ListTopics`).
const PAGE: usize = 100;
/// Bytes of a message (API reference, `Publish`).
const MESSAGE_BYTES_MAX: usize = 262_144;

pub(super) const OPERATIONS: Operations = &[
    ("ConfirmSubscription", confirm_subscription),
    ("CreateTopic", create_topic),
    ("DeleteTopic", delete_topic),
    ("GetSubscriptionAttributes", get_subscription_attributes),
    ("GetTopicAttributes", get_topic_attributes),
    ("ListSubscriptions", list_subscriptions),
    ("ListSubscriptionsByTopic", list_subscriptions_by_topic),
    ("ListTagsForResource", list_tags_for_resource),
    ("ListTopics", list_topics),
    ("Publish", publish),
    ("SetSubscriptionAttributes", set_subscription_attributes),
    ("SetTopicAttributes", set_topic_attributes),
    ("Subscribe", subscribe),
    ("TagResource", tag_resource),
    ("Unsubscribe", unsubscribe),
    ("UntagResource", untag_resource),
];

fn invalid(words: impl std::fmt::Display) -> Fault {
    Fault::sender("InvalidParameter", format!("Invalid parameter: {words}"))
}

fn not_found(words: &str) -> Fault {
    Fault { code: "NotFound".into(), message: words.into(), status: 404 }
}

fn topic(cx: &CallContext<'_>, member: &str) -> Result<Arc<Value>, Fault> {
    let arn = cx.text(member);
    if !arn.starts_with("arn:aws:sns:") || arn.split(':').count() != 6 {
        return Err(invalid(format!("{member} Reason: it is not the ARN of a topic")));
    }
    cx.find(TOPIC, arn).ok_or_else(|| not_found("Topic does not exist"))
}

/// What a topic allows when nobody has said otherwise: its own account.
fn default_policy(arn: &str, account: &str) -> String {
    let actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    ];
    let actions: Vec<String> = actions.iter().map(|action| format!("\"SNS:{action}\"")).collect();
    format!(
        "{{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{{\"Effect\":\"Allow\",\
         \"Sid\":\"__default_statement_ID\",\"Principal\":{{\"AWS\":\"*\"}},\"Action\":[{}],\
         \"Resource\":\"{arn}\",\
         \"Condition\":{{\"StringEquals\":{{\"AWS:SourceOwner\":\"{account}\"}}}}}}]}}",
        actions.join(",")
    )
}

/// How messages are delivered when nobody has said otherwise (developer guide, "Message delivery retries").
const DELIVERY: &str = "{\"http\":{\"defaultHealthyRetryPolicy\":{\"minDelayTarget\":20,\
                        \"maxDelayTarget\":20,\"numRetries\":3,\"numMaxDelayRetries\":0,\
                        \"numNoDelayRetries\":0,\"numMinDelayRetries\":0,\"backoffFunction\":\"linear\"},\
                        \"disableSubscriptionOverrides\":false,\"defaultRequestPolicy\":\
                        {\"headerContentType\":\"text/plain; charset=UTF-8\"}}}";

fn create_topic(cx: &mut CallContext<'_>) -> Answer {
    let name = cx.text("Name");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.ends_with(".fifo") {
        return Err(Fault::not_here("A FIFO topic"));
    }
    if !(1..=256).contains(&name.len()) || !name.chars().all(plain) {
        return Err(invalid("Topic Name"));
    }
    let arn = cx.arn("sns", name);
    if cx.find(TOPIC, &arn).is_none() {
        let made = Value::from([
            ("TopicArn", arn.as_str().into()),
            ("DisplayName", "".into()),
            ("_Policy", default_policy(&arn, cx.account()).into()),
            ("Tags", Value::List(cx.input.list("Tags").to_vec())),
        ]);
        cx.put(TOPIC, &arn, made);
    }
    if let Some(Value::Map(attributes)) = cx.input.get("Attributes") {
        for (name, value) in attributes {
            set_attribute(cx, &arn, name, value.as_text().unwrap_or_default())?;
        }
    }
    Ok(Value::from([("TopicArn", arn.into())]))
}

fn set_attribute(cx: &mut CallContext<'_>, arn: &str, name: &str, value: &str) -> Result<(), Fault> {
    let found = cx.find(TOPIC, arn).ok_or_else(|| not_found("Topic does not exist"))?;
    let changed = match name {
        "DisplayName" if value.chars().count() <= 100 => (*found).clone().with("DisplayName", value),
        "DisplayName" => return Err(invalid("DisplayName has more than 100 characters")),
        "Policy" => {
            policy::checked(value, true).map_err(|words| invalid(format!("Policy Error: {words}")))?;
            (*found).clone().with("_Policy", value)
        }
        "KmsMasterKeyId" | "DeliveryPolicy" | "TracingConfig" | "SignatureVersion" => {
            (*found).clone().with(&format!("_{name}"), value)
        }
        _ => return Err(invalid(format!("AttributeName {name}"))),
    };
    cx.put(TOPIC, arn, changed);
    Ok(())
}

fn set_topic_attributes(cx: &mut CallContext<'_>) -> Answer {
    topic(cx, "TopicArn")?;
    set_attribute(cx, cx.text("TopicArn"), cx.text("AttributeName"), cx.text("AttributeValue"))?;
    done()
}

/// A topic may be deleted again and again; its subscriptions go with it.
fn delete_topic(cx: &mut CallContext<'_>) -> Answer {
    let arn = cx.text("TopicArn");
    cx.remove(TOPIC, arn);
    for subscription in cx.all(SUBSCRIPTION).iter().filter(|one| one.text("TopicArn") == arn) {
        cx.remove(SUBSCRIPTION, subscription.text("SubscriptionArn"));
    }
    done()
}

fn list_topics(cx: &mut CallContext<'_>) -> Answer {
    let topics = cx.all(TOPIC).iter().map(|topic| Value::empty().with_of(topic, &["TopicArn"])).collect();
    let (page, next) = cx.page(topics, ("NextToken", "InvalidParameter"), Some(PAGE))?;
    Ok(listed("Topics", page, "NextToken", next))
}

fn get_topic_attributes(cx: &mut CallContext<'_>) -> Answer {
    let found = topic(cx, "TopicArn")?;
    let subscriptions = cx.all(SUBSCRIPTION);
    let own = subscriptions.iter().filter(|one| one.text("TopicArn") == found.text("TopicArn"));
    let (pending, confirmed): (Vec<_>, Vec<_>) = own.partition(|one| one.is("_Pending"));
    let mut attributes = Value::from([
        ("Owner", cx.account().into()),
        ("Policy", found.text("_Policy").into()),
        ("SubscriptionsPending", pending.len().to_string().into()),
        ("SubscriptionsConfirmed", confirmed.len().to_string().into()),
        ("SubscriptionsDeleted", "0".into()),
        ("EffectiveDeliveryPolicy", DELIVERY.into()),
    ])
    .with_of(&found, &["TopicArn", "DisplayName"]);
    for name in ["KmsMasterKeyId", "DeliveryPolicy", "TracingConfig", "SignatureVersion"] {
        if let Some(value) = found.get(&format!("_{name}")) {
            attributes.set(name, value.clone());
        }
    }
    Ok(Value::from([("Attributes", attributes)]))
}

/// What an endpoint of a protocol looks like; the words are the provider's meaning.
fn check_endpoint(protocol: &str, endpoint: &str) -> Result<(), Fault> {
    let begins = |with: &str| endpoint.starts_with(with);
    let fits = match protocol {
        "email" | "email-json" => {
            endpoint.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        }
        "http" => begins("http://"),
        "https" => begins("https://"),
        "sqs" => begins("arn:aws:sqs:"),
        "lambda" => begins("arn:aws:lambda:"),
        "sms" => endpoint.trim_start_matches('+').chars().all(|c| c.is_ascii_digit()) && endpoint.len() > 4,
        "firehose" | "application" => return Err(Fault::not_here(&format!("The protocol {protocol}"))),
        _ => return Err(invalid(format!("Does not support this protocol string: {protocol}"))),
    };
    if fits {
        Ok(())
    } else {
        Err(invalid(format!("Endpoint {endpoint} is none of the protocol {protocol}")))
    }
}

fn subscribe(cx: &mut CallContext<'_>) -> Answer {
    let found = topic(cx, "TopicArn")?;
    let topic_arn = found.text("TopicArn");
    let (protocol, endpoint) = (cx.text("Protocol"), cx.text("Endpoint"));
    cx.without(&["Attributes"])?;
    check_endpoint(protocol, endpoint)?;
    let same = |one: &&Arc<Value>| {
        one.text("TopicArn") == topic_arn
            && one.text("Protocol") == protocol
            && one.text("Endpoint") == endpoint
    };
    let before = cx.all(SUBSCRIPTION).iter().find(same).cloned();
    let pending = !matches!(protocol, "sqs" | "lambda" | "sms");
    let subscription = match before {
        Some(before) => before,
        None => {
            let arn = format!("{topic_arn}:{}", cx.cloud.new_uuid());
            let token = format!("{:016x}{:016x}", cx.cloud.draw(), cx.cloud.draw());
            let made = Value::from([
                ("SubscriptionArn", arn.as_str().into()),
                ("TopicArn", topic_arn.into()),
                ("Protocol", protocol.into()),
                ("Endpoint", endpoint.into()),
                ("Owner", cx.account().into()),
                ("_Pending", pending.into()),
                ("_Token", token.into()),
            ]);
            cx.put(SUBSCRIPTION, &arn, made.clone());
            Arc::new(made)
        }
    };
    if subscription.is("_Pending") && protocol.starts_with("email") {
        ask_to_confirm(cx, &subscription);
    }
    let hidden = subscription.is("_Pending") && !cx.input.is("ReturnSubscriptionArn");
    let arn = if hidden { "pending confirmation" } else { subscription.text("SubscriptionArn") };
    Ok(Value::from([("SubscriptionArn", arn.into())]))
}

fn ask_to_confirm(cx: &mut CallContext<'_>, subscription: &Value) {
    let (topic, token) = (subscription.text("TopicArn"), subscription.text("_Token"));
    cx.cloud.add_mail(LabMail {
        at: cx.cloud.now(),
        to: subscription.text("Endpoint").to_owned(),
        subject: "AWS Notification - Subscription Confirmation".to_owned(),
        body: format!(
            "You have chosen to subscribe to the topic {topic}. Confirm it with the token {token}."
        ),
        confirms: Some((topic.to_owned(), token.to_owned())),
    });
}

fn confirm_subscription(cx: &mut CallContext<'_>) -> Answer {
    let found = topic(cx, "TopicArn")?;
    let token = cx.text("Token");
    let all = cx.all(SUBSCRIPTION);
    let own = all.iter().find(|one| {
        one.text("TopicArn") == found.text("TopicArn") && !token.is_empty() && one.text("_Token") == token
    });
    let own = own.ok_or_else(|| invalid("Token"))?;
    let arn = own.text("SubscriptionArn");
    cx.put(SUBSCRIPTION, arn, (**own).clone().with("_Pending", false));
    Ok(Value::from([("SubscriptionArn", arn.into())]))
}

fn subscription(cx: &CallContext<'_>) -> Result<Arc<Value>, Fault> {
    let arn = cx.text("SubscriptionArn");
    if !arn.starts_with("arn:aws:sns:") || arn.split(':').count() != 7 {
        return Err(invalid("SubscriptionArn Reason: it is not the ARN of a subscription"));
    }
    cx.find(SUBSCRIPTION, arn).ok_or_else(|| not_found("Subscription does not exist"))
}

fn unsubscribe(cx: &mut CallContext<'_>) -> Answer {
    if subscription(cx)?.is("_Pending") {
        return Err(invalid("SubscriptionArn Reason: a pending subscription cannot be ended"));
    }
    cx.remove(SUBSCRIPTION, cx.text("SubscriptionArn"));
    done()
}

fn list(cx: &CallContext<'_>, topic: Option<&str>) -> Answer {
    let shown = |one: &Arc<Value>| {
        let arn = if one.is("_Pending") { "PendingConfirmation" } else { one.text("SubscriptionArn") };
        (**one).clone().with("SubscriptionArn", arn)
    };
    let all = cx.all(SUBSCRIPTION);
    let own = all.iter().filter(|one| topic.is_none_or(|topic| one.text("TopicArn") == topic));
    let (page, next) = cx.page(own.map(shown).collect(), ("NextToken", "InvalidParameter"), Some(PAGE))?;
    Ok(listed("Subscriptions", page, "NextToken", next))
}

fn list_subscriptions(cx: &mut CallContext<'_>) -> Answer {
    list(cx, None)
}

fn list_subscriptions_by_topic(cx: &mut CallContext<'_>) -> Answer {
    topic(cx, "TopicArn")?;
    list(cx, Some(cx.text("TopicArn")))
}

fn get_subscription_attributes(cx: &mut CallContext<'_>) -> Answer {
    let found = subscription(cx)?;
    let pending = if found.is("_Pending") { "true" } else { "false" };
    let members = ["SubscriptionArn", "TopicArn", "Protocol", "Endpoint", "Owner"];
    let attributes = Value::empty().with_of(&found, &members);
    let raw = found.get("_Raw").and_then(Value::as_text).unwrap_or("false");
    let attributes = attributes.with("PendingConfirmation", pending).with("RawMessageDelivery", raw);
    let attributes = match found.get("_DeliveryPolicy") {
        Some(policy) => attributes.with("DeliveryPolicy", policy.clone()),
        None => attributes,
    };
    Ok(Value::from([("Attributes", attributes)]))
}

/// Of the attributes those are here that change nothing for who reads by mail; filters are not.
fn set_subscription_attributes(cx: &mut CallContext<'_>) -> Answer {
    let found = subscription(cx)?;
    let (name, value) = (cx.text("AttributeName"), cx.text("AttributeValue"));
    let changed = match name {
        "RawMessageDelivery" => {
            let raw = value.to_ascii_lowercase();
            let protocol = found.text("Protocol");
            if !matches!(raw.as_str(), "true" | "false") {
                return Err(invalid("RawMessageDelivery is true or false"));
            }
            if raw == "true" && !matches!(protocol, "sqs" | "http" | "https") {
                let words = format!("Delivery protocol [{protocol}] does not support raw message delivery.");
                return Err(invalid(words));
            }
            (*found).clone().with("_Raw", raw)
        }
        "DeliveryPolicy" if Value::from_json(value).is_none() => {
            return Err(invalid("DeliveryPolicy: failed to parse JSON"));
        }
        "DeliveryPolicy" => (*found).clone().with("_DeliveryPolicy", value),
        "FilterPolicy" | "FilterPolicyScope" | "RedrivePolicy" | "SubscriptionRoleArn" => {
            return Err(Fault::not_here(&format!("The attribute {name} of a subscription")));
        }
        _ => return Err(invalid(format!("AttributeName {name}"))),
    };
    cx.put(SUBSCRIPTION, cx.text("SubscriptionArn"), changed);
    done()
}

fn publish(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["PhoneNumber", "MessageStructure"])?;
    let member = if cx.input.get("TopicArn").is_some() { "TopicArn" } else { "TargetArn" };
    let found = topic(cx, member)?;
    let message = cx.text("Message");
    if message.is_empty() || message.len() > MESSAGE_BYTES_MAX {
        return Err(invalid("Empty message, or one that is too long"));
    }
    let subject = cx.text("Subject");
    if subject.chars().count() > 100 || subject.contains('\n') {
        return Err(invalid("Subject"));
    }
    topic::publish(cx.cloud, found.text("TopicArn"), subject, message, None).map_err(invalid)?;
    Ok(Value::from([("MessageId", cx.cloud.new_uuid().into())]))
}

fn tagged(cx: &CallContext<'_>) -> Result<Arc<Value>, Fault> {
    let missing =
        || Fault { code: "ResourceNotFound".into(), message: "Resource does not exist".into(), status: 404 };
    cx.find(TOPIC, cx.text("ResourceArn")).ok_or_else(missing)
}

fn list_tags_for_resource(cx: &mut CallContext<'_>) -> Answer {
    Ok(Value::empty().with("Tags", Value::List(tagged(cx)?.list("Tags").to_vec())))
}

fn tag_resource(cx: &mut CallContext<'_>) -> Answer {
    let mut changed = (*tagged(cx)?).clone();
    for tag in cx.input.list("Tags") {
        if let Some(tags) = changed.list_mut("Tags") {
            tags.retain(|before| before.text("Key") != tag.text("Key"));
            tags.push(tag.clone());
        }
    }
    cx.put(TOPIC, cx.text("ResourceArn"), changed);
    done()
}

fn untag_resource(cx: &mut CallContext<'_>) -> Answer {
    let mut changed = (*tagged(cx)?).clone();
    let keys = cx.texts("TagKeys");
    if let Some(tags) = changed.list_mut("Tags") {
        tags.retain(|tag| !keys.contains(&tag.text("Key")));
    }
    cx.put(TOPIC, cx.text("ResourceArn"), changed);
    done()
}
