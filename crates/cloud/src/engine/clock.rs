//! Time passes: what is due happens, and alarms are evaluated every minute.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    engine::{
        alarm::{AlarmState, MissingData, RANGE_BEYOND, breaches, evaluated},
        composite::AlarmRule,
        metric, topic,
    },
    state::{Cloud, CloudPlace, DueChange, Occurrence, OccurrenceKind, limits, time},
    value::Value,
};

/// Metric alarms of a Region, by name.
pub(crate) const ALARM: &str = "cloudwatch/alarm";
/// Composite alarms of a Region, by name.
pub(crate) const COMPOSITE: &str = "cloudwatch/composite";
/// The history of an alarm, by its name: one list in each.
pub(crate) const HISTORY: &str = "cloudwatch/history";
/// Composite alarms may stand on one another; a chain longer than this is not followed within one minute.
const ROUNDS_MAX: usize = 8;

/// Lets time pass, until an instant or the lab's end, and tells what happened.
///
/// ```
/// use assay_cloud::{Cloud, advance, clock};
///
/// let lab = Cloud::new(7, clock::parse("2026-03-02T08:00:00Z").unwrap());
/// let (later, happened) = advance(&lab, lab.now() + clock::MINUTE);
/// assert!(happened.is_empty());
/// assert_eq!(clock::text(later.now()), "2026-03-02T08:01:00.000Z");
/// ```
#[must_use]
pub fn advance(cloud: &Cloud, until: i64) -> (Cloud, Vec<Occurrence>) {
    let mut cloud = cloud.clone();
    cloud.take_occurred();
    let mut fuel = limits::FUEL_PER_ADVANCE;
    let until = until.min(cloud.end());
    loop {
        let due = cloud.agenda.keys().next().map(|(at, _)| *at);
        let has_alarms = [ALARM, COMPOSITE].iter().any(|kind| cloud.places(kind).any(|(_, t)| !t.is_empty()));
        let minute = has_alarms.then(|| (cloud.now().div_euclid(time::MINUTE) + 1) * time::MINUTE);
        let next = [due, minute].into_iter().flatten().min().filter(|at| *at <= until);
        let Some(at) = next else { break };
        if fuel == 0 || !cloud.count_event() {
            cloud.occur(OccurrenceKind::Stopped);
            let happened = cloud.take_occurred();
            return (cloud, happened);
        }
        cloud.set_now(at);
        if due.is_some_and(|due| due <= at) {
            change_due(&mut cloud);
        }
        if minute == Some(at) {
            evaluate_alarms(&mut cloud, &mut fuel);
        }
    }
    cloud.set_now(until);
    let happened = cloud.take_occurred();
    (cloud, happened)
}

/// The next instant at which something happens by itself, to wait for it.
#[must_use]
pub fn next_due(cloud: &Cloud) -> Option<i64> {
    cloud.agenda.keys().next().map(|(at, _)| *at)
}

fn change_due(cloud: &mut Cloud) {
    let Some((_, change)) = Arc::make_mut(&mut cloud.agenda).pop_first() else { return };
    match change {
        DueChange::Becomes { place, id, member, value } => {
            let Some(resource) = cloud.find(&place, &id) else { return };
            let changed = (**resource).clone().with(member, value.clone());
            cloud.put(&place, &id, changed);
            cloud.occur(OccurrenceKind::Became { id: id.to_string(), member: member.to_owned(), value });
        }
        DueChange::Goes { place, id } => {
            cloud.remove(&place, &id);
        }
    }
}

fn evaluate_alarms(cloud: &mut Cloud, fuel: &mut u64) {
    let alarms = |cloud: &Cloud, kind| {
        let places = cloud.places(kind);
        let all = places.flat_map(|(place, table)| table.values().map(|one| (place.clone(), one.clone())));
        all.collect::<Vec<(CloudPlace, Arc<Value>)>>()
    };
    for (place, alarm) in alarms(cloud, ALARM) {
        let Some((state, reason)) = metric_state(cloud, &place, &alarm, fuel) else { continue };
        if alarm.text("StateValue") != state.word() {
            change_state(cloud, &place, &alarm, state.word(), &reason);
        }
    }
    for _ in 0..ROUNDS_MAX {
        let mut any = false;
        for (place, alarm) in alarms(cloud, COMPOSITE) {
            let Ok(rule) = AlarmRule::read(alarm.text("AlarmRule")) else { continue };
            *fuel = fuel.saturating_sub(rule.names().len() as u64 + 1);
            let holds = rule.holds(&|name| state_of(cloud, &place, name));
            let word = if holds { AlarmState::Alarm.word() } else { AlarmState::Ok.word() };
            if alarm.text("StateValue") != word {
                any = true;
                let reason = format!("{} evaluates to {holds}", alarm.text("AlarmRule"));
                change_state(cloud, &place, &alarm, word, &reason);
            }
        }
        if !any {
            break;
        }
    }
}

fn state_of(cloud: &Cloud, place: &CloudPlace, name: &str) -> String {
    let name = name.rsplit_once(":alarm:").map_or(name, |(_, name)| name);
    let find = |kind| cloud.find(&CloudPlace { kind, ..place.clone() }, name);
    find(ALARM)
        .or_else(|| find(COMPOSITE))
        .map(|alarm| alarm.text("StateValue").to_owned())
        .unwrap_or_default()
}

/// What a metric alarm says now, and why; nothing when it is to stay as it is.
fn metric_state(
    cloud: &Cloud,
    place: &CloudPlace,
    alarm: &Value,
    fuel: &mut u64,
) -> Option<(AlarmState, String)> {
    let periods = usize::try_from(alarm.int("EvaluationPeriods")?).ok()?;
    let to_alarm = alarm.int("DatapointsToAlarm").and_then(|m| usize::try_from(m).ok()).unwrap_or(periods);
    let period = alarm.int("Period")?.max(1) * time::SECOND;
    let figures = figures(cloud, place, alarm, period, periods + RANGE_BEYOND, fuel);
    let threshold = alarm.get("Threshold").and_then(Value::as_float)?;
    let operator = alarm.text("ComparisonOperator");
    let points: Vec<Option<bool>> = figures
        .iter()
        .map(|figure| figure.and_then(|figure| breaches(operator, figure, threshold)))
        .collect();
    let state = evaluated(&points, to_alarm, periods, MissingData::named(alarm.text("TreatMissingData"))?)?;
    let known: Vec<String> = figures.iter().rev().flatten().take(periods).map(f64::to_string).collect();
    let count = points.iter().rev().flatten().take(periods).filter(|yes| **yes).count();
    let missing = periods.saturating_sub(known.len());
    let reason = if known.is_empty() {
        format!("No datapoints were received for {missing} periods")
    } else {
        let treated = if missing > 0 { format!("; {missing} were missing") } else { String::new() };
        format!(
            "{count} of the last {} datapoints ({}) breached {operator} {threshold}{treated}; \
             {to_alarm} are needed",
            known.len(),
            known.join(", ")
        )
    };
    Some((state, reason))
}

/// The statistic of each period of the evaluation range, the oldest first.
fn figures(
    cloud: &Cloud,
    place: &CloudPlace,
    alarm: &Value,
    period: i64,
    range: usize,
    fuel: &mut u64,
) -> Vec<Option<f64>> {
    let (namespace, name) = (alarm.text("Namespace"), alarm.text("MetricName"));
    let key = metric::key(&place.account, &place.region, namespace, name, alarm.list("Dimensions"));
    let end = cloud.now();
    let statistic = [alarm.text("Statistic"), alarm.text("ExtendedStatistic")].concat();
    let Some(series) = cloud.series.get(&key).filter(|series| unit_fits(alarm, series.unit.as_deref()))
    else {
        *fuel = fuel.saturating_sub(1);
        return vec![None; range];
    };
    let back = (1..=range).rev().map(|back| i64::try_from(back).unwrap_or(0));
    back.map(|back| {
        let points = series.between(end - period * back, end - period * (back - 1), cloud.seed());
        *fuel = fuel.saturating_sub(1 + points.len() as u64);
        metric::statistic(&points, &statistic)
    })
    .collect()
}

/// An alarm with a unit hears only figures of that unit (`PutMetricAlarm`, `Unit`).
fn unit_fits(alarm: &Value, unit: Option<&str>) -> bool {
    let wanted = alarm.text("Unit");
    wanted.is_empty() || wanted == unit.unwrap_or("None")
}

/// An alarm is in another state: it says so, keeps it in its history, and acts.
pub(crate) fn change_state(cloud: &mut Cloud, place: &CloudPlace, alarm: &Value, to: &str, reason: &str) {
    let (name, from) = (alarm.text("AlarmName").to_owned(), alarm.text("StateValue").to_owned());
    let now = time::text(cloud.now());
    let changed = alarm
        .clone()
        .with("StateValue", to)
        .with("StateReason", reason)
        .with("StateUpdatedTimestamp", now.clone())
        .with("StateTransitionedTimestamp", now);
    cloud.put(place, &name, changed);
    let (alarm_name, was) = (name.clone(), from.clone());
    let what =
        OccurrenceKind::AlarmChanged { alarm: alarm_name, from: was, to: to.into(), reason: reason.into() };
    cloud.occur(what);
    add_history(cloud, place, &name, "StateUpdate", &format!("Alarm updated from {from} to {to}"));
    if from == to || !alarm.is("ActionsEnabled") {
        return;
    }
    let list = match to {
        "ALARM" => "AlarmActions",
        "OK" => "OKActions",
        _ => "InsufficientDataActions",
    };
    let subject = format!("{to}: \"{name}\" in {}", place.region);
    let message = notice(alarm, place, &from, to, reason, cloud.now());
    for action in alarm.list(list).iter().filter_map(Value::as_text) {
        let is_topic = action.split(':').nth(2) == Some("sns");
        let done = if is_topic {
            let source = ("cloudwatch.amazonaws.com", alarm.text("AlarmArn"));
            topic::publish(cloud, action, &subject, &message, Some(source))
        } else {
            Err("only topics are acted on in this lab".to_owned())
        };
        let summary = match &done {
            Ok(()) => format!("Successfully executed action {action}"),
            Err(why) => format!("Failed to execute action {action}: {why}"),
        };
        add_history(cloud, place, &name, "Action", &summary);
        if let Err(why) = done {
            let (alarm, action) = (name.clone(), action.to_owned());
            cloud.occur(OccurrenceKind::ActionFailed { alarm, action, why });
        }
    }
}

/// The message of an alarm, in the members that the provider's has.
fn notice(alarm: &Value, place: &CloudPlace, from: &str, to: &str, reason: &str, at: i64) -> String {
    let members = BTreeMap::from([
        ("AlarmName", alarm.text("AlarmName").to_owned()),
        ("AlarmDescription", alarm.text("AlarmDescription").to_owned()),
        ("AWSAccountId", place.account.to_string()),
        ("NewStateValue", to.to_owned()),
        ("OldStateValue", from.to_owned()),
        ("NewStateReason", reason.to_owned()),
        ("StateChangeTime", time::text(at)),
        ("Region", place.region.to_string()),
        ("AlarmArn", alarm.text("AlarmArn").to_owned()),
    ]);
    serde_json::to_string(&members).unwrap_or_default()
}

/// Adds a line to an alarm's history; the oldest go where there are too many.
pub(crate) fn add_history(cloud: &mut Cloud, place: &CloudPlace, name: &str, kind: &str, summary: &str) {
    let place = CloudPlace { kind: HISTORY, ..place.clone() };
    let before = cloud.find(&place, name).map(|history| (**history).clone());
    let mut history = before.unwrap_or_else(Value::empty);
    history.push(
        "Items",
        Value::from([
            ("AlarmName", name.into()),
            ("Timestamp", time::text(cloud.now()).into()),
            ("HistoryItemType", kind.into()),
            ("HistorySummary", summary.into()),
        ]),
    );
    if let Some(items) = history.list_mut("Items").filter(|items| items.len() > limits::HISTORY_MAX) {
        items.remove(0);
    }
    cloud.put(&place, name, history);
}
