//! Making, changing and ending alarms.
//!
//! Limits are those of the API reference, `PutMetricAlarm`.

use std::sync::Arc;

use crate::{
    call::{Answer, Fault},
    engine::{
        alarm::{MissingData, breaches},
        clock::{ALARM, COMPOSITE, HISTORY, add_history, change_state},
        composite::AlarmRule,
        metric,
    },
    service::context::{CallContext, done},
    value::Value,
};

/// Actions for one state (`PutMetricAlarm`).
const ACTIONS_MAX: usize = 5;
/// Seconds that an alarm may look back: a day; a week where its period is an hour or more.
const LOOK_BACK: (i64, i64) = (86_400, 604_800);

const ACTION_LISTS: [&str; 3] = ["AlarmActions", "OKActions", "InsufficientDataActions"];
const PLAIN: [&str; 9] = [
    "AlarmDescription",
    "DatapointsToAlarm",
    "Dimensions",
    "EvaluateLowSampleCountPercentile",
    "ExtendedStatistic",
    "Statistic",
    "TreatMissingData",
    "Unit",
    "Threshold",
];

fn invalid(words: impl Into<String>) -> Fault {
    Fault::sender("ValidationError", words)
}

fn check_name(name: &str) -> Result<(), Fault> {
    if (1..=255).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        return Ok(());
    }
    Err(invalid("An alarm's name has 1 to 255 characters."))
}

fn check_actions(cx: &CallContext<'_>) -> Result<(), Fault> {
    for list in ACTION_LISTS {
        let actions = cx.texts(list);
        if actions.len() > ACTIONS_MAX {
            return Err(invalid(format!("{list} has at most {ACTIONS_MAX} actions.")));
        }
        for action in actions {
            let parts: Vec<&str> = action.split(':').collect();
            let [_, _, service, region, ..] = parts.as_slice() else {
                return Err(invalid(format!("Invalid arn syntax: {action}")));
            };
            let known = ["sns", "autoscaling", "automate", "ssm", "ssm-incidents", "swf", "lambda", "aiops"];
            if !action.starts_with("arn:aws:") || !known.contains(service) {
                return Err(invalid(format!("Invalid arn syntax: {action}")));
            }
            if *service == "sns" && *region != cx.region() {
                let own = cx.region();
                return Err(invalid(format!("Invalid region {region} specified. Only {own} is supported.")));
            }
        }
    }
    Ok(())
}

fn check_metric(cx: &CallContext<'_>) -> Result<(), Fault> {
    let alone = |names: [&str; 2]| names.iter().filter(|name| cx.input.get(name).is_some()).count() == 1;
    if cx.text("Namespace").is_empty() || cx.text("MetricName").is_empty() {
        return Err(invalid("An alarm on one metric needs Namespace and MetricName."));
    }
    if !alone(["Statistic", "ExtendedStatistic"]) {
        return Err(invalid("An alarm needs either Statistic or ExtendedStatistic."));
    }
    if !metric::is_statistic(&[cx.text("Statistic"), cx.text("ExtendedStatistic")].concat()) {
        return Err(Fault::not_here("This statistic"));
    }
    if cx.input.list("Dimensions").len() > 30 {
        return Err(invalid("An alarm has at most 30 dimensions."));
    }
    if cx.input.get("Threshold").is_none() {
        return Err(invalid("An alarm on a metric needs a Threshold."));
    }
    if breaches(cx.text("ComparisonOperator"), 0.0, 0.0).is_none() {
        return Err(Fault::not_here("An alarm on an anomaly"));
    }
    if MissingData::named(cx.text("TreatMissingData")).is_none() {
        return Err(invalid("TreatMissingData is breaching, notBreaching, ignore or missing."));
    }
    Ok(())
}

fn check_periods(cx: &CallContext<'_>) -> Result<(i64, i64), Fault> {
    let Some(period) = cx.input.int("Period") else {
        return Err(invalid("An alarm on one metric needs a Period."));
    };
    if period <= 0 || !(matches!(period, 10 | 20 | 30) || period % 60 == 0) {
        return Err(invalid("Period must be 10, 20, 30 or a multiple of 60."));
    }
    let periods = cx.input.int("EvaluationPeriods").unwrap_or(0);
    if periods < 1 {
        return Err(invalid("EvaluationPeriods must be at least 1."));
    }
    let to_alarm = cx.input.int("DatapointsToAlarm").unwrap_or(periods);
    if to_alarm < 1 || to_alarm > periods {
        return Err(invalid("DatapointsToAlarm must be from 1 to EvaluationPeriods."));
    }
    let most = if period >= 3_600 { LOOK_BACK.1 } else { LOOK_BACK.0 };
    if period.saturating_mul(periods) > most {
        return Err(invalid(format!("Period times EvaluationPeriods is at most {most} seconds.")));
    }
    Ok((period, periods))
}

/// What both kinds of alarms have, kept in state where the alarm was there before.
fn alarm_base(cx: &mut CallContext<'_>, kind: &'static str) -> Result<(Value, bool), Fault> {
    let name = cx.text("AlarmName");
    check_name(name)?;
    check_actions(cx)?;
    let other = if kind == ALARM { COMPOSITE } else { ALARM };
    if cx.find(other, name).is_some() {
        return Err(invalid(format!("An alarm {name} of the other kind exists already.")));
    }
    let now = cx.now_text();
    let before = cx.find(kind, name);
    let state = ["StateValue", "StateReason", "StateUpdatedTimestamp", "StateTransitionedTimestamp"];
    let base = match &before {
        Some(before) => Value::empty().with_of(before, &state).with_of(before, &["_Tags"]),
        None => Value::from([
            ("StateValue", "INSUFFICIENT_DATA".into()),
            ("StateReason", "Unchecked: Initial alarm creation".into()),
            ("StateUpdatedTimestamp", now.as_str().into()),
            ("StateTransitionedTimestamp", now.as_str().into()),
            ("_Tags", Value::List(cx.input.list("Tags").to_vec())),
        ]),
    };
    let mut made = base
        .with("AlarmName", name)
        .with("AlarmArn", cx.arn("cloudwatch", &format!("alarm:{name}")))
        .with("ActionsEnabled", cx.input.get("ActionsEnabled").and_then(Value::as_bool).unwrap_or(true))
        .with("AlarmConfigurationUpdatedTimestamp", now);
    for list in ACTION_LISTS {
        made.set(list, Value::List(cx.input.list(list).to_vec()));
    }
    Ok((made, before.is_some()))
}

fn keep(cx: &mut CallContext<'_>, kind: &'static str, made: Value, was_there: bool) {
    let name = cx.text("AlarmName");
    let place = cx.place(ALARM);
    cx.put(kind, name, made);
    let word = if was_there { "updated" } else { "created" };
    add_history(cx.cloud, &place, name, "ConfigurationUpdate", &format!("Alarm \"{name}\" {word}"));
}

pub(super) fn put_metric_alarm(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["Metrics", "ThresholdMetricId"])?;
    check_metric(cx)?;
    let (period, periods) = check_periods(cx)?;
    let (made, was_there) = alarm_base(cx, ALARM)?;
    let threshold = cx.input.get("Threshold").and_then(Value::as_float).unwrap_or(0.0);
    let made = made
        .with("Dimensions", Value::List(Vec::new()))
        .with_of(cx.input, &["Namespace", "MetricName", "ComparisonOperator"])
        .with_of(cx.input, &PLAIN)
        .with("Threshold", threshold)
        .with("Period", period)
        .with("EvaluationPeriods", periods);
    keep(cx, ALARM, made, was_there);
    done()
}

pub(super) fn put_composite_alarm(cx: &mut CallContext<'_>) -> Answer {
    cx.without(&["ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"])?;
    let text = cx.text("AlarmRule");
    let rule = AlarmRule::read(text).map_err(|words| invalid(format!("AlarmRule: {words}.")))?;
    for name in rule.names() {
        let name = name.rsplit_once(":alarm:").map_or(name, |(_, name)| name);
        let itself = name == cx.text("AlarmName");
        if itself || (cx.find(ALARM, name).is_none() && cx.find(COMPOSITE, name).is_none()) {
            return Err(invalid(format!("The alarm {name} in the rule does not exist.")));
        }
    }
    let (made, was_there) = alarm_base(cx, COMPOSITE)?;
    let made = made.with("AlarmRule", text).with_of(cx.input, &["AlarmDescription"]);
    keep(cx, COMPOSITE, made, was_there);
    done()
}

/// Names of alarms that are not there are passed over, as the reference says.
pub(super) fn delete_alarms(cx: &mut CallContext<'_>) -> Answer {
    let names = cx.texts("AlarmNames");
    if names.len() > 100 {
        return Err(invalid("At most 100 alarms are deleted at once."));
    }
    for name in names {
        for kind in [ALARM, COMPOSITE, HISTORY] {
            cx.remove(kind, name);
        }
    }
    done()
}

fn found(cx: &CallContext<'_>, name: &str) -> Option<(&'static str, Arc<Value>)> {
    [ALARM, COMPOSITE].into_iter().find_map(|kind| Some((kind, cx.find(kind, name)?)))
}

fn set_enabled(cx: &mut CallContext<'_>, enabled: bool) -> Answer {
    for name in cx.texts("AlarmNames") {
        if let Some((kind, alarm)) = found(cx, name) {
            cx.put(kind, name, (*alarm).clone().with("ActionsEnabled", enabled));
        }
    }
    done()
}

pub(super) fn enable_alarm_actions(cx: &mut CallContext<'_>) -> Answer {
    set_enabled(cx, true)
}

pub(super) fn disable_alarm_actions(cx: &mut CallContext<'_>) -> Answer {
    set_enabled(cx, false)
}

/// The state lasts until the next evaluation; its actions are done.
pub(super) fn set_alarm_state(cx: &mut CallContext<'_>) -> Answer {
    let name = cx.text("AlarmName");
    let Some((kind, alarm)) = found(cx, name) else {
        let message = format!("There is no alarm {name}.");
        return Err(Fault { code: "ResourceNotFound".into(), message, status: 404 });
    };
    let place = cx.place(kind);
    change_state(cx.cloud, &place, &alarm, cx.text("StateValue"), cx.text("StateReason"));
    done()
}
