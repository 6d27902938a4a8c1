//! Ways as sentences for the holder.

use assay_kernel::Date;
use assay_programme::model::{ExamVersion, Route};

use super::{By, Way, Window, by_pass_only, numbers, way::Through};
use crate::{
    Missing, RenewBy, Status,
    engine::{Engine, Held, Tally, later, outstanding},
    reason,
    rules::Rules,
    step::Witness,
    words,
};

/// The ways to keep a certification on a day, or to get it back when it is over.
pub(crate) fn ways<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    index: usize,
    status: Status,
    as_of: Date,
) -> Vec<RenewBy> {
    let Some(held) = engine.held(index) else { return Vec::new() };
    let ways = numbers(engine, index, status, as_of);
    ways.iter().map(|way| tell(engine, (index, held), way, as_of)).collect()
}

fn tell<'a, W: Witness<'a>>(
    engine: &Engine<'a, W>,
    (index, held): (usize, &Held<'a>),
    way: &Way<'a>,
    as_of: Date,
) -> RenewBy {
    let rules = engine.rules;
    let mut missing = Missing::default();
    let (task, effect) = match way.by {
        By::Route(route) if by_pass_only(route) => (pass_of(rules.title(index), way.exam), "renews it"),
        By::Route(route) => {
            let tally = held.cycle.tally(route, held.until, as_of);
            let needs = outstanding(&held.cycle, route, held.until, as_of);
            let task = task_of(route, &tally, &needs);
            missing = Missing {
                credits: tally.credits.1.saturating_sub(tally.credits.0),
                fees: tally.fees.1.saturating_sub(tally.fees.0),
                groups: tally.groups,
                needs,
            };
            (task, "renews it")
        }
        By::Cascade { upper, through: Through::Pass, .. } => {
            (pass_of(rules.title(upper), way.exam), "renews this one as well")
        }
        By::Cascade { upper, .. } => (format!("renew {}", rules.title(upper)), "renews this one as well"),
        By::Earn { what } => (pass_of(rules.title(what), way.exam), "earns it"),
    };
    let mut text = sentence(way, &task, effect, as_of);
    match way.by {
        // Trap a of the catalogue: an early renewal can end earlier than the running period.
        By::Route(..) | By::Cascade { .. } if later(held.until, way.gives_until) != way.gives_until => {
            text.push_str(", which is earlier than now.");
        }
        By::Route(..) | By::Cascade { .. } => text.push('.'),
        By::Earn { what } => {
            let over = "It has expired and can no longer be renewed.";
            let (title, heir) = (rules.title(index), rules.title(what));
            text = if what == index {
                format!("{over} {text}.")
            } else {
                format!("{over} {title} is no longer offered; {heir} follows it. {text}.")
            };
        }
    }
    let Window { opens_on, closes_on } = way.window;
    RenewBy {
        route: name(rules, &way.by),
        title: title(rules, &way.by),
        opens_on,
        closes_on,
        open_now: opens_on.is_none_or(|opens| opens <= as_of),
        gives_until: way.gives_until,
        exam: way.exam.map(|exam| exam.code.clone()),
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

fn pass_of(title: &str, exam: Option<&ExamVersion>) -> String {
    match exam {
        Some(exam) => format!("pass {title} ({})", exam.code),
        None => format!("pass the exam of {title}"),
    }
}

/// What a route other than an exam still asks for.
fn task_of(route: &Route, tally: &Tally, needs: &[String]) -> String {
    // Needs tell their events themselves, and only those that did not happen yet.
    let mut parts = needs.to_vec();
    if route.needs.is_some() {
        return told(parts, tally);
    }
    if route.on.iter().any(|on| on == "pass") {
        parts.push("pass the exam".to_owned());
    }
    let named = route.on.iter().filter(|on| !matches!(on.as_str(), "pass" | "credit" | "fee"));
    let named: Vec<String> = named.map(|on| format!("“{on}”")).collect();
    if !named.is_empty() {
        parts.push(format!("complete {}", named.join(" or ")));
    }
    told(parts, tally)
}

/// The parts with the credits and payments that are missing.
fn told(mut parts: Vec<String>, tally: &Tally) -> String {
    let credits = tally.credits.1.saturating_sub(tally.credits.0);
    if credits > 0 {
        parts.push(format!("earn {credits} more {}", words::noun(credits, "credit")));
    }
    for (group, missing) in &tally.groups {
        let group = group.replace('|', " or ");
        parts.push(format!("among them {missing} more of {group}"));
    }
    let fees = tally.fees.1.saturating_sub(tally.fees.0);
    if fees > 0 {
        parts.push(format!("make {}", words::count(fees, "payment")));
    }
    if parts.is_empty() {
        parts.push("everything is there; the next credit or payment completes it".to_owned());
    }
    words::list(&parts)
}
