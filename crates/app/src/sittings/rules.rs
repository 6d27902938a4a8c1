//! Who may do what with sittings.

use assay_store::{RegistrationRecord, SittingRecord};

use super::Seat;
use crate::permit::{Whole, acts};

acts! {
    /// Starting the sitting of a registration. Those who run the examination do not sit it (impartiality).
    Start on RegistrationRecord, "sittings.start": Candidate [Own];
    /// Seeing the items, answering, writing from another device, handing in: the one who sits, nobody else.
    Sit on Seat, "sittings.sit": Candidate [Own];
    /// Reading a score report.
    ReadResult on SittingRecord, "sittings.read-result":
        Candidate [Own], Administrator [Own, Other], Support [Other], Auditor [Other];
    /// Seeing everybody's sittings, what is held, and how the keys of forms are spread.
    SeeAll on Whole, "sittings.see-all":
        Administrator [Whole], Support [Whole], Auditor [Whole];
    /// Keeping a result back before it is told.
    Hold on SittingRecord, "sittings.hold" logged: Administrator [Other];
    /// Giving a result that was kept back.
    Release on SittingRecord, "sittings.release" logged: Administrator [Other];
    /// Saying that a sitting does not count.
    Void on SittingRecord, "sittings.void" logged: Administrator [Other];
    /// Taking bank, forms, results and responses along: keys are in them, or follow from scores.
    Export on Whole, "sittings.export" logged: Administrator [Whole], Operator [Whole];
    /// Handing in what ran out of time.
    CloseOverdue on Whole, "sittings.close-overdue": Worker [Whole];
    /// Scoring what was handed in.
    Score on SittingRecord, "sittings.score": Worker [Other];
}
