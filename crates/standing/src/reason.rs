//! Steps as reasons that a holder understands and an auditor accepts.

use assay_kernel::{Arg, Date, Said, Validity};
use assay_programme::model::{Anchor, CascadeEnd, Clause, Cohort, Earned, PolicyVersion, Route};

use crate::{
    Decided, Decision, Event, Happening, Reason, Status,
    engine::later,
    refusal,
    rules::Rules,
    step::{Cause, Count, EngineStep, NotRenewed},
    words,
};

/// What the body's own decisions rest on.
pub(crate) const BY_THE_BODY: &str = "decision of the certification body";

/// A step with its certification, the event's reference and when that was recorded.
pub(crate) fn decision(rules: &Rules<'_>, history: &[Event], step: &EngineStep<'_>) -> Decision {
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
pub(crate) fn of(rules: &Rules<'_>, history: &[Event], step: &EngineStep<'_>) -> Reason {
    Reason {
        on: step.on,
        rule: rule(rules, step),
        said: said(rules, history, step),
        change: change(&step.cause),
        old_until: step.old_until,
        new_until: step.new_until,
    }
}

/// What kind of decision a cause is.
pub(crate) fn change(cause: &Cause<'_>) -> Decided {
    match cause {
        Cause::Awarded { .. } => Decided::Award,
        Cause::Renewed { .. } => Decided::Renewal,
        Cause::Cascaded { .. } => Decided::Cascade,
        Cause::Amended { .. } => Decided::Amendment,
        Cause::Ended { .. } => Decided::OutsideEnd,
        Cause::Revoked => Decided::Revocation,
        Cause::Barred => Decided::Suspension,
        Cause::Reinstated => Decided::Reinstatement,
        Cause::Voided { revoked: true } => Decided::Revocation,
        Cause::Voided { revoked: false } => Decided::Void,
        Cause::Reached { .. } | Cause::Followed { .. } => Decided::Derived,
        Cause::Counted { .. } => Decided::Progress,
        Cause::Struck { .. } => Decided::Audit,
        Cause::Refused(_) => Decided::Refusal,
    }
}

/// `cascade from dop`.
pub(crate) fn cascade_name(rules: &Rules<'_>, upper: usize) -> String {
    format!("cascade from {}", rules.subject(upper).map_or("", |subject| subject.code.as_str()))
}

fn event_of<'h>(history: &'h [Event], step: &EngineStep<'_>) -> Option<&'h Event> {
    step.event.and_then(|index| history.get(index))
}

/// The clause a step rests on.
pub(crate) fn rule(rules: &Rules<'_>, step: &EngineStep<'_>) -> String {
    let about = step.about;
    match step.cause {
        Cause::Awarded { version, .. }
        | Cause::Struck { version, .. }
        | Cause::Refused(NotRenewed::NoRoute(version)) => whole(rules, about, version),
        Cause::Refused(NotRenewed::OverAtOnce(version, _) | NotRenewed::Uncounted(version, _)) => {
            whole(rules, about, Some(version))
        }
        Cause::Renewed { version, route, .. }
        | Cause::Counted { version, route, .. }
        | Cause::Refused(NotRenewed::Route(version, route, _)) => {
            cite(rules, about, version, &route.clause, &format!(" route {}", route.id))
        }
        Cause::Cascaded { upper, version, cascade }
        | Cause::Refused(NotRenewed::Cascade { upper, version, cascade, .. }) => {
            let name = format!(" {}", cascade_name(rules, upper));
            cite(rules, Some(upper), version, &cascade.clause, &name)
        }
        Cause::Amended { amendment: Some(amendment) } => {
            format!("{}:{} amendment of {}", amendment.clause.file, amendment.clause.line, amendment.on)
        }
        Cause::Amended { amendment: None } => "amendment in the history".to_owned(),
        Cause::Ended { version, end } | Cause::Refused(NotRenewed::Spared { version, end, .. }) => {
            cite(rules, about, version, &version.clause, &format!(" expire_after {}", end.event))
        }
        Cause::Reached { version, .. }
        | Cause::Followed { version, .. }
        | Cause::Refused(NotRenewed::Derived(version)) => {
            cite(rules, about, version, &version.clause, " derived")
        }
        Cause::Revoked | Cause::Barred | Cause::Reinstated | Cause::Voided { .. } => BY_THE_BODY.to_owned(),
        Cause::Refused(NotRenewed::OutsideTestDates(exam)) => {
            format!("{}:{} test dates of {}", exam.clause.file, exam.clause.line, exam.code)
        }
        Cause::Refused(NotRenewed::UnknownExam | NotRenewed::UnknownCertification) => {
            "a name that is not in the programme".to_owned()
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

fn said(rules: &Rules<'_>, history: &[Event], step: &EngineStep<'_>) -> Said {
    let event = event_of(history, step);
    let happened = || happened(rules, event, step.on);
    let went = || words::moved(step.old_until, step.new_until);
    match step.cause {
        Cause::Awarded { version, cohort, before } => awarded(happened(), step, version, cohort, before),
        Cause::Renewed { route, length, from, kept, .. } => Said::of("reason.renewed")
            .with("what", happened())
            .with("route", Arg::title(words::title(route)))
            .with("moved", moved(step, route, length, from, kept)),
        Cause::Cascaded { upper, cascade, .. } => {
            let upper = rules.title(upper);
            let end = match (cascade.set, step.new_until) {
                (_, None) => None,
                (CascadeEnd::Match, _) => {
                    Some(Said::of("reason.same-end-as").with("upper", Arg::title(upper)))
                }
                (CascadeEnd::Event, _) => Some(Said::of("reason.own-validity")),
            };
            Said::of("reason.cascaded")
                .with("what", happened())
                .with("upper", Arg::title(upper))
                .with("moved", went())
                .maybe("end", end)
        }
        Cause::Amended { amendment } => {
            let why = amendment.map(|amendment| amendment.reason.as_str()).or_else(|| reason_of(event));
            Said::of("reason.amended").with("on", step.on).with("moved", went()).maybe("why", because(why))
        }
        Cause::Ended { end, .. } => Said::of("reason.ended")
            .with("event", Arg::text(&end.event))
            .with("on", step.on)
            .with("moved", went()),
        Cause::Revoked => {
            Said::of("reason.revoked").with("on", step.on).maybe("why", because(reason_of(event)))
        }
        Cause::Barred => {
            Said::of("reason.barred").with("on", step.on).maybe("why", because(reason_of(event)))
        }
        Cause::Reinstated => {
            Said::of("reason.reinstated").with("on", step.on).maybe("why", because(reason_of(event)))
        }
        Cause::Voided { revoked: true } => Said::of("reason.voided-award").with("what", happened()),
        Cause::Voided { revoked: false } => {
            Said::of("reason.voided").with("what", happened()).with("moved", went())
        }
        Cause::Reached { count, .. } => Said::of("reason.reached")
            .with("what", happened())
            .with("members", members(count))
            .with("until", words::valid_until(step.new_until)),
        Cause::Followed { count, .. } => {
            let few = count.active < count.needed;
            let said = Said::of(if few { "reason.fell-below" } else { "reason.followed" });
            said.with("what", happened()).with("members", members(count)).with("moved", went())
        }
        Cause::Counted { route, credits, fees, parts, .. } => {
            counted(happened(), route, credits, fees, parts)
        }
        Cause::Struck { n, taken, renewed, .. } => Said::of("reason.struck")
            .with("what", happened())
            .with("count", struck(n, taken))
            .maybe("stands", renewed.then(|| Said::of("struck.renewal-stands")))
            .maybe("why", because(reason_of(event))),
        Cause::Refused(refusal) => refusal::refused(rules, happened(), step, refusal),
    }
}

/// `5 of the certifications it is made of are active, 5 are needed`.
fn members(count: Count) -> Said {
    let Count { active, needed } = count;
    let said = Said::of(if active < needed { "members.few" } else { "members.enough" });
    said.with("active", active).with("needed", needed)
}

/// Where the last valid day went with a renewal, and from where the new period counts.
fn moved(step: &EngineStep<'_>, route: &Route, length: Validity, from: Option<Date>, kept: bool) -> Said {
    let went = words::moved(step.old_until, step.new_until);
    let anchor = match (route.anchor, from) {
        (Anchor::Expiry, Some(from)) if Some(from) != step.old_until => {
            Said::of("anchor.end-of-cycle").with("day", from)
        }
        (Anchor::Expiry, Some(from)) => Said::of("anchor.previous-end").with("day", from),
        _ => Said::of("anchor.that-day"),
    };
    match (step.old_until, step.new_until) {
        (None, _) if kept => Said::of("renewed.kept-without-end"),
        (_, None) => Said::of("renewed.moved").with("moved", went),
        (Some(old), _) if kept => Said::of("renewed.kept").with("day", old),
        // Trap a of the catalogue: renewing early can cost days, and the holder must be told.
        (old, new) => {
            let earlier = later(old, new) != new;
            let said = Said::of(if earlier { "renewed.earlier" } else { "renewed.counted" });
            said.with("moved", went).with("length", length).with("anchor", anchor)
        }
    }
}

fn counted(what: Said, route: &Route, credits: (u32, u32), fees: (u32, u32), conditions: (u32, u32)) -> Said {
    let of = |code, (counted, needed): (u32, u32)| {
        (needed > 0).then(|| Said::of(code).with("counted", counted).with("needed", needed))
    };
    let parts = [
        of("counted.credits", credits),
        of("counted.payments", fees),
        of("counted.conditions", conditions),
        [credits, fees, conditions]
            .iter()
            .all(|(counted, needed)| counted >= needed)
            .then(|| Said::of("counted.category-short")),
    ];
    Said::of("reason.counted")
        .with("what", what)
        .with("route", Arg::title(words::title(route)))
        .with("parts", Arg::list(parts.into_iter().flatten()))
}

/// What an audit took; a renewal is not undone by it, only the body can revoke.
fn struck(n: u32, taken: u32) -> Said {
    match (taken, n) {
        (0, 1) => Said::of("struck.one-did-not-count"),
        (0, _) => Said::of("struck.none-counted"),
        (1, 1) => Said::of("struck.one"),
        (taken, n) if taken == n => Said::of("struck.all"),
        _ => Said::of("struck.some").with("taken", taken),
    }
}

fn reason_of(event: Option<&Event>) -> Option<&str> {
    match event.map(|event| &event.happening) {
        Some(
            Happening::Revoke { reason, .. }
            | Happening::Suspend { reason, .. }
            | Happening::Reinstate { reason, .. }
            | Happening::Amend { reason, .. }
            | Happening::Strike { reason, .. },
        ) => reason.as_deref(),
        _ => None,
    }
}

fn because(why: Option<&str>) -> Option<Arg> {
    why.filter(|why| !why.is_empty()).map(Arg::text)
}

fn awarded(
    what: Said,
    step: &EngineStep<'_>,
    version: Option<&PolicyVersion>,
    cohort: Option<&Cohort>,
    before: Status,
) -> Said {
    let again = match before {
        Status::Expired => Some(Said::of("awarded.again-expired")),
        Status::Revoked => Some(Said::of("awarded.again-revoked")),
        _ => None,
    };
    let Some(until) = step.new_until else {
        return Said::of("reason.awarded-without-end").with("what", what).maybe("again", again);
    };
    let why: Arg = match (cohort, version) {
        (Some(Cohort { fixed: Some(_), .. }), _) => Said::of("awarded.fixed-day").into(),
        (Some(Cohort { validity: Some(validity), .. }), _) => {
            Said::of("awarded.validity-then").with("validity", *validity).into()
        }
        (_, Some(version)) => version.validity.into(),
        (_, None) => Said::of("awarded.no-policy").into(),
    };
    Said::of("reason.awarded").with("what", what).with("until", until).with("why", why).maybe("again", again)
}

/// The event as the beginning of a sentence.
pub(crate) fn happened(rules: &Rules<'_>, event: Option<&Event>, on: Date) -> Said {
    let title = |code: &str| Arg::title(rules.index(code).map_or(code, |index| rules.title(index)));
    let tested = |of_certification, of_exam, of_unknown, what: &Earned| match what {
        Earned::Certification(code) => Said::of(of_certification).with("title", title(code.as_str())),
        Earned::Exam(code) => match rules.exam(code.as_str()) {
            Some(exam) => {
                let title = title(exam.certification.as_str());
                Said::of(of_exam).with("title", title).with("exam", code)
            }
            None => Said::of(of_unknown).with("exam", code),
        },
    };
    let category = |category: &Option<String>| category.as_deref().map(Arg::text);
    let said = match event.map(|event| &event.happening) {
        Some(Happening::Earn { certification }) => {
            Said::of("event.earned").with("title", title(certification.as_str()))
        }
        Some(Happening::Pass { what }) => {
            tested("event.passed-certification", "event.passed", "event.passed-unknown", what)
        }
        Some(Happening::Fail { what }) => {
            tested("event.failed-certification", "event.failed", "event.failed-unknown", what)
        }
        Some(Happening::Void { what }) => {
            tested("event.voided-certification", "event.voided", "event.voided-unknown", what)
        }
        Some(Happening::Do { what, .. }) => Said::of("event.completed").with("activity", Arg::text(what)),
        Some(Happening::Credit { n, category: kind, .. }) => {
            Said::of("event.credits").with("n", *n).maybe("category", category(kind))
        }
        Some(Happening::Strike { n, category: kind, .. }) => {
            Said::of("event.struck").with("n", *n).maybe("category", category(kind))
        }
        Some(Happening::Fee { n, .. }) => Said::of("event.paid").with("n", *n),
        Some(Happening::Revoke { certification, .. }) => {
            Said::of("event.revoked").with("title", title(certification.as_str()))
        }
        Some(Happening::Suspend { certification, .. }) => {
            Said::of("event.barred").with("title", title(certification.as_str()))
        }
        Some(Happening::Reinstate { certification, .. }) => {
            Said::of("event.reinstated").with("title", title(certification.as_str()))
        }
        Some(Happening::Retire { certification }) => {
            Said::of("event.retired").with("title", title(certification.as_str()))
        }
        Some(Happening::Amend { .. }) => Said::of("event.amended"),
        Some(Happening::World { name }) => Said::of("event.world").with("name", Arg::text(name)),
        None => Said::of("event.day"),
    };
    said.with("on", on)
}
