//! Who may do what with questions that come from elsewhere.

use assay_kernel::{Actor, Instant};
use assay_store::ImportRecord;

use crate::permit::{Thing, Tie, Whole, acts};

impl Thing for ImportRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        match actor.person() {
            Some(person) if person.to_string() == self.made_by => Tie::Own,
            _ => Tie::Other,
        }
    }
}

acts! {
    /// Seeing which files were handed in, and what would become of their questions: keys stand in them.
    SeeImports on Whole, "items.see-imports": Administrator [Whole], Operator [Whole];
    /// Handing in a file of questions.
    HandIn on Whole, "items.hand-in" logged: Administrator [Whole], Operator [Whole];
    /// Keeping what can be used of a file.
    KeepImport on ImportRecord, "items.keep" logged: Administrator [Own, Other], Operator [Other];
    /// Keeping nothing of a file.
    DiscardImport on ImportRecord, "items.discard" logged: Administrator [Own, Other], Operator [Other];
    /// Taking back what was kept, as long as nothing was built upon it.
    UndoKeep on ImportRecord, "items.undo-keep" logged: Administrator [Own, Other], Operator [Other];
    /// Reading what was handed in.
    ReadImport on Whole, "items.read-import": Worker [Whole];
}
