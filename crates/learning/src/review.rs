//! What is looked at again, and when it comes back: FSRS over what was answered.
//!
//! A card is a question that somebody has seen and answered wrong, guessed, or got right without being sure.
//! The answer that made it starts its memory; only what is answered after that is a review. Ability goes by
//! first answers and this by the others, so nothing is counted twice.
//!
//! The curve is that of FSRS-6 with its default parameters, by the crate `fsrs`, which nothing but this file
//! knows. Nothing is fitted to anybody: the default is used until a programme has 1,000 reviews.
//!
//! ```
//! use assay_kernel::date;
//! use assay_learning::review::{ReviewAnswer, Reviewer};
//! let wrong = ReviewAnswer { on: date(2025, 9, 1), is_right: false, sure: None, seed: 7 };
//! let card = Reviewer::new().unwrap().card(&[wrong]).unwrap().unwrap();
//! assert_eq!((card.due_on(), card.reviews), (date(2025, 9, 2), 0));
//! ```

use assay_bank::item_seed;
use assay_kernel::Date;
use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRS6_DEFAULT_DECAY, MemoryState, NextStates};
use thiserror::Error;

use crate::{days, run::Sure};

/// The chance to know it still, at which a question comes back.
const RETENTION: f32 = 0.9;
/// Days after which everything comes back, in a preparation without a date: half a year.
const INTERVAL_DAYS_MAX: u32 = 180;
/// Days from which on an interval is spread, so that what was answered together does not come back so.
const FUZZ_FROM_DAYS: u32 = 3;
/// Every twentieth part of an interval is a day of spread to either side, and one day at least.
const FUZZ_PART: u32 = 20;

/// How well somebody knew a question.
///
/// There is no better one: whoever recognises a question finds it easy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// It was wrong.
    Again,
    /// It was right, and they were unsure or guessing.
    Hard,
    /// It was right.
    Good,
}

impl Grade {
    /// Of an answer.
    pub fn of(is_right: bool, sure: Option<Sure>) -> Grade {
        match (is_right, sure) {
            (false, _) => Grade::Again,
            (true, Some(Sure::Unsure | Sure::Guessing)) => Grade::Hard,
            (true, Some(Sure::Sure) | None) => Grade::Good,
        }
    }
}

/// An answer as reviews take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewAnswer {
    /// On which day.
    pub on: Date,
    /// Whether it is right.
    pub is_right: bool,
    /// How sure they were, where they said so.
    pub sure: Option<Sure>,
    /// Chance, of the run in which it was given.
    pub seed: u64,
}

/// Why a question is a card: what its latest answer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardReason {
    /// Wrong, and they were sure: what is believed and not so comes first.
    SureAndWrong,
    /// Wrong.
    Wrong,
    /// Right, and they were guessing.
    Guessed,
    /// Right, and they were unsure.
    Unsure,
    /// Right; it was something else before.
    Right,
}

impl CardReason {
    fn of(answer: &ReviewAnswer) -> CardReason {
        match (answer.is_right, answer.sure) {
            (false, Some(Sure::Sure)) => CardReason::SureAndWrong,
            (false, _) => CardReason::Wrong,
            (true, Some(Sure::Guessing)) => CardReason::Guessed,
            (true, Some(Sure::Unsure)) => CardReason::Unsure,
            (true, Some(Sure::Sure) | None) => CardReason::Right,
        }
    }
}

/// A question that comes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    memory: MemoryState,
    /// The day of the latest answer.
    pub last_on: Date,
    /// Days until it comes back, where no date presses.
    pub interval_days: u32,
    /// Answers after the one that made it.
    pub reviews: u32,
    /// What the latest answer was.
    pub reason: CardReason,
}

impl Card {
    /// The chance that it is known on a day.
    pub fn retrievability(&self, on: Date) -> f32 {
        // Some thousand days at most, which a float tells exactly.
        let passed = days::between(self.last_on, on) as f32;
        fsrs::current_retrievability(self.memory, passed, FSRS6_DEFAULT_DECAY)
    }

    /// The day on which it comes back, where no date presses.
    pub fn due_on(&self) -> Date {
        days::after(self.last_on, self.interval_days)
    }
}

/// The scheduler refuses what it is given.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the scheduler of reviews: {0}")]
pub struct NoSchedule(String);

/// FSRS with its default parameters.
#[derive(Clone, Debug)]
pub struct Reviewer(FSRS);

impl Reviewer {
    /// The scheduler.
    ///
    /// # Errors
    /// It does not take its own default.
    pub fn new() -> Result<Reviewer, NoSchedule> {
        FSRS::new(&DEFAULT_PARAMETERS).map(Reviewer).map_err(|e| NoSchedule(e.to_string()))
    }

    /// The card that a question's answers make, the earliest first.
    ///
    /// None where it was known from the first.
    ///
    /// # Errors
    /// The scheduler came to no number.
    pub fn card(&self, answers: &[ReviewAnswer]) -> Result<Option<Card>, NoSchedule> {
        let mut card: Option<Card> = None;
        for answer in answers {
            let grade = Grade::of(answer.is_right, answer.sure);
            if card.is_none() && grade == Grade::Good {
                continue;
            }
            card = Some(self.answered(card, grade, answer)?);
        }
        Ok(card)
    }

    fn answered(
        &self,
        before: Option<Card>,
        grade: Grade,
        answer: &ReviewAnswer,
    ) -> Result<Card, NoSchedule> {
        // A clock that went back passes no day.
        let on = before.map_or(answer.on, |card| card.last_on.max(answer.on));
        let passed = before.map_or(0, |card| days::between(card.last_on, on));
        let next = self.0.next_states(before.map(|card| card.memory), RETENTION, passed);
        let NextStates { again, hard, good, .. } = next.map_err(|e| NoSchedule(e.to_string()))?;
        let state = match grade {
            Grade::Again => again,
            Grade::Hard => hard,
            Grade::Good => good,
        };
        let reviews = before.map_or(0, |card| card.reviews.saturating_add(1));
        Ok(Card {
            memory: state.memory,
            last_on: on,
            interval_days: fuzzed(whole_days(state.interval), item_seed(answer.seed, reviews)),
            reviews,
            reason: CardReason::of(answer),
        })
    }
}

/// Whole days of an interval, one at least.
fn whole_days(interval: f32) -> u32 {
    // Within 1 and 180, whatever it was.
    interval.round().clamp(1.0, INTERVAL_DAYS_MAX as f32) as u32
}

fn fuzzed(days: u32, chance: u64) -> u32 {
    if days < FUZZ_FROM_DAYS {
        return days;
    }
    let spread = (days / FUZZ_PART).max(1);
    let shift = u32::try_from(chance % u64::from(2 * spread + 1)).unwrap_or(spread);
    (days + shift).saturating_sub(spread).clamp(1, INTERVAL_DAYS_MAX)
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
