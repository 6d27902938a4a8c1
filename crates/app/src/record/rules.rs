//! Who may read the record and write into it.

use assay_store::PersonRecord;

use crate::permit::{Whole, acts};

acts! {
    /// Seeing what one holds.
    SeeOwn on Whole, "record.see-own": Candidate [Whole], Administrator [Whole];
    /// Taking a copy of everything that is kept about oneself.
    CopyOwn on Whole, "record.copy-own": Candidate [Whole], Administrator [Whole];
    /// Seeing people and what is on record about them.
    SeePeople on Whole, "record.see-people": Administrator [Whole], Support [Whole], Auditor [Whole];
    /// Having somebody's standing explained.
    ReadStanding on PersonRecord, "record.read-standing":
        Candidate [Own], Administrator [Own, Other, Colleague], Support [Other, Colleague],
        Auditor [Other, Colleague];
    /// Putting something on somebody's record: what the body decides, and what happened elsewhere.
    Decide on PersonRecord, "record.decide" logged: Administrator [Other, Colleague];
    /// Reading what the team noted about somebody; never about oneself.
    SeeNotes on PersonRecord, "record.see-notes":
        Administrator [Other, Colleague], Support [Other], Auditor [Other, Colleague];
    /// Noting something about somebody, changing and removing it.
    WriteNote on PersonRecord, "record.write-note" logged:
        Administrator [Other, Colleague], Support [Other];
    /// Putting on record what happened elsewhere.
    Import on Whole, "record.import" logged: Operator [Whole];
}
