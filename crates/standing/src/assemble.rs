//! What the engine found, put together as a standing.

use assay_kernel::{Date, Period};

use crate::{
    CredentialStanding, Event, Reason, Span, Standing, Status,
    ahead::Ahead,
    engine::{Engine, day_after},
    reason, renew,
    rules::Rules,
    state,
    step::{Cause, EngineStep},
};

/// Puts together what the engine found.
pub(crate) fn assemble<'a>(
    engine: &Engine<'a, Vec<EngineStep<'a>>>,
    ahead: Option<&Ahead<'a>>,
    history: &[Event],
    as_of: Date,
) -> Standing {
    let (rules, steps) = (engine.rules, &engine.witness);
    let statuses = engine.statuses(as_of);
    let mut standing = Standing::default();
    for (index, subject) in rules.subjects().iter().enumerate() {
        let own = || steps.iter().filter(move |step| step.about == Some(index));
        let Some(held) = engine.held(index) else {
            let unused = own().filter(|step| told(step)).map(|step| reason::of(rules, history, step));
            standing.unused.extend(unused);
            continue;
        };
        let status = statuses.get(index).copied().unwrap_or(Status::None);
        let end = ahead.and_then(|ahead| ahead.end(index));
        let cut = ahead.and_then(|ahead| ahead.cut(index));
        let renew_by = renew::ways(engine, index, (status, end, cut), as_of);
        let mut reasons: Vec<Reason> =
            own().filter(|step| told(step)).map(|step| reason::of(rules, history, step)).collect();
        let moved = own().rfind(|step| step.old_until != step.new_until);
        reasons.extend(state::of_status(engine, index, (status, moved), as_of, &renew_by));
        // Stable: within a day the order of the decisions stands.
        reasons.sort_by_key(|reason| reason.on);
        let derived = engine.in_force(index, as_of).is_some_and(|version| version.derived.is_some());
        let after = held.until.filter(|_| !derived).map(|until| engine.afterwards(index, until));
        let (grace_until, suspended_until) = after.unwrap_or((None, None));
        standing.credentials.push(CredentialStanding {
            credential: subject.code.clone(),
            title: subject.title().to_owned(),
            status,
            earned_on: held.earned_on,
            valid_from: held.valid_from,
            valid_until: held.until,
            grace_until,
            suspended_until,
            revoked_on: held.revoked_on,
            barred_on: held.barred_on,
            foreseen: ahead.map(|ahead| ahead.foreseen(index)).unwrap_or_default(),
            reasons,
            renew_by,
            timeline: timeline(rules, own()),
        });
    }
    let unknown = steps.iter().filter(|step| step.about.is_none());
    standing.unused.extend(unknown.map(|step| reason::of(rules, history, step)));
    standing
}

/// Whether a step is told to the holder; progress and fails are for `explain`.
fn told(step: &EngineStep<'_>) -> bool {
    use crate::step::{CascadeNo, NotRenewed};
    !matches!(
        step.cause,
        Cause::Counted { .. }
            | Cause::Refused(
                NotRenewed::Failed
                    | NotRenewed::RevokedBefore
                    | NotRenewed::BarredBefore
                    | NotRenewed::NothingToBar
                    | NotRenewed::NotTakenAway
                    | NotRenewed::NoResult
                    | NotRenewed::NothingRests
                    | NotRenewed::Cascade { why: CascadeNo::Later, .. }
            )
    )
}

fn timeline<'s, 'a: 's>(rules: &Rules<'_>, steps: impl Iterator<Item = &'s EngineStep<'a>>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut barred = false;
    for step in steps {
        // While the body has suspended it there is no period, whatever moves its last valid day meanwhile.
        let was_barred = barred;
        barred = match step.cause {
            Cause::Barred => true,
            Cause::Revoked | Cause::Reinstated | Cause::Voided { revoked: true } => false,
            _ => barred,
        };
        if was_barred && !matches!(step.cause, Cause::Reinstated) {
            continue;
        }
        let (from, by) = match step.cause {
            Cause::Awarded { .. } => (step.on, "award".to_owned()),
            Cause::Renewed { route, from, .. } => (from.map_or(step.on, day_after), route.id.clone()),
            Cause::Cascaded { upper, .. } => (step.on, reason::cascade_name(rules, upper)),
            Cause::Reached { .. } => (step.on, "derived".to_owned()),
            Cause::Reinstated => (step.on, "reinstated".to_owned()),
            Cause::Amended { .. } | Cause::Ended { .. } | Cause::Followed { .. } => {
                if let Some(last) = spans.last_mut() {
                    last.until = step.new_until;
                }
                continue;
            }
            Cause::Voided { revoked: false } => {
                if let Some(last) = spans.last_mut() {
                    last.until = step.new_until;
                }
                continue;
            }
            Cause::Revoked | Cause::Barred | Cause::Voided { revoked: true } => {
                if let Some(last) = spans.last_mut() {
                    last.until = Some(Period::days(1).before(step.on));
                }
                continue;
            }
            Cause::Counted { .. } | Cause::Struck { .. } | Cause::Refused(_) => continue,
        };
        if let Some(last) = spans.last_mut()
            && last.until.is_none_or(|until| until >= from)
        {
            last.until = Some(Period::days(1).before(from));
        }
        let change = reason::change(&step.cause);
        spans.push(Span { from, until: step.new_until, by, change });
    }
    spans.retain(|span| span.until.is_none_or(|until| until >= span.from));
    spans
}
