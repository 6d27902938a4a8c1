//! What somebody has shown of a skill, with what it rests on.

use std::collections::BTreeMap;

use assay_kernel::{Date, ExamCode, Period};
use assay_programme::model::Programme;

use super::file::SkillLevel;
use crate::carry::{Carriage, CarryOver};

/// First answers from which on there is anything to say …
const ANSWERS_MIN: u32 = 3;
/// … and so many of so many right.
const RIGHT_OF: (u32, u32) = (2, 3);
/// Months after which a level is told with its year.
const FADES_AFTER_MONTHS: i32 = 24;

/// First answers to one skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswersToSkill {
    /// How many were right.
    pub right: u32,
    /// Of how many.
    pub all: u32,
    /// The latest.
    pub last: Date,
}

/// What somebody did, by exam version and skill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillFacts {
    /// The latest lesson that was finished: its id and the day.
    pub lessons: BTreeMap<(ExamCode, String), (String, Date)>,
    /// First answers to new questions.
    pub answers: BTreeMap<(ExamCode, String), AnswersToSkill>,
    /// Exam versions that were passed, each with the latest day.
    pub passed: BTreeMap<ExamCode, Date>,
}

/// A reason for a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkillReason {
    /// A lesson was finished.
    Lesson {
        /// Its id.
        lesson: String,
        /// When.
        on: Date,
    },
    /// New questions were answered.
    Answers(AnswersToSkill),
    /// An exam was passed whose outline has the skill, or one that it continues.
    Passed {
        /// Which.
        exam: ExamCode,
        /// When.
        on: Date,
    },
}

/// How well somebody has shown that they know a skill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillEvidence {
    /// The highest level that anything shows.
    pub level: Option<SkillLevel>,
    /// When that was.
    pub on: Option<Date>,
    /// Whether that was so long ago that the year is told with it.
    pub is_faded: bool,
    /// Everything that is known, whether or not it is enough for a level.
    pub because: Vec<SkillReason>,
}

impl SkillFacts {
    /// What they show of a skill as of a day.
    pub fn evidence(
        &self,
        programme: &Programme,
        (exam, skill): (&ExamCode, &str),
        today: Date,
    ) -> SkillEvidence {
        let key = (exam.clone(), skill.to_owned());
        let mut because = Vec::new();
        let mut levels: Vec<(SkillLevel, Date)> = Vec::new();
        if let Some((lesson, on)) = self.lessons.get(&key) {
            because.push(SkillReason::Lesson { lesson: lesson.clone(), on: *on });
            levels.push((SkillLevel::Read, *on));
        }
        if let Some(tally) = self.answers.get(&key) {
            because.push(SkillReason::Answers(*tally));
            let is_enough = tally.all >= ANSWERS_MIN && tally.right * RIGHT_OF.1 >= tally.all * RIGHT_OF.0;
            levels.extend(is_enough.then_some((SkillLevel::Answered, tally.last)));
        }
        for (passed, on) in &self.passed {
            if covers(programme, passed, (exam, skill)) {
                because.push(SkillReason::Passed { exam: passed.clone(), on: *on });
                levels.push((SkillLevel::Proved, *on));
            }
        }
        let best = levels.into_iter().max();
        let is_faded = best.is_some_and(|(level, on)| level > SkillLevel::Read && is_old(on, today));
        SkillEvidence { level: best.map(|best| best.0), on: best.map(|best| best.1), is_faded, because }
    }
}

fn is_old(on: Date, today: Date) -> bool {
    Period::months(FADES_AFTER_MONTHS).after(on) <= today
}

/// Whether an exam version asks for a skill: its outline has it, or one that continues in it whole.
fn covers(programme: &Programme, passed: &ExamCode, (exam, skill): (&ExamCode, &str)) -> bool {
    if passed == exam {
        return programme.outline(exam.as_str()).is_some_and(|outline| outline.skill(skill).is_some());
    }
    let carry = CarryOver::between(programme, passed.as_str(), exam.as_str());
    carry.is_some_and(|carry| carry.skills().get(skill) == Some(&Carriage::Whole))
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 3, 1);

    fn key() -> (ExamCode, String) {
        (ExamCode::new("X-1"), "1.1".to_owned())
    }

    fn shown(facts: &SkillFacts) -> SkillEvidence {
        let (exam, skill) = key();
        facts.evidence(&Programme::default(), (&exam, &skill), TODAY)
    }

    fn answered(right: u32, all: u32, last: Date) -> SkillFacts {
        SkillFacts { answers: [(key(), AnswersToSkill { right, all, last })].into(), ..SkillFacts::default() }
    }

    #[test]
    fn a_lesson_is_level_one_and_three_answers_with_two_right_level_two() {
        assert_eq!(shown(&SkillFacts::default()), SkillEvidence::default());
        let on = date(2026, 2, 1);
        let mut facts = SkillFacts::default();
        facts.lessons.insert(key(), ("l".to_owned(), on));
        assert_eq!((shown(&facts).level, shown(&facts).on), (Some(SkillLevel::Read), Some(on)));
        for (right, all, level) in [
            (2, 2, None),
            (2, 3, Some(SkillLevel::Answered)),
            (1, 3, None),
            (3, 5, None),
            (4, 6, Some(SkillLevel::Answered)),
        ] {
            let found = shown(&answered(right, all, on));
            assert_eq!(found.level, level, "{right} of {all}");
            assert_eq!(found.because.len(), 1, "what is not enough is told too");
        }
        // A slip after it takes the lesson's level away from nobody.
        facts.answers = answered(0, 4, on).answers;
        assert_eq!(shown(&facts).level, Some(SkillLevel::Read));
    }

    #[test]
    fn what_was_shown_two_years_ago_is_told_with_its_age_and_stays() {
        for (last, is_faded) in [(date(2024, 3, 1), true), (date(2024, 3, 2), false)] {
            let found = shown(&answered(3, 3, last));
            assert_eq!((found.level, found.is_faded), (Some(SkillLevel::Answered), is_faded), "{last}");
        }
        let mut facts = SkillFacts::default();
        facts.lessons.insert(key(), ("l".to_owned(), date(2020, 1, 1)));
        assert!(!shown(&facts).is_faded, "a lesson has no age");
    }

    proptest! {
        #[test]
        fn more_right_answers_never_lower_a_level(right in 0u32..20, wrong in 0u32..20, more in 1u32..5) {
            let before = shown(&answered(right, right + wrong, TODAY)).level;
            let after = shown(&answered(right + more, right + wrong + more, TODAY)).level;
            prop_assert!(after >= before);
        }
    }
}
