//! Who may read notices.

use assay_store::PersonRecord;

use crate::permit::{Whole, acts};

acts! {
    /// Reading what one was told.
    ReadOwn on Whole, "notices.read-own": Candidate [Whole], Administrator [Whole];
    /// Having seen what one was told.
    SeeOwn on Whole, "notices.see-own": Candidate [Whole], Administrator [Whole];
    /// Seeing what somebody was told.
    SeeTold on PersonRecord, "notices.see-told":
        Administrator [Other, Colleague], Support [Other, Colleague], Auditor [Other, Colleague];
    /// Sending somebody again what they were told.
    SendAgain on PersonRecord, "notices.send-again" logged:
        Administrator [Other, Colleague], Support [Other, Colleague];
}
