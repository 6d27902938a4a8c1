//! Who may read what was done.

use crate::permit::{Whole, acts};

acts! {
    /// Reading the audit log.
    SeeLog on Whole, "audit.see": Administrator [Whole], Auditor [Whole];
}
