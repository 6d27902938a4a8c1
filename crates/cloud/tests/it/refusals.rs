//! Calls that the provider documents as wrong, each with the page that says so. A lenient emulator accepts
//! many.

use serde_json::{Value as Json, json};

use super::lab::{Lab, text};

/// A lab with a VPC, a subnet and a table, whose ids stand in calls as `{vpc}`, `{subnet}`, `{table}`.
struct Prepared {
    lab: Lab,
    names: Vec<(&'static str, String)>,
}

fn prepared() -> Prepared {
    let mut lab = Lab::new();
    let vpc = text(&lab.must("ec2:CreateVpc", json!({"CidrBlock": "10.0.0.0/16"})), "Vpc.VpcId");
    let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/24"});
    let subnet = text(&lab.must("ec2:CreateSubnet", subnet), "Subnet.SubnetId");
    let table = text(&lab.must("ec2:CreateRouteTable", json!({"VpcId": vpc})), "RouteTable.RouteTableId");
    let acl = text(&lab.must("ec2:CreateNetworkAcl", json!({"VpcId": vpc})), "NetworkAcl.NetworkAclId");
    let group = json!({"GroupName": "app", "Description": "app", "VpcId": vpc});
    let group = text(&lab.must("ec2:CreateSecurityGroup", group), "GroupId");
    let loose = text(&lab.must("ec2:CreateInternetGateway", json!({})), "InternetGateway.InternetGatewayId");
    lab.must("sns:CreateTopic", json!({"Name": "ops"}));
    lab.must("logs:CreateLogGroup", json!({"logGroupName": "app"}));
    let names = vec![
        ("{vpc}", vpc),
        ("{subnet}", subnet),
        ("{table}", table),
        ("{acl}", acl),
        ("{group}", group),
        ("{loose}", loose),
    ];
    Prepared { lab, names }
}

impl Prepared {
    fn refuses(&mut self, name: &str, input: &Json, code: &str) {
        let input = self.names.iter().fold(input.to_string(), |text, (name, id)| text.replace(name, id));
        let fault = self.lab.refused(name, serde_json::from_str(&input).unwrap());
        assert_eq!(fault.code, code, "{name} {input}: {}", fault.message);
    }
}

fn alarm(changes: &Json) -> Json {
    let mut alarm = json!({"AlarmName": "a", "Namespace": "Shop", "MetricName": "Errors", "Statistic": "Sum",
        "Period": 60, "EvaluationPeriods": 1, "Threshold": 1.0,
            "ComparisonOperator": "GreaterThanThreshold"});
    alarm.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    alarm
}

/// Amazon VPC user guide ("VPC CIDR blocks", "Subnet CIDR blocks") and EC2 API reference ("Error codes").
#[test]
fn networks_that_cannot_be_are_refused() {
    let mut lab = prepared();
    let subnet = |net: &str| json!({"VpcId": "{vpc}", "CidrBlock": net});
    lab.refuses("ec2:CreateVpc", &json!({"CidrBlock": "10.0.0.0/8"}), "InvalidVpc.Range");
    lab.refuses("ec2:CreateVpc", &json!({"CidrBlock": "10.0.0.0/29"}), "InvalidVpc.Range");
    lab.refuses("ec2:CreateVpc", &json!({"CidrBlock": "10.0.0.300/16"}), "InvalidParameterValue");
    lab.refuses("ec2:CreateSubnet", &subnet("10.0.1.0/29"), "InvalidSubnet.Range");
    lab.refuses("ec2:CreateSubnet", &subnet("10.1.0.0/24"), "InvalidSubnet.Range");
    lab.refuses("ec2:CreateSubnet", &subnet("10.0.0.128/25"), "InvalidSubnet.Conflict");
    let other_zone = json!({"VpcId": "{vpc}", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"});
    lab.refuses("ec2:CreateSubnet", &other_zone, "InvalidParameterValue");
    lab.refuses(
        "ec2:CreateSubnet",
        &json!({"VpcId": "vpc-0", "CidrBlock": "10.0.1.0/24"}),
        "InvalidVpcID.NotFound",
    );
    lab.refuses("ec2:DeleteVpc", &json!({"VpcId": "{vpc}"}), "DependencyViolation");
    lab.refuses(
        "ec2:DescribeSubnets",
        &json!({"Filters": [{"Name": "colour", "Values": ["x"]}]}),
        "InvalidParameterValue",
    );
}

/// EC2 API reference: `CreateRoute`, `ReplaceRoute`, `DeleteRoute`, `AssociateRouteTable`, "Error codes".
#[test]
fn routes_to_nowhere_are_refused() {
    let mut lab = prepared();
    let route = |member: &str, to: &str| {
        json!({"RouteTableId": "{table}",
        "DestinationCidrBlock": "0.0.0.0/0", member: to})
    };
    lab.refuses(
        "ec2:CreateRoute",
        &route("NatGatewayId", "nat-0123456789abcdef0"),
        "InvalidNatGatewayID.NotFound",
    );
    lab.refuses("ec2:CreateRoute", &route("GatewayId", "igw-0123456789abcdef0"), "InvalidGatewayID.NotFound");
    lab.refuses("ec2:CreateRoute", &route("GatewayId", "{loose}"), "InvalidParameterValue");
    lab.refuses(
        "ec2:CreateRoute",
        &json!({"RouteTableId": "{table}", "DestinationCidrBlock": "0.0.0.0/0"}),
        "MissingParameter",
    );
    let local = json!({"RouteTableId": "{table}", "DestinationCidrBlock": "10.0.0.0/16"});
    lab.refuses("ec2:DeleteRoute", &local, "InvalidParameterValue");
    let none = json!({"RouteTableId": "{table}", "DestinationCidrBlock": "10.9.0.0/16"});
    lab.refuses("ec2:DeleteRoute", &none, "InvalidRoute.NotFound");
    let gateway = json!({"InternetGatewayId": "{loose}", "VpcId": "{vpc}"});
    lab.refuses("ec2:DetachInternetGateway", &gateway, "Gateway.NotAttached");
    let nat = json!({"SubnetId": "{subnet}"});
    lab.refuses("ec2:CreateNatGateway", &nat, "MissingParameter");
    let nat = json!({"SubnetId": "{subnet}", "AllocationId": "eipalloc-0123456789abcdef0"});
    lab.refuses("ec2:CreateNatGateway", &nat, "InvalidAllocationID.NotFound");
    let service = json!({"VpcId": "{vpc}", "ServiceName": "com.amazonaws.eu-west-1.s4"});
    lab.refuses("ec2:CreateVpcEndpoint", &service, "InvalidServiceName");
    let kind = json!({"VpcId": "{vpc}", "ServiceName": "com.amazonaws.eu-west-1.sns"});
    lab.refuses("ec2:CreateVpcEndpoint", &kind, "InvalidParameter");
    let policy =
        json!({"VpcId": "{vpc}", "ServiceName": "com.amazonaws.eu-west-1.s3", "PolicyDocument": "{"});
    lab.refuses("ec2:CreateVpcEndpoint", &policy, "InvalidPolicyDocument");
    let private = json!({"VpcId": "{vpc}", "ServiceName": "com.amazonaws.eu-west-1.s3",
        "VpcEndpointType": "Interface"});
    lab.refuses("ec2:CreateVpcEndpoint", &private, "InvalidParameter");
}

/// EC2 API reference: `CreateNetworkAclEntry`, `AuthorizeSecurityGroupIngress`, "Error codes".
#[test]
fn rules_that_mean_nothing_are_refused() {
    let mut lab = prepared();
    let entry = |number: i64, protocol: &str, ports: Json| {
        json!({"NetworkAclId": "{acl}", "RuleNumber": number, "Protocol": protocol, "RuleAction": "allow",
            "Egress": false, "CidrBlock": "0.0.0.0/0", "PortRange": ports})
    };
    let ports = json!({"From": 443, "To": 443});
    let name = "ec2:CreateNetworkAclEntry";
    lab.refuses(name, &entry(0, "6", ports.clone()), "InvalidParameterValue");
    lab.refuses(name, &entry(32_767, "6", ports.clone()), "InvalidParameterValue");
    lab.refuses(name, &entry(100, "tls", ports.clone()), "InvalidParameterValue");
    lab.refuses(name, &entry(100, "6", json!({})), "MissingParameter");
    lab.refuses(name, &entry(100, "6", json!({"From": 500, "To": 400})), "InvalidParameterValue");
    let replaced = entry(100, "6", ports);
    lab.refuses("ec2:ReplaceNetworkAclEntry", &replaced, "InvalidNetworkAclEntry.NotFound");
    let rule = |from: i64, to: i64, net: &str| {
        json!({"GroupId": "{group}", "IpProtocol": "tcp",
        "FromPort": from, "ToPort": to, "CidrIp": net})
    };
    let name = "ec2:AuthorizeSecurityGroupIngress";
    lab.refuses(name, &rule(443, 80, "0.0.0.0/0"), "InvalidParameterValue");
    lab.refuses(name, &rule(443, 70_000, "0.0.0.0/0"), "InvalidParameterValue");
    lab.refuses(name, &rule(443, 443, "10.0.0.0"), "InvalidParameterValue");
    lab.refuses(
        "ec2:RevokeSecurityGroupIngress",
        &rule(443, 443, "10.0.0.0/8"),
        "InvalidPermission.NotFound",
    );
    let all_out = json!({"GroupId": "{group}", "IpPermissions": [{"IpProtocol": "-1",
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]});
    lab.refuses("ec2:AuthorizeSecurityGroupEgress", &all_out, "InvalidPermission.Duplicate");
    let twice = json!({"GroupName": "app", "Description": "app", "VpcId": "{vpc}"});
    lab.refuses("ec2:CreateSecurityGroup", &twice, "InvalidGroup.Duplicate");
    let tags = json!({"Resources": ["{vpc}"], "Tags": [{"Key": "aws:name", "Value": "x"}]});
    lab.refuses("ec2:CreateTags", &tags, "InvalidParameterValue");
}

/// CloudWatch API reference: `PutMetricAlarm`, `PutCompositeAlarm`, `PutMetricData`, `SetAlarmState`.
#[test]
fn alarms_that_cannot_ring_are_refused() {
    let mut lab = prepared();
    let wrong = [
        json!({"Period": 45}),
        json!({"Period": 0}),
        json!({"EvaluationPeriods": 2, "DatapointsToAlarm": 3}),
        json!({"EvaluationPeriods": 0}),
        json!({"Period": 300, "EvaluationPeriods": 300}),
        json!({"ExtendedStatistic": "p99"}),
        json!({"TreatMissingData": "bad"}),
        json!({"AlarmActions": ["ops"]}),
        json!({"AlarmActions": ["arn:aws:sns:us-east-1:111122223333:ops"]}),
        json!({"AlarmName": ""}),
    ];
    for changes in &wrong {
        lab.refuses("cloudwatch:PutMetricAlarm", &alarm(changes), "ValidationError");
    }
    for rule in ["ALARM(", "ALARM(\"none\")", "hot AND cold"] {
        let input = json!({"AlarmName": "c", "AlarmRule": rule});
        lab.refuses("cloudwatch:PutCompositeAlarm", &input, "ValidationError");
    }
    let own =
        json!({"Namespace": "AWS/ECS", "MetricData": [{"MetricName": "CPUUtilization", "Value": 99.0}]});
    lab.refuses("cloudwatch:PutMetricData", &own, "InvalidParameterValue");
    let old = json!({"Namespace": "Shop", "MetricData": [{"MetricName": "x", "Value": 1.0,
        "Timestamp": "2026-01-01T00:00:00Z"}]});
    lab.refuses("cloudwatch:PutMetricData", &old, "InvalidParameterValue");
    let none = json!({"AlarmName": "none", "StateValue": "OK", "StateReason": "x"});
    lab.refuses("cloudwatch:SetAlarmState", &none, "ResourceNotFound");
    let long = json!({"Namespace": "Shop", "MetricName": "x", "Statistics": ["Sum"], "Period": 60,
        "StartTime": "2026-02-01T00:00:00Z", "EndTime": "2026-03-01T00:00:00Z"});
    lab.refuses("cloudwatch:GetMetricStatistics", &long, "InvalidParameterCombination");
}

/// API references of SNS (`CreateTopic`, `Subscribe`) and CloudWatch Logs (`PutRetentionPolicy`, ...).
#[test]
fn topics_and_logs_that_cannot_be_are_refused() {
    let mut lab = prepared();
    lab.refuses("sns:CreateTopic", &json!({"Name": "a b"}), "InvalidParameter");
    let topic = "arn:aws:sns:eu-west-1:111122223333:ops";
    let subscribe =
        |protocol: &str, to: &str| json!({"TopicArn": topic, "Protocol": protocol, "Endpoint": to});
    lab.refuses("sns:Subscribe", &subscribe("email", "nobody"), "InvalidParameter");
    lab.refuses("sns:Subscribe", &subscribe("pigeon", "coop"), "InvalidParameter");
    lab.refuses("sns:Subscribe", &subscribe("https", "http://example.com"), "InvalidParameter");
    let missing = json!({"TopicArn": "arn:aws:sns:eu-west-1:111122223333:none", "Message": "x"});
    lab.refuses("sns:Publish", &missing, "NotFound");
    let code = "InvalidParameterException";
    lab.refuses("logs:PutRetentionPolicy", &json!({"logGroupName": "app", "retentionInDays": 8}), code);
    lab.refuses("logs:CreateLogGroup", &json!({"logGroupName": "a b"}), code);
    lab.refuses("logs:CreateLogGroup", &json!({"logGroupName": "app"}), "ResourceAlreadyExistsException");
    let filter = |pattern: &str, namespace: &str| {
        json!({"logGroupName": "app", "filterName": "f", "filterPattern": pattern, "metricTransformations":
            [{"metricName": "m", "metricNamespace": namespace, "metricValue": "1"}]})
    };
    lab.refuses("logs:PutMetricFilter", &filter("{ $.a = ", "Shop"), code);
    lab.refuses("logs:PutMetricFilter", &filter("ERROR", "AWS/Shop"), code);
    lab.refuses(
        "logs:GetLogEvents",
        &json!({"logGroupName": "app", "logStreamName": "s"}),
        "ResourceNotFoundException",
    );
}

/// API references of S3 and IAM.
#[test]
fn policies_and_names_that_cannot_be_are_refused() {
    let mut lab = prepared();
    let bucket = |name: &str| {
        json!({"Bucket": name,
        "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}})
    };
    lab.refuses("s3:CreateBucket", &bucket("A-B"), "InvalidBucketName");
    lab.refuses("s3:CreateBucket", &bucket("10.0.0.1"), "InvalidBucketName");
    lab.refuses("s3:CreateBucket", &json!({"Bucket": "patches"}), "IllegalLocationConstraintException");
    lab.lab.must("s3:CreateBucket", bucket("patches"));
    lab.refuses("s3:CreateBucket", &bucket("patches"), "BucketAlreadyOwnedByYou");
    lab.refuses("s3:PutBucketPolicy", &json!({"Bucket": "patches", "Policy": "{}"}), "MalformedPolicy");
    lab.refuses("s3:GetBucketPolicy", &json!({"Bucket": "patches"}), "NoSuchBucketPolicy");
    lab.refuses("s3:GetBucketPolicy", &json!({"Bucket": "none"}), "NoSuchBucket");
    let role = json!({"RoleName": "app", "AssumeRolePolicyDocument": "{\"Statement\": []}"});
    lab.refuses("iam:CreateRole", &role, "MalformedPolicyDocument");
    lab.refuses("iam:GetRole", &json!({"RoleName": "none"}), "NoSuchEntity");
}

#[test]
fn what_no_lab_needs_is_told_apart_from_what_is_wrong() {
    let mut lab = prepared();
    for (name, input) in [
        ("ec2:CreateTransitGateway", json!({})),
        ("lambda:Invoke", json!({})),
        ("sns:CreateTopic", json!({"Name": "a.fifo"})),
        ("cloudwatch:PutMetricAlarm", alarm(&json!({"ComparisonOperator": "GreaterThanUpperThreshold"}))),
        ("logs:PutMetricFilter", json!({"logGroupName": "app", "filterName": "f", "filterPattern": "%E%"})),
    ] {
        lab.refuses(name, &input, "NotAvailableInThisLab");
    }
}
