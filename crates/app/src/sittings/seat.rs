//! What memory keeps of the sittings that run: what never changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use assay_assessment::{
    occasion::Examination,
    sitting::{Sitting, State},
};
use assay_kernel::{Actor, Instant, PersonId, SittingId};
use assay_store::{Ms, SittingNow, SittingRecord};

use crate::{
    permit::{Thing, Tie},
    vault::Sealed,
};

/// Sittings held in memory at most; beyond that the ones not in use are read again when needed.
const SEATS_MAX: usize = 50_000;

/// What of a sitting never changes.
pub struct Seat {
    person: PersonId,
    /// What it was started on: a change applied meanwhile does not reach it.
    pub(super) sealed: Arc<Sealed>,
    /// Its state and deadline are those of the reading: nothing is decided by them.
    pub(super) as_read: Sitting<Examination>,
}

impl Thing for Seat {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.person, actor)
    }
}

impl Seat {
    pub(super) fn new(record: &SittingRecord, sealed: Arc<Sealed>) -> Seat {
        Seat { person: record.person_id, sealed, as_read: as_read(record) }
    }

    /// The sitting as it is now.
    pub(super) fn as_it_is(&self, state: &SittingNow) -> Sitting<Examination> {
        let deadline_at = state.deadline_at.0;
        let state = self::state(state.submitted_at, state.time_over);
        Sitting { deadline_at, state, ..self.as_read.clone() }
    }
}

/// The seats of the sittings that run.
#[derive(Default)]
pub(super) struct Seats(Mutex<HashMap<SittingId, Arc<Seat>>>);

impl Seats {
    fn all(&self) -> MutexGuard<'_, HashMap<SittingId, Arc<Seat>>> {
        // Whoever panicked with the lock left a whole map behind: a seat is inserted in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn of(&self, id: SittingId) -> Option<Arc<Seat>> {
        self.all().get(&id).cloned()
    }

    pub(super) fn count(&self) -> usize {
        self.all().len()
    }

    /// Memory is for sittings that run.
    pub(super) fn forget(&self, id: SittingId) {
        self.all().remove(&id);
    }

    pub(super) fn keep(&self, id: SittingId, seat: &Arc<Seat>) {
        let mut seats = self.all();
        if seats.len() >= SEATS_MAX {
            seats.retain(|_, seat| Arc::strong_count(seat) > 1);
        }
        seats.insert(id, seat.clone());
    }
}

/// A sitting as its row was read.
pub(super) fn as_read(record: &SittingRecord) -> Sitting<Examination> {
    Sitting {
        id: record.id,
        right: record.registration_id,
        person: record.person_id,
        exam: record.exam.clone(),
        form: record.form.clone(),
        seed: record.seed.0,
        started_at: record.started_at.0,
        deadline_at: record.deadline_at.0,
        state: state(record.submitted_at, record.time_over),
    }
}

fn state(submitted_at: Option<Ms>, time_over: bool) -> State {
    submitted_at.map_or(State::Open, |at| State::Submitted { at: at.0, time_over })
}
