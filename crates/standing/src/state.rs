//! What a day changes by itself: no event, yet another state than active.

use assay_kernel::{Arg, Date, Said};

use crate::{
    Decided, Reason, RenewBy, Status,
    engine::{Engine, Held, Members, day_after, later},
    reason,
    step::{Cause, EngineStep, Witness},
    words,
};

/// Until when a way to renew works; none where nothing renews.
fn still_renewable(ways: &[RenewBy], as_of: Date) -> Option<Said> {
    let closes = ways.iter().map(|way| way.closes_on).reduce(later)?;
    let opens = ways.iter().map(|way| way.opens_on.unwrap_or(as_of)).min().filter(|opens| *opens > as_of);
    let said = match opens {
        Some(opens) => Said::of("renewable.from").with("from", opens),
        None => Said::of("renewable.still"),
    };
    Some(said.maybe("until", closes))
}

/// The active ones that keep one alive on a day (renewal-rules 18).
pub(crate) fn kept_alive_by<'a, W: Witness<'a>>(engine: &Engine<'a, W>, index: usize, day: Date) -> Arg {
    let codes = engine.governing(index, day).map_or(&[][..], |version| &version.alive_while_any);
    let names = codes.iter().filter_map(|code| engine.rules.index(code.as_str()));
    let statuses = engine.statuses(day);
    let alive = names.filter(|other| statuses.get(*other) == Some(&Status::Active));
    Arg::list(alive.map(|other| Arg::title(engine.rules.title(other))))
}

/// What the day itself changed: no event, yet another state than active.
///
/// `moved` is the last step that moved the last valid day.
pub(crate) fn of_status<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    (status, moved): (Status, Option<&EngineStep<'a>>),
    as_of: Date,
    ways: &[RenewBy],
) -> Option<Reason> {
    let held = engine.held(index)?;
    if status == Status::Barred {
        return of_barred(held, as_of);
    }
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
        Some(step) => Said::of("was.cut").with("on", step.on),
        None => Said::of("was.last").with("day", last),
    };
    let renewable = || still_renewable(ways, as_of);
    let (on, said) = match status {
        Status::Grace => {
            let said = match renewable() {
                Some(renewable) => Said::of("day.grace").with("renewable", renewable),
                None => Said::of("day.grace-lost").with("until", words::until(grace)),
            };
            (day_after(last), said.with("was", was))
        }
        Status::Suspended => {
            let said = match renewable() {
                Some(renewable) => Said::of("day.suspended").with("renewable", renewable),
                None => Said::of("day.suspended-lost").with("until", words::until(suspension)),
            };
            (day_after(grace.unwrap_or(last)), said.with("was", was))
        }
        Status::Expired => {
            let after = suspension.or(grace);
            let in_time = cut.is_none() || after.is_some();
            let said = Said::of(if in_time { "day.expired" } else { "day.expired-at-once" });
            (day_after(after.unwrap_or(last)), said.with("was", was))
        }
        Status::Inactive => {
            // An event that took it below its count has said so.
            if moved.is_some_and(|step| step.new_until == Some(last) && step.on > last) {
                return None;
            }
            (day_after(last), too_few(engine, index, as_of))
        }
        Status::Active => {
            let others = kept_alive_by(engine, index, as_of);
            (day_after(last), Said::of("day.kept-alive").with("was", was).with("others", others))
        }
        Status::Revoked | Status::Barred | Status::None => return None,
    };
    let version = engine.governing(index, last);
    let rule = match cut {
        Some(step) => reason::rule(engine.rules, step),
        None => version.map_or_else(String::new, |version| subject.cite(version, &version.clause)),
    };
    Some(Reason { on, rule, said, change: Decided::Status, old_until: Some(last), new_until: Some(last) })
}

/// What it means that the body has suspended it: the one way on is to ask.
fn of_barred(held: &Held<'_>, as_of: Date) -> Option<Reason> {
    let (old_until, new_until) = (held.until, held.until);
    let said = Said::of("day.barred").maybe("last", held.until.filter(|last| *last < as_of));
    let (rule, change) = (reason::BY_THE_BODY.to_owned(), Decided::Status);
    Some(Reason { on: held.barred_on?, rule, said, change, old_until, new_until })
}

/// Which of the certifications it is made of are not active.
fn too_few<'a, W: Witness<'a>>(engine: &Engine<'a, W>, index: usize, as_of: Date) -> Said {
    let Some(Members { needed, each: members }) = engine.members(index, as_of) else {
        return Said::of("day.too-few");
    };
    let (active, over): (Vec<_>, Vec<_>) =
        members.iter().partition(|(_, until)| until.is_none_or(|until| until >= as_of));
    Said::of("day.too-few-of")
        .with("active", active.len())
        .with("needed", needed)
        .with("over", Arg::list(over.iter().map(|(member, _)| Arg::title(engine.rules.title(*member)))))
}
