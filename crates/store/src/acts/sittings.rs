//! A sitting from its start to its score.

use assay_kernel::{Sittings, TypedId};

use crate::{
    db::{Ms, StoreError},
    store::Store,
    table::{
        history::{self, NewHistory},
        job, message,
        note::{self, NewNote},
        registration,
        sitting::{self, SittingRecord},
    },
    unit::Unit,
};

impl Store {
    /// Starts a sitting and uses up its registration, in one commit; notes where.
    ///
    /// # Errors
    /// `Conflict` where the registration is not open any more.
    pub async fn start_sitting(&self, sitting: &SittingRecord, device: &str) -> Result<(), StoreError> {
        let (to, device) = (sitting.lease.clone(), device.to_owned());
        let note = NewNote { kind: "started", from: String::new(), to, device };
        self.commit(Unit::from_iter([
            registration::used(sitting.registration_id),
            sitting::started(sitting),
            note::added(sitting.id, &note, sitting.started_at),
        ]))
        .await
    }

    /// Gives a sitting to a writer and notes it, in one commit.
    ///
    /// # Errors
    /// `Conflict` where it was handed in, or another one than `note.from` holds it by now.
    pub async fn take_sitting(
        &self,
        id: TypedId<Sittings>,
        note: &NewNote,
        now: Ms,
    ) -> Result<(), StoreError> {
        let taken = sitting::taken(id, &note.from, &note.to, now);
        self.commit(Unit::from_iter([taken, note::added(id, note, now)])).await
    }

    /// Hands a sitting in after everything queued for it, and queues its scoring, in one commit. The writer
    /// is empty where the server does it, because time is over.
    ///
    /// # Errors
    /// `Conflict` where it was handed in already, or another writer holds it.
    pub async fn submit_sitting(
        &self,
        id: TypedId<Sittings>,
        submitted_at: Ms,
        time_over: bool,
        writer: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        let submitted = sitting::submitted(id, submitted_at, time_over, writer);
        self.commit(Unit::from_iter([submitted, job::score_asked(id, now)])).await
    }

    /// Stores a score report with the event it makes and its consequences, in one commit.
    ///
    /// # Errors
    /// `Conflict` where it was scored already.
    pub async fn record_score(
        &self,
        id: TypedId<Sittings>,
        report: &str,
        event: &NewHistory,
        message: (&str, &str),
        now: Ms,
    ) -> Result<(), StoreError> {
        self.commit(Unit::from_iter([
            sitting::scored(id, report, now),
            history::recorded(event, now),
            job::look_asked(event.person, now),
            message::told(event.person, &format!("result:{id}"), message.0, message.1, now),
            job::score_finished(id),
        ]))
        .await
    }
}
