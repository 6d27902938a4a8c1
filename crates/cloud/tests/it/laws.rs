//! Laws for any calls: replay is equal, a snapshot never changes, nothing panics, networks stay possible.

use assay_cloud::{
    Cloud, advance,
    call::{Call, Principal},
    clock, operations, step,
    value::Value,
};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
};

use super::lab::{ACCOUNT, REGION};

const START: &str = "2026-03-02T08:00:00Z";

/// Members that operations know, so that random calls get further than their first check.
const MEMBERS: [&str; 40] = [
    "VpcId",
    "SubnetId",
    "CidrBlock",
    "RouteTableId",
    "DestinationCidrBlock",
    "GatewayId",
    "NatGatewayId",
    "InternetGatewayId",
    "AllocationId",
    "AssociationId",
    "NetworkAclId",
    "RuleNumber",
    "Protocol",
    "GroupId",
    "GroupName",
    "Description",
    "IpPermissions",
    "ServiceName",
    "Filters",
    "NextToken",
    "MaxResults",
    "Name",
    "TopicArn",
    "Protocol",
    "Endpoint",
    "AlarmName",
    "AlarmRule",
    "Period",
    "EvaluationPeriods",
    "MetricName",
    "Namespace",
    "MetricData",
    "logGroupName",
    "logStreamName",
    "logEvents",
    "filterPattern",
    "Bucket",
    "Policy",
    "RoleName",
    "Resources",
];

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        prop_oneof![Just(0), Just(60), Just(i64::MAX), Just(i64::MIN), any::<i64>()].prop_map(Value::Int),
        any::<f64>().prop_map(Value::Float),
        prop_oneof![
            Just("10.0.0.0/16".to_owned()),
            Just("0.0.0.0/0".to_owned()),
            Just("ALARM(\"a\") AND (".to_owned()),
            Just("{ $.a = 1 && ( }".to_owned()),
            Just("[a, ..., b = \"".to_owned()),
            Just("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Principal\":\"*\"}]}".to_owned()),
            Just("next-7".to_owned()),
            "\\PC{0,12}",
        ]
        .prop_map(Value::Text),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::List),
            btree_map(
                prop_oneof![prop::sample::select(&MEMBERS[..]).prop_map(str::to_owned), "[A-Z][a-z]{1,6}"],
                inner,
                0..4
            )
            .prop_map(Value::Map),
        ]
    })
}

fn call(service: &str, operation: &str, input: Value) -> Call {
    let who = Principal { account: ACCOUNT.into(), arn: format!("arn:aws:iam::{ACCOUNT}:user/x") };
    let (service, operation) = (service.to_owned(), operation.to_owned());
    Call { service, operation, region: REGION.into(), who, input }
}

fn any_call() -> impl Strategy<Value = Call> {
    let all: Vec<(&str, &str)> = operations().collect();
    let input = btree_map(prop::sample::select(&MEMBERS[..]).prop_map(str::to_owned), any_value(), 0..6);
    (prop::sample::select(all), input)
        .prop_map(|((service, operation), input)| call(service, operation, Value::Map(input)))
}

/// Calls that build networks, with nets that often collide.
fn network_call() -> impl Strategy<Value = Call> {
    let net = (0_u8..4, 0_u8..4, 14_u8..30).prop_map(|(b, c, bits)| format!("10.{b}.{}.0/{bits}", c * 64));
    (0_u8..3, net, any::<prop::sample::Index>()).prop_map(|(kind, net, which)| {
        let input = Value::from([
            ("CidrBlock", net.into()),
            ("_Which", i64::try_from(which.index(64)).unwrap().into()),
        ]);
        call("ec2", if kind == 0 { "CreateVpc" } else { "CreateSubnet" }, input)
    })
}

fn start(seed: u64) -> Cloud {
    Cloud::new(seed, clock::parse(START).unwrap())
}

fn replayed(seed: u64, calls: &[Call]) -> Cloud {
    calls.iter().fold(start(seed), |cloud, call| {
        let (after, _) = step(&cloud, call);
        let until = after.now() + 2 * clock::SECOND;
        advance(&after, until).0
    })
}

fn ids(cloud: &Cloud, operation: &str, list: &str, member: &str) -> Vec<(String, Value)> {
    let (_, answer) = step(cloud, &call("ec2", operation, Value::empty()));
    let answer = answer.unwrap();
    answer.list(list).iter().map(|one| (one.text(member).to_owned(), one.clone())).collect()
}

fn net_of(value: &Value) -> (u32, u32) {
    let (address, bits) = value.text("CidrBlock").split_once('/').unwrap();
    let base = u32::from(address.parse::<std::net::Ipv4Addr>().unwrap());
    (base, base + u32::try_from((1_u64 << (32 - bits.parse::<u32>().unwrap())) - 1).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_replay_of_the_same_calls_ends_in_the_same_state(seed: u64, calls in vec(any_call(), 0..30)) {
        let (one, other) = (replayed(seed, &calls), replayed(seed, &calls));
        prop_assert_eq!(one.fingerprint(), other.fingerprint());
        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_snapshot_never_sees_what_comes_later(calls in vec(any_call(), 1..20),
        more in vec(network_call(), 1..10)) {
        let snapshot = replayed(7, &calls);
        let before = snapshot.fingerprint();
        let later = more.iter().fold(snapshot.clone(), |cloud, call| step(&cloud, call).0);
        let _ = advance(&later, later.now() + clock::DAY);
        prop_assert_eq!(snapshot.fingerprint(), before);
    }

    #[test]
    fn subnets_lie_in_their_vpc_and_never_overlap(calls in vec(network_call(), 1..24)) {
        let cloud = calls.into_iter().fold(start(7), |cloud, mut call| {
            let vpcs = ids(&cloud, "DescribeVpcs", "Vpcs", "VpcId");
            let which = usize::try_from(call.input.unset("_Which").unwrap().as_int().unwrap()).unwrap();
            if let Some((vpc, _)) = vpcs.get(which % vpcs.len().max(1)) {
                call.input.set("VpcId", vpc.as_str());
            }
            step(&cloud, &call).0
        });
        let vpcs = ids(&cloud, "DescribeVpcs", "Vpcs", "VpcId");
        let subnets = ids(&cloud, "DescribeSubnets", "Subnets", "SubnetId");
        for (id, subnet) in &subnets {
            let (low, high) = net_of(subnet);
            let vpc = vpcs.iter().find(|(vpc, _)| vpc == subnet.text("VpcId")).unwrap();
            prop_assert!(net_of(&vpc.1).0 <= low && high <= net_of(&vpc.1).1);
            let others = subnets.iter().filter(|(other, one)| {
                other != id && one.text("VpcId") == subnet.text("VpcId")
            });
            for (_, other) in others {
                let (from, to) = net_of(other);
                prop_assert!(high < from || to < low);
            }
        }
    }
}

#[test]
fn a_lab_has_limits_and_says_so() {
    let mut cloud = start(7);
    let mut refused = None;
    for number in 0..2_100 {
        let input = Value::from([("Name", format!("topic-{number}").into())]);
        let (after, answer) = step(&cloud, &call("sns", "CreateTopic", input));
        cloud = after;
        if let Err(fault) = answer {
            refused = Some((number, fault.code));
            break;
        }
    }
    assert_eq!(refused, Some((2_000, "LabLimitExceeded".to_owned())));
    let (later, _) = advance(&cloud, i64::MAX);
    assert_eq!(later.now(), later.end());
}
