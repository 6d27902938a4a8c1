//! Lists, pages, filters, repeats: what operations promise beside the labs' stories.

use assay_cloud::{call::Fault, clock, model, operations, probe::scenario};
use serde_json::{Value as Json, json};

use super::lab::{Lab, text};

#[test]
fn lists_come_in_pages_that_join_to_the_whole() {
    let mut lab = Lab::new();
    for number in 0..105 {
        lab.must("sns:CreateTopic", json!({"Name": format!("topic-{number}")}));
    }
    let first = lab.must("sns:ListTopics", json!({}));
    let second = lab.must("sns:ListTopics", json!({"NextToken": text(&first, "NextToken")}));
    assert_eq!((first.list("Topics").len(), second.list("Topics").len()), (100, 5));
    assert_eq!(second.get("NextToken"), None);
    assert_eq!(lab.refused("sns:ListTopics", json!({"NextToken": "x"})).code, "InvalidParameter");
}

#[test]
fn repeats_that_the_reference_calls_idempotent_are() {
    let mut lab = Lab::new();
    let first = lab.must("sns:CreateTopic", json!({"Name": "ops"}));
    assert_eq!(lab.must("sns:CreateTopic", json!({"Name": "ops"})), first);
    lab.must("sns:DeleteTopic", json!({"TopicArn": text(&first, "TopicArn")}));
    lab.must("sns:DeleteTopic", json!({"TopicArn": text(&first, "TopicArn")}));
    lab.must("cloudwatch:DeleteAlarms", json!({"AlarmNames": ["none"]}));
    let vpc = text(&lab.must("ec2:CreateVpc", json!({"CidrBlock": "10.0.0.0/16"})), "Vpc.VpcId");
    let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/24"});
    let subnet = text(&lab.must("ec2:CreateSubnet", subnet), "Subnet.SubnetId");
    let nat = json!({"SubnetId": subnet, "ConnectivityType": "private", "ClientToken": "once"});
    let first = text(&lab.must("ec2:CreateNatGateway", nat.clone()), "NatGateway.NatGatewayId");
    assert_eq!(text(&lab.must("ec2:CreateNatGateway", nat), "NatGateway.NatGatewayId"), first);
}

#[test]
fn filters_find_by_member_tag_and_wildcard() {
    let mut lab = Lab::new();
    let tags = json!([{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "shop-prod"}]}]);
    let input = json!({"CidrBlock": "10.0.0.0/16", "TagSpecifications": tags});
    let shop = text(&lab.must("ec2:CreateVpc", input), "Vpc.VpcId");
    lab.must("ec2:CreateVpc", json!({"CidrBlock": "10.1.0.0/16"}));
    let mut found = |name: &str, value: &str| {
        let filters = json!({"Filters": [{"Name": name, "Values": [value]}]});
        lab.must("ec2:DescribeVpcs", filters).list("Vpcs").len()
    };
    assert_eq!((found("tag:Name", "shop-*"), found("tag:Name", "x"), found("tag-key", "Name")), (1, 0, 1));
    assert_eq!((found("cidr", "10.*"), found("vpc-id", &shop), found("state", "available")), (2, 1, 2));
    lab.must("ec2:DeleteTags", json!({"Resources": [shop], "Tags": [{"Key": "Name"}]}));
    assert!(lab.must("ec2:DescribeTags", json!({})).list("Tags").is_empty());
}

#[test]
fn a_new_vpc_has_its_group_table_and_acl_and_takes_them_with_it() {
    let mut lab = Lab::new();
    let vpc = text(&lab.must("ec2:CreateVpc", json!({"CidrBlock": "10.0.0.0/16"})), "Vpc.VpcId");
    let filter = json!({"Filters": [{"Name": "vpc-id", "Values": [vpc]}]});
    let groups = lab.must("ec2:DescribeSecurityGroups", filter.clone());
    assert_eq!(text(&groups, "SecurityGroups.GroupName"), "default");
    assert_eq!(
        text(&groups, "SecurityGroups.IpPermissions.UserIdGroupPairs.GroupId"),
        text(&groups, "SecurityGroups.GroupId")
    );
    assert_eq!(text(&groups, "SecurityGroups.IpPermissionsEgress.IpRanges.CidrIp"), "0.0.0.0/0");
    let acls = lab.must("ec2:DescribeNetworkAcls", filter.clone());
    assert_eq!(acls.at_path("NetworkAcls.Entries").len(), 4);
    let tables = lab.must("ec2:DescribeRouteTables", filter);
    assert_eq!(text(&tables, "RouteTables.Associations.Main"), "true");
    lab.must("ec2:DeleteVpc", json!({"VpcId": vpc}));
    assert_eq!(lab.cloud.size().0, 0);
}

#[test]
fn figures_come_back_as_statistics() {
    let mut lab = Lab::new();
    let data = json!([
        {"MetricName": "Latency", "Value": 10.0, "Unit": "Milliseconds"},
        {"MetricName": "Latency", "Values": [20.0, 30.0], "Counts": [2.0, 1.0]},
        {"MetricName": "Latency", "StatisticValues": {"SampleCount": 2.0, "Sum": 10.0, "Minimum": 4.0,
            "Maximum": 6.0}},
    ]);
    lab.must("cloudwatch:PutMetricData", json!({"Namespace": "Shop", "MetricData": data}));
    let span = json!({"Namespace": "Shop", "MetricName": "Latency", "Period": 60,
        "Statistics": ["Sum", "SampleCount",
        "Minimum", "Maximum", "Average"], "StartTime": "2026-03-02T07:00:00Z",
            "EndTime": "2026-03-02T09:00:00Z"});
    let shown = lab.must("cloudwatch:GetMetricStatistics", span);
    let figures: Vec<String> = ["Sum", "SampleCount", "Minimum", "Maximum", "Average", "Unit"]
        .iter()
        .map(|name| text(&shown, &format!("Datapoints.{name}")))
        .collect();
    assert_eq!(figures, ["90", "6", "4", "30", "15", "Milliseconds"]);
    let listed = lab.must("cloudwatch:ListMetrics", json!({"Namespace": "Shop"}));
    assert_eq!(text(&listed, "Metrics.MetricName"), "Latency");
    let query = json!({"MetricDataQueries": [{"Id": "m", "MetricStat": {"Metric": {"Namespace": "Shop",
        "MetricName": "Latency"}, "Period": 60, "Stat": "Maximum"}}],
        "StartTime": "2026-03-02T07:00:00Z", "EndTime": "2026-03-02T09:00:00Z"});
    let shown = lab.must("cloudwatch:GetMetricData", query);
    assert_eq!(text(&shown, "MetricDataResults.Values"), "30");
}

#[test]
fn log_lines_are_read_filtered_and_forgotten_with_their_group() {
    let mut lab = Lab::new();
    lab.must("logs:CreateLogGroup", json!({"logGroupName": "app"}));
    lab.must("logs:CreateLogStream", json!({"logGroupName": "app", "logStreamName": "one"}));
    let now = lab.cloud.now();
    let events = json!([{"timestamp": now - 15 * clock::DAY, "message": "old"}]);
    let put = |events| json!({"logGroupName": "app", "logStreamName": "one", "logEvents": events});
    let answer = lab.must("logs:PutLogEvents", put(events));
    assert_eq!(text(&answer, "rejectedLogEventsInfo.tooOldLogEventEndIndex"), "1");
    let events =
        json!([{"timestamp": now, "message": "INFO a"}, {"timestamp": now + 1, "message": "ERROR b"}]);
    lab.must("logs:PutLogEvents", put(events));
    let found = lab.must("logs:FilterLogEvents", json!({"logGroupName": "app", "filterPattern": "ERROR"}));
    assert_eq!(text(&found, "events.message"), "ERROR b");
    let read = json!({"logGroupName": "app", "logStreamName": "one", "startFromHead": true, "limit": 1});
    let page = lab.must("logs:GetLogEvents", read.clone());
    assert_eq!(text(&page, "events.message"), "INFO a");
    let mut next = read;
    next["nextToken"] = json!(text(&page, "nextForwardToken"));
    assert_eq!(text(&lab.must("logs:GetLogEvents", next), "events.message"), "ERROR b");
    let unordered = json!([{"timestamp": now + 1, "message": "x"}, {"timestamp": now, "message": "y"}]);
    assert_eq!(lab.refused("logs:PutLogEvents", put(unordered)).code, "InvalidParameterException");
    lab.must("logs:DeleteLogGroup", json!({"logGroupName": "app"}));
    assert_eq!(lab.cloud.size().0, 0);
}

#[test]
fn a_trial_run_and_a_prepared_failure_change_nothing() {
    let mut lab = Lab::new();
    let trial = json!({"CidrBlock": "10.0.0.0/16", "DryRun": true});
    assert_eq!(lab.refused("ec2:CreateVpc", trial).code, "DryRunOperation");
    let fault = Fault::sender("InsufficientInstanceCapacity", "The zone is down.");
    lab.cloud = scenario::with_failure(&lab.cloud, "ec2", "CreateVpc", fault, 1);
    let input = json!({"CidrBlock": "10.0.0.0/16"});
    assert_eq!(lab.ask("ec2:CreateVpc", input.clone()).unwrap_err().code, "InsufficientInstanceCapacity");
    assert!(lab.ask("ec2:CreateVpc", input).is_ok(), "it fails once");
}

#[test]
fn operations_are_listed_once_and_in_order() {
    let all: Vec<(&str, &str)> = operations().collect();
    assert!(all.is_sorted() && all.len() > 100, "{}", all.len());
    let mut unique = all.clone();
    unique.dedup();
    assert_eq!(unique, all);
    for (service, operation) in all {
        assert!(model::operation(service, operation).is_some(), "{service}:{operation} has no model");
    }
}

#[test]
fn instances_come_stop_and_go_by_the_labs_clock() {
    let mut lab = Lab::new();
    let vpc = text(&lab.must("ec2:CreateVpc", json!({"CidrBlock": "10.0.0.0/16"})), "Vpc.VpcId");
    let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/24"});
    let subnet = text(&lab.must("ec2:CreateSubnet", subnet), "Subnet.SubnetId");
    let run = json!({"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "SubnetId": subnet});
    let answer = lab.must("ec2:RunInstances", run);
    let id = text(&answer, "Instances.InstanceId");
    assert_eq!(text(&answer, "Instances.PrivateIpAddress"), "10.0.0.4");
    let state = |lab: &mut Lab| {
        let shown = lab.must("ec2:DescribeInstances", json!({"InstanceIds": [id]}));
        text(&shown, "Reservations.Instances.State.Name")
    };
    assert_eq!(state(&mut lab), "pending");
    lab.wait(20);
    assert_eq!(state(&mut lab), "running");
    lab.must("ec2:StopInstances", json!({"InstanceIds": [id]}));
    assert_eq!(state(&mut lab), "stopping");
    lab.wait(20);
    assert_eq!(state(&mut lab), "stopped");
    assert_eq!(lab.refused("ec2:DeleteSubnet", json!({"SubnetId": subnet})).code, "DependencyViolation");
    lab.must("ec2:TerminateInstances", json!({"InstanceIds": [id]}));
    lab.wait(20);
    assert_eq!(state(&mut lab), "terminated");
    lab.must("ec2:DeleteSubnet", json!({"SubnetId": subnet}));
    lab.wait(3_600);
    assert_eq!(
        lab.refused("ec2:DescribeInstances", json!({"InstanceIds": [id]})).code,
        "InvalidInstanceID.NotFound"
    );
}

/// Every answer is held against its model by `must`.
#[test]
fn a_tour_of_networks_answers_by_the_models() {
    let mut lab = Lab::new();
    let vpc = text(&lab.must("ec2:CreateVpc", json!({"CidrBlock": "10.0.0.0/16"})), "Vpc.VpcId");
    let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/24"});
    let subnet = text(&lab.must("ec2:CreateSubnet", subnet), "Subnet.SubnetId");
    lab.must(
        "ec2:ModifySubnetAttribute",
        json!({"SubnetId": subnet, "MapPublicIpOnLaunch": {"Value": true}}),
    );
    let flow = json!({"ResourceIds": [vpc], "ResourceType": "VPC", "TrafficType": "REJECT",
        "LogGroupName": "flow",
        "DeliverLogsPermissionArn": "arn:aws:iam::111122223333:role/flow"});
    let flow = text(&lab.must("ec2:CreateFlowLogs", flow), "FlowLogIds");
    let run = json!({"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "SubnetId": subnet,
        "IamInstanceProfile": {"Name": "app"}});
    let instance = text(&lab.must("ec2:RunInstances", run), "Instances.InstanceId");
    let group = json!({"GroupName": "web", "Description": "web", "VpcId": vpc});
    let group = text(&lab.must("ec2:CreateSecurityGroup", group), "GroupId");
    lab.must("ec2:ModifyInstanceAttribute", json!({"InstanceId": instance, "Groups": [group]}));
    let rule =
        json!({"GroupId": group, "IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "CidrIp": "10.0.0.0/8"});
    lab.must("ec2:AuthorizeSecurityGroupIngress", rule.clone());
    lab.must("ec2:RevokeSecurityGroupIngress", rule);
    lab.must("ec2:CreateTags", json!({"Resources": [instance, group], "Tags": [{"Key": "a", "Value": "b"}]}));
    lab.must("ec2:StopInstances", json!({"InstanceIds": [instance]}));
    lab.wait(30);
    lab.must("ec2:StartInstances", json!({"InstanceIds": [instance]}));
    let lists = [
        "DescribeAddresses",
        "DescribeAvailabilityZones",
        "DescribeFlowLogs",
        "DescribeInstances",
        "DescribeInternetGateways",
        "DescribeNatGateways",
        "DescribeNetworkAcls",
        "DescribeNetworkInterfaces",
        "DescribePrefixLists",
        "DescribeRegions",
        "DescribeRouteTables",
        "DescribeSecurityGroupRules",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeTags",
        "DescribeVpcEndpointServices",
        "DescribeVpcEndpoints",
        "DescribeVpcs",
    ];
    for name in lists {
        lab.must(&format!("ec2:{name}"), json!({}));
    }
    lab.must("ec2:DeleteFlowLogs", json!({"FlowLogIds": [flow]}));
    lab.must("ec2:TerminateInstances", json!({"InstanceIds": [instance]}));
}

#[test]
fn a_tour_of_other_services_answers_by_the_models() {
    let mut lab = Lab::new();
    let alarm = json!({"AlarmName": "a", "Namespace": "Shop", "MetricName": "Errors", "Statistic": "Sum",
        "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
        "Tags": [{"Key": "a", "Value": "b"}]});
    lab.must("cloudwatch:PutMetricAlarm", alarm);
    let arn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a";
    lab.must("cloudwatch:TagResource", json!({"ResourceARN": arn, "Tags": [{"Key": "c", "Value": "d"}]}));
    lab.must("cloudwatch:UntagResource", json!({"ResourceARN": arn, "TagKeys": ["a"]}));
    assert_eq!(
        text(&lab.must("cloudwatch:ListTagsForResource", json!({"ResourceARN": arn})), "Tags.Key"),
        "c"
    );
    lab.must("cloudwatch:DisableAlarmActions", json!({"AlarmNames": ["a"]}));
    let metric = json!({"Namespace": "Shop", "MetricName": "Errors"});
    let shown = lab.must("cloudwatch:DescribeAlarmsForMetric", metric);
    assert_eq!(text(&shown, "MetricAlarms.ActionsEnabled"), "false");
    let topic = text(&lab.must("sns:CreateTopic", json!({"Name": "ops"})), "TopicArn");
    lab.must("sns:GetTopicAttributes", json!({"TopicArn": topic}));
    let queue =
        json!({"TopicArn": topic, "Protocol": "sqs", "Endpoint": "arn:aws:sqs:eu-west-1:111122223333:q"});
    let subscription = text(&lab.must("sns:Subscribe", queue), "SubscriptionArn");
    lab.must("sns:GetSubscriptionAttributes", json!({"SubscriptionArn": subscription}));
    lab.must("sns:ListSubscriptions", json!({}));
    lab.must("sns:Unsubscribe", json!({"SubscriptionArn": subscription}));
    lab.must("logs:CreateLogGroup", json!({"logGroupName": "g", "tags": {"a": "b"}}));
    lab.must("logs:PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 30}));
    let arn = "arn:aws:logs:eu-west-1:111122223333:log-group:g";
    lab.must("logs:TagResource", json!({"resourceArn": arn, "tags": {"c": "d"}}));
    assert_eq!(text(&lab.must("logs:ListTagsForResource", json!({"resourceArn": arn})), "tags.c"), "d");
    assert_eq!(text(&lab.must("logs:DescribeLogGroups", json!({})), "logGroups.retentionInDays"), "30");
    lab.must("logs:DescribeLogStreams", json!({"logGroupName": "g"}));
    lab.must("logs:DescribeMetricFilters", json!({}));
    let lines = json!({"filterPattern": "[a, b]", "logEventMessages": ["x y", "x"]});
    let tested = lab.must("logs:TestMetricFilter", lines);
    assert_eq!(text(&tested, "matches.extractedValues.$b"), "y");
    lab.must(
        "s3:CreateBucket",
        json!({"Bucket": "abc", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}),
    );
    for name in ["GetBucketLocation", "HeadBucket", "DeleteBucketPolicy", "DeleteBucket"] {
        lab.must(&format!("s3:{name}"), json!({"Bucket": "abc"}));
    }
    lab.must("s3:ListBuckets", json!({}));
    let trust = json!({"Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": "sts:AssumeRole"}]});
    lab.must("iam:CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": trust.to_string()}));
    let own = json!({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]});
    let put = json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": own.to_string()});
    lab.must("iam:PutRolePolicy", put);
    lab.must("iam:GetRolePolicy", json!({"RoleName": "r", "PolicyName": "p"}));
    for name in ["GetRole", "ListRolePolicies", "ListAttachedRolePolicies"] {
        lab.must(&format!("iam:{name}"), json!({"RoleName": "r"}));
    }
    lab.must("iam:ListRoles", json!({}));
    assert_eq!(text(&lab.must("sts:GetCallerIdentity", json!({})), "Account"), "111122223333");
}

#[test]
fn status_checks_take_their_time_and_are_told_of_what_runs() {
    let mut lab = Lab::new();
    let vpc = text(&lab.must("ec2:CreateVpc", json!({"CidrBlock": "10.0.0.0/24"})), "Vpc.VpcId");
    let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/28", "AvailabilityZone": "eu-west-1b"});
    let subnet = text(&lab.must("ec2:CreateSubnet", subnet), "Subnet.SubnetId");
    let run = json!({"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "SubnetId": subnet});
    let id = text(&lab.must("ec2:RunInstances", run), "Instances.InstanceId");
    let asked = |lab: &mut Lab, input: Json| lab.must("ec2:DescribeInstanceStatus", input);
    assert_eq!(text(&asked(&mut lab, json!({})), "InstanceStatuses.InstanceId"), "", "it does not run yet");
    let all = asked(&mut lab, json!({"IncludeAllInstances": true}));
    assert_eq!(text(&all, "InstanceStatuses.InstanceStatus.Status"), "not-applicable");
    lab.wait(60);
    let shown = asked(&mut lab, json!({"InstanceIds": [id]}));
    assert_eq!(text(&shown, "InstanceStatuses.SystemStatus.Status"), "initializing");
    lab.wait(90);
    let ok = json!({"Filters": [{"Name": "instance-status.status", "Values": ["ok"]}]});
    let shown = asked(&mut lab, ok);
    assert_eq!(text(&shown, "InstanceStatuses.InstanceStatus.Details.Status"), "passed");
    assert_eq!(text(&shown, "InstanceStatuses.AvailabilityZone"), "eu-west-1b");
    let unknown = json!({"Filters": [{"Name": "colour", "Values": ["red"]}]});
    assert_eq!(lab.refused("ec2:DescribeInstanceStatus", unknown).code, "InvalidParameterValue");
    let none = lab.refused("ec2:DescribeInstanceStatus", json!({"InstanceIds": ["i-0123456789abcdef0"]}));
    assert_eq!(none.code, "InvalidInstanceID.NotFound");
}

#[test]
fn a_stream_goes_with_its_lines_and_a_subscription_keeps_what_was_set() {
    let mut lab = Lab::new();
    lab.must("logs:CreateLogGroup", json!({"logGroupName": "g"}));
    for name in ["a", "b"] {
        lab.must("logs:CreateLogStream", json!({"logGroupName": "g", "logStreamName": name}));
        let lines = json!([{"timestamp": lab.cloud.now(), "message": name}]);
        let put = json!({"logGroupName": "g", "logStreamName": name, "logEvents": lines});
        lab.must("logs:PutLogEvents", put);
    }
    let a = json!({"logGroupName": "g", "logStreamName": "a"});
    lab.must("logs:DeleteLogStream", a.clone());
    assert_eq!(lab.refused("logs:DeleteLogStream", a).code, "ResourceNotFoundException");
    let left = lab.must("logs:FilterLogEvents", json!({"logGroupName": "g"}));
    assert_eq!(left.at_path("events.message"), [&"b".into()]);

    let topic = text(&lab.must("sns:CreateTopic", json!({"Name": "ops"})), "TopicArn");
    let subscribed = |lab: &mut Lab, protocol: &str, endpoint: &str| {
        let asked = json!({"TopicArn": topic, "Protocol": protocol, "Endpoint": endpoint,
            "ReturnSubscriptionArn": true});
        text(&lab.must("sns:Subscribe", asked), "SubscriptionArn")
    };
    let mail = subscribed(&mut lab, "email", "a@example.com");
    let queue = subscribed(&mut lab, "sqs", "arn:aws:sqs:eu-west-1:111122223333:q");
    let set = |arn: &str, name: &str, value: &str| {
        json!({"SubscriptionArn": arn, "AttributeName": name,
            "AttributeValue": value})
    };
    lab.must("sns:SetSubscriptionAttributes", set(&queue, "RawMessageDelivery", "true"));
    let shown = lab.must("sns:GetSubscriptionAttributes", json!({"SubscriptionArn": queue}));
    assert_eq!(text(&shown, "Attributes.RawMessageDelivery"), "true");
    let raw = lab.refused("sns:SetSubscriptionAttributes", set(&mail, "RawMessageDelivery", "true"));
    assert!(raw.message.contains("[email] does not support"), "{}", raw.message);
    let filter = lab.refused("sns:SetSubscriptionAttributes", set(&mail, "FilterPolicy", "{}"));
    assert_eq!(filter.code, "NotAvailableInThisLab");
    let colour = lab.refused("sns:SetSubscriptionAttributes", set(&mail, "Colour", "red"));
    assert_eq!(colour.code, "InvalidParameter");
}
