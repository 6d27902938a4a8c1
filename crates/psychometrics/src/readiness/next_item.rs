//! Which item to practise next: the one that tells most about the score.

use super::{
    ability::{Ability, Model},
    constants::{DIFFICULTY_MAX, ReadinessError},
};

/// A skill among the last so many items waits.
const SKILLS_APART: usize = 3;
/// An answer's own variance on the scale of logits: 1 over that of a chance, of an item with guessing.
const ANSWER_VARIANCE: f64 = 6.0;
/// What an item far from the level is still worth, and what one near it is worth more.
const FAR_WORTH: f64 = 0.6;
const NEAR_WORTH: f64 = 0.4;
/// How much chance may raise a worth: so that two people do not get the same order.
const CHANCE_WORTH: f64 = 0.1;
/// After a wrong answer and a lesson finished since.
const AFTER_LESSON: f64 = 1.3;
/// The odd number nearest to 2^64 over the golden ratio, as SplitMix64 has it.
const SPLIT: u64 = 0x9e37_79b9_7f4a_7c15;

/// An item that may be practised.
///
/// What is out of scope, exposed, or an enemy of another one is left out before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenItem {
    /// The item, by the caller's number; its chance follows from the seed and this.
    pub item: u32,
    /// Its domain, from 0.
    pub domain: usize,
    /// Its skill, by the caller's number.
    pub skill: u32,
    /// In logits.
    pub difficulty: f64,
    /// Counted answers of the person in that skill.
    pub answered: u32,
    /// Whether the last of them was wrong and a lesson was finished since.
    pub is_taught: bool,
}

impl OpenItem {
    /// How much its skill needs an answer.
    fn need(&self) -> f64 {
        let need = match self.answered {
            0 => 1.0,
            1 => 0.6,
            _ => 0.4,
        };
        if self.is_taught { need * AFTER_LESSON } else { need }
    }
}

impl Model {
    /// The item that is worth most, or none where none is left.
    ///
    /// Worth is the variance of the examination's score that one more answer in its domain takes away, times
    /// how near the item is to the person, how much its skill needs an answer, and a little chance from the
    /// seed.
    /// Of equals the first. `last_skills` are those of the items before it in this run, the latest last.
    ///
    /// # Errors
    /// As [`Model::reading`]; or an item is of a domain that is none, or has a difficulty that is none.
    pub fn next_item(
        &self,
        ability: &Ability,
        scored: &[u32],
        open_items: &[OpenItem],
        last_skills: &[u32],
        seed: u64,
    ) -> Result<Option<u32>, ReadinessError> {
        let worths = self.domain_worths(ability, scored)?;
        let apart = last_skills.get(last_skills.len().saturating_sub(SKILLS_APART)..).unwrap_or_default();
        let mut best: Option<(f64, u32)> = None;
        for open_item in open_items {
            let domain = worths.get(open_item.domain);
            let (gain, level) = domain.ok_or(ReadinessError::NoDomain(open_item.domain))?;
            if !(-DIFFICULTY_MAX..=DIFFICULTY_MAX).contains(&open_item.difficulty) {
                return Err(ReadinessError::Difficulty);
            }
            if apart.contains(&open_item.skill) {
                continue;
            }
            let off = level - open_item.difficulty;
            let near = FAR_WORTH + NEAR_WORTH * (-off * off / 2.0).exp();
            let worth = gain * near * open_item.need() * (1.0 + CHANCE_WORTH * share(seed, open_item.item));
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, open_item.item));
            }
        }
        Ok(best.map(|(_, item)| item))
    }

    /// Takes into account that an item of a domain will be answered.
    ///
    /// Whatever the answer, what is known becomes surer and the level stays. So a run that is chosen at once
    /// takes turns among domains.
    ///
    /// # Errors
    /// There is no such domain.
    pub fn foresee(&self, ability: &mut Ability, domain: usize) -> Result<(), ReadinessError> {
        if domain >= ability.domains() {
            return Err(ReadinessError::NoDomain(domain));
        }
        let constants = self.constants();
        let of_item = constants.item_sd * constants.item_sd + constants.skill_sd * constants.skill_sd;
        let along: Vec<f64> = ability
            .covariance()
            .map(|row| {
                let of = |place: usize| row.get(place).copied().unwrap_or_default();
                of(0) + of(domain + 1)
            })
            .collect();
        let of_level =
            along.first().copied().unwrap_or_default() + along.get(domain + 1).copied().unwrap_or_default();
        let whole = of_level + of_item + ANSWER_VARIANCE;
        for (row, left) in ability.covariance.chunks_exact_mut(along.len().max(1)).zip(&along) {
            for (entry, right) in row.iter_mut().zip(&along) {
                *entry -= left * right / whole;
            }
        }
        Ok(())
    }

    /// Each domain's gain of an answer, with its level.
    fn domain_worths(&self, ability: &Ability, scored: &[u32]) -> Result<Vec<(f64, f64)>, ReadinessError> {
        let slopes = self.reading(ability, scored)?.slopes;
        let constants = self.constants();
        let of_item = constants.item_sd * constants.item_sd + constants.skill_sd * constants.skill_sd;
        let worth = |(place, (row, level)): (usize, (Vec<f64>, f64))| {
            let along: f64 = row.iter().zip(&slopes).map(|(covariance, slope)| covariance * slope).sum();
            let variance = row.get(place).copied().unwrap_or_default().max(0.0);
            (along * along / (variance + of_item + ANSWER_VARIANCE), level)
        };
        Ok(ability.level_covariance().into_iter().zip(ability.levels()).enumerate().map(worth).collect())
    }
}

/// An item's share of chance, 0 to 1, from a seed (SplitMix64).
///
/// By its number and not its place in the list, so that another item changes nothing.
fn share(seed: u64, item: u32) -> f64 {
    let mut mixed = seed.wrapping_add(SPLIT.wrapping_mul(u64::from(item) + 1));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}
