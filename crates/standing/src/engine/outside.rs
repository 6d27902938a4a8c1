//! What comes from outside: deadlines and bulk changes (renewal-rules 17 and 19).
//!
//! Both are facts about everyone. A worked case may repeat one that the programme says as well: an identical
//! fact of the same day about the same certification counts once.

use assay_kernel::{CertificationCode, Date, Period, Validity};
use assay_programme::model::{Amendment, OutsideEnd};

use super::{At, Engine, Held, end_day};
use crate::{
    Event, Happening, Status,
    rules::DatedFact,
    step::{Cause, NotRenewed, SparedBy, Witness},
};

/// What a bulk change says, from the programme or from a history.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    certifications: &'a [CertificationCode],
    earned_from: Option<Date>,
    shift: Option<Period>,
    revalidate: Option<Validity>,
    amendment: Option<&'a Amendment>,
}

impl<'a> Terms<'a> {
    pub(super) fn of(amendment: &'a Amendment) -> Self {
        Terms {
            certifications: &amendment.certifications,
            earned_from: amendment.earned_from,
            shift: amendment.shift,
            revalidate: amendment.revalidate,
            amendment: Some(amendment),
        }
    }

    /// The terms of a history's event; none where it is no bulk change.
    pub(super) fn in_event(happening: &'a Happening) -> Option<Self> {
        let Happening::Amend { certifications, earned_from, shift, revalidate, .. } = happening else {
            return None;
        };
        let (earned_from, shift, revalidate) = (*earned_from, *shift, *revalidate);
        Some(Terms { certifications, earned_from, shift, revalidate, amendment: None })
    }

    fn means(&self, code: &CertificationCode) -> bool {
        self.certifications.is_empty() || self.certifications.contains(code)
    }

    /// Whether both do the same to a certification, whatever reasons they give.
    fn says_the_same(&self, other: &Terms<'_>, code: &CertificationCode) -> bool {
        let does = |terms: &Terms<'_>| (terms.earned_from, terms.shift, terms.revalidate);
        does(self) == does(other) && self.means(code) && other.means(code)
    }
}

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// An outside event cuts what is held on its day; an award or renewal after it starts afresh.
    pub(super) fn world(&mut self, at: At, name: &str) {
        if self.world_was_said(at, name) {
            return;
        }
        for index in 0..self.rules.subjects().len() {
            let Some(version) = self.version(index, at.on) else { continue };
            let Some(end) = version.expire_after.iter().find(|end| end.event == name) else { continue };
            if !self.runs(index, at.on) {
                continue;
            }
            let last = end.delay.after(at.on);
            let Some(held) = self.held_mut(index) else { continue };
            let old_until = held.until;
            if old_until.is_some_and(|until| until <= last) {
                continue;
            }
            if let Some(by) = spared(end, held, at.on) {
                self.refuse(at, Some(index), NotRenewed::Spared { version, end, by });
                continue;
            }
            held.until = Some(last);
            self.note(at, Some(index), Cause::Ended { version, end }, old_until, Some(last));
        }
    }

    /// A bulk change moves the last valid day of what runs on its day.
    ///
    /// `revalidate` counts anew from the day from which the running period counts: after a renewal that is
    /// the renewal, as in the sourced case (CNCF 2019: 36 instead of 24 months from the pass that the period
    /// rests on). Counting from the first award would end renewed certifications in the past.
    ///
    /// Nobody can be told yesterday what is decided today: what would have ended before, ends on this day.
    pub(super) fn amend(&mut self, at: At, terms: Terms<'a>) {
        for (index, subject) in self.rules.subjects().iter().enumerate() {
            if !terms.means(subject.code) || !self.runs(index, at.on) {
                continue;
            }
            let version = self.version(index, at.on);
            let derived = self.in_force(index, at.on).is_some_and(|version| version.derived.is_some());
            if derived || self.amendment_was_said(at, &terms, subject.code) {
                continue;
            }
            let Some(held) = self.held_mut(index) else { continue };
            if terms.earned_from.is_some_and(|from| held.earned_on < from) {
                continue;
            }
            let old_until = held.until;
            if let Some(validity) = terms.revalidate {
                held.until = end_day(version.map_or_else(Default::default, |v| v.end), held.base, validity);
            }
            if let Some(shift) = terms.shift {
                held.until = held.until.map(|until| shift.after(until));
            }
            let yesterday = Period::days(1).before(at.on).max(held.valid_from);
            held.until = held.until.map(|until| until.max(yesterday));
            let until = held.until;
            if until != old_until {
                let cause = Cause::Amended { amendment: terms.amendment };
                self.note(at, Some(index), cause, old_until, until);
            }
        }
    }

    /// Whether the programme, or an earlier event, says this of the same day.
    fn world_was_said(&self, at: At, name: &str) -> bool {
        let Some(place) = at.event else { return false };
        let by_programme = |fact: &DatedFact<'_>| {
            let DatedFact::World { on, name: said } = fact else { return false };
            *on == at.on && *said == name
        };
        let by_event =
            |event: &Event| matches!(&event.happening, Happening::World { name: said } if said == name);
        self.rules.facts().iter().any(by_programme) || self.earlier_of_day(at, place).any(by_event)
    }

    /// Whether the programme, or an earlier event, says this of the same day and certification.
    fn amendment_was_said(&self, at: At, terms: &Terms<'_>, code: &CertificationCode) -> bool {
        let Some(place) = at.event else { return false };
        let by_programme = |fact: &DatedFact<'_>| match fact {
            DatedFact::Amend { on, amendment } => {
                *on == at.on && Terms::of(amendment).says_the_same(terms, code)
            }
            DatedFact::World { .. } | DatedFact::Turn { .. } => false,
        };
        let by_event = |event: &Event| {
            Terms::in_event(&event.happening).is_some_and(|said| said.says_the_same(terms, code))
        };
        self.rules.facts().iter().any(by_programme) || self.earlier_of_day(at, place).any(by_event)
    }

    fn earlier_of_day(&self, at: At, place: usize) -> impl Iterator<Item = &'a Event> {
        self.history.iter().take(place).filter(move |event| event.date == at.on)
    }

    /// Whether it is held and within its dates on a day, which is what 'running' means.
    ///
    /// What the body has suspended runs on: whoever gets it back finds the days that everybody else has.
    fn runs(&self, index: usize, day: Date) -> bool {
        self.unbarred(index, day) == Status::Active
    }
}

/// The award or the route that spares a holder from an outside end: taken within the period before it.
///
/// The period is inclusive at both ends, as windows are (renewal-rules, trap f).
fn spared<'a>(end: &OutsideEnd, held: &Held<'a>, day: Date) -> Option<SparedBy<'a>> {
    let unless = end.unless.as_ref()?;
    let first = unless.within.before(day);
    let mut taken =
        held.taken.iter().rev().filter(|(on, route)| *on >= first && unless.routes.contains(&route.id));
    let route = taken.next().map(|(on, route)| (*on, Some(*route)));
    route.or_else(|| (held.earned_on >= first).then_some((held.earned_on, None)))
}
