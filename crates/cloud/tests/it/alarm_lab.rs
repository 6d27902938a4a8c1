//! The alarm that never rang: right alarms ring, wrong ones lose exactly what they get wrong.

use assay_cloud::{
    Cloud, clock,
    probe::{self, Metric, scenario},
};
use serde_json::{Value as Json, json};

use super::lab::{ACCOUNT, Lab, REGION, text};

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:checkout-ops";

fn metric() -> Metric {
    let dimensions = [("ClusterName", "prod"), ("ServiceName", "checkout")];
    Metric::new(ACCOUNT, REGION, "AWS/ECS CPUUtilization", &dimensions)
}

fn seeded() -> Lab {
    let mut lab = Lab::new();
    lab.must("sns:CreateTopic", json!({"Name": "checkout-ops"}));
    lab.must("logs:CreateLogGroup", json!({"logGroupName": "/ecs/checkout"}));
    lab.cloud = scenario::with_curve(&lab.cloud, &metric(), "busy-days", 1).unwrap();
    lab
}

/// A right alarm, with members changed.
fn alarm(changes: Json) -> Json {
    let mut alarm = json!({
        "AlarmName": "checkout-cpu", "Namespace": "AWS/ECS", "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "ServiceName", "Value": "checkout"}, {"Name": "ClusterName",
            "Value": "prod"}],
        "Statistic": "Average", "Period": 60, "EvaluationPeriods": 5, "Threshold": 80.0,
        "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "breaching",
            "AlarmActions": [TOPIC],
    });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            alarm.as_object_mut().unwrap().remove(name);
        } else {
            alarm.as_object_mut().unwrap().insert(name.clone(), value.clone());
        }
    }
    alarm
}

/// Whether it rings at ten hot minutes, stays calm at one, and hears fifteen minutes of silence.
fn judged(cloud: &Cloud) -> (bool, bool, bool) {
    let quiet = probe::fed(cloud, &metric(), &[60.0; 30]).unwrap();
    let published = |after: &Cloud| !probe::published_since(after, TOPIC, quiet.now()).is_empty();
    let hot = probe::fed(&quiet, &metric(), &[88.0; 10]).unwrap();
    let spike: Vec<f64> = (0..41).map(|minute| if minute == 20 { 99.0 } else { 65.0 }).collect();
    let spiked = probe::fed(&quiet, &metric(), &spike).unwrap();
    let silent = probe::waited(&probe::stopped(&quiet, &metric()), 15 * clock::MINUTE).unwrap();
    (published(&hot), !published(&spiked), published(&silent))
}

fn judged_with(alarms: &[Json]) -> (bool, bool, bool) {
    let mut lab = seeded();
    for alarm in alarms {
        lab.must("cloudwatch:PutMetricAlarm", alarm.clone());
    }
    judged(&lab.cloud)
}

#[test]
fn right_alarms_of_different_shape_ring_keep_calm_and_hear_silence() {
    let right = [
        json!({}),
        json!({"Period": 300, "EvaluationPeriods": 1}),
        json!({"EvaluationPeriods": 5, "DatapointsToAlarm": 4}),
        json!({"ComparisonOperator": "GreaterThanOrEqualToThreshold", "DatapointsToAlarm": 3}),
    ];
    for changes in right {
        assert_eq!(judged_with(&[alarm(changes.clone())]), (true, true, true), "{changes}");
    }
    let silence = json!({
        "AlarmName": "checkout-silent", "Statistic": "SampleCount", "Threshold": 1.0,
        "ComparisonOperator": "LessThanThreshold",
    });
    let two = [alarm(json!({"TreatMissingData": null})), alarm(silence)];
    assert_eq!(judged_with(&two), (true, true, true), "two alarms");
}

#[test]
fn each_wrong_alarm_loses_what_it_gets_wrong() {
    let wrong = [
        (json!({"Dimensions": [{"Name": "ClusterName", "Value": "prod"}]}), (false, true, false)),
        (json!({"DatapointsToAlarm": 1}), (true, false, true)),
        (json!({"Statistic": "Maximum", "Period": 300, "EvaluationPeriods": 1}), (true, false, true)),
        (json!({"TreatMissingData": null}), (true, true, false)),
        (json!({"AlarmActions": null}), (false, true, false)),
        (json!({"ActionsEnabled": false}), (false, true, false)),
        (json!({"Threshold": 95.0}), (false, true, true)),
        (json!({"AlarmActions": null, "OKActions": [TOPIC]}), (false, true, false)),
    ];
    for (changes, expected) in wrong {
        assert_eq!(judged_with(&[alarm(changes.clone())]), expected, "{changes}");
    }
    assert_eq!(judged_with(&[]), (false, true, false), "untouched");
}

#[test]
fn a_composite_alarm_rings_for_its_children() {
    let mut lab = seeded();
    lab.must("cloudwatch:PutMetricAlarm", alarm(json!({"AlarmActions": null})));
    let rule = json!({"AlarmName": "shop", "AlarmRule": "ALARM(\"checkout-cpu\")", "AlarmActions": [TOPIC]});
    lab.must("cloudwatch:PutCompositeAlarm", rule);
    assert_eq!(judged(&lab.cloud), (true, true, true));
    let shown = lab.must("cloudwatch:DescribeAlarms", json!({"AlarmTypes": ["CompositeAlarm"]}));
    assert_eq!(text(&shown, "CompositeAlarms.AlarmName"), "shop");
}

#[test]
fn an_alarm_begins_without_data_and_its_history_tells_the_rest() {
    let mut lab = seeded();
    lab.must("cloudwatch:PutMetricAlarm", alarm(json!({})));
    let shown = lab.must("cloudwatch:DescribeAlarms", json!({"AlarmNames": ["checkout-cpu"]}));
    assert_eq!(text(&shown, "MetricAlarms.StateValue"), "INSUFFICIENT_DATA");
    lab.wait(120);
    let shown = lab.must("cloudwatch:DescribeAlarms", json!({"AlarmNames": ["checkout-cpu"]}));
    assert_eq!(text(&shown, "MetricAlarms.StateValue"), "OK");
    let forced = json!({"AlarmName": "checkout-cpu", "StateValue": "ALARM", "StateReason": "a trial"});
    lab.must("cloudwatch:SetAlarmState", forced);
    assert_eq!(lab.cloud.publications().len(), 1, "setting the state acts");
    lab.wait(120);
    let history = lab.must("cloudwatch:DescribeAlarmHistory", json!({"AlarmName": "checkout-cpu"}));
    let summaries: Vec<_> = history.at_path("AlarmHistoryItems.HistorySummary");
    assert_eq!(summaries.len(), 5, "{summaries:?}");
    assert_eq!(text(&history, "AlarmHistoryItems.HistorySummary"), "Alarm updated from ALARM to OK");
}

#[test]
fn mail_comes_only_after_the_subscription_is_confirmed_from_the_inbox() {
    let mut lab = seeded();
    let asked = json!({"TopicArn": TOPIC, "Protocol": "email", "Endpoint": "ops@example.com"});
    let answer = lab.must("sns:Subscribe", asked.clone());
    assert_eq!(text(&answer, "SubscriptionArn"), "pending confirmation");
    lab.must("sns:Publish", json!({"TopicArn": TOPIC, "Message": "one"}));
    assert_eq!(lab.cloud.mails().len(), 1, "only the question");
    let (topic, token) = lab.cloud.mails()[0].confirms.clone().unwrap();
    let listed = lab.must("sns:ListSubscriptionsByTopic", json!({"TopicArn": TOPIC}));
    assert_eq!(text(&listed, "Subscriptions.SubscriptionArn"), "PendingConfirmation");
    assert_eq!(
        lab.refused("sns:ConfirmSubscription", json!({"TopicArn": topic, "Token": "x"})).code,
        "InvalidParameter"
    );
    let confirmed = lab.must("sns:ConfirmSubscription", json!({"TopicArn": topic, "Token": token}));
    assert!(text(&confirmed, "SubscriptionArn").starts_with(TOPIC));
    assert_eq!(lab.must("sns:Subscribe", asked), confirmed, "again is no second subscription");
    lab.must("sns:Publish", json!({"TopicArn": TOPIC, "Message": "two", "Subject": "hello"}));
    assert_eq!(lab.cloud.mails().last().unwrap().body, "two");
}

#[test]
fn lines_with_error_become_a_metric_through_a_filter() {
    let mut lab = seeded();
    let filter = |pattern: &str| {
        json!({
            "logGroupName": "/ecs/checkout", "filterName": "errors", "filterPattern": pattern,
            "metricTransformations": [
                {"metricName": "Errors", "metricNamespace": "Shop", "metricValue": "1", "defaultValue": 0.0},
            ],
        })
    };
    let counted = |cloud: &Cloud| {
        let lines = ["ERROR refused", "INFO fine", "ERROR lost"];
        let written = probe::written(cloud, ACCOUNT, REGION, "/ecs/checkout", &lines).unwrap();
        let after = probe::waited(&written, 2 * clock::MINUTE).unwrap();
        let metrics = probe::metrics_of_filters(&after, ACCOUNT, REGION, "/ecs/checkout");
        metrics.iter().map(|metric| probe::metric_sum(&after, metric, cloud.now())).sum::<f64>()
    };
    assert!(counted(&lab.cloud).abs() < 0.1);
    lab.must("logs:PutMetricFilter", filter("ERROR"));
    assert!((counted(&lab.cloud) - 2.0).abs() < 0.1);
    lab.must("logs:PutMetricFilter", filter("error"));
    assert!(counted(&lab.cloud).abs() < 0.1, "patterns are case-sensitive");
}

#[test]
fn a_topic_whose_policy_shuts_alarms_out_stays_silent() {
    let mut lab = seeded();
    lab.must("cloudwatch:PutMetricAlarm", alarm(json!({})));
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sns:Publish",
        "Principal": {"Service": "events.amazonaws.com"}, "Resource": TOPIC}]});
    let set = json!({"TopicArn": TOPIC, "AttributeName": "Policy", "AttributeValue": policy.to_string()});
    lab.must("sns:SetTopicAttributes", set.clone());
    assert_eq!(judged(&lab.cloud), (false, true, false));
    let open = policy.to_string().replace("events", "cloudwatch");
    let set = json!({"TopicArn": TOPIC, "AttributeName": "Policy", "AttributeValue": open});
    lab.must("sns:SetTopicAttributes", set);
    assert_eq!(judged(&lab.cloud), (true, true, true));
}

#[test]
fn a_topic_that_is_open_to_the_accounts_own_alarms_hears_them() {
    let mut lab = seeded();
    lab.must("cloudwatch:PutMetricAlarm", alarm(json!({})));
    let open_to = |source: &str| {
        let policy = json!({"Statement": [{"Effect": "Allow", "Action": "sns:Publish",
            "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Resource": TOPIC,
            "Condition": {"ArnLike": {"aws:SourceArn": source},
                "StringEquals": {"aws:SourceAccount": ACCOUNT}}}]});
        json!({"TopicArn": TOPIC, "AttributeName": "Policy", "AttributeValue": policy.to_string()})
    };
    lab.must("sns:SetTopicAttributes", open_to("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*"));
    assert_eq!(judged(&lab.cloud), (true, true, true));
    lab.must("sns:SetTopicAttributes", open_to("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:other-*"));
    assert_eq!(judged(&lab.cloud), (false, true, false));
}
