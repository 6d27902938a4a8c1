//! Awards, passes, and the body's decisions (renewal-rules 1 to 3, 20, 21).

use assay_programme::model::Earned;

use super::{At, Came, Engine, Held, award_end, later};
use crate::{
    Status,
    step::{Cause, NotRenewed, Witness},
};

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// A pass renews what is held and not over; else it earns.
    pub(super) fn pass(&mut self, at: At, what: &'a Earned) {
        let (code, exam) = match what {
            Earned::Certification(code) => (code, None),
            Earned::Exam(code) => match self.rules.exam(code.as_str()) {
                Some(exam) => (&exam.certification, Some(exam)),
                None => return self.refuse(at, None, NotRenewed::UnknownExam),
            },
        };
        let Some(index) = self.rules.index(code.as_str()) else {
            return self.refuse(at, None, NotRenewed::UnknownCertification);
        };
        if let Some(exam) = exam.filter(|exam| !exam.can_be_sat_on(at.on)) {
            return self.refuse(at, Some(index), NotRenewed::OutsideTestDates(exam));
        }
        match self.dated(index, at.on) {
            Status::Active | Status::Grace | Status::Suspended => {
                let lost = self.keep_activity(at, index, "pass");
                self.renew(at, index, Came { trigger: "pass", lost });
            }
            // A pass of meanwhile is no way around the body's decision.
            Status::Barred => self.refuse(at, Some(index), NotRenewed::Barred),
            // The test dates of an exam version decide by themselves; only a record without a version asks
            // whether the certification still has an exam (renewal-rules 20).
            _ => match self.retired_on(index).filter(|day| exam.is_none() && *day <= at.on) {
                Some(day) => self.refuse(at, Some(index), NotRenewed::Retired(day)),
                None => self.award(at, index),
            },
        }
    }

    /// A fail changes no standing; it is told to whoever asks for every decision.
    pub(super) fn fail(&mut self, at: At, what: &'a Earned) {
        let code = match what {
            Earned::Certification(code) => Some(code),
            Earned::Exam(code) => self.rules.exam(code.as_str()).map(|exam| &exam.certification),
        };
        let index = code.and_then(|code| self.rules.index(code.as_str()));
        self.refuse(at, index, NotRenewed::Failed);
    }

    /// A new award, by the version in force on its day.
    pub(super) fn award(&mut self, at: At, index: usize) {
        let version = self.in_force(index, at.on);
        if let Some(version) = version.filter(|version| version.derived.is_some()) {
            return self.refuse(at, Some(index), NotRenewed::Derived(version));
        }
        // Awards end apart from exams and routes (renewal-rules 20, and trap c).
        let ended = self.rules.subject(index).and_then(|subject| subject.policy?.award_until);
        if let Some(last) = ended.filter(|last| *last < at.on) {
            return self.refuse(at, Some(index), NotRenewed::AwardsEnded(last));
        }
        let before = self.dated(index, at.on);
        if before == Status::Barred {
            return self.refuse(at, Some(index), NotRenewed::Barred);
        }
        let old_until = self.held(index).and_then(|held| held.until);
        let (mut until, cohort) = version.map_or((None, None), |version| award_end(version, at.on));
        if before == Status::Active && version.is_some_and(|version| version.never_shorten) {
            until = later(old_until, until);
        }
        // What would be over before it begins was never valid: it takes nothing away either.
        if let (Some(version), Some(last)) = (version, until.filter(|last| *last < at.on)) {
            return self.refuse(at, Some(index), NotRenewed::OverAtOnce(version, last));
        }
        if let Some(slot) = self.slots.get_mut(index) {
            slot.held = Some(Held::awarded(at.on, until));
        }
        self.note(at, Some(index), Cause::Awarded { version, cohort, before }, old_until, until);
        if let Some(version) = version {
            self.cascade(at, index, until, version);
        }
    }

    /// Taken away by the body (renewal-rules 21), for good where it was suspended before; saying it again
    /// changes nothing.
    pub(super) fn revoke(&mut self, at: At, index: usize) {
        let Some(held) = self.held_mut(index) else {
            return self.refuse(at, Some(index), NotRenewed::NotHeld);
        };
        let until = held.until;
        if held.revoked_on.is_some() {
            return self.refuse(at, Some(index), NotRenewed::RevokedBefore);
        }
        held.revoked_on = Some(at.on);
        held.barred_on = None;
        self.note(at, Some(index), Cause::Revoked, until, until);
    }

    /// Suspended by the body until it is reinstated; there must be something that counts, or may again.
    pub(super) fn suspend(&mut self, at: At, index: usize) {
        let refused = match self.statuses(at.on).get(index) {
            None | Some(Status::None) => Some(NotRenewed::NotHeld),
            Some(Status::Revoked) => Some(NotRenewed::RevokedBefore),
            Some(Status::Barred) => Some(NotRenewed::BarredBefore),
            Some(Status::Expired) => Some(NotRenewed::NothingToBar),
            Some(Status::Active | Status::Grace | Status::Suspended | Status::Inactive) => None,
        };
        let Some(held) = self.held_mut(index).filter(|_| refused.is_none()) else {
            return self.refuse(at, Some(index), refused.unwrap_or(NotRenewed::NotHeld));
        };
        let until = held.until;
        held.barred_on = Some(at.on);
        self.note(at, Some(index), Cause::Barred, until, until);
    }

    /// Given back by the body, with the days it had; what was not taken away changes nothing.
    pub(super) fn reinstate(&mut self, at: At, index: usize) {
        let Some(held) = self.held_mut(index) else {
            return self.refuse(at, Some(index), NotRenewed::NotHeld);
        };
        let until = held.until;
        let taken_away = held.revoked_on.take().or(held.barred_on.take());
        if taken_away.is_none() {
            return self.refuse(at, Some(index), NotRenewed::NotTakenAway);
        }
        self.note(at, Some(index), Cause::Reinstated, until, until);
    }
}
