//! Who may do what in the bank.

use assay_kernel::{Actor, Instant};

use super::held::HeldItem;
use crate::permit::{Thing, Tie, Whole, acts};

impl Thing for HeldItem {
    fn relation(&self, actor: &Actor, now: Instant) -> Tie {
        match actor.person() {
            Some(person) if self.work.is_author(*person) => Tie::Own,
            Some(person) if self.work.is_reviewer(*person, now) => Tie::Assigned,
            _ => Tie::Other,
        }
    }
}

acts! {
    /// Seeing items in a list: writers their own, reviewers what they review, who looks after the bank all.
    SeeBank on Whole, "items.see-bank":
        Writer [Whole], Reviewer [Whole], BankManager [Whole], Operator [Whole];
    /// Taking the bank of an exam version out of the programme's files into work.
    TakeIn on Whole, "items.take-in" logged: BankManager [Whole], Operator [Whole];
    /// Taking a bank in work along as a folder of files, with its keys.
    TakeAlong on Whole, "items.take-along" logged: Operator [Whole];
    /// Bringing such files back: versions of what was changed, drafts of what is new.
    BringBack on Whole, "items.bring-back" logged: Operator [Whole];
    /// Opening an item: a reviewer sees its key after answering.
    SeeItem on HeldItem, "items.see":
        Writer [Own], Reviewer [Assigned], BankManager [Own, Assigned, Other], Operator [Other];
    /// Beginning an item; a writer in what they were given.
    BeginItem on Whole, "items.begin": Writer [Whole], BankManager [Whole], Operator [Whole];
    /// Writing an item: a draft, or its next version; giving it into review and taking it back.
    WriteItem on HeldItem, "items.write":
        Writer [Own], BankManager [Own, Assigned, Other], Operator [Other];
    /// Giving a reviewer a place at an item, and taking it away.
    AssignItem on HeldItem, "items.assign" logged: BankManager [Own, Assigned, Other];
    /// Taking a free place at an item, and giving it back.
    LeaseItem on HeldItem, "items.lease": Reviewer [Assigned, Other];
    /// Answering an item without having seen its key.
    AnswerItem on HeldItem, "items.answer": Reviewer [Assigned];
    /// Commenting on an item, and settling what was said.
    CommentItem on HeldItem, "items.comment":
        Writer [Own], Reviewer [Assigned], BankManager [Own, Assigned, Other];
    /// Accepting a version, or not.
    DecideItem on HeldItem, "items.decide" logged: Reviewer [Assigned];
    /// Putting the live version to another use: accepted, pretest or scored.
    UseItem on HeldItem, "items.use" logged: BankManager [Own, Assigned, Other];
    /// Putting the items of a form in force to the use that the form has for them.
    PutToUse on Whole, "items.put-to-use": Worker [Whole];
    /// Preparing the change of the programme that practises with what is accepted.
    ReleasePractice on Whole, "items.release-practice" logged: BankManager [Whole];
    /// Retiring an item, or throwing a draft of one's own away.
    RetireItem on HeldItem, "items.retire" logged: Writer [Own], BankManager [Own, Assigned, Other];
    /// Moving an item to the other pool.
    MoveItem on HeldItem, "items.move" logged: BankManager [Own, Assigned, Other];
    /// Changing many items at once.
    ChangeMany on Whole, "items.change-many" logged: BankManager [Whole];
    /// Taking such a change back.
    UndoMany on Whole, "items.undo-many" logged: BankManager [Whole];
    /// Seeing who works where in the bank.
    SeeStaff on Whole, "items.see-staff": BankManager [Whole], Administrator [Whole];
    /// Saying where somebody writes or reviews.
    GiveScope on Whole, "items.give-scope" logged: BankManager [Whole];
}
