//! What may be asked to be done for badges after the request.

use std::time::Duration;

use assay_kernel::PersonId;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, QueueLimits};

/// A job for badges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum AwardsJob {
    /// A person's badges are brought in line with what they hold.
    Look { person: PersonId },
    /// Badges of before the lists get their place: everybody who has one is looked at.
    Unlisted {
        /// Up to whom that was asked for.
        #[serde(default)]
        after: String,
        /// How many that were.
        #[serde(default)]
        done: i64,
    },
}

impl Job for AwardsJob {
    const LIMITS: QueueLimits = QueueLimits {
        queue: "awards",
        kinds: &["look", "unlisted"],
        at_once: 8,
        timeout: Duration::from_secs(60),
        attempts: 20,
    };

    fn key(&self) -> String {
        match self {
            AwardsJob::Look { person } => person.to_string(),
            AwardsJob::Unlisted { .. } => "unlisted".to_owned(),
        }
    }
}
