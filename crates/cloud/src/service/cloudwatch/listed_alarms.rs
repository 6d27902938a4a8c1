//! Reading alarms: lists, histories, tags.

use std::sync::Arc;

use crate::{
    call::{Answer, Fault},
    engine::{
        clock::{ALARM, COMPOSITE, HISTORY},
        composite::AlarmRule,
        metric,
    },
    service::context::{CallContext, done, listed},
    value::Value,
};

/// Alarms of a page (API reference, `DescribeAlarms`).
const PAGE_MAX: i64 = 100;
const DEFAULT_PAGE: i64 = 50;

fn page_size(cx: &CallContext<'_>) -> Result<Option<usize>, Fault> {
    let most = cx.input.int("MaxRecords").unwrap_or(DEFAULT_PAGE);
    if !(1..=PAGE_MAX).contains(&most) {
        return Err(Fault::sender("ValidationError", "MaxRecords is from 1 to 100."));
    }
    Ok(usize::try_from(most).ok())
}

fn fits(cx: &CallContext<'_>, alarm: &Value) -> bool {
    let names = cx.texts("AlarmNames");
    let name = alarm.text("AlarmName");
    let lists = ["AlarmActions", "OKActions", "InsufficientDataActions"];
    let action = cx.text("ActionPrefix");
    let acts = || {
        let actions = lists.iter().flat_map(|list| alarm.list(list)).filter_map(Value::as_text);
        actions.into_iter().any(|one| one.starts_with(action))
    };
    (names.is_empty() || names.contains(&name))
        && name.starts_with(cx.text("AlarmNamePrefix"))
        && (cx.text("StateValue").is_empty() || alarm.text("StateValue") == cx.text("StateValue"))
        && (action.is_empty() || acts())
}

pub(super) fn describe_alarms(cx: &mut CallContext<'_>) -> Answer {
    if cx.input.get("AlarmNames").is_some() && cx.input.get("AlarmNamePrefix").is_some() {
        return Err(Fault::sender("ValidationError", "AlarmNames and AlarmNamePrefix exclude each other."));
    }
    let types = cx.texts("AlarmTypes");
    let children = cx.text("ChildrenOfAlarmName");
    let parents = cx.text("ParentsOfAlarmName");
    let rule = |name: &str| AlarmRule::read(cx.find(COMPOSITE, name)?.text("AlarmRule")).ok();
    let plain = |name: &str| name.rsplit_once(":alarm:").map_or(name, |(_, name)| name).to_owned();
    let own = rule(children).map(|rule| rule.names().into_iter().map(plain).collect::<Vec<_>>());
    let related = |alarm: &Value| {
        let name = alarm.text("AlarmName");
        let names =
            |other: &str| rule(other).is_some_and(|r| r.names().into_iter().any(|n| plain(n) == parents));
        (children.is_empty() || own.as_ref().is_some_and(|own| own.iter().any(|one| one == name)))
            && (parents.is_empty() || names(name))
    };
    let of = |kind, word: &str| {
        let wanted = if types.is_empty() {
            kind == ALARM || !children.is_empty() || !parents.is_empty()
        } else {
            types.contains(&word)
        };
        let all = if wanted { cx.all(kind) } else { Vec::new() };
        all.into_iter().filter(|alarm| fits(cx, alarm) && related(alarm)).map(move |alarm| (kind, alarm))
    };
    let both: Vec<(&str, Arc<Value>)> =
        of(ALARM, "MetricAlarm").chain(of(COMPOSITE, "CompositeAlarm")).collect();
    // The kind rides along, so that one page may hold both.
    let items = both.into_iter().map(|(kind, alarm)| (*alarm).clone().with("_Kind", kind)).collect();
    let (page, next) = cx.page(items, ("NextToken", "InvalidNextToken"), page_size(cx)?)?;
    let (metric, composite) = page.into_iter().partition(|alarm| alarm.text("_Kind") == ALARM);
    let answer = listed("MetricAlarms", metric, "NextToken", next);
    Ok(answer.with("CompositeAlarms", Value::List(composite)))
}

pub(super) fn describe_alarms_for_metric(cx: &mut CallContext<'_>) -> Answer {
    let key = |value: &Value| {
        let (namespace, name) = (value.text("Namespace"), value.text("MetricName"));
        metric::key("", "", namespace, name, value.list("Dimensions"))
    };
    let same =
        |alarm: &Value, name: &str| cx.input.get(name).is_none_or(|wanted| alarm.get(name) == Some(wanted));
    let wanted = key(cx.input);
    let all = cx.all(ALARM);
    let fits = all.iter().filter(|alarm| {
        key(alarm) == wanted
            && ["Statistic", "ExtendedStatistic", "Period", "Unit"].iter().all(|name| same(alarm, name))
    });
    Ok(Value::empty().with("MetricAlarms", Value::List(fits.map(|alarm| (**alarm).clone()).collect())))
}

pub(super) fn describe_alarm_history(cx: &mut CallContext<'_>) -> Answer {
    let (name, kind) = (cx.text("AlarmName"), cx.text("HistoryItemType"));
    let histories = cx.all(HISTORY);
    let items = histories.iter().flat_map(|history| history.list("Items"));
    let fits = |item: &&Value| {
        (name.is_empty() || item.text("AlarmName") == name)
            && (kind.is_empty() || item.text("HistoryItemType") == kind)
            && (cx.text("StartDate").is_empty() || item.text("Timestamp") >= cx.text("StartDate"))
            && (cx.text("EndDate").is_empty() || item.text("Timestamp") <= cx.text("EndDate"))
    };
    let mut found: Vec<Value> = items.filter(fits).cloned().collect();
    found.sort_by(|one, other| one.text("Timestamp").cmp(other.text("Timestamp")));
    if cx.text("ScanBy") != "TimestampAscending" {
        found.reverse();
    }
    let (page, next) = cx.page(found, ("NextToken", "InvalidNextToken"), page_size(cx)?)?;
    Ok(listed("AlarmHistoryItems", page, "NextToken", next))
}

fn tagged(cx: &CallContext<'_>) -> Result<(&'static str, Arc<Value>), Fault> {
    let arn = cx.text("ResourceARN");
    let name = arn.rsplit_once(":alarm:").map_or(arn, |(_, name)| name);
    let found = [ALARM, COMPOSITE].into_iter().find_map(|kind| Some((kind, cx.find(kind, name)?)));
    let missing = || Fault {
        code: "ResourceNotFoundException".into(),
        message: format!("There is no alarm {name}."),
        status: 404,
    };
    found.ok_or_else(missing)
}

pub(super) fn list_tags_for_resource(cx: &mut CallContext<'_>) -> Answer {
    Ok(Value::empty().with("Tags", Value::List(tagged(cx)?.1.list("_Tags").to_vec())))
}

fn retag(cx: &mut CallContext<'_>, change: &dyn Fn(&mut Vec<Value>)) -> Answer {
    let (kind, alarm) = tagged(cx)?;
    let mut changed = (*alarm).clone();
    if let Some(tags) = changed.list_mut("_Tags") {
        change(tags);
    }
    cx.put(kind, alarm.text("AlarmName"), changed);
    done()
}

pub(super) fn tag_resource(cx: &mut CallContext<'_>) -> Answer {
    let new = cx.input.list("Tags");
    retag(cx, &|tags| {
        tags.retain(|tag| new.iter().all(|new| new.text("Key") != tag.text("Key")));
        tags.extend(new.iter().cloned());
    })
}

pub(super) fn untag_resource(cx: &mut CallContext<'_>) -> Answer {
    let keys = cx.texts("TagKeys");
    retag(cx, &|tags| tags.retain(|tag| !keys.contains(&tag.text("Key"))))
}
