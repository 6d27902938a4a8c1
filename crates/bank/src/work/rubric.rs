//! What a review asks of an item, line by line, and how many reviewers it wants.

use super::pool::ItemPool;

/// A line of the rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RubricLine {
    /// Stable.
    pub code: &'static str,
    /// What a yes means.
    pub says: &'static str,
}

/// The rubric: an item is accepted where every line is a yes.
pub const RUBRIC: &[RubricLine] = &[
    RubricLine { code: "fact", says: "The key is right, and the page named as its source says so." },
    RubricLine { code: "one-key", says: "No other answer can be defended." },
    RubricLine {
        code: "distractors",
        says: "Every wrong option is plausible, and wrong for the reason given.",
    },
    RubricLine { code: "task", says: "It asks for the task it is tagged with, at the level it states." },
    RubricLine { code: "clear", says: "It can be understood at first reading, in a second language too." },
    RubricLine { code: "cue", says: "Neither stem nor options give the key away." },
    RubricLine { code: "fair", says: "Nothing in it favours or offends anybody." },
    RubricLine { code: "today", says: "Names and offers are today's." },
];

/// What acceptance wants.
#[derive(Clone, Copy, Debug)]
pub struct ReviewRules {
    /// So many reviewers must accept a version.
    pub reviewers: usize,
    /// Every line must be met.
    pub rubric: &'static [RubricLine],
}

impl ReviewRules {
    /// Of a pool: two people read what is examined.
    ///
    /// One reads what is practised: a fault in it costs nobody a certification.
    pub fn of(pool: ItemPool) -> ReviewRules {
        let reviewers = match pool {
            ItemPool::Exam => 2,
            ItemPool::Practice => 1,
        };
        ReviewRules { reviewers, rubric: RUBRIC }
    }
}
