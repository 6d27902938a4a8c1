//! What dated facts of the programme will do to what is held.
//!
//! Outside events and amendments of a later day (renewal-rules 17 and 19), as things stand.
//! The history up to a day goes on with the facts after it, as if nothing else happened.

use assay_kernel::{Arg, Date, Said};
use assay_programme::model::{OutsideEnd, Route};

use crate::{
    Event, Foreseen, Status,
    engine::{Engine, day_after},
    reason,
    rules::Rules,
    state,
    step::{Cause, EngineStep},
    words,
};

/// A history with the facts that come after a day.
pub(crate) struct Ahead<'a> {
    engine: Engine<'a, Vec<EngineStep<'a>>>,
    as_of: Date,
}

/// An outside event ahead that ends what is held.
#[derive(Clone, Copy)]
pub(crate) struct End<'a> {
    /// The day of the event.
    on: Date,
    /// The last valid day it leaves.
    pub(crate) last: Date,
    end: &'a OutsideEnd,
}

impl End<'_> {
    /// The day from which taking a route spares the holder; none where it does not.
    pub(crate) fn spares_from(&self, route: &Route) -> Option<Date> {
        let unless = self.end.unless.as_ref()?;
        unless.routes.contains(&route.id).then(|| unless.within.before(self.on))
    }
}

impl<'a> Ahead<'a> {
    /// Looks ahead from a day; none where the programme has nothing more to say.
    pub(crate) fn of(rules: &'a Rules<'a>, history: &'a [Event], as_of: Date) -> Option<Self> {
        rules.facts().last().filter(|fact| fact.rank().0 > as_of)?;
        let engine = Engine::run_on(rules, history, (as_of, Date::MAX), Vec::new());
        Some(Ahead { engine, as_of })
    }

    fn steps(&self, index: usize) -> impl Iterator<Item = &EngineStep<'a>> {
        let ahead = move |step: &&EngineStep<'a>| step.about == Some(index) && step.on > self.as_of;
        self.engine.witness.iter().filter(ahead)
    }

    /// The first outside event that ends a certification.
    pub(crate) fn end(&self, index: usize) -> Option<End<'a>> {
        self.steps(index).find_map(|step| match step.cause {
            Cause::Ended { end, .. } => Some(End { on: step.on, last: step.new_until?, end }),
            _ => None,
        })
    }

    /// The last valid day that an amendment leaves which will end a certification on its own day.
    ///
    /// Up to then it can be renewed, and what is renewed may outlive it.
    pub(crate) fn cut(&self, index: usize) -> Option<Date> {
        self.steps(index).find_map(|step| match step.cause {
            Cause::Amended { .. } => step.new_until.filter(|last| *last < step.on),
            _ => None,
        })
    }

    /// Everything that will move a certification's last valid day.
    pub(crate) fn foreseen(&self, index: usize) -> Vec<Foreseen> {
        let tell = |step: &EngineStep<'a>| {
            let said = match step.cause {
                Cause::Ended { end, .. } => self.ends(index, End { on: step.on, last: step.new_until?, end }),
                Cause::Amended { amendment } => Said::of("ahead.amended")
                    .with("on", step.on)
                    .with("moving", words::moving(step.old_until, step.new_until))
                    .maybe("why", amendment.map(|amendment| Arg::text(&amendment.reason))),
                _ => return None,
            };
            let rule = reason::rule(self.engine.rules, step);
            Some(Foreseen { on: step.on, valid_until: step.new_until, rule, said })
        };
        self.steps(index).filter_map(tell).collect()
    }

    /// `Ends after 16 April 2026 unless …`.
    fn ends(&self, index: usize, end: End<'_>) -> Said {
        // What would prevent it cannot be done while the body has suspended it.
        let is_barred = self.engine.held(index).is_some_and(|held| held.barred_on.is_some());
        let unless = end.end.unless.as_ref().filter(|_| !is_barred).map(|unless| {
            let quoted = |id: &String| Said::of("route.quoted").with("title", self.title(index, id));
            let first = Some(unless.within.before(end.on)).filter(|first| *first > self.as_of);
            Said::of("ahead.unless")
                .with("routes", Arg::list(unless.routes.iter().map(quoted)))
                .maybe("from", first)
                .with("last", end.last)
        });
        let after = day_after(end.last);
        let alive = self.engine.statuses(after).get(index) == Some(&Status::Active);
        let others = alive.then(|| state::kept_alive_by(&self.engine, index, after));
        Said::of(if alive { "ahead.own-validity-ends" } else { "ahead.ends" })
            .with("last", end.last)
            .with("event", Arg::text(&end.end.event))
            .with("on", end.on)
            .maybe("unless", unless)
            .maybe("others", others)
    }

    /// A route of any version, as people call it.
    fn title(&self, index: usize, id: &str) -> Arg {
        let policy = self.engine.rules.subject(index).and_then(|subject| subject.policy);
        let mut routes = policy.into_iter().flat_map(|policy| &policy.versions).flat_map(|v| &v.routes);
        Arg::title(routes.find(|route| route.id == id).map_or(id, words::title))
    }
}
