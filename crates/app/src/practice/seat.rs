//! A run as it is sat: its rows, its pool and the machine that judges it.

use std::{collections::BTreeMap, sync::Arc};

use assay_assessment::{
    occasion::Practice as ForPractice,
    sitting::{Sitting, State},
};
use assay_kernel::{ExamCode, Instant, PracticeId};
use assay_store::{Ms, PracticeResponseRecord, PracticeRunRecord, PracticeSittingRecord, Reads};

use crate::{AppError, vault::Pool};

/// A final practice exam that was opened.
pub(super) struct PracticeSeat {
    pub(super) record: PracticeRunRecord,
    pub(super) row: PracticeSittingRecord,
    pub(super) items: Vec<(String, String)>,
    pub(super) pool: Arc<Pool>,
    pub(super) sitting: Sitting<ForPractice>,
}

impl PracticeSeat {
    /// Places with their items, from 1.
    pub(super) fn places(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..).zip(self.items.iter().map(|(id, _)| id.as_str()))
    }

    pub(super) fn id_at(&self, position: u32) -> Option<&str> {
        self.items.get((position as usize).checked_sub(1)?).map(|(id, _)| id.as_str())
    }

    pub(super) fn is_open(&self, now: Instant) -> bool {
        self.sitting.state == State::Open && !self.sitting.time_is_over(now)
    }
}

/// The sitting as the machine takes it.
pub(super) fn sitting(record: &PracticeRunRecord, row: &PracticeSittingRecord) -> Sitting<ForPractice> {
    let submitted = |at: Ms| State::Submitted { at: at.0, time_over: row.time_over };
    Sitting {
        id: record.id,
        right: (),
        person: record.person_id,
        exam: ExamCode::new(&record.exam),
        form: row.practice_set.clone(),
        seed: record.seed.0,
        started_at: record.started_at.0,
        deadline_at: row.deadline_at.0,
        state: row.submitted_at.map_or(State::Open, submitted),
    }
}

/// The latest change of each item.
pub(super) async fn latest(
    store: &Reads,
    id: PracticeId,
) -> Result<BTreeMap<String, PracticeResponseRecord>, AppError> {
    let changes = store.practice_responses(id).await?;
    // In the order in which they were given: the latest stays.
    Ok(changes.into_iter().map(|change| (change.item.clone(), change)).collect())
}
