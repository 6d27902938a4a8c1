//! Whether what people prepare with is a question of an examination in other words.
//!
//! Neither pool sees the other: here both are read (measured: a copy with 20 of 100 words changed is at
//! .33, with 30 at .26; the nearest pair of two banks that nobody copied at .04).

use std::collections::BTreeMap;

use assay_bank::{
    BankItem,
    lint::{ShingleIndex, Shingles},
};
use assay_kernel::{Diagnostic, Diagnostics, Location};
use assay_learning::{
    course::{Course, LessonBlock, LessonCheck},
    practice::codes::LIKE_EXAM,
};

/// From here on nobody believes that it is another question.
const COPY: f64 = 0.20;
/// From here on somebody looks.
const LIKE: f64 = 0.10;

/// The examination's items, to hold others against.
pub(super) struct ExamTexts<'b>(ShingleIndex<'b>);

impl<'b> ExamTexts<'b> {
    pub(super) fn of(bank: &'b BTreeMap<String, BankItem>) -> Self {
        let texts = bank.iter().map(|(id, item)| (id.as_str(), Shingles::of(&item.asked_words())));
        ExamTexts(ShingleIndex::of(texts))
    }

    /// Holds practice items against them.
    pub(super) fn against_practice(&self, pool: &BTreeMap<String, BankItem>, found: &mut Diagnostics) {
        for item in pool.values() {
            self.look(&item.meta.id, &item.asked_words(), &item.meta.at, found);
        }
    }

    /// Holds the checks of courses against them.
    pub(super) fn against_courses(&self, courses: &BTreeMap<String, Course>, found: &mut Diagnostics) {
        let blocks =
            courses.values().flat_map(|course| &course.lessons).flat_map(|(_, lesson)| &lesson.blocks);
        for block in blocks {
            if let LessonBlock::Check(check) = block {
                self.look(&check.id, &read(check), &check.at, found);
            }
        }
    }

    fn look(&self, id: &str, text: &str, at: &Location, found: &mut Diagnostics) {
        let Some((exam, likeness)) = self.0.likest(&Shingles::of(text)) else { return };
        let message = format!(
            "`{id}` is nearly the examination item `{exam}`: of their rows of three words {:.0} in 100 are \
             the same",
            likeness * 100.0
        );
        let hint = "write another scenario that turns on another fact: who prepares with it has seen the \
                    examination";
        if likeness >= COPY {
            found.push(Diagnostic::error(LIKE_EXAM, at.clone(), message).hint(hint));
        } else if likeness >= LIKE {
            found.push(Diagnostic::warning(LIKE_EXAM, at.clone(), message).hint(hint));
        }
    }
}

/// What is read of a check before it is answered.
fn read(check: &LessonCheck) -> String {
    let options = check.options.iter().map(|option| option.text.as_str());
    [check.stem.as_str()].into_iter().chain(options).collect::<Vec<_>>().join("\n")
}
