//! Steps as sentences that a holder understands and an auditor accepts.

use assay_kernel::{Date, Validity};
use assay_programme::model::{Anchor, CascadeEnd, Clause, Cohort, Earned, PolicyVersion, Route};

use crate::{
    Change, Decision, Event, Happening, Reason, Status,
    engine::later,
    refusal,
    rules::Rules,
    step::{Cause, Count, Refusal, Step},
    words,
};

/// A step with its certification, the event's reference and when that was recorded.
pub(crate) fn decision(rules: &Rules<'_>, history: &[Event], step: &Step<'_>) -> Decision {
    let subject = step.about.and_then(|index| rules.subject(index));
    let event = event_of(history, step);
    Decision {
        certification: subject.map(|subject| subject.code.clone()),
        reference: event.and_then(|event| event.reference.clone()),
        recorded_at: event.and_then(|event| event.recorded_at),
        reason: of(rules, history, step),
    }
}

/// A step as a reason.
pub(crate) fn of(rules: &Rules<'_>, history: &[Event], step: &Step<'_>) -> Reason {
    Reason {
        on: step.on,
        rule: rule(rules, step),
        text: text(rules, history, step),
        change: change(&step.cause),
        old_until: step.old_until,
        new_until: step.new_until,
    }
}

/// What kind of decision a cause is.
pub(crate) fn change(cause: &Cause<'_>) -> Change {
    match cause {
        Cause::Awarded { .. } => Change::Award,
        Cause::Renewed { .. } => Change::Renewal,
        Cause::Cascaded { .. } => Change::Cascade,
        Cause::Amended { .. } => Change::Amendment,
        Cause::Ended { .. } => Change::OutsideEnd,
        Cause::Revoked => Change::Revocation,
        Cause::Reached { .. } | Cause::Followed { .. } => Change::Derived,
        Cause::Counted { .. } => Change::Progress,
        Cause::Struck { .. } => Change::Audit,
        Cause::Refused(_) => Change::Refusal,
    }
}

/// `cascade from dop`.
pub(crate) fn cascade_name(rules: &Rules<'_>, upper: usize) -> String {
    format!("cascade from {}", rules.subject(upper).map_or("", |subject| subject.code.as_str()))
}

fn event_of<'h>(history: &'h [Event], step: &Step<'_>) -> Option<&'h Event> {
    step.event.and_then(|index| history.get(index))
}

/// The clause a step rests on.
pub(crate) fn rule(rules: &Rules<'_>, step: &Step<'_>) -> String {
    let about = step.about;
    match step.cause {
        Cause::Awarded { version, .. }
        | Cause::Struck { version, .. }
        | Cause::Refused(Refusal::NoRoute(version)) => whole(rules, about, version),
        Cause::Refused(Refusal::OverAtOnce(version, _) | Refusal::Uncounted(version, _)) => {
            whole(rules, about, Some(version))
        }
        Cause::Renewed { version, route, .. }
        | Cause::Counted { version, route, .. }
        | Cause::Refused(Refusal::Route(version, route, _)) => {
            cite(rules, about, version, &route.clause, &format!(" route {}", route.id))
        }
        Cause::Cascaded { upper, version, cascade }
        | Cause::Refused(Refusal::Cascade { upper, version, cascade, .. }) => {
            let name = format!(" {}", cascade_name(rules, upper));
            cite(rules, Some(upper), version, &cascade.clause, &name)
        }
        Cause::Amended { amendment: Some(amendment) } => {
            format!("{}:{} amendment of {}", amendment.clause.file, amendment.clause.line, amendment.on)
        }
        Cause::Amended { amendment: None } => "amendment in the history".to_owned(),
        Cause::Ended { version, end } | Cause::Refused(Refusal::Spared { version, end, .. }) => {
            cite(rules, about, version, &version.clause, &format!(" expire_after {}", end.event))
        }
        Cause::Reached { version, .. }
        | Cause::Followed { version, .. }
        | Cause::Refused(Refusal::Derived(version)) => {
            cite(rules, about, version, &version.clause, " derived")
        }
        Cause::Revoked => "decision of the certification body".to_owned(),
        Cause::Refused(Refusal::OutsideTestDates(exam)) => {
            format!("{}:{} test dates of {}", exam.clause.file, exam.clause.line, exam.code)
        }
        Cause::Refused(Refusal::UnknownExam | Refusal::UnknownCertification) => {
            "not in the programme".to_owned()
        }
        Cause::Refused(_) => {
            let version = about.and_then(|index| rules.subject(index)?.version_on(step.on));
            whole(rules, about, version)
        }
    }
}

fn whole(rules: &Rules<'_>, about: Option<usize>, version: Option<&PolicyVersion>) -> String {
    match version {
        Some(version) => cite(rules, about, version, &version.clause, ""),
        None => "no policy in the programme".to_owned(),
    }
}

fn cite(
    rules: &Rules<'_>,
    index: Option<usize>,
    version: &PolicyVersion,
    clause: &Clause,
    what: &str,
) -> String {
    let subject = index.and_then(|index| rules.subject(index));
    let place = subject.map(|subject| subject.cite(version, clause));
    format!("{}{what}", place.unwrap_or_default())
}

fn text(rules: &Rules<'_>, history: &[Event], step: &Step<'_>) -> String {
    let event = event_of(history, step);
    let what = happened(rules, event, step.on);
    let went = words::moved(step.old_until, step.new_until);
    match step.cause {
        Cause::Awarded { version, cohort, before } => awarded(&what, step, version, cohort, before),
        Cause::Renewed { route, length, from, kept, .. } => {
            let title = words::title(route);
            let moved = moved(step, route, length, from, kept);
            format!("{what}: renewed by the route “{title}”. {moved}")
        }
        Cause::Cascaded { upper, cascade, .. } => {
            let upper = rules.title(upper);
            let end = match (cascade.set, step.new_until) {
                (_, None) => String::new(),
                (CascadeEnd::Match, _) => format!(", the same last valid day as {upper}"),
                (CascadeEnd::Event, _) => ", its own validity from that day".to_owned(),
            };
            format!("{what} while this was held: it is renewed along with {upper}. {went}{end}.")
        }
        Cause::Amended { amendment } => {
            let why = amendment.map(|amendment| amendment.reason.as_str()).or_else(|| reason_of(event));
            format!(
                "The rules for running certifications were changed on {}. {went}.{}",
                words::day(step.on),
                because(why)
            )
        }
        Cause::Ended { end, .. } => {
            format!("The event “{}” of {} ends it. {went}.", end.event, words::day(step.on))
        }
        Cause::Revoked => {
            let why = because(reason_of(event));
            format!("Revoked by the certification body on {}.{why}", words::day(step.on))
        }
        Cause::Reached { count, .. } => {
            let until = words::valid_until(step.new_until);
            format!("{what}: {}. It is {until} as things stand.", members(count))
        }
        Cause::Followed { count, .. } => {
            let stands = if count.active < count.needed { "" } else { ", as things stand" };
            format!("{what}: {}. {went}{stands}.", members(count))
        }
        Cause::Counted { route, credits, fees, parts, .. } => counted(&what, route, credits, fees, parts),
        Cause::Struck { n, taken, renewed, .. } => {
            format!("{what}.{}{}", struck(n, taken, renewed), because(reason_of(event)))
        }
        Cause::Refused(refusal) => refusal::refused(rules, &what, step, refusal),
    }
}

/// `5 of the certifications it is made of are active, 5 are needed`.
fn members(count: Count) -> String {
    let Count { active, needed } = count;
    let is = |n: u32| if n == 1 { "is" } else { "are" };
    let only = if active < needed { "only " } else { "" };
    format!(
        "{only}{active} of the certifications it is made of {} active, {needed} {} needed",
        is(active),
        is(needed)
    )
}

/// Where the last valid day went with a renewal, and from where the new period counts.
fn moved(step: &Step<'_>, route: &Route, length: Validity, from: Option<Date>, kept: bool) -> String {
    let went = words::moved(step.old_until, step.new_until);
    let anchor = match (route.anchor, from) {
        (Anchor::Expiry, Some(from)) if Some(from) != step.old_until => {
            format!("the last end of its cycle before that day, {}", words::day(from))
        }
        (Anchor::Expiry, Some(from)) => format!("the previous last valid day, {}", words::day(from)),
        _ => "that day".to_owned(),
    };
    let length = words::validity(length);
    match (step.old_until, step.new_until) {
        (None, _) if kept => "The new period would have an end, so it stays without one.".to_owned(),
        (_, None) => format!("{went}."),
        (Some(old), _) if kept => {
            let old = words::day(old);
            format!("The new period would have ended earlier, so the last valid day stays {old}.")
        }
        // Trap a of the catalogue: renewing early can cost days, and the holder must be told.
        (old, new) if later(old, new) != new => {
            format!("{went}, which is earlier: the new period of {length} counts from {anchor}.")
        }
        _ => format!("{went} ({length} from {anchor})."),
    }
}

fn counted(
    what: &str,
    route: &Route,
    credits: (u32, u32),
    fees: (u32, u32),
    conditions: (u32, u32),
) -> String {
    let mut parts = Vec::new();
    if credits.1 > 0 {
        parts.push(format!("{} of {} credits counted", credits.0, credits.1));
    }
    if fees.1 > 0 {
        parts.push(format!("{} of {} payments made", fees.0, fees.1));
    }
    if conditions.1 > 0 {
        parts.push(format!("{} of {} conditions met", conditions.0, conditions.1));
    }
    if [credits, fees, conditions].iter().all(|(counted, needed)| counted >= needed) {
        parts.push("the minimum of a category not reached".to_owned());
    }
    format!("{what}: the route “{}” is not complete yet: {}.", words::title(route), words::list(&parts))
}

/// What an audit took; a renewal is not undone by it, only the body can revoke.
fn struck(n: u32, taken: u32, renewed: bool) -> String {
    let count = match (taken, n) {
        (0, 1) => " It did not count in the running cycle.".to_owned(),
        (0, _) => " None of them counted in the running cycle.".to_owned(),
        (1, 1) => " It no longer counts in the running cycle.".to_owned(),
        (taken, n) if taken == n => " They no longer count in the running cycle.".to_owned(),
        _ => format!(" The running cycle has {taken} less; the others did not count in it."),
    };
    let stands = " A renewal already made stands unless the certification is revoked.";
    format!("{count}{}", if renewed { stands } else { "" })
}

fn reason_of(event: Option<&Event>) -> Option<&str> {
    match event.map(|event| &event.happening) {
        Some(
            Happening::Revoke { reason, .. }
            | Happening::Amend { reason, .. }
            | Happening::Strike { reason, .. },
        ) => reason.as_deref(),
        _ => None,
    }
}

fn because(why: Option<&str>) -> String {
    why.filter(|why| !why.is_empty()).map(|why| format!(" Reason: {why}")).unwrap_or_default()
}

fn awarded(
    what: &str,
    step: &Step<'_>,
    version: Option<&PolicyVersion>,
    cohort: Option<&Cohort>,
    before: Status,
) -> String {
    let again = match before {
        Status::Expired => " The earlier award had expired, so this is a new one.",
        Status::Revoked => " The earlier award was revoked, so this is a new one.",
        _ => "",
    };
    let Some(until) = step.new_until else {
        return format!("{what}: awarded. It does not expire.{again}");
    };
    let why = match (cohort, version) {
        (Some(Cohort { fixed: Some(_), .. }), _) => "the fixed date for awards of that time".to_owned(),
        (Some(Cohort { validity: Some(validity), .. }), _) => {
            format!("{}, the validity for awards of that time", words::validity(*validity))
        }
        (_, Some(version)) => words::validity(version.validity),
        (_, None) => "no policy".to_owned(),
    };
    format!("{what}: awarded. Valid until {} ({why}).{again}", words::day(until))
}

/// The event as the beginning of a sentence.
pub(crate) fn happened(rules: &Rules<'_>, event: Option<&Event>, on: Date) -> String {
    let on = words::day(on);
    let title = |code: &str| rules.index(code).map_or(code.to_owned(), |index| rules.title(index).to_owned());
    let tested = |verb: &str, what: &Earned| match what {
        Earned::Certification(code) => format!("{verb} the exam of {} on {on}", title(code.as_str())),
        Earned::Exam(code) => match rules.exam(code.as_str()) {
            Some(exam) => format!("{verb} {} ({code}) on {on}", title(exam.certification.as_str())),
            None => format!("{verb} {code} on {on}"),
        },
    };
    match event.map(|event| &event.happening) {
        Some(Happening::Earn { certification }) => {
            format!("Earned {} on {on}", title(certification.as_str()))
        }
        Some(Happening::Pass { what }) => tested("Passed", what),
        Some(Happening::Fail { what }) => tested("Did not pass", what),
        Some(Happening::Do { what, .. }) => format!("Completed “{what}” on {on}"),
        Some(Happening::Credit { n, category: Some(category), .. }) => {
            format!("Earned {} ({category}) on {on}", words::count(*n, "credit"))
        }
        Some(Happening::Credit { n, .. }) => format!("Earned {} on {on}", words::count(*n, "credit")),
        Some(Happening::Strike { n, category, .. }) => {
            let category = category.as_ref().map(|category| format!(" ({category})")).unwrap_or_default();
            format!("{}{category} did not stand the audit of {on}", words::count(*n, "credit"))
        }
        Some(Happening::Fee { n, .. }) => format!("Made {} on {on}", words::count(*n, "payment")),
        Some(Happening::Revoke { certification, .. }) => {
            format!("Revoked {} on {on}", title(certification.as_str()))
        }
        Some(Happening::Retire { certification }) => {
            format!("Retired {} on {on}", title(certification.as_str()))
        }
        Some(Happening::Amend { .. }) => format!("Changed the rules for running certifications on {on}"),
        Some(Happening::World { name }) => format!("The event “{name}” of {on}"),
        None => format!("On {on}"),
    }
}
