//! What a lab costs: a snapshot, a call, a lab day of an alarm, a way, memory. `cargo bench -p assay-cloud`.

use std::{fs, time::Instant};

use assay_cloud::{
    Cloud,
    call::{Call, Principal},
    clock,
    probe::{self, Metric, NetworkEnd, scenario},
    step,
    value::Value,
};
use serde_json::{Value as Json, json};

const ACCOUNT: &str = "111122223333";
const REGION: &str = "eu-west-1";
const TURNS: u32 = 2_000;
/// Labs whose memory is looked at, with so many changes each.
const LABS: usize = 200;
const CHANGES: usize = 40;

fn call(name: &str, input: &Json) -> Call {
    let (service, operation) = name.split_once(':').unwrap_or_default();
    let who = Principal { account: ACCOUNT.into(), arn: format!("arn:aws:iam::{ACCOUNT}:user/bench") };
    let input = Value::from_json(&input.to_string()).unwrap_or_else(Value::empty);
    Call { service: service.into(), operation: operation.into(), region: REGION.into(), who, input }
}

/// Makes a call and returns what is at a path of its answer.
fn made(cloud: &mut Cloud, name: &str, input: &Json, path: &str) -> String {
    let (after, answer) = step(cloud, &call(name, input));
    *cloud = after;
    let answer = answer.unwrap_or_else(|fault| Value::from([("fault", fault.to_string().into())]));
    answer.at_path(path).first().and_then(|found| found.plain()).unwrap_or_default()
}

/// A network with a server, and about 150 resources; the server's id and its subnet's.
fn seeded() -> (Cloud, String, String) {
    let mut cloud = Cloud::new(7, clock::parse("2026-03-02T08:00:00Z").unwrap_or(0));
    let vpc = made(&mut cloud, "ec2:CreateVpc", &json!({"CidrBlock": "10.0.0.0/16"}), "Vpc.VpcId");
    let mut subnet = String::new();
    for number in 0..60 {
        let input = json!({"VpcId": vpc, "CidrBlock": format!("10.0.{number}.0/24")});
        subnet = made(&mut cloud, "ec2:CreateSubnet", &input, "Subnet.SubnetId");
        made(&mut cloud, "sns:CreateTopic", &json!({"Name": format!("topic-{number}")}), "TopicArn");
    }
    let run = json!({"ImageId": "ami-1", "MinCount": 15, "MaxCount": 15, "SubnetId": subnet});
    let server = made(&mut cloud, "ec2:RunInstances", &run, "Instances.InstanceId");
    let (cloud, _) = assay_cloud::advance(&cloud, cloud.now() + clock::MINUTE);
    (cloud, server, subnet)
}

fn each(what: &str, turns: u32, mut act: impl FnMut()) {
    let began = Instant::now();
    (0..turns).for_each(|_| act());
    let nanos = began.elapsed().as_nanos() / u128::from(turns);
    println!("{what:<42} {:>12.3} us", nanos as f64 / 1_000.0);
}

/// Memory of this program in KiB (`/proc`, pages of 4 KiB); 0 where that cannot be read.
fn resident_kib() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").ok();
    pages.and_then(|text| text.split(' ').nth(1)?.parse::<usize>().ok()).unwrap_or(0) * 4
}

fn main() {
    let (seed, server, subnet) = seeded();
    let (resources, bytes) = seed.size();
    println!("seed: {resources} resources, {} KiB by its own count", bytes / 1_024);
    each("clone", TURNS * 10, || drop(std::hint::black_box(seed.clone())));
    let topic = call("sns:CreateTopic", &json!({"Name": "new"}));
    each("a call that writes", TURNS, || drop(std::hint::black_box(step(&seed, &topic))));
    let read = call("ec2:DescribeSubnets", &json!({"SubnetIds": [subnet]}));
    each("a call that reads one", TURNS, || drop(std::hint::black_box(step(&seed, &read))));
    let all = call("ec2:DescribeSubnets", &json!({}));
    each("a call that reads sixty", TURNS, || drop(std::hint::black_box(step(&seed, &all))));
    let (from, to) = (NetworkEnd::Instance(server), NetworkEnd::Internet);
    each("a way", TURNS, || drop(probe::reach(&seed, (ACCOUNT, REGION), &from, &to, 443)));
    each("the fingerprint of a state", 50, || {
        std::hint::black_box(seed.fingerprint());
    });

    let metric = Metric::new(ACCOUNT, REGION, "AWS/ECS CPUUtilization", &[("ClusterName", "prod")]);
    let alarmed = scenario::with_curve(&seed, &metric, "busy-days", 1).unwrap_or_else(|_| seed.clone());
    let alarm = json!({"AlarmName": "cpu", "Namespace": "AWS/ECS", "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "ClusterName", "Value": "prod"}], "Statistic": "Average", "Period": 60,
        "EvaluationPeriods": 5, "Threshold": 80.0, "ComparisonOperator": "GreaterThanThreshold"});
    let (alarmed, _) = step(&alarmed, &call("cloudwatch:PutMetricAlarm", &alarm));
    each("a lab day of one alarm", 20, || {
        drop(std::hint::black_box(assay_cloud::advance(&alarmed, alarmed.now() + clock::DAY)));
    });
    each("a probe that feeds ten minutes", 200, || drop(probe::fed(&alarmed, &metric, &[93.0; 10])));

    let before = resident_kib();
    let labs: Vec<Cloud> = (0..LABS).map(|lab| changed(&seed, lab)).collect();
    let each_kib = resident_kib().saturating_sub(before) / LABS;
    println!("memory of a lab with {CHANGES} changes: {each_kib} KiB ({} labs)", labs.len());
    let began = Instant::now();
    let snapshots: Vec<Cloud> = (0..500)
        .scan(seed.clone(), |cloud, number| {
            made(cloud, "sns:CreateTopic", &json!({"Name": format!("resume-{number}")}), "TopicArn");
            Some(cloud.clone())
        })
        .collect();
    println!("resume of {} commands: {:?}", snapshots.len(), began.elapsed());
}

/// A lab of somebody who has worked in it.
fn changed(seed: &Cloud, lab: usize) -> Cloud {
    let mut cloud = seed.clone();
    for number in 0..CHANGES {
        let name = format!("work-{lab}-{number}");
        match number % 3 {
            0 => made(&mut cloud, "sns:CreateTopic", &json!({"Name": name}), "TopicArn"),
            1 => made(&mut cloud, "logs:CreateLogGroup", &json!({"logGroupName": name}), ""),
            _ => {
                let net = format!("10.0.{}.0/24", 100 + number);
                let vpcs = made(&mut cloud, "ec2:DescribeVpcs", &json!({}), "Vpcs.VpcId");
                made(
                    &mut cloud,
                    "ec2:CreateSubnet",
                    &json!({"VpcId": vpcs, "CidrBlock": net}),
                    "Subnet.SubnetId",
                )
            }
        };
    }
    cloud
}
