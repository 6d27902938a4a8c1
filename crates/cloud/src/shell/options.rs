//! The options of a command: the model's, and what the original changes.

use crate::model::{Kind, Member, Operation, Shape};

/// What an option sets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sets {
    /// A member, by its value.
    Member(&'static Member),
    /// A boolean member, by being there.
    Flag(&'static Member, bool),
    /// A member that is a structure around one boolean, by being there or by a value.
    Attribute(&'static Member, bool),
    /// Something that the original adds.
    Special(&'static str),
    /// How pages are read.
    Paging,
}

/// How many words follow an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    None,
    One,
    Perhaps,
    Many,
}

#[derive(Debug, Clone)]
pub(super) struct CommandOption {
    pub(super) name: String,
    pub(super) takes: Takes,
    pub(super) sets: Sets,
    pub(super) required: bool,
}

/// Options that the original gives another name, by service and operation; `*` is every one.
const RENAMED: [(&str, &str, &str, &str); 3] = [
    ("sns", "Subscribe", "endpoint", "notification-endpoint"),
    ("ec2", "*", "no-egress", "ingress"),
    ("ec2", "*", "no-disable-api-termination", "enable-api-termination"),
];

const OF_RULES: [&str; 5] = ["protocol", "port", "cidr", "source-group", "group-owner"];
const OF_METRICS: [&str; 7] =
    ["metric-name", "timestamp", "unit", "value", "dimensions", "statistic-values", "storage-resolution"];
const OF_INSTANCES: [&str; 3] = ["count", "associate-public-ip-address", "no-associate-public-ip-address"];

fn specials(operation: Operation) -> &'static [&'static str] {
    match (operation.service(), operation.name()) {
        ("ec2", name) if name.contains("SecurityGroupIngress") || name.contains("SecurityGroupEgress") => {
            &OF_RULES
        }
        ("ec2", "RunInstances") => &OF_INSTANCES,
        ("cloudwatch", "PutMetricData") => &OF_METRICS,
        _ => &[],
    }
}

/// All options of an operation, in the order in which `help` shows them.
pub(super) fn of(operation: Operation) -> Vec<CommandOption> {
    let mut options = Vec::new();
    if let Some(of) = &operation.model.input {
        let shape = operation.service.shape(of);
        for member in &shape.members {
            let name = operation.model.arguments.iter().find(|(_, known)| **known == member.name);
            if let Some((name, _)) = name {
                from_member(operation, shape, member, name, &mut options);
            }
        }
    }
    for name in specials(operation) {
        options.retain(|option: &CommandOption| option.name != *name);
        let takes = match *name {
            "associate-public-ip-address" | "no-associate-public-ip-address" => Takes::None,
            _ => Takes::One,
        };
        options.push(CommandOption {
            name: (*name).to_owned(),
            takes,
            sets: Sets::Special(name),
            required: false,
        });
    }
    if let Some(paginator) = &operation.model.paginator {
        let size = paginator.limit_key.as_ref().map(|_| "page-size");
        for name in ["starting-token", "max-items"].into_iter().chain(size) {
            options.retain(|option| option.name != name);
            let sets = Sets::Paging;
            options.push(CommandOption { name: name.to_owned(), takes: Takes::One, sets, required: false });
        }
    }
    options
}

fn from_member(
    operation: Operation,
    shape: &'static Shape,
    member: &'static Member,
    name: &str,
    options: &mut Vec<CommandOption>,
) {
    let own = operation.service.shape(member);
    let required = shape.required.contains(&member.name) && !is_given_otherwise(operation, member);
    let mut add = |name: &str, takes, sets, required| {
        let name = renamed(operation, name).to_owned();
        options.push(CommandOption { name, takes, sets, required });
    };
    match own.kind {
        Kind::Boolean => {
            add(name, Takes::None, Sets::Flag(member, true), required);
            add(&format!("no-{name}"), Takes::None, Sets::Flag(member, false), false);
        }
        Kind::Structure if is_around_a_boolean(operation, own) => {
            add(name, Takes::Perhaps, Sets::Attribute(member, true), required);
            add(&format!("no-{name}"), Takes::None, Sets::Attribute(member, false), false);
        }
        Kind::List => add(name, Takes::Many, Sets::Member(member), required),
        _ => add(name, Takes::One, Sets::Member(member), required),
    }
}

/// What the original asks for by another option, or sets by itself.
fn is_given_otherwise(operation: Operation, member: &Member) -> bool {
    matches!(
        (operation.name(), member.name.as_str()),
        ("RunInstances", "MinCount" | "MaxCount") | ("PutMetricData", "MetricData")
    )
}

fn is_around_a_boolean(operation: Operation, shape: &Shape) -> bool {
    match shape.members.as_slice() {
        [only] => only.name == "Value" && operation.service.shape(only).kind == Kind::Boolean,
        _ => false,
    }
}

fn renamed(operation: Operation, name: &str) -> &str {
    let entry = RENAMED.iter().find(|(service, of, known, _)| {
        *service == operation.service() && (*of == "*" || *of == operation.name()) && *known == name
    });
    entry.map_or(name, |(_, _, _, now)| now)
}
