//! What keeps a certification that is held by holding others (renewal-rules 16).

use assay_kernel::{Arg, Date, Said};

use super::numbers;
use crate::{
    Missing, RenewBy, Status,
    engine::{Engine, Members},
    step::Witness,
    words,
};

/// What is to be renewed so that a derived certification lasts longer; none where nothing of it ends.
pub(super) fn way<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    status: Status,
    as_of: Date,
) -> Option<RenewBy> {
    let Members { needed, each: members } =
        engine.members(index, as_of).filter(|_| status == Status::Active)?;
    let end = |until: Option<Date>| until.unwrap_or(Date::MAX);
    let last = lasts(needed, members.iter().map(|(_, until)| end(*until)).collect())?;
    let ending: Vec<usize> =
        members.iter().filter(|(_, until)| *until == Some(last)).map(|(member, _)| *member).collect();
    if ending.is_empty() {
        return None;
    }
    let renewed = members.iter().map(|(member, until)| match ending.contains(member) {
        true => best(engine, *member, as_of).map_or(end(*until), |best| best.max(end(*until))),
        false => end(*until),
    });
    let gives = lasts(needed, renewed.collect()).unwrap_or(last);
    let active = members.iter().filter(|(_, until)| end(*until) >= as_of).count();
    let whose = Arg::list(ending.iter().map(|member| Arg::title(engine.rules.title(*member))));
    let gain = (gives > last).then(|| words::valid_until(Some(gives).filter(|gives| *gives < Date::MAX)));
    let said = Said::of("way.members")
        .with("needed", needed)
        .with("active", active)
        .with("whose", whose)
        .with("n", ending.len())
        .with("day", last)
        .maybe("gives", gain);
    Some(RenewBy {
        route: "members".to_owned(),
        opens_on: None,
        closes_on: Some(last),
        open_now: true,
        gives_until: Some(gives).filter(|gives| *gives < Date::MAX),
        exam: None,
        exams: Vec::new(),
        missing: Missing::default(),
        counts_from: None,
        said,
    })
}

/// Until when so many of them last: the end of the one that is the last to be needed.
fn lasts(needed: u32, mut ends: Vec<Date>) -> Option<Date> {
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends.get(usize::try_from(needed).ok()?.checked_sub(1)?).copied()
}

/// The latest day that a way which is open gives a member.
fn best<'a, W: Witness<'a>>(engine: &Engine<'a, W>, member: usize, as_of: Date) -> Option<Date> {
    let ways = numbers(engine, member, Status::Active, as_of);
    let open = ways.iter().filter(|way| way.window.first(as_of) == as_of);
    open.map(|way| way.gives_until.unwrap_or(Date::MAX)).max()
}
