//! The options that the original adds to single commands.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::value::Value;

type Members = BTreeMap<String, Value>;

/// Sets what a special option stands for.
pub(super) fn set(
    input: &mut Members,
    option: &'static str,
    operation: &str,
    word: &str,
) -> Result<(), String> {
    match operation {
        "RunInstances" => instances(input, option, word),
        "PutMetricData" => first(input, "MetricData", |members| datum(members, option, word)),
        _ => first(input, "IpPermissions", |members| rule(members, option, word)),
    }
}

/// Changes the first structure of a list, which is made for it.
fn first<T>(input: &mut Members, list: &str, change: impl FnOnce(&mut Members) -> T) -> T {
    let items = match input.remove(list) {
        Some(Value::List(items)) => items,
        _ => Vec::new(),
    };
    let mut rest = items.into_iter();
    let mut members = match rest.next() {
        Some(Value::Map(members)) => members,
        _ => Members::new(),
    };
    let changed = change(&mut members);
    let items = std::iter::once(Value::Map(members)).chain(rest);
    input.insert(list.to_owned(), Value::List(items.collect()));
    changed
}

fn rule(rule: &mut Members, option: &str, word: &str) -> Result<(), String> {
    match option {
        "protocol" => {
            let known = ["tcp", "udp", "icmp"].contains(&word);
            let number = word.parse::<i64>().is_ok_and(|number| (-1..=255).contains(&number));
            let protocol = if word == "all" { "-1" } else { word };
            if !known && !number && word != "all" {
                let text =
                    "protocol parameter should be one of: tcp|udp|icmp|all or any valid protocol number.";
                return Err(text.to_owned());
            }
            rule.insert("IpProtocol".to_owned(), protocol.into());
        }
        "port" => {
            let (from, to) = match word {
                "-1" | "all" => ("-1", "-1"),
                range => range.split_once('-').unwrap_or((range, range)),
            };
            let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>()) else {
                return Err("port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)".to_owned());
            };
            rule.insert("FromPort".to_owned(), Value::Int(from));
            rule.insert("ToPort".to_owned(), Value::Int(to));
        }
        "cidr" => first(rule, "IpRanges", |range| drop(range.insert("CidrIp".to_owned(), word.into()))),
        "group-owner" => {
            first(rule, "UserIdGroupPairs", |pair| drop(pair.insert("UserId".to_owned(), word.into())))
        }
        _ => {
            let name = if word.starts_with("sg-") { "GroupId" } else { "GroupName" };
            first(rule, "UserIdGroupPairs", |pair| pair.insert(name.to_owned(), word.into()));
        }
    }
    Ok(())
}

fn datum(datum: &mut Members, option: &str, word: &str) -> Result<(), String> {
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("invalid float value: '{text}'"));
    let pairs = || {
        let pairs = word.split(',').map(|pair| pair.split_once('='));
        pairs.collect::<Option<Vec<_>>>().ok_or_else(|| format!("expected Name=Value pairs, not '{word}'"))
    };
    let (name, value) = match option {
        "metric-name" => ("MetricName", word.into()),
        "timestamp" => match crate::time::read(word) {
            Some(at) => ("Timestamp", Value::Text(crate::time::written(at))),
            None => return Err(format!("Invalid timestamp \"{word}\"")),
        },
        "unit" => ("Unit", word.into()),
        "value" => ("Value", number(word)?.into()),
        "dimensions" => {
            let pairs = pairs()?.into_iter();
            let each = pairs.map(|(name, value)| [("Name", name.into()), ("Value", value.into())].into());
            ("Dimensions", Value::List(each.collect()))
        }
        "statistic-values" => {
            let each = pairs()?.into_iter().map(|(name, value)| Ok((name.to_owned(), number(value)?.into())));
            ("StatisticValues", Value::Map(each.collect::<Result<_, String>>()?))
        }
        _ => match word.parse::<i64>() {
            Ok(seconds) => ("StorageResolution", seconds.into()),
            Err(_) => return Err(format!("invalid int value: '{word}'")),
        },
    };
    datum.insert(name.to_owned(), value);
    Ok(())
}

fn instances(input: &mut Members, option: &str, word: &str) -> Result<(), String> {
    match option {
        "count" => {
            let (least, most) = word.split_once(':').unwrap_or((word, word));
            let (Ok(least), Ok(most)) = (least.parse::<i64>(), most.parse::<i64>()) else {
                return Err("count parameter should be of the form min[:max] (e.g. 1 or 1:10)".to_owned());
            };
            input.insert("MinCount".to_owned(), least.into());
            input.insert("MaxCount".to_owned(), most.into());
        }
        _ => {
            first(input, "NetworkInterfaces", |interface| {
                interface.entry("DeviceIndex".to_owned()).or_insert(Value::Int(0));
                let public = option == "associate-public-ip-address";
                interface.insert("AssociatePublicIpAddress".to_owned(), public.into());
            });
        }
    }
    Ok(())
}

/// What the original changes when all options are read.
pub(super) fn finish(input: &mut Members, service: &str, operation: &str) {
    match (service, operation) {
        ("ec2", "RunInstances") => {
            input.entry("MinCount".to_owned()).or_insert(Value::Int(1));
            input.entry("MaxCount".to_owned()).or_insert(Value::Int(1));
            if let Some(Value::Text(text)) = input.get_mut("UserData") {
                *text = STANDARD.encode(&*text);
            }
            moved_into_interface(input);
        }
        ("ec2", "CreateNetworkAclEntry" | "ReplaceNetworkAclEntry") => {
            if let Some(Value::Text(protocol)) = input.get_mut("Protocol") {
                let number = match protocol.as_str() {
                    "tcp" => "6",
                    "udp" => "17",
                    "icmp" => "1",
                    "all" => "-1",
                    other => other,
                };
                *protocol = number.to_owned();
            }
        }
        _ => {}
    }
}

/// Where the interface has an address of its own, the subnet and the groups are the interface's.
fn moved_into_interface(input: &mut Members) {
    let is_public = |item: &Value| item.get("AssociatePublicIpAddress").is_some();
    if !input.get("NetworkInterfaces").is_some_and(|list| list.items().first().is_some_and(is_public)) {
        return;
    }
    for (from, to) in [("SubnetId", "SubnetId"), ("SecurityGroupIds", "Groups")] {
        if let Some(value) = input.remove(from) {
            first(input, "NetworkInterfaces", |interface| interface.insert(to.to_owned(), value));
        }
    }
}
