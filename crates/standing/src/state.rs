//! What a day changes by itself: no event, yet another state than active.

use assay_kernel::Date;

use crate::{
    Change, Reason, RenewBy, Status,
    engine::{Engine, Members, day_after, later},
    reason,
    step::{Cause, Step, Witness},
    words,
};

/// Until when a way to renew works; none where nothing renews.
fn still_renewable(ways: &[RenewBy], as_of: Date) -> Option<String> {
    let closes = ways.iter().map(|way| way.closes_on).reduce(later)?;
    let until = closes.map(|day| format!(" until {}", words::day(day))).unwrap_or_default();
    let opens = ways.iter().map(|way| way.opens_on.unwrap_or(as_of)).min().filter(|opens| *opens > as_of);
    Some(match opens {
        Some(opens) => format!("can be renewed from {}{until}", words::day(opens)),
        None => format!("can still be renewed{until}"),
    })
}

/// The active ones that keep one alive on a day (renewal-rules 18).
pub(crate) fn kept_alive_by<'a, W: Witness<'a>>(engine: &Engine<'a, W>, index: usize, day: Date) -> String {
    let codes = engine.governing(index, day).map_or(&[][..], |version| &version.alive_while_any);
    let names = codes.iter().filter_map(|code| engine.rules.index(code.as_str()));
    let statuses = engine.statuses(day);
    let alive = names.filter(|other| statuses.get(*other) == Some(&Status::Active));
    alive.map(|other| engine.rules.title(other)).collect::<Vec<_>>().join(" or ")
}

/// What the day itself changed: no event, yet another state than active.
///
/// `moved` is the last step that moved the last valid day.
pub(crate) fn of_status<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    (status, moved): (Status, Option<&Step<'a>>),
    as_of: Date,
    ways: &[RenewBy],
) -> Option<Reason> {
    let held = engine.held(index)?;
    let last = held.until?;
    let subject = engine.rules.subject(index)?;
    if last >= as_of || status == Status::Revoked {
        return None;
    }
    let (grace, suspension) = engine.afterwards(index, last);
    // A state is never explained by a day that nobody knew: what a change of the rules ended on its own day
    // was valid until then.
    let cut = moved.filter(|step| {
        matches!(step.cause, Cause::Amended { .. }) && step.new_until == Some(last) && last < step.on
    });
    let was = match cut {
        Some(step) => format!("The change of the rules of {} ended it on that day", words::day(step.on)),
        None => format!("The last valid day was {}", words::day(last)),
    };
    let (on, text) = match status {
        Status::Grace => {
            let text = match still_renewable(ways, as_of) {
                Some(renewable) => format!("{was}. It is in grace and {renewable}."),
                None => format!("{was}. It is in grace until {}; nothing renews it.", words::until(grace)),
            };
            (day_after(last), text)
        }
        Status::Suspended => {
            let text = match still_renewable(ways, as_of) {
                Some(renewable) => format!(
                    "{was}. It is suspended: the title may not be used until it is renewed. It {renewable}."
                ),
                None => format!(
                    "{was}. It is suspended until {}: the title may not be used, and nothing renews it.",
                    words::until(suspension)
                ),
            };
            (day_after(grace.unwrap_or(last)), text)
        }
        Status::Expired => {
            let after = suspension.or(grace);
            let in_time = cut.is_none() || after.is_some();
            let in_time = if in_time { ", and it was not renewed in time" } else { "" };
            (day_after(after.unwrap_or(last)), format!("{was}{in_time}. It has expired."))
        }
        Status::Inactive => {
            // An event that took it below its count has said so.
            if moved.is_some_and(|step| step.new_until == Some(last) && step.on > last) {
                return None;
            }
            (day_after(last), too_few(engine, index, as_of))
        }
        Status::Active => {
            let titles = kept_alive_by(engine, index, as_of);
            (day_after(last), format!("{was}. It counts as active as long as {titles} is active."))
        }
        Status::Revoked | Status::None => return None,
    };
    let version = engine.governing(index, last);
    let rule = match cut {
        Some(step) => reason::rule(engine.rules, step),
        None => version.map_or_else(String::new, |version| subject.cite(version, &version.clause)),
    };
    Some(Reason { on, rule, text, change: Change::Status, old_until: Some(last), new_until: Some(last) })
}

/// Which of the certifications it is made of are not active.
fn too_few<'a, W: Witness<'a>>(engine: &Engine<'a, W>, index: usize, as_of: Date) -> String {
    let few = "Too few of the certifications it is made of are active";
    let Some(Members { needed, each: members }) = engine.members(index, as_of) else {
        return format!("{few}.");
    };
    let (active, over): (Vec<_>, Vec<_>) =
        members.iter().partition(|(_, until)| until.is_none_or(|until| until >= as_of));
    let over: Vec<String> = over.iter().map(|(member, _)| engine.rules.title(*member).to_owned()).collect();
    format!("{few}: {} of {needed}. Not active: {}.", active.len(), words::list(&over))
}
