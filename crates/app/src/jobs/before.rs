//! What a start finds: leases of a process that is gone, and jobs of before they were typed.

use assay_store::{OldJobs, Store, Unit, statement::work};

use super::Job;
use crate::{AppError, awards::AwardsJob, changes::ChangesJob, sittings::SittingsJob};

/// Jobs of before, by their kind and subject, and what they are now. Other kinds stay where they are and are
/// counted (`Jobs::counts`).
pub(super) const OLD: [OldJobs; 3] = [
    OldJobs {
        before: "score",
        queue: SittingsJob::LIMITS.queue,
        kind: "score",
        key: "",
        payload: (r#"{"kind":"score","sitting":""#, r#""}"#),
    },
    OldJobs {
        before: "issue",
        queue: AwardsJob::LIMITS.queue,
        kind: "look",
        key: "",
        payload: (r#"{"kind":"look","person":""#, r#""}"#),
    },
    OldJobs {
        before: "programme",
        queue: ChangesJob::LIMITS.queue,
        kind: "follow_up",
        key: "version ",
        payload: (r#"{"kind":"follow_up","version":"#, "}"),
    },
];

/// Begins, in one commit: whoever held something is gone, since the data belong to one process at a time.
pub(crate) async fn begin(store: &Store) -> Result<(), AppError> {
    let mut unit = Unit::from(work::freed());
    unit.extend(OLD.iter().flat_map(work::moved));
    Ok(store.commit(unit).await?)
}
