//! What may be asked to be done for items after the request.

use std::time::Duration;

use assay_kernel::ImportId;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, QueueLimits};

/// A job for items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ItemsJob {
    /// A file that was handed in is read, some questions a page. How far it is stands with the import.
    ReadImport {
        /// The import.
        import: ImportId,
    },
    /// Items of the forms that a version of the programme gives are put to that use.
    PutToUse {
        /// The version.
        version: i64,
    },
}

impl Job for ItemsJob {
    const LIMITS: QueueLimits = QueueLimits {
        queue: "items",
        kinds: &["read_import", "put_to_use"],
        // Each is a process that may take as much memory as it is allowed.
        at_once: 1,
        // A page waits for its questions at most as long as a reader may be silent, and then some.
        timeout: Duration::from_secs(120),
        attempts: 5,
    };

    fn key(&self) -> String {
        match self {
            ItemsJob::ReadImport { import } => import.to_string(),
            ItemsJob::PutToUse { version } => format!("version {version}"),
        }
    }
}
