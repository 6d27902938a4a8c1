//! What a level says about an examination: score, chance to pass, missing points.

use std::f64::consts::PI;

use super::{
    ability::{Ability, LogEntry, Model},
    constants::{ReadinessError, SCORED_MAX},
};
use crate::numbers::{logistic, normal_below};

/// Half of 80 % of a normal distribution lies within so many standard deviations above its mean.
const INTERVAL_SD: f64 = 1.2815515655446004;
/// The chance that counts as where one needs to be.
const PASS_WANTED: f64 = 0.8;
/// Levels between which the wanted one is looked for: at 8 nearly everything is right.
const LEVEL_MAX: f64 = 8.0;
/// Halvings of that span: then it is shorter than a double can tell.
const HALVINGS: u32 = 60;

/// What a level says about an examination, in points: one a scored item.
#[derive(Clone, Debug, PartialEq)]
pub struct PassReading {
    /// The chance to reach the cut, 0 to 1: a floor until it was held against results.
    pub pass: f64,
    /// The expected score.
    pub score: f64,
    /// The score's standard deviation, with the luck of a form and a day.
    pub sd: f64,
    /// The score that just passes.
    pub cut: f64,
    /// All scored items.
    pub points: f64,
    /// What a logit more would bring, domain by domain.
    pub slopes: Vec<f64>,
}

/// The share of a domain's questions that would be right, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DomainShare {
    /// The lower end of its interval of 80 %.
    pub low: f64,
    /// What is expected.
    pub at: f64,
    /// The upper end.
    pub high: f64,
    /// What is needed.
    ///
    /// The share on the level on which the chance to pass is .8, the same in all domains.
    pub needed: f64,
}

/// What is said of a chance to pass.
///
/// Never a figure before it was held against results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outlook {
    /// Below .2.
    Unlikely,
    /// Below .4.
    RatherNot,
    /// Below .6.
    EitherWay,
    /// Below .8.
    MoreLikely,
    /// Below .9.
    Likely,
    /// From .9 on.
    VeryLikely,
}

impl Outlook {
    /// Of a chance to pass.
    pub fn of(pass: f64) -> Self {
        match pass {
            low if low < 0.2 => Outlook::Unlikely,
            low if low < 0.4 => Outlook::RatherNot,
            middle if middle < 0.6 => Outlook::EitherWay,
            high if high < 0.8 => Outlook::MoreLikely,
            high if high < 0.9 => Outlook::Likely,
            _ => Outlook::VeryLikely,
        }
    }

    /// In English, as a sentence under "if you sat today".
    pub fn sentence(self) -> &'static str {
        match self {
            Outlook::Unlikely => "Unlikely to pass today",
            Outlook::RatherNot => "Rather not yet",
            Outlook::EitherWay => "Could go either way",
            Outlook::MoreLikely => "More likely than not to pass",
            Outlook::Likely => "Likely to pass",
            Outlook::VeryLikely => "Very likely to pass",
        }
    }

    /// In English, as what follows "if you sat today".
    pub fn words(self) -> &'static str {
        match self {
            Outlook::Unlikely => "unlikely today",
            Outlook::RatherNot => "rather not yet",
            Outlook::EitherWay => "could go either way",
            Outlook::MoreLikely => "more likely than not",
            Outlook::Likely => "likely",
            Outlook::VeryLikely => "very likely",
        }
    }
}

/// The scale of reported scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReportScale {
    /// Of no point.
    pub minimum: f64,
    /// Of the cut.
    pub cut: f64,
    /// Of all points.
    pub maximum: f64,
}

impl ReportScale {
    /// The scale of the reference programme's examinations.
    pub const CUT_720: ReportScale = ReportScale { minimum: 100.0, cut: 720.0, maximum: 1000.0 };
}

impl PassReading {
    /// The score's interval of 80 %, in points; it may reach beyond none and all.
    pub fn interval(&self) -> (f64, f64) {
        (self.score - INTERVAL_SD * self.sd, self.score + INTERVAL_SD * self.sd)
    }

    /// What is said of it.
    pub fn outlook(&self) -> Outlook {
        Outlook::of(self.pass)
    }

    /// The interval on a scale.
    ///
    /// Straight from the minimum to the cut, and from there to the maximum; within both.
    pub fn interval_on(&self, scale: &ReportScale) -> (f64, f64) {
        let (low, high) = self.interval();
        (self.scaled(low, scale), self.scaled(high, scale))
    }

    fn scaled(&self, points: f64, scale: &ReportScale) -> f64 {
        let points = points.clamp(0.0, self.points);
        if points <= self.cut {
            scale.minimum + (scale.cut - scale.minimum) * points / self.cut
        } else {
            scale.cut + (scale.maximum - scale.cut) * (points - self.cut) / (self.points - self.cut)
        }
    }
}

impl Model {
    /// Reads a level for an examination with so many scored items a domain.
    ///
    /// # Errors
    /// The items are of other domains than the level, none, or too many.
    pub fn reading(&self, ability: &Ability, scored: &[u32]) -> Result<PassReading, ReadinessError> {
        self.check_scored(ability, scored)?;
        Ok(self.of_levels(&ability.levels(), &ability.level_covariance(), scored))
    }

    /// The points that each domain lacks of where one needs to be.
    ///
    /// That is the one level in all domains on which the chance to pass is .8.
    ///
    /// # Errors
    /// As [`Model::reading`].
    pub fn missing_points(&self, ability: &Ability, scored: &[u32]) -> Result<Vec<f64>, ReadinessError> {
        let reading = self.reading(ability, scored)?;
        let wanted = self.level_wanted(&ability.level_covariance(), scored);
        let lacking = |(slope, level): (&f64, f64)| slope * (wanted - level).max(0.0);
        Ok(reading.slopes.iter().zip(ability.levels()).map(lacking).collect())
    }

    /// Each domain's share of right answers, with its interval.
    ///
    /// # Errors
    /// As [`Model::reading`].
    pub fn domain_shares(
        &self,
        ability: &Ability,
        scored: &[u32],
    ) -> Result<Vec<DomainShare>, ReadinessError> {
        self.check_scored(ability, scored)?;
        let covariance = ability.level_covariance();
        let wanted = self.level_wanted(&covariance, scored);
        let share = |(place, (level, row)): (usize, (f64, &Vec<f64>))| {
            let variance = row.get(place).copied().unwrap_or_default().max(0.0);
            let far = INTERVAL_SD * variance.sqrt();
            DomainShare {
                low: self.share(level - far, 0.0).0,
                at: self.share(level, variance).0,
                high: self.share(level + far, 0.0).0,
                needed: self.share(wanted, variance).0,
            }
        };
        Ok(ability.levels().into_iter().zip(&covariance).enumerate().map(share).collect())
    }

    /// Replays a log and reads what follows from it.
    ///
    /// The one way from answers to a reading, for pages and the command line alike.
    ///
    /// # Errors
    /// As [`Model::replay`] and [`Model::reading`].
    pub fn read_log(
        &self,
        scored: &[u32],
        log: &[LogEntry],
        on_day: f64,
    ) -> Result<(Ability, PassReading), ReadinessError> {
        let ability = self.replay(scored.len(), log, on_day)?;
        let reading = self.reading(&ability, scored)?;
        Ok((ability, reading))
    }

    /// The one level in all domains on which the chance to pass is .8.
    fn level_wanted(&self, covariance: &[Vec<f64>], scored: &[u32]) -> f64 {
        let (mut low, mut high) = (-LEVEL_MAX, LEVEL_MAX);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let levels = vec![middle; scored.len()];
            if self.of_levels(&levels, covariance, scored).pass < PASS_WANTED {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    /// The share of a domain's questions that is right on a level of some variance, and how steep it rises.
    fn share(&self, level: f64, variance: f64) -> (f64, f64) {
        let constants = &self.constants;
        let (guessing, spread) = (constants.exam_guessing, constants.exam_item_sd * constants.exam_item_sd);
        let steep = 1.0 / (1.0 + PI / 8.0 * (variance + spread)).sqrt();
        let knows = logistic(steep * level);
        (guessing + (1.0 - guessing) * knows, (1.0 - guessing) * knows * (1.0 - knows) * steep)
    }

    fn check_scored(&self, ability: &Ability, scored: &[u32]) -> Result<(), ReadinessError> {
        let fits = scored.len() == ability.domains()
            && scored.iter().all(|items| *items <= SCORED_MAX)
            && scored.iter().any(|items| *items > 0);
        if fits { Ok(()) } else { Err(ReadinessError::Scored) }
    }

    fn of_levels(&self, levels: &[f64], covariance: &[Vec<f64>], scored: &[u32]) -> PassReading {
        let constants = &self.constants;
        let guessing = constants.exam_guessing;
        let (mut score, mut luck, mut slope_sum, mut points, mut cut) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut slopes = Vec::with_capacity(scored.len());
        for ((place, (level, row)), items) in levels.iter().zip(covariance).enumerate().zip(scored) {
            // Rounding may leave a variance just below none.
            let variance = row.get(place).copied().unwrap_or_default().max(0.0);
            let (right, rises) = self.share(*level, variance);
            let items = f64::from(*items);
            let slope = items * rises;
            score += items * right;
            luck += items * (right * (1.0 - right) - constants.exam_explained).max(constants.exam_luck_min);
            slope_sum += slope;
            points += items;
            cut += items * (guessing + (1.0 - guessing) * 0.5);
            slopes.push(slope);
        }
        let of_level: f64 =
            covariance.iter().zip(&slopes).map(|(row, slope)| slope * dot(row, &slopes)).sum();
        let form = slope_sum * slope_sum * constants.exam_form_sd * constants.exam_form_sd;
        let sd = (of_level.max(0.0) + form + luck).sqrt();
        PassReading { pass: normal_below((score - cut) / sd), score, sd, cut, points, slopes }
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}
