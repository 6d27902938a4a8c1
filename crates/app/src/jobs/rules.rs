//! Who may do what with jobs.

use assay_store::WorkRecord;

use crate::permit::{Whole, acts};

acts! {
    /// Taking jobs and carrying them out.
    Run on Whole, "jobs.run": Worker [Whole];
    /// Seeing how many wait.
    Count on Whole, "jobs.count": Anyone [Whole];
    /// Seeing which there are, how far they are, and why they failed.
    SeeJobs on Whole, "jobs.see": Administrator [Whole], Auditor [Whole];
    /// Having one tried again that was given up.
    Retry on WorkRecord, "jobs.retry" logged: Administrator [Other];
}
