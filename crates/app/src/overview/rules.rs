//! Who may see what is counted.

use crate::permit::{Whole, acts};

acts! {
    /// Seeing how the day stands: what ends, who sits, who is registered.
    SeeToday on Whole, "overview.see-today": Administrator [Whole], Support [Whole], Auditor [Whole];
    /// Seeing what waits in rooms that support does not see: changes to decide, jobs that failed.
    SeeWaiting on Whole, "overview.see-waiting": Administrator [Whole], Auditor [Whole];
    /// Reading reports.
    SeeReports on Whole, "overview.see-reports": Administrator [Whole], Auditor [Whole];
}
