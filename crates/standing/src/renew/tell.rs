//! Ways as the holder is told them.

use assay_kernel::{Arg, Date, Said};
use assay_programme::{
    model::{ExamVersion, Route},
    offer::{end_known_from, known_from},
    testing,
};

use super::{
    By, Way, Window, members,
    numbers::{by_pass_only, counts_from, numbers, sat_within},
    way::Through,
};
use crate::{
    ExamDays, Missing, RenewBy, Status,
    ahead::End,
    engine::{Engine, Held, Look, Tally, begins, day_after, later, outstanding},
    reason,
    rules::Rules,
    state,
    step::Witness,
    words,
};

/// The ways to keep a certification on a day, or to get it back when it is over.
pub(crate) fn ways<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    (status, end, cut): (Status, Option<End<'a>>, Option<Date>),
    as_of: Date,
) -> Vec<RenewBy> {
    let Some(held) = engine.held(index) else { return Vec::new() };
    if let Some(way) = members::way(engine, index, status, as_of) {
        return vec![way];
    }
    let mut ways = numbers(engine, index, status, as_of);
    ways.retain_mut(|way| end.is_none_or(|end| way.end_with(&end, as_of)));
    // Where nothing can be saved after the end, an amendment that will end it closes the ways before.
    if let Some(last) = cut.filter(|last| engine.afterwards(index, *last) == (None, None)) {
        ways.retain_mut(|way| matches!(way.by, By::Earn { .. }) || way.close(last, as_of));
    }
    let ends_on = end.map(|end| end.last);
    ways.iter().map(|way| tell(engine, (index, held, status), (way, ends_on), as_of)).collect()
}

fn tell<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    (index, held, status): (usize, &Held<'a>, Status),
    (way, ends_on): (&Way<'a>, Option<Date>),
    as_of: Date,
) -> RenewBy {
    let rules = engine.rules;
    let mut missing = Missing::default();
    let exams = exams(rules, index, way, as_of);
    // What is asked for is what is missing on the day of which the promise speaks.
    let day = way.window.first(as_of);
    let task: Arg = match way.by {
        By::Route(route) if by_pass_only(route) => pass_of(rules.title(index), &exams).into(),
        By::Route(route) => {
            let tally = held.cycle.tally(route, held.until, day);
            let needs = outstanding(&held.cycle, route, held.until, day);
            let begin = begins(&held.cycle, Look { route, until: held.until, day });
            let task = task_of(route, &needs, &tally, begin.filter(|_| route.needs.is_none()));
            missing = Missing {
                credits: tally.credits.1.saturating_sub(tally.credits.0),
                counted: tally.credits.0,
                fees: tally.fees.1.saturating_sub(tally.fees.0),
                groups: tally.groups,
                needs,
            };
            task
        }
        By::Cascade { upper, through: Through::Pass, .. } => pass_of(rules.title(upper), &exams).into(),
        By::Cascade { upper, .. } => {
            Said::of("do.renew").with("title", Arg::title(rules.title(upper))).into()
        }
        By::Earn { what } => pass_of(rules.title(what), &exams).into(),
    };
    let from = match way.by {
        By::Route(route) => counts_from(held, Look { route, until: held.until, day: as_of }),
        By::Cascade { .. } | By::Earn { .. } => None,
    };
    let said = match way.by {
        By::Route(route) => Said::of("way.route").with("title", Arg::title(words::title(route))),
        By::Cascade { upper, .. } => Said::of("way.cascade").with("title", Arg::title(rules.title(upper))),
        By::Earn { what } => {
            let over = over(engine, (index, held, status), as_of);
            let said = Said::of(if what == index { "way.earn" } else { "way.earn-heir" });
            let heir = (what != index).then(|| Arg::title(rules.title(what)));
            let title = (what != index).then(|| Arg::title(rules.title(index)));
            said.with("over", over).maybe("heir", heir).maybe("title", title)
        }
    };
    let said = within(said.with("task", task), way, as_of);
    let said = match way.by {
        By::Route(..) | By::Cascade { .. } => {
            keeps(said, way, held.until, ends_on).maybe("counts", counts(held, from))
        }
        By::Earn { .. } => said,
    };
    let Window { opens_on, closes_on } = way.window;
    RenewBy {
        route: name(rules, &way.by),
        opens_on,
        closes_on,
        open_now: opens_on.is_none_or(|opens| opens <= as_of),
        gives_until: way.gives_until,
        exam: way.exam.filter(|exam| is_known(rules, exam, as_of)).map(|exam| exam.code.clone()),
        exams,
        missing,
        counts_from: from,
        said,
    }
}

/// A way's id, e.g. `retake` or `cascade from dop`.
fn name(rules: &Rules<'_>, by: &By<'_>) -> String {
    match by {
        By::Route(route) => route.id.clone(),
        By::Cascade { upper, .. } => reason::cascade_name(rules, *upper),
        By::Earn { .. } => "earn".to_owned(),
    }
}

/// When it works, and what it gives.
fn within(said: Said, way: &Way<'_>, as_of: Date) -> Said {
    let Window { opens_on, closes_on } = way.window;
    let open_now = opens_on.is_none_or(|opens| opens <= as_of);
    said.maybe("from", opens_on.filter(|_| !open_now))
        .maybe("by", closes_on)
        .with("valid", words::valid_until(way.gives_until))
        .with("when", Said::of(if open_now { "way.if-today" } else { "way.if-first-day" }))
}

/// Whether the way costs days, and what an outside event does without it.
fn keeps(said: Said, way: &Way<'_>, until: Option<Date>, ends_on: Option<Date>) -> Said {
    let until = until.into_iter().chain(ends_on).min();
    // Trap a of the catalogue: an early renewal can end earlier than the running period.
    let costs = later(until, way.gives_until) != way.gives_until;
    let all_the_same = way.gives_until == ends_on;
    let deadline = ends_on.map(|last| {
        Said::of(if all_the_same { "way.ends-all-the-same" } else { "way.ends-without-it" }).with("day", last)
    });
    said.maybe("earlier", costs.then(|| Said::of("way.earlier"))).maybe("deadline", deadline)
}

/// After an early renewal: from when what is done counts, and what of before does (13).
fn counts(held: &Held<'_>, from: Option<Date>) -> Option<Said> {
    let from = from?;
    let carried = held.cycle.carries().filter(|(after, carry)| carry.max > 0 && day_after(*after) < from);
    let carried = carried.map(|(after, carry)| {
        let of = !carry.categories.is_empty();
        Said::of("way.carried")
            .with("first", day_after(after))
            .with("max", carry.max)
            .maybe("categories", of.then(|| Arg::list(carry.categories.iter().map(Arg::text))))
    });
    Some(Said::of("way.counts").with("from", from).maybe("carried", carried))
}

/// Why only earning it anew is left.
fn over<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    (index, held, status): (usize, &Held<'a>, Status),
    as_of: Date,
) -> Said {
    match held.until.filter(|_| status == Status::Active) {
        Some(last) => Said::of("way.over-kept-alive")
            .with("last", last)
            .with("others", state::kept_alive_by(engine, index, as_of)),
        None => Said::of("way.over"),
    }
}

/// Whether the public knows an exam version; files lay down some that are not announced yet.
fn is_known(rules: &Rules<'_>, exam: &ExamVersion, as_of: Date) -> bool {
    known_from(rules.programme(), exam).is_none_or(|known| known <= as_of)
}

/// The exam versions that a way leads through, as far as they are announced, with their days within it.
fn exams(rules: &Rules<'_>, index: usize, way: &Way<'_>, as_of: Date) -> Vec<ExamDays> {
    let whose = match way.by {
        By::Route(_) => index,
        By::Cascade { upper: other, .. } | By::Earn { what: other } => other,
    };
    let Window { closes_on, .. } = way.window;
    let from = way.window.first(as_of);
    let days = |exam: &&ExamVersion| {
        let first = sat_within(exam, way.window, from).filter(|_| is_known(rules, exam, as_of))?;
        let told = end_known_from(rules.programme(), exam).is_none_or(|known| known <= as_of);
        let within = |last: &Date| told && closes_on.is_none_or(|closes| *last < closes);
        Some(ExamDays {
            exam: exam.code.clone(),
            opens_on: Some(first).filter(|first| *first > from),
            closes_on: exam.last_test_day_of_all().filter(within),
            some_languages_until: testing::first_end(exam).filter(within).filter(|last| *last >= from),
        })
    };
    let named = way.exam.is_some();
    rules.exams_of(whose).iter().filter(|_| named).filter_map(days).collect()
}

fn pass_of(title: &str, exams: &[ExamDays]) -> Said {
    let told = |exam: &ExamDays| {
        let said = Said::of(match (exam.opens_on, exam.closes_on) {
            (None, _) => "do.exam",
            (Some(_), None) => "do.exam-from",
            (Some(_), Some(_)) => "do.exam-between",
        });
        said.with("exam", &exam.exam)
            .maybe("first", exam.opens_on)
            .maybe("last", exam.closes_on)
            .maybe("some", exam.some_languages_until)
    };
    let said = Said::of(if exams.is_empty() { "do.pass-exam-of" } else { "do.pass" });
    let exams = (!exams.is_empty()).then(|| Arg::list(exams.iter().map(told)));
    said.with("title", Arg::title(title)).maybe("exams", exams)
}

/// What a route other than an exam still asks for; last the event on which it is taken.
fn task_of(route: &Route, needs: &[Said], tally: &Tally, begin: Option<Said>) -> Arg {
    let mut parts = needs.to_vec();
    let credits = words::credits(tally.credits.1.saturating_sub(tally.credits.0), &tally.groups);
    let fees = tally.fees.1.saturating_sub(tally.fees.0);
    let fees = (fees > 0).then(|| Said::of("do.pay").with("n", fees));
    // Who does it in this order ends with something on which the route is taken.
    let takes = |name: &str| route.on.iter().any(|on| on == name);
    let fees_first = takes("credit") && !takes("fee") && route.needs.is_none();
    let (first, second) = if fees_first { (fees, credits) } else { (credits, fees) };
    parts.extend(first.into_iter().chain(second).chain(begin));
    let mut once: Vec<Said> = Vec::new();
    for part in parts {
        if !once.contains(&part) {
            once.push(part);
        }
    }
    if once.is_empty() {
        once.push(Said::of("do.nothing-more"));
    }
    Arg::list(once)
}
