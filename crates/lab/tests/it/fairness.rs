//! Right is right in any shape; what cannot be told counts against nobody; nothing is punished twice.
//!
//! The scripts here are no part of the labs: they are what somebody else would have written.

use assay_lab::{
    LabGrade, LabVariant,
    definition::LabScript,
    grade,
    grade::{LabVerdict, hints_after},
    proving, start,
};

use super::labs::real;

/// How a script of somebody else ends, in one variant.
fn graded(id: &str, script: &str) -> LabGrade {
    let lab = real(id);
    let start = start(&lab, &LabVariant::drawn(&lab, 3)).unwrap();
    let done = proving::run(&lab, &start, &LabScript::of_text("other", script)).unwrap();
    grade(&lab, &start, &done.state)
}

const MAIL: &str = "aws sns subscribe --topic-arn {topic} --protocol email-json \
    --notification-endpoint OnCall@Marlow.example\n\
    @confirm oncall@marlow.example\n";
const FILTER: &str = "aws logs put-metric-filter --log-group-name /ecs/{service} --filter-name f \
    --filter-pattern '\"ERROR\"' --metric-transformations metricName=F,metricNamespace=N,metricValue=1\n";
const HEAD: &str = "aws cloudwatch put-metric-alarm --alarm-name a --namespace AWS/ECS \
    --metric-name CPUUtilization --dimensions Name=ServiceName,Value={service} Name=ClusterName,Value=prod \
    --alarm-actions {topic} ";

#[test]
fn alarms_that_nobody_thought_of_are_right_all_the_same() {
    let right = [
        "--extended-statistic p90 --period 60 --evaluation-periods 5 --threshold {limit} \
         --comparison-operator GreaterThanThreshold --treat-missing-data breaching",
        "--statistic Minimum --period 300 --evaluation-periods 1 --threshold {limit} \
         --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data breaching",
        "--statistic Average --period 60 --evaluation-periods 8 --datapoints-to-alarm 5 --threshold \
        {limit}.5 \
         --comparison-operator GreaterThanThreshold --treat-missing-data breaching",
        "--statistic Average --period 120 --evaluation-periods 3 --threshold {limit} \
         --comparison-operator GreaterThanThreshold --treat-missing-data breaching --ok-actions {topic}",
    ];
    for alarm in right {
        let graded = graded("alarm-that-never-rang", &[HEAD, alarm, "\n", MAIL, FILTER].concat());
        assert!(graded.is_full(), "{alarm}\n{}", graded.shown());
    }
}

#[test]
fn alarms_that_are_wrong_in_new_ways_lose_what_they_get_wrong() {
    let wrong = [
        (
            "--statistic Average --period 60 --evaluation-periods 5 --threshold {limit} \
          --comparison-operator LessThanThreshold --treat-missing-data breaching",
            vec!["alarm/rings"],
        ),
        (
            "--statistic Sum --period 300 --evaluation-periods 1 --threshold {limit} \
          --comparison-operator GreaterThanThreshold --treat-missing-data breaching",
            vec!["alarm/rings"],
        ),
        (
            "--statistic Average --period 60 --evaluation-periods 15 --threshold {limit} \
          --comparison-operator GreaterThanThreshold --treat-missing-data breaching",
            vec!["alarm/rings"],
        ),
        (
            "--statistic Average --period 60 --evaluation-periods 5 --threshold {limit} \
          --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching",
            vec!["alarm/silence"],
        ),
        (
            "--statistic Average --period 60 --evaluation-periods 1 --threshold {limit+10} \
          --comparison-operator GreaterThanThreshold --treat-missing-data breaching",
            vec!["alarm/rings"],
        ),
    ];
    for (alarm, lost) in wrong {
        let graded = graded("alarm-that-never-rang", &[HEAD, alarm, "\n", MAIL, FILTER].concat());
        assert_eq!(graded.lost(), lost, "{alarm}\n{}", graded.shown());
    }
}

#[test]
fn an_alarm_without_an_action_is_told_so() {
    let alarm = "--statistic Average --period 60 --evaluation-periods 5 --threshold {limit} \
        --comparison-operator GreaterThanThreshold --treat-missing-data breaching";
    let head = HEAD.replace("--alarm-actions", "--ok-actions");
    let graded = graded("alarm-that-never-rang", &[&head, alarm, "\n", MAIL, FILTER].concat());
    assert!(graded.shown().contains("has no action for the state ALARM"), "{}", graded.shown());
}

#[test]
fn a_threshold_out_of_reach_is_named_as_the_cause() {
    let alarm = "--statistic Average --period 60 --evaluation-periods 5 --threshold 100 \
        --comparison-operator GreaterThanThreshold --treat-missing-data breaching";
    let graded = graded("alarm-that-never-rang", &[HEAD, alarm, "\n", MAIL, FILTER].concat());
    assert!(graded.shown().contains("has a threshold above"), "{}", graded.shown());
}

#[test]
fn a_metric_under_any_name_counts_and_one_of_another_group_does_not() {
    let counted = |filter: &str| {
        let graded = graded("alarm-that-never-rang", filter);
        graded.tasks.last().unwrap().points()
    };
    let with = |rest: &str| format!("aws logs put-metric-filter --log-group-name {rest}");
    assert_eq!(counted(FILTER), (3, 3));
    let spaces = "/ecs/{service} --filter-name f --filter-pattern '[level=ERROR, ...]' \
                  --metric-transformations metricName=X,metricNamespace=Y,metricValue=1";
    assert_eq!(counted(&with(spaces)), (3, 3), "a pattern of fields");
    let twice = "/ecs/{service} --filter-name f --filter-pattern ERROR \
                 --metric-transformations metricName=X,metricNamespace=Y,metricValue=2";
    assert_eq!(counted(&with(twice)), (0, 3), "each line counts once");
    for pattern in ["lost", "-INFO", "?ERROR ?WARN"] {
        let wide = FILTER.replace("'\"ERROR\"'", &format!("'{pattern}'"));
        let wide = wide.replace("--filter-pattern ", "--filter-pattern=");
        assert_eq!(counted(&wide), (0, 3), "{pattern} counts other lines, too");
    }
    let other = format!(
        "aws logs create-log-group --log-group-name /other\n{}",
        with(
            "/other --filter-name f --filter-pattern ERROR \
              --metric-transformations metricName=X,metricNamespace=Y,metricValue=1"
        )
    );
    assert_eq!(counted(&other), (0, 3));
}

const EGRESS: &str = "A=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
N=$(aws ec2 create-nat-gateway --subnet-id {public_b} --allocation-id $A --query \
    NatGateway.NatGatewayId --output text)
wait 5m
aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $N
aws ec2 associate-route-table --route-table-id {private_table} --subnet-id {private_b}
aws ec2 create-network-acl-entry --network-acl-id {acl} --rule-number 50 --protocol -1 --cidr-block \
    0.0.0.0/0 --rule-action allow --ingress
";
const STORE: &str = "aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name \
    com.amazonaws.{region}.s3 --route-table-ids {private_table}\n";

const EXPOSED: &str = "I=$(aws ec2 describe-route-tables --filters Name=tag:Name,Values=public --query \
    \"RouteTables[0].Routes[?DestinationCidrBlock=='0.0.0.0/0'].GatewayId | [0]\" --output text)
S=$(aws ec2 describe-instances --filters Name=tag:Name,Values=app-b --query \
    Reservations[0].Instances[0].InstanceId --output text)
aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --gateway-id $I
aws ec2 associate-route-table --route-table-id {private_table} --subnet-id {private_b}
A=$(aws ec2 allocate-address --query AllocationId --output text)
B=$(aws ec2 allocate-address --query AllocationId --output text)
aws ec2 associate-address --allocation-id $A --instance-id {app}
aws ec2 associate-address --allocation-id $B --instance-id $S
aws ec2 create-network-acl-entry --network-acl-id {acl} --ingress --rule-number 110 --protocol tcp \
    --port-range From=1024,To=65535 --cidr-block 0.0.0.0/0 --rule-action allow
";

#[test]
fn a_stranger_who_picks_the_port_that_is_let_back_finds_an_open_server() {
    for ports in ["", "49152,To=65535", "1024,To=50000", "61000,To=65535", "32768,To=60999"] {
        let let_back = format!(
            "aws ec2 create-network-acl-entry --network-acl-id {{acl}} --egress --rule-number 110 \
             --protocol tcp --port-range From={ports} --cidr-block 0.0.0.0/0 --rule-action allow\n"
        );
        let let_back = if ports.is_empty() { "" } else { &let_back };
        let graded = graded("no-way-out", &[EXPOSED, STORE, let_back].concat());
        assert_eq!(graded.lost(), ["egress/closed"], "{ports}\n{}", graded.shown());
    }
}

#[test]
fn what_is_still_pending_when_somebody_hands_in_is_as_good_as_there() {
    let named = "G=$(aws ec2 create-security-group --group-name s3 --description s3 --vpc-id {vpc} \
                 --query GroupId --output text)\n\
                 aws ec2 authorize-security-group-ingress --group-id $G --protocol tcp --port 443 \
                 --cidr 0.0.0.0/0\n\
                 aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-hostnames\n\
                 aws ec2 create-vpc-endpoint --vpc-id {vpc} --vpc-endpoint-type Interface --service-name \
                 com.amazonaws.{region}.s3 --subnet-ids {public_a} --security-group-ids $G \
                 --private-dns-enabled\n";
    for script in [[EGRESS, named].concat(), [&EGRESS.replace("wait 5m\n", ""), STORE].concat()] {
        let graded = graded("no-way-out", &script);
        assert!(graded.is_full(), "{script}\n{}", graded.shown());
    }
}

#[test]
fn what_was_taken_away_fails_and_is_never_a_gap_of_ours() {
    let gone = [EGRESS, STORE, "aws ec2 terminate-instances --instance-ids {app}\nwait 5m\n"].concat();
    let graded = graded("no-way-out", &gone);
    assert!(graded.is_complete(), "{}", graded.shown());
    assert_eq!(graded.lost(), ["egress/patches", "cost/private-path"], "{}", graded.shown());
    assert!(graded.shown().contains("is terminated"), "{}", graded.shown());
    let stopped = [EGRESS, STORE, "aws ec2 stop-instances --instance-ids {app}\nwait 5m\n"].concat();
    assert!(self::graded("no-way-out", &stopped).shown().contains("is stopped, not running"));
    let empty = [EGRESS, STORE, "aws s3api delete-bucket --bucket kestrel-patches-{region}\n"].concat();
    let empty = self::graded("no-way-out", &empty);
    assert_eq!(empty.lost(), ["cost/readable"], "{}", empty.shown());
    assert!(empty.shown().contains("gone with its bucket"), "{}", empty.shown());
    let silent =
        self::graded("alarm-that-never-rang", "aws logs delete-log-group --log-group-name /ecs/{service}");
    assert!(silent.is_complete() && silent.points().0 == 0, "{}", silent.shown());
}

#[test]
fn a_policy_that_cannot_be_told_leaves_its_point_out_of_the_count() {
    let policy = r#"aws s3api put-bucket-policy --bucket kestrel-patches-{region} --policy '{"Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::kestrel-patches-{region}/*",
            "Condition": {"StringNotEquals": {"aws:VpceOrgID": "o-kestrel"}}}]}'"#;
    let policy = policy.replace('\n', " ");
    let graded = graded("no-way-out", &[EGRESS, STORE, &policy].concat());
    let readable = graded.checks().find(|check| check.name == "cost/readable").unwrap();
    assert!(matches!(readable.verdict, LabVerdict::NotEvaluated { .. }), "{}", graded.shown());
    assert_eq!((graded.points(), graded.percent()), ((9, 9), Some(100)), "{}", graded.shown());
    assert!(!graded.is_complete() && !graded.is_full() && graded.lost().is_empty());
}

#[test]
fn a_topic_of_which_nobody_knows_who_may_publish_is_not_judged() {
    let alarm = [
        HEAD,
        "--statistic Average --period 60 --evaluation-periods 5 --threshold {limit} \
        --comparison-operator GreaterThanThreshold --treat-missing-data breaching\n",
    ]
    .concat();
    let policy = |condition: &str| {
        let policy = format!(
            r#"aws sns set-topic-attributes --topic-arn {{topic}} --attribute-name Policy --attribute-value \
               '{{"Statement":[{{"Effect":"Allow","Principal":{{"Service":"cloudwatch.amazonaws.com"}},\
               "Action":"sns:Publish","Resource":"{{topic}}","Condition":{{{condition}}}}}]}}'"#
        );
        [&alarm, MAIL, FILTER, &policy].concat()
    };
    let known = policy(r#""StringEquals":{"aws:SourceAccount":"{account}"}"#);
    assert!(graded("alarm-that-never-rang", &known).is_full());
    let shut = graded("alarm-that-never-rang", &policy(r#""StringEquals":{"aws:SourceAccount":"9"}"#));
    assert_eq!(shut.lost(), ["alarm/rings"], "{}", shut.shown());
    let untold = graded("alarm-that-never-rang", &policy(r#""StringEquals":{"aws:SourceOrgID":"o-1"}"#));
    assert_eq!((untold.lost(), untold.points()), (vec![], (5, 5)), "{}", untold.shown());
}

#[test]
fn a_server_that_translates_addresses_is_not_judged() {
    let own = "E=$(aws ec2 describe-network-interfaces --filters Name=subnet-id,Values={private_b} \
               --query NetworkInterfaces[0].NetworkInterfaceId --output text)\n\
               aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 \
               --network-interface-id $E\n";
    let graded = graded("no-way-out", own);
    let words: Vec<&str> = graded.checks().map(|check| check.verdict.word()).collect();
    assert_eq!(words, ["not evaluated", "not evaluated", "passes", "fails", "passes"], "{}", graded.shown());
    assert_eq!(graded.points(), (0, 5), "guards alone score nothing");
}

#[test]
fn one_mistake_is_punished_once_and_guards_score_with_the_first_pass() {
    let untouched = graded("no-way-out", "");
    let rows: Vec<_> = untouched.checks().map(|one| (one.verdict.word(), one.scored)).collect();
    assert_eq!(rows, [("fails", 0), ("waits", 0), ("passes", 0), ("fails", 0), ("passes", 0)]);
    assert!(untouched.shown().contains("egress/closed: waits 0 of 2."), "{}", untouched.shown());
    assert_eq!((untouched.points(), untouched.percent()), ((0, 10), Some(0)));
    let half = graded("no-way-out", STORE);
    assert_eq!(half.points(), (3, 10), "the guard of the second task scores: {}", half.shown());
    assert_eq!(half.lost(), ["egress/patches"], "the second zone waits");
    assert_eq!(half.cost(), 5);
    let most = graded("no-way-out", EGRESS);
    assert_eq!(most.points(), (7, 10), "{}", most.shown());
    let full = graded("no-way-out", &[EGRESS, STORE].concat());
    assert_eq!(full.percent(), Some(100), "{}", full.shown());
}

#[test]
fn hints_are_offered_after_their_time_and_cost_what_they_say() {
    let lab = real("no-way-out");
    let task = &lab.tasks[0];
    assert_eq!((hints_after(task, 7).len(), hints_after(task, 12).len()), (0, 2));
    let graded = graded("no-way-out", EGRESS);
    let own = &graded.tasks[0];
    assert_eq!((own.points(), own.after_hints(&[])), ((7, 7), 700));
    assert_eq!(own.after_hints(&hints_after(task, 12)), 560);
}
