//! From last valid days to states (renewal-rules 9, 10, 16, 18).

use assay_kernel::{CertificationCode, Date, Period};
use assay_programme::model::{PolicyVersion, RouteState};

use super::{At, Engine, Held, Holding};
use crate::{
    Status,
    rules::Rules,
    step::{Cause, Count, Witness},
};

/// What a derived one is made of on a day.
pub(crate) struct Members {
    /// So many must be active.
    pub(crate) needed: u32,
    /// Each with the last day on which it counts as active, as things stand; none without end.
    pub(crate) each: Vec<(usize, Option<Date>)>,
}

impl<'a, W: Witness<'a>> Engine<'a, W> {
    /// The state by the certification's own dates and what the body decided, whatever others do.
    pub(crate) fn dated(&self, index: usize, day: Date) -> Status {
        match self.unbarred(index, day) {
            status @ (Status::None | Status::Revoked) => status,
            _ if self.is_barred(index, day) => Status::Barred,
            status => status,
        }
    }

    /// Whether the body has suspended it.
    pub(super) fn is_barred(&self, index: usize, day: Date) -> bool {
        self.held(index).is_some_and(|held| held.barred_on.is_some_and(|barred| barred <= day))
    }

    /// The state it would be in if the body had not suspended it: its dates run on meanwhile.
    pub(super) fn unbarred(&self, index: usize, day: Date) -> Status {
        let Some(held) = self.held(index) else { return Status::None };
        if held.revoked_on.is_some_and(|revoked| revoked <= day) {
            return Status::Revoked;
        }
        let Some(until) = held.until else { return Status::Active };
        let (grace_until, suspended_until) = self.afterwards(index, until);
        if day <= until {
            Status::Active
        } else if grace_until.is_some_and(|last| day <= last) {
            Status::Grace
        } else if suspended_until.is_some_and(|last| day <= last) {
            Status::Suspended
        } else {
            Status::Expired
        }
    }

    /// The last days of grace and of suspension after a last valid day.
    ///
    /// The version that governed on the last valid day says: a later version can neither cut a running grace
    /// nor bring an expired certification back.
    pub(crate) fn afterwards(&self, index: usize, until: Date) -> (Option<Date>, Option<Date>) {
        let Some(version) = self.governing(index, until) else { return (None, None) };
        let grace_until = version.grace.map(|grace| grace.after(until));
        let suspended_until = version.suspension.map(|period| period.after(grace_until.unwrap_or(until)));
        (grace_until, suspended_until)
    }

    /// The state of every certification, with those that depend on others.
    ///
    /// Starts from the dates and adds until nothing changes, so that two that keep each other alive
    /// need a living one to begin with.
    pub(crate) fn statuses(&self, day: Date) -> Vec<Status> {
        let subjects = self.rules.subjects();
        let mut statuses: Vec<Status> = (0..subjects.len()).map(|index| self.dated(index, day)).collect();
        if !self.rules.linked() {
            return statuses;
        }
        let derived = |index| self.in_force(index, day).and_then(|version| version.derived.as_ref());
        for (index, status) in statuses.iter_mut().enumerate() {
            // What was taken away stays so, however many of its members are active.
            if derived(index).is_some() && !matches!(status, Status::Revoked | Status::Barred) {
                *status = Status::Inactive;
            }
        }
        loop {
            let mut changed = false;
            for index in 0..statuses.len() {
                let before = statuses.get(index).copied().unwrap_or(Status::None);
                if self.lives(index, day, before, &statuses)
                    && let Some(status) = statuses.get_mut(index)
                {
                    *status = Status::Active;
                    changed = true;
                }
            }
            if !changed {
                return statuses;
            }
        }
    }

    /// Whether others make this one active that is not so by itself.
    fn lives(&self, index: usize, day: Date, before: Status, statuses: &[Status]) -> bool {
        let active = |code: &CertificationCode| {
            let index = self.rules.index(code.as_str());
            index.and_then(|index| statuses.get(index)) == Some(&Status::Active)
        };
        match before {
            // Nobody awards a derived one, so no day of its own selects another version than the day's.
            Status::Inactive => {
                let derived = self.in_force(index, day).and_then(|version| version.derived.as_ref());
                derived.is_some_and(|derived| {
                    derived.of.iter().filter(|code| active(code)).count() >= derived.min as usize
                })
            }
            Status::Grace | Status::Suspended | Status::Expired => {
                self.governing(index, day).is_some_and(|version| version.alive_while_any.iter().any(active))
            }
            Status::Active | Status::Revoked | Status::Barred | Status::None => false,
        }
    }

    /// Notes when a derived certification reaches its count, when its end moves, and when it falls below.
    pub(super) fn derive(&mut self, at: At) {
        if !self.rules.linked() {
            return;
        }
        let statuses = self.statuses(at.on);
        for (index, status) in statuses.iter().enumerate() {
            let Some(version) = self.in_force(index, at.on) else { continue };
            let Some(derived) = &version.derived else { continue };
            if *status == Status::Revoked {
                continue;
            }
            let members = derived.of.iter().filter_map(|code| self.rules.index(code.as_str()));
            let active = members.filter(|member| statuses.get(*member) == Some(&Status::Active)).count();
            let count = Count { active: u32::try_from(active).unwrap_or(u32::MAX), needed: derived.min };
            // Of what the body has suspended the dates run on, as if it had not.
            let reached = match status {
                Status::Barred => count.active >= count.needed,
                status => *status == Status::Active,
            };
            if !reached {
                self.end_derived(at, index, version, count);
                continue;
            }
            let end = self.unbarred_end(index, at.on, &mut Vec::new());
            let until = Some(end).filter(|end| *end != Date::MAX);
            let old = self.held(index).map(|held| held.until);
            let lapsed = old.is_none_or(|end| end.is_some_and(|end| end < Period::days(1).before(at.on)));
            self.hold_derived(index, at.on, until, lapsed);
            if lapsed {
                self.note(at, Some(index), Cause::Reached { version, count }, old.flatten(), until);
            } else if old != Some(until) {
                self.note(at, Some(index), Cause::Followed { version, count }, old.flatten(), until);
            }
        }
    }

    /// The last day on which it counts as active, as things stand; none without end.
    fn counts_until(&self, index: usize, day: Date) -> Option<Date> {
        Some(self.end_of(index, day, &mut Vec::new())).filter(|end| *end != Date::MAX)
    }

    /// The members of a derived one on a day; none where it is not made of others.
    pub(crate) fn members(&self, index: usize, day: Date) -> Option<Members> {
        let derived = self.in_force(index, day)?.derived.as_ref()?;
        let members = derived.of.iter().filter_map(|code| self.rules.index(code.as_str()));
        let each = members.map(|member| (member, self.counts_until(member, day))).collect();
        Some(Members { needed: derived.min, each })
    }

    fn hold_derived(&mut self, index: usize, on: Date, until: Option<Date>, anew: bool) {
        let Some(slot) = self.slots.get_mut(index) else { return };
        let held = slot.held.get_or_insert_with(|| Held::awarded(on, until));
        held.until = until;
        if anew {
            held.valid_from = on;
        }
    }

    /// A derived one below its count ended yesterday at the latest.
    fn end_derived(&mut self, at: At, index: usize, version: &'a PolicyVersion, count: Count) {
        let yesterday = Period::days(1).before(at.on);
        let Some(held) = self.held_mut(index) else { return };
        let (old, last) = (held.until, yesterday.max(held.valid_from));
        if old.is_none_or(|until| until > last) {
            held.until = Some(last);
            self.note(at, Some(index), Cause::Followed { version, count }, old, Some(last));
        }
    }

    /// The last day on which it counts as active, as things stand; the last of the calendar without end.
    ///
    /// With those that keep it alive (18), and of a derived one (16) the end of the `min`th longest of its
    /// members. Those that only keep each other alive do not: a way back to one on the path counts nothing.
    fn end_of(&self, index: usize, day: Date, path: &mut Vec<usize>) -> Date {
        if self.is_barred(index, day) { Date::MIN } else { self.unbarred_end(index, day, path) }
    }

    /// The same of one that the body may have suspended, as if it had not.
    fn unbarred_end(&self, index: usize, day: Date, path: &mut Vec<usize>) -> Date {
        /// Chains of certifications that keep each other alive are shorter than this.
        const DEPTH_MAX: usize = 6;
        if path.contains(&index) || path.len() >= DEPTH_MAX {
            return Date::MIN;
        }
        if self.held(index).is_some_and(|held| held.revoked_on.is_some_and(|revoked| revoked <= day)) {
            return Date::MIN;
        }
        path.push(index);
        let mut ends_of = |codes: &[CertificationCode]| -> Vec<Date> {
            let others = codes.iter().filter_map(|code| self.rules.index(code.as_str()));
            others.map(|other| self.end_of(other, day, path)).collect()
        };
        let derived = self.in_force(index, day).and_then(|version| version.derived.as_ref());
        let end = if let Some(derived) = derived {
            let mut ends = ends_of(&derived.of);
            ends.sort_unstable_by(|a, b| b.cmp(a));
            let place = (derived.min as usize).checked_sub(1);
            place.map_or(Date::MAX, |place| ends.get(place).copied().unwrap_or(Date::MIN))
        } else {
            let own = match (self.unbarred(index, day), self.held(index)) {
                (Status::None | Status::Revoked, _) | (_, None) => None,
                (_, Some(held)) => Some(held.until.unwrap_or(Date::MAX)),
            };
            let alive = self.governing(index, day).map_or(&[][..], |version| &version.alive_while_any);
            own.map_or(Date::MIN, |own| ends_of(alive).into_iter().fold(own, Date::max))
        };
        path.pop();
        end
    }

    /// Everything held, as numbers.
    ///
    /// Takes the rules again for the longer lifetime of the programme's codes.
    pub(crate) fn holdings<'p>(&self, rules: &Rules<'p>, day: Date) -> Vec<Holding<'p>> {
        let statuses = self.statuses(day);
        let subjects = rules.subjects().iter().enumerate();
        let held = subjects.filter_map(|(index, subject)| {
            let held = self.held(index)?;
            Some(Holding {
                certification: subject.code,
                status: statuses.get(index).copied().unwrap_or(Status::None),
                earned_on: held.earned_on,
                valid_from: held.valid_from,
                valid_until: held.until,
                revoked_on: held.revoked_on,
                barred_on: held.barred_on,
            })
        });
        held.collect()
    }
}

/// Whether a route or cascade for these states works in this one (renewal-rules 6).
pub(crate) fn allows(states: &[RouteState], status: Status) -> bool {
    states.iter().any(|state| {
        matches!(
            (state, status),
            (RouteState::Active, Status::Active)
                | (RouteState::Grace, Status::Grace)
                | (RouteState::Suspended, Status::Suspended)
        )
    })
}
