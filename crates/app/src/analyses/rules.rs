//! Who may do what with practice analyses.

use assay_store::{AnalysisRecord, ExpertRecord};

use crate::permit::{Thing, Tie, Whole, acts};
use assay_kernel::{Actor, Instant};

impl Thing for AnalysisRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        match actor.person() {
            Some(person) if person.to_string() == self.made_by => Tie::Own,
            _ => Tie::Other,
        }
    }
}

impl Thing for ExpertRecord {
    fn relation(&self, _actor: &Actor, _now: Instant) -> Tie {
        Tie::Other
    }
}

acts! {
    /// Seeing studies, who was asked, and what they said.
    SeeAnalyses on Whole, "analyses.see": Administrator [Whole], Auditor [Whole];
    /// Making a study.
    MakeAnalysis on Whole, "analyses.make" logged: Administrator [Whole], Operator [Whole];
    /// Asking an expert, and making their link anew.
    Invite on AnalysisRecord, "analyses.invite" logged: Administrator [Own, Other], Operator [Other];
    /// Leaving out what an expert said, or taking it in again.
    LeaveOut on ExpertRecord, "analyses.leave-out" logged: Administrator [Other];
    /// Closing a study, or opening it again.
    CloseAnalysis on AnalysisRecord, "analyses.close" logged: Administrator [Own, Other];
    /// Preparing the change of the programme that a study proposes.
    PrepareBlueprint on AnalysisRecord, "analyses.prepare" logged: Administrator [Own, Other];
    /// Answering as an expert: whoever has the link is one.
    Answer on Whole, "analyses.answer": Anyone [Whole];
}
