//! Who may do what with jobs.

use crate::permit::{Whole, acts};

acts! {
    /// Taking jobs and carrying them out.
    Run on Whole, "jobs.run": Worker [Whole];
    /// Seeing how many wait.
    Count on Whole, "jobs.count": Anyone [Whole];
    /// Seeing which were given up, and why.
    SeeDead on Whole, "jobs.see-dead": Administrator [Whole], Auditor [Whole];
}
