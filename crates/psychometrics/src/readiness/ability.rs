//! What is known of a person's level, and what time and answers make of it.

use super::constants::{
    CONSTANTS, Constants, DAYS_MAX, DIFFICULTY_MAX, DOMAINS_MAX, GUESSING_MAX, ReadinessError,
};
use crate::numbers::{NORMAL_15, logistic};

/// The model with constants that were checked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    pub(super) constants: Constants,
}

/// What is known of a person's level, in logits.
///
/// The general level and each domain's deviation from it.
/// A normal distribution: means, and covariances as whole rows. A domain's level is the general one and its
/// deviation together.
#[derive(Clone, Debug, PartialEq)]
pub struct Ability {
    pub(super) mean: Vec<f64>,
    /// Row by row.
    pub(super) covariance: Vec<f64>,
}

/// One answer to an item that the person had not seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemAnswer {
    /// The item's domain, from 0.
    pub domain: usize,
    /// Of the item, in logits; [`difficulties`] makes it of ratings.
    pub difficulty: f64,
    /// The chance to be right without knowing.
    pub guessing: f64,
    /// Whether it was right.
    pub is_right: bool,
    /// How much it says of this outline, 0 to 1.
    ///
    /// Less than 1 where it was carried from another outline; with 0 it says nothing.
    pub weight: f64,
}

/// One answer of a log, seen or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogEntry {
    /// Since the log's beginning, in days and parts of days.
    pub day: f64,
    /// Whether the item was new to the person.
    ///
    /// What was seen before says what is remembered, and counts nothing.
    pub is_counted: bool,
    /// The answer.
    pub answer: ItemAnswer,
}

impl ItemAnswer {
    /// An answer that counts whole.
    pub fn whole(domain: usize, difficulty: f64, guessing: f64, is_right: bool) -> Self {
        ItemAnswer { domain, difficulty, guessing, is_right, weight: 1.0 }
    }

    fn check(&self, domains: usize) -> Result<(), ReadinessError> {
        if self.domain >= domains {
            return Err(ReadinessError::NoDomain(self.domain));
        }
        if !(-DIFFICULTY_MAX..=DIFFICULTY_MAX).contains(&self.difficulty) {
            return Err(ReadinessError::Difficulty);
        }
        if !(0.0..=GUESSING_MAX).contains(&self.guessing) {
            return Err(ReadinessError::Guessing);
        }
        if !(0.0..=1.0).contains(&self.weight) {
            return Err(ReadinessError::Weight);
        }
        Ok(())
    }

    /// The chance of this very answer at a distance of level and difficulty.
    fn chance(&self, distance: f64) -> f64 {
        let knows = 1.0 - self.guessing;
        if self.is_right { self.guessing + knows * logistic(distance) } else { knows * logistic(-distance) }
    }
}

impl Ability {
    /// How many domains it tells apart.
    pub fn domains(&self) -> usize {
        self.mean.len().saturating_sub(1)
    }

    /// The general level, then each domain's deviation from it.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The covariances, row by row, in the order of [`Ability::mean`].
    pub fn covariance(&self) -> impl Iterator<Item = &[f64]> {
        self.covariance.chunks_exact(self.mean.len().max(1))
    }

    /// Each domain's level.
    pub fn levels(&self) -> Vec<f64> {
        let general = at(&self.mean, 0);
        self.mean.iter().skip(1).map(|deviation| general + deviation).collect()
    }

    /// The covariances of the domains' levels.
    pub fn level_covariance(&self) -> Vec<Vec<f64>> {
        let general = self.row(0);
        let of_general = at(general, 0);
        let level = |row: &[f64]| {
            let with_general = of_general + at(row, 0);
            general.iter().zip(row).skip(1).map(|(column, both)| with_general + column + both).collect()
        };
        self.covariance().skip(1).map(level).collect()
    }

    fn row(&self, place: usize) -> &[f64] {
        self.covariance().nth(place).unwrap_or_default()
    }

    fn raise(&mut self, place: usize, by: f64) {
        if let Some(mean) = self.mean.get_mut(place) {
            *mean += by;
        }
    }
}

/// A value that is there, as the callers have checked.
fn at(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or_default()
}

impl Model {
    /// The model with [`CONSTANTS`].
    pub fn current() -> Self {
        Model { constants: CONSTANTS }
    }

    /// The model with other constants, as a programme with few learners has them.
    ///
    /// # Errors
    /// One of them is out of its range.
    pub fn with(constants: Constants) -> Result<Self, ReadinessError> {
        constants.check()?;
        Ok(Model { constants })
    }

    /// What it assumes.
    pub fn constants(&self) -> &Constants {
        &self.constants
    }

    /// What is known of somebody who has not answered anything.
    ///
    /// # Errors
    /// There are no domains or too many.
    pub fn start(&self, domains: usize) -> Result<Ability, ReadinessError> {
        if !(1..=DOMAINS_MAX).contains(&domains) {
            return Err(ReadinessError::Domains(domains));
        }
        let Constants { general_mean, general_sd, domain_sd, .. } = self.constants;
        let size = domains + 1;
        let mut mean = vec![0.0; size];
        mean.iter_mut().take(1).for_each(|general| *general = general_mean);
        let mut ability = Ability { mean, covariance: vec![0.0; size * size] };
        widen(&mut ability, general_sd * general_sd, domain_sd * domain_sd);
        Ok(ability)
    }

    /// Lets days pass: what is known becomes less sure.
    ///
    /// A clock that went back passes none.
    ///
    /// # Errors
    /// The days are no number, or more than a century.
    pub fn pass_days(&self, ability: &mut Ability, days: f64) -> Result<(), ReadinessError> {
        if days.is_nan() || days > DAYS_MAX {
            return Err(ReadinessError::Days);
        }
        let days = days.max(0.0);
        let Constants { general_drift, domain_drift, growth_day, .. } = self.constants;
        widen(ability, general_drift * days, domain_drift * days);
        ability.raise(0, growth_day * days);
        Ok(())
    }

    /// Takes one counted answer into account, and what answering it taught.
    ///
    /// The normal distribution with the mean and variance of what follows from the answer (assumed-density
    /// filtering), by 15 points of quadrature along the one direction that the answer says something of. The
    /// difficulty stays uncertain. An answer with less weight teaches less by the same share.
    ///
    /// # Errors
    /// The answer is in no domain, or one of its numbers is out of its range; then nothing is changed.
    pub fn answer(&self, ability: &mut Ability, answer: &ItemAnswer) -> Result<(), ReadinessError> {
        answer.check(ability.domains())?;
        // What is carried with no weight neither says nor teaches anything.
        if answer.weight <= 0.0 {
            return Ok(());
        }
        let place = answer.domain + 1;
        let Constants { growth, .. } = self.constants;
        let AlongAnswer { along, variance, distance } = self.line(ability, answer);
        let (shift, left) = standardised(answer, distance, variance.sqrt());
        let gain: Vec<f64> = along.iter().map(|covariance| covariance / variance).collect();
        for (mean, gain) in ability.mean.iter_mut().zip(&gain) {
            *mean += gain * shift;
        }
        let change = variance * left - variance;
        for (row, gain) in ability.covariance.chunks_exact_mut(gain.len()).zip(&gain) {
            for (covariance, other) in row.iter_mut().zip(&along) {
                *covariance += gain * (other / variance) * change;
            }
        }
        ability.raise(0, self.constants.growth_general() * answer.weight);
        ability.raise(place, growth * answer.weight);
        Ok(())
    }

    /// The chance of this very answer before it is given.
    ///
    /// # Errors
    /// As [`Model::answer`].
    pub fn chance(&self, ability: &Ability, answer: &ItemAnswer) -> Result<f64, ReadinessError> {
        answer.check(ability.domains())?;
        let AlongAnswer { variance, distance, .. } = self.line(ability, answer);
        let sd = variance.sqrt();
        Ok(NORMAL_15.iter().map(|(node, share)| answer.chance(distance + sd * node) * share).sum())
    }

    fn line(&self, ability: &Ability, answer: &ItemAnswer) -> AlongAnswer {
        let place = answer.domain + 1;
        let Constants { item_sd, skill_sd, .. } = self.constants;
        let along: Vec<f64> = ability.row(0).iter().zip(ability.row(place)).map(|(g, d)| g + d).collect();
        let variance = at(&along, 0) + at(&along, place) + item_sd * item_sd + skill_sd * skill_sd;
        let distance = at(&ability.mean, 0) + at(&ability.mean, place) - answer.difficulty;
        AlongAnswer { along, variance, distance }
    }

    /// What is known after a log, on a day.
    ///
    /// Answers to what had been seen pass no time either: the log without them gives the same bits.
    ///
    /// # Errors
    /// As [`Model::answer`] and [`Model::pass_days`].
    pub fn replay(&self, domains: usize, log: &[LogEntry], on_day: f64) -> Result<Ability, ReadinessError> {
        let mut ability = self.start(domains)?;
        let mut last_day = 0.0;
        for event in log.iter().filter(|event| event.is_counted) {
            self.pass_days(&mut ability, event.day - last_day)?;
            last_day = event.day;
            self.answer(&mut ability, &event.answer)?;
        }
        self.pass_days(&mut ability, on_day - last_day)?;
        Ok(ability)
    }
}

/// The one direction of a level that an answer says something of.
struct AlongAnswer {
    along: Vec<f64>,
    variance: f64,
    /// Of the level from the difficulty.
    distance: f64,
}

/// Adds to the variances of the general level and of each deviation.
fn widen(ability: &mut Ability, general: f64, domain: f64) {
    let size = ability.mean.len();
    for (place, row) in ability.covariance.chunks_exact_mut(size.max(1)).enumerate() {
        if let Some(variance) = row.get_mut(place) {
            *variance += if place == 0 { general } else { domain };
        }
    }
}

/// How far an answer moves the distance, and which part of its variance is left.
fn standardised(answer: &ItemAnswer, distance: f64, sd: f64) -> (f64, f64) {
    let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
    for (node, share) in NORMAL_15 {
        let chance = answer.chance(distance + sd * node);
        let chance = if answer.weight < 1.0 { chance.powf(answer.weight) } else { chance };
        let likely = chance * share;
        total += likely;
        first += likely * node;
        second += likely * node * node;
    }
    let moved = first / total;
    (sd * moved, (second / total - moved * moved).max(0.0))
}

/// The least and the most that a rating is taken for, above guessing and below certainty.
const RATING_ABOVE_GUESSING: f64 = 0.05;
const RATING_MAX: f64 = 0.97;

/// Guessing of an item with one right option.
pub const GUESSING_ONE: f64 = 0.20;
/// Guessing of an item with several right options.
pub const GUESSING_SEVERAL: f64 = 0.05;

/// Difficulties of items by what their authors expect, in logits.
///
/// Each item as rating, the share of those who just pass that is right, and guessing. The difficulties are
/// centred: the mean over all that are given is 0. Give all practice pools of an exam version at once.
///
/// # Errors
/// A chance of guessing is out of its range, or a rating is not between 0 and 1.
pub fn difficulties(items: &[(f64, f64)]) -> Result<Vec<f64>, ReadinessError> {
    let mut found = Vec::with_capacity(items.len());
    for (rating, guessing) in items {
        if !(0.0..=GUESSING_MAX).contains(guessing) {
            return Err(ReadinessError::Guessing);
        }
        if !(0.0..=1.0).contains(rating) {
            return Err(ReadinessError::Rating);
        }
        let least = guessing + RATING_ABOVE_GUESSING;
        let rating = rating.clamp(least, RATING_MAX.max(least));
        let known = (rating - guessing) / (1.0 - guessing);
        found.push(-(known / (1.0 - known)).ln());
    }
    let sum: f64 = found.iter().sum();
    let mean = sum / found.len().max(1) as f64;
    found.iter_mut().for_each(|difficulty| *difficulty -= mean);
    Ok(found)
}
