//! What the model assumes, as one record with a version, and what it refuses.

use thiserror::Error;

/// Domains of an outline at most: no outline known has more than nine.
pub const DOMAINS_MAX: usize = 16;
/// Scored items of one domain at most: examinations have up to 300 in all.
pub const SCORED_MAX: u32 = 1_000;
/// Days between two answers at most, a century: more is a wrong clock.
pub const DAYS_MAX: f64 = 36_525.0;
/// Difficulty, in logits either way, at most: at 8 an item tells nothing any more.
pub const DIFFICULTY_MAX: f64 = 20.0;
/// Guessing at most: with two options it is one half.
pub const GUESSING_MAX: f64 = 0.9;
/// Growth of one answer or one day at most, in logits.
///
/// More would promise what was not measured.
pub const GROWTH_MAX: f64 = 0.012;
/// A standard deviation or a drift at most, in logits: ten times what was measured of people.
const SPREAD_MAX: f64 = 10.0;

/// The general level's share of what an answer teaches.
const GROWTH_GENERAL_SHARE: f64 = 0.3;

/// What the model assumes.
///
/// Levels and deviations are in logits, and 0 is who just passes.
/// Measured on invented people (6,000 on four banks; the benchmark's model 14). A figure from these constants
/// that has not met results of examinations is a floor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constants {
    /// Which record this is; it goes with every figure that is kept.
    pub version: u32,
    /// The general level of whom nothing is known.
    pub general_mean: f64,
    /// How far general levels spread: standard deviation.
    pub general_sd: f64,
    /// How far a domain deviates from the general level: standard deviation.
    pub domain_sd: f64,
    /// What a day adds to the variance of the general level.
    pub general_drift: f64,
    /// What a day adds to the variance of each domain's deviation.
    pub domain_drift: f64,
    /// How far an item is from its rating: standard deviation.
    pub item_sd: f64,
    /// How far a skill is from its domain: standard deviation.
    pub skill_sd: f64,
    /// What a counted answer teaches in its domain.
    ///
    /// 0 in a programme with fewer than 200 learners.
    pub growth: f64,
    /// What a day teaches in general.
    pub growth_day: f64,
    /// Guessing on the examination.
    pub exam_guessing: f64,
    /// How far the examination's items spread in difficulty: standard deviation.
    pub exam_item_sd: f64,
    /// How far one form is from another: standard deviation.
    pub exam_form_sd: f64,
    /// Variance of a scored item that is not left to luck.
    pub exam_explained: f64,
    /// The least that luck leaves of an item's variance.
    pub exam_luck_min: f64,
}

/// The constants in use; a change is another record with another version.
pub const CONSTANTS: Constants = Constants {
    version: 1,
    general_mean: 0.0,
    general_sd: 1.0,
    domain_sd: 0.5,
    general_drift: 0.010,
    domain_drift: 0.002,
    item_sd: 0.8,
    skill_sd: 0.4,
    growth: 0.008,
    growth_day: 0.0,
    exam_guessing: 0.16,
    exam_item_sd: 0.9,
    exam_form_sd: 0.15,
    exam_explained: 0.035,
    exam_luck_min: 0.02,
};

impl Constants {
    /// What a counted answer teaches in general.
    pub fn growth_general(&self) -> f64 {
        self.growth * GROWTH_GENERAL_SHARE
    }

    /// Refuses what the model cannot compute with, or may not promise.
    ///
    /// # Errors
    /// The first constant that is out of its range.
    pub fn check(&self) -> Result<(), ReadinessError> {
        let all = [
            ("general mean", self.general_mean, -SPREAD_MAX, SPREAD_MAX),
            ("general sd", self.general_sd, 0.0, SPREAD_MAX),
            ("domain sd", self.domain_sd, 0.0, SPREAD_MAX),
            ("general drift", self.general_drift, 0.0, SPREAD_MAX),
            ("domain drift", self.domain_drift, 0.0, SPREAD_MAX),
            // Without it an answer could be certain, and then nothing more could be learned.
            ("item sd", self.item_sd, 0.05, SPREAD_MAX),
            ("skill sd", self.skill_sd, 0.0, SPREAD_MAX),
            ("growth", self.growth, 0.0, GROWTH_MAX),
            ("growth of a day", self.growth_day, 0.0, GROWTH_MAX),
            ("exam guessing", self.exam_guessing, 0.0, GUESSING_MAX),
            ("exam item sd", self.exam_item_sd, 0.0, SPREAD_MAX),
            ("exam form sd", self.exam_form_sd, 0.0, SPREAD_MAX),
            ("exam explained", self.exam_explained, 0.0, 0.25),
            ("exam luck", self.exam_luck_min, 0.001, 0.25),
        ];
        for (name, value, low, high) in all {
            // What is no number is in no range.
            if !(low..=high).contains(&value) {
                return Err(ReadinessError::Constant { name, low, high });
            }
        }
        Ok(())
    }
}

/// What the model cannot compute with.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum ReadinessError {
    /// A constant is out of its range.
    #[error("the constant `{name}` is not between {low} and {high}")]
    Constant {
        /// Which.
        name: &'static str,
        /// Its least value.
        low: f64,
        /// Its greatest value.
        high: f64,
    },
    /// An outline without domains, or with too many.
    #[error("an outline has 1 to {DOMAINS_MAX} domains, and not {0}")]
    Domains(usize),
    /// An answer in a domain that the outline has not.
    #[error("there is no domain {0}")]
    NoDomain(usize),
    /// Scored items for other domains than the level has, none at all, or too many.
    #[error("each domain has 0 to {SCORED_MAX} scored items, and at least one has some")]
    Scored,
    /// A difficulty that is none.
    #[error("a difficulty is between -{DIFFICULTY_MAX} and {DIFFICULTY_MAX} logits")]
    Difficulty,
    /// A rating that is none.
    #[error("a rating is a share, between 0 and 1")]
    Rating,
    /// A chance of guessing that is none.
    #[error("a chance of guessing is between 0 and {GUESSING_MAX}")]
    Guessing,
    /// A weight that is none.
    #[error("the weight of an answer is between 0 and 1")]
    Weight,
    /// A span of days that is none.
    #[error("days are a number of at most {DAYS_MAX}")]
    Days,
}
