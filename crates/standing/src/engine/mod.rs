//! The engine: applies a history to a programme's rules, day by day.
//!
//! It notes what it decides, as numbers and references only; texts are made from its steps by `reason`. An
//! event is judged by the policy version in force on its day (renewal-zoo, design conclusion 3).

mod cascade;
mod credit;
mod outside;
mod route;
mod status;

use assay_kernel::{CertificationCode, Date, Period, Validity};
use assay_programme::model::{Cohort, Earned, EndRule, PolicyVersion};

use crate::{
    Event, Happening, Status,
    rules::{Fact, Rules},
    step::{Cause, Refusal, Step, Witness},
};
pub(crate) use credit::{Cycle, Tally};
pub(crate) use route::period_end;

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
    fn note(&mut self, _: Step<'a>) {}
}

/// A certification as this person holds it.
pub(crate) struct Held<'a> {
    pub(crate) earned_on: Date,
    pub(crate) valid_from: Date,
    /// Day from which the running period counts; an amendment computes anew from it.
    pub(crate) base: Date,
    pub(crate) until: Option<Date>,
    pub(crate) revoked_on: Option<Date>,
    pub(crate) cycle: Cycle<'a>,
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
        let mut slots = Vec::new();
        slots.resize_with(rules.subjects().len(), Slot::default);
        let mut engine = Engine { rules, slots, witness };
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
        engine.facts_before(&mut facts, (as_of, u8::MAX));
        engine
    }

    fn step_to(&mut self, facts: &mut &'a [Fact<'a>], index: usize, event: &'a Event, as_of: Date) {
        if event.date <= as_of {
            self.facts_before(facts, (event.date, 1));
            let at = At { event: Some(index), on: event.date };
            self.apply(at, &event.happening);
            self.derive(at);
        }
    }

    fn facts_before(&mut self, facts: &mut &'a [Fact<'a>], limit: (Date, u8)) {
        while let Some((fact, rest)) = facts.split_first()
            && fact.rank() < limit
        {
            *facts = rest;
            let at = At { event: None, on: fact.rank().0 };
            match fact {
                Fact::World { name, .. } => self.world(at, name),
                Fact::Amend { amendment, .. } => self.amend(at, outside::Terms::of(amendment)),
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
                self.known(at, certification, |engine, index| engine.renew(at, index, what));
            }
            Happening::Credit { certification, n, category } => {
                self.known(at, certification, |engine, index| {
                    if let Some(held) = engine.held_mut(index) {
                        held.cycle.add_credits(at.on, category.as_deref().unwrap_or(""), *n);
                    }
                    engine.renew(at, index, "credit");
                });
            }
            Happening::Fee { certification, n } => {
                self.known(at, certification, |engine, index| {
                    if let Some(held) = engine.held_mut(index) {
                        held.cycle.add_fees(at.on, *n);
                    }
                    engine.renew(at, index, "fee");
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
            Happening::Amend { certifications, earned_from, shift, revalidate, .. } => {
                let terms = outside::Terms {
                    certifications,
                    earned_from: *earned_from,
                    shift: *shift,
                    revalidate: *revalidate,
                    amendment: None,
                };
                self.amend(at, terms);
            }
            Happening::World { name } => self.world(at, name),
        }
    }

    fn known(&mut self, at: At, code: &CertificationCode, act: impl FnOnce(&mut Self, usize)) {
        match self.rules.index(code.as_str()) {
            Some(index) => act(self, index),
            None => self.refuse(at, None, Refusal::UnknownCertification),
        }
    }

    /// A pass renews what is held and not over; else it earns.
    fn pass(&mut self, at: At, what: &'a Earned) {
        let (code, exam) = match what {
            Earned::Certification(code) => (code, None),
            Earned::Exam(code) => match self.rules.exam(code.as_str()) {
                Some(exam) => (&exam.certification, Some(exam)),
                None => return self.refuse(at, None, Refusal::UnknownExam),
            },
        };
        let Some(index) = self.rules.index(code.as_str()) else {
            return self.refuse(at, None, Refusal::UnknownCertification);
        };
        if let Some(exam) = exam.filter(|exam| !exam.can_be_sat_on(at.on)) {
            return self.refuse(at, Some(index), Refusal::OutsideTestDates(exam));
        }
        match self.dated(index, at.on) {
            Status::Active | Status::Grace | Status::Suspended => self.renew(at, index, "pass"),
            // The test dates of an exam version decide by themselves; only a record without a version asks
            // whether the certification still has an exam (renewal-zoo 20).
            _ => match self.retired_on(index).filter(|day| exam.is_none() && *day <= at.on) {
                Some(day) => self.refuse(at, Some(index), Refusal::Retired(day)),
                None => self.award(at, index),
            },
        }
    }

    fn fail(&mut self, at: At, what: &'a Earned) {
        let code = match what {
            Earned::Certification(code) => Some(code),
            Earned::Exam(code) => self.rules.exam(code.as_str()).map(|exam| &exam.certification),
        };
        let index = code.and_then(|code| self.rules.index(code.as_str()));
        self.refuse(at, index, Refusal::Failed);
    }

    fn award(&mut self, at: At, index: usize) {
        let version = self.version(index, at.on);
        if let Some(version) = version.filter(|version| version.derived.is_some()) {
            return self.refuse(at, Some(index), Refusal::Derived(version));
        }
        let before = self.dated(index, at.on);
        let old_until = self.held(index).and_then(|held| held.until);
        let (mut until, cohort) = version.map_or((None, None), |version| award_end(version, at.on));
        if before == Status::Active && version.is_some_and(|version| version.never_shorten) {
            until = later(old_until, until);
        }
        if let Some(slot) = self.slots.get_mut(index) {
            slot.held = Some(Held {
                earned_on: at.on,
                valid_from: at.on,
                base: at.on,
                until,
                revoked_on: None,
                cycle: Cycle::starting(at.on),
            });
        }
        self.note(at, Some(index), Cause::Awarded { version, cohort, before }, old_until, until);
        self.cascade(at, index, until);
    }

    fn revoke(&mut self, at: At, index: usize) {
        let Some(held) = self.held_mut(index) else {
            return self.refuse(at, Some(index), Refusal::NotHeld);
        };
        held.revoked_on.get_or_insert(at.on);
        let until = held.until;
        self.note(at, Some(index), Cause::Revoked, until, until);
    }

    pub(crate) fn held(&self, index: usize) -> Option<&Held<'a>> {
        self.slots.get(index).and_then(|slot| slot.held.as_ref())
    }

    fn held_mut(&mut self, index: usize) -> Option<&mut Held<'a>> {
        self.slots.get_mut(index).and_then(|slot| slot.held.as_mut())
    }

    pub(crate) fn version(&self, index: usize, day: Date) -> Option<&'a PolicyVersion> {
        self.rules.subject(index).and_then(|subject| subject.version_on(day))
    }

    /// The first day on which the certification's own exam and routes are gone.
    pub(crate) fn retired_on(&self, index: usize) -> Option<Date> {
        let by_event = self.slots.get(index).and_then(|slot| slot.retired_on);
        let by_policy = self.rules.subject(index).and_then(|s| s.policy).and_then(|p| p.retired_on);
        by_event.into_iter().chain(by_policy).min()
    }

    fn refuse(&mut self, at: At, about: Option<usize>, refusal: Refusal<'a>) {
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
        self.witness.note(Step { on: at.on, about, event: at.event, cause, old_until, new_until });
    }
}

/// The last valid day of an award (renewal-zoo 1 to 3), and the cohort that set it.
fn award_end(version: &PolicyVersion, day: Date) -> (Option<Date>, Option<&Cohort>) {
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

/// The validity of an award: its cohort's, else the policy's (renewal-zoo 3).
pub(crate) fn own_validity(version: &PolicyVersion, awarded_on: Date) -> Validity {
    cohort_of(version, awarded_on).and_then(|cohort| cohort.validity).unwrap_or(version.validity)
}

/// The last valid day of a period that starts on a day (renewal-zoo 2); none without end.
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
