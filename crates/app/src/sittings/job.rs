//! What may be asked to be done for sittings after the request.

use std::time::Duration;

use assay_kernel::SittingId;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, QueueLimits};

/// A job for sittings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum SittingsJob {
    /// What was handed in is scored.
    Score { sitting: SittingId },
}

impl Job for SittingsJob {
    const LIMITS: QueueLimits = QueueLimits {
        queue: "sittings",
        kinds: &["score"],
        at_once: 4,
        timeout: Duration::from_secs(30),
        attempts: 20,
    };

    fn key(&self) -> String {
        let SittingsJob::Score { sitting } = self;
        sitting.to_string()
    }
}
