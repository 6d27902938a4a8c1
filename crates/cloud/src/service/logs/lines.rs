//! Streams and their lines.

use std::sync::Arc;

use super::{
    filters::pattern,
    shared::{below, group, invalid, limit, stream, stream_key},
};
use crate::{
    call::{Answer, Fault},
    engine::logs::{self, GROUP, STREAM},
    service::context::{CallContext, done, listed},
    state::{LogLine, time},
    value::Value,
};

/// Lines and bytes of one call, and its span (API reference, `PutLogEvents`).
const LINES_PER_CALL: usize = 10_000;
const BYTES_PER_CALL: usize = 1_048_576;
const LINE_OVERHEAD: usize = 26;

pub(super) fn create_log_stream(cx: &mut CallContext<'_>) -> Answer {
    let found = group(cx)?;
    let name = cx.text("logStreamName");
    if !(1..=512).contains(&name.chars().count()) || name.contains([':', '*']) {
        return Err(invalid("A log stream's name has 1 to 512 characters without : and *."));
    }
    let group = found.text("logGroupName");
    let id = below(group, name);
    if cx.find(STREAM, &id).is_some() {
        let words = "The specified log stream already exists.";
        return Err(Fault::sender("ResourceAlreadyExistsException", words));
    }
    let made = Value::from([
        ("logStreamName", name.into()),
        ("creationTime", cx.cloud.now().into()),
        ("arn", cx.arn("logs", &format!("log-group:{group}:log-stream:{name}")).into()),
        ("storedBytes", 0_i64.into()),
        ("uploadSequenceToken", "1".into()),
    ]);
    cx.put(STREAM, &id, made);
    done()
}

/// A stream goes with its lines; figures that filters made of them stay.
pub(super) fn delete_log_stream(cx: &mut CallContext<'_>) -> Answer {
    let key = stream(cx)?;
    cx.remove(STREAM, &below(&key.group, &key.stream));
    Arc::make_mut(&mut cx.cloud.lines).remove(&key);
    done()
}

pub(super) fn describe_log_streams(cx: &mut CallContext<'_>) -> Answer {
    let found = group(cx)?;
    let (group, prefix) = (found.text("logGroupName"), cx.text("logStreamNamePrefix"));
    let by_time = cx.text("orderBy") == "LastEventTime";
    if by_time && !prefix.is_empty() {
        return Err(invalid("Streams of a prefix are not ordered by LastEventTime."));
    }
    let place = cx.place(STREAM);
    let below_group = below(group, prefix);
    let all = cx.cloud.table(&place).into_iter().flat_map(|table| table.iter());
    let own = all.filter(|(id, _)| id.starts_with(&below_group));
    let mut shown: Vec<Value> = own.map(|(_, stream)| with_times(cx, group, stream)).collect();
    if by_time {
        shown.sort_by_key(|stream| stream.int("lastEventTimestamp"));
    }
    if cx.input.is("descending") {
        shown.reverse();
    }
    let (page, next) = cx.page(shown, ("nextToken", "InvalidParameterException"), limit(cx, 50)?)?;
    Ok(listed("logStreams", page, "nextToken", next))
}

fn with_times(cx: &CallContext<'_>, group: &str, stream: &Arc<Value>) -> Value {
    let lines = cx.cloud.lines.get(&stream_key(cx, group, stream.text("logStreamName")));
    let shown = (**stream).clone();
    match lines.and_then(|lines| Some((lines.first()?, lines.last()?))) {
        Some((first, last)) => shown
            .with("firstEventTimestamp", first.at)
            .with("lastEventTimestamp", last.at)
            .with("lastIngestionTime", last.ingested),
        None => shown,
    }
}

pub(super) fn put_log_events(cx: &mut CallContext<'_>) -> Answer {
    let key = stream(cx)?;
    let events = cx.input.list("logEvents");
    let lines: Vec<(i64, String)> = events
        .iter()
        .map(|event| (event.int("timestamp").unwrap_or(0), event.text("message").to_owned()))
        .collect();
    let bytes: usize = lines.iter().map(|(_, message)| message.len() + LINE_OVERHEAD).sum();
    if lines.is_empty() || lines.len() > LINES_PER_CALL || bytes > BYTES_PER_CALL {
        return Err(invalid("A call has 1 to 10,000 lines, and at most 1,048,576 bytes."));
    }
    if lines.iter().any(|(_, message)| message.is_empty()) {
        return Err(invalid("A line has at least one character."));
    }
    if lines.is_sorted_by_key(|(at, _)| *at) {
        let span = lines.first().zip(lines.last()).map_or(0, |(first, last)| last.0 - first.0);
        if span > time::DAY {
            return Err(invalid("The lines of a call span at most 24 hours."));
        }
    } else {
        return Err(invalid("Log events in a single PutLogEvents request must be in chronological order."));
    }
    cx.spend(lines.len() * 10)?;
    let now = cx.cloud.now();
    let (old, new) = (now - 14 * time::DAY, now + 2 * 60 * time::MINUTE);
    let too_old = lines.iter().take_while(|(at, _)| *at < old).count();
    let too_new = lines.iter().position(|(at, _)| *at > new);
    let kept = lines.into_iter().filter(|(at, _)| (old..=new).contains(at)).collect();
    logs::write(cx.cloud, &key, kept);
    let stored = i64::try_from(bytes).unwrap_or(0);
    if let Some(group) = cx.find(GROUP, &key.group) {
        let sum = group.int("storedBytes").unwrap_or(0) + stored;
        cx.put(GROUP, &key.group, (*group).clone().with("storedBytes", sum));
    }
    let mut rejected = Value::empty();
    if too_old > 0 {
        rejected.set("tooOldLogEventEndIndex", i64::try_from(too_old).unwrap_or(0));
    }
    if let Some(from) = too_new {
        rejected.set("tooNewLogEventStartIndex", i64::try_from(from).unwrap_or(0));
    }
    let answer = Value::from([("nextSequenceToken", "1".into())]);
    Ok(if rejected == Value::empty() { answer } else { answer.with("rejectedLogEventsInfo", rejected) })
}

fn shown(line: &LogLine) -> Value {
    Value::from([
        ("timestamp", line.at.into()),
        ("message", line.message.as_str().into()),
        ("ingestionTime", line.ingested.into()),
    ])
}

/// Pages of a stream are told apart by how far they have come; both tokens are always given.
pub(super) fn get_log_events(cx: &mut CallContext<'_>) -> Answer {
    let key = stream(cx)?;
    let most = limit(cx, 10_000)?.unwrap_or(10_000);
    let (start, end) = (cx.input.int("startTime"), cx.input.int("endTime"));
    let lines = cx.cloud.lines.get(&key).cloned().unwrap_or_default();
    cx.spend(lines.len())?;
    let fits = |line: &&Arc<LogLine>| {
        start.is_none_or(|start| line.at >= start) && end.is_none_or(|end| line.at < end)
    };
    let all: Vec<&Arc<LogLine>> = lines.iter().filter(fits).collect();
    let token = cx.text("nextToken");
    let at = token.get(2..).and_then(|text| text.parse::<usize>().ok()).map(|at| at.min(all.len()));
    let (from, until) = match (token.get(..2), at) {
        (Some("f/"), Some(at)) => (at, (at + most).min(all.len())),
        (Some("b/"), Some(at)) => (at.saturating_sub(most), at),
        (_, None) if !token.is_empty() => return Err(invalid("The specified nextToken is invalid.")),
        _ if cx.input.is("startFromHead") => (0, most.min(all.len())),
        _ => (all.len().saturating_sub(most), all.len()),
    };
    let page = all.get(from..until).unwrap_or_default().iter().map(|line| shown(line)).collect();
    Ok(Value::from([
        ("events", Value::List(page)),
        ("nextForwardToken", format!("f/{until}").into()),
        ("nextBackwardToken", format!("b/{from}").into()),
    ]))
}

pub(super) fn filter_log_events(cx: &mut CallContext<'_>) -> Answer {
    let found = group(cx)?;
    let group = found.text("logGroupName");
    let wanted = pattern(cx.text("filterPattern"))?;
    let names = cx.texts("logStreamNames");
    let prefix = cx.text("logStreamNamePrefix");
    if !names.is_empty() && !prefix.is_empty() {
        return Err(invalid("logStreamNames and logStreamNamePrefix exclude each other."));
    }
    let (start, end) = (cx.input.int("startTime"), cx.input.int("endTime"));
    let streams = cx.cloud.lines.clone();
    let first = stream_key(cx, group, "");
    let own = streams.range(first.clone()..).take_while(|(key, _)| {
        (&key.account, &key.region, &key.group) == (&first.account, &first.region, &first.group)
    });
    let mut matched = Vec::new();
    for (key, lines) in own {
        if !(names.is_empty() || names.contains(&key.stream.as_str())) || !key.stream.starts_with(prefix) {
            continue;
        }
        cx.spend(lines.len() * 10)?;
        let fits = |line: &&Arc<LogLine>| {
            start.is_none_or(|start| line.at >= start)
                && end.is_none_or(|end| line.at <= end)
                && wanted.matches(&line.message).is_some()
        };
        let own =
            lines.iter().filter(fits).map(|line| shown(line).with("logStreamName", key.stream.as_str()));
        matched.extend(own);
    }
    matched.sort_by_key(|line| line.int("timestamp"));
    let numbered = matched.into_iter().zip(0_u64..);
    let items = numbered.map(|(line, number)| line.with("eventId", format!("{number:056}"))).collect();
    let (page, next) = cx.page(items, ("nextToken", "InvalidParameterException"), limit(cx, 10_000)?)?;
    Ok(listed("events", page, "nextToken", next).with("searchedLogStreams", Value::List(Vec::new())))
}
