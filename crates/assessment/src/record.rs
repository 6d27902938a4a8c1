//! What of a sitting reaches the record of whoever sat.
//!
//! From here history, retake rules, standing and badges follow, so this takes a sitting of an examination and
//! no other (`occasion.rs`).

use assay_kernel::{Persons, TypedId};
use assay_programme::model::Earned;

use crate::{occasion::Examination, score::ScoreReport, sitting::Sitting};

/// A result as it goes on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamResult {
    person: TypedId<Persons>,
    what: Earned,
    passed: bool,
}

impl ExamResult {
    /// The result of a sitting by its report.
    pub fn of(sitting: &Sitting<Examination>, report: &ScoreReport) -> ExamResult {
        let what = Earned::Exam(sitting.exam.clone());
        ExamResult { person: sitting.person, what, passed: report.passed }
    }

    /// Whose it is.
    pub fn person(&self) -> TypedId<Persons> {
        self.person
    }

    /// What was sat.
    pub fn what(&self) -> &Earned {
        &self.what
    }

    /// Whether it was passed.
    pub fn passed(&self) -> bool {
        self.passed
    }
}
