//! What comes from outside: deadlines and bulk changes (renewal-zoo 17 and 19).

use assay_kernel::{CertificationCode, Date, Period, Validity};
use assay_programme::model::Amendment;

use super::{At, Engine, end_day};
use crate::{
    Status,
    step::{Cause, Witness},
};

/// What a bulk change says, from the programme or from a history.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) certifications: &'a [CertificationCode],
    pub(super) earned_from: Option<Date>,
    pub(super) shift: Option<Period>,
    pub(super) revalidate: Option<Validity>,
    pub(super) amendment: Option<&'a Amendment>,
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
}

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// An outside event cuts what is held on its day; an award or renewal after it starts afresh.
    pub(super) fn world(&mut self, at: At, name: &str) {
        for index in 0..self.rules.subjects().len() {
            let Some(version) = self.version(index, at.on) else { continue };
            let Some(end) = version.expire_after.iter().find(|end| end.event == name) else { continue };
            if !self.runs(index, at.on) {
                continue;
            }
            let last = end.delay.after(at.on);
            let Some(held) = self.held_mut(index) else { continue };
            let old_until = held.until;
            if old_until.is_none_or(|until| last < until) {
                held.until = Some(last);
                self.note(at, Some(index), Cause::Ended { version, end }, old_until, Some(last));
            }
        }
    }

    /// A bulk change moves the last valid day of what runs on its day.
    pub(super) fn amend(&mut self, at: At, terms: Terms<'a>) {
        for (index, subject) in self.rules.subjects().iter().enumerate() {
            let meant = terms.certifications.is_empty() || terms.certifications.contains(subject.code);
            let version = subject.version_on(at.on);
            let derived = version.is_some_and(|version| version.derived.is_some());
            if !meant || derived || !self.runs(index, at.on) {
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
            let until = held.until;
            if until != old_until {
                let cause = Cause::Amended { amendment: terms.amendment };
                self.note(at, Some(index), cause, old_until, until);
            }
        }
    }

    /// Whether it is held and within its dates on a day, which is what 'running' means.
    fn runs(&self, index: usize, day: Date) -> bool {
        self.dated(index, day) == Status::Active
    }
}
