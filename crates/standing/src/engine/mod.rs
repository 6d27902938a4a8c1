//! The engine: applies a history to a programme's rules, day by day.
//!
//! It notes what it decides, as numbers and references only; texts are made from its steps by `reason`. An
//! award is judged by the policy version in force on its day, what follows by the version that the policy's
//! `governed_by` selects (renewal-rules, conclusion 3).

mod award;
mod cascade;
mod credit;
mod days;
mod need;
mod outside;
mod route;
mod state;
mod status;
mod tally;
mod void;

use assay_kernel::{CertificationCode, Date};

use crate::{
    Event, Happening,
    rules::{DatedFact, Rules},
    step::{Cause, NotRenewed, Witness},
};
pub(crate) use credit::{Cycle, Look, credits_until};
pub(crate) use days::{award_end, day_after, end_day, later, own_validity};
pub(crate) use need::{begins, lacks_credits, outstanding};
use route::Came;
pub(crate) use route::period;
pub use state::Holding;
use state::{At, Slot};
pub(crate) use state::{Engine, Held, Silent};
pub(crate) use status::Members;
pub(crate) use tally::Tally;

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
        let mut engine = Engine::begin(rules, history, witness);
        let mut facts = rules.facts();
        if history.is_sorted_by_key(|event| event.date) {
            for (index, event) in history.iter().enumerate() {
                engine.step_to(&mut facts, index, event, as_of);
            }
        } else {
            for index in in_order(history) {
                if let Some(event) = history.get(index) {
                    engine.step_to(&mut facts, index, event, as_of);
                }
            }
        }
        engine.facts_before(&mut facts, (facts_until, u8::MAX));
        engine
    }

    fn begin(rules: &'a Rules<'a>, history: &'a [Event], witness: W) -> Self {
        let mut slots = Vec::new();
        slots.resize_with(rules.subjects().len(), Slot::default);
        Engine { rules, history, slots, voided: Vec::new(), witness }
    }

    fn step_to(&mut self, facts: &mut &'a [DatedFact<'a>], index: usize, event: &'a Event, as_of: Date) {
        if event.date <= as_of && !self.voided.contains(&index) {
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
            Happening::Void { .. } => self.void(at),
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
            Happening::Suspend { certification, .. } => {
                self.known(at, certification, |engine, index| engine.suspend(at, index));
            }
            Happening::Reinstate { certification, .. } => {
                self.known(at, certification, |engine, index| engine.reinstate(at, index));
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
}

/// The places of a history by day. Stable: within a day the given order stands, whatever order the days
/// arrived in.
fn in_order(history: &[Event]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..history.len()).collect();
    order.sort_by_key(|index| history.get(*index).map(|event| event.date));
    order
}
