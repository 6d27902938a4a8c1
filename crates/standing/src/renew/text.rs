//! Ways as sentences for the holder.

use assay_kernel::Date;
use assay_programme::{
    model::ExamVersion,
    offer::{end_known_from, known_from},
    testing,
};

use super::{By, Way, Window, by_pass_only, numbers, sat_within, way::Through};
use crate::{
    ExamDays, Missing, RenewBy, Status,
    ahead::End,
    engine::{Engine, Held, Look, Tally, begin_words, later, outstanding},
    reason,
    rules::Rules,
    step::Witness,
    words,
};

/// The ways to keep a certification on a day, or to get it back when it is over.
pub(crate) fn ways<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    (status, end): (Status, Option<End<'a>>),
    as_of: Date,
) -> Vec<RenewBy> {
    let Some(held) = engine.held(index) else { return Vec::new() };
    let mut ways = numbers(engine, index, status, as_of);
    ways.retain_mut(|way| end.is_none_or(|end| way.end_with(&end, as_of)));
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
    let (task, effect) = match way.by {
        By::Route(route) if by_pass_only(route) => (pass_of(rules.title(index), &exams), "renews it"),
        By::Route(route) => {
            let tally = held.cycle.tally(route, held.until, as_of);
            let needs = outstanding(&held.cycle, route, held.until, as_of);
            let begin = begin_words(&held.cycle, Look { route, until: held.until, day: as_of });
            let task = task_of(&needs, &tally, begin.filter(|_| route.needs.is_none()));
            missing = Missing {
                credits: tally.credits.1.saturating_sub(tally.credits.0),
                fees: tally.fees.1.saturating_sub(tally.fees.0),
                groups: tally.groups,
                needs,
            };
            (task, "renews it")
        }
        By::Cascade { upper, through: Through::Pass, .. } => {
            (pass_of(rules.title(upper), &exams), "renews this one as well")
        }
        By::Cascade { upper, .. } => (format!("renew {}", rules.title(upper)), "renews this one as well"),
        By::Earn { what } => (pass_of(rules.title(what), &exams), "earns it"),
    };
    let text = sentence(way, &task, effect, as_of);
    let text = match way.by {
        By::Route(..) | By::Cascade { .. } => text + &keeps(way, held.until, ends_on),
        By::Earn { what } => {
            let over = over(engine, (index, held, status), as_of);
            let (title, heir) = (rules.title(index), rules.title(what));
            if what == index {
                format!("{over} {text}.")
            } else {
                format!("{over} {title} is no longer offered; {heir} follows it. {text}.")
            }
        }
    };
    let Window { opens_on, closes_on } = way.window;
    RenewBy {
        route: name(rules, &way.by),
        title: title(rules, &way.by),
        opens_on,
        closes_on,
        open_now: opens_on.is_none_or(|opens| opens <= as_of),
        gives_until: way.gives_until,
        exam: way.exam.filter(|exam| is_known(rules, exam, as_of)).map(|exam| exam.code.clone()),
        exams,
        missing,
        text,
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

fn title(rules: &Rules<'_>, by: &By<'_>) -> String {
    match by {
        By::Route(route) => words::title(route).to_owned(),
        By::Cascade { upper, .. } => format!("{} renews this one as well", rules.title(*upper)),
        By::Earn { .. } => "Earn it anew".to_owned(),
    }
}

/// The way in words, without the stop at its end.
fn sentence(way: &Way<'_>, task: &str, effect: &str, as_of: Date) -> String {
    let Window { opens_on, closes_on } = way.window;
    let open_now = opens_on.is_none_or(|opens| opens <= as_of);
    let by = closes_on.map(|closes| format!(" by {}", words::day(closes))).unwrap_or_default();
    let from = opens_on.filter(|_| !open_now);
    let from = from.map(|opens| format!(" from {} on", words::day(opens))).unwrap_or_default();
    let when = if open_now { "if done today" } else { "if done on the first day" };
    let mut text = format!("{task}{from}{by}: {effect}, {} {when}", words::valid_until(way.gives_until));
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// The end of the sentence: whether the way costs days, and what an outside event does without it.
fn keeps(way: &Way<'_>, until: Option<Date>, ends_on: Option<Date>) -> String {
    let until = until.into_iter().chain(ends_on).min();
    // Trap a of the catalogue: an early renewal can end earlier than the running period.
    let costs = later(until, way.gives_until) != way.gives_until;
    let costs = if costs { ", which is earlier than now." } else { "." };
    let deadline = ends_on.map(|last| match way.gives_until == ends_on {
        true => format!(" It ends after {} all the same.", words::day(last)),
        false => format!(" Without it, it ends after {}.", words::day(last)),
    });
    format!("{costs}{}", deadline.unwrap_or_default())
}

/// Why only earning it anew is left.
fn over<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    (index, held, status): (usize, &Held<'a>, Status),
    as_of: Date,
) -> String {
    match held.until.filter(|_| status == Status::Active) {
        Some(last) => {
            let others = reason::kept_alive_by(engine, index, as_of);
            let last = words::day(last);
            format!(
                "Its own last valid day was {last}: it is active as long as {others} is, and nothing \
                 renews it."
            )
        }
        None => "It has expired and can no longer be renewed.".to_owned(),
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

fn pass_of(title: &str, exams: &[ExamDays]) -> String {
    let told = |exam: &ExamDays| {
        let code = &exam.exam;
        let days = match (exam.opens_on.map(words::day), exam.closes_on.map(words::day)) {
            (None, None) => String::new(),
            (None, Some(last)) => format!(" until {last}"),
            (Some(first), None) => format!(" from {first} on"),
            (Some(first), Some(last)) => format!(" from {first} to {last}"),
        };
        let some = exam
            .some_languages_until
            .map(|last| format!(", in some languages only until {}", words::day(last)));
        format!("{code}{days}{}", some.unwrap_or_default())
    };
    match exams {
        [] => format!("pass the exam of {title}"),
        exams => format!("pass {title} ({})", exams.iter().map(told).collect::<Vec<_>>().join(", or ")),
    }
}

/// What a route other than an exam still asks for; last the event on which it is taken.
fn task_of(needs: &[String], tally: &Tally, begin: Option<String>) -> String {
    let mut parts = needs.to_vec();
    parts.extend(words::credits(tally.credits.1.saturating_sub(tally.credits.0), &tally.groups));
    let fees = tally.fees.1.saturating_sub(tally.fees.0);
    parts.extend((fees > 0).then(|| format!("make {}", words::count(fees, "payment"))));
    parts.extend(begin);
    let mut once: Vec<String> = Vec::new();
    for part in parts {
        if !once.contains(&part) {
            once.push(part);
        }
    }
    if once.is_empty() {
        once.push("everything is there; the next credit or payment completes it".to_owned());
    }
    words::list(&once)
}
