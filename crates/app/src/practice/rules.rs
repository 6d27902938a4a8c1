//! Who may practise.

use assay_store::PracticeRunRecord;

use crate::permit::{Whole, acts};

acts! {
    /// Looking at a prep plan; with one's own progress where somebody who sits exams is signed in.
    LookAtPlan on Whole, "practice.look-at-plan": Anyone [Whole];
    /// Choosing and starting a run, leaving out a step of a prep plan. Those who run the examination do not
    /// practise for it.
    Begin on Whole, "practice.begin": Candidate [Whole];
    /// Letting one's results be held against what one was told, or no longer.
    ShareOutcome on Whole, "practice.share-outcome": Candidate [Whole];
    /// Taking a copy of what a learning record store is told, or would be.
    CopyStatements on Whole, "practice.copy-statements": Candidate [Whole];
    /// Telling a learning record store.
    TellStatements on Whole, "practice.tell-statements": Worker [Whole];
    /// Reading a course; with one's own progress where somebody who sits exams is signed in.
    LookAtCourse on Whole, "practice.look-at-course": Anyone [Whole];
    /// Answering a check of a lesson, finishing a lesson.
    Learn on Whole, "practice.learn": Candidate [Whole];
    /// Handing in what ran out of time.
    CloseOverdue on Whole, "practice.close-overdue": Worker [Whole];
    /// The same of one run.
    Close on PracticeRunRecord, "practice.close": Worker [Other];
    /// Going on with a run.
    Practise on PracticeRunRecord, "practice.practise": Candidate [Own];
}
