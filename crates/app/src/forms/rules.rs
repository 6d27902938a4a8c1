//! Who may do what with forms that are being made.

use assay_kernel::{Actor, Instant};
use assay_store::ExamFormRecord;

use crate::permit::{Thing, Tie, Whole, acts};

impl Thing for ExamFormRecord {
    /// Whoever drew it, changed it last or asked for the second person is none.
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        let Some(person) = actor.person().map(ToString::to_string) else { return Tie::Other };
        let hands = [Some(&self.made_by), Some(&self.edited_by), self.asked_by.as_ref()];
        if hands.into_iter().flatten().any(|hand| *hand == person) { Tie::Author } else { Tie::Other }
    }
}

acts! {
    /// Seeing which forms are being made, what stands on them and what they lack.
    SeeForms on Whole, "forms.see": Administrator [Whole], BankManager [Whole];
    /// Having forms drawn from the bank.
    DrawForms on Whole, "forms.draw" logged: Administrator [Whole], BankManager [Whole];
    /// Putting an item in the place of another, asking for the second person, and opening it again.
    EditForm on ExamFormRecord, "forms.edit" logged:
        Administrator [Author, Other], BankManager [Author, Other];
    /// Freezing it: a second person, who has not worked on it.
    FreezeForm on ExamFormRecord, "forms.freeze" logged: Administrator [Other], BankManager [Other];
    /// Entering what a panel decided about a frozen form's cut.
    SetCut on ExamFormRecord, "forms.set-cut" logged: BankManager [Author, Other];
    /// Preparing the change of the programme that gives it; others propose and apply that.
    ReleaseForm on ExamFormRecord, "forms.release" logged: BankManager [Author, Other];
    /// Taking its questions along, on paper.
    PrintForm on ExamFormRecord, "forms.print" logged:
        Administrator [Author, Other], BankManager [Author, Other];
    /// Taking a frozen form along as a package, keys included.
    TakeForm on ExamFormRecord, "forms.take" logged:
        Administrator [Author, Other], BankManager [Author, Other];
}
