//! What may be asked to be done for changes after the request.

use std::time::Duration;

use assay_kernel::PersonId;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, QueueLimits};

/// A job for changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ChangesJob {
    /// Everybody whom an applied change touches is told, and their badges are looked at.
    FollowUp {
        /// The version that was applied.
        version: i64,
        /// The last who was told; they come in the order of their ids.
        #[serde(default)]
        after: Option<PersonId>,
    },
    /// What the programme says of everybody on a day reaches badges: everybody's are looked at.
    DatedFacts {
        /// The last who was asked for.
        #[serde(default)]
        after: Option<PersonId>,
        /// How many that were.
        #[serde(default)]
        done: i64,
    },
}

impl Job for ChangesJob {
    const LIMITS: QueueLimits = QueueLimits {
        queue: "changes",
        kinds: &["follow_up", "dated_facts"],
        // Each holds a plan in memory.
        at_once: 1,
        // The first page reads the plan, which can be that of a million people.
        timeout: Duration::from_secs(300),
        attempts: 20,
    };

    fn key(&self) -> String {
        match self {
            ChangesJob::FollowUp { version, .. } => format!("version {version}"),
            ChangesJob::DatedFacts { .. } => "facts".to_owned(),
        }
    }
}
