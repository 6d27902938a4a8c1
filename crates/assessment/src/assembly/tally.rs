//! What a half-made form has, in whole numbers.
//!
//! So a swap is weighed in microseconds, and alike on every machine.

use std::collections::BTreeMap;

use super::facts::{FormBlueprint, FormPool, PoolItem};
use crate::{check::scored_wanted, form::Purpose};

/// What no form may have: nothing else weighs as much.
const HARD: i64 = 1_000_000;
/// A skill that none of the forms reaches.
const SKILL_TOGETHER: i64 = 30_000;
/// A skill that is missing for the goal.
const SKILL_TO_GOAL: i64 = 20_000;
/// A skill above the goal.
const SKILL: i64 = 500;
/// A pretest item that does not fit its domain's weight.
const PRETEST: i64 = 400;
/// One item off a quota's share; twice as far weighs four times as much.
const QUOTA: i64 = 60;
/// One key off an even share of letters.
const LETTER: i64 = 40;
/// Half an item off the expected sum weighs as much as a skill.
const EXPECTED_PART: i64 = 500;
/// Quotas, letters and expected sums are counted in thousandths.
const MILLI: i64 = 1000;

/// An item in numbers: places in the lists of the search.
pub(super) struct Coded {
    pub(super) domain: Option<usize>,
    skill: Option<usize>,
    marks: Vec<usize>,
    letter: Option<usize>,
    expected_milli: i64,
    enemies: Vec<usize>,
}

/// A domain in numbers.
pub(super) struct CodedDomain {
    /// Scored items at least and at most.
    pub(super) scored: (i64, i64),
    /// Pretest items at least and at most.
    pub(super) pretest: (i64, i64),
}

/// What is looked for, in numbers.
pub(super) struct Coding {
    pub(super) items: Vec<Coded>,
    pub(super) domains: Vec<CodedDomain>,
    /// Skills that the pool has.
    skills: usize,
    skills_goal: i64,
    /// Items with each mark, in thousandths.
    marks_milli: Vec<i64>,
    letters: usize,
    expected_milli: i64,
}

impl Coding {
    pub(super) fn of(pool: &FormPool, blueprint: &FormBlueprint) -> Self {
        let skills: Vec<&str> = pool.skills().into_iter().collect();
        let places: BTreeMap<&str, usize> =
            pool.items().enumerate().map(|(place, item)| (item.id.as_str(), place)).collect();
        let mut items: Vec<Coded> =
            pool.items().map(|item| coded(item, pool, blueprint, &skills, &places)).collect();
        // Enemies are enemies whichever side names the other.
        let named: Vec<(usize, usize)> = items
            .iter()
            .enumerate()
            .flat_map(|(one, item)| item.enemies.iter().map(move |other| (*other, one)))
            .collect();
        for (one, other) in named {
            if let Some(item) = items.get_mut(one)
                && one != other
                && !item.enemies.contains(&other)
            {
                item.enemies.push(other);
            }
        }
        let domains = blueprint.domains.iter().map(|domain| {
            let of = |items: u32| {
                let (low, high) = scored_wanted(domain.weight_pct, items).into_inner();
                (i64::from(low), i64::from(high))
            };
            CodedDomain { scored: of(blueprint.scored), pretest: of(blueprint.pretest) }
        });
        let total = blueprint.total();
        let milli = |mark| i64::try_from(pool.share_milli(mark, total)).unwrap_or(i64::MAX);
        Coding {
            items,
            domains: domains.collect(),
            skills: skills.len(),
            skills_goal: i64::try_from(blueprint.skills_goal.min(skills.len())).unwrap_or(i64::MAX),
            marks_milli: pool.marks().iter().map(milli).collect(),
            letters: pool.letters().len(),
            expected_milli: in_milli(blueprint.expected_of(pool)),
        }
    }

    /// How bad it is that the forms together do not reach all skills.
    pub(super) fn cost_together(&self, tallies: &[FormTally]) -> i64 {
        let is_reached = |skill: usize| {
            tallies.iter().any(|tally| tally.skills.get(skill).is_some_and(|count| *count > 0))
        };
        let missing = (0..self.skills).filter(|skill| !is_reached(*skill)).count();
        SKILL_TOGETHER * i64::try_from(missing).unwrap_or(i64::MAX)
    }
}

fn coded(
    item: &PoolItem,
    pool: &FormPool,
    blueprint: &FormBlueprint,
    skills: &[&str],
    places: &BTreeMap<&str, usize>,
) -> Coded {
    let marks = pool.marks().iter().enumerate().filter(|(_, mark)| item.has(mark));
    let letter = item.key_letter.as_ref();
    let enemies = item.enemies.iter().filter(|enemy| **enemy != item.id);
    Coded {
        domain: blueprint.domains.iter().position(|domain| domain.id == item.domain),
        skill: item.skill.as_deref().and_then(|skill| skills.binary_search(&skill).ok()),
        marks: marks.map(|(place, _)| place).collect(),
        letter: letter.and_then(|letter| pool.letters().iter().position(|known| known == letter)),
        expected_milli: in_milli(item.difficulty),
        enemies: enemies.filter_map(|enemy| places.get(enemy.as_str()).copied()).collect(),
    }
}

/// Expected proportions and sums of them, in whole thousandths; what is no number weighs nothing.
fn in_milli(number: f64) -> i64 {
    (number.clamp(0.0, 1_000_000.0) * 1000.0).round() as i64
}

/// What one form has so far.
#[derive(Clone)]
pub(super) struct FormTally {
    scored: Vec<i64>,
    pretest: Vec<i64>,
    /// Scored and pretest items of no domain of the outline.
    stray: i64,
    skills: Vec<u32>,
    skills_reached: i64,
    marks: Vec<i64>,
    letters: Vec<i64>,
    expected_milli: i64,
    enemies: i64,
}

impl FormTally {
    pub(super) fn new(coding: &Coding) -> Self {
        let none = |many: usize| vec![0; many];
        FormTally {
            scored: none(coding.domains.len()),
            pretest: none(coding.domains.len()),
            stray: 0,
            skills: vec![0; coding.skills],
            skills_reached: 0,
            marks: none(coding.marks_milli.len()),
            letters: none(coding.letters),
            expected_milli: 0,
            enemies: 0,
        }
    }

    /// Adds an item (`step` 1) or takes it away (-1); `is_there` says what else stands on the form.
    pub(super) fn count(
        &mut self,
        item: &Coded,
        purpose: Purpose,
        step: i64,
        is_there: impl Fn(usize) -> bool,
    ) {
        let domains = match purpose {
            Purpose::Scored => &mut self.scored,
            Purpose::Pretest => &mut self.pretest,
        };
        match item.domain.and_then(|domain| domains.get_mut(domain)) {
            Some(count) => *count += step,
            None => self.stray += step,
        }
        if let Some(count) = item.skill.and_then(|skill| self.skills.get_mut(skill)) {
            let before = *count;
            *count = count.saturating_add_signed(if step > 0 { 1 } else { -1 });
            self.skills_reached += i64::from(*count > 0) - i64::from(before > 0);
        }
        for mark in &item.marks {
            if let Some(count) = self.marks.get_mut(*mark) {
                *count += step;
            }
        }
        if let Some(count) = item.letter.and_then(|letter| self.letters.get_mut(letter)) {
            *count += step;
        }
        if purpose == Purpose::Scored {
            self.expected_milli += step * item.expected_milli;
        }
        let met = item.enemies.iter().filter(|enemy| is_there(**enemy)).count();
        self.enemies += step * i64::try_from(met).unwrap_or_default();
    }

    /// Scored items of a domain so far.
    pub(super) fn scored_of(&self, domain: usize) -> i64 {
        self.scored.get(domain).copied().unwrap_or_default()
    }

    /// Pretest items of a domain so far.
    pub(super) fn pretest_of(&self, domain: usize) -> i64 {
        self.pretest.get(domain).copied().unwrap_or_default()
    }

    /// How far the form is from what is looked for: 0 is perfect.
    pub(super) fn cost(&self, coding: &Coding) -> i64 {
        let mut cost = HARD * (self.enemies + self.stray);
        for (domain, (scored, pretest)) in coding.domains.iter().zip(self.scored.iter().zip(&self.pretest)) {
            cost += HARD * distance(domain.scored, *scored) + PRETEST * distance(domain.pretest, *pretest);
        }
        cost += SKILL_TO_GOAL * (coding.skills_goal - self.skills_reached).max(0);
        cost += SKILL * (i64::try_from(self.skills.len()).unwrap_or_default() - self.skills_reached);
        for (exact, has) in coding.marks_milli.iter().zip(&self.marks) {
            cost += weighed(QUOTA, has * MILLI - exact);
        }
        let letters = i64::try_from(self.letters.len()).unwrap_or_default().max(1);
        let even = self.letters.iter().sum::<i64>() * MILLI / letters;
        for has in &self.letters {
            cost += weighed(LETTER, has * MILLI - even);
        }
        let off = self.expected_milli - coding.expected_milli;
        cost + off.saturating_mul(off) / EXPECTED_PART
    }
}

fn distance((low, high): (i64, i64), has: i64) -> i64 {
    (low - has).max(has - high).max(0)
}

/// The square of how far something is off, in thousandths.
fn weighed(weight: i64, off_milli: i64) -> i64 {
    weight * off_milli.saturating_mul(off_milli) / (MILLI * MILLI)
}
