//! The engine: applies a history to a programme's rules, day by day.
//!
//! It notes what it decides, as numbers and references only; texts are made from its steps by `reason`. An
//! award is judged by the policy version in force on its day, what follows by the version that the policy's
//! `governed_by` selects (renewal-rules, conclusion 3).

mod award;
mod cascade;
mod credit;
mod need;
mod outside;
mod route;
mod status;
mod tally;

use assay_kernel::{CertificationCode, Date, Period, Validity};
use assay_programme::model::{Cohort, EndRule, GoverningDay, PolicyVersion, Route};

use crate::{
    Event, Happening, Status,
    rules::{DatedFact, Rules},
    step::{Cause, EngineStep, NotRenewed, Witness},
};
pub(crate) use credit::{Cycle, Look, credits_until};
pub(crate) use need::{begins, lacks_credits, outstanding};
use route::Came;
pub(crate) use route::period;
pub(crate) use status::Members;
pub(crate) use tally::Tally;

/// What a person holds, without texts: the numbers of a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding<'p> {
    /// Which certification.
    pub certification: &'p CertificationCode,
    /// Its state on the day asked for.
    pub status: Status,
    /// Day of the award.
    pub earned_on: Date,
    /// Day of the last award or renewal.
    pub valid_from: Date,
    /// Last valid day, inclusive; none where there is no end.
    pub valid_until: Option<Date>,
    /// Day of the revocation.
    pub revoked_on: Option<Date>,
}

/// Nobody listens.
pub(crate) struct Silent;

impl<'a> Witness<'a> for Silent {
    const LISTENS: bool = false;
    fn note(&mut self, _: EngineStep<'a>) {}
}

/// A certification as this person holds it.
pub(crate) struct Held<'a> {
    pub(crate) earned_on: Date,
    pub(crate) valid_from: Date,
    /// Day from which the running period counts; an amendment computes anew from it.
    pub(crate) base: Date,
    pub(crate) until: Option<Date>,
    pub(crate) revoked_on: Option<Date>,
    /// The routes taken, with their days; kept only where an outside end asks for them (17).
    pub(crate) taken: Vec<(Date, &'a Route)>,
    pub(crate) cycle: Cycle<'a>,
}

impl Held<'_> {
    fn awarded(on: Date, until: Option<Date>) -> Self {
        let (taken, cycle) = (Vec::new(), Cycle::starting(on));
        Held { earned_on: on, valid_from: on, base: on, until, revoked_on: None, taken, cycle }
    }
}

#[derive(Default)]
struct Slot<'a> {
    held: Option<Held<'a>>,
    /// Retired by an event of the history.
    retired_on: Option<Date>,
}

/// The state of one evaluation.
pub(crate) struct Engine<'a, W> {
    pub(crate) rules: &'a Rules<'a>,
    history: &'a [Event],
    slots: Vec<Slot<'a>>,
    pub(crate) witness: W,
}

/// An event being applied: its place in the history and its day.
#[derive(Clone, Copy)]
struct At {
    event: Option<usize>,
    on: Date,
}

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// Applies every event and fact up to and including a day.
    pub(crate) fn run(rules: &'a Rules<'a>, history: &'a [Event], as_of: Date, witness: W) -> Self {
        Self::run_on(rules, history, (as_of, as_of), witness)
    }

    /// Applies every event up to and including a day, and the programme's facts up to another.
    pub(crate) fn run_on(
        rules: &'a Rules<'a>,
        history: &'a [Event],
        (as_of, facts_until): (Date, Date),
        witness: W,
    ) -> Self {
        let mut slots = Vec::new();
        slots.resize_with(rules.subjects().len(), Slot::default);
        let mut engine = Engine { rules, history, slots, witness };
        let mut facts = rules.facts();
        if history.is_sorted_by_key(|event| event.date) {
            for (index, event) in history.iter().enumerate() {
                engine.step_to(&mut facts, index, event, as_of);
            }
        } else {
            // Stable: within a day the given order stands, whatever order the days arrived in.
            let mut order: Vec<usize> = (0..history.len()).collect();
            order.sort_by_key(|index| history.get(*index).map(|event| event.date));
            for index in order {
                if let Some(event) = history.get(index) {
                    engine.step_to(&mut facts, index, event, as_of);
                }
            }
        }
        engine.facts_before(&mut facts, (facts_until, u8::MAX));
        engine
    }

    fn step_to(&mut self, facts: &mut &'a [DatedFact<'a>], index: usize, event: &'a Event, as_of: Date) {
        if event.date <= as_of {
            self.facts_before(facts, (event.date, 1));
            let at = At { event: Some(index), on: event.date };
            self.apply(at, &event.happening);
            self.derive(at);
        }
    }

    fn facts_before(&mut self, facts: &mut &'a [DatedFact<'a>], limit: (Date, u8)) {
        while let Some((fact, rest)) = facts.split_first()
            && fact.rank() < limit
        {
            *facts = rest;
            let at = At { event: None, on: fact.rank().0 };
            match fact {
                DatedFact::World { name, .. } => self.world(at, name),
                DatedFact::Amend { amendment, .. } => self.amend(at, outside::Terms::of(amendment)),
                DatedFact::Turn { .. } => {}
            }
            self.derive(at);
        }
    }

    fn apply(&mut self, at: At, happening: &'a Happening) {
        match happening {
            Happening::Earn { certification } => {
                self.known(at, certification, |engine, index| engine.award(at, index));
            }
            Happening::Pass { what } => self.pass(at, what),
            Happening::Fail { what } => self.fail(at, what),
            Happening::Do { certification, what } => {
                self.known(at, certification, |engine, index| {
                    let lost = engine.keep_activity(at, index, what);
                    engine.renew(at, index, Came { trigger: what, lost });
                });
            }
            Happening::Strike { certification, n, category, .. } => {
                self.known(at, certification, |engine, index| {
                    engine.strike(at, index, *n, category.as_deref());
                });
            }
            Happening::Credit { certification, n, category } => {
                self.known(at, certification, |engine, index| {
                    let category = category.as_deref().unwrap_or("");
                    let lost = engine.enter(at, index, "credit", |cycle| {
                        cycle.add_credits(at.on, category, *n);
                    });
                    engine.renew(at, index, Came { trigger: "credit", lost: lost && *n > 0 });
                });
            }
            Happening::Fee { certification, n } => {
                self.known(at, certification, |engine, index| {
                    let lost = engine.enter(at, index, "fee", |cycle| cycle.add_fees(at.on, *n));
                    engine.renew(at, index, Came { trigger: "fee", lost: lost && *n > 0 });
                });
            }
            Happening::Revoke { certification, .. } => {
                self.known(at, certification, |engine, index| engine.revoke(at, index));
            }
            Happening::Retire { certification } => self.known(at, certification, |engine, index| {
                if let Some(slot) = engine.slots.get_mut(index) {
                    slot.retired_on.get_or_insert(at.on);
                }
            }),
            Happening::Amend { .. } => {
                if let Some(terms) = outside::Terms::in_event(happening) {
                    self.amend(at, terms);
                }
            }
            Happening::World { name } => self.world(at, name),
        }
    }

    /// Keeps an activity for routes whose needs ask for it later in the cycle; whether it counts for nothing.
    fn keep_activity(&mut self, at: At, index: usize, name: &'a str) -> bool {
        self.rules.subject(index).is_some_and(|subject| subject.has_needs)
            && self.enter(at, index, name, |cycle| cycle.add_activity(at.on, name))
    }

    /// Enters something in the ledger; whether routes ask for it and it adds nothing to what they count.
    fn enter(&mut self, at: At, index: usize, name: &str, put: impl FnOnce(&mut Cycle<'a>)) -> bool {
        let before = self.counted(index, at.on, name);
        if let Some(held) = self.held_mut(index) {
            put(&mut held.cycle);
        }
        !before.is_empty() && before == self.counted(index, at.on, name)
    }

    /// Takes credits back that did not stand an audit; a renewal already made with them stands.
    fn strike(&mut self, at: At, index: usize, n: u32, category: Option<&str>) {
        let Some(held) = self.held_mut(index) else {
            return self.refuse(at, Some(index), NotRenewed::NotHeld);
        };
        let (until, renewed) = (held.until, held.cycle.has_spent());
        let taken = held.cycle.strike(at.on, n, category);
        let version = self.version(index, at.on);
        self.note(at, Some(index), Cause::Struck { version, n, taken, renewed }, until, until);
    }

    fn known(&mut self, at: At, code: &CertificationCode, act: impl FnOnce(&mut Self, usize)) {
        match self.rules.index(code.as_str()) {
            Some(index) => act(self, index),
            None => self.refuse(at, None, NotRenewed::UnknownCertification),
        }
    }

    pub(crate) fn held(&self, index: usize) -> Option<&Held<'a>> {
        self.slots.get(index).and_then(|slot| slot.held.as_ref())
    }

    fn held_mut(&mut self, index: usize) -> Option<&mut Held<'a>> {
        self.slots.get_mut(index).and_then(|slot| slot.held.as_mut())
    }

    /// The version by which a certification's rules are judged on a day.
    ///
    /// For what is held and not over, the one its policy's `governed_by` selects; else that of the day.
    #[inline]
    pub(crate) fn version(&self, index: usize, day: Date) -> Option<&'a PolicyVersion> {
        let policy = self.rules.subject(index)?.policy?;
        match policy.governed_by {
            GoverningDay::Event => policy.in_force_on(day),
            GoverningDay::Award | GoverningDay::Expiry => self.selected(index, day),
        }
    }

    /// Apart from `version`, which most programmes ask very often and which ends there for them.
    #[cold]
    fn selected(&self, index: usize, day: Date) -> Option<&'a PolicyVersion> {
        if is_over(self.dated(index, day)) { self.in_force(index, day) } else { self.governing(index, day) }
    }

    /// The version that governs what is held, also after its end.
    #[inline]
    pub(crate) fn governing(&self, index: usize, day: Date) -> Option<&'a PolicyVersion> {
        let policy = self.rules.subject(index)?.policy?;
        let day = match policy.governed_by {
            GoverningDay::Event => day,
            GoverningDay::Award => self.held(index).map_or(day, |held| held.earned_on),
            GoverningDay::Expiry => self.held(index).and_then(|held| held.until).unwrap_or(day),
        };
        policy.in_force_on(day)
    }

    /// The version in force on a day, which judges an award of that day.
    pub(crate) fn in_force(&self, index: usize, day: Date) -> Option<&'a PolicyVersion> {
        self.rules.subject(index).and_then(|subject| subject.version_on(day))
    }

    /// The first day on which the certification's own exam and routes are gone.
    pub(crate) fn retired_on(&self, index: usize) -> Option<Date> {
        let by_event = self.slots.get(index).and_then(|slot| slot.retired_on);
        let by_policy = self.rules.subject(index).and_then(|s| s.policy).and_then(|p| p.retired_on);
        by_event.into_iter().chain(by_policy).min()
    }

    fn refuse(&mut self, at: At, about: Option<usize>, refusal: NotRenewed<'a>) {
        if W::LISTENS {
            let until = about.and_then(|index| self.held(index)).and_then(|held| held.until);
            self.note(at, about, Cause::Refused(refusal), until, until);
        }
    }

    fn note(
        &mut self,
        at: At,
        about: Option<usize>,
        cause: Cause<'a>,
        old_until: Option<Date>,
        new_until: Option<Date>,
    ) {
        self.witness.note(EngineStep { on: at.on, about, event: at.event, cause, old_until, new_until });
    }
}

/// Whether nothing can be renewed any more in this state.
fn is_over(status: Status) -> bool {
    matches!(status, Status::Expired | Status::Revoked | Status::None)
}

/// The last valid day of an award (renewal-rules 1 to 3), and the cohort that set it.
pub(crate) fn award_end(version: &PolicyVersion, day: Date) -> (Option<Date>, Option<&Cohort>) {
    match cohort_of(version, day) {
        Some(cohort) => match cohort.fixed {
            Some(fixed) => (Some(fixed), Some(cohort)),
            None => (end_day(version.end, day, cohort.validity.unwrap_or(version.validity)), Some(cohort)),
        },
        None => (end_day(version.end, day, version.validity), None),
    }
}

fn cohort_of(version: &PolicyVersion, awarded_on: Date) -> Option<&Cohort> {
    version.cohorts.iter().find(|cohort| {
        cohort.from.is_none_or(|from| from <= awarded_on) && cohort.to.is_none_or(|to| awarded_on <= to)
    })
}

/// The validity of an award: its cohort's, else the policy's (renewal-rules 3).
pub(crate) fn own_validity(version: &PolicyVersion, awarded_on: Date) -> Validity {
    cohort_of(version, awarded_on).and_then(|cohort| cohort.validity).unwrap_or(version.validity)
}

/// The last valid day of a period that starts on a day (renewal-rules 2); none without end.
pub(crate) fn end_day(rule: EndRule, start: Date, validity: Validity) -> Option<Date> {
    let Validity::For(period) = validity else { return None };
    let anniversary = period.after(start);
    Some(match rule {
        EndRule::Anniversary => anniversary,
        EndRule::DayBefore => Period::days(1).before(anniversary),
        EndRule::EndOfMonth => anniversary.last_of_month(),
    })
}

/// The day after; the last day of the calendar has none.
pub(crate) fn day_after(day: Date) -> Date {
    Period::days(1).after(day)
}

/// The later of two last valid days, where none is without end.
pub(crate) fn later(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    a.zip(b).map(|(a, b)| a.max(b))
}
