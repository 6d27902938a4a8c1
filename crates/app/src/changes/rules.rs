//! Who may change the programme.

use assay_store::ProposalRecord;

use crate::permit::{Whole, acts};

acts! {
    /// Seeing what lies ready, what is proposed, and every version.
    SeeProposals on Whole, "changes.see": Administrator [Whole], Auditor [Whole];
    /// Planning a change and proposing it.
    Propose on Whole, "changes.propose" logged: Administrator [Whole];
    /// Taking a proposal back: one's own or a colleague's.
    WithdrawProposal on ProposalRecord, "changes.withdraw" logged: Administrator [Author, Other];
    /// Taking back what a room has prepared, before anybody proposes it.
    TakeBack on Whole, "changes.take-back" logged: Administrator [Whole];
    /// Applying a change: the second pair of eyes, so never one's own.
    Approve on ProposalRecord, "changes.approve" logged: Administrator [Other];
    /// Applying a plan with the files at hand.
    ApplyFiles on Whole, "changes.apply-files" logged: Operator [Whole];
    /// Reading what differs in files that hold keys.
    SeeKeys on Whole, "changes.see-keys": Administrator [Whole];
    /// Carrying out what follows from a change, and facts about everyone on their day.
    CarryOut on Whole, "changes.carry-out": Worker [Whole];
}
