//! A result that does not stand, from a day on.
//!
//! What is held is what would be held without it. Nothing of before is taken back: what held on an earlier
//! day still did. The history is gone through once more without the result; where that gives something
//! else, it takes its place, and what rested on the result alone is revoked.

use assay_kernel::Date;

use super::{At, Engine, Held, Silent, Slot, in_order};
use crate::{
    Event, Happening,
    step::{Cause, NotRenewed, Witness},
};

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// The result with the same reference does not stand any more; saying it again changes nothing.
    pub(super) fn void(&mut self, at: At) {
        let named = self.results_of(at);
        let before = |index: &usize| Some(*index) != at.event;
        let known = in_order(self.history).into_iter().take_while(before);
        let known: Vec<usize> = known.filter(|index| named.contains(index)).collect();
        let again = known.iter().all(|place| self.voided.contains(place));
        self.voided.extend(&named);
        match (known.is_empty(), again) {
            // What comes later is not known on this day; it does not stand all the same.
            (true, _) => return self.refuse(at, None, NotRenewed::NoResult),
            (false, true) => return,
            (false, false) => {}
        }
        let mut changed = false;
        for (index, slot) in self.without_voided(at).into_iter().enumerate() {
            changed |= self.stands_as(at, index, slot);
        }
        if !changed {
            self.refuse(at, None, NotRenewed::NothingRests);
        }
    }

    /// The places of what a void names: the pass or fail with its reference, each of them where there are
    /// several, as in `is_voided`.
    fn results_of(&self, at: At) -> Vec<usize> {
        let own =
            at.event.and_then(|place| self.history.get(place)).and_then(|event| event.reference.as_ref());
        let is_named = |(_, event): &(usize, &Event)| {
            let is_result = matches!(event.happening, Happening::Pass { .. } | Happening::Fail { .. });
            is_result && own.is_some() && event.reference.as_ref() == own
        };
        self.history.iter().enumerate().filter(is_named).map(|(place, _)| place).collect()
    }

    /// What is held at the moment of a void, had the voided results never been.
    fn without_voided(&self, at: At) -> Vec<Slot<'a>> {
        let mut engine = Engine::begin(self.rules, self.history, Silent);
        engine.voided.clone_from(&self.voided);
        let mut facts = self.rules.facts();
        for index in in_order(self.history).into_iter().take_while(|index| Some(*index) != at.event) {
            if let Some(event) = self.history.get(index) {
                engine.step_to(&mut facts, index, event, at.on);
            }
        }
        engine.facts_before(&mut facts, (at.on, 1));
        engine.slots
    }

    /// Takes over what is held without the result; whether a holder would say that something changed.
    fn stands_as(&mut self, at: At, index: usize, without: Slot<'a>) -> bool {
        // What is made of others follows them (renewal-rules 16).
        if self.in_force(index, at.on).is_some_and(|version| version.derived.is_some()) {
            return false;
        }
        let Some(slot) = self.slots.get_mut(index) else { return false };
        let retired_on = without.retired_on;
        let was = slot.held.as_ref().map(|held| (held.earned_on, told(held)));
        let barred_on = slot.held.as_ref().and_then(|held| held.barred_on);
        let (old, revoked) = match (was, without.held) {
            (None, None) => return false,
            (None, Some(held)) => {
                *slot = Slot { held: Some(held), retired_on };
                (None, false)
            }
            // Awarded before as well, or later by another result: the same award goes on, with other days.
            (Some((earned_on, before)), Some(held)) if held.earned_on >= earned_on => {
                // What the body suspended, the body alone gives back: also where it had run out without this
                // result.
                let barred_on = held.barred_on.or(barred_on.filter(|_| held.revoked_on.is_none()));
                let held = Held { earned_on, barred_on, ..held };
                let same = told(&held) == before;
                *slot = Slot { held: Some(held), retired_on };
                if same {
                    return false;
                }
                (before.1, false)
            }
            // It rested on the result. What was held before that had ended.
            (Some((_, before)), _) => {
                let Some(held) = slot.held.as_mut().filter(|held| held.revoked_on.is_none()) else {
                    return false;
                };
                held.revoked_on = Some(at.on);
                held.barred_on = None;
                (before.1, true)
            }
        };
        let until = self.held(index).and_then(|held| held.until);
        self.note(at, Some(index), Cause::Voided { revoked }, old, until);
        true
    }
}

/// What a holder is told of it.
fn told(held: &Held<'_>) -> (Date, Option<Date>, Option<Date>) {
    (held.valid_from, held.until, held.revoked_on)
}
