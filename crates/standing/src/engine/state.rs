//! The state of one evaluation, and what is asked of it.

use assay_kernel::{CertificationCode, Date};
use assay_programme::model::{GoverningDay, PolicyVersion, Route};

use super::credit::Cycle;
use crate::{
    Event, Status,
    rules::Rules,
    step::{Cause, EngineStep, NotRenewed, Witness},
};

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
    /// Day from which the body has suspended it.
    pub barred_on: Option<Date>,
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
    /// Day from which the body has suspended it; none where it has not, and while it is revoked.
    pub(crate) barred_on: Option<Date>,
    /// The routes taken, with their days; kept only where an outside end asks for them (17).
    pub(crate) taken: Vec<(Date, &'a Route)>,
    pub(crate) cycle: Cycle<'a>,
}

impl Held<'_> {
    pub(super) fn awarded(on: Date, until: Option<Date>) -> Self {
        let (taken, cycle) = (Vec::new(), Cycle::starting(on));
        let (revoked_on, barred_on) = (None, None);
        Held { earned_on: on, valid_from: on, base: on, until, revoked_on, barred_on, taken, cycle }
    }
}

#[derive(Default)]
pub(super) struct Slot<'a> {
    pub(super) held: Option<Held<'a>>,
    /// Retired by an event of the history.
    pub(super) retired_on: Option<Date>,
}

/// The state of one evaluation.
pub(crate) struct Engine<'a, W> {
    pub(crate) rules: &'a Rules<'a>,
    pub(super) history: &'a [Event],
    pub(super) slots: Vec<Slot<'a>>,
    /// Places of results that were voided so far: they count for nothing, whenever they come.
    pub(super) voided: Vec<usize>,
    pub(crate) witness: W,
}

/// An event being applied: its place in the history and its day.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) event: Option<usize>,
    pub(super) on: Date,
}

impl<'a, W: Witness<'a>> Engine<'a, W> {
    pub(crate) fn held(&self, index: usize) -> Option<&Held<'a>> {
        self.slots.get(index).and_then(|slot| slot.held.as_ref())
    }

    pub(super) fn held_mut(&mut self, index: usize) -> Option<&mut Held<'a>> {
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
        if is_over(self.unbarred(index, day)) {
            self.in_force(index, day)
        } else {
            self.governing(index, day)
        }
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

    pub(super) fn refuse(&mut self, at: At, about: Option<usize>, refusal: NotRenewed<'a>) {
        if W::LISTENS {
            let until = about.and_then(|index| self.held(index)).and_then(|held| held.until);
            self.note(at, about, Cause::Refused(refusal), until, until);
        }
    }

    pub(super) fn note(
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
