//! What may be asked to be done about somebody's preparation after the request.

use std::time::Duration;

use assay_kernel::PersonId;
use assay_store::Ms;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, QueueLimits};

/// A job about somebody's preparation. What is told is derived when it is told, so that nothing of it lies
/// in here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum PracticeJob {
    /// A learning record store is told what happened to somebody at an instant, in milliseconds.
    TellPreparation { person: PersonId, at: i64 },
}

impl PracticeJob {
    pub(crate) fn tell(person: PersonId, at: Ms) -> PracticeJob {
        PracticeJob::TellPreparation { person, at: at.0.as_millisecond() }
    }
}

impl Job for PracticeJob {
    const LIMITS: QueueLimits = QueueLimits {
        queue: "preparation",
        kinds: &["tell_preparation"],
        // One that is slow holds up nobody but itself; a store that is down is not asked by many at once.
        at_once: 2,
        timeout: Duration::from_secs(60),
        // Pauses grow to an hour: four days, which outlast a weekend without the store.
        attempts: 100,
    };

    fn key(&self) -> String {
        let PracticeJob::TellPreparation { person, at } = self;
        format!("tell {at} {person}")
    }
}
