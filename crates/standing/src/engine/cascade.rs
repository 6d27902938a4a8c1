//! What an award or renewal of an upper certification does to lower ones.
//!
//! The rules are those of renewal-rules 15.

use assay_kernel::Date;
use assay_programme::model::{Cascade, CascadeEnd, PolicyVersion};

use super::{At, Engine, Held, end_day, later, own_validity, status::allows};
use crate::step::{CascadeNo, Cause, NotRenewed, Witness};

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// Applies the cascades of the policy version that awarded or renewed the upper one.
    ///
    /// Only the upper one's own award or renewal acts: a lower one renewed by a cascade starts none itself.
    /// Every programme of the catalogue lists the whole ladder, and chains would give a one-year renewal of
    /// the top three years at the bottom.
    pub(super) fn cascade(
        &mut self,
        at: At,
        upper: usize,
        upper_until: Option<Date>,
        version: &'a PolicyVersion,
    ) {
        for cascade in &version.cascades {
            for code in &cascade.to {
                match self.rules.index(code.as_str()) {
                    Some(lower) if lower != upper => {
                        self.cascade_to(at, (upper, upper_until), version, cascade, lower);
                    }
                    _ => {}
                }
            }
        }
    }

    fn cascade_to(
        &mut self,
        at: At,
        (upper, upper_until): (usize, Option<Date>),
        version: &'a PolicyVersion,
        cascade: &'a Cascade,
        lower: usize,
    ) {
        let Some(held) = self.held(lower) else { return };
        // The lower one's state on the day of the event, before it (trap d): no award revives the expired.
        let no = self.cascade_closed(cascade, lower, at.on).or_else(|| {
            let fresh = self.cascade_end(cascade, lower, held, upper_until, at.on);
            if later(held.until, fresh) == held.until {
                return Some(CascadeNo::Later);
            }
            fresh.filter(|last| *last < at.on).map(CascadeNo::Past)
        });
        if let Some(why) = no {
            let refusal = NotRenewed::Cascade { upper, version, cascade, why };
            return self.refuse(at, Some(lower), refusal);
        }
        let until = self.cascade_end(cascade, lower, held, upper_until, at.on);
        // With the upper one's last day goes the day from which the upper one's period counts.
        let matched = self.held(upper).filter(|_| cascade.set == CascadeEnd::Match);
        let base = matched.map_or(at.on, |upper| upper.base);
        let Some(held) = self.held_mut(lower) else { return };
        let old_until = held.until;
        held.until = until;
        held.valid_from = at.on;
        held.base = base;
        held.cycle.restart(at.on);
        self.note(at, Some(lower), Cause::Cascaded { upper, version, cascade }, old_until, until);
    }

    /// Why a cascade cannot reach a lower one on a day, whatever dates it would give.
    pub(crate) fn cascade_closed(&self, cascade: &Cascade, lower: usize, day: Date) -> Option<CascadeNo> {
        if let Some(until) = cascade.until.filter(|until| *until < day) {
            return Some(CascadeNo::Ended(until));
        }
        let retired_on = self.retired_on(lower).filter(|retired| *retired <= day && !cascade.even_retired);
        if let Some(retired_on) = retired_on {
            return Some(CascadeNo::Retired(retired_on));
        }
        let status = self.dated(lower, day);
        (!allows(&cascade.states, status)).then_some(CascadeNo::State(status))
    }

    /// The lower one's new last valid day.
    pub(crate) fn cascade_end(
        &self,
        cascade: &Cascade,
        lower: usize,
        held: &Held<'_>,
        upper_until: Option<Date>,
        day: Date,
    ) -> Option<Date> {
        match (cascade.set, self.version(lower, day)) {
            (CascadeEnd::Match, _) => upper_until,
            (CascadeEnd::Event, Some(version)) => {
                end_day(version.end, day, own_validity(version, held.earned_on))
            }
            (CascadeEnd::Event, None) => None,
        }
    }
}
